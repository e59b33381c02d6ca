#include "app/cli/ChildProcess.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace negatoscope::cli {

namespace {

std::vector<char*> pointersTo(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Ours, with `added` instead of what has the same name.
std::vector<std::string> environmentWith(const std::vector<std::string>& added)
{
    std::vector<std::string> all = added;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string text = *entry;
        const std::string name = text.substr(0, text.find('=') + 1);
        bool replaced = false;
        for (const std::string& one : added)
            replaced = replaced || one.starts_with(name);
        if (!replaced)
            all.push_back(text);
    }
    return all;
}

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void readOutput(int descriptor, const std::string& marker,
    std::chrono::steady_clock::time_point begin, ChildResult& result)
{
    std::array<char, 1 << 16> buffer{};
    for (;;) {
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return;
        result.out.append(buffer.data(), static_cast<std::size_t>(count));
        if (result.markerSeconds == 0.0 && !marker.empty() &&
            result.out.find(marker) != std::string::npos)
            result.markerSeconds = secondsSince(begin);
    }
}

} // namespace

base::Result<ChildResult> runChild(const std::vector<std::string>& arguments,
    const std::vector<std::string>& environment, const std::string& marker)
{
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return base::failure(
            base::ErrorCode::Internal, "no pipe can be made", std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> ownArguments = arguments;
    std::vector<std::string> ownEnvironment = environmentWith(environment);
    const auto begin = std::chrono::steady_clock::now();
    pid_t child = 0;
    const int started = ::posix_spawn(&child, arguments.front().c_str(), &actions, nullptr,
        pointersTo(ownArguments).data(), pointersTo(ownEnvironment).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    if (started != 0) {
        ::close(pipe[0]);
        return base::failure(base::ErrorCode::NotFound, "the program cannot be started",
            arguments.front(), "build it beside this one");
    }
    ChildResult result;
    readOutput(pipe[0], marker, begin, result);
    ::close(pipe[0]);
    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    result.seconds = secondsSince(begin);
    result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result.peakBytes = static_cast<std::uint64_t>(usage.ru_maxrss) << 10; // in KiB on Linux
    return result;
}

} // namespace negatoscope::cli
