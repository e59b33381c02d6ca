#include "core/tracking/MlflowUpload.h"

#include "core/base/Files.h"
#include "core/tracking/MlflowUpload_impl.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace negatoscope::tracking {

namespace {

using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr std::size_t kMetricsPerCall = 500; // well below the limit of 1000 and 1 MB
constexpr std::size_t kParamsPerCall = 100;
constexpr const char* kHistoryPage = "25000";
constexpr int kTooLarge = 413;
constexpr const char* kRunning = "RUNNING";

/// {"key", "value"} lists as a map.
std::map<std::string, std::string> pairsOf(const json& list)
{
    std::map<std::string, std::string> pairs;
    if (list.is_array())
        for (const json& entry : list)
            if (entry.is_object())
                pairs[entry.value("key", std::string())] = entry.value("value", std::string());
    return pairs;
}

json pair(const std::string& key, const std::string& value)
{
    return {{"key", key}, {"value", value}};
}

} // namespace

json childOf(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found == object.end() ? json() : *found;
}

json metricJson(const MlflowMetric& metric)
{
    return {{"key", metric.key}, {"value", metric.value}, {"timestamp", metric.timestampMs},
        {"step", metric.step}};
}

Result<json> RunUpload::ask(
    const std::string& path, const std::map<std::string, std::string>& query, const char* what)
{
    auto reply = m_client.get(kMlflowApi + path, query);
    if (!reply)
        return base::failure(reply);
    if (!reply->ok())
        return base::failure(mlflowError(*reply, what, m_client.server().url));
    return std::move(reply->body);
}

Result<json> RunUpload::post(const std::string& path, const json& body, const char* what)
{
    auto reply = m_client.send("POST", kMlflowApi + path, body);
    if (!reply)
        return base::failure(reply);
    if (!reply->ok())
        return base::failure(mlflowError(*reply, what, m_client.server().url));
    return std::move(reply->body);
}

Result<void> RunUpload::findExperiment()
{
    say("experiment");
    // Two rounds: between looking and creating, somebody else may have been quicker.
    for (int round = 0; round < 2; ++round) {
        const auto found = m_client.get(std::string(kMlflowApi) + "experiments/get-by-name",
            {{"experiment_name", m_options.experiment}});
        if (!found)
            return base::failure(found);
        if (found->ok()) {
            const json experiment = childOf(found->body, "experiment");
            m_result.experimentId = experiment.value("experiment_id", std::string());
            if (experiment.value("lifecycle_stage", std::string()) != "deleted")
                return {};
            m_result.notes.emplace_back("the experiment had been deleted on the server and was "
                                        "restored");
            return post("experiments/restore", {{"experiment_id", m_result.experimentId}},
                "the deleted experiment cannot be restored")
                .map([](const json&) {});
        }
        if (found->exists())
            return base::failure(
                mlflowError(*found, "the experiment cannot be found", m_client.server().url));
        const auto created = m_client.send("POST", std::string(kMlflowApi) + "experiments/create",
            {{"name", m_options.experiment},
                {"tags", {pair("mlflow.experimentKind", "custom_model_development")}}});
        if (!created)
            return base::failure(created);
        if (!created->ok() && !created->alreadyThere())
            return base::failure(
                mlflowError(*created, "the experiment cannot be made", m_client.server().url));
        m_result.changed = true;
    }
    const auto body = ask("experiments/get-by-name", {{"experiment_name", m_options.experiment}},
        "the experiment cannot be found");
    if (!body)
        return base::failure(body);
    m_result.experimentId = childOf(*body, "experiment").value("experiment_id", std::string());
    return {};
}

Result<std::vector<std::string>> RunUpload::runsWithOurTag()
{
    const std::string filter = "tags.`" + std::string(kRunUuidTag) + "` = '" + m_run.uuid + "'";
    const auto body = post("runs/search",
        {{"experiment_ids", {m_result.experimentId}}, {"filter", filter}, {"max_results", 100},
            {"run_view_type", "ACTIVE_ONLY"}, {"order_by", {"attributes.start_time ASC"}}},
        "the runs cannot be searched");
    if (!body)
        return base::failure(body);
    std::vector<std::string> ids;
    for (const json& run : childOf(*body, "runs"))
        ids.push_back(run.at("info").at("run_id").get<std::string>());
    std::sort(ids.begin(), ids.end());
    return ids;
}

