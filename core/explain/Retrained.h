#pragma once

#include "core/explain/Explainer.h"
#include "core/training/RunRecord.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace negatoscope::explain {

/// The same training once more, to doubt a map: what another seed marks elsewhere was chance; what
/// a model marks that learned from shuffled labels (Adebayo et al. 2018) has nothing to do with
/// them.
enum class Retraining { OtherSeed, ShuffledLabels };
const char* retrainingName(Retraining kind); ///< "other seed", "shuffled labels"

struct RetrainingOptions
{
    std::filesystem::path cacheFolder; ///< of features: the run's own are used again
    int threads = 0;                   ///< 0 = all cores
    std::function<void(int epoch, int epochs)> onEpoch;
};

/// The films with the labels of the training split dealt out anew; validation and test keep theirs.
dataset::Manifest withShuffledLabels(const dataset::Manifest& films, std::uint64_t seed);

/// Trains with the run's configuration on the films that it was trained on. Nothing is kept on disk
/// but features. Empty when stopped. Errors: InvalidUsage (other films, or labels), those of the
/// training.
base::Result<std::optional<Explainer>> retrained(const training::RunRecord& run,
    const dataset::Manifest& films, Retraining kind, const RetrainingOptions& options,
    std::stop_token stop = {});

} // namespace negatoscope::explain
