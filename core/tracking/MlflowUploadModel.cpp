#include "core/base/Files.h"
#include "core/tracking/MlflowUpload_impl.h"

namespace negatoscope::tracking {

namespace {

using base::ErrorCode;
using base::Result;
using nlohmann::json;

/// What every logged model is told of its run's parameters: the ones that tell models apart.
json modelParams(const std::map<std::string, std::string>& params)
{
    json list = json::array();
    for (const char* key : {"model", "alpha", "pooling", "optimizer", "learning_rate", "loss",
             "strategy", "epochs", "batch_size", "seed"})
        if (const auto found = params.find(key); found != params.end())
            list.push_back({{"key", key}, {"value", found->second}});
    return list;
}

} // namespace

/// True when the server has one of this run; extra ones, made by a repeated request, are removed.
Result<bool> RunUpload::findLoggedModel()
{
    const auto reply = m_client.send("POST", std::string(kMlflowApi) + "logged-models/search",
        {{"experiment_ids", {m_result.experimentId}},
            {"filter", "source_run_id = '" + m_result.remoteRun + "'"}, {"max_results", 50}});
    if (!reply)
        return base::failure(reply);
    if (reply->status == 404 && reply->errorCode.empty()) {
        m_hasLoggedModels = false; // MLflow 2: the page is not there
        return false;
    }
    if (!reply->ok())
        return base::failure(
            mlflowError(*reply, "the models cannot be searched", m_client.server().url));
    m_modelId.clear();
    // The one that is linked to the run already, else the smallest id.
    std::string linked;
    for (const json& output : childOf(childOf(m_remote, "outputs"), "model_outputs"))
        linked = output.value("model_id", std::string());
    std::map<std::string, json> found;
    for (const json& model : childOf(reply->body, "models")) {
        const json info = childOf(model, "info");
        if (info.value("source_run_id", std::string()) == m_result.remoteRun)
            found[info.value("model_id", std::string())] = info;
    }
    if (found.empty())
        return false;
    const auto chosen = found.contains(linked) ? found.find(linked) : found.begin();
    m_modelId = chosen->first;
    m_modelRoot = chosen->second.value("artifact_uri", std::string());
    for (const auto& [id, info] : found) {
        if (id == m_modelId)
            continue;
        const auto removed = m_client.send(
            "DELETE", std::string(kMlflowApi) + "logged-models/" + id, json::object());
        if (!removed)
            return base::failure(removed);
    }
    return true;
}

Result<void> RunUpload::createLoggedModel()
{
    m_result.changed = true;
    const auto made = post("logged-models",
        {{"experiment_id", m_result.experimentId}, {"name", m_run.model->name},
            {"model_type", "onnx"}, {"source_run_id", m_result.remoteRun},
            {"params", modelParams(m_run.params)}},
        "the model cannot be made");
    if (!made)
        return base::failure(made);
    const auto there = findLoggedModel();
    if (!there)
        return base::failure(there);
    if (!*there) // the search may be a moment behind
        m_modelId = childOf(childOf(*made, "model"), "info").value("model_id", std::string());
    if (m_modelRoot.empty())
        m_modelRoot = childOf(childOf(*made, "model"), "info").value("artifact_uri", std::string());
    return {};
}

Result<void> RunUpload::sendModelFiles(const std::string& root, const std::string& modelId)
{
    const std::string text =
        m_run.model->description(m_result.remoteRun, modelId, root, m_run.endMs);
    for (const MlflowFile& file : m_run.model->files)
        if (auto sent = putFile(root, file.path, file.bytes); !sent)
            return sent;
    return putFile(root, "MLmodel", text);
}

/// A file of the model was too large for the server: nobody may take the rest for a model.
Result<void> RunUpload::markModelUnfinished()
{
    const auto marked =
        m_client.send("PATCH", std::string(kMlflowApi) + "logged-models/" + m_modelId,
            {{"model_id", m_modelId}, {"status", "LOGGED_MODEL_UPLOAD_FAILED"}});
    return marked ? Result<void>() : base::failure(marked);
}

/// Sizes are compared by the listing of the model's own folder.
Result<void> RunUpload::linkModel()
{
    const auto ready =
        m_client.send("PATCH", std::string(kMlflowApi) + "logged-models/" + m_modelId,
            {{"model_id", m_modelId}, {"status", "LOGGED_MODEL_READY"}});
    if (!ready)
        return base::failure(ready);
    const json info = childOf(childOf(ready->body, "model"), "info");
    if (!ready->ok() || info.value("status", std::string()) != "LOGGED_MODEL_READY")
        return base::failure(
            mlflowError(*ready, "the model does not become ready", m_client.server().url));
    bool linked = false;
    for (const json& output : childOf(childOf(m_remote, "outputs"), "model_outputs"))
        linked = linked || output.value("model_id", std::string()) == m_modelId;
    const std::int64_t step = m_run.metrics.empty() ? 0 : std::int64_t{m_run.metrics.back().step};
    if (!linked) {
        // A second link is refused; whether there is one is read afterwards.
        const auto sent = m_client.send("POST", std::string(kMlflowApi) + "runs/outputs",
            {{"run_id", m_result.remoteRun},
                {"models", {{{"model_id", m_modelId}, {"step", step}}}}});
        if (!sent)
            return base::failure(sent);
        if (auto read = readBack(); !read)
            return read;
        for (const json& output : childOf(childOf(m_remote, "outputs"), "model_outputs"))
            linked = linked || output.value("model_id", std::string()) == m_modelId;
        if (!linked)
            return base::failure(
                mlflowError(*sent, "the model cannot be linked", m_client.server().url));
    }
    // The last point of each metric once more with the model's id: its page shows them.
    std::map<std::string, const MlflowMetric*> last;
    for (const MlflowMetric& metric : m_run.metrics)
        last[metric.key] = &metric;
    json points = json::array();
    for (const auto& [key, metric] : last) {
        points.push_back(metricJson(*metric));
        points.back()["model_id"] = m_modelId;
    }
    if (points.empty())
        return {};
    return post("runs/log-batch", {{"run_id", m_result.remoteRun}, {"metrics", points}},
        "the model's metrics were refused")
        .map([](const json&) {});
}

/// MLflow 2: the model lies among the run's files.
Result<void> RunUpload::sendModelInRun()
{
    const auto tags = childOf(childOf(m_remote, "data"), "tags");
    for (const json& tag : tags)
        if (tag.value("key", std::string()) == "mlflow.log-model.history")
            return {};
    const std::string folder = m_run.model->name;
    const std::string root = m_remote.at("info").value("artifact_uri", std::string());
    for (const MlflowFile& file : m_run.model->files)
        if (auto sent = putFile(root, folder + "/" + file.path, file.bytes); !sent)
            return sent;
    const std::string text = m_run.model->description(m_result.remoteRun, {}, folder, m_run.endMs);
    if (auto sent = putFile(root, folder + "/MLmodel", text); !sent)
        return sent;
    if (!m_tooLarge.empty())
        return {};
    const json described{{"artifact_path", folder}, {"run_id", m_result.remoteRun},
        {"utc_time_created", "2026-01-01 00:00:00.000000"},
        {"flavors", {{"onnx", {{"data", "model.onnx"}}},
                        {"python_function", {{"loader_module", "mlflow.onnx"}}}}}};
    return post("runs/log-model",
        {{"run_id", m_result.remoteRun}, {"model_json", described.dump()}},
        "the model cannot be named")
        .map([](const json&) {});
}

Result<void> RunUpload::sendModel()
{
    if (!m_run.model)
        return {};
    say("model");
    const auto there = findLoggedModel();
    if (!there)
        return base::failure(there);
    if (!m_hasLoggedModels)
        return sendModelInRun();
    bool complete = false;
    if (*there) {
        // Ready and linked: it was completed by an earlier upload.
        const auto body = ask("logged-models/" + m_modelId, {}, "the model cannot be read");
        if (!body)
            return base::failure(body);
        const json info = childOf(childOf(*body, "model"), "info");
        complete = info.value("status", std::string()) == "LOGGED_MODEL_READY";
        for (const json& output : childOf(childOf(m_remote, "outputs"), "model_outputs"))
            if (complete && output.value("model_id", std::string()) == m_modelId)
                return {};
    } else if (auto made = createLoggedModel(); !made) {
        return made;
    }
    if (!complete)
        if (auto sent = sendModelFiles(m_modelRoot, m_modelId); !sent)
            return sent;
    return m_tooLarge.empty() ? linkModel() : markModelUnfinished();
}

/// The registered version that comes from this run; "" when there is none. Extra ones are removed.
Result<std::string> RunUpload::versionOfRun()
{
    const auto body = ask("model-versions/search",
        {{"filter", "run_id = '" + m_result.remoteRun + "'"}, {"max_results", "100"}},
        "the registered versions cannot be searched");
    if (!body)
        return base::failure(body);
    std::string first;
    for (const json& version : childOf(*body, "model_versions")) {
        if (version.value("name", std::string()) != m_options.registeredModel)
            continue;
        const std::string number = version.value("version", std::string());
        const bool earlier = first.empty() || std::stoi(number) < std::stoi(first);
        const std::string extra = earlier ? first : number;
        if (earlier)
            first = number;
        if (extra.empty())
            continue;
        const auto removed =
            m_client.send("DELETE", std::string(kMlflowApi) + "model-versions/delete",
                {{"name", m_options.registeredModel}, {"version", extra}});
        if (!removed)
            return base::failure(removed);
    }
    return first;
}

Result<void> RunUpload::registerModel()
{
    if (!m_run.model || m_options.registeredModel.empty() || !m_tooLarge.empty())
        return {};
    say("registered model");
    const std::string& name = m_options.registeredModel;
    const auto made = m_client.send(
        "POST", std::string(kMlflowApi) + "registered-models/create", {{"name", name}});
    if (!made)
        return base::failure(made);
    if (!made->ok() && !made->alreadyThere())
        return base::failure(
            mlflowError(*made, "the registered model cannot be made", m_client.server().url));
    auto version = versionOfRun();
    if (!version)
        return base::failure(version);
    if (version->empty()) {
        m_result.changed = true;
        json body{{"name", name}, {"run_id", m_result.remoteRun}};
        if (m_modelId.empty()) {
            body["source"] =
                m_remote.at("info").value("artifact_uri", std::string()) + "/" + m_run.model->name;
        } else {
            body["source"] = "models:/" + m_modelId;
            body["model_id"] = m_modelId;
        }
        if (auto created = post("model-versions/create", body, "the version cannot be made");
            !created)
            return base::failure(created);
        version = versionOfRun();
        if (!version)
            return base::failure(version);
    }
    m_result.modelVersion = *version;
    if (m_options.alias.empty())
        return {};
    return post("registered-models/alias",
        {{"name", name}, {"alias", m_options.alias}, {"version", *version}},
        "the alias cannot be set")
        .map([](const json&) {});
}

} // namespace negatoscope::tracking
