#pragma once

#include "ui/evaluation/OperatingPoint.h"
#include "ui/shell/AppState.h"
#include "ui/widgets/Card.h"

#include <QSet>

class QStackedWidget;

namespace negatoscope::ui {

class Button;
class ConfusionMatrixView;
class ElideLabel;
class MetricTile;
class NumberEdit;
class PrevalencePanel;
class RocChart;
class ScoreHistogram;
class SealedPanel;
class SegmentedControl;
class Separator;

/// The right column: what the shown run can and cannot do. Validation is open, the test set is
/// sealed until it is asked for (once per run, counted per data set). All of it reads one
/// OperatingPoint.
class ResultCard final : public Card
{
    Q_OBJECT

public:
    ResultCard(AppState& state, OperatingPoint& point, QWidget* parent = nullptr);
    /// Scores of the shown run; `test` may be empty. Null name: nothing is shown yet.
    void showRun(const QString& id, const QString& name, const evaluation::Scores& validation,
        const evaluation::Scores& test, bool live);
    void clear();
    void setCompact(bool compact);
    int testLooks() const;

public Q_SLOTS:
    void moveThreshold(double points); ///< in hundredths

Q_SIGNALS:
    void cellActivated(int truth, int call);

private:
    void build();
    QWidget* buildResults();
    QWidget* buildThresholdRow();
    void connectParts();
    void selectSet(int index);
    void openTest();
    void present();
    void refreshScores();
    void refreshThreshold();
    void refreshTiles();
    void refreshRoc();
    void requestInterval();
    void applyPreset(const evaluation::Figure& threshold, const QString& name);
    QString looksKey() const;
    QString countText(const evaluation::Scores& scores) const;

    AppState& m_state;
    OperatingPoint& m_point;
    SegmentedControl* m_segments = nullptr;
    QStackedWidget* m_pages = nullptr;
    SealedPanel* m_sealed = nullptr;
    ConfusionMatrixView* m_matrix = nullptr;
    RocChart* m_roc = nullptr;
    QWidget* m_binary = nullptr; ///< what needs two classes
    ScoreHistogram* m_histogram = nullptr;
    NumberEdit* m_thresholdEdit = nullptr;
    Button* m_youden = nullptr;
    MetricTile* m_sensitivity = nullptr;
    MetricTile* m_specificity = nullptr;
    MetricTile* m_ppv = nullptr;
    MetricTile* m_npv = nullptr;
    ElideLabel* m_baseline = nullptr;
    PrevalencePanel* m_prevalence = nullptr;
    Separator* m_prevalenceLine = nullptr;
    evaluation::Scores m_validation;
    evaluation::Scores m_test;
    QString m_runId;
    QString m_runName;
    QSet<QString> m_openedRuns; ///< whose test figures were asked for in this session
    bool m_live = false;
    int m_intervalTicket = 0;
};

} // namespace negatoscope::ui
