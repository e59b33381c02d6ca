#include "core/tracking/MlflowImport.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/model/ConfigSchema.h"
#include "core/tracking/Database.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <set>
#include <sstream>

namespace negatoscope::tracking {

namespace {

using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr std::size_t kMostRuns = 100'000;

struct Point
{
    std::int64_t timestampMs = 0;
    double value = 0.0;
    std::int64_t step = 0;
};

/// A run as MLflow keeps it, wherever.
struct RawRun
{
    std::string id;
    std::string name;
    std::string experiment;
    std::string status;
    std::int64_t startMs = 0;
    std::int64_t endMs = 0;
    std::map<std::string, std::string> params;
    std::map<std::string, std::string> tags;
    std::map<std::string, std::vector<Point>> metrics;
};

/// Keras' name of a metric that Lightning and others call otherwise.
std::string kerasName(const std::string& name)
{
    static const std::map<std::string, std::string> kNames{{"train_loss", "loss"},
        {"train_acc", "accuracy"}, {"train_accuracy", "accuracy"}, {"acc", "accuracy"},
        {"val_acc", "val_accuracy"}, {"validation_loss", "val_loss"},
        {"validation_accuracy", "val_accuracy"}, {"lr", "learning_rate"}, {"train_auc", "auc"}};
    const auto found = kNames.find(name);
    return found == kNames.end() ? name : found->second;
}

bool isNumber(const std::string& text)
{
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

/// As it would stand in a notebook: words are quoted, literals are not.
std::string asLiteral(const std::string& text)
{
    const bool literal = isNumber(text) || text == "True" || text == "False" || text == "None" ||
                         text == "true" || text == "false" || text == "null" ||
                         text.starts_with('[') || text.starts_with('(') || text.starts_with('{');
    if (text == "true" || text == "false")
        return text == "true" ? "True" : "False";
    if (text == "null")
        return "None";
    if (literal)
        return text;
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return quoted + "'";
}

json typedValue(const std::string& text)
{
    if (text == "True" || text == "true")
        return true;
    if (text == "False" || text == "false")
        return false;
    if (text == "None" || text == "null")
        return nullptr;
    const json parsed = json::parse(text, nullptr, false);
    return parsed.is_discarded() ? json(text) : parsed;
}

/// JSON's words as Python's, outside of strings.
std::string pythonLayers(const std::string& text)
{
    const json parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded())
        return text;
    std::string python;
    bool inside = false;
    const std::string dump = parsed.dump();
    for (std::size_t i = 0; i < dump.size(); ++i) {
        if (dump[i] == '"' && (i == 0 || dump[i - 1] != '\\'))
            inside = !inside;
        const auto word = [&](const char* theirs, const char* ours) {
            const std::string_view wanted(theirs);
            if (inside || dump.compare(i, wanted.size(), wanted) != 0)
                return false;
            python += ours;
            i += wanted.size() - 1;
            return true;
        };
        if (!word("true", "True") && !word("false", "False") && !word("null", "None"))
            python += dump[i];
    }
    return python;
}

/// Settings like ours when the parameters are a notebook's dictionary, else the parameters.
json settingsOf(const RawRun& run)
{
    std::string text = "params = {";
    for (const model::ParameterRow& row : model::parameterRows()) {
        const auto found = run.params.find(row.key);
        if (found != run.params.end() && !found->second.empty())
            text += "'" + row.key + "': " + asLiteral(found->second) + ", ";
    }
    if (const auto rate = run.params.find("opt_learning_rate");
        rate != run.params.end() && !run.params.contains("learning_rate"))
        text += "'learning_rate': " + asLiteral(rate->second) + ", ";
    text += "}\n";
    if (const auto layers = run.params.find("added_layers"); layers != run.params.end())
        text += "added_layers = " + pythonLayers(layers->second) + "\n";
    if (run.params.contains("added_layers"))
        if (const auto config = model::configFromText(text))
            return flatSettings(*config);
    json settings = json::object();
    for (const auto& [key, value] : run.params)
        settings[key] = typedValue(value);
    return settings;
}

training::OutcomeKind outcomeOf(const std::string& status)
{
    if (status == "FINISHED" || status == "3")
        return training::OutcomeKind::Completed;
    if (status == "KILLED" || status == "5" || status == "RUNNING" || status == "1")
        return training::OutcomeKind::Stopped;
    return training::OutcomeKind::Failed;
}

std::vector<training::EpochRecord> historyOf(const RawRun& run)
{
    // Only what was logged for several epochs is a curve; single figures are added to the last.
    std::map<std::int64_t, training::EpochRecord> epochs;
    for (const auto& [name, points] : run.metrics) {
        // A figure that is there under Keras' name as well: MLflow's callback logs each validation
        // once more as "validation_loss", always at step 0.
        const bool isTold = kerasName(name) != name && run.metrics.count(kerasName(name)) > 0;
        if (name.starts_with("system/") || isTold)
            continue;
        for (const Point& point : points) {
            training::EpochRecord& epoch = epochs[point.step];
            epoch.metrics[kerasName(name)] = point.value;
            epoch.finishedAtMs = std::max(epoch.finishedAtMs, point.timestampMs);
        }
    }
    std::vector<training::EpochRecord> history;
    std::int64_t before = run.startMs;
    for (auto& [step, epoch] : epochs) {
        epoch.epoch = static_cast<int>(history.size());
        epoch.seconds =
            static_cast<double>(std::max<std::int64_t>(0, epoch.finishedAtMs - before)) / 1000.0;
        before = epoch.finishedAtMs;
        history.push_back(std::move(epoch));
    }
    return history;
}

int bestEpochOf(const std::vector<training::EpochRecord>& history)
{
    int best = static_cast<int>(history.size()) - 1;
    double lowest = std::numeric_limits<double>::infinity();
    for (const training::EpochRecord& epoch : history) {
        const auto loss = epoch.metrics.find("val_loss");
        if (loss != epoch.metrics.end() && loss->second < lowest) {
            lowest = loss->second;
            best = epoch.epoch;
        }
    }
    return best;
}

ImportedRun importedOf(const RawRun& raw, const std::string& origin)
{
    ImportedRun run;
    run.history = historyOf(raw);
    RunRow& row = run.row;
    row.id = raw.id;
    row.name = base::printable(raw.name);
    row.origin = origin + (raw.experiment.empty() ? "" : ", " + base::printable(raw.experiment));
    row.createdAtMs = raw.startMs;
    row.finishedAtMs = raw.endMs;
    row.outcome = outcomeOf(raw.status);
    row.seconds =
        raw.endMs > raw.startMs ? static_cast<double>(raw.endMs - raw.startMs) / 1000.0 : 0.0;
    row.epochs = static_cast<int>(run.history.size());
    row.bestEpoch = bestEpochOf(run.history);
    row.settings = settingsOf(raw);
    if (row.bestEpoch >= 0)
        for (const auto& [name, value] :
            run.history[static_cast<std::size_t>(row.bestEpoch)].metrics)
            if (std::isfinite(value))
                row.figures[name] = value;
    if (const auto note = raw.tags.find("mlflow.note.content"); note != raw.tags.end())
        row.note = base::printable(note->second);
    return run;
}

// --- mlruns ------------------------------------------------------------------------------------

/// "key: value" lines of the flat meta.yaml files that MLflow writes.
std::map<std::string, std::string> readMeta(const std::filesystem::path& file)
{
    std::map<std::string, std::string> values;
    const auto text = base::readTextFile(file, 1U << 20);
    if (!text)
        return values;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        const auto colon = line.find(": ");
        if (colon == std::string::npos || line.starts_with(' '))
            continue;
        std::string value = line.substr(colon + 2);
        if (value.size() >= 2 && (value.front() == '\'' || value.front() == '"') &&
            value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        for (auto at = value.find("''"); at != std::string::npos; at = value.find("''", at + 1))
            value.erase(at, 1);
        values[line.substr(0, colon)] = value;
    }
    return values;
}

std::int64_t integerOf(const std::string& text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

double realOf(const std::string& text)
{
    double value = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Files below a folder with their contents; the name is the path below it ("val/loss").
std::map<std::string, std::string> readKeys(const std::filesystem::path& folder)
{
    constexpr std::uint64_t kLargest = 64U << 20;
    std::map<std::string, std::string> keys;
    std::error_code code;
    for (std::filesystem::recursive_directory_iterator it(folder, code), end; !code && it != end;
         it.increment(code)) {
        std::error_code ignored;
        if (!it->is_regular_file(ignored))
            continue;
        if (const auto text = base::readTextFile(it->path(), kLargest))
            keys[it->path().lexically_relative(folder).generic_string()] = *text;
    }
    return keys;
}

RawRun readRunFolder(const std::filesystem::path& folder, const std::string& experiment)
{
    auto meta = readMeta(folder / "meta.yaml");
    RawRun run;
    run.id = folder.filename().string();
    run.experiment = experiment;
    run.name = meta["run_name"];
    run.status = meta["status"];
    run.startMs = integerOf(meta["start_time"]);
    run.endMs = integerOf(meta["end_time"]);
    run.params = readKeys(folder / "params");
    run.tags = readKeys(folder / "tags");
    if (run.name.empty())
        run.name = run.tags["mlflow.runName"];
    for (const auto& [name, text] : readKeys(folder / "metrics")) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string time, value, step;
            if (words >> time >> value) {
                words >> step;
                run.metrics[name].push_back({integerOf(time), realOf(value), integerOf(step)});
            }
        }
    }
    return run;
}

Result<ImportedRuns> readFolder(const std::filesystem::path& root)
{
    ImportedRuns all;
    std::error_code code;
    bool anyExperiment = false;
    for (const auto& experiment : std::filesystem::directory_iterator(root, code)) {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(experiment.path() / "meta.yaml", ignored))
            continue;
        anyExperiment = true;
        const std::string name = readMeta(experiment.path() / "meta.yaml")["name"];
        for (const auto& run : std::filesystem::directory_iterator(experiment.path(), ignored)) {
            auto meta = readMeta(run.path() / "meta.yaml");
            if (meta.empty() || !meta.contains("run_id"))
                continue;
            if (meta["lifecycle_stage"] == "deleted") {
                all.notes.push_back("a deleted run was left out: " + meta["run_name"]);
                continue;
            }
            if (all.runs.size() >= kMostRuns)
                return base::failure(ErrorCode::TooLarge, "there are too many runs", root.string());
            all.runs.push_back(
                importedOf(readRunFolder(run.path(), name), "MLflow: " + root.filename().string()));
        }
    }
    if (code)
        return base::failure(ErrorCode::PermissionDenied, "the folder cannot be read",
            root.string(), "check the permissions");
    if (!anyExperiment)
        return base::failure(ErrorCode::UnsupportedFormat, "this is no mlruns folder",
            root.string(), "choose the folder that holds the experiments' folders");
    return all;
}

// --- mlflow.db ---------------------------------------------------------------------------------

Result<void> readTable(const Database& database, const QString& statement,
    const std::function<void(const QSqlQuery&)>& use)
{
    auto query = database.run(statement);
    if (!query)
        return base::failure(query);
    while (query->next())
        use(*query);
    return {};
}

Result<ImportedRuns> readDatabase(const std::filesystem::path& file)
{
    const auto database = Database::openReadOnly(file);
    if (!database)
        return base::failure(database);
    std::map<std::string, RawRun> runs;
    const auto runOf = [&runs](const QSqlQuery& query, int column) -> RawRun* {
        const auto found = runs.find(toStdString(query.value(column)));
        return found == runs.end() ? nullptr : &found->second;
    };
    auto read = readTable(**database,
        QStringLiteral("SELECT r.run_uuid, r.name, r.status, r.start_time, r.end_time, e.name "
                       "FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id "
                       "WHERE r.lifecycle_stage = 'active'"),
        [&runs](const QSqlQuery& query) {
            if (runs.size() >= kMostRuns)
                return;
            RawRun run;
            run.id = toStdString(query.value(0));
            run.name = toStdString(query.value(1));
            run.status = toStdString(query.value(2));
            run.startMs = query.value(3).toLongLong();
            run.endMs = query.value(4).toLongLong();
            run.experiment = toStdString(query.value(5));
            runs[run.id] = std::move(run);
        });
    if (!read)
        return base::failure(ErrorCode::UnsupportedFormat, "this is no database of MLflow's runs",
            file.string(), "choose the mlflow.db that 'mlflow server' or 'mlflow ui' wrote");
    using Pairs = std::map<std::string, std::string> RawRun::*;
    for (const auto& [table, pairs] : {std::pair<const char*, Pairs>{"params", &RawRun::params},
             std::pair<const char*, Pairs>{"tags", &RawRun::tags}}) {
        read = readTable(**database,
            QStringLiteral("SELECT run_uuid, key, value FROM %1").arg(QLatin1String(table)),
            [&runOf, pairs = pairs](const QSqlQuery& query) {
                if (RawRun* run = runOf(query, 0))
                    (run->*pairs)[toStdString(query.value(1))] = toStdString(query.value(2));
            });
        if (!read)
            return base::failure(read);
    }
    read = readTable(**database,
        QStringLiteral("SELECT run_uuid, key, timestamp, value, step, is_nan FROM metrics "
                       "ORDER BY timestamp, step"),
        [&runOf](const QSqlQuery& query) {
            if (RawRun* run = runOf(query, 0))
                run->metrics[toStdString(query.value(1))].push_back({query.value(2).toLongLong(),
                    query.value(5).toBool() ? std::numeric_limits<double>::quiet_NaN()
                                            : query.value(3).toDouble(),
                    query.value(4).toLongLong()});
        });
    if (!read)
        return base::failure(read);
    ImportedRuns all;
    for (const auto& [id, run] : runs)
        all.runs.push_back(importedOf(run, "MLflow: " + file.filename().string()));
    return all;
}

} // namespace

base::Result<ImportedRuns> readMlflowRuns(const std::filesystem::path& path)
{
    try {
        std::error_code code;
        if (!std::filesystem::exists(path, code))
            return base::failure(ErrorCode::NotFound, "there is no such file or folder",
                path.string(), "check the path");
        auto all =
            std::filesystem::is_directory(path, code) ? readFolder(path) : readDatabase(path);
        if (all)
            std::sort(
                all->runs.begin(), all->runs.end(), [](const ImportedRun& a, const ImportedRun& b) {
                    return a.row.createdAtMs < b.row.createdAtMs;
                });
        return all;
    } catch (const std::exception& error) {
        return base::failure(ErrorCode::CorruptFile,
            std::string("the runs cannot be read: ") + error.what(), path.string());
    }
}

} // namespace negatoscope::tracking
