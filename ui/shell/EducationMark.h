#pragma once

#include <QToolButton>

namespace negatoscope::ui {

/// "Education only – not for diagnosis" with a shield, in the warning colour. Never clickable away.
class EducationMark final : public QToolButton
{
    Q_OBJECT

public:
    explicit EducationMark(QWidget* parent = nullptr);
    static QString text();       ///< the mark
    static QString fullNotice(); ///< the sentence behind it
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace negatoscope::ui
