#include "ui/runs/RunsCharts.h"

#include "ui/charts/FigureChart.h"
#include "ui/charts/ParallelAxes.h"
#include "ui/runs/CurveOverlay.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::ui {

namespace {

constexpr int kTicks = 5;
constexpr int kMostWords = 12;
constexpr qsizetype kMostParallel = 9; ///< more axes cannot be told apart
constexpr const char* kMetrics[] = {"val_loss", "val_accuracy", "val_auc"};

/// Where a run is drawn along an axis.
double placeOn(const RunAxis& axis, const StoredRun& run)
{
    const double value = axis.valueOf(run);
    return axis.isLogarithmic ? std::log10(value) : value;
}

QString textAt(const RunAxis& axis, double place)
{
    return axis.text(axis.isLogarithmic ? std::pow(10.0, place) : place);
}

struct Span
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    bool isEmpty() const { return low > high; }
    double width() const { return std::max(high - low, 1e-12); }
};

Span spanOf(const RunAxis& axis, const QList<StoredRunPtr>& runs)
{
    Span span;
    for (const StoredRunPtr& run : runs) {
        const double place = placeOn(axis, *run);
        if (std::isfinite(place)) {
            span.low = std::min(span.low, place);
            span.high = std::max(span.high, place);
        }
    }
    return span;
}

/// At whole multiples of 1, 2 or 5 times a power of ten, with as few digits as tell them apart.
void addRoundTicks(ChartAxis& axis)
{
    const double rough = (axis.high - axis.low) / kTicks;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double factor : {5.0, 2.0, 1.0}) {
        step = factor * power >= rough ? factor * power : step;
    }
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
    for (double place = std::ceil(axis.low / step) * step; place <= axis.high; place += step) {
        axis.ticks.append(place);
        axis.labels.append(QLocale().toString(place, 'f', decimals));
    }
}

ChartAxis chartAxis(const RunAxis& axis, const QList<StoredRunPtr>& runs)
{
    const Span span = spanOf(axis, runs);
    ChartAxis shown;
    shown.title = axis.title;
    if (span.isEmpty()) {
        return shown;
    }
    const double room = std::max(span.width() * 0.06, span.width() < 1e-9 ? 0.5 : 0.0);
    shown.low = span.low - room;
    shown.high = span.high + room;
    const bool words = !axis.isResult && !axis.isLogarithmic && span.high < kMostWords &&
                       std::floor(span.low) == span.low && std::floor(span.high) == span.high;
    if (axis.isResult && span.width() > 1e-9) {
        addRoundTicks(shown);
        return shown;
    }
    const int steps = words ? static_cast<int>(span.high - span.low) : kTicks - 1;
    for (int i = 0; i <= steps; ++i) {
        const double place = steps == 0 ? span.low : span.low + (span.high - span.low) * i / steps;
        shown.ticks.append(place);
        shown.labels.append(textAt(axis, place));
    }
    return shown;
}

} // namespace

RunsCharts::RunsCharts(RunsLibrary& library, RunsModel& model, QWidget* parent)
    : QWidget(parent)
    , m_library(library)
    , m_model(model)
{
    build();
    connect(&m_model, &QAbstractItemModel::modelReset, this, &RunsCharts::refresh);
    connect(&m_model, &RunsModel::chosenChanged, this, &RunsCharts::refresh);
    connect(&m_library, &RunsLibrary::historiesLoaded, this, &RunsCharts::refreshCurves);
    refresh();
}

void RunsCharts::build()
{
    m_controls = new QWidget(this);
    auto* row = new QHBoxLayout(m_controls);
    row->setContentsMargins(0, 0, 0, 0);
    m_metric = new SegmentedControl(m_controls);
    m_metric->setObjectName(QStringLiteral("runsMetric"));
    m_metric->setAccessibleName(tr("Curve"));
    for (const QString& name : {tr("Loss"), tr("Accuracy"), tr("AUC")}) {
        m_metric->addSegment(name);
    }
    m_metric->setCurrentIndex(0);
    row->addWidget(m_metric);
    m_view = new SegmentedControl(m_controls);
    m_view->setObjectName(QStringLiteral("runsView"));
    m_view->setAccessibleName(tr("View of the runs"));
    for (const QString& name : {tr("Curves"), tr("Scatter"), tr("Parallel")}) {
        m_view->addSegment(name);
    }
    m_view->setCurrentIndex(0);
    row->addWidget(m_view);

    m_stack = new QStackedWidget(this);
    m_curves = new CurveOverlay(this);
    m_curves->setObjectName(QStringLiteral("runsCurves"));
    m_stack->addWidget(m_curves);
    m_stack->addWidget(buildScatter());
    auto* parallel = new QWidget(this);
    auto* column = new QVBoxLayout(parallel);
    column->setContentsMargins(0, 0, 0, 0);
    auto* head = new QHBoxLayout;
    m_kept = new TextLabel({}, FontRole::Small, Token::Text2, this);
    m_kept->setObjectName(QStringLiteral("runsKept"));
    head->addWidget(m_kept);
    head->addStretch();
    m_goal = new QComboBox(this);
    m_goal->setObjectName(QStringLiteral("runsGoal"));
    m_goal->setAccessibleName(tr("Result of the last axis"));
    m_goal->setToolTip(tr("Result of the last axis; dark lines are better"));
    head->addWidget(m_goal);
    column->addLayout(head);
    m_parallel = new ParallelAxes(this);
    m_parallel->setObjectName(QStringLiteral("runsParallel"));
    m_parallel->setAccessibleName(tr("Parallel coordinates of the runs"));
    m_parallel->setEmptyText(tr("One line per run will appear here, through every setting that "
                                "differs"));
    column->addWidget(m_parallel, 1);
    m_stack->addWidget(parallel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_view, &SegmentedControl::currentChanged, this, &RunsCharts::refresh);
    connect(m_metric, &SegmentedControl::currentChanged, this, &RunsCharts::refreshCurves);
    connect(m_goal, &QComboBox::activated, this, &RunsCharts::refreshParallel);
    connect(m_parallel, &ParallelAxes::brushChanged, this, &RunsCharts::refreshKept);
}

