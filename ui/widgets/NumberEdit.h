#pragma once

#include <QLineEdit>

#include <functional>
#include <optional>

namespace negatoscope::ui {

/// A number as text. What cannot be used stays visible with the sentence of its error; it is never
/// corrected silently. Up and Down step (Ctrl: ten steps), the wheel only while focused.
class NumberEdit final : public QLineEdit
{
    Q_OBJECT

public:
    struct Format
    {
        bool integer = false;
        bool logarithmic = false; ///< steps multiply
        bool nullable = false;    ///< empty means "none"
        double minimum = 0.0;
        double maximum = 1.0;
        int decimals = 2;
    };

    explicit NumberEdit(const Format& format, QWidget* parent = nullptr);
    void setNumber(std::optional<double> number);

Q_SIGNALS:
    /// By the user: Enter, leaving the field, a step. Within the range.
    void numberEdited(std::optional<double> number);
    /// What was typed cannot be used. The sentence says the allowed range.
    void rejected(const QString& sentence);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void commit();
    void step(double steps);
    QString textOf(double number) const;
    QString rangeSentence() const;

    Format m_format;
    std::optional<double> m_number;
    bool m_rejected = false;
};

} // namespace negatoscope::ui
