#pragma once

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace negatoscope::model {

/// One layer of a Keras model's description.
struct TopologyLayer
{
    std::string className;
    std::string name;
    nlohmann::json config;
};

/// All layers of a Sequential or Functional model with nested models opened, in their order.
/// `topology` is Keras' {"class_name", "config"} of any version. A model with several outputs is
/// UnsupportedFormat.
base::Result<std::vector<TopologyLayer>> flattenTopology(
    const nlohmann::json& topology, const std::string& where);

/// A whole Keras model, understood as MobileNetV2 plus a head.
struct KerasModel
{
    ModelConfig config; ///< alpha, input size, pooling, added layers
    int classCount = 0;
    std::vector<std::string> backboneNames; ///< the file's name of each layer of the layout
    std::vector<std::string> headNames;     ///< and of each of config.addedLayers
    bool hasHead = false;
    std::vector<std::string> notes;
};

/// Finds the backbone (with or without Conv1_pad), its alpha and input size, and turns what
/// follows into `added_layers`. UnsupportedFormat names the first layer that cannot be had.
base::Result<KerasModel> understandTopology(
    const nlohmann::json& topology, const std::string& where);

} // namespace negatoscope::model
