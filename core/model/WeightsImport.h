#pragma once

#include "core/base/Result.h"
#include "core/model/Network.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::model {

/// What loading did, for the log and the run's environment.
struct WeightsReport
{
    std::string source; ///< "Keras .h5, Keras 2 layout", "Teachable Machine 2.4.14", …
    std::size_t variables = 0;
    bool byOrder = false;           ///< names did not match; loaded by order and shape
    std::vector<std::string> notes; ///< "the head in the file was not used", …
};

/// Fills the backbone from `source`: "random" (nothing to do), "phantom" (embedded), or a path:
/// Keras .h5 or .keras (with or without top or head), TensorFlow.js / Teachable Machine folder or
/// model.json, .safetensors, or a run folder of ours. By name, else by order; transposed as
/// keras.md 1.9; every shape is checked, and a file for another alpha is named as such. `imagenet`
/// must have been resolved to a file by the caller (session::imagenetWeights).
base::Result<WeightsReport> loadBackboneWeights(Network& network, const std::string& source);

/// The same from the embedded phantom backbone's bytes (resources/models).
base::Result<WeightsReport> loadBackboneWeights(
    Network& network, std::span<const std::byte> safetensors, const std::string& name);

/// Fills backbone and head from a file of the same architecture (weights without a description,
/// such as .weights.h5 or our own safetensors).
base::Result<WeightsReport> loadWeights(Network& network, const std::filesystem::path& path);

} // namespace negatoscope::model
