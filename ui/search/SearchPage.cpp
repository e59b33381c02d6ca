#include "ui/search/SearchPage.h"

#include "core/base/Files.h"
#include "core/search/StudyFile.h"
#include "ui/search/SearchCharts.h"
#include "ui/search/SpaceEditor.h"
#include "ui/search/TrialModel.h"
#include "ui/shell/Background.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

struct SearchPage::Private
{
    Private(AppState& s, search::TrialRunner runner)
        : state(s)
        , session(std::move(runner))
    {}
    AppState& state;
    session::SearchSession session;
    std::shared_ptr<const session::SearchJob> job; ///< the last one
    int ended = 0;
    bool pausing = false;
    bool ownSpace = false; ///< the user changed the space: another shown run leaves it as it is
    QElapsedTimer clock;

    SpaceEditor* space = nullptr;
    QComboBox* goal = nullptr;
    QComboBox* sampler = nullptr;
    QComboBox* scheduler = nullptr;
    QSpinBox* trials = nullptr;
    QSpinBox* finalists = nullptr;
    QSpinBox* seeds = nullptr;
    TextLabel* problem = nullptr;
    Button* start = nullptr;
    Button* goOn = nullptr;
    Button* stop = nullptr;
    Button* toLab = nullptr;
    Badge* doneBadge = nullptr;
    TrialModel* model = nullptr;
    QTableView* table = nullptr;
    CurveFan* fan = nullptr;
    ParallelCoordinates* parallel = nullptr;
    Badge* kept = nullptr;
    BestSoFar* best = nullptr;
    ImportanceBars* bars = nullptr;
    TextLabel* verdict = nullptr;
    TextLabel* verdictText = nullptr;
};

namespace {

QComboBox* combo(const QString& name, const QString& label,
    const std::vector<std::pair<QString, QString>>& items, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(label);
    for (const auto& [text, value] : items)
        box->addItem(text, value);
    return box;
}

QSpinBox* number(
    const QString& name, const QString& label, int low, int high, int value, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setRange(low, high);
    box->setValue(value);
    return box;
}

QString meanText(const search::SeedRuns& runs)
{
    if (!runs.mean)
        return QStringLiteral("–");
    const QLocale locale;
    QString text = locale.toString(*runs.mean, 'f', 4);
    if (runs.interval)
        text += QStringLiteral(" (%1 – %2)")
                    .arg(locale.toString(runs.interval->low, 'f', 4),
                        locale.toString(runs.interval->high, 'f', 4));
    return text;
}

} // namespace

SearchPage::SearchPage(AppState& state, search::TrialRunner runner, QWidget* parent)
    : Page(parent)
    , m_private(std::make_unique<Private>(state, std::move(runner)))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(buildSpaceCard());
    auto* right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(buildCharts(), 1);
    right->addWidget(buildVerdict());
    layout->addLayout(right, 1);
    connectParts();
    challengeShownRun();
    findLastStudy();
    refresh();
}

SearchPage::~SearchPage() = default;

session::SearchSession& SearchPage::session()
{
    return m_private->session;
}

void SearchPage::setCompact(bool compact)
{
    m_private->bars->parentWidget()->setVisible(!compact);
}

