#include "core/model/ModelConfig.h"

#include "core/base/Text.h"
#include "core/model/ConfigSchema.h"
#include "core/model/MobileNetV2Layout.h"
#include "core/model/NotebookText.h"
#include "core/model/SchemaRows.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace negatoscope::model {

namespace {

using schema::shown;

constexpr std::size_t kMostLayers = 200;

tl::unexpected<base::Error> badConfiguration(
    std::string what, std::string where, std::string remedy)
{
    return base::failure(base::ErrorCode::InvalidConfiguration, std::move(what), std::move(where),
        std::move(remedy));
}

std::vector<std::string> topLevelKeys()
{
    std::vector<std::string> keys;
    for (const ParameterRow& row : parameterRows())
        if (row.key.find('.') == std::string::npos)
            keys.push_back(row.key);
    for (const char* alias : {"clipnorm", "global_clipnorm", "clipvalue", "weight_decay"})
        keys.emplace_back(alias);
    return keys;
}

/// Two keys that say the same thing must not differ.
base::Result<void> checkSaidTwice(const nlohmann::json& params)
{
    const auto differ = [](const nlohmann::json& a, const nlohmann::json& b) {
        return !a.is_null() && !b.is_null() && a != b;
    };
    const auto inside = [&params](const char* outer, const char* inner) -> nlohmann::json {
        const auto owner = params.find(outer);
        if (owner == params.end() || !owner->is_object())
            return nullptr;
        const auto config = owner->find("config");
        const auto& object = config != owner->end() && config->is_object() ? *config : *owner;
        return object.value(inner, nlohmann::json());
    };
    const auto at = [&params](const char* key) {
        return params.value(key, nlohmann::json());
    };
    const nlohmann::json size = at("img_size");
    const nlohmann::json shape = at("input_shape");
    if (shape.is_array() && shape.size() == 3 && !size.is_null()) {
        const nlohmann::json height = size.is_array() && size.size() == 2 ? size[0] : size;
        const nlohmann::json width = size.is_array() && size.size() == 2 ? size[1] : size;
        if (height != shape[0] || width != shape[1])
            return badConfiguration("'img_size' " + shown(size) + " and 'input_shape' " +
                                        shown(shape) + " do not agree",
                "params", "give one of them, or the same size in both");
    }
    for (const auto& [key, outer] :
        {std::pair{"learning_rate", "optimizer"}, std::pair{"label_smoothing", "loss"}})
        if (differ(at(key), inside(outer, key)))
            return badConfiguration("'" + std::string(key) + "' is " + shown(at(key)) + " and " +
                                        shown(inside(outer, key)) + " inside '" + outer + "'",
                "params", "leave one of them out");
    return {};
}

/// What no single row can see.
base::Result<void> checkTogether(const ModelConfig& config)
{
    static const std::set<double> kPublished{0.35, 0.5, 0.75, 1.0, 1.3, 1.4};
    if (config.weights == "imagenet" && !kPublished.contains(config.alpha))
        return badConfiguration(
            "there are no imagenet weights for alpha " + base::formatNumber(config.alpha), "params",
            "use one of 0.35, 0.5, 0.75, 1.0, 1.3, 1.4, or set weights to 'random'");
    const OptimizerConfig& optimizer = config.optimizer;
    const int clips = int(optimizer.clipNorm.has_value()) +
                      int(optimizer.globalClipNorm.has_value()) +
                      int(optimizer.clipValue.has_value());
    if (clips > 1)
        return badConfiguration("only one of clipnorm, global_clipnorm and clipvalue can be set",
            "params, optimizer", "leave the others out");
    if (config.standardizeFeatures && config.strategy != Strategy::NoTuning)
        return badConfiguration("'standardize_features' needs a frozen backbone", "params",
            "set strategy to 'no_tuning', or standardize_features to False");
    return {};
}

base::Result<void> readParams(ModelConfig& config, const nlohmann::json& params)
{
    if (!params.is_object())
        return badConfiguration(
            "'params' cannot be " + shown(params), {}, "use a dictionary: params = {…}");
    if (const auto agree = checkSaidTwice(params); !agree)
        return agree;
    std::set<std::string> read;
    // In the table's order: the optimizer's name sets defaults that later keys change.
    std::vector<std::pair<const ParameterRow*, const nlohmann::json*>> settings;
    for (const auto& [key, value] : params.items()) {
        const ParameterRow* row = key.size() <= 64 ? findParameter(key) : nullptr;
        if (!row)
            return schema::unknownKey(key, "params", topLevelKeys());
        if (!read.insert(row->key).second)
            return badConfiguration("'" + row->key + "' is given twice under different names",
                "params", "leave one of them out");
        settings.emplace_back(row, &value);
    }
    std::stable_sort(settings.begin(), settings.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [row, value] : settings)
        if (const auto set = row->set(config, *value); !set)
            return set;
    return {};
}

base::Result<std::vector<LayerSpec>> readLayers(const nlohmann::json& layers)
{
    if (!layers.is_array())
        return badConfiguration("'added_layers' cannot be " + shown(layers), {},
            "use a list: added_layers = [{'type': 'dense', 'count': 128}, …]");
    if (layers.size() > kMostLayers)
        return badConfiguration("there are " + std::to_string(layers.size()) + " added layers", {},
            "use at most " + std::to_string(kMostLayers));
    std::vector<LayerSpec> specs;
    for (const auto& layer : layers) {
        auto spec = layerFromJson(layer, static_cast<int>(specs.size()) + 1);
        if (!spec)
            return base::failure(spec);
        specs.push_back(*std::move(spec));
    }
    return specs;
}

bool hasMembers(const std::string& key)
{
    const auto& rows = parameterRows();
    return std::any_of(rows.begin(), rows.end(),
        [&key](const ParameterRow& row) { return row.key.starts_with(key + "."); });
}

/// The value of a row that owns others: {"name": …, "momentum": …}.
nlohmann::ordered_json objectOf(const ModelConfig& config, const ParameterRow& owner)
{
    nlohmann::ordered_json object;
    const nlohmann::json value = owner.get(config);
    if (value == false)
        return false;
    if (value.is_string())
        object["name"] = value;
    for (const ParameterRow& row : parameterRows())
        if (row.key.starts_with(owner.key + ".") && (!row.applies || row.applies(config)))
            object[row.key.substr(owner.key.size() + 1)] = row.get(config);
    return object;
}

base::Result<std::size_t> layerPosition(const ModelConfig& config, const std::string& text)
{
    std::size_t position = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), position);
    if (error != std::errc{} || rest != text.data() + text.size() ||
        position >= config.addedLayers.size())
        return badConfiguration("there is no added layer number " + text.substr(0, 20),
            "added_layers",
            config.addedLayers.empty()
                ? "the stack is empty"
                : "count from 0 to " + std::to_string(config.addedLayers.size() - 1));
    return position;
}

