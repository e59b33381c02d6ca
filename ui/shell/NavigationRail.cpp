#include "ui/shell/NavigationRail.h"

#include "ui/shell/Theme.h"

#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kPagesStart = 2; ///< layout items before the pages: logo, gap

QIcon withDot(const QIcon& icon, int size)
{
    QIcon result;
    for (const qreal ratio : {1.0, 2.0}) {
        QPixmap pixmap(QSizeF(size * ratio, size * ratio).toSize());
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        icon.paint(&painter, QRect(0, 0, size, size));
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::instance().color(Token::Accent));
        painter.drawEllipse(QRectF(size - 7.0, 0.0, 7.0, 7.0));
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace

NavigationRail::NavigationRail(QWidget* parent)
    : QFrame(parent)
{
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Pages"));
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 8, 0, 10);
    m_layout->setSpacing(6);
    m_logo = new QToolButton(this);
    m_logo->setObjectName(QStringLiteral("logoButton"));
    m_logo->setToolTip(tr("Menu"));
    m_logo->setAccessibleName(tr("Menu"));
    m_logo->setPopupMode(QToolButton::InstantPopup);
    m_logo->setFocusPolicy(Qt::TabFocus);
    m_layout->addWidget(m_logo, 0, Qt::AlignHCenter);
    m_layout->addSpacing(10);
    m_layout->addStretch(1);
    connect(&Theme::instance(), &Theme::changed, this, &NavigationRail::refresh);
    refresh();
}

QToolButton* NavigationRail::makeButton(const QString& label)
{
    auto* button = new QToolButton(this);
    button->setText(label);
    button->setAccessibleName(label);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void NavigationRail::addPage(const QString& id, const QString& iconName, const QString& label)
{
    QToolButton* button = makeButton(label);
    button->setObjectName(id + QStringLiteral("PageButton"));
    button->setCheckable(true);
    connect(button, &QToolButton::clicked, this, [this, id] {
        setCurrent(m_current); // a second click must not uncheck
        Q_EMIT pageRequested(id);
    });
    m_layout->insertWidget(
        kPagesStart + static_cast<int>(m_pages.size()), button, 0, Qt::AlignHCenter);
    m_pages.append({id, iconName, label, button});
    refresh();
}

void NavigationRail::addBottomButton(const QString& iconName, const QString& label, QMenu* menu)
{
    QToolButton* button = makeButton(label);
    button->setToolTip(label);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_layout->addWidget(button, 0, Qt::AlignHCenter);
    m_bottom.append({{}, iconName, label, button});
    refresh();
}

void NavigationRail::setMainMenu(QMenu* menu)
{
    m_logo->setMenu(menu);
}

void NavigationRail::setCurrent(const QString& id)
{
    m_current = id;
    refresh();
}

void NavigationRail::setCompact(bool compact)
{
    if (compact != m_compact) {
        m_compact = compact;
        refresh();
    }
}

void NavigationRail::setBusyPage(const QString& id)
{
    if (id != m_busy) {
        m_busy = id;
        refresh();
    }
}

void NavigationRail::refresh()
{
    const Theme& theme = Theme::instance();
    setFixedWidth(m_compact ? theme.px(48) : theme.px(68));
    const int logo = theme.px(32);
    m_logo->setFixedSize(logo, logo);
    m_logo->setIconSize({theme.px(22), theme.px(22)});
    m_logo->setIcon(theme.icon(QStringLiteral("logo"), theme.px(22), Token::OnAccent));
    const int size = theme.px(m_compact ? 20 : 22);
    for (const Entry& page : std::as_const(m_pages)) {
        const bool current = page.id == m_current;
        const QIcon icon =
            theme.icon(page.iconName, size, current ? Token::AccentText : Token::Text2);
        page.button->setChecked(current);
        page.button->setIconSize({size, size});
        page.button->setIcon(page.id == m_busy ? withDot(icon, size) : icon);
        page.button->setToolButtonStyle(
            m_compact ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextUnderIcon);
        page.button->setToolTip(m_compact ? page.label : QString());
        page.button->setFixedSize(
            m_compact ? theme.px(36) : theme.px(58), m_compact ? theme.px(36) : theme.px(52));
    }
    for (const Entry& entry : std::as_const(m_bottom)) {
        entry.button->setIconSize({theme.px(20), theme.px(20)});
        entry.button->setIcon(theme.icon(entry.iconName, theme.px(20), Token::Text2));
        entry.button->setFixedSize(theme.px(36), theme.px(32));
    }
}

} // namespace negatoscope::ui
