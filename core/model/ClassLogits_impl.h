#pragma once

// Private to core/model, core/training and core/explain: includes ATen.

#include "core/model/Network_impl.h"

namespace negatoscope::model {

/// n×K scores whose softmax gives the network's probabilities, from what the last layer says; part
/// of the graph. Several sigmoid units: their sigmoids, normalised to a sum of 1. One sigmoid unit
/// for two classes: {−z/2, +z/2}.
at::Tensor classLogits(const ForwardResult& result, int classCount);

} // namespace negatoscope::model
