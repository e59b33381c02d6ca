#include "core/base/Files.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace negatoscope::base {

namespace {

class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {}
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    int close()
    {
        const int result = ::close(m_fd);
        m_fd = -1;
        return result;
    }

private:
    int m_fd;
};

bool writeAll(int fd, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

void syncFolder(const std::filesystem::path& folder)
{
    // The rename itself must survive a power cut; a file system without this says EINVAL.
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0)
        ::fsync(fd.get());
}

std::string hexDigits(std::size_t count)
{
    static thread_local std::random_device device;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    while (text.size() < count)
        text += kDigits[device() & 15U];
    return text;
}

} // namespace

Error fileError(const std::filesystem::path& path, std::string_view what)
{
    const int number = errno;
    Error error{ErrorCode::Unreadable, std::string(what), path.string(), {}};
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        error.code = ErrorCode::NotFound;
        error.remedy = "check that the path exists";
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        error.code = ErrorCode::PermissionDenied;
        error.remedy = number == EROFS ? "choose a folder that is not read-only"
                                       : "check the permissions or choose another folder";
        break;
    case ENOSPC:
    case EDQUOT:
        error.code = ErrorCode::DiskFull;
        error.remedy = "free some space and try again";
        break;
    case ENOMEM:
        error.code = ErrorCode::OutOfMemory;
        break;
    default:
        break;
    }
    if (number != 0)
        error.what += std::string(" (") + std::strerror(number) + ")";
    return error;
}

Result<std::vector<std::byte>> readFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    // Non-blocking, so that a pipe without a writer cannot hang us before we see that it is one.
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd.get() < 0)
        return failure(fileError(path, "the file cannot be opened"));
    struct stat status
    {};
    if (::fstat(fd.get(), &status) != 0)
        return failure(fileError(path, "the file cannot be examined"));
    if (!S_ISREG(status.st_mode)) {
        return failure(ErrorCode::UnsupportedFormat,
            S_ISDIR(status.st_mode) ? "this is a folder, not a file" : "this is not a regular file",
            path.string());
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > maxBytes) {
        return failure(ErrorCode::TooLarge,
            "the file has " + std::to_string(size >> 20) + " MB; the limit is " +
                std::to_string(maxBytes >> 20) + " MB",
            path.string());
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(fd.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(fileError(path, "reading stopped half-way"));
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

Result<std::string> readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    return readFile(path, maxBytes).map([](const std::vector<std::byte>& bytes) {
        return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });
}

Result<void> writeFileAtomically(
    const std::filesystem::path& path, std::span<const std::byte> bytes)
{
    std::filesystem::path folder = path.parent_path();
    if (folder.empty())
        folder = ".";
    const std::filesystem::path temporary =
        folder / ("." + path.filename().string() + "." + hexDigits(8) + ".tmp");
    Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (fd.get() < 0)
        return failure(fileError(path, "the file cannot be written"));
    if (!writeAll(fd.get(), bytes) || ::fsync(fd.get()) != 0 || fd.close() != 0 ||
        ::rename(temporary.c_str(), path.c_str()) != 0) {
        Error error = fileError(path, "the file cannot be written");
        ::unlink(temporary.c_str());
        return failure(std::move(error));
    }
    syncFolder(folder);
    return {};
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view text)
{
    return writeFileAtomically(path, std::as_bytes(std::span(text.data(), text.size())));
}

Result<void> makeFolder(const std::filesystem::path& path)
{
    std::error_code code;
    std::filesystem::create_directories(path, code);
    if (code) {
        errno = code.value();
        return failure(fileError(path, "the folder cannot be created"));
    }
    return {};
}

std::string makeUuid()
{
    std::string digits = hexDigits(32);
    digits[12] = '4';
    digits[16] = "89ab"[digits[16] & 3];
    for (const std::size_t position : {8U, 13U, 18U, 23U})
        digits.insert(position, "-");
    return digits;
}

} // namespace negatoscope::base
