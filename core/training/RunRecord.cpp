#include "core/training/RunRecord.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/base/Csv.h"
#include "core/training/NumpyFile.h"
#include "core/training/RunFiles.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace negatoscope::training {

namespace {

using base::parseCsv;
using nlohmann::json;

constexpr int kSchemaVersion = 1;
constexpr const char* kRunning = "running";
constexpr std::array kOutcomes{
    OutcomeKind::Completed, OutcomeKind::Stopped, OutcomeKind::Cancelled, OutcomeKind::Failed};

std::string dumped(const json& value)
{
    return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

/// Shortest text that reads back as the same number.
std::string exactNumber(double value)
{
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

double numberIn(const std::string& text)
{
    double value = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

json numberOrNull(double value)
{
    return std::isfinite(value) ? json(value) : json(nullptr);
}

std::string historyText(const RunRecord& run)
{
    std::set<std::string> names;
    for (const EpochRecord& epoch : run.history)
        for (const auto& [name, value] : epoch.metrics)
            names.insert(name);
    std::string text = "epoch";
    for (const std::string& name : names)
        text += "," + base::csvField(name);
    text += ",seconds,finished_at_ms\n";
    for (const EpochRecord& epoch : run.history) {
        text += std::to_string(epoch.epoch);
        for (const std::string& name : names) {
            const auto found = epoch.metrics.find(name);
            text += "," + (found == epoch.metrics.end() ? "" : exactNumber(found->second));
        }
        text += "," + exactNumber(epoch.seconds) + "," + std::to_string(epoch.finishedAtMs) + "\n";
    }
    return text;
}

base::Result<std::vector<EpochRecord>> readHistory(const std::filesystem::path& path)
{
    const auto text = base::readTextFile(path);
    if (!text)
        return base::failure(text);
    const auto rows = parseCsv(*text);
    std::vector<EpochRecord> history;
    for (std::size_t r = 1; r < rows.size(); ++r) {
        if (rows[r].size() != rows.front().size() || rows[r].size() < 3)
            return base::failure(base::ErrorCode::CorruptFile,
                "line " + std::to_string(r + 1) + " has another number of fields", path.string());
        EpochRecord epoch;
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            const std::string& name = rows.front()[c];
            const std::string& field = rows[r][c];
            if (name == "epoch")
                epoch.epoch = static_cast<int>(numberIn(field));
            else if (name == "seconds")
                epoch.seconds = numberIn(field);
            else if (name == "finished_at_ms")
                epoch.finishedAtMs = static_cast<std::int64_t>(numberIn(field));
            else if (!field.empty())
                epoch.metrics[name] = numberIn(field);
        }
        history.push_back(std::move(epoch));
    }
    return history;
}

std::string batchesText(const RunRecord& run)
{
    std::string text = "epoch,batch,loss,accuracy\n";
    for (const BatchRecord& batch : run.batches)
        text += std::to_string(batch.epoch) + "," + std::to_string(batch.batch) + "," +
                exactNumber(batch.loss) + "," + exactNumber(batch.accuracy) + "\n";
    return text;
}

void readBatches(const std::filesystem::path& path, RunRecord& run)
{
    const auto text = base::readTextFile(path);
    if (!text)
        return; // only for drawing; a run without it is whole
    const auto rows = parseCsv(*text);
    for (std::size_t r = 1; r < rows.size(); ++r) {
        if (rows[r].size() == 4)
            run.batches.push_back(
                {static_cast<int>(numberIn(rows[r][0])), static_cast<int>(numberIn(rows[r][1])),
                    numberIn(rows[r][2]), numberIn(rows[r][3])});
    }
}

/// Validation films first, then test films: the order of scores.npy and test_scores.npy.
std::string filmsText(const RunRecord& run)
{
    std::string text = "split,film,label,class,patient,kind\n";
    const auto append = [&text](const char* split, const evaluation::Scores& scores) {
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const int label = scores.labels[i];
            text += std::string(split) + "," + base::csvField(scores.films[i]) + "," +
                    std::to_string(label) + "," +
                    base::csvField(scores.classNames[static_cast<std::size_t>(label)]) + "," +
                    base::csvField(i < scores.patients.size() ? scores.patients[i] : "") + "," +
                    base::csvField(i < scores.kinds.size() ? scores.kinds[i] : "") + "\n";
        }
    };
    append("val", run.validation);
    append("test", run.test);
    return text;
}

base::Result<void> readFilms(const std::filesystem::path& path, RunRecord& run)
{
    const auto text = base::readTextFile(path);
    if (!text)
        return base::failure(text);
    const auto rows = parseCsv(*text);
    const auto classCount = static_cast<int>(run.validation.classNames.size());
    for (std::size_t r = 1; r < rows.size(); ++r) {
        const std::vector<std::string>& row = rows[r];
        const int label = row.size() == 6 ? static_cast<int>(numberIn(row[2])) : -1;
        if (label < 0 || label >= classCount)
            return base::failure(base::ErrorCode::CorruptFile,
                "line " + std::to_string(r + 1) + " is not a film with a class", path.string());
        evaluation::Scores& scores = row[0] == "val" ? run.validation : run.test;
        scores.films.push_back(row[1]);
        scores.labels.push_back(label);
        scores.patients.push_back(row[4]);
        scores.kinds.push_back(row[5]);
    }
    return {};
}

base::Result<void> writeScores(const RunRecord& run, const std::filesystem::path& folder)
{
    NumpyArray epochs;
    epochs.shape = {static_cast<std::int64_t>(run.validationLogits.size()),
        static_cast<std::int64_t>(run.validation.size()),
        static_cast<std::int64_t>(run.validation.classCount())};
    for (const std::vector<float>& logits : run.validationLogits)
        epochs.values.insert(epochs.values.end(), logits.begin(), logits.end());
    if (auto written = writeNumpy(folder / "scores.npy", epochs); !written)
        return written;
    NumpyArray test;
    test.shape = {static_cast<std::int64_t>(run.test.size()),
        static_cast<std::int64_t>(run.test.classCount())};
    for (const double logit : run.test.logits)
        test.values.push_back(static_cast<float>(logit));
    return writeNumpy(folder / "test_scores.npy", test);
}

base::Result<void> readScores(const std::filesystem::path& folder, RunRecord& run)
{
    const auto epochs = readNumpy(folder / "scores.npy");
    const auto test = readNumpy(folder / "test_scores.npy");
    if (!epochs || !test)
        return base::failure(epochs ? test : epochs);
    const std::size_t perEpoch = run.validation.size() * run.validation.classCount();
    const std::size_t forTest = run.test.size() * run.test.classCount();
    if (epochs->shape.size() != 3 || test->values.size() != forTest ||
        epochs->values.size() != static_cast<std::size_t>(epochs->shape[0]) * perEpoch)
        return base::failure(base::ErrorCode::CorruptFile,
            "the scores do not belong to the films of films.csv", folder.string());
    for (std::int64_t e = 0; e < epochs->shape[0]; ++e) {
        const float* start = epochs->values.data() + static_cast<std::size_t>(e) * perEpoch;
        run.validationLogits.emplace_back(start, start + perEpoch);
    }
    const auto best = static_cast<std::size_t>(std::max(run.bestEpoch, 0));
    if (best < run.validationLogits.size())
        run.validation.logits.assign(
            run.validationLogits[best].begin(), run.validationLogits[best].end());
    run.test.logits.assign(test->values.begin(), test->values.end());
    for (evaluation::Scores* scores : {&run.validation, &run.test}) {
        if (!scores->logits.empty())
            evaluation::fillProbabilities(*scores);
    }
    return {};
}

json runJson(const RunRecord& run, const char* outcome)
{
    json root{{"schemaVersion", kSchemaVersion}, {"id", run.id},
        {"name", base::printable(run.name)}, {"outcome", outcome}, {"bestEpoch", run.bestEpoch},
        {"dataFingerprint", run.dataFingerprint}, {"notices", run.notices},
        {"positiveClass", run.validation.positiveClass}};
    root["classNames"] = json::array();
    for (const std::string& name : run.validation.classNames)
        root["classNames"].push_back(base::printable(name));
    root["seconds"] = {{"load", run.seconds.load}, {"features", run.seconds.features},
        {"train", run.seconds.train}, {"evaluate", run.seconds.evaluate},
        {"total", run.seconds.total}};
    if (run.stress)
        root["stress"] = {
            {"auc", run.stress->auc}, {"flips", run.stress->flips}, {"n", run.stress->films}};
    if (run.error)
        root["error"] = {{"code", base::errorCodeName(run.error->code)},
            {"what", base::printable(run.error->what)},
            {"where", base::printable(run.error->where)},
            {"remedy", base::printable(run.error->remedy)}};
    return root;
}

base::ErrorCode errorCodeNamed(const std::string& name)
{
    for (int i = 0; i <= static_cast<int>(base::ErrorCode::Internal); ++i) {
        const auto code = static_cast<base::ErrorCode>(i);
        if (name == base::errorCodeName(code))
            return code;
    }
    return base::ErrorCode::Internal;
}

void readOutcome(const json& root, RunRecord& run)
{
    const auto name = root.at("outcome").get<std::string>();
    run.outcome = OutcomeKind::Failed;
    for (const OutcomeKind kind : kOutcomes) {
        if (name == outcomeName(kind))
            run.outcome = kind;
    }
    if (name == kRunning)
        run.error = base::Error{
            base::ErrorCode::Internal, "the run was interrupted", run.folder.string(), "resume it"};
    if (root.contains("error")) {
        const json& error = root.at("error");
        run.error = base::Error{errorCodeNamed(error.at("code").get<std::string>()),
            error.at("what").get<std::string>(), error.at("where").get<std::string>(),
            error.at("remedy").get<std::string>()};
    }
}

void readRunJson(const json& root, RunRecord& run)
{
    run.id = root.at("id").get<std::string>();
    run.name = root.at("name").get<std::string>();
    run.bestEpoch = root.at("bestEpoch").get<int>();
    run.dataFingerprint = root.at("dataFingerprint").get<std::string>();
    run.notices = root.at("notices").get<std::vector<std::string>>();
    const json& seconds = root.at("seconds");
    run.seconds = {seconds.at("load").get<double>(), seconds.at("features").get<double>(),
        seconds.at("train").get<double>(), seconds.at("evaluate").get<double>(),
        seconds.at("total").get<double>()};
    for (evaluation::Scores* scores : {&run.validation, &run.test}) {
        scores->classNames = root.at("classNames").get<std::vector<std::string>>();
        scores->positiveClass = root.at("positiveClass").get<int>();
    }
    if (root.contains("stress")) {
        const json& stress = root.at("stress");
        run.stress = StressScore{stress.at("n").get<std::size_t>(), stress.at("auc").get<double>(),
            stress.at("flips").get<double>()};
    }
    readOutcome(root, run);
}

base::Result<void> writeDescription(
    const RunRecord& run, const std::filesystem::path& folder, const char* outcome)
{
    if (auto made = base::makeFolder(folder); !made)
        return made;
    const std::string config = model::toJson(run.config).dump(2) + "\n";
    if (auto written = base::writeFileAtomically(folder / "config.json", config); !written)
        return written;
    if (auto written =
            base::writeFileAtomically(folder / "environment.json", dumped(run.environment));
        !written)
        return written;
    return base::writeFileAtomically(folder / "run.json", dumped(runJson(run, outcome)));
}

base::Result<json> readJson(const std::filesystem::path& path)
{
    const auto text = base::readTextFile(path);
    if (!text)
        return base::failure(text);
    json value = json::parse(*text, nullptr, false);
    if (!value.is_object())
        return base::failure(base::ErrorCode::CorruptFile, "the file is not JSON", path.string());
    return value;
}

} // namespace

const char* outcomeName(OutcomeKind kind)
{
    switch (kind) {
    case OutcomeKind::Completed:
        return "completed";
    case OutcomeKind::Stopped:
        return "stopped";
    case OutcomeKind::Cancelled:
        return "cancelled";
    case OutcomeKind::Failed:
        return "failed";
    }
    return "";
}

json historyToJson(const std::vector<EpochRecord>& history)
{
    json all = json::array();
    for (const EpochRecord& epoch : history) {
        json metrics = json::object();
        for (const auto& [name, value] : epoch.metrics)
            metrics[name] = numberOrNull(value);
        all.push_back({{"epoch", epoch.epoch}, {"metrics", metrics}, {"seconds", epoch.seconds},
            {"finishedAtMs", epoch.finishedAtMs}});
    }
    return all;
}

std::vector<EpochRecord> historyFromJson(const json& all)
{
    std::vector<EpochRecord> history;
    for (const json& stored : all) {
        EpochRecord epoch;
        epoch.epoch = stored.at("epoch").get<int>();
        epoch.seconds = stored.at("seconds").get<double>();
        epoch.finishedAtMs = stored.at("finishedAtMs").get<std::int64_t>();
        for (const auto& [name, value] : stored.at("metrics").items())
            epoch.metrics[name] =
                value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
        history.push_back(std::move(epoch));
    }
    return history;
}

const std::vector<std::string>& runFileNames()
{
    static const std::vector<std::string> names{"config.json", "environment.json", "run.json",
        "history.csv", "batches.csv", "films.csv", "scores.npy", "test_scores.npy", "model.json",
        "best.safetensors", "last.safetensors", "checkpoint-0.safetensors",
        "checkpoint-1.safetensors", "operating.json"};
    return names;
}

void removeRunFiles(const std::filesystem::path& folder)
{
    std::error_code ignored;
    for (const std::string& name : runFileNames())
        std::filesystem::remove(folder / name, ignored);
    std::filesystem::remove(folder, ignored); // only when it is empty
}

base::Result<void> writeRunStart(const RunRecord& run, const std::filesystem::path& folder)
{
    return writeDescription(run, folder, kRunning);
}

base::Result<void> writeRun(const RunRecord& run, const std::filesystem::path& folder)
{
    try {
        if (auto made = base::makeFolder(folder); !made)
            return made;
        using Entry = std::pair<const char*, std::string>;
        for (const auto& [name, text] : {Entry{"history.csv", historyText(run)},
                 Entry{"batches.csv", batchesText(run)}, Entry{"films.csv", filmsText(run)}}) {
            if (auto written = base::writeFileAtomically(folder / name, text); !written)
                return written;
        }
        if (auto written = writeScores(run, folder); !written)
            return written;
        // Last: a run whose run.json says how it ended is whole.
        return writeDescription(run, folder, outcomeName(run.outcome));
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the run could not be written: ") + error.what(), folder.string());
    }
}

base::Result<RunRecord> readRun(const std::filesystem::path& folder)
{
    try {
        RunRecord run;
        run.folder = folder;
        const auto root = readJson(folder / "run.json");
        const auto config = readJson(folder / "config.json");
        const auto environment = readJson(folder / "environment.json");
        for (const auto* file : {&root, &config, &environment}) {
            if (!*file)
                return base::failure(*file);
        }
        auto understood = model::configFromJson(*config);
        if (!understood)
            return base::failure(understood);
        run.config = std::move(*understood);
        run.environment = *environment;
        readRunJson(*root, run);
        if (!std::filesystem::exists(folder / "history.csv"))
            return run; // interrupted, or failed before anything was learned
        auto history = readHistory(folder / "history.csv");
        if (!history)
            return base::failure(history);
        run.history = std::move(*history);
        readBatches(folder / "batches.csv", run);
        if (auto read = readFilms(folder / "films.csv", run); !read)
            return base::failure(read);
        if (auto read = readScores(folder, run); !read)
            return base::failure(read);
        return run;
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::CorruptFile,
            std::string("the run cannot be read: ") + error.what(), folder.string(),
            "copy it again or train it anew");
    }
}

base::Result<void> keepStress(RunRecord& run, const StressScore& score)
{
    run.stress = score;
    if (run.folder.empty())
        return {};
    return base::writeFileAtomically(
        run.folder / "run.json", dumped(runJson(run, outcomeName(run.outcome))));
}

} // namespace negatoscope::training
