// What the Lab knows about the stored outputs of the frozen part, before and after runs.

#include "core/session/ResolvedTraining.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/LabController.h"
#include "ui/shell/Background.h"

#include <QLocale>

#include <memory>

namespace negatoscope::ui {

namespace {

/// What of the stored outputs of the frozen part differs between two configurations; empty when
/// they are the same.
QStringList featureDifferences(const model::ModelConfig& a, const model::ModelConfig& b)
{
    QStringList what;
    const bool drawn = a.weights == "random" && a.seed != b.seed;
    if (a.alpha != b.alpha || a.weights != b.weights || drawn) {
        what << LabController::tr("the backbone");
    }
    if (a.preprocessing != b.preprocessing) {
        what << LabController::tr("how films are prepared");
    }
    if (a.strategy != b.strategy ||
        (a.strategy != model::Strategy::NoTuning && a.fixedLayers != b.fixedLayers)) {
        what << LabController::tr("the freeze depth");
    }
    if (a.pooling != b.pooling) {
        what << LabController::tr("the pooling");
    }
    if (a.augmentation != b.augmentation || a.views != b.views) {
        what << LabController::tr("the views");
    }
    return what;
}

bool sameFeatures(const model::ModelConfig& a, const model::ModelConfig& b)
{
    return featureDifferences(a, b).isEmpty();
}

} // namespace

void LabController::lookIntoCacheSoon()
{
    ++m_lookTicket;
    if (m_state.manifest() != nullptr) {
        m_lookTimer.start();
    }
}

void LabController::lookIntoCache()
{
    const ManifestPtr manifest = m_state.manifest();
    if (manifest == nullptr || isRunning() || m_held || !obstacle().isEmpty()) {
        return; // a run says it itself
    }
    training::TrainingRequest request;
    request.config = m_draft.config();
    request.data = manifest;
    request.cacheFolder = cacheFolder();
    request.warm = m_warm;
    using Answer = std::shared_ptr<const base::Result<training::CacheCoverage>>;
    runInBackground<Answer>(
        m_state.workers(), this,
        [request] {
            return std::make_shared<const base::Result<training::CacheCoverage>>(
                session::coverageWithResolvedWeights(request));
        },
        [this, ticket = m_lookTicket, config = request.config](const Answer& answer) {
            if (ticket == m_lookTicket && *answer && !isRunning()) {
                onCoverage(config, **answer);
            }
        });
}

void LabController::onCoverage(
    const model::ModelConfig& config, const training::CacheCoverage& coverage)
{
    using Kind = CacheState::Kind;
    const QLocale locale;
    const QString wanted = locale.toString(static_cast<qulonglong>(coverage.wanted));
    if (coverage.wanted == 0 || (m_cache.kind == Kind::Valid && !coverage.isWhole())) {
        return; // the weights are not here yet, or the run before kept its features in memory
    }
    if (coverage.isWhole()) {
        m_cachedFor = config;
        m_cache = {Kind::Valid, 1.0,
            tr("All %1 outputs of the frozen part are on this computer.").arg(wanted)};
    } else if (!coverage.verdict.valid) {
        m_cache = {Kind::Live, 0.0, QString::fromStdString(coverage.verdict.reason)};
    } else if (coverage.there > 0) {
        m_cache = {Kind::WillRebuild, 0.0,
            tr("%1 of %2 outputs of the frozen part are on this computer; the others are computed "
               "when training starts.")
                .arg(locale.toString(static_cast<qulonglong>(coverage.there)), wanted)};
    } else if (m_cache.kind == Kind::Unknown) {
        m_cache = {Kind::NotYet, 0.0,
            tr("The films go through the frozen part once, when training starts. From then on "
               "every edit of the head is felt at once.")};
    }
    Q_EMIT cacheStateChanged();
    Q_EMIT obstacleChanged();
}

void LabController::invalidateCache()
{
    if (m_cache.kind == CacheState::Kind::Valid || m_cache.kind == CacheState::Kind::WillRebuild) {
        const bool same = sameFeatures(m_cachedFor, m_draft.config());
        m_cache.kind = same ? CacheState::Kind::Valid : CacheState::Kind::WillRebuild;
        m_cache.reason = same ? tr("Nothing has to be computed again.")
                              : tr("Other than in the last run: %1. The outputs of the frozen part "
                                   "are computed when training starts.")
                                    .arg(featureDifferences(m_cachedFor, m_draft.config())
                                             .join(QStringLiteral(", ")));
        if (!same) {
            lookIntoCacheSoon(); // another run may have computed them
        }
        Q_EMIT cacheStateChanged();
    } else if (m_cache.kind != CacheState::Kind::Building) {
        lookIntoCacheSoon();
    }
}

QString LabController::cacheObstacle() const
{
    if (m_cache.kind == CacheState::Kind::Valid) {
        return {};
    }
    const bool known = m_cache.kind == CacheState::Kind::WillRebuild;
    const QStringList what =
        !known ? QStringList() : featureDifferences(m_cachedFor, m_draft.config());
    if (what.isEmpty()) {
        return tr(
            "These films have not been through the frozen network yet. Train once, then every "
            "edit is felt at once.");
    }
    return tr(
        "Changed: %1. The films must go through the frozen network again. Train once, or undo.")
        .arg(what.join(QStringLiteral(", ")));
}

} // namespace negatoscope::ui
