#include "core/tracking/RunStoreSchema.h"

#include "core/tracking/Database.h"

#include <vector>

namespace negatoscope::tracking {

namespace {

/// step[i] leads from schema version i to i + 1. Never edited once released; only appended.
const std::vector<std::vector<const char*>>& migrationSteps()
{
    static const std::vector<std::vector<const char*>> kSteps{
        {
            "CREATE TABLE runs ("
            " id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL DEFAULT '',"
            " folder TEXT NOT NULL DEFAULT '', created_ms INTEGER NOT NULL,"
            " finished_ms INTEGER NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT 'failed',"
            " failure TEXT NOT NULL DEFAULT '', epochs INTEGER NOT NULL DEFAULT 0,"
            " best_epoch INTEGER NOT NULL DEFAULT -1, seconds REAL NOT NULL DEFAULT 0,"
            " data_fingerprint TEXT NOT NULL DEFAULT '', settings TEXT NOT NULL DEFAULT '{}',"
            " figures TEXT NOT NULL DEFAULT '{}', environment TEXT NOT NULL DEFAULT '{}',"
            " note TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '[]',"
            " starred INTEGER NOT NULL DEFAULT 0, best_reason TEXT NOT NULL DEFAULT '',"
            " test_looks INTEGER NOT NULL DEFAULT 0, parent TEXT NOT NULL DEFAULT '',"
            " relation TEXT NOT NULL DEFAULT '', deleted_ms INTEGER NOT NULL DEFAULT 0)",
            "CREATE TABLE epochs ("
            " run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, epoch INTEGER NOT NULL,"
            " finished_ms INTEGER NOT NULL, seconds REAL NOT NULL, metrics TEXT NOT NULL,"
            " PRIMARY KEY (run, epoch)) WITHOUT ROWID",
            // Numbers outlive their runs, so that "run 14" never means two things.
            "CREATE TABLE numbers (number INTEGER PRIMARY KEY)",
        },
        {
            // What every list shows has a column of its own: reading 10,000 rows parses nothing.
            "ALTER TABLE runs ADD COLUMN val_loss REAL",
            "ALTER TABLE runs ADD COLUMN val_accuracy REAL",
            "ALTER TABLE runs ADD COLUMN val_auc REAL",
            "UPDATE runs SET val_loss = json_extract(figures, '$.val_loss'),"
            " val_accuracy = json_extract(figures, '$.val_accuracy'),"
            " val_auc = json_extract(figures, '$.val_auc') WHERE json_valid(figures)",
            // Where a run came from that was not trained here: "MLflow: mlruns", and its own id.
            "ALTER TABLE runs ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
            // The outbox: what each server already has of each run.
            "CREATE TABLE mlflow_sync ("
            " run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, server TEXT NOT NULL,"
            " experiment TEXT NOT NULL, remote_run TEXT NOT NULL DEFAULT '',"
            " state TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '', updated_ms INTEGER NOT NULL,"
            " PRIMARY KEY (run, server, experiment)) WITHOUT ROWID",
        },
        {
            // Lowest, highest and last value of every metric: a table of many runs sorts by them
            // without reading the epochs.
            "ALTER TABLE runs ADD COLUMN extremes TEXT NOT NULL DEFAULT '{}'",
            "UPDATE runs SET extremes = coalesce((SELECT json_group_object(k, json_array(lo, hi,"
            " (SELECT json_extract(l.metrics, '$.\"' || k || '\"') FROM epochs l"
            "  WHERE l.run = runs.id AND json_valid(l.metrics)"
            "  AND json_extract(l.metrics, '$.\"' || k || '\"') IS NOT NULL"
            "  ORDER BY l.epoch DESC LIMIT 1)))"
            " FROM (SELECT j.key AS k, min(j.value) AS lo, max(j.value) AS hi FROM epochs e,"
            " json_each(CASE WHEN json_valid(e.metrics) THEN e.metrics ELSE '{}' END) j"
            " WHERE e.run = runs.id AND j.type IN ('real', 'integer') GROUP BY j.key)), '{}')",
        },
    };
    return kSteps;
}

base::Result<int> versionOf(const Database& database)
{
    auto query = database.run(QStringLiteral("PRAGMA user_version"));
    if (!query)
        return base::failure(query);
    return query->next() ? query->value(0).toInt() : 0;
}

} // namespace

base::Result<void> migrateRunStore(Database& database)
{
    const auto& steps = migrationSteps();
    // The usual case asks for no lock: a list is read while somebody writes.
    const auto known = versionOf(database);
    if (!known)
        return base::failure(known);
    if (*known == static_cast<int>(steps.size()))
        return {};
    Transaction transaction(database);
    if (auto begun = transaction.begin(); !begun)
        return begun;
    const auto current = versionOf(database); // somebody else may have been quicker
    if (!current)
        return base::failure(current);
    const int version = *current;
    if (version > static_cast<int>(steps.size())) {
        return base::failure(base::ErrorCode::UnsupportedFormat,
            "the runs were written by a newer Negatoscope", database.file().string(),
            "update the program or choose another workspace");
    }
    for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) {
        for (const char* statement : steps[step]) {
            if (auto done = database.run(QString::fromLatin1(statement)); !done)
                return base::failure(done);
        }
    }
    if (version < static_cast<int>(steps.size())) {
        auto stamped = database.run(QStringLiteral("PRAGMA user_version = %1").arg(steps.size()));
        if (!stamped)
            return base::failure(stamped);
    }
    return transaction.commit();
}

} // namespace negatoscope::tracking
