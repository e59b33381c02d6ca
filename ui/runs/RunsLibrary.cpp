#include "ui/runs/RunsLibrary.h"

#include "ui/shell/Background.h"

#include <QLocale>
#include <QPointer>
#include <QUndoCommand>
#include <QUndoStack>

#include <qt6keychain/keychain.h>

namespace negatoscope::ui {

namespace {

const auto kKeyChainService = QStringLiteral("Negatoscope MLflow");

struct Loaded
{
    QList<StoredRunPtr> runs;
    std::optional<base::Error> error;
};

Loaded loadAll(const std::filesystem::path& workspace, const std::string& server,
    const std::string& experiment)
{
    Loaded loaded;
    const auto store = tracking::RunStore::open(workspace);
    if (!store) {
        loaded.error = store.error();
        return loaded;
    }
    auto rows = (*store)->list();
    const auto syncs = (*store)->syncs();
    if (!rows) {
        loaded.error = rows.error();
        return loaded;
    }
    for (tracking::RunRow& row : *rows) {
        auto run = std::make_shared<StoredRun>();
        if (auto history = (*store)->history(row.id)) {
            run->history = *std::move(history);
        }
        for (const tracking::SyncRecord& record :
            syncs.value_or(std::vector<tracking::SyncRecord>())) {
            if (record.run == row.id && record.server == server &&
                record.experiment == experiment) {
                run->sync = record.state;
                run->syncDetail = QString::fromStdString(record.detail);
            }
        }
        run->row = std::move(row);
        loaded.runs.append(std::move(run));
    }
    return loaded;
}

tracking::MlflowServer serverOf(const ServerSettings& settings, const QString& password)
{
    tracking::MlflowServer server;
    server.url = settings.url.toStdString();
    while (server.url.ends_with('/')) {
        server.url.pop_back();
    }
    server.user = settings.user.toStdString();
    server.password = password.toStdString();
    server.certificateFile = settings.certificateFile.toStdString();
    return server;
}

} // namespace

/// One change of the store, told again for redo and the other way round for undo.
class StoreCommand final : public QUndoCommand
{
public:
    StoreCommand(RunsLibrary& library, const QString& text, RunsLibrary::StoreWork redo,
        RunsLibrary::StoreWork undo)
        : QUndoCommand(text)
        , m_library(&library)
        , m_redo(std::move(redo))
        , m_undo(std::move(undo))
    {}
    void redo() override
    {
        if (m_library) {
            m_library->write(m_redo);
        }
    }
    void undo() override
    {
        if (m_library) {
            m_library->write(m_undo);
        }
    }

private:
    QPointer<RunsLibrary> m_library;
    RunsLibrary::StoreWork m_redo;
    RunsLibrary::StoreWork m_undo;
};

QString runTitle(const tracking::RunRow& row)
{
    return row.name.empty() ? RunsLibrary::tr("Run %1").arg(row.number)
                            : QString::fromStdString(row.name);
}

QString sizeText(qulonglong bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 0, QLocale::DataSizeSIFormat);
}

RunsLibrary::RunsLibrary(AppState& state, QObject* parent)
    : QObject(parent)
    , m_state(state)
{
    m_writer.setMaxThreadCount(1);
    m_network.setMaxThreadCount(1);
    QSettings& settings = m_state.settings();
    m_server.url = settings.value(QStringLiteral("mlflow/url")).toString();
    m_server.user = settings.value(QStringLiteral("mlflow/user")).toString();
    m_server.experiment =
        settings.value(QStringLiteral("mlflow/experiment"), m_server.experiment).toString();
    m_server.certificateFile = settings.value(QStringLiteral("mlflow/certificate")).toString();
    m_server.automatic = settings.value(QStringLiteral("mlflow/automatic"), false).toBool();
    if (m_server.isSet() && !m_server.user.isEmpty()) {
        readPassword();
    }
    connect(&m_state, &AppState::storedRunsChanged, this, &RunsLibrary::reload);
    connect(&m_state, &AppState::storedRunRequested, this, &RunsLibrary::openInLab);
    // Training is never slowed: what waits is sent when it has ended.
    connect(&m_state, &AppState::jobChanged, this, &RunsLibrary::syncIfAutomatic);
    reload();
}

RunsLibrary::~RunsLibrary()
{
    m_syncStop.request_stop();
    m_network.waitForDone();
    m_writer.waitForDone();
}

std::filesystem::path RunsLibrary::workspace() const
{
    return std::filesystem::path(m_state.workspaceFolder().toStdU16String());
}