Result<void> RunUpload::findRun()
{
    say("run");
    const auto ids = runsWithOurTag();
    if (!ids)
        return base::failure(ids);
    if (ids->empty())
        return createRun();
    const bool known = std::find(ids->begin(), ids->end(), m_options.knownRemoteRun) != ids->end();
    m_result.remoteRun = known ? m_options.knownRemoteRun : ids->front();
    return {};
}

Result<void> RunUpload::createRun()
{
    m_result.changed = true;
    json tags = json::array();
    for (const auto& [key, value] : m_run.tags)
        tags.push_back(pair(key, value));
    const auto made = m_client.send("POST", std::string(kMlflowApi) + "runs/create",
        {{"experiment_id", m_result.experimentId}, {"run_name", m_run.name},
            {"start_time", m_run.startMs}, {"tags", tags}});
    if (!made)
        return base::failure(made);
    if (!made->ok())
        return base::failure(mlflowError(*made, "the run cannot be made", m_client.server().url));
    // The answer may belong to a second attempt: what counts is what is there.
    const auto ids = runsWithOurTag();
    if (!ids)
        return base::failure(ids);
    if (ids->empty())
        return base::failure(ErrorCode::NetworkFailure, "the server lost the run it had made",
            m_client.server().url, "upload again");
    m_result.remoteRun = ids->front();
    return {};
}

Result<void> RunUpload::removeTwins()
{
    const auto ids = runsWithOurTag();
    if (!ids)
        return base::failure(ids);
    for (const std::string& id : *ids) {
        if (id == m_result.remoteRun)
            continue;
        // A repeated request is refused where the first one has worked: what is there counts.
        const auto deleted =
            m_client.send("POST", std::string(kMlflowApi) + "runs/delete", {{"run_id", id}});
        if (!deleted)
            return base::failure(deleted);
    }
    const auto left = ids->size() > 1 ? runsWithOurTag() : ids;
    if (!left)
        return base::failure(left);
    if (left->size() > 1)
        return base::failure(ErrorCode::NetworkFailure, "a run that was made twice stays",
            m_client.server().url, "delete one of them on the server");
    return {};
}

Result<void> RunUpload::readBack()
{
    auto body = ask("runs/get", {{"run_id", m_result.remoteRun}}, "the run cannot be read");
    if (!body)
        return base::failure(body);
    m_remote = childOf(*body, "run");
    if (!m_remote.is_object() || !m_remote.contains("info"))
        return base::failure(ErrorCode::NetworkFailure, "the answer is not MLflow's",
            m_client.server().url, "check the address");
    return {};
}

Result<void> RunUpload::sendParams()
{
    say("parameters");
    const auto there = pairsOf(childOf(childOf(m_remote, "data"), "params"));
    json missing = json::array();
    for (const auto& [key, value] : m_run.params) {
        const auto found = there.find(key);
        if (found == there.end())
            missing.push_back(pair(key, value));
        else if (found->second != value) // parameters cannot be changed on a server
            m_result.notes.push_back("the server keeps an older value of the parameter " + key);
    }
    for (std::size_t first = 0; first < missing.size(); first += kParamsPerCall) {
        const auto last = std::min(missing.size(), first + kParamsPerCall);
        const json part(missing.begin() + static_cast<std::ptrdiff_t>(first),
            missing.begin() + static_cast<std::ptrdiff_t>(last));
        m_result.changed = true;
        if (auto sent = post("runs/log-batch", {{"run_id", m_result.remoteRun}, {"params", part}},
                "the parameters were refused");
            !sent)
            return base::failure(sent);
    }
    return {};
}

