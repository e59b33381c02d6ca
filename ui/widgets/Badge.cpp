#include "ui/widgets/Badge.h"

#include <QPainter>

namespace negatoscope::ui {

Token toneText(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return Token::Text2;
    case Tone::Accent:
        return Token::AccentText;
    case Tone::Ok:
        return Token::Ok;
    case Tone::Warn:
        return Token::Warn;
    case Tone::Error:
        return Token::Error;
    case Tone::Info:
        return Token::Info;
    case Tone::Normal:
        return Token::NormalText;
    case Tone::Pneumonia:
        return Token::PneuText;
    case Tone::Train:
        return Token::TrainText;
    case Tone::Validation:
        return Token::ValText;
    case Tone::Test:
        return Token::TestText;
    }
    return Token::Text2;
}

Token toneSoft(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return Token::Inset;
    case Tone::Accent:
        return Token::AccentSoft;
    case Tone::Ok:
        return Token::OkSoft;
    case Tone::Warn:
        return Token::WarnSoft;
    case Tone::Error:
        return Token::ErrorSoft;
    case Tone::Info:
        return Token::InfoSoft;
    case Tone::Normal:
        return Token::NormalSoft;
    case Tone::Pneumonia:
        return Token::PneuSoft;
    case Tone::Train:
        return Token::TrainSoft;
    case Tone::Validation:
        return Token::ValSoft;
    case Tone::Test:
        return Token::TestSoft;
    }
    return Token::Inset;
}

namespace {

QFont badgeFont()
{
    QFont font = Theme::instance().font(FontRole::Label);
    font.setPointSizeF(font.pointSizeF() * 11.5 / 11.0);
    return font;
}

constexpr int kIcon = 13;
constexpr int kPadding = 8;
constexpr int kGap = 5;

} // namespace

Badge::Badge(const QString& text, Tone tone, const QString& iconName, QWidget* parent)
    : QWidget(parent)
    , m_text(text)
    , m_tone(tone)
    , m_iconName(iconName)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(text);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Badge::setText(const QString& text)
{
    if (text != m_text) {
        m_text = text;
        setAccessibleName(text);
        updateGeometry();
        update();
    }
}

void Badge::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void Badge::setIconName(const QString& iconName)
{
    m_iconName = iconName;
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    const Theme& theme = Theme::instance();
    const int icon = m_iconName.isEmpty() ? 0 : theme.px(kIcon) + kGap;
    return {QFontMetrics(badgeFont()).horizontalAdvance(m_text) + icon + 2 * kPadding + 1,
        theme.px(19)};
}

QSize Badge::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), Theme::instance().px(34)), sizeHint().height()};
}

void Badge::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(toneSoft(m_tone)));
    const qreal radius = std::min(height() / 2.0, 9.0 * theme.fontFactor());
    painter.drawRoundedRect(rect(), radius, radius);

    int left = kPadding;
    if (!m_iconName.isEmpty()) {
        const int size = theme.px(kIcon);
        painter.drawPixmap(left, (height() - size) / 2,
            theme.pixmap(m_iconName, size, toneText(m_tone), devicePixelRatioF()));
        left += size + kGap;
    }
    painter.setFont(badgeFont());
    painter.setPen(theme.color(toneText(m_tone)));
    const QRect area(left, 0, width() - left - kPadding + 1, height());
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(m_text, Qt::ElideRight, area.width()));
}

} // namespace negatoscope::ui
