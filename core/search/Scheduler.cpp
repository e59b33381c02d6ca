#include "core/search/Scheduler.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>

namespace negatoscope::search {

namespace {

constexpr std::array kNames{"none", "asha", "median"};

class NoScheduler : public Scheduler
{
public:
    bool goesOn(int, int, double) override { return true; }
    void finished(int, const std::vector<double>&) override {}
};

class Asha : public Scheduler
{
public:
    explicit Asha(const SchedulerOptions& options)
        : m_eta(std::max(2, options.eta))
    {
        for (int rung = std::max(1, options.firstRung); rung < options.epochs; rung *= m_eta)
            m_rungs[rung];
    }

    bool goesOn(int number, int epoch, double value) override
    {
        const std::lock_guard lock(m_mutex);
        const double best = noteBest(number, value);
        const auto rung = m_rungs.find(epoch);
        if (rung == m_rungs.end())
            return true;
        std::map<int, double>& values = rung->second;
        values[number] = best;
        const auto better = static_cast<int>(std::count_if(
            values.begin(), values.end(), [&](const auto& other) { return other.second > best; }));
        const int places = static_cast<int>(values.size()) / m_eta;
        return static_cast<int>(values.size()) < m_eta || better < places;
    }

    void finished(int number, const std::vector<double>& curve) override
    {
        const std::lock_guard lock(m_mutex);
        m_best.erase(number);
        for (std::size_t i = 0; i < curve.size(); ++i) {
            const double best = noteBest(number, curve[i]);
            if (const auto rung = m_rungs.find(static_cast<int>(i) + 1); rung != m_rungs.end())
                rung->second[number] = best;
        }
    }

private:
    double noteBest(int number, double value)
    {
        const auto [entry, isNew] = m_best.try_emplace(number, value);
        entry->second = std::max(entry->second, value);
        return entry->second;
    }
    const int m_eta;
    std::mutex m_mutex;
    std::map<int, std::map<int, double>> m_rungs; ///< rung → trial → best value
    std::map<int, double> m_best;
};

class MedianStopping : public Scheduler
{
public:
    explicit MedianStopping(const SchedulerOptions& options)
        : m_options(options)
    {}

    bool goesOn(int number, int epoch, double value) override
    {
        const std::lock_guard lock(m_mutex);
        const auto [entry, isNew] = m_best.try_emplace(number, value);
        entry->second = std::max(entry->second, value);
        if (epoch < m_options.firstRung || static_cast<int>(m_curves.size()) < m_options.startUp)
            return true;
        std::vector<double> means;
        for (const auto& [other, curve] : m_curves) {
            const auto length = std::min(curve.size(), static_cast<std::size_t>(epoch));
            if (length > 0)
                means.push_back(
                    std::accumulate(curve.begin(), curve.begin() + static_cast<long>(length), 0.0) /
                    static_cast<double>(length));
        }
        if (means.empty())
            return true;
        const auto middle = means.begin() + static_cast<long>(means.size() / 2);
        std::nth_element(means.begin(), middle, means.end());
        return entry->second >= *middle;
    }

    void finished(int number, const std::vector<double>& curve) override
    {
        const std::lock_guard lock(m_mutex);
        m_curves[number] = curve;
    }

private:
    const SchedulerOptions m_options;
    std::mutex m_mutex;
    std::map<int, std::vector<double>> m_curves;
    std::map<int, double> m_best;
};

} // namespace

const char* schedulerName(SchedulerKind kind)
{
    return kNames[static_cast<std::size_t>(kind)];
}

std::optional<SchedulerKind> schedulerFromName(const std::string& name)
{
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (name == kNames[i])
            return static_cast<SchedulerKind>(i);
    return std::nullopt;
}

std::unique_ptr<Scheduler> makeScheduler(SchedulerKind kind, const SchedulerOptions& options)
{
    switch (kind) {
    case SchedulerKind::Asha:
        return std::make_unique<Asha>(options);
    case SchedulerKind::Median:
        return std::make_unique<MedianStopping>(options);
    case SchedulerKind::None:
        break;
    }
    return std::make_unique<NoScheduler>();
}

} // namespace negatoscope::search
