#include "core/image/Augmentation.h"

#include "core/base/Hash.h"
#include "core/base/Random.h"
#include "core/image/GreyLevels.h"

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

namespace negatoscope::image {

namespace {

constexpr double kReferenceSide = 224.0;

/// The geometry of one view.
struct Pose
{
    double rotation = 0.0; ///< radians
    double zoom = 1.0;
    double aspect = 1.0;
    double shear = 0.0;  ///< radians
    double shiftX = 0.0; ///< px
    double shiftY = 0.0;
    bool flip = false;

    bool isUpright() const
    {
        return rotation == 0.0 && zoom == 1.0 && aspect == 1.0 && shear == 0.0 && shiftX == 0.0 &&
               shiftY == 0.0;
    }
};

double logUniform(base::Random& random, double low, double high)
{
    return std::exp(random.uniform(std::log(low), std::log(high)));
}

double radians(double degrees)
{
    return degrees * std::numbers::pi / 180.0;
}

/// Every number is drawn whether it is used or not, so that switching one step on or off leaves
/// the others as they were.
Pose drawPose(const Augmentation& ranges, const cv::Size& size, base::Random& random)
{
    Pose pose;
    pose.rotation = radians(random.uniform(-1.0, 1.0) * ranges.rotationDegrees);
    pose.zoom = logUniform(random, ranges.zoomLow, ranges.zoomHigh);
    pose.aspect = logUniform(random, ranges.aspectLow, ranges.aspectHigh);
    pose.shear = radians(random.uniform(-1.0, 1.0) * ranges.shearDegrees);
    pose.shiftX = random.uniform(-1.0, 1.0) * ranges.shiftFraction * size.width;
    pose.shiftY = random.uniform(-1.0, 1.0) * ranges.shiftFraction * size.height;
    pose.flip = random.chance(ranges.flipProbability);
    return pose;
}

/// Where each pixel of the view comes from: the inverse of flip, then stretch, shear, turn, shift.
cv::Matx23d sourceOfView(const Pose& pose, const cv::Size& size)
{
    const double stretch = std::sqrt(pose.aspect);
    const double cosine = std::cos(pose.rotation);
    const double sine = std::sin(pose.rotation);
    const cv::Matx22d flipAndStretch(
        pose.zoom * stretch * (pose.flip ? -1.0 : 1.0), 0.0, 0.0, pose.zoom / stretch);
    const cv::Matx22d shear(1.0, std::tan(pose.shear), 0.0, 1.0);
    const cv::Matx22d turn(cosine, -sine, sine, cosine);
    const cv::Matx22d inverse = (turn * shear * flipAndStretch).inv();
    const cv::Vec2d centre((size.width - 1) / 2.0, (size.height - 1) / 2.0);
    const cv::Vec2d offset = centre - inverse * (centre + cv::Vec2d(pose.shiftX, pose.shiftY));
    return {inverse(0, 0), inverse(0, 1), offset[0], inverse(1, 0), inverse(1, 1), offset[1]};
}

cv::Mat posed(const cv::Mat& film, const Augmentation& ranges, base::Random& random)
{
    const Pose pose = drawPose(ranges, film.size(), random);
    const bool replicate = random.chance(ranges.borderReplicateProbability);
    constexpr double kDarkGrey = 80.0;
    const double grey = random.chance(0.5) ? 0.0 : random.uniform(0.0, kDarkGrey);
    cv::Mat view;
    if (!pose.isUpright()) {
        cv::warpAffine(film, view, sourceOfView(pose, film.size()), film.size(),
            cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
            replicate ? cv::BORDER_REPLICATE : cv::BORDER_CONSTANT, cv::Scalar::all(grey));
    } else if (pose.flip) {
        cv::flip(film, view, 1);
    } else {
        view = film.clone();
    }
    return view;
}

void equalize(cv::Mat& view, const Augmentation& ranges, base::Random& random)
{
    const bool clahe = random.chance(ranges.claheProbability);
    const double clip = random.uniform(ranges.claheClipLow, ranges.claheClipHigh);
    const bool plain = random.chance(ranges.equalizeProbability);
    if (clahe) {
        applyToLuma(view, [clip](cv::Mat& grey) {
            constexpr int kTiles = 8;
            cv::createCLAHE(clip, cv::Size(kTiles, kTiles))->apply(grey, grey);
        });
    } else if (plain) {
        applyToLuma(view, [](cv::Mat& grey) { cv::equalizeHist(grey, grey); });
    }
}

void blurOrSharpen(cv::Mat& view, const Augmentation& ranges, base::Random& random)
{
    const bool blur = random.chance(ranges.blurProbability);
    const double sigma = random.uniform(0.5, 1.5);
    const bool sharpen = random.chance(ranges.sharpenProbability);
    const double amount = random.uniform(0.5, 1.5);
    if (!blur && !sharpen)
        return;
    cv::Mat smooth;
    cv::GaussianBlur(view, smooth, cv::Size(), sigma, sigma, cv::BORDER_REPLICATE);
    if (blur)
        view = smooth;
    else
        cv::addWeighted(view, 1.0 + amount, smooth, -amount, 0.0, view);
}

/// A monotone curve through five knots whose rises are random.
std::array<double, 5> drawToneCurve(base::Random& random)
{
    constexpr double kSpread = 0.5;
    std::array<double, 5> knots{};
    for (std::size_t i = 1; i < knots.size(); ++i)
        knots[i] = knots[i - 1] + std::exp(kSpread * random.normal());
    for (double& knot : knots)
        knot *= kWhite / knots.back();
    return knots;
}

void changeTones(cv::Mat& view, const Augmentation& ranges, base::Random& random)
{
    const double gamma = logUniform(random, ranges.gammaLow, ranges.gammaHigh);
    const double gain = random.uniform(ranges.gainLow, ranges.gainHigh);
    const double offset = random.uniform(-1.0, 1.0) * ranges.brightness;
    const bool curved = random.chance(ranges.toneCurveProbability);
    const std::array<double, 5> knots = drawToneCurve(random);
    if (gamma == 1.0 && gain == 1.0 && offset == 0.0 && !curved) {
        clampGreys(view);
        return;
    }
    mapGreys(view, [&](double grey) {
        if (curved) {
            const double position = grey / kWhite * (knots.size() - 1);
            const auto below = std::min(static_cast<std::size_t>(position), knots.size() - 2);
            const double part = position - static_cast<double>(below);
            grey = knots[below] + (knots[below + 1] - knots[below]) * part;
        }
        return kWhite * std::pow(grey / kWhite, gamma) * gain + offset;
    });
}

void shade(cv::Mat& view, const Augmentation& ranges, base::Random& random)
{
    const bool shaded = random.chance(ranges.shadingProbability);
    const double strength = random.uniform(-1.0, 1.0) * ranges.shadingStrength;
    const double direction = random.uniform(0.0, 2.0 * std::numbers::pi);
    if (!shaded)
        return;
    const int channels = view.channels();
    for (int y = 0; y < view.rows; ++y) {
        auto* row = view.ptr<float>(y);
        const double v = (2.0 * y + 1.0) / view.rows - 1.0;
        for (int x = 0; x < view.cols; ++x) {
            const double u = (2.0 * x + 1.0) / view.cols - 1.0;
            const auto factor = static_cast<float>(
                1.0 + strength * (u * std::cos(direction) + v * std::sin(direction)));
            for (int c = 0; c < channels; ++c)
                row[x * channels + c] *= factor;
        }
    }
    clampGreys(view);
}

void addNoise(cv::Mat& view, double sigma, std::uint64_t seed)
{
    if (sigma <= 0.0)
        return;
    base::Random random(base::deriveSeed(seed, "noise"));
    const int channels = view.channels();
    for (int y = 0; y < view.rows; ++y) {
        auto* row = view.ptr<float>(y);
        for (int x = 0; x < view.cols; ++x) {
            // The channels of a film are one exposure: they share their noise.
            const auto noise = static_cast<float>(sigma * random.normal());
            for (int c = 0; c < channels; ++c)
                row[x * channels + c] += noise;
        }
    }
    clampGreys(view);
}

int scaled(double pixels, int side)
{
    return std::clamp(static_cast<int>(std::lround(pixels * side / kReferenceSide)), 0, side);
}

void blankFrame(cv::Mat& view, const Augmentation& ranges, base::Random& random)
{
    const bool blank = random.chance(ranges.blankFrameProbability);
    const double grey = random.uniform(0.0, kWhite);
    const std::uint64_t only = random.below(3);
    std::array<cv::Rect, 4> sides; // top, left, right, bottom
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const double width = random.uniform(ranges.blankFrameLow, ranges.blankFrameHigh);
        const bool horizontal = i == 0 || i == 3;
        const int depth = scaled(width, horizontal ? view.rows : view.cols);
        sides[i] = horizontal ? cv::Rect(0, i == 0 ? 0 : view.rows - depth, view.cols, depth)
                              : cv::Rect(i == 1 ? 0 : view.cols - depth, 0, depth, view.rows);
    }
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const bool chosen = random.chance(ranges.blankFrameSideProbability);
        if (!blank)
            continue;
        if (ranges.blankFrameSideProbability <= 0.0 && i == only)
            view(sides[i]).setTo(cv::Scalar::all(0.0));
        else if (chosen)
            view(sides[i]).setTo(cv::Scalar::all(grey));
    }
}

