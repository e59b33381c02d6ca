#include "ui/widgets/Field.h"

#include "ui/shell/Theme.h"
#include "ui/widgets/Labels.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

/// The 6-px accent dot of "changed from the default"; pressed, it takes the change back. Keys have
/// Ctrl+R in the field.
class Dot : public QAbstractButton
{
public:
    explicit Dot(QWidget* parent)
        : QAbstractButton(parent)
    {
        setFixedSize(12, 12);
        setFocusPolicy(Qt::NoFocus);
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(Field::tr("Back to the default"));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::instance().color(Token::Accent));
        painter.drawEllipse(QRectF(3, 3, 6, 6));
    }
};

} // namespace

Field::Field(const QString& label, QWidget* control, QWidget* parent)
    : QWidget(parent)
    , m_control(control)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    m_label = new ElideLabel(label, FontRole::Label, Token::Text2, this);
    head->addWidget(m_label);
    m_dot = new Dot(this);
    m_dot->hide();
    connect(m_dot, &QAbstractButton::clicked, this, &Field::resetRequested);
    head->addWidget(m_dot);
    head->addStretch(1);
    m_edited = new ElideLabel({}, FontRole::Label, Token::AccentText, this);
    m_edited->hide();
    head->addWidget(m_edited);
    outer->addLayout(head);
    control->setParent(this);
    if (control->accessibleName().isEmpty()) {
        control->setAccessibleName(label);
    }
    m_label->setBuddy(control);
    outer->addWidget(control);
    m_error = new TextLabel({}, FontRole::Label, Token::Error, this);
    m_error->setWordWrap(true);
    m_error->hide();
    outer->addWidget(m_error);
}

void Field::setChanged(bool changed, const QString& tooltip)
{
    m_dot->setVisible(changed);
    m_dot->setToolTip(tooltip);
    m_dot->setAccessibleDescription(tooltip);
}

void Field::setEditedText(const QString& text)
{
    m_edited->setText(text);
    m_edited->setVisible(!text.isEmpty());
}

void Field::setError(const QString& sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    m_control->setProperty("invalid", !sentence.isEmpty());
    m_control->style()->unpolish(m_control);
    m_control->style()->polish(m_control);
    m_control->setAccessibleDescription(sentence);
}

} // namespace negatoscope::ui
