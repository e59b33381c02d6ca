#pragma once

#include <QWidget>

namespace negatoscope::ui {

class Button;
class ElideLabel;
class LabController;
class LiveMode;
class TextLabel;

/// Train run N → Stop & keep + Cancel → Train run N+1, with one line below that says what it costs
/// or why it cannot be done. With the live mode on: Keep as run N, as soon as there is a result.
class TrainPanel final : public QWidget
{
    Q_OBJECT

public:
    TrainPanel(LabController& controller, LiveMode& live, QWidget* parent = nullptr);

Q_SIGNALS:
    void trainRequested();
    void cancelRequested();

private:
    void refresh();
    void refreshRunning();
    void refreshLive();

    LabController& m_controller;
    LiveMode& m_liveMode;
    Button* m_train = nullptr;
    Button* m_keep = nullptr;
    Button* m_stop = nullptr;
    Button* m_cancel = nullptr;
    Button* m_live = nullptr;
    ElideLabel* m_caption = nullptr;
    TextLabel* m_shortcut = nullptr;
};

} // namespace negatoscope::ui
