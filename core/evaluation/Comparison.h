#pragma once

#include "core/base/Result.h"
#include "core/evaluation/AucInterval.h"
#include "core/evaluation/Scores.h"

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::evaluation {

/// McNemar's (1947) test on paired correctness; b = only A right, c = only B right.
struct McNemar
{
    std::int64_t b = 0;
    std::int64_t c = 0;
    double exactP = 1.0; ///< two-sided binomial
    double midP = 1.0;   ///< exactP less the chance of just this split (Fagerland et al. 2013)
    double chi2 = 0.0;   ///< (b − c)² / (b + c); 0 when nothing differs
    double chi2P = 1.0;
    double chi2Corrected = 0.0; ///< (|b − c| − 1)² / (b + c), the bracket clamped at 0 as in R
    double chi2CorrectedP = 1.0;
    /// With fewer than 25 discordant films the χ² approximation is poor.
    bool preferExact() const { return b + c < 25; }
};

McNemar mcNemar(std::int64_t b, std::int64_t c);

/// A film that A and B call differently.
struct Flip
{
    std::size_t filmInA = 0;
    std::size_t filmInB = 0;
    double scoreA = 0.0; ///< probability of the positive class
    double scoreB = 0.0;
    bool aRight = false;
    bool bRight = false;
};

/// Two models on the same films.
struct PairedComparison
{
    std::size_t films = 0; ///< common to both, matched by name
    Figure aucA;           ///< with DeLong's interval
    Figure aucB;
    TestResult deLong;
    McNemar mcNemar;
    std::vector<Flip> flips; ///< by falling difference of the two scores
};

/// Matches films by name (a film that only one of the two has is left out), each side with its own
/// threshold. Errors: InvalidUsage when the classes differ or no positive class is named;
/// InsufficientData when no film is common; CorruptFile when a common film has two different
/// labels.
base::Result<PairedComparison> compare(
    const Scores& a, double thresholdA, const Scores& b, double thresholdB);

} // namespace negatoscope::evaluation
