#include "ui/lab/RunCard.h"

#include "core/evaluation/Comparison.h"
#include "core/evaluation/Diagnosis.h"
#include "ui/charts/LineChart.h"
#include "ui/commands/LabDraft.h"
#include "ui/evaluation/EpochScrubber.h"
#include "ui/lab/ConfigDiff.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/LabController.h"
#include "ui/lab/RunText.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace negatoscope::ui {

namespace {

/// With so few epochs the line by batch is most of what there is to see.
constexpr std::size_t kFewEpochs = 3;
constexpr int kLiveGapMs = 400;
const auto kNoGhost = QStringLiteral("-");

QList<QPointF> series(const training::RunRecord& run, const char* metric)
{
    QList<QPointF> points;
    for (const training::EpochRecord& epoch : run.history) {
        const auto value = epoch.metrics.find(metric);
        if (value != epoch.metrics.end()) {
            points.append({epoch.epoch + 1.0, value->second});
        }
    }
    return points;
}

QList<QPointF> batchSeries(
    const training::RunRecord& run, int batchesPerEpoch, double training::BatchRecord::*value)
{
    int perEpoch = batchesPerEpoch;
    for (const training::BatchRecord& batch : run.batches) {
        perEpoch = std::max(perEpoch, batch.batch + 1);
    }
    QList<QPointF> points;
    for (const training::BatchRecord& batch : run.batches) {
        points.append({batch.epoch + (batch.batch + 1.0) / perEpoch, batch.*value});
    }
    return points;
}

/// The same but for the draw: seeds and what follows from them.
bool sameButSeed(const model::ModelConfig& a, const model::ModelConfig& b)
{
    model::ModelConfig other = b;
    other.seed = a.seed;
    return a == other;
}

using Envelope = std::pair<QList<QPointF>, QList<QPointF>>;

/// Lowest and highest value of all runs, epoch by epoch.
Envelope envelope(const QList<const training::RunRecord*>& runs, const char* metric)
{
    std::map<double, std::pair<double, double>> range;
    for (const training::RunRecord* run : runs) {
        for (const QPointF& point : series(*run, metric)) {
            if (std::isfinite(point.y())) {
                auto& [low, high] =
                    range.try_emplace(point.x(), point.y(), point.y()).first->second;
                low = std::min(low, point.y());
                high = std::max(high, point.y());
            }
        }
    }
    Envelope edges;
    for (const auto& [epoch, values] : range) {
        edges.first.append({epoch, values.first});
        edges.second.append({epoch, values.second});
    }
    return edges;
}

} // namespace

RunCard::RunCard(AppState& state, LabDraft& draft, LabController& controller, QWidget* parent)
    : Card(QStringLiteral(" "), parent)
    , m_state(state)
    , m_draft(draft)
    , m_controller(controller)
{
    setObjectName(QStringLiteral("card"));
    build();
    connect(&m_controller, &LabController::started, this, &RunCard::showLive);
    connect(&m_controller, &LabController::phaseChanged, this, &RunCard::refreshTitle);
    connect(&m_controller, &LabController::obstacleChanged, this, &RunCard::refreshEmpty);
    connect(&m_controller, &LabController::batchDone, this, &RunCard::addBatch);
    connect(&m_controller, &LabController::epochDone, this, &RunCard::addEpoch);
    connect(&m_controller, &LabController::noticed, this,
        [this](const QString& code, const QString& text) {
            m_notice->setContent(Tone::Warn, noticeTitle(code), text);
            m_notice->show();
        });
    connect(&m_controller, &LabController::cancelled, this, &RunCard::showRun);
    // A cancelled live run: the next one follows at once, or the result before comes back.
    connect(&m_controller, &LabController::passed, this, [this](const RunPtr& result) {
        if (result == nullptr) {
            QTimer::singleShot(kLiveGapMs, this, [this] {
                if (!m_controller.isRunning()) {
                    showRun();
                }
            });
        }
    });
    connect(&m_controller, &LabController::failed, this, [this](const RunPtr& run) {
        showRun();
        const QString text = run->error ? lineSentence(*run->error) : QString();
        showProblem(tr("%1 could not be trained").arg(QString::fromStdString(run->name)), text);
    });
    connect(&m_state, &AppState::shownRunChanged, this, [this] {
        if (!m_controller.isRunning()) {
            showRun();
        }
    });
    connect(&m_state, &AppState::stressScored, this, &RunCard::refreshStress);
    connect(&m_draft, &LabDraft::changed, this, &RunCard::refreshEdits);
    showRun();
}

