#pragma once

#include "core/tracking/RunStore.h"

namespace negatoscope::tracking {

struct ImportedRun
{
    RunRow row; ///< id = MLflow's; origin says where it was
    std::vector<training::EpochRecord> history;
};

struct ImportedRuns
{
    std::vector<ImportedRun> runs;
    std::vector<std::string> notes; ///< what was left out, and why
};

/// Reads the runs of an `mlruns` folder, or of an `mlflow.db` (SQLite) of any schema from 2.x on
/// (columns by name, unknown tables ignored). Nothing there is changed. Parameters that form a
/// notebook's dictionary become settings like ours; all others are kept as they are. Metric names
/// of other libraries ("train_loss", "val_acc") become Keras'. Deleted runs are left out.
/// Errors: NotFound, UnsupportedFormat, CorruptFile, TooLarge.
base::Result<ImportedRuns> readMlflowRuns(const std::filesystem::path& path);

} // namespace negatoscope::tracking
