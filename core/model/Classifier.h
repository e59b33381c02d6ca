#pragma once

#include "core/base/Result.h"
#include "core/image/Preprocessing.h"
#include "core/model/Network.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::model {

/// A network with all that is needed to read a film with it.
struct Classifier
{
    Network network;
    ModelConfig config;
    std::vector<std::string> classNames;
    int positiveClass = -1;
    double threshold = 0.5; ///< on the probability of the positive class
    std::string origin;     ///< run id or file name

    /// Probabilities (K) of one preprocessed film.
    base::Result<std::vector<float>> probabilities(std::span<const float> input) const;
    /// decode → resize → network for one file.
    base::Result<std::vector<float>> probabilitiesOfFile(const std::filesystem::path& path) const;
};

/// A run folder of ours (model.json + best.safetensors), a Keras .keras/.h5 whole model built on
/// MobileNetV2 plus a head (nested or flat), or a Teachable Machine folder.
base::Result<Classifier> loadClassifier(const std::filesystem::path& path);

/// Writes model.json (configuration, class names, threshold) and weights into a run folder.
base::Result<void> saveClassifier(const Classifier& classifier, const std::filesystem::path& folder,
    const std::string& weightsName);

} // namespace negatoscope::model
