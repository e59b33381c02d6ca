#pragma once

#include "core/session/TrainingSession.h"
#include "ui/lab/BackboneCard.h"
#include "ui/shell/AppState.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

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

    LabController(
        AppState& state, LabDraft& draft, session::TrainFunction train, QObject* parent = nullptr);

    Phase phase() const { return m_phase; }
    bool isRunning() const { return m_phase != Phase::Idle; }
    int runNumber() const; ///< of the run under way, or of the next one
    QString runName() const;
    QString obstacle() const; ///< why Train is disabled; empty = it is not
    QString costText() const; ///< films, epochs, time of the last run like this
    qint64 elapsedMs() const { return isRunning() ? m_clock.elapsed() : 0; }

    /// The run under way: history, batches and validation scores so far. Meaningless when idle.
    const training::RunRecord& live() const { return m_live; }
    int epochs() const { return m_live.config.epochs; }
    int batchesPerEpoch() const { return m_batchesPerEpoch; }
    const CacheState& cacheState() const { return m_cache; }

public Q_SLOTS:
    void start(); ///< nothing while running or while there is an obstacle
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

private:
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
    QString timeText(double fraction) const;

    AppState& m_state;
    LabDraft& m_draft;
    session::TrainingSession m_session;
    Phase m_phase = Phase::Idle;
    training::RunRecord m_live;
    ManifestPtr m_manifest; ///< of the run under way
    int m_batchesPerEpoch = 0;
    int m_batch = 0;
    double m_features = 0.0; ///< fraction of the feature pass
    QElapsedTimer m_clock;
    QElapsedTimer m_trainingClock;
    QTimer m_jobTimer;
    QString m_editorError;
    QString m_dataError;
    CacheState m_cache;
    model::ModelConfig m_cachedFor; ///< configuration whose features are known to be there
};

} // namespace negatoscope::ui
