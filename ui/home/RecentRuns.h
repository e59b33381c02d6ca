#pragma once

#include "core/base/Result.h"

#include <QDateTime>
#include <QList>
#include <QPointF>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>

namespace negatoscope::ui {

/// What the first page shows of a stored run. Validation films, threshold 0.5.
struct RecentRun
{
    QString id;       ///< UUID
    QString title;    ///< "Run 14", or its name
    QString settings; ///< "adam 1e-3 · max pooling · class weights"
    QDateTime finished;
    bool best = false;             ///< was chosen, with a written reason
    QList<QPointF> trainLoss;      ///< epoch (1-based), loss; finite values only
    QList<QPointF> validationLoss; ///< the same
    int bestEpoch = 0;             ///< 1-based; 0 = none
    int classes = 0;               ///< 0 = the run has no validation scores on this computer
    int positiveClass = -1;
    QList<qlonglong> counts; ///< row-major, truth × call
    std::optional<double> auc;
    std::optional<double> specificity; ///< two classes only
};
using RecentRuns = std::shared_ptr<const QList<RecentRun>>;

/// The newest finished runs of the workspace, newest first, at most `count`. Reads files: for a
/// worker thread. Errors: as tracking::RunStore::open.
base::Result<RecentRuns> recentRuns(const std::filesystem::path& workspace, int count);

} // namespace negatoscope::ui
