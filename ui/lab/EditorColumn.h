#pragma once

#include <QWidget>

class QVBoxLayout;

namespace negatoscope::ui {

class LabController;
class LabDraft;
class LiveMode;
class ModelEditor;
class SegmentedControl;
class TextLabel;
class TrainingForm;
class TrainPanel;

/// The left column: two cards (Model, Training) one above the other, or, where there is little
/// room, one card with two tabs and the Train button pinned below them.
class EditorColumn final : public QWidget
{
    Q_OBJECT

public:
    EditorColumn(
        LabDraft& draft, LabController& controller, LiveMode& live, QWidget* parent = nullptr);
    ModelEditor& model() { return *m_model; }
    TrainingForm& training() { return *m_training; }
    TrainPanel& trainPanel() { return *m_trainPanel; }
    void setCompact(bool compact);

private:
    void arrangeStandard();
    void arrangeCompact();
    void clearArrangement();
    void refreshSummary();

    LabDraft& m_draft;
    QVBoxLayout* m_layout = nullptr;
    ModelEditor* m_model = nullptr;
    TrainingForm* m_training = nullptr;
    TrainPanel* m_trainPanel = nullptr;
    QWidget* m_arrangement = nullptr; ///< the cards of the present arrangement
    QWidget* m_summary = nullptr;     ///< what the hidden tab says, while compact
    bool m_compact = false;
    int m_tab = 0;
};

} // namespace negatoscope::ui
