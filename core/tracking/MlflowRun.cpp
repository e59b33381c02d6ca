#include "core/tracking/MlflowRun.h"

#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/model/ConfigSchema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <set>

namespace negatoscope::tracking {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// Shorter than the server's own limits (mlflow.md 1.4), at which it cuts without a word.
constexpr std::size_t kLongestParam = 5900;
constexpr std::size_t kLongestTag = 4900;
constexpr std::size_t kLongestKey = 250;

/// Cuts on a character's border.
std::string shortened(std::string text, std::size_t longest)
{
    if (text.size() <= longest)
        return text;
    while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U)
        --longest;
    text.resize(longest);
    return text + "…";
}

/// As Python would print it, which is what notebooks log: True, None, 0.35, (224, 224, 3).
std::string pythonText(const json& value, bool tuple = false)
{
    if (value.is_null())
        return "None";
    if (value.is_boolean())
        return value.get<bool>() ? "True" : "False";
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_array() && tuple) {
        std::string text = "(";
        for (const json& part : value)
            text += (text.size() > 1 ? ", " : "") + pythonText(part);
        return text + ")";
    }
    return value.dump();
}

/// Weights by name: of a path only the file's own, and Keras' published file as "imagenet".
std::string weightsText(const std::string& weights)
{
    const std::size_t slash = weights.find_last_of("/\\");
    const std::string name = slash == std::string::npos ? weights : weights.substr(slash + 1);
    return name.starts_with("mobilenet_v2_weights_tf_dim_ordering") ? "imagenet" : name;
}

void addParam(MlflowRun& to, const std::string& key, std::string value)
{
    if (value.empty())
        value = "''"; // an empty one looks like a loss, and could never be put right
    to.params[mlflowKey(key)] = shortened(base::printable(value), kLongestParam);
}

void addParams(MlflowRun& to, const model::ModelConfig& config)
{
    const ordered_json whole = model::toJson(config);
    for (const auto& [key, value] : whole.at("params").items()) {
        if (key == "weights")
            addParam(to, key, weightsText(config.weights));
        else if (value.is_object() && value.contains("name")) {
            addParam(to, key, value.at("name").get<std::string>());
            for (const auto& [option, setting] : value.items())
                if (option != "name")
                    addParam(to, key + "." + option, pythonText(setting));
        } else {
            addParam(to, key, pythonText(value, key == "input_shape"));
        }
    }
    addParam(to, "added_layers", whole.at("added_layers").dump());
    int number = 0;
    for (const model::LayerSpec& layer : config.addedLayers) {
        // One line for each layer: short enough to be read and searched for in a table.
        const ordered_json full = model::toJson(layer);
        std::string text = layer.type;
        for (const char* option : {"units", "rate", "filters", "activation", "stddev"})
            if (full.contains(option))
                text += std::string(" ") + pythonText(full[option]);
        addParam(to, "layer " + std::to_string(++number), text + (layer.enabled ? "" : " (off)"));
    }
    // The names that tf.keras autologging gives these.
    addParam(to, "opt_name", config.optimizer.name);
    addParam(to, "opt_learning_rate", base::formatNumber(config.optimizer.learningRate));
}

void addMetrics(MlflowRun& to, const training::RunRecord& run)
{
    std::set<std::string> notFinite;
    std::int64_t last = 0;
    for (const training::EpochRecord& epoch : run.history) {
        last = std::max(epoch.finishedAtMs, last + 1);
        for (const auto& [name, value] : epoch.metrics) {
            if (std::isfinite(value))
                to.metrics.push_back({mlflowKey(name), value, last, epoch.epoch});
            else if (notFinite.insert(name).second)
                to.tags["negatoscope.nonfinite." + mlflowKey(name)] =
                    "first in epoch " + std::to_string(epoch.epoch);
        }
    }
    const auto first = run.history.empty() ? std::int64_t{0} : run.history.front().finishedAtMs;
    to.startMs = std::min(first, last - static_cast<std::int64_t>(run.seconds.total * 1000.0));
    to.endMs = std::max(last, to.startMs);
}

/// Final figures under "val/…" and "test/…", beside Keras' names and in charts of their own.
void addFigures(MlflowRun& to, const char* prefix, const json& figures, int epoch)
{
    for (const auto& [name, value] : figures.items())
        if (value.is_number() && name != "threshold")
            to.metrics.push_back(
                {std::string(prefix) + mlflowKey(name), value.get<double>(), to.endMs, epoch});
}

void addDataset(MlflowRun& to, const char* split, const char* context, std::size_t films,
    const training::RunRecord& run)
{
    if (films == 0)
        return;
    MlflowDataset dataset;
    dataset.name = std::string("films, ") + split;
    dataset.digest = base::contentHash(run.dataFingerprint + split).substr(0, 16);
    dataset.context = context;
    dataset.sourceType = "local";
    dataset.source = json{{"uri", "films-on-the-computer-of-the-user"}}.dump();
    dataset.profile = json{{"num_rows", films}, {"classes", run.validation.classNames}}.dump(
        -1, ' ', false, json::error_handler_t::replace);
    to.datasets.push_back(std::move(dataset));
}

void addDatasets(MlflowRun& to, const training::RunRecord& run)
{
    const auto count = [&run](const char* key) {
        const auto found = run.environment.find(key);
        return run.environment.is_object() && found != run.environment.end() &&
                       found->is_number_unsigned()
                   ? found->get<std::size_t>()
                   : std::size_t{0};
    };
    addDataset(to, "train", "training", count("train_films"), run);
    addDataset(to, "validation", "validation", run.validation.size(), run);
    addDataset(to, "test", "test", run.test.size(), run);
}

