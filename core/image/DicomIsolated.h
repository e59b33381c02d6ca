#pragma once

#include "core/base/Result.h"
#include "core/image/DicomFilm.h"

class DcmDataset;

namespace negatoscope::image::dicom {

/// Whether the picture is compressed by JPEG 2000 or JPEG-LS, whose codecs crash on damaged streams
/// (found by fuzzing: GDCM's for the first, DCMTK's for the second).
bool needsIsolation(const DcmDataset& dataset);

/// Replaces such a picture by plain pixels. Its codec runs in a process of its own with limits on
/// time and memory. Errors, without `where`: CorruptFile, UnsupportedFormat (colour), Internal (no
/// process can be had).
base::Result<void> decompressIsolated(DcmDataset& dataset, const DicomFacts& facts);

} // namespace negatoscope::image::dicom
