#include "core/training/Losses_impl.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::training {

namespace {

using model::ForwardResult;
using model::LossConfig;

constexpr double kEpsilon = 1e-7; ///< Keras' backend epsilon

at::Tensor clipped(const at::Tensor& p)
{
    return p.clamp(kEpsilon, 1.0 - kEpsilon);
}

at::Tensor normalisedAndClipped(const at::Tensor& p)
{
    return clipped(p / p.sum(-1, true));
}

/// max(z,0) − z·t + ln(1 + e^−|z|).
at::Tensor binaryFromLogits(const at::Tensor& z, const at::Tensor& t)
{
    return z.clamp_min(0) - z * t + (-z.abs()).exp().log1p();
}

at::Tensor binaryTerms(const ForwardResult& result, const at::Tensor& t)
{
    if (result.logits.defined())
        return binaryFromLogits(result.logits, t);
    const at::Tensor p = clipped(result.output);
    return -(t * p.log() + (1.0 - t) * (1.0 - p).log());
}

at::Tensor smoothedBinary(const LossConfig& config, const at::Tensor& t)
{
    if (config.labelSmoothing == 0.0)
        return t;
    return t * (1.0 - config.labelSmoothing) + 0.5 * config.labelSmoothing;
}

at::Tensor smoothedCategorical(const LossConfig& config, const at::Tensor& t)
{
    if (config.labelSmoothing == 0.0)
        return t;
    return t * (1.0 - config.labelSmoothing) +
           config.labelSmoothing / static_cast<double>(t.size(-1));
}

at::Tensor categoricalCrossEntropy(
    const LossConfig& config, const ForwardResult& result, const at::Tensor& targets)
{
    const at::Tensor t = smoothedCategorical(config, targets);
    if (result.logits.defined())
        return -(t * result.logits.log_softmax(-1)).sum(-1);
    return -(t * normalisedAndClipped(result.output).log()).sum(-1);
}

/// Integer targets in Keras; ours are one-hot already. Label smoothing does not exist for it.
at::Tensor sparseCrossEntropy(
    const LossConfig& config, const ForwardResult& result, const at::Tensor& targets)
{
    LossConfig plain = config;
    plain.labelSmoothing = 0.0;
    return categoricalCrossEntropy(plain, result, targets);
}

/// With a softmax output TensorFlow takes that softmax' logits for a sigmoid; so do we.
at::Tensor binaryCrossEntropy(
    const LossConfig& config, const ForwardResult& result, const at::Tensor& targets)
{
    return binaryTerms(result, smoothedBinary(config, targets)).mean(-1);
}

at::Tensor categoricalFocal(
    const LossConfig& config, const ForwardResult& result, const at::Tensor& targets)
{
    const at::Tensor t = smoothedCategorical(config, targets);
    const at::Tensor p = normalisedAndClipped(result.output); // never from logits in Keras
    return (-config.alpha * (1.0 - p).pow(config.gamma) * t * p.log()).sum(-1);
}

at::Tensor binaryFocal(
    const LossConfig& config, const ForwardResult& result, const at::Tensor& targets)
{
    const at::Tensor t = smoothedBinary(config, targets);
    const at::Tensor p = result.output;
    const at::Tensor ofTruth = t * p + (1.0 - t) * (1.0 - p);
    at::Tensor terms = (1.0 - ofTruth).pow(config.gamma) * binaryTerms(result, t);
    if (config.applyClassBalancing)
        terms = terms * (t * config.alpha + (1.0 - t) * (1.0 - config.alpha));
    return terms.mean(-1);
}

at::Tensor meanSquaredError(const LossConfig&, const ForwardResult& result, const at::Tensor& t)
{
    return (result.output - t).square().mean(-1);
}

at::Tensor meanAbsoluteError(const LossConfig&, const ForwardResult& result, const at::Tensor& t)
{
    return (result.output - t).abs().mean(-1);
}

at::Tensor huber(const LossConfig&, const ForwardResult& result, const at::Tensor& t)
{
    const at::Tensor distance = (result.output - t).abs();
    return at::where(distance <= 1.0, 0.5 * distance.square(), distance - 0.5).mean(-1);
}

at::Tensor logCosh(const LossConfig&, const ForwardResult& result, const at::Tensor& t)
{
    const at::Tensor x = result.output - t;
    return (x + at::softplus(-2.0 * x) - std::log(2.0)).mean(-1);
}

at::Tensor klDivergence(const LossConfig&, const ForwardResult& result, const at::Tensor& targets)
{
    const at::Tensor t = targets.clamp(kEpsilon, 1.0);
    const at::Tensor p = result.output.clamp(kEpsilon, 1.0);
    return (t * (t / p).log()).sum(-1);
}

at::Tensor poisson(const LossConfig&, const ForwardResult& result, const at::Tensor& t)
{
    return (result.output - t * (result.output + kEpsilon).log()).mean(-1);
}

/// 0/1 targets become −1/+1, as Keras converts them.
at::Tensor hinge(const LossConfig&, const ForwardResult& result, const at::Tensor& targets)
{
    return (1.0 - (2.0 * targets - 1.0) * result.output).clamp_min(0).mean(-1);
}

at::Tensor squaredHinge(const LossConfig&, const ForwardResult& result, const at::Tensor& targets)
{
    return (1.0 - (2.0 * targets - 1.0) * result.output).clamp_min(0).square().mean(-1);
}

at::Tensor categoricalHinge(const LossConfig&, const ForwardResult& result, const at::Tensor& t)
{
    const at::Tensor positive = (t * result.output).sum(-1);
    const at::Tensor negative = ((1.0 - t) * result.output).amax(-1);
    return (negative - positive + 1.0).clamp_min(0);
}

struct LossEntry
{
    const char* name;
    Loss::Formula formula;
    bool needsSeveralUnits; ///< a distribution over classes, meaningless for one unit
};

constexpr LossEntry kLosses[] = {
    {"categorical_crossentropy", categoricalCrossEntropy, true},
    {"sparse_categorical_crossentropy", sparseCrossEntropy, true},
    {"binary_crossentropy", binaryCrossEntropy, false},
    {"categorical_focal_crossentropy", categoricalFocal, true},
    {"binary_focal_crossentropy", binaryFocal, false},
    {"mean_squared_error", meanSquaredError, false},
    {"mse", meanSquaredError, false},
    {"mean_absolute_error", meanAbsoluteError, false},
    {"mae", meanAbsoluteError, false},
    {"huber", huber, false},
    {"log_cosh", logCosh, false},
    {"kl_divergence", klDivergence, false},
    {"poisson", poisson, false},
    {"hinge", hinge, false},
    {"squared_hinge", squaredHinge, false},
    {"categorical_hinge", categoricalHinge, true},
};

} // namespace

