#pragma once

#include "core/evaluation/Figure.h"

#include <QWidget>

namespace negatoscope::ui {

/// One figure with its doubt and what it must beat: value, 95 % interval on a bar, and beside them
/// the value of always calling the positive class and of the 8×8-pixel baseline.
class FigureTile final : public QWidget
{
    Q_OBJECT

public:
    enum class Unit { Percent, Number };

    FigureTile(const QString& name, Unit unit, double lowest, QWidget* parent = nullptr);
    void setFigure(const evaluation::Figure& figure);
    /// `alwaysName`: "always PNEUMONIA". An undefined reference is shown as "–".
    void setReferences(const QString& alwaysName, const evaluation::Figure& always,
        const evaluation::Figure& pixels);
    void clear();
    QString valueText() const; ///< "97.9 %", "undefined"
    QString alwaysText() const { return text(m_always); }
    QString pixelsText() const { return text(m_pixels); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text(const evaluation::Figure& figure) const;
    QString intervalText() const;
    void describe();

    QString m_name;
    Unit m_unit;
    double m_lowest; ///< left end of the bar: −1, 0 or 0.5
    bool m_empty = true;
    evaluation::Figure m_figure;
    evaluation::Figure m_always;
    evaluation::Figure m_pixels;
    QString m_alwaysName;
};

} // namespace negatoscope::ui
