#pragma once

#include <opencv2/core/mat.hpp>

namespace negatoscope::image {

// Films of 8 or 16 bits or float, 1 or 3 channels, to float in grey levels 0…255 (16 bits are
// scaled by 1/257), never rounded. Thread: any.

/// Bilinear with half-pixel centres and without antialiasing: tf.image.resize of TensorFlow 2,
/// operation by operation in float32 (keras.md 6.3).
cv::Mat resizeBilinear(const cv::Mat& film, int width, int height);

/// Along each axis: the average of what falls into each pixel when shrinking, bilinear otherwise.
cv::Mat resizeByArea(const cv::Mat& film, int width, int height);

} // namespace negatoscope::image
