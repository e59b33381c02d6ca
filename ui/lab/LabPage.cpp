#include "ui/lab/LabPage.h"

#include "core/model/ConfigSchema.h"
#include "core/session/ResolvedTraining.h"
#include "core/session/StoredTraining.h"
#include "ui/commands/LabDraft.h"
#include "ui/evaluation/FilmBelt.h"
#include "ui/evaluation/OperatingPoint.h"
#include "ui/evaluation/ResultCard.h"
#include "ui/lab/EditorColumn.h"
#include "ui/lab/LabController.h"
#include "ui/lab/LayerList.h"
#include "ui/lab/LiveMode.h"
#include "ui/lab/ModelEditor.h"
#include "ui/lab/RunCard.h"
#include "ui/lab/SettingsPanel.h"
#include "ui/lab/TrainPanel.h"
#include "ui/lab/TrainingForm.h"
#include "ui/shell/Theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include <utility>

namespace negatoscope::ui {

namespace {

constexpr int kResultWidth = 400;
constexpr int kResultCompactWidth = 388;
constexpr qint64 kCancelAsksAfterMs = 30'000;
constexpr int kPanelWidth = 520;

/// From the worker's thread to the window's.
session::StressWorker::Scored tellWindow(AppState& state)
{
    return [&state](const std::string& id, const training::StressScore& score) {
        QMetaObject::invokeMethod(
            &state,
            [&state, runId = QString::fromStdString(id), score] { state.setStress(runId, score); },
            Qt::QueuedConnection);
    };
}

} // namespace

struct LabPage::Private
{
    Private(AppState& appState, session::TrainFunction train)
        : state(appState)
        , draft(appState.undoStack())
        , controller(appState, draft, std::move(train))
        , live(appState, draft, controller)
    {}

