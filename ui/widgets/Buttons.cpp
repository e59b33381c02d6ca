#include "ui/widgets/Buttons.h"

#include <QEvent>
#include <QStyle>

namespace negatoscope::ui {

namespace {

const char* kindName(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
        return "primary";
    case ButtonKind::Secondary:
        return "secondary";
    case ButtonKind::Ghost:
        return "ghost";
    case ButtonKind::Danger:
        return "danger";
    case ButtonKind::Link:
        return "link";
    }
    return "secondary";
}

Token iconToken(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
        return Token::OnAccent;
    case ButtonKind::Danger:
        return Token::Error;
    case ButtonKind::Link:
        return Token::AccentText;
    case ButtonKind::Ghost:
        return Token::Text2;
    case ButtonKind::Secondary:
        break;
    }
    return Token::Text;
}

} // namespace

Button::Button(const QString& text, ButtonKind kind, const QString& iconName, QWidget* parent)
    : QPushButton(text, parent)
    , m_kind(kind)
    , m_iconName(iconName)
{
    setProperty("kind", QLatin1String(kindName(kind)));
    setCursor(kind == ButtonKind::Link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setAutoDefault(false);
    refresh();
    connect(&Theme::instance(), &Theme::changed, this, &Button::refresh);
}

void Button::setKind(ButtonKind kind)
{
    m_kind = kind;
    setProperty("kind", QLatin1String(kindName(kind)));
    style()->unpolish(this);
    style()->polish(this);
    refresh();
}

void Button::setButtonSize(ButtonSize size)
{
    m_size = size;
    setProperty("size", size == ButtonSize::Small   ? QStringLiteral("small")
                        : size == ButtonSize::Large ? QStringLiteral("large")
                                                    : QStringLiteral("normal"));
    style()->unpolish(this);
    style()->polish(this);
    refresh();
}

void Button::setIconName(const QString& iconName)
{
    m_iconName = iconName;
    refresh();
}

void Button::refresh()
{
    const Theme& theme = Theme::instance();
    if (m_iconName.isEmpty()) {
        setIcon({});
    } else {
        const int size = theme.px(15);
        setIconSize({size, size});
        setIcon(theme.icon(m_iconName, size, iconToken(m_kind)));
    }
    updateGeometry();
}

void Button::changeEvent(QEvent* event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
}

IconButton::IconButton(const QString& iconName, const QString& name, QWidget* parent)
    : QToolButton(parent)
    , m_iconName(iconName)
{
    setToolTip(name);
    setAccessibleName(name);
    setFocusPolicy(Qt::TabFocus);
    refresh();
    connect(&Theme::instance(), &Theme::changed, this, &IconButton::refresh);
}

void IconButton::setIconName(const QString& iconName)
{
    m_iconName = iconName;
    refresh();
}

void IconButton::setIconPixels(int pixels)
{
    m_pixels = pixels;
    refresh();
}

void IconButton::setToken(Token token)
{
    m_token = token;
    refresh();
}

void IconButton::refresh()
{
    const Theme& theme = Theme::instance();
    const int size = theme.px(m_pixels);
    setIconSize({size, size});
    setIcon(theme.icon(m_iconName, size, m_token));
    setMinimumSize(theme.px(24), theme.px(24));
}

void IconButton::changeEvent(QEvent* event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::ToolTipChange) {
        setAccessibleName(toolTip());
    }
}

} // namespace negatoscope::ui
