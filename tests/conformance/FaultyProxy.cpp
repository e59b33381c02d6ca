#include "tests/conformance/FaultyProxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdlib>

namespace negatoscope::testing {

namespace {

constexpr int kWaitMs = 100;
constexpr auto kDelay = std::chrono::milliseconds(400);

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void sendAll(int socket, const std::string& bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto now = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (now <= 0)
            return;
        sent += static_cast<std::size_t>(now);
    }
}

/// Content-Length of a head, 0 when there is none.
std::size_t lengthIn(std::string head)
{
    std::transform(head.begin(), head.end(), head.begin(),
        [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto at = head.find("content-length:");
    return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 15, nullptr, 10);
}

/// How many bytes a request has by its own word.
std::size_t sizeOf(const std::string& request)
{
    const auto end = request.find("\r\n\r\n");
    return end == std::string::npos ? 0 : end + 4 + lengthIn(request.substr(0, end));
}

/// One whole request; empty when the client went away.
std::string readRequest(int socket)
{
    std::string bytes;
    std::array<char, 65536> piece{};
    for (;;) {
        if (const std::size_t size = sizeOf(bytes); size > 0 && bytes.size() >= size)
            return bytes;
        const auto got = ::recv(socket, piece.data(), piece.size(), 0);
        if (got <= 0)
            return {};
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
}

std::string errorReply(const char* status, const char* headers = "")
{
    const std::string body = "<html>a proxy says no</html>";
    return std::string("HTTP/1.1 ") + status + "\r\n" + headers +
           "Content-Type: text/html\r\nConnection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

FaultyProxy::FaultyProxy(int upstreamPort)
    : m_upstream(upstreamPort)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
        ::listen(m_listener, 16) == 0 &&
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0)
        m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

FaultyProxy::~FaultyProxy()
{
    m_stop = true;
    m_thread.join();
    ::close(m_listener);
}

void FaultyProxy::spoil(int request, Fault fault, int stride)
{
    m_spoiled = request;
    m_stride = stride;
    m_fault = fault;
    m_count = 0;
    m_hits = 0;
}

Fault FaultyProxy::nextFault()
{
    const int number = m_count++;
    const int after = number - m_spoiled;
    const bool meant =
        m_spoiled >= 0 && (after == 0 || (m_stride > 0 && after > 0 && after % m_stride == 0));
    if (!meant)
        return Fault::None;
    ++m_hits;
    return m_fault;
}

void FaultyProxy::serve()
{
    while (!m_stop) {
        pollfd wait{m_listener, POLLIN, 0};
        if (::poll(&wait, 1, kWaitMs) <= 0)
            continue;
        const int client = ::accept(m_listener, nullptr, nullptr);
        if (client >= 0)
            handle(client);
    }
}

std::string FaultyProxy::forward(const std::string& request) const
{
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(m_upstream);
    std::string reply;
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        sendAll(server, request);
        if (request.size() < sizeOf(request)) {
            ::close(server); // half a request: the server waits for the rest, and never gets it
            return {};
        }
        std::array<char, 65536> piece{};
        for (;;) {
            const auto got = ::recv(server, piece.data(), piece.size(), 0);
            if (got <= 0)
                break;
            reply.append(piece.data(), static_cast<std::size_t>(got));
        }
    }
    ::close(server);
    return reply;
}

std::string FaultyProxy::answer(const std::string& request, Fault fault) const
{
    const auto half = [](const std::string& text) {
        const auto body = text.find("\r\n\r\n");
        const std::size_t head = body == std::string::npos ? 0 : body + 4;
        return text.substr(0, head + (text.size() - head) / 2);
    };
    switch (fault) {
    case Fault::DropRequest:
        return {};
    case Fault::ErrorBefore:
        return errorReply("503 Service Unavailable");
    case Fault::TooMany:
        return errorReply("429 Too Many Requests", "Retry-After: 0\r\n");
    case Fault::ErrorAfter:
        forward(request);
        return errorReply("500 Internal Server Error");
    case Fault::DropReply:
    case Fault::Reset:
        forward(request);
        return {};
    case Fault::TruncateRequest:
        forward(half(request));
        return {};
    case Fault::TruncateReply: {
        const std::string reply = forward(request);
        // The last byte at least: an empty body has no half.
        const std::string part = half(reply);
        return part.size() == reply.size() ? reply.substr(0, reply.size() - 1) : part;
    }
    case Fault::Duplicate:
        forward(request);
        break;
    case Fault::Delay:
        std::this_thread::sleep_for(kDelay);
        break;
    case Fault::None:
        break;
    }
    return forward(request);
}

void FaultyProxy::handle(int client)
{
    std::string request = readRequest(client);
    if (!request.empty()) {
        const Fault fault = nextFault();
        const std::size_t limit = m_largest;
        const std::size_t body = request.size() - request.find("\r\n\r\n") - 4;
        request.insert(request.find("\r\n") + 2, "Connection: close\r\n");
        sendAll(client, limit > 0 && body > limit ? errorReply("413 Content Too Large")
                                                  : answer(request, fault));
        if (fault == Fault::Reset) {
            const ::linger now{1, 0};
            ::setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
    }
    ::close(client);
}

} // namespace negatoscope::testing