std::vector<std::string> lossNames()
{
    std::vector<std::string> names;
    for (const LossEntry& entry : kLosses)
        names.emplace_back(entry.name);
    return names;
}

base::Result<Loss> Loss::make(
    const LossConfig& config, std::size_t classCount, std::size_t outputUnits)
{
    for (const LossEntry& entry : kLosses) {
        if (config.name != entry.name)
            continue;
        if (entry.needsSeveralUnits && outputUnits < 2)
            return base::failure(base::ErrorCode::InvalidConfiguration,
                config.name + " needs one output unit per class, but the last layer has one",
                "loss",
                "use binary_crossentropy, or give the last layer " + std::to_string(classCount) +
                    " units and softmax");
        Loss loss;
        loss.m_config = config;
        loss.m_outputUnits = outputUnits;
        loss.m_formula = entry.formula;
        return loss;
    }
    const std::string near = base::nearestName(config.name, lossNames());
    return base::failure(base::ErrorCode::InvalidConfiguration,
        "there is no loss \"" + config.name + "\"", "loss",
        near.empty() ? "use categorical_crossentropy or binary_crossentropy"
                     : "did you mean " + near + "?");
}

at::Tensor Loss::targets(const at::Tensor& labels) const
{
    const auto units = static_cast<std::int64_t>(m_outputUnits);
    const at::Tensor known = labels.contiguous();
    const auto* label = known.data_ptr<std::int64_t>();
    at::Tensor result = at::zeros({known.numel(), units}, at::kFloat);
    float* row = result.data_ptr<float>();
    for (std::int64_t i = 0; i < known.numel(); ++i, row += units) {
        TORCH_CHECK(label[i] >= 0 && label[i] < std::max<std::int64_t>(units, 2), "no such class");
        if (units == 1)
            *row = static_cast<float>(label[i]);
        else
            row[label[i]] = 1.0F;
    }
    return result;
}

at::Tensor Loss::perFilm(const ForwardResult& result, const at::Tensor& targets) const
{
    return m_formula(m_config, result, targets);
}

at::Tensor Loss::mean(
    const ForwardResult& result, const at::Tensor& targets, const at::Tensor& weights) const
{
    const at::Tensor values = perFilm(result, targets);
    return weights.defined() ? (values * weights).mean() : values.mean();
}

} // namespace negatoscope::training
