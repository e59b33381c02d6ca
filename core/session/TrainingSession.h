#pragma once

#include "core/training/Trainer.h"

#include <QObject>

#include <functional>
#include <memory>

namespace negatoscope::session {

/// What a session runs on its thread: training::train, or a stand-in in tests.
using TrainFunction = std::function<training::RunRecord(const training::TrainingRequest&,
    const training::StopRequest&, const training::TrainingCallback&)>;

/// Runs one training at a time on a background QThread. Signals carry immutable values by shared
/// pointer. An exception that escapes from the train function becomes a Failed run.
/// Thread: GUI only.
class TrainingSession final : public QObject
{
    Q_OBJECT

public:
    explicit TrainingSession(TrainFunction train, QObject* parent = nullptr);
    ~TrainingSession() override; ///< asks to cancel and waits; no signal follows

    /// False while a run is active. `films`, when given, becomes the request's data on the
    /// session's thread: a copy of 100,000 films would stop a window.
    bool start(const training::TrainingRequest& request,
        std::shared_ptr<const dataset::Manifest> films = nullptr);
    bool isRunning() const;
    bool isStopping() const; ///< stopAndKeep() or cancel() was asked for and finished() is to come

public Q_SLOTS:
    void stopAndKeep(); ///< returns at once; finished() follows
    void cancel();      ///< returns at once; finished() follows. Also after stopAndKeep()

Q_SIGNALS:
    /// Batch and feature events at most 20 Hz (together), plus the last batch of every epoch and
    /// the last film of a feature pass; all other events always.
    void progressed(std::shared_ptr<const negatoscope::training::TrainingEvent> event);
    /// Exactly once per successful start; isRunning() is already false, so that a restart from the
    /// connected slot is legal.
    void finished(std::shared_ptr<const negatoscope::training::RunRecord> run);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::session
