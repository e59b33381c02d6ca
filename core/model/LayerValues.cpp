#include "core/model/LayerValues.h"

#include "core/base/Text.h"

#include <algorithm>

namespace negatoscope::model::schema {

namespace {

/// One initialiser of Keras (keras.md 3.3) with its options and their defaults.
struct InitializerRow
{
    std::string name;
    std::string className;
    nlohmann::json options;
};

const std::vector<InitializerRow>& initializers()
{
    const auto none = nlohmann::json::object();
    const nlohmann::json normal{{"mean", 0.0}, {"stddev", 0.05}};
    static const std::vector<InitializerRow> kRows{{"glorot_uniform", "GlorotUniform", none},
        {"glorot_normal", "GlorotNormal", none}, {"he_normal", "HeNormal", none},
        {"he_uniform", "HeUniform", none}, {"lecun_normal", "LecunNormal", none},
        {"lecun_uniform", "LecunUniform", none}, {"random_normal", "RandomNormal", normal},
        {"truncated_normal", "TruncatedNormal", normal},
        {"random_uniform", "RandomUniform", {{"minval", -0.05}, {"maxval", 0.05}}},
        {"variance_scaling", "VarianceScaling",
            {{"scale", 1.0}, {"mode", "fan_in"}, {"distribution", "truncated_normal"}}},
        {"zeros", "Zeros", none}, {"ones", "Ones", none},
        {"constant", "Constant", {{"value", 0.0}}}, {"identity", "Identity", {{"gain", 1.0}}},
        {"orthogonal", "Orthogonal", {{"gain", 1.0}}}};
    return kRows;
}

std::vector<std::string> initializerNames()
{
    std::vector<std::string> names;
    for (const InitializerRow& row : initializers())
        names.push_back(row.name);
    return names;
}

/// A name, {"name": …, options} or {"class_name": …, "config": {options}}: name and options.
struct NamedOptions
{
    nlohmann::json name;
    nlohmann::json options = nlohmann::json::object();
};

base::Result<NamedOptions> readNamed(
    const Place& place, const nlohmann::json& value, const std::string& allowed)
{
    if (value.is_string())
        return NamedOptions{value, nlohmann::json::object()};
    if (!value.is_object())
        return invalidValue(place, value, allowed);
    const char* const nameKey = value.contains("class_name") ? "class_name" : "name";
    if (!value.contains(nameKey) || !value[nameKey].is_string())
        return invalidValue(place, value, allowed);
    NamedOptions named{value[nameKey], nlohmann::json::object()};
    // What Keras writes beside it says only where the class lives.
    for (const auto& [key, item] : value.items()) {
        if (key == "config" && item.is_object())
            named.options.update(item);
        else if (key != nameKey && key != "module" && key != "registered_name")
            named.options[key] = item;
    }
    return named;
}

base::Result<nlohmann::json> readInitializerOption(
    const Place& place, const std::string& option, const nlohmann::json& value)
{
    const Place inner{place.key + "." + option, place.where};
    constexpr double kLargest = 1e6;
    if (option == "mode" || option == "distribution") {
        const auto choice = readChoice(inner, value,
            option == "mode" ? std::vector<std::string>{"fan_in", "fan_out", "fan_avg"}
                             : std::vector<std::string>{
                                   "truncated_normal", "untruncated_normal", "uniform", "normal"});
        if (!choice)
            return base::failure(choice);
        return *choice == "normal" ? "truncated_normal" : *choice;
    }
    const bool positive = option == "stddev" || option == "scale";
    const auto number = readReal(inner, value, positive ? 0.0 : -kLargest, kLargest);
    if (!number)
        return base::failure(number);
    return *number;
}

} // namespace

base::Result<nlohmann::json> readInitializer(const Place& place, const nlohmann::json& value)
{
    const std::string allowed = "use one of " + joined(initializerNames());
    const auto named = readNamed(place, value, allowed);
    if (!named)
        return base::failure(named);
    nlohmann::json wanted = named->name;
    if (wanted == "uniform" || wanted == "normal")
        wanted = "random_" + wanted.get<std::string>();
    if (wanted == "zero" || wanted == "one")
        wanted = wanted.get<std::string>() + "s";
    const auto name = readChoice(place, wanted, initializerNames());
    if (!name)
        return base::failure(name);
    const auto row = std::find_if(initializers().begin(), initializers().end(),
        [&name](const InitializerRow& candidate) { return candidate.name == *name; });
    nlohmann::json options = row->options;
    for (const auto& [key, option] : named->options.items()) {
        // The run's seed rules all of them.
        if (key == "seed" && (option.is_null() || option.is_number_integer()))
            continue;
        if (!row->options.contains(key)) {
            std::vector<std::string> known{"seed"};
            for (const auto& item : row->options.items())
                known.push_back(item.key());
            return unknownKey(key, place.where + ", " + place.key, known);
        }
        auto read = readInitializerOption(place, key, option);
        if (!read)
            return base::failure(read);
        options[key] = *std::move(read);
    }
    if (options == row->options)
        return *name;
    return nlohmann::json{{"class_name", row->className}, {"config", std::move(options)}};
}

base::Result<nlohmann::json> readRegularizer(const Place& place, const nlohmann::json& value)
{
    constexpr double kKerasDefault = 0.01;
    constexpr double kLargest = 1e6;
    const char* const allowed = "use None, 'l1', 'l2', 'l1_l2' or {'l2': 0.0001}";
    if (value.is_null())
        return nlohmann::json();
    nlohmann::json factors{{"l1", 0.0}, {"l2", 0.0}};
    nlohmann::json given = value;
    const bool named =
        value.is_string() ||
        (value.is_object() && (value.contains("class_name") || value.contains("name")));
    if (named) {
        const auto read = readNamed(place, value, allowed);
        if (!read)
            return base::failure(read);
        const auto name = readChoice(place, read->name, {"l1", "l2", "l1_l2"});
        if (!name)
            return base::failure(name);
        // L1L2() alone is 0 and 0 in Keras, the bare texts are 0.01.
        const double start = *name == "l1_l2" && !value.is_string() ? 0.0 : kKerasDefault;
        if (*name != "l2")
            factors["l1"] = start;
        if (*name != "l1")
            factors["l2"] = start;
        given = read->options;
    }
    if (!given.is_object() || (given.empty() && !named))
        return invalidValue(place, value, allowed);
    for (const auto& [key, factor] : given.items()) {
        if (key != "l1" && key != "l2")
            return unknownKey(key, place.where + ", " + place.key, {"l1", "l2"});
        const auto number = readReal({place.key + "." + key, place.where}, factor, 0.0, kLargest);
        if (!number)
            return base::failure(number);
        factors[key] = *number;
    }
    return factors;
}

namespace {

ParameterRow argument(ArgumentWords words, ValueKind kind, nlohmann::json value)
{
    ParameterRow row;
    row.key = std::move(words.key);
    row.label = std::move(words.label);
    row.effect = std::move(words.effect);
    row.group = "Layer";
    row.kind = kind;
    row.defaultValue = std::move(value);
    return row;
}

template <typename T>
base::Result<nlohmann::json> asJson(const base::Result<T>& result)
{
    if (!result)
        return base::failure(result);
    return nlohmann::json(*result);
}

} // namespace

ParameterRow integerArgument(ArgumentWords words, int value, int minimum, int maximum)
{
    ParameterRow row = argument(std::move(words), ValueKind::Integer, value);
    row.minimum = minimum;
    row.maximum = maximum;
    row.check = [place = Place{row.key}, minimum, maximum](const nlohmann::json& given) {
        return asJson(readInteger(place, given, minimum, maximum));
    };
    return row;
}

ParameterRow realArgument(ArgumentWords words, double value, double minimum, double maximum)
{
    ParameterRow row = argument(std::move(words), ValueKind::Real, value);
    row.minimum = minimum;
    row.maximum = maximum;
    row.check = [place = Place{row.key}, minimum, maximum](const nlohmann::json& given) {
        return asJson(readReal(place, given, minimum, maximum));
    };
    return row;
}

ParameterRow booleanArgument(ArgumentWords words, bool value)
{
    ParameterRow row = argument(std::move(words), ValueKind::Boolean, value);
    row.advanced = true;
    row.check = [place = Place{row.key}](const nlohmann::json& given) {
        return asJson(readBoolean(place, given));
    };
    return row;
}

ParameterRow choiceArgument(
    ArgumentWords words, std::string value, std::vector<std::string> choices)
{
    ParameterRow row = argument(std::move(words), ValueKind::Choice, std::move(value));
    row.choices = choices;
    row.check = [place = Place{row.key}, choices = std::move(choices)](
                    const nlohmann::json& given) {
        return asJson(readChoice(place, given, choices));
    };
    return row;
}

ParameterRow pairArgument(ArgumentWords words, int value, int minimum, int maximum)
{
    ParameterRow row =
        argument(std::move(words), ValueKind::Sizes, nlohmann::json::array({value, value}));
    row.minimum = minimum;
    row.maximum = maximum;
    row.check = [place = Place{row.key}, minimum, maximum](
                    const nlohmann::json& given) -> base::Result<nlohmann::json> {
        const auto pair = readPair(place, given, minimum, maximum);
        if (!pair)
            return base::failure(pair);
        return nlohmann::json::array({pair->first, pair->second});
    };
    return row;
}

ParameterRow nullablePairArgument(ArgumentWords words, int minimum, int maximum)
{
    ParameterRow row = pairArgument(std::move(words), 0, minimum, maximum);
    row.defaultValue = nullptr;
    row.nullable = true;
    row.check = [check = row.check](const nlohmann::json& given) -> base::Result<nlohmann::json> {
        if (given.is_null())
            return nlohmann::json();
        return check(given);
    };
    return row;
}

ParameterRow activationArgument(std::string value)
{
    ParameterRow row = choiceArgument(
        {"activation", "Activation",
            "What is done to every output; relu cuts off below zero, softmax makes probabilities."},
        std::move(value), activationNames());
    row.check = [check = row.check](const nlohmann::json& given) -> base::Result<nlohmann::json> {
        if (given.is_null())
            return nlohmann::json("linear");
        return check(given);
    };
    return row;
}

ParameterRow initializerArgument(const std::string& key, const std::string& value)
{
    ParameterRow row =
        argument({key, key, "How the weights start: a name, or an object with options."},
            ValueKind::Object, value);
    row.choices = initializerNames();
    row.advanced = true;
    std::replace(row.label.begin(), row.label.end(), '_', ' ');
    row.check = [place = Place{key}](const nlohmann::json& given) {
        return readInitializer(place, given);
    };
    return row;
}

ParameterRow regularizerArgument(const std::string& key)
{
    ParameterRow row = argument(
        {key, key, "A penalty on large weights: l1 drives many to zero, l2 keeps all small."},
        ValueKind::Object, nullptr);
    row.choices = {"l1", "l2", "l1_l2"};
    row.nullable = true;
    row.advanced = true;
    std::replace(row.label.begin(), row.label.end(), '_', ' ');
    row.check = [place = Place{key}](const nlohmann::json& given) {
        return readRegularizer(place, given);
    };
    return row;
}

} // namespace negatoscope::model::schema
