#include "ui/charts/LineChartPlot.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::ui {

namespace {

constexpr qint64 kLiveGapMs = 100; ///< between two drawings of a chart that grows
constexpr std::array<SeriesKind, 5> kKinds{SeriesKind::Batch, SeriesKind::Ghost, SeriesKind::Train,
    SeriesKind::Validation, SeriesKind::Test};
constexpr std::array<SeriesKind, 4> kLabelled{
    SeriesKind::Train, SeriesKind::Validation, SeriesKind::Test, SeriesKind::Ghost};

/// Ticks in percent without decimals that say nothing.
class ValueTicker final : public QCPAxisTicker
{
public:
    explicit ValueTicker(ValueFormat format)
        : m_format(format)
    {
        setTickCount(5);
    }

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override
    {
        if (m_format == ValueFormat::Percent) {
            const bool whole = std::abs(100.0 * tick - std::round(100.0 * tick)) < 1e-6;
            return locale.toString(100.0 * tick, 'f', whole ? 0 : 1) + QStringLiteral("\u202f%");
        }
        const double size = std::abs(tick);
        return locale.toString(tick, 'f', size >= 10.0 || size == 0.0 ? 1 : m_decimals);
    }
    double getTickStep(const QCPRange& range) override
    {
        const double step = QCPAxisTicker::getTickStep(range);
        m_decimals = step < 0.01 ? 3 : step < 0.1 ? 2 : 1;
        return step;
    }

private:
    ValueFormat m_format;
    int m_decimals = 1;
};

} // namespace

LineChartPlot::LineChartPlot(ValueFormat format, QWidget* parent)
    : QCustomPlot(parent)
    , m_format(format)
{
    m_bandHigh.graph = addGraph(); // first: behind all lines
    m_band.graph = addGraph();
    m_band.graph->setChannelFillGraph(m_bandHigh.graph);
    for (const SeriesKind kind : kKinds) {
        at(kind).graph = addGraph();
        at(kind).graph->setAdaptiveSampling(true);
    }
    plotLayout()->setRowSpacing(0);
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setMinimumSize(0, 0);
    setNoAntialiasingOnDrag(false);
    setAntialiasedElements(QCP::aeAll);
    legend->setVisible(false);
    yAxis->setTicker(QSharedPointer<ValueTicker>::create(format));
    const auto epochs = QSharedPointer<QCPAxisTickerFixed>::create();
    epochs->setTickStep(1.0);
    epochs->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    xAxis->setTicker(epochs);
    xAxis->grid()->setVisible(false);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTickLength(0);
        axis->setSubTicks(false);
        axis->setTickLabelPadding(6);
    }
    m_replot.setSingleShot(true);
    connect(&m_replot, &QTimer::timeout, this, [this] {
        m_sinceReplot.start();
        replot(QCustomPlot::rpRefreshHint);
    });
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    connect(&Theme::instance(), &Theme::changed, this, &LineChartPlot::applyTheme);
    applyTheme();
    rescale();
}

void LineChartPlot::setTitle(const QString& title)
{
    m_title = title;
    update();
}

void LineChartPlot::setSeries(SeriesKind kind, const QString& name, const QList<QPointF>& points)
{
    at(kind).name = name;
    fill(at(kind), points);
    rescale();
}

void LineChartPlot::setBand(
    const QString& name, const QList<QPointF>& low, const QList<QPointF>& high)
{
    m_band.name = name;
    fill(m_band, low);
    fill(m_bandHigh, high);
    rescale();
}

void LineChartPlot::fill(Series& series, const QList<QPointF>& points)
{
    series.points = points;
    QVector<double> x;
    QVector<double> y;
    x.reserve(points.size());
    y.reserve(points.size());
    for (const QPointF& point : points) {
        x.append(point.x());
        y.append(point.y());
    }
    series.graph->setData(x, y, true);
}

void LineChartPlot::appendPoint(SeriesKind kind, const QPointF& point)
{
    at(kind).points.append(point);
    at(kind).graph->addData(point.x(), point.y());
    rescale();
}

void LineChartPlot::clearSeries()
{
    for (Series& series : m_series) {
        fill(series, {});
    }
    fill(m_band, {});
    fill(m_bandHigh, {});
    m_best.reset();
    m_selected.reset();
    m_hovered = 0;
    rescale();
}

void LineChartPlot::setEpochs(int epochs)
{
    m_epochs = std::max(epochs, 1);
    rescale();
}

void LineChartPlot::setBestEpoch(std::optional<int> epoch)
{
    m_best = epoch;
    update();
}

