#include "core/image/WildView.h"

#include "core/base/Random.h"
#include "core/image/GreyLevels.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <array>
#include <cmath>

namespace negatoscope::image {

namespace {

/// Each corner moves by up to this part of the side.
constexpr double kPerspective = 0.10;
/// Standard deviation of the elastic displacement, as a part of the side.
constexpr double kElastic = 0.012;
constexpr int kElasticGrid = 7;

cv::Mat elasticField(const cv::Size& size, double sigma, base::Random& random)
{
    cv::Mat grid(kElasticGrid, kElasticGrid, CV_32F);
    for (int y = 0; y < grid.rows; ++y) {
        for (int x = 0; x < grid.cols; ++x)
            grid.at<float>(y, x) = static_cast<float>(sigma * random.normal());
    }
    cv::Mat field;
    cv::resize(grid, field, size, 0.0, 0.0, cv::INTER_CUBIC);
    return field;
}

cv::Mat warped(const cv::Mat& film, base::Random& random)
{
    const auto width = static_cast<float>(film.cols - 1);
    const auto height = static_cast<float>(film.rows - 1);
    const std::array<cv::Point2f, 4> corners{cv::Point2f(0, 0), cv::Point2f(width, 0),
        cv::Point2f(width, height), cv::Point2f(0, height)};
    std::array<cv::Point2f, 4> moved = corners;
    for (cv::Point2f& corner : moved) {
        corner.x += width * static_cast<float>(random.uniform(-kPerspective, kPerspective));
        corner.y += height * static_cast<float>(random.uniform(-kPerspective, kPerspective));
    }
    const cv::Matx33d source = cv::getPerspectiveTransform(corners.data(), moved.data());
    const cv::Mat dx = elasticField(film.size(), kElastic * film.cols, random);
    const cv::Mat dy = elasticField(film.size(), kElastic * film.rows, random);
    cv::Mat mapX(film.size(), CV_32F);
    cv::Mat mapY(film.size(), CV_32F);
    for (int y = 0; y < film.rows; ++y) {
        for (int x = 0; x < film.cols; ++x) {
            const cv::Vec3d at = source * cv::Vec3d(x, y, 1.0);
            mapX.at<float>(y, x) = static_cast<float>(at[0] / at[2]) + dx.at<float>(y, x);
            mapY.at<float>(y, x) = static_cast<float>(at[1] / at[2]) + dy.at<float>(y, x);
        }
    }
    cv::Mat view;
    cv::remap(film, view, mapX, mapY, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    return view;
}

void applySigmoid(cv::Mat& view, base::Random& random)
{
    const double steepness = random.uniform(3.0, 9.0);
    const double middle = random.uniform(0.35, 0.65);
    const auto sigmoid = [&](double x) {
        return 1.0 / (1.0 + std::exp(-steepness * (x - middle)));
    };
    const double black = sigmoid(0.0);
    const double white = sigmoid(1.0);
    mapGreys(view,
        [&](double grey) { return kWhite * (sigmoid(grey / kWhite) - black) / (white - black); });
}

void addNoise(cv::Mat& view, base::Random& random)
{
    const double sigma = random.uniform(2.0, 12.0);
    const int channels = view.channels();
    for (int y = 0; y < view.rows; ++y) {
        auto* row = view.ptr<float>(y);
        for (int x = 0; x < view.cols; ++x) {
            const auto noise = static_cast<float>(sigma * random.normal());
            for (int c = 0; c < channels; ++c)
                row[x * channels + c] += noise;
        }
    }
}

void pasteLetters(cv::Mat& view, base::Random& random)
{
    constexpr std::array<const char*, 8> kWords{"R", "L", "AP", "PA", "D", "G", "SUPINE", "12:40"};
    constexpr double kReferenceSide = 224.0;
    const std::uint64_t count = 1 + random.below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
        const char* word = kWords[random.below(kWords.size())];
        const double scale = random.uniform(0.35, 0.9) * view.cols / kReferenceSide;
        const cv::Point at(static_cast<int>(random.uniform(0.02, 0.85) * view.cols),
            static_cast<int>(random.uniform(0.1, 0.98) * view.rows));
        const double grey = random.uniform(170.0, kWhite);
        cv::putText(
            view, word, at, cv::FONT_HERSHEY_SIMPLEX, scale, cv::Scalar::all(grey), 1, cv::LINE_8);
    }
}

} // namespace

cv::Mat wildView(const cv::Mat& resized, std::uint64_t seed)
{
    base::Random random(base::deriveSeed(seed, "wild"));
    cv::Mat view = warped(resized, random);
    if (random.chance(0.5))
        cv::flip(view, view, 1);
    applySigmoid(view, random);
    addNoise(view, random);
    pasteLetters(view, random);
    clampGreys(view);
    return view;
}

} // namespace negatoscope::image
