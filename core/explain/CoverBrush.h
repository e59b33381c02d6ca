#pragma once

#include "core/image/Film.h"
#include "core/image/Preprocessing.h"

#include <opencv2/core/types.hpp>

#include <optional>
#include <span>
#include <vector>

namespace negatoscope::explain {

/// One stroke of the covering brush, in film pixels.
struct BrushStroke
{
    enum class Kind {
        Paint, ///< the mean of what lies around the stroke
        Blur   ///< what is there, without its details
    };
    Kind kind = Kind::Paint;
    double radius = 1.0;
    std::vector<cv::Point2d> points; ///< one is a dot
};

/// The network's input of a film with strokes over it. Painted at the input's resolution, so that a
/// large film costs no more than a small one. `filmSize` is that of the film the input came from.
std::vector<float> coveredInput(std::span<const float> input,
    const image::Preprocessing& preprocessing, cv::Size filmSize,
    std::span<const BrushStroke> strokes);

/// A stroke over the brightest letter-like mark (compact, much brighter than its surroundings, in
/// the outer part of the upper film), if there is one: the marker that tells left from right. It is
/// on average `contrast` grey levels (of 255) brighter than what lies around it.
std::optional<BrushStroke> findMarker(const image::Film& film, double contrast = 0.0);
/// From here on a mark is more often a letter than not: of 400 phantoms it finds nine letters in
/// ten and takes one film in eight without a letter for one with.
inline constexpr double kLetterContrast = 60.0;

} // namespace negatoscope::explain