/// `rest` is "1.count", "1.kernel_regularizer.l2", "1".
base::Result<void> setLayer(
    ModelConfig& config, const std::string& rest, const nlohmann::json& value)
{
    const std::size_t dot = rest.find('.');
    const auto position = layerPosition(config, rest.substr(0, dot));
    if (!position)
        return base::failure(position);
    LayerSpec& layer = config.addedLayers[*position];
    if (dot == std::string::npos && value.is_null()) {
        config.addedLayers.erase(
            config.addedLayers.begin() + static_cast<std::ptrdiff_t>(*position));
        return {};
    }
    nlohmann::json json = value;
    if (dot != std::string::npos) {
        std::string key = rest.substr(dot + 1);
        json = nlohmann::json::parse(toJson(layer).dump());
        const LayerRow* row = findLayer(layer.type);
        if (key == "count" && row && !row->countKey.empty())
            key = row->countKey;
        const std::size_t inner = key.find('.');
        if (key == "type") {
            json = {{"type", value}};
        } else if (inner == std::string::npos) {
            json[key] = value;
        } else {
            nlohmann::json& outer = json[key.substr(0, inner)];
            if (outer.is_null())
                outer = nlohmann::json::object();
            if (!outer.is_object())
                return schema::invalidValue(
                    {key, "added_layers"}, value, "'" + key.substr(0, inner) + "' has no parts");
            outer[key.substr(inner + 1)] = value;
        }
    }
    auto changed = layerFromJson(json, static_cast<int>(*position) + 1);
    if (!changed)
        return base::failure(changed);
    layer = *std::move(changed);
    return {};
}

