#include "core/phantom/Phantom.h"

#include <benchmark/benchmark.h>

namespace {

using namespace negatoscope::phantom;

/// One film with its truth on one thread; the argument is its side in pixels.
void drawPhantom(benchmark::State& state)
{
    constexpr std::array kKinds{OpacityKind::None, OpacityKind::Lobar, OpacityKind::Round,
        OpacityKind::Bronchopneumonia, OpacityKind::Interstitial};
    PhantomRequest request;
    request.side = static_cast<int>(state.range(0));
    for (auto _ : state) {
        request.kind = kKinds[request.seed % kKinds.size()];
        ++request.seed;
        benchmark::DoNotOptimize(makePhantom(request));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(drawPhantom)->Arg(128)->Arg(224)->Arg(448)->Unit(benchmark::kMillisecond);

} // namespace
