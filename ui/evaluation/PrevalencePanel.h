#pragma once

#include <QWidget>

namespace negatoscope::ui {

class LogSlider;
class OperatingPoint;
class TextLabel;

/// "If 5 % of the children were ill": what an alarm would be worth at another prevalence, in
/// natural frequencies ("99 alarms in 1,000 children: 49 right").
class PrevalencePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit PrevalencePanel(OperatingPoint& point, QWidget* parent = nullptr);
    void setCompact(bool compact); ///< the sentence alone
    double prevalence() const { return m_prevalence; }
    QString sentence() const;

private:
    class Bar;
    void refresh();
    void setPrevalence(double prevalence);

    OperatingPoint& m_point;
    double m_prevalence = 0.05;
    QWidget* m_controls = nullptr;
    TextLabel* m_title = nullptr;
    LogSlider* m_slider = nullptr;
    Bar* m_bar = nullptr;
    TextLabel* m_sentence = nullptr;
};

} // namespace negatoscope::ui
