#include "core/explain/CoverBrush.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace negatoscope::explain {

namespace {

cv::Mat maskOf(const BrushStroke& stroke, const image::Placement& placement, cv::Size inputSize)
{
    constexpr int kFractionBits = 4;
    constexpr double kUnit = 1 << kFractionBits;
    cv::Mat mask = cv::Mat::zeros(inputSize, CV_8UC1);
    const double scale = 0.5 * (placement.scaleX + placement.scaleY);
    const double radius = std::clamp(stroke.radius * scale, 0.5, 1024.0);
    const auto toInput = [&](const cv::Point2d& point) {
        // Edge coordinates; OpenCV's pixel centres are whole numbers.
        constexpr double kFar = 16384.0;
        return cv::Point(
            cvRound(std::clamp(point.x * placement.scaleX + placement.offsetX - 0.5, -kFar, kFar) *
                    kUnit),
            cvRound(std::clamp(point.y * placement.scaleY + placement.offsetY - 0.5, -kFar, kFar) *
                    kUnit));
    };
    for (std::size_t i = 0; i < stroke.points.size(); ++i) {
        const cv::Point to = toInput(stroke.points[i]);
        cv::circle(mask, to, cvRound(radius * kUnit), cv::Scalar(255), cv::FILLED, cv::LINE_8,
            kFractionBits);
        if (i > 0)
            cv::line(mask, toInput(stroke.points[i - 1]), to, cv::Scalar(255),
                std::max(1, cvRound(2.0 * radius)), cv::LINE_8, kFractionBits);
    }
    return mask;
}

void apply(cv::Mat& plane, const cv::Mat& mask, const BrushStroke& stroke)
{
    constexpr int kRing = 9; ///< pixels around the stroke whose mean fills it
    if (stroke.kind == BrushStroke::Kind::Blur) {
        cv::Mat blurred;
        cv::GaussianBlur(plane, blurred, cv::Size(), std::max(plane.rows, plane.cols) / 20.0);
        blurred.copyTo(plane, mask);
        return;
    }
    cv::Mat ring;
    cv::dilate(mask, ring, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(kRing, kRing)));
    ring.setTo(0, mask);
    plane.setTo(cv::countNonZero(ring) > 0 ? cv::mean(plane, ring) : cv::mean(plane), mask);
}

} // namespace

std::vector<float> coveredInput(std::span<const float> input,
    const image::Preprocessing& preprocessing, cv::Size filmSize,
    std::span<const BrushStroke> strokes)
{
    std::vector<float> values(input.begin(), input.end());
    const image::Placement placement =
        image::placementOf(filmSize.width, filmSize.height, preprocessing);
    const cv::Size size(preprocessing.width, preprocessing.height);
    for (const BrushStroke& stroke : strokes) {
        const cv::Mat mask = maskOf(stroke, placement, size);
        for (int channel = 0; channel < preprocessing.channels(); ++channel) {
            cv::Mat plane(size, CV_32FC1, values.data() + channel * size.area());
            apply(plane, mask, stroke);
        }
    }
    return values;
}

std::optional<BrushStroke> findMarker(const image::Film& film, double contrast)
{
    constexpr double kSide = 256.0;
    constexpr double kBrighter = 45.0;  ///< grey levels above the surroundings
    constexpr double kSmallest = 0.015; ///< of the film's longer side
    constexpr double kLargest = 0.13;
    constexpr double kOuter = 0.36; ///< the letter lies this near to a side
    constexpr double kUpper = 0.6;
    if (film.pixels.empty())
        return std::nullopt;
    cv::Mat grey;
    film.pixels.convertTo(grey, CV_8U, film.pixels.depth() == CV_16U ? 1.0 / 257.0 : 1.0);
    if (grey.channels() == 3)
        cv::cvtColor(grey, grey, cv::COLOR_RGB2GRAY);
    const double scale = kSide / std::max(grey.cols, grey.rows);
    cv::resize(grey, grey, cv::Size(), scale, scale, cv::INTER_AREA);
    cv::Mat surroundings;
    cv::medianBlur(grey, surroundings, 41);
    cv::Mat above;
    cv::subtract(grey, surroundings, above); // saturates at 0
    const cv::Mat bright = above > kBrighter;
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(bright, labels, stats, centres, 8);
    double best = 0.0;
    std::optional<BrushStroke> marker;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
            stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const double longer = std::max(box.width, box.height) / kSide;
        const double shorter = std::min(box.width, box.height) / kSide;
        const double x = (box.x + 0.5 * box.width) / grey.cols;
        const double y = (box.y + 0.5 * box.height) / grey.rows;
        const bool atEdge = box.x == 0 || box.y == 0 || box.x + box.width == grey.cols ||
                            box.y + box.height == grey.rows;
        if (atEdge || longer > kLargest || shorter < kSmallest || longer > 3.0 * shorter ||
            std::min(x, 1.0 - x) > kOuter || y > kUpper)
            continue;
        const double mean = cv::mean(above(box), labels(box) == i)[0];
        const double strength = mean * std::sqrt(static_cast<double>(box.area()));
        if (mean >= contrast && strength > best) {
            best = strength;
            const double radius = (0.5 * std::hypot(box.width, box.height) + 2.0) / scale;
            marker = BrushStroke{BrushStroke::Kind::Paint, radius,
                {{(box.x + 0.5 * box.width) / scale, (box.y + 0.5 * box.height) / scale}}};
        }
    }
    return marker;
}

} // namespace negatoscope::explain
