#pragma once

#include "ui/shell/AppState.h"
#include "ui/widgets/Card.h"

class QComboBox;
class QStackedWidget;

namespace negatoscope::ui {

class Badge;
class Button;
class ElideLabel;
class EmptyState;
class EpochScrubber;
class IconButton;
class InlineNotice;
class LabController;
class LabDraft;
class LineChart;
class TextLabel;

/// The run in the centre of the Lab, live or finished: title and state, loss and accuracy of train
/// and validation, an older run behind them, the best epoch, the scrubber, what the trainer had to
/// say, and what changed since the run behind it.
class RunCard final : public Card
{
    Q_OBJECT

public:
    RunCard(AppState& state, LabDraft& draft, LabController& controller, QWidget* parent = nullptr);

    /// The epoch that the page shows, 0-based; −1 before the first.
    int selectedEpoch() const;
    RunPtr ghost() const { return m_ghost; }

public Q_SLOTS:
    void moveEpoch(int steps);
    void goToBestEpoch();
    void toggleGhost();
    void takeBackEdits(); ///< the draft becomes what the shown run was trained with
    void showProblem(const QString& title, const QString& text); ///< a red notice

Q_SIGNALS:
    void epochSelected(int epoch); ///< 0-based; −1 when there is none
    void trainRequested();

private:
    void build();
    void buildTitle();
    const training::RunRecord* shown() const; ///< live while running, else the shown run, or null
    void showRun();
    void showLive();
    void fillSeries(const training::RunRecord& run, bool withBatches);
    void fillGhost();
    void fillSeedBand();
    void showGhost();
    void fillGhostChoices();
    void refreshTitle();
    void refreshEmpty();
    void refreshEdits();
    void showEditsMenu();
    void refreshChanges();
    void refreshStress();
    void refreshNotices(const training::RunRecord& run);
    void addBatch(const training::BatchRecord& batch);
    void addEpoch(int epoch);
    void selectEpoch(int epoch, bool byUser);
    void updateScrubber(int available, int epochs, int best, bool fromZero);

    AppState& m_state;
    LabDraft& m_draft;
    LabController& m_controller;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    Button* m_emptyAction = nullptr;
    Badge* m_stateBadge = nullptr;
    Badge* m_secondBadge = nullptr;
    QComboBox* m_ghostBox = nullptr;
    QWidget* m_ghostRow = nullptr;
    InlineNotice* m_notice = nullptr;
    LineChart* m_loss = nullptr;
    LineChart* m_accuracy = nullptr;
    EpochScrubber* m_scrubber = nullptr;
    QWidget* m_scrubberRow = nullptr;
    ElideLabel* m_stress = nullptr;
    InlineNotice* m_changes = nullptr;
    QWidget* m_editsRow = nullptr;
    ElideLabel* m_edits = nullptr;
    Button* m_editsButton = nullptr;
    RunPtr m_ghost;
    QString m_ghostId; ///< chosen; "" = the run before, "-" = none
    bool m_followsLast = true;
    bool m_selecting = false;
};

} // namespace negatoscope::ui
