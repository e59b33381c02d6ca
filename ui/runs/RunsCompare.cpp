#include "ui/runs/RunsCompare.h"

#include "core/evaluation/Figures.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/RunMarker.h"
#include "ui/evaluation/ComparisonPanel.h"
#include "ui/lab/RunText.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kMatrices = 4;
constexpr double kThreshold = 0.5;

/// A run's mark as a small widget in front of its name.
class MarkerLabel final : public QWidget
{
public:
    explicit MarkerLabel(int index, QWidget* parent = nullptr)
        : QWidget(parent)
        , m_index(index)
    {
        setFixedSize(Theme::instance().px(14), Theme::instance().px(14));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintRunMarker(painter, QRectF(rect()).center(), Theme::instance().px(9), m_index);
    }

private:
    int m_index;
};

} // namespace

RunsCompare::RunsCompare(AppState& state, RunsLibrary& library, RunsModel& model, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_library(library)
    , m_model(model)
{
    m_view = new SegmentedControl(this);
    m_view->setObjectName(QStringLiteral("runsCompareView"));
    m_view->setAccessibleName(tr("View of the chosen runs"));
    m_view->addSegment(tr("Matrices"));
    m_view->addSegment(tr("Film by film"));
    m_view->setCurrentIndex(0);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(buildMatrices());
    m_comparison = new ComparisonPanel(state, this);
    m_comparison->setObjectName(QStringLiteral("runsComparison"));
    m_stack->addWidget(m_comparison);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_view, &SegmentedControl::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(&m_model, &RunsModel::chosenChanged, this, &RunsCompare::refresh);
    connect(&m_library, &RunsLibrary::changed, this, &RunsCompare::refresh);
}

QWidget* RunsCompare::controls() const
{
    return m_view;
}

QWidget* RunsCompare::buildMatrices()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    auto* grid = new QGridLayout;
    for (int i = 0; i < kMatrices; ++i) {
        Cell cell;
        cell.box = new QWidget(page);
        auto* inner = new QVBoxLayout(cell.box);
        inner->setContentsMargins(0, 0, 0, 0);
        auto* head = new QHBoxLayout;
        head->addWidget(new MarkerLabel(i, cell.box));
        cell.title = new ElideLabel({}, FontRole::Strong, Token::Text, cell.box);
        head->addWidget(cell.title, 1);
        cell.accuracy = new TextLabel({}, FontRole::Small, Token::Text2, cell.box);
        head->addWidget(cell.accuracy);
        inner->addLayout(head);
        cell.matrix = new ConfusionMatrixView(cell.box);
        cell.matrix->setObjectName(QStringLiteral("runsMatrix%1").arg(i));
        inner->addWidget(cell.matrix, 1);
        cell.box->hide();
        grid->addWidget(cell.box, i / 2, i % 2);
        m_cells.append(cell);
    }
    column->addLayout(grid, 1);
    m_change = new TextLabel({}, FontRole::Small, Token::Text2, page);
    m_change->setObjectName(QStringLiteral("runsChange"));
    m_change->setWordWrap(true);
    column->addWidget(m_change);
    return page;
}

void RunsCompare::setCompact(bool compact)
{
    for (const Cell& cell : std::as_const(m_cells)) {
        cell.accuracy->setVisible(!compact);
    }
}

void RunsCompare::refresh()
{
    const QStringList ids = m_model.chosen();
    if (ids == m_read) {
        show(m_runs); // a name may have changed, the scores have not
        return;
    }
    m_read = ids;
    const int ticket = ++m_ticket;
    m_library.loadRuns(ids, [this, ticket](const QList<RunPtr>& runs) {
        if (ticket == m_ticket) {
            m_runs = runs;
            show(runs);
        }
    });
}

void RunsCompare::showComparison()
{
    m_view->setCurrentIndex(1);
}

void RunsCompare::showMatrix(const Cell& cell, const training::RunRecord& run)
{
    const auto matrix = evaluation::confusionMatrix(run.validation, kThreshold);
    QList<qlonglong> counts;
    for (const std::int64_t count : matrix.cells) {
        counts.append(count);
    }
    QStringList names;
    for (const std::string& name : run.validation.classNames) {
        names.append(QString::fromStdString(name));
    }
    const StoredRunPtr stored = m_library.find(QString::fromStdString(run.id));
    const QString title = stored ? runTitle(stored->row) : QString::fromStdString(run.name);
    cell.title->setText(title);
    const auto accuracy = evaluation::accuracyOf(matrix);
    cell.accuracy->setText(accuracy.value
                               ? QLocale().toString(100.0 * *accuracy.value, 'f', 1) + tr(" %")
                               : QString());
    cell.matrix->setMatrix(names, run.validation.positiveClass, counts);
    cell.matrix->setContext(title);
}

void RunsCompare::show(const QList<RunPtr>& runs)
{
    const QStringList ids = m_model.chosen();
    for (int i = 0; i < kMatrices; ++i) {
        const Cell& cell = m_cells.at(i);
        RunPtr run;
        for (const RunPtr& candidate : runs) {
            if (i < ids.size() && candidate->id == ids.at(i).toStdString()) {
                run = candidate;
            }
        }
        const bool shown = run != nullptr && run->validation.size() > 0;
        cell.box->setVisible(shown);
        if (shown) {
            showMatrix(cell, *run);
        }
    }
    showChange();
}

void RunsCompare::showChange()
{
    if (m_runs.size() < 2) {
        m_change->setText(tr("Choose a second run to see what changed between the two: films, "
                             "figures, and whether it is more than chance."));
        m_comparison->clear(tr("Choose two runs in the table to compare them film by film."));
        return;
    }
    // Older to newer, whatever was chosen first.
    const StoredRunPtr a = m_library.find(QString::fromStdString(m_runs.at(0)->id));
    const StoredRunPtr b = m_library.find(QString::fromStdString(m_runs.at(1)->id));
    const bool forward = a && b && a->row.number < b->row.number;
    RunComparisonInput input;
    input.a = m_runs.at(forward ? 0 : 1);
    input.b = m_runs.at(forward ? 1 : 0);
    input.siblings = m_runs;
    m_comparison->setRuns(input);
    if (m_runs.size() > 2) {
        m_change->clear();
        return;
    }
    const RunSentence sentence = changeSentence(*input.a, *input.b);
    m_change->setText(sentence.title + QStringLiteral(". ") + sentence.text);
}

} // namespace negatoscope::ui
