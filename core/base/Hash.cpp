#include "core/base/Hash.h"

#include "core/base/Files.h"

#include <xxhash.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

namespace negatoscope::base {

namespace {

std::string toHex(XXH128_hash_t hash)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    std::string hex;
    hex.reserve(32);
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (const unsigned char byte : canonical.digest) {
        hex += kDigits[byte >> 4];
        hex += kDigits[byte & 15];
    }
    return hex;
}

} // namespace

std::string contentHash(std::span<const std::byte> bytes)
{
    return toHex(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string contentHash(std::string_view text)
{
    return contentHash(std::as_bytes(std::span(text.data(), text.size())));
}

Result<std::string> contentHashOfFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return failure(fileError(path, "cannot be opened"));
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(
        XXH3_createState(), &XXH3_freeState);
    XXH3_128bits_reset(state.get());
    std::vector<char> buffer(1 << 18);
    while (file) {
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        XXH3_128bits_update(state.get(), buffer.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad())
        return failure(ErrorCode::Unreadable, "reading stopped half-way", path.string());
    return toHex(XXH3_128bits_digest(state.get()));
}

} // namespace negatoscope::base
