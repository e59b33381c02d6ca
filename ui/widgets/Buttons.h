#pragma once

#include "ui/shell/Theme.h"

#include <QPushButton>
#include <QToolButton>

namespace negatoscope::ui {

enum class ButtonKind { Primary, Secondary, Ghost, Danger, Link };
enum class ButtonSize { Small, Normal, Large }; ///< 22, 28, 38 px

/// A text button of one of the five kinds; its icon follows the theme.
class Button : public QPushButton
{
    Q_OBJECT

public:
    explicit Button(const QString& text, ButtonKind kind = ButtonKind::Secondary,
        const QString& iconName = {}, QWidget* parent = nullptr);
    void setKind(ButtonKind kind);
    void setButtonSize(ButtonSize size);
    void setIconName(const QString& iconName);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    ButtonKind m_kind;
    ButtonSize m_size = ButtonSize::Normal;
    QString m_iconName;
};

/// A frameless icon button; its tooltip is its accessible name.
class IconButton : public QToolButton
{
    Q_OBJECT

public:
    explicit IconButton(const QString& iconName, const QString& name, QWidget* parent = nullptr);
    void setIconName(const QString& iconName);
    void setIconPixels(int pixels); ///< default 16
    void setToken(Token token);     ///< default text2

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    QString m_iconName;
    int m_pixels = 16;
    Token m_token = Token::Text2;
};

} // namespace negatoscope::ui
