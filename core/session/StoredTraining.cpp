#include "core/session/StoredTraining.h"

#include "core/tracking/RunStore.h"

#include <utility>

namespace negatoscope::session {

namespace {

/// The workspace of <workspace>/runs/<id>; empty for a run that lies elsewhere.
std::filesystem::path workspaceOf(const std::filesystem::path& runFolder)
{
    const std::filesystem::path runs = runFolder.parent_path();
    return runs.filename() == "runs" ? runs.parent_path() : std::filesystem::path();
}

} // namespace

TrainFunction enteringIntoStore(TrainFunction train, StressWorker::Scored scored)
{
    return [train = std::move(train), stress = std::make_shared<StressWorker>(std::move(scored))](
               const training::TrainingRequest& request, const training::StopRequest& stop,
               const training::TrainingCallback& callback) {
        training::RunRecord run = train(request, stop, callback);
        const bool kept = run.outcome == training::OutcomeKind::Completed ||
                          run.outcome == training::OutcomeKind::Stopped;
        const std::filesystem::path workspace = workspaceOf(request.runFolder);
        if (!kept || run.history.empty() || workspace.empty())
            return run;
        training::RunRecord entry = run;
        entry.folder = request.runFolder;
        if (const auto number = tracking::enterRun(workspace, entry); !number)
            callback(training::Notice{"not_stored",
                "the run is not in the list of runs: " + base::toSentence(number.error())});
        if (run.validation.size() > 0)
            stress->add(std::move(entry), request.data, workspace);
        return run;
    };
}

} // namespace negatoscope::session
