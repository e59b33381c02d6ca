#pragma once

#include "ui/shell/Theme.h"

#include <QLabel>

namespace negatoscope::ui {

/// A label in a role's font and a token's colour that follows the theme.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    explicit TextLabel(const QString& text = {}, FontRole role = FontRole::Body,
        Token token = Token::Text, QWidget* parent = nullptr);
    void setRole(FontRole role);
    void setToken(Token token);
    /// Keeps the role's size with another weight (400, 500, 600).
    void setWeight(QFont::Weight weight);

private:
    void refresh();

    FontRole m_role;
    Token m_token;
    int m_weight = -1;
};

/// A one-line label that is cut with "…" instead of widening its window; the tooltip holds the
/// whole text when it is cut.
class ElideLabel : public TextLabel
{
    Q_OBJECT

public:
    explicit ElideLabel(const QString& text = {}, FontRole role = FontRole::Body,
        Token token = Token::Text, QWidget* parent = nullptr);
    void setElideMode(Qt::TextElideMode mode);
    QSize minimumSizeHint() const override;
    bool isElided() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

/// A 1-px line in the border colour.
class Separator : public QWidget
{
    Q_OBJECT

public:
    explicit Separator(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace negatoscope::ui