QWidget* RunsCharts::buildScatter()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    const auto box = [&](const char* name, const QString& label) {
        auto* choice = new QComboBox(page);
        choice->setObjectName(QString::fromLatin1(name));
        choice->setAccessibleName(label);
        choice->setToolTip(label);
        choice->setMinimumWidth(0);
        choice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(choice, &QComboBox::activated, this, &RunsCharts::refreshScatter);
        return choice;
    };
    m_y = box("runsScatterY", tr("Upwards"));
    m_x = box("runsScatterX", tr("To the right"));
    row->addWidget(m_y, 1);
    row->addWidget(new TextLabel(tr("against"), FontRole::Small, Token::Text2, page));
    row->addWidget(m_x, 1);
    column->addLayout(row);
    m_scatter = new FigureChart(page);
    m_scatter->setObjectName(QStringLiteral("runsScatter"));
    column->addWidget(m_scatter, 1);
    connect(m_scatter, &FigureChart::pointChosen, this, [this](int line, int point) {
        if (line == 0 && point >= 0 && point < m_shown.size()) {
            Q_EMIT runActivated(QString::fromStdString(m_shown.at(point)->row.id));
        }
    });
    return page;
}

RunsCharts::View RunsCharts::view() const
{
    return static_cast<View>(std::max(0, m_view->currentIndex()));
}

const RunAxis* RunsCharts::axisOf(const QComboBox& box) const
{
    const QString id = box.currentData().toString();
    const auto found = std::find_if(
        m_axes.begin(), m_axes.end(), [&id](const RunAxis& axis) { return axis.id == id; });
    return found == m_axes.end() ? nullptr : &*found;
}

void RunsCharts::refresh()
{
    m_metric->setVisible(view() == View::Curves);
    m_stack->setCurrentIndex(static_cast<int>(view()));
    if (view() == View::Curves) {
        refreshCurves();
        return;
    }
    refreshAxes();
    if (view() == View::Scatter) {
        refreshScatter();
    } else {
        refreshParallel();
    }
}

void RunsCharts::refreshCurves()
{
    const char* const metric = kMetrics[std::clamp(m_metric->currentIndex(), 0, 2)];
    QList<OverlayCurve> curves;
    for (const QString& id : m_model.chosen()) {
        const StoredRunPtr run = m_library.find(id);
        if (!run) {
            continue;
        }
        OverlayCurve curve{runTitle(run->row), {}, run->row.bestEpoch + 1};
        if (const HistoryPtr history = m_library.history(id)) {
            for (const training::EpochRecord& epoch : *history) {
                const auto value = epoch.metrics.find(metric);
                if (value != epoch.metrics.end() && std::isfinite(value->second)) {
                    curve.points.append({epoch.epoch + 1.0, value->second});
                }
            }
        }
        curves.append(std::move(curve));
    }
    m_curves->setCurves(metricTitle(metric), curves);
}

void RunsCharts::refreshAxes()
{
    const QList<StoredRunPtr> runs = m_model.shownRuns();
    m_axes = runAxes(m_library, runs);
    const auto fill = [this](QComboBox& box, bool onlyResults, const QString& usual) {
        const QSignalBlocker blocker(box);
        const QString before = box.count() > 0 ? box.currentData().toString() : usual;
        box.clear();
        for (const RunAxis& axis : std::as_const(m_axes)) {
            if (axis.isResult || !onlyResults) {
                box.addItem(axis.title, axis.id);
            }
        }
        const int found = box.findData(before);
        box.setCurrentIndex(found >= 0 ? found : std::max(0, box.findData(usual)));
    };
    const QString auc = QStringLiteral("metric:val_auc:best");
    const QString loss = QStringLiteral("metric:val_loss:best");
    const bool hasAuc = std::any_of(
        m_axes.begin(), m_axes.end(), [&auc](const RunAxis& axis) { return axis.id == auc; });
    fill(*m_y, false, hasAuc ? auc : loss);
    fill(*m_x, false, m_axes.isEmpty() ? QString() : m_axes.front().id);
    fill(*m_goal, true, hasAuc ? auc : loss);
}

