#pragma once

#include "core/image/Film.h"

#include <cstddef>
#include <span>

/// What the file formats have in common inside this room. Not for use outside core/image and its
/// tests. Errors carry no `where`: the caller knows the file's name.
namespace negatoscope::image::codecs {

using Bytes = std::span<const std::byte>;

enum class Format { Jpeg, Png, Tiff, Bmp, WebP, Dicom, Unknown };

/// Judged by content, never by the file's name.
Format formatOf(Bytes bytes);

/// A header as stored, before the orientation is applied.
struct Header
{
    Format format = Format::Unknown;
    int width = 0;
    int height = 0;
    int channels = 0;
    int bitsPerChannel = 8;
    int orientation = 1; ///< EXIF 1…8
    std::vector<FilmNote> notes{};
};

/// Reads and judges the header; allocates nothing that depends on it. When `complete` the bytes are
/// the whole file, and it is also checked that the file ends where it should (cheaply: a file whose
/// middle is damaged is found by decoding only).
base::Result<Header> readHeader(Bytes bytes, bool complete);

base::Result<Header> readTiffHeader(Bytes bytes, bool complete);
base::Result<Header> readDicomHeader(Bytes bytes, bool complete);

/// The pixels as stored (8 or 16 bits, 1 or 3 channels in RGB order), not yet oriented. Grey of a
/// colour film is left to the caller, except for JPEG, whose luma is taken directly.
/// `denominator` 1, 2, 4, 8: DCT scaling.
base::Result<cv::Mat> decodeJpeg(Bytes bytes, Colour colour, int denominator = 1);
base::Result<cv::Mat> decodePng(Bytes bytes);
base::Result<cv::Mat> decodeTiff(Bytes bytes);
/// BMP and WebP.
base::Result<cv::Mat> decodeByOpenCv(Bytes bytes);

/// The orientation tag of an EXIF block (which is a small TIFF); 1 when there is none.
int exifOrientation(Bytes tiffBlock);

/// Turns and mirrors stored pixels so that they are upright.
cv::Mat oriented(const cv::Mat& stored, int orientation);

} // namespace negatoscope::image::codecs
