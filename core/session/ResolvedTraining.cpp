#include "core/session/ResolvedTraining.h"

#include "core/session/ImagenetWeights.h"

namespace negatoscope::session {

namespace {

ImagenetRequest weightsOf(const model::ModelConfig& config)
{
    ImagenetRequest wanted;
    wanted.alpha = config.alpha;
    wanted.height = config.preprocessing.height;
    wanted.width = config.preprocessing.width;
    return wanted;
}

} // namespace

training::RunRecord trainWithResolvedWeights(const training::TrainingRequest& request,
    const training::StopRequest& stop, const training::TrainingCallback& callback)
{
    if (request.config.weights != "imagenet") {
        return training::train(request, stop, callback);
    }
    const auto file = imagenetWeights(weightsOf(request.config), {}, stop.cancel);
    if (!file || !file->has_value()) {
        training::RunRecord run;
        run.id = request.runId;
        run.name = request.runName;
        run.config = request.config;
        run.outcome = file ? training::OutcomeKind::Cancelled : training::OutcomeKind::Failed;
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

base::Result<training::CacheCoverage> coverageWithResolvedWeights(training::TrainingRequest request)
{
    if (request.config.weights == "imagenet") {
        const auto file = knownImagenetWeights(weightsOf(request.config));
        if (!file)
            return training::CacheCoverage{};
        request.config.weights = file->string();
    }
    return training::cacheCoverage(request);
}

} // namespace negatoscope::session
