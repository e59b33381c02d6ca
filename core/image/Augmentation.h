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
    double claheClipLow = 2.0; ///< clip limit, uniform
    double claheClipHigh = 2.0;
    double blankFrameProbability = 0.0;     ///< blanks part of the edge
    double blankFrameLow = 8.0;             ///< width of what is blanked, px of 224
    double blankFrameHigh = 28.0;           ///< likewise
    double blankFrameSideProbability = 0.0; ///< 0: one of top, left, right in black; otherwise each
                                            ///< of the four sides with this chance, in one grey
    double cutOutProbability = 0.0;         ///< one black square
    double cutOutLow = 40.0;                ///< its side, px of 224
    double cutOutHigh = 40.0;
    double borderReplicateProbability = 1.0; ///< otherwise what enters is black or dark grey (< 80)
    double equalizeProbability = 0.0;        ///< histogram equalisation, where CLAHE was not drawn
    double sharpenProbability = 0.0;         ///< unsharp mask, where blur was not drawn
    double toneCurveProbability = 0.0;       ///< random monotone curve
    double shadingProbability = 0.0;         ///< linear shading across the film
    double shadingStrength = 0.35;           ///< ± of the grey level at the edge
    bool operator==(const Augmentation&) const = default;

    /// What `data_augmentation: true` means.
    static Augmentation mild();
    /// Wider ranges; four views in ten hide a part of the film, so that markers do not help.
    static Augmentation strong();
    /// The widest ranges, for films from elsewhere (science.md 10).
    static Augmentation extra();
};

nlohmann::json toJson(const Augmentation&);
/// Accepts the keys that toJson writes, {"preset": "mild" | "strong" | "extra"} as what the other
/// keys change, and those of Keras' ImageDataGenerator (rotation_range, zoom_range, …). What is not
/// named is off. Unknown keys are errors. A vertical flip is refused: no film hangs upside down.
base::Result<Augmentation> augmentationFromJson(const nlohmann::json&);
std::string fingerprint(const Augmentation&);

/// One view of a resized film (CV_32FC1 or CV_32FC3, grey levels 0…255). The same seed gives the
/// same bytes; everything geometric is one resampling. Values stay in 0…255. Sizes in pixels are
/// meant for 224 and scale with the input. Thread: any.
cv::Mat augmentedView(const cv::Mat& resized, const Augmentation& augmentation, std::uint64_t seed);

} // namespace negatoscope::image
