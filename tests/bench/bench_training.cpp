// Training from warm features: the films of NEGATOSCOPE_BENCH_DATA with the backbone of
// NEGATOSCOPE_BENCH_WEIGHTS, else of ../shared; nothing where both are absent.

#include "core/dataset/Scan.h"
#include "core/model/ModelConfig.h"
#include "core/training/Trainer.h"
#include "tests/support/SharedFiles.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

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
    state.SetLabel(state.range(0) != 0 ? "warm" : "cold");
}
BENCHMARK(headRun)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

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

} // namespace
