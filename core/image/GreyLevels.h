#pragma once

#include <opencv2/core/mat.hpp>

#include <functional>

namespace negatoscope::image {

// Steps that views share. Films here are CV_32FC1 or CV_32FC3, grey levels 0…255. Inside
// core/image.

inline constexpr double kWhite = 255.0;

void clampGreys(cv::Mat& film);

/// Replaces each value by `curve(value)`, which is tabulated at eighths of a grey level and
/// clamped to 0…255.
void mapGreys(cv::Mat& film, const std::function<double(double)>& curve);

/// Hands the film's luma to `change` as CV_8UC1; the colours follow.
void applyToLuma(cv::Mat& film, const std::function<void(cv::Mat&)>& change);

} // namespace negatoscope::image
