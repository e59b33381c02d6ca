#include "ui/reader/FilmViewer.h"

#include "core/explain/Overlay.h"
#include "ui/shell/EducationMark.h"
#include "ui/shell/Theme.h"

#include <QKeyEvent>
#include <QLinearGradient>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace negatoscope::ui {

namespace {

constexpr double kLargestZoom = 32.0;
constexpr double kZoomStep = 1.2;
constexpr double kSharpZoom = 4.0; ///< from here on, film pixels are shown as squares

} // namespace

FilmViewer::FilmViewer(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("filmViewer"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    describe();
}

void FilmViewer::setFilm(const std::shared_ptr<const ViewerFilm>& film)
{
    m_film = film;
    m_name = film->name;
    m_message.clear();
    m_layer = {};
    m_evidence = {};
    m_box = {};
    m_strokes.clear();
    m_stroke.points.clear();
    m_brushRadius = std::max(film->width, film->height) / 28.0;
    resetWindow();
    fit();
}

void FilmViewer::setMessage(const QString& text)
{
    m_film.reset();
    m_layer = {};
    m_message = text;
    describe();
    update();
    Q_EMIT viewChanged();
}

void FilmViewer::setShownName(const QString& name)
{
    m_name = name;
    describe();
    update();
}

QSize FilmViewer::filmSize() const
{
    return m_film == nullptr ? QSize() : QSize(m_film->width, m_film->height);
}

void FilmViewer::setTool(Tool tool)
{
    m_tool = tool;
    setCursor(tool == Tool::Pan      ? Qt::OpenHandCursor
              : tool == Tool::Window ? Qt::ArrowCursor
                                     : Qt::CrossCursor);
    Q_EMIT viewChanged();
}

void FilmViewer::setEvidence(const EvidenceView& view)
{
    m_evidence = view;
    m_layer = {};
    if (m_film != nullptr && !view.cells.empty()) {
        explain::OverlayOptions options;
        options.opacity = view.opacity;
        options.smooth = view.smooth;
        options.bothSigns = view.bothSigns;
        const cv::Mat layer =
            explain::evidenceLayer(view.cells, view.preprocessing, options, view.grid);
        m_layer = QImage(layer.data, layer.cols, layer.rows, static_cast<qsizetype>(layer.step),
            QImage::Format_ARGB32_Premultiplied)
                      .copy();
    }
    update();
}

void FilmViewer::setBox(const QRectF& box)
{
    m_box = box;
    update();
}

void FilmViewer::setStrokes(const std::vector<explain::BrushStroke>& strokes)
{
    m_strokes = strokes;
    update();
}

void FilmViewer::setBrush(explain::BrushStroke::Kind kind, double radius)
{
    m_brushKind = kind;
    m_brushRadius = radius;
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
    rebuildTable();
    Q_EMIT viewChanged();
}

void FilmViewer::resetWindow()
{
    const double top = m_film == nullptr ? 255.0 : m_film->levels - 1.0;
    m_windowWidth = top;
    m_windowLevel = top / 2.0;
    m_inverted = false;
    rebuildTable();
    Q_EMIT viewChanged();
}

void FilmViewer::rebuildTable()
{
    if (m_film == nullptr) {
        return;
    }
    m_table.resize(static_cast<std::size_t>(m_film->levels));
    const double low = m_windowLevel - m_windowWidth / 2.0;
    for (std::size_t level = 0; level < m_table.size(); ++level) {
        const double shade =
            std::clamp((static_cast<double>(level) - low) / m_windowWidth, 0.0, 1.0);
        const double shown = m_inverted ? 1.0 - shade : shade;
        m_table[level] = static_cast<uchar>(std::lround(shown * 255.0));
    }
    describe();
    update();
}

void FilmViewer::describe()
{
    setAccessibleName(tr("Film viewer"));
    setAccessibleDescription(m_film == nullptr ? m_message
                                               : tr("%1, window %2, level %3, zoom %4 percent")
                                                     .arg(m_name)
                                                     .arg(std::lround(m_windowWidth))
                                                     .arg(std::lround(m_windowLevel))
                                                     .arg(std::lround(100.0 * m_zoom)));
}

QPointF FilmViewer::toFilm(const QPointF& position) const
{
    return m_centre + (position - QPointF(width() / 2.0, height() / 2.0)) / m_zoom;
}

QPointF FilmViewer::toScreen(const QPointF& film) const
{
    return QPointF(width() / 2.0, height() / 2.0) + (film - m_centre) * m_zoom;
}

QRectF FilmViewer::screenRect(const QRectF& film) const
{
    return {toScreen(film.topLeft()), film.size() * m_zoom};
}

QRectF FilmViewer::evidenceRect() const
{
    const auto placement =
        image::placementOf(m_film->width, m_film->height, m_evidence.preprocessing);
    return {-placement.offsetX / placement.scaleX, -placement.offsetY / placement.scaleY,
        m_evidence.preprocessing.width / placement.scaleX,
        m_evidence.preprocessing.height / placement.scaleY};
}

void FilmViewer::zoomAt(const QPointF& position, double factor)
{
    if (m_film == nullptr) {
        return;
    }
    const QPointF under = toFilm(position);
    m_zoom = std::clamp(m_zoom * factor, std::min(0.02, fittingZoom()), kLargestZoom);
    m_centre = under - (position - QPointF(width() / 2.0, height() / 2.0)) / m_zoom;
    m_fitted = false;
    describe();
    update();
    Q_EMIT viewChanged();
}

void FilmViewer::changeWindow(const QPointF& delta)
{
    if (m_film == nullptr || m_film->planes.empty()) {
        return;
    }
    const double top = m_film->levels - 1.0;
    const double unit = top / 255.0;
    m_windowWidth = std::clamp(m_windowWidth + delta.x() * unit, unit, 2.0 * top);
    // Dragging up makes the film brighter: the level falls.
    m_windowLevel = std::clamp(m_windowLevel + delta.y() * unit, 0.0, top);
    rebuildTable();
    Q_EMIT viewChanged();
}

QImage FilmViewer::greyPicture(const QRect& part, const GreyPlane& plane) const
{
    QImage picture(part.size(), QImage::Format_Grayscale8);
    for (int y = 0; y < part.height(); ++y) {
        const std::uint16_t* source = plane.values.data() +
                                      static_cast<std::ptrdiff_t>(part.top() + y) * plane.width +
                                      part.left();
        uchar* line = picture.scanLine(y);
        for (int x = 0; x < part.width(); ++x) {
            line[x] = m_table[source[x]];
        }
    }
    return picture;
}

/// Draws the part `visible` (film pixels) of the film whose whole lies at `filmOnScreen`.
void FilmViewer::paintGrey(
    QPainter& painter, const QRectF& visible, const QRectF& filmOnScreen, double zoom) const
{
    std::size_t level = 0;
    while (level + 1 < m_film->planes.size() &&
           zoom * std::exp2(static_cast<double>(level + 1)) <= 1.0) {
        ++level;
    }
    const GreyPlane& plane = m_film->planes[level];
    const double step = std::exp2(static_cast<double>(level));
    const QRectF inPlane(visible.topLeft() / step, visible.size() / step);
    const QRect part =
        inPlane.adjusted(-1, -1, 1, 1).toAlignedRect() & QRect(0, 0, plane.width, plane.height);
    if (part.isEmpty()) {
        return;
    }
    const double scale = step * zoom;
    const QRectF target(
        filmOnScreen.topLeft() + QPointF(part.topLeft()) * scale, QSizeF(part.size()) * scale);
    painter.drawImage(target, greyPicture(part, plane));
}

void FilmViewer::paintFilm(QPainter& painter, const QRectF& target, bool withEvidence) const
{
    if (m_film == nullptr) {
        return;
    }
    const double zoom = target.width() / m_film->width;
    painter.save();
    painter.setClipRect(target);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom < kSharpZoom);
    if (m_film->planes.empty()) {
        QImage picture = m_film->colour;
        if (m_inverted) {
            picture.invertPixels();
        }
        painter.drawImage(target, picture);
    } else {
        paintGrey(painter, QRectF(QPointF(0, 0), QSizeF(filmSize())), target, zoom);
    }
    if (withEvidence && !m_layer.isNull()) {
        const QRectF input = evidenceRect();
        painter.setRenderHint(QPainter::SmoothPixmapTransform, m_evidence.smooth);
        painter.drawImage(
            QRectF(target.topLeft() + input.topLeft() * zoom, input.size() * zoom), m_layer);
    }
    if (!m_box.isEmpty()) {
        painter.setPen(QPen(Theme::instance().color(Token::OnAccent), 2, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(target.topLeft() + m_box.topLeft() * zoom, m_box.size() * zoom));
    }
    painter.restore();
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
    const QRectF box(x, where.testFlag(Qt::AlignTop) ? 10.0 : height() - h - 10.0, w, h);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Film, 0.72));
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(warn ? theme.color(Token::WarnFill) : theme.color(Token::OnAccent));
    painter.drawText(box, Qt::AlignCenter, text);
}

