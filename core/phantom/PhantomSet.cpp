#include "core/phantom/PhantomSet.h"

#include "core/base/Random.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace negatoscope::phantom {

std::vector<PhantomRequest> planPhantoms(const PhantomPlan& plan)
{
    constexpr std::array kOpacities{OpacityKind::Lobar, OpacityKind::Round,
        OpacityKind::Bronchopneumonia, OpacityKind::Interstitial};
    std::vector<PhantomRequest> requests(plan.count);
    for (std::size_t i = 0; i < plan.count; ++i) {
        PhantomRequest& request = requests[i];
        request.seed = base::deriveSeed(plan.seed, "phantom", {i});
        request.side = plan.side;
        request.confoundedMarker = plan.confoundedMarker;
        base::Random random(base::deriveSeed(plan.seed, "phantom kind", {i}));
        const bool none = random.chance(plan.noneFraction);
        const OpacityKind opacity = kOpacities[random.below(kOpacities.size())];
        request.kind = plan.kind.value_or(none ? OpacityKind::None : opacity);
    }
    return requests;
}

bool forEachPhantom(std::span<const PhantomRequest> requests, int threads,
    const std::function<void(std::size_t, Phantom&&)>& use, const base::ProgressCallback& progress,
    std::stop_token stop)
{
    const std::size_t workers = std::min(requests.size(),
        threads > 0 ? static_cast<std::size_t>(threads)
                    : static_cast<std::size_t>(std::max(1U, std::thread::hardware_concurrency())));
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::size_t done = 0;
    std::exception_ptr failure;
    const auto work = [&] {
        for (std::size_t i = next++; i < requests.size() && !stop.stop_requested(); i = next++) {
            try {
                use(i, makePhantom(requests[i]));
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!failure)
                    failure = std::current_exception();
                next = requests.size();
                return;
            }
            const std::lock_guard lock(mutex);
            ++done;
            if (progress)
                progress({"phantoms", done, requests.size()});
        }
    };
    {
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < workers; ++i)
            pool.emplace_back(work);
        work();
    }
    if (failure)
        std::rethrow_exception(failure);
    return done == requests.size();
}

} // namespace negatoscope::phantom
