#pragma once

#include "core/model/ConfigSchema.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// How the rows of ConfigSchema are made: readers of one JSON value each, and builders of rows that
/// read and write one field of ModelConfig. Inside core/model only.
namespace negatoscope::model::schema {

/// Who is speaking in an error: the key, and where it stands ("params").
struct Place
{
    std::string key;
    std::string where = "params";
};

/// `'epochs' cannot be "many" (params): use a whole number from 1 to 100000`.
tl::unexpected<base::Error> invalidValue(
    const Place& place, const nlohmann::json& value, std::string allowed);
/// `unknown key 'optimzer' (params): did you mean 'optimizer'?`, or the list of what there is.
tl::unexpected<base::Error> unknownKey(
    const std::string& key, const std::string& where, const std::vector<std::string>& known);
/// The value as it would be typed, short and harmless.
std::string shown(const nlohmann::json& value);
/// Lower case, without '_', '-' and blanks: "CategoricalCrossentropy" = "categorical_crossentropy".
std::string plainName(std::string_view name);
std::string joined(const std::vector<std::string>& names, const char* separator = ", ");

base::Result<bool> readBoolean(const Place& place, const nlohmann::json& value);
base::Result<std::int64_t> readInteger(
    const Place& place, const nlohmann::json& value, double minimum, double maximum);
base::Result<double> readReal(
    const Place& place, const nlohmann::json& value, double minimum, double maximum);
base::Result<std::string> readChoice(
    const Place& place, const nlohmann::json& value, const std::vector<std::string>& choices);
base::Result<std::string> readText(const Place& place, const nlohmann::json& value);
/// A whole number for both, or [height, width].
base::Result<std::pair<int, int>> readPair(
    const Place& place, const nlohmann::json& value, int minimum, int maximum);

/// Reads and writes one field.
template <typename T>
struct Access
{
    std::function<T(const ModelConfig&)> get;
    std::function<void(ModelConfig&, T)> put;
};

template <typename T>
Access<T> field(T ModelConfig::*member)
{
    return {[member](const ModelConfig& config) { return config.*member; },
        [member](ModelConfig& config, T value) {
            config.*member = std::move(value);
        }};
}

template <typename S, typename T>
Access<T> field(S ModelConfig::*part, T S::*member)
{
    return {[part, member](const ModelConfig& config) { return config.*part.*member; },
        [part, member](ModelConfig& config, T value) {
            config.*part.*member = std::move(value);
        }};
}

/// A field of an optional part: reading an absent part gives its default, writing creates it.
template <typename S, typename T>
Access<T> field(std::optional<S> ModelConfig::*part, T S::*member)
{
    return {[part, member](const ModelConfig& config) {
                const std::optional<S>& owner = config.*part;
                return owner ? (*owner).*member : S{}.*member;
            },
        [part, member](ModelConfig& config, T value) {
            std::optional<S>& owner = config.*part;
            if (!owner)
                owner = S{};
            (*owner).*member = std::move(value);
        }};
}

/// The words of a row.
struct Words
{
    std::string key;
    std::string group;
    std::string label;
    std::string effect;
};

struct Range
{
    double minimum = 0.0;
    double maximum = 0.0;
    Scale scale = Scale::Linear;
};

ParameterRow booleanRow(Words words, Access<bool> access);
ParameterRow integerRow(Words words, Range range, Access<int> access);
ParameterRow realRow(Words words, Range range, Access<double> access);
ParameterRow optionalRealRow(Words words, Range range, Access<std::optional<double>> access);
ParameterRow choiceRow(Words words, std::vector<std::string> choices, Access<std::string> access);

/// Names of an enumeration; the first name of a value is the canonical one, others are accepted.
template <typename E>
ParameterRow enumRow(Words words, std::vector<std::pair<std::string, E>> names, Access<E> access)
{
    std::vector<std::string> choices;
    std::vector<E> seen;
    for (const auto& [name, value] : names) {
        bool first = true;
        for (const E& other : seen)
            first = first && other != value;
        if (first)
            choices.push_back(name);
        seen.push_back(value);
    }
    ParameterRow row = choiceRow(words, choices,
        {[names, access](const ModelConfig& config) {
             const E current = access.get(config);
             for (const auto& [name, value] : names)
                 if (value == current)
                     return name;
             return std::string();
         },
            {}});
    std::vector<std::string> accepted;
    for (const auto& [name, value] : names)
        accepted.push_back(name);
    row.set = [place = Place{words.key}, names, accepted, access](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        const auto name = readChoice(place, value, accepted);
        if (!name)
            return base::failure(name);
        for (const auto& [known, enumerator] : names)
            if (known == *name) {
                access.put(config, enumerator);
                break;
            }
        return {};
    };
    return row;
}

inline ParameterRow notebook(ParameterRow row)
{
    row.inNotebook = true;
    return row;
}

inline ParameterRow advanced(ParameterRow row)
{
    row.advanced = true;
    return row;
}

/// The same row, which the form shows only where `applies` holds.
ParameterRow onlyWhere(ParameterRow row, std::function<bool(const ModelConfig&)> applies);
/// The same row, which in addition refuses to be set elsewhere: "adam has no momentum".
ParameterRow onlyFor(ParameterRow row, std::string ownerKey, std::vector<std::string> owners,
    std::function<std::string(const ModelConfig&)> owner);

/// The row of an object with a name ("optimizer", "loss", "schedule"): takes a name or an object
/// `{"name": …, option: value}`, also Keras' serialised `{"class_name": …, "config": {…}}`.
/// `reset` puts the defaults of that name; options go to the rows "<key>.<option>".
ParameterRow namedObjectRow(Words words, std::vector<std::string> choices,
    std::function<std::string(const ModelConfig&)> get,
    std::function<void(ModelConfig&, const std::string&)> reset);
/// Sets every entry of an object through the rows "<key>.<entry>".
base::Result<void> setMembers(
    ModelConfig& config, const std::string& key, const nlohmann::json& object);

// The groups, in canonical order.
std::vector<ParameterRow> backboneRows();
std::vector<ParameterRow> filmRows();
std::vector<ParameterRow> trainingRows();
std::vector<ParameterRow> optimizerRows();
std::vector<ParameterRow> lossRows();
std::vector<ParameterRow> scheduleRows();
std::vector<ParameterRow> augmentationRows();

} // namespace negatoscope::model::schema