void LineChartPlot::setSelectedEpoch(std::optional<int> epoch)
{
    m_selected = epoch;
    update();
}

void LineChartPlot::setLive(bool live)
{
    m_live = live;
    m_replot.stop();
    scheduleReplot();
}

void LineChartPlot::setShowsXLabels(bool shows)
{
    m_showsXLabels = shows;
    applyTheme();
}

void LineChartPlot::setFocusShown(bool shown)
{
    m_focusShown = shown;
    update();
}

QPen LineChartPlot::penOf(SeriesKind kind) const
{
    const Theme& theme = Theme::instance();
    QPen pen;
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::RoundCap);
    switch (kind) {
    case SeriesKind::Batch:
        pen.setColor(theme.color(Token::Train, 0.30));
        pen.setWidthF(1.0);
        break;
    case SeriesKind::Ghost:
        pen.setColor(theme.color(Token::Ghost));
        pen.setWidthF(1.5);
        break;
    case SeriesKind::Train:
        pen.setColor(theme.color(Token::Train));
        pen.setWidthF(2.0);
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({4.0, 2.4});
        break;
    case SeriesKind::Validation:
        pen.setColor(theme.color(Token::Val));
        pen.setWidthF(2.3);
        break;
    case SeriesKind::Test:
        pen.setColor(theme.color(Token::Test));
        pen.setWidthF(2.0);
        break;
    }
    return pen;
}

Token LineChartPlot::textTokenOf(SeriesKind kind) const
{
    switch (kind) {
    case SeriesKind::Validation:
        return Token::ValText;
    case SeriesKind::Test:
        return Token::TestText;
    case SeriesKind::Ghost:
        return Token::Text3;
    default:
        return Token::TrainText;
    }
}

