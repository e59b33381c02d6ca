#pragma once

#include "core/base/Result.h"
#include "core/image/Film.h"

#include <opencv2/core/mat.hpp>

#include <span>
#include <string>
#include <vector>

namespace negatoscope::image {

/// A stored window (0028,1050/1051/1055).
struct DicomWindow
{
    double centre = 0.0; ///< in values after the modality transformation
    double width = 1.0;
    std::string explanation; ///< the file's own word, made printable; may be empty
};

/// What a DICOM file says about its picture. Nothing about the patient, the place or the time is
/// ever read into this, nor logged, nor kept.
struct DicomFacts
{
    int columns = 0;
    int rows = 0;
    int displayRows = 0; ///< rows after non-square pixels have been made square
    int bitsStored = 0;
    int samplesPerPixel = 1;
    std::string photometric; ///< "MONOCHROME2"
    std::string modality;    ///< "DX"
    std::vector<DicomWindow> windows;
    std::vector<std::string> luts; ///< explanations of the stored VOI look-up tables
    double spacingMm = 0.0;        ///< between columns; 0 unknown
    bool spacingAtDetector = true; ///< false: calibrated to the patient (0028,0A02)
    std::vector<FilmNote> notes;
};

/// How stored values become grey levels.
struct DicomView
{
    enum class Kind {
        Automatic, ///< first VOI LUT; else the first window; else the 0.5…99.5 % percentiles of
                   ///< what is neither padding nor collimated border (science.md 5.1)
        FullRange, ///< the whole range that the stored bits can hold
        Window,    ///< DicomFacts::windows[index]
        Lut        ///< DicomFacts::luts[index]
    };
    Kind kind = Kind::Automatic;
    int index = 0;
};

/// "DICM" behind the preamble.
bool isDicom(std::span<const std::byte> bytes);

/// The facts of a whole file. Errors: UnsupportedFormat (no picture, several frames, a transfer
/// syntax that is not read), CorruptFile (truncated, damaged), TooLarge. Thread: any.
base::Result<DicomFacts> readDicomFacts(std::span<const std::byte> bytes, const std::string& name);

/// CV_16UC1, or CV_8UC3 (RGB) for a colour picture. Modality transformation, MONOCHROME1 and
/// presentation LUT shape are applied once (DCMTK's DicomImage). Errors as above.
base::Result<cv::Mat> decodeDicom(
    std::span<const std::byte> bytes, const std::string& name, const DicomView& view = {});

} // namespace negatoscope::image
