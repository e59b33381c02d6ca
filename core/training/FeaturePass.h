#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/image/Preprocessing.h"
#include "core/model/FrozenPrefix.h"
#include "core/training/FeatureCache.h"
#include "core/training/ViewBank.h"

#include <functional>
#include <utility>
#include <vector>

namespace negatoscope::training {

/// One film in one view.
struct FeatureJob
{
    std::size_t film = 0; ///< index into Manifest::items
    std::size_t view = 0; ///< index into the bank
};

struct FeaturePassResult
{
    std::vector<std::pair<std::size_t, base::Error>> unreadable; ///< films, each once
    bool stopped = false;
};

/// What one pass over films needs to know. References must outlive it.
struct FeaturePass
{
    const dataset::Manifest& data;
    const image::Preprocessing& preprocessing;
    const model::FrozenPrefix* prefix = nullptr; ///< null: the prepared films themselves are kept
    const std::vector<FilmView>& views;
    int threads = 1;
    std::function<bool()> shouldStop;
    std::function<void(std::size_t done, std::size_t total)> progress; ///< on the calling thread
    /// Activations at an earlier cut, and the layers from there on: what is known there is not
    /// decoded and computed from the film. Both or neither.
    const FeatureCache* source = nullptr;
    const model::FrozenPrefix* fromSource = nullptr;
    bool gentle = false; ///< the workers give way to everything else that runs

    /// decode → resize → view → frozen layers for every job that `cache` lacks, one torch thread
    /// per core, in chunks of a fixed size (so that an entry never depends on its neighbours).
    /// Unreadable films are reported, not an error. Errors: of the cache, OutOfMemory, Internal.
    base::Result<FeaturePassResult> fill(FeatureCache& cache, const std::vector<FeatureJob>& jobs);

    /// Decodes every film once and keeps nothing: for runs that read films anew in every epoch.
    base::Result<FeaturePassResult> check(const std::vector<std::size_t>& films);
};

CacheKey keyOf(const dataset::FilmItem& film, const FilmView& view);

} // namespace negatoscope::training
