#pragma once

#include "tests/core/image/FilmFiles.h"

#include <opencv2/core/mat.hpp>

#include <functional>
#include <optional>
#include <string>
#include <utility>

class DcmDataset;

/// DICOM films for tests, written by DCMTK (and GDCM for JPEG 2000 and JPEG-LS).
namespace negatoscope::testing {

/// The cases of ../shared/reference/prototypes/dicom_ramps.py.
struct DicomOptions
{
    std::string photometric = "MONOCHROME2";
    std::optional<std::pair<double, double>> window; ///< centre, width
    std::string voiFunction;
    std::string presentationShape;
    std::optional<std::pair<double, double>> rescale; ///< slope, intercept
    bool squareLut = false;                           ///< a VOI LUT of x²
    /// "explicit", "implicit", "big endian", "deflated", "rle", "jpeg", "jpeg baseline",
    /// "jpeg 2000", "jpeg-ls"
    std::string syntax = "explicit";
    int bitsStored = 12;
    /// Anything else, before it is written.
    std::function<void(DcmDataset&)> change;
};

/// 256×64, `low` to `high` from left to right.
cv::Mat ramp(int low = 0, int high = 4095);

/// A CR or DX film of CV_16UC1 stored values (CV_8UC1: 8 bits allocated).
ByteVector dicomOf(const cv::Mat& stored, const DicomOptions& options = {});

} // namespace negatoscope::testing