void LineChartPlot::applyTheme()
{
    const Theme& theme = Theme::instance();
    setBackground(QBrush(theme.color(Token::Surface)));
    axisRect()->setMargins(QMargins(
        theme.px(44), theme.px(30), theme.px(66), m_showsXLabels ? theme.px(22) : theme.px(8)));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickLabelColor(theme.color(Token::Text3));
        axis->setTickLabelFont(theme.font(FontRole::Tick));
        axis->grid()->setPen(QPen(theme.color(Token::Grid), 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    xAxis->setTickLabels(m_showsXLabels);
    m_bandHigh.graph->setPen(Qt::NoPen);
    m_band.graph->setPen(Qt::NoPen);
    m_band.graph->setBrush(theme.color(Token::Val, 0.18));
    for (const SeriesKind kind : kKinds) {
        at(kind).graph->setPen(penOf(kind));
    }
    scheduleReplot();
}

void LineChartPlot::rescale()
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    int last = m_epochs;
    for (const SeriesKind kind : kKinds) {
        // The batch line is noisy: it may leave the picture, the epochs may not.
        const bool counts = kind != SeriesKind::Batch || at(SeriesKind::Train).points.isEmpty();
        for (const QPointF& point : std::as_const(at(kind).points)) {
            if (counts && std::isfinite(point.y())) {
                low = std::min(low, point.y());
                high = std::max(high, point.y());
            }
            last = std::max(last, static_cast<int>(std::ceil(point.x() - 1e-9)));
        }
    }
    for (const QList<QPointF>* edge : {&m_band.points, &m_bandHigh.points}) {
        for (const QPointF& point : *edge) {
            low = std::min(low, point.y());
            high = std::max(high, point.y());
        }
    }
    if (!std::isfinite(low)) {
        low = m_format == ValueFormat::Percent ? 0.5 : 0.0;
        high = m_format == ValueFormat::Percent ? 1.0 : 0.7;
    }
    if (m_format == ValueFormat::Percent) {
        const double step = high - low > 0.25 ? 0.1 : 0.05;
        low = std::max(0.0, std::floor(low / step - 1e-9) * step);
        high = std::max(std::min(1.0, std::ceil(high / step) * step), low + step);
    } else {
        low = std::min(low, 0.0);
        high = std::max(high * 1.08, low + 1e-3);
    }
    const double first = at(SeriesKind::Batch).points.isEmpty() ? 1.0 : 0.0;
    xAxis->setRange(first, std::max(first + 1.0, static_cast<double>(last)));
    yAxis->setRange(low, high + (high - low) * 0.02);
    scheduleReplot();
}

void LineChartPlot::scheduleReplot()
{
    if (m_replot.isActive()) {
        return;
    }
    const qint64 since = m_sinceReplot.isValid() ? m_sinceReplot.elapsed() : kLiveGapMs;
    m_replot.start(m_live ? static_cast<int>(std::max<qint64>(0, kLiveGapMs - since)) : 0);
}

QPointF LineChartPlot::toPixels(const QPointF& point) const
{
    return {xAxis->coordToPixel(point.x()), yAxis->coordToPixel(point.y())};
}

int LineChartPlot::epochAt(const QPointF& position) const
{
    const int epoch = static_cast<int>(std::lround(xAxis->pixelToCoord(position.x())));
    return std::clamp(epoch, 1, std::max(1, static_cast<int>(xAxis->range().upper)));
}

double LineChartPlot::valueAt(SeriesKind kind, int epoch) const
{
    for (const QPointF& point : at(kind).points) {
        if (std::abs(point.x() - epoch) < 1e-6) {
            return point.y();
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

void LineChartPlot::paintEvent(QPaintEvent* event)
{
    QCustomPlot::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintHead(painter);
    paintRules(painter);
    paintBest(painter);
    paintEnds(painter);
    paintHover(painter);
    if (m_focusShown) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::instance().color(Token::Focus), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void LineChartPlot::paintHead(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    const double height = theme.px(16);
    const double top = theme.px(2);
    painter.setFont(theme.font(FontRole::Strong));
    painter.setPen(theme.color(Token::Text));
    double x = 2.0;
    painter.drawText(QRectF(x, top, width(), height), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    x += painter.fontMetrics().horizontalAdvance(m_title) + theme.px(14);
    painter.setFont(theme.font(FontRole::Label));
    for (const SeriesKind kind : kLabelled) {
        const Series& series = at(kind);
        const double text = painter.fontMetrics().horizontalAdvance(series.name);
        if (series.points.isEmpty() || x + 24 + text > width()) {
            continue;
        }
        painter.setPen(penOf(kind));
        painter.drawLine(QPointF(x, top + height / 2), QPointF(x + 18, top + height / 2));
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(
            QRectF(x + 23, top, text + 2, height), Qt::AlignLeft | Qt::AlignVCenter, series.name);
        x += 23 + text + theme.px(14);
    }
    const double bandText = painter.fontMetrics().horizontalAdvance(m_band.name);
    if (!m_band.points.isEmpty() && x + 24 + bandText <= width()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Val, 0.25));
        painter.drawRect(QRectF(x, top + height / 2 - 4, 18, 8));
        painter.setPen(theme.color(Token::Text2));
        painter.drawText(QRectF(x + 23, top, bandText + 2, height),
            Qt::AlignLeft | Qt::AlignVCenter, m_band.name);
    }
}

void LineChartPlot::paintRules(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    const QRectF area = axisRect()->rect();
    if (m_selected && *m_selected != m_best.value_or(-1)) {
        const double x = xAxis->coordToPixel(*m_selected);
        painter.setPen(QPen(theme.color(Token::Accent), 1.5));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    if (m_hovered > 0) {
        const double x = xAxis->coordToPixel(m_hovered);
        painter.setPen(QPen(theme.color(Token::Strong), 1));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
}

void LineChartPlot::paintBest(QPainter& painter) const
{
    if (!m_best) {
        return;
    }
    const Theme& theme = Theme::instance();
    const QRectF area = axisRect()->rect();
    const double x = xAxis->coordToPixel(*m_best);
    QPen pen(theme.color(Token::Val), 1);
    pen.setDashPattern({3.0, 2.5});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const double value = valueAt(SeriesKind::Validation, *m_best);
    if (std::isfinite(value)) {
        painter.setPen(QPen(theme.color(Token::Val), 2));
        painter.setBrush(theme.color(Token::Surface));
        painter.drawEllipse(QPointF(x, yAxis->coordToPixel(value)), 4.5, 4.5);
    }
    painter.setFont(theme.font(FontRole::Micro));
    //: Mark over the best epoch of a chart
    const QString text = tr("best");
    const double w = painter.fontMetrics().horizontalAdvance(text) + 12;
    const QRectF pill(std::clamp(x - w / 2, area.left(), width() - w - 1.0),
        area.top() - theme.px(13), w, theme.px(14));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::ValSoft));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setPen(theme.color(Token::ValText));
    painter.drawText(pill, Qt::AlignCenter, text);
}

void LineChartPlot::paintEnds(QPainter& painter) const
{
    const Theme& theme = Theme::instance();
    struct End
    {
        SeriesKind kind;
        QPointF point;
        double y;
    };
    QList<End> ends;
    for (const SeriesKind kind : kLabelled) {
        const QList<QPointF>& line = at(kind).points;
        if (!line.isEmpty() && std::isfinite(line.last().y())) {
            const QPointF pixel = toPixels(line.last());
            ends.append({kind, pixel, pixel.y()});
        }
    }
    std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.y < b.y; });
    const double gap = theme.px(13);
    for (qsizetype i = 1; i < ends.size(); ++i) {
        // Only labels that stand beside each other can touch.
        if (std::abs(ends[i].point.x() - ends[i - 1].point.x()) < theme.px(60)) {
            ends[i].y = std::max(ends[i].y, ends[i - 1].y + gap);
        }
    }
    for (const End& end : std::as_const(ends)) {
        const bool ghost = end.kind == SeriesKind::Ghost;
        if (m_live && !ghost) {
            painter.setPen(QPen(theme.color(Token::Surface), 1.5));
            painter.setBrush(penOf(end.kind).color());
            painter.drawEllipse(end.point, 4.5, 4.5);
        }
        QFont font = theme.font(FontRole::Label);
        font.setWeight(ghost ? QFont::Normal : QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(theme.color(textTokenOf(end.kind)));
        const QString text = chartValueText(at(end.kind).points.last().y(), m_format);
        painter.drawText(QRectF(end.point.x() + 8, end.y - gap, theme.px(64), 2 * gap),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
    }
}

void LineChartPlot::paintHover(QPainter& painter) const
{
    if (m_hovered <= 0) {
        return;
    }
    const Theme& theme = Theme::instance();
    QList<std::pair<SeriesKind, QString>> rows;
    for (const SeriesKind kind : kLabelled) {
        const double value = valueAt(kind, m_hovered);
        if (std::isfinite(value)) {
            rows.append({kind, chartValueText(value, m_format)});
        }
    }
    if (rows.isEmpty()) {
        return;
    }
    painter.setFont(theme.font(FontRole::Label));
    const QFontMetrics metrics = painter.fontMetrics();
    int nameWidth = 0;
    int valueWidth = 0;
    for (const auto& [kind, text] : std::as_const(rows)) {
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(at(kind).name));
        valueWidth = std::max(valueWidth, metrics.horizontalAdvance(text));
    }
    const double line = theme.px(15);
    const QRectF area = axisRect()->rect();
    QRectF box(0, area.top() + 4, nameWidth + valueWidth + 42.0,
        line * static_cast<double>(rows.size() + 1) + 10);
    const double x = xAxis->coordToPixel(m_hovered);
    box.moveLeft(x + 12 + box.width() < width() ? x + 12 : x - 12 - box.width());
    painter.setPen(QPen(theme.color(Token::Strong), 1));
    painter.setBrush(theme.color(Token::Surface));
    painter.drawRoundedRect(box, 6, 6);
    QRectF row(box.left() + 8, box.top() + 5, box.width() - 16, line);
    painter.setPen(theme.color(Token::Text3));
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, tr("Epoch %1").arg(m_hovered));
    for (const auto& [kind, text] : std::as_const(rows)) {
        row.translate(0, line);
        painter.setPen(penOf(kind));
        painter.drawLine(
            QPointF(row.left(), row.center().y()), QPointF(row.left() + 14, row.center().y()));
        painter.setPen(theme.color(Token::Text));
        painter.drawText(
            row.adjusted(20, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, at(kind).name);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, text);
    }
}

void LineChartPlot::resizeEvent(QResizeEvent* event)
{
    QCustomPlot::resizeEvent(event);
    update();
}

void LineChartPlot::mouseMoveEvent(QMouseEvent* event)
{
    QCustomPlot::mouseMoveEvent(event);
    const bool inside =
        QRectF(axisRect()->rect()).adjusted(-8, 0, 8, 0).contains(event->position());
    const int epoch = inside ? epochAt(event->position()) : 0;
    if (epoch != m_hovered) {
        m_hovered = epoch;
        Q_EMIT epochHovered(epoch);
        update();
    }
}

void LineChartPlot::mousePressEvent(QMouseEvent* event)
{
    QCustomPlot::mousePressEvent(event);
    if (event->button() == Qt::LeftButton &&
        QRectF(axisRect()->rect()).contains(event->position())) {
        Q_EMIT epochClicked(epochAt(event->position()));
    }
}

void LineChartPlot::leaveEvent(QEvent* event)
{
    QCustomPlot::leaveEvent(event);
    if (m_hovered != 0) {
        m_hovered = 0;
        Q_EMIT epochHovered(0);
        update();
    }
}

} // namespace negatoscope::ui
