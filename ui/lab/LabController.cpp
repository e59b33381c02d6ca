#include "ui/lab/LabController.h"

#include "core/session/ResolvedTraining.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/RunText.h"
#include "ui/shell/Background.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace negatoscope::ui {

namespace {

constexpr int kJobIntervalMs = 100;
constexpr int kLookAfterMs = 300;
/// A passing run is over before anybody could read its job; a longer one can be cancelled there.
constexpr qint64 kPassingJobAfterMs = 1500;
const auto kCostModelKey = QStringLiteral("lab/costModel");
const auto kRunNumberKey = QStringLiteral("lab/lastRun");

std::filesystem::path toPath(const QString& text)
{
    return std::filesystem::path(text.toStdU16String());
}

/// What the program holds in memory, in bytes; 0 where the system does not say.
std::uint64_t residentBytes()
{
    QFile status(QStringLiteral("/proc/self/statm"));
    if (!status.open(QIODevice::ReadOnly)) {
        return 0;
    }
    constexpr std::uint64_t kPage = 4096;
    return status.readAll().split(' ').value(1).toULongLong() * kPage;
}

training::CostModel storedCost(const QSettings& settings)
{
    const QByteArray text = settings.value(kCostModelKey).toByteArray();
    return training::CostModel::fromJson(
        nlohmann::json::parse(text.constBegin(), text.constEnd(), nullptr, false));
}

QString clockText(double seconds)
{
    const auto whole = static_cast<int>(seconds + 0.5);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

/// What of the stored outputs of the frozen part differs between two configurations; empty when
/// they are the same.
QStringList featureDifferences(const model::ModelConfig& a, const model::ModelConfig& b)
{
    QStringList what;
    const bool drawn = a.weights == "random" && a.seed != b.seed;
    if (a.alpha != b.alpha || a.weights != b.weights || drawn) {
        what << LabController::tr("the backbone");
    }
    if (a.preprocessing != b.preprocessing) {
        what << LabController::tr("how films are prepared");
    }
    if (a.strategy != b.strategy ||
        (a.strategy != model::Strategy::NoTuning && a.fixedLayers != b.fixedLayers)) {
        what << LabController::tr("the freeze depth");
    }
    if (a.pooling != b.pooling) {
        what << LabController::tr("the pooling");
    }
    if (a.augmentation != b.augmentation || a.views != b.views) {
        what << LabController::tr("the views");
    }
    return what;
}

bool sameFeatures(const model::ModelConfig& a, const model::ModelConfig& b)
{
    return featureDifferences(a, b).isEmpty();
}

/// The validation films in the order of the trainer's logits, still without scores.
evaluation::Scores emptyScores(const dataset::Manifest& manifest)
{
    evaluation::Scores scores;
    scores.classNames = manifest.classNames;
    scores.positiveClass = manifest.positiveClass;
    for (const std::size_t index : manifest.indicesOf(dataset::Split::Validation)) {
        const dataset::FilmItem& item = manifest.items[index];
        scores.films.push_back(item.name);
        scores.patients.push_back(item.patient);
        scores.kinds.push_back(item.kind);
        scores.labels.push_back(item.label);
    }
    return scores;
}

} // namespace

LabController::LabController(
    AppState& state, LabDraft& draft, session::TrainFunction train, QObject* parent)
    : QObject(parent)
    , m_state(state)
    , m_draft(draft)
    , m_session(std::move(train))
    , m_cost(storedCost(state.settings()))
{
    connect(&m_session, &session::TrainingSession::progressed, this,
        [this](const std::shared_ptr<const training::TrainingEvent>& event) { onEvent(*event); });
    connect(&m_session, &session::TrainingSession::finished, this, &LabController::onFinished);
    connect(&m_state, &AppState::stopAndKeepRequested, this, &LabController::stopAndKeep);
    connect(&m_state, &AppState::manifestChanged, this, &LabController::refreshObstacle);
    connect(&m_draft, &LabDraft::changed, this, [this] {
        invalidateCache();
        Q_EMIT obstacleChanged(); // the cost line
    });
    m_lookTimer.setSingleShot(true);
    m_lookTimer.setInterval(kLookAfterMs);
    connect(&m_lookTimer, &QTimer::timeout, this, &LabController::lookIntoCache);
    m_jobTimer.setInterval(kJobIntervalMs);
    connect(&m_jobTimer, &QTimer::timeout, this, &LabController::publishJob);
    refreshObstacle();
}

int LabController::runNumber() const
{
    return m_state.settings().value(kRunNumberKey, 0).toInt() + 1;
}

QString LabController::runName() const
{
    return tr("Run %1").arg(runNumber());
}

void LabController::setEditorError(const QString& sentence)
{
    if (sentence != m_editorError) {
        m_editorError = sentence;
        Q_EMIT obstacleChanged();
    }
}

void LabController::refreshObstacle()
{
    m_dataError.clear();
    if (const ManifestPtr manifest = m_state.manifest(); manifest == nullptr) {
        m_dataError = tr("Open a folder of films first");
    } else {
        m_draft.setClassCount(static_cast<int>(manifest->classNames.size()));
        if (const auto trainable = dataset::checkTrainable(*manifest); !trainable) {
            m_dataError = lineSentence(trainable.error());
        }
    }
    m_films = {};
    if (const ManifestPtr manifest = m_state.manifest(); manifest != nullptr) {
        for (const dataset::FilmItem& film : manifest->items) {
            m_films.train += film.split == dataset::Split::Train ? 1 : 0;
            m_films.validation += film.split == dataset::Split::Validation ? 1 : 0;
            m_films.test += film.split == dataset::Split::Test ? 1 : 0;
        }
    }
    m_cache = {};
    lookIntoCacheSoon();
    Q_EMIT cacheStateChanged();
    Q_EMIT obstacleChanged();
}

void LabController::lookIntoCacheSoon()
{
    ++m_lookTicket;
    if (m_state.manifest() != nullptr) {
        m_lookTimer.start();
    }
}

void LabController::lookIntoCache()
{
    const ManifestPtr manifest = m_state.manifest();
    if (manifest == nullptr || isRunning() || !obstacle().isEmpty()) {
        return; // a run says it itself
    }
    training::TrainingRequest request;
    request.config = m_draft.config();
    request.data = manifest;
    request.cacheFolder = toPath(m_state.workspaceFolder()) / "cache";
    request.warm = m_warm;
    using Answer = std::shared_ptr<const base::Result<training::CacheCoverage>>;
    runInBackground<Answer>(
        m_state.workers(), this,
        [request] {
            return std::make_shared<const base::Result<training::CacheCoverage>>(
                session::coverageWithResolvedWeights(request));
        },
        [this, ticket = m_lookTicket, config = request.config](const Answer& answer) {
            if (ticket == m_lookTicket && *answer && !isRunning()) {
                onCoverage(config, **answer);
            }
        });
}

void LabController::onCoverage(
    const model::ModelConfig& config, const training::CacheCoverage& coverage)
{
    using Kind = CacheState::Kind;
    const QLocale locale;
    const QString wanted = locale.toString(static_cast<qulonglong>(coverage.wanted));
    if (coverage.wanted == 0 || (m_cache.kind == Kind::Valid && !coverage.isWhole())) {
        return; // the weights are not here yet, or the run before kept its features in memory
    }
    if (coverage.isWhole()) {
        m_cachedFor = config;
        m_cache = {Kind::Valid, 1.0,
            tr("All %1 outputs of the frozen part are on this computer.").arg(wanted)};
    } else if (!coverage.verdict.valid) {
        m_cache = {Kind::Live, 0.0, QString::fromStdString(coverage.verdict.reason)};
    } else if (coverage.there > 0) {
        m_cache = {Kind::WillRebuild, 0.0,
            tr("%1 of %2 outputs of the frozen part are on this computer; the others are computed "
               "when training starts.")
                .arg(locale.toString(static_cast<qulonglong>(coverage.there)), wanted)};
    } else if (m_cache.kind == Kind::Unknown) {
        m_cache = {Kind::NotYet, 0.0,
            tr("The films go through the frozen part once, when training starts. From then on "
               "every edit of the head is felt at once.")};
    }
    Q_EMIT cacheStateChanged();
    Q_EMIT obstacleChanged();
}

QString LabController::obstacle() const
{
    return m_dataError.isEmpty() ? m_editorError : m_dataError;
}

training::Workload LabController::workload(const model::ModelConfig& config) const
{
    return training::workloadOf(config, m_draft.classCount(), m_films);
}

std::optional<training::CostPrediction> LabController::predictedCost() const
{
    if (m_films.train == 0) {
        return std::nullopt;
    }
    return m_cost.predict(workload(m_draft.config()));
}

QString LabController::costText() const
{
    const auto cost = predictedCost();
    if (!cost) {
        return {};
    }
    const bool cached = m_cache.kind == CacheState::Kind::Valid;
    const double seconds = cost->totalSeconds(m_draft.config().epochs, cached) +
                           (m_repeat - 1) * cost->totalSeconds(m_draft.config().epochs, true);
    const QString time = seconds < 1.0 ? tr("< 1 s") : tr("≈ %1").arg(durationText(seconds));
    const QString memory = QLocale().toString(static_cast<double>(cost->memoryBytes) / 1e9, 'f', 1);
    return cached ? tr("%1 · %2 GB, cached", "time, memory").arg(time, memory)
                  : tr("%1 · %2 GB", "time, memory").arg(time, memory);
}

QString LabController::costDetail() const
{
    const auto cost = predictedCost();
    if (!cost) {
        return {};
    }
    const QLocale locale;
    const int epochs = m_draft.config().epochs;
    const bool cached = m_cache.kind == CacheState::Kind::Valid;
    QStringList lines{tr("%1 films, %2 epochs of about %3 each")
                          .arg(locale.toString(static_cast<qulonglong>(m_films.train)),
                              locale.toString(epochs), durationText(cost->secondsPerEpoch))};
    lines << (cached ? tr("The frozen part has seen the films already.")
                     : tr("First the films go through the frozen part: about %1.")
                           .arg(durationText(cost->featureSeconds)));
    lines << (cost->measured ? tr("Learned from the runs on this computer.")
                             : tr("Estimated from the layers; the first run teaches the speed of "
                                  "this computer."));
    return lines.join(QLatin1Char('\n'));
}

void LabController::learnCost(const training::RunRecord& run)
{
    const auto epochs = static_cast<int>(run.history.size());
    const bool whole = run.outcome == training::OutcomeKind::Completed ||
                       run.outcome == training::OutcomeKind::Stopped;
    if (!whole || epochs == 0 || m_manifest != m_state.manifest()) {
        return;
    }
    training::CostObservation seen;
    // A pass over few missing films would say nothing about a whole one.
    seen.featureSeconds = m_featuresFromScratch ? run.seconds.features : 0.0;
    seen.trainSeconds = run.seconds.train;
    seen.epochs = epochs;
    seen.peakBytes = m_peakBytes;
    m_cost.learn(workload(run.config), seen);
    m_state.settings().setValue(kCostModelKey, QByteArray::fromStdString(m_cost.toJson().dump()));
}

void LabController::invalidateCache()
{
    if (m_cache.kind == CacheState::Kind::Valid || m_cache.kind == CacheState::Kind::WillRebuild) {
        const bool same = sameFeatures(m_cachedFor, m_draft.config());
        m_cache.kind = same ? CacheState::Kind::Valid : CacheState::Kind::WillRebuild;
        m_cache.reason = same ? tr("Nothing has to be computed again.")
                              : tr("Other than in the last run: %1. The outputs of the frozen part "
                                   "are computed when training starts.")
                                    .arg(featureDifferences(m_cachedFor, m_draft.config())
                                             .join(QStringLiteral(", ")));
        if (!same) {
            lookIntoCacheSoon(); // another run may have computed them
        }
        Q_EMIT cacheStateChanged();
    } else if (m_cache.kind != CacheState::Kind::Building) {
        lookIntoCacheSoon();
    }
}

void LabController::beginLive(const training::TrainingRequest& request)
{
    m_live = {};
    m_live.id = request.runId;
    m_live.name = request.runName;
    m_live.config = request.config;
    m_live.validation = emptyScores(*m_manifest);
    m_batchesPerEpoch = 0;
    m_batch = 0;
    m_features = 0.0;
    m_featuresFromScratch = false;
    m_peakBytes = residentBytes();
    const auto cost = m_cost.predict(workload(m_live.config));
    m_predictedSeconds =
        cost.totalSeconds(m_live.config.epochs, m_cache.kind == CacheState::Kind::Valid);
}

QString LabController::cacheObstacle() const
{
    if (m_cache.kind == CacheState::Kind::Valid) {
        return {};
    }
    const bool known = m_cache.kind == CacheState::Kind::WillRebuild;
    const QStringList what =
        !known ? QStringList() : featureDifferences(m_cachedFor, m_draft.config());
    if (what.isEmpty()) {
        return tr(
            "These films have not been through the frozen network yet. Train once, then every "
            "edit is felt at once.");
    }
    return tr(
        "Changed: %1. The films must go through the frozen network again. Train once, or undo.")
        .arg(what.join(QStringLiteral(", ")));
}

RunPtr LabController::resultBefore() const
{
    if (isPassing()) {
        return m_state.shownRun();
    }
    const RunPtr shown = m_state.shownRun();
    const bool passing = shown != nullptr && shown->id == m_live.id && shown->folder.empty() &&
                         m_purpose == Purpose::Passing;
    return passing ? m_before : nullptr;
}

std::filesystem::path LabController::folderFor(const std::string& runId) const
{
    return toPath(m_state.workspaceFolder()) / "runs" / runId;
}

void LabController::setRepeat(int seeds)
{
    m_repeat = std::max(1, seeds);
    Q_EMIT obstacleChanged(); // the cost line
}

void LabController::startNextSeed()
{
    training::TrainingRequest request;
    request.config = m_live.config; // the draft may have been edited since
    ++request.config.seed;
    request.runName = runName().toStdString();
    --m_repeatsLeft;
    launch(std::move(request), Purpose::Kept);
}

void LabController::start()
{
    if (isRunning()) {
        return;
    }
    m_repeatsLeft = m_repeat - 1;
    training::TrainingRequest request;
    request.config = m_draft.config();
    request.runName = runName().toStdString();
    launch(std::move(request), Purpose::Kept);
}

void LabController::startPassing(const QString& name)
{
    training::TrainingRequest request;
    request.config = m_draft.config();
    request.runName = name.toStdString();
    launch(std::move(request), Purpose::Passing);
}

void LabController::launch(training::TrainingRequest request, Purpose purpose)
{
    if (isRunning() || !obstacle().isEmpty()) {
        return;
    }
    m_manifest = m_state.manifest();
    request.runId = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    request.threads = m_state.threads();
    request.warm = m_warm;
    if (purpose == Purpose::Kept) {
        request.runFolder = folderFor(request.runId);
    }
    request.cacheFolder = toPath(m_state.workspaceFolder()) / "cache";
    // What is kept waits for all its views, so that it can be repeated.
    request.startEarly = purpose == Purpose::Passing;
    beginLive(request);
    if (!m_session.start(request, m_manifest)) {
        return;
    }
    m_purpose = purpose;
    m_clock.start();
    m_trainingClock.invalidate();
    m_jobTimer.start();
    setPhase(Phase::Preparing);
    Q_EMIT started();
    publishJob();
}

void LabController::stopAndKeep()
{
    if (isRunning() && m_phase != Phase::Cancelling) {
        m_session.stopAndKeep();
        setPhase(Phase::Stopping);
        publishJob();
    }
}

void LabController::cancel()
{
    if (isRunning()) {
        m_session.cancel();
        setPhase(Phase::Cancelling);
        publishJob();
    }
}

void LabController::setPhase(Phase phase)
{
    if (phase != m_phase) {
        m_phase = phase;
        Q_EMIT phaseChanged();
    }
}

void LabController::advance(Phase phase)
{
    if (m_phase != Phase::Stopping && m_phase != Phase::Cancelling) {
        setPhase(phase);
    }
}

void LabController::onEvent(const training::TrainingEvent& event)
{
    if (const auto* begun = std::get_if<training::Started>(&event)) {
        onStarted(*begun);
    } else if (const auto* features = std::get_if<training::FeaturesProgress>(&event)) {
        onFeatures(*features);
    } else if (const auto* batch = std::get_if<training::BatchDone>(&event)) {
        onBatch(*batch);
    } else if (const auto* epoch = std::get_if<training::EpochDone>(&event)) {
        onEpoch(*epoch);
    } else if (const auto* notice = std::get_if<training::Notice>(&event)) {
        m_live.notices.push_back(notice->text);
        Q_EMIT noticed(QString::fromStdString(notice->code), QString::fromStdString(notice->text));
    } else {
        advance(Phase::Evaluating);
    }
}

void LabController::onStarted(const training::Started& event)
{
    m_cachedFor = m_live.config;
    m_cache.kind = event.cacheValid ? CacheState::Kind::Valid : CacheState::Kind::WillRebuild;
    m_cache.reason = QString::fromStdString(event.cacheReason);
    Q_EMIT cacheStateChanged();
}

void LabController::onFeatures(const training::FeaturesProgress& event)
{
    const std::size_t entries = m_films.train + m_films.validation + m_films.test;
    m_featuresFromScratch = m_featuresFromScratch || event.total >= entries;
    m_features =
        event.total > 0 ? static_cast<double>(event.done) / static_cast<double>(event.total) : 0.0;
    m_cache.kind = event.done < event.total ? CacheState::Kind::Building : CacheState::Kind::Valid;
    m_cache.fraction = m_features;
    Q_EMIT cacheStateChanged();
}

void LabController::onBatch(const training::BatchDone& event)
{
    if (!m_trainingClock.isValid()) {
        m_trainingClock.start();
    }
    m_batchesPerEpoch = event.batchesPerEpoch;
    m_batch = event.record.batch + 1;
    m_live.batches.push_back(event.record);
    advance(Phase::Training);
    Q_EMIT batchDone(event.record);
}

void LabController::onEpoch(const training::EpochDone& event)
{
    m_live.history.push_back(event.record);
    m_batch = 0;
    if (event.best) {
        m_live.bestEpoch = event.record.epoch;
    }
    const std::size_t expected =
        m_live.validation.labels.size() * m_live.validation.classNames.size();
    if (event.validationLogits.size() == expected) {
        m_live.validationLogits.push_back(event.validationLogits);
    }
    advance(Phase::Training);
    Q_EMIT epochDone(event.record.epoch);
}

void LabController::onFinished(const RunPtr& run)
{
    m_peakBytes = std::max(m_peakBytes, residentBytes());
    learnCost(*run);
    m_jobTimer.stop();
    m_state.setJob(std::nullopt);
    const QString name = QString::fromStdString(m_live.name);
    if (m_cache.kind == CacheState::Kind::Building) {
        m_cache.kind = CacheState::Kind::WillRebuild;
    }
    if (m_purpose == Purpose::Passing) {
        onPassed(run);
        return;
    }
    const bool keeps = run->outcome == training::OutcomeKind::Completed ||
                       run->outcome == training::OutcomeKind::Stopped;
    if (keeps) {
        m_state.settings().setValue(kRunNumberKey, runNumber());
    }
    setPhase(Phase::Idle);
    invalidateCache();
    switch (run->outcome) {
    case training::OutcomeKind::Completed:
    case training::OutcomeKind::Stopped:
        Q_EMIT m_state.storedRunsChanged();
        m_state.setShownRun(run);
        m_state.setStatusText(run->folder.empty()
                                  ? tr("%1 finished").arg(name)
                                  : tr("%1 finished · saved on this computer").arg(name));
        Q_EMIT kept(run);
        break;
    case training::OutcomeKind::Cancelled:
        m_state.setStatusText(tr("%1 was cancelled; nothing was kept").arg(name));
        Q_EMIT cancelled();
        break;
    case training::OutcomeKind::Failed:
        m_state.setStatusText(tr("%1 could not be trained").arg(name));
        Q_EMIT failed(run);
        break;
    }
    Q_EMIT cacheStateChanged();
    Q_EMIT obstacleChanged();
    if (run->outcome != training::OutcomeKind::Completed) {
        m_repeatsLeft = 0;
    } else if (m_repeatsLeft > 0 && !isRunning()) {
        startNextSeed();
    }
}

void LabController::onPassed(const RunPtr& run)
{
    setPhase(Phase::Idle);
    switch (run->outcome) {
    case training::OutcomeKind::Completed:
    case training::OutcomeKind::Stopped:
        m_before = m_state.shownRun();
        m_state.showPassing(run);
        Q_EMIT passed(run);
        break;
    case training::OutcomeKind::Cancelled:
        Q_EMIT passed(nullptr);
        break;
    case training::OutcomeKind::Failed:
        Q_EMIT failed(run);
        Q_EMIT passed(nullptr);
        break;
    }
    invalidateCache();
    Q_EMIT obstacleChanged();
}

void LabController::adoptRun(const RunPtr& run)
{
    m_state.settings().setValue(kRunNumberKey, runNumber());
    m_state.setShownRun(run);
    m_state.setStatusText(
        tr("%1 kept · saved on this computer").arg(QString::fromStdString(run->name)));
    Q_EMIT kept(run);
    Q_EMIT obstacleChanged();
}

QString LabController::timeText(double fraction) const
{
    const double passed = static_cast<double>(m_clock.elapsed()) / 1000.0;
    const QString text = tr("%1 passed").arg(clockText(passed));
    const double training =
        m_trainingClock.isValid() ? static_cast<double>(m_trainingClock.elapsed()) / 1000.0 : 0.0;
    // A forecast from less than a second or a fiftieth of the work would jump about: until then
    // the one from before the start counts.
    const bool measured = training >= 1.0 && fraction >= 0.02;
    const double left = measured ? training * (1.0 - fraction) / fraction
                                 : std::max(0.0, m_predictedSeconds - passed);
    return left < 1.0 ? text : tr("%1 · about %2 left").arg(text, clockText(left));
}

void LabController::publishJob()
{
    m_peakBytes = std::max(m_peakBytes, residentBytes());
    if (m_purpose == Purpose::Passing && m_clock.elapsed() < kPassingJobAfterMs) {
        return;
    }
    JobInfo job;
    job.name = QString::fromStdString(m_live.name);
    job.page = QStringLiteral("lab");
    job.canStopAndKeep =
        m_purpose == Purpose::Kept && (m_phase == Phase::Preparing || m_phase == Phase::Training);
    job.canCancel = m_phase != Phase::Cancelling;
    const double epochsDone =
        static_cast<double>(m_live.history.size()) +
        (m_batchesPerEpoch > 0 ? static_cast<double>(m_batch) / m_batchesPerEpoch : 0.0);
    const double fraction = epochs() > 0 ? qMin(1.0, epochsDone / epochs()) : 0.0;
    switch (m_phase) {
    case Phase::Idle:
        return;
    case Phase::Preparing:
        job.step = m_features > 0.0
                       ? tr("features of the frozen part · %1 %").arg(qRound(m_features * 100.0))
                       : tr("reading the films");
        job.fraction = m_features > 0.0 ? m_features : -1.0;
        break;
    case Phase::Training:
        job.step =
            tr("epoch %1 of %2")
                .arg(qMin<qsizetype>(static_cast<qsizetype>(m_live.history.size()) + 1, epochs()))
                .arg(epochs());
        if (m_batch > 0) {
            job.step += tr(" · batch %1 of %2").arg(m_batch).arg(m_batchesPerEpoch);
        }
        job.fraction = fraction;
        break;
    case Phase::Evaluating:
        job.step = tr("measuring");
        job.fraction = 1.0;
        break;
    case Phase::Stopping:
        job.step = tr("stopping after this batch…");
        job.fraction = fraction;
        break;
    case Phase::Cancelling:
        job.step = tr("cancelling…");
        job.fraction = fraction;
        break;
    }
    job.time = timeText(fraction);
    m_state.setJob(job);
}

} // namespace negatoscope::ui
