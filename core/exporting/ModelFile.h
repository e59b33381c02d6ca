#pragma once

#include "core/base/Result.h"
#include "core/model/Classifier.h"

#include <filesystem>

namespace negatoscope::exporting {

// Files that other programs run. The input is "film": N×3×H×W float32 for TorchScript and ONNX,
// N×H×W×3 for Keras (the three channels are equal for a grey film), in −1…1 or, with
// `include_preprocessing`, in grey levels 0…255. The output of TorchScript and ONNX is
// "probabilities", N×K, each row summing to 1; Keras' model ends as the notebook's does. How a film
// becomes such an input stands in preprocessingJson(), which every file carries where it can.
// Each is written atomically. Errors: UnsupportedFormat (a layer that the format cannot hold),
// DiskFull, PermissionDenied, Internal. Threads: any, one classifier in one thread at a time.

/// LibTorch's archive of code and weights: torch::jit::load in C++, torch.jit.load in Python.
base::Result<void> writeTorchScript(
    const model::Classifier& classifier, const std::filesystem::path& path);

/// ONNX, operator set 13 (https://onnx.ai/onnx/operators), which every ONNX Runtime from
/// 1.7 on takes.
base::Result<void> writeOnnx(
    const model::Classifier& classifier, const std::filesystem::path& path);

/// Keras 3's .keras: keras.saving.load_model. A functional model with Keras' own layer names.
base::Result<void> writeKeras(
    const model::Classifier& classifier, const std::filesystem::path& path);

/// Input size, channels, scale, resizing, class names, threshold, as JSON text.
std::string preprocessingJson(const model::Classifier& classifier);

} // namespace negatoscope::exporting
