#include "ui/charts/RunMarker.h"

#include "ui/shell/Theme.h"

namespace negatoscope::ui {

void paintRunMarker(QPainter& painter, const QPointF& centre, qreal size, int index)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::instance().runColor(index));
    const qreal half = size / 2.0;
    const auto point = [&](qreal x, qreal y) {
        return QPointF(centre.x() + x * half, centre.y() + y * half);
    };
    switch (index % 4) {
    case 0:
        painter.drawEllipse(centre, half, half);
        break;
    case 1:
        painter.drawRect(QRectF(point(-0.9, -0.9), point(0.9, 0.9)));
        break;
    case 2:
        painter.drawPolygon(QPolygonF{point(0, -1), point(1, 0.85), point(-1, 0.85)});
        break;
    default:
        painter.drawPolygon(
            QPolygonF{point(0, -1.1), point(1.1, 0), point(0, 1.1), point(-1.1, 0)});
        break;
    }
    painter.restore();
}

QPen runPen(int index, qreal width)
{
    QPen pen(Theme::instance().runColor(index), width);
    pen.setJoinStyle(Qt::RoundJoin);
    switch (index % 4) {
    case 1:
        pen.setDashPattern({6.0, 2.5});
        break;
    case 2:
        pen.setDashPattern({2.0, 2.0});
        break;
    case 3:
        pen.setDashPattern({6.0, 2.0, 1.5, 2.0});
        break;
    default:
        break;
    }
    return pen;
}

} // namespace negatoscope::ui
