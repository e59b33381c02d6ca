#include "ui/reader/FilmViewer.h"

#include "ui/shell/EducationMark.h"
#include "ui/shell/Theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kLargestZoom = 32.0;
constexpr double kZoomStep = 1.2;

} // namespace

FilmViewer::FilmViewer(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("filmViewer"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    describe();
}

void FilmViewer::setFilm(const std::shared_ptr<const ViewerFilm>& film)
{
    m_film = film;
    m_message.clear();
    m_inverted = false;
    resetWindow();
    fit();
}

void FilmViewer::setMessage(const QString& text)
{
    m_film.reset();
    m_picture = {};
    m_message = text;
    describe();
    update();
    Q_EMIT viewChanged();
}

void FilmViewer::setTool(Tool tool)
{
    m_tool = tool;
    Q_EMIT viewChanged();
}

double FilmViewer::fittingZoom() const
{
    if (m_film == nullptr || m_film->width <= 0 || m_film->height <= 0) {
        return 1.0;
    }
    return std::min(static_cast<double>(width()) / m_film->width,
        static_cast<double>(height()) / m_film->height);
}

void FilmViewer::fit()
{
    m_fitted = true;
    m_zoom = fittingZoom();
    if (m_film != nullptr) {
        m_centre = QPointF(m_film->width / 2.0, m_film->height / 2.0);
    }
    describe();
    update();
    Q_EMIT viewChanged();
}

void FilmViewer::showActualSize()
{
    zoomAt(QPointF(width() / 2.0, height() / 2.0), 1.0 / (m_zoom * devicePixelRatioF()));
}

void FilmViewer::invert()
{
    m_inverted = !m_inverted;
    rebuildPicture();
    Q_EMIT viewChanged();
}

void FilmViewer::resetWindow()
{
    const double top = m_film == nullptr ? 255.0 : m_film->levels - 1.0;
    m_windowWidth = top;
    m_windowLevel = top / 2.0;
    m_inverted = false;
    rebuildPicture();
    Q_EMIT viewChanged();
}

void FilmViewer::rebuildPicture()
{
    if (m_film == nullptr) {
        return;
    }
    if (m_film->grey.empty()) {
        m_picture = m_film->colour;
        if (m_inverted) {
            m_picture.invertPixels();
        }
        describe();
        update();
        return;
    }
    std::vector<uchar> table(static_cast<std::size_t>(m_film->levels));
    const double low = m_windowLevel - m_windowWidth / 2.0;
    for (std::size_t level = 0; level < table.size(); ++level) {
        const double shade =
            std::clamp((static_cast<double>(level) - low) / m_windowWidth, 0.0, 1.0);
        const double shown = m_inverted ? 1.0 - shade : shade;
        table[level] = static_cast<uchar>(std::lround(shown * 255.0));
    }
    m_picture = QImage(m_film->width, m_film->height, QImage::Format_Grayscale8);
    const std::uint16_t* source = m_film->grey.data();
    for (int y = 0; y < m_film->height; ++y) {
        uchar* line = m_picture.scanLine(y);
        for (int x = 0; x < m_film->width; ++x) {
            line[x] = table[*source++];
        }
    }
    describe();
    update();
}

void FilmViewer::describe()
{
    setAccessibleName(tr("Film viewer"));
    setAccessibleDescription(m_film == nullptr ? m_message
                                               : tr("%1, window %2, level %3, zoom %4 percent")
                                                     .arg(m_film->name)
                                                     .arg(std::lround(m_windowWidth))
                                                     .arg(std::lround(m_windowLevel))
                                                     .arg(std::lround(100.0 * m_zoom)));
}

void FilmViewer::zoomAt(const QPointF& position, double factor)
{
    if (m_film == nullptr) {
        return;
    }
    const QPointF middle(width() / 2.0, height() / 2.0);
    const QPointF under = m_centre + (position - middle) / m_zoom;
    m_zoom = std::clamp(m_zoom * factor, std::min(0.02, fittingZoom()), kLargestZoom);
    m_centre = under - (position - middle) / m_zoom;
    m_fitted = false;
    describe();
    update();
    Q_EMIT viewChanged();
}

void FilmViewer::changeWindow(const QPointF& delta)
{
    if (m_film == nullptr || m_film->grey.empty()) {
        return;
    }
    const double top = m_film->levels - 1.0;
    const double unit = top / 255.0;
    m_windowWidth = std::clamp(m_windowWidth + delta.x() * unit, unit, 2.0 * top);
    // Dragging up makes the film brighter: the level falls.
    m_windowLevel = std::clamp(m_windowLevel + delta.y() * unit, 0.0, top);
    rebuildPicture();
    Q_EMIT viewChanged();
}

void FilmViewer::paintLabel(
    QPainter& painter, const QString& text, Qt::Alignment where, bool warn) const
{
    const Theme& theme = Theme::instance();
    QFont font = theme.font(FontRole::Label);
    painter.setFont(font);
    const double w = painter.fontMetrics().horizontalAdvance(text) + 16.0;
    const double h = theme.px(20);
    double x = 12.0;
    if (where.testFlag(Qt::AlignRight)) {
        x = width() - w - 12.0;
    } else if (where.testFlag(Qt::AlignHCenter)) {
        x = (width() - w) / 2.0;
    }
    const QRectF box(x, height() - h - 10.0, w, h);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Film, 0.72));
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(warn ? theme.color(Token::WarnFill) : theme.color(Token::OnAccent));
    painter.drawText(box, Qt::AlignCenter, text);
}

