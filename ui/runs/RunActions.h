#pragma once

#include "ui/runs/RunValues.h"
#include "ui/runs/RunsLibrary.h"

namespace negatoscope::ui {

/// The figure that speaks for a run, in words: "validation AUC 0.991, mean of 3 seeds 0.990 ±
/// 0.001, first of 14 runs". Never a figure of the test films.
QString criterionText(
    const QList<StoredRunPtr>& all, const StoredRun& run, const std::string& metric);

/// A shell command that trains with exactly these settings on the run's films.
QString commandText(const training::RunRecord& run);

/// "run14.onnx".
QString exportFileName(const tracking::RunRow& row, const QString& format);

/// Exports on a worker thread and announces what was checked. A report stands beside the pinned
/// runs before it.
void exportInBackground(AppState& state, QObject* context, const StoredRun& run,
    const QString& format, const QString& path, const QList<StoredRunPtr>& all);

} // namespace negatoscope::ui