QString FilmViewer::readOut() const
{
    const QPointF at = toFilm(*m_hover);
    const int x = static_cast<int>(std::floor(at.x()));
    const int y = static_cast<int>(std::floor(at.y()));
    if (x < 0 || y < 0 || x >= m_film->width || y >= m_film->height) {
        return {};
    }
    const QLocale locale;
    QString text = QStringLiteral("%1, %2").arg(x).arg(y);
    if (!m_film->planes.empty()) {
        const GreyPlane& plane = m_film->planes.front();
        text += tr(" · grey %1")
                    .arg(plane.values[static_cast<std::size_t>(y) *
                                          static_cast<std::size_t>(plane.width) +
                                      static_cast<std::size_t>(x)]);
    }
    if (!m_layer.isNull()) {
        const QRectF input = evidenceRect();
        const cv::Mat& cells = m_evidence.cells;
        const int width = m_evidence.preprocessing.width;
        const int height = m_evidence.preprocessing.height;
        if (input.contains(at)) {
            const int column = explain::cellAt((at.x() - input.left()) / input.width() * width,
                width, cells.cols, m_evidence.grid.x);
            const int row = explain::cellAt((at.y() - input.top()) / input.height() * height,
                height, cells.rows, m_evidence.grid.y);
            text += tr(" · cell %1")
                        .arg(locale.toString(
                            static_cast<double>(cells.at<float>(row, column)), 'f', 3));
        }
    }
    return text;
}

