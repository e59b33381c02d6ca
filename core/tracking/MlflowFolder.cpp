#include "core/tracking/MlflowFolder.h"

#include "core/base/Files.h"
#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/tracking/MlflowSync.h"

#include <cstdio>

namespace negatoscope::tracking {

namespace {

using base::Result;

constexpr int kFinished = 3;
constexpr int kFailed = 4;
constexpr int kKilled = 5;

std::string yamlText(const std::string& text)
{
    std::string yaml = "'";
    for (const char c : base::printable(text))
        yaml += c == '\'' ? std::string("''") : std::string(1, c);
    return yaml + "'";
}

/// 18 digits, as MLflow gives its own; the same for the same name.
std::string experimentId(const std::string& name)
{
    const std::string hash = base::contentHash(name);
    std::string digits;
    for (const char c : hash.substr(0, 18))
        digits += static_cast<char>('0' + (c >= 'a' ? c - 'a' + 3 : c - '0') % 10);
    digits.front() = digits.front() == '0' ? '7' : digits.front();
    return digits;
}

int statusNumber(const std::string& status)
{
    return status == "FAILED" ? kFailed : status == "KILLED" ? kKilled : kFinished;
}

/// Files below one folder, parents made as they come.
class FolderWriter
{
public:
    explicit FolderWriter(std::filesystem::path root)
        : m_root(std::move(root))
    {}

    Result<void> write(const std::string& name, const std::string& text) const
    {
        const std::filesystem::path path = m_root / name;
        if (auto made = base::makeFolder(path.parent_path()); !made)
            return made;
        return base::writeFileAtomically(path, text);
    }

private:
    std::filesystem::path m_root;
};

Result<void> writeMetrics(const FolderWriter& to, const MlflowRun& run)
{
    std::map<std::string, std::string> lines;
    for (const MlflowMetric& metric : run.metrics)
        lines[metric.key] += std::to_string(metric.timestampMs) + " " +
                             base::formatNumber(metric.value, 17) + " " +
                             std::to_string(metric.step) + "\n";
    for (const auto& [key, text] : lines)
        if (auto written = to.write("metrics/" + key, text); !written)
            return written;
    return {};
}

Result<void> writeModel(const FolderWriter& to, const MlflowRun& run, const std::string& runId,
    std::map<std::string, std::string>& tags)
{
    if (!run.model)
        return {};
    const std::string folder = "artifacts/" + run.model->name + "/";
    for (const MlflowFile& file : run.model->files)
        if (auto written = to.write(folder + file.path, file.bytes); !written)
            return written;
    tags["mlflow.log-model.history"] = nlohmann::json::array(
        {{{"artifact_path", run.model->name}, {"run_id", runId},
            {"utc_time_created", "2026-01-01 00:00:00.000000"},
            {"flavors", {{"onnx", {{"data", "model.onnx"}}},
                            {"python_function", {{"loader_module", "mlflow.onnx"}}}}}}})
                                           .dump();
    return to.write(
        folder + "MLmodel", run.model->description(runId, {}, run.model->name, run.endMs));
}

Result<void> writeRun(const std::filesystem::path& experimentFolder, const std::string& experiment,
    const MlflowRun& run)
{
    std::string runId = run.uuid;
    std::erase(runId, '-');
    const std::filesystem::path folder = experimentFolder / runId;
    std::error_code code;
    std::filesystem::remove_all(folder, code); // ours, from an earlier export
    const FolderWriter to(folder);
    std::map<std::string, std::string> tags = run.tags;
    tags["mlflow.runName"] = run.name;
    if (const auto parent = tags.find(kParentUuidTag); parent != tags.end()) {
        std::string parentId = parent->second;
        std::erase(parentId, '-');
        tags[kMlflowParentTag] = parentId;
    }
    if (auto written = writeMetrics(to, run); !written)
        return written;
    for (const auto& [key, value] : run.params)
        if (auto written = to.write("params/" + key, value); !written)
            return written;
    for (const MlflowFile& file : run.artifacts)
        if (auto written = to.write("artifacts/" + file.path, file.bytes); !written)
            return written;
    if (auto written = writeModel(to, run, runId, tags); !written)
        return written;
    for (const auto& [key, value] : tags)
        if (auto written = to.write("tags/" + key, value); !written)
            return written;
    // Last: a folder without it is no run.
    return to.write("meta.yaml",
        "artifact_uri: " + yamlText("file://" + (folder / "artifacts").string()) +
            "\nend_time: " + std::to_string(run.endMs) + "\nentry_point_name: ''\nexperiment_id: " +
            yamlText(experiment) + "\nlifecycle_stage: active\nrun_id: " + yamlText(runId) +
            "\nrun_name: " + yamlText(run.name) + "\nrun_uuid: " + yamlText(runId) +
            "\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: " +
            std::to_string(run.startMs) + "\nstatus: " + std::to_string(statusNumber(run.status)) +
            "\ntags: []\nuser_id: " + yamlText(tags["mlflow.user"]) + "\n");
}

} // namespace

base::Result<int> exportMlflowFolder(const RunStore& store, const std::vector<std::string>& ids,
    const std::string& experiment, const std::filesystem::path& folder)
{
    auto rows = ids.empty() ? store.list() : store.details(ids);
    if (!rows)
        return base::failure(rows);
    std::error_code code;
    const std::filesystem::path root = std::filesystem::absolute(folder, code).lexically_normal();
    const std::string id = experimentId(experiment);
    const FolderWriter to(root / id);
    int count = 0;
    for (const RunRow& row : *rows) {
        if (!row.origin.empty())
            continue;
        std::vector<std::string> notes;
        const auto run = prepareRun(store, row, {}, notes);
        if (!run)
            return base::failure(run);
        if (auto written = writeRun(root / id, id, *run); !written)
            return base::failure(written);
        ++count;
    }
    if (std::filesystem::exists(root / id / "meta.yaml", code))
        return count;
    const std::string now = std::to_string(rows->empty() ? 0 : rows->front().finishedAtMs);
    auto written = to.write("meta.yaml",
        "artifact_location: " + yamlText("file://" + (root / id).string()) + "\ncreation_time: " +
            now + "\nexperiment_id: " + yamlText(id) + "\nlast_update_time: " + now +
            "\nlifecycle_stage: active\nname: " + yamlText(experiment) + "\n");
    if (!written)
        return base::failure(written);
    return count;
}

} // namespace negatoscope::tracking
