#include "ui/widgets/Labels.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace negatoscope::ui {

TextLabel::TextLabel(const QString& text, FontRole role, Token token, QWidget* parent)
    : QLabel(text, parent)
    , m_role(role)
    , m_token(token)
{
    setTextFormat(Qt::PlainText);
    refresh();
    connect(&Theme::instance(), &Theme::changed, this, &TextLabel::refresh);
}

void TextLabel::setRole(FontRole role)
{
    m_role = role;
    refresh();
}

void TextLabel::setToken(Token token)
{
    m_token = token;
    refresh();
}

void TextLabel::setWeight(QFont::Weight weight)
{
    m_weight = weight;
    refresh();
}

void TextLabel::refresh()
{
    QFont wanted = Theme::instance().font(m_role);
    if (m_weight > 0) {
        wanted.setWeight(static_cast<QFont::Weight>(m_weight));
    }
    setFont(wanted);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::instance().color(m_token));
    setPalette(colors);
}

ElideLabel::ElideLabel(const QString& text, FontRole role, Token token, QWidget* parent)
    : TextLabel(text, role, token, parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElideLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

QSize ElideLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QStringLiteral("…")), TextLabel::sizeHint().height()};
}

bool ElideLabel::isElided() const
{
    return fontMetrics().horizontalAdvance(text()) > contentsRect().width();
}

void ElideLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    const QRect area = contentsRect();
    painter.drawText(area, static_cast<int>(alignment()) | Qt::TextSingleLine,
        fontMetrics().elidedText(text(), m_mode, area.width()));
}

bool ElideLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && isElided()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
        return true;
    }
    return TextLabel::event(event);
}

Separator::Separator(Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent)
{
    if (orientation == Qt::Horizontal) {
        setFixedHeight(1);
    } else {
        setFixedWidth(1);
    }
}

void Separator::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::instance().color(Token::Border));
}

} // namespace negatoscope::ui
