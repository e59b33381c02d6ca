#include "core/model/ConfigSchema.h"

#include "core/base/Text.h"
#include "core/model/SchemaRows.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace negatoscope::model {

namespace {

std::vector<ParameterRow> makeRows()
{
    std::vector<ParameterRow> rows;
    const auto append = [&rows](std::vector<ParameterRow> more) {
        std::move(more.begin(), more.end(), std::back_inserter(rows));
    };
    append(schema::backboneRows());
    append(schema::filmRows());
    append(schema::trainingRows());
    append(schema::optimizerRows());
    append(schema::lossRows());
    append(schema::scheduleRows());
    append(schema::augmentationRows());
    const ModelConfig defaults = defaultConfig();
    for (ParameterRow& row : rows)
        row.defaultValue = row.get(defaults);
    return rows;
}

/// Other spellings of keys.
std::string canonicalKey(std::string_view key)
{
    static const std::map<std::string, std::string, std::less<>> kAliases{
        {"optimizer.learning_rate", "learning_rate"}, {"optimizer.lr", "learning_rate"},
        {"lr", "learning_rate"}, {"loss.label_smoothing", "label_smoothing"},
        {"clipnorm", "optimizer.clipnorm"}, {"clip_norm", "optimizer.clipnorm"},
        {"global_clipnorm", "optimizer.global_clipnorm"}, {"clipvalue", "optimizer.clipvalue"},
        {"clip_value", "optimizer.clipvalue"}, {"weight_decay", "optimizer.weight_decay"},
        {"momentum", "optimizer.momentum"}, {"warm_up", "schedule.warm_up"},
        {"optimizer.name", "optimizer"}, {"loss.name", "loss"}, {"schedule.name", "schedule"},
        {"class_weight", "class_weights"}, {"resize_policy", "resize"}};
    const auto found = kAliases.find(key);
    return found == kAliases.end() ? std::string(key) : found->second;
}

std::string kindText(const ParameterRow& row)
{
    const std::string from =
        base::formatNumber(row.minimum, 15) + "…" + base::formatNumber(row.maximum, 15);
    std::string text;
    switch (row.kind) {
    case ValueKind::Boolean:
        text = "true, false";
        break;
    case ValueKind::Integer:
        text = "whole number " + from;
        break;
    case ValueKind::Real:
        text = "number " + from;
        break;
    case ValueKind::Choice:
        text = schema::joined(row.choices);
        break;
    case ValueKind::Text:
        text = "text";
        break;
    case ValueKind::Sizes:
        text = "whole numbers " + from;
        break;
    case ValueKind::Object:
        text = "name or object";
        break;
    case ValueKind::List:
        text = "list";
        break;
    }
    return row.nullable ? text + ", null" : text;
}

std::string inTable(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
        escaped += c == '|' ? std::string("\\|") : std::string(1, c);
    return escaped;
}

std::string markdownRow(const ParameterRow& row)
{
    return "| `" + row.key + "` | " + inTable(kindText(row)) + " | `" +
           inTable(row.defaultValue.dump()) + "` | " + inTable(row.effect) + " |\n";
}

} // namespace

ModelConfig defaultConfig()
{
    ModelConfig config;
    config.optimizer = defaultOptimizer(config.optimizer.name);
    return config;
}

const std::vector<ParameterRow>& parameterRows()
{
    static const std::vector<ParameterRow> kRows = makeRows();
    return kRows;
}

const ParameterRow* findParameter(std::string_view key)
{
    const std::string wanted = canonicalKey(key);
    const auto& rows = parameterRows();
    const auto found = std::find_if(
        rows.begin(), rows.end(), [&wanted](const ParameterRow& row) { return row.key == wanted; });
    return found == rows.end() ? nullptr : &*found;
}

const std::vector<std::string>& activationNames()
{
    // keras.md 3.2; swish and hard_swish are Keras' other names of silu and hard_silu.
    static const std::vector<std::string> kNames{"linear", "relu", "relu6", "leaky_relu", "elu",
        "selu", "celu", "gelu", "silu", "mish", "tanh", "sigmoid", "hard_sigmoid", "hard_silu",
        "hard_tanh", "softmax", "log_softmax", "softplus", "softsign", "exponential", "squareplus",
        "soft_shrink", "hard_shrink", "tanh_shrink", "threshold", "sparse_plus", "sparse_sigmoid",
        "sparsemax", "glu", "log_sigmoid"};
    return kNames;
}

std::string schemaMarkdown()
{
    const std::string head = "| key | values | default | effect |\n|---|---|---|---|\n";
    std::string text = "## params\n";
    std::string group;
    for (const ParameterRow& row : parameterRows()) {
        if (row.group != group) {
            group = row.group;
            text += "\n### " + group + "\n\n" + head;
        }
        text += markdownRow(row);
    }
    text += "\n## added_layers\n";
    for (const LayerRow& layer : layerRows()) {
        text += "\n### " + layer.type + "\n\n" + layer.effect;
        if (!layer.countKey.empty())
            text += " `count` means `" + layer.countKey + "`.";
        text += "\n";
        if (layer.arguments.empty())
            continue;
        text += "\n" + head;
        for (const ParameterRow& row : layer.arguments)
            text += markdownRow(row);
    }
    return text;
}

} // namespace negatoscope::model
