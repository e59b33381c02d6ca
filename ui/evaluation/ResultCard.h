#pragma once

#include "ui/evaluation/Cockpit.h"
#include "ui/widgets/Card.h"

class QStackedWidget;

namespace negatoscope::ui {

class ComparePanel;
class CurvesPanel;
class FiguresPanel;
class GroupsPanel;
class OverviewPanel;
class SealedPanel;
class SegmentedControl;

/// The evaluation cockpit in one column, for a live run, a stored one or a file of scores:
/// overview, curves, figures, groups, comparison. Validation is open; the test set is sealed until
/// it is asked for (once per run and session, counted per data set and per run). All of it reads
/// one OperatingPoint.
class ResultCard final : public Card
{
    Q_OBJECT

public:
    ResultCard(AppState& state, OperatingPoint& point, QWidget* parent = nullptr);
    /// `epoch` 0-based, −1 = none; `live`: still training.
    void showRun(const training::RunRecord& run, int epoch, bool live);
    void clear();
    void setCompact(bool compact);
    Cockpit& cockpit() { return m_cockpit; }

public Q_SLOTS:
    void moveThreshold(double points); ///< in hundredths
    void setTableShown(bool shown);    ///< the curve as a table
    void exportFigure();               ///< the figure of the view that is shown

private:
    void build();
    void present();

    AppState& m_state;
    OperatingPoint& m_point;
    Cockpit m_cockpit;
    SegmentedControl* m_segments = nullptr;
    SegmentedControl* m_views = nullptr;
    QStackedWidget* m_pages = nullptr;
    SealedPanel* m_sealed = nullptr;
    OverviewPanel* m_overview = nullptr;
    CurvesPanel* m_curves = nullptr;
    FiguresPanel* m_figures = nullptr;
    GroupsPanel* m_groups = nullptr;
    ComparePanel* m_compare = nullptr;
};

} // namespace negatoscope::ui
