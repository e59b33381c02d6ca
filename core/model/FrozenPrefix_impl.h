#pragma once

// Private to core/model, core/training and core/explain: includes ATen.

#include "core/model/FrozenPrefix.h"

#include <ATen/ATen.h>

namespace negatoscope::model {

/// N×C×H×W films (or activations where the prefix begins later) → the activation at the cut, pooled
/// where asked for. No gradients. Throws c10::Error.
at::Tensor forward(const FrozenPrefix& prefix, const at::Tensor& x);

} // namespace negatoscope::model
