#include "ui/charts/LineChart.h"

#include "ui/charts/LineChartPlot.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QStackedLayout>
#include <QTableView>

#include <algorithm>
#include <cmath>
#include <map>

namespace negatoscope::ui {

QString chartValueText(double value, ValueFormat format)
{
    const QLocale locale;
    if (format == ValueFormat::Percent) {
        return locale.toString(100.0 * value, 'f', 1) + QStringLiteral("\u202f%");
    }
    return locale.toString(value, 'f', 3);
}

void ChartTableModel::setColumns(const QString& xName, const QStringList& names,
    const QList<QList<QPointF>>& series, ValueFormat format)
{
    beginResetModel();
    m_xName = xName;
    m_names = names;
    m_format = format;
    std::map<double, QList<std::optional<double>>> rows;
    for (qsizetype column = 0; column < series.size(); ++column) {
        for (const QPointF& point : series.at(column)) {
            QList<std::optional<double>>& row = rows[point.x()];
            row.resize(series.size());
            row[column] = point.y();
        }
    }
    m_x.clear();
    m_values.clear();
    for (const auto& [x, values] : rows) {
        m_x.append(x);
        m_values.append(values);
    }
    endResetModel();
}

int ChartTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_x.size());
}

int ChartTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 1 + static_cast<int>(m_names.size());
}

QVariant ChartTableModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole || !index.isValid()) {
        return {};
    }
    if (index.column() == 0) {
        return QLocale().toString(m_x.at(index.row()), 'g', 6);
    }
    const std::optional<double> value = m_values.at(index.row()).at(index.column() - 1);
    return value ? chartValueText(*value, m_format) : QString();
}

QVariant ChartTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    return section == 0 ? m_xName : m_names.value(section - 1);
}

LineChart::LineChart(const QString& title, ValueFormat format, QWidget* parent)
    : QWidget(parent)
    , m_title(title)
    , m_format(format)
{
    m_stack = new QStackedLayout(this);
    m_plot = new LineChartPlot(format, this);
    m_plot->setTitle(title);
    m_stack->addWidget(m_plot);
    m_table = new QTableView(this);
    m_model = new ChartTableModel(this);
    m_table->setModel(m_model);
    m_table->setAccessibleName(title);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->installEventFilter(this);
    m_stack->addWidget(m_table);
    setFocusPolicy(Qt::StrongFocus);
    connect(m_plot, &LineChartPlot::epochHovered, this, &LineChart::epochHovered);
    connect(m_plot, &LineChartPlot::epochClicked, this, &LineChart::epochClicked);
    describe();
}

LineChart::~LineChart() = default;

void LineChart::setTitle(const QString& title)
{
    m_title = title;
    m_plot->setTitle(title);
    m_table->setAccessibleName(title);
    describe();
}

void LineChart::setSeries(SeriesKind kind, const QString& name, const QList<QPointF>& points)
{
    m_plot->setSeries(kind, name, points);
    describe();
    refreshTable();
}

void LineChart::appendPoint(SeriesKind kind, const QPointF& point)
{
    m_plot->appendPoint(kind, point);
    if (kind != SeriesKind::Batch) {
        describe();
        refreshTable();
    }
}

void LineChart::setBand(const QString& name, const QList<QPointF>& low, const QList<QPointF>& high)
{
    m_plot->setBand(name, low, high);
    refreshTable();
}

bool LineChart::hasBand() const
{
    return !m_plot->bandLow().isEmpty();
}

void LineChart::clear()
{
    m_plot->clearSeries();
    describe();
    refreshTable();
}

QList<QPointF> LineChart::points(SeriesKind kind) const
{
    return m_plot->points(kind);
}

void LineChart::setEpochs(int epochs)
{
    m_plot->setEpochs(epochs);
}

void LineChart::setBestEpoch(std::optional<int> epoch)
{
    m_plot->setBestEpoch(epoch);
    describe();
}

void LineChart::setSelectedEpoch(std::optional<int> epoch)
{
    m_plot->setSelectedEpoch(epoch);
}

void LineChart::setLive(bool live)
{
    m_plot->setLive(live);
}

void LineChart::setShowsXLabels(bool shows)
{
    m_plot->setShowsXLabels(shows);
}

bool LineChart::isTableShown() const
{
    return m_stack->currentWidget() == m_table;
}

void LineChart::setTableShown(bool shown)
{
    m_stack->setCurrentWidget(shown ? static_cast<QWidget*>(m_table) : m_plot);
    if (shown) {
        refreshTable();
        if (hasFocus()) {
            m_table->setFocus();
        }
    } else if (m_table->hasFocus()) {
        setFocus();
    }
}

QSize LineChart::sizeHint() const
{
    return {520, 220};
}

QSize LineChart::minimumSizeHint() const
{
    return {260, Theme::instance().px(110)};
}

void LineChart::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_T && event->modifiers() == Qt::NoModifier) {
        setTableShown(!isTableShown());
        return;
    }
    QWidget::keyPressEvent(event);
}

bool LineChart::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_T && key->modifiers() == Qt::NoModifier) {
            setTableShown(false);
            setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void LineChart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    m_plot->setFocusShown(true);
}

void LineChart::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_plot->setFocusShown(false);
}

void LineChart::describe()
{
    setAccessibleName(m_title);
    QStringList parts;
    for (const SeriesKind kind : {SeriesKind::Train, SeriesKind::Validation, SeriesKind::Test}) {
        const QList<QPointF> line = m_plot->points(kind);
        if (!line.isEmpty()) {
            //: name of a line, epoch, value
            parts += tr("%1 after epoch %2: %3")
                         .arg(m_plot->seriesName(kind), QLocale().toString(line.last().x()),
                             chartValueText(line.last().y(), m_format));
        }
    }
    setAccessibleDescription(parts.isEmpty() ? tr("no values yet; key T shows a table")
                                             : parts.join(QStringLiteral("; ")));
}

void LineChart::refreshTable()
{
    if (!isTableShown()) {
        return; // filled when it is asked for
    }
    QStringList names;
    QList<QList<QPointF>> series;
    for (const SeriesKind kind :
        {SeriesKind::Train, SeriesKind::Validation, SeriesKind::Test, SeriesKind::Ghost}) {
        const QList<QPointF> line = m_plot->points(kind);
        if (!line.isEmpty()) {
            names += m_plot->seriesName(kind);
            series += line;
        }
    }
    if (hasBand()) {
        names += {tr("lowest of %1").arg(m_plot->bandName()),
            tr("highest of %1").arg(m_plot->bandName())};
        series += {m_plot->bandLow(), m_plot->bandHigh()};
    }
    m_model->setColumns(tr("Epoch"), names, series, m_format);
}

} // namespace negatoscope::ui
