#include "core/training/Schedules.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace negatoscope::training {

namespace {

nlohmann::json optionalJson(const std::optional<double>& value)
{
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

std::optional<double> optionalFrom(const nlohmann::json& value)
{
    return value.is_number() ? std::optional<double>(value.get<double>()) : std::nullopt;
}

} // namespace

double cosineDecay(double initial, double step, double decaySteps, double alpha)
{
    const double part = decaySteps <= 0.0 ? 1.0 : std::min(step, decaySteps) / decaySteps;
    const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * part));
    return initial * ((1.0 - alpha) * cosine + alpha);
}

double exponentialDecay(double initial, double step, double decaySteps, double rate)
{
    return initial * std::pow(rate, step / decaySteps);
}

bool higherIsBetter(const std::string& metric)
{
    return !metric.ends_with("loss");
}

bool hasImproved(double current, std::optional<double> best, double minDelta, bool higher)
{
    if (std::isnan(current))
        return false;
    if (!best)
        return true;
    return higher ? current - std::abs(minDelta) > *best : current + std::abs(minDelta) < *best;
}

LearningRate::LearningRate(const model::ScheduleConfig& config, double initial,
    std::int64_t stepsPerEpoch, std::int64_t totalSteps)
    : m_config(config)
    , m_initial(initial)
    , m_stepsPerEpoch(static_cast<double>(std::max<std::int64_t>(stepsPerEpoch, 1)))
    , m_totalSteps(static_cast<double>(totalSteps))
    , m_warmUpSteps(std::floor(config.warmUp * static_cast<double>(totalSteps)))
    , m_rate(initial)
{}

double LearningRate::at(std::int64_t step) const
{
    const auto s = static_cast<double>(step);
    if (s < m_warmUpSteps)
        return m_initial * s / m_warmUpSteps;
    const double after = s - m_warmUpSteps;
    if (m_config.name == "cosine")
        return cosineDecay(m_initial, after, m_totalSteps - m_warmUpSteps, m_config.alpha);
    if (m_config.name == "exponential")
        return exponentialDecay(
            m_initial, after, m_config.decayEpochs * m_stepsPerEpoch, m_config.decayRate);
    return m_rate; // constant, or what the plateau left
}

void LearningRate::epochEnded(const std::map<std::string, double>& metrics)
{
    const auto found = metrics.find(m_config.monitor);
    if (m_config.name != "reduce_on_plateau" || found == metrics.end())
        return;
    if (m_cooldown > 0) {
        --m_cooldown;
        m_wait = 0;
    }
    const double current = found->second;
    if (hasImproved(current, m_best, m_config.minDelta, higherIsBetter(m_config.monitor))) {
        m_best = current;
        m_wait = 0;
    } else if (m_cooldown <= 0) {
        ++m_wait;
        if (m_wait >= m_config.patience && m_rate > m_config.minLearningRate) {
            m_rate = std::max(m_rate * m_config.factor, m_config.minLearningRate);
            m_cooldown = m_config.cooldown;
            m_wait = 0;
        }
    }
}

nlohmann::json LearningRate::state() const
{
    return {{"rate", m_rate}, {"best", optionalJson(m_best)}, {"wait", m_wait},
        {"cooldown", m_cooldown}};
}

void LearningRate::restore(const nlohmann::json& state)
{
    m_rate = state.at("rate").get<double>();
    m_best = optionalFrom(state.at("best"));
    m_wait = state.at("wait").get<int>();
    m_cooldown = state.at("cooldown").get<int>();
}

EarlyStopping::EarlyStopping(const model::EarlyStoppingConfig& config)
    : m_config(config)
{}

bool EarlyStopping::epochEnded(int epoch, const std::map<std::string, double>& metrics)
{
    const auto found = metrics.find(m_config.monitor);
    if (found == metrics.end() || epoch < m_config.startFromEpoch)
        return false;
    ++m_wait;
    const bool higher = higherIsBetter(m_config.monitor);
    if (hasImproved(found->second, m_best, m_config.minDelta, higher)) {
        m_best = found->second;
        m_wait = 0;
        return false;
    }
    return m_wait >= m_config.patience && epoch > 0;
}

nlohmann::json EarlyStopping::state() const
{
    return {{"best", optionalJson(m_best)}, {"wait", m_wait}};
}

void EarlyStopping::restore(const nlohmann::json& state)
{
    m_best = optionalFrom(state.at("best"));
    m_wait = state.at("wait").get<int>();
}

BestEpoch::BestEpoch(std::string monitor)
    : m_monitor(std::move(monitor))
{}

bool BestEpoch::epochEnded(int epoch, const std::map<std::string, double>& metrics)
{
    const auto found = metrics.find(m_monitor);
    if (found == metrics.end() ||
        !hasImproved(found->second, m_best, 0.0, higherIsBetter(m_monitor)))
        return false;
    m_best = found->second;
    m_epoch = epoch;
    return true;
}

nlohmann::json BestEpoch::state() const
{
    return {{"best", optionalJson(m_best)}, {"epoch", m_epoch}};
}

void BestEpoch::restore(const nlohmann::json& state)
{
    m_best = optionalFrom(state.at("best"));
    m_epoch = state.at("epoch").get<int>();
}

} // namespace negatoscope::training
