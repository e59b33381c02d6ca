#pragma once

// Private to core/training: includes ATen.

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"
#include "core/model/Network_impl.h"

#include <ATen/ATen.h>

#include <string>
#include <vector>

namespace negatoscope::training {

/// Keras' losses (keras.md 5.1-5.3). Cross-entropies are computed from the logits wherever the
/// network ends in softmax or sigmoid, as TensorFlow does, and from clipped probabilities
/// otherwise; the other losses take the outputs.
class Loss
{
public:
    /// `outputUnits` is K, or 1 for two classes and one sigmoid unit. Errors:
    /// InvalidConfiguration for an unknown name or a loss that these outputs cannot have.
    static base::Result<Loss> make(
        const model::LossConfig& config, std::size_t classCount, std::size_t outputUnits);

    /// Targets of a batch: N×K one-hot, or N×1 for one unit. `labels` are int64 class indices.
    at::Tensor targets(const at::Tensor& labels) const;

    /// N values, differentiable.
    at::Tensor perFilm(const model::ForwardResult& result, const at::Tensor& targets) const;

    /// Σ w·l / N: the class weights are divided by the number of films, not by their sum.
    /// `weights` (N) may be undefined. Without regularisation.
    at::Tensor mean(const model::ForwardResult& result, const at::Tensor& targets,
        const at::Tensor& weights) const;

    /// N values from the outputs and the targets.
    using Formula = at::Tensor (*)(
        const model::LossConfig&, const model::ForwardResult&, const at::Tensor& targets);

private:
    model::LossConfig m_config;
    std::size_t m_outputUnits = 0;
    Formula m_formula = nullptr;
};

/// All names that Loss::make knows.
std::vector<std::string> lossNames();

} // namespace negatoscope::training
