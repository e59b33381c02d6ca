#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace negatoscope::base {

/// XXH3 128-bit of the bytes as 32 hexadecimal digits: identity of films, weights and cache keys.
/// Not a cryptographic hash.
std::string contentHash(std::span<const std::byte> bytes);
std::string contentHash(std::string_view text);

/// The same of a whole regular file, read in pieces.
Result<std::string> contentHashOfFile(const std::filesystem::path& path);

} // namespace negatoscope::base
