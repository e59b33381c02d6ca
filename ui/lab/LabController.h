#pragma once

#include "core/session/TrainingSession.h"
#include "core/training/CacheCoverage.h"
#include "core/training/CostModel.h"
#include "core/training/WarmState.h"
#include "ui/lab/BackboneCard.h"
#include "ui/shell/AppState.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace negatoscope::ui {

class LabDraft;

/// Trains the draft: the one state machine behind the buttons, the job bar and the charts. The run
/// that is under way is kept as a growing RunRecord, so that every view shows it like a stored one.
///
/// Idle → Preparing (frozen features) → Training → Evaluating → Idle, and from any of them
/// Stopping or Cancelling → Idle. Thread: GUI only.
class LabController final : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Idle, Preparing, Training, Evaluating, Stopping, Cancelling };
    /// Kept runs are written to the workspace; passing ones, of the live mode, stay in memory.
    enum class Purpose { Kept, Passing };

    LabController(
        AppState& state, LabDraft& draft, session::TrainFunction train, QObject* parent = nullptr);

    Phase phase() const { return m_phase; }
    bool isRunning() const { return m_phase != Phase::Idle; }
    int runNumber() const; ///< of the run under way, or of the next one
    QString runName() const;
    QString obstacle() const; ///< why Train is disabled; empty = it is not
    /// What training the draft will take on this machine; nullopt without films.
    std::optional<training::CostPrediction> predictedCost() const;
    QString costText() const;   ///< "≈ 1 min 10 s · 0.4 GB from the cache"; "" without films
    QString costDetail() const; ///< the same in whole sentences, with films and epochs
    /// What was expected of the run under way, or of the last one, before it began.
    double predictedSeconds() const { return m_predictedSeconds; }
    qint64 elapsedMs() const { return isRunning() ? m_clock.elapsed() : 0; }

    bool isPassing() const { return isRunning() && m_purpose == Purpose::Passing; }
    /// Why the draft cannot be trained from what is computed already, in one sentence; empty = it
    /// can: the live mode follows its edits.
    QString cacheObstacle() const;
    /// What stands behind a result of the live mode: the result before it. Null elsewhere.
    RunPtr resultBefore() const;
    std::filesystem::path folderFor(const std::string& runId) const; ///< in the workspace

    /// The run under way: history, batches and validation scores so far. Meaningless when idle.
    const training::RunRecord& live() const { return m_live; }
    int epochs() const { return m_live.config.epochs; }
    int batchesPerEpoch() const { return m_batchesPerEpoch; }
    const CacheState& cacheState() const { return m_cache; }

public Q_SLOTS:
    void start(); ///< nothing while running or while there is an obstacle
    /// How many runs one start makes: the draft with its seed, and with those that follow.
    void setRepeat(int seeds);
    /// A passing run of the draft, in memory only. Nothing while running or with an obstacle.
    void startPassing(const QString& name);
    /// The passing result has been written as a run: it counts, is shown and is announced.
    void adoptRun(const negatoscope::ui::RunPtr& run);
    void stopAndKeep();
    void cancel();
    /// What the editor objects to: an illegal stack, a field that cannot be used.
    void setEditorError(const QString& sentence);

Q_SIGNALS:
    void phaseChanged();
    void obstacleChanged();
    void cacheStateChanged();
    void started();
    void batchDone(const negatoscope::training::BatchRecord& batch);
    void epochDone(int epoch); ///< 0-based; live() has it
    void noticed(const QString& code, const QString& text);
    void kept(const negatoscope::ui::RunPtr& run); ///< Completed or Stopped
    void cancelled();
    void failed(const negatoscope::ui::RunPtr& run);
    /// A passing run ended; null = it was cancelled.
    void passed(const negatoscope::ui::RunPtr& result);

private:
    void launch(training::TrainingRequest request, Purpose purpose);
    void onPassed(const RunPtr& run);
    void startNextSeed();
    void onEvent(const training::TrainingEvent& event);
    void onStarted(const training::Started& event);
    void onFeatures(const training::FeaturesProgress& event);
    void onBatch(const training::BatchDone& event);
    void onEpoch(const training::EpochDone& event);
    void onFinished(const RunPtr& run);
    void setPhase(Phase phase);
    void advance(Phase phase); ///< unless stopping
    void publishJob();
    void beginLive(const training::TrainingRequest& request);
    void refreshObstacle();
    void invalidateCache();
    void lookIntoCacheSoon();
    void lookIntoCache();
    void onCoverage(const model::ModelConfig& config, const training::CacheCoverage& coverage);
    training::Workload workload(const model::ModelConfig& config) const;
    void learnCost(const training::RunRecord& run);
    QString timeText(double fraction) const;

    AppState& m_state;
    LabDraft& m_draft;
    session::TrainingSession m_session;
    Phase m_phase = Phase::Idle;
    Purpose m_purpose = Purpose::Kept;
    RunPtr m_before; ///< the result before the passing one that is shown
    training::RunRecord m_live;
    ManifestPtr m_manifest; ///< of the run under way
    int m_batchesPerEpoch = 0;
    int m_batch = 0;
    double m_features = 0.0; ///< fraction of the feature pass
    bool m_featuresFromScratch = false;
    QElapsedTimer m_clock;
    QElapsedTimer m_trainingClock;
    QTimer m_jobTimer;
    /// Backbone and features stay in memory, so that the next run starts at once.
    std::shared_ptr<training::WarmState> m_warm = std::make_shared<training::WarmState>();
    training::CostModel m_cost;
    training::FilmCounts m_films;
    std::uint64_t m_peakBytes = 0; ///< of the run under way
    double m_predictedSeconds = 0.0;
    int m_repeat = 1;
    int m_repeatsLeft = 0; ///< runs that follow the one under way
    QString m_editorError;
    QString m_dataError;
    CacheState m_cache;
    QTimer m_lookTimer;             ///< of quiet before the cache is asked about the draft
    int m_lookTicket = 0;           ///< answers to an older question are thrown away
    model::ModelConfig m_cachedFor; ///< configuration whose features are known to be there
};

} // namespace negatoscope::ui
