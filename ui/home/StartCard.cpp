#include "ui/home/StartCard.h"

#include "ui/shell/Theme.h"

#include <QPainter>

namespace negatoscope::ui {

StartCard::StartCard(const QString& iconName, bool primary, QWidget* parent)
    : QAbstractButton(parent)
    , m_iconName(iconName)
    , m_primary(primary)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void StartCard::setWords(const QString& title, const QString& text)
{
    setText(title);
    m_details = text;
    setAccessibleName(title);
    setAccessibleDescription(text);
    setToolTip(text);
    update();
}

void StartCard::setIconName(const QString& iconName)
{
    m_iconName = iconName;
    update();
}

QSize StartCard::sizeHint() const
{
    return {Theme::instance().px(300), Theme::instance().px(96)};
}

QSize StartCard::minimumSizeHint() const
{
    return {Theme::instance().px(200), Theme::instance().px(96)};
}

void StartCard::enterEvent(QEnterEvent* event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void StartCard::leaveEvent(QEvent* event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

void StartCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = underMouse() || isDown();
    const Token ground = m_primary ? (lit ? Token::AccentHover : Token::Accent)
                                   : (lit ? Token::Hover : Token::Surface);
    painter.setPen(hasFocus() ? QPen(theme.color(Token::Focus), 2.0)
                              : QPen(theme.color(m_primary ? Token::Accent : Token::Border), 1.0));
    painter.setBrush(theme.color(ground));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 9, 9);

    const int well = theme.px(44);
    const QRectF icon(theme.px(15), (height() - well) / 2.0, well, well);
    painter.setPen(Qt::NoPen);
    painter.setBrush(
        m_primary ? theme.color(Token::OnAccent, 0.16) : theme.color(Token::AccentSoft));
    painter.drawRoundedRect(icon, 8, 8);
    const int glyph = theme.px(22);
    painter.drawPixmap(icon.center() - QPointF(glyph / 2.0, glyph / 2.0),
        theme.pixmap(m_iconName, glyph, m_primary ? Token::OnAccent : Token::AccentText,
            devicePixelRatioF()));

    const double left = icon.right() + theme.px(14);
    const double room = width() - left - theme.px(12);
    const QFont titleFont = theme.font(FontRole::Card);
    const QFont textFont = theme.font(FontRole::Body);
    const QFontMetricsF titleMetrics(titleFont);
    const QRectF words = QFontMetricsF(textFont).boundingRect(
        QRectF(0, 0, room, height()), Qt::TextWordWrap, m_details);
    const double textHeight = std::min(words.height(), height() - titleMetrics.height() - 16.0);
    const double top = (height() - titleMetrics.height() - 4.0 - textHeight) / 2.0;
    painter.setFont(titleFont);
    painter.setPen(theme.color(m_primary ? Token::OnAccent : Token::Text));
    painter.drawText(QRectF(left, top, room, titleMetrics.height()),
        Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        titleMetrics.elidedText(text(), Qt::ElideRight, room));
    painter.setFont(textFont);
    painter.setPen(m_primary ? theme.color(Token::OnAccent, 0.9) : theme.color(Token::Text2));
    painter.drawText(QRectF(left, top + titleMetrics.height() + 4.0, room, textHeight + 1.0),
        Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_details);
}

} // namespace negatoscope::ui
