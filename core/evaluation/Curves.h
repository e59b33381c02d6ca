#pragma once

#include "core/evaluation/Figure.h"

#include <span>
#include <vector>

namespace negatoscope::evaluation {

/// Threshold-free figures and curves of one score against two classes. `scores` and `labels` have
/// the same length n; label true = positive class; a film is called positive when score ≥
/// threshold. Scores may be probabilities or logits. Thread: any; nothing is kept.

/// Area under the ROC curve: the chance that a positive film scores above a negative one, ties
/// count ½ (Hanley and McNeil 1982; equals scikit-learn's roc_auc_score). O(n log n), no interval.
/// Undefined: NoFilms, NoPositiveFilm, NoNegativeFilm, NotFinite (NaN only; ±∞ are ordered).
Figure rocAuc(std::span<const double> scores, const std::vector<bool>& labels);

/// Average precision: Σ (recallᵢ − recallᵢ₋₁)·precisionᵢ over falling thresholds, no interpolation
/// (scikit-learn's average_precision_score). Undefined as rocAuc, except that negatives may lack.
Figure averagePrecision(std::span<const double> scores, const std::vector<bool>& labels);

/// One point of an ROC curve; the first has threshold +∞ (nothing called positive).
struct RocPoint
{
    double falsePositiveRate = 0.0;
    double truePositiveRate = 0.0;
    double threshold = 0.0;
};

/// One point per distinct score, falling thresholds, from (0, 0) to (1, 1). Empty where the AUC is
/// undefined.
std::vector<RocPoint> rocCurve(std::span<const double> scores, const std::vector<bool>& labels);

struct PrPoint
{
    double recall = 0.0;
    double precision = 0.0;
    double threshold = 0.0;
};

/// One point per distinct score, falling thresholds, so rising recall; the last has recall 1.
/// Without the conventional point (0, 1). Empty where the average precision is undefined.
std::vector<PrPoint> prCurve(std::span<const double> scores, const std::vector<bool>& labels);

} // namespace negatoscope::evaluation
