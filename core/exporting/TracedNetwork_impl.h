#pragma once

// Private to core/exporting: includes LibTorch's graphs.

#include "core/model/Classifier.h"

#include <torch/csrc/jit/ir/ir.h>

#include <memory>

namespace negatoscope::exporting {

/// The network as one graph: "film" (N×3×H×W floats) → "probabilities" (N×K), recorded from the
/// very code that the run was measured with, for any N. Everything that depends on the weights
/// alone is computed once and is a constant of the graph. With `include_preprocessing` the film
/// comes in grey levels 0…255, otherwise in −1…1. Throws c10::Error.
std::shared_ptr<torch::jit::Graph> traceNetwork(const model::Classifier& classifier);

} // namespace negatoscope::exporting
