#include "core/model/ConfigSchema.h"
#include "core/model/NotebookText.h"
#include "core/model/SchemaRows.h"

namespace negatoscope::model {

namespace {

/// Names beside params and added_layers are harmless helpers (img_size = 224) unless they hold what
/// only those two can hold.
base::Result<nlohmann::json> onlyConfiguration(const nlohmann::json& assigned)
{
    nlohmann::json kept = nlohmann::json::object();
    std::string stranger;
    for (const auto& [name, value] : assigned.items()) {
        if (name == "params" || name == "added_layers")
            kept[name] = value;
        else if (value.is_structured() || stranger.empty())
            stranger = name;
    }
    const bool structured = !stranger.empty() && assigned[stranger].is_structured();
    if (!structured && !kept.empty())
        return kept;
    return schema::unknownKey(stranger, "configuration", {"params", "added_layers"});
}

nlohmann::ordered_json changedMembers(
    const ModelConfig& config, const ModelConfig& reference, const ParameterRow& owner)
{
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const ParameterRow& row : parameterRows())
        if (row.key.starts_with(owner.key + ".") && (!row.applies || row.applies(config)) &&
            row.get(config) != row.get(reference))
            object[row.key.substr(owner.key.size() + 1)] = row.get(config);
    return object;
}

/// The shortest form that reads back to the same: a name, true, or an object of what differs.
nlohmann::ordered_json shortForm(const ModelConfig& config, const ParameterRow& row)
{
    const nlohmann::json value = row.get(config);
    // What the bare name or the bare switch would give.
    ModelConfig reference = defaultConfig();
    const bool object = value.is_object();
    const nlohmann::json bare = object ? nlohmann::json::object() : value;
    if (!row.set(reference, bare))
        return value;
    nlohmann::ordered_json members = changedMembers(config, reference, row);
    if (members.empty())
        return value;
    if (value.is_string()) {
        nlohmann::ordered_json named;
        named["name"] = value;
        named.update(members);
        return named;
    }
    return members;
}

bool isDefault(const ModelConfig& config, const ParameterRow& row)
{
    if (row.get(config) != row.defaultValue)
        return false;
    const ModelConfig defaults = defaultConfig();
    for (const ParameterRow& member : parameterRows())
        if (member.key.starts_with(row.key + ".") && member.get(config) != member.get(defaults))
            return false;
    return true;
}

nlohmann::ordered_json layerShortForm(const LayerSpec& layer)
{
    nlohmann::ordered_json json;
    json["type"] = layer.type;
    const LayerRow* row = findLayer(layer.type);
    for (const ParameterRow& argument : row ? row->arguments : std::vector<ParameterRow>{}) {
        const nlohmann::json value = layer.options.value(argument.key, argument.defaultValue);
        if (argument.key == row->countKey)
            json["count"] = value;
        else if (value != argument.defaultValue)
            json[argument.key] = value;
    }
    if (layer.options.contains("name"))
        json["name"] = layer.options["name"];
    if (!layer.enabled)
        json["enabled"] = false;
    return json;
}

} // namespace

base::Result<ModelConfig> configFromText(std::string_view text)
{
    try {
        const auto content = parseNotebookText(text);
        if (!content)
            return base::failure(content);
        if (!content->named)
            return configFromJson(content->value);
        const auto kept = onlyConfiguration(content->value);
        if (!kept)
            return base::failure(kept);
        return configFromJson(*kept);
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the configuration could not be read: ") + error.what());
    }
}

std::string toNotebookText(const ModelConfig& config)
{
    std::string text = "params = {\n";
    for (const ParameterRow& row : parameterRows()) {
        if (row.key.find('.') != std::string::npos)
            continue;
        // The learning rate's default depends on the optimizer's name.
        const bool said = row.inNotebook || row.key == "learning_rate" || !isDefault(config, row);
        if (!said)
            continue;
        text += "    '" + row.key + "': " + toPythonLiteral(shortForm(config, row)) + ",\n";
    }
    text += "}\nadded_layers = [\n";
    for (const LayerSpec& layer : config.addedLayers)
        text += "    " + toPythonLiteral(layerShortForm(layer)) + ",\n";
    return text + "]\n";
}

} // namespace negatoscope::model
