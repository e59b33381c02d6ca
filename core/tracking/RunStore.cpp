#include "core/tracking/RunStore.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/tracking/Database.h"
#include "core/tracking/RunStoreSchema.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace negatoscope::tracking {

using base::ErrorCode;
using base::failure;
using base::Result;

namespace {

constexpr const char* kColumns =
    "id, number, name, folder, created_ms, finished_ms, outcome, failure, epochs, best_epoch, "
    "seconds, data_fingerprint, settings, figures, note, tags, starred, best_reason, test_looks, "
    "parent, relation, deleted_ms, origin, extremes";

std::int64_t nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

training::OutcomeKind outcomeFromName(const std::string& name)
{
    using training::OutcomeKind;
    for (const OutcomeKind kind : {OutcomeKind::Completed, OutcomeKind::Stopped,
             OutcomeKind::Cancelled, OutcomeKind::Failed}) {
        if (name == training::outcomeName(kind))
            return kind;
    }
    return OutcomeKind::Failed;
}

Relation relationFromName(const std::string& name)
{
    for (const Relation relation :
        {Relation::ResumedFrom, Relation::ChallengerOf, Relation::SettingsOf}) {
        if (name == relationName(relation))
            return relation;
    }
    return Relation::None;
}

SyncState syncStateFromName(const std::string& name)
{
    for (const SyncState state : {SyncState::Uploading, SyncState::Synced, SyncState::Failed}) {
        if (name == syncStateName(state))
            return state;
    }
    return SyncState::Waiting;
}

nlohmann::json parsed(const std::string& text, nlohmann::json otherwise)
{
    nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
    return json.is_discarded() ? std::move(otherwise) : json;
}

std::map<std::string, double> numbersOf(const std::string& text)
{
    std::map<std::string, double> numbers;
    const nlohmann::json json = parsed(text, nlohmann::json::object());
    for (const auto& [name, value] : json.items()) {
        if (value.is_number())
            numbers[name] = value.get<double>();
    }
    return numbers;
}

std::map<std::string, MetricRange> rangesOf(const std::string& text)
{
    std::map<std::string, MetricRange> ranges;
    const nlohmann::json json = parsed(text, nlohmann::json::object());
    for (const auto& [name, value] : json.items()) {
        const bool whole = value.is_array() && value.size() == 3 &&
                           std::all_of(value.begin(), value.end(),
                               [](const nlohmann::json& part) { return part.is_number(); });
        if (whole)
            ranges[name] = {value[0].get<double>(), value[1].get<double>(), value[2].get<double>()};
    }
    return ranges;
}

/// As it is stored: {"val_loss": [lowest, highest, last]}.
nlohmann::json rangesJson(const std::vector<training::EpochRecord>& history)
{
    std::map<std::string, std::array<double, 3>> ranges;
    for (const training::EpochRecord& epoch : history) {
        for (const auto& [name, value] : epoch.metrics) {
            if (!std::isfinite(value))
                continue;
            auto& range = ranges.try_emplace(name, std::array{value, value, value}).first->second;
            range = {std::min(range[0], value), std::max(range[1], value), value};
        }
    }
    return ranges;
}

RunRow rowOf(const QSqlQuery& query)
{
    int column = 0;
    const auto next = [&] {
        return query.value(column++);
    };
    RunRow row;
    row.id = toStdString(next());
    row.number = next().toInt();
    row.name = toStdString(next());
    row.folder = toStdString(next());
    row.createdAtMs = next().toLongLong();
    row.finishedAtMs = next().toLongLong();
    row.outcome = outcomeFromName(toStdString(next()));
    row.failure = toStdString(next());
    row.epochs = next().toInt();
    row.bestEpoch = next().toInt();
    row.seconds = next().toDouble();
    row.dataFingerprint = toStdString(next());
    row.settings = parsed(toStdString(next()), nlohmann::json::object());
    row.figures = numbersOf(toStdString(next()));
    row.note = toStdString(next());
    const nlohmann::json tags = parsed(toStdString(next()), nlohmann::json::array());
    for (const auto& tag : tags) {
        if (tag.is_string())
            row.tags.push_back(tag.get<std::string>());
    }
    row.starred = next().toBool();
    row.bestReason = toStdString(next());
    row.testLooks = next().toInt();
    row.parent = toStdString(next());
    row.relation = relationFromName(toStdString(next()));
    row.deletedAtMs = next().toLongLong();
    row.origin = toStdString(next());
    row.ranges = rangesOf(toStdString(next()));
    return row;
}

/// "val_auc", "test_sensitivity", …: what the table of runs sorts by. Undefined figures are left
/// out.
nlohmann::json figuresOf(const training::RunRecord& run)
{
    nlohmann::json figures = nlohmann::json::object();
    if (run.bestEpoch >= 0) {
        for (const training::EpochRecord& epoch : run.history) {
            if (epoch.epoch != run.bestEpoch)
                continue;
            for (const auto& [name, value] : epoch.metrics) {
                if (std::isfinite(value))
                    figures[name] = value;
            }
        }
    }
    const auto add = [&](const char* prefix, const evaluation::Scores& scores) {
        if (scores.size() == 0)
            return;
        const nlohmann::json all = evaluation::evaluationJson(scores, 0.5);
        for (const auto& [name, value] : all.items()) {
            if (value.is_number() && name != "n" && name != "threshold")
                figures[prefix + name] = value;
        }
    };
    add("val_", run.validation);
    add("test_", run.test);
    if (run.stress) {
        figures["stress_auc"] = run.stress->auc;
        figures["stress_flips"] = run.stress->flips;
    }
    return figures;
}

/// A figure as a value of its column; null where it is undefined.
QVariant figureColumn(const nlohmann::json& figures, const char* name)
{
    const auto found = figures.find(name);
    return found == figures.end() ? QVariant() : QVariant(found->get<double>());
}

std::uint64_t bytesUnder(const std::filesystem::path& folder)
{
    std::uint64_t bytes = 0;
    if (folder.empty())
        return 0;
    std::error_code code;
    for (std::filesystem::recursive_directory_iterator it(folder, code), end; !code && it != end;
         it.increment(code)) {
        std::error_code ignored;
        if (it->is_regular_file(ignored))
            bytes += it->file_size(ignored);
    }
    return bytes;
}

} // namespace

