#pragma once

#include "core/search/Trial.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <variant>
#include <vector>

namespace negatoscope::search {

/// The threads that train. Tasks go in and events come out on one thread.
class TrialPool
{
public:
    struct Epoch
    {
        int number = 0;
        training::EpochRecord record;
    };
    struct Ended
    {
        TrialTask task;
        training::RunRecord run;
    };
    using Event = std::variant<Epoch, Ended>;

    /// `goesOn` is asked on the worker's thread.
    TrialPool(int workers, TrialRunner runner,
        std::function<bool(const TrialTask&, const training::EpochRecord&)> goesOn);
    /// Cancels what runs.
    ~TrialPool();
    TrialPool(const TrialPool&) = delete;
    TrialPool& operator=(const TrialPool&) = delete;

    void add(TrialTask task);
    /// Waits for the next event. Call only while something runs.
    Event next();
    int running() const { return m_running; }
    int workers() const { return static_cast<int>(m_threads.size()); }
    void cancel() { m_cancel.request_stop(); }

private:
    void work(std::stop_token end);
    void push(Event event);

    const TrialRunner m_runner;
    const std::function<bool(const TrialTask&, const training::EpochRecord&)> m_goesOn;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<TrialTask> m_tasks;
    std::deque<Event> m_events;
    std::stop_source m_cancel;
    int m_running = 0;
    std::vector<std::jthread> m_threads; ///< last: they end before what they use
};

} // namespace negatoscope::search