StoredRunPtr RunsLibrary::find(const QString& id) const
{
    const std::string wanted = id.toStdString();
    for (const StoredRunPtr& run : m_runs) {
        if (run->row.id == wanted) {
            return run;
        }
    }
    return {};
}

void RunsLibrary::reload()
{
    const int ticket = ++m_ticket;
    runInBackground<std::shared_ptr<const Loaded>>(
        m_writer, this,
        [folder = workspace(), server = serverOf(m_server, {}).url,
            experiment = m_server.experiment.toStdString()] {
            return std::make_shared<const Loaded>(loadAll(folder, server, experiment));
        },
        [this, ticket](const std::shared_ptr<const Loaded>& loaded) {
            if (ticket != m_ticket) {
                return;
            }
            m_runs = loaded->runs;
            m_error = loaded->error ? sentenceOf(*loaded->error) : QString();
            m_loaded = true;
            Q_EMIT changed();
            syncIfAutomatic();
        });
}

void RunsLibrary::write(StoreWork work)
{
    runInBackground<base::Result<void>>(
        m_writer, this,
        [work = std::move(work), folder = workspace()]() -> base::Result<void> {
            auto store = tracking::RunStore::open(folder);
            if (!store) {
                return base::failure(store);
            }
            return work(**store);
        },
        [this](const base::Result<void>& done) {
            if (!done) {
                m_state.announce(sentenceOf(done.error()), QStringLiteral("error"));
            }
            reload();
        });
}

void RunsLibrary::push(const QString& text, StoreWork redo, StoreWork undo)
{
    m_state.undoStack().push(new StoreCommand(*this, text, std::move(redo), std::move(undo)));
}

void RunsLibrary::rename(const QString& id, const QString& name)
{
    const StoredRunPtr run = find(id);
    if (!run || run->row.name == name.toStdString()) {
        return;
    }
    const auto set = [key = run->row.id](const std::string& value) {
        return [key, value](tracking::RunStore& store) {
            return store.rename(key, value);
        };
    };
    push(tr("rename %1").arg(runTitle(run->row)), set(name.toStdString()), set(run->row.name));
}

void RunsLibrary::setNote(const QString& id, const QString& note)
{
    const StoredRunPtr run = find(id);
    if (!run || run->row.note == note.toStdString()) {
        return;
    }
    const auto set = [key = run->row.id](const std::string& value) {
        return [key, value](tracking::RunStore& store) {
            return store.setNote(key, value);
        };
    };
    push(tr("note of %1").arg(runTitle(run->row)), set(note.toStdString()), set(run->row.note));
}

void RunsLibrary::setStarred(const QString& id, bool starred)
{
    const StoredRunPtr run = find(id);
    if (!run || run->row.starred == starred) {
        return;
    }
    const auto set = [key = run->row.id](bool value) {
        return [key, value](tracking::RunStore& store) {
            return store.setStarred(key, value);
        };
    };
    push(starred ? tr("pin %1").arg(runTitle(run->row)) : tr("unpin %1").arg(runTitle(run->row)),
        set(starred), set(!starred));
}

void RunsLibrary::remove(const QStringList& ids)
{
    std::vector<std::string> keys;
    for (const QString& id : ids) {
        if (find(id)) {
            keys.push_back(id.toStdString());
        }
    }
    if (keys.empty()) {
        return;
    }
    const auto each = [keys](base::Result<void> (tracking::RunStore::*step)(const std::string&)) {
        return [keys, step](tracking::RunStore& store) -> base::Result<void> {
            for (const std::string& key : keys) {
                if (auto done = (store.*step)(key); !done) {
                    return done;
                }
            }
            return {};
        };
    };
    const QString text = keys.size() == 1
                             ? tr("delete %1").arg(runTitle(find(ids.front())->row))
                             : tr("delete %n run(s)", nullptr, static_cast<int>(keys.size()));
    push(text, each(&tracking::RunStore::remove), each(&tracking::RunStore::restore));
    askBin([this](qulonglong bytes) {
        m_state.announce(tr("In the bin: emptying it would free %1. Ctrl+Z brings the run back.")
                             .arg(sizeText(bytes)),
            QStringLiteral("trash"));
    });
}