void FilmViewer::paintLegend(QPainter& painter)
{
    const Theme& theme = Theme::instance();
    const double w = theme.px(200);
    const double h = theme.px(42);
    const QRectF box(width() - w - 12.0, 10.0, w, h);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Film, 0.78));
    painter.drawRoundedRect(box, 6, 6);
    const QRectF bar(box.left() + 10, box.top() + 8, box.width() - 20, theme.px(8));
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    gradient.setColorAt(
        0.0, m_evidence.bothSigns ? theme.color(Token::Normal) : theme.color(Token::Film));
    gradient.setColorAt(0.5, theme.color(Token::Film));
    gradient.setColorAt(1.0, theme.color(Token::Pneu));
    painter.setBrush(gradient);
    painter.drawRoundedRect(bar, 4, 4);
    painter.setFont(theme.font(FontRole::Micro));
    const QRectF words(bar.left(), bar.bottom() + 2, bar.width(), box.bottom() - bar.bottom() - 4);
    painter.setPen(theme.color(Token::OnAccent));
    const auto elided = [&](const QString& text) {
        return painter.fontMetrics().elidedText(
            text, Qt::ElideRight, static_cast<int>(words.width() / 2) - 3);
    };
    if (m_evidence.bothSigns) {
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
            elided(tr("for %1").arg(m_evidence.negativeName)));
    }
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter,
        elided(tr("for %1").arg(m_evidence.positiveName)));
}

