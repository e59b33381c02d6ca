#include "core/search/SearchSpace.h"

#include "core/base/Text.h"
#include "core/model/ConfigSchema.h"
#include "core/model/LayerStack.h"
#include "core/model/NotebookText.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

namespace negatoscope::search {

namespace {

const std::string kLayers = "added_layers.";

double whole(double value)
{
    return std::round(value);
}

/// Ends of the cells of a logarithmic integer: half a unit outside both ends.
std::pair<double, double> logarithmicEnds(const Parameter& parameter)
{
    constexpr double kHalf = 0.5;
    return {std::log(parameter.low - kHalf), std::log(parameter.high + kHalf)};
}

/// "added_layers.3.rate" → 3.
std::optional<std::size_t> layerOf(const std::string& path)
{
    if (!path.starts_with(kLayers) || path.size() == kLayers.size() ||
        std::isdigit(static_cast<unsigned char>(path[kLayers.size()])) == 0)
        return std::nullopt;
    return static_cast<std::size_t>(std::stoul(path.substr(kLayers.size(), 6)));
}

bool isOneOf(const nlohmann::json& value, const std::vector<nlohmann::json>& values)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// The value of a dotted path in the base; null when it has none.
nlohmann::json baseValue(const model::ModelConfig& config, const std::string& path)
{
    const nlohmann::json whole = model::toJson(config);
    const nlohmann::json* at = path.starts_with("added_layers") ? &whole : &whole["params"];
    std::size_t start = 0;
    while (start <= path.size()) {
        const std::size_t dot = std::min(path.find('.', start), path.size());
        const std::string key = path.substr(start, dot - start);
        if (at->is_array() && !key.empty() &&
            std::all_of(key.begin(), key.end(), [](unsigned char c) { return std::isdigit(c); }) &&
            std::stoul(key.substr(0, 6)) < at->size())
            at = &(*at)[std::stoul(key)];
        else if (at->is_object() && at->contains(key))
            at = &(*at)[key];
        else
            return {};
        start = dot + 1;
    }
    // An object with options is meant by its name: "optimizer" is "adamw".
    return at->is_object() && at->contains("name") ? (*at)["name"] : *at;
}

/// Whether setting this path resets others: a new optimizer brings its own options, a new stack its
/// own layers.
bool resetsOthers(const std::string& path)
{
    if (path == "added_layers" || path.ends_with(".type"))
        return true;
    const auto& rows = model::parameterRows();
    return std::any_of(rows.begin(), rows.end(),
        [&](const model::ParameterRow& row) { return row.key.starts_with(path + "."); });
}

/// Copies the layers of the base so that the blocks are there as often as asked, in the order
/// asked for.
void arrangeLayers(model::ModelConfig& config, const std::vector<std::size_t>& order,
    const std::vector<std::pair<const Parameter*, std::int64_t>>& blocks)
{
    std::vector<model::LayerSpec> arranged;
    for (std::size_t position = 0; position < order.size(); ++position) {
        const std::size_t layer = order[position];
        const auto block = std::find_if(blocks.begin(), blocks.end(),
            [&](const auto& b) { return b.first->firstLayer == layer; });
        const bool inside = std::any_of(blocks.begin(), blocks.end(), [&](const auto& b) {
            return b.first->firstLayer < layer && layer <= b.first->lastLayer;
        });
        if (block == blocks.end()) {
            if (!inside)
                arranged.push_back(config.addedLayers[layer]);
            continue;
        }
        for (std::int64_t copy = 0; copy < block->second; ++copy)
            for (std::size_t l = block->first->firstLayer; l <= block->first->lastLayer; ++l) {
                arranged.push_back(config.addedLayers[l]);
                if (copy > 0) // a name may be there once only
                    arranged.back().options.erase("name");
            }
    }
    config.addedLayers = std::move(arranged);
}

} // namespace

std::size_t Parameter::valueCount() const
{
    switch (kind) {
    case ParameterKind::Choice:
    case ParameterKind::Ordered:
        return choices.size();
    case ParameterKind::Integer:
        return static_cast<std::size_t>(high - low) + 1;
    case ParameterKind::Real:
        break;
    }
    return 0;
}

nlohmann::json Parameter::valueAt(double coordinate) const
{
    const double u = std::clamp(coordinate, 0.0, 1.0);
    switch (kind) {
    case ParameterKind::Choice:
    case ParameterKind::Ordered: {
        const auto cell = static_cast<std::size_t>(u * static_cast<double>(choices.size()));
        return choices[std::min(cell, choices.size() - 1)];
    }
    case ParameterKind::Integer: {
        double value = low + std::floor(u * (high - low + 1.0));
        if (logarithmic) {
            const auto [first, last] = logarithmicEnds(*this);
            value = whole(std::exp(first + u * (last - first)));
        }
        return static_cast<std::int64_t>(std::clamp(value, low, high));
    }
    case ParameterKind::Real:
        break;
    }
    if (!logarithmic)
        return low + u * (high - low);
    return std::clamp(std::exp(std::log(low) + u * (std::log(high) - std::log(low))), low, high);
}

std::optional<double> Parameter::coordinateOf(const nlohmann::json& value) const
{
    constexpr double kMiddle = 0.5;
    if (kind == ParameterKind::Choice || kind == ParameterKind::Ordered) {
        const auto found = std::find(choices.begin(), choices.end(), value);
        if (found == choices.end())
            return std::nullopt;
        return (static_cast<double>(found - choices.begin()) + kMiddle) /
               static_cast<double>(choices.size());
    }
    if (!value.is_number())
        return std::nullopt;
    const double number = value.get<double>();
    if (number < low || number > high)
        return std::nullopt;
    if (kind == ParameterKind::Integer) {
        if (!logarithmic)
            return (number - low + kMiddle) / (high - low + 1.0);
        const auto [first, last] = logarithmicEnds(*this);
        return (std::log(number) - first) / (last - first);
    }
    if (high == low)
        return kMiddle;
    return logarithmic ? std::log(number / low) / std::log(high / low)
                       : (number - low) / (high - low);
}

std::vector<double> Parameter::gridCoordinates(int levels) const
{
    constexpr double kMiddle = 0.5;
    const std::size_t count = valueCount();
    const auto wanted = static_cast<std::size_t>(std::max(levels, 2));
    std::vector<double> coordinates;
    const bool all = kind == ParameterKind::Choice || kind == ParameterKind::Ordered ||
                     (count > 0 && count <= wanted);
    if (all) {
        for (std::size_t i = 0; i < count; ++i)
            coordinates.push_back((static_cast<double>(i) + kMiddle) / static_cast<double>(count));
        if (kind == ParameterKind::Integer && logarithmic) // cells are not equally wide
            for (std::size_t i = 0; i < count; ++i)
                coordinates[i] = coordinateOf(low + static_cast<double>(i)).value_or(kMiddle);
        return coordinates;
    }
    for (std::size_t i = 0; i < wanted; ++i)
        coordinates.push_back(static_cast<double>(i) / static_cast<double>(wanted - 1));
    return coordinates;
}

bool SearchSpace::isActive(std::size_t parameter, const Point& point) const
{
    const Parameter& asked = m_parameters[parameter];
    for (const Condition& condition : asked.conditions) {
        std::size_t other = 0;
        while (other < m_parameters.size() && m_parameters[other].path != condition.path)
            ++other;
        const bool varied = other < m_parameters.size() && isActive(other, point);
        const nlohmann::json value =
            varied ? m_parameters[other].valueAt(point[other]) : baseValue(m_base, condition.path);
        if (!isOneOf(value, condition.values))
            return false;
    }
    const auto layer = layerOf(asked.path);
    if (!layer || asked.action != Action::Set)
        return true;
    for (std::size_t other = 0; other < m_parameters.size(); ++other) {
        const Parameter& p = m_parameters[other];
        const bool governs = (p.action == Action::Present || p.action == Action::Blocks) &&
                             p.firstLayer <= *layer && *layer <= p.lastLayer;
        if (!governs || !isActive(other, point))
            continue;
        const nlohmann::json value = p.valueAt(point[other]);
        if (value == false || value == 0)
            return false;
    }
    return true;
}

Values SearchSpace::valuesAt(const Point& point) const
{
    Values values = Values::object();
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        if (isActive(i, point))
            values[m_parameters[i].path] = m_parameters[i].valueAt(point[i]);
    return values;
}

Point SearchSpace::pointOf(const Values& values) const
{
    constexpr double kMiddle = 0.5;
    Point point(m_parameters.size(), kMiddle);
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
        if (values.contains(m_parameters[i].path))
            point[i] = m_parameters[i]
                           .coordinateOf(nlohmann::json(values[m_parameters[i].path]))
                           .value_or(kMiddle);
    return point;
}

base::Result<model::ModelConfig> SearchSpace::configAt(const Point& point) const
{
    model::ModelConfig config = m_base;
    std::vector<std::size_t> order(m_base.addedLayers.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::vector<std::pair<const Parameter*, std::int64_t>> blocks;
    bool arranged = false;
    std::vector<std::size_t> sequence(m_parameters.size());
    std::iota(sequence.begin(), sequence.end(), std::size_t{0});
    std::stable_partition(sequence.begin(), sequence.end(),
        [&](std::size_t i) { return resetsOthers(m_parameters[i].path); });
    for (const std::size_t i : sequence) {
        if (!isActive(i, point))
            continue;
        const Parameter& parameter = m_parameters[i];
        const nlohmann::json value = parameter.valueAt(point[i]);
        switch (parameter.action) {
        case Action::Set: {
            auto changed =
                model::withSetting(config, parameter.path + "=" + model::toPythonLiteral(value));
            if (!changed)
                return changed;
            config = *std::move(changed);
            break;
        }
        case Action::Present:
            config.addedLayers[parameter.firstLayer].enabled = value.get<bool>();
            break;
        case Action::Blocks:
            blocks.emplace_back(&parameter, value.get<std::int64_t>());
            arranged = true;
            break;
        case Action::Order:
            order = value.get<std::vector<std::size_t>>();
            arranged = true;
            break;
        }
    }
    if (arranged)
        arrangeLayers(config, order, blocks);
    return config;
}

base::Result<void> checkTrainable(const model::ModelConfig& config, int classCount)
{
    if (const auto planned = model::planHead(config, classCount); !planned)
        return base::failure(planned);
    return model::checkLossFits(config, classCount);
}

std::size_t SearchSpace::gridSize(int levels) const
{
    constexpr std::size_t kMost = 1U << 30;
    std::size_t size = 1;
    for (const Parameter& parameter : m_parameters)
        size = std::min(kMost, size * parameter.gridCoordinates(levels).size());
    return size;
}

std::vector<ImpossibleCombination> SearchSpace::impossibleCombinations(
    int classCount, std::size_t limit) const
{
    constexpr int kEnds = 2;
    std::vector<std::vector<double>> grids;
    std::size_t total = 1;
    for (const Parameter& parameter : m_parameters) {
        const bool named =
            parameter.kind == ParameterKind::Choice || parameter.kind == ParameterKind::Ordered;
        grids.push_back(named ? parameter.gridCoordinates(kEnds) : std::vector<double>{0.0, 1.0});
        total = std::min<std::size_t>(total * grids.back().size(), 1U << 30);
    }
    std::vector<ImpossibleCombination> found;
    const std::size_t tried = std::min(total, limit);
    for (std::size_t t = 0; t < tried; ++t) {
        std::size_t rest = total <= limit ? t : t * (total / tried);
        Point point;
        for (const auto& grid : grids) {
            point.push_back(grid[rest % grid.size()]);
            rest /= grid.size();
        }
        const auto config = configAt(point);
        const auto good = config ? checkTrainable(*config, classCount)
                                 : base::Result<void>(base::failure(config));
        if (good)
            continue;
        Values values = valuesAt(point);
        const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
            return other.error.what == good.error().what && other.error.where == good.error().where;
        });
        if (!known)
            found.push_back({std::move(values), good.error()});
    }
    return found;
}

} // namespace negatoscope::search
