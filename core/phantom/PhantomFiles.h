#pragma once

#include "core/base/Result.h"
#include "core/phantom/PhantomSet.h"

#include <filesystem>
#include <string>

namespace negatoscope::phantom {

/// Class folders that films of this kind go into: "NORMAL" or "PNEUMONIA".
const char* className(OpacityKind kind);

/// "phantom0007_lobar.png"
std::string fileName(std::size_t index, OpacityKind kind);

/// The masks' folder. Hidden, because a scan would take any other folder for a class.
inline constexpr const char* kMaskFolder = ".masks";

/// Draws the set on all cores into `folder`: {NORMAL,PNEUMONIA}/phantom0000_none.png, a mask of the
/// same name in .masks for each opacity, and labels.csv with the truth of every film. False when
/// stopped: what is there is complete films, without labels.csv. Errors: as base::writeFile….
base::Result<bool> writePhantoms(const PhantomPlan& plan, const std::filesystem::path& folder,
    int threads, const base::ProgressCallback& progress = {}, std::stop_token stop = {});

/// The film in colour (RGB) with the outline of its opacity in red.
cv::Mat outlined(const Phantom& phantom);

} // namespace negatoscope::phantom