void RunsLibrary::chooseBest(const QString& id, const QString& reason)
{
    const StoredRunPtr run = find(id);
    if (!run) {
        return;
    }
    // Which run was the best one before is read where it is changed: what the table shows may be a
    // moment behind.
    struct Earlier
    {
        std::string id;
        std::string reason;
    };
    const auto earlier = std::make_shared<Earlier>();
    const std::string key = run->row.id;
    push(
        tr("%1 as the best run").arg(runTitle(run->row)),
        [key, why = reason.toStdString(), earlier](
            tracking::RunStore& store) -> base::Result<void> {
            const auto rows = store.summaries();
            if (!rows) {
                return base::failure(rows);
            }
            *earlier = {};
            for (const tracking::RunSummary& row : *rows) {
                if (const auto whole =
                        row.chosen ? store.find(row.id) : base::Result<tracking::RunRow>();
                    row.chosen && whole) {
                    *earlier = {row.id, whole->bestReason};
                }
            }
            return store.chooseBest(key, why);
        },
        [key, earlier](tracking::RunStore& store) {
            return store.chooseBest(earlier->id.empty() ? key : earlier->id, earlier->reason);
        });
}

void RunsLibrary::askBin(std::function<void(qulonglong)> done)
{
    runInBackground<qulonglong>(
        m_writer, this,
        [folder = workspace()]() -> qulonglong {
            const auto store = tracking::RunStore::open(folder);
            return store ? (*store)->bytesInBin().value_or(0) : 0;
        },
        std::move(done));
}

void RunsLibrary::emptyBin()
{
    using Freed = base::Result<std::uint64_t>;
    runInBackground<Freed>(
        m_writer, this,
        [folder = workspace()]() -> Freed {
            auto store = tracking::RunStore::open(folder);
            if (!store) {
                return base::failure(store);
            }
            return (*store)->emptyBin();
        },
        [this](const Freed& freed) {
            m_state.announce(
                freed ? tr("Freed %1").arg(sizeText(*freed)) : sentenceOf(freed.error()),
                freed ? QStringLiteral("trash") : QStringLiteral("error"));
            reload();
        });
}

void RunsLibrary::loadRuns(const QStringList& ids, std::function<void(const QList<RunPtr>&)> done)
{
    std::vector<std::string> keys;
    for (const QString& id : ids) {
        keys.push_back(id.toStdString());
    }
    runInBackground<QList<RunPtr>>(
        m_state.workers(), this,
        [folder = workspace(), keys] {
            QList<RunPtr> runs;
            const auto store = tracking::RunStore::open(folder);
            for (const std::string& key : keys) {
                auto run = store ? (*store)->load(key)
                                 : base::Result<training::RunRecord>(base::failure(store));
                if (run && run->name.empty()) {
                    if (const auto row = (*store)->find(key)) {
                        run->name = runTitle(*row).toStdString(); // "Run 14" in sentences
                    }
                }
                if (run) {
                    runs.append(std::make_shared<const training::RunRecord>(*std::move(run)));
                }
            }
            return runs;
        },
        std::move(done));
}

void RunsLibrary::openInLab(const QString& id)
{
    loadRuns({id}, [this](const QList<RunPtr>& runs) {
        if (runs.isEmpty()) {
            m_state.announce(
                tr("The files of this run are not on this computer"), QStringLiteral("warn"));
            return;
        }
        m_state.setShownRun(runs.front());
        m_state.goTo(QStringLiteral("lab"));
    });
}

void RunsLibrary::readPassword()
{
    auto* job = new QKeychain::ReadPasswordJob(kKeyChainService, this);
    job->setKey(m_server.user + QLatin1Char('@') + m_server.url);
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        if (job->error() == QKeychain::NoError) {
            m_password = job->textData();
            syncIfAutomatic();
        }
    });
    job->start();
}

void RunsLibrary::setServer(const ServerSettings& server, const QString& password)
{
    const bool sameLogin = m_server.url == server.url && m_server.user == server.user;
    m_server = server;
    if (!password.isEmpty() || !sameLogin) {
        m_password = password; // an empty field leaves the known one as it is
    }
    QSettings& settings = m_state.settings();
    settings.setValue(QStringLiteral("mlflow/url"), server.url);
    settings.setValue(QStringLiteral("mlflow/user"), server.user);
    settings.setValue(QStringLiteral("mlflow/experiment"), server.experiment);
    settings.setValue(QStringLiteral("mlflow/certificate"), server.certificateFile);
    settings.setValue(QStringLiteral("mlflow/automatic"), server.automatic);
    if (server.isSet() && !server.user.isEmpty() && !password.isEmpty()) {
        auto* job = new QKeychain::WritePasswordJob(kKeyChainService, this);
        job->setKey(server.user + QLatin1Char('@') + server.url);
        job->setTextData(password);
        connect(job, &QKeychain::Job::finished, this, [this, job] {
            if (job->error() != QKeychain::NoError) {
                m_state.announce(tr("There is no key chain here: the password is known until the "
                                    "program ends"),
                    QStringLiteral("info"));
            }
        });
        job->start();
    }
    Q_EMIT serverChanged();
    reload();
}

