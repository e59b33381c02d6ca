#include "core/image/GreyLevels.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace negatoscope::image {

void clampGreys(cv::Mat& film)
{
    cv::min(film, kWhite, film);
    cv::max(film, 0.0, film);
}

void mapGreys(cv::Mat& film, const std::function<double(double)>& curve)
{
    constexpr int kPerGrey = 8;
    constexpr int kLast = 255 * kPerGrey;
    std::array<float, kLast + 2> table{};
    for (int i = 0; i <= kLast; ++i) {
        table[static_cast<std::size_t>(i)] =
            static_cast<float>(std::clamp(curve(static_cast<double>(i) / kPerGrey), 0.0, kWhite));
    }
    table[kLast + 1] = table[kLast];
    for (int y = 0; y < film.rows; ++y) {
        auto* row = film.ptr<float>(y);
        for (int i = 0; i < film.cols * film.channels(); ++i) {
            const float position = std::clamp(row[i], 0.0F, 255.0F) * kPerGrey;
            const auto below = static_cast<std::size_t>(position);
            const float part = position - static_cast<float>(below);
            row[i] = table[below] + (table[below + 1] - table[below]) * part;
        }
    }
}

void applyToLuma(cv::Mat& film, const std::function<void(cv::Mat&)>& change)
{
    cv::Mat bytes;
    film.convertTo(bytes, CV_8U);
    if (film.channels() == 1) {
        change(bytes);
    } else {
        cv::cvtColor(bytes, bytes, cv::COLOR_RGB2YCrCb);
        std::vector<cv::Mat> planes;
        cv::split(bytes, planes);
        change(planes[0]);
        cv::merge(planes, bytes);
        cv::cvtColor(bytes, bytes, cv::COLOR_YCrCb2RGB);
    }
    bytes.convertTo(film, CV_32F);
}

} // namespace negatoscope::image
