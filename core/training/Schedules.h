#pragma once

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace negatoscope::training {

/// initial·[(1−α)·½(1+cos(πs/D))+α], s clipped to D (Keras' CosineDecay).
double cosineDecay(double initial, double step, double decaySteps, double alpha);
/// initial·rate^(s/D) (Keras' ExponentialDecay).
double exponentialDecay(double initial, double step, double decaySteps, double rate);

/// Which way a figure improves: anything that ends in "loss" downwards, all else upwards.
bool higherIsBetter(const std::string& metric);
/// Keras' test with its min_delta; the first value always counts.
bool hasImproved(double current, std::optional<double> best, double minDelta, bool higher);

/// The learning rate of every step: linear warm-up, then the schedule (keras.md 7). Steps are
/// 0-based and count over the whole run.
class LearningRate
{
public:
    LearningRate(const model::ScheduleConfig& config, double initial, std::int64_t stepsPerEpoch,
        std::int64_t totalSteps);

    double at(std::int64_t step) const;
    /// reduce_on_plateau watches; the others ignore it.
    void epochEnded(const std::map<std::string, double>& metrics);

    nlohmann::json state() const;
    void restore(const nlohmann::json& state);

private:
    model::ScheduleConfig m_config;
    double m_initial;
    double m_stepsPerEpoch;
    double m_totalSteps;
    double m_warmUpSteps;
    // reduce_on_plateau
    double m_rate;
    std::optional<double> m_best;
    int m_wait = 0;
    int m_cooldown = 0;
};

/// Keras' EarlyStopping.
class EarlyStopping
{
public:
    explicit EarlyStopping(const model::EarlyStoppingConfig& config);

    /// True when training should end after this (0-based) epoch.
    bool epochEnded(int epoch, const std::map<std::string, double>& metrics);

    nlohmann::json state() const;
    void restore(const nlohmann::json& state);

private:
    model::EarlyStoppingConfig m_config;
    std::optional<double> m_best;
    int m_wait = 0;
};

/// Remembers which epoch had the best value of one figure.
class BestEpoch
{
public:
    explicit BestEpoch(std::string monitor);

    /// True when this epoch is the best so far. A NaN never is.
    bool epochEnded(int epoch, const std::map<std::string, double>& metrics);
    int epoch() const { return m_epoch; }
    const std::string& monitor() const { return m_monitor; }

    nlohmann::json state() const;
    void restore(const nlohmann::json& state);

private:
    std::string m_monitor;
    std::optional<double> m_best;
    int m_epoch = -1;
};

} // namespace negatoscope::training
