#include "ui/charts/RocChart.h"

#include "ui/shell/Theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace negatoscope::ui {

RocChart::RocChart(QWidget* parent)
    : QWidget(parent)
{
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    describe();
}

void RocChart::setCurve(const QList<QPointF>& points, std::optional<double> area)
{
    m_points = points;
    m_area = area;
    describe();
}

void RocChart::setInterval(double low, double high, const QString& method)
{
    m_low = low;
    m_high = high;
    m_method = method;
    describe();
}

void RocChart::setOperatingPoint(std::optional<QPointF> point)
{
    m_operating = point;
    describe();
}

void RocChart::clear()
{
    m_points.clear();
    m_area.reset();
    m_operating.reset();
    m_method.clear();
    describe();
}

QSize RocChart::sizeHint() const
{
    const Theme& theme = Theme::instance();
    return {theme.px(172), theme.px(150)};
}

QSize RocChart::minimumSizeHint() const
{
    const Theme& theme = Theme::instance();
    return {theme.px(130), theme.px(112)};
}

void RocChart::describe()
{
    const QLocale locale;
    setAccessibleName(tr("ROC curve"));
    QString sentence =
        m_area ? tr("area %1").arg(locale.toString(*m_area, 'f', 3)) : tr("no result yet");
    if (m_operating) {
        sentence += QStringLiteral("; ") + tr("sensitivity %1, specificity %2 at the threshold")
                                               .arg(locale.toString(m_operating->y(), 'f', 3),
                                                   locale.toString(1.0 - m_operating->x(), 'f', 3));
    }
    setAccessibleDescription(sentence);
    update();
}

void RocChart::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    const QLocale locale;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot = QRectF(rect()).adjusted(theme.px(24), theme.px(8), -4, -theme.px(20));
    const auto toPixel = [&plot](const QPointF& p) {
        return QPointF(plot.left() + p.x() * plot.width(), plot.bottom() - p.y() * plot.height());
    };

    painter.setPen(QPen(theme.color(Token::Grid), 1));
    for (int i = 0; i <= 3; ++i) {
        painter.drawLine(toPixel({i / 3.0, 0}), toPixel({i / 3.0, 1}));
        painter.drawLine(toPixel({0, i / 3.0}), toPixel({1, i / 3.0}));
    }
    QPen diagonal(theme.color(Token::Axis), 1);
    diagonal.setDashPattern({3, 3});
    painter.setPen(diagonal);
    painter.drawLine(toPixel({0, 0}), toPixel({1, 1}));

    if (!m_points.isEmpty()) {
        QPainterPath line(toPixel(m_points.first()));
        for (const QPointF& point : m_points) {
            line.lineTo(toPixel(point));
        }
        QPainterPath filled = line;
        filled.lineTo(toPixel({1, 0}));
        filled.lineTo(toPixel({0, 0}));
        painter.fillPath(filled, theme.color(Token::Val, 0.10));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Val), 2));
        painter.drawPath(line);
    }
    if (m_operating) {
        painter.setPen(QPen(theme.color(Token::Surface), 1.5));
        painter.setBrush(theme.color(Token::Text));
        painter.drawEllipse(toPixel(*m_operating), 5.5, 5.5);
    }

    painter.setFont(theme.font(FontRole::Micro));
    painter.setPen(theme.color(Token::Text3));
    painter.drawText(QRectF(0, plot.top() - theme.px(7), plot.left() - 4, theme.px(14)),
        Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("1"));
    painter.drawText(QRectF(0, plot.bottom() - theme.px(7), plot.left() - 4, theme.px(14)),
        Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("0"));
    painter.drawText(QRectF(plot.left(), plot.bottom() + 3, plot.width(), theme.px(14)),
        Qt::AlignCenter, tr("1 − specificity"));
    painter.save();
    painter.translate(0, plot.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, plot.height(), theme.px(14)), Qt::AlignCenter, tr("sensitivity"));
    painter.restore();

    if (m_area) {
        const QRectF words(plot.left() + plot.width() * 0.32, plot.center().y() + 2,
            plot.width() * 0.68, theme.px(18));
        painter.setFont(theme.font(FontRole::Card));
        painter.setPen(theme.color(Token::Text));
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
            tr("AUC %1").arg(locale.toString(*m_area, 'f', 3)));
        if (!m_method.isEmpty()) {
            painter.setFont(theme.font(FontRole::Micro));
            painter.setPen(theme.color(Token::Text2));
            painter.drawText(words.translated(0, theme.px(16)), Qt::AlignLeft | Qt::AlignVCenter,
                QStringLiteral("%1 – %2").arg(
                    locale.toString(m_low, 'f', 3), locale.toString(m_high, 'f', 3)));
            painter.drawText(
                words.translated(0, theme.px(29)), Qt::AlignLeft | Qt::AlignVCenter, m_method);
        }
    }
}

} // namespace negatoscope::ui
