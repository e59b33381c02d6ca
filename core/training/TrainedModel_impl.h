#pragma once

// Private to core/training: includes ATen.

#include "core/model/Network.h"
#include "core/training/Checkpoint_impl.h"

#include <ATen/ATen.h>

#include <string>
#include <vector>

namespace negatoscope::training {

/// The weights of a run that is kept in memory. Never changes once made.
struct TrainedModel
{
    std::vector<std::string> classNames;
    int positiveClass = -1;
    int firstMutable = 0;             ///< first backbone layer that the run could change
    std::vector<at::Tensor> backbone; ///< all variables; before firstMutable shared with other runs
    WeightSnapshot best;
    WeightSnapshot last;
};

} // namespace negatoscope::training
