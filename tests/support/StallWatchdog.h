#pragma once

#include <QObject>
#include <QString>

#include <atomic>
#include <thread>
#include <vector>

namespace negatoscope::testing {

/// How long the event loop of a thread lets an event wait. A second thread posts an event every
/// 2 ms and notes how late it is handled; while one waits, every 2 ms of waiting counts as an event
/// of its own (a window that stands still for 100 ms stands still for 50 of them), so that the
/// percentiles are over time, not over the events that happened to get through.
///
/// Created and used on the thread that is watched; needs a running event loop.
class StallWatchdog final : public QObject
{
public:
    StallWatchdog();
    ~StallWatchdog() override;

    struct Figures
    {
        std::size_t samples = 0;
        double maxMs = 0.0;
        double p99Ms = 0.0;
        double medianMs = 0.0;
        int over50Ms = 0; ///< how often the loop stood still for longer
    };
    Figures figures() const;
    void reset(); ///< forgets what was measured

protected:
    bool event(QEvent* event) override;

private:
    void ping(const std::stop_token& stop);

    std::vector<double> m_latencies; ///< ms; watched thread only
    int m_stalls = 0;
    std::atomic<std::int64_t> m_postedNs{0};
    std::atomic<bool> m_waiting{false};
    std::jthread m_thread;
};

/// "max 21.3 ms, p99 6.0 ms, median 0.1 ms, 0 over 50 ms"
QString toText(const StallWatchdog::Figures& figures);

} // namespace negatoscope::testing