void cutOut(cv::Mat& view, const Augmentation& ranges, base::Random& random)
{
    const bool cut = random.chance(ranges.cutOutProbability);
    const double side = random.uniform(ranges.cutOutLow, ranges.cutOutHigh);
    const double x = random.uniform();
    const double y = random.uniform();
    if (!cut)
        return;
    const cv::Size size(scaled(side, view.cols), scaled(side, view.rows));
    const auto place = [](double part, int room) {
        return static_cast<int>(part * (room + 1));
    };
    const cv::Point corner(place(x, view.cols - size.width), place(y, view.rows - size.height));
    view(cv::Rect(corner, size)).setTo(cv::Scalar::all(0.0));
}

} // namespace

Augmentation Augmentation::mild()
{
    Augmentation view;
    view.rotationDegrees = 7.0;
    view.zoomLow = 0.85;
    view.zoomHigh = 1.2;
    view.shiftFraction = 0.08;
    view.aspectLow = 0.93;
    view.aspectHigh = 1.07;
    view.flipProbability = 0.5;
    view.gainLow = 0.85;
    view.gainHigh = 1.15;
    view.brightness = 15.0;
    view.gammaLow = 0.75;
    view.gammaHigh = 1.33;
    return view;
}

Augmentation Augmentation::strong()
{
    Augmentation view;
    view.rotationDegrees = 10.0;
    view.zoomLow = 0.85;
    view.zoomHigh = 1.4;
    view.shiftFraction = 0.116;
    view.aspectLow = 0.88;
    view.aspectHigh = 1.14;
    view.flipProbability = 0.5;
    view.gainLow = 0.75;
    view.gainHigh = 1.25;
    view.brightness = 25.0;
    view.gammaLow = 0.6;
    view.gammaHigh = 1.6;
    view.blurProbability = 0.3;
    view.claheProbability = 0.35;
    // Together four views in ten: 1 − 0.75 · 0.8.
    view.blankFrameProbability = 0.25;
    view.cutOutProbability = 0.2;
    return view;
}

