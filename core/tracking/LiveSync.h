#pragma once

#include "core/tracking/MlflowClient.h"
#include "core/training/RunRecord.h"

#include <functional>
#include <memory>

namespace negatoscope::tracking {

struct LiveOptions
{
    MlflowServer server;
    std::string experiment = "negatoscope";
    RetryPolicy policy{2, std::chrono::milliseconds(500), std::chrono::milliseconds(2000),
        std::chrono::milliseconds(10'000)};
    /// Before the first call and between two, so that the work, the server's too when it shares
    /// the computer, is nothing beside the training.
    std::chrono::milliseconds interval{10'000};
    /// After a failure; nothing is lost meanwhile, since every call sends all that is missing.
    std::chrono::milliseconds pauseAfterFailure{30'000};
};

struct LiveState
{
    std::string run; ///< UUID
    std::string remoteRun;
    int epochs = 0;    ///< that the server has
    std::string error; ///< the sentence of the last failure; empty = it works
};

/// Shows a run on a server while it is still training: first the run with its parameters, then the
/// new epochs' metrics in one call every few seconds. What belongs to a finished
/// run (figures, model, status) is sent by syncRuns. It works in a gentle thread of its own;
/// report() hands over when a call is due, and costs nothing in between. Thread: any, one at a
/// time.
class LiveSync
{
public:
    /// `changed` is called in the thread of this object.
    explicit LiveSync(LiveOptions options, std::function<void(const LiveState&)> changed = {});
    /// Breaks a call off, which takes a moment.
    ~LiveSync();
    LiveSync(const LiveSync&) = delete;
    LiveSync& operator=(const LiveSync&) = delete;

    /// The run as it is, `seconds` after its start: id, name, configuration, history. Another id
    /// begins another run. Called after every epoch; most calls do nothing.
    void report(const training::RunRecord& run, double seconds);
    /// The run reported last will not be kept: KILLED on the server, if it is there.
    void abandon();

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::tracking
