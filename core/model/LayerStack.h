#pragma once

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::model {

/// Shape of one film's activation: {features} or {height, width, channels} (Keras' order).
using Shape = std::vector<std::int64_t>;
std::string toText(const Shape& shape); ///< "7×7×1280"

/// One layer with what is known before anything runs.
struct PlannedLayer
{
    LayerSpec spec;
    int source =
        -1; ///< index into ModelConfig::addedLayers; -1 for the pooling and appended layers
    std::string name; ///< Keras' automatic name: "dense", "dropout_1"
    Shape input;
    Shape output;
    std::int64_t parameters = 0;
    std::int64_t trainableParameters = 0;
};

/// The head as it will be built: pooling, enabled added layers, and, when the stack does not end in
/// a dense layer with one unit per class (or one sigmoid unit for two classes), a final dense layer
/// with classifier_activation. Errors (ShapeMismatch, InvalidConfiguration) name the layer by
/// number and type and state both shapes.
base::Result<std::vector<PlannedLayer>> planHead(const ModelConfig& config, int classCount);

/// Output shape of the backbone without top for this configuration, {7, 7, 1280} at 224 px.
Shape backboneOutputShape(const ModelConfig& config);

} // namespace negatoscope::model
