#include "core/tracking/RunStore.h"

#include "core/model/ConfigSchema.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

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

std::vector<int> SettingCodes::encode(const nlohmann::json& settings)
{
    std::vector<int> codes(m_keys.size(), kAbsent);
    for (const auto& [name, value] : settings.items()) {
        const auto [place, isNew] = m_places.try_emplace(name, m_keys.size());
        if (isNew) {
            m_keys.push_back({name, schemaPosition(name), {}, {}});
            codes.push_back(kAbsent);
        }
        Key& key = m_keys[place->second];
        const auto [code, isNewValue] = key.codes.try_emplace(
            value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
            static_cast<int>(key.values.size()));
        if (isNewValue)
            key.values.push_back(value);
        codes[place->second] = code->second;
    }
    return codes;
}

std::optional<std::size_t> SettingCodes::find(const std::string& key) const
{
    const auto found = m_places.find(key);
    return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

const nlohmann::json& SettingCodes::valueOf(const std::vector<int>& codes, std::size_t key) const
{
    static const nlohmann::json kNone;
    const int code = codeOf(codes, key);
    return code == kAbsent ? kNone : m_keys[key].values[static_cast<std::size_t>(code)];
}

std::string SettingCodes::withoutSeed(const std::vector<int>& codes) const
{
    std::string text;
    for (std::size_t key = 0; key < codes.size(); ++key) {
        // What is absent says nothing: keys that were found later change no older text.
        if (codes[key] != kAbsent && m_keys[key].name != "seed")
            text += std::to_string(key) + ":" + std::to_string(codes[key]) + ";";
    }
    return text;
}

std::vector<std::size_t> SettingCodes::keysOf(
    const std::vector<const std::vector<int>*>& runs, bool onlyDifferent) const
{
    std::vector<std::size_t> keys;
    for (std::size_t key = 0; key < m_keys.size(); ++key) {
        const auto wanted = [&](const std::vector<int>* run) {
            return onlyDifferent ? codeOf(*run, key) != codeOf(*runs.front(), key)
                                 : codeOf(*run, key) != kAbsent;
        };
        if (std::any_of(runs.begin(), runs.end(), wanted))
            keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end(), [this](std::size_t a, std::size_t b) {
        return std::tie(m_keys[a].position, m_keys[a].name) <
               std::tie(m_keys[b].position, m_keys[b].name);
    });
    return keys;
}

std::vector<std::string> differingSettings(const std::vector<RunRow>& runs)
{
    SettingCodes codes;
    std::vector<std::vector<int>> coded;
    for (const RunRow& run : runs)
        coded.push_back(codes.encode(run.settings));
    std::vector<const std::vector<int>*> all;
    for (const std::vector<int>& run : coded)
        all.push_back(&run);
    std::vector<std::string> keys;
    for (const std::size_t key : codes.keysOf(all, true))
        keys.push_back(codes.key(key));
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
