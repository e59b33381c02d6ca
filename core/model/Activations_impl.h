#pragma once

#include <ATen/ATen.h>

#include <string>

namespace negatoscope::model {

/// A Keras 3 activation by name (keras.md 3.2; keras/src/activations/activations.py) on N×C or
/// NCHW tensors; what Keras does along the last axis (softmax, glu, …) is done along C. `slope`
/// replaces leaky_relu's 0.2 when not negative. Unknown names raise c10::Error.
at::Tensor activate(const at::Tensor& x, const std::string& name, double slope = -1.0);

} // namespace negatoscope::model
