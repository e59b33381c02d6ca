#pragma once

#include "core/tracking/MlflowUpload.h"
#include "core/tracking/RunStore.h"

#include <functional>
#include <stop_token>

namespace negatoscope::tracking {

/// A run with all that a server is sent: settings, curves, matrices, card, the model as ONNX.
/// Reads the run's folder, exports the model (some tenths of a second). A model that ONNX cannot
/// hold is left out; `notes` says so.
base::Result<MlflowRun> prepareRun(const RunStore& store, const RunRow& row,
    const std::string& user, std::vector<std::string>& notes);

struct SyncOptions
{
    std::string experiment = "negatoscope";
    std::vector<std::string> runs; ///< UUIDs; empty = all that are not there yet
    std::string registeredModel;   ///< see UploadOptions; with no runs named, of the chosen run
    std::string alias;
};

/// How one run fared.
struct SyncOutcome
{
    RunRow row;
    UploadResult result;
    std::optional<base::Error> error;
};

struct SyncProgress
{
    std::size_t done = 0;
    std::size_t total = 0;
    std::string run; ///< what it is called
    std::string id;  ///< its UUID
    std::string stage;
};

/// Brings runs to one server, oldest first, and writes into the store how far each one is: after a
/// crash, a stop or an outage the next call goes on where this one ended. A server that is away or
/// refuses the login ends the work at once (all others follow later); a run that fails alone does
/// not keep the rest. Blocking; the thread that opened the store.
base::Result<std::vector<SyncOutcome>> syncRuns(RunStore& store, MlflowClient& client,
    const SyncOptions& options, const std::function<void(const SyncProgress&)>& progress = {},
    std::stop_token stop = {});

/// "Run 14" or the name that it was given.
std::string calledName(const RunRow& row);

} // namespace negatoscope::tracking
