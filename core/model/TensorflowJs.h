#pragma once

#include "core/model/StoredModel.h"

namespace negatoscope::model {

/// Whether this model.json is a TensorFlow.js model (and not a run of ours).
bool isTensorflowJs(std::string_view modelJson);

/// A TensorFlow.js layers model (keras.md 8.3): model.json and the weight files beside it, in
/// shards, quantised or not; metadata.json of Teachable Machine gives the class names.
base::Result<StoredModel> readTensorflowJs(const std::filesystem::path& modelJson);

} // namespace negatoscope::model