Augmentation Augmentation::extra()
{
    Augmentation view;
    view.rotationDegrees = 12.0;
    view.zoomLow = 0.65;
    view.zoomHigh = 1.5;
    view.shiftFraction = 0.14;
    view.aspectLow = 0.85;
    view.aspectHigh = 1.18;
    view.flipProbability = 0.5;
    view.gainLow = 0.7;
    view.gainHigh = 1.3;
    view.brightness = 35.0;
    view.gammaLow = 0.45;
    view.gammaHigh = 2.2;
    view.blurProbability = 0.25;
    view.claheProbability = 0.3;
    view.claheClipLow = 1.0;
    view.claheClipHigh = 4.0;
    view.blankFrameProbability = 0.5;
    view.blankFrameLow = 6.0;
    view.blankFrameHigh = 36.0;
    view.blankFrameSideProbability = 0.6;
    view.cutOutProbability = 0.25;
    view.cutOutLow = 24.0;
    view.cutOutHigh = 54.0;
    view.borderReplicateProbability = 0.35;
    view.equalizeProbability = 0.1;
    view.sharpenProbability = 0.2;
    view.toneCurveProbability = 0.5;
    view.shadingProbability = 0.3;
    return view;
}

std::string fingerprint(const Augmentation& augmentation)
{
    // The first number counts changes of the algorithm: raise it when views would differ.
    return base::contentHash("1:" + toJson(augmentation).dump());
}

cv::Mat augmentedView(const cv::Mat& resized, const Augmentation& augmentation, std::uint64_t seed)
{
    base::Random random(base::deriveSeed(seed, "view"));
    cv::Mat view = posed(resized, augmentation, random);
    equalize(view, augmentation, random);
    blurOrSharpen(view, augmentation, random);
    changeTones(view, augmentation, random);
    shade(view, augmentation, random);
    addNoise(view, augmentation.noiseSigma, seed);
    blankFrame(view, augmentation, random);
    cutOut(view, augmentation, random);
    return view;
}

} // namespace negatoscope::image
