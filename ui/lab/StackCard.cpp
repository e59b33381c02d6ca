#include "ui/lab/StackCard.h"

#include "ui/shell/Theme.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kRowHeight = 36;
constexpr int kErrorHeight = 18;
constexpr int kGripWidth = 22;
constexpr int kIconSize = 18;

} // namespace

StackCard::StackCard(const QString& iconName, const QString& name, QWidget* parent)
    : QFrame(parent)
    , m_iconName(iconName)
    , m_name(new ElideLabel(name, FontRole::Strong))
    , m_caption(new ElideLabel({}, FontRole::Small, Token::Text2))
    , m_errorLabel(new ElideLabel({}, FontRole::Small, Token::Error))
{
    auto* texts = new QVBoxLayout;
    texts->setContentsMargins(0, 0, 0, 0);
    texts->setSpacing(0);
    texts->addStretch(1);
    texts->addWidget(m_name);
    texts->addWidget(m_caption);
    texts->addStretch(1);
    m_row = new QHBoxLayout;
    m_row->setContentsMargins(kGripWidth + kIconSize + 8, 0, 4, 0);
    m_row->setSpacing(4);
    m_row->addLayout(texts, 1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addLayout(m_row, 1);
    auto* errorRow = new QHBoxLayout;
    errorRow->setContentsMargins(kGripWidth + kIconSize + 8, 0, 8, 4);
    errorRow->addWidget(m_errorLabel);
    outer->addLayout(errorRow);
    m_errorLabel->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, &StackCard::updateHeight);
    updateHeight();
}

int StackCard::rowHeight() const
{
    return Theme::instance().px(kRowHeight);
}

void StackCard::updateHeight()
{
    setFixedHeight(rowHeight() + (m_error.isEmpty() ? 0 : Theme::instance().px(kErrorHeight)));
    update();
}

QSize StackCard::sizeHint() const
{
    return {260, height()};
}

QSize StackCard::minimumSizeHint() const
{
    return {180, height()};
}

void StackCard::addField(QWidget* field)
{
    m_row->addWidget(field);
}

void StackCard::setCaption(const QString& caption)
{
    m_caption->setText(caption);
    m_caption->setVisible(!m_compact && !caption.isEmpty());
}

QString StackCard::caption() const
{
    return m_caption->text();
}

void StackCard::setName(const QString& name)
{
    m_name->setText(name);
}

void StackCard::setError(const QString& sentence)
{
    if (sentence == m_error) {
        return;
    }
    m_error = sentence;
    m_errorLabel->setText(sentence);
    m_errorLabel->setToolTip(sentence);
    m_errorLabel->setVisible(!sentence.isEmpty());
    setToolTip(sentence);
    updateHeight();
}

void StackCard::setSelected(bool selected)
{
    if (selected != m_selected) {
        m_selected = selected;
        update();
    }
}

void StackCard::setStruck(bool struck)
{
    m_struck = struck;
    m_name->setToken(struck ? Token::Text3 : Token::Text);
    m_caption->setToken(struck ? Token::Text3 : Token::Text2);
    update();
}

void StackCard::setChangedDot(bool shown)
{
    m_dot = shown;
    update();
}

void StackCard::setCompact(bool compact)
{
    m_compact = compact;
    m_caption->setVisible(!compact && !m_caption->text().isEmpty());
}

QRectF StackCard::gripRect() const
{
    return {0.0, 0.0, static_cast<double>(kGripWidth), static_cast<double>(rowHeight())};
}

void StackCard::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    Token outline = m_selected ? Token::Accent : Token::Border;
    if (!m_error.isEmpty()) {
        outline = Token::Error;
    }
    painter.setPen(QPen(theme.color(outline), 1.0));
    painter.setBrush(theme.color(m_selected ? Token::AccentSoft : Token::Inset));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);

    const double middle = rowHeight() / 2.0;
    const qreal ratio = devicePixelRatioF();
    if (m_grip) {
        painter.drawPixmap(QPointF(5.0, middle - 7.0),
            theme.pixmap(QStringLiteral("grip"), 14, Token::Text3, ratio));
    }
    painter.drawPixmap(QPointF(kGripWidth + 2.0, middle - kIconSize / 2.0),
        theme.pixmap(m_iconName, kIconSize, m_struck ? Token::Disabled : Token::Text2, ratio));
    if (m_struck) {
        painter.setPen(QPen(theme.color(Token::Strong), 1.0));
        painter.drawLine(QPointF(4.0, middle), QPointF(kGripWidth + kIconSize + 4.0, middle));
    }
    if (m_dot) {
        const QFontMetricsF metrics(m_name->font());
        const double x = m_name->x() + qMin<double>(m_name->width() - 8.0,
                                           metrics.horizontalAdvance(m_name->text()) + 6.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Accent));
        painter.drawEllipse(QPointF(x + 3.0, m_name->geometry().center().y() + 0.5), 3.0, 3.0);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.color(Token::Focus), 2.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0), 5.0, 5.0);
    }
}

} // namespace negatoscope::ui
