#pragma once

#include "ui/runs/RunsModel.h"

#include <QWidget>

class QComboBox;
class QStackedWidget;

namespace negatoscope::ui {

class CurveOverlay;
class FigureChart;
class ParallelAxes;
class SegmentedControl;
class TextLabel;

/// Three views of the runs that the table shows: curves of the chosen ones over each other, any two
/// columns against each other, and a line per run through all settings that differ. Thread: GUI
/// only.
class RunsCharts final : public QWidget
{
    Q_OBJECT

public:
    enum class View { Curves, Scatter, Parallel };

    RunsCharts(RunsLibrary& library, RunsModel& model, QWidget* parent = nullptr);
    /// The controls that belong into the title of the card.
    QWidget* controls() const { return m_controls; }

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void runActivated(const QString& id); ///< a point of the scatter was chosen

private:
    void build();
    QWidget* buildScatter();
    void refreshCurves();
    void refreshAxes();
    void refreshScatter();
    void refreshParallel();
    void refreshKept();
    View view() const;
    const RunAxis* axisOf(const QComboBox& box) const;

    RunsLibrary& m_library;
    RunsModel& m_model;
    QList<RunAxis> m_axes;
    QList<StoredRunPtr> m_shown;
    QWidget* m_controls = nullptr;
    SegmentedControl* m_view = nullptr;
    SegmentedControl* m_metric = nullptr;
    QStackedWidget* m_stack = nullptr;
    CurveOverlay* m_curves = nullptr;
    QComboBox* m_x = nullptr;
    QComboBox* m_y = nullptr;
    FigureChart* m_scatter = nullptr;
    QComboBox* m_goal = nullptr;
    ParallelAxes* m_parallel = nullptr;
    TextLabel* m_kept = nullptr;
};

} // namespace negatoscope::ui
