#pragma once

#include <QWidget>

namespace negatoscope::ui {

class Button;
class NumberEdit;
class TextLabel;

/// Stands where the test figures would be until they are asked for: each look is deliberate and
/// counted.
class SealedPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit SealedPanel(QWidget* parent = nullptr);
    /// `looks` at this data set by all runs, `looksOfRun` by this one.
    void setQuestion(const QString& runName, double threshold, int looks, int looksOfRun);
    double guess() const { return m_guess; }

Q_SIGNALS:
    void opened();
    void keptSealed();

private:
    TextLabel* m_title = nullptr;
    TextLabel* m_threshold = nullptr;
    TextLabel* m_looks = nullptr;
    NumberEdit* m_guessEdit = nullptr;
    Button* m_open = nullptr;
    double m_guess = 95.0;
};

} // namespace negatoscope::ui
