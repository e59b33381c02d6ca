#include "ui/runs/RunsLibrary.h"

#include "core/tracking/MlflowImport.h"
#include "ui/shell/Background.h"

#include <QLocale>
#include <QPointer>
#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>
#include <map>

namespace negatoscope::ui {

namespace {

/// Up to so many runs are read whole at once; longer lists are shown before their details.
constexpr std::size_t kShortList = 200;
constexpr std::size_t kDetailsAtOnce = 500;

using tracking::RunStore;

/// What the server that is set has of each run.
std::map<std::string, tracking::SyncRecord> syncsOf(
    const RunStore& store, const std::string& server, const std::string& experiment)
{
    std::map<std::string, tracking::SyncRecord> found;
    if (auto records = store.syncs()) {
        for (tracking::SyncRecord& record : *records) {
            if (record.server == server && record.experiment == experiment) {
                std::string id = record.run;
                found.insert_or_assign(std::move(id), std::move(record));
            }
        }
    }
    return found;
}

StoredRunPtr wholeRun(tracking::RunRow row, tracking::SettingCodes& codes,
    const std::map<std::string, tracking::SyncRecord>& syncs)
{
    auto run = std::make_shared<StoredRun>();
    run->codes = codes.encode(row.settings);
    run->groupKey = row.dataFingerprint + '|' + codes.withoutSeed(run->codes);
    row.settings = nullptr;
    if (const auto sync = syncs.find(row.id); sync != syncs.end()) {
        run->sync = sync->second.state;
        run->syncDetail = QString::fromStdString(sync->second.detail);
    }
    run->row = std::move(row);
    run->isWhole = true;
    return run;
}

StoredRunPtr listedRun(const tracking::RunSummary& summary)
{
    auto run = std::make_shared<StoredRun>();
    tracking::RunRow& row = run->row;
    row.id = summary.id;
    row.number = summary.number;
    row.name = summary.name;
    row.finishedAtMs = summary.finishedAtMs;
    row.outcome = summary.outcome;
    row.epochs = summary.epochs;
    row.seconds = summary.seconds;
    row.starred = summary.starred;
    for (const auto& [name, value] :
        {std::pair{"val_loss", summary.valLoss}, std::pair{"val_accuracy", summary.valAccuracy},
            std::pair{"val_auc", summary.valAuc}}) {
        if (value) {
            row.figures[name] = *value;
        }
    }
    return run;
}

} // namespace

/// What a worker has read of the whole list.
struct RunsLibrary::Loaded
{
    QList<StoredRunPtr> runs;
    tracking::SettingCodes codes;
    std::optional<base::Error> error;
    bool isWhole = true;

