#pragma once

#include "core/evaluation/Comparison.h"
#include "core/evaluation/SeedNoise.h"
#include "ui/shell/AppState.h"

#include <QWidget>

class QTableWidget;

namespace negatoscope::ui {

class Badge;
class InlineNotice;
class TextLabel;

/// What compares two runs: a value, so that it is computed away from the window.
struct RunComparisonInput
{
    RunPtr a;
    RunPtr b;
    double thresholdA = 0.5;
    double thresholdB = 0.5;
    bool onTest = false;    ///< only where both test sets were opened
    QList<RunPtr> siblings; ///< runs that may tell how much seeds differ
};

/// Two runs on the same films: AUC with DeLong's test, the calls with McNemar's (exact or mid-p),
/// the films whose call flipped with both scores, whether the difference is within chance, and
/// whether it is smaller than the noise between seeds. For the Lab and the runs page alike. Thread:
/// GUI only.
class ComparisonPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparisonPanel(AppState& state, QWidget* parent = nullptr);
    void setRuns(const RunComparisonInput& input);
    void clear(const QString& reason); ///< why there is nothing to compare
    QString csv() const;               ///< film,truth,score_a,score_b,right
    QString verdict() const;           ///< the sentences, as shown

private:
    struct Result;
    void build();
    void show(const std::shared_ptr<const Result>& result);
    void fillFlips();
    QString aucText() const;
    QString callsText() const;
    QString noiseText() const;
    void openFlip(int row);

    AppState& m_state;
    RunComparisonInput m_input;
    std::shared_ptr<const Result> m_result;
    int m_ticket = 0;
    Badge* m_badge = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_words = nullptr;
    TextLabel* m_flipsTitle = nullptr;
    QTableWidget* m_flips = nullptr;
};

/// Runs that differ by their seed alone, grouped: their validation AUCs, for seedNoise().
std::vector<std::vector<double>> aucsBySeed(const QList<RunPtr>& runs);

} // namespace negatoscope::ui
