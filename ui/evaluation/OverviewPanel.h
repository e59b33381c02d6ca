#pragma once

#include "ui/evaluation/Cockpit.h"

#include <QWidget>

class QMenu;

namespace negatoscope::ui {

class ConfusionMatrixView;
class ElideLabel;
class FigureChart;
class IconButton;
class MetricTile;
class NumberEdit;
class PrevalencePanel;
class ScoreHistogram;
class Separator;
class Button;

/// The first look: matrix and ROC, the threshold on the scores of both classes, four rates with
/// their doubt, and what they would be worth at another prevalence.
class OverviewPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewPanel(Cockpit& cockpit, QWidget* parent = nullptr);
    void setCompact(bool compact);

public Q_SLOTS:
    void exportMatrix();

private:
    void build();
    QWidget* buildTop();
    QWidget* buildThresholdRow();
    void buildMenu();
    void fillRules(QMenu* menu, bool stressed);
    void buildTiles();
    void connectParts();
    void refreshScores();
    void refreshRoc();
    void refreshThreshold();
    void refreshTiles();
    void refreshFinding();
    void openCell(int truth, int call);

    Cockpit& m_cockpit;
    ConfusionMatrixView* m_matrix = nullptr;
    FigureChart* m_roc = nullptr;
    QWidget* m_binary = nullptr; ///< what needs two classes
    ScoreHistogram* m_histogram = nullptr;
    NumberEdit* m_thresholdEdit = nullptr;
    Button* m_youden = nullptr;
    IconButton* m_more = nullptr;
    MetricTile* m_sensitivity = nullptr;
    MetricTile* m_specificity = nullptr;
    MetricTile* m_ppv = nullptr;
    MetricTile* m_npv = nullptr;
    ElideLabel* m_baseline = nullptr;
    ElideLabel* m_finding = nullptr; ///< the gravest thing that is wrong, if any
    QTimer m_findingTimer;           ///< the words follow when the hand rests
    PrevalencePanel* m_prevalence = nullptr;
    Separator* m_prevalenceLine = nullptr;
    QList<double> m_thresholds; ///< at the points of the ROC curve
    double m_wantedSensitivity = 0.95;
};

} // namespace negatoscope::ui
