#include "core/session/StressWorker.h"

#include "core/base/Log.h"
#include "core/model/Classifier.h"
#include "core/model/Runtime.h"
#include "core/tracking/RunStore.h"
#include "core/training/Stress.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace negatoscope::session {

namespace {

struct Job
{
    training::RunRecord run;
    dataset::SharedManifest data;
    std::filesystem::path workspace;
};

void say(const std::string& why)
{
    base::log(base::LogLevel::Warning, "core.session", "no stress views: " + why);
}

void score(Job& job, const std::stop_token& stop, const StressWorker::Scored& scored)
{
    const auto classifier = model::loadClassifier(job.run.folder);
    if (!classifier)
        return say(base::toSentence(classifier.error()));
    const auto score = training::scoreStress(*classifier, job.run.validation, job.data, 1, stop);
    if (!score)
        return say(base::toSentence(score.error()));
    std::error_code code;
    // Deleted meanwhile: then it stays so.
    if (!*score || !std::filesystem::exists(job.run.folder / "run.json", code))
        return;
    if (const auto kept = training::keepStress(job.run, **score); !kept)
        return say(base::toSentence(kept.error()));
    if (const auto entered = tracking::enterRun(job.workspace, job.run); !entered)
        say(base::toSentence(entered.error()));
    if (scored)
        scored(job.run.id, **score);
}

} // namespace

struct StressWorker::Private
{
    std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<Job> jobs;
    Scored scored;
    std::jthread thread; ///< last: it ends before what it works with

    void work(const std::stop_token& stop)
    {
        model::useOneThreadHere();
        model::giveWayHere();
        for (;;) {
            std::unique_lock lock(mutex);
            if (!changed.wait(lock, stop, [this] { return !jobs.empty(); }))
                return;
            Job job = std::move(jobs.front());
            jobs.pop_front();
            lock.unlock();
            try {
                score(job, stop, scored);
            } catch (const std::exception& error) {
                say(error.what());
            }
        }
    }
};

StressWorker::StressWorker(Scored scored)
    : m_private(std::make_unique<Private>())
{
    m_private->scored = std::move(scored);
    m_private->thread =
        std::jthread([p = m_private.get()](const std::stop_token& stop) { p->work(stop); });
}

StressWorker::~StressWorker() = default;

void StressWorker::add(
    training::RunRecord run, dataset::SharedManifest data, std::filesystem::path workspace)
{
    const std::scoped_lock lock(m_private->mutex);
    m_private->jobs.push_back({std::move(run), std::move(data), std::move(workspace)});
    m_private->changed.notify_one();
}

} // namespace negatoscope::session
