#pragma once

#include "core/model/Network_impl.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <vector>

namespace negatoscope::model {

/// A variable before it exists.
struct VariablePlan
{
    std::string name;
    Shape kerasShape;
    VariableLayout layout = VariableLayout::Plain;
    nlohmann::json initialiser; ///< null: `fallback`
    std::string fallback = "zeros";
    bool trainable = true;
};

/// The variables that Keras gives this layer, in Keras' order.
std::vector<VariablePlan> planVariables(const PlannedLayer& layer);

/// What a layer of the head needs to know, and what it reports.
struct HeadStep
{
    bool training = false;
    bool updateStatistics = true;
    std::uint64_t seed = 0;
    at::Tensor beforeActivation;         ///< out: input of the layer's activation, if it has one
    std::string activation;              ///< out: its name
    std::vector<at::Tensor> penalties{}; ///< out: L1/L2 terms
};

/// One layer of the head on N×C or NCHW; `variables` are the layer's own.
at::Tensor applyHeadLayer(
    const PlannedLayer& layer, std::span<Variable> variables, const at::Tensor& x, HeadStep& step);

/// Batch normalisation with batch statistics; moves the averages (old·momentum +
/// batch·(1−momentum), biased variance) when told to.
at::Tensor batchNormTraining(const at::Tensor& x, const at::Tensor& gamma, const at::Tensor& beta,
    at::Tensor movingMean, at::Tensor movingVariance, double momentum, double epsilon,
    bool updateStatistics);

/// Zero padding by TensorFlow's SAME rule; `value` for max pooling.
at::Tensor padSame(const at::Tensor& x, std::array<std::int64_t, 2> kernel,
    std::array<std::int64_t, 2> stride, std::array<std::int64_t, 2> dilation, double value = 0.0);

/// Sum of l1·Σ|w| + l2·Σw² for a Keras regulariser: "l2", {"class_name": "L2", "config": {…}} or
/// {"l1": …, "l2": …}. Undefined when it is null or zero.
at::Tensor penalty(const nlohmann::json& regulariser, const at::Tensor& values);

} // namespace negatoscope::model
