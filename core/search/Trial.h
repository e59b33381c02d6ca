#pragma once

#include "core/search/SearchSpace.h"
#include "core/training/RunRecord.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::search {

/// What a training belongs to.
enum class TrialStage {
    Search,   ///< one point, the base's seed
    Finalist, ///< a good point again, another seed
    Reference ///< the base itself, the finalists' seeds
};
const char* stageName(TrialStage stage); ///< "search", "finalist", "reference"

/// One training to be done.
struct TrialTask
{
    int number = 0; ///< counts up within the study
    TrialStage stage = TrialStage::Search;
    std::string runId; ///< UUID of the run that it becomes
    Point point;       ///< empty for the reference
    Values values;
    std::uint64_t seed = 0;
    model::ModelConfig config;
};

enum class TrialOutcome { Completed, StoppedEarly, Failed };
const char* outcomeName(TrialOutcome outcome); ///< "completed", "stopped_early", "failed"

/// One training that was done; what the journal keeps of it.
struct Trial
{
    int number = 0;
    TrialStage stage = TrialStage::Search;
    std::string runId;
    Point point;
    Values values;
    std::uint64_t seed = 0;
    TrialOutcome outcome = TrialOutcome::Completed;
    std::optional<double> objective; ///< of the run's best epoch; none when it failed
    int epochs = 0;
    double seconds = 0.0;
    std::string failure;       ///< sentence
    std::vector<double> curve; ///< objective after each epoch
};

nlohmann::ordered_json toJson(const Trial& trial);
/// Empty when the line is not a whole trial.
std::optional<Trial> trialFromJson(const nlohmann::ordered_json& json);

/// Trains one task: says the figures after every epoch, goes no further when `goesOn` says no, and
/// leaves nothing behind on `cancel`. Called from several threads at once. Never throws.
using GoesOn = std::function<bool(const training::EpochRecord&)>;
using TrialRunner = std::function<training::RunRecord(
    const TrialTask& task, const GoesOn& goesOn, std::stop_token cancel)>;

} // namespace negatoscope::search
