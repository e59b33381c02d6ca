#pragma once

#include <QFrame>
#include <QList>

class QHBoxLayout;
class QToolButton;

namespace negatoscope::ui {

/// Two to four choices side by side, one selected. Arrow keys move the choice.
class SegmentedControl : public QFrame
{
    Q_OBJECT

public:
    explicit SegmentedControl(QWidget* parent = nullptr);
    int addSegment(const QString& text, const QString& iconName = {});
    void setSegmentText(int index, const QString& text);
    void setSegmentIcon(int index, const QString& iconName);
    /// A disabled segment says why in its tooltip.
    void setSegmentEnabled(int index, bool enabled, const QString& reason = {});
    int currentIndex() const { return m_current; }
    int count() const { return static_cast<int>(m_buttons.size()); }

public Q_SLOTS:
    void setCurrentIndex(int index);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();

    QHBoxLayout* m_layout = nullptr;
    QList<QToolButton*> m_buttons;
    QStringList m_icons;
    int m_current = -1;
};

} // namespace negatoscope::ui
