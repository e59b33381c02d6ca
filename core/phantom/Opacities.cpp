#include "core/phantom/Opacities.h"

#include "core/phantom/Texture.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace negatoscope::phantom {

namespace {

float square(float x)
{
    return x * x;
}

/// What every kind of opacity needs at hand while it is drawn.
struct Brush
{
    const Paths& paths;
    const Patient& patient;
    const Canvas& canvas;
    base::Random& random;

    float draw(double low, double high) { return static_cast<float>(random.uniform(low, high)); }
    int anySide() { return random.chance(0.5) ? -1 : 1; }

    float lungAt(PatientPoint point) const
    {
        const cv::Point2f pixel = canvas.pixelAt(point);
        const int column = static_cast<int>(std::lround(pixel.x));
        const int row = static_cast<int>(std::lround(pixel.y));
        if (column < 0 || row < 0 || column >= canvas.side() || row >= canvas.side())
            return 0.0F;
        return paths.lung(row, column);
    }

    /// A point with some lung before and behind it, near the wanted place.
    PatientPoint placeInLung(int side, double low, double high, float minimumPath)
    {
        PatientPoint point;
        for (int attempt = 0; attempt < 40; ++attempt) {
            point = {static_cast<float>(side) * draw(0.22, 0.82) * patient.halfWidth,
                patient.lungHeight * draw(low, high)};
            if (lungAt(point) > minimumPath)
                break;
        }
        return point;
    }

