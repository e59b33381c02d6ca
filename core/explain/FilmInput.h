#pragma once

#include "core/base/Result.h"
#include "core/image/Film.h"
#include "core/image/Preprocessing.h"

#include <filesystem>
#include <vector>

namespace negatoscope::explain {

/// A film as it is and as the network takes it.
struct FilmInput
{
    image::Film film;          ///< grey, or RGB where the network takes colour
    std::vector<float> values; ///< preprocessing.valuesPerFilm()
    /// Of the film's pixels, how many are clearly coloured (channels more than 24 of 255 apart).
    double colouredShare = 0.0;
};

/// decode → resize → scale. The values are those of image::preprocessFile. Errors: those of
/// decodeFilm. Thread: any.
base::Result<FilmInput> readFilmInput(
    const std::filesystem::path& path, const image::Preprocessing& preprocessing);

/// The same of a film that is in memory (RGB or grey, 8 or 16 bit).
base::Result<FilmInput> filmInput(image::Film film, const image::Preprocessing& preprocessing);

} // namespace negatoscope::explain
