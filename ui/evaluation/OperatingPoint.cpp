#include "ui/evaluation/OperatingPoint.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace negatoscope::ui {

OperatingPoint::OperatingPoint(QObject* parent)
    : QObject(parent)
{}

evaluation::ConfusionMatrix OperatingPoint::matrix() const
{
    if (!isBinary() || m_sweep.problem() != evaluation::Undefined::No) {
        return evaluation::confusionMatrix(m_scores, m_threshold);
    }
    const evaluation::BinaryCounts counts = m_sweep.countsAt(m_threshold);
    return m_scores.positiveClass == 1
               ? evaluation::ConfusionMatrix{2, {counts.tn, counts.fp, counts.fn, counts.tp}}
               : evaluation::ConfusionMatrix{2, {counts.tp, counts.fn, counts.fp, counts.tn}};
}

QString OperatingPoint::className(int cls) const
{
    const auto index = static_cast<std::size_t>(cls);
    return cls >= 0 && index < m_scores.classNames.size()
               ? QString::fromStdString(m_scores.classNames[index])
               : QString();
}

QString OperatingPoint::setName() const
{
    switch (m_set) {
    case Set::Test:
        return tr("test");
    case Set::File:
        return tr("file");
    case Set::Validation:
    case Set::None:
        break;
    }
    return tr("validation");
}

std::vector<std::size_t> OperatingPoint::filmsOf(const QList<MatrixCell>& cells) const
{
    std::vector<std::size_t> films;
    const std::vector<int> called = evaluation::calledClasses(m_scores, m_threshold);
    for (std::size_t film = 0; film < called.size(); ++film) {
        if (cells.contains(MatrixCell{m_scores.labels[film], called[film]})) {
            films.push_back(film);
        }
    }
    std::vector<double> order(m_scores.size());
    for (const std::size_t film : films) {
        order[film] = isBinary()
                          ? std::abs(m_scores.probability(
                                         film, static_cast<std::size_t>(m_scores.positiveClass)) -
                                     m_threshold)
                          : -m_scores.probability(film, static_cast<std::size_t>(called[film]));
    }
    std::stable_sort(films.begin(), films.end(),
        [&order](std::size_t a, std::size_t b) { return order[a] < order[b]; });
    return films;
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
    m_picked.clear();
    setScores(Set::None, {});
    Q_EMIT pickedChanged();
}

void OperatingPoint::setThreshold(double threshold)
{
    const double wanted = std::clamp(threshold, 0.0, 1.0);
    if (wanted != m_threshold) {
        m_threshold = wanted;
        Q_EMIT thresholdChanged();
    }
}

void OperatingPoint::pick(const QList<MatrixCell>& cells)
{
    if (cells != m_picked) {
        m_picked = cells;
        Q_EMIT pickedChanged();
    }
}

} // namespace negatoscope::ui
