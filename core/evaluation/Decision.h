#pragma once

#include "core/evaluation/Confusion.h"
#include "core/evaluation/ThresholdSweep.h"

#include <vector>

namespace negatoscope::evaluation {

/// Predictive values when the positive class has the share `prevalence` (0…1) of the films (Bayes).
/// Undefined as PPV and NPV are.
Figure ppvAtPrevalence(double sensitivity, double specificity, double prevalence);
Figure npvAtPrevalence(double sensitivity, double specificity, double prevalence);

/// Net benefit per film of acting on positive calls when a false alarm costs pt/(1 − pt) of what a
/// hit is worth, 0 ≤ pt < 1 (Vickers and Elkin 2006): TP/n − FP/n · pt/(1 − pt). Treating nobody
/// has net benefit 0.
Figure netBenefit(const BinaryCounts& counts, double pt);
/// The same re-weighted to another prevalence.
Figure netBenefitAtPrevalence(double sensitivity, double specificity, double prevalence, double pt);
/// Net benefit of treating everybody: prevalence − (1 − prevalence) · pt/(1 − pt).
double netBenefitOfAll(double prevalence, double pt);

struct DecisionPoint
{
    double pt = 0.0; ///< the threshold probability, which is also the decision threshold
    double model = 0.0;
    double all = 0.0;
};

/// The decision curve at pt = 1/(steps + 1) … steps/(steps + 1); empty without films.
std::vector<DecisionPoint> decisionCurve(const ThresholdSweep& sweep, int steps = 99);

/// Thresholds to choose on validation. The value is a score of `sweep` (called positive: ≥ it) or
/// `aboveAll()`; the highest among equals.
/// The largest sensitivity + specificity − 1. Undefined unless both classes are there.
Figure youdenThreshold(const ThresholdSweep& sweep);
/// The highest threshold whose sensitivity is at least `wanted` (0…1).
Figure sensitivityThreshold(const ThresholdSweep& sweep, double wanted);
/// The lowest expected cost per film at a prevalence, given what a miss and a false alarm cost.
Figure costThreshold(
    const ThresholdSweep& sweep, double costOfMiss, double costOfFalseAlarm, double prevalence);

} // namespace negatoscope::evaluation