void RunsLibrary::testServer(const ServerSettings& server, const QString& password,
    std::function<void(bool, const QString&)> done)
{
    using Answer = base::Result<std::string>;
    runInBackground<Answer>(
        m_network, this,
        [target = serverOf(server, password)] {
            tracking::RetryPolicy once;
            once.attempts = 1;
            once.timeout = std::chrono::seconds(8);
            tracking::MlflowClient client(target, once);
            return client.testConnection();
        },
        [done = std::move(done)](const Answer& version) {
            done(version.has_value(),
                version
                    ? tr("MLflow %1 answers and lets you in").arg(QString::fromStdString(*version))
                    : sentenceOf(version.error()));
        });
}

int RunsLibrary::waitingRuns() const
{
    int waiting = 0;
    for (const StoredRunPtr& run : m_runs) {
        waiting += run->row.origin.empty() && run->sync != tracking::SyncState::Synced ? 1 : 0;
    }
    return waiting;
}

void RunsLibrary::syncIfAutomatic()
{
    if (m_server.isSet() && m_server.automatic && !m_syncing && !m_state.job() &&
        waitingRuns() > 0 && (m_server.user.isEmpty() || !m_password.isEmpty())) {
        sync();
    }
}

void RunsLibrary::sync(const QStringList& ids)
{
    if (m_syncing || !m_server.isSet()) {
        return;
    }
    m_syncing = true;
    m_syncStop = std::stop_source();
    m_syncText = tr("Sending runs to MLflow…");
    Q_EMIT syncChanged();
    tracking::SyncOptions options;
    options.experiment = m_server.experiment.toStdString();
    for (const QString& id : ids) {
        options.runs.push_back(id.toStdString());
    }
    const QPointer<RunsLibrary> self(this);
    const auto progress = [self, target = this](const tracking::SyncProgress& at) {
        const QString text = QStringLiteral("%1 · %2").arg(
            QString::fromStdString(at.run), QString::fromStdString(at.stage));
        // `target` outlives the pool's thread: its destructor waits for it.
        QMetaObject::invokeMethod(
            target,
            [self, text] {
                if (self && self->m_syncing) {
                    self->m_syncText = text;
                    Q_EMIT self->syncChanged();
                }
            },
            Qt::QueuedConnection);
    };
    using Outcomes = base::Result<std::vector<tracking::SyncOutcome>>;
    runInBackground<std::shared_ptr<const Outcomes>>(
        m_network, this,
        [folder = workspace(), target = serverOf(m_server, m_password), options, progress,
            stop = m_syncStop.get_token()]() -> std::shared_ptr<const Outcomes> {
            auto store = tracking::RunStore::open(folder);
            if (!store) {
                return std::make_shared<const Outcomes>(base::failure(store));
            }
            tracking::MlflowClient client(target, {}, stop);
            return std::make_shared<const Outcomes>(
                tracking::syncRuns(**store, client, options, progress, stop));
        },
        [this](const std::shared_ptr<const Outcomes>& outcomes) { finishSync(*outcomes); });
}

void RunsLibrary::finishSync(const base::Result<std::vector<tracking::SyncOutcome>>& outcomes)
{
    m_syncing = false;
    m_syncText.clear();
    const std::optional<base::Error> failed = [&]() -> std::optional<base::Error> {
        if (!outcomes) {
            return outcomes.error();
        }
        for (const tracking::SyncOutcome& outcome : *outcomes) {
            if (outcome.error) {
                return outcome.error;
            }
        }
        return std::nullopt;
    }();
    if (failed) {
        // Not again and again by itself: the next run or the button tries once more.
        m_server.automatic = false;
        m_state.announce(sentenceOf(*failed), QStringLiteral("cloud-off"));
    } else {
        m_server.automatic =
            m_state.settings().value(QStringLiteral("mlflow/automatic"), false).toBool();
        m_state.announce(
            tr("%n run(s) are on the server", nullptr, static_cast<int>(outcomes->size())),
            QStringLiteral("sync"));
    }
    Q_EMIT syncChanged();
    reload();
}

void RunsLibrary::stopSync()
{
    m_syncStop.request_stop();
}

} // namespace negatoscope::ui
