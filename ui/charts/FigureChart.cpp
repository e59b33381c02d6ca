#include "ui/charts/FigureChart.h"

#include "core/base/Text.h"
#include "ui/shell/LightTheme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStackedLayout>
#include <QTableView>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::ui {

namespace {

constexpr double kReach = 14.0; ///< px around a point that speak for it

QString csvNumber(double value)
{
    return std::isnan(value) ? QString() : QString::fromStdString(base::formatNumber(value, 9));
}

/// The colours and fonts of one drawing.
struct Brushes
{
    bool light;
    QColor of(Token token, double alpha = 1.0) const
    {
        const Theme& theme = Theme::instance();
        QColor colour = light ? lightColor(token) : theme.color(token);
        colour.setAlphaF(static_cast<float>(alpha));
        return colour;
    }
};

QPen penOf(const ChartLine& line, const Brushes& brushes)
{
    QPen pen(brushes.of(line.token), 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (line.style == ChartLine::Style::Dashed) {
        pen.setDashPattern({4, 2.4});
    } else if (line.style == ChartLine::Style::Dotted) {
        pen.setWidthF(1.2);
        pen.setDashPattern({2, 3});
    }
    return pen;
}

} // namespace

ChartAxis unitAxis(const QString& title, bool percent)
{
    ChartAxis axis{.title = title};
    const QLocale locale;
    for (int step = 0; step <= 5; ++step) {
        const double value = step / 5.0;
        axis.ticks << value;
        axis.labels << (percent ? locale.toString(qRound(100 * value)) + QStringLiteral("\u202f%")
                                : locale.toString(value, 'f', 1));
    }
    return axis;
}

void FigureTableModel::setTable(const ChartTable& table)
{
    beginResetModel();
    m_table = table;
    endResetModel();
}

int FigureTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int FigureTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.heads.size());
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole || !index.isValid()) {
        return {};
    }
    const double value = m_table.rows.at(index.row())
                             .value(index.column(), std::numeric_limits<double>::quiet_NaN());
    return std::isnan(value)
               ? QString()
               : QLocale().toString(value, 'f', m_table.decimals.value(index.column(), 3));
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return role == Qt::DisplayRole && orientation == Qt::Horizontal
               ? QVariant(m_table.heads.value(section))
               : QVariant();
}

FigureChart::FigureChart(QWidget* parent)
    : QWidget(parent)
    , m_canvas(new QWidget)
    , m_table(new QTableView)
    , m_model(new FigureTableModel(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_canvas->setMouseTracking(true);
    m_canvas->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_canvas); // this widget paints; the page only keeps the place
    m_table->setModel(m_model);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->installEventFilter(this);
    m_stack->addWidget(m_table);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    describe();
}

void FigureChart::setData(const ChartData& data)
{
    m_data = data;
    m_reason.clear();
    m_current = {};
    m_model->setTable(data.table);
    describe();
}

void FigureChart::clear(const QString& reason)
{
    const QString title = m_data.title;
    m_data = {};
    m_data.title = title;
    m_reason = reason;
    m_operating.reset();
    m_operatingSentence.clear();
    m_model->setTable({});
    describe();
}

void FigureChart::setSmall(bool small)
{
    m_small = small;
    updateGeometry();
    update();
}

void FigureChart::setOperatingPoint(std::optional<QPointF> point, const QString& sentence)
{
    m_operating = point;
    m_operatingSentence = sentence;
    describe();
}

bool FigureChart::isTableShown() const
{
    return m_stack->currentWidget() == m_table;
}

void FigureChart::setTableShown(bool shown)
{
    const bool hadFocus = hasFocus() || m_table->hasFocus();
    m_stack->setCurrentWidget(shown ? static_cast<QWidget*>(m_table) : m_canvas);
    if (hadFocus) {
        shown ? m_table->setFocus() : setFocus();
    }
    update();
}

QSize FigureChart::sizeHint() const
{
    const Theme& theme = Theme::instance();
    return m_small ? QSize(theme.px(172), theme.px(124)) : QSize(theme.px(340), theme.px(220));
}

