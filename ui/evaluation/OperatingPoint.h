#pragma once

#include "core/evaluation/Figures.h"
#include "core/evaluation/ThresholdSweep.h"

#include <QList>
#include <QObject>

#include <memory>

namespace negatoscope::ui {

/// A cell of the confusion matrix: class indices of truth and call.
struct MatrixCell
{
    int truth = 0;
    int call = 0;
    bool operator==(const MatrixCell&) const = default;
};

/// The scores that are looked at, the threshold that cuts them and the cells whose films are picked
/// out: the one source that matrix, curves, histogram, tiles and belt read. Moving the threshold is
/// one binary search. Thread: GUI only.
class OperatingPoint final : public QObject
{
    Q_OBJECT

public:
    enum class Set { None, Validation, Test, File };

    explicit OperatingPoint(QObject* parent = nullptr);

    Set set() const { return m_set; }
    const evaluation::Scores& scores() const { return m_scores; }
    const evaluation::ThresholdSweep& sweep() const { return m_sweep; }
    bool isEmpty() const { return m_scores.labels.empty(); }
    bool isBinary() const { return m_scores.classCount() == 2 && m_scores.hasPositiveClass(); }
    double threshold() const { return m_threshold; }
    evaluation::CountFigures figures() const { return m_sweep.figuresAt(m_threshold); }
    evaluation::ConfusionMatrix matrix() const; ///< two classes: O(log n)
    QString className(int cls) const;
    QString setName() const; ///< "validation", "test", "file"

    /// Cells whose films are picked out; empty = none is.
    const QList<MatrixCell>& picked() const { return m_picked; }
    /// The films of some cells, those nearest to the threshold first (K > 2: the surest error
    /// first).
    std::vector<std::size_t> filmsOf(const QList<MatrixCell>& cells) const;

    void setScores(Set set, evaluation::Scores scores);
    void clear();

public Q_SLOTS:
    void setThreshold(double threshold); ///< clamped to 0…1
    void pick(const QList<negatoscope::ui::MatrixCell>& cells);

Q_SIGNALS:
    void scoresChanged();    ///< everything is different
    void thresholdChanged(); ///< only the cut is
    void pickedChanged();

private:
    Set m_set = Set::None;
    evaluation::Scores m_scores;
    evaluation::ThresholdSweep m_sweep;
    double m_threshold = 0.5;
    QList<MatrixCell> m_picked;
};

} // namespace negatoscope::ui
