#pragma once

#include <QList>
#include <QPointF>
#include <QWidget>

#include <optional>

namespace negatoscope::ui {

/// The receiver operating characteristic with the operating point and the area in words.
class RocChart : public QWidget
{
    Q_OBJECT

public:
    explicit RocChart(QWidget* parent = nullptr);
    /// (1 − specificity, sensitivity), from (0, 0) to (1, 1).
    void setCurve(const QList<QPointF>& points, std::optional<double> area);
    void setInterval(double low, double high, const QString& method); ///< "95 %, by patient"
    void setOperatingPoint(std::optional<QPointF> point);
    void clear();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();

    QList<QPointF> m_points;
    std::optional<double> m_area;
    std::optional<QPointF> m_operating;
    double m_low = 0.0;
    double m_high = 0.0;
    QString m_method;
};

} // namespace negatoscope::ui
