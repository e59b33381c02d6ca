#pragma once

#include <opencv2/core/mat.hpp>

#include <cstdint>

namespace negatoscope::image {

/// A view that no training ever sees: perspective and elastic warp, sigmoid tones, noise and pasted
/// letters. A model's AUC on such views foretells its AUC on another hospital's films better than
/// anything else that was tried (science.md 10). Input and output as augmentedView.
cv::Mat wildView(const cv::Mat& resized, std::uint64_t seed);

} // namespace negatoscope::image
