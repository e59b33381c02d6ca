#pragma once

#include "ui/runs/RunsModel.h"

#include <QWidget>

class QStackedWidget;

namespace negatoscope::ui {

class ComparisonPanel;
class ConfusionMatrixView;
class ElideLabel;
class SegmentedControl;
class TextLabel;

/// The chosen runs beside each other: their confusion matrices as small multiples, or the first two
/// film by film. Whole runs are read in the background, and only those. Thread: GUI only.
class RunsCompare final : public QWidget
{
    Q_OBJECT

public:
    RunsCompare(AppState& state, RunsLibrary& library, RunsModel& model, QWidget* parent = nullptr);
    QWidget* controls() const; ///< belongs into the title of the card
    void setCompact(bool compact);

public Q_SLOTS:
    void refresh();
    void showComparison(); ///< film by film

private:
    /// One of the small multiples.
    struct Cell
    {
        QWidget* box = nullptr;
        ElideLabel* title = nullptr;
        TextLabel* accuracy = nullptr;
        ConfusionMatrixView* matrix = nullptr;
    };
    QWidget* buildMatrices();
    void show(const QList<RunPtr>& runs);
    void showMatrix(const Cell& cell, const training::RunRecord& run);
    void showChange();

    AppState& m_state;
    RunsLibrary& m_library;
    RunsModel& m_model;
    SegmentedControl* m_view = nullptr;
    QStackedWidget* m_stack = nullptr;
    QList<Cell> m_cells;
    TextLabel* m_change = nullptr;
    ComparisonPanel* m_comparison = nullptr;
    QList<RunPtr> m_runs; ///< of the chosen ones, those that could be read
    QStringList m_read;   ///< ids of what was asked for last
    int m_ticket = 0;
};

} // namespace negatoscope::ui
