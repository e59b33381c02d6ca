#include "ui/shell/EducationMark.h"

#include "ui/shell/Theme.h"

#include <QPainter>

namespace negatoscope::ui {

namespace {

constexpr int kPadding = 11;
constexpr int kIcon = 15;
constexpr int kGap = 5;

} // namespace

EducationMark::EducationMark(QWidget* parent)
    : QToolButton(parent)
{
    setObjectName(QStringLiteral("educationMark"));
    setAccessibleName(text());
    setToolTip(fullNotice());
    setFocusPolicy(Qt::TabFocus);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QString EducationMark::text()
{
    return tr("Education only – not for diagnosis");
}

QString EducationMark::fullNotice()
{
    return tr("For teaching and research only. Not a medical device; not for diagnosis, triage or "
              "treatment.");
}

QSize EducationMark::sizeHint() const
{
    const Theme& theme = Theme::instance();
    const QFontMetrics metrics(theme.font(FontRole::Small));
    return {metrics.horizontalAdvance(text()) + theme.px(kIcon) + kGap + 2 * kPadding + 10,
        theme.px(26)};
}

void EducationMark::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(theme.color(hasFocus() ? Token::Focus : Token::Field), hasFocus() ? 2 : 1));
    painter.setBrush(theme.color(underMouse() ? Token::WarnSoft : Token::Surface));
    painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2);
    const int icon = theme.px(kIcon);
    painter.drawPixmap(kPadding, (height() - icon) / 2,
        theme.pixmap(QStringLiteral("shield"), icon, Token::Warn, devicePixelRatioF()));
    QFont font = theme.font(FontRole::Small);
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    painter.setPen(theme.color(Token::Warn));
    painter.drawText(
        rect().adjusted(kPadding + icon + kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
}

} // namespace negatoscope::ui