struct RunStore::Private
{
    std::filesystem::path workspace;
    std::unique_ptr<Database> database;

    Result<void> update(const QString& assignment, const std::string& id, const QVariant& value)
    {
        auto query =
            database->run(QStringLiteral("UPDATE runs SET %1 WHERE id = ?").arg(assignment),
                {value, toQString(id)});
        if (!query)
            return failure(query);
        if (query->numRowsAffected() == 0)
            return failure(ErrorCode::NotFound, "there is no such run", id);
        return {};
    }

    /// A run's number is given once; a second save of the same run keeps it.
    Result<void> claimNumber(const std::string& id, std::int64_t createdMs)
    {
        auto inserted = database->run(
            QStringLiteral("INSERT INTO runs (id, number, created_ms) "
                           "VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM numbers), ?) "
                           "ON CONFLICT(id) DO NOTHING"),
            {toQString(id), QVariant::fromValue(createdMs)});
        if (!inserted)
            return failure(inserted);
        if (inserted->numRowsAffected() == 0)
            return {};
        return database
            ->run(QStringLiteral("INSERT INTO numbers SELECT number FROM runs WHERE id = ?"),
                {toQString(id)})
            .map([](const QSqlQuery&) {});
    }

    Result<void> storeEpochs(
        const std::string& id, const std::vector<training::EpochRecord>& history)
    {
        for (const training::EpochRecord& epoch : history) {
            auto stored = database->run(
                QStringLiteral(
                    "INSERT OR REPLACE INTO epochs (run, epoch, finished_ms, seconds, metrics) "
                    "VALUES (?, ?, ?, ?, ?)"),
                {toQString(id), epoch.epoch, QVariant::fromValue(epoch.finishedAtMs), epoch.seconds,
                    toQString(nlohmann::json(epoch.metrics).dump())});
            if (!stored)
                return failure(stored);
        }
        return {};
    }

