#pragma once

#include "core/dataset/Manifest.h"
#include "core/search/Trial.h"
#include "core/training/Trainer.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace negatoscope::search {

struct TrainingTrialsOptions
{
    dataset::Manifest data;
    std::filesystem::path cacheFolder; ///< of the feature cache that all trials share
    /// Finalists and reference runs keep their weights below it, in <runsFolder>/<run id>; trials
    /// of the search stay in memory: each is trained again in less time than its weights take to
    /// write.
    /// "" = none keeps anything.
    std::filesystem::path runsFolder;
    int threads = 0; ///< for features, 0 = all cores
    /// What trains; empty = training::train. A window gives the one that downloads weights.
    std::function<training::RunRecord(const training::TrainingRequest&,
        const training::StopRequest&, const training::TrainingCallback&)>
        train{};
};

/// Trains the trials of a study. All share the feature cache; the first trial that needs certain
/// features computes them alone, with all cores, while the others that need them wait. Test films
/// are taken out of the data beforehand: no trial can look at them.
TrialRunner makeTrainingTrials(TrainingTrialsOptions options);

/// How many trials at a time are fastest: one per core where only a head on pooled features is
/// trained (it uses one core), one with all cores otherwise.
int bestWorkerCount(const model::ModelConfig& config, int threads);

} // namespace negatoscope::search