QSize FigureChart::minimumSizeHint() const
{
    const Theme& theme = Theme::instance();
    return m_small ? QSize(theme.px(130), theme.px(112)) : QSize(theme.px(220), theme.px(180));
}

void FigureChart::describe()
{
    setAccessibleName(m_data.title);
    m_table->setAccessibleName(m_data.title.isEmpty() ? tr("Values of the chart") : m_data.title);
    QStringList parts = m_data.words;
    if (!m_operatingSentence.isEmpty()) {
        parts << m_operatingSentence;
    }
    if (m_data.lines.isEmpty()) {
        parts << (m_reason.isEmpty() ? tr("no result yet") : m_reason);
    } else {
        parts << tr("arrow keys walk along the points, T shows the numbers as a table");
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
    update();
}

QRectF FigureChart::plotRect(const QRectF& area) const
{
    const Theme& theme = Theme::instance();
    return m_small ? area.adjusted(theme.px(24), theme.px(8), -4, -theme.px(20))
                   : area.adjusted(theme.px(44), theme.px(10), -theme.px(12), -theme.px(38));
}

QPointF FigureChart::toPixel(const QPointF& value) const
{
    return placeIn(rect(), value);
}

QPointF FigureChart::placeIn(const QRectF& area, const QPointF& value) const
{
    const QRectF plot = plotRect(area);
    const ChartAxis& x = m_data.x;
    const ChartAxis& y = m_data.y;
    return {plot.left() + (value.x() - x.low) / (x.high - x.low) * plot.width(),
        plot.bottom() - (value.y() - y.low) / (y.high - y.low) * plot.height()};
}

void FigureChart::paintAxes(QPainter& painter, const QRectF& area, bool light) const
{
    const Theme& theme = Theme::instance();
    const Brushes brushes{light};
    const QRectF plot = plotRect(area);
    painter.setFont(theme.font(FontRole::Tick));
    for (qsizetype i = 0; i < m_data.y.ticks.size(); ++i) {
        const QPointF left = placeIn(area, {m_data.x.low, m_data.y.ticks.at(i)});
        painter.setPen(QPen(brushes.of(Token::Grid), 1));
        painter.drawLine(left, QPointF(plot.right(), left.y()));
        if (m_small && i > 0 && i + 1 < m_data.y.ticks.size()) {
            continue;
        }
        painter.setPen(brushes.of(Token::Text3));
        painter.drawText(QRectF(area.left(), left.y() - theme.px(8), plot.left() - area.left() - 4,
                             theme.px(16)),
            Qt::AlignRight | Qt::AlignVCenter,
            m_small ? QLocale().toString(m_data.y.ticks.at(i)) : m_data.y.labels.value(i));
    }
    for (qsizetype i = 0; i < m_data.x.ticks.size(); ++i) {
        const QPointF below = placeIn(area, {m_data.x.ticks.at(i), m_data.y.low});
        painter.setPen(QPen(brushes.of(Token::Grid), 1));
        painter.drawLine(QPointF(below.x(), plot.top()), below);
        if (m_small) {
            continue;
        }
        painter.setPen(brushes.of(Token::Text3));
        painter.drawText(
            QRectF(below.x() - theme.px(24), plot.bottom() + 3, theme.px(48), theme.px(15)),
            Qt::AlignHCenter | Qt::AlignVCenter, m_data.x.labels.value(i));
    }
    painter.setFont(theme.font(FontRole::Label));
    painter.setPen(brushes.of(Token::Text2));
    const double below = plot.bottom() + theme.px(m_small ? 3 : 19);
    painter.drawText(
        QRectF(plot.left(), below, plot.width(), theme.px(16)), Qt::AlignCenter, m_data.x.title);
    painter.save();
    painter.translate(area.left(), plot.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, plot.height(), theme.px(15)), Qt::AlignCenter, m_data.y.title);
    painter.restore();
}

