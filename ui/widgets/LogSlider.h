#pragma once

#include <QSlider>

namespace negatoscope::ui {

/// A slider over a logarithmic (or linear) range of real numbers: 4-px track, ring handle, ticks
/// below with labels, a triangle above at the default. Arrow = 1 step, Shift+arrow = a tenth,
/// Ctrl+arrow = ten steps, double-click = default, wheel only when focused.
class LogSlider : public QSlider
{
    Q_OBJECT

public:
    enum class Scale { Logarithmic, Linear };

    explicit LogSlider(QWidget* parent = nullptr);
    void setNumberRange(double lowest, double highest, Scale scale = Scale::Logarithmic);
    void setDefaultNumber(double number);
    void setTicks(const QList<double>& numbers, const QStringList& labels);
    double number() const { return m_number; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setNumber(double number);

Q_SIGNALS:
    void numberChanged(double number); ///< by the user or setNumber
    void numberEdited(double number);  ///< by the user alone

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    double fractionOf(double number) const;
    double numberAt(double fraction) const;
    QRectF track() const;
    void edit(double fraction);

    double m_lowest = 1e-5;
    double m_highest = 0.1;
    Scale m_scale = Scale::Logarithmic;
    double m_number = 1e-3;
    double m_default = 0.0;
    bool m_hasDefault = false;
    bool m_settingValue = false;
    QList<double> m_ticks;
    QStringList m_tickLabels;
};

} // namespace negatoscope::ui
