#pragma once

#include "core/base/Result.h"
#include "core/image/DicomFilm.h"

class DcmDataset;

namespace negatoscope::image::dicom {

/// Replaces a JPEG 2000 picture of one component by plain pixels. The codec (GDCM's, on OpenJPEG)
/// runs in a process of its own with limits on time and memory: damaged streams crash it. Errors,
/// without `where`: CorruptFile, UnsupportedFormat (colour), Internal (no process can be had).
base::Result<void> decompressJpeg2000(DcmDataset& dataset, const DicomFacts& facts);

} // namespace negatoscope::image::dicom
