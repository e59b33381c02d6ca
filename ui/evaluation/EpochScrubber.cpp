#include "ui/evaluation/EpochScrubber.h"

#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

// The margins of LineChart's axis: labels at the left, end values at the right.
constexpr double kLeft = 44.0;
constexpr double kRight = 70.0;
constexpr double kRing = 9.0;
constexpr int kMostDots = 60;
constexpr int kWholePlayMs = 6000; ///< a long training is not played for minutes
constexpr int kLongestStepMs = 400;
constexpr int kShortestStepMs = 33;

} // namespace

EpochScrubber::EpochScrubber(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("epochScrubber"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Epoch"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Drag through the epochs: matrix, curves and films follow"));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        placeButton();
        update();
    });
    m_play = new IconButton(QStringLiteral("play"), tr("Play the training"), this);
    m_play->setObjectName(QStringLiteral("playEpochsButton"));
    connect(m_play, &QToolButton::clicked, this, [this] { setPlaying(!isPlaying()); });
    connect(&m_timer, &QTimer::timeout, this, &EpochScrubber::playOn);
    placeButton();
}

void EpochScrubber::placeButton()
{
    const Theme& theme = Theme::instance();
    const int side = theme.px(26);
    m_play->setGeometry(width() - theme.px(kRight) + theme.px(16), 0, side, side);
}

void EpochScrubber::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeButton();
}

void EpochScrubber::setPlaying(bool playing)
{
    const bool plays = playing && m_available > 1;
    if (plays) {
        if (m_epoch >= m_available) {
            edit(1);
        }
        m_timer.start(std::clamp(kWholePlayMs / m_available, kShortestStepMs, kLongestStepMs));
    } else {
        m_timer.stop();
    }
    m_play->setIconName(plays ? QStringLiteral("pause") : QStringLiteral("play"));
    const QString name = plays ? tr("Stop playing") : tr("Play the training");
    m_play->setToolTip(name);
    m_play->setAccessibleName(name);
}

void EpochScrubber::playOn()
{
    edit(m_epoch + 1);
    if (m_epoch >= m_available) {
        setPlaying(false);
    }
}

QSize EpochScrubber::sizeHint() const
{
    return {400, Theme::instance().px(34)};
}

QSize EpochScrubber::minimumSizeHint() const
{
    return {200, sizeHint().height()};
}

void EpochScrubber::setRange(int available, int epochs, int axisBegin)
{
    m_available = available;
    m_epochs = std::max(1, epochs);
    m_axisBegin = axisBegin;
    m_epoch = std::clamp(m_epoch, std::min(1, available), std::max(0, available));
    setEnabled(available > 0);
    m_play->setEnabled(available > 1);
    if (available < 2) {
        setPlaying(false);
    }
    describe();
    update();
}

void EpochScrubber::setBest(int epoch)
{
    m_best = epoch;
    describe();
    update();
}

void EpochScrubber::setEpoch(int epoch)
{
    m_epoch = m_available > 0 ? std::clamp(epoch, 1, m_available) : 0;
    describe();
    update();
}

void EpochScrubber::describe()
{
    QString text = tr("Epoch %1 of %2").arg(m_epoch).arg(m_available);
    if (m_best > 0) {
        text += tr(", the best is %1").arg(m_best);
    }
    setAccessibleDescription(text);
}

double EpochScrubber::xOf(double epoch) const
{
    const Theme& theme = Theme::instance();
    const double left = theme.px(kLeft);
    const double span = width() - left - theme.px(kRight);
    const double steps = std::max(1, m_epochs - m_axisBegin);
    return left + span * (epoch - m_axisBegin) / steps;
}

void EpochScrubber::edit(int epoch)
{
    const int wanted = std::clamp(epoch, 1, std::max(1, m_available));
    if (m_available > 0 && wanted != m_epoch) {
        setEpoch(wanted);
        Q_EMIT epochEdited(wanted);
    }
}

void EpochScrubber::editAt(double x)
{
    const double span = xOf(m_axisBegin + 1.0) - xOf(m_axisBegin);
    edit(static_cast<int>(std::lround(m_axisBegin + (x - xOf(m_axisBegin)) / std::max(1.0, span))));
}

void EpochScrubber::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double y = theme.px(13);
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(
        QRectF(0, 0, theme.px(kLeft), 2 * y), Qt::AlignLeft | Qt::AlignVCenter, tr("Epoch"));
    const double begin = xOf(m_axisBegin);
    const double end = xOf(std::max(m_epochs, m_axisBegin + 1));
    const double reached = m_available > 0 ? xOf(m_available) : begin;
    painter.setPen(QPen(theme.color(Token::Grid), 4.0, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(begin, y), QPointF(end, y));
    if (m_available <= 0) {
        return;
    }
    painter.setPen(QPen(theme.color(Token::Accent, 0.55), 4.0, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(begin, y), QPointF(reached, y));
    painter.setPen(Qt::NoPen);
    if (m_epochs <= kMostDots) {
        for (int epoch = 1; epoch <= m_epochs; ++epoch) {
            painter.setBrush(theme.color(epoch <= m_available ? Token::Accent : Token::Ghost));
            painter.drawEllipse(QPointF(xOf(epoch), y), 2.2, 2.2);
        }
    }
    if (m_best > 0) {
        painter.drawPixmap(QPointF(xOf(m_best) - 6.0, y + kRing + 1.0),
            theme.pixmap(QStringLiteral("star"), 12, Token::Val, devicePixelRatioF()));
    }
    const QPointF handle(xOf(m_epoch), y);
    const double ring = theme.px(kRing) + (m_epoch > 99 ? 4.0 : 0.0);
    painter.setBrush(theme.color(Token::Surface));
    painter.setPen(QPen(theme.color(Token::Accent), 2.0));
    painter.drawEllipse(handle, ring, ring);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Focus), 2.0));
        painter.drawEllipse(handle, ring + 2.5, ring + 2.5);
    }
    painter.setPen(theme.color(Token::AccentText));
    QFont font = theme.font(FontRole::Micro);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.drawText(
        QRectF(handle.x() - 16, y - 10, 32, 20), Qt::AlignCenter, QString::number(m_epoch));
}

void EpochScrubber::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        setPlaying(false);
        editAt(event->position().x());
    }
}

void EpochScrubber::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        editAt(event->position().x());
    }
}

void EpochScrubber::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Space:
        setPlaying(!isPlaying());
        break;
    case Qt::Key_Left:
        edit(m_epoch - 1);
        break;
    case Qt::Key_Right:
        edit(m_epoch + 1);
        break;
    case Qt::Key_Home:
        edit(1);
        break;
    case Qt::Key_End:
        edit(m_available);
        break;
    default:
        QWidget::keyPressEvent(event);
        break;
    }
}

} // namespace negatoscope::ui
