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

std::string errorReply(const char* status)
{
    const std::string body = "<html>a proxy says no</html>";
    return std::string("HTTP/1.1 ") + status +
           "\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " +
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

void FaultyProxy::spoil(int request, Fault fault)
{
    m_spoiled = request;
    m_fault = fault;
    m_count = 0;
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

void FaultyProxy::handle(int client)
{
    std::string request = readRequest(client);
    if (!request.empty()) {
        const Fault fault = m_count++ == m_spoiled ? m_fault.load() : Fault::None;
        request.insert(request.find("\r\n") + 2, "Connection: close\r\n");
        const auto half = [](const std::string& text) {
            const auto body = text.find("\r\n\r\n");
            const std::size_t head = body == std::string::npos ? 0 : body + 4;
            return text.substr(0, head + (text.size() - head) / 2);
        };
        std::string reply;
        switch (fault) {
        case Fault::DropRequest:
            break;
        case Fault::ErrorBefore:
            reply = errorReply("503 Service Unavailable");
            break;
        case Fault::ErrorAfter:
            forward(request);
            reply = errorReply("500 Internal Server Error");
            break;
        case Fault::DropReply:
        case Fault::Reset:
            forward(request);
            break;
        case Fault::TruncateRequest:
            forward(half(request));
            break;
        case Fault::TruncateReply: {
            reply = forward(request);
            // The last byte at least: an empty body has no half.
            const std::string part = half(reply);
            reply = part.size() == reply.size() ? reply.substr(0, reply.size() - 1) : part;
            break;
        }
        case Fault::Duplicate:
            forward(request);
            reply = forward(request);
            break;
        case Fault::Delay:
            std::this_thread::sleep_for(kDelay);
            reply = forward(request);
            break;
        case Fault::None:
            reply = forward(request);
            break;
        }
        sendAll(client, reply);
        if (fault == Fault::Reset) {
            const ::linger now{1, 0};
            ::setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        }
    }
    ::close(client);
}

} // namespace negatoscope::testing
