#pragma once

#include "core/base/Random.h"
#include "core/phantom/Canvas.h"

namespace negatoscope::phantom {

enum class Ridges { No, Yes };

/// Fractal noise: octaves of cubic-interpolated white noise from `scaleMm` downwards, each half as
/// strong and half as large. Standard deviation about 0.5; with ridges 1 − |noise| per octave
/// (thin bright crests), its mean not removed. Octaves under one pixel are left out.
cv::Mat1f fractalNoise(const Canvas& canvas, base::Random& random, float scaleMm, int octaves,
    Ridges ridges = Ridges::No);

} // namespace negatoscope::phantom