QWidget* SearchPage::buildSpaceCard()
{
    Private& p = *m_private;
    auto* card = new Card(tr("Search space"), this);
    card->setFixedWidth(Theme::instance().px(340));
    auto* open = new IconButton(QStringLiteral("folder"), tr("Open a space file…"), card);
    open->setObjectName(QStringLiteral("openSpaceButton"));
    connect(open, &QToolButton::clicked, this, &SearchPage::openSpaceFile);
    card->addToTitleEnd(open);
    auto* challenge = new IconButton(QStringLiteral("target"), tr("Challenge the shown run"), card);
    challenge->setObjectName(QStringLiteral("challengeButton"));
    connect(challenge, &QToolButton::clicked, this, &SearchPage::challengeShownRun);
    card->addToTitleEnd(challenge);
    p.space = new SpaceEditor(card);
    card->body()->addWidget(p.space, 1);
    p.problem = new TextLabel({}, FontRole::Small, Token::Error, card);
    p.problem->setObjectName(QStringLiteral("spaceProblem"));
    p.problem->setWordWrap(true);
    card->body()->addWidget(p.problem);
    auto* form = new QFormLayout;
    p.goal = combo(QStringLiteral("goalBox"), tr("Goal"),
        {{tr("Log loss"), QStringLiteral("val_log_loss")}, {tr("AUC"), QStringLiteral("val_auc")},
            {tr("Balanced accuracy"), QStringLiteral("val_balanced_accuracy")},
            {tr("Loss that is trained"), QStringLiteral("val_loss")},
            {tr("Accuracy"), QStringLiteral("val_accuracy")}},
        card);
    form->addRow(tr("Goal (validation)"), p.goal);
    p.sampler = combo(QStringLiteral("samplerBox"), tr("Method"),
        {{tr("Model-based"), QStringLiteral("model")}, {tr("Random"), QStringLiteral("random")},
            {tr("Even (Sobol)"), QStringLiteral("sobol")}, {tr("Grid"), QStringLiteral("grid")}},
        card);
    form->addRow(tr("Method"), p.sampler);
    p.scheduler = combo(QStringLiteral("schedulerBox"), tr("Early stop"),
        {{tr("Successive halving"), QStringLiteral("asha")},
            {tr("Median"), QStringLiteral("median")}, {tr("None"), QStringLiteral("none")}},
        card);
    form->addRow(tr("Early stop"), p.scheduler);
    p.trials = number(QStringLiteral("trialsBox"), tr("Trials"), 1, 10000, 60, card);
    form->addRow(tr("Trials"), p.trials);
    auto* finals = new QHBoxLayout;
    p.finalists = number(QStringLiteral("finalistsBox"), tr("Finalists"), 0, 20, 3, card);
    p.seeds = number(QStringLiteral("seedsBox"), tr("Seeds of each finalist"), 1, 50, 5, card);
    finals->addWidget(p.finalists);
    finals->addWidget(new TextLabel(tr("× seeds"), FontRole::Body, Token::Text2, card));
    finals->addWidget(p.seeds);
    form->addRow(tr("Finalists"), finals);
    card->body()->addLayout(form);
    p.start = new Button(tr("Start the search"), ButtonKind::Primary, QStringLiteral("play"), card);
    p.start->setObjectName(QStringLiteral("searchStartButton"));
    p.start->setToolTip(tr("Start, or pause after the running trials (F5)"));
    p.start->setShortcut(QKeySequence(QStringLiteral("F5")));
    p.goOn = new Button(tr("Go on"), ButtonKind::Secondary, QStringLiteral("plus"), card);
    p.goOn->setObjectName(QStringLiteral("searchGoOnButton"));
    p.goOn->setToolTip(tr("Go on with the last search, up to the number of trials above"));
    p.stop =
        new Button(tr("Stop && keep"), ButtonKind::Secondary, QStringLiteral("save-stop"), card);
    p.stop->setObjectName(QStringLiteral("searchStopButton"));
    p.stop->setToolTip(tr("Stop now; finished trials are kept"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(p.start, 1);
    buttons->addWidget(p.goOn);
    buttons->addWidget(p.stop);
    card->body()->addLayout(buttons);
    return card;
}

QWidget* SearchPage::buildCharts()
{
    Private& p = *m_private;
    auto* rows = new QSplitter(Qt::Vertical, this);
    auto* top = new QSplitter(Qt::Horizontal, rows);
    auto* leaders = new Card(tr("Leaderboard"), top);
    p.doneBadge = new Badge({}, Tone::Neutral, {}, leaders);
    p.doneBadge->setObjectName(QStringLiteral("trialsDoneBadge"));
    leaders->addToTitle(p.doneBadge);
    p.toLab =
        new Button(tr("Open in the Lab"), ButtonKind::Secondary, QStringLiteral("lab"), leaders);
    p.toLab->setObjectName(QStringLiteral("trialToLabButton"));
    p.toLab->setToolTip(tr("Show the chosen trial's run on all pages (Enter)"));
    leaders->addToTitleEnd(p.toLab);
    p.model = new TrialModel(this);
    p.table = new QTableView(leaders);
    p.table->setObjectName(QStringLiteral("leaderboard"));
    p.table->setAccessibleName(tr("Trials, best first"));
    p.table->setModel(p.model);
    p.table->setSelectionBehavior(QAbstractItemView::SelectRows);
    p.table->setSelectionMode(QAbstractItemView::SingleSelection);
    p.table->verticalHeader()->hide();
    p.table->setShowGrid(false);
    p.table->setTabKeyNavigation(false);
    p.table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    leaders->body()->addWidget(p.table);
    auto* curves = new Card(tr("Learning curves"), top);
    p.fan = new CurveFan(curves);
    p.fan->setObjectName(QStringLiteral("curveFan"));
    curves->body()->addWidget(p.fan);
    top->setStretchFactor(0, 3);
    top->setStretchFactor(1, 2);
    auto* bottom = new QSplitter(Qt::Horizontal, rows);
    auto* shared = new Card(tr("What the good ones share"), bottom);
    p.kept = new Badge({}, Tone::Accent, {}, shared);
    p.kept->hide();
    shared->addToTitleEnd(p.kept);
    p.parallel = new ParallelCoordinates(shared);
    p.parallel->setObjectName(QStringLiteral("parallelCoordinates"));
    shared->body()->addWidget(p.parallel);
    auto* side = new QSplitter(Qt::Vertical, bottom);
    auto* best = new Card(tr("Best so far"), side);
    p.best = new BestSoFar(best);
    p.best->setObjectName(QStringLiteral("bestSoFar"));
    best->body()->addWidget(p.best, 1);
    auto* mattered = new Card(tr("What mattered"), side);
    p.bars = new ImportanceBars(mattered);
    p.bars->setObjectName(QStringLiteral("importanceBars"));
    mattered->body()->addWidget(p.bars, 1);
    bottom->setStretchFactor(0, 4);
    bottom->setStretchFactor(1, 1);
    return rows;
}

QWidget* SearchPage::buildVerdict()
{
    Private& p = *m_private;
    auto* card = new Card({}, this);
    p.verdict = new TextLabel({}, FontRole::Strong, Token::Text, card);
    p.verdict->setObjectName(QStringLiteral("searchVerdict"));
    p.verdictText = new TextLabel({}, FontRole::Body, Token::Text2, card);
    p.verdictText->setObjectName(QStringLiteral("searchVerdictText"));
    p.verdictText->setWordWrap(true);
    p.verdict->setText(tr("The winner of many tries looks better than it is."));
    p.verdictText->setText(
        tr("So the best few are trained again with new seeds, the run they challenge with the same "
           "seeds, and the mean decides. Only validation films are looked at, never the test "
           "films."));
    card->body()->addWidget(p.verdict);
    card->body()->addWidget(p.verdictText);
    return card;
}

void SearchPage::connectParts()
{
    Private& p = *m_private;
    connect(p.start, &Button::clicked, this, &SearchPage::startOrPause);
    connect(p.goOn, &Button::clicked, this, [this] { start(true); });
    connect(p.stop, &Button::clicked, &p.session, &session::SearchSession::stop);
    connect(p.toLab, &Button::clicked, this, &SearchPage::sendToLab);
    connect(p.table, &QTableView::activated, this, &SearchPage::sendToLab);
    connect(p.table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        [this] { refresh(); });
    connect(p.space, &SpaceEditor::changed, this, [this] {
        m_private->ownSpace = true;
        checkSpace();
        refresh();
    });
    connect(&p.state, &AppState::manifestChanged, this, &SearchPage::refresh);
    connect(&p.state, &AppState::shownRunChanged, this, [this] {
        const Private& d = *m_private;
        if (!d.ownSpace && !d.session.isRunning() && d.model->trials().empty())
            challengeShownRun();
    });
    connect(&p.state, &AppState::cancelRequested, this, [this] {
        if (m_private->session.isRunning())
            m_private->session.stop();
    });
    connect(p.parallel, &ParallelCoordinates::brushChanged, this, [this] {
        const int kept = m_private->parallel->keptCount();
        m_private->kept->setText(tr("%n trials kept", nullptr, kept));
        m_private->kept->setVisible(kept < static_cast<int>(m_private->model->trials().size()));
    });
    connect(&p.session, &session::SearchSession::epochDone, this,
        [this](int trial, int, double value) { m_private->fan->addPoint(trial, value); });
    connect(&p.session, &session::SearchSession::trialEnded, this, &SearchPage::onTrial);
    connect(&p.session, &session::SearchSession::finished, this, &SearchPage::onFinished);
}

void SearchPage::challengeShownRun()
{
    Private& p = *m_private;
    if (const RunPtr run = p.state.shownRun()) {
        p.space->setBase(run->config);
    } else if (auto preset = model::presetConfig("notebook")) {
        preset->weights = "phantom"; // as in the Lab: works without any file or connection
        p.space->setBase(*preset);
    }
    p.ownSpace = false;
    checkSpace();
    refresh();
}

void SearchPage::findLastStudy()
{
    const std::filesystem::path workspace = m_private->state.workspaceFolder().toStdString();
    runInBackground<std::shared_ptr<const session::SearchJob>>(
        m_private->state.workers(), this,
        [workspace]() -> std::shared_ptr<const session::SearchJob> {
            auto plan = search::lastStudyPlan(workspace);
            if (!plan)
                return nullptr;
            auto space = search::SearchSpace::fromJson(plan->space, plan->base);
            if (!space)
                return nullptr;
            return std::make_shared<const session::SearchJob>(session::SearchJob{
                *std::move(space), plan->space, plan->options, nullptr, workspace, 0});
        },
        [this](const std::shared_ptr<const session::SearchJob>& job) {
            Private& p = *m_private;
            if (!job || p.job)
                return;
            p.job = job;
            p.trials->setValue(job->options.trials);
            p.finalists->setValue(job->options.finalists);
            p.seeds->setValue(job->options.seeds);
            refresh();
        });
}

void SearchPage::checkSpace()
{
    Private& p = *m_private;
    QString problem;
    const auto space = p.space->space();
    const ManifestPtr films = p.state.manifest();
    const int classes = films ? static_cast<int>(films->classNames.size()) : 2;
    if (!space) {
        problem = sentenceOf(space.error());
    } else {
        constexpr std::size_t kTried = 48; // a keystroke must not wait for thousands
        const auto impossible = space->impossibleCombinations(classes, kTried);
        if (!impossible.empty())
            problem =
                tr("Some combinations are left out: %1").arg(sentenceOf(impossible.front().error));
    }
    p.problem->setText(problem);
    p.problem->setVisible(!problem.isEmpty());
}

void SearchPage::refresh()
{
    Private& p = *m_private;
    const bool running = p.session.isRunning();
    const bool hasFilms = p.state.manifest() != nullptr;
    p.start->setText(running ? tr("Pause") : tr("Start the search"));
    p.start->setIconName(running ? QStringLiteral("pause") : QStringLiteral("play"));
    p.start->setShortcut(QKeySequence(QStringLiteral("F5")));
    p.start->setEnabled(running ? !p.pausing : hasFilms && p.space->space().has_value());
    p.goOn->setVisible(!running && p.job != nullptr);
    p.goOn->setEnabled(hasFilms);
    p.stop->setVisible(running);
    p.toLab->setEnabled(p.table->currentIndex().isValid());
    p.doneBadge->setText(tr("%n done", nullptr, p.ended));
    p.space->setEnabled(!running);
}

void SearchPage::startOrPause()
{
    Private& p = *m_private;
    if (p.session.isRunning()) {
        p.pausing = true;
        p.session.pause();
        refresh();
    } else if (p.start->isEnabled()) {
        start(false);
    }
}

void SearchPage::start(bool goesOn)
{
    Private& p = *m_private;
    auto space =
        goesOn && p.job ? base::Result<search::SearchSpace>(p.job->space) : p.space->space();
    if (!space || !p.state.manifest())
        return;
    const nlohmann::json spaceJson = goesOn && p.job ? p.job->spaceJson : p.space->spaceJson();
    search::StudyOptions options = goesOn && p.job ? p.job->options : search::StudyOptions();
    if (!goesOn) {
        options.objective =
            *search::Objective::named(p.goal->currentData().toString().toStdString());
        options.sampler =
            *search::samplerFromName(p.sampler->currentData().toString().toStdString());
        options.scheduler =
            *search::schedulerFromName(p.scheduler->currentData().toString().toStdString());
        options.seed = space->base().seed;
        options.journal = std::filesystem::path(p.state.workspaceFolder().toStdString()) /
                          "searches" / base::makeUuid() / "study.jsonl";
        options.workers = search::bestWorkerCount(space->base(), p.state.threads());
    }
    options.trials = p.trials->value();
    options.finalists = p.finalists->value();
    options.seeds = p.seeds->value();
    std::vector<std::string> paths;
    for (const search::Parameter& parameter : space->parameters())
        paths.push_back(parameter.path);
    p.model->reset(paths, options.objective);
    p.fan->clear(options.objective);
    p.parallel->setSpace(*space, options.objective);
    p.best->clear(options.objective);
    p.bars->setImportances({});
    p.ended = 0;
    p.pausing = false;
    p.clock.start();
    p.job = std::make_shared<const session::SearchJob>(
        session::SearchJob{*std::move(space), spaceJson, options, p.state.manifest(),
            p.state.workspaceFolder().toStdString(), p.state.threads()});
    p.session.start(p.job);
    updateJob();
    refresh();
}

void SearchPage::openSpaceFile()
{
    auto* dialog = new QFileDialog(this, tr("Open a space file"), {}, tr("Space (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        runInBackground<std::string>(
            m_private->state.workers(), this,
            [path = path.toStdString()] {
                return base::readTextFile(path).value_or(std::string());
            },
            [this](const std::string& text) {
                const auto json = nlohmann::json::parse(text, nullptr, false);
                if (json.is_object() && json.contains("space") && json["space"].is_object())
                    m_private->space->setSpaceJson(json["space"]);
                else
                    m_private->state.announce(
                        tr("The file does not describe a search"), QStringLiteral("warn"));
            });
    });
    dialog->open();
}

void SearchPage::onTrial(const std::shared_ptr<const search::Trial>& trial)
{
    Private& p = *m_private;
    p.best->add(*trial);
    if (trial->stage == search::TrialStage::Search) {
        ++p.ended;
        p.model->add(*trial);
        p.fan->setTrials(p.model->trials());
        p.parallel->setTrials(p.model->trials());
    }
    updateJob();
    refresh();
}

void SearchPage::updateJob()
{
    Private& p = *m_private;
    if (!p.session.isRunning())
        return;
    JobInfo job;
    job.name = tr("Search");
    job.page = QStringLiteral("search");
    const int all = p.job->options.trials;
    job.step = p.ended == 0    ? tr("the challenged run over %1 seeds").arg(p.job->options.seeds)
               : p.ended < all ? tr("trial %1 of %2").arg(p.ended + 1).arg(all)
                               : tr("finalists over %1 seeds").arg(p.job->options.seeds);
    job.fraction = static_cast<double>(std::min(p.ended, all)) / all;
    job.time = tr("%1 s passed").arg(p.clock.elapsed() / 1000);
    p.state.setJob(job);
}

void SearchPage::onFinished(const std::shared_ptr<const session::SearchOutcome>& outcome)
{
    Private& p = *m_private;
    p.state.setJob(std::nullopt);
    p.pausing = false;
    if (!outcome->result) {
        p.verdict->setText(tr("The search ended with an error"));
        p.verdictText->setText(sentenceOf(outcome->result.error()));
    } else {
        p.bars->setImportances(outcome->importances);
        sayVerdict(*outcome);
        p.state.setStatusText(tr("Search: %n trials · saved", nullptr, p.ended));
    }
    refresh();
}

void SearchPage::sayVerdict(const session::SearchOutcome& outcome)
{
    Private& p = *m_private;
    const search::StudyResult& result = *outcome.result;
    if (result.end == search::StudyEnd::Stopped) {
        p.verdict->setText(tr("Stopped: what was tried is kept"));
        p.verdictText->setText(tr("“Go on” continues with the next trial."));
        return;
    }
    const auto failed = [](const search::Trial& trial) {
        return !trial.failure.empty();
    };
    const auto& trials = p.model->trials();
    if (!trials.empty() && std::all_of(trials.begin(), trials.end(), failed)) {
        p.verdict->setText(tr("No trial could be trained"));
        p.verdictText->setText(QString::fromStdString(trials.front().failure));
        return;
    }
    if (result.finalists.empty() || !result.gain)
        return;
    const bool better = result.gainInterval && result.gainInterval->low > 0.0;
    const search::SeedRuns& winner = result.finalists.front();
    p.verdict->setText(better ? tr("Trial %1 is better than the run it challenged, beyond the "
                                   "spread of the seeds")
                                    .arg(winner.trial)
                              : tr("Trial %1 is not better than the run it challenged, beyond the "
                                   "spread of the seeds")
                                    .arg(winner.trial));
    p.verdictText->setText(
        tr("Mean over %1 new seeds: %2; the challenged run: %3. In the search the winner had %4: "
           "the best of many tries looks better than it is. Test films were not looked at.")
            .arg(winner.runs.size())
            .arg(meanText(winner), meanText(result.reference),
                p.model->trials().empty() || !p.model->trialAt(0).objective
                    ? QStringLiteral("–")
                    : QLocale().toString(*p.model->trialAt(0).objective, 'f', 4)));
    if (!outcome.note.empty())
        p.state.announce(QString::fromStdString(outcome.note), QStringLiteral("warn"));
}

void SearchPage::sendToLab()
{
    Private& p = *m_private;
    const QModelIndex index = p.table->currentIndex();
    if (!index.isValid())
        return;
    const std::filesystem::path folder =
        std::filesystem::path(p.state.workspaceFolder().toStdString()) / "runs" /
        p.model->trialAt(index.row()).runId;
    runInBackground<RunPtr>(
        p.state.workers(), this,
        [folder]() -> RunPtr {
            auto run = training::readRun(folder);
            return run ? std::make_shared<const training::RunRecord>(*std::move(run)) : nullptr;
        },
        [this](const RunPtr& run) {
            if (!run) {
                m_private->state.announce(
                    tr("This trial left no run behind"), QStringLiteral("warn"));
                return;
            }
            m_private->state.setShownRun(run);
            m_private->state.goTo(QStringLiteral("lab"));
        });
}

} // namespace negatoscope::ui
