#include "ui/charts/ParallelAxes.h"

#include "ui/charts/RunMarker.h"
#include "ui/shell/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kGrip = 14.0; ///< pixels beside an axis that still mean it

QPen cosmetic(const QColor& color, qreal width, Qt::PenStyle style = Qt::SolidLine)
{
    QPen pen(color, width, style);
    pen.setCosmetic(true);
    return pen;
}

} // namespace

ParallelAxes::ParallelAxes(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Parallel coordinates"));
    setToolTip(tr("Drag along an axis to keep a range; click it to let go"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ParallelAxes::setAxes(const QList<ParallelAxis>& axes)
{
    m_axes = axes;
    m_lines.clear();
    m_brushes.clear();
    m_axis = 0;
    m_dragged = -1;
    describe();
}

void ParallelAxes::setLines(const QList<ParallelLine>& lines)
{
    m_lines = lines;
    describe();
}

void ParallelAxes::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void ParallelAxes::setBrush(int axis, std::optional<std::pair<double, double>> range)
{
    if (range)
        m_brushes[axis] = *range;
    else
        m_brushes.erase(axis);
    describe();
    Q_EMIT brushChanged();
}

QString ParallelAxes::description() const
{
    return tr("%1 of %2 lines inside the kept ranges").arg(keptCount()).arg(m_lines.size());
}

void ParallelAxes::describe()
{
    setAccessibleDescription(description());
    update();
}

bool ParallelAxes::isKept(int line) const
{
    const QList<double>& at = m_lines.at(line).at;
    return std::all_of(m_brushes.begin(), m_brushes.end(), [&at](const auto& brush) {
        const double value = at.value(brush.first, std::nan(""));
        return brush.second.first <= value && value <= brush.second.second; // NaN is outside
    });
}

int ParallelAxes::keptCount() const
{
    int kept = 0;
    for (int line = 0; line < m_lines.size(); ++line)
        kept += isKept(line) ? 1 : 0;
    return kept;
}

double ParallelAxes::axisX(qsizetype axis) const
{
    const double left = Theme::instance().px(60);
    const double right = width() - Theme::instance().px(70);
    return left + (right - left) * static_cast<double>(axis) /
                      static_cast<double>(std::max<qsizetype>(1, m_axes.size() - 1));
}

double ParallelAxes::pixelY(double coordinate) const
{
    const double top = Theme::instance().px(34);
    const double bottom = height() - Theme::instance().px(18);
    return bottom - (bottom - top) * coordinate;
}

double ParallelAxes::coordinateAt(double y) const
{
    return std::clamp((pixelY(0.0) - y) / (pixelY(0.0) - pixelY(1.0)), 0.0, 1.0);
}

void ParallelAxes::paintAxis(QPainter& painter, int axis) const
{
    const Theme& theme = Theme::instance();
    const ParallelAxis& shown = m_axes.at(axis);
    const double x = axisX(axis);
    const bool hasKeys = axis == m_axis && hasFocus();
    painter.setPen(cosmetic(theme.color(hasKeys ? Token::Focus : Token::Axis), hasKeys ? 2 : 1));
    painter.drawLine(QPointF(x, pixelY(0.0)), QPointF(x, pixelY(1.0)));
    const double half = (axisX(1) - axisX(0)) / 2.0 - 4.0;
    const auto write = [&](double y, const QString& text, Qt::TextElideMode mode) {
        painter.drawText(QRectF(x - half, y, 2 * half, 16), Qt::AlignCenter,
            painter.fontMetrics().elidedText(text, mode, static_cast<int>(2 * half)));
    };
    painter.setPen(theme.color(Token::Text2));
    write(0, shown.title, Qt::ElideLeft);
    painter.setPen(theme.color(Token::Text3));
    write(pixelY(1.0) - 17, shown.high, Qt::ElideRight);
    write(pixelY(0.0) + 1, shown.low, Qt::ElideRight);
    if (const auto brush = m_brushes.find(axis); brush != m_brushes.end()) {
        painter.setPen(cosmetic(theme.color(Token::Accent), 1.5));
        painter.setBrush(theme.color(Token::Accent, 0.2));
        painter.drawRoundedRect(QRectF(QPointF(x - 5, pixelY(brush->second.second)),
                                    QPointF(x + 5, pixelY(brush->second.first))),
            4, 4);
        painter.setBrush(Qt::NoBrush);
    }
}

void ParallelAxes::paintLine(QPainter& painter, int index) const
{
    const Theme& theme = Theme::instance();
    const ParallelLine& line = m_lines.at(index);
    QPainterPath path;
    std::optional<QPointF> from;
    for (int axis = 0; axis < m_axes.size(); ++axis) {
        const double value = line.at.value(axis, std::nan(""));
        if (std::isnan(value))
            continue;
        const QPointF at(axisX(axis), pixelY(value));
        if (from) {
            const double middle = (from->x() + at.x()) / 2.0;
            path.cubicTo({middle, from->y()}, {middle, at.y()}, at);
        } else {
            path.moveTo(at);
        }
        from = at;
    }
    // Cividis from pale (worst) to dark (best); on a dark ground the other way round.
    QColor color = line.isFirst
                       ? theme.color(Token::Accent)
                       : theme.sequentialColor(theme.isDark() ? 1.0 - line.rank : 0.9 * line.rank);
    const bool kept = isKept(index);
    QPen pen = cosmetic(color, line.isFirst ? 3 : 1.3);
    if (line.run >= 0) {
        pen = runPen(line.run, 2.4);
        color = pen.color();
    } else if (line.isStopped) {
        pen.setStyle(Qt::DashLine);
    }
    if (!kept)
        color.setAlphaF(0.08F);
    else if (!line.isFirst && line.run < 0)
        color.setAlphaF(line.isStopped ? 0.35F : 0.8F);
    pen.setColor(color);
    painter.setPen(pen);
    painter.drawPath(path);
}

void ParallelAxes::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(FontRole::Tick));
    if (m_axes.isEmpty() || m_lines.isEmpty()) {
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    for (const bool chosen : {false, true})
        for (int line = static_cast<int>(m_lines.size()) - 1; line >= 0; --line)
            if ((m_lines.at(line).run >= 0) == chosen)
                paintLine(painter, line);
    for (int axis = 0; axis < m_axes.size(); ++axis)
        paintAxis(painter, axis);
}

void ParallelAxes::mousePressEvent(QMouseEvent* event)
{
    for (int axis = 0; axis < m_axes.size(); ++axis)
        if (m_axes.at(axis).brushable && std::abs(event->position().x() - axisX(axis)) < kGrip) {
            m_axis = axis;
            m_dragged = axis;
            m_dragFrom = coordinateAt(event->position().y());
            setBrush(axis, std::nullopt);
        }
}

void ParallelAxes::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragged < 0)
        return;
    const double to = coordinateAt(event->position().y());
    if (std::abs(to - m_dragFrom) > 0.01)
        setBrush(m_dragged, std::minmax(m_dragFrom, to));
}

