#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/evaluation/Scores.h"
#include "core/model/ModelConfig.h"

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::training {

/// The films of one split, by position: item 0 is the first film of the split.
struct FilmSet
{
    std::vector<std::size_t> items; ///< indices into Manifest::items
    std::vector<std::int64_t> labels;
    std::size_t size() const { return items.size(); }
};

/// What one run learns from and is measured on.
struct TrainingData
{
    FilmSet train;
    FilmSet validation;
    FilmSet test;
    std::vector<double> classWeights; ///< by class; empty = all 1
};

/// Sorts the labelled films into their splits. `excluded` (by item) films are left out: they could
/// not be read.
TrainingData makeTrainingData(const dataset::Manifest& manifest, const model::ModelConfig& config,
    const std::vector<bool>& excluded);

/// At least two classes with two films each in train. Errors: InsufficientData, naming the class.
base::Result<void> checkEnoughFilms(const TrainingData& data, const dataset::Manifest& manifest);

/// Positions into `set` in the order of one epoch: balanced (over- or undersampled), then shuffled,
/// both from the run's seed and the epoch.
std::vector<std::size_t> epochOrder(
    const FilmSet& set, std::size_t classCount, const model::ModelConfig& config, int epoch);

/// Scores of one split from n×K logits.
evaluation::Scores makeScores(
    const dataset::Manifest& manifest, const FilmSet& set, const std::vector<float>& logits);

/// Identity of films, labels and splits: two runs with the same one saw the same data.
std::string dataFingerprint(const dataset::Manifest& manifest);

} // namespace negatoscope::training
