#pragma once

#include <QWidget>

namespace negatoscope::ui {

class Cockpit;
class LogSlider;
class TextLabel;

/// "If 5 % of the children were ill", from 0.1 to 99 %: what an alarm would be worth there, in
/// natural frequencies ("of 100 children called pneumonia, 26 have it"), and what the model is
/// worth when a miss costs so many false alarms.
class PrevalencePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit PrevalencePanel(Cockpit& cockpit, QWidget* parent = nullptr);
    void setCompact(bool compact); ///< the sentence alone
    QString sentence() const;
    QString costSentence() const;

private:
    class Bar;
    void build();
    void refresh();
    QString alarmsText(double right, double wrong) const;

    Cockpit& m_cockpit;
    QWidget* m_controls = nullptr;
    TextLabel* m_title = nullptr;
    LogSlider* m_slider = nullptr; ///< log-odds of the prevalence
    Bar* m_bar = nullptr;
    TextLabel* m_sentence = nullptr;
    TextLabel* m_costTitle = nullptr;
    LogSlider* m_cost = nullptr; ///< false alarms per miss
    TextLabel* m_costSentence = nullptr;
};

} // namespace negatoscope::ui
