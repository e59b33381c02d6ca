#pragma once

#include "core/tracking/MlflowSync.h"
#include "ui/shell/AppState.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>

namespace negatoscope::ui {

/// A stored run with what a table shows of it.
struct StoredRun
{
    tracking::RunRow row;
    std::vector<training::EpochRecord> history;
    std::optional<tracking::SyncState> sync; ///< on the server that is set; none = never sent
    QString syncDetail;
};
using StoredRunPtr = std::shared_ptr<const StoredRun>;

/// The server that runs are sent to. The password is in the system's key chain, or, where there is
/// none, in memory until the program ends; never in the settings.
struct ServerSettings
{
    QString url;
    QString user;
    QString experiment = QStringLiteral("negatoscope");
    QString certificateFile;
    bool automatic = false; ///< send every run as soon as nothing is training
    bool isSet() const { return !url.isEmpty(); }
};

/// The stored runs of the workspace, for the window: reads and writes the store on worker threads,
/// keeps what the table shows, and sends runs to MLflow in the background. Changes of names,
/// notes, stars and the bin are commands on the undo stack. Thread: GUI only.
class RunsLibrary final : public QObject
{
    Q_OBJECT

public:
    explicit RunsLibrary(AppState& state, QObject* parent = nullptr);
    ~RunsLibrary() override; ///< asks an upload to stop, and waits

    const QList<StoredRunPtr>& runs() const { return m_runs; } ///< newest first
    StoredRunPtr find(const QString& id) const;
    bool isLoaded() const { return m_loaded; }
    QString lastError() const { return m_error; }

    const ServerSettings& server() const { return m_server; }
    void setServer(const ServerSettings& server, const QString& password);
    bool isSyncing() const { return m_syncing; }
    QString syncText() const { return m_syncText; } ///< "Offline", "Run 14: metrics", …
    int waitingRuns() const;
    /// Tries the server with these words; `done` gets a version or a sentence.
    void testServer(const ServerSettings& server, const QString& password,
        std::function<void(bool good, const QString& text)> done);

public Q_SLOTS:
    void reload();
    // Undoable
    void rename(const QString& id, const QString& name);
    void setNote(const QString& id, const QString& note);
    void setStarred(const QString& id, bool starred);
    void remove(const QStringList& ids);
    void chooseBest(const QString& id, const QString& reason); ///< empty reason takes it back
    /// Frees the bin for good; not undoable.
    void emptyBin();
    /// Loads the whole run and shows it in the Lab.
    void openInLab(const QString& id);
    /// Sends runs to the server; empty = all that wait.
    void sync(const QStringList& ids = {});
    void stopSync();

public:
    /// Whole runs, in this order, for comparing; those that cannot be read are left out.
    void loadRuns(const QStringList& ids, std::function<void(const QList<RunPtr>&)> done);
    /// Bytes in the bin.
    void askBin(std::function<void(qulonglong bytes)> done);

Q_SIGNALS:
    void changed();
    void syncChanged();
    void serverChanged();

private:
    friend class StoreCommand;
    using StoreWork = std::function<base::Result<void>(tracking::RunStore&)>;
    /// On a worker thread, then a reload; an error is announced.
    void write(StoreWork work);
    void push(const QString& text, StoreWork redo, StoreWork undo);
    void syncIfAutomatic();
    void finishSync(const base::Result<std::vector<tracking::SyncOutcome>>& outcomes);
    std::filesystem::path workspace() const;
    void readPassword();

    AppState& m_state;
    QList<StoredRunPtr> m_runs;
    bool m_loaded = false;
    int m_ticket = 0; ///< answers of an older reload are thrown away
    QString m_error;
    ServerSettings m_server;
    QString m_password;
    bool m_syncing = false;
    QString m_syncText;
    std::stop_source m_syncStop;
    QThreadPool m_writer; ///< one thread: writes keep their order
    QThreadPool m_network;
};

/// "Run 14", or the name that the run was given.
QString runTitle(const tracking::RunRow& row);
/// "31 MB".
QString sizeText(qulonglong bytes);

} // namespace negatoscope::ui
