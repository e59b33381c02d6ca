#pragma once

#include "core/base/Progress.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace negatoscope::dataset {

/// Calls `work(i)` for every i below `count` on `threads` threads (0 = all cores). Returns false
/// when stopped early. `progress` is called under a lock and not more often than it can return.
/// An exception of `work` ends the others and is thrown on.
template <typename Work>
bool parallelFor(std::size_t count, int threads, const std::string& stage,
    const base::ProgressCallback& progress, const std::stop_token& stop, Work work)
{
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads) : cores;
    const std::size_t workers = std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(1, count));
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    std::atomic<bool> failed{false};
    std::exception_ptr exception;
    std::mutex mutex;
    const auto run = [&] {
        try {
            for (std::size_t i = next++; i < count && !stop.stop_requested() && !failed;
                 i = next++) {
                work(i);
                ++done;
                if (!progress)
                    continue;
                const std::unique_lock lock(mutex, std::try_to_lock);
                if (lock)
                    progress({stage, done, count});
            }
        } catch (...) {
            const std::scoped_lock lock(mutex);
            exception = std::current_exception();
            failed = true;
        }
    };
    {
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < workers; ++i)
            pool.emplace_back(run);
        run();
    }
    if (exception)
        std::rethrow_exception(exception);
    if (stop.stop_requested())
        return false;
    if (progress)
        progress({stage, count, count});
    return true;
}

} // namespace negatoscope::dataset
