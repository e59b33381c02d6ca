#pragma once

#include "core/model/KerasTopology.h"
#include "core/model/Network.h"
#include "core/model/StoredModel.h"
#include "core/model/WeightsImport.h"

#include <span>

namespace negatoscope::model {

/// Puts stored variables into a network. `backboneNames`: the file's name of each layer of the
/// layout (empty = Keras' names). By name, else by order. Nothing changes when an error is given.
base::Result<WeightsReport> assignBackbone(Network& network, const StoredModel& stored,
    std::span<const std::string> backboneNames, const std::string& where);

/// The same for the head; `headNames` has the file's name of each of config.addedLayers (empty =
/// the weighted layers after the backbone, in order).
base::Result<std::size_t> assignHead(Network& network, const StoredModel& stored,
    std::span<const std::string> headNames, const std::string& where);

} // namespace negatoscope::model
