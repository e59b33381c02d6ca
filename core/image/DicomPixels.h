#pragma once

#include "core/base/Result.h"
#include "core/image/Codecs.h"
#include "core/image/DicomFilm.h"

#include <opencv2/core/mat.hpp>

class DcmDataset;
class DcmFileFormat;

/// The part of reading DICOM that touches untrusted bytes. Inside core/image; errors carry no
/// `where`.
namespace negatoscope::image::dicom {

/// Parses the file from memory, without its pixels when `pixels` is false (then a beginning of the
/// file is enough). Refuses what would nest or inflate without end.
base::Result<void> readDataset(codecs::Bytes bytes, DcmFileFormat& file, bool pixels);

/// Whether the picture is there and as long as its size says.
base::Result<void> checkPixels(DcmDataset& dataset, const DicomFacts& facts);

/// Replaces compressed pixels by plain ones: JPEG, JPEG-LS and RLE by DCMTK, JPEG 2000 by
/// GDCM.
base::Result<void> decompress(DcmDataset& dataset, const DicomFacts& facts);

/// 255 where a pixel holds the file's padding value; empty without one.
cv::Mat paddingMask(DcmDataset& dataset, const DicomFacts& facts);

/// Maps the 0.5…99.5 % percentiles of what is neither padding nor a uniform border to the whole
/// range of 16 bits; padding becomes black.
void stretchByPercentiles(cv::Mat& pixels, const cv::Mat& padding);

} // namespace negatoscope::image::dicom
