#include "core/model/IsolatedReader.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using nlohmann::json;

constexpr rlim_t kMaxProcessorSeconds = 8; ///< a damaged file may send HDF5 round in circles
constexpr unsigned kMaxSeconds = 120;      ///< and a damaged heap may stop it altogether
constexpr std::size_t kMaxHeader = 256U << 20;
constexpr std::size_t kMaxMessage = kMaxHeader + kMaxModelValues * sizeof(float) + 8;

/// The message from the child: u64 size, JSON of that size, the values of all variables.
std::string headerOf(const base::Result<StoredModel>& result)
{
    json header;
    if (!result) {
        const base::Error& error = result.error();
        header["error"] = {static_cast<int>(error.code), error.what, error.where, error.remedy};
    } else {
        header["source"] = result->source;
        header["topology"] = result->topology;
        header["variables"] = json::array();
        for (const StoredVariable& variable : result->variables)
            header["variables"].push_back({variable.layer, variable.name, variable.shape});
    }
    return header.dump(-1, ' ', false, json::error_handler_t::replace);
}

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

/// Never returns; touches nothing that another thread of the parent may have held locked.
[[noreturn]] void runChild(
    int file, const std::function<base::Result<StoredModel>()>& read) noexcept
{
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGPIPE})
        std::signal(signal, SIG_DFL);
    const rlimit seconds{kMaxProcessorSeconds, kMaxProcessorSeconds};
    ::setrlimit(RLIMIT_CPU, &seconds);
    std::signal(SIGALRM, SIG_DFL);
    ::alarm(kMaxSeconds);
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    const auto result = read();
    const std::string header = headerOf(result);
    const std::uint64_t size = header.size();
    bool sent = writeAll(file, &size, sizeof size) && writeAll(file, header.data(), header.size());
    if (result)
        for (const StoredVariable& variable : result->variables)
            sent = sent &&
                   writeAll(file, variable.values.data(), variable.values.size() * sizeof(float));
    ::_exit(sent ? 0 : 1);
}

std::vector<char> readAll(int file)
{
    std::vector<char> message;
    std::array<char, 1U << 16> piece{};
    while (message.size() <= kMaxMessage) {
        const ssize_t got = ::read(file, piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        message.insert(message.end(), piece.data(), piece.data() + got);
    }
    return message;
}

/// A child whose memory was damaged may send anything: everything is checked.
base::Result<StoredModel> decode(const std::vector<char>& message, const std::string& where)
{
    const auto damaged = [&where] {
        return base::failure(
            ErrorCode::CorruptFile, "the file is damaged", where, "copy or download it again");
    };
    std::uint64_t size = 0;
    if (message.size() < sizeof size)
        return damaged();
    std::memcpy(&size, message.data(), sizeof size);
    if (size > message.size() - sizeof size)
        return damaged();
    const char* text = message.data() + sizeof size;
    json header = json::parse(text, text + size, nullptr, false);
    if (!header.is_object())
        return damaged();
    if (const auto error = header.find("error"); error != header.end()) {
        const int code = error->at(0).get<int>();
        if (code < 0 || code > static_cast<int>(ErrorCode::Internal))
            return damaged();
        return base::failure(static_cast<ErrorCode>(code), error->at(1).get<std::string>(),
            error->at(2).get<std::string>(), error->at(3).get<std::string>());
    }
    StoredModel model;
    model.source = header.at("source").get<std::string>();
    model.topology = std::move(header.at("topology"));
    const char* data = text + size;
    std::size_t left = message.size() - sizeof size - size;
    for (const json& entry : header.at("variables")) {
        StoredVariable variable{entry.at(0).get<std::string>(), entry.at(1).get<std::string>(),
            entry.at(2).get<Shape>(), {}};
        std::uint64_t count = 1;
        for (const std::int64_t side : variable.shape) {
            const auto positive = static_cast<std::uint64_t>(side);
            if (side < 0 || (side > 0 && count > kMaxModelValues / positive))
                return damaged();
            count *= positive;
        }
        if (count * sizeof(float) > left)
            return damaged();
        variable.values.resize(count);
        if (count > 0)
            std::memcpy(variable.values.data(), data, count * sizeof(float));
        data += count * sizeof(float);
        left -= count * sizeof(float);
        model.variables.push_back(std::move(variable));
    }
    return model;
}

} // namespace

base::Result<StoredModel> readIsolated(
    const std::function<base::Result<StoredModel>()>& read, const std::string& where)
{
    const auto noProcess = [&where] {
        return base::failure(ErrorCode::Internal, "no process could be started to read the file",
            where, "close other programs");
    };
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return noProcess();
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        runChild(ends[1], read);
    }
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return noProcess();
    }
    const std::vector<char> message = readAll(ends[0]);
    ::close(ends[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return base::failure(
            ErrorCode::CorruptFile, "the file is damaged", where, "copy or download it again");
    try {
        return decode(message, where);
    } catch (const json::exception&) {
        return base::failure(
            ErrorCode::CorruptFile, "the file is damaged", where, "copy or download it again");
    }
}

} // namespace negatoscope::model
