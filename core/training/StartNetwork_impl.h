#pragma once

// Private to core/training: includes ATen.

#include "core/model/Network.h"
#include "core/training/Trainer.h"
#include "core/training/WarmState_impl.h"

#include <ATen/ATen.h>

#include <memory>
#include <vector>

namespace negatoscope::training {

/// A request's network as it is before the first step, and where its backbone comes from.
struct StartNetwork
{
    model::Network network;
    std::shared_ptr<const WarmBackbone> backbone;
};

/// From what request.warm remembers, or by loading the weights, which it remembers from then on.
/// Errors: as Network::build and loadBackboneWeights.
base::Result<StartNetwork> startNetwork(const TrainingRequest& request);

/// The backbone's variables in Keras' order: copies from layer `firstOwned` on, the tensors
/// themselves before it.
std::vector<at::Tensor> backboneValues(const model::NetworkImpl& network, int firstOwned);

} // namespace negatoscope::training
