#pragma once

#include <QList>
#include <QPointF>
#include <QWidget>

namespace negatoscope::ui {

/// One run's curve in the overlay.
struct OverlayCurve
{
    QString name;
    QList<QPointF> points; ///< epoch (1-based), value
    int bestEpoch = 0;     ///< 1-based; 0 = none
};

/// Up to four runs' curves of one metric over each other; marks at the best epochs, names at the
/// right ends. Curves that are all finite numbers only.
class CurveOverlay final : public QWidget
{
    Q_OBJECT

public:
    explicit CurveOverlay(QWidget* parent = nullptr);
    void setCurves(const QString& metric, const QList<OverlayCurve>& curves);
    const QList<OverlayCurve>& curves() const { return m_curves; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF plotRect() const;
    QPointF at(const QPointF& point) const;
    void paintAxes(QPainter& painter) const;
    void paintNames(QPainter& painter) const;

    QString m_metric;
    QList<OverlayCurve> m_curves;
    double m_low = 0.0;
    double m_high = 1.0;
    double m_epochs = 1.0;
};

} // namespace negatoscope::ui
