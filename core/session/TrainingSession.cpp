#include "core/session/TrainingSession.h"

#include "core/model/Runtime.h"

#include <QElapsedTimer>
#include <QThread>

#include <exception>
#include <new>
#include <utility>

namespace negatoscope::session {

namespace {

constexpr qint64 kEventIntervalMs = 50; // 20 Hz
/// The window comes first: it needs little, and whoever looks at it notices a frame that is late.
constexpr int kNiceness = 5;

/// Lets frequent events through at 20 Hz, and always those that close an epoch or a pass.
class EventLimiter
{
public:
    bool passes(const training::TrainingEvent& event)
    {
        bool frequent = false;
        bool closing = false;
        if (const auto* batch = std::get_if<training::BatchDone>(&event)) {
            frequent = true;
            closing = batch->record.batch + 1 >= batch->batchesPerEpoch;
        } else if (const auto* features = std::get_if<training::FeaturesProgress>(&event)) {
            frequent = true;
            closing = features->done >= features->total;
        }
        if (!frequent || closing) {
            return true;
        }
        if (m_sinceLast.isValid() && m_sinceLast.elapsed() < kEventIntervalMs) {
            return false;
        }
        m_sinceLast.start();
        return true;
    }

private:
    QElapsedTimer m_sinceLast;
};

training::RunRecord failedRun(
    const training::TrainingRequest& request, base::ErrorCode code, const std::string& what)
{
    training::RunRecord run;
    run.id = request.runId;
    run.name = request.runName;
    run.config = request.config;
    run.outcome = training::OutcomeKind::Failed;
    run.error = base::Error{code, what, "training", ""};
    return run;
}

} // namespace

/// Translates between the blocking train function and queued signals. Lives on the session's
/// thread for one run and is deleted by it.
class TrainingWorker final : public QObject
{
    Q_OBJECT

public:
    TrainingWorker(TrainFunction train, training::TrainingRequest request,
        std::shared_ptr<const dataset::Manifest> films, training::StopRequest stop)
        : m_train(std::move(train))
        , m_request(std::move(request))
        , m_films(std::move(films))
        , m_stop(std::move(stop))
    {}

    void run() { Q_EMIT finished(std::make_shared<const training::RunRecord>(guardedRun())); }

Q_SIGNALS:
    void progressed(std::shared_ptr<const negatoscope::training::TrainingEvent> event);
    void finished(std::shared_ptr<const negatoscope::training::RunRecord> run);

private:
    training::RunRecord guardedRun()
    {
        model::giveWayHere(kNiceness);
        EventLimiter limiter;
        const auto forward = [this, &limiter](const training::TrainingEvent& event) {
            if (limiter.passes(event)) {
                Q_EMIT progressed(std::make_shared<const training::TrainingEvent>(event));
            }
        };
        try {
            if (m_films != nullptr) {
                m_request.data = m_films;
            }
            return m_train(m_request, m_stop, forward);
        } catch (const std::bad_alloc&) {
            return failedRun(m_request, base::ErrorCode::OutOfMemory, "the memory is used up");
        } catch (const std::exception& exception) {
            return failedRun(m_request, base::ErrorCode::Internal, exception.what());
        } catch (...) {
            return failedRun(m_request, base::ErrorCode::Internal, "an unknown failure");
        }
    }

    TrainFunction m_train;
    training::TrainingRequest m_request;
    std::shared_ptr<const dataset::Manifest> m_films;
    training::StopRequest m_stop;
};

struct TrainingSession::Private
{
    TrainFunction train;
    QThread thread;
    std::stop_source keep;
    std::stop_source cancel;
    bool running = false;
};

TrainingSession::TrainingSession(TrainFunction train, QObject* parent)
    : QObject(parent)
    , m_private(std::make_unique<Private>())
{
    m_private->train = std::move(train);
    m_private->thread.setObjectName(QStringLiteral("training"));
}

TrainingSession::~TrainingSession()
{
    m_private->cancel.request_stop();
    m_private->thread.quit();
    m_private->thread.wait();
}

bool TrainingSession::start(
    const training::TrainingRequest& request, std::shared_ptr<const dataset::Manifest> films)
{
    if (m_private->running) {
        return false;
    }
    m_private->running = true;
    m_private->keep = std::stop_source();
    m_private->cancel = std::stop_source();
    const training::StopRequest stop{m_private->keep.get_token(), m_private->cancel.get_token()};

    auto* worker = new TrainingWorker(m_private->train, request, std::move(films), stop);
    worker->moveToThread(&m_private->thread);
    connect(&m_private->thread, &QThread::started, worker, &TrainingWorker::run);
    connect(&m_private->thread, &QThread::finished, worker, &QObject::deleteLater);
    connect(worker, &TrainingWorker::progressed, this, &TrainingSession::progressed);
    connect(worker, &TrainingWorker::finished, this,
        [this](const std::shared_ptr<const training::RunRecord>& run) {
            m_private->thread.quit();
            m_private->thread.wait();
            m_private->running = false;
            Q_EMIT finished(run);
        });
    m_private->thread.start();
    return true;
}

bool TrainingSession::isRunning() const
{
    return m_private->running;
}

bool TrainingSession::isStopping() const
{
    return m_private->running &&
           (m_private->keep.stop_requested() || m_private->cancel.stop_requested());
}

void TrainingSession::stopAndKeep()
{
    if (m_private->running) {
        m_private->keep.request_stop();
    }
}

void TrainingSession::cancel()
{
    if (m_private->running) {
        m_private->cancel.request_stop();
    }
}

} // namespace negatoscope::session

#include "TrainingSession.moc"
