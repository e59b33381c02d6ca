#pragma once

#include "core/base/Result.h"
#include "core/explain/HeatMap.h"
#include "core/image/Film.h"
#include "core/image/Preprocessing.h"

#include <opencv2/core/mat.hpp>

#include <string>
#include <vector>

namespace negatoscope::explain {

/// The map in the film's own pixels, CV_32FC1: each film pixel's centre is carried through the
/// resize, letterbox or crop of `preprocessing` into the cells and read there (half-pixel bilinear,
/// with cells centred as `grid` says; or the nearest cell). Pixels that a
/// crop left outside the input hold NaN: the network never saw them.
cv::Mat evidenceOnFilm(const cv::Mat& cells, int filmWidth, int filmHeight,
    const image::Preprocessing& preprocessing, bool smooth = true, const CellGrid& grid = {});

struct OverlayOptions
{
    double opacity = 0.65; ///< of the strongest evidence
    double scale = 0.0;    ///< logit units of the strongest colour; 0: the map's own maximum
    bool smooth = true;    ///< false: the raw cells
    bool bothSigns = true; ///< false: only what speaks for the positive class
};

/// The film, CV_8UC3 RGB, with evidence for the positive class in orange (#F27C20), against it in
/// blue (#46AAEB), zero transparent. Errors: OutOfMemory, Internal.
base::Result<cv::Mat> overlayOnFilm(const image::Film& film, const HeatMap& map,
    const image::Preprocessing& preprocessing, const OverlayOptions& options = {});

/// The same colours alone, to be laid over the film by a window: CV_8UC4, blue, green, red, alpha,
/// premultiplied (QImage's ARGB32_Premultiplied on little-endian machines), at the size of the
/// network's input. Film coordinates follow from image::placementOf.
cv::Mat evidenceLayer(const cv::Mat& cells, const image::Preprocessing& preprocessing,
    const OverlayOptions& options = {}, const CellGrid& grid = {});

/// The film as an 8-bit RGB picture.
cv::Mat toRgb8(const cv::Mat& pixels);

/// An RGB or grey picture as a PNG file, its longer side at most `maxSide` pixels.
base::Result<std::vector<unsigned char>> encodePng(const cv::Mat& picture, int maxSide = 2048);
/// The same as base64 text, for an HTML page.
base::Result<std::string> pngBase64(const cv::Mat& picture, int maxSide = 512);

} // namespace negatoscope::explain