    Result<int> commitNumber(Transaction& transaction, const std::string& id)
    {
        auto number =
            database->run(QStringLiteral("SELECT number FROM runs WHERE id = ?"), {toQString(id)});
        if (!number)
            return failure(number);
        const int value = number->next() ? number->value(0).toInt() : 0;
        number->finish();
        if (auto done = transaction.commit(); !done)
            return failure(done);
        return value;
    }

    Result<std::vector<RunRow>> select(
        const QString& condition, std::initializer_list<QVariant> values = {}) const
    {
        auto query = database->run(QStringLiteral("SELECT %1 FROM runs %2 ORDER BY number DESC")
                                       .arg(QString::fromLatin1(kColumns), condition),
            values);
        if (!query)
            return failure(query);
        std::vector<RunRow> rows;
        while (query->next())
            rows.push_back(rowOf(*query));
        return rows;
    }

    Result<std::vector<SyncRecord>> selectSyncs(
        const QString& condition, std::initializer_list<QVariant> values = {}) const
    {
        auto query = database->run(QStringLiteral("SELECT run, server, experiment, remote_run, "
                                                  "state, detail, updated_ms FROM mlflow_sync %1")
                                       .arg(condition),
            values);
        if (!query)
            return failure(query);
        std::vector<SyncRecord> records;
        while (query->next())
            records.push_back({toStdString(query->value(0)), toStdString(query->value(1)),
                toStdString(query->value(2)), toStdString(query->value(3)),
                syncStateFromName(toStdString(query->value(4))), toStdString(query->value(5)),
                query->value(6).toLongLong()});
        return records;
    }
};

const char* syncStateName(SyncState state)
{
    switch (state) {
    case SyncState::Waiting:
        return "waiting";
    case SyncState::Uploading:
        return "uploading";
    case SyncState::Synced:
        return "synced";
    case SyncState::Failed:
        return "failed";
    }
    return "";
}

const char* relationName(Relation relation)
{
    switch (relation) {
    case Relation::None:
        return "";
    case Relation::ResumedFrom:
        return "resumed_from";
    case Relation::ChallengerOf:
        return "challenger_of";
    case Relation::SettingsOf:
        return "settings_of";
    }
    return "";
}

RunStore::RunStore(std::unique_ptr<Private> d)
    : m_private(std::move(d))
{}

RunStore::~RunStore() = default;

Result<std::unique_ptr<RunStore>> RunStore::open(const std::filesystem::path& workspace)
{
    if (auto made = base::makeFolder(workspace / "runs"); !made)
        return failure(made);
    auto database = Database::open(workspace / "runs.sqlite");
    if (!database)
        return failure(database);
    if (auto migrated = migrateRunStore(**database); !migrated)
        return failure(migrated);
    auto d = std::make_unique<Private>();
    std::error_code code;
    d->workspace = std::filesystem::absolute(workspace, code).lexically_normal();
    d->database = std::move(*database);
    return std::unique_ptr<RunStore>(new RunStore(std::move(d)));
}

std::filesystem::path RunStore::folderFor(const std::string& id) const
{
    return m_private->workspace / "runs" / id;
}

