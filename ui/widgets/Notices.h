#pragma once

#include "ui/widgets/Badge.h"

#include <QFrame>
#include <QTimer>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace negatoscope::ui {

class Button;
class ElideLabel;
class TextLabel;

/// A soft box that states a fact, one sentence, and offers one or two buttons that fix it.
class InlineNotice : public QFrame
{
    Q_OBJECT

public:
    explicit InlineNotice(Tone tone = Tone::Warn, QWidget* parent = nullptr);
    /// An empty icon name takes the tone's own icon.
    void setContent(
        Tone tone, const QString& title, const QString& text, const QString& iconName = {});
    QString title() const;
    QString text() const;
    Button* addAction(const QString& text, bool primary = false);
    void clearActions();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    Tone m_tone;
    QString m_iconName;
    QLabel* m_icon = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_text = nullptr;
    QWidget* m_actionRow = nullptr;
    QHBoxLayout* m_actions = nullptr;
};

/// A dashed card that says what goes here and offers the first step.
class EmptyState : public QFrame
{
    Q_OBJECT

public:
    explicit EmptyState(const QString& iconName, const QString& title, const QString& text,
        QWidget* parent = nullptr);
    Button* addAction(const QString& text, bool primary, const QString& iconName = {});
    void setContent(const QString& title, const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_iconName;
    QWidget* m_tile = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_text = nullptr;
    QHBoxLayout* m_actions = nullptr;
};

/// One short message at the bottom left of its parent, for 6 s; stays while hovered or focused.
class Toast : public QFrame
{
    Q_OBJECT

public:
    explicit Toast(QWidget* parent);
    void showMessage(const QString& text, const QString& iconName = QStringLiteral("check"),
        const QString& actionText = {}, std::function<void()> action = {});
    QString text() const;
    void setBottomMargin(int margin) { m_bottomMargin = margin; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QString m_iconName;
    QLabel* m_icon = nullptr;
    TextLabel* m_text = nullptr;
    QPushButton* m_action = nullptr;
    std::function<void()> m_callback;
    QTimer m_timer;
    int m_bottomMargin = 8;
};

} // namespace negatoscope::ui
