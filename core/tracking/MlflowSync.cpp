#include "core/tracking/MlflowSync.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/exporting/MatrixPicture.h"
#include "core/exporting/ModelCard.h"
#include "core/exporting/ModelFile.h"

#include <algorithm>

namespace negatoscope::tracking {

namespace {

using base::Result;

constexpr double kThreshold = 0.5;

/// Pinned loosely: what reads this file, not what wrote it.
constexpr const char* kRequirements = "mlflow\nonnx\nonnxruntime\nnumpy\n";
constexpr const char* kCondaFile = "channels:\n- conda-forge\ndependencies:\n- python=3.11\n- pip\n"
                                   "- pip:\n  - -r requirements.txt\nname: mlflow-env\n";
constexpr const char* kPythonFile =
    "python: 3.11.2\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n";

void addMatrix(MlflowRun& to, const std::string& prefix, const evaluation::Scores& scores)
{
    if (scores.size() == 0)
        return;
    const auto matrix = evaluation::confusionMatrix(scores, kThreshold);
    if (const auto png = exporting::confusionMatrixPng(matrix, scores.classNames))
        to.artifacts.push_back({prefix + "confusion_matrix.png", *png});
    to.artifacts.push_back({prefix + "confusion_matrix.json",
        exporting::confusionMatrixJson(matrix, scores.classNames)});
    to.artifacts.push_back({prefix + "confusion_matrix.csv",
        exporting::confusionMatrixCsv(matrix, scores.classNames)});
}

void addArtifacts(MlflowRun& to, const training::RunRecord& run, const RunRow& row)
{
    // The usual names are the final ones: of the test films where there are some.
    const bool tested = run.test.size() > 0;
    addMatrix(to, "", tested ? run.test : run.validation);
    if (tested)
        addMatrix(to, "validation_", run.validation);
    if (const auto history = base::readTextFile(run.folder / "history.csv"))
        to.artifacts.push_back({"history.csv", *history});
    const model::ModelConfig config = exporting::withoutPaths(run.config);
    to.artifacts.push_back({"config.json", model::toJson(config).dump(2) + "\n"});
    to.artifacts.push_back({"notebook.py", model::toNotebookText(config)});
    nlohmann::ordered_json figures = nlohmann::ordered_json::object();
    for (const auto& [name, scores] :
        {std::pair{"validation", &run.validation}, std::pair{"test", &run.test}})
        if (scores->size() > 0)
            figures[name] = evaluation::evaluationJson(*scores, kThreshold);
    to.artifacts.push_back({"figures.json", figures.dump(2) + "\n"});
    exporting::CardNotes notes;
    notes.name = row.name;
    notes.reason = row.bestReason.empty() ? "" : "see the run's tags";
    to.artifacts.push_back({"model_card.md", exporting::modelCard(run, notes)});
}

Result<MlflowModel> modelOf(const training::RunRecord& run)
{
    const auto classifier = model::loadClassifier(run.folder);
    if (!classifier)
        return base::failure(classifier);
    const auto file =
        std::filesystem::temp_directory_path() / ("negatoscope-" + base::makeUuid() + ".onnx");
    const auto written = exporting::writeOnnx(*classifier, file);
    if (!written)
        return base::failure(written);
    const auto bytes = base::readFile(file);
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    if (!bytes)
        return base::failure(bytes);
    MlflowModel model;
    model.files = {
        {"model.onnx", std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size())},
        {"preprocessing.json", exporting::preprocessingJson(*classifier)},
        {"requirements.txt", kRequirements}, {"conda.yaml", kCondaFile},
        {"python_env.yaml", kPythonFile}};
    model.inputName = "film";
    model.inputShape = {
        -1, 3, classifier->config.preprocessing.height, classifier->config.preprocessing.width};
    model.outputName = "probabilities";
    model.outputShape = {-1, classifier->network.classCount()};
    model.uuid = run.id;
    std::erase(model.uuid, '-');
    return model;
}

/// Whether an earlier upload of this run is still whole on the server.
Result<bool> isStillThere(MlflowClient& client, const SyncRecord& record)
{
    const auto reply = client.get("/api/2.0/mlflow/runs/get", {{"run_id", record.remoteRun}});
    if (!reply)
        return reply.error().code == base::ErrorCode::PermissionDenied
                   ? Result<bool>(false) // deleted, or no right: the upload will say which
                   : Result<bool>(base::failure(reply));
    if (!reply->ok())
        return false;
    const auto info =
        reply->body.value("run", nlohmann::json::object()).value("info", nlohmann::json::object());
    return info.value("lifecycle_stage", std::string()) == "active" &&
           info.value("status", std::string()) != "RUNNING";
}

/// The runs to upload, oldest first.
Result<std::vector<RunRow>> runsToSync(const RunStore& store, const SyncOptions& options)
{
    if (!options.runs.empty())
        return store.details(options.runs);
    auto rows = store.list();
    if (!rows)
        return rows;
    std::erase_if(*rows, [](const RunRow& row) { return !row.origin.empty(); });
    std::reverse(rows->begin(), rows->end());
    return rows;
}

/// Which run --register is for when none was named: the chosen one, else the newest.
std::string runToRegister(const std::vector<RunRow>& rows)
{
    for (const RunRow& row : rows)
        if (!row.bestReason.empty())
            return row.id;
    return rows.empty() ? std::string() : rows.back().id;
}

bool endsTheWork(const base::Error& error)
{
    return error.code == base::ErrorCode::NetworkFailure ||
           error.code == base::ErrorCode::PermissionDenied ||
           error.code == base::ErrorCode::InvalidUsage;
}

/// Uploads one run, and keeps the store's record of it true at every moment.
class OneRun
{
public:
    OneRun(RunStore& store, MlflowClient& client, const SyncOptions& options, bool registers)
        : m_store(store)
        , m_client(client)
        , m_options(options)
        , m_registers(registers)
    {}

