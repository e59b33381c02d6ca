#pragma once

#include "core/evaluation/Confusion.h"
#include "core/evaluation/Curves.h"
#include "core/evaluation/Scores.h"

#include <cstddef>
#include <span>
#include <vector>

namespace negatoscope::evaluation {

/// The scores sorted once, so that moving a decision threshold costs one binary search: the window
/// asks at 60 frames a second while a hand is on the slider. A value; copyable; const calls from
/// any thread. A film is called positive when its score ≥ threshold.
class ThresholdSweep
{
public:
    ThresholdSweep() = default;
    /// Scores and labels of equal length. With a NaN among the scores nothing can be ordered: then
    /// the sweep is empty and `problem()` says NotFinite.
    ThresholdSweep(std::span<const double> positiveScores, const std::vector<bool>& positiveLabels);
    /// The probability of the positive class; empty with NoPositiveClass if there is none.
    explicit ThresholdSweep(const Scores& scores);

    Undefined problem() const { return m_problem; } ///< No, NoFilms, NotFinite, NoPositiveClass
    std::size_t filmCount() const { return m_order.size(); }
    std::int64_t positives() const { return m_cumulativePositives.back(); }
    std::int64_t negatives() const;
    double prevalence() const; ///< 0 when empty

    /// How many films are called positive: the first so many of `order()`. O(log n).
    std::size_t calledPositive(double threshold) const;
    BinaryCounts countsAt(double threshold) const;
    /// All figures with Wilson intervals; where the sweep has a problem, every figure says so.
    CountFigures figuresAt(double threshold) const;

    /// Film indices by falling score (equal scores: by index).
    std::span<const std::size_t> order() const { return m_order; }
    /// The scores in that order.
    std::span<const double> fallingScores() const { return m_scores; }
    /// The distinct scores, falling: every threshold at which something changes.
    std::vector<double> distinctThresholds() const;
    /// A threshold just above the highest score: nothing is called positive.
    double aboveAll() const;

private:
    std::vector<std::size_t> m_order;
    std::vector<double> m_scores;
    std::vector<std::int64_t> m_cumulativePositives{0}; ///< n + 1: positives among the first i
    Undefined m_problem = Undefined::NoFilms;
};

} // namespace negatoscope::evaluation
