#include "ui/shell/HeaderBar.h"

#include "ui/shell/AppState.h"
#include "ui/shell/EducationMark.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Labels.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace negatoscope::ui {

HeaderBar::HeaderBar(AppState& state, QWidget* parent)
    : QFrame(parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("header"));
    m_layout = new QHBoxLayout(this);
    m_layout->setContentsMargins(16, 0, 14, 0);
    m_layout->setSpacing(6);
    m_title = new TextLabel({}, FontRole::Page, Token::Text, this);
    m_title->setObjectName(QStringLiteral("pageTitle"));
    m_layout->addWidget(m_title);
    m_layout->addWidget(new TextLabel(QStringLiteral("/"), FontRole::Page, Token::Text3, this));
    m_switcher = new QToolButton(this);
    m_switcher->setObjectName(QStringLiteral("datasetSwitcher"));
    m_switcher->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_switcher->setLayoutDirection(Qt::RightToLeft); // the chevron stands after the name
    m_switcher->setPopupMode(QToolButton::InstantPopup);
    m_switcher->setFocusPolicy(Qt::TabFocus);
    m_switcherMenu = new QMenu(m_switcher);
    connect(m_switcherMenu, &QMenu::aboutToShow, this, &HeaderBar::fillSwitcher);
    m_switcher->setMenu(m_switcherMenu);
    m_layout->addWidget(m_switcher);
    m_layout->addStretch(1);
    m_education = new EducationMark(this);
    connect(m_education, &QToolButton::clicked, this, &HeaderBar::educationNoticeRequested);
    m_layout->addSpacing(6);
    m_layout->addWidget(m_education);
    connect(&m_state, &AppState::manifestChanged, this, &HeaderBar::refresh);
    connect(&Theme::instance(), &Theme::changed, this, &HeaderBar::refresh);
    refresh();
}

void HeaderBar::setPageTitle(const QString& title)
{
    m_title->setText(title);
}

void HeaderBar::setCompact(bool compact)
{
    m_compact = compact;
    refresh();
}

void HeaderBar::setCommandAction(QAction* action)
{
    m_command = new QToolButton(this);
    m_command->setObjectName(QStringLiteral("commandField"));
    m_command->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_command->setFocusPolicy(Qt::TabFocus);
    m_command->setText(action->text());
    m_command->setAccessibleName(action->text());
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    m_command->setToolTip(QStringLiteral("%1 (%2)").arg(action->text(), keys));
    m_commandKeys = new TextLabel(keys, FontRole::Label, Token::Text3, m_command);
    m_commandKeys->setObjectName(QStringLiteral("commandKeys"));
    auto* inside = new QHBoxLayout(m_command);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->addStretch(1);
    inside->addWidget(m_commandKeys);
    connect(m_command, &QToolButton::clicked, action, &QAction::trigger);
    m_layout->insertWidget(m_layout->count() - 2, m_command);
    refresh();
}

void HeaderBar::addAction(QAction* action, const QString& iconName)
{
    auto* button = new QToolButton(this);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setFocusPolicy(Qt::TabFocus);
    button->setEnabled(action->isEnabled());
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        const QString text = action->text().remove(QLatin1Char('&'));
        button->setToolTip(keys.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, keys));
        button->setAccessibleName(text);
    };
    follow();
    connect(action, &QAction::changed, button, follow);
    connect(button, &QToolButton::clicked, action, &QAction::trigger);
    m_layout->insertWidget(m_layout->count() - 2, button);
    m_buttons.append({button, iconName});
    refresh();
}

void HeaderBar::fillSwitcher()
{
    m_switcherMenu->clear();
    const QStringList folders = m_state.recentFolders();
    for (const QString& folder : folders) {
        QAction* action =
            m_switcherMenu->addAction(QFileInfo(folder).fileName().replace('&', "&&"));
        action->setToolTip(QDir::toNativeSeparators(folder));
        connect(
            action, &QAction::triggered, &m_state, [this, folder] { m_state.openFolder(folder); });
    }
    if (!folders.isEmpty()) {
        m_switcherMenu->addSeparator();
    }
    connect(m_switcherMenu->addAction(tr("Open folder…")), &QAction::triggered, &m_state,
        &AppState::folderChoiceRequested);
}

void HeaderBar::refresh()
{
    const Theme& theme = Theme::instance();
    setFixedHeight(theme.px(m_compact ? 44 : 48));
    const QString name = m_state.datasetName();
    const QString shown = name.isEmpty() ? tr("no films open") : name;
    m_switcher->setFont(theme.font(FontRole::Strong));
    m_switcher->setText(
        QFontMetrics(theme.font(FontRole::Strong)).elidedText(shown, Qt::ElideMiddle, 260));
    m_switcher->setToolTip(shown);
    m_switcher->setAccessibleName(tr("Data set: %1").arg(shown));
    m_switcher->setIconSize({theme.px(14), theme.px(14)});
    m_switcher->setIcon(theme.icon(QStringLiteral("chevron"), theme.px(14), Token::Text2));
    if (m_command != nullptr) {
        m_command->setFixedSize(theme.px(m_compact ? 200 : 250), theme.px(30));
        m_command->setFont(theme.font(FontRole::Body));
        m_command->setIconSize({theme.px(15), theme.px(15)});
        m_command->setIcon(theme.icon(QStringLiteral("loupe"), theme.px(15), Token::Text2));
        const int room = m_command->width() - m_command->iconSize().width() -
                         m_commandKeys->sizeHint().width() - theme.px(32);
        m_command->setText(
            m_command->fontMetrics().elidedText(m_command->accessibleName(), Qt::ElideRight, room));
    }
    for (const auto& [button, iconName] : std::as_const(m_buttons)) {
        const QString actual =
            iconName == QLatin1String("moon") && theme.isDark() ? QStringLiteral("sun") : iconName;
        button->setIconSize({theme.px(17), theme.px(17)});
        button->setIcon(theme.icon(actual, theme.px(17), Token::Text2));
        button->setFixedSize(theme.px(32), theme.px(30));
    }
}

} // namespace negatoscope::ui
