#pragma once

#include <opencv2/core/mat.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Small films in every format, written by the formats' own libraries.
namespace negatoscope::testing {

using ByteVector = std::vector<std::byte>;

/// A smooth picture with a sharp mark, so that no two orientations are alike.
cv::Mat testPicture(int width, int height, int channels = 1, int depth = CV_8U);

struct JpegOptions
{
    int quality = 95;
    bool progressive = false;
    int exifOrientation = 0; ///< 0: no EXIF
};
/// 1, 3 (RGB) or 4 (Adobe's inverted CMYK) channels of 8 bits.
ByteVector jpegOf(const cv::Mat& picture, const JpegOptions& options = {});

struct PngOptions
{
    bool alpha = false;   ///< adds a varying alpha channel
    bool palette = false; ///< 1 channel: the values become indices into a palette of pure colours
    int bits = 8;         ///< 1, 2, 4: grey of few bits
    bool interlaced = false;
    int exifOrientation = 0;
};
ByteVector pngOf(const cv::Mat& picture, const PngOptions& options = {});
/// The palette that pngOf writes.
cv::Vec3b paletteColour(int index);

struct TiffOptions
{
    int compression = 1; ///< libtiff's COMPRESSION_…
    bool tiled = false;
    bool minIsWhite = false;
    bool separatePlanes = false;
    int orientation = 1;
};
ByteVector tiffOf(const cv::Mat& picture, const TiffOptions& options = {});

/// ".bmp" or ".webp" (lossless) through OpenCV; RGB order.
ByteVector openCvOf(const std::string& extension, const cv::Mat& picture);

void writeBytes(const std::string& path, const ByteVector& bytes);

} // namespace negatoscope::testing
