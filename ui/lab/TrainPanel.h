#pragma once

#include <QWidget>

namespace negatoscope::ui {

class Button;
class ElideLabel;
class LabController;
class TextLabel;

/// Train run N → Stop & keep + Cancel → Train run N+1, with one line below that says what it costs
/// or why it cannot be done.
class TrainPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit TrainPanel(LabController& controller, QWidget* parent = nullptr);

Q_SIGNALS:
    void trainRequested();
    void cancelRequested();

private:
    void refresh();

    LabController& m_controller;
    Button* m_train = nullptr;
    Button* m_stop = nullptr;
    Button* m_cancel = nullptr;
    ElideLabel* m_caption = nullptr;
    TextLabel* m_shortcut = nullptr;
};

} // namespace negatoscope::ui