void RunCard::buildTitle()
{
    m_stateBadge = new Badge;
    m_stateBadge->setObjectName(QStringLiteral("runStateBadge"));
    m_secondBadge = new Badge;
    m_secondBadge->setObjectName(QStringLiteral("runEditsBadge"));
    addToTitle(m_stateBadge);
    addToTitle(m_secondBadge);

    m_ghostRow = new QWidget;
    auto* ghostLayout = new QHBoxLayout(m_ghostRow);
    ghostLayout->setContentsMargins(0, 0, 0, 0);
    ghostLayout->setSpacing(6);
    m_ghostBox = new QComboBox;
    m_ghostBox->setObjectName(QStringLiteral("ghostBox"));
    m_ghostBox->setAccessibleName(tr("Run behind it"));
    m_ghostBox->setMinimumWidth(Theme::instance().px(88));
    ghostLayout->addWidget(new TextLabel(tr("behind it"), FontRole::Body, Token::Text2));
    ghostLayout->addWidget(m_ghostBox);
    addToTitleEnd(m_ghostRow);
    auto* table = new IconButton(QStringLiteral("table"), tr("Charts as tables (T)"));
    table->setObjectName(QStringLiteral("chartTableButton"));
    table->setCheckable(true);
    connect(table, &QToolButton::toggled, this, [this](bool on) {
        m_loss->setTableShown(on);
        m_accuracy->setTableShown(on);
    });
    addToTitleEnd(table);
    connect(m_ghostBox, &QComboBox::activated, this, [this](int index) {
        m_ghostId = m_ghostBox->itemData(index).toString();
        fillGhost();
    });
}

void RunCard::build()
{
    buildTitle();
    m_editsRow = new QWidget;
    auto* editsLayout = new QHBoxLayout(m_editsRow);
    editsLayout->setContentsMargins(0, 0, 0, 0);
    editsLayout->setSpacing(6);
    m_edits = new ElideLabel({}, FontRole::Small, Token::Warn);
    m_edits->setObjectName(QStringLiteral("editsStrip"));
    m_editsButton = new Button(tr("Take back…"), ButtonKind::Link);
    m_editsButton->setObjectName(QStringLiteral("takeBackButton"));
    m_editsButton->setButtonSize(ButtonSize::Small);
    connect(m_editsButton, &QPushButton::clicked, this, &RunCard::showEditsMenu);
    editsLayout->addWidget(m_edits, 1);
    editsLayout->addWidget(m_editsButton);
    m_editsRow->hide();
    m_notice = new InlineNotice(Tone::Warn);
    m_notice->setObjectName(QStringLiteral("runNotice"));
    m_notice->hide();
    m_loss = new LineChart(tr("Loss"), ValueFormat::Number);
    m_loss->setObjectName(QStringLiteral("lossChart"));
    m_loss->setShowsXLabels(false);
    m_accuracy = new LineChart(tr("Accuracy"), ValueFormat::Percent);
    m_accuracy->setObjectName(QStringLiteral("accuracyChart"));
    for (LineChart* chart : {m_loss, m_accuracy}) {
        connect(chart, &LineChart::epochClicked, this,
            [this](int epoch) { selectEpoch(epoch - 1, true); });
    }
    m_scrubberRow = new QWidget;
    auto* scrubberLayout = new QHBoxLayout(m_scrubberRow);
    scrubberLayout->setContentsMargins(0, 0, 0, 0);
    scrubberLayout->setSpacing(0);
    m_scrubber = new EpochScrubber;
    scrubberLayout->addWidget(m_scrubber);
    connect(m_scrubber, &EpochScrubber::epochEdited, this,
        [this](int epoch) { selectEpoch(epoch - 1, true); });
    m_stress = new ElideLabel({}, FontRole::Small, Token::Text2);
    m_stress->setObjectName(QStringLiteral("stressLine"));
    m_stress->hide();
    m_changes = new InlineNotice(Tone::Neutral);
    m_changes->setObjectName(QStringLiteral("changesStrip"));

    auto* charts = new QWidget;
    auto* layout = new QVBoxLayout(charts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_loss, 1);
    layout->addWidget(m_accuracy, 1);
    layout->addWidget(m_scrubberRow);
    layout->addWidget(m_stress);
    layout->addWidget(m_changes);

    m_empty = new EmptyState(QStringLiteral("lab"), tr("Nothing trained yet"), {});
    m_empty->setObjectName(QStringLiteral("labEmptyState"));
    m_emptyAction = m_empty->addAction(tr("Train run %1").arg(1), true, QStringLiteral("play"));
    m_emptyAction->setObjectName(QStringLiteral("emptyTrainButton"));
    connect(m_emptyAction, &QPushButton::clicked, this, [this] {
        if (m_state.manifest() == nullptr) {
            Q_EMIT m_state.folderChoiceRequested();
        } else {
            Q_EMIT trainRequested();
        }
    });
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_empty);
    m_pages->addWidget(charts);
    body()->addWidget(m_editsRow);
    body()->addWidget(m_notice);
    body()->addWidget(m_pages, 1);
}

