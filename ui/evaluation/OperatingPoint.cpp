#include "ui/evaluation/OperatingPoint.h"

#include <algorithm>
#include <utility>

namespace negatoscope::ui {

OperatingPoint::OperatingPoint(QObject* parent)
    : QObject(parent)
{}

evaluation::ConfusionMatrix OperatingPoint::matrix() const
{
    return evaluation::confusionMatrix(m_scores, m_threshold);
}

void OperatingPoint::setScores(Set set, evaluation::Scores scores)
{
    m_set = set;
    m_scores = std::move(scores);
    m_sweep = m_scores.hasPositiveClass() ? evaluation::ThresholdSweep(m_scores)
                                          : evaluation::ThresholdSweep();
    Q_EMIT scoresChanged();
}

void OperatingPoint::clear()
{
    setScores(Set::None, {});
}

void OperatingPoint::setThreshold(double threshold)
{
    const double wanted = std::clamp(threshold, 0.0, 1.0);
    if (wanted != m_threshold) {
        m_threshold = wanted;
        Q_EMIT thresholdChanged();
    }
}

} // namespace negatoscope::ui