/// "data_augmentation.<range>": the ranges are the image room's, so they go through its JSON.
base::Result<void> setAugmentationRange(
    ModelConfig& config, const std::string& range, const nlohmann::json& value)
{
    nlohmann::json ranges = image::toJson(config.augmentation.value_or(image::Augmentation{}));
    ranges[range] = value;
    auto augmentation = image::augmentationFromJson(ranges);
    if (!augmentation)
        return base::failure(augmentation);
    config.augmentation = *augmentation;
    return {};
}

base::Result<void> setPath(ModelConfig& config, const std::string& key, const nlohmann::json& value)
{
    const std::string layers = "added_layers";
    const std::string augmentation = "data_augmentation.";
    if (key == layers) {
        auto specs = readLayers(value);
        if (!specs)
            return base::failure(specs);
        config.addedLayers = *std::move(specs);
        return {};
    }
    if (key.starts_with(layers + "."))
        return setLayer(config, key.substr(layers.size() + 1), value);
    if (key.starts_with(augmentation))
        return setAugmentationRange(config, key.substr(augmentation.size()), value);
    if (const ParameterRow* row = findParameter(key))
        return row->set(config, value);
    std::vector<std::string> known;
    for (const ParameterRow& row : parameterRows())
        known.push_back(row.key);
    known.push_back(layers);
    return schema::unknownKey(key, "--set", known);
}

} // namespace

base::Result<ModelConfig> configFromJson(const nlohmann::json& json)
{
    try {
        if (!json.is_object())
            return badConfiguration("a configuration cannot be " + shown(json), {},
                "use {\"params\": {…}, \"added_layers\": […]}");
        ModelConfig config = defaultConfig();
        const bool whole = json.contains("params") || json.contains("added_layers");
        if (!whole) {
            if (const auto read = readParams(config, json); !read)
                return base::failure(read);
        }
        for (const auto& [key, value] : json.items()) {
            if (!whole)
                break;
            if (key == "params") {
                if (const auto read = readParams(config, value); !read)
                    return base::failure(read);
            } else if (key == "added_layers") {
                auto layers = readLayers(value);
                if (!layers)
                    return base::failure(layers);
                config.addedLayers = *std::move(layers);
            } else {
                return schema::unknownKey(key, "configuration", {"params", "added_layers"});
            }
        }
        if (const auto fits = checkTogether(config); !fits)
            return base::failure(fits);
        return config;
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the configuration could not be read: ") + error.what());
    }
}

nlohmann::ordered_json toJson(const ModelConfig& config)
{
    nlohmann::ordered_json params = nlohmann::ordered_json::object();
    for (const ParameterRow& row : parameterRows()) {
        if (row.key.find('.') != std::string::npos)
            continue;
        params[row.key] =
            hasMembers(row.key) ? objectOf(config, row) : nlohmann::ordered_json(row.get(config));
    }
    nlohmann::ordered_json layers = nlohmann::ordered_json::array();
    for (const LayerSpec& layer : config.addedLayers)
        layers.push_back(toJson(layer));
    nlohmann::ordered_json json;
    json["params"] = std::move(params);
    json["added_layers"] = std::move(layers);
    return json;
}

base::Result<ModelConfig> withSetting(const ModelConfig& config, std::string_view assignment)
{
    try {
        const std::size_t equals = assignment.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return base::failure(base::ErrorCode::InvalidUsage,
                "'" + std::string(assignment.substr(0, 60)) + "' is not KEY=VALUE", "--set",
                "write for example learning_rate=3e-4");
        std::string key(assignment.substr(0, equals));
        std::erase(key, ' ');
        const std::string prefix = "params.";
        if (key.starts_with(prefix))
            key.erase(0, prefix.size());
        ModelConfig changed = config;
        const nlohmann::json value = parseSettingValue(assignment.substr(equals + 1));
        if (const auto set = setPath(changed, key, value); !set)
            return base::failure(set);
        if (const auto fits = checkTogether(changed); !fits)
            return base::failure(fits);
        return changed;
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the setting could not be read: ") + error.what());
    }
}

int frozenLayerCount(const ModelConfig& config)
{
    const int layers = static_cast<int>(mobileNetV2Layout(config.alpha, 224, 224).size());
    switch (config.strategy) {
    case Strategy::NoTuning:
        return layers;
    case Strategy::FineTuning:
    case Strategy::TwoStage:
        return std::clamp(config.fixedLayers, 0, layers);
    case Strategy::FullTuning:
        return 0;
    }
    return layers;
}

} // namespace negatoscope::model