const training::RunRecord* RunCard::shown() const
{
    return m_controller.isRunning() ? &m_controller.live() : m_state.shownRun().get();
}

int RunCard::selectedEpoch() const
{
    return m_scrubber->epoch() - 1;
}

void RunCard::refreshEmpty()
{
    const bool noFilms = m_state.manifest() == nullptr;
    const QString obstacle = m_controller.obstacle();
    if (noFilms) {
        m_empty->setContent(tr("No films yet"),
            tr("Open a folder with one sub-folder per class, then train. Nothing leaves this "
               "computer."));
        m_emptyAction->setText(tr("Open folder…"));
        m_emptyAction->setIconName(QStringLiteral("folder"));
    } else {
        m_empty->setContent(tr("Nothing trained yet"),
            obstacle.isEmpty() ? tr("The head trains in seconds: the frozen network looks at every "
                                    "film only once.")
                               : obstacle);
        m_emptyAction->setText(m_controller.runNumber() > 0
                                   ? tr("Train run %1").arg(m_controller.runNumber())
                                   : QString());
        m_emptyAction->setIconName(QStringLiteral("play"));
    }
    m_emptyAction->setEnabled(noFilms || obstacle.isEmpty());
}

void RunCard::refreshTitle()
{
    const training::RunRecord* run = shown();
    setTitle(run != nullptr ? QString::fromStdString(run->name) : tr("Training"));
    m_editsRow->hide();
    m_stateBadge->setVisible(run != nullptr);
    if (run == nullptr) {
        m_secondBadge->hide();
        return;
    }
    const bool passing = run->folder.empty() && m_controller.resultBefore() != nullptr;
    if (passing || m_controller.isPassing()) {
        m_stateBadge->setTone(Tone::Accent);
        m_stateBadge->setIconName(QStringLiteral("bolt"));
        m_stateBadge->setText(tr("Live · not kept"));
        m_secondBadge->hide();
        refreshEdits();
        return;
    }
    if (!m_controller.isRunning()) {
        const bool stopped = run->outcome == training::OutcomeKind::Stopped;
        const QString word = stopped ? tr("Stopped and kept") : tr("Finished");
        m_stateBadge->setTone(Tone::Ok);
        m_stateBadge->setIconName(QStringLiteral("check"));
        m_stateBadge->setText(
            tr("%1 · %2", "state, duration").arg(word, durationText(run->seconds.total)));
        refreshEdits();
        return;
    }
    m_stateBadge->setTone(Tone::Accent);
    m_stateBadge->setIconName(QStringLiteral("play"));
    switch (m_controller.phase()) {
    case LabController::Phase::Preparing:
        m_stateBadge->setText(tr("Preparing"));
        break;
    case LabController::Phase::Evaluating:
        m_stateBadge->setText(tr("Measuring"));
        break;
    case LabController::Phase::Stopping:
        m_stateBadge->setText(tr("Stopping"));
        break;
    case LabController::Phase::Cancelling:
        m_stateBadge->setText(tr("Cancelling"));
        break;
    default:
        m_stateBadge->setText(tr("Training"));
        break;
    }
    m_secondBadge->setTone(Tone::Neutral);
    m_secondBadge->setIconName({});
    m_secondBadge->setText(
        tr("epoch %1 of %2").arg(run->history.size()).arg(m_controller.epochs()));
    m_secondBadge->setToolTip({});
    m_secondBadge->setVisible(!run->history.empty());
}

void RunCard::refreshEdits()
{
    const RunPtr run = m_state.shownRun();
    if (m_controller.isRunning() || run == nullptr) {
        m_editsRow->hide();
        return;
    }
    const QStringList edits = configDifferences(run->config, m_draft.config());
    const auto count = static_cast<int>(edits.size());
    m_secondBadge->setVisible(count > 0);
    m_secondBadge->setTone(Tone::Warn);
    m_secondBadge->setIconName(QStringLiteral("history"));
    m_secondBadge->setText(count == 1 ? tr("1 edit since") : tr("%1 edits since").arg(count));
    m_secondBadge->setToolTip(edits.join(QLatin1Char('\n')));
    m_editsRow->setVisible(count > 0);
    m_edits->setText(tr("Not in these curves: %1").arg(edits.join(QStringLiteral(" · "))));
}

