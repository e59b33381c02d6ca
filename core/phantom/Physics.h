#pragma once

#include "core/base/Random.h"
#include "core/phantom/Anatomy.h"

#include <array>
#include <span>

namespace negatoscope::phantom {

/// One bin of the detected spectrum. Attenuation per mm of soft tissue and of cortical bone after
/// the NIST tables (Hubbell and Seltzer 1995); lung counts 0.26 of soft tissue.
struct SpectrumBin
{
    float weight;
    float softPerMm;
    float bonePerMm;
};
inline constexpr std::array<SpectrumBin, 3> kSpectrum{{{0.34F, 0.0284F, 0.1278F},
    {0.40F, 0.0230F, 0.0700F}, {0.26F, 0.0203F, 0.0490F}}}; // 40, 55, 70 keV
inline constexpr float kLungDensity = 0.26F;

/// Beer-Lambert: Σ w·exp(−Σ μ·t), 1 in air. Bone takes the place of soft tissue.
cv::Mat1f transmission(const Paths& paths, std::span<const SpectrumBin> spectrum = kSpectrum);

/// How one film was exposed and displayed.
struct Exposure
{
    float scatter = 1.0F;    ///< multiplies scatter of 0.45 × primary blurred by 24 mm, and veil
    float quanta = 48000.0F; ///< per pixel in air
    float detail = 1.5F;     ///< enhancement of structures under 14 mm
    float windowCentre = 0.46F;
    float windowSlope = 4.6F;
    float brightest = 213.0F; ///< grey level of white
};
Exposure drawExposure(base::Random& random);

/// Primary → detector: scatter, blur of 0.58 mm (focus, screen and pixel), quantum and electronic
/// noise.
cv::Mat1f detected(
    const cv::Mat1f& primary, const Canvas& canvas, const Exposure& exposure, base::Random& random);

/// Detector → film: logarithm, detail enhancement, percentile window, S curve; grey levels 0…255,
/// bright where little came through.
cv::Mat1b displayed(const cv::Mat1f& detector, const Canvas& canvas, const Exposure& exposure);

} // namespace negatoscope::phantom