void FilmViewer::paintOverlays(QPainter& painter)
{
    const Theme& theme = Theme::instance();
    painter.save();
    painter.setClipRect(screenRect(QRectF(QPointF(0, 0), QSizeF(filmSize()))) & QRectF(rect()));
    if (!m_layer.isNull()) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, m_evidence.smooth);
        painter.drawImage(screenRect(evidenceRect()), m_layer);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const auto paintStroke = [&](const explain::BrushStroke& stroke) {
        if (stroke.points.empty()) {
            return;
        }
        QPainterPath path(toScreen({stroke.points.front().x, stroke.points.front().y}));
        for (const cv::Point2d& point : stroke.points) {
            path.lineTo(toScreen({point.x + 1e-3, point.y}));
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::Ghost,
                                stroke.kind == explain::BrushStroke::Kind::Paint ? 0.85 : 0.45),
            2.0 * stroke.radius * m_zoom, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path);
    };
    for (const explain::BrushStroke& stroke : m_strokes) {
        paintStroke(stroke);
    }
    paintStroke(m_stroke);
    painter.restore();
    if (!m_box.isEmpty()) {
        const QRectF box = screenRect(m_box);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::OnAccent), 2, Qt::DashLine));
        painter.drawRoundedRect(box, 3, 3);
        painter.setFont(theme.font(FontRole::Label));
        painter.drawText(
            QRectF(box.left(), box.top() - theme.px(20), box.width() + 80, theme.px(18)),
            Qt::AlignLeft | Qt::AlignVCenter, tr("your box"));
    }
    if (m_tool == Tool::Cover && m_hover) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Token::OnAccent), 1));
        painter.drawEllipse(*m_hover, m_brushRadius * m_zoom, m_brushRadius * m_zoom);
    }
}

void FilmViewer::paintLabels(QPainter& painter)
{
    const Theme& theme = Theme::instance();
    const QLocale locale;
    const QString window =
        m_film->planes.empty()
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
                .elidedText(m_name, Qt::ElideMiddle, std::max(40, static_cast<int>(room))) +
            size,
        Qt::AlignLeft, false);
    paintLabel(painter, window, Qt::AlignRight, false);
    if (m_hover) {
        const QString text = readOut();
        if (!text.isEmpty()) {
            paintLabel(painter, text, Qt::AlignLeft | Qt::AlignTop, false);
        }
    }
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
        const QRectF whole(QPointF(0, 0), QSizeF(filmSize()));
        painter.setRenderHint(QPainter::SmoothPixmapTransform, m_zoom < kSharpZoom);
        if (m_film->planes.empty()) {
            QImage picture = m_film->colour;
            if (m_inverted) {
                picture.invertPixels();
            }
            painter.drawImage(screenRect(whole), picture);
        } else {
            const QRectF visible(toFilm(QPointF(0, 0)), QSizeF(size()) / m_zoom);
            paintGrey(painter, visible & whole, screenRect(whole), m_zoom);
        }
        paintOverlays(painter);
        painter.setRenderHint(QPainter::Antialiasing);
        if (!m_layer.isNull()) {
            paintLegend(painter);
        }
        paintLabels(painter);
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
    if (m_tool == Tool::Cover && event->modifiers().testFlag(Qt::ControlModifier)) {
        m_brushRadius = std::clamp(
            m_brushRadius * std::pow(kZoomStep, event->angleDelta().y() / 120.0), 1.0, 4096.0);
        update();
        return;
    }
    zoomAt(event->position(), std::pow(kZoomStep, event->angleDelta().y() / 120.0));
}