    Result<UploadResult> run(const RunRow& row, const UploadStage& stage)
    {
        m_record = {
            row.id, m_client.server().url, m_options.experiment, {}, SyncState::Uploading, {}, 0};
        const auto before = m_store.sync(m_record.run, m_record.server, m_record.experiment);
        if (!before)
            return base::failure(before);
        if (*before)
            m_record.remoteRun = (*before)->remoteRun;
        const bool synced = *before && (*before)->state == SyncState::Synced;
        if (synced && m_options.runs.empty() && !m_registers) {
            const auto there = isStillThere(m_client, **before);
            if (!there)
                return base::failure(there);
            if (*there) {
                UploadResult result;
                result.remoteRun = (*before)->remoteRun;
                return result;
            }
        }
        if (auto noted = m_store.setSync(m_record); !noted)
            return base::failure(noted);
        auto result = upload(row, stage);
        // Whoever stops has not failed: the run waits, and the next call goes on.
        const bool stopped = !result && result.error().code == base::ErrorCode::InvalidUsage;
        m_record.state = result    ? SyncState::Synced
                         : stopped ? SyncState::Waiting
                                   : SyncState::Failed;
        m_record.detail = result || stopped ? std::string() : base::toSentence(result.error());
        if (result)
            m_record.remoteRun = result->remoteRun;
        if (auto noted = m_store.setSync(m_record); !noted)
            return base::failure(noted);
        return result;
    }

private:
    Result<UploadResult> upload(const RunRow& row, const UploadStage& stage)
    {
        if (stage)
            stage("reading the run");
        std::vector<std::string> notes;
        auto prepared = prepareRun(m_store, row, m_client.server().user, notes);
        if (!prepared)
            return base::failure(prepared);
        if (prepared->tags.contains(kParentUuidTag)) { // older, so it was sent before
            const auto parent = m_store.sync(row.parent, m_record.server, m_record.experiment);
            if (parent && *parent && !(*parent)->remoteRun.empty())
                prepared->tags[kMlflowParentTag] = (*parent)->remoteRun;
        }
        UploadOptions options;
        options.experiment = m_options.experiment;
        options.knownRemoteRun = m_record.remoteRun;
        if (m_registers) {
            options.registeredModel = m_options.registeredModel;
            options.alias = m_options.alias;
        }
        auto result = uploadRun(m_client, *prepared, options, stage);
        if (result)
            result->notes.insert(result->notes.begin(), notes.begin(), notes.end());
        return result;
    }

    RunStore& m_store;
    MlflowClient& m_client;
    const SyncOptions& m_options;
    bool m_registers;
    SyncRecord m_record;
};

} // namespace

std::string calledName(const RunRow& row)
{
    return row.name.empty() ? "Run " + std::to_string(row.number) : base::printable(row.name);
}

Result<MlflowRun> prepareRun(const RunStore& store, const RunRow& row, const std::string& user,
    std::vector<std::string>& notes)
{
    const auto run = store.load(row.id);
    if (!run)
        return base::failure(run);
    MlflowRun to = describeRun(*run, row, user);
    addArtifacts(to, *run, row);
    auto model = modelOf(*run);
    if (model)
        to.model = *std::move(model);
    else
        notes.push_back("the model was left out: " + base::toSentence(model.error()));
    return to;
}

Result<std::vector<SyncOutcome>> syncRuns(RunStore& store, MlflowClient& client,
    const SyncOptions& options, const std::function<void(const SyncProgress&)>& progress,
    std::stop_token stop)
{
    auto rows = runsToSync(store, options);
    if (!rows)
        return base::failure(rows);
    const std::string toRegister =
        options.registeredModel.empty() || !options.runs.empty() ? "" : runToRegister(*rows);
    std::vector<SyncOutcome> outcomes;
    for (RunRow& row : *rows) {
        if (stop.stop_requested())
            break;
        const bool registers =
            !options.registeredModel.empty() && (toRegister.empty() || toRegister == row.id);
        SyncProgress at{outcomes.size(), rows->size(), calledName(row), row.id, {}};
        const auto stage = [&](const std::string& what) {
            at.stage = what;
            if (progress)
                progress(at);
        };
        auto result = OneRun(store, client, options, registers).run(row, stage);
        SyncOutcome outcome;
        outcome.row = std::move(row);
        if (result)
            outcome.result = *std::move(result);
        else
            outcome.error = result.error();
        outcomes.push_back(std::move(outcome));
        if (outcomes.back().error && endsTheWork(*outcomes.back().error))
            break;
    }
    return outcomes;
}

} // namespace negatoscope::tracking
