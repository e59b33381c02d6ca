#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace negatoscope::training {

/// A float32 array, C order. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
struct NumpyArray
{
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// Version 1.0, '<f4'. Atomic.
base::Result<void> writeNumpy(const std::filesystem::path& path, const NumpyArray& array);
/// Reads what writeNumpy (or numpy.save of float32) wrote. Errors: CorruptFile, UnsupportedFormat.
base::Result<NumpyArray> readNumpy(const std::filesystem::path& path);

} // namespace negatoscope::training
