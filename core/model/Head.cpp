#include "core/base/Random.h"
#include "core/model/HeadLayers_impl.h"
#include "core/model/Network_impl.h"

namespace negatoscope::model {

namespace {

/// Keras' Normalization: (x − mean) / max(√variance, 1e-7), along C.
at::Tensor standardise(const at::Tensor& x, const at::Tensor& mean, const at::Tensor& variance)
{
    std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
    shape[1] = x.size(1);
    const auto deviation = at::clamp_min(at::sqrt(variance), 1e-7);
    return (x - mean.view(shape)) / deviation.view(shape);
}

bool givesLogits(const std::string& activation)
{
    return activation == "softmax" || activation == "sigmoid";
}

} // namespace

bool NetworkImpl::poolsBackbone() const
{
    return !head.empty() && head.front().source < 0 &&
           head.front().spec.type.starts_with("global_");
}

ForwardResult NetworkImpl::runHead(
    const at::Tensor& features, bool pooled, const ForwardContext& context)
{
    ForwardResult result;
    HeadStep step;
    step.training = context.training;
    step.updateStatistics = context.updateStatistics;
    at::Tensor x = features;
    const auto apply = [&](std::size_t k) {
        const int index = backboneSize() + static_cast<int>(k);
        step.seed = base::deriveSeed(context.seed, "layer", {k});
        x = applyHeadLayer(head[k], variablesOf(index), x, step);
    };
    std::size_t first = 0;
    if (poolsBackbone()) {
        if (!pooled)
            apply(0);
        first = 1;
    }
    const Variable* mean = find(kStandardizationLayer, "mean");
    if (mean)
        x = standardise(x, mean->value, find(kStandardizationLayer, "variance")->value);
    for (std::size_t k = first; k < head.size(); ++k)
        apply(k);
    result.output = x;
    result.activation = step.activation;
    if (givesLogits(step.activation))
        result.logits = step.beforeActivation;
    for (const at::Tensor& term : step.penalties)
        result.regularisation =
            result.regularisation.defined() ? result.regularisation + term : term;
    return result;
}

ForwardResult NetworkImpl::forward(const at::Tensor& x, int from, const ForwardContext& context)
{
    return runHead(backbone(x, from, backboneSize(), context), false, context);
}

} // namespace negatoscope::model
