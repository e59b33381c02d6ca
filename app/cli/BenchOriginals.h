#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"

#include <filesystem>

namespace negatoscope::cli {

/// `count` JPEG films of 1,264 × 1,264 pixels, as large as a clinic's export: a few phantoms, each
/// under many names with a comment that makes every file another one.
base::Result<dataset::Manifest> drawOriginals(
    const std::filesystem::path& folder, std::size_t count, int threads);

/// `count` grey bitmaps of 32 × 32 pixels of two classes, no two alike.
base::Result<void> drawManyFilms(const std::filesystem::path& folder, std::size_t count);

} // namespace negatoscope::cli
