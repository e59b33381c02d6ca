#pragma once

#include "core/base/Error.h"
#include "core/dataset/Manifest.h"
#include "core/dataset/Scan.h"
#include "core/training/RunRecord.h"

#include <QList>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QThreadPool>

#include <memory>
#include <optional>
#include <stop_token>

class QUndoStack;

namespace negatoscope::ui {

using ManifestPtr = std::shared_ptr<const dataset::Manifest>;
using RunPtr = std::shared_ptr<const training::RunRecord>;

/// What the job bar shows of the work in progress.
struct JobInfo
{
    QString name;           ///< "Run 15"
    QString step;           ///< "epoch 6 of 12 · batch 11 of 66"
    double fraction = -1.0; ///< 0…1; negative = not known
    QString time;           ///< "0:29 passed · about 0:40 left"
    bool canStopAndKeep = false;
    bool canCancel = true;
    QString page; ///< "lab", "data": the rail shows a dot there
};

/// What the pages share: the open data set, the shown run, the job, the settings. It owns no
/// widget, and pages talk to each other only through it. Thread: GUI only.
class AppState final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AppState)

public:
    /// `settingsFile` empty = the user's own settings; tests give a file of theirs.
    explicit AppState(const QString& settingsFile = {}, QObject* parent = nullptr);
    ~AppState() override; ///< stops what is under way and waits

    QSettings& settings() { return *m_settings; }
    QUndoStack& undoStack() { return *m_undoStack; }
    /// Threads for decoding, scanning and reading; never for training.
    QThreadPool& workers() { return m_workers; }

    /// Where runs and caches are written; created by whoever writes.
    QString workspaceFolder() const;
    void setWorkspaceFolder(const QString& folder);

    // The data set
    ManifestPtr manifest() const { return m_manifest; } ///< null when none is open
    QString datasetName() const;                        ///< folder name, "" when none is open
    bool isOpening() const { return m_opening; }
    QStringList recentFolders() const;

    // Runs of this session, oldest first, and the one that all pages show
    const QList<RunPtr>& runs() const { return m_runs; }
    RunPtr shownRun() const { return m_shownRun; } ///< null before the first run

    const std::optional<JobInfo>& job() const { return m_job; }
    QString statusText() const { return m_statusText; }
    int threads() const; ///< used for training

public Q_SLOTS:
    /// Scans a folder on a worker thread. Ends in manifestChanged or openingFailed, or, when
    /// cancelled, in openingEnded alone.
    void openFolder(const QString& folder);
    void cancelOpening();
    void setManifest(const negatoscope::ui::ManifestPtr& manifest);
    /// Adds the run when it is new (by id) and shows it.
    void setShownRun(const negatoscope::ui::RunPtr& run);
    /// The stress views of a finished run have been scored: the run has the figure from now on.
    void setStress(const QString& runId, const negatoscope::training::StressScore& score);
    /// Shows a result that is not among the runs: those of the live mode come and go.
    void showPassing(const negatoscope::ui::RunPtr& result);
    /// One job at a time has the bar; nullopt clears it.
    void setJob(const std::optional<negatoscope::ui::JobInfo>& job);
    /// The sentence at the left of the job bar while nothing runs: "Run 14 finished · saved".
    void setStatusText(const QString& text);
    /// Shows a toast (at most one at a time).
    void announce(const QString& text, const QString& iconName = QStringLiteral("check"));
    /// Opens a film in the Reader and goes there.
    void openFilm(const QString& path);
    /// The Lab takes over the settings of this run.
    void requestSettings(const negatoscope::ui::RunPtr& run) { Q_EMIT settingsRequested(run); }
    /// Opens these films as a list of their own in the Reader (a matrix cell, several files).
    void openFilms(const QStringList& paths, const QString& title);
    void requestStopAndKeep() { Q_EMIT stopAndKeepRequested(); }
    void requestCancel();
    /// Goes to a page: "home", "data", "lab", "runs", "reader".
    void goTo(const QString& page) { Q_EMIT pageRequested(page); }

Q_SIGNALS:
    void manifestChanged();
    void openingStarted(const QString& folder);
    void openingProgress(const QString& stage, qulonglong done, qulonglong total);
    void openingEnded();
    void openingFailed(const negatoscope::base::Error& error, const QString& folder);
    void shownRunChanged();
    void stressScored(const QString& runId);
    void storedRunsChanged(); ///< the workspace's list of runs has another content
    void jobChanged();
    void statusChanged();
    void announced(const QString& text, const QString& iconName);
    void filmRequested(const QString& path);
    void filmsRequested(const QStringList& paths, const QString& title);
    void pageRequested(const QString& page);
    void settingsRequested(const negatoscope::ui::RunPtr& run); ///< "train again with these"
    void stopAndKeepRequested();                                ///< job bar, menu, Ctrl+.
    void cancelRequested();                                     ///< job bar, menu, Ctrl+Shift+.
    void folderChoiceRequested(); ///< a page asks for the open-folder dialog
    void phantomDemoRequested();  ///< "start with drawn chests"

private:
    void finishOpening(int ticket, const QString& folder, const ManifestPtr& manifest,
        const std::optional<base::Error>& error);

    std::unique_ptr<QSettings> m_settings;
    QUndoStack* m_undoStack = nullptr;
    QThreadPool m_workers;
    ManifestPtr m_manifest;
    bool m_opening = false;
    int m_ticket = 0; ///< answers of an older scan are thrown away
    std::stop_source m_openingStop;
    QList<RunPtr> m_runs;
    RunPtr m_shownRun;
    std::optional<JobInfo> m_job;
    QString m_statusText;
};

/// A translated sentence for the window: what, where, what to do.
QString sentenceOf(const base::Error& error);

} // namespace negatoscope::ui
