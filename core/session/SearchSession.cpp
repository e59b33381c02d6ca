#include "core/session/SearchSession.h"

#include "core/base/Files.h"
#include "core/search/StudyFile.h"
#include "core/search/StudyRuns.h"
#include "core/session/ResolvedTraining.h"
#include "core/training/TrainingData.h"

#include <QThread>

namespace negatoscope::session {

struct SearchSession::Private
{
    search::TrialRunner runner;
    std::unique_ptr<QThread> thread;
    std::stop_source stop;
    std::stop_source pause;
    bool running = false;
};

namespace {

search::TrialRunner realTraining(const SearchJob& job)
{
    search::TrainingTrialsOptions options;
    options.data = *job.films;
    options.cacheFolder = job.workspace / "cache";
    options.runsFolder = job.workspace / "runs";
    options.threads = job.threads;
    options.train = trainWithResolvedWeights;
    return search::makeTrainingTrials(std::move(options));
}

std::shared_ptr<SearchOutcome> runJob(const SearchJob& job, const search::TrialRunner& stand,
    search::StudyObserver observer, const search::StudyStop& stop)
{
    search::StudyRuns keeper(job.workspace);
    auto outcome = std::make_shared<SearchOutcome>();
    const auto tell = observer.ended;
    observer.ended = [&](const search::Trial& trial, training::RunRecord* run) {
        if (const auto kept = keeper.keep(trial, run); !kept)
            outcome->note = base::toSentence(kept.error());
        tell(trial, run);
    };
    search::StudyOptions options = job.options;
    options.dataFingerprint = training::dataFingerprint(*job.films);
    if (!options.journal.empty()) {
        if (const auto made = base::makeFolder(options.journal.parent_path()); !made) {
            outcome->result = base::failure(made);
            return outcome;
        }
        // After a crash the window finds it again.
        if (const auto written = search::writeStudyPlan(
                {job.spaceJson, job.space.base(), options}, options.journal.parent_path());
            !written)
            outcome->note = base::toSentence(written.error());
    }
    outcome->result =
        search::runStudy(job.space, options, static_cast<int>(job.films->classNames.size()),
            stand ? stand : realTraining(job), observer, stop);
    if (outcome->result)
        outcome->importances =
            search::importances(job.space, outcome->result->trials, options.objective);
    outcome->runs = std::move(keeper.runs());
    return outcome;
}

} // namespace

SearchSession::SearchSession(search::TrialRunner runner, QObject* parent)
    : QObject(parent)
    , m_private(std::make_unique<Private>())
{
    m_private->runner = std::move(runner);
}

SearchSession::~SearchSession()
{
    stop();
    if (m_private->thread)
        m_private->thread->wait();
}

bool SearchSession::isRunning() const
{
    return m_private->running;
}

bool SearchSession::start(std::shared_ptr<const SearchJob> job)
{
    if (m_private->running)
        return false;
    m_private->running = true;
    m_private->stop = std::stop_source();
    m_private->pause = std::stop_source();
    const search::StudyStop stop{m_private->stop.get_token(), m_private->pause.get_token()};
    search::StudyObserver observer;
    const std::string figure = job->options.objective.name;
    // Emitted on the study's thread; this object's receivers get them on theirs.
    observer.began = [this](const search::TrialTask& task) {
        Q_EMIT trialBegan(task.number);
    };
    observer.epoch = [this, figure](int number, const training::EpochRecord& record) {
        const auto value = record.metrics.find(figure);
        if (value != record.metrics.end())
            Q_EMIT epochDone(number, record.epoch + 1, value->second);
    };
    observer.ended = [this](const search::Trial& trial, training::RunRecord*) {
        Q_EMIT trialEnded(std::make_shared<const search::Trial>(trial));
    };
    m_private->thread.reset(QThread::create(
        [this, job = std::move(job), runner = m_private->runner, observer, stop]() mutable {
            std::shared_ptr<const SearchOutcome> outcome = runJob(*job, runner, observer, stop);
            job.reset();
            QMetaObject::invokeMethod(
                this,
                [this, outcome] {
                    m_private->thread->wait();
                    m_private->running = false;
                    Q_EMIT finished(outcome);
                },
                Qt::QueuedConnection);
        }));
    m_private->thread->setObjectName(QStringLiteral("search"));
    m_private->thread->start();
    return true;
}

void SearchSession::pause()
{
    m_private->pause.request_stop();
}

void SearchSession::stop()
{
    m_private->stop.request_stop();
}

} // namespace negatoscope::session