Result<void> RunUpload::sendTags()
{
    const auto there = pairsOf(childOf(childOf(m_remote, "data"), "tags"));
    json missing = json::array();
    for (const auto& [key, value] : m_run.tags) {
        const auto found = there.find(key);
        if (found == there.end() || found->second != value)
            missing.push_back(pair(key, value));
    }
    for (std::size_t first = 0; first < missing.size(); first += kParamsPerCall) {
        const auto last = std::min(missing.size(), first + kParamsPerCall);
        const json part(missing.begin() + static_cast<std::ptrdiff_t>(first),
            missing.begin() + static_cast<std::ptrdiff_t>(last));
        m_result.changed = true;
        if (auto sent = post("runs/log-batch", {{"run_id", m_result.remoteRun}, {"tags", part}},
                "the tags were refused");
            !sent)
            return base::failure(sent);
    }
    return {};
}

Result<void> RunUpload::sendDatasets()
{
    say("data sets");
    std::set<std::string> there;
    for (const json& input : childOf(childOf(m_remote, "inputs"), "dataset_inputs"))
        there.insert(childOf(input, "dataset").value("digest", std::string()));
    json missing = json::array();
    for (const MlflowDataset& dataset : m_run.datasets)
        if (!there.contains(dataset.digest))
            missing.push_back({{"tags", {pair("mlflow.data.context", dataset.context)}},
                {"dataset", {{"name", dataset.name}, {"digest", dataset.digest},
                                {"source_type", dataset.sourceType}, {"source", dataset.source},
                                {"profile", dataset.profile}}}});
    if (missing.empty())
        return {};
    m_result.changed = true;
    return post("runs/log-inputs", {{"run_id", m_result.remoteRun}, {"datasets", missing}},
        "the data sets were refused")
        .map([](const json&) {});
}

/// Keys of which the server has as many points as we have, the last of them equal.
Result<std::set<std::string>> RunUpload::completeMetrics()
{
    std::map<std::string, std::vector<const MlflowMetric*>> ours;
    for (const MlflowMetric& metric : m_run.metrics)
        ours[metric.key].push_back(&metric);
    std::map<std::string, json> latest;
    for (const json& metric : childOf(childOf(m_remote, "data"), "metrics"))
        latest[metric.value("key", std::string())] = metric;
    std::set<std::string> complete;
    for (const auto& [key, points] : ours) {
        const auto found = latest.find(key);
        if (found == latest.end())
            continue;
        std::size_t there = 1;
        if (points.size() > 1) { // one point says nothing of the others
            const auto body = ask("metrics/get-history",
                {{"run_id", m_result.remoteRun}, {"metric_key", key},
                    {"max_results", kHistoryPage}},
                "a metric cannot be read");
            if (!body)
                return base::failure(body);
            there = childOf(*body, "metrics").size();
        }
        const json value = childOf(found->second, "value");
        const bool same =
            value.is_number() && std::abs(value.get<double>() - points.back()->value) <=
                                     1e-9 * std::max(1.0, std::abs(points.back()->value));
        if (there == points.size() && same)
            complete.insert(key);
    }
    return complete;
}

Result<void> RunUpload::sendMetrics()
{
    say("metrics");
    const auto complete = completeMetrics();
    if (!complete)
        return base::failure(complete);
    json points = json::array();
    const auto flush = [&]() -> Result<void> {
        if (points.empty())
            return {};
        m_result.changed = true;
        const json body{{"run_id", m_result.remoteRun}, {"metrics", points}};
        points = json::array();
        return post("runs/log-batch", body, "the metrics were refused").map([](const json&) {});
    };
    for (const MlflowMetric& metric : m_run.metrics) {
        if (complete->contains(metric.key))
            continue;
        points.push_back(metricJson(metric));
        if (points.size() == kMetricsPerCall)
            if (auto sent = flush(); !sent)
                return sent;
    }
    return flush();
}

Result<std::map<std::string, std::uint64_t>> RunUpload::filesOfRun(const std::string& folder)
{
    std::map<std::string, std::string> query{{"run_id", m_result.remoteRun}};
    if (!folder.empty())
        query["path"] = folder;
    const auto body = ask("artifacts/list", query, "the files cannot be listed");
    if (!body)
        return base::failure(body);
    std::map<std::string, std::uint64_t> files;
    for (const json& file : childOf(*body, "files"))
        if (!file.value("is_dir", false))
            files[file.value("path", std::string())] = file.value("file_size", std::uint64_t{0});
    return files;
}

