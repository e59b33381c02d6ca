#include "core/phantom/Physics.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>

namespace negatoscope::phantom {

namespace {

float percentile(std::vector<float>& values, double fraction)
{
    const auto rank =
        static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

float sigmoid(float x)
{
    return 1.0F / (1.0F + std::exp(-x));
}

} // namespace

cv::Mat1f transmission(const Paths& paths, std::span<const SpectrumBin> spectrum)
{
    cv::Mat1f intensity(paths.soft.size(), 0.0F);
    cv::Mat1f exponent;
    for (const SpectrumBin& bin : spectrum) {
        exponent = -bin.softPerMm * (paths.soft + kLungDensity * paths.lung) -
                   (bin.bonePerMm - bin.softPerMm) * paths.bone;
        cv::exp(exponent, exponent);
        cv::scaleAdd(exponent, bin.weight, intensity, intensity);
    }
    return intensity;
}

Exposure drawExposure(base::Random& random)
{
    const auto draw = [&random](double low, double high) {
        return static_cast<float>(random.uniform(low, high));
    };
    Exposure exposure;
    exposure.scatter = draw(0.7, 1.2);
    exposure.quanta = std::exp(draw(std::log(2.4e4), std::log(1e5)));
    exposure.detail = draw(1.2, 1.8);
    exposure.windowCentre = draw(0.40, 0.52);
    exposure.windowSlope = draw(3.8, 5.2);
    exposure.brightest = draw(196.0, 230.0);
    return exposure;
}

cv::Mat1f detected(
    const cv::Mat1f& primary, const Canvas& canvas, const Exposure& exposure, base::Random& random)
{
    constexpr float kScatterMm = 24.0F;
    constexpr float kVeil = 0.0015F;
    constexpr float kFocusMm = 0.58F;
    const cv::Mat1f scatter = blurred(primary, kScatterMm, canvas.mmPerPixel());
    cv::Mat1f intensity(primary + exposure.scatter * (0.45F * scatter + kVeil));
    intensity = blurred(intensity, kFocusMm, canvas.mmPerPixel());
    // Poisson statistics of hundreds of quanta per pixel are normal to within the display's steps.
    constexpr float kElectronic = 2e-4F;
    for (float& value : intensity) {
        const float quantum = std::sqrt(std::max(value, 0.0F) / exposure.quanta);
        value += static_cast<float>(random.normal()) * std::hypot(quantum, kElectronic);
    }
    return intensity;
}

cv::Mat1b displayed(const cv::Mat1f& detector, const Canvas& canvas, const Exposure& exposure)
{
    constexpr float kDetailMm = 14.0F;
    constexpr float kBaseShare = 0.72F;
    cv::Mat1f density(cv::max(detector, 1e-4));
    cv::log(density, density);
    density = -density;
    const cv::Mat1f coarse = blurred(density, kDetailMm, canvas.mmPerPixel());
    density = exposure.detail * (density - coarse) + kBaseShare * coarse;
    std::vector<float> values(density.begin(), density.end());
    const float low = percentile(values, 0.02);
    const float high = percentile(values, 0.993);
    const float bottom = sigmoid(-exposure.windowSlope * exposure.windowCentre);
    const float top = sigmoid(exposure.windowSlope * (1.0F - exposure.windowCentre));
    cv::Mat1b film(density.size());
    std::transform(density.begin(), density.end(), film.begin(), [&](float d) {
        const float g = std::clamp((d - low) / (high - low), 0.0F, 1.0F);
        const float s = sigmoid(exposure.windowSlope * (g - exposure.windowCentre));
        return cv::saturate_cast<uchar>(exposure.brightest * (s - bottom) / (top - bottom));
    });
    return film;
}

} // namespace negatoscope::phantom