void FigureChart::paintBand(
    QPainter& painter, const QRectF& area, bool light, const ChartBand& band) const
{
    if (band.x.isEmpty()) {
        return;
    }
    QPainterPath path(placeIn(area, {band.x.first(), band.high.first()}));
    for (qsizetype i = 0; i < band.x.size(); ++i) {
        path.lineTo(placeIn(area, {band.x.at(i), band.high.at(i)}));
    }
    for (qsizetype i = band.x.size(); i-- > 0;) {
        path.lineTo(placeIn(area, {band.x.at(i), band.low.at(i)}));
    }
    painter.fillPath(path, Brushes{light}.of(band.token, 0.16));
}

void FigureChart::paintMarks(
    QPainter& painter, const QRectF& area, bool light, const ChartLine& line) const
{
    const Brushes brushes{light};
    for (qsizetype i = 0; i < line.points.size(); ++i) {
        const QPointF centre = placeIn(area, line.points.at(i));
        if (i < line.bars.size()) {
            painter.setPen(QPen(brushes.of(line.token, 0.75), 1.4));
            const double low = placeIn(area, {0, line.bars.at(i).x()}).y();
            const double high = placeIn(area, {0, line.bars.at(i).y()}).y();
            painter.drawLine(QPointF(centre.x(), low), QPointF(centre.x(), high));
            for (const double end : {low, high}) {
                painter.drawLine(QPointF(centre.x() - 3, end), QPointF(centre.x() + 3, end));
            }
        }
        const double radius = 3.0 + 4.0 * std::sqrt(line.weights.value(i, 0.2));
        painter.setPen(QPen(brushes.of(Token::Surface), 1.2));
        painter.setBrush(brushes.of(line.token));
        painter.drawEllipse(centre, radius, radius);
    }
}

void FigureChart::paintWords(QPainter& painter, const QRectF& area, bool light) const
{
    const Theme& theme = Theme::instance();
    const Brushes brushes{light};
    const QRectF plot = plotRect(area);
    const bool right =
        m_data.corner == Qt::BottomRightCorner || m_data.corner == Qt::TopRightCorner;
    const bool top = m_data.corner == Qt::TopRightCorner || m_data.corner == Qt::TopLeftCorner;
    double y = top ? plot.top() + 6
                   : plot.bottom() - 6 - theme.px(17) * static_cast<double>(m_data.words.size());
    for (qsizetype i = 0; i < m_data.words.size(); ++i) {
        painter.setFont(theme.font(i == 0 ? FontRole::Card : FontRole::Label));
        painter.setPen(brushes.of(i == 0 ? Token::Text : Token::Text2));
        painter.drawText(QRectF(plot.left() + 8, y, plot.width() - 16, theme.px(17)),
            (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, m_data.words.at(i));
        y += theme.px(17);
    }
}

void FigureChart::render(QPainter& painter, const QRectF& area, bool light) const
{
    const Theme& theme = Theme::instance();
    const Brushes brushes{light};
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_data.lines.isEmpty()) {
        painter.setFont(theme.font(FontRole::Body));
        painter.setPen(brushes.of(Token::Text2));
        painter.drawText(area.adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
            m_reason.isEmpty() ? tr("no result yet") : m_reason);
        return;
    }
    paintAxes(painter, area, light);
    painter.save();
    painter.setClipRect(plotRect(area).adjusted(-6, -6, 6, 6));
    for (const ChartBand& band : m_data.bands) {
        paintBand(painter, area, light, band);
    }
    for (const ChartLine& line : m_data.lines) {
        if (line.style == ChartLine::Style::Marks) {
            paintMarks(painter, area, light, line);
            continue;
        }
        QPolygonF polyline;
        for (const QPointF& point : line.points) {
            polyline << placeIn(area, point);
        }
        painter.setPen(penOf(line, brushes));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(polyline);
    }
    if (!light && m_current.line >= 0) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(brushes.of(Token::Focus), 2));
        painter.drawEllipse(
            placeIn(area, m_data.lines.at(m_current.line).points.at(m_current.point)), 6.5, 6.5);
    }
    if (m_operating) {
        painter.setPen(QPen(brushes.of(Token::Surface), 1.5));
        painter.setBrush(brushes.of(Token::Text));
        painter.drawEllipse(placeIn(area, *m_operating), 6.0, 6.0);
    }
    painter.restore();
    paintWords(painter, area, light);
}