    void read(const std::filesystem::path& workspace, const std::string& server,
        const std::string& experiment, bool onlyList)
    {
        const auto store = RunStore::open(workspace);
        const auto listed =
            store ? (*store)->summaries()
                  : base::Result<std::vector<tracking::RunSummary>>(base::failure(store));
        if (!listed) {
            error = listed.error();
            return;
        }
        runs.reserve(static_cast<qsizetype>(listed->size()));
        if (onlyList && listed->size() > kShortList) {
            isWhole = false;
            for (const tracking::RunSummary& summary : *listed) {
                runs.append(listedRun(summary));
            }
            return;
        }
        const auto syncs = syncsOf(**store, server, experiment);
        for (std::size_t first = 0; first < listed->size(); first += kDetailsAtOnce) {
            std::vector<std::string> ids;
            for (std::size_t i = first; i < std::min(listed->size(), first + kDetailsAtOnce); ++i) {
                ids.push_back((*listed)[i].id);
            }
            auto rows = (*store)->details(ids);
            if (!rows) {
                error = rows.error();
                return;
            }
            for (tracking::RunRow& row : *rows) {
                runs.append(wholeRun(std::move(row), codes, syncs));
            }
        }
    }
};

/// Some rows as they are now; one that is not among them is gone.
struct RunsLibrary::Patch
{
    std::vector<std::string> ids;
    std::vector<tracking::RunRow> rows;
    std::map<std::string, tracking::SyncRecord> syncs;
    std::optional<base::Error> error;
};

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
    , m_link(state)
{
    m_writer.setMaxThreadCount(1);
    m_historyTimer.setSingleShot(true);
    m_historyTimer.setInterval(0);
    connect(&m_historyTimer, &QTimer::timeout, this, &RunsLibrary::loadHistories);
    connect(&m_state, &AppState::storedRunsChanged, this, &RunsLibrary::reload);
    connect(&m_state, &AppState::storedRunRequested, this, &RunsLibrary::openInLab);
    connect(&m_link, &MlflowLink::serverChanged, this, &RunsLibrary::reload);
    connect(&m_link, &MlflowLink::sent, this, [this](const QStringList& ids) {
        std::vector<std::string> keys;
        for (const QString& id : ids) {
            keys.push_back(id.toStdString());
        }
        refresh(keys);
    });
    // Training is never slowed: models are sent when it has ended.
    connect(
        &m_state, &AppState::jobChanged, this, [this] { m_link.sendIfAutomatic(waitingRuns()); });
    connect(this, &RunsLibrary::changed, this, [this] { m_link.sendIfAutomatic(waitingRuns()); });
    reload();
}

RunsLibrary::~RunsLibrary()
{
    m_writer.waitForDone();
}

std::filesystem::path RunsLibrary::workspace() const
{
    return std::filesystem::path(m_state.workspaceFolder().toStdU16String());
}

std::string RunsLibrary::server() const
{
    return m_link.target().url;
}

std::string RunsLibrary::experiment() const
{
    return m_link.server().experiment.toStdString();
}

StoredRunPtr RunsLibrary::find(const QString& id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.constEnd() ? StoredRunPtr() : m_runs.at(*place);
}

int RunsLibrary::waitingRuns() const
{
    return static_cast<int>(
        std::count_if(m_runs.begin(), m_runs.end(), [](const StoredRunPtr& run) {
            return run->isWhole && run->row.origin.empty() &&
                   run->sync != tracking::SyncState::Synced;
        }));
}

void RunsLibrary::reload()
{
    load(m_runs.isEmpty(), ++m_ticket);
}

void RunsLibrary::load(bool onlyList, int ticket)
{
    runInBackground<std::shared_ptr<Loaded>>(
        m_writer, this,
        [folder = workspace(), server = server(), experiment = experiment(), onlyList] {
            auto loaded = std::make_shared<Loaded>();
            loaded->read(folder, server, experiment, onlyList);
            return loaded;
        },
        [this, ticket](const std::shared_ptr<Loaded>& loaded) {
            if (ticket == m_ticket) {
                take(loaded);
            }
        });
}

void RunsLibrary::take(const std::shared_ptr<Loaded>& loaded)
{
    m_error = loaded->error ? sentenceOf(*loaded->error) : QString();
    m_loaded = true;
    m_codes = std::move(loaded->codes);
    replaceRuns(std::move(loaded->runs));
    if (!loaded->isWhole) {
        load(false, m_ticket);
    }
}

void RunsLibrary::replaceRuns(QList<StoredRunPtr> runs)
{
    for (const StoredRunPtr& run : std::as_const(runs)) {
        const QString id = QString::fromStdString(run->row.id);
        const StoredRunPtr before = m_histories.contains(id) ? find(id) : StoredRunPtr();
        if (before && (before->row.epochs != run->row.epochs ||
                          before->row.finishedAtMs != run->row.finishedAtMs)) {
            m_histories.remove(id);
        }
    }
    m_runs.swap(runs);
    releaseInBackground(std::move(runs));
    m_places.clear();
    m_places.reserve(m_runs.size());
    for (qsizetype i = 0; i < m_runs.size(); ++i) {
        m_places.insert(QString::fromStdString(m_runs.at(i)->row.id), i);
    }
    Q_EMIT changed();
}

void RunsLibrary::refresh(const std::vector<std::string>& ids)
{
    write([ids](RunStore&) -> base::Result<std::vector<std::string>> { return ids; });
}

void RunsLibrary::write(StoreWork work)
{
    using Answer = std::shared_ptr<const Patch>;
    runInBackground<Answer>(
        m_writer, this,
        [work = std::move(work), folder = workspace(), server = server(),
            experiment = experiment()]() -> Answer {
            auto patch = std::make_shared<Patch>();
            auto store = RunStore::open(folder);
            auto ids = store ? work(**store)
                             : base::Result<std::vector<std::string>>(base::failure(store));
            auto rows = ids ? (*store)->details(*ids)
                            : base::Result<std::vector<tracking::RunRow>>(base::failure(ids));
            if (!rows) {
                patch->error = rows.error();
                return patch;
            }
            patch->ids = *std::move(ids);
            patch->rows = *std::move(rows);
            patch->syncs = syncsOf(**store, server, experiment);
            return patch;
        },
        [this](const Answer& answer) {
            if (answer->error) {
                m_state.announce(sentenceOf(*answer->error), QStringLiteral("error"));
                reload(); // what is shown must be what is stored
                return;
            }
            patch(*answer);
        });
}

void RunsLibrary::patch(const Patch& patch)
{
    QList<StoredRunPtr> runs = m_runs;
    for (const std::string& id : patch.ids) {
        const auto found = std::find_if(patch.rows.begin(), patch.rows.end(),
            [&id](const tracking::RunRow& row) { return row.id == id && row.deletedAtMs == 0; });
        const auto place = std::find_if(
            runs.begin(), runs.end(), [&id](const StoredRunPtr& run) { return run->row.id == id; });
        if (found == patch.rows.end()) {
            if (place != runs.end()) {
                runs.erase(place);
            }
            continue;
        }
        const StoredRunPtr run = wholeRun(*found, m_codes, patch.syncs);
        if (place != runs.end()) {
            *place = run;
        } else {
            const auto after = std::find_if(runs.begin(), runs.end(),
                [&run](const StoredRunPtr& other) { return other->row.number < run->row.number; });
            runs.insert(after, run);
        }
    }
    replaceRuns(std::move(runs));
}

HistoryPtr RunsLibrary::history(const QString& id)
{
    if (const auto known = m_histories.constFind(id); known != m_histories.constEnd()) {
        return *known;
    }
    if (!m_asked.contains(id)) {
        m_wanted.insert(id);
        m_historyTimer.start();
    }
    return {};
}

void RunsLibrary::loadHistories()
{
    const QStringList ids(m_wanted.begin(), m_wanted.end());
    m_asked.unite(m_wanted);
    m_wanted.clear();
    using Found = std::shared_ptr<QHash<QString, HistoryPtr>>;
    runInBackground<Found>(
        m_writer, this,
        [folder = workspace(), ids] {
            auto found = std::make_shared<QHash<QString, HistoryPtr>>();
            const auto store = RunStore::open(folder);
            for (const QString& id : ids) {
                auto history = store ? (*store)->history(id.toStdString())
                                     : base::Result<std::vector<training::EpochRecord>>();
                found->insert(
                    id, std::make_shared<const std::vector<training::EpochRecord>>(
                            std::move(history).value_or(std::vector<training::EpochRecord>())));
            }
            return found;
        },
        [this, ids](const Found& found) {
            m_histories.insert(*found);
            for (const QString& id : ids) {
                m_asked.remove(id);
            }
            Q_EMIT historiesLoaded(ids);
        });
}

void RunsLibrary::push(const QString& text, StoreWork redo, StoreWork undo)
{
    m_state.undoStack().push(new StoreCommand(*this, text, std::move(redo), std::move(undo)));
}

namespace {

using StoreWork = std::function<base::Result<std::vector<std::string>>(RunStore&)>;

/// Setting one value of a run, and back. The value before is read where it is changed: what the
/// table shows may be a moment behind.
template <typename T, typename Get, typename Set>
std::pair<StoreWork, StoreWork> change(const std::string& id, const T& value, Get get, Set set)
{
    const auto earlier = std::make_shared<T>();
    const auto apply = [id, set](
                           RunStore& store, const T& to) -> base::Result<std::vector<std::string>> {
        if (auto done = set(store, id, to); !done) {
            return base::failure(done);
        }
        return std::vector{id};
    };
    return {[id, value, earlier, get, apply](
                RunStore& store) -> base::Result<std::vector<std::string>> {
                const auto rows = store.details({id});
                if (!rows) {
                    return base::failure(rows);
                }
                if (!rows->empty()) {
                    *earlier = get(rows->front());
                }
                return apply(store, value);
            },
        [earlier, apply](RunStore& store) {
            return apply(store, *earlier);
        }};
}

} // namespace

void RunsLibrary::rename(const QString& id, const QString& name)
{
    const StoredRunPtr run = find(id);
    if (!run || run->row.name == name.toStdString()) {
        return;
    }
    auto [redo, undo] = change(
        run->row.id, name.toStdString(), [](const tracking::RunRow& row) { return row.name; },
        [](RunStore& store, const std::string& key, const std::string& value) {
            return store.rename(key, value);
        });
    push(tr("rename %1").arg(runTitle(run->row)), std::move(redo), std::move(undo));
}

void RunsLibrary::setNote(const QString& id, const QString& note)
{
    const StoredRunPtr run = find(id);
    if (!run || run->row.note == note.toStdString()) {
        return;
    }
    auto [redo, undo] = change(
        run->row.id, note.toStdString(), [](const tracking::RunRow& row) { return row.note; },
        [](RunStore& store, const std::string& key, const std::string& value) {
            return store.setNote(key, value);
        });
    push(tr("note of %1").arg(runTitle(run->row)), std::move(redo), std::move(undo));
}

void RunsLibrary::setTags(const QString& id, const QStringList& tags)
{
    const StoredRunPtr run = find(id);
    std::vector<std::string> wanted;
    for (const QString& tag : tags) {
        const std::string text = tag.simplified().toStdString();
        if (!text.empty() && std::find(wanted.begin(), wanted.end(), text) == wanted.end()) {
            wanted.push_back(text);
        }
    }
    if (!run || run->row.tags == wanted) {
        return;
    }
    auto [redo, undo] = change(
        run->row.id, wanted, [](const tracking::RunRow& row) { return row.tags; },
        [](RunStore& store, const std::string& key, const std::vector<std::string>& value) {
            return store.setTags(key, value);
        });
    push(tr("tags of %1").arg(runTitle(run->row)), std::move(redo), std::move(undo));
}

void RunsLibrary::setStarred(const QString& id, bool starred)
{
    const StoredRunPtr run = find(id);
    if (!run || run->row.starred == starred) {
        return;
    }
    auto [redo, undo] = change(
        run->row.id, starred, [](const tracking::RunRow& row) { return row.starred; },
        [](RunStore& store, const std::string& key, bool value) {
            return store.setStarred(key, value);
        });
    push(starred ? tr("pin %1").arg(runTitle(run->row)) : tr("unpin %1").arg(runTitle(run->row)),
        std::move(redo), std::move(undo));
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
    const auto each = [keys](base::Result<void> (RunStore::*step)(const std::string&)) {
        return [keys, step](RunStore& store) -> base::Result<std::vector<std::string>> {
            for (const std::string& key : keys) {
                if (auto done = (store.*step)(key); !done) {
                    return base::failure(done);
                }
            }
            return keys;
        };
    };
    const QString text = keys.size() == 1
                             ? tr("delete %1").arg(runTitle(find(ids.front())->row))
                             : tr("delete %n run(s)", nullptr, static_cast<int>(keys.size()));
    push(text, each(&RunStore::remove), each(&RunStore::restore));
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
    struct Earlier
    {
        std::string id;
        std::string reason;
    };
    const auto earlier = std::make_shared<Earlier>();
    const std::string key = run->row.id;
    const auto changed = [key, earlier] {
        std::vector<std::string> ids{key};
        if (!earlier->id.empty() && earlier->id != key) {
            ids.push_back(earlier->id);
        }
        return ids;
    };
    push(
        tr("%1 as the best run").arg(runTitle(run->row)),
        [key, why = reason.toStdString(), earlier, changed](
            RunStore& store) -> base::Result<std::vector<std::string>> {
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
            if (auto done = store.chooseBest(key, why); !done) {
                return base::failure(done);
            }
            return changed();
        },
        [key, earlier, changed](RunStore& store) -> base::Result<std::vector<std::string>> {
            if (auto done =
                    store.chooseBest(earlier->id.empty() ? key : earlier->id, earlier->reason);
                !done) {
                return base::failure(done);
            }
            return changed();
        });
}

void RunsLibrary::askBin(std::function<void(qulonglong)> done)
{
    runInBackground<qulonglong>(
        m_writer, this,
        [folder = workspace()]() -> qulonglong {
            const auto store = RunStore::open(folder);
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
            auto store = RunStore::open(folder);
            if (!store) {
                return base::failure(store);
            }
            return (*store)->emptyBin();
        },
        [this](const Freed& freed) {
            m_state.announce(
                freed ? tr("Freed %1").arg(sizeText(*freed)) : sentenceOf(freed.error()),
                freed ? QStringLiteral("trash") : QStringLiteral("error"));
        });
}

void RunsLibrary::importMlflow(const QString& path)
{
    using Count = base::Result<int>;
    runInBackground<Count>(
        m_writer, this,
        [folder = workspace(), file = std::filesystem::path(path.toStdU16String())]() -> Count {
            const auto found = tracking::readMlflowRuns(file);
            if (!found) {
                return base::failure(found);
            }
            auto store = RunStore::open(folder);
            if (!store) {
                return base::failure(store);
            }
            for (const tracking::ImportedRun& run : found->runs) {
                if (auto saved = (*store)->saveImported(run.row, run.history); !saved) {
                    return saved;
                }
            }
            return static_cast<int>(found->runs.size());
        },
        [this](const Count& count) {
            m_state.announce(count ? tr("%n run(s) imported, read only", nullptr, *count)
                                   : sentenceOf(count.error()),
                count ? QStringLiteral("check") : QStringLiteral("error"));
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
            const auto store = RunStore::open(folder);
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

} // namespace negatoscope::ui
