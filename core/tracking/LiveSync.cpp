#include "core/tracking/LiveSync.h"

#include "core/model/Runtime.h"
#include "core/tracking/MlflowRun.h"
#include "core/tracking/MlflowUpload.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace negatoscope::tracking {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLastCall{3000};

/// What a server may know of a run that is under way.
MlflowRun describeLive(const training::RunRecord& run, const std::string& user)
{
    RunRow row;
    row.name = run.name;
    MlflowRun to = describeRun(run, row, user);
    to.status = "RUNNING";
    // What is only certain at the end: data sets cannot be changed on a server.
    to.datasets.clear();
    for (const char* tag :
        {"negatoscope.data_fingerprint", "negatoscope.best_epoch", "negatoscope.outcome"})
        to.tags.erase(tag);
    return to;
}

} // namespace

struct LiveSync::Private
{
    explicit Private(LiveOptions given, std::function<void(const LiveState&)> callback)
        : options(std::move(given))
        , changed(std::move(callback))
        , thread([this](const std::stop_token& stop) { work(stop); })
    {}

    void work(const std::stop_token& stop)
    {
        model::giveWayHere();
        MlflowClient client(options.server, options.policy, stop);
        while (!stop.stop_requested())
            step(client, stop);
        if (abandoned && state.run == reported) { // the destructor waits: one attempt
            RetryPolicy once = options.policy;
            once.attempts = 1;
            once.timeout = kLastCall;
            MlflowClient last(options.server, once);
            kill(last);
        }
    }

    void step(MlflowClient& client, const std::stop_token& stop)
    {
        std::optional<training::RunRecord> run;
        {
            std::unique_lock lock(mutex);
            wake.wait(lock, stop, [this] { return newest || abandoned; });
            if (stop.stop_requested())
                return;
            run.swap(newest);
        }
        if (run)
            send(client, *run);
        std::unique_lock lock(mutex);
        due = Clock::now() + (state.error.empty() ? options.interval : options.pauseAfterFailure);
        const bool ends = std::exchange(abandoned, false) && state.run == reported;
        lock.unlock();
        if (ends)
            kill(client);
        tell();
    }

    void send(MlflowClient& client, const training::RunRecord& run)
    {
        if (state.run != run.id)
            state = {run.id, {}, 0, {}};
        const MlflowRun described = describeLive(run, client.server().user);
        const base::Result<void> sent =
            state.remoteRun.empty() ? begin(client, described) : append(client, described);
        state.error = sent ? std::string() : base::toSentence(sent.error());
        if (sent)
            state.epochs = static_cast<int>(run.history.size());
    }

    base::Result<void> begin(MlflowClient& client, const MlflowRun& run)
    {
        UploadOptions upload;
        upload.experiment = options.experiment;
        const auto made = uploadRun(client, run, upload);
        if (!made)
            return base::failure(made);
        state.remoteRun = made->remoteRun;
        return {};
    }

    base::Result<void> append(MlflowClient& client, const MlflowRun& run) const
    {
        std::vector<MlflowMetric> fresh;
        for (const MlflowMetric& metric : run.metrics)
            if (metric.step >= state.epochs)
                fresh.push_back(metric);
        return appendMetrics(client, state.remoteRun, fresh);
    }

    void kill(MlflowClient& client)
    {
        if (state.remoteRun.empty())
            return;
        const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now().time_since_epoch());
        const auto done = setRunStatus(client, state.remoteRun, "KILLED", now.count());
        state.error = done ? std::string() : base::toSentence(done.error());
    }

    void tell() const
    {
        if (changed)
            changed(state);
    }

    const LiveOptions options;
    const std::function<void(const LiveState&)> changed;
    LiveState state; ///< of the thread alone
    std::mutex mutex;
    std::condition_variable_any wake;
    std::optional<training::RunRecord> newest;
    std::string reported;    ///< UUID of the run that was reported last
    Clock::time_point due{}; ///< before it, report() does nothing
    bool abandoned = false;
    std::jthread thread; ///< last: it uses all of the above
};

LiveSync::LiveSync(LiveOptions options, std::function<void(const LiveState&)> changed)
    : m_private(std::make_unique<Private>(std::move(options), std::move(changed)))
{}

LiveSync::~LiveSync() = default;

void LiveSync::report(const training::RunRecord& run, double seconds)
{
    Private& p = *m_private;
    const std::lock_guard lock(p.mutex);
    const auto now = Clock::now();
    if (run.id != p.reported) {
        // A run that is over before a call would be due is not shown live at all.
        const auto passed =
            std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        p.reported = run.id;
        p.due = now + p.options.interval - passed;
    }
    if (now < p.due)
        return;
    p.due = Clock::time_point::max(); // until this one is sent
    // Only what a server is told: the scores of every film stay here.
    training::RunRecord said;
    said.id = run.id;
    said.name = run.name;
    said.config = run.config;
    said.history = run.history;
    said.bestEpoch = run.bestEpoch;
    said.seconds.total = seconds;
    p.newest = std::move(said);
    p.wake.notify_one();
}

void LiveSync::abandon()
{
    const std::lock_guard lock(m_private->mutex);
    m_private->newest.reset();
    m_private->abandoned = true;
    m_private->wake.notify_one();
}

} // namespace negatoscope::tracking
