#pragma once

#include "core/model/Classifier.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace negatoscope::exporting {

/// One variable of a layer in Keras' shape and order.
struct KerasVariable
{
    model::Shape shape;
    std::vector<float> values;
};

/// One layer of a functional Keras model with its variables.
struct KerasLayer
{
    std::string className;
    std::string name;
    nlohmann::ordered_json config;
    std::vector<std::string> inputs; ///< names of the layers before; empty for the input
    model::Shape output;             ///< without the batch
    std::vector<KerasVariable> variables;
};

/// The network as Keras would list it: input, rescaling where it is part of the model, MobileNetV2
/// under Keras' own names, the head. A standardisation of the features becomes a frozen
/// BatchNormalization with the same effect. Throws c10::Error.
std::vector<KerasLayer> kerasLayers(const model::Classifier& classifier);

/// config.json of a .keras file (keras.md 8.2).
nlohmann::ordered_json kerasConfig(const std::vector<KerasLayer>& layers, const std::string& name);

} // namespace negatoscope::exporting
