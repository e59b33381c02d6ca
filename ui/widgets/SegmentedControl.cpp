#include "ui/widgets/SegmentedControl.h"

#include "ui/shell/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace negatoscope::ui {

SegmentedControl::SegmentedControl(QWidget* parent)
    : QFrame(parent)
{
    m_layout = new QHBoxLayout(this);
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, &SegmentedControl::refresh);
}

int SegmentedControl::addSegment(const QString& text, const QString& iconName)
{
    const int index = count();
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, index] {
        m_buttons.at(index)->setChecked(true);
        setCurrentIndex(index);
    });
    m_layout->addWidget(button);
    m_buttons.append(button);
    m_icons.append(iconName);
    if (m_current < 0) {
        m_current = 0;
    }
    refresh();
    return index;
}

void SegmentedControl::setSegmentText(int index, const QString& text)
{
    m_buttons.at(index)->setText(text);
    m_buttons.at(index)->setAccessibleName(text);
}

void SegmentedControl::setSegmentIcon(int index, const QString& iconName)
{
    m_icons[index] = iconName;
    refresh();
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled, const QString& reason)
{
    m_buttons.at(index)->setEnabled(enabled);
    m_buttons.at(index)->setToolTip(enabled ? QString() : reason);
}

void SegmentedControl::setCurrentIndex(int index)
{
    if (index < 0 || index >= count() || index == m_current) {
        return;
    }
    m_current = index;
    refresh();
    Q_EMIT currentChanged(index);
}

void SegmentedControl::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const int next = m_current + step;
    if (step != 0 && next >= 0 && next < count() && m_buttons.at(next)->isEnabled()) {
        setCurrentIndex(next);
        m_buttons.at(next)->setFocus();
        return;
    }
    QFrame::keyPressEvent(event);
}

void SegmentedControl::refresh()
{
    const Theme& theme = Theme::instance();
    const int size = theme.px(13);
    for (int i = 0; i < count(); ++i) {
        QToolButton* button = m_buttons.at(i);
        button->setChecked(i == m_current);
        button->setIconSize({size, size});
        button->setIcon(
            m_icons.at(i).isEmpty() ? QIcon() : theme.icon(m_icons.at(i), size, Token::Text2));
        button->setToolButtonStyle(
            m_icons.at(i).isEmpty() ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    }
}

} // namespace negatoscope::ui
