#include "core/base/Isolated.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace negatoscope::base {

namespace {

bool writeAll(int file, const void* data, std::size_t size)
{
    const auto* bytes = static_cast<const char*>(data);
    while (size > 0) {
        const ssize_t written = ::write(file, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

/// The address space in use; 0 when it is not known.
std::uint64_t usedAddresses()
{
    std::FILE* file = std::fopen("/proc/self/statm", "re");
    if (file == nullptr)
        return 0;
    unsigned long long pages = 0;
    const bool known = std::fscanf(file, "%llu", &pages) == 1;
    std::fclose(file);
    return known ? pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

void limit(const IsolationLimits& limits)
{
    // What a library says of a damaged file is nobody's to read.
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGPIPE, SIGALRM})
        std::signal(signal, SIG_DFL);
    const rlimit seconds{limits.processorSeconds, limits.processorSeconds};
    ::setrlimit(RLIMIT_CPU, &seconds);
    ::alarm(limits.seconds);
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    const std::uint64_t used = limits.memoryBytes > 0 ? usedAddresses() : 0;
    if (used > 0) {
        const rlimit memory{used + limits.memoryBytes, used + limits.memoryBytes};
        ::setrlimit(RLIMIT_AS, &memory);
    }
}

/// Never returns; touches nothing that another thread of the parent may have held locked.
[[noreturn]] void runChild(int file, const std::function<bool(const IsolatedSend&)>& work,
    const IsolationLimits& limits) noexcept
{
    limit(limits);
    bool sent = false;
    try {
        sent =
            work([file](const void* data, std::size_t size) { return writeAll(file, data, size); });
    } catch (...) {
        sent = false;
    }
    ::_exit(sent ? 0 : 1);
}

/// Up to `most` bytes and a piece: a longer message is cut, and its sender ends for want of a
/// reader.
std::vector<char> readAll(int file, std::size_t most)
{
    std::vector<char> message;
    std::array<char, 1U << 16> piece{};
    while (message.size() <= most) {
        const ssize_t got = ::read(file, piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        message.insert(message.end(), piece.data(), piece.data() + got);
    }
    return message;
}

} // namespace

Result<std::vector<char>> runIsolated(const std::function<bool(const IsolatedSend&)>& work,
    const std::string& where, const IsolationLimits& limits)
{
    const auto noProcess = [&where] {
        return failure(ErrorCode::Internal, "no process could be started to read the file", where,
            "close other programs");
    };
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return noProcess();
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        runChild(ends[1], work, limits);
    }
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return noProcess();
    }
    std::vector<char> message = readAll(ends[0], limits.messageBytes);
    ::close(ends[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return failure(
            ErrorCode::CorruptFile, "the file is damaged", where, "copy or download it again");
    return message;
}

} // namespace negatoscope::base
