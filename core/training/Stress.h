#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/evaluation/Scores.h"
#include "core/model/Classifier.h"
#include "core/training/RunRecord.h"
#include "core/training/StressScore.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace negatoscope::training {

nlohmann::json toJson(const StressScore& score); ///< {"auc":…,"flips":…,"n":…}

/// Scores one wild view of every film of `validation` that `data` still has: the view depends on
/// the film's content alone, so that every run is asked the same. `validation` are the model's
/// scores of the films as they are. For a worker thread, after the run: nothing else waits for it.
/// Empty when stopped. Errors: InsufficientData (no films, one class), those of decoding,
/// OutOfMemory.
base::Result<std::optional<StressScore>> scoreStress(const model::Classifier& classifier,
    const evaluation::Scores& validation, const dataset::Manifest& data, int threads = 0,
    std::stop_token stop = {},
    const std::function<void(std::size_t done, std::size_t total)>& progress = {});

} // namespace negatoscope::training
