#pragma once

// Private to core/training: includes ATen.

#include "core/base/Result.h"
#include "core/model/Network_impl.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace negatoscope::training {

/// All that a run needs to go on after an epoch as if nothing had happened. Float32 tensors by
/// name, everything else as JSON.
struct Checkpoint
{
    nlohmann::json state;
    std::vector<std::pair<std::string, at::Tensor>> tensors;

    void add(const std::string& prefix, const std::vector<std::pair<std::string, at::Tensor>>& all);
    /// Copies stored values into tensors of the same names. Errors: CorruptFile, ShapeMismatch.
    base::Result<void> fill(const std::string& prefix,
        const std::vector<std::pair<std::string, at::Tensor>>& all) const;
};

/// Writes <folder>/checkpoint-0.safetensors or -1, by turns, each atomically: the one before stays
/// whole until this one is.
base::Result<void> saveCheckpoint(
    const std::filesystem::path& folder, const Checkpoint& checkpoint, std::uint64_t sequence);

/// The newer of the two that can be read; nothing when there is none.
std::optional<std::pair<Checkpoint, std::uint64_t>> loadCheckpoint(
    const std::filesystem::path& folder);

void removeCheckpoints(const std::filesystem::path& folder);

/// The variables that a run may change (those of backbone layers from `firstTrainable` on and of
/// the head, with their moving statistics), by Keras name.
std::vector<std::pair<std::string, at::Tensor>> mutableVariables(
    model::NetworkImpl& network, int firstTrainable);

/// A copy of such variables.
class WeightSnapshot
{
public:
    void capture(const std::vector<std::pair<std::string, at::Tensor>>& variables);
    void restore(const std::vector<std::pair<std::string, at::Tensor>>& variables) const;
    bool isEmpty() const { return m_values.empty(); }
    const std::vector<std::pair<std::string, at::Tensor>>& values() const { return m_values; }

private:
    std::vector<std::pair<std::string, at::Tensor>> m_values;
};

/// Keras' exponential moving average of the trainable variables: m·average + (1−m)·value after
/// every step, the first one taken as it is.
class WeightAverage
{
public:
    WeightAverage(const model::EmaConfig& config,
        std::vector<std::pair<std::string, at::Tensor>> variables, std::int64_t totalSteps);

    void stepDone(std::int64_t step); ///< 0-based
    bool hasStarted() const { return m_started; }
    /// Exchanges the averages with the network's values; calling it twice changes nothing.
    void swap();

    /// For checkpoints.
    const std::vector<std::pair<std::string, at::Tensor>>& averages() const { return m_averages; }
    void setStarted(bool started) { m_started = started; }

private:
    double m_momentum;
    std::int64_t m_firstStep;
    bool m_started = false;
    std::vector<std::pair<std::string, at::Tensor>> m_variables;
    std::vector<std::pair<std::string, at::Tensor>> m_averages;
};

} // namespace negatoscope::training
