#pragma once

#include "core/tracking/MlflowClient.h"
#include "core/tracking/MlflowRun.h"

#include <functional>
#include <string>

namespace negatoscope::tracking {

struct UploadOptions
{
    std::string experiment = "negatoscope";
    std::string registeredModel; ///< register the model under this name; empty = do not
    std::string alias;           ///< of the registered version
    std::string knownRemoteRun;  ///< MLflow's id from an earlier upload; empty = search by the tag
};

struct UploadResult
{
    std::string experimentId;
    std::string remoteRun;
    std::string modelVersion;       ///< of the registered model; empty when none was asked for
    bool changed = false;           ///< something was missing on the server
    std::string link;               ///< the run's page in MLflow's own window
    std::vector<std::string> notes; ///< what the server could not take
};

/// What is being done: "parameters", "metrics", "model.onnx", …
using UploadStage = std::function<void(const std::string&)>;

/// Brings the server to exactly one complete run with this uuid, whatever it has already: looks
/// before it creates, sends only what is missing, reads back what it sent, sets the status last.
/// Repeating it changes nothing; after any interruption it goes on. Duplicates that a lost answer
/// has made are removed. Blocking; the thread of the client.
/// A run whose status is RUNNING is not ended: parameters, tags and metrics alone, unverified.
/// Errors: NetworkFailure, PermissionDenied, InvalidUsage (stopped; a name that MLflow forbids),
/// TooLarge (a file is over the server's limit; all else is there).
base::Result<UploadResult> uploadRun(MlflowClient& client, const MlflowRun& run,
    const UploadOptions& options, const UploadStage& stage = {});

/// Adds points to a run that is there already; points that it has are not doubled.
base::Result<void> appendMetrics(
    MlflowClient& client, const std::string& remoteRun, const std::vector<MlflowMetric>& points);
/// Ends a run that is there already: FINISHED, FAILED or KILLED.
base::Result<void> setRunStatus(MlflowClient& client, const std::string& remoteRun,
    const std::string& status, std::int64_t endMs);

} // namespace negatoscope::tracking
