#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::base {

/// An Error for the current errno (full disk, no permission, not there, …) about `path`.
Error fileError(const std::filesystem::path& path, std::string_view what);

inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

/// The whole of a regular file. Refuses pipes, devices and folders, and anything over `maxBytes`.
Result<std::vector<std::byte>> readFile(
    const std::filesystem::path& path, std::uint64_t maxBytes = 512ULL << 20);
Result<std::string> readTextFile(
    const std::filesystem::path& path, std::uint64_t maxBytes = 64ULL << 20);

/// Writes to a temporary file in the same folder, flushes it to the disk and renames it over
/// `path`: a reader sees the old file or the new one, never a part. Nothing is left on failure.
Result<void> writeFileAtomically(
    const std::filesystem::path& path, std::span<const std::byte> bytes);
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view text);

/// Creates the folder and its parents.
Result<void> makeFolder(const std::filesystem::path& path);

/// A random (version 4) UUID in lower case; names run folders.
std::string makeUuid();

} // namespace negatoscope::base
