// The figures of the evaluation cockpit on 10,000 films, and the patient bootstrap of 624.
// Limits: a threshold move < 2 ms, 2,000 replicates < 300 ms.
#include "core/base/Random.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Report.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

namespace {

using namespace negatoscope;
using namespace negatoscope::evaluation;

/// Scores of two overlapping classes, about 1.5 films per patient as in the paediatric test set.
Scores syntheticScores(std::size_t films)
{
    base::Random random(624);
    Scores scores;
    scores.classNames = {"NORMAL", "PNEUMONIA"};
    scores.positiveClass = 1;
    for (std::size_t film = 0; film < films; ++film) {
        const int label = random.chance(0.625) ? 1 : 0;
        scores.labels.push_back(label);
        scores.films.push_back("film" + std::to_string(film));
        scores.kinds.push_back(label == 0 ? "normal" : random.chance(0.6) ? "bacteria" : "virus");
        scores.patients.push_back(
            std::to_string(label) + ":" + std::to_string(random.below(films)));
        scores.logits.insert(
            scores.logits.end(), {0.0, random.normal() * 1.5 + (label == 1 ? 2.0 : -2.0)});
    }
    fillProbabilities(scores);
    return scores;
}

/// What the slider asks for: counts, all figures at the threshold and their intervals.
void thresholdMove(benchmark::State& state)
{
    const ThresholdSweep sweep(syntheticScores(static_cast<std::size_t>(state.range(0))));
    double threshold = 0.0;
    for (auto _ : state) {
        threshold = threshold > 0.99 ? 0.001 : threshold + 0.001;
        benchmark::DoNotOptimize(sweep.figuresAt(threshold));
        benchmark::DoNotOptimize(sweep.calledPositive(threshold));
    }
}
BENCHMARK(thresholdMove)
    ->Name("evaluation/threshold_move")
    ->Arg(10000)
    ->Unit(benchmark::kMicrosecond);

/// All that the cockpit asks core again when the threshold moves: figures and intervals, the
/// matrix, what an alarm is worth at another prevalence, net benefit, every film's call, and the
/// groups.
void cockpitMove(benchmark::State& state)
{
    const Scores scores = syntheticScores(static_cast<std::size_t>(state.range(0)));
    const ThresholdSweep sweep(scores);
    double threshold = 0.0;
    for (auto _ : state) {
        threshold = threshold > 0.99 ? 0.001 : threshold + 0.001;
        const CountFigures figures = sweep.figuresAt(threshold);
        benchmark::DoNotOptimize(alwaysPositive(figures.counts));
        benchmark::DoNotOptimize(netBenefit(figures.counts, threshold));
        if (figures.sensitivity.value && figures.specificity.value)
            benchmark::DoNotOptimize(
                ppvAtPrevalence(*figures.sensitivity.value, *figures.specificity.value, 0.05));
        benchmark::DoNotOptimize(calledClasses(scores, threshold));
        benchmark::DoNotOptimize(kindFigures(scores, threshold));
    }
}
BENCHMARK(cockpitMove)->Name("evaluation/cockpit_move")->Arg(10000)->Unit(benchmark::kMicrosecond);

void sortingOnce(benchmark::State& state)
{
    const Scores scores = syntheticScores(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(ThresholdSweep(scores));
}
BENCHMARK(sortingOnce)->Name("evaluation/sort_scores")->Arg(10000)->Unit(benchmark::kMillisecond);

/// Every figure from nothing: matrix, AUC with DeLong, AP, Brier and its parts, ECE, log loss.
void allFigures(benchmark::State& state)
{
    const Scores scores = syntheticScores(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(evaluate(scores, 0.5));
}
BENCHMARK(allFigures)->Name("evaluation/all_figures")->Arg(10000)->Unit(benchmark::kMillisecond);

void patientBootstrap(benchmark::State& state)
{
    const Scores scores = syntheticScores(static_cast<std::size_t>(state.range(0)));
    BootstrapOptions options;
    options.threads = static_cast<int>(state.range(1));
    for (auto _ : state)
        benchmark::DoNotOptimize(bootstrap(scores, options));
}
BENCHMARK(patientBootstrap)
    ->Name("evaluation/bootstrap_2000")
    ->Args({624, 1})
    ->Args({624, 0})
    ->Args({10000, 0})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void htmlReport(benchmark::State& state)
{
    ReportInput input;
    input.scores = syntheticScores(624);
    for (auto _ : state)
        benchmark::DoNotOptimize(reportHtml(input));
}
BENCHMARK(htmlReport)->Name("evaluation/html_report")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