Result<void> RunUpload::putFile(
    const std::string& root, const std::string& path, const std::string& bytes)
{
    constexpr std::string_view kProxied = "mlflow-artifacts:";
    say(path);
    if (!root.starts_with(kProxied)) {
        // --no-serve-artifacts: the server itself can still write (mlflow.md 3.2).
        const auto reply =
            m_client.upload("/ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + m_result.remoteRun +
                                "&path=" + percentEncoded(path),
                bytes);
        if (!reply)
            return base::failure(reply);
        if (reply->status == kTooLarge) {
            m_tooLarge.insert(path);
            return {};
        }
        if (!reply->ok())
            return base::failure(ErrorCode::NetworkFailure, "the server does not take files",
                m_client.server().url, "ask its administrator to start it with --serve-artifacts");
        m_result.changed = true;
        return {};
    }
    std::string place = root.substr(kProxied.size());
    // mlflow-artifacts://host:port/… names a host that we are talking to already.
    if (place.starts_with("//")) {
        const auto slash = place.find('/', 2);
        place = slash == std::string::npos ? "" : place.substr(slash);
    }
    std::string encoded;
    for (const char c : place + "/" + path)
        encoded += c == '/' ? "/" : percentEncoded(std::string_view(&c, 1));
    const auto reply = m_client.put("/api/2.0/mlflow-artifacts/artifacts" + encoded, bytes);
    if (!reply)
        return base::failure(reply);
    if (reply->status == kTooLarge) {
        m_tooLarge.insert(path); // all else goes on; said at the end
        return {};
    }
    if (!reply->ok())
        return base::failure(
            mlflowError(*reply, path + " cannot be stored", m_client.server().url));
    m_result.changed = true;
    return {};
}

Result<void> RunUpload::sendArtifacts()
{
    say("files");
    const std::string root = m_remote.at("info").value("artifact_uri", std::string());
    const auto there = filesOfRun({});
    if (!there)
        return base::failure(there);
    for (const MlflowFile& file : m_run.artifacts) {
        const auto found = there->find(file.path);
        if (found != there->end() && found->second == file.bytes.size())
            continue;
        if (auto sent = putFile(root, file.path, file.bytes); !sent)
            return sent;
    }
    return {};
}

Result<void> RunUpload::finish()
{
    say("status");
    const json info = m_remote.at("info");
    const bool same = info.value("status", std::string()) == m_run.status &&
                      info.value("end_time", std::int64_t{0}) == m_run.endMs &&
                      info.value("run_name", std::string()) == m_run.name;
    if (same)
        return {};
    m_result.changed = true;
    const auto body = post("runs/update",
        {{"run_id", m_result.remoteRun}, {"status", m_run.status}, {"end_time", m_run.endMs},
            {"run_name", m_run.name}},
        "the run cannot be finished");
    if (!body)
        return base::failure(body);
    // A word that the server does not know is answered with 200 and changes nothing.
    if (childOf(*body, "run_info").value("status", std::string()) != m_run.status)
        return base::failure(ErrorCode::NetworkFailure, "the server did not take the run's status",
            m_client.server().url, "upload again");
    return {};
}

/// Reads everything back once more: servers answer 200 to much that they drop.
Result<void> RunUpload::verify()
{
    say("reading back");
    if (auto read = readBack(); !read)
        return read;
    const auto incomplete = [&](const char* what) {
        return base::failure(ErrorCode::NetworkFailure,
            std::string("the server has not all ") + what, m_client.server().url, "upload again");
    };
    const json data = childOf(m_remote, "data");
    const auto params = pairsOf(childOf(data, "params"));
    for (const auto& [key, value] : m_run.params)
        if (!params.contains(key))
            return incomplete("parameters");
    const auto tags = pairsOf(childOf(data, "tags"));
    for (const auto& [key, value] : m_run.tags)
        if (!tags.contains(key))
            return incomplete("tags");
    const auto complete = completeMetrics();
    if (!complete)
        return base::failure(complete);
    for (const MlflowMetric& metric : m_run.metrics)
        if (!complete->contains(metric.key))
            return incomplete("metrics");
    const auto files = filesOfRun({});
    if (!files)
        return base::failure(files);
    for (const MlflowFile& file : m_run.artifacts) {
        const auto found = files->find(file.path);
        const bool there = found != files->end() && found->second == file.bytes.size();
        if (!there && !m_tooLarge.contains(file.path))
            return incomplete("files");
    }
    return {};
}

