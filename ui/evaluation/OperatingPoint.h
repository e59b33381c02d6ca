#pragma once

#include "core/evaluation/Figures.h"
#include "core/evaluation/ThresholdSweep.h"

#include <QObject>

#include <memory>

namespace negatoscope::ui {

/// The scores that are looked at and the threshold that cuts them: the one source that matrix, ROC,
/// histogram, tiles and belt read. Moving the threshold is one binary search. Thread: GUI only.
class OperatingPoint final : public QObject
{
    Q_OBJECT

public:
    enum class Set { None, Validation, Test };

    explicit OperatingPoint(QObject* parent = nullptr);

    Set set() const { return m_set; }
    const evaluation::Scores& scores() const { return m_scores; }
    const evaluation::ThresholdSweep& sweep() const { return m_sweep; }
    bool isEmpty() const { return m_scores.labels.empty(); }
    bool isBinary() const { return m_scores.classCount() == 2 && m_scores.hasPositiveClass(); }
    double threshold() const { return m_threshold; }
    evaluation::CountFigures figures() const { return m_sweep.figuresAt(m_threshold); }
    evaluation::ConfusionMatrix matrix() const;

    void setScores(Set set, evaluation::Scores scores);
    void clear();

public Q_SLOTS:
    void setThreshold(double threshold); ///< clamped to 0…1

Q_SIGNALS:
    void scoresChanged();    ///< everything is different
    void thresholdChanged(); ///< only the cut is

private:
    Set m_set = Set::None;
    evaluation::Scores m_scores;
    evaluation::ThresholdSweep m_sweep;
    double m_threshold = 0.5;
};

} // namespace negatoscope::ui
