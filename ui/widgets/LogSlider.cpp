#include "ui/widgets/LogSlider.h"

#include "ui/shell/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr int kSteps = 1000;
constexpr double kHandle = 6.0; ///< radius
constexpr double kTop = 9.0;    ///< room for the default's triangle

} // namespace

LogSlider::LogSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setRange(0, kSteps);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    // A screen reader moves the integer value; the number follows.
    connect(this, &QSlider::valueChanged, this, [this](int value) {
        if (!m_settingValue) {
            edit(static_cast<double>(value) / kSteps);
        }
    });
}

void LogSlider::setNumberRange(double lowest, double highest, Scale scale)
{
    m_lowest = lowest;
    m_highest = highest;
    m_scale = scale;
    setNumber(std::clamp(m_number, lowest, highest));
    update();
}

void LogSlider::setDefaultNumber(double number)
{
    m_default = number;
    m_hasDefault = true;
    update();
}

void LogSlider::setTicks(const QList<double>& numbers, const QStringList& labels)
{
    m_ticks = numbers;
    m_tickLabels = labels;
    updateGeometry();
    update();
}

double LogSlider::fractionOf(double number) const
{
    const double fraction = m_scale == Scale::Linear
                                ? (number - m_lowest) / (m_highest - m_lowest)
                                : std::log(number / m_lowest) / std::log(m_highest / m_lowest);
    return std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0;
}

double LogSlider::numberAt(double fraction) const
{
    fraction = std::clamp(fraction, 0.0, 1.0);
    if (m_scale == Scale::Linear) {
        return m_lowest + fraction * (m_highest - m_lowest);
    }
    // Two significant figures: what a hand on a slider can mean.
    const double raw = m_lowest * std::pow(m_highest / m_lowest, fraction);
    const double unit = std::pow(10.0, std::floor(std::log10(raw)) - 1.0);
    return std::clamp(std::round(raw / unit) * unit, m_lowest, m_highest);
}

void LogSlider::setNumber(double number)
{
    if (!std::isfinite(number)) {
        return;
    }
    const bool same = qFuzzyCompare(number, m_number);
    m_number = number;
    m_settingValue = true;
    setValue(static_cast<int>(std::lround(fractionOf(number) * kSteps)));
    m_settingValue = false;
    update();
    if (!same) {
        Q_EMIT numberChanged(number);
    }
}

void LogSlider::edit(double fraction)
{
    const double before = m_number;
    setNumber(numberAt(fraction));
    if (!qFuzzyCompare(before, m_number)) {
        Q_EMIT numberEdited(m_number);
    }
}

QSize LogSlider::sizeHint() const
{
    const int labels = m_tickLabels.isEmpty() ? 0 : Theme::instance().px(18);
    return {160, static_cast<int>(kTop + 2 * kHandle) + 4 + labels};
}

QSize LogSlider::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

QRectF LogSlider::track() const
{
    return {kHandle + 2.0, kTop + kHandle - 2.0, width() - 2.0 * (kHandle + 2.0), 4.0};
}

void LogSlider::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF line = track();
    const double x = line.left() + fractionOf(m_number) * line.width();
    const QColor accent = theme.color(isEnabled() ? Token::Accent : Token::Disabled);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Border));
    painter.drawRoundedRect(line, 2, 2);
    painter.setBrush(accent);
    painter.drawRoundedRect(QRectF(line.left(), line.top(), x - line.left(), 4.0), 2, 2);
    if (m_hasDefault) {
        const double d = line.left() + fractionOf(m_default) * line.width();
        QPainterPath triangle;
        triangle.moveTo(d - 4, line.top() - 8);
        triangle.lineTo(d + 4, line.top() - 8);
        triangle.lineTo(d, line.top() - 3);
        triangle.closeSubpath();
        painter.setBrush(theme.color(Token::Strong));
        painter.drawPath(triangle);
    }
    painter.setBrush(theme.color(Token::Surface));
    painter.setPen(QPen(accent, 2));
    painter.drawEllipse(QPointF(x, line.center().y()), kHandle, kHandle);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Focus), 2));
        painter.drawEllipse(QPointF(x, line.center().y()), kHandle + 3.0, kHandle + 3.0);
    }

    painter.setFont(theme.font(FontRole::Tick));
    for (qsizetype i = 0; i < std::min(m_ticks.size(), m_tickLabels.size()); ++i) {
        const double t = line.left() + fractionOf(m_ticks.at(i)) * line.width();
        painter.setPen(QPen(theme.color(Token::Strong), 1));
        painter.drawLine(QPointF(t, line.bottom() + 5), QPointF(t, line.bottom() + 8));
        painter.setPen(theme.color(Token::Text3));
        const double w = painter.fontMetrics().horizontalAdvance(m_tickLabels.at(i));
        const double left = std::clamp(t - w / 2.0, 0.0, std::max(0.0, width() - w - 1.0));
        painter.drawText(QRectF(left, line.bottom() + 9, w + 1, theme.px(14)),
            Qt::AlignLeft | Qt::AlignTop | Qt::TextDontClip, m_tickLabels.at(i));
    }
}

void LogSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        setSliderDown(true);
        edit((event->position().x() - track().left()) / track().width());
    }
}

void LogSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        edit((event->position().x() - track().left()) / track().width());
    }
}

void LogSlider::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
}

void LogSlider::mouseDoubleClickEvent(QMouseEvent*)
{
    if (m_hasDefault) {
        edit(fractionOf(m_default));
        if (!qFuzzyCompare(m_number, m_default)) {
            setNumber(m_default);
            Q_EMIT numberEdited(m_default);
        }
    }
}

void LogSlider::keyPressEvent(QKeyEvent* event)
{
    double step = 0.02;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        step = 0.002;
    } else if (event->modifiers().testFlag(Qt::ControlModifier)) {
        step = 0.2;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        edit(fractionOf(m_number) - step);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        edit(fractionOf(m_number) + step);
        break;
    case Qt::Key_Home:
        edit(0.0);
        break;
    case Qt::Key_End:
        edit(1.0);
        break;
    default:
        QSlider::keyPressEvent(event);
    }
}

void LogSlider::wheelEvent(QWheelEvent* event)
{
    if (!hasFocus()) {
        event->ignore();
        return;
    }
    edit(fractionOf(m_number) + event->angleDelta().y() / 120.0 * 0.02);
}

} // namespace negatoscope::ui
