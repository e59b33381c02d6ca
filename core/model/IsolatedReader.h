#pragma once

#include "core/model/StoredModel.h"

#include <functional>

namespace negatoscope::model {

/// Runs a reader in a process of its own and brings its result back. The HDF5 library crashes on
/// some damaged files (found by the hostile-file tests in 1.10): such a file must cost an error,
/// not the program. `where` names the file. Errors: the reader's own, CorruptFile when it crashes
/// or does not end, Internal when no process can be had.
base::Result<StoredModel> readIsolated(
    const std::function<base::Result<StoredModel>()>& read, const std::string& where);

} // namespace negatoscope::model
