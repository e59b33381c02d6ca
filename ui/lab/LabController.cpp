#include "ui/lab/LabController.h"

#include "ui/commands/LabDraft.h"
#include "ui/lab/ErrorText.h"

#include <QDir>
#include <QLocale>
#include <QUuid>

#include <utility>

namespace negatoscope::ui {

namespace {

constexpr int kJobIntervalMs = 100;
const auto kRunNumberKey = QStringLiteral("lab/lastRun");

std::filesystem::path toPath(const QString& text)
{
    return std::filesystem::path(text.toStdU16String());
}

QString clockText(double seconds)
{
    const auto whole = static_cast<int>(seconds + 0.5);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

/// Everything that the stored outputs of the frozen part depend on.
bool sameFeatures(const model::ModelConfig& a, const model::ModelConfig& b)
{
    return a.alpha == b.alpha && a.weights == b.weights && a.preprocessing == b.preprocessing &&
           a.strategy == b.strategy && a.fixedLayers == b.fixedLayers && a.pooling == b.pooling &&
           a.augmentation == b.augmentation;
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
    m_cache = {};
    Q_EMIT cacheStateChanged();
    Q_EMIT obstacleChanged();
}

QString LabController::obstacle() const
{
    return m_dataError.isEmpty() ? m_editorError : m_dataError;
}

QString LabController::costText() const
{
    const ManifestPtr manifest = m_state.manifest();
    if (manifest == nullptr) {
        return {};
    }
    const auto films = static_cast<int>(manifest->indicesOf(dataset::Split::Train).size());
    const QString count =
        tr("%1 films · %2 epochs").arg(QLocale().toString(films)).arg(m_draft.config().epochs);
    const RunPtr last = m_state.shownRun();
    if (last == nullptr || last->history.empty() || last->seconds.train <= 0.0 ||
        !sameFeatures(last->config, m_draft.config())) {
        return count;
    }
    const double perEpoch = last->seconds.train / static_cast<double>(last->history.size());
    const double seconds = perEpoch * m_draft.config().epochs;
    if (seconds < 1.0) {
        return tr("< 1 s · %1", "films and epochs").arg(count);
    }
    return tr("about %1 · %2", "time, films and epochs").arg(clockText(seconds), count);
}

void LabController::invalidateCache()
{
    if (m_cache.kind == CacheState::Kind::Valid || m_cache.kind == CacheState::Kind::WillRebuild) {
        const bool same = sameFeatures(m_cachedFor, m_draft.config());
        m_cache.kind = same ? CacheState::Kind::Valid : CacheState::Kind::WillRebuild;
        m_cache.reason = same ? tr("Nothing has to be computed again.")
                              : tr("Backbone, films, views or freeze depth are others than in the "
                                   "last run: their outputs are computed when training starts.");
        Q_EMIT cacheStateChanged();
    }
}

void LabController::beginLive(const training::TrainingRequest& request)
{
    m_live = {};
    m_live.id = request.runId;
    m_live.name = request.runName;
    m_live.config = request.config;
    m_live.validation = emptyScores(request.data);
    m_batchesPerEpoch = 0;
    m_batch = 0;
    m_features = 0.0;
}

void LabController::start()
{
    if (isRunning() || !obstacle().isEmpty()) {
        return;
    }
    m_manifest = m_state.manifest();
    training::TrainingRequest request;
    request.config = m_draft.config();
    request.data = *m_manifest;
    request.runId = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    request.runName = runName().toStdString();
    request.threads = m_state.threads();
    const std::filesystem::path workspace = toPath(m_state.workspaceFolder());
    request.runFolder = workspace / "runs" / request.runId;
    request.cacheFolder = workspace / "cache";
    beginLive(request);
    if (!m_session.start(request)) {
        return;
    }
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
    m_jobTimer.stop();
    m_state.setJob(std::nullopt);
    const QString name = QString::fromStdString(m_live.name);
    if (m_cache.kind == CacheState::Kind::Building) {
        m_cache.kind = CacheState::Kind::WillRebuild;
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
}

QString LabController::timeText(double fraction) const
{
    const double passed = static_cast<double>(m_clock.elapsed()) / 1000.0;
    const QString text = tr("%1 passed").arg(clockText(passed));
    const double training =
        m_trainingClock.isValid() ? static_cast<double>(m_trainingClock.elapsed()) / 1000.0 : 0.0;
    // A forecast from less than a second or a fiftieth of the work would jump about.
    if (training < 1.0 || fraction < 0.02) {
        return text;
    }
    return tr("%1 · about %2 left").arg(text, clockText(training * (1.0 - fraction) / fraction));
}

void LabController::publishJob()
{
    JobInfo job;
    job.name = QString::fromStdString(m_live.name);
    job.page = QStringLiteral("lab");
    job.canStopAndKeep = m_phase == Phase::Preparing || m_phase == Phase::Training;
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