Result<void> RunUpload::tellOfLargeFiles() const
{
    if (m_tooLarge.empty())
        return {};
    std::string names;
    for (const std::string& name : m_tooLarge)
        names += (names.empty() ? "" : ", ") + name;
    return base::failure(ErrorCode::TooLarge,
        "the server refuses files of this size (413: " + names + "); all else is there",
        m_client.server().url, "ask its administrator for a higher limit, then send again");
}

Result<UploadResult> RunUpload::run()
{
    using Step = Result<void> (RunUpload::*)();
    const auto each = [this](std::initializer_list<Step> steps) -> Result<void> {
        for (const Step step : steps)
            if (auto done = (this->*step)(); !done)
                return done;
        return {};
    };
    if (m_run.status == kRunning) {
        // A few calls only: the upload at the end makes sure of the rest.
        if (auto sent = each({&RunUpload::findExperiment, &RunUpload::findRun, &RunUpload::readBack,
                &RunUpload::sendParams, &RunUpload::sendTags, &RunUpload::sendMetrics});
            !sent)
            return base::failure(sent);
        return std::move(m_result);
    }
    // Twice: what a first round finds missing at its end, a second one sends.
    constexpr int kRounds = 2;
    for (int round = 0;; ++round) {
        if (auto sent = each({&RunUpload::findExperiment, &RunUpload::findRun, &RunUpload::readBack,
                &RunUpload::sendParams, &RunUpload::sendTags, &RunUpload::sendDatasets,
                &RunUpload::sendMetrics, &RunUpload::sendArtifacts, &RunUpload::sendModel,
                &RunUpload::registerModel, &RunUpload::removeTwins, &RunUpload::finish});
            !sent)
            return base::failure(sent);
        const auto whole = verify();
        if (whole)
            break;
        if (round + 1 == kRounds)
            return base::failure(whole);
    }
    if (auto told = tellOfLargeFiles(); !told)
        return base::failure(told);
    m_result.link = m_client.server().url + "/#/experiments/" + m_result.experimentId + "/runs/" +
                    m_result.remoteRun;
    return std::move(m_result);
}

base::Result<void> appendMetrics(
    MlflowClient& client, const std::string& remoteRun, const std::vector<MlflowMetric>& points)
{
    for (std::size_t first = 0; first < points.size(); first += kMetricsPerCall) {
        json metrics = json::array();
        for (std::size_t i = first; i < std::min(points.size(), first + kMetricsPerCall); ++i)
            metrics.push_back(metricJson(points[i]));
        const auto reply = client.send("POST", std::string(kMlflowApi) + "runs/log-batch",
            {{"run_id", remoteRun}, {"metrics", metrics}});
        if (!reply)
            return base::failure(reply);
        if (!reply->ok())
            return base::failure(
                mlflowError(*reply, "the metrics were refused", client.server().url));
    }
    return {};
}

base::Result<void> setRunStatus(MlflowClient& client, const std::string& remoteRun,
    const std::string& status, std::int64_t endMs)
{
    const auto reply = client.send("POST", std::string(kMlflowApi) + "runs/update",
        {{"run_id", remoteRun}, {"status", status}, {"end_time", endMs}});
    if (!reply)
        return base::failure(reply);
    if (!reply->ok())
        return base::failure(mlflowError(*reply, "the run cannot be ended", client.server().url));
    return {};
}

base::Result<UploadResult> uploadRun(MlflowClient& client, const MlflowRun& run,
    const UploadOptions& options, const UploadStage& stage)
{
    try {
        return RunUpload(client, run, options, stage).run();
    } catch (const json::exception&) {
        return base::failure(ErrorCode::NetworkFailure, "the answer is not MLflow's",
            client.server().url, "check the address: it must be the base of an MLflow server");
    } catch (const std::exception& error) {
        return base::failure(
            ErrorCode::Internal, std::string("the upload failed: ") + error.what());
    }
}

} // namespace negatoscope::tracking
