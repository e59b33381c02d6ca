#include "core/model/SchemaRows.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::model::schema {

namespace {

constexpr std::size_t kLongestShown = 48;

std::string rangeText(const char* what, double minimum, double maximum)
{
    return std::string("use ") + what + " from " + base::formatNumber(minimum, 15) + " to " +
           base::formatNumber(maximum, 15);
}

/// Plain names that stand for another one.
std::string withoutAlias(const std::string& plain)
{
    static const std::vector<std::pair<std::string, std::string>> kAliases{
        {"mse", "meansquarederror"}, {"mae", "meanabsoluteerror"}, {"bce", "binarycrossentropy"},
        {"kld", "kldivergence"}, {"kullbackleiblerdivergence", "kldivergence"}, {"average", "avg"},
        {"swish", "silu"}, {"hardswish", "hardsilu"}, {"reducelronplateau", "reduceonplateau"},
        {"cosinedecay", "cosine"}, {"exponentialdecay", "exponential"},
        {"stochasticgradientdescent", "sgd"}};
    for (const auto& [alias, name] : kAliases)
        if (alias == plain)
            return name;
    return plain;
}

} // namespace

std::string shown(const nlohmann::json& value)
{
    if (value.is_structured() && value.size() > 8)
        return value.is_array() ? "this list" : "this object";
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() > kLongestShown)
        text = text.substr(0, kLongestShown) + "…";
    return base::printable(text);
}

std::string plainName(std::string_view name)
{
    std::string plain = base::toLower(name);
    std::erase_if(plain, [](char c) { return c == '_' || c == '-' || c == ' '; });
    return plain;
}

std::string joined(const std::vector<std::string>& names, const char* separator)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : separator) + name;
    return text;
}

tl::unexpected<base::Error> invalidValue(
    const Place& place, const nlohmann::json& value, std::string allowed)
{
    return base::failure(base::ErrorCode::InvalidConfiguration,
        "'" + place.key + "' cannot be " + shown(value), place.where, std::move(allowed));
}

tl::unexpected<base::Error> unknownKey(
    const std::string& key, const std::string& where, const std::vector<std::string>& known)
{
    const std::string nearest =
        key.size() <= kLongestShown ? base::nearestName(key, known) : std::string();
    const std::string quoted =
        key.size() <= kLongestShown ? key : key.substr(0, kLongestShown) + "…";
    return base::failure(base::ErrorCode::InvalidConfiguration, "unknown key '" + quoted + "'",
        where, nearest.empty() ? "use one of " + joined(known) : "did you mean '" + nearest + "'?");
}

base::Result<bool> readBoolean(const Place& place, const nlohmann::json& value)
{
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_string()) {
        const std::string text = base::toLower(value.get<std::string>());
        if (text == "true" || text == "false")
            return text == "true";
    }
    return invalidValue(place, value, "use true or false");
}

base::Result<std::int64_t> readInteger(
    const Place& place, const nlohmann::json& value, double minimum, double maximum)
{
    const std::string allowed = rangeText("a whole number", minimum, maximum);
    if (!value.is_number())
        return invalidValue(place, value, allowed);
    const double number = value.get<double>();
    if (!(number >= minimum && number <= maximum) || number != std::floor(number))
        return invalidValue(place, value, allowed);
    return value.is_number_integer() ? value.get<std::int64_t>()
                                     : static_cast<std::int64_t>(number);
}

base::Result<double> readReal(
    const Place& place, const nlohmann::json& value, double minimum, double maximum)
{
    if (!value.is_number() || !(value.get<double>() >= minimum && value.get<double>() <= maximum))
        return invalidValue(place, value, rangeText("a number", minimum, maximum));
    return value.get<double>();
}

base::Result<std::string> readChoice(
    const Place& place, const nlohmann::json& value, const std::vector<std::string>& choices)
{
    if (value.is_string()) {
        const std::string& text = value.get_ref<const std::string&>();
        if (text.size() <= kLongestShown) {
            const std::string wanted = withoutAlias(plainName(text));
            for (const std::string& choice : choices)
                if (plainName(choice) == wanted)
                    return choice;
            const std::string nearest = base::nearestName(text, choices);
            if (!nearest.empty())
                return invalidValue(place, value,
                    "did you mean '" + nearest + "'? Possible are " + joined(choices));
        }
    }
    return invalidValue(place, value, "use one of " + joined(choices));
}

base::Result<std::string> readText(const Place& place, const nlohmann::json& value)
{
    if (!value.is_string() || value.get_ref<const std::string&>().empty())
        return invalidValue(place, value, "use a text in quotes");
    return value.get<std::string>();
}

base::Result<std::pair<int, int>> readPair(
    const Place& place, const nlohmann::json& value, int minimum, int maximum)
{
    const auto isSize = [minimum, maximum](const nlohmann::json& item) {
        return item.is_number() && item.get<double>() == std::floor(item.get<double>()) &&
               item.get<double>() >= minimum && item.get<double>() <= maximum;
    };
    const auto size = [](const nlohmann::json& item) {
        return static_cast<int>(item.get<double>());
    };
    if (isSize(value))
        return std::pair{size(value), size(value)};
    if (value.is_array() && value.size() == 2 && isSize(value[0]) && isSize(value[1]))
        return std::pair{size(value[0]), size(value[1])};
    return invalidValue(
        place, value, rangeText("one whole number, or (height, width), each", minimum, maximum));
}

