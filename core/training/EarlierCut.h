#pragma once

#include "core/model/FrozenPrefix.h"
#include "core/model/Network.h"
#include "core/training/FeatureCache.h"

#include <filesystem>
#include <optional>

namespace negatoscope::training {

/// Activations that were cached at a cut in front of another, and the frozen layers between the
/// two: freezing more layers than before then needs neither the films nor the layers in front.
struct EarlierCut
{
    FeatureCache cache;
    model::FrozenPrefix rest;
};

/// The deepest cut in front of `wanted` that has a cache in `folder` for the same films'
/// preparation and weights; nothing when there is none. Halves move what is computed from them
/// in the fourth significant digit.
std::optional<EarlierCut> findEarlierCut(const model::Network& network,
    const std::filesystem::path& folder, const CacheSpace& wanted, model::Pooling pooling,
    const CacheLimits& limits);

} // namespace negatoscope::training
