#pragma once

#include "core/training/Trainer.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace negatoscope::session {

/// Runs training::train on a background QThread. Thread: GUI only.
/// Signals carry immutable values by shared pointer.
class TrainingSession final : public QObject
{
    Q_OBJECT

public:
    explicit TrainingSession(QObject* parent = nullptr);
    ~TrainingSession() override; ///< asks to cancel and waits

    bool start(const training::TrainingRequest& request); ///< false while a run is active
    bool isRunning() const;

public Q_SLOTS:
    void stopAndKeep();
    void cancel();

Q_SIGNALS:
    /// Batch events at most 20 Hz plus the last of every epoch; all other events always.
    void progressed(std::shared_ptr<const negatoscope::training::TrainingEvent> event);
    /// Exactly once per successful start; isRunning() is already false.
    void finished(std::shared_ptr<const negatoscope::training::RunRecord> run);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::session