void FigureChart::paintEvent(QPaintEvent*)
{
    if (isTableShown()) {
        return;
    }
    QPainter painter(this);
    render(painter, rect(), false);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::instance().color(Token::Focus), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

FigureChart::Place FigureChart::nearest(const QPointF& position, int onlyLine, double reach) const
{
    Place best;
    double closest = reach * reach;
    for (int line = 0; line < static_cast<int>(m_data.lines.size()); ++line) {
        const ChartLine& candidate = m_data.lines.at(line);
        if (onlyLine >= 0 ? line != onlyLine : !candidate.speaks) {
            continue;
        }
        for (int point = 0; point < static_cast<int>(candidate.points.size()); ++point) {
            const QPointF away = toPixel(candidate.points.at(point)) - position;
            const double distance = QPointF::dotProduct(away, away);
            if (distance < closest) {
                closest = distance;
                best = {line, point};
            }
        }
    }
    return best;
}

void FigureChart::speak(const Place& place, const QPoint& at)
{
    if (place.line == m_current.line && place.point == m_current.point) {
        return;
    }
    m_current = place;
    const QString words =
        place.line >= 0 && m_data.sentence ? m_data.sentence(place.line, place.point) : QString();
    if (words.isEmpty()) {
        QToolTip::hideText();
    } else {
        setAccessibleDescription(words);
        QToolTip::showText(mapToGlobal(at), words, this);
    }
    update();
}

void FigureChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_data.draggable < 0) {
        return;
    }
    const Place place =
        nearest(event->position(), m_data.draggable, std::numeric_limits<double>::max());
    if (place.line >= 0) {
        Q_EMIT pointChosen(place.line, place.point);
    }
}

void FigureChart::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && m_data.draggable >= 0) {
        const Place place =
            nearest(event->position(), m_data.draggable, std::numeric_limits<double>::max());
        if (place.line >= 0) {
            Q_EMIT pointChosen(place.line, place.point);
            speak(place, event->position().toPoint());
        }
        return;
    }
    speak(nearest(event->position(), -1, kReach), event->position().toPoint());
}

void FigureChart::leaveEvent(QEvent*)
{
    m_current = {};
    update();
}

void FigureChart::step(int steps)
{
    int line = m_data.draggable;
    for (int i = 0; line < 0 && i < static_cast<int>(m_data.lines.size()); ++i) {
        line = m_data.lines.at(i).speaks ? i : -1;
    }
    if (line < 0 || m_data.lines.at(line).points.isEmpty()) {
        return;
    }
    const ChartLine& walked = m_data.lines.at(line);
    int from = m_current.line == line ? m_current.point : -1;
    if (from < 0 && m_operating) {
        from = nearest(toPixel(*m_operating), line, std::numeric_limits<double>::max()).point;
    }
    const Place place{
        line, std::clamp(from + steps, 0, static_cast<int>(walked.points.size()) - 1)};
    if (line == m_data.draggable) {
        Q_EMIT pointChosen(line, place.point);
    }
    speak(place, toPixel(walked.points.at(place.point)).toPoint());
}

void FigureChart::keyPressEvent(QKeyEvent* event)
{
    const int steps = event->modifiers().testFlag(Qt::ControlModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        step(-steps);
        break;
    case Qt::Key_Right:
    case Qt::Key_Up:
        step(steps);
        break;
    case Qt::Key_T:
        setTableShown(!isTableShown());
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool FigureChart::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_T && key->modifiers() == Qt::NoModifier) {
            setTableShown(false);
            return true;
        }
        if (key->matches(QKeySequence::Copy)) {
            QApplication::clipboard()->setText(csv());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

QString FigureChart::csv() const
{
    const auto field = [](const QString& text) {
        return QString::fromStdString(base::csvField(text.toStdString()));
    };
    QStringList heads;
    for (const QString& head : m_data.table.heads) {
        heads << field(head);
    }
    QString text = heads.join(QLatin1Char(',')) + QLatin1Char('\n');
    for (const QList<double>& row : m_data.table.rows) {
        QStringList fields;
        for (const double value : row) {
            fields << csvNumber(value);
        }
        text += fields.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return text;
}

} // namespace negatoscope::ui