namespace {

ParameterRow plainRow(Words& words, ValueKind kind)
{
    ParameterRow row;
    row.key = words.key;
    row.group = std::move(words.group);
    row.label = std::move(words.label);
    row.effect = std::move(words.effect);
    row.kind = kind;
    return row;
}

} // namespace

ParameterRow booleanRow(Words words, Access<bool> access)
{
    ParameterRow row = plainRow(words, ValueKind::Boolean);
    row.get = [access](const ModelConfig& config) {
        return nlohmann::json(access.get(config));
    };
    row.set = [access, place = Place{words.key}](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        const auto read = readBoolean(place, value);
        if (!read)
            return base::failure(read);
        access.put(config, *read);
        return {};
    };
    return row;
}

ParameterRow integerRow(Words words, Range range, Access<int> access)
{
    ParameterRow row = plainRow(words, ValueKind::Integer);
    row.minimum = range.minimum;
    row.maximum = range.maximum;
    row.scale = range.scale;
    row.get = [access](const ModelConfig& config) {
        return nlohmann::json(access.get(config));
    };
    row.set = [access, range, place = Place{words.key}](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        const auto read = readInteger(place, value, range.minimum, range.maximum);
        if (!read)
            return base::failure(read);
        access.put(config, static_cast<int>(*read));
        return {};
    };
    return row;
}

ParameterRow realRow(Words words, Range range, Access<double> access)
{
    ParameterRow row = plainRow(words, ValueKind::Real);
    row.minimum = range.minimum;
    row.maximum = range.maximum;
    row.scale = range.scale;
    row.get = [access](const ModelConfig& config) {
        return nlohmann::json(access.get(config));
    };
    row.set = [access, range, place = Place{words.key}](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        const auto read = readReal(place, value, range.minimum, range.maximum);
        if (!read)
            return base::failure(read);
        access.put(config, *read);
        return {};
    };
    return row;
}

ParameterRow optionalRealRow(Words words, Range range, Access<std::optional<double>> access)
{
    ParameterRow row = realRow(words, range,
        {[access](const ModelConfig& config) { return access.get(config).value_or(0.0); },
            [access](ModelConfig& config, double value) {
                access.put(config, value);
            }});
    row.nullable = true;
    row.get = [access](const ModelConfig& config) {
        const std::optional<double> value = access.get(config);
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    row.set = [access, setReal = row.set](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (!value.is_null())
            return setReal(config, value);
        access.put(config, std::nullopt);
        return {};
    };
    return row;
}

ParameterRow choiceRow(Words words, std::vector<std::string> choices, Access<std::string> access)
{
    ParameterRow row = plainRow(words, ValueKind::Choice);
    row.choices = choices;
    row.get = [access](const ModelConfig& config) {
        return nlohmann::json(access.get(config));
    };
    row.set = [access, choices, place = Place{words.key}](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        const auto read = readChoice(place, value, choices);
        if (!read)
            return base::failure(read);
        access.put(config, *read);
        return {};
    };
    return row;
}

ParameterRow onlyWhere(ParameterRow row, std::function<bool(const ModelConfig&)> applies)
{
    row.applies = std::move(applies);
    return row;
}

ParameterRow onlyFor(ParameterRow row, std::string ownerKey, std::vector<std::string> owners,
    std::function<std::string(const ModelConfig&)> owner)
{
    row.applies = [owners, owner](const ModelConfig& config) {
        return std::find(owners.begin(), owners.end(), owner(config)) != owners.end();
    };
    row.set = [key = row.key, applies = row.applies, set = row.set, ownerKey = std::move(ownerKey),
                  owners,
                  owner](ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (applies(config))
            return set(config, value);
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "'" + key + "' means nothing when " + ownerKey + " is " + owner(config), "params",
            "leave it out, or set " + ownerKey + " to " + joined(owners, " or "));
    };
    return row;
}

base::Result<void> setMembers(
    ModelConfig& config, const std::string& key, const nlohmann::json& object)
{
    std::vector<std::string> known;
    for (const ParameterRow& row : parameterRows())
        if (row.key.starts_with(key + "."))
            known.push_back(row.key.substr(key.size() + 1));
    for (const auto& [name, value] : object.items()) {
        if (name == "name" || name == "class_name")
            continue;
        const ParameterRow* row =
            name.size() <= kLongestShown ? findParameter(key + "." + name) : nullptr;
        if (!row)
            return unknownKey(name, "params, " + key, known);
        if (const auto set = row->set(config, value); !set)
            return set;
    }
    return {};
}

ParameterRow namedObjectRow(Words words, std::vector<std::string> choices,
    std::function<std::string(const ModelConfig&)> get,
    std::function<void(ModelConfig&, const std::string&)> reset)
{
    ParameterRow row = choiceRow(words, choices, {std::move(get), reset});
    row.set = [key = words.key, setName = row.set](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (!value.is_object())
            return setName(config, value);
        const auto name =
            value.contains("class_name") ? value.find("class_name") : value.find("name");
        if (name == value.end())
            return invalidValue({key}, value, "give its name: {\"name\": …}");
        const nlohmann::json* options = &value;
        if (const auto nested = value.find("config");
            value.contains("class_name") && nested != value.end() && nested->is_object())
            options = &*nested;
        ModelConfig changed = config;
        if (const auto set = setName(changed, *name); !set)
            return set;
        if (const auto set = setMembers(changed, key, *options); !set)
            return set;
        config = std::move(changed);
        return {};
    };
    return row;
}

} // namespace negatoscope::model::schema
