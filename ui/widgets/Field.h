#pragma once

#include <QWidget>

class QAbstractButton;
class QVBoxLayout;

namespace negatoscope::ui {

class TextLabel;
class ElideLabel;

/// A label above a control, with the dot of "changed from the default" (a click resets), the
/// caption of "run 14 had 0.30", and the sentence of an error below.
class Field : public QWidget
{
    Q_OBJECT

public:
    Field(const QString& label, QWidget* control, QWidget* parent = nullptr);
    QWidget* control() const { return m_control; }
    void setChanged(bool changed, const QString& tooltip = {});
    void setEditedText(const QString& text); ///< "run 14 had 0.30"; empty = none
    void setError(const QString& sentence);  ///< empty = none; the value is kept

Q_SIGNALS:
    void resetRequested(); ///< a click on the dot

private:
    QWidget* m_control = nullptr;
    ElideLabel* m_label = nullptr;
    QAbstractButton* m_dot = nullptr;
    ElideLabel* m_edited = nullptr;
    TextLabel* m_error = nullptr;
};

} // namespace negatoscope::ui
