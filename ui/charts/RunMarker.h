#pragma once

#include <QColor>
#include <QPainter>

namespace negatoscope::ui {

/// The mark of the first to fourth chosen run: circle, square, triangle, diamond (ui.md), in the
/// theme's run colour, so that no run is known by its colour alone.
void paintRunMarker(QPainter& painter, const QPointF& centre, qreal size, int index);
/// A pen in the same run's colour and dash.
QPen runPen(int index, qreal width);

} // namespace negatoscope::ui
