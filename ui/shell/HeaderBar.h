#pragma once

#include <QFrame>

class QAction;
class QHBoxLayout;
class QMenu;
class QToolButton;

namespace negatoscope::ui {

class AppState;
class TextLabel;

/// Page title, data set switcher, undo and redo, theme, presentation, and the mark "Education
/// only", which is always there.
class HeaderBar final : public QFrame
{
    Q_OBJECT

public:
    explicit HeaderBar(AppState& state, QWidget* parent = nullptr);
    void setPageTitle(const QString& title);
    void setCompact(bool compact);
    /// The field "Search or run a command" that opens the palette.
    void setCommandAction(QAction* action);
    /// A button at the right that triggers the action and shows its icon.
    void addAction(QAction* action, const QString& iconName);

Q_SIGNALS:
    void educationNoticeRequested();

private:
    void refresh();
    void fillSwitcher();

    AppState& m_state;
    QHBoxLayout* m_layout = nullptr;
    TextLabel* m_title = nullptr;
    QToolButton* m_switcher = nullptr;
    QMenu* m_switcherMenu = nullptr;
    QToolButton* m_education = nullptr;
    QToolButton* m_command = nullptr;
    TextLabel* m_commandKeys = nullptr;
    QList<std::pair<QToolButton*, QString>> m_buttons;
    bool m_compact = false;
};

} // namespace negatoscope::ui
