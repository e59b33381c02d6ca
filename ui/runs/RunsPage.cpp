#include "ui/runs/RunsPage.h"

#include "core/base/Files.h"
#include "ui/lab/LabController.h"
#include "ui/runs/PromoteDialog.h"
#include "ui/runs/RunActions.h"
#include "ui/runs/RunsCharts.h"
#include "ui/runs/RunsCompare.h"
#include "ui/runs/RunsModel.h"
#include "ui/runs/RunsTable.h"
#include "ui/runs/ServerDialog.h"
#include "ui/shell/Background.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"
#include "ui/widgets/SegmentedControl.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <set>

namespace negatoscope::ui {

namespace {

const auto kColumnsKey = QStringLiteral("runs/columns");

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
    EmptyState* empty = nullptr;
    QLineEdit* filter = nullptr;
    RunsTable* table = nullptr;
    TextLabel* chosen = nullptr;
    ElideLabel* server = nullptr;
    Button* send = nullptr;
    QMenu* columns = nullptr;
    RunsCharts* charts = nullptr;
    RunsCompare* compare = nullptr;
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
    p.empty = new EmptyState(QStringLiteral("runs"), tr("Runs appear here"),
        tr("after the first training. Each one is kept with its settings, curves and weights."),
        this);
    auto* go = p.empty->addAction(tr("Go to the Lab"), true, QStringLiteral("lab"));
    go->setObjectName(QStringLiteral("runsGoToLab"));
    connect(go, &QPushButton::clicked, this, [&state] { state.goTo(QStringLiteral("lab")); });
    p.stack->addWidget(p.empty);

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
    splitter->setSizes({380, 500});
    p.stack->addWidget(splitter);
    connectParts();
    QList<MetricColumn> columns;
    for (const QString& name : state.settings().value(kColumnsKey).toStringList()) {
        if (const auto column = metricColumnFromName(name)) {
            columns.append(*column);
        }
    }
    p.model.setAddedColumns(columns);
    refresh();
}

RunsPage::~RunsPage() = default;

RunsLibrary& RunsPage::library()
{
    return m_private->library;
}

void RunsPage::followTraining(LabController& controller)
{
    MlflowLink& link = m_private->library.link();
    connect(&controller, &LabController::epochDone, &link, [&link, &controller] {
        if (!controller.isPassing()) {
            link.follow(controller.live(), static_cast<double>(controller.elapsedMs()) / 1000.0);
        }
    });
    connect(&controller, &LabController::kept, &link, [&link] { link.endFollowing(true); });
    connect(&controller, &LabController::cancelled, &link, [&link] { link.endFollowing(false); });
    connect(&controller, &LabController::failed, &link, [&link] { link.endFollowing(false); });
}

void RunsPage::setCompact(bool compact)
{
    m_private->compare->setCompact(compact);
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
    p.server = new ElideLabel({}, FontRole::Small, Token::Text2, this);
    p.server->setObjectName(QStringLiteral("runsServer"));
    p.server->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(p.server, 1);
    p.send = new Button(tr("MLflow server…"), ButtonKind::Ghost, QStringLiteral("sync"), this);
    p.send->setObjectName(QStringLiteral("runsSend"));
    layout->addWidget(p.send);
    p.chosen = new TextLabel({}, FontRole::Strong, Token::AccentText, this);
    p.chosen->setObjectName(QStringLiteral("runsChosen"));
    layout->addWidget(p.chosen);
    auto* best = new Button(tr("Best…"), ButtonKind::Secondary, QStringLiteral("medal"), this);
    best->setObjectName(QStringLiteral("runsBest"));
    best->setToolTip(tr("Choose this run as the best one, for a written reason"));
    connect(best, &QPushButton::clicked, this, &RunsPage::promote);
    layout->addWidget(best);
    auto* choose = new IconButton(
        QStringLiteral("columns"), tr("Columns: best, lowest, last of any metric"), this);
    choose->setObjectName(QStringLiteral("runsColumnsButton"));
    p.columns = new QMenu(choose);
    p.columns->setObjectName(QStringLiteral("runsColumnsMenu"));
    connect(p.columns, &QMenu::aboutToShow, this, &RunsPage::fillColumnsMenu);
    choose->setMenu(p.columns);
    choose->setPopupMode(QToolButton::InstantPopup);
    layout->addWidget(choose);
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
    add("runsOpenBoth", tr("Open both chosen runs in the Lab"), [this] { openBothInLab(); });
    add("runsCompare", tr("Compare film by film"), [&p] { p.compare->showComparison(); });
    add("runsAgain", tr("Train again with these settings"), [this] { trainAgain(); });
    menu->addSeparator();
    add("runsPin", tr("Pin or unpin"), [this, &p] {
        for (const QString& id : targets()) {
            if (const StoredRunPtr run = p.library.find(id)) {
                p.library.setStarred(id, !run->row.starred);
            }
        }
    });
    add("runsPromote", tr("Choose as the best run…"), [this] { promote(); });
    add("runsNote", tr("Note…"), [this] { editNote(); });
    add("runsTags", tr("Tags…"), [this] { editTags(); });
    add("runsRename", tr("Rename"),
        [&p] { p.table->edit(p.table->currentIndex().siblingAtColumn(RunsModel::Name)); });
    add("runsDelete", tr("Delete"), [this, &p] { p.library.remove(targets()); });
    menu->addSeparator();
    add("runsNotebook", tr("Copy as notebook text"), [this] { copyNotebook(); });
    add("runsCommand", tr("Copy as command"), [this] { copyCommand(); });
    buildExports(*menu->addMenu(tr("Export")));
    menu->addSeparator();
    buildServerMenu(*menu);
    menu->addSeparator();
    add("runsEmptyBin", tr("Empty the bin…"), [this] { askAboutBin(); });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
}

void RunsPage::buildExports(QMenu& menu)
{
    for (const auto& [name, text] : {std::pair{"onnx", QStringLiteral("ONNX…")},
             std::pair{"torchscript", QStringLiteral("TorchScript…")},
             std::pair{"keras", QStringLiteral("Keras…")},
             std::pair{"safetensors", tr("Weights (safetensors)…")},
             std::pair{"folder", tr("Folder with card and examples…")},
             std::pair{"report", tr("Report beside the pinned runs…")},
             std::pair{"card", tr("Model card…")}}) {
        QAction* action = menu.addAction(text);
        action->setObjectName(QStringLiteral("runsExport_") + QString::fromLatin1(name));
        connect(action, &QAction::triggered, this,
            [this, format = QString::fromLatin1(name)] { exportRun(format); });
    }
    QAction* table = menu.addAction(tr("Table as CSV…"));
    table->setObjectName(QStringLiteral("runsExportTable"));
    connect(table, &QAction::triggered, this, &RunsPage::exportTable);
}

void RunsPage::buildServerMenu(QMenu& menu)
{
    Private& p = *m_private;
    const auto add = [&](const char* name, const QString& text, auto&& slot) {
        QAction* action = menu.addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        connect(action, &QAction::triggered, this, std::forward<decltype(slot)>(slot));
    };
    add("runsSendAgain", tr("Send to MLflow again"), [this, &p] {
        if (!p.library.link().server().isSet()) {
            openServer();
        } else if (const QStringList ids = targets(); !ids.isEmpty()) {
            p.library.link().send(ids);
        }
    });
    add("runsServerSettings", tr("MLflow server…"), [this] { openServer(); });
    add("runsImportFolder", tr("Import an mlruns folder…"), [this] { importRuns(true); });
    add("runsImportFile", tr("Import an mlflow.db…"), [this] { importRuns(false); });
}

void RunsPage::fillColumnsMenu()
{
    Private& p = *m_private;
    std::set<std::string> metrics;
    for (const StoredRunPtr& run : p.library.runs()) {
        for (const auto& [name, range] : run->row.ranges) {
            metrics.insert(name);
        }
    }
    p.columns->clear();
    for (const std::string& metric : metrics) {
        QMenu* kinds = p.columns->addMenu(metricTitle(metric));
        for (const MetricKind kind :
            {MetricKind::Best, MetricKind::Lowest, MetricKind::Highest, MetricKind::Last}) {
            const MetricColumn column{metric, kind};
            QAction* action = kinds->addAction(metricColumnTitle(column));
            action->setObjectName(QStringLiteral("column:") + metricColumnName(column));
            action->setCheckable(true);
            action->setChecked(p.model.addedColumns().contains(column));
            connect(action, &QAction::triggered, this, [&p, column](bool on) {
                QList<MetricColumn> columns = p.model.addedColumns();
                columns.removeAll(column);
                if (on) {
                    columns.append(column);
                }
                p.model.setAddedColumns(columns);
                QStringList names;
                for (const MetricColumn& shown : std::as_const(columns)) {
                    names.append(metricColumnName(shown));
                }
                p.state.settings().setValue(kColumnsKey, names);
            });
        }
    }
    p.columns->setToolTipsVisible(true);
    if (metrics.empty()) {
        p.columns->addAction(tr("No run has a metric yet"))->setEnabled(false);
    }
}

QWidget* RunsPage::buildCharts()
{
    Private& p = *m_private;
    auto* row = new QSplitter(Qt::Horizontal, this);
    row->setObjectName(QStringLiteral("runsCharts"));
    row->setChildrenCollapsible(false);
    auto* curves = new Card(tr("Validation"), this);
    p.charts = new RunsCharts(p.library, p.model, this);
    curves->addToTitleEnd(p.charts->controls());
    curves->body()->addWidget(p.charts, 1);
    row->addWidget(curves);
    auto* matrices = new Card(tr("Validation, 50 %"), this);
    matrices->setToolTip(tr("Calls at a threshold of 50 %, on the validation films"));
    p.compare = new RunsCompare(p.state, p.library, p.model, this);
    matrices->addToTitleEnd(p.compare->controls());
    matrices->body()->addWidget(p.compare, 1);
    row->addWidget(matrices);
    row->setStretchFactor(0, 4);
    row->setStretchFactor(1, 5);
    row->setSizes({400, 500}); // shares: the window's width is not known yet
    return row;
}

void RunsPage::connectParts()
{
    Private& p = *m_private;
    connect(p.filter, &QLineEdit::textChanged, &p.model, &RunsModel::setFilter);
    connect(&p.library, &RunsLibrary::changed, this, &RunsPage::refresh);
    connect(&p.library.link(), &MlflowLink::changed, this, &RunsPage::refreshServer);
    connect(&p.model, &RunsModel::chosenChanged, this, &RunsPage::refresh);
    connect(p.charts, &RunsCharts::runActivated, this, &RunsPage::selectRun);
    connect(p.table, &RunsTable::openRequested, &p.library, &RunsLibrary::openInLab);
    connect(p.table, &RunsTable::deleteRequested, this,
        [this] { m_private->library.remove(targets()); });
    connect(p.send, &QPushButton::clicked, this, [this, &p] {
        MlflowLink& link = p.library.link();
        if (link.isSending()) {
            link.stop();
        } else if (link.server().isSet()) {
            link.send();
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

StoredRunPtr RunsPage::target() const
{
    Private& p = *m_private;
    const QStringList ids = targets();
    StoredRunPtr run = ids.isEmpty() ? StoredRunPtr() : p.library.find(ids.front());
    if (!run) {
        p.state.announce(tr("Choose a run first"), QStringLiteral("info"));
    }
    return run;
}

void RunsPage::selectRun(const QString& id)
{
    Private& p = *m_private;
    if (const int row = p.model.rowOf(id); row >= 0) {
        p.table->selectRow(row);
        p.table->scrollTo(p.model.index(row, RunsModel::Name));
    }
}

void RunsPage::refresh()
{
    Private& p = *m_private;
    const QList<StoredRunPtr>& runs = p.library.runs();
    if (!p.library.lastError().isEmpty()) {
        p.empty->setContent(tr("The runs cannot be read"), p.library.lastError());
    } else {
        p.empty->setContent(tr("Runs appear here"),
            tr("after the first training. Each one is kept with its settings, curves and "
               "weights."));
    }
    p.stack->setCurrentIndex(runs.isEmpty() ? 0 : 1);
    // The newest run is the one that everybody wants to see first.
    if (p.model.chosen().isEmpty() && !runs.isEmpty()) {
        QStringList ids;
        for (const StoredRunPtr& run : runs.mid(0, 2)) {
            ids.append(QString::fromStdString(run->row.id));
        }
        p.model.setChosen(ids); // comes back here
        return;
    }
    const auto chosen = static_cast<int>(p.model.chosen().size());
    p.chosen->setText(chosen == 0 ? QString() : tr("%n chosen", nullptr, chosen));
    refreshServer();
}

void RunsPage::refreshServer()
{
    Private& p = *m_private;
    const MlflowLink& link = p.library.link();
    const bool set = link.server().isSet();
    const int waiting = p.library.waitingRuns();
    p.server->setText(link.statusText(waiting));
    p.server->setToken(link.failure().isEmpty() ? Token::Text2 : Token::Warn);
    p.server->setToolTip(link.failure());
    p.send->setText(link.isSending() ? tr("Stop sending")
                    : set            ? tr("Send")
                                     : tr("MLflow server…"));
    p.send->setEnabled(link.isSending() || !set || waiting > 0);
    p.send->setToolTip(set ? tr("Send what waits to %1").arg(link.server().url)
                           : tr("Choose a server; nothing leaves this computer before"));
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

void RunsPage::promote()
{
    Private& p = *m_private;
    if (const StoredRunPtr run = target()) {
        auto* dialog = new PromoteDialog(p.library, run, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &PromoteDialog::registrationWanted, &p.library,
            [&p](const QString& id, const Registration& registration) {
                p.library.link().send({id}, registration);
            });
        dialog->open();
    }
}

void RunsPage::editNote()
{
    Private& p = *m_private;
    if (const StoredRunPtr run = target()) {
        askForText(tr("Note"), tr("Note of %1:").arg(runTitle(run->row)),
            QString::fromStdString(run->row.note), [&p, run](const QString& text) {
                p.library.setNote(QString::fromStdString(run->row.id), text);
            });
    }
}

void RunsPage::editTags()
{
    Private& p = *m_private;
    const StoredRunPtr run = target();
    if (!run) {
        return;
    }
    QStringList tags;
    for (const std::string& tag : run->row.tags) {
        tags.append(QString::fromStdString(tag));
    }
    askForText(tr("Tags"), tr("Tags of %1, separated by commas:").arg(runTitle(run->row)),
        tags.join(QStringLiteral(", ")), [&p, run](const QString& text) {
            p.library.setTags(QString::fromStdString(run->row.id), text.split(QLatin1Char(',')));
        });
}

void RunsPage::openBothInLab()
{
    Private& p = *m_private;
    p.library.loadRuns(p.model.chosen().mid(0, 2), [&p](const QList<RunPtr>& runs) {
        if (runs.size() < 2) {
            p.state.announce(tr("Choose two runs first"), QStringLiteral("info"));
            return;
        }
        // The Lab compares the shown run with the others that it has been given.
        p.state.setShownRun(runs.at(1));
        p.state.setShownRun(runs.at(0));
        p.state.goTo(QStringLiteral("lab"));
    });
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
    auto* dialog = new ServerDialog(m_private->library.link(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void RunsPage::exportRun(const QString& format)
{
    Private& p = *m_private;
    const StoredRunPtr run = target();
    if (!run) {
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

void RunsPage::exportTable()
{
    Private& p = *m_private;
    auto* dialog = new QFileDialog(this, tr("Table as CSV"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("runs.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, &p](const QString& path) {
        runInBackground<base::Result<void>>(
            p.state.workers(), this,
            [path, text = p.model.csv().toStdString()] {
                return base::writeFileAtomically(
                    std::filesystem::path(path.toStdU16String()), text);
            },
            [&p](const base::Result<void>& written) {
                p.state.announce(written ? tr("Exported") : sentenceOf(written.error()),
                    written ? QStringLiteral("check") : QStringLiteral("error"));
            });
    });
    dialog->open();
}

void RunsPage::importRuns(bool folder)
{
    auto* dialog =
        new QFileDialog(this, folder ? tr("Import an mlruns folder") : tr("Import an mlflow.db"));
    dialog->setObjectName(QStringLiteral("runsImportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, &m_private->library, &RunsLibrary::importMlflow);
    dialog->open();
}

void RunsPage::askAboutBin()
{
    Private& p = *m_private;
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
}

} // namespace negatoscope::ui
