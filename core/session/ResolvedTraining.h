#pragma once

#include "core/training/CacheCoverage.h"
#include "core/training/Trainer.h"

namespace negatoscope::session {

/// training::train, after `weights: imagenet` has become a file (downloaded at the first use; see
/// ImagenetWeights.h). The run keeps the word "imagenet" in its configuration. What a window
/// gives to TrainingSession. Thread: any but the window's.
training::RunRecord trainWithResolvedWeights(const training::TrainingRequest& request,
    const training::StopRequest& stop, const training::TrainingCallback& callback);

/// training::cacheCoverage of what such a run would need. Nothing is downloaded: without the file
/// nothing is there. Thread: any but the window's.
base::Result<training::CacheCoverage> coverageWithResolvedWeights(
    training::TrainingRequest request);

} // namespace negatoscope::session
