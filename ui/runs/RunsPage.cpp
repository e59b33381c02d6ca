#include "ui/runs/RunsPage.h"

#include "core/evaluation/Figures.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/lab/RunText.h"
#include "ui/runs/CurveOverlay.h"
#include "ui/runs/RunActions.h"
#include "ui/runs/RunMarker.h"
#include "ui/runs/RunsModel.h"
#include "ui/runs/RunsTable.h"
#include "ui/runs/ServerDialog.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"
#include "ui/widgets/SegmentedControl.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QShortcut>
#include <QSplitter>
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

/// One of the small multiples.
struct MatrixCell
{
    QWidget* box = nullptr;
    ElideLabel* title = nullptr;
    TextLabel* accuracy = nullptr;
    ConfusionMatrixView* matrix = nullptr;
};

} // namespace

struct RunsPage::Private
{
    explicit Private(AppState& s)
        : state(s)
        , library(s)
        , model(library)
    {}

    AppState& state;
    RunsLibrary library;
    RunsModel model;
    QStackedWidget* stack = nullptr;
    QLineEdit* filter = nullptr;
    RunsTable* table = nullptr;
    TextLabel* chosen = nullptr;
    TextLabel* server = nullptr;
    Button* send = nullptr;
    SegmentedControl* metric = nullptr;
    CurveOverlay* curves = nullptr;
    QList<MatrixCell> cells;
    TextLabel* change = nullptr;
    int ticket = 0;
};

RunsPage::RunsPage(AppState& state, QWidget* parent)
    : Page(parent)
    , m_private(std::make_unique<Private>(state))
{
    Private& p = *m_private;
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(8, 8, 8, 8);
    p.stack = new QStackedWidget(this);
    outer->addWidget(p.stack);
    auto* empty = new EmptyState(QStringLiteral("runs"), tr("Runs appear here"),
        tr("after the first training. Each one is kept with its settings, curves and weights."),
        this);
    auto* go = empty->addAction(tr("Go to the Lab"), true, QStringLiteral("lab"));
    go->setObjectName(QStringLiteral("runsGoToLab"));
    connect(go, &QPushButton::clicked, this, [&state] { state.goTo(QStringLiteral("lab")); });
    p.stack->addWidget(empty);

    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("runsSplitter"));
    splitter->setChildrenCollapsible(false);
    auto* list = new Card({}, this);
    list->body()->addWidget(buildTools());
    p.table = new RunsTable(p.model, this);
    p.table->setObjectName(QStringLiteral("runsTable"));
    p.table->setAccessibleName(tr("Runs"));
    list->body()->addWidget(p.table, 1);
    splitter->addWidget(list);
    splitter->addWidget(buildCharts());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 4);
    p.stack->addWidget(splitter);
    connectParts();
    refresh();
}

RunsPage::~RunsPage() = default;

RunsLibrary& RunsPage::library()
{
    return m_private->library;
}

void RunsPage::setCompact(bool compact)
{
    for (const MatrixCell& cell : std::as_const(m_private->cells)) {
        cell.accuracy->setVisible(!compact);
    }
}

