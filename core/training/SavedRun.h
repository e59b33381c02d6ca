#pragma once

#include "core/base/Result.h"
#include "core/model/Classifier.h"
#include "core/training/RunRecord.h"

#include <filesystem>

namespace negatoscope::training {

/// Writes a run that was kept in memory into `folder` as if it had been trained into it, weights of
/// the best and of the last epoch included, and sets run.folder. Errors: InvalidUsage when the run
/// has nothing to keep or the folder holds a run, DiskFull, PermissionDenied; nothing of it stays
/// in the folder then. Thread: any, one at a time per run.
base::Result<void> saveRun(RunRecord& run, const std::filesystem::path& folder);

/// What reads films with the best weights of a run, in memory or in its folder. Errors: as
/// loadClassifier; InvalidUsage when nothing was learned.
base::Result<model::Classifier> classifierOf(const RunRecord& run);

} // namespace negatoscope::training
