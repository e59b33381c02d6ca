#include "ui/lab/FreezeBar.h"

#include "ui/shell/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kBarsHeight = 37.0;
constexpr double kLabelsTop = 41.0;
constexpr double kLabelsHeight = 16.0;
constexpr double kGap = 3.0;
constexpr double kRing = 6.0;
constexpr double kCostWidth = 3.0;

} // namespace

FreezeBar::FreezeBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("freezeBar"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Freeze depth"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void FreezeBar::setDepth(const FreezeDepth& depth)
{
    m_depth = depth;
    m_largestShare = 0.0;
    for (int group = 0; group < static_cast<int>(depth.groups.size()); ++group) {
        m_largestShare = std::max(m_largestShare, costShare(group));
    }
    setAccessibleDescription(tr("Frozen: %1. %2 of %3 weights of the backbone are trained.")
                                 .arg(freezeLabel(depth), QLocale().toString(depth.trained),
                                     QLocale().toString(depth.total)));
    update();
}

QSize FreezeBar::sizeHint() const
{
    return {240, Theme::instance().px(kLabelsTop + kLabelsHeight)};
}

QSize FreezeBar::minimumSizeHint() const
{
    return {160, sizeHint().height()};
}

QRectF FreezeBar::barRect(int group) const
{
    const auto count = static_cast<double>(std::max<std::size_t>(1, m_depth.groups.size()));
    const double full = Theme::instance().px(kBarsHeight);
    const double width = (this->width() - (count - 1.0) * kGap) / count;
    // Each halving of the resolution takes the same step down: 112, 56, 28, 14, 7.
    const int side = std::max(1, m_depth.groups[static_cast<std::size_t>(group)].side);
    const int first = std::max(1, m_depth.groups.front().side);
    const double halvings = std::clamp(std::log2(static_cast<double>(first) / side), 0.0, 5.0);
    const double height = full * (1.0 - 0.15 * halvings);
    return {group * (width + kGap), full - height, width, height};
}

double FreezeBar::costShare(int group) const
{
    double all = 0.0;
    for (const FreezeDepth::Group& each : m_depth.groups) {
        all += static_cast<double>(each.multiplyAdds);
    }
    const FreezeDepth::Group& shown = m_depth.groups[static_cast<std::size_t>(group)];
    return all > 0.0 ? static_cast<double>(shown.multiplyAdds) / all : 0.0;
}

double FreezeBar::gapX(int frozen) const
{
    if (m_depth.groups.empty()) {
        return 0.0;
    }
    if (frozen <= 0) {
        return kRing;
    }
    const auto count = static_cast<int>(m_depth.groups.size());
    return frozen >= count ? width() - kRing : barRect(frozen - 1).right() + kGap / 2.0;
}

QPointF FreezeBar::handlePosition() const
{
    return {gapX(m_depth.frozen),
        static_cast<double>(Theme::instance().px(kLabelsTop + kLabelsHeight / 2.0))};
}

int FreezeBar::frozenAt(double x) const
{
    const auto count = static_cast<int>(m_depth.groups.size());
    const double pitch = (width() + kGap) / std::max(1, count);
    return std::clamp(static_cast<int>(std::lround(x / pitch)), 0, count);
}

void FreezeBar::edit(int frozen)
{
    const int wanted = std::clamp(frozen, 0, static_cast<int>(m_depth.groups.size()));
    if (wanted != m_depth.frozen || m_depth.partial) {
        Q_EMIT frozenEdited(wanted);
    }
}

void FreezeBar::paintLabels(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    const QRectF row(0, theme.px(kLabelsTop), width(), theme.px(kLabelsHeight));
    const QPointF handle = handlePosition();
    painter.setFont(theme.font(FontRole::Label));
    const QFontMetricsF metrics(painter.font());

    const QString state = freezeLabel(m_depth);
    const double stateWidth = metrics.horizontalAdvance(state);
    const double iconWidth = 16.0;
    const QString frozenWord = tr("frozen");
    const QString trainedWord = tr("trained");
    const double leftEnd = iconWidth + metrics.horizontalAdvance(frozenWord);
    const double rightStart = width() - metrics.horizontalAdvance(trainedWord);

    // The state stands left of the handle, or right of it where there is no room.
    double stateX = handle.x() - kRing - 4.0 - stateWidth;
    const bool fitsLeft = stateX >= 0.0;
    if (!fitsLeft) {
        stateX = handle.x() + kRing + 4.0;
    }
    painter.setPen(theme.color(Token::Text));
    QFont strong = theme.font(FontRole::Label);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.drawText(QRectF(stateX, row.top(), stateWidth + 12.0, row.height()),
        Qt::AlignLeft | Qt::AlignVCenter, state);
    painter.setFont(theme.font(FontRole::Label));
    if (fitsLeft && stateX > leftEnd + 10.0) {
        painter.drawPixmap(QPointF(0, row.center().y() - 6.5),
            theme.pixmap(QStringLiteral("snow"), 13, Token::Text2, devicePixelRatioF()));
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(QRectF(iconWidth, row.top(), leftEnd, row.height()),
            Qt::AlignLeft | Qt::AlignVCenter, frozenWord);
    }
    const double stateEnd = std::max(handle.x() + kRing, stateX + stateWidth);
    if (stateEnd + 8.0 < rightStart) {
        painter.setPen(theme.color(Token::AccentText));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, trainedWord);
    }
}

