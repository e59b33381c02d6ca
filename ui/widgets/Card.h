#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace negatoscope::ui {

class ElideLabel;

/// One idea on one rounded surface. Title row: title, then what is added, a stretch, and what is
/// added at the end. Without a title there is no row.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void addToTitle(QWidget* widget);    ///< badges, after the title
    void addToTitleEnd(QWidget* widget); ///< buttons, right-aligned
    QVBoxLayout* body() { return m_body; }

private:
    QVBoxLayout* m_outer = nullptr;
    QVBoxLayout* m_body = nullptr;
    QWidget* m_titleRow = nullptr;
    QHBoxLayout* m_titleLayout = nullptr;
    ElideLabel* m_title = nullptr;
    int m_badges = 0;
};

/// A grey well inside a card (inset ground, border, radius 7).
class Inset : public QFrame
{
    Q_OBJECT

public:
    explicit Inset(QWidget* parent = nullptr);
};

} // namespace negatoscope::ui