QWidget* RunsPage::buildTools()
{
    Private& p = *m_private;
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    p.filter = new QLineEdit(this);
    p.filter->setObjectName(QStringLiteral("runsFilter"));
    p.filter->setAccessibleName(tr("Filter of the runs"));
    p.filter->setPlaceholderText(tr("Filter: lr > 1e-4 pinned lecture"));
    p.filter->setToolTip(tr("Words of names, notes and tags; comparisons of settings and figures: "
                            "auc >= 0.99, epochs < 10 (Ctrl+F)"));
    p.filter->setClearButtonEnabled(true);
    p.filter->setMaximumWidth(Theme::instance().px(240));
    layout->addWidget(p.filter, 1);
    auto* columns = new SegmentedControl(this);
    columns->setObjectName(QStringLiteral("runsColumns"));
    columns->setAccessibleName(tr("Columns"));
    columns->addSegment(tr("Only what differs"));
    columns->addSegment(tr("All settings"));
    columns->setCurrentIndex(0);
    connect(columns, &SegmentedControl::currentChanged, this,
        [&p](int index) { p.model.setOnlyDifferences(index == 0); });
    layout->addWidget(columns);
    auto* group = new Button(tr("Group seeds"), ButtonKind::Ghost, QStringLiteral("dice"), this);
    group->setObjectName(QStringLiteral("runsGroup"));
    group->setCheckable(true);
    group->setToolTip(tr("Runs that differ in their seed alone become one row: mean ± deviation"));
    connect(group, &QPushButton::toggled, this, [&p](bool on) { p.model.setGrouped(on); });
    layout->addWidget(group);
    layout->addStretch();
    p.server = new TextLabel({}, FontRole::Small, Token::Text2, this);
    p.server->setObjectName(QStringLiteral("runsServer"));
    layout->addWidget(p.server);
    p.send = new Button(tr("MLflow server…"), ButtonKind::Ghost, QStringLiteral("sync"), this);
    p.send->setObjectName(QStringLiteral("runsSend"));
    layout->addWidget(p.send);
    p.chosen = new TextLabel({}, FontRole::Strong, Token::AccentText, this);
    p.chosen->setObjectName(QStringLiteral("runsChosen"));
    layout->addWidget(p.chosen);
    auto* best = new Button(tr("Best…"), ButtonKind::Secondary, QStringLiteral("medal"), this);
    best->setObjectName(QStringLiteral("runsBest"));
    best->setToolTip(tr("Choose this run as the best one, for a written reason"));
    connect(best, &QPushButton::clicked, this, &RunsPage::askForReason);
    layout->addWidget(best);
    auto* more = new IconButton(QStringLiteral("more"), tr("More about the run"), this);
    more->setObjectName(QStringLiteral("runsMore"));
    buildMenu(more);
    layout->addWidget(more);
    return row;
}

void RunsPage::buildMenu(QToolButton* button)
{
    Private& p = *m_private;
    auto* menu = new QMenu(button);
    menu->setObjectName(QStringLiteral("runsMenu"));
    const auto add = [&](const char* name, const QString& text, auto&& slot) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        connect(action, &QAction::triggered, this, std::forward<decltype(slot)>(slot));
    };
    add("runsOpen", tr("Open in the Lab"), [this, &p] {
        if (const QStringList ids = targets(); !ids.isEmpty()) {
            p.library.openInLab(ids.front());
        }
    });
    add("runsAgain", tr("Train again with these settings"), [this] { trainAgain(); });
    menu->addSeparator();
    add("runsPin", tr("Pin or unpin"), [this, &p] {
        for (const QString& id : targets()) {
            if (const StoredRunPtr run = p.library.find(id)) {
                p.library.setStarred(id, !run->row.starred);
            }
        }
    });
    add("runsNote", tr("Note…"), [this] { editNote(); });
    add("runsRename", tr("Rename"),
        [&p] { p.table->edit(p.table->currentIndex().siblingAtColumn(RunsModel::Name)); });
    add("runsDelete", tr("Delete"), [this, &p] { p.library.remove(targets()); });
    menu->addSeparator();
    add("runsNotebook", tr("Copy as notebook text"), [this] { copyNotebook(); });
    add("runsCommand", tr("Copy as command"), [this] { copyCommand(); });
    QMenu* out = menu->addMenu(tr("Export"));
    for (const auto& [name, text] : {std::pair{"onnx", QStringLiteral("ONNX…")},
             std::pair{"torchscript", QStringLiteral("TorchScript…")},
             std::pair{"keras", QStringLiteral("Keras…")},
             std::pair{"folder", tr("Folder with card and examples…")},
             std::pair{"report", tr("Report…")}, std::pair{"card", tr("Model card…")}}) {
        QAction* action = out->addAction(text);
        action->setObjectName(QStringLiteral("runsExport_") + QString::fromLatin1(name));
        connect(action, &QAction::triggered, this,
            [this, format = QString::fromLatin1(name)] { exportRun(format); });
    }
    menu->addSeparator();
    add("runsServerSettings", tr("MLflow server…"), [this] { openServer(); });
    add("runsEmptyBin", tr("Empty the bin…"), [this, &p] {
        p.library.askBin([this, &p](qulonglong bytes) {
            auto* question = new QMessageBox(QMessageBox::Question, tr("Empty the bin?"),
                tr("Deleted runs are gone for good. This frees %1.").arg(sizeText(bytes)),
                QMessageBox::NoButton, this);
            question->setAttribute(Qt::WA_DeleteOnClose);
            auto* yes = question->addButton(tr("Empty the bin"), QMessageBox::DestructiveRole);
            question->addButton(tr("Keep them"), QMessageBox::RejectRole);
            connect(yes, &QAbstractButton::clicked, &p.library, &RunsLibrary::emptyBin);
            question->open();
        });
    });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
}

