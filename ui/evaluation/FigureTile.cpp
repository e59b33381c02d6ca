#include "ui/evaluation/FigureTile.h"

#include "ui/evaluation/CurveCharts.h"
#include "ui/shell/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace negatoscope::ui {

FigureTile::FigureTile(const QString& name, Unit unit, double lowest, QWidget* parent)
    : QWidget(parent)
    , m_name(name)
    , m_unit(unit)
    , m_lowest(lowest)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    describe();
}

void FigureTile::setFigure(const evaluation::Figure& figure)
{
    m_figure = figure;
    m_empty = false;
    describe();
}

void FigureTile::setReferences(
    const QString& alwaysName, const evaluation::Figure& always, const evaluation::Figure& pixels)
{
    m_alwaysName = alwaysName;
    m_always = always;
    m_pixels = pixels;
    describe();
}

void FigureTile::clear()
{
    m_empty = true;
    m_figure = m_always = m_pixels = {};
    describe();
}

QString FigureTile::text(const evaluation::Figure& figure) const
{
    if (!figure.value) {
        return QStringLiteral("–");
    }
    return m_unit == Unit::Percent ? percentText(*figure.value)
                                   : QLocale().toString(*figure.value, 'f', 3);
}

QString FigureTile::valueText() const
{
    if (m_empty) {
        return QStringLiteral("–");
    }
    return m_figure.value ? text(m_figure) : tr("undefined");
}

QString FigureTile::intervalText() const
{
    if (!m_figure.value || !m_figure.interval) {
        return {};
    }
    const double scale = m_unit == Unit::Percent ? 100.0 : 1.0;
    const int decimals = m_unit == Unit::Percent ? 1 : 3;
    return QStringLiteral("%1 – %2").arg(
        QLocale().toString(scale * m_figure.interval->low, 'f', decimals),
        QLocale().toString(scale * m_figure.interval->high, 'f', decimals));
}

QSize FigureTile::sizeHint() const
{
    return {176, Theme::instance().px(70)};
}

QSize FigureTile::minimumSizeHint() const
{
    return {120, Theme::instance().px(70)};
}

void FigureTile::describe()
{
    QString sentence = m_name + QStringLiteral(": ") + valueText();
    if (!m_empty && !m_figure.value) {
        sentence += QStringLiteral(", ") + undefinedText(m_figure.undefined);
    }
    if (m_figure.interval && m_figure.value) {
        sentence += QStringLiteral(", ") + tr("95 % interval %1").arg(intervalText());
    }
    sentence += QStringLiteral("; ") +
                tr("%1: %2; 8×8 pixels: %3", "always PNEUMONIA, its value, the baseline's value")
                    .arg(m_alwaysName, alwaysText(), pixelsText());
    setAccessibleName(sentence);
    setToolTip(sentence);
    update();
}

void FigureTile::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Inset));
    painter.drawRoundedRect(rect(), 7, 7);
    const QRectF inner = QRectF(rect()).adjusted(9, theme.px(5), -9, -theme.px(5));
    const auto line = [&](double top, double height) {
        return QRectF(inner.left(), inner.top() + theme.px(top), inner.width(), theme.px(height));
    };
    const auto draw = [&painter](const QRectF& box, int side, const QString& words) {
        painter.drawText(box, side | Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(words, Qt::ElideRight, static_cast<int>(box.width())));
    };
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(Token::Text2));
    draw(line(0, 14), Qt::AlignLeft, m_name);
    painter.setFont(theme.font(FontRole::Metric));
    painter.setPen(theme.color(m_figure.value ? Token::Text : Token::Text3));
    draw(line(13, 21), Qt::AlignLeft, valueText());
    painter.setFont(theme.font(FontRole::Tick));
    painter.setPen(theme.color(Token::Text2));
    draw(line(13, 21), Qt::AlignRight,
        m_empty || m_figure.value ? intervalText() : undefinedText(m_figure.undefined));

    const double y = line(38, 0).top();
    const auto xOf = [&](double value) {
        return inner.left() +
               std::clamp((value - m_lowest) / (1.0 - m_lowest), 0.0, 1.0) * inner.width();
    };
    painter.setPen(QPen(theme.color(Token::Field), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y));
    for (const auto& [figure, token] :
        {std::pair(&m_always, Token::Pneu), std::pair(&m_pixels, Token::Train)}) {
        if (figure->value) { // a short stroke where the reference stands
            painter.setPen(QPen(theme.color(token), 2));
            painter.drawLine(
                QPointF(xOf(*figure->value), y - 4), QPointF(xOf(*figure->value), y + 4));
        }
    }
    if (m_figure.value) {
        if (m_figure.interval) {
            painter.setPen(QPen(theme.color(Token::Text2), 3, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(
                QPointF(xOf(m_figure.interval->low), y), QPointF(xOf(m_figure.interval->high), y));
        }
        painter.setPen(QPen(theme.color(Token::Text), 1.5));
        painter.setBrush(theme.color(Token::Surface));
        painter.drawEllipse(QPointF(xOf(*m_figure.value), y), 3.5, 3.5);
    }
    painter.setFont(theme.font(FontRole::Micro));
    painter.setPen(theme.color(Token::Text2));
    //: always calling the positive class; its value
    const QString always = tr("always %1").arg(alwaysText());
    QString pixels = tr("8×8 pixels %1").arg(pixelsText());
    const auto widthOf = [&painter](const QString& words) {
        return static_cast<double>(painter.fontMetrics().horizontalAdvance(words));
    };
    if (widthOf(always) + widthOf(pixels) + 6.0 > inner.width()) {
        //: "8×8 pixels", where there is less room
        pixels = tr("8×8 %1").arg(pixelsText());
    }
    draw(line(44, 14), Qt::AlignRight, pixels);
    draw(line(44, 14).adjusted(0, 0, -widthOf(pixels) - 4.0, 0), Qt::AlignLeft, always);
}

} // namespace negatoscope::ui
