#pragma once

#include "core/model/StoredModel.h"

#include <cstddef>
#include <span>

namespace negatoscope::model {

/// A Keras 3 .keras file (keras.md 8.2): a ZIP of config.json and model.weights.h5. `where` names
/// the file in errors. Members over 512 MB are refused before they are unpacked.
base::Result<StoredModel> readKerasArchive(
    std::span<const std::byte> bytes, const std::string& where);

} // namespace negatoscope::model