QWidget* RunsPage::buildCharts()
{
    Private& p = *m_private;
    auto* row = new QSplitter(Qt::Horizontal, this);
    row->setObjectName(QStringLiteral("runsCharts"));
    row->setChildrenCollapsible(false);
    auto* curves = new Card(tr("Validation curves"), this);
    p.metric = new SegmentedControl(this);
    p.metric->setObjectName(QStringLiteral("runsMetric"));
    p.metric->setAccessibleName(tr("Curve"));
    for (const QString& name : {tr("Loss"), tr("Accuracy"), tr("AUC")}) {
        p.metric->addSegment(name);
    }
    p.metric->setCurrentIndex(0);
    curves->addToTitleEnd(p.metric);
    p.curves = new CurveOverlay(this);
    p.curves->setObjectName(QStringLiteral("runsCurves"));
    curves->body()->addWidget(p.curves, 1);
    row->addWidget(curves);
    auto* matrices = new Card(tr("Confusion matrices, validation, threshold 50 %"), this);
    auto* grid = new QGridLayout;
    for (int i = 0; i < kMatrices; ++i) {
        MatrixCell cell;
        cell.box = new QWidget(this);
        auto* column = new QVBoxLayout(cell.box);
        column->setContentsMargins(0, 0, 0, 0);
        auto* head = new QHBoxLayout;
        head->addWidget(new MarkerLabel(i, this));
        cell.title = new ElideLabel({}, FontRole::Strong, Token::Text, this);
        head->addWidget(cell.title, 1);
        cell.accuracy = new TextLabel({}, FontRole::Small, Token::Text2, this);
        head->addWidget(cell.accuracy);
        column->addLayout(head);
        cell.matrix = new ConfusionMatrixView(this);
        cell.matrix->setObjectName(QStringLiteral("runsMatrix%1").arg(i));
        column->addWidget(cell.matrix, 1);
        cell.box->hide();
        grid->addWidget(cell.box, i / 2, i % 2);
        p.cells.append(cell);
    }
    matrices->body()->addLayout(grid, 1);
    p.change = new TextLabel({}, FontRole::Small, Token::Text2, this);
    p.change->setObjectName(QStringLiteral("runsChange"));
    p.change->setWordWrap(true);
    matrices->body()->addWidget(p.change);
    row->addWidget(matrices);
    return row;
}

void RunsPage::connectParts()
{
    Private& p = *m_private;
    connect(p.filter, &QLineEdit::textChanged, &p.model, &RunsModel::setFilter);
    connect(&p.library, &RunsLibrary::changed, this, &RunsPage::refresh);
    connect(&p.library, &RunsLibrary::syncChanged, this, &RunsPage::refreshServer);
    connect(&p.library, &RunsLibrary::serverChanged, this, &RunsPage::refreshServer);
    connect(&p.model, &RunsModel::chosenChanged, this, &RunsPage::refreshChosen);
    connect(p.metric, &SegmentedControl::currentChanged, this, &RunsPage::refreshCurves);
    connect(p.table, &RunsTable::openRequested, &p.library, &RunsLibrary::openInLab);
    connect(p.table, &RunsTable::deleteRequested, this,
        [this] { m_private->library.remove(targets()); });
    connect(p.send, &QPushButton::clicked, this, [this, &p] {
        if (p.library.isSyncing()) {
            p.library.stopSync();
        } else if (p.library.server().isSet()) {
            p.library.sync();
        } else {
            openServer();
        }
    });
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, p.filter, qOverload<>(&QWidget::setFocus));
}

QStringList RunsPage::targets() const
{
    const QStringList selected = m_private->table->selectedIds();
    return selected.isEmpty() ? m_private->model.chosen() : selected;
}

