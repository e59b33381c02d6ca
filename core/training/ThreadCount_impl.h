#pragma once

// Private to core/training: includes ATen.

#include <ATen/Parallel.h>

namespace negatoscope::training {

/// How many threads torch uses for what this thread asks of it, until the end of the scope.
class ThreadCount
{
public:
    explicit ThreadCount(int threads)
        : m_before(at::get_num_threads())
    {
        at::set_num_threads(threads);
    }
    ~ThreadCount() { at::set_num_threads(m_before); }
    ThreadCount(const ThreadCount&) = delete;
    ThreadCount& operator=(const ThreadCount&) = delete;

private:
    int m_before;
};

} // namespace negatoscope::training
