#include "ui/widgets/Card.h"

#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace negatoscope::ui {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
{
    m_outer = new QVBoxLayout(this);
    m_outer->setContentsMargins(14, 10, 14, 12);
    m_outer->setSpacing(8);
    m_titleRow = new QWidget(this);
    m_titleLayout = new QHBoxLayout(m_titleRow);
    m_titleLayout->setContentsMargins(0, 0, 0, 0);
    m_titleLayout->setSpacing(6);
    m_title = new ElideLabel(title, FontRole::Card, Token::Text, m_titleRow);
    m_titleLayout->addWidget(m_title);
    m_titleLayout->addStretch(1);
    m_title->setVisible(!title.isEmpty());
    m_titleRow->setVisible(!title.isEmpty());
    m_outer->addWidget(m_titleRow);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(8);
    m_outer->addLayout(m_body, 1);
    setAccessibleName(title);
}

void Card::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
    m_titleRow->setVisible(true);
}

void Card::addToTitle(QWidget* widget)
{
    m_titleLayout->insertWidget(1 + m_badges++, widget);
    m_titleRow->setVisible(true);
}

void Card::addToTitleEnd(QWidget* widget)
{
    m_titleLayout->addWidget(widget);
    m_titleRow->setVisible(true);
}

Inset::Inset(QWidget* parent)
    : QFrame(parent)
{}

} // namespace negatoscope::ui
