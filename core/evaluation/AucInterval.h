#pragma once

#include "core/evaluation/Figure.h"

#include <span>
#include <vector>

namespace negatoscope::evaluation {

/// Standard error of an AUC by Hanley and McNeil (1982), from the AUC and the two class sizes
/// alone.
double hanleyMcNeilStandardError(double auc, double positives, double negatives);

/// DeLong, DeLong and Clarke-Pearson (1988) by midranks (Sun and Xu 2014). Equals R's pROC.
struct DeLong
{
    Undefined undefined = Undefined::NoFilms; ///< as rocAuc; then nothing else is filled
    double auc = 0.0;
    double variance = 0.0; ///< 0 with one film in a class, or with perfect separation
    std::vector<double> positivePlacements; ///< V10: per positive film, in film order
    std::vector<double> negativePlacements; ///< V01: per negative film, in film order
};

DeLong deLong(std::span<const double> scores, const std::vector<bool>& labels);

/// Covariance of the AUCs of two scores of the same films; both must be defined.
double deLongCovariance(const DeLong& a, const DeLong& b);

/// The AUC with DeLong's 95 % interval, clamped to [0, 1]. Perfect separation has no variance:
/// there the interval is Clopper and Pearson's for min(n₁, n₀) independent pairs. No interval with
/// a single film in a class or with constant scores.
Figure aucWithDeLong(std::span<const double> scores, const std::vector<bool>& labels);

/// The same with the interval built on logit(AUC), which stays inside (0, 1): the better one
/// near 1.
Figure aucWithLogitDeLong(std::span<const double> scores, const std::vector<bool>& labels);

/// A test statistic with its two-sided p.
struct TestResult
{
    Figure statistic;
    Figure p;
};

/// DeLong's paired test of two AUCs on the same films: z and p. Undefined: NoVariance where the
/// scores order the films alike.
TestResult deLongTest(
    std::span<const double> a, std::span<const double> b, const std::vector<bool>& labels);

} // namespace negatoscope::evaluation
