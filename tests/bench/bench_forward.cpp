#include "core/model/ConfigSchema.h"
#include "core/model/FrozenPrefix.h"
#include "core/model/MobileNetV2Layout.h"
#include "core/model/Network_impl.h"
#include "core/model/Runtime.h"
#include "core/model/TorchCompat.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

namespace {

using namespace negatoscope::model;

ModelConfig benchConfig()
{
    ModelConfig config;
    config.weights = "random";
    auto dense = defaultLayer("dense");
    dense.options["units"] = 128;
    dense.options["activation"] = "relu";
    config.addedLayers = {defaultLayer("dropout"), dense};
    return config;
}

const Network& network()
{
    static const Network built = *Network::build(benchConfig(), 2);
    return built;
}

std::vector<float> films(std::size_t n)
{
    std::vector<float> values(n * 224 * 224);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(std::sin(0.01 * static_cast<double>(i)));
    return values;
}

/// Films per second through the whole frozen backbone with max pooling; ->Threads(n) are n streams.
void frozenPass(benchmark::State& state)
{
    static const auto prefix = FrozenPrefix::build(network(), 154, Pooling::Max);
    useOneThreadHere();
    const auto batch = static_cast<std::size_t>(state.range(0));
    const auto input = films(batch);
    std::vector<float> output(batch * prefix->valuesPerOutput());
    for (auto _ : state)
        if (!prefix->run(input, batch, output))
            state.SkipWithError("the pass failed");
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetLabel(prefix->isFused() ? "fused" : "folded");
}
BENCHMARK(frozenPass)->Arg(1)->Arg(4)->Arg(8)->Arg(16)->Threads(1)->Threads(2)->UseRealTime();

/// The same through the plain network.
void plainForward(benchmark::State& state)
{
    useOneThreadHere();
    const auto batch = static_cast<std::size_t>(state.range(0));
    const auto input = films(batch);
    for (auto _ : state)
        benchmark::DoNotOptimize(network().logits(input, batch));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(plainForward)->Arg(1)->Arg(8)->Threads(1)->Threads(2)->UseRealTime();

/// One training step from block `range(0)` on, from cached activations, batch 32.
void trainingStep(benchmark::State& state)
{
    useOneThreadHere();
    auto built = *Network::build(benchConfig(), 2);
    NetworkImpl& impl = built.impl();
    int first = 0;
    while (impl.layout[static_cast<std::size_t>(first)].block < state.range(0))
        ++first;
    const int cut = deepestCut(impl.layout, first);
    impl.freezeBackboneBefore(first);
    constexpr std::int64_t kBatch = 32;
    const Shape& shape = impl.layout[static_cast<std::size_t>(cut) - 1].output;
    const auto x =
        at::rand({kBatch, shape[2], shape[0], shape[1]}).contiguous(at::MemoryFormat::ChannelsLast);
    ForwardContext context;
    context.training = true;
    context.batchNorm = state.range(1) ? BatchNormMode::Frozen : BatchNormMode::Keras;
    for (auto _ : state)
        at::log_softmax(impl.forward(x, cut, context).logits, 1)
            .select(1, 0)
            .mean()
            .neg()
            .backward();
    state.SetItemsProcessed(state.iterations() * kBatch);
    state.SetLabel(state.range(1) ? "statistics frozen" : "batch statistics");
}
BENCHMARK(trainingStep)->ArgsProduct({{6, 10, 13}, {0, 1}})->UseRealTime();

/// The notebook's head on pooled features, batch 100.
void headStep(benchmark::State& state)
{
    useOneThreadHere();
    auto built = *Network::build(benchConfig(), 2);
    NetworkImpl& impl = built.impl();
    impl.freezeBackboneBefore(impl.backboneSize());
    constexpr std::int64_t kBatch = 100;
    const auto x = at::rand({kBatch, 1280});
    ForwardContext context;
    context.training = true;
    for (auto _ : state)
        at::log_softmax(impl.runHead(x, true, context).logits, 1)
            .select(1, 0)
            .mean()
            .neg()
            .backward();
    state.SetItemsProcessed(state.iterations() * kBatch);
}
BENCHMARK(headStep)->UseRealTime();

} // namespace
