#include "core/evaluation/Decision.h"

namespace negatoscope::evaluation {

namespace {

/// The threshold with the largest `worth(sensitivity, specificity)`, the highest among equals.
template <typename Worth>
Figure bestThreshold(const ThresholdSweep& sweep, Worth worth)
{
    if (sweep.problem() != Undefined::No)
        return Figure::none(sweep.problem());
    if (sweep.positives() == 0)
        return Figure::none(Undefined::NoPositiveFilm);
    if (sweep.negatives() == 0)
        return Figure::none(Undefined::NoNegativeFilm);
    const auto positives = static_cast<double>(sweep.positives());
    const auto negatives = static_cast<double>(sweep.negatives());
    double best = sweep.aboveAll();
    double bestWorth = worth(0.0, 1.0);
    for (const double threshold : sweep.distinctThresholds()) {
        const BinaryCounts counts = sweep.countsAt(threshold);
        const double value = worth(
            static_cast<double>(counts.tp) / positives, static_cast<double>(counts.tn) / negatives);
        if (value > bestWorth) {
            bestWorth = value;
            best = threshold;
        }
    }
    return Figure::of(best);
}

} // namespace

Figure ppvAtPrevalence(double sensitivity, double specificity, double prevalence)
{
    const double hits = sensitivity * prevalence;
    const double called = hits + (1.0 - specificity) * (1.0 - prevalence);
    return called > 0.0 ? Figure::of(hits / called)
                        : Figure::none(Undefined::NothingCalledPositive);
}

Figure npvAtPrevalence(double sensitivity, double specificity, double prevalence)
{
    const double right = specificity * (1.0 - prevalence);
    const double called = right + (1.0 - sensitivity) * prevalence;
    return called > 0.0 ? Figure::of(right / called)
                        : Figure::none(Undefined::NothingCalledNegative);
}

Figure netBenefit(const BinaryCounts& counts, double pt)
{
    const auto n = static_cast<double>(counts.total());
    if (n == 0.0)
        return Figure::none(Undefined::NoFilms);
    if (!(pt >= 0.0 && pt < 1.0))
        return Figure::none(Undefined::NotAProbability);
    return Figure::of(
        static_cast<double>(counts.tp) / n - static_cast<double>(counts.fp) / n * pt / (1.0 - pt));
}

Figure netBenefitAtPrevalence(double sensitivity, double specificity, double prevalence, double pt)
{
    if (!(pt >= 0.0 && pt < 1.0))
        return Figure::none(Undefined::NotAProbability);
    return Figure::of(
        sensitivity * prevalence - (1.0 - specificity) * (1.0 - prevalence) * pt / (1.0 - pt));
}

double netBenefitOfAll(double prevalence, double pt)
{
    return prevalence - (1.0 - prevalence) * pt / (1.0 - pt);
}

std::vector<DecisionPoint> decisionCurve(const ThresholdSweep& sweep, int steps)
{
    std::vector<DecisionPoint> curve;
    if (sweep.problem() != Undefined::No)
        return curve;
    for (int step = 1; step <= steps; ++step) {
        const double pt = step / (steps + 1.0);
        curve.push_back({pt, *netBenefit(sweep.countsAt(pt), pt).value,
            netBenefitOfAll(sweep.prevalence(), pt)});
    }
    return curve;
}

Figure youdenThreshold(const ThresholdSweep& sweep)
{
    return bestThreshold(
        sweep, [](double sensitivity, double specificity) { return sensitivity + specificity; });
}

Figure sensitivityThreshold(const ThresholdSweep& sweep, double wanted)
{
    if (sweep.problem() != Undefined::No)
        return Figure::none(sweep.problem());
    if (sweep.positives() == 0)
        return Figure::none(Undefined::NoPositiveFilm);
    for (const double threshold : sweep.distinctThresholds()) {
        const auto hits = static_cast<double>(sweep.countsAt(threshold).tp);
        if (hits / static_cast<double>(sweep.positives()) >= wanted)
            return Figure::of(threshold);
    }
    return Figure::none(Undefined::NotReachable);
}

Figure costThreshold(
    const ThresholdSweep& sweep, double costOfMiss, double costOfFalseAlarm, double prevalence)
{
    return bestThreshold(sweep, [=](double sensitivity, double specificity) {
        return -(costOfMiss * prevalence * (1.0 - sensitivity) +
                 costOfFalseAlarm * (1.0 - prevalence) * (1.0 - specificity));
    });
}

} // namespace negatoscope::evaluation
