#include "core/search/SearchSpace.h"

#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/model/NotebookText.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace negatoscope::search {

namespace {

using nlohmann::json;

constexpr std::size_t kMostParameters = 64;
constexpr std::size_t kMostChoices = 1000;

tl::unexpected<base::Error> bad(
    const std::string& what, const std::string& path, const std::string& remedy)
{
    return base::failure(
        base::ErrorCode::InvalidConfiguration, what, "space, " + base::printable(path), remedy);
}

std::string shown(const json& value)
{
    constexpr std::size_t kLongest = 60;
    const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() <= kLongest ? text : text.substr(0, kLongest) + "…";
}

/// Numbers in a strict order, at least three: their order means something.
bool isOrdered(const std::vector<json>& values)
{
    if (values.size() < 3 ||
        !std::all_of(values.begin(), values.end(), [](const json& v) { return v.is_number(); }))
        return false;
    const auto unsorted = [&](auto compare) {
        return std::adjacent_find(values.begin(), values.end(), [&](const json& a, const json& b) {
            return !compare(a.get<double>(), b.get<double>());
        }) != values.end();
    };
    return !unsorted(std::less<>()) || !unsorted(std::greater<>());
}

base::Result<void> readList(Parameter& parameter, const json& list)
{
    if (!list.is_array() || list.empty() || list.size() > kMostChoices)
        return bad("there is nothing to choose from in " + shown(list), parameter.path,
            "write a list of 1 to 1,000 values");
    parameter.kind = ParameterKind::Choice;
    for (const json& value : list) {
        if (std::find(parameter.choices.begin(), parameter.choices.end(), value) !=
            parameter.choices.end())
            return bad(shown(value) + " is in the list twice", parameter.path, "leave one out");
        parameter.choices.push_back(value);
    }
    if (isOrdered(parameter.choices))
        parameter.kind = ParameterKind::Ordered;
    return {};
}

base::Result<void> readEnds(Parameter& parameter, const json& ends)
{
    const bool numbers = ends.is_array() && ends.size() == 2 && ends[0].is_number() &&
                         ends[1].is_number() && std::isfinite(ends[0].get<double>()) &&
                         std::isfinite(ends[1].get<double>());
    if (!numbers || ends[0].get<double>() > ends[1].get<double>())
        return bad(shown(ends) + " is not a range", parameter.path, "write [lowest, highest]");
    parameter.low = ends[0].get<double>();
    parameter.high = ends[1].get<double>();
    if (parameter.logarithmic && parameter.low <= 0.0)
        return bad("a logarithmic range cannot begin at " + shown(ends[0]), parameter.path,
            "begin above 0");
    if (parameter.kind != ParameterKind::Integer)
        return {};
    constexpr double kLargest = 1e9;
    if (parameter.low != std::floor(parameter.low) ||
        parameter.high != std::floor(parameter.high) || std::abs(parameter.low) > kLargest ||
        std::abs(parameter.high) > kLargest)
        return bad(shown(ends) + " are not whole numbers", parameter.path, "use \"range\"");
    return {};
}

/// "1" or "1-2" behind "added_layers.".
base::Result<void> readLayers(Parameter& parameter, const model::ModelConfig& base)
{
    const std::string prefix = "added_layers.";
    const std::string text =
        parameter.path.starts_with(prefix) ? parameter.path.substr(prefix.size()) : std::string();
    const char* const end = text.data() + text.size();
    auto [at, error] = std::from_chars(text.data(), end, parameter.firstLayer);
    parameter.lastLayer = parameter.firstLayer;
    if (error == std::errc{} && at != end && *at == '-' && parameter.action == Action::Blocks) {
        const auto last = std::from_chars(at + 1, end, parameter.lastLayer);
        at = last.ptr;
        error = last.ec;
    }
    const std::size_t layers = base.addedLayers.size();
    if (error != std::errc{} || at != end || parameter.lastLayer < parameter.firstLayer ||
        parameter.lastLayer >= layers)
        return bad("this names no layer of the base", parameter.path,
            layers == 0 ? "the base has no added layers"
                        : "write added_layers.N with N from 0 to " + std::to_string(layers - 1) +
                              (parameter.action == Action::Blocks ? ", or N-M" : ""));
    return {};
}

base::Result<void> readOrder(
    Parameter& parameter, const json& orders, const model::ModelConfig& base)
{
    parameter.action = Action::Order;
    if (const auto read = readList(parameter, orders); !read)
        return read;
    parameter.kind = ParameterKind::Choice;
    for (const json& order : parameter.choices) {
        std::set<std::size_t> seen;
        if (order.is_array())
            for (const json& position : order)
                if (position.is_number_unsigned() &&
                    position.get<std::size_t>() < base.addedLayers.size())
                    seen.insert(position.get<std::size_t>());
        if (parameter.path != "added_layers" || !order.is_array() ||
            seen.size() != base.addedLayers.size() || order.size() != seen.size())
            return bad(shown(order) + " is not an order of the base's layers", parameter.path,
                "write \"added_layers\": {\"order\": [[…], […]]} with each position from 0 to " +
                    std::to_string(std::max<std::size_t>(base.addedLayers.size(), 1) - 1) +
                    " once");
    }
    return {};
}

base::Result<void> readConditions(Parameter& parameter, const json& when)
{
    if (!when.is_object() || when.empty())
        return bad("\"when\" cannot be " + shown(when), parameter.path,
            "write {\"when\": {\"optimizer\": [\"sgd\"]}}");
    for (const auto& [path, values] : when.items()) {
        Condition condition{path, {}};
        if (values.is_array())
            condition.values.assign(values.begin(), values.end());
        else
            condition.values.push_back(values);
        parameter.conditions.push_back(std::move(condition));
    }
    return {};
}

base::Result<void> readKind(Parameter& parameter, const std::string& kind, const json& value,
    const model::ModelConfig& base)
{
    if (kind == "choice")
        return readList(parameter, value);
    if (kind == "order")
        return readOrder(parameter, value, base);
    if (kind == "optional") {
        if (value != true)
            return bad("\"optional\" cannot be " + shown(value), parameter.path, "write true");
        parameter.action = Action::Present;
        parameter.kind = ParameterKind::Choice;
        parameter.choices = {true, false};
        return readLayers(parameter, base);
    }
    if (kind == "blocks") {
        parameter.action = Action::Blocks;
        parameter.kind = ParameterKind::Integer;
        if (const auto read = readEnds(parameter, value); !read)
            return read;
        constexpr double kMostBlocks = 20.0;
        if (parameter.low < 0.0 || parameter.high > kMostBlocks)
            return bad(shown(value) + " blocks cannot be", parameter.path, "use 0 to 20");
        return readLayers(parameter, base);
    }
    parameter.kind = kind == "int" ? ParameterKind::Integer : ParameterKind::Real;
    parameter.logarithmic = parameter.logarithmic || kind == "log";
    return readEnds(parameter, value);
}

/// {"log": [a, b]}, {"int": [a, b], "log": true, "when": {…}}, …
base::Result<void> readObject(
    Parameter& parameter, const json& object, const model::ModelConfig& base)
{
    static const std::vector<std::string> kKinds{
        "range", "log", "int", "choice", "optional", "blocks", "order"};
    std::string kind;
    for (const auto& [key, value] : object.items()) {
        if (key == "when") {
            if (const auto read = readConditions(parameter, value); !read)
                return read;
        } else if (key == "log" && value.is_boolean()) {
            parameter.logarithmic = value.get<bool>();
        } else if (std::find(kKinds.begin(), kKinds.end(), key) == kKinds.end()) {
            const std::string near = base::nearestName(key, kKinds);
            return bad("'" + base::printable(key) + "' is not a kind of range", parameter.path,
                near.empty() ? "use range, log, int, choice, optional, blocks, order or when"
                             : "did you mean " + near + "?");
        } else if (!kind.empty()) {
            return bad(
                "'" + kind + "' and '" + key + "' are both given", parameter.path, "leave one out");
        } else {
            kind = key;
        }
    }
    if (kind.empty())
        return bad(
            "no range is given", parameter.path, "write for example {\"range\": [0.0, 0.6]}");
    return readKind(parameter, kind, object[kind], base);
}

/// Gives what the parameter's conditions name a value that fulfils them, as far as that can be set.
void fulfil(model::ModelConfig& config, const Parameter& parameter,
    const std::vector<Parameter>& parameters)
{
    for (const Condition& condition : parameter.conditions) {
        for (const Parameter& other : parameters)
            if (other.path == condition.path)
                fulfil(config, other, parameters);
        if (condition.values.empty())
            continue;
        auto changed = model::withSetting(
            config, condition.path + "=" + model::toPythonLiteral(condition.values.front()));
        if (changed)
            config = *std::move(changed);
    }
}

/// A path or value that `--set` refuses is a mistake of the file, said now.
base::Result<void> tryPath(const Parameter& parameter, const std::vector<Parameter>& parameters,
    const model::ModelConfig& base)
{
    if (parameter.action != Action::Set)
        return {};
    model::ModelConfig config = base;
    fulfil(config, parameter, parameters);
    base::Error last;
    const std::size_t tries = std::max<std::size_t>(parameter.choices.size(), 2);
    for (std::size_t i = 0; i < tries; ++i) {
        const double coordinate = static_cast<double>(i) / static_cast<double>(tries - 1);
        const auto changed = model::withSetting(
            config, parameter.path + "=" + model::toPythonLiteral(parameter.valueAt(coordinate)));
        // Values that only fit together with others are found by impossibleCombinations.
        if (changed)
            return {};
        last = changed.error();
    }
    last.where = "space, " + base::printable(parameter.path);
    return base::failure(std::move(last));
}

/// What a condition names first; a circle is an error.
base::Result<std::vector<Parameter>> inOrder(std::vector<Parameter> parameters)
{
    std::vector<Parameter> ordered;
    const auto isIn = [](const std::vector<Parameter>& list, const std::string& path) {
        return std::any_of(list.begin(), list.end(), [&](const auto& p) { return p.path == path; });
    };
    while (!parameters.empty()) {
        const auto free = std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) {
            return std::none_of(p.conditions.begin(), p.conditions.end(),
                [&](const Condition& c) { return isIn(parameters, c.path); });
        });
        if (free == parameters.end())
            return bad("the conditions go round in a circle", parameters.front().path,
                "let one of them stand without \"when\"");
        ordered.push_back(std::move(*free));
        parameters.erase(free);
    }
    return ordered;
}

} // namespace

