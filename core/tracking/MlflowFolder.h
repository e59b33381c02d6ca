#pragma once

#include "core/tracking/RunStore.h"

namespace negatoscope::tracking {

/// Writes runs as a local `mlruns` folder, MLflow's file store (mlflow.md 5.2): parameters, tags,
/// metrics of every epoch, files, and the model where MLflow 2 puts it. Read by `mlflow ui`
/// (MLFLOW_ALLOW_FILE_STORE=true from 3.13 on) and by `mlflow migrate-filestore`. `ids` empty = all
/// runs that were trained here. The folder may hold other runs already; runs of ours in it are
/// written anew. Paths in it are absolute: it cannot be moved. Gives the number of runs.
base::Result<int> exportMlflowFolder(const RunStore& store, const std::vector<std::string>& ids,
    const std::string& experiment, const std::filesystem::path& folder);

} // namespace negatoscope::tracking
