#pragma once

#include "core/model/ModelConfig.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace negatoscope::training {

/// How many films a run sees.
struct FilmCounts
{
    std::size_t train = 0;
    std::size_t validation = 0;
    std::size_t test = 0;
};

/// What a run has to compute, counted layer by layer before anything runs. A unit is about one
/// multiply-add of a 1×1 convolution: depthwise convolutions, which wait for memory, count four
/// times, and every value that a layer writes counts twice.
struct Workload
{
    enum class Phase {
        Features, ///< films through the frozen part, once
        Head,     ///< epochs of a head on pooled features
        Backbone  ///< epochs that run layers of the backbone
    };
    double featureUnits = 0.0; ///< whole feature pass
    double epochUnits = 0.0;   ///< one epoch: forward and backward, and the validation films
    int epochs = 1;
    Phase epochPhase = Phase::Head;
    std::uint64_t memoryBytes = 0; ///< weights, optimizer, activations of a batch, pooled features
    std::uint64_t cacheBytes = 0;  ///< on disk
};

/// Never fails: a stack whose shapes do not fit costs what its backbone costs.
Workload workloadOf(const model::ModelConfig& config, int classCount, const FilmCounts& films);

struct CostPrediction
{
    double featureSeconds = 0.0;
    double secondsPerEpoch = 0.0;
    std::uint64_t memoryBytes = 0; ///< peak of the program
    bool measured = false;         ///< this machine has trained this kind of run before
    double totalSeconds(int epochs, bool cached) const
    {
        return (cached ? 0.0 : featureSeconds) + secondsPerEpoch * epochs;
    }
};

/// What a finished run says about the machine. Zero = not observed.
struct CostObservation
{
    double featureSeconds = 0.0; ///< of a pass over all films; 0 when the cache had them
    double trainSeconds = 0.0;   ///< of all epochs
    int epochs = 0;
    std::uint64_t peakBytes = 0;
};

/// Units of a Workload divided by what this machine does in a second: learned from every finished
/// run, kept in the settings as JSON. Before the first run the speed of an ordinary two-core laptop
/// is assumed. A value; thread: any.
class CostModel
{
public:
    CostPrediction predict(const Workload& work) const;
    /// The first observation of a phase replaces the assumption; later ones count two fifths, in
    /// the logarithm, so that one run beside a busy program is forgotten.
    void learn(const Workload& work, const CostObservation& seen);

    nlohmann::json toJson() const;
    static CostModel fromJson(const nlohmann::json& json); ///< what cannot be read is assumed anew

private:
    struct Factor
    {
        double value = 1.0; ///< observed / assumed
        int observations = 0;
        void learn(double observed, double assumed);
    };
    static constexpr std::size_t kPhases = 3;
    std::array<Factor, kPhases> m_time;
    std::array<Factor, kPhases> m_memory; ///< Features unused
};

} // namespace negatoscope::training
