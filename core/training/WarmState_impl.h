#pragma once

// Private to core/training: includes ATen.

#include "core/model/WeightsImport.h"
#include "core/training/StageSources_impl.h"
#include "core/training/WarmState.h"

#include <ATen/ATen.h>

#include <memory>
#include <string>
#include <vector>

namespace negatoscope::training {

/// A backbone as it was loaded.
struct WarmBackbone
{
    std::vector<at::Tensor> values; ///< of its variables in Keras' order; never written to
    model::WeightsReport report;
    std::string hash;
};

/// What a WarmState remembers. Everything handed out is constant and stays valid after it was
/// forgotten. Thread: any.
class WarmAccess
{
public:
    static std::shared_ptr<const WarmBackbone> backbone(WarmState& state, const std::string& key);
    static void keep(
        WarmState& state, const std::string& key, std::shared_ptr<const WarmBackbone> backbone);
    static std::shared_ptr<const FeatureBank> features(WarmState& state, const std::string& key);
    static void keep(
        WarmState& state, const std::string& key, std::shared_ptr<const FeatureBank> features);
};

/// Names the weights that `config` starts from, with size and time of every file they are read
/// from.
std::string backboneKey(const model::ModelConfig& config);

} // namespace negatoscope::training
