#include "core/search/TrialPool.h"

#include <algorithm>

namespace negatoscope::search {

TrialPool::TrialPool(int workers, TrialRunner runner,
    std::function<bool(const TrialTask&, const training::EpochRecord&)> goesOn)
    : m_runner(std::move(runner))
    , m_goesOn(std::move(goesOn))
{
    for (int i = 0; i < std::max(1, workers); ++i)
        m_threads.emplace_back([this](std::stop_token end) { work(std::move(end)); });
}

TrialPool::~TrialPool()
{
    m_cancel.request_stop();
    for (std::jthread& thread : m_threads)
        thread.request_stop();
}

void TrialPool::add(TrialTask task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    ++m_running;
    m_changed.notify_all();
}

TrialPool::Event TrialPool::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_events.empty(); });
    Event event = std::move(m_events.front());
    m_events.pop_front();
    if (std::holds_alternative<Ended>(event))
        --m_running;
    return event;
}

void TrialPool::push(Event event)
{
    {
        const std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(event));
    }
    m_changed.notify_all();
}

void TrialPool::work(std::stop_token end)
{
    while (true) {
        TrialTask task;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, end, [this] { return !m_tasks.empty(); }))
                return;
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
        }
        const GoesOn goesOn = [&](const training::EpochRecord& record) {
            push(Epoch{task.number, record});
            return m_goesOn(task, record);
        };
        training::RunRecord run = m_runner(task, goesOn, m_cancel.get_token());
        push(Ended{std::move(task), std::move(run)});
    }
}

} // namespace negatoscope::search