void FilmViewer::mousePressEvent(QMouseEvent* event)
{
    m_last = event->position();
    if (m_film == nullptr || event->button() != Qt::LeftButton) {
        return;
    }
    const QPointF at = toFilm(event->position());
    if (m_tool == Tool::Box) {
        m_boxStart = at;
    } else if (m_tool == Tool::Cover) {
        m_stroke = {m_brushKind, m_brushRadius, {{at.x(), at.y()}}};
        Q_EMIT strokeChanged(m_stroke, false);
        update();
    }
}

void FilmViewer::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF delta = event->position() - m_last;
    m_last = event->position();
    m_hover = event->position();
    if (m_film == nullptr) {
        return;
    }
    const bool left = event->buttons().testFlag(Qt::LeftButton);
    if (event->buttons().testFlag(Qt::RightButton) || (left && m_tool == Tool::Window)) {
        changeWindow(delta);
    } else if (event->buttons().testFlag(Qt::MiddleButton) || (left && m_tool == Tool::Pan)) {
        m_centre -= delta / m_zoom;
        m_fitted = false;
        Q_EMIT viewChanged();
    } else if (left && m_boxStart) {
        m_box = QRectF(*m_boxStart, toFilm(event->position())).normalized() &
                QRectF(QPointF(0, 0), QSizeF(filmSize()));
    } else if (left && !m_stroke.points.empty()) {
        const QPointF at = toFilm(event->position());
        m_stroke.points.emplace_back(at.x(), at.y());
        Q_EMIT strokeChanged(m_stroke, false);
    }
    update();
}

void FilmViewer::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (m_boxStart) {
        m_boxStart.reset();
        Q_EMIT boxChanged(m_box);
    }
    if (!m_stroke.points.empty()) {
        const explain::BrushStroke done = m_stroke;
        m_stroke.points.clear();
        Q_EMIT strokeChanged(done, true);
    }
    update();
}

void FilmViewer::mouseDoubleClickEvent(QMouseEvent*)
{
    fit();
}

void FilmViewer::leaveEvent(QEvent*)
{
    m_hover.reset();
    update();
}

/// With the box tool the arrow keys move the box, with Shift they size it; the first key makes one.
bool FilmViewer::moveBox(int key, bool resize)
{
    if (m_tool != Tool::Box || m_film == nullptr) {
        return false;
    }
    const double step = std::max(m_film->width, m_film->height) / 40.0;
    const QPointF delta = key == Qt::Key_Left    ? QPointF(-step, 0)
                          : key == Qt::Key_Right ? QPointF(step, 0)
                          : key == Qt::Key_Up    ? QPointF(0, -step)
                                                 : QPointF(0, step);
    if (m_box.isEmpty()) {
        m_box = QRectF(
            m_film->width * 0.4, m_film->height * 0.4, m_film->width * 0.2, m_film->height * 0.2);
    } else if (resize) {
        m_box.setBottomRight(m_box.bottomRight() + delta);
        m_box.setWidth(std::max(m_box.width(), step));
        m_box.setHeight(std::max(m_box.height(), step));
    } else {
        m_box.translate(delta);
    }
    m_box &= QRectF(QPointF(0, 0), QSizeF(filmSize()));
    Q_EMIT boxChanged(m_box);
    update();
    return true;
}

bool FilmViewer::event(QEvent* event)
{
    // With the box tool the arrow keys are not the page's "next film".
    if (event->type() == QEvent::ShortcutOverride && m_tool == Tool::Box) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up ||
            key == Qt::Key_Down) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void FilmViewer::keyPressEvent(QKeyEvent* event)
{
    const QPointF middle(width() / 2.0, height() / 2.0);
    switch (event->key()) {
    case Qt::Key_Plus:
        zoomAt(middle, kZoomStep);
        break;
    case Qt::Key_Minus:
        zoomAt(middle, 1.0 / kZoomStep);
        break;
    case Qt::Key_0:
        fit();
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (moveBox(event->key(), event->modifiers().testFlag(Qt::ShiftModifier))) {
            break;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace negatoscope::ui
