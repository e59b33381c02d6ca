#include "ui/widgets/MetricTile.h"

#include "ui/shell/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr qlonglong kFewFilms = 10;

QString percent(double rate, int decimals)
{
    return QLocale().toString(100.0 * rate, 'f', decimals);
}

} // namespace

MetricTile::MetricTile(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_name(name)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    describe();
}

void MetricTile::setName(const QString& name)
{
    m_name = name;
    describe();
}

void MetricTile::setRate(qlonglong k, qlonglong n, double value, double low, double high)
{
    m_state = State::Rate;
    m_k = k;
    m_n = n;
    m_value = value;
    m_low = low;
    m_high = high;
    describe();
}

void MetricTile::setUndefined(const QString& reason)
{
    m_state = State::Undefined;
    m_reason = reason;
    describe();
}

void MetricTile::clear()
{
    m_state = State::Empty;
    describe();
}

QSize MetricTile::sizeHint() const
{
    return {176, Theme::instance().px(54)};
}

QSize MetricTile::minimumSizeHint() const
{
    return {110, Theme::instance().px(54)};
}

void MetricTile::describe()
{
    QString sentence = m_name;
    if (m_state == State::Rate) {
        //: Accessible text of a rate: name, value, k of n, interval
        sentence = tr("%1: %2 percent, %3 of %4, interval %5 to %6")
                       .arg(m_name, percent(m_value, 1), QLocale().toString(m_k),
                           QLocale().toString(m_n), percent(m_low, 1), percent(m_high, 1));
    } else if (m_state == State::Undefined) {
        sentence = tr("%1: undefined, %2").arg(m_name, m_reason);
    }
    setAccessibleName(sentence);
    update();
}

void MetricTile::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Inset));
    painter.drawRoundedRect(rect(), 7, 7);

    const QRectF inner = QRectF(rect()).adjusted(9, theme.px(5), -9, -theme.px(5));
    const double lineHeight = theme.px(14);
    painter.setFont(theme.font(FontRole::Label));
    QString share;
    if (m_state == State::Rate) {
        share = QStringLiteral("%1 / %2").arg(QLocale().toString(m_k), QLocale().toString(m_n));
    }
    const double shareWidth = painter.fontMetrics().horizontalAdvance(share);
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width() - shareWidth - 4, lineHeight),
        Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(
            m_name, Qt::ElideRight, static_cast<int>(inner.width() - shareWidth - 4)));
    painter.setPen(theme.color(Token::Text3));
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), lineHeight),
        Qt::AlignRight | Qt::AlignVCenter, share);

    const QRectF valueLine(inner.left(), inner.top() + lineHeight, inner.width(), theme.px(21));
    painter.setFont(theme.font(FontRole::Metric));
    if (m_state == State::Empty) {
        painter.setPen(theme.color(Token::Disabled));
        painter.drawText(valueLine, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("–"));
        return;
    }
    painter.setPen(theme.color(m_state == State::Rate ? Token::Text : Token::Text3));
    const QString value =
        m_state == State::Rate ? percent(m_value, 1) + QStringLiteral("\u202f%") : tr("undefined");
    painter.drawText(valueLine, Qt::AlignLeft | Qt::AlignVCenter, value);
    const double valueWidth = painter.fontMetrics().horizontalAdvance(value);

    painter.setFont(theme.font(FontRole::Micro));
    if (m_state == State::Undefined) {
        painter.setPen(theme.color(Token::Text3));
        painter.drawText(QRectF(inner.left(), valueLine.bottom() - 2, inner.width(), theme.px(13)),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(
                m_reason, Qt::ElideRight, static_cast<int>(inner.width())));
        return;
    }
    const QString interval =
        m_n < kFewFilms ? tr("too few films")
                        : QStringLiteral("%1 – %2").arg(percent(m_low, 1), percent(m_high, 1));
    painter.setPen(theme.color(m_n < kFewFilms ? Token::Warn : Token::Text2));
    painter.setFont(theme.font(FontRole::Tick));
    painter.drawText(QRectF(inner.left() + valueWidth + 4, valueLine.top(),
                         inner.width() - valueWidth - 4, valueLine.height()),
        Qt::AlignRight | Qt::AlignVCenter, interval);

    // The interval on a bar from 50 to 100 %.
    const double y = inner.bottom() - 3;
    const auto xOf = [&](double rate) {
        return inner.left() + (std::clamp(rate, 0.5, 1.0) - 0.5) * 2.0 * inner.width();
    };
    painter.setPen(QPen(theme.color(Token::Field), 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y));
    painter.setPen(QPen(theme.color(Token::Text2), 3, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(xOf(m_low), y), QPointF(xOf(m_high), y));
    painter.setPen(QPen(theme.color(Token::Text), 1.5));
    painter.setBrush(theme.color(Token::Surface));
    painter.drawEllipse(QPointF(xOf(m_value), y), 3.5, 3.5);
}

} // namespace negatoscope::ui