void ParallelAxes::mouseReleaseEvent(QMouseEvent*)
{
    m_dragged = -1;
}

void ParallelAxes::keyPressEvent(QKeyEvent* event)
{
    constexpr double kRange = 0.25;
    constexpr double kStep = 0.125;
    const int axes = static_cast<int>(std::count_if(
        m_axes.begin(), m_axes.end(), [](const auto& axis) { return axis.brushable; }));
    const auto brush = m_brushes.find(m_axis);
    const auto move = [&](double step) {
        const double low = brush == m_brushes.end()
                               ? (step > 0 ? 0.0 : 1.0 - kRange)
                               : std::clamp(brush->second.first + step, 0.0, 1.0 - kRange);
        setBrush(m_axis, std::pair(low, low + kRange));
    };
    const auto walk = [&](int step) {
        do
            m_axis =
                (m_axis + step + static_cast<int>(m_axes.size())) % static_cast<int>(m_axes.size());
        while (!m_axes.at(m_axis).brushable);
    };
    if (axes == 0)
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
        walk(-1);
        break;
    case Qt::Key_Right:
        walk(1);
        break;
    case Qt::Key_Up:
        move(kStep);
        break;
    case Qt::Key_Down:
        move(-kStep);
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        setBrush(m_axis, std::nullopt);
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    update();
}

} // namespace negatoscope::ui
