#include "ui/widgets/Notices.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kToastMs = 6000;

QString toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Ok:
        return QStringLiteral("check");
    case Tone::Error:
        return QStringLiteral("error");
    case Tone::Warn:
        return QStringLiteral("warn");
    default:
        return QStringLiteral("info");
    }
}

/// The icon of an EmptyState on its rounded soft tile.
class IconTile : public QWidget
{
public:
    explicit IconTile(const QString& iconName, QWidget* parent)
        : QWidget(parent)
        , m_iconName(iconName)
    {
        setFixedSize(60, 60);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::instance();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::AccentSoft));
        painter.drawRoundedRect(rect(), 12, 12);
        painter.drawPixmap(
            16, 16, theme.pixmap(m_iconName, 28, Token::AccentText, devicePixelRatioF()));
    }

private:
    QString m_iconName;
};

} // namespace

InlineNotice::InlineNotice(Tone tone, QWidget* parent)
    : QFrame(parent)
    , m_tone(tone)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(12, 8, 12, 10);
    outer->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    m_icon = new QLabel(this);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    m_title = new TextLabel({}, FontRole::Strong, Token::Text, this);
    m_title->setWordWrap(true);
    head->addWidget(m_title, 1);
    outer->addLayout(head);
    m_text = new TextLabel({}, FontRole::Body, Token::Text, this);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    outer->addWidget(m_text);
    m_actionRow = new QWidget(this);
    m_actions = new QHBoxLayout(m_actionRow);
    m_actions->setContentsMargins(0, 4, 0, 0);
    m_actions->setSpacing(6);
    m_actions->addStretch(1);
    m_actionRow->hide();
    outer->addWidget(m_actionRow);
    connect(&Theme::instance(), &Theme::changed, this, &InlineNotice::refresh);
    refresh();
}

void InlineNotice::setContent(
    Tone tone, const QString& title, const QString& text, const QString& iconName)
{
    m_tone = tone;
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    refresh();
}

QString InlineNotice::title() const
{
    return m_title->text();
}

QString InlineNotice::text() const
{
    return m_text->text();
}

Button* InlineNotice::addAction(const QString& text, bool primary)
{
    auto* button =
        new Button(text, primary ? ButtonKind::Primary : ButtonKind::Secondary, {}, m_actionRow);
    m_actions->insertWidget(m_actions->count() - 1, button);
    m_actionRow->show();
    return button;
}

void InlineNotice::clearActions()
{
    const QList<Button*> buttons = m_actionRow->findChildren<Button*>();
    for (Button* button : buttons) {
        m_actions->removeWidget(button);
        button->hide();
        button->deleteLater();
    }
    m_actionRow->hide();
}

void InlineNotice::refresh()
{
    const Theme& theme = Theme::instance();
    const int size = theme.px(16);
    m_icon->setPixmap(theme.pixmap(m_iconName.isEmpty() ? toneIcon(m_tone) : m_iconName, size,
        toneText(m_tone), devicePixelRatioF()));
    m_title->setToken(toneText(m_tone));
    m_text->setContentsMargins(size + 8, 0, 0, 0);
    update();
}

void InlineNotice::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::instance().color(toneSoft(m_tone)));
    painter.drawRoundedRect(rect(), 8, 8);
}

EmptyState::EmptyState(
    const QString& iconName, const QString& title, const QString& text, QWidget* parent)
    : QFrame(parent)
    , m_iconName(iconName)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 24, 24, 24);
    outer->setSpacing(10);
    outer->addStretch(1);
    m_tile = new IconTile(iconName, this);
    outer->addWidget(m_tile, 0, Qt::AlignHCenter);
    m_title = new TextLabel(title, FontRole::Page, Token::Text, this);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    outer->addWidget(m_title);
    m_text = new TextLabel(text, FontRole::Body, Token::Text2, this);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setMaximumWidth(460);
    m_text->setMinimumWidth(200);
    auto* textRow = new QHBoxLayout;
    textRow->addStretch(1);
    textRow->addWidget(m_text, 100);
    textRow->addStretch(1);
    outer->addLayout(textRow);
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(8);
    m_actions->addStretch(1);
    m_actions->addStretch(1);
    outer->addLayout(m_actions);
    outer->addStretch(1);
    setAccessibleName(title);
    setAccessibleDescription(text);
}

Button* EmptyState::addAction(const QString& text, bool primary, const QString& iconName)
{
    auto* button =
        new Button(text, primary ? ButtonKind::Primary : ButtonKind::Secondary, iconName, this);
    m_actions->insertWidget(m_actions->count() - 1, button);
    return button;
}

void EmptyState::setContent(const QString& title, const QString& text)
{
    m_title->setText(title);
    m_text->setText(text);
    setAccessibleName(title);
    setAccessibleDescription(text);
}

void EmptyState::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.color(Token::Strong), 1.5);
    pen.setDashPattern({6, 4});
    painter.setPen(pen);
    painter.setBrush(theme.color(Token::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 10, 10);
}

Toast::Toast(QWidget* parent)
    : QFrame(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 10, 6);
    row->setSpacing(10);
    m_icon = new QLabel(this);
    row->addWidget(m_icon);
    m_text = new TextLabel({}, FontRole::Strong, Token::TipText, this);
    row->addWidget(m_text, 1);
    m_action = new QPushButton(this);
    m_action->setProperty("kind", QStringLiteral("tip"));
    m_action->setAccessibleName(tr("Do what the message offers"));
    row->addWidget(m_action);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kToastMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_action->hasFocus()) {
            m_timer.start();
        } else {
            hide();
        }
    });
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        if (m_callback) {
            m_callback();
        }
    });
    parent->installEventFilter(this);
    hide();
}

void Toast::showMessage(const QString& text, const QString& iconName, const QString& actionText,
    std::function<void()> action)
{
    m_iconName = iconName;
    m_icon->setPixmap(Theme::instance().pixmap(iconName, 16, Token::TipText, devicePixelRatioF()));
    m_text->setText(text);
    m_action->setText(actionText);
    m_action->setAccessibleName(actionText);
    m_action->setVisible(!actionText.isEmpty());
    m_callback = std::move(action);
    setAccessibleName(text);
    adjustSize();
    place();
    show();
    raise();
    m_timer.start();
}

QString Toast::text() const
{
    return m_text->text();
}

void Toast::place()
{
    const int wanted = std::min(sizeHint().width(), parentWidget()->width() - 24);
    const int tall = std::max(Theme::instance().px(36), sizeHint().height());
    setGeometry(12, parentWidget()->height() - tall - m_bottomMargin, wanted, tall);
}

void Toast::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::instance().color(Token::Tip));
    painter.drawRoundedRect(rect(), 8, 8);
}

void Toast::enterEvent(QEnterEvent*)
{
    m_timer.stop();
}

void Toast::leaveEvent(QEvent*)
{
    m_timer.start();
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace negatoscope::ui
