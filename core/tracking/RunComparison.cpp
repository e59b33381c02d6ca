#include "core/tracking/RunStore.h"

#include "core/model/ConfigSchema.h"

#include <cmath>
#include <map>

namespace negatoscope::tracking {

namespace {

void flatten(const nlohmann::ordered_json& value, const std::string& path, nlohmann::json& flat)
{
    if (value.is_object() && !value.empty()) {
        for (const auto& [key, child] : value.items())
            flatten(child, path.empty() ? key : path + "." + key, flat);
    } else if (value.is_array() && !value.empty() && value.front().is_object()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            flatten(value[i], path + "." + std::to_string(i), flat);
    } else {
        flat[path] = value;
    }
}

/// Position of a setting in the schema; added layers come last, in their own order.
std::size_t schemaPosition(const std::string& key)
{
    const auto& rows = model::parameterRows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].key == key)
            return i;
    }
    return rows.size();
}

} // namespace

nlohmann::json flatSettings(const model::ModelConfig& config)
{
    nlohmann::json flat = nlohmann::json::object();
    const nlohmann::ordered_json whole = model::toJson(config);
    flatten(whole.at("params"), {}, flat);
    flatten(whole.at("added_layers"), "added_layers", flat);
    return flat;
}

std::vector<std::string> differingSettings(const std::vector<RunRow>& runs)
{
    std::map<std::pair<std::size_t, std::string>, nlohmann::json> first;
    for (const RunRow& run : runs) {
        for (const auto& [key, value] : run.settings.items())
            first.try_emplace({schemaPosition(key), key}, value);
    }
    std::vector<std::string> keys;
    for (const auto& [position, value] : first) {
        for (const RunRow& run : runs) {
            const auto found = run.settings.find(position.second);
            if (found == run.settings.end() || *found != value) {
                keys.push_back(position.second);
                break;
            }
        }
    }
    return keys;
}

std::vector<SeedGroup> groupBySeed(const std::vector<RunRow>& runs, const std::string& figure)
{
    std::vector<SeedGroup> groups;
    std::map<std::string, std::size_t> groupOf;
    std::vector<std::vector<double>> values;
    for (const RunRow& run : runs) {
        const auto found = run.figures.find(figure);
        if (found == run.figures.end())
            continue;
        nlohmann::json settings = run.settings;
        settings.erase("seed");
        const auto [place, isNew] =
            groupOf.try_emplace(run.dataFingerprint + settings.dump(), groups.size());
        if (isNew) {
            groups.push_back({{}, std::move(settings), 0.0, std::nullopt});
            values.emplace_back();
        }
        groups[place->second].runs.push_back(run.id);
        values[place->second].push_back(found->second);
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto n = static_cast<double>(values[g].size());
        for (const double value : values[g])
            groups[g].mean += value / n;
        double squares = 0.0;
        for (const double value : values[g])
            squares += (value - groups[g].mean) * (value - groups[g].mean);
        if (values[g].size() > 1)
            groups[g].deviation = std::sqrt(squares / (n - 1.0));
    }
    return groups;
}

} // namespace negatoscope::tracking
