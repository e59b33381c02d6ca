#pragma once

#include "core/evaluation/Figure.h"
#include "core/evaluation/Scores.h"

#include <cstdint>
#include <vector>

namespace negatoscope::evaluation {

/// The four counts of a yes/no test.
struct BinaryCounts
{
    std::int64_t tp = 0;
    std::int64_t fn = 0;
    std::int64_t tn = 0;
    std::int64_t fp = 0;

    std::int64_t positives() const { return tp + fn; }
    std::int64_t negatives() const { return tn + fp; }
    std::int64_t calledPositive() const { return tp + fp; }
    std::int64_t calledNegative() const { return tn + fn; }
    std::int64_t total() const { return tp + fn + tn + fp; }
    bool operator==(const BinaryCounts&) const = default;
};

/// Every figure that follows from the four counts (formulas: ../shared/reference/science.md 3.1).
/// The proportions carry Wilson's 95 % interval.
struct CountFigures
{
    BinaryCounts counts;
    Figure accuracy;
    Figure balancedAccuracy; ///< (sensitivity + specificity) / 2
    Figure sensitivity;      ///< TP / (TP + FN)
    Figure specificity;      ///< TN / (TN + FP)
    Figure ppv;              ///< TP / (TP + FP)
    Figure npv;              ///< TN / (TN + FN)
    Figure f1;               ///< 2TP / (2TP + FP + FN)
    Figure mcc;              ///< Matthews; undefined where a row or column of the matrix is empty
    Figure kappa;            ///< Cohen
    Figure likelihoodRatioPositive; ///< sensitivity / (1 − specificity)
    Figure likelihoodRatioNegative; ///< (1 − sensitivity) / specificity
    Figure oddsRatio;               ///< TP·TN / (FP·FN)
    Figure youden;                  ///< sensitivity + specificity − 1
    Figure prevalence;              ///< share of the positive class
};

CountFigures figuresOf(const BinaryCounts& counts);
/// Gives every figure the same reason.
void setAllUndefined(CountFigures& figures, Undefined reason);

/// What the rule "call every film positive" would score on the same films: printed beside every
/// accuracy.
CountFigures alwaysPositive(const BinaryCounts& counts);
CountFigures alwaysNegative(const BinaryCounts& counts);

/// K×K counts, row = truth, column = call.
struct ConfusionMatrix
{
    int classes = 0;
    std::vector<std::int64_t> cells; ///< K×K, row-major

    std::int64_t at(int truth, int called) const
    {
        return cells[static_cast<std::size_t>(truth * classes + called)];
    }
    std::int64_t rowSum(int truth) const;
    std::int64_t columnSum(int called) const;
    std::int64_t total() const;
    std::int64_t correct() const;
    /// One class against all others.
    BinaryCounts oneVersusRest(int cls) const;
};

/// The class that a film is called: with two classes the positive one when its probability ≥
/// threshold, otherwise the other; with K ≠ 2 the largest probability (the first among equals).
/// −1 for a film with a NaN probability.
std::vector<int> calledClasses(const Scores& scores, double threshold);

/// Films without a valid call or label are left out.
ConfusionMatrix confusionMatrix(const Scores& scores, double threshold);

Figure accuracyOf(const ConfusionMatrix& matrix);
/// Mean recall over the classes; undefined where a class has no film.
Figure balancedAccuracyOf(const ConfusionMatrix& matrix);
/// Gorodkin's (2004) generalisation of MCC; scikit-learn's matthews_corrcoef.
Figure mccOf(const ConfusionMatrix& matrix);
Figure kappaOf(const ConfusionMatrix& matrix);

} // namespace negatoscope::evaluation