void FreezeBar::paintEvent(QPaintEvent* /*event*/)
{
    if (m_depth.groups.empty()) {
        return;
    }
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int group = 0; group < static_cast<int>(m_depth.groups.size()); ++group) {
        const bool frozen = group < m_depth.frozen;
        const QRectF bar = barRect(group);
        painter.setBrush(theme.color(frozen ? Token::Frozen : Token::Accent));
        painter.drawRoundedRect(bar, 2.0, 2.0);
        // The part of all multiply-adds: a dark foot, full where a block does the most.
        const double share = costShare(group) / std::max(1e-9, m_largestShare);
        const double height = std::max(1.5, share * (bar.height() - 2.0));
        painter.setBrush(theme.color(frozen ? Token::Strong : Token::AccentText));
        painter.drawRect(QRectF(
            bar.center().x() - kCostWidth / 2.0, bar.bottom() - 1.0 - height, kCostWidth, height));
    }
    if (m_depth.partial) {
        // fixed_layers lies inside this block: the part before it is frozen.
        const QRectF bar = barRect(m_depth.frozen);
        painter.setBrush(theme.color(Token::Frozen));
        painter.drawRoundedRect(
            QRectF(bar.left(), bar.top(), bar.width() / 2.0, bar.height()), 2.0, 2.0);
    }
    paintLabels(painter);
    const QPointF handle = handlePosition();
    painter.setPen(QPen(theme.color(Token::Text), 2.0));
    painter.drawLine(QPointF(handle.x(), 0.0), QPointF(handle.x(), handle.y() - kRing));
    painter.setPen(QPen(theme.color(Token::Accent), 2.0));
    painter.setBrush(theme.color(Token::Surface));
    painter.drawEllipse(handle, kRing, kRing);
    if (hasFocus()) {
        painter.setPen(QPen(theme.color(Token::Focus), 2.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(handle, kRing + 2.0, kRing + 2.0);
    }
}

void FreezeBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        Q_EMIT gestureStarted();
        edit(frozenAt(event->position().x()));
    }
}

void FreezeBar::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        edit(frozenAt(event->position().x()));
    }
}

void FreezeBar::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(m_depth.groups.size());
    switch (event->key()) {
    case Qt::Key_Left:
        edit(m_depth.frozen - (m_depth.partial ? 0 : 1));
        break;
    case Qt::Key_Right:
        edit(m_depth.frozen + 1);
        break;
    case Qt::Key_Home:
        edit(0);
        break;
    case Qt::Key_End:
        edit(last);
        break;
    default:
        QWidget::keyPressEvent(event);
        break;
    }
}

bool FreezeBar::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && !m_depth.groups.empty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        for (int group = 0; group < static_cast<int>(m_depth.groups.size()); ++group) {
            const QRectF bar = barRect(group);
            if (help->pos().x() >= bar.left() && help->pos().x() <= bar.right() + kGap) {
                const FreezeDepth::Group& shown = m_depth.groups[static_cast<std::size_t>(group)];
                QToolTip::showText(help->globalPos(),
                    tr("%1: %2 × %2, %3 weights, %4 % of the work, from layer %5")
                        .arg(shown.name, QString::number(shown.side),
                            QLocale().toString(static_cast<qlonglong>(shown.trainable)),
                            QLocale().toString(100.0 * costShare(group), 'f', 1),
                            QString::number(shown.firstLayer)),
                    this);
                return true;
            }
        }
    }
    return QWidget::event(event);
}

} // namespace negatoscope::ui
