// One film in the Reader, decoded already: limits are 4.5 ms for the score, 7 ms for the map,
// 30 ms for the score under the brush, 0.6 s for the covering test of 169 places.
#include "core/explain/CoverBrush.h"
#include "core/explain/Explainer.h"
#include "core/model/ConfigSchema.h"

#include <benchmark/benchmark.h>

#include <cmath>

namespace {

using namespace negatoscope;
using namespace negatoscope::explain;

/// The notebook's head on max pooling, as the Reader holds it.
const Explainer& explainer()
{
    static const Explainer built = [] {
        model::ModelConfig config;
        config.weights = "random";
        config.pooling = model::Pooling::Max;
        auto dense = model::defaultLayer("dense");
        dense.options["units"] = 128;
        dense.options["activation"] = "relu";
        config.addedLayers = {dense};
        auto network = model::Network::build(config, 2);
        return std::move(*Explainer::build(std::make_shared<const model::Classifier>(
            model::Classifier{std::move(*network), config, {"NORMAL", "PNEUMONIA"}, 1, 0.5, ""})));
    }();
    return built;
}

const std::vector<float>& film()
{
    static const std::vector<float> values = [] {
        std::vector<float> made(224 * 224);
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = static_cast<float>(std::sin(0.01 * static_cast<double>(i)));
        return made;
    }();
    return values;
}

void score(benchmark::State& state)
{
    explainer();
    for (auto _ : state)
        benchmark::DoNotOptimize(explainer().answer(film()));
}
BENCHMARK(score)->Name("reader/score")->Unit(benchmark::kMillisecond)->UseRealTime();

void map(benchmark::State& state)
{
    explainer();
    for (auto _ : state)
        benchmark::DoNotOptimize(
            explainer().map(film(), static_cast<HeatMapMethod>(state.range(0))));
}
BENCHMARK(map)
    ->Name("reader/map")
    ->Arg(static_cast<int>(HeatMapMethod::HiResCam))
    ->Arg(static_cast<int>(HeatMapMethod::GradCam))
    ->Arg(static_cast<int>(HeatMapMethod::LayerCam))
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void underTheBrush(benchmark::State& state)
{
    explainer();
    BrushStroke stroke{BrushStroke::Kind::Paint, 60.0, {}};
    for (int i = 0; i < 40; ++i)
        stroke.points.emplace_back(400.0 + 10.0 * i, 700.0);
    const std::vector<BrushStroke> strokes(3, stroke);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            explainer().answer(coveredInput(film(), {}, cv::Size(1600, 1400), strokes)));
}
BENCHMARK(underTheBrush)->Name("reader/brush")->Unit(benchmark::kMillisecond)->UseRealTime();

void coverTest(benchmark::State& state)
{
    explainer();
    for (auto _ : state)
        benchmark::DoNotOptimize(explainer().coverTest(film(), static_cast<int>(state.range(0))));
}
BENCHMARK(coverTest)
    ->Name("reader/cover_test")
    ->Arg(1)
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Opening a run: everything before the first score.
void opening(benchmark::State& state)
{
    explainer();
    for (auto _ : state) {
        model::ModelConfig config = explainer().classifier().config;
        auto network = model::Network::build(config, 2);
        const auto fresh = Explainer::build(std::make_shared<const model::Classifier>(
            model::Classifier{std::move(*network), config, {"NORMAL", "PNEUMONIA"}, 1, 0.5, ""}));
        benchmark::DoNotOptimize(fresh->map(film(), HeatMapMethod::HiResCam));
    }
}
BENCHMARK(opening)->Name("reader/first_map")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