Result<int> RunStore::save(const training::RunRecord& run)
{
    Database& database = *m_private->database;
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return failure(begun);
    const std::int64_t finished = run.history.empty() ? nowMs() : run.history.back().finishedAtMs;
    const auto created = finished - static_cast<std::int64_t>(run.seconds.total * 1000.0);
    if (auto claimed = m_private->claimNumber(run.id, created); !claimed)
        return failure(claimed);
    const nlohmann::json figures = figuresOf(run);
    auto updated = database.run(
        QStringLiteral(
            "UPDATE runs SET name = CASE WHEN name = '' THEN ? ELSE name END, folder = ?, "
            "finished_ms = ?, outcome = ?, failure = ?, epochs = ?, best_epoch = ?, seconds = ?, "
            "data_fingerprint = ?, settings = ?, figures = ?, environment = ?, val_loss = ?, "
            "val_accuracy = ?, val_auc = ?, extremes = ? WHERE id = ?"),
        {toQString(run.name), toQString(run.folder.string()), QVariant::fromValue(finished),
            QString::fromLatin1(training::outcomeName(run.outcome)),
            run.error ? toQString(base::toSentence(*run.error)) : QStringLiteral(""),
            static_cast<int>(run.history.size()), run.bestEpoch, run.seconds.total,
            toQString(run.dataFingerprint), toQString(flatSettings(run.config).dump()),
            toQString(figures.dump()), toQString(run.environment.dump()),
            figureColumn(figures, "val_loss"), figureColumn(figures, "val_accuracy"),
            figureColumn(figures, "val_auc"), toQString(rangesJson(run.history).dump()),
            toQString(run.id)});
    if (!updated)
        return failure(updated);
    if (auto stored = m_private->storeEpochs(run.id, run.history); !stored)
        return failure(stored);
    return m_private->commitNumber(transaction, run.id);
}

Result<int> RunStore::saveImported(
    const RunRow& row, const std::vector<training::EpochRecord>& history)
{
    Transaction transaction(*m_private->database);
    if (auto begun = transaction.begin(); !begun)
        return failure(begun);
    if (auto claimed = m_private->claimNumber(row.id, row.createdAtMs); !claimed)
        return failure(claimed);
    const nlohmann::json figures = row.figures;
    auto updated = m_private->database->run(
        QStringLiteral("UPDATE runs SET name = CASE WHEN name = '' THEN ? ELSE name END, "
                       "finished_ms = ?, outcome = ?, epochs = ?, best_epoch = ?, seconds = ?, "
                       "settings = ?, figures = ?, val_loss = ?, val_accuracy = ?, val_auc = ?, "
                       "note = CASE WHEN note = '' THEN ? ELSE note END, origin = ?, extremes = ? "
                       "WHERE id = ?"),
        {toQString(row.name), QVariant::fromValue(row.finishedAtMs),
            QString::fromLatin1(training::outcomeName(row.outcome)), row.epochs, row.bestEpoch,
            row.seconds, toQString(row.settings.dump()), toQString(figures.dump()),
            figureColumn(figures, "val_loss"), figureColumn(figures, "val_accuracy"),
            figureColumn(figures, "val_auc"), toQString(row.note), toQString(row.origin),
            toQString(rangesJson(history).dump()), toQString(row.id)});
    if (!updated)
        return failure(updated);
    if (auto stored = m_private->storeEpochs(row.id, history); !stored)
        return failure(stored);
    return m_private->commitNumber(transaction, row.id);
}

Result<std::vector<RunRow>> RunStore::list(const ListOptions& options) const
{
    auto rows =
        m_private->select(options.withBin ? QString() : QStringLiteral("WHERE deleted_ms = 0"));
    if (!rows || options.search.empty())
        return rows;
    const QString wanted = toQString(options.search);
    const auto holds = [&](const std::string& text) {
        return toQString(text).contains(wanted, Qt::CaseInsensitive);
    };
    std::erase_if(*rows, [&](const RunRow& row) {
        return !holds(row.name) && !holds(row.note) && !holds(row.id) &&
               std::none_of(row.tags.begin(), row.tags.end(), holds);
    });
    return rows;
}

