#include "core/base/Random.h"
#include "core/tracking/RunStore.h"

#include <QTemporaryDir>

#include <benchmark/benchmark.h>

namespace {

using namespace negatoscope;

constexpr int kRuns = 10'000;

/// A workspace with 10,000 runs of one epoch each, filled once.
const tracking::RunStore& fullStore()
{
    static const QTemporaryDir folder;
    static const auto store = [] {
        auto opened = tracking::RunStore::open(folder.path().toStdString());
        tracking::RunRow row;
        row.settings = tracking::flatSettings(model::ModelConfig{});
        for (int i = 0; i < kRuns; ++i) {
            row.id = base::deriveSeed(1, "run", {static_cast<std::uint64_t>(i)}) % 2 == 0
                         ? "even-" + std::to_string(i)
                         : "odd-" + std::to_string(i);
            row.name = "run of the benchmark";
            row.epochs = 20;
            row.figures = {{"val_loss", 0.1 + i * 1e-6}, {"val_auc", 0.99}, {"val_accuracy", 0.9}};
            opened.value()->saveImported(row, {}).value();
        }
        return std::move(opened).value();
    }();
    return *store;
}

void listTenThousandRuns(benchmark::State& state)
{
    const tracking::RunStore& store = fullStore();
    for (auto _ : state) {
        auto rows = store.summaries();
        benchmark::DoNotOptimize(rows);
    }
}
BENCHMARK(listTenThousandRuns)->Unit(benchmark::kMillisecond);

void readAllDetailsOfTenThousandRuns(benchmark::State& state)
{
    const tracking::RunStore& store = fullStore();
    for (auto _ : state) {
        auto rows = store.list();
        benchmark::DoNotOptimize(rows);
    }
}
BENCHMARK(readAllDetailsOfTenThousandRuns)->Unit(benchmark::kMillisecond);

} // namespace
