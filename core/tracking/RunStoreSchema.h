#pragma once

#include "core/base/Result.h"

namespace negatoscope::tracking {

class Database;

/// Brings the file to the newest schema, one step in one transaction. A file of a newer Negatoscope
/// is refused (UnsupportedFormat) and left alone.
base::Result<void> migrateRunStore(Database& database);

} // namespace negatoscope::tracking