void RunsCharts::refreshScatter()
{
    const RunAxis* const x = axisOf(*m_x);
    const RunAxis* const y = axisOf(*m_y);
    m_shown.clear();
    if (x == nullptr || y == nullptr) {
        m_scatter->clear(tr("There is nothing to draw yet"));
        return;
    }
    ChartData chart;
    chart.title = tr("%1 against %2").arg(y->title, x->title);
    chart.lines.append({tr("Runs"), Token::Train, ChartLine::Style::Marks});
    ChartLine chosen{tr("Chosen runs"), Token::Accent, ChartLine::Style::Marks};
    chosen.speaks = false;
    const QStringList ids = m_model.chosen();
    chart.table.heads = {tr("Run"), x->title, y->title};
    chart.table.decimals = {0, 4, 4};
    for (const StoredRunPtr& run : m_model.shownRuns()) {
        const QPointF at(placeOn(*x, *run), placeOn(*y, *run));
        if (!std::isfinite(at.x()) || !std::isfinite(at.y())) {
            continue;
        }
        m_shown.append(run);
        chart.lines.front().points.append(at);
        if (ids.contains(QString::fromStdString(run->row.id))) {
            chosen.points.append(at);
            chosen.weights.append(0.6);
        }
        chart.table.rows.append(
            {static_cast<double>(run->row.number), x->valueOf(*run), y->valueOf(*run)});
    }
    if (m_shown.isEmpty()) {
        m_scatter->clear(tr("No run has both"));
        return;
    }
    chart.lines.append(chosen);
    chart.x = chartAxis(*x, m_shown);
    chart.y = chartAxis(*y, m_shown);
    chart.draggable = 0;
    chart.sentence = [shown = m_shown, x = *x, y = *y](int, int point) {
        const StoredRunPtr run = shown.value(point);
        return run ? QStringLiteral("%1: %2 %3, %4 %5")
                         .arg(runTitle(run->row), x.title, x.text(x.valueOf(*run)), y.title,
                             y.text(y.valueOf(*run)))
                   : QString();
    };
    m_scatter->setData(chart);
}

void RunsCharts::refreshParallel()
{
    const RunAxis* const goal = axisOf(*m_goal);
    QList<StoredRunPtr> runs = m_model.shownRuns();
    QList<RunAxis> used;
    for (const RunAxis& axis : std::as_const(m_axes)) {
        if (!axis.isResult && used.size() < kMostParallel) {
            used.append(axis);
        }
    }
    if (goal == nullptr || used.isEmpty()) {
        m_parallel->setAxes({});
        m_kept->setText(tr("No setting differs between these runs"));
        return;
    }
    const auto valueOf = [goal](const StoredRunPtr& run) {
        return goal->smallerIsBetter ? goal->valueOf(*run) : -goal->valueOf(*run);
    };
    runs.removeIf([&](const StoredRunPtr& run) { return std::isnan(valueOf(run)); });
    std::stable_sort(runs.begin(), runs.end(),
        [&](const StoredRunPtr& a, const StoredRunPtr& b) { return valueOf(a) < valueOf(b); });
    used.append(*goal);
    QList<ParallelAxis> axes;
    QList<Span> spans;
    for (const RunAxis& axis : std::as_const(used)) {
        const Span span = spanOf(axis, runs);
        spans.append(span);
        axes.append(span.isEmpty() ? ParallelAxis{axis.title}
                                   : ParallelAxis{axis.title, textAt(axis, span.low),
                                         textAt(axis, span.high)});
    }
    QList<ParallelLine> lines;
    const QStringList ids = m_model.chosen();
    for (qsizetype rank = 0; rank < runs.size(); ++rank) {
        ParallelLine line;
        for (qsizetype axis = 0; axis < used.size(); ++axis) {
            const double place = placeOn(used.at(axis), *runs.at(rank));
            line.at.append(spans.at(axis).high > spans.at(axis).low
                               ? (place - spans.at(axis).low) / spans.at(axis).width()
                               : 0.5);
        }
        line.rank = static_cast<double>(rank) /
                    static_cast<double>(std::max<qsizetype>(1, runs.size() - 1));
        line.run = static_cast<int>(ids.indexOf(QString::fromStdString(runs.at(rank)->row.id)));
        lines.append(line);
    }
    if (axes != m_parallel->axes()) {
        m_parallel->setAxes(axes); // lets go of the kept ranges
    }
    m_parallel->setLines(lines);
    refreshKept();
}

void RunsCharts::refreshKept()
{
    m_kept->setText(tr("%1 of %2 runs inside the kept ranges")
                        .arg(QLocale().toString(m_parallel->keptCount()),
                            QLocale().toString(m_parallel->lines().size())));
}

} // namespace negatoscope::ui
