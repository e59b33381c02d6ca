#pragma once

#include "core/image/Preprocessing.h"

#include <opencv2/core/mat.hpp>

#include <functional>

namespace negatoscope::image {

/// Makes a view of a resized film: CV_32FC1 or CV_32FC3, grey levels 0…255, in and out.
using ViewOfFilm = std::function<cv::Mat(cv::Mat resized)>;

/// preprocessFile with a view between resizing and scaling: decode → resize → view → scale into
/// `out` (preprocessing.valuesPerFilm() floats). An empty function is the film as it is. Errors:
/// as decodeFilm; OutOfMemory; Internal where the view cannot be made. Thread: any.
base::Result<void> preprocessView(const std::filesystem::path& path,
    const Preprocessing& preprocessing, const ViewOfFilm& view, std::span<float> out);

} // namespace negatoscope::image
