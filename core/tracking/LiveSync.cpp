#include "core/tracking/LiveSync.h"

#include "core/model/Runtime.h"
#include "core/tracking/MlflowRun.h"
#include "core/tracking/MlflowUpload.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace negatoscope::tracking {

namespace {

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
        if (abandoned) { // the destructor waits: one attempt
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
            if (newest && newest->id != state.run)
                wake.wait_for(lock, stop, timeToFirst(*newest), [this] { return abandoned; });
            if (stop.stop_requested())
                return;
            run.swap(newest);
        }
        if (run)
            send(client, *run);
        std::unique_lock lock(mutex);
        if (std::exchange(abandoned, false)) {
            lock.unlock();
            kill(client);
            return;
        }
        const auto pause = state.error.empty() ? options.interval : options.pauseAfterFailure;
        wake.wait_for(lock, stop, pause, [this] { return abandoned; });
    }

    /// A run that is over before a call would be due is not shown live at all.
    std::chrono::milliseconds timeToFirst(const training::RunRecord& run) const
    {
        const std::chrono::duration<double> passed(run.seconds.total);
        return std::max(std::chrono::milliseconds(0),
            options.interval - std::chrono::duration_cast<std::chrono::milliseconds>(passed));
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
        tell();
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
        tell();
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
    bool abandoned = false;
    std::jthread thread; ///< last: it uses all of the above
};

LiveSync::LiveSync(LiveOptions options, std::function<void(const LiveState&)> changed)
    : m_private(std::make_unique<Private>(std::move(options), std::move(changed)))
{}

LiveSync::~LiveSync() = default;

void LiveSync::report(training::RunRecord run)
{
    const std::lock_guard lock(m_private->mutex);
    m_private->newest = std::move(run);
    m_private->wake.notify_one();
}

void LiveSync::abandon()
{
    const std::lock_guard lock(m_private->mutex);
    m_private->newest.reset();
    m_private->abandoned = true;
    m_private->wake.notify_one();
}

} // namespace negatoscope::tracking
