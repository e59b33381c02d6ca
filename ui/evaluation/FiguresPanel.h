#pragma once

#include "ui/evaluation/Cockpit.h"

#include <QHash>
#include <QWidget>

class QGridLayout;

namespace negatoscope::ui {

class FigureTile;
class InlineNotice;
class TextLabel;

/// The ten figures with their intervals and what each must beat, and in plain words what is wrong
/// with the model or the films.
class FiguresPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit FiguresPanel(Cockpit& cockpit, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refreshBaseline();
    void refreshScores();
    void refreshFigures();
    void refreshFindings();
    FigureTile* addTile(
        QGridLayout* grid, const char* name, const QString& title, bool percent, double lowest);

    Cockpit& m_cockpit;
    QHash<QString, FigureTile*> m_tiles;
    InlineNotice* m_findings = nullptr;
    TextLabel* m_note = nullptr;
    QTimer m_findingsTimer;          ///< the words follow when the hand rests
    evaluation::Evaluation m_pixels; ///< of the 8×8 baseline, called at 0.5
    evaluation::Figure m_auc;        ///< of the scores, whatever the threshold
    evaluation::Figure m_averagePrecision;
};

} // namespace negatoscope::ui