    /// Fills a path map from patient coordinates, only where there is lung.
    template <typename Function>
    cv::Mat1f paint(Function function)
    {
        cv::Mat1f delta = canvas.blank();
        for (int row = 0; row < canvas.side(); ++row) {
            for (int column = 0; column < canvas.side(); ++column) {
                const float lung = paths.lung(row, column);
                if (lung > 0.0F)
                    delta(row, column) = std::clamp(
                        function(
                            canvas.patientAt(static_cast<float>(column), static_cast<float>(row)),
                            row, column, lung),
                        0.0F, 0.92F * lung);
            }
        }
        return delta;
    }
};

enum class Lobe { Upper, Middle, Lower };

/// Air-filled bronchi inside a consolidation stay dark.
void subtractBronchograms(Brush& brush, cv::Mat1f& delta, int side)
{
    constexpr float kRadius = 1.2F;
    Splat bronchi(brush.canvas);
    const PatientPoint hilum = brush.patient.hilum[sideIndex(side)];
    for (int i = 0; i < 5; ++i) {
        const float angle = brush.draw(-1.2, 1.3);
        const float length = brush.draw(24.0, 48.0);
        constexpr int kSteps = 70;
        for (int k = 0; k < kSteps; ++k) {
            const float t = static_cast<float>(k) / kSteps;
            bronchi.add({hilum.x + static_cast<float>(side) * length * t * std::cos(angle),
                            hilum.y + length * t * std::sin(angle) + 3.5F * std::sin(3.0F * t)},
                std::numbers::pi_v<float> * square(kRadius) * length / kSteps);
        }
    }
    const cv::Mat1f air = bronchi.thinTube(kRadius);
    for (int row = 0; row < delta.rows; ++row) {
        for (int column = 0; column < delta.cols; ++column) {
            float& d = delta(row, column);
            if (d > 2.0F)
                d = std::max(0.0F, d - 1.6F * air(row, column));
        }
    }
}

cv::Mat1f lobar(Brush& brush)
{
    const int side = brush.anySide();
    const auto lobe = static_cast<Lobe>(brush.random.below(3));
    const cv::Mat1f fissureNoise = fractalNoise(brush.canvas, brush.random, 60.0F, 2);
    const cv::Mat1f borderNoise = fractalNoise(brush.canvas, brush.random, 40.0F, 3);
    const cv::Mat1f density = fractalNoise(brush.canvas, brush.random, 26.0F, 4);
    const float fissure = brush.draw(0.42, 0.50);
    const float fill = brush.draw(0.40, 0.85);
    const float reach = brush.draw(0.55, 1.05); // how far outwards the segment goes
    const Patient& patient = brush.patient;
    cv::Mat1f delta = brush.paint([&](PatientPoint p, int row, int column, float lung) {
        if (p.x * static_cast<float>(side) <= 0.0F)
            return 0.0F;
        const float v = p.y / patient.lungHeight;
        const float across = std::abs(p.x) / patient.halfWidth;
        const float edge = fissure + 0.05F * across + 0.02F * fissureNoise(row, column);
        const float wobble = 0.12F * borderNoise(row, column);
        float share = 0.0F;
        if (lobe == Lobe::Upper)
            share = 0.9F * smoothStep(0.015F, -0.015F, v - edge) *
                    smoothStep(-0.25F, 0.05F, v - edge + 0.30F * reach + wobble);
        else if (lobe == Lobe::Middle)
            share = 0.75F * smoothStep(-0.02F, 0.02F, v - edge) *
                    smoothStep(0.12F, -0.06F, across - 0.75F * reach + wobble);
        else
            share = 0.8F * smoothStep(-0.10F, 0.12F, v - 0.56F + wobble);
        const float modulation = std::clamp(1.0F + 0.5F * density(row, column), 0.25F, 1.3F);
        return lung * share * fill * modulation;
    });
    subtractBronchograms(brush, delta, side);
    return delta;
}

/// Chord of a ball, with a noisy radius.
float ballPath(PatientPoint p, PatientPoint centre, float radius, float distortion)
{
    const float r = std::hypot(p.x - centre.x, p.y - centre.y) * (1.0F + distortion);
    return 2.0F * std::sqrt(std::max(0.0F, square(radius) - square(r)));
}

cv::Mat1f roundOpacity(Brush& brush)
{
    const cv::Mat1f noise = fractalNoise(brush.canvas, brush.random, 25.0F, 3);
    const float radius = brush.draw(11.0, 22.0);
    const PatientPoint centre = brush.placeInLung(brush.anySide(), 0.2, 0.85, 35.0F);
    return brush.paint([&](PatientPoint p, int row, int column, float) {
        return 0.9F * ballPath(p, centre, radius, 0.12F * noise(row, column));
    });
}

cv::Mat1f bronchopneumonia(Brush& brush)
{
    struct Patch
    {
        PatientPoint centre;
        float radius;
        float strength;
    };
    const cv::Mat1f ragged = fractalNoise(brush.canvas, brush.random, 14.0F, 4);
    std::vector<Patch> patches(5 + brush.random.below(8));
    for (Patch& patch : patches) {
        patch.centre = brush.placeInLung(brush.anySide(), 0.2, 0.98, 15.0F);
        patch.radius = brush.draw(6.0, 15.0);
        patch.strength = brush.draw(0.5, 1.0);
    }
    return brush.paint([&](PatientPoint p, int row, int column, float) {
        float path = 0.0F;
        for (const Patch& patch : patches)
            path = std::max(
                path, 0.85F * patch.strength *
                          ballPath(p, patch.centre, patch.radius, 0.45F * ragged(row, column)));
        return path;
    });
}

/// Thickened bronchial walls seen end on.
cv::Mat1f ringShadows(Brush& brush)
{
    Splat rings(brush.canvas);
    for (int i = 0; i < 16; ++i) {
        const int side = brush.anySide();
        const PatientPoint hilum = brush.patient.hilum[sideIndex(side)];
        const PatientPoint centre{hilum.x + 11.0F * static_cast<float>(brush.random.normal()) +
                                      6.0F * static_cast<float>(side),
            hilum.y + 12.0F * static_cast<float>(brush.random.normal()) + 4.0F};
        const float radius = brush.draw(1.8, 3.2);
        constexpr int kSteps = 40;
        for (int k = 0; k < kSteps; ++k) {
            const float angle = 2.0F * std::numbers::pi_v<float> * static_cast<float>(k) / kSteps;
            rings.add(
                {centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)}, 2.8F);
        }
    }
    return rings.thinTube(0.8F);
}

