#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace negatoscope::training {

/// A file descriptor that closes itself.
class CacheFile
{
public:
    CacheFile() = default;
    CacheFile(CacheFile&& other) noexcept;
    CacheFile& operator=(CacheFile&& other) noexcept;
    ~CacheFile();

    /// Opens for reading and writing, creating it.
    static base::Result<CacheFile> open(const std::filesystem::path& path);

    std::uint64_t size() const;
    base::Result<void> writeAt(std::uint64_t offset, std::span<const std::byte> bytes);
    /// Everything from `offset` to the end.
    base::Result<std::vector<std::byte>> readFrom(std::uint64_t offset) const;
    base::Result<void> flush(); ///< fdatasync
    void truncate(std::uint64_t size);

    bool lockShared();
    bool lockExclusive(bool wait);
    void unlock();

    int descriptor() const { return m_fd; }

private:
    int m_fd = -1;
    std::filesystem::path m_path;
};

/// A read-only view of a whole file; grows by mapping again.
class Mapping
{
public:
    Mapping() = default;
    Mapping(Mapping&& other) noexcept;
    Mapping& operator=(Mapping&& other) noexcept;
    ~Mapping();

    base::Result<void> map(const CacheFile& file, std::size_t bytes);
    const std::byte* data() const { return m_data; }
    std::size_t size() const { return m_size; }
    void releasePages() const;

private:
    void unmap();
    std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace negatoscope::training
