#include "core/session/ResolvedTraining.h"

#include "core/session/ImagenetWeights.h"

namespace negatoscope::session {

training::RunRecord trainWithResolvedWeights(const training::TrainingRequest& request,
    const training::StopRequest& stop, const training::TrainingCallback& callback)
{
    if (request.config.weights != "imagenet") {
        return training::train(request, stop, callback);
    }
    ImagenetRequest wanted;
    wanted.alpha = request.config.alpha;
    wanted.height = request.config.preprocessing.height;
    wanted.width = request.config.preprocessing.width;
    const auto file = imagenetWeights(wanted, {}, stop.cancel);
    if (!file || !file->has_value()) {
        training::RunRecord run;
        run.id = request.runId;
        run.name = request.runName;
        run.config = request.config;
        run.outcome =
            file ? training::OutcomeKind::Cancelled : training::OutcomeKind::Failed;
        if (!file) {
            run.error = file.error();
        }
        return run;
    }
    training::TrainingRequest resolved = request;
    resolved.config.weights = (*file)->string();
    training::RunRecord run = training::train(resolved, stop, callback);
    run.config.weights = request.config.weights;
    return run;
}

} // namespace negatoscope::session
