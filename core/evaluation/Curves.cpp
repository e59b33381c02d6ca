#include "core/evaluation/Curves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace negatoscope::evaluation {

namespace {

/// Cumulated counts at one distinct score, thresholds falling.
struct Step
{
    double threshold = 0.0;
    double positives = 0.0; ///< true positives at this threshold
    double negatives = 0.0; ///< false positives at this threshold
};

Undefined checked(
    std::span<const double> scores, const std::vector<bool>& labels, bool needNegative)
{
    if (scores.empty() || scores.size() != labels.size())
        return Undefined::NoFilms;
    if (std::any_of(scores.begin(), scores.end(), [](double s) { return std::isnan(s); }))
        return Undefined::NotFinite;
    const auto positives = std::count(labels.begin(), labels.end(), true);
    if (positives == 0)
        return Undefined::NoPositiveFilm;
    if (needNegative && positives == static_cast<std::ptrdiff_t>(labels.size()))
        return Undefined::NoNegativeFilm;
    return Undefined::No;
}

std::vector<Step> stepsOf(std::span<const double> scores, const std::vector<bool>& labels)
{
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    std::vector<Step> steps;
    Step step;
    for (std::size_t i = 0; i < order.size(); ++i) {
        (labels[order[i]] ? step.positives : step.negatives) += 1.0;
        step.threshold = scores[order[i]];
        if (i + 1 == order.size() || scores[order[i + 1]] != step.threshold)
            steps.push_back(step);
    }
    return steps;
}

} // namespace

Figure rocAuc(std::span<const double> scores, const std::vector<bool>& labels)
{
    if (const Undefined reason = checked(scores, labels, true); reason != Undefined::No)
        return Figure::none(reason);
    double pairs = 0.0; // twice the positive-above-negative pairs: whole numbers, so exact
    Step last;
    for (const Step& step : stepsOf(scores, labels)) {
        pairs += (step.negatives - last.negatives) * (step.positives + last.positives);
        last = step;
    }
    return Figure::of(pairs / (2.0 * last.positives * last.negatives));
}

Figure averagePrecision(std::span<const double> scores, const std::vector<bool>& labels)
{
    if (const Undefined reason = checked(scores, labels, false); reason != Undefined::No)
        return Figure::none(reason);
    const std::vector<Step> steps = stepsOf(scores, labels);
    double sum = 0.0;
    double positivesBefore = 0.0;
    for (const Step& step : steps) {
        sum +=
            (step.positives - positivesBefore) * step.positives / (step.positives + step.negatives);
        positivesBefore = step.positives;
    }
    return Figure::of(sum / positivesBefore);
}

std::vector<RocPoint> rocCurve(std::span<const double> scores, const std::vector<bool>& labels)
{
    if (checked(scores, labels, true) != Undefined::No)
        return {};
    const std::vector<Step> steps = stepsOf(scores, labels);
    std::vector<RocPoint> curve{{0.0, 0.0, std::numeric_limits<double>::infinity()}};
    curve.reserve(steps.size() + 1);
    for (const Step& step : steps)
        curve.push_back({step.negatives / steps.back().negatives,
            step.positives / steps.back().positives, step.threshold});
    return curve;
}

std::vector<PrPoint> prCurve(std::span<const double> scores, const std::vector<bool>& labels)
{
    if (checked(scores, labels, false) != Undefined::No)
        return {};
    const std::vector<Step> steps = stepsOf(scores, labels);
    std::vector<PrPoint> curve;
    curve.reserve(steps.size());
    for (const Step& step : steps)
        curve.push_back({step.positives / steps.back().positives,
            step.positives / (step.positives + step.negatives), step.threshold});
    return curve;
}

} // namespace negatoscope::evaluation
