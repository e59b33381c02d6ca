#include "core/model/Runtime.h"

#include "core/model/TorchCompat.h"

#include <algorithm>
#include <chrono>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace negatoscope::model {

void initRuntime(int threads)
{
#if defined(__GLIBC__)
    constexpr int kTrimThreshold = 512 << 20;
    constexpr int kTopPad = 64 << 20;
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, kTrimThreshold);
    mallopt(M_TOP_PAD, kTopPad);
#endif
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    at::set_num_threads(std::max(1, threads > 0 ? threads : cores));
}

void useOneThreadHere()
{
    useThreadsHere(1);
}

void giveWayHere(int niceness)
{
#if defined(__linux__)
    // Niceness is a thread's own on Linux. Without it the work is done all the same.
    const auto thread = static_cast<id_t>(::gettid());
    [[maybe_unused]] const int result =
        ::setpriority(PRIO_PROCESS, thread, ::getpriority(PRIO_PROCESS, thread) + niceness);
#endif
}

void useThreadsHere(int threads)
{
    at::set_num_threads(std::max(1, threads));
}

std::string torchVersion()
{
    return TORCH_VERSION;
}

bool blasIsFast()
{
    // A straightforward triple loop reaches about 1 GFLOP/s, an optimised library 20 and more.
    constexpr double kSlowest = 5e9;
    constexpr std::int64_t kSize = 384;
    const auto a = at::ones({kSize, kSize}, at::kFloat);
    double best = 0.0;
    for (int repeat = 0; repeat < 3; ++repeat) {
        const auto start = std::chrono::steady_clock::now();
        const auto product = at::mm(a, a);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        best = std::max(best, 2.0 * kSize * kSize * kSize / seconds.count());
    }
    return best > kSlowest;
}

} // namespace negatoscope::model
