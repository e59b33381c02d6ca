#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>
#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <string>

namespace negatoscope::image {

/// Ranges from which one random view of a film is drawn. Zero (or a range of one point) switches a
/// step off. Ranges of the "mild" and "strong" views: science.md 7.1.
struct Augmentation
{
    double rotationDegrees = 0.0; ///< ± degrees
    double zoomLow = 1.0;         ///< magnification, log-uniform between low and high
    double zoomHigh = 1.0;
    double shiftFraction = 0.0; ///< ± of the side
    double shearDegrees = 0.0;  ///< ± degrees
    double aspectLow = 1.0;     ///< width/height stretch
    double aspectHigh = 1.0;
    double flipProbability = 0.0; ///< horizontal
    double gainLow = 1.0;         ///< contrast: multiplies
    double gainHigh = 1.0;
    double brightness = 0.0; ///< ± grey levels added
    double gammaLow = 1.0;   ///< log-uniform
    double gammaHigh = 1.0;
    double noiseSigma = 0.0;      ///< grey levels
    double blurProbability = 0.0; ///< Gaussian, sigma 0.5…1.5 px
    double claheProbability = 0.0;
    double blankFrameProbability = 0.0; ///< blacks out 8…28 px of the top, left or right edge
    double cutOutProbability = 0.0;     ///< one 40-px square
    bool operator==(const Augmentation&) const = default;

    /// What `data_augmentation: true` means.
    static Augmentation mild();
    static Augmentation strong();
};

nlohmann::json toJson(const Augmentation&);
/// Accepts the keys that toJson writes and the notebook's Keras-like ones; unknown keys are errors.
base::Result<Augmentation> augmentationFromJson(const nlohmann::json&);
std::string fingerprint(const Augmentation&);

/// One view of a resized film (CV_32FC1 or CV_32FC3, grey levels 0…255). The same seed gives the
/// same bytes. Border: replicated. Thread: any.
cv::Mat augmentedView(const cv::Mat& resized, const Augmentation& augmentation, std::uint64_t seed);

} // namespace negatoscope::image
