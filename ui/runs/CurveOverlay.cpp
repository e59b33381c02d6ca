#include "ui/runs/CurveOverlay.h"

#include "ui/charts/RunMarker.h"
#include "ui/shell/Theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::ui {

namespace {

constexpr int kLines = 4;

} // namespace

CurveOverlay::CurveOverlay(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize CurveOverlay::sizeHint() const
{
    return {Theme::instance().px(460), Theme::instance().px(260)};
}

QSize CurveOverlay::minimumSizeHint() const
{
    return {Theme::instance().px(220), Theme::instance().px(120)};
}

void CurveOverlay::setCurves(const QString& metric, const QList<OverlayCurve>& curves)
{
    m_metric = metric;
    m_curves = curves;
    m_low = std::numeric_limits<double>::infinity();
    m_high = -m_low;
    m_epochs = 1.0;
    QStringList said;
    for (const OverlayCurve& curve : m_curves) {
        for (const QPointF& point : curve.points) {
            m_low = std::min(m_low, point.y());
            m_high = std::max(m_high, point.y());
            m_epochs = std::max(m_epochs, point.x());
        }
        if (!curve.points.isEmpty()) {
            said.append(tr("%1: last %2")
                            .arg(curve.name, QLocale().toString(curve.points.back().y(), 'g', 3)));
        }
    }
    if (m_low > m_high) {
        m_low = 0.0;
        m_high = 1.0;
    }
    const double room = std::max((m_high - m_low) * 0.06, 1e-9);
    m_low -= room;
    m_high += room;
    setAccessibleName(metric);
    setAccessibleDescription(said.join(QStringLiteral("; ")));
    update();
}

QRectF CurveOverlay::plotRect() const
{
    const Theme& theme = Theme::instance();
    return QRectF(rect()).adjusted(theme.px(48), theme.px(10), -theme.px(92), -theme.px(36));
}

QPointF CurveOverlay::at(const QPointF& point) const
{
    const QRectF plot = plotRect();
    const double span = std::max(1.0, m_epochs - 1.0);
    return {plot.left() + plot.width() * (point.x() - 1.0) / span,
        plot.bottom() - plot.height() * (point.y() - m_low) / (m_high - m_low)};
}

void CurveOverlay::paintAxes(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    const QRectF plot = plotRect();
    painter.setFont(theme.font(FontRole::Tick));
    for (int i = 0; i <= kLines; ++i) {
        const double value = m_low + (m_high - m_low) * i / kLines;
        const double y = at({1.0, value}).y();
        painter.setPen(QPen(theme.color(Token::Grid), 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(QRectF(0, y - 9, plot.left() - 8, 18), Qt::AlignRight | Qt::AlignVCenter,
            QLocale().toString(value, 'f', m_high - m_low < 0.05 ? 4 : 3));
    }
    const int step = std::max(1, static_cast<int>(std::ceil(m_epochs / 12.0)));
    for (int epoch = 1; epoch <= static_cast<int>(m_epochs); epoch += step) {
        const double x = at({static_cast<double>(epoch), m_low}).x();
        painter.drawText(
            QRectF(x - 20, plot.bottom() + 3, 40, 16), Qt::AlignCenter, QLocale().toString(epoch));
    }
    painter.drawText(
        QRectF(plot.left(), plot.bottom() + 17, plot.width(), 18), Qt::AlignCenter, tr("epoch"));
}

/// Names at the right ends, moved apart where they would cover each other.
void CurveOverlay::paintNames(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    painter.setFont(theme.font(FontRole::Small));
    const qreal line = QFontMetricsF(painter.font()).height();
    QList<std::pair<qreal, int>> ends;
    for (int i = 0; i < m_curves.size(); ++i) {
        if (!m_curves.at(i).points.isEmpty()) {
            ends.append({at(m_curves.at(i).points.back()).y(), i});
        }
    }
    std::sort(ends.begin(), ends.end());
    qreal lowest = plotRect().top();
    for (const auto& [y, i] : std::as_const(ends)) {
        const qreal middle = std::max(y, lowest);
        lowest = middle + line;
        const qreal x = plotRect().right() + theme.px(12);
        paintRunMarker(painter, {x, middle}, theme.px(8), i);
        painter.setPen(theme.color(Token::Text));
        const QRectF room(x + theme.px(9), middle - line / 2, width() - x - theme.px(10), line);
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(painter.font())
                .elidedText(m_curves.at(i).name, Qt::ElideRight, room.width()));
    }
}

void CurveOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter);
    for (int i = 0; i < m_curves.size(); ++i) {
        const OverlayCurve& curve = m_curves.at(i);
        QPolygonF line;
        for (const QPointF& point : curve.points) {
            line.append(at(point));
        }
        painter.setPen(runPen(i, 2.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
        for (const QPointF& point : curve.points) {
            if (static_cast<int>(point.x()) == curve.bestEpoch) {
                paintRunMarker(painter, at(point), Theme::instance().px(9), i);
            }
        }
    }
    paintNames(painter);
}

} // namespace negatoscope::ui
