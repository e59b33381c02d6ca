#include "core/training/WarmState.h"

#include "core/training/WarmState_impl.h"

#include <algorithm>
#include <filesystem>
#include <list>
#include <mutex>
#include <utility>

namespace negatoscope::training {

namespace {

/// The few most recently used values, by key.
template <typename T>
class Recent
{
public:
    std::shared_ptr<const T> find(const std::string& key)
    {
        const auto found = std::find_if(m_entries.begin(), m_entries.end(),
            [&](const auto& entry) { return entry.first == key; });
        if (found == m_entries.end())
            return nullptr;
        m_entries.splice(m_entries.begin(), m_entries, found);
        return found->second;
    }
    void keep(const std::string& key, std::shared_ptr<const T> value)
    {
        constexpr std::size_t kMost = 4;
        m_entries.remove_if([&](const auto& entry) { return entry.first == key; });
        m_entries.emplace_front(key, std::move(value));
        if (m_entries.size() > kMost)
            m_entries.pop_back();
    }
    void clear() { m_entries.clear(); }

private:
    std::list<std::pair<std::string, std::shared_ptr<const T>>> m_entries;
};

std::string stampOf(const std::filesystem::directory_entry& file)
{
    std::error_code ignored;
    return "|" + file.path().filename().string() + "|" + std::to_string(file.file_size(ignored)) +
           "|" + std::to_string(file.last_write_time(ignored).time_since_epoch().count());
}

} // namespace

struct WarmState::Private
{
    std::mutex mutex;
    Recent<WarmBackbone> backbones;
    Recent<FeatureBank> features;
};

WarmState::WarmState()
    : m_private(std::make_unique<Private>())
{}
WarmState::~WarmState() = default;

void WarmState::clear()
{
    const std::scoped_lock lock(m_private->mutex);
    m_private->backbones.clear();
    m_private->features.clear();
}

std::shared_ptr<const WarmBackbone> WarmAccess::backbone(WarmState& state, const std::string& key)
{
    const std::scoped_lock lock(state.m_private->mutex);
    return state.m_private->backbones.find(key);
}

void WarmAccess::keep(
    WarmState& state, const std::string& key, std::shared_ptr<const WarmBackbone> backbone)
{
    const std::scoped_lock lock(state.m_private->mutex);
    state.m_private->backbones.keep(key, std::move(backbone));
}

std::shared_ptr<const FeatureBank> WarmAccess::features(WarmState& state, const std::string& key)
{
    const std::scoped_lock lock(state.m_private->mutex);
    return state.m_private->features.find(key);
}

void WarmAccess::keep(
    WarmState& state, const std::string& key, std::shared_ptr<const FeatureBank> features)
{
    const std::scoped_lock lock(state.m_private->mutex);
    state.m_private->features.keep(key, std::move(features));
}

std::string backboneKey(const model::ModelConfig& config)
{
    std::string key = config.weights + "|" + std::to_string(config.alpha);
    if (config.weights == "random")
        return key + "|" + std::to_string(config.seed);
    std::error_code code;
    const std::filesystem::path path = config.weights;
    std::vector<std::string> stamps;
    if (std::filesystem::is_directory(path, code)) {
        for (auto file = std::filesystem::directory_iterator(path, code);
             !code && file != std::filesystem::directory_iterator(); file.increment(code))
            stamps.push_back(stampOf(*file));
    } else if (const std::filesystem::directory_entry file(path, code); !code) {
        stamps.push_back(stampOf(file));
    }
    std::sort(stamps.begin(), stamps.end());
    for (const std::string& stamp : stamps)
        key += stamp;
    return key;
}

} // namespace negatoscope::training