void RunsPage::refresh()
{
    Private& p = *m_private;
    p.stack->setCurrentIndex(p.library.runs().isEmpty() ? 0 : 1);
    // The newest run is the one that everybody wants to see first.
    if (p.model.chosen().isEmpty() && !p.library.runs().isEmpty()) {
        QStringList ids;
        for (const StoredRunPtr& run : p.library.runs().mid(0, 2)) {
            ids.append(QString::fromStdString(run->row.id));
        }
        p.model.setChosen(ids);
    }
    refreshChosen();
    refreshServer();
}

void RunsPage::refreshServer()
{
    Private& p = *m_private;
    const bool set = p.library.server().isSet();
    QString text = tr("Offline");
    if (p.library.isSyncing()) {
        text = p.library.syncText();
    } else if (set) {
        text = tr("MLflow: %n run(s) waiting", nullptr, p.library.waitingRuns());
    }
    p.server->setText(text);
    p.send->setText(p.library.isSyncing() ? tr("Stop sending")
                    : set                 ? tr("Send")
                                          : tr("MLflow server…"));
    p.send->setToolTip(set ? tr("Send what waits to %1").arg(p.library.server().url)
                           : tr("Choose a server; nothing leaves this computer before"));
}

void RunsPage::refreshChosen()
{
    Private& p = *m_private;
    const QStringList ids = p.model.chosen();
    p.chosen->setText(
        ids.isEmpty() ? QString() : tr("%n chosen", nullptr, static_cast<int>(ids.size())));
    refreshCurves();
    const int ticket = ++p.ticket;
    p.library.loadRuns(ids, [this, ticket](const QList<RunPtr>& runs) {
        if (ticket == m_private->ticket) {
            refreshMatrices(runs);
        }
    });
}

void RunsPage::refreshCurves()
{
    Private& p = *m_private;
    static const char* const kMetrics[] = {"val_loss", "val_accuracy", "val_auc"};
    const char* const metric = kMetrics[std::clamp(p.metric->currentIndex(), 0, 2)];
    QList<OverlayCurve> curves;
    for (const QString& id : p.model.chosen()) {
        const StoredRunPtr run = p.library.find(id);
        if (!run) {
            continue;
        }
        OverlayCurve curve{runTitle(run->row), {}, run->row.bestEpoch + 1};
        for (const training::EpochRecord& epoch : run->history) {
            const auto value = epoch.metrics.find(metric);
            if (value != epoch.metrics.end() && std::isfinite(value->second)) {
                curve.points.append({epoch.epoch + 1.0, value->second});
            }
        }
        curves.append(std::move(curve));
    }
    p.curves->setCurves(QString::fromLatin1(metric), curves);
}

void RunsPage::refreshMatrices(const QList<RunPtr>& runs)
{
    Private& p = *m_private;
    const QStringList ids = p.model.chosen();
    for (int i = 0; i < kMatrices; ++i) {
        const MatrixCell& cell = p.cells.at(i);
        RunPtr run;
        for (const RunPtr& candidate : runs) {
            if (i < ids.size() && candidate->id == ids.at(i).toStdString()) {
                run = candidate;
            }
        }
        cell.box->setVisible(run != nullptr && run->validation.size() > 0);
        if (!cell.box->isVisibleTo(this)) {
            continue;
        }
        const auto matrix = evaluation::confusionMatrix(run->validation, kThreshold);
        QList<qlonglong> counts;
        for (const std::int64_t count : matrix.cells) {
            counts.append(count);
        }
        QStringList names;
        for (const std::string& name : run->validation.classNames) {
            names.append(QString::fromStdString(name));
        }
        const StoredRunPtr stored = p.library.find(ids.at(i));
        const QString title = stored ? runTitle(stored->row) : QString();
        cell.title->setText(title);
        const auto accuracy = evaluation::accuracyOf(matrix);
        cell.accuracy->setText(accuracy.value
                                   ? QLocale().toString(100.0 * *accuracy.value, 'f', 1) + tr(" %")
                                   : QString());
        cell.matrix->setMatrix(names, run->validation.positiveClass, counts);
        cell.matrix->setContext(title);
    }
    if (runs.size() == 2) {
        // Older to newer, whatever was chosen first.
        const StoredRunPtr a = p.library.find(QString::fromStdString(runs.at(0)->id));
        const StoredRunPtr b = p.library.find(QString::fromStdString(runs.at(1)->id));
        const bool forward = a && b && a->row.number < b->row.number;
        const RunSentence sentence =
            changeSentence(*runs.at(forward ? 0 : 1), *runs.at(forward ? 1 : 0));
        p.change->setText(sentence.title + QStringLiteral(". ") + sentence.text);
    } else {
        p.change->setText(runs.size() < 2 ? tr("Choose a second run to see what changed between "
                                               "the two: films, figures, and whether it is more "
                                               "than chance.")
                                          : QString());
    }
}

