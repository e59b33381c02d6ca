#include "core/model/HeadLayers_impl.h"

#include "core/base/Random.h"
#include "core/model/Activations_impl.h"
#include "core/model/DropoutMask.h"
#include "core/model/LayerOptions.h"
#include "core/model/TorchCompat.h"

#include <cmath>
#include <map>

namespace negatoscope::model {

namespace {

using Pair = std::array<std::int64_t, 2>;

at::Tensor activateAndNote(const at::Tensor& x, const LayerSpec& spec, HeadStep& step)
{
    step.activation = textOption(spec, "activation", "linear");
    step.beforeActivation = x;
    return activate(x, step.activation, realOption(spec, "negative_slope", -1.0));
}

std::span<float> valuesOf(const at::Tensor& x)
{
    return {x.data_ptr<float>(), static_cast<std::size_t>(x.numel())};
}

/// The number of the batch's first value, in the whole batch where this is a part of one.
std::uint32_t firstValueOf(const at::Tensor& x)
{
    const std::int64_t perFilm = x.dim() > 0 && x.size(0) > 0 ? x.numel() / x.size(0) : 0;
    return static_cast<std::uint32_t>(FirstFilm::current() * perFilm);
}

/// `value` where a value of x is kept, else 0; in the order in which x lies in memory.
at::Tensor dropoutMask(const at::Tensor& x, double rate, double value, std::uint64_t seed)
{
    at::Tensor mask = at::empty_like(x, x.options().requires_grad(false));
    fillDropoutMask(valuesOf(mask), rate, static_cast<float>(value), seed, firstValueOf(x));
    return mask;
}

at::Tensor dense(
    const LayerSpec& spec, std::span<Variable> variables, const at::Tensor& x, HeadStep& step)
{
    at::Tensor y;
    if (x.dim() == 2) {
        y = variables.size() > 1 ? at::addmm(variables[1].value, x, variables[0].value)
                                 : at::mm(x, variables[0].value);
    } else { // On a map Keras' Dense acts on the channels: a 1×1 convolution.
        const auto kernel = variables[0].value.t().unsqueeze(-1).unsqueeze(-1);
        y = at::conv2d(x, kernel, variables.size() > 1 ? variables[1].value : at::Tensor());
    }
    return activateAndNote(y, spec, step);
}

at::Tensor convolve(const LayerSpec& spec, const at::Tensor& x, const at::Tensor& kernel,
    const at::Tensor& bias, std::int64_t groups, bool strided = true)
{
    const Pair size{kernel.size(2), kernel.size(3)};
    const Pair stride = strided ? pairOption(spec, "strides", {1, 1}) : Pair{1, 1};
    const Pair dilation = strided ? pairOption(spec, "dilation_rate", {1, 1}) : Pair{1, 1};
    const bool same = textOption(spec, "padding", "valid") == "same";
    const at::Tensor padded = same ? padSame(x, size, stride, dilation) : x;
    const Pair noPadding{0, 0};
    return at::conv2d(padded, kernel, bias, stride, noPadding, dilation, groups);
}

at::Tensor conv2d(
    const LayerSpec& spec, std::span<Variable> variables, const at::Tensor& x, HeadStep& step)
{
    const auto bias = variables.size() > 1 ? variables[1].value : at::Tensor();
    return activateAndNote(
        convolve(spec, x, variables[0].value, bias, integerOption(spec, "groups", 1)), spec, step);
}

at::Tensor depthwiseConv2d(
    const LayerSpec& spec, std::span<Variable> variables, const at::Tensor& x, HeadStep& step)
{
    const auto bias = variables.size() > 1 ? variables[1].value : at::Tensor();
    return activateAndNote(convolve(spec, x, variables[0].value, bias, x.size(1)), spec, step);
}

at::Tensor separableConv2d(
    const LayerSpec& spec, std::span<Variable> variables, const at::Tensor& x, HeadStep& step)
{
    const auto bias = variables.size() > 2 ? variables[2].value : at::Tensor();
    const auto spread = convolve(spec, x, variables[0].value, at::Tensor(), x.size(1));
    return activateAndNote(convolve(spec, spread, variables[1].value, bias, 1, false), spec, step);
}

at::Tensor pool(const LayerSpec& spec, const at::Tensor& x, bool maximum)
{
    const Pair size = pairOption(spec, "pool_size", {2, 2});
    const Pair stride = pairOption(spec, "strides", size);
    const bool same = textOption(spec, "padding", "valid") == "same";
    if (maximum) {
        const double low = -std::numeric_limits<double>::infinity();
        const at::Tensor padded = same ? padSame(x, size, stride, {1, 1}, low) : x;
        return at::max_pool2d(padded, size, stride);
    }
    if (!same)
        return at::avg_pool2d(x, size, stride);
    // Only cells inside the map count: divide the sum by how many there were.
    const auto ones = at::ones({1, 1, x.size(2), x.size(3)}, x.options().requires_grad(false));
    const auto sum = [&](const at::Tensor& values) {
        return at::avg_pool2d(
            padSame(values, size, stride, {1, 1}), size, stride, {0, 0}, false, true, 1);
    };
    return sum(x) / sum(ones);
}

at::Tensor batchNormalization(
    const LayerSpec& spec, std::span<Variable> variables, const at::Tensor& x, HeadStep& step)
{
    const double momentum = realOption(spec, "momentum", 0.99);
    const double epsilon = realOption(spec, "epsilon", 1e-3);
    at::Tensor gamma = at::ones({x.size(1)}, x.options().requires_grad(false));
    at::Tensor beta = at::zeros({x.size(1)}, x.options().requires_grad(false));
    at::Tensor mean, variance;
    bool trainable = booleanOption(spec, "trainable", true);
    for (const Variable& variable : variables) {
        if (variable.name == "gamma")
            gamma = variable.value;
        else if (variable.name == "beta")
            beta = variable.value;
        else if (variable.name == "moving_mean")
            mean = variable.value;
        else
            variance = variable.value;
    }
    // Always Keras' way here: the layer is new, it has no statistics worth keeping.
    if (step.training && trainable)
        return batchNormTraining(
            x, gamma, beta, mean, variance, momentum, epsilon, step.updateStatistics);
    std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
    shape[1] = x.size(1);
    const auto scale = gamma * at::rsqrt(variance + epsilon);
    return x * scale.view(shape) + (beta - mean * scale).view(shape);
}

at::Tensor layerNormalization(
    const LayerSpec& spec, std::span<Variable> variables, const at::Tensor& x, HeadStep&)
{
    std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
    shape[1] = x.size(1);
    const auto mean = x.mean(1, true);
    const auto centred = x - mean;
    const auto variance = at::square(centred).mean(1, true);
    at::Tensor y = centred * at::rsqrt(variance + realOption(spec, "epsilon", 1e-3));
    for (const Variable& variable : variables)
        y = variable.name == "gamma" ? y * variable.value.view(shape)
                                     : y + variable.value.view(shape);
    return y;
}

at::Tensor dropout(const LayerSpec& spec, const at::Tensor& x, HeadStep& step)
{
    const double rate = realOption(spec, "rate", 0.5);
    if (!step.training || rate <= 0.0)
        return x;
    if (rate >= 1.0)
        return at::zeros_like(x);
    const double scale = 1.0 / (1.0 - rate);
    if (x.requires_grad() || !x.is_contiguous())
        return x * dropoutMask(x, rate, scale, step.seed);
    at::Tensor y = at::empty_like(x); // cached features need no gradient: one pass over them
    applyDropout(
        valuesOf(x), valuesOf(y), rate, static_cast<float>(scale), step.seed, firstValueOf(x));
    return y;
}

at::Tensor gaussianNoise(const LayerSpec& spec, const at::Tensor& x, HeadStep& step)
{
    const double deviation = realOption(spec, "stddev", 0.1);
    if (!step.training || deviation <= 0.0)
        return x;
    return x + at::empty_like(x).normal_(0.0, deviation, makeGenerator(step.seed));
}

at::Tensor gaussianDropout(const LayerSpec& spec, const at::Tensor& x, HeadStep& step)
{
    const double rate = realOption(spec, "rate", 0.5);
    if (!step.training || rate <= 0.0 || rate >= 1.0)
        return x;
    return x *
           at::empty_like(x).normal_(1.0, std::sqrt(rate / (1.0 - rate)), makeGenerator(step.seed));
}

/// Keeps mean and variance of self-normalising activations (Klambauer et al. 2017).
at::Tensor alphaDropout(const LayerSpec& spec, const at::Tensor& x, HeadStep& step)
{
    const double rate = realOption(spec, "rate", 0.5);
    if (!step.training || rate <= 0.0 || rate >= 1.0)
        return x;
    constexpr double kDropped =
        -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;
    const double a = 1.0 / std::sqrt((1.0 - rate) * (1.0 + rate * kDropped * kDropped));
    const double b = -a * kDropped * rate;
    const auto mask = dropoutMask(x, rate, 1.0, step.seed);
    return (x * mask + kDropped * (1.0 - mask)) * a + b;
}

at::Tensor flattenByRows(const at::Tensor& x)
{
    // Keras' order is row, column, channel.
    return at::flatten(x.dim() == 4 ? x.permute({0, 2, 3, 1}) : x, 1);
}

at::Tensor globalPool(const LayerSpec& spec, const at::Tensor& x, bool maximum)
{
    const bool keep = booleanOption(spec, "keepdims", false);
    return maximum ? at::amax(x, {2, 3}, keep) : at::mean(x, {2, 3}, keep);
}

at::Tensor activation(const LayerSpec& spec, const at::Tensor& x, HeadStep& step)
{
    return activateAndNote(x, spec, step);
}

at::Tensor rescaling(const LayerSpec& spec, const at::Tensor& x)
{
    return x * realOption(spec, "scale", 1.0) + realOption(spec, "offset", 0.0);
}

using Apply = at::Tensor (*)(const LayerSpec&, std::span<Variable>, const at::Tensor&, HeadStep&);

const std::map<std::string, Apply>& layerTable()
{
    using Variables = std::span<Variable>;
    using Spec = LayerSpec;
    using Tensor = at::Tensor;
    static const std::map<std::string, Apply> table = {
        {"dense", dense},
        {"conv2d", conv2d},
        {"depthwise_conv2d", depthwiseConv2d},
        {"separable_conv2d", separableConv2d},
        {"batch_normalization", batchNormalization},
        {"layer_normalization", layerNormalization},
        {"dropout",
            [](const Spec& s, Variables, const Tensor& x, HeadStep& t) {
                return dropout(s, x, t);
            }},
        {"gaussian_noise",
            [](const Spec& s, Variables, const Tensor& x, HeadStep& t) {
                return gaussianNoise(s, x, t);
            }},
        {"gaussian_dropout",
            [](const Spec& s, Variables, const Tensor& x, HeadStep& t) {
                return gaussianDropout(s, x, t);
            }},
        {"alpha_dropout",
            [](const Spec& s, Variables, const Tensor& x, HeadStep& t) {
                return alphaDropout(s, x, t);
            }},
        {"flatten",
            [](const Spec&, Variables, const Tensor& x, HeadStep&) {
                return flattenByRows(x);
            }},
        {"activation",
            [](const Spec& s, Variables, const Tensor& x, HeadStep& t) {
                return activation(s, x, t);
            }},
        {"rescaling",
            [](const Spec& s, Variables, const Tensor& x, HeadStep&) {
                return rescaling(s, x);
            }},
        {"global_average_pooling2d",
            [](const Spec& s, Variables, const Tensor& x, HeadStep&) {
                return globalPool(s, x, false);
            }},
        {"global_max_pooling2d",
            [](const Spec& s, Variables, const Tensor& x, HeadStep&) {
                return globalPool(s, x, true);
            }},
        {"max_pooling2d",
            [](const Spec& s, Variables, const Tensor& x, HeadStep&) {
                return pool(s, x, true);
            }},
        {"average_pooling2d",
            [](const Spec& s, Variables, const Tensor& x, HeadStep&) {
                return pool(s, x, false);
            }},
    };
    return table;
}

/// Which option holds the regulariser of a variable: kernel_regularizer, bias_regularizer, …
std::string regulariserKey(const LayerSpec& spec, const Variable& variable)
{
    if (spec.type == "depthwise_conv2d" && variable.name == "kernel")
        return "depthwise_regularizer";
    if (variable.name.ends_with("_kernel"))
        return variable.name.substr(0, variable.name.size() - 7) + "_regularizer";
    return variable.name + "_regularizer";
}

void addPenalties(
    const LayerSpec& spec, std::span<const Variable> variables, const at::Tensor& y, HeadStep& step)
{
    for (const Variable& variable : variables) {
        if (!variable.trainable)
            continue;
        auto term =
            penalty(objectOption(spec, regulariserKey(spec, variable).c_str()), variable.value);
        if (term.defined())
            step.penalties.push_back(std::move(term));
    }
    // Keras 3 divides the penalty on activations by the batch size.
    if (auto term = penalty(objectOption(spec, "activity_regularizer"), y); term.defined())
        step.penalties.push_back(term / static_cast<double>(y.size(0)));
}

} // namespace

at::Tensor batchNormTraining(const at::Tensor& x, const at::Tensor& gamma, const at::Tensor& beta,
    at::Tensor movingMean, at::Tensor movingVariance, double momentum, double epsilon,
    bool updateStatistics)
{
    auto [y, mean, inverseDeviation] =
        at::native_batch_norm(x, gamma, beta, {}, {}, true, 0.0, epsilon);
    if (updateStatistics) {
        const c10::NoGradGuard noGrad;
        const auto variance =
            at::clamp_min(at::reciprocal(at::square(inverseDeviation)) - epsilon, 0.0);
        movingMean.mul_(momentum).add_(mean, 1.0 - momentum);
        movingVariance.mul_(momentum).add_(variance, 1.0 - momentum);
    }
    return y;
}

at::Tensor padSame(const at::Tensor& x, std::array<std::int64_t, 2> kernel,
    std::array<std::int64_t, 2> stride, std::array<std::int64_t, 2> dilation, double value)
{
    const auto rows = samePadding(x.size(2), kernel[0], stride[0], dilation[0]);
    const auto columns = samePadding(x.size(3), kernel[1], stride[1], dilation[1]);
    if (rows.before + rows.after + columns.before + columns.after == 0)
        return x;
    return at::constant_pad_nd(x, {columns.before, columns.after, rows.before, rows.after}, value);
}

at::Tensor penalty(const nlohmann::json& regulariser, const at::Tensor& values)
{
    double l1 = 0.0, l2 = 0.0;
    const auto read = [&](const nlohmann::json& object) {
        l1 = object.value("l1", 0.0);
        l2 = object.value("l2", 0.0);
    };
    if (regulariser.is_string()) { // By name alone Keras means a factor of 0.01.
        const auto name = regulariser.get<std::string>();
        l1 = name == "l1" || name == "L1" || name == "l1_l2" || name == "L1L2" ? 0.01 : 0.0;
        l2 = name == "l2" || name == "L2" || name == "l1_l2" || name == "L1L2" ? 0.01 : 0.0;
    } else if (regulariser.is_object()) {
        const auto config = regulariser.find("config");
        read(config != regulariser.end() && config->is_object() ? *config : regulariser);
    }
    at::Tensor term;
    if (l1 != 0.0)
        term = l1 * at::abs(values).sum();
    if (l2 != 0.0) {
        const auto squares = l2 * at::square(values).sum();
        term = term.defined() ? term + squares : squares;
    }
    return term;
}

at::Tensor applyHeadLayer(
    const PlannedLayer& layer, std::span<Variable> variables, const at::Tensor& x, HeadStep& step)
{
    step.activation.clear();
    step.beforeActivation.reset();
    const auto found = layerTable().find(layer.spec.type);
    TORCH_CHECK(found != layerTable().end(), "no such layer type: ", layer.spec.type);
    at::Tensor y = found->second(layer.spec, variables, x, step);
    addPenalties(layer.spec, variables, y, step);
    return y;
}

} // namespace negatoscope::model
