#include "core/training/CacheFiles.h"

#include "core/base/Files.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace negatoscope::training {

CacheFile::CacheFile(CacheFile&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_path(std::move(other.m_path))
{}

CacheFile& CacheFile::operator=(CacheFile&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    std::swap(m_path, other.m_path);
    return *this;
}

CacheFile::~CacheFile()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

base::Result<CacheFile> CacheFile::open(const std::filesystem::path& path)
{
    CacheFile file;
    file.m_path = path;
    file.m_fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file.m_fd < 0)
        return base::failure(base::fileError(path, "the feature cache cannot be opened"));
    return file;
}

std::uint64_t CacheFile::size() const
{
    struct stat status
    {};
    return ::fstat(m_fd, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

base::Result<void> CacheFile::writeAt(std::uint64_t offset, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(m_fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            base::Error error = base::fileError(m_path, "the feature cache cannot be written");
            if (errno == EFBIG)
                error.code = base::ErrorCode::DiskFull;
            return base::failure(std::move(error));
        }
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

base::Result<std::vector<std::byte>> CacheFile::readFrom(std::uint64_t offset) const
{
    const std::uint64_t total = size();
    std::vector<std::byte> bytes(static_cast<std::size_t>(total > offset ? total - offset : 0));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::pread(m_fd, bytes.data() + filled, bytes.size() - filled,
            static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return base::failure(base::fileError(m_path, "the feature cache cannot be read"));
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

base::Result<void> CacheFile::flush()
{
    if (::fdatasync(m_fd) != 0)
        return base::failure(base::fileError(m_path, "the feature cache cannot be written"));
    return {};
}

void CacheFile::truncate(std::uint64_t size)
{
    // A failure leaves bytes that no record names; they are overwritten by the next append.
    [[maybe_unused]] const int result = ::ftruncate(m_fd, static_cast<off_t>(size));
}

bool CacheFile::lockShared()
{
    return ::flock(m_fd, LOCK_SH) == 0;
}

bool CacheFile::lockExclusive(bool wait)
{
    return ::flock(m_fd, LOCK_EX | (wait ? 0 : LOCK_NB)) == 0;
}

void CacheFile::unlock()
{
    ::flock(m_fd, LOCK_UN);
}

Mapping::Mapping(Mapping&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{}

Mapping& Mapping::operator=(Mapping&& other) noexcept
{
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

Mapping::~Mapping()
{
    unmap();
}

void Mapping::unmap()
{
    if (m_data)
        ::munmap(m_data, m_size);
    m_data = nullptr;
    m_size = 0;
}

base::Result<void> Mapping::map(const CacheFile& file, std::size_t bytes)
{
    unmap();
    if (bytes == 0)
        return {};
    void* mapped = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file.descriptor(), 0);
    if (mapped == MAP_FAILED)
        return base::failure(base::ErrorCode::OutOfMemory,
            "the feature cache cannot be mapped into memory", {}, "close other programs");
    m_data = static_cast<std::byte*>(mapped);
    m_size = bytes;
    return {};
}

void Mapping::releasePages() const
{
    if (m_data)
        ::madvise(m_data, m_size, MADV_DONTNEED);
}

} // namespace negatoscope::training