base::Result<SearchSpace> SearchSpace::fromJson(const json& json, const model::ModelConfig& base)
{
    try {
        if (!json.is_object() || json.empty() || json.size() > kMostParameters)
            return bad("there is nothing to search in " + shown(json), "",
                "write {\"learning_rate\": {\"log\": [1e-4, 1e-2]}, …}, at most 64 parameters");
        std::vector<Parameter> parameters;
        for (const auto& [path, value] : json.items()) {
            Parameter parameter;
            parameter.path = path;
            const auto read = value.is_object() ? readObject(parameter, value, base)
                              : value.is_array()
                                  ? readList(parameter, value)
                                  : readList(parameter, nlohmann::json::array({value}));
            if (!read)
                return base::failure(read);
            parameters.push_back(std::move(parameter));
        }
        auto ordered = inOrder(std::move(parameters));
        if (!ordered)
            return base::failure(ordered);
        for (const Parameter& parameter : *ordered)
            if (const auto tried = tryPath(parameter, *ordered, base); !tried)
                return base::failure(tried);
        SearchSpace space;
        space.m_base = base;
        space.m_parameters = *std::move(ordered);
        return space;
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::InvalidConfiguration,
            std::string("the space could not be read: ") + error.what(), "space");
    }
}

} // namespace negatoscope::search
