#pragma once

#include "ui/charts/FigureExport.h"
#include "ui/evaluation/Cockpit.h"
#include "ui/evaluation/CurveCharts.h"

#include <QWidget>

class QStackedWidget;

namespace negatoscope::ui {

class FigureChart;
class IconButton;
class ScoreHistogram;
class SegmentedControl;
class TextLabel;

/// One large curve at a time: ROC, precision and recall, the scores of both classes, calibration,
/// decision curve. The threshold can be dragged along each; every one has a table behind it (T) and
/// leaves as SVG, PDF, PNG or CSV. Below the calibration: temperature and Platt, switchable.
class CurvesPanel final : public QWidget
{
    Q_OBJECT

public:
    enum Curve { Roc, PrecisionRecall, Histogram, Calibration, Decision };

    explicit CurvesPanel(Cockpit& cockpit, QWidget* parent = nullptr);
    ExportableFigure figure() const; ///< the curve that is shown

public Q_SLOTS:
    void setTableShown(bool shown);
    void exportShown();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    QWidget* buildCalibration();
    void refreshCurve();
    void refreshThreshold();
    void refreshNote();
    void refreshCalibration();
    QString calibrationNote() const;
    QPointF operatingPlace() const;

    Cockpit& m_cockpit;
    SegmentedControl* m_which = nullptr;
    QStackedWidget* m_pages = nullptr;
    FigureChart* m_chart = nullptr;
    ScoreHistogram* m_histogram = nullptr;
    FigureChart* m_histogramTable = nullptr;
    IconButton* m_tableButton = nullptr;
    TextLabel* m_note = nullptr;
    QWidget* m_calibrationRow = nullptr;
    SegmentedControl* m_binning = nullptr;
    SegmentedControl* m_scaling = nullptr;
    QList<double> m_thresholds; ///< at the points of the draggable line
    bool m_refreshing = false;
};

} // namespace negatoscope::ui