cv::Mat1f interstitial(Brush& brush)
{
    const cv::Mat1f net = fractalNoise(brush.canvas, brush.random, 10.0F, 3, Ridges::Yes);
    const cv::Mat1f haze = fractalNoise(brush.canvas, brush.random, 45.0F, 3);
    const cv::Mat1f rings = ringShadows(brush);
    const float strength = brush.draw(0.75, 1.25);
    const float spread = brush.draw(28.0, 42.0);
    return brush.paint([&](PatientPoint p, int row, int column, float lung) {
        float perihilar = 0.15F;
        for (const PatientPoint& hilum : brush.patient.hilum)
            perihilar += 1.1F * std::exp(-(square(p.x - hilum.x) + square(p.y - hilum.y - 8.0F)) /
                                         (2.0F * square(spread)));
        const float crest = std::clamp(net(row, column) - 0.15F, 0.0F, 2.0F);
        const float cloud = std::clamp(0.5F + 0.5F * haze(row, column), 0.0F, 1.5F);
        return lung * (0.10F * cloud + 0.24F * crest) * std::min(1.0F, perihilar) * strength +
               (lung > 3.0F ? rings(row, column) : 0.0F);
    });
}

float percentile(std::vector<float> values, double fraction)
{
    const auto rank =
        static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

} // namespace

cv::Mat1f drawOpacity(const Paths& paths, const Patient& patient, const Canvas& canvas,
    OpacityKind kind, base::Random& random)
{
    Brush brush{paths, patient, canvas, random};
    switch (kind) {
    case OpacityKind::None:
        break;
    case OpacityKind::Lobar:
        return lobar(brush);
    case OpacityKind::Round:
        return roundOpacity(brush);
    case OpacityKind::Bronchopneumonia:
        return bronchopneumonia(brush);
    case OpacityKind::Interstitial:
        return interstitial(brush);
    }
    return canvas.blank();
}

cv::Mat1b opacityMask(const cv::Mat1f& delta, const Canvas& canvas)
{
    const cv::Mat1f smooth = blurred(delta, 2.0F, canvas.mmPerPixel());
    std::vector<float> present;
    for (const float value : smooth) {
        if (value > 0.3F)
            present.push_back(value);
    }
    if (present.empty())
        return cv::Mat1b(delta.size(), uchar{0});
    const float threshold = std::max(1.5F, 0.25F * percentile(std::move(present), 0.95));
    return cv::Mat1b(smooth > threshold);
}

Side sideOf(const cv::Mat1f& delta, const Canvas& canvas)
{
    double right = 0.0;
    double left = 0.0;
    for (int row = 0; row < delta.rows; ++row) {
        for (int column = 0; column < delta.cols; ++column) {
            const float value = delta(row, column);
            if (value > 0.0F)
                (canvas.patientAt(static_cast<float>(column), static_cast<float>(row)).x < 0.0F
                        ? right
                        : left) += value;
        }
    }
    constexpr double kMost = 0.85;
    if (right + left <= 0.0)
        return Side::None;
    if (right >= kMost * (right + left))
        return Side::Right;
    return left >= kMost * (right + left) ? Side::Left : Side::Both;
}

Zone zoneOf(const cv::Mat1f& delta, const Patient& patient, const Canvas& canvas)
{
    std::array<double, 3> thirds{};
    double sum = 0.0;
    for (int row = 0; row < delta.rows; ++row) {
        for (int column = 0; column < delta.cols; ++column) {
            const float value = delta(row, column);
            if (value <= 0.0F)
                continue;
            const float v =
                canvas.patientAt(static_cast<float>(column), static_cast<float>(row)).y /
                patient.lungHeight;
            thirds[v < 1.0F / 3.0F ? 0 : (v < 2.0F / 3.0F ? 1 : 2)] += value;
            sum += value;
        }
    }
    if (sum <= 0.0)
        return Zone::None;
    constexpr std::array<Zone, 3> kZones{Zone::Upper, Zone::Middle, Zone::Lower};
    constexpr double kMost = 0.6;
    for (std::size_t i = 0; i < thirds.size(); ++i) {
        if (thirds[i] >= kMost * sum)
            return kZones[i];
    }
    return Zone::Diffuse;
}

} // namespace negatoscope::phantom