void addTags(
    MlflowRun& to, const training::RunRecord& run, const RunRow& row, const std::string& user)
{
    to.tags[kRunUuidTag] = run.id;
    to.tags["negatoscope.version"] = NEGATOSCOPE_VERSION;
    to.tags["negatoscope.data_fingerprint"] = run.dataFingerprint;
    to.tags["negatoscope.best_epoch"] = std::to_string(run.bestEpoch);
    to.tags["negatoscope.outcome"] = training::outcomeName(run.outcome);
    to.tags["mlflow.user"] = user.empty() ? "negatoscope" : user;
    to.tags["mlflow.source.name"] = "negatoscope";
    to.tags["mlflow.source.type"] = "LOCAL";
    if (!row.bestReason.empty())
        to.tags["negatoscope.best"] = "True";
    if (row.starred)
        to.tags["negatoscope.star"] = "True";
    if (row.relation == Relation::ChallengerOf && !row.parent.empty())
        to.tags[kParentUuidTag] = row.parent;
    for (const std::string& tag : row.tags)
        to.tags["negatoscope.tag." + mlflowKey(tag)] = "True";
    if (run.environment.is_object())
        for (const char* key : {"libtorch", "threads", "backbone_hash"})
            if (const auto found = run.environment.find(key); found != run.environment.end())
                to.tags[std::string("negatoscope.") + key] = pythonText(*found);
    for (auto& [key, value] : to.tags)
        value = shortened(base::printable(value), kLongestTag);
}

std::string yamlQuoted(const std::string& text)
{
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + "'";
}

std::string tensorJson(const std::string& name, const std::vector<std::int64_t>& shape)
{
    return ordered_json::array({{{"name", name}, {"type", "tensor"},
                                   {"tensor-spec", {{"dtype", "float32"}, {"shape", shape}}}}})
        .dump();
}

} // namespace

std::string mlflowKey(const std::string& name)
{
    std::string key;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool word = byte >= 0x80U || std::isalnum(byte) != 0 || c == '_' || c == '-' ||
                          c == '.' || c == ' ';
        if (c == '/' && !key.empty() && key.back() != '/')
            key += c;
        else
            key += word ? c : '_';
    }
    while (key.ends_with('/') || key.ends_with(' '))
        key.pop_back();
    key = key.substr(0, kLongestKey);
    const bool onlyDots = key.find_first_not_of('.') == std::string::npos;
    return onlyDots ? "_" + key : key;
}

std::uint64_t MlflowModel::bytes() const
{
    std::uint64_t sum = 0;
    for (const MlflowFile& file : files)
        sum += file.bytes.size();
    return sum;
}

std::string MlflowModel::description(const std::string& runId, const std::string& modelId,
    const std::string& artifactPath, std::int64_t createdMs) const
{
    const auto seconds = static_cast<std::time_t>(createdMs / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> created{};
    std::strftime(created.data(), created.size(), "%Y-%m-%d %H:%M:%S", &utc);
    std::string text = "artifact_path: " + yamlQuoted(artifactPath) +
                       "\nflavors:\n"
                       "  onnx:\n"
                       "    code: null\n"
                       "    data: model.onnx\n"
                       "    onnx_session_options: null\n"
                       "    onnx_version: 1.16.0\n"
                       "    providers:\n"
                       "    - CPUExecutionProvider\n"
                       "  python_function:\n"
                       "    data: model.onnx\n"
                       "    env:\n"
                       "      conda: conda.yaml\n"
                       "      virtualenv: python_env.yaml\n"
                       "    loader_module: mlflow.onnx\n"
                       "    python_version: 3.11.2\n"
                       "is_signature_from_type_hint: false\n"
                       "metadata:\n"
                       "  negatoscope_preprocessing: preprocessing.json\n"
                       "mlflow_version: 2.21.0\n";
    if (!modelId.empty())
        text += "model_id: " + modelId + "\n";
    text += "model_size_bytes: " + std::to_string(bytes()) + "\nmodel_uuid: " + yamlQuoted(uuid) +
            "\nrun_id: " + yamlQuoted(runId) +
            "\nsignature:\n  inputs: " + yamlQuoted(tensorJson(inputName, inputShape)) +
            "\n  outputs: " + yamlQuoted(tensorJson(outputName, outputShape)) +
            "\n  params: null\n"
            "type_hint_from_example: false\n"
            "utc_time_created: '" +
            created.data() + ".000000'\n";
    return text;
}

MlflowRun describeRun(const training::RunRecord& run, const RunRow& row, const std::string& user)
{
    MlflowRun to;
    to.uuid = run.id;
    to.name = !row.name.empty() ? base::printable(row.name) : "Run " + std::to_string(row.number);
    switch (run.outcome) {
    case training::OutcomeKind::Completed:
    case training::OutcomeKind::Stopped:
        to.status = "FINISHED";
        break;
    case training::OutcomeKind::Cancelled:
        to.status = "KILLED";
        break;
    case training::OutcomeKind::Failed:
        to.status = "FAILED";
        break;
    }
    addParams(to, run.config);
    addMetrics(to, run);
    addDatasets(to, run);
    const int epoch = std::max(run.bestEpoch, 0);
    constexpr double kThreshold = 0.5;
    if (run.validation.size() > 0)
        addFigures(to, "val/", evaluation::evaluationJson(run.validation, kThreshold), epoch);
    if (run.test.size() > 0)
        addFigures(to, "test/", evaluation::evaluationJson(run.test, kThreshold), epoch);
    addTags(to, run, row, user);
    return to;
}

} // namespace negatoscope::tracking
