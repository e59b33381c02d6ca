#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::dataset {

/// A file that is a film by its name, and where it lies.
struct FoundFile
{
    std::filesystem::path path;
    std::string name; ///< relative to the root, '/' separated, bytes as the file system has them
    Split split = Split::None;
    std::string className; ///< "" outside class folders
};

struct FoundFiles
{
    std::vector<FoundFile> files;           ///< sorted by name
    std::vector<UnreadableFilm> unreadable; ///< folders that may not be listed
    std::size_t ignored = 0;
    bool hasSplitFolders = false;
    std::vector<std::string> notes;
};

/// Finds films by layout and name, without opening them (but files without an extension, which may
/// be DICOM: of these the first bytes are read). Folders are entered once, even through
/// links; links that lead to a folder above are not followed. Hidden files are skipped.
base::Result<FoundFiles> findFiles(const std::filesystem::path& root, const std::stop_token& stop);

} // namespace negatoscope::dataset
