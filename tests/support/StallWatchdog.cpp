#include "tests/support/StallWatchdog.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <chrono>

namespace negatoscope::testing {

namespace {

constexpr double kPeriodMs = 2.0;
constexpr double kStallMs = 50.0;
constexpr auto kPing = static_cast<QEvent::Type>(QEvent::User + 311);

std::int64_t nowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double quantile(std::vector<double> sorted, double q)
{
    if (sorted.empty()) {
        return 0.0;
    }
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

} // namespace

StallWatchdog::StallWatchdog()
    : m_thread([this](const std::stop_token& stop) { ping(stop); })
{}

StallWatchdog::~StallWatchdog()
{
    m_thread.request_stop();
    m_thread.join();
}

void StallWatchdog::ping(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        if (!m_waiting.load()) {
            m_postedNs.store(nowNs());
            m_waiting.store(true);
            QCoreApplication::postEvent(this, new QEvent(kPing));
        }
        std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(kPeriodMs));
    }
}

bool StallWatchdog::event(QEvent* event)
{
    if (event->type() != kPing) {
        return QObject::event(event);
    }
    const double waited = static_cast<double>(nowNs() - m_postedNs.load()) / 1e6;
    for (double late = waited; late >= 0.0; late -= kPeriodMs) {
        m_latencies.push_back(late);
    }
    m_stalls += waited > kStallMs ? 1 : 0;
    m_waiting.store(false);
    return true;
}

StallWatchdog::Figures StallWatchdog::figures() const
{
    Figures figures;
    figures.samples = m_latencies.size();
    figures.maxMs = quantile(m_latencies, 1.0);
    figures.p99Ms = quantile(m_latencies, 0.99);
    figures.medianMs = quantile(m_latencies, 0.5);
    figures.over50Ms = m_stalls;
    return figures;
}

void StallWatchdog::reset()
{
    m_latencies.clear();
    m_stalls = 0;
}

QString toText(const StallWatchdog::Figures& figures)
{
    return QStringLiteral("max %1 ms, p99 %2 ms, median %3 ms, %4 over 50 ms")
        .arg(figures.maxMs, 0, 'f', 1)
        .arg(figures.p99Ms, 0, 'f', 1)
        .arg(figures.medianMs, 0, 'f', 2)
        .arg(figures.over50Ms);
}

} // namespace negatoscope::testing
