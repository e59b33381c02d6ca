#pragma once

#include "core/base/Result.h"
#include "core/training/FeatureCache.h"
#include "core/training/Trainer.h"

#include <cstddef>

namespace negatoscope::training {

/// How much of what the frozen layers give lies in the cache before a run begins.
struct CacheCoverage
{
    CacheVerdict verdict;   ///< whether it may be kept at all
    std::size_t wanted = 0; ///< films times views, and the validation and test films
    std::size_t there = 0;

    bool isWhole() const { return verdict.valid && wanted > 0 && there == wanted; }
};

/// Looks the request's films up in its cache folder; decodes and computes nothing. The loaded
/// backbone stays in request.warm, for the run that follows. Blocking, for a worker thread. Errors:
/// those of the configuration, of the weights and of the cache's files.
base::Result<CacheCoverage> cacheCoverage(const TrainingRequest& request);

} // namespace negatoscope::training