void FilmViewer::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Token::Film));
    if (m_film == nullptr) {
        painter.setFont(theme.font(FontRole::Body));
        painter.setPen(theme.color(Token::Ghost));
        painter.drawText(
            rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_message);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, m_zoom < 4.0);
        const QRectF target(width() / 2.0 - m_centre.x() * m_zoom,
            height() / 2.0 - m_centre.y() * m_zoom, m_film->width * m_zoom,
            m_film->height * m_zoom);
        painter.drawImage(target, m_picture);
        painter.setRenderHint(QPainter::Antialiasing);
        const QLocale locale;
        const QString window =
            m_film->grey.empty()
                ? tr("colour film · %1 %").arg(locale.toString(100.0 * m_zoom, 'f', 0))
                : tr("window %1 · level %2 · %3 %")
                      .arg(locale.toString(m_windowWidth, 'f', 0),
                          locale.toString(m_windowLevel, 'f', 0),
                          locale.toString(100.0 * m_zoom, 'f', 0));
        const QString size = QStringLiteral(" · %1 × %2").arg(m_film->width).arg(m_film->height);
        const double room = width() - 40.0 -
                            QFontMetrics(theme.font(FontRole::Label))
                                .horizontalAdvance(window + EducationMark::text() + size) -
                            80.0;
        paintLabel(painter,
            QFontMetrics(theme.font(FontRole::Label))
                    .elidedText(
                        m_film->name, Qt::ElideMiddle, std::max(40, static_cast<int>(room))) +
                size,
            Qt::AlignLeft, false);
        paintLabel(painter, window, Qt::AlignRight, false);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintLabel(painter, EducationMark::text(), Qt::AlignHCenter, true);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Focus), 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void FilmViewer::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_fitted) {
        fit();
    }
}

void FilmViewer::wheelEvent(QWheelEvent* event)
{
    zoomAt(event->position(), std::pow(kZoomStep, event->angleDelta().y() / 120.0));
}

void FilmViewer::mousePressEvent(QMouseEvent* event)
{
    m_last = event->position();
}

void FilmViewer::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF delta = event->position() - m_last;
    m_last = event->position();
    const bool left = event->buttons().testFlag(Qt::LeftButton);
    if (event->buttons().testFlag(Qt::RightButton) || (left && m_tool == Tool::Window)) {
        changeWindow(delta);
    } else if (event->buttons().testFlag(Qt::MiddleButton) || (left && m_tool == Tool::Pan)) {
        m_centre -= delta / m_zoom;
        m_fitted = false;
        update();
        Q_EMIT viewChanged();
    }
}

void FilmViewer::mouseDoubleClickEvent(QMouseEvent*)
{
    fit();
}

void FilmViewer::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
        zoomAt(QPointF(width() / 2.0, height() / 2.0), kZoomStep);
        break;
    case Qt::Key_Minus:
        zoomAt(QPointF(width() / 2.0, height() / 2.0), 1.0 / kZoomStep);
        break;
    case Qt::Key_0:
        fit();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace negatoscope::ui
