#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/image/Augmentation.h"
#include "core/image/Preprocessing.h"
#include "core/model/ModelConfig.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::training {

/// One way to see a film: as it is, mirrored, or one draw from an augmentation.
struct FilmView
{
    std::string name; ///< part of the cache's key: "original", "flip", fingerprint and number
    bool flip = false;
    std::optional<image::Augmentation> augmentation;
    /// Of a bank: the draw depends on the film and the view only, so that runs of any seed share
    /// it.
    std::uint64_t number = 0;
};

FilmView originalView();

/// The bank that is cached and drawn from: what `views` counts, or one original and seven draws
/// where only data_augmentation is given, or the original alone.
std::vector<FilmView> viewBank(const model::ModelConfig& config);

/// decode → resize → view → scale of one film into `out` (preprocessing.valuesPerFilm() floats).
/// `seed` makes the draw. Errors as image::decodeFilm. Thread: any.
base::Result<void> prepareFilm(const dataset::FilmItem& film,
    const image::Preprocessing& preprocessing, const FilmView& view, std::uint64_t seed,
    std::span<float> out);

/// Seed of a bank's view of one film.
std::uint64_t bankSeed(const dataset::FilmItem& film, const FilmView& view);

} // namespace negatoscope::training
