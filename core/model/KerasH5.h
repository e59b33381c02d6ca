#pragma once

#include "core/model/StoredModel.h"

#include <cstddef>
#include <span>

namespace negatoscope::model {

/// A Keras HDF5 file (keras.md 8.1, 8.2): a whole legacy model, legacy weights, or Keras 3's
/// .weights.h5. `where` names the file in errors. Read in a process of
/// its own (IsolatedReader.h).
base::Result<StoredModel> readKerasH5(std::span<const std::byte> bytes, const std::string& where);

/// model.weights.h5 of a .keras archive; `topology` (config.json) names the layers.
base::Result<StoredModel> readKerasWeightsH5(
    std::span<const std::byte> bytes, const nlohmann::json& topology, const std::string& where);

} // namespace negatoscope::model
