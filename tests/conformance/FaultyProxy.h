#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>

namespace negatoscope::testing {

/// What goes wrong between a client and its server.
enum class Fault {
    None,
    DropRequest,     ///< the connection ends before the server hears anything
    DropReply,       ///< the server has done it, its answer is lost
    Reset,           ///< as DropReply, with a hard reset
    Delay,           ///< the answer comes late
    Duplicate,       ///< the server gets the request twice
    TruncateRequest, ///< the server gets half of the body
    TruncateReply,   ///< the client gets half of the answer
    ErrorBefore,     ///< 503 without the server having heard of it
    ErrorAfter,      ///< 500 although the server has done it
    TooMany          ///< 429 with Retry-After, without the server having heard of it
};

/// A proxy on the loopback, in a thread of its own, that spoils the requests it is told to.
class FaultyProxy
{
public:
    explicit FaultyProxy(int upstreamPort);
    ~FaultyProxy();
    FaultyProxy(const FaultyProxy&) = delete;
    FaultyProxy& operator=(const FaultyProxy&) = delete;

    int port() const { return m_port; }
    /// The request with this number from now on (0 = the next one) meets the fault, and then every
    /// `stride`-th one (0 = no other).
    void spoil(int request, Fault fault, int stride = 0);
    /// Bodies over this size are refused with 413 from now on; 0 = none.
    void limitBodies(std::size_t bytes) { m_largest = bytes; }
    int requests() const { return m_count; } ///< since the last spoil()
    int spoiled() const { return m_hits; }   ///< of them

private:
    void serve();
    void handle(int client);
    Fault nextFault(); ///< of the request that has just arrived
    std::string answer(const std::string& request, Fault fault) const;
    std::string forward(const std::string& request) const;

    int m_upstream = 0;
    int m_port = 0;
    int m_listener = -1;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_count = 0;
    std::atomic<int> m_spoiled = -1;
    std::atomic<int> m_stride = 0;
    std::atomic<int> m_hits = 0;
    std::atomic<std::size_t> m_largest = 0;
    std::atomic<Fault> m_fault = Fault::None;
    std::thread m_thread;
};

} // namespace negatoscope::testing