void RunsPage::askForText(const QString& title, const QString& label, const QString& value,
    std::function<void(const QString&)> done)
{
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("runsTextDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
    dialog->setTextValue(value);
    connect(dialog, &QInputDialog::textValueSelected, this,
        [done = std::move(done)](const QString& text) { done(text.trimmed()); });
    dialog->open();
}

void RunsPage::askForReason()
{
    Private& p = *m_private;
    const QStringList ids = targets();
    const StoredRunPtr run = ids.isEmpty() ? StoredRunPtr() : p.library.find(ids.front());
    if (!run) {
        p.state.announce(tr("Choose a run first"), QStringLiteral("info"));
        return;
    }
    const QString criterion = criterionText(p.library.runs(), *run);
    askForText(tr("Best run"), tr("Why is %1 the best? %2").arg(runTitle(run->row), criterion),
        run->row.bestReason.empty() ? criterion : QString::fromStdString(run->row.bestReason),
        [&p, id = ids.front()](const QString& reason) { p.library.chooseBest(id, reason); });
}

void RunsPage::editNote()
{
    Private& p = *m_private;
    const QStringList ids = targets();
    const StoredRunPtr run = ids.isEmpty() ? StoredRunPtr() : p.library.find(ids.front());
    if (run) {
        askForText(tr("Note"), tr("Note of %1:").arg(runTitle(run->row)),
            QString::fromStdString(run->row.note),
            [&p, id = ids.front()](const QString& text) { p.library.setNote(id, text); });
    }
}

void RunsPage::copyNotebook()
{
    m_private->library.loadRuns(targets().mid(0, 1), [this](const QList<RunPtr>& runs) {
        if (!runs.isEmpty()) {
            QGuiApplication::clipboard()->setText(
                QString::fromStdString(model::toNotebookText(runs.front()->config)));
            m_private->state.announce(tr("The notebook's text is on the clipboard"));
        }
    });
}

void RunsPage::copyCommand()
{
    m_private->library.loadRuns(targets().mid(0, 1), [this](const QList<RunPtr>& runs) {
        if (!runs.isEmpty()) {
            QGuiApplication::clipboard()->setText(commandText(*runs.front()));
            m_private->state.announce(tr("The command is on the clipboard"));
        }
    });
}

void RunsPage::trainAgain()
{
    m_private->library.loadRuns(targets().mid(0, 1), [this](const QList<RunPtr>& runs) {
        if (!runs.isEmpty()) {
            m_private->state.requestSettings(runs.front());
            m_private->state.goTo(QStringLiteral("lab"));
        }
    });
}

void RunsPage::openServer()
{
    auto* dialog = new ServerDialog(m_private->library, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void RunsPage::exportRun(const QString& format)
{
    Private& p = *m_private;
    const QStringList ids = targets();
    const StoredRunPtr run = ids.isEmpty() ? StoredRunPtr() : p.library.find(ids.front());
    if (!run) {
        p.state.announce(tr("Choose a run first"), QStringLiteral("info"));
        return;
    }
    auto* dialog = new QFileDialog(this, tr("Export %1").arg(runTitle(run->row)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(exportFileName(run->row, format));
    connect(dialog, &QFileDialog::fileSelected, this, [this, &p, run, format](const QString& path) {
        exportInBackground(p.state, this, *run, format, path, p.library.runs());
    });
    dialog->open();
}

} // namespace negatoscope::ui
