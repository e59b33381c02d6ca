#pragma once

#include <QAbstractButton>

namespace negatoscope::ui {

/// One way to begin: icon, title and two lines of text, the whole card a button. The primary one
/// has the accent ground.
class StartCard final : public QAbstractButton
{
    Q_OBJECT

public:
    StartCard(const QString& iconName, bool primary, QWidget* parent = nullptr);
    /// `title` is also the accessible name.
    void setWords(const QString& title, const QString& text);
    void setIconName(const QString& iconName);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString m_iconName;
    QString m_details;
    bool m_primary;
};

} // namespace negatoscope::ui
