#pragma once

#include "core/base/Result.h"
#include "core/evaluation/Figure.h"
#include "core/evaluation/Scores.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace negatoscope::evaluation {

/// How far predicted probabilities can be taken at their word. `p` = n probabilities of the
/// positive class; all functions: NoFilms, NotFinite, NotAProbability where it cannot be said.

/// Mean −ln of the probability given to the truth; probabilities are clipped to
/// [ε, 1 − ε], ε = 2.2e-16, as scikit-learn's log_loss does.
Figure logLoss(std::span<const double> p, const std::vector<bool>& labels);
/// The same over K classes, from Scores::probabilities.
Figure logLoss(const Scores& scores);

/// Mean (p − y)².
Figure brier(std::span<const double> p, const std::vector<bool>& labels);
/// K classes: mean Σₖ (pₖ − yₖ)² (Brier 1950): with two classes twice the binary one.
Figure brierOfClasses(const Scores& scores);

/// Murphy (1973), exact over the distinct scores: Brier = reliability − resolution + uncertainty.
struct MurphyParts
{
    Figure reliability; ///< 0 is best
    Figure resolution;  ///< large is best
    Figure uncertainty; ///< of the films, not of the model
};
MurphyParts murphy(std::span<const double> p, const std::vector<bool>& labels);

enum class Binning {
    EqualWidthRightClosed, ///< (lo, hi], the first one [0, hi]: Guo et al. 2017, scikit-learn
    EqualWidthLeftClosed,  ///< [lo, hi), the last one [lo, 1]: torchmetrics
    EqualMass              ///< about equally many films; equal scores stay together
};

/// The equal-width bin (0 … bins − 1) of a probability. Edges are k/bins correctly rounded, so that
/// 0.6 lies on an edge of five bins.
std::size_t equalWidthBin(double p, int bins, Binning binning = Binning::EqualWidthRightClosed);

struct ReliabilityBin
{
    double low = 0.0;
    double high = 0.0;
    std::int64_t films = 0;
    std::int64_t positives = 0;
    double meanScore = 0.0;        ///< of the films in it; 0 when empty
    double fractionPositive = 0.0; ///< 0 when empty
    Interval interval{0.0, 1.0};   ///< Wilson, of fractionPositive
};

/// All bins, empty ones included (equal mass: none is empty). Empty vector when undefined.
std::vector<ReliabilityBin> reliabilityBins(std::span<const double> p,
    const std::vector<bool>& labels, int bins = 15,
    Binning binning = Binning::EqualWidthRightClosed);

struct CalibrationError
{
    Figure expected; ///< Σ nₖ/n · |mean score − fraction positive| (ECE)
    Figure maximum;  ///< the largest bin's gap (MCE)
};
CalibrationError calibrationError(std::span<const double> p, const std::vector<bool>& labels,
    int bins = 15, Binning binning = Binning::EqualWidthRightClosed);

/// The top-label version: the largest probability against "the call was right"; for any K.
CalibrationError confidenceCalibrationError(
    const Scores& scores, int bins = 15, Binning binning = Binning::EqualWidthRightClosed);

/// softmax(z / T): the one number T > 0 that minimises the log loss (Guo et al. 2017). Ranking and
/// the call at 0.5 never change.
struct TemperatureScaling
{
    double temperature = 1.0;
    double lossBefore = 0.0;
    double lossAfter = 0.0;
    /// No T between 0.05 and 100 is the best one (the scores separate the classes perfectly, or are
    /// worse than none); the temperature then stays 1.
    bool atLimit = false;
};
/// Fit on validation, never on test. Errors: InsufficientData (no film, one class),
/// NumericalFailure (a logit is not finite).
base::Result<TemperatureScaling> fitTemperature(const Scores& validation);
Scores withTemperature(const Scores& scores, double temperature);

/// sigmoid(slope·z + intercept) on the log-odds z of the positive class, by maximum likelihood
/// without Platt's (1999) smoothing of the targets.
struct PlattScaling
{
    double slope = 1.0;
    double intercept = 0.0;
    double lossBefore = 0.0;
    double lossAfter = 0.0;
};
/// Two classes. Errors: InsufficientData (no film, one class, scores that separate the classes
/// perfectly so that no finite slope is best), InvalidUsage (K ≠ 2), NumericalFailure.
base::Result<PlattScaling> fitPlatt(const Scores& validation);
Scores withPlatt(const Scores& scores, const PlattScaling& scaling);

} // namespace negatoscope::evaluation
