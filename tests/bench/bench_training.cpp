// Training from warm features: the films of NEGATOSCOPE_BENCH_DATA with the backbone of
// NEGATOSCOPE_BENCH_WEIGHTS, else of ../shared; nothing where both are absent.

#include "core/dataset/Scan.h"
#include "core/model/ConfigSchema.h"
#include "core/model/MobileNetV2Layout.h"
#include "core/model/ModelConfig.h"
#include "core/training/GradientStep_impl.h"
#include "core/training/Optimizers_impl.h"
#include "core/training/Trainer.h"
#include "tests/support/SharedFiles.h"

#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace negatoscope;
using Clock = std::chrono::steady_clock;

std::string pathFrom(const char* variable, const char* shared)
{
    if (const char* given = std::getenv(variable))
        return given;
    const auto path = testing::sharedPath(shared);
    return path ? path->string() : std::string();
}

/// The request of every run here; nothing when there are no films.
const std::optional<training::TrainingRequest>& request()
{
    static const std::optional<training::TrainingRequest> made = [] {
        std::optional<training::TrainingRequest> result;
        const std::string films = pathFrom("NEGATOSCOPE_BENCH_DATA", "data/chest_xray_224");
        const std::string weights =
            pathFrom("NEGATOSCOPE_BENCH_WEIGHTS", "models/teachable_machine");
        if (films.empty() || weights.empty())
            return result;
        auto scanned = dataset::scanFolder(films);
        if (!scanned || !*scanned)
            return result;
        result.emplace();
        result->data = std::move(**scanned);
        result->config = *model::presetConfig("notebook", 2);
        result->config.weights = weights;
        result->config.epochs = 10;
        result->cacheFolder =
            std::filesystem::temp_directory_path() / "negatoscope-bench" / "features";
        return result;
    }();
    return made;
}

double milliseconds(Clock::time_point from, Clock::time_point to)
{
    return std::chrono::duration<double, std::milli>(to - from).count();
}

/// An edit of the head in live mode: from the request to the finished record, 10 epochs.
void headRun(benchmark::State& state)
{
    if (!request()) {
        state.SkipWithError("needs films and weights");
        return;
    }
    training::TrainingRequest edited = *request();
    if (state.range(0) != 0)
        edited.warm = std::make_shared<training::WarmState>();
    edited.threads = static_cast<int>(state.range(1));
    training::train(edited, {}, {}); // the features, and what is kept between runs
    double firstEpoch = 0.0;
    for (auto _ : state) {
        const auto start = Clock::now();
        bool first = true;
        const auto run = training::train(edited, {}, [&](const training::TrainingEvent& event) {
            if (first && std::holds_alternative<training::EpochDone>(event)) {
                first = false;
                firstEpoch += milliseconds(start, Clock::now());
            }
        });
        if (run.outcome != training::OutcomeKind::Completed)
            state.SkipWithError("the run failed");
    }
    state.counters["first_epoch_ms"] = firstEpoch / static_cast<double>(state.iterations());
}
BENCHMARK(headRun)
    ->ArgsProduct({{0, 1}, {1, 2}})
    ->ArgNames({"warm", "threads"})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// From asking a live run to end, in the middle of its second epoch, to its return.
void cancelHeadRun(benchmark::State& state)
{
    if (!request()) {
        state.SkipWithError("needs films and weights");
        return;
    }
    training::TrainingRequest edited = *request();
    edited.warm = std::make_shared<training::WarmState>();
    training::train(edited, {}, {});
    for (auto _ : state) {
        std::stop_source cancel;
        Clock::time_point asked;
        int batches = 0;
        training::train(
            edited, {{}, cancel.get_token()}, [&](const training::TrainingEvent& event) {
                if (std::holds_alternative<training::BatchDone>(event) && ++batches == 50) {
                    asked = Clock::now();
                    cancel.request_stop();
                }
            });
        state.SetIterationTime(milliseconds(asked, Clock::now()) / 1e3);
    }
}
BENCHMARK(cancelHeadRun)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(10);

/// One step of fine-tuning from layer `range(0)` on with fixed statistics, 64 films of noise at the
/// cut (or as films), AdamW; `range(1)` threads. Films per second.
void fineTuningStep(benchmark::State& state)
{
    constexpr std::int64_t kBatch = 64;
    model::ModelConfig config = *model::presetConfig("quick", 2);
    auto network = *model::Network::build(config, 2);
    model::NetworkImpl& impl = network.impl();
    const auto first = static_cast<int>(state.range(0));
    impl.freezeBackboneBefore(first);
    const int cut = model::deepestCut(impl.layout, first);
    std::vector<std::int64_t> shape{kBatch, 1, 224, 224};
    if (cut > 0) {
        const model::Shape& output = impl.layout[static_cast<std::size_t>(cut) - 1].output;
        shape = {kBatch, output[2], output[0], output[1]};
    }
    const at::Tensor x = at::rand(shape).contiguous(at::MemoryFormat::ChannelsLast);
    std::vector<std::int64_t> labels(kBatch, 0);
    std::fill(labels.begin(), labels.begin() + kBatch / 2, 1);
    std::vector<training::Parameter> parameters;
    for (model::Variable* variable : impl.trainableVariables())
        parameters.push_back({variable->layer + "/" + variable->name, variable->value});
    auto optimizer = *training::Optimizer::make(config.optimizer, std::move(parameters));
    const auto loss = *training::Loss::make(config.loss, 2, 1);
    const auto threads = static_cast<int>(state.range(1));
    at::set_num_threads(threads);
    training::GradientStep step(impl, {cut, false}, loss, {}, threads);
    model::ForwardContext context;
    context.training = true;
    context.batchNorm = model::BatchNormMode::Frozen;
    for (auto _ : state) {
        optimizer->zeroGradients();
        benchmark::DoNotOptimize(step.run(x, labels, context));
        optimizer->step(1e-5);
    }
    at::set_num_threads(1);
    state.SetItemsProcessed(state.iterations() * kBatch);
}
BENCHMARK(fineTuningStep)
    ->ArgsProduct({{0, 90, 100, 116}, {1, 2}})
    ->ArgNames({"first", "threads"})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

} // namespace