    AppState& state;
    LabDraft draft;
    LabController controller;
    LiveMode live;
    OperatingPoint point;
    EditorColumn* editor = nullptr;
    RunCard* run = nullptr;
    ResultCard* result = nullptr;
    Card* beltCard = nullptr;
    FilmBelt* belt = nullptr;
    SettingsPanel* panel = nullptr;
};

LabPage::LabPage(AppState& state, QWidget* parent)
    : LabPage(state,
          session::enteringIntoStore(session::trainWithResolvedWeights, tellWindow(state)), parent)
{}

LabPage::LabPage(AppState& state, session::TrainFunction train, QWidget* parent)
    : Page(parent)
    , m_private(std::make_unique<Private>(state, std::move(train)))
{
    setObjectName(QStringLiteral("labPage"));
    build();
    connectParts();
    addCommands();
    refreshEditorError();
    refreshReference();
    showScores(m_private->run->selectedEpoch());
}

LabPage::~LabPage()
{
    // The undo stack outlives the draft that its commands would change.
    m_private->state.undoStack().clear();
    // The widgets read draft, controller and operating point: they go first.
    delete m_private->panel;
    delete m_private->editor;
    delete m_private->run;
    delete m_private->result;
    delete m_private->beltCard;
}

LabDraft& LabPage::draft()
{
    return m_private->draft;
}

LabController& LabPage::controller()
{
    return m_private->controller;
}

OperatingPoint& LabPage::operatingPoint()
{
    return m_private->point;
}

LiveMode& LabPage::liveMode()
{
    return m_private->live;
}

void LabPage::build()
{
    Private& p = *m_private;
    p.editor = new EditorColumn(p.draft, p.controller, p.live);
    p.run = new RunCard(p.state, p.draft, p.controller);
    p.result = new ResultCard(p.state, p.point);
    p.result->setFixedWidth(Theme::instance().px(kResultWidth));
    p.run->setMinimumWidth(420);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(8);
    upper->addWidget(p.run, 1);
    upper->addWidget(p.result);
    auto* right = new QVBoxLayout;
    right->setSpacing(8);
    right->addLayout(upper, 1);
    p.beltCard = new Card;
    p.belt = new FilmBelt(p.state, p.point);
    p.beltCard->body()->addWidget(p.belt);
    right->addWidget(p.beltCard);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(p.editor);
    layout->addLayout(right, 1);
    p.panel = new SettingsPanel(p.draft, this);
}

void LabPage::connectParts()
{
    Private& p = *m_private;
    ModelEditor& model = p.editor->model();
    TrainingForm& form = p.editor->training();
    connect(&p.editor->trainPanel(), &TrainPanel::trainRequested, this, &LabPage::train);
    connect(&p.editor->trainPanel(), &TrainPanel::cancelRequested, this, &LabPage::cancelTraining);
    connect(&p.state, &AppState::cancelRequested, this, &LabPage::cancelTraining);
    connect(p.run, &RunCard::trainRequested, this, &LabPage::train);
    connect(&model, &ModelEditor::errorChanged, this, &LabPage::refreshEditorError);
    connect(&form, &TrainingForm::errorChanged, this, &LabPage::refreshEditorError);
    connect(p.panel, &SettingsPanel::errorChanged, this, &LabPage::refreshEditorError);
    connect(&model, &ModelEditor::backboneOptionsRequested, this,
        [this] { showParameters(tr("Backbone and films"), true); });
    connect(&form, &TrainingForm::repeatChosen, &p.controller, &LabController::setRepeat);
    connect(&form, &TrainingForm::moreRequested, this,
        [this] { showParameters(tr("More training settings"), false); });
    connect(&model, &ModelEditor::layerOptionsRequested, this, [this](int layer) {
        placePanel();
        m_private->panel->showLayer(layer);
    });
    connect(&model, &ModelEditor::pasteRefused, this, [this](const QString& sentence) {
        m_private->run->showProblem(tr("This configuration cannot be used"), sentence);
    });
    connect(&model, &ModelEditor::announced, this,
        [this](const QString& text) { m_private->state.announce(text); });
    connect(&p.live, &LiveMode::keepFailed, this, [this](const QString& sentence) {
        m_private->run->showProblem(tr("This result could not be kept"), sentence);
    });
    connect(&p.controller, &LabController::cacheStateChanged, this, [this] {
        m_private->editor->model().backbone().setCacheState(m_private->controller.cacheState());
    });
    connect(&p.controller, &LabController::obstacleChanged, this, [this] {
        const LabController& controller = m_private->controller;
        m_private->editor->model().backbone().setCost(
            controller.predictedCost(), controller.costDetail());
    });
    connect(p.run, &RunCard::epochSelected, this, &LabPage::showScores);
    connect(&p.state, &AppState::shownRunChanged, this, &LabPage::refreshReference);
    connect(&p.state, &AppState::settingsRequested, this, [&p](const RunPtr& run) {
        p.draft.replace(run->config, tr("settings of %1").arg(QString::fromStdString(run->name)));
    });
}

void LabPage::addCommands()
{
    Private& p = *m_private;
    const auto add = [this](const QString& text, const QString& icon,
                         const QList<QKeySequence>& keys, auto&& slot) {
        auto* action = new QAction(text, this);
        action->setShortcuts(keys);
        // Wherever the focus is while this page is the visible one.
        action->setShortcutContext(Qt::WindowShortcut);
        action->setProperty("iconName", icon);
        connect(action, &QAction::triggered, this, std::forward<decltype(slot)>(slot));
        addAction(action);
    };
    const auto keys = [](auto... key) {
        return QList<QKeySequence>{QKeySequence(key)...};
    };
    const auto play = QStringLiteral("play");
    const auto snow = QStringLiteral("snow");
    const auto flame = QStringLiteral("flame");
    const auto scale = QStringLiteral("scale");
    const auto history = QStringLiteral("history");
    BackboneCard* backbone = &p.editor->model().backbone();
    add(tr("Train"), play, keys(Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter),
        [this] { train(); });
    add(tr("Live: train as I edit"), QStringLiteral("bolt"), keys(Qt::CTRL | Qt::Key_L),
        [&p] { p.live.setOn(!p.live.isOn()); });
    add(tr("Keep the live result as a run"), QStringLiteral("save-stop"),
        keys(Qt::CTRL | Qt::Key_S), [&p] { p.live.keep(); });
    add(tr("Freeze one block less"), flame, keys(Qt::ALT | Qt::Key_Left),
        [backbone] { backbone->freezeLess(); });
    add(tr("Freeze one block more"), snow, keys(Qt::ALT | Qt::Key_Right),
        [backbone] { backbone->freezeMore(); });
    add(tr("Freeze the whole network"), snow, {}, [&p] { p.draft.setFrozenGroups(19); });
    add(tr("Train the whole network"), flame, {}, [&p] { p.draft.setFrozenGroups(0); });
    add(tr("Threshold up"), scale, keys(Qt::CTRL | Qt::Key_Up),
        [&p] { p.result->moveThreshold(1.0); });
    add(tr("Threshold down"), scale, keys(Qt::CTRL | Qt::Key_Down),
        [&p] { p.result->moveThreshold(-1.0); });
    add(tr("Threshold up, fine"), scale, keys(Qt::CTRL | Qt::SHIFT | Qt::Key_Up),
        [&p] { p.result->moveThreshold(0.1); });
    add(tr("Threshold down, fine"), scale, keys(Qt::CTRL | Qt::SHIFT | Qt::Key_Down),
        [&p] { p.result->moveThreshold(-0.1); });
    add(tr("Export the figure that is shown"), QStringLiteral("export"),
        keys(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [&p] { p.result->exportFigure(); });
    add(tr("Epoch before"), history, keys(Qt::CTRL | Qt::Key_Left), [&p] { p.run->moveEpoch(-1); });
    add(tr("Next epoch"), history, keys(Qt::CTRL | Qt::Key_Right), [&p] { p.run->moveEpoch(1); });
    add(tr("Best epoch"), QStringLiteral("star"), keys(Qt::CTRL | Qt::Key_Home),
        [&p] { p.run->goToBestEpoch(); });
    add(tr("Run behind it on or off"), QStringLiteral("compare"), keys(Qt::Key_G),
        [&p] { p.run->toggleGhost(); });
    add(tr("Take back all edits since the shown run"), QStringLiteral("undo"), {},
        [&p] { p.run->takeBackEdits(); });
}

QList<QAction*> LabPage::commands() const
{
    return actions() + m_private->editor->model().commands();
}

void LabPage::train()
{
    Private& p = *m_private;
    if (p.live.result() != nullptr) {
        p.live.keep();
        return;
    }
    if (p.controller.isRunning()) {
        return;
    }
    // What is still being typed belongs to the run: leaving the field commits it.
    if (QWidget* typing = focusWidget(); typing != nullptr && typing->hasFocus()) {
        typing->clearFocus();
    }
    refreshEditorError();
    p.controller.start();
}

void LabPage::cancelTraining()
{
    Private& p = *m_private;
    if (!p.controller.isRunning()) {
        return;
    }
    if (p.controller.elapsedMs() < kCancelAsksAfterMs) {
        p.controller.cancel();
        return;
    }
    auto* question = new QMessageBox(QMessageBox::Question, tr("Cancel the run?"),
        tr("Cancel keeps nothing of this run. Stop & keep would keep what it has learned."),
        QMessageBox::NoButton, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* cancel = question->addButton(tr("Cancel the run"), QMessageBox::DestructiveRole);
    question->addButton(tr("Go on training"), QMessageBox::RejectRole);
    connect(cancel, &QAbstractButton::clicked, &p.controller, &LabController::cancel);
    question->open();
}

void LabPage::refreshEditorError()
{
    Private& p = *m_private;
    QString error = p.editor->model().error();
    if (error.isEmpty()) {
        error = p.editor->training().error();
    }
    if (error.isEmpty()) {
        error = p.panel->error();
    }
    p.controller.setEditorError(error);
}

void LabPage::refreshReference()
{
    Private& p = *m_private;
    const RunPtr run = p.state.shownRun();
    p.editor->model().setReference(run);
    p.editor->training().setReference(run);
}

void LabPage::showScores(int epoch)
{
    Private& p = *m_private;
    const bool live = p.controller.isRunning();
    const RunPtr stored = p.state.shownRun();
    const training::RunRecord* run = live ? &p.controller.live() : stored.get();
    if (run == nullptr) {
        p.result->clear();
        return;
    }
    if (p.controller.isPassing() && epoch < 0) {
        return; // the result before stays until the first epoch is there
    }
    p.result->showRun(*run, epoch, live);
}

void LabPage::showParameters(const QString& title, bool backbone)
{
    std::vector<const model::ParameterRow*> rows;
    for (const model::ParameterRow& row : model::parameterRows()) {
        const bool ofBackbone = row.group == "Backbone" || row.group == "Films";
        if (ofBackbone == backbone && row.key != "added_layers" && row.key != "pooling") {
            rows.push_back(&row);
        }
    }
    placePanel();
    m_private->panel->showParameters(title, rows);
}

void LabPage::placePanel()
{
    const Private& p = *m_private;
    const int x = p.editor->geometry().right() + 6;
    const int room = width() - x - 8;
    p.panel->setGeometry(x, 8, qMin(Theme::instance().px(kPanelWidth), room), height() - 16);
}

void LabPage::setCompact(bool compact)
{
    Private& p = *m_private;
    p.editor->setCompact(compact);
    p.result->setCompact(compact);
    p.belt->setCompact(compact);
    p.result->setFixedWidth(Theme::instance().px(compact ? kResultCompactWidth : kResultWidth));
}

void LabPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    placePanel();
}

} // namespace negatoscope::ui
