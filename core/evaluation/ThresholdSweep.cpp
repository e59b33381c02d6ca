#include "core/evaluation/ThresholdSweep.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace negatoscope::evaluation {

ThresholdSweep::ThresholdSweep(
    std::span<const double> positiveScores, const std::vector<bool>& positiveLabels)
{
    if (positiveScores.empty() || positiveScores.size() != positiveLabels.size())
        return;
    m_problem = Undefined::No;
    if (std::any_of(
            positiveScores.begin(), positiveScores.end(), [](double s) { return std::isnan(s); })) {
        m_problem = Undefined::NotFinite;
        return;
    }
    m_order.resize(positiveScores.size());
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::stable_sort(m_order.begin(), m_order.end(),
        [&](std::size_t a, std::size_t b) { return positiveScores[a] > positiveScores[b]; });
    m_scores.reserve(m_order.size());
    m_cumulativePositives.reserve(m_order.size() + 1);
    for (const std::size_t film : m_order) {
        m_scores.push_back(positiveScores[film]);
        m_cumulativePositives.push_back(
            m_cumulativePositives.back() + (positiveLabels[film] ? 1 : 0));
    }
}

ThresholdSweep::ThresholdSweep(const Scores& scores)
{
    if (scores.size() == 0)
        return;
    if (!scores.hasPositiveClass()) {
        m_problem = Undefined::NoPositiveClass;
        return;
    }
    *this = ThresholdSweep(scores.positiveScores(), scores.positiveLabels());
}

std::int64_t ThresholdSweep::negatives() const
{
    return static_cast<std::int64_t>(filmCount()) - positives();
}

double ThresholdSweep::prevalence() const
{
    return m_order.empty() ? 0.0
                           : static_cast<double>(positives()) / static_cast<double>(filmCount());
}

std::size_t ThresholdSweep::calledPositive(double threshold) const
{
    const auto below = std::partition_point(
        m_scores.begin(), m_scores.end(), [threshold](double s) { return s >= threshold; });
    return static_cast<std::size_t>(below - m_scores.begin());
}

BinaryCounts ThresholdSweep::countsAt(double threshold) const
{
    const std::size_t called = calledPositive(threshold);
    BinaryCounts counts;
    counts.tp = m_cumulativePositives[called];
    counts.fp = static_cast<std::int64_t>(called) - counts.tp;
    counts.fn = positives() - counts.tp;
    counts.tn = negatives() - counts.fp;
    return counts;
}

CountFigures ThresholdSweep::figuresAt(double threshold) const
{
    CountFigures figures = figuresOf(countsAt(threshold));
    if (m_problem != Undefined::No)
        setAllUndefined(figures, m_problem);
    return figures;
}

std::vector<double> ThresholdSweep::distinctThresholds() const
{
    std::vector<double> thresholds(m_scores);
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
    return thresholds;
}

double ThresholdSweep::aboveAll() const
{
    return m_scores.empty()
               ? std::numeric_limits<double>::infinity()
               : std::nextafter(m_scores.front(), std::numeric_limits<double>::infinity());
}

} // namespace negatoscope::evaluation
