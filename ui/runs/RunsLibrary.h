#pragma once

#include "ui/runs/MlflowLink.h"
#include "ui/runs/StoredRun.h"
#include "ui/shell/AppState.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <functional>

namespace negatoscope::ui {

/// The stored runs of the workspace, for the window. The store is read and written on one worker
/// thread, in the order of the calls: first what a list shows, then the rest of it, curves only
/// where somebody looks. Changes of names, notes, tags, stars and the bin are commands on the undo
/// stack. Thread: GUI only.
class RunsLibrary final : public QObject
{
    Q_OBJECT

public:
    explicit RunsLibrary(AppState& state, QObject* parent = nullptr);
    ~RunsLibrary() override; ///< waits for what is being written

    const QList<StoredRunPtr>& runs() const { return m_runs; } ///< newest first
    StoredRunPtr find(const QString& id) const;
    const tracking::SettingCodes& settings() const { return m_codes; }
    /// The curves of a run. Null where they were not read yet: they are asked for, and
    /// historiesLoaded() follows.
    HistoryPtr history(const QString& id);
    bool isLoaded() const { return m_loaded; }
    QString lastError() const { return m_error; }
    MlflowLink& link() { return m_link; }
    int waitingRuns() const; ///< that the server has not

public Q_SLOTS:
    void reload();
    // Undoable
    void rename(const QString& id, const QString& name);
    void setNote(const QString& id, const QString& note);
    void setTags(const QString& id, const QStringList& tags);
    void setStarred(const QString& id, bool starred);
    void remove(const QStringList& ids);
    void chooseBest(const QString& id, const QString& reason); ///< empty reason takes it back
    /// Frees the bin for good; not undoable.
    void emptyBin();
    /// Loads the whole run and shows it in the Lab.
    void openInLab(const QString& id);
    /// Enters the runs of an mlruns folder or an mlflow.db beside ours, read only.
    void importMlflow(const QString& path);

public:
    /// Whole runs, in this order, for comparing; those that cannot be read are left out.
    void loadRuns(const QStringList& ids, std::function<void(const QList<RunPtr>&)> done);
    /// Bytes in the bin.
    void askBin(std::function<void(qulonglong bytes)> done);

Q_SIGNALS:
    void changed();
    void historiesLoaded(const QStringList& ids);

private:
    friend class StoreCommand;
    /// Gives the ids of the runs that it has changed.
    using StoreWork = std::function<base::Result<std::vector<std::string>>(tracking::RunStore&)>;
    struct Loaded;
    struct Patch;
    void load(bool onlyList, int ticket);
    void take(const std::shared_ptr<Loaded>& loaded);
    void patch(const Patch& patch);
    void refresh(const std::vector<std::string>& ids);
    /// On the worker thread, then the changed rows are read again; an error is announced.
    void write(StoreWork work);
    void push(const QString& text, StoreWork redo, StoreWork undo);
    void replaceRuns(QList<StoredRunPtr> runs);
    void loadHistories();
    std::filesystem::path workspace() const;
    std::string server() const;
    std::string experiment() const;

    AppState& m_state;
    MlflowLink m_link;
    QList<StoredRunPtr> m_runs;
    QHash<QString, qsizetype> m_places;
    tracking::SettingCodes m_codes;
    QHash<QString, HistoryPtr> m_histories;
    QSet<QString> m_wanted; ///< histories that are asked for
    QSet<QString> m_asked;  ///< and are being read
    QTimer m_historyTimer;
    bool m_loaded = false;
    int m_ticket = 0; ///< answers of an older reload are thrown away
    QString m_error;
    QThreadPool m_writer; ///< one thread: reads and writes keep their order
};

} // namespace negatoscope::ui
