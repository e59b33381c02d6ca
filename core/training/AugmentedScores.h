#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/evaluation/Scores.h"
#include "core/model/Classifier.h"

#include <optional>
#include <stop_token>

namespace negatoscope::training {

/// What a model says of one strongly changed view (image::Augmentation::extra) of every film of
/// `validation` that `data` still has, by name: a threshold chosen on these transfers better to
/// films from elsewhere than one chosen on the films as they are (science.md 10). The view depends
/// on the film's content alone. For a worker thread; some 10 ms a film. Empty when stopped. Errors:
/// InsufficientData (no film is there), those of decoding and of the network.
base::Result<std::optional<evaluation::Scores>> augmentedScores(const model::Classifier& classifier,
    const evaluation::Scores& validation, const dataset::Manifest& data, std::stop_token stop = {});

} // namespace negatoscope::training
