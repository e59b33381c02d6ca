#pragma once

#include "core/base/Random.h"
#include "core/phantom/Anatomy.h"
#include "core/phantom/Phantom.h"

namespace negatoscope::phantom {

/// Lung turned into soft tissue (mm of path per pixel); 0 outside the lung, all 0 for None.
cv::Mat1f drawOpacity(const Paths& paths, const Patient& patient, const Canvas& canvas,
    OpacityKind kind, base::Random& random);

/// 255 where the blurred (σ 2 mm) delta exceeds a quarter of its 95th percentile and 1.5 mm.
cv::Mat1b opacityMask(const cv::Mat1f& delta, const Canvas& canvas);

/// Where the opacity's volume lies: a side or a third of the lung's height that holds most of it.
Side sideOf(const cv::Mat1f& delta, const Canvas& canvas);
Zone zoneOf(const cv::Mat1f& delta, const Patient& patient, const Canvas& canvas);

} // namespace negatoscope::phantom