Result<std::vector<RunSummary>> RunStore::summaries() const
{
    auto query = m_private->database->run(QStringLiteral(
        "SELECT id, number, name, finished_ms, outcome, epochs, seconds, val_loss, val_accuracy, "
        "val_auc, starred + 2 * (best_reason <> '') + 4 * (origin <> '') "
        "FROM runs WHERE deleted_ms = 0 ORDER BY number DESC"));
    if (!query)
        return failure(query);
    const auto figure = [&query](int column) {
        const QVariant value = query->value(column);
        return value.isNull() ? std::nullopt : std::optional(value.toDouble());
    };
    std::vector<RunSummary> rows;
    while (query->next()) {
        const int flags = query->value(10).toInt();
        rows.push_back(
            {toStdString(query->value(0)), query->value(1).toInt(), toStdString(query->value(2)),
                query->value(3).toLongLong(), outcomeFromName(toStdString(query->value(4))),
                query->value(5).toInt(), query->value(6).toDouble(), figure(7), figure(8),
                figure(9), (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0});
    }
    return rows;
}

Result<std::vector<RunRow>> RunStore::details(const std::vector<std::string>& ids) const
{
    std::vector<RunRow> rows;
    for (const std::string& id : ids) {
        auto found = m_private->select(QStringLiteral("WHERE id = ?"), {toQString(id)});
        if (!found)
            return found;
        if (!found->empty())
            rows.push_back(std::move(found->front()));
    }
    return rows;
}

Result<RunRow> RunStore::find(const std::string& key) const
{
    const QString text = toQString(key);
    auto rows = m_private->select(
        QStringLiteral("WHERE id = ? OR name = ? OR CAST(number AS TEXT) = ?"), {text, text, text});
    if (rows && rows->empty() && key.size() >= 4)
        rows =
            m_private->select(QStringLiteral("WHERE substr(id, 1, length(?)) = ?"), {text, text});
    if (!rows)
        return failure(rows);
    if (rows->size() == 1)
        return std::move(rows->front());
    if (rows->size() > 1) {
        return failure(ErrorCode::InvalidUsage,
            std::to_string(rows->size()) + " runs are called this way", key,
            "give the run's number or its whole id");
    }
    return failure(ErrorCode::NotFound, "there is no such run", key, "see 'runs list'");
}

Result<training::RunRecord> RunStore::load(const std::string& key) const
{
    auto row = find(key);
    if (!row)
        return failure(row);
    if (row->folder.empty())
        return failure(ErrorCode::NotFound, "the run was not trained here, only its figures are",
            row->name, "choose a run of this computer");
    auto run = training::readRun(row->folder);
    if (run)
        run->name = row->name; // it may have been renamed
    return run;
}

Result<std::vector<training::EpochRecord>> RunStore::history(const std::string& id) const
{
    auto query = m_private->database->run(
        QStringLiteral(
            "SELECT epoch, finished_ms, seconds, metrics FROM epochs WHERE run = ? ORDER BY epoch"),
        {toQString(id)});
    if (!query)
        return failure(query);
    std::vector<training::EpochRecord> epochs;
    while (query->next()) {
        training::EpochRecord epoch;
        epoch.epoch = query->value(0).toInt();
        epoch.finishedAtMs = query->value(1).toLongLong();
        epoch.seconds = query->value(2).toDouble();
        epoch.metrics = numbersOf(toStdString(query->value(3)));
        epochs.push_back(std::move(epoch));
    }
    return epochs;
}

Result<void> RunStore::rename(const std::string& id, const std::string& name)
{
    return m_private->update(QStringLiteral("name = ?"), id, toQString(name));
}

Result<void> RunStore::setNote(const std::string& id, const std::string& note)
{
    return m_private->update(QStringLiteral("note = ?"), id, toQString(note));
}

Result<void> RunStore::setTags(const std::string& id, const std::vector<std::string>& tags)
{
    return m_private->update(
        QStringLiteral("tags = ?"), id, toQString(nlohmann::json(tags).dump()));
}

Result<void> RunStore::setStarred(const std::string& id, bool starred)
{
    return m_private->update(QStringLiteral("starred = ?"), id, starred);
}

Result<void> RunStore::setLineage(
    const std::string& id, const std::string& parent, Relation relation)
{
    Transaction transaction(*m_private->database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    if (auto set = m_private->update(QStringLiteral("parent = ?"), id, toQString(parent)); !set)
        return set;
    if (auto set = m_private->update(
            QStringLiteral("relation = ?"), id, QString::fromLatin1(relationName(relation)));
        !set)
        return set;
    return transaction.commit();
}

Result<void> RunStore::chooseBest(const std::string& id, const std::string& reason)
{
    Transaction transaction(*m_private->database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    auto cleared = m_private->database->run(QStringLiteral("UPDATE runs SET best_reason = ''"));
    if (!cleared)
        return failure(cleared);
    if (auto set = m_private->update(QStringLiteral("best_reason = ?"), id, toQString(reason));
        !set)
        return set;
    return transaction.commit();
}

Result<int> RunStore::countTestLook(const std::string& id)
{
    if (auto counted = m_private->update(QStringLiteral("test_looks = test_looks + ?"), id, 1);
        !counted)
        return failure(counted);
    return find(id).map([](const RunRow& row) { return row.testLooks; });
}

Result<void> RunStore::remove(const std::string& id)
{
    return m_private->update(QStringLiteral("deleted_ms = ?"), id, QVariant::fromValue(nowMs()));
}

Result<void> RunStore::restore(const std::string& id)
{
    return m_private->update(QStringLiteral("deleted_ms = ?"), id, 0);
}

Result<std::uint64_t> RunStore::bytesOf(const std::string& id) const
{
    return find(id).map([](const RunRow& row) { return bytesUnder(row.folder); });
}

Result<std::uint64_t> RunStore::bytesInBin() const
{
    auto rows = m_private->select(QStringLiteral("WHERE deleted_ms > 0"));
    if (!rows)
        return failure(rows);
    std::uint64_t bytes = 0;
    for (const RunRow& row : *rows)
        bytes += bytesUnder(row.folder);
    return bytes;
}

Result<std::uint64_t> RunStore::emptyBin()
{
    auto rows = m_private->select(QStringLiteral("WHERE deleted_ms > 0"));
    if (!rows)
        return failure(rows);
    std::uint64_t freed = 0;
    for (const RunRow& row : *rows) {
        const std::uint64_t bytes = bytesUnder(row.folder);
        // Only folders of this workspace are ours to delete; an `--out` elsewhere stays.
        std::error_code code;
        if (row.folder.lexically_normal() == folderFor(row.id)) {
            std::filesystem::remove_all(row.folder, code);
            if (code)
                return failure(ErrorCode::PermissionDenied, "a run's folder cannot be deleted",
                    row.folder.string(), "check the permissions");
            freed += bytes;
        }
        auto deleted = m_private->database->run(
            QStringLiteral("DELETE FROM runs WHERE id = ?"), {toQString(row.id)});
        if (!deleted)
            return failure(deleted);
    }
    return freed;
}

Result<void> RunStore::setSync(const SyncRecord& record)
{
    return m_private->database
        ->run(QStringLiteral("INSERT OR REPLACE INTO mlflow_sync "
                             "(run, server, experiment, remote_run, state, detail, updated_ms) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?)"),
            {toQString(record.run), toQString(record.server), toQString(record.experiment),
                toQString(record.remoteRun), QString::fromLatin1(syncStateName(record.state)),
                toQString(record.detail), QVariant::fromValue(nowMs())})
        .map([](const QSqlQuery&) {});
}

Result<std::vector<SyncRecord>> RunStore::syncs() const
{
    return m_private->selectSyncs({});
}

Result<std::optional<SyncRecord>> RunStore::sync(
    const std::string& run, const std::string& server, const std::string& experiment) const
{
    auto found =
        m_private->selectSyncs(QStringLiteral("WHERE run = ? AND server = ? AND experiment = ?"),
            {toQString(run), toQString(server), toQString(experiment)});
    if (!found)
        return failure(found);
    if (found->empty())
        return std::optional<SyncRecord>();
    return std::optional(std::move(found->front()));
}

Result<int> enterRun(const std::filesystem::path& workspace, const training::RunRecord& run)
{
    auto store = RunStore::open(workspace);
    if (!store)
        return failure(store);
    return (*store)->save(run);
}

} // namespace negatoscope::tracking