void RunCard::showEditsMenu()
{
    const RunPtr run = m_state.shownRun();
    if (run == nullptr) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("takeBackMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ConfigEdit& edit : configEdits(run->config, m_draft.config())) {
        QAction* action = menu->addAction(tr("Take back: %1").arg(edit.text));
        connect(action, &QAction::triggered, this, [this, edit] {
            model::ModelConfig config = m_draft.config();
            edit.revert(config);
            m_draft.replace(config, tr("take back %1").arg(edit.text));
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Take back all of it")), &QAction::triggered, this,
        &RunCard::takeBackEdits);
    menu->popup(m_editsButton->mapToGlobal(QPoint(0, m_editsButton->height())));
}

void RunCard::takeBackEdits()
{
    if (const RunPtr run = m_state.shownRun(); run != nullptr) {
        m_draft.replace(
            run->config, tr("settings of %1").arg(QString::fromStdString(run->name).toLower()));
    }
}

void RunCard::fillSeries(const training::RunRecord& run, bool withBatches)
{
    const int perEpoch = m_controller.isRunning() ? m_controller.batchesPerEpoch() : 0;
    m_loss->setSeries(SeriesKind::Batch, tr("by batch"),
        withBatches ? batchSeries(run, perEpoch, &training::BatchRecord::loss) : QList<QPointF>());
    m_loss->setSeries(SeriesKind::Train, tr("train"), series(run, "loss"));
    m_loss->setSeries(SeriesKind::Validation, tr("validation"), series(run, "val_loss"));
    m_accuracy->setSeries(SeriesKind::Batch, tr("by batch"),
        withBatches ? batchSeries(run, perEpoch, &training::BatchRecord::accuracy)
                    : QList<QPointF>());
    m_accuracy->setSeries(SeriesKind::Train, tr("train"), series(run, "accuracy"));
    m_accuracy->setSeries(SeriesKind::Validation, tr("validation"), series(run, "val_accuracy"));
}

void RunCard::fillSeedBand()
{
    const training::RunRecord* run = shown();
    QList<const training::RunRecord*> alike;
    for (const RunPtr& other : m_state.runs()) {
        if (run != nullptr && sameButSeed(run->config, other->config)) {
            alike.append(other.get());
        }
    }
    // A run that is not among them (under way, or not kept) is one more draw of the same.
    const bool listed = std::any_of(alike.cbegin(), alike.cend(),
        [run](const training::RunRecord* other) { return other->id == run->id; });
    if (run != nullptr && !listed && !m_controller.isRunning()) {
        alike.append(run);
    }
    std::set<std::uint64_t> seeds;
    for (const training::RunRecord* other : std::as_const(alike)) {
        seeds.insert(other->config.seed);
    }
    const bool several = seeds.size() > 1;
    const QString name = several ? tr("%1 seeds").arg(seeds.size()) : QString();
    const auto show = [&](LineChart* chart, const char* metric) {
        const auto [low, high] = several ? envelope(alike, metric) : Envelope();
        chart->setBand(name, low, high);
    };
    show(m_loss, "val_loss");
    show(m_accuracy, "val_accuracy");
}

void RunCard::fillGhostChoices()
{
    const training::RunRecord* run = shown();
    m_ghostBox->clear();
    m_ghostBox->addItem(tr("none"), kNoGhost);
    if (const RunPtr before = m_controller.resultBefore();
        before != nullptr && before->folder.empty()) {
        m_ghostBox->addItem(QString::fromStdString(before->name), QString());
    }
    for (const RunPtr& other : m_state.runs()) {
        if (run == nullptr || other->id != run->id) {
            m_ghostBox->addItem(
                QString::fromStdString(other->name), QString::fromStdString(other->id));
        }
    }
    m_ghostRow->setVisible(m_ghostBox->count() > 1);
    fillGhost();
}

void RunCard::fillGhost()
{
    const training::RunRecord* run = shown();
    m_ghost = m_ghostId.isEmpty() ? m_controller.resultBefore() : nullptr;
    const bool live = m_ghost != nullptr;
    for (const RunPtr& other : m_state.runs()) {
        const bool isShown = run != nullptr && other->id == run->id;
        if (live || (m_ghostId.isEmpty() && isShown)) {
            break; // the one before it
        }
        if (!isShown && (m_ghostId.isEmpty() || other->id == m_ghostId.toStdString())) {
            m_ghost = other;
        }
    }
    showGhost();
}

void RunCard::showGhost()
{
    m_ghostBox->setCurrentIndex(
        m_ghost != nullptr ? std::max(m_ghostBox->findData(QString::fromStdString(m_ghost->id)),
                                 m_ghostBox->findData(QString()))
                           : 0);
    const QString name =
        m_ghost != nullptr ? QString::fromStdString(m_ghost->name).toLower() : QString();
    m_loss->setSeries(SeriesKind::Ghost, name,
        m_ghost != nullptr ? series(*m_ghost, "val_loss") : QList<QPointF>());
    m_accuracy->setSeries(SeriesKind::Ghost, name,
        m_ghost != nullptr ? series(*m_ghost, "val_accuracy") : QList<QPointF>());
    refreshChanges();
}

void RunCard::toggleGhost()
{
    m_ghostId = m_ghost != nullptr ? kNoGhost : QString();
    fillGhost();
}

void RunCard::refreshNotices(const training::RunRecord& run)
{
    QStringList sentences;
    for (const std::string& text : run.notices) {
        sentences << QString::fromStdString(text);
    }
    if (sentences.isEmpty() && !m_controller.isRunning()) {
        const auto language = evaluation::languageOf(QLocale().name().toStdString());
        for (const evaluation::Finding& finding : evaluation::diagnose(run.validation, 0.5)) {
            sentences << QString::fromStdString(evaluation::sentence(finding, language));
        }
    }
    m_notice->setVisible(!sentences.isEmpty());
    m_notice->clearActions();
    if (!sentences.isEmpty()) {
        m_notice->setContent(Tone::Warn, tr("Look at this before you trust the figures"),
            sentences.mid(0, 2).join(QLatin1Char('\n')));
        m_notice->setToolTip(sentences.join(QLatin1Char('\n')));
    }
}

void RunCard::showProblem(const QString& title, const QString& text)
{
    m_notice->setContent(Tone::Error, title, text);
    m_notice->setToolTip(text);
    m_notice->show();
}

void RunCard::updateScrubber(int available, int epochs, int best, bool fromZero)
{
    // A longer run behind it stretches the charts' axis.
    const auto ghostEpochs = m_ghost != nullptr ? static_cast<int>(m_ghost->history.size()) : 0;
    m_scrubber->setRange(available, std::max(epochs, ghostEpochs), fromZero ? 0 : 1);
    m_scrubber->setBest(best);
    for (LineChart* chart : {m_loss, m_accuracy}) {
        chart->setEpochs(epochs);
        chart->setBestEpoch(best > 0 ? std::optional<int>(best) : std::nullopt);
    }
}

void RunCard::showRun()
{
    refreshEmpty();
    refreshTitle();
    const RunPtr run = m_state.shownRun();
    m_pages->setCurrentIndex(run != nullptr ? 1 : 0);
    m_loss->setLive(false);
    m_accuracy->setLive(false);
    if (run == nullptr) {
        m_ghostRow->hide();
        m_notice->hide();
        Q_EMIT epochSelected(-1);
        return;
    }
    const bool batches = run->history.size() <= kFewEpochs && !run->batches.empty();
    fillSeries(*run, batches);
    fillSeedBand();
    const int epochs = std::max(1, static_cast<int>(run->history.size()));
    fillGhostChoices();
    updateScrubber(static_cast<int>(run->history.size()), epochs, run->bestEpoch + 1, batches);
    refreshNotices(*run);
    const int last = static_cast<int>(run->history.size()) - 1;
    if (last < 0) { // scores of a file: there was no training to look back on
        Q_EMIT epochSelected(-1);
        return;
    }
    selectEpoch(run->bestEpoch >= 0 ? run->bestEpoch : last, false);
}

void RunCard::showLive()
{
    m_followsLast = true;
    m_pages->setCurrentIndex(1);
    m_notice->hide();
    refreshTitle();
    m_loss->clear();
    m_accuracy->clear();
    m_loss->setLive(true);
    m_accuracy->setLive(true);
    fillSeries(m_controller.live(), true);
    fillSeedBand();
    fillGhostChoices();
    updateScrubber(0, m_controller.epochs(), 0, true);
    Q_EMIT epochSelected(-1);
}

void RunCard::addBatch(const training::BatchRecord& batch)
{
    const double x =
        batch.epoch + (batch.batch + 1.0) / std::max(1, m_controller.batchesPerEpoch());
    m_loss->appendPoint(SeriesKind::Batch, {x, batch.loss});
    m_accuracy->appendPoint(SeriesKind::Batch, {x, batch.accuracy});
}

void RunCard::addEpoch(int epoch)
{
    const training::RunRecord& live = m_controller.live();
    const training::EpochRecord& record = live.history.back();
    const auto append = [&record](LineChart* chart, SeriesKind kind, const char* metric) {
        const auto value = record.metrics.find(metric);
        if (value != record.metrics.end()) {
            chart->appendPoint(kind, {record.epoch + 1.0, value->second});
        }
    };
    append(m_loss, SeriesKind::Train, "loss");
    append(m_loss, SeriesKind::Validation, "val_loss");
    append(m_accuracy, SeriesKind::Train, "accuracy");
    append(m_accuracy, SeriesKind::Validation, "val_accuracy");
    updateScrubber(epoch + 1, m_controller.epochs(), live.bestEpoch + 1, true);
    refreshTitle();
    refreshChanges();
    if (m_followsLast) {
        selectEpoch(epoch, false);
    }
}

void RunCard::selectEpoch(int epoch, bool byUser)
{
    if (m_selecting || epoch < 0) {
        return;
    }
    m_selecting = true;
    const training::RunRecord* run = shown();
    const int last = run != nullptr ? static_cast<int>(run->history.size()) - 1 : -1;
    if (byUser) {
        m_followsLast = epoch >= last;
    }
    m_scrubber->setEpoch(epoch + 1);
    const bool best = run != nullptr && m_scrubber->epoch() == run->bestEpoch + 1;
    for (LineChart* chart : {m_loss, m_accuracy}) {
        chart->setSelectedEpoch(best ? std::nullopt : std::optional<int>(m_scrubber->epoch()));
    }
    m_selecting = false;
    Q_EMIT epochSelected(selectedEpoch());
}

void RunCard::moveEpoch(int steps)
{
    selectEpoch(std::max(0, selectedEpoch() + steps), true);
}

void RunCard::goToBestEpoch()
{
    if (const training::RunRecord* run = shown(); run != nullptr && run->bestEpoch >= 0) {
        selectEpoch(run->bestEpoch, true);
    }
}

void RunCard::refreshStress()
{
    const RunPtr run = m_state.shownRun();
    const bool finished = !m_controller.isRunning() && run != nullptr && run->bestEpoch >= 0;
    m_stress->setVisible(finished && run->stress.has_value());
    if (!m_stress->isVisibleTo(this)) {
        return;
    }
    const auto text = [](double value) {
        return QLocale().toString(value, 'f', 3);
    };
    const auto& metrics = run->history.at(static_cast<std::size_t>(run->bestEpoch)).metrics;
    const auto validation = metrics.find("val_auc");
    m_stress->setText(
        tr("Stress views: AUC %1 beside %2 on validation. For films from elsewhere it is the "
           "better forecast.")
            .arg(text(run->stress->auc),
                validation != metrics.end() ? text(validation->second) : QStringLiteral("–")));
    m_stress->setToolTip(
        tr("%1 validation films, warped, with other tones, noise and pasted letters, as no "
           "training sees them. On films of another hospital this AUC ranked models far better "
           "(rank correlation 0.96) than plain validation did (0.82). %2 % of the decisions "
           "change.")
            .arg(QLocale().toString(static_cast<qulonglong>(run->stress->films)),
                QLocale().toString(100.0 * run->stress->flips, 'f', 1)));
}

void RunCard::refreshChanges()
{
    refreshStress();
    const training::RunRecord* run = shown();
    if (run == nullptr) {
        m_changes->hide();
        return;
    }
    if (m_controller.isRunning()) {
        const RunSentence sentence = progressSentence(*run);
        m_changes->setContent(
            Tone::Neutral, sentence.title, sentence.text, QStringLiteral("hourglass"));
        m_changes->setVisible(!sentence.title.isEmpty());
        return;
    }
    m_changes->setVisible(m_ghost != nullptr);
    if (m_ghost != nullptr) {
        const RunSentence sentence = changeSentence(*m_ghost, *run);
        m_changes->setContent(
            Tone::Neutral, sentence.title, sentence.text, QStringLiteral("compare"));
    }
}

} // namespace negatoscope::ui
