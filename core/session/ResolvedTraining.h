#pragma once

#include "core/training/Trainer.h"

namespace negatoscope::session {

/// training::train, after `weights: imagenet` has become a file (downloaded at the first use; see
/// ImagenetWeights.h). The run keeps the word "imagenet" in its configuration. What a window
/// gives to TrainingSession. Thread: any but the window's.
training::RunRecord trainWithResolvedWeights(const training::TrainingRequest& request,
    const training::StopRequest& stop, const training::TrainingCallback& callback);

} // namespace negatoscope::session
