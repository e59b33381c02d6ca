#include "core/evaluation/AucInterval.h"

#include "core/evaluation/Curves.h"
#include "core/evaluation/Intervals.h"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace negatoscope::evaluation {

namespace {

/// Ranks from 1, equal values sharing their mean rank.
std::vector<double> midranks(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        for (std::size_t i = first; i < end; ++i)
            ranks[order[i]] = 0.5 * static_cast<double>(first + end + 1);
        first = end;
    }
    return ranks;
}

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Sample covariance (n − 1); 0 for a single value.
double covariance(const std::vector<double>& a, const std::vector<double>& b)
{
    if (a.size() < 2)
        return 0.0;
    const double meanA = mean(a);
    const double meanB = mean(b);
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - meanA) * (b[i] - meanB);
    return sum / static_cast<double>(a.size() - 1);
}

/// Where DeLong's variance says nothing. With perfect separation min(n₁, n₀) disjoint pairs are
/// independent draws that all came out right, so Clopper-Pearson gives an exact, if cautious,
/// bound.
std::optional<Interval> intervalWithoutVariance(const DeLong& result)
{
    const auto pairs = static_cast<std::int64_t>(
        std::min(result.positivePlacements.size(), result.negativePlacements.size()));
    if (result.auc == 1.0)
        return clopperPearson(pairs, pairs);
    if (result.auc == 0.0)
        return clopperPearson(0, pairs);
    return std::nullopt;
}

bool hasVariance(const DeLong& result)
{
    return result.variance > 0.0 && result.positivePlacements.size() > 1 &&
           result.negativePlacements.size() > 1;
}

} // namespace

double hanleyMcNeilStandardError(double auc, double positives, double negatives)
{
    const double q1 = auc / (2.0 - auc);
    const double q2 = 2.0 * auc * auc / (1.0 + auc);
    const double variance = (auc * (1.0 - auc) + (positives - 1.0) * (q1 - auc * auc) +
                                (negatives - 1.0) * (q2 - auc * auc)) /
                            (positives * negatives);
    return std::sqrt(std::max(0.0, variance));
}

DeLong deLong(std::span<const double> scores, const std::vector<bool>& labels)
{
    DeLong result;
    const Figure auc = rocAuc(scores, labels);
    result.undefined = auc.undefined;
    if (!auc.isDefined())
        return result;
    result.auc = *auc.value;
    std::vector<double> positives;
    std::vector<double> negatives;
    for (std::size_t film = 0; film < scores.size(); ++film)
        (labels[film] ? positives : negatives).push_back(scores[film]);
    std::vector<double> pooled(positives);
    pooled.insert(pooled.end(), negatives.begin(), negatives.end());
    const std::vector<double> pooledRanks = midranks(pooled);
    const std::vector<double> positiveRanks = midranks(positives);
    const std::vector<double> negativeRanks = midranks(negatives);
    const auto n1 = static_cast<double>(positives.size());
    const auto n0 = static_cast<double>(negatives.size());
    result.positivePlacements.resize(positives.size());
    result.negativePlacements.resize(negatives.size());
    for (std::size_t i = 0; i < positives.size(); ++i)
        result.positivePlacements[i] = (pooledRanks[i] - positiveRanks[i]) / n0;
    for (std::size_t j = 0; j < negatives.size(); ++j)
        result.negativePlacements[j] =
            1.0 - (pooledRanks[positives.size() + j] - negativeRanks[j]) / n1;
    result.variance = deLongCovariance(result, result);
    return result;
}

double deLongCovariance(const DeLong& a, const DeLong& b)
{
    return covariance(a.positivePlacements, b.positivePlacements) /
               static_cast<double>(a.positivePlacements.size()) +
           covariance(a.negativePlacements, b.negativePlacements) /
               static_cast<double>(a.negativePlacements.size());
}

Figure aucWithDeLong(std::span<const double> scores, const std::vector<bool>& labels)
{
    const DeLong result = deLong(scores, labels);
    if (result.undefined != Undefined::No)
        return Figure::none(result.undefined);
    if (!hasVariance(result))
        return {result.auc, Undefined::No, intervalWithoutVariance(result)};
    const double half = normalQuantile() * std::sqrt(result.variance);
    return Figure::of(
        result.auc, {std::max(0.0, result.auc - half), std::min(1.0, result.auc + half)});
}

Figure aucWithLogitDeLong(std::span<const double> scores, const std::vector<bool>& labels)
{
    const DeLong result = deLong(scores, labels);
    if (result.undefined != Undefined::No)
        return Figure::none(result.undefined);
    if (!hasVariance(result))
        return {result.auc, Undefined::No, intervalWithoutVariance(result)};
    const double centre = std::log(result.auc / (1.0 - result.auc));
    const double half =
        normalQuantile() * std::sqrt(result.variance) / (result.auc * (1.0 - result.auc));
    const auto back = [](double logit) {
        return 1.0 / (1.0 + std::exp(-logit));
    };
    return Figure::of(result.auc, {back(centre - half), back(centre + half)});
}

TestResult deLongTest(
    std::span<const double> a, std::span<const double> b, const std::vector<bool>& labels)
{
    const DeLong first = deLong(a, labels);
    const DeLong second = deLong(b, labels);
    for (const DeLong* side : {&first, &second})
        if (side->undefined != Undefined::No)
            return {Figure::none(side->undefined), Figure::none(side->undefined)};
    const double variance =
        first.variance + second.variance - 2.0 * deLongCovariance(first, second);
    // Equal orderings leave rounding noise only.
    if (variance <= 1e-18)
        return {Figure::none(Undefined::NoVariance), Figure::none(Undefined::NoVariance)};
    const double z = (first.auc - second.auc) / std::sqrt(variance);
    const double p =
        2.0 * boost::math::cdf(boost::math::complement(boost::math::normal(), std::abs(z)));
    return {Figure::of(z), Figure::of(p)};
}

} // namespace negatoscope::evaluation
