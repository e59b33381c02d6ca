#pragma once

#include "ui/shell/AppState.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <utility>

namespace negatoscope::ui {

class LabController;
class LabDraft;

/// "Every edit trains again": an edit cancels the mini-run that is under way; after 120 ms of quiet
/// another one with the draft as it is now takes its place, in memory only. It begins to compute at
/// the edit and is shown when the quiet time is over. What the edit makes
/// stale (backbone, cut, images) is said and waits for Train. A result that is worth it is kept as
/// a run. Thread: GUI only.
class LiveMode final : public QObject
{
    Q_OBJECT

public:
    /// Writes a result with its weights into a folder: training::saveRun, or a stand-in in tests.
    using SaveFunction =
        std::function<base::Result<void>(training::RunRecord&, const std::filesystem::path&)>;

    LiveMode(
        AppState& state, LabDraft& draft, LabController& controller, QObject* parent = nullptr);

    void setSave(SaveFunction save) { m_save = std::move(save); }
    bool isOn() const { return m_on; }
    /// Why edits are not followed at the moment; empty = they are.
    QString obstacle() const;
    /// The finished result of the draft as it is, still unkept; null = there is none.
    RunPtr result() const;
    double lastSeconds() const { return m_lastSeconds; } ///< edit → result; 0 before the first

public Q_SLOTS:
    void setOn(bool on);
    /// Writes the result as a run; nothing when there is none.
    void keep();

Q_SIGNALS:
    void changed();
    void keepFailed(const QString& sentence);

private:
    void onEdit();
    void holdWhenFree();
    bool isShown() const; ///< what the draft says is what is shown
    void onPassed(const RunPtr& result);

    AppState& m_state;
    LabDraft& m_draft;
    LabController& m_controller;
    SaveFunction m_save;
    QTimer m_quiet;
    QElapsedTimer m_sinceEdit;
    RunPtr m_result;
    double m_lastSeconds = 0.0;
    int m_count = 0;
    bool m_on = false;
    bool m_wanted = false; ///< an edit waits for its run to be shown
    bool m_quietOver = false;
    bool m_keeping = false;
};

} // namespace negatoscope::ui
