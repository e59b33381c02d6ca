#include "core/training/DenseHead_impl.h"

#include "core/base/Random.h"
#include "core/model/DropoutMask.h"
#include "core/model/LayerOptions.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

namespace negatoscope::training {

namespace {

constexpr std::int64_t kFilms[] = {0}; ///< the dimension

std::span<float> valuesOf(const at::Tensor& tensor)
{
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

bool isSet(const model::LayerSpec& spec, const char* option)
{
    const auto found = spec.options.find(option);
    return found != spec.options.end() && !found->is_null();
}

bool isRegularised(const model::LayerSpec& spec)
{
    return isSet(spec, "kernel_regularizer") || isSet(spec, "bias_regularizer") ||
           isSet(spec, "activity_regularizer");
}

/// ln(1 + e^x) without overflow.
double softplus(double x)
{
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

} // namespace

DenseHead::DenseHead(model::NetworkImpl& network)
    : m_network(network)
{}

std::unique_ptr<DenseHead> DenseHead::make(model::NetworkImpl& network, bool pooled)
{
    std::unique_ptr<DenseHead> head(new DenseHead(network));
    const bool headAlone = network.firstTrainable >= network.backboneSize();
    if (!pooled || !headAlone || !head->plan() || !head->planLoss())
        return nullptr;
    return head;
}

bool DenseHead::plan()
{
    m_mean = m_network.find(model::kStandardizationLayer, "mean");
    m_variance = m_network.find(model::kStandardizationLayer, "variance");
    double rate = 0.0;
    std::size_t dropoutAt = 0;
    for (std::size_t k = 1; k < m_network.head.size(); ++k) {
        const model::LayerSpec& spec = m_network.head[k].spec;
        if (spec.type == "dropout") {
            const double own = model::realOption(spec, "rate", 0.5);
            if (rate > 0.0 || own >= 1.0)
                return false; // two in a row: rare enough for autograd
            rate = own;
            dropoutAt = k;
        } else if (spec.type == "dense") {
            if (!addDense(spec, k, rate))
                return false;
            m_layers.back().position = dropoutAt;
            rate = 0.0;
        } else {
            return false;
        }
    }
    return !m_layers.empty() && rate == 0.0;
}

bool DenseHead::addDense(const model::LayerSpec& spec, std::size_t position, double rate)
{
    Layer layer;
    layer.rate = rate;
    const std::string activation = model::textOption(spec, "activation", "linear");
    const bool isLast = position + 1 == m_network.head.size();
    layer.relu = activation == "relu";
    m_softmaxOutput = activation == "softmax";
    const bool known = isLast ? activation == "softmax" || activation == "sigmoid"
                              : activation == "relu" || activation == "linear";
    if (!known || isRegularised(spec))
        return false;
    for (model::Variable& variable :
        m_network.variablesOf(m_network.backboneSize() + static_cast<int>(position))) {
        if (!variable.trainable || !variable.value.is_contiguous())
            return false;
        (variable.name == "bias" ? layer.bias : layer.kernel) = &variable;
    }
    m_layers.push_back(std::move(layer));
    return m_layers.back().kernel != nullptr;
}

bool DenseHead::planLoss()
{
    const model::LossConfig& loss = m_network.config.loss;
    const bool several = m_layers.back().kernel->value.size(1) > 1;
    if (loss.name == "binary_crossentropy") {
        m_loss = LossKind::Sigmoid;
    } else if (several && (loss.name == "categorical_crossentropy" ||
                              loss.name == "sparse_categorical_crossentropy")) {
        m_loss = LossKind::Softmax;
    } else {
        return false;
    }
    // Keras has no label smoothing for sparse targets.
    m_smoothing = loss.name.starts_with("sparse") ? 0.0 : loss.labelSmoothing;
    return true;
}

void DenseHead::provide(std::int64_t films)
{
    if (films == m_films)
        return;
    m_films = films;
    for (Layer& layer : m_layers) {
        const at::Tensor& kernel = layer.kernel->value;
        layer.input = at::empty({films, kernel.size(0)}, at::kFloat);
        layer.output = at::empty({films, kernel.size(1)}, at::kFloat);
        layer.gradient = at::empty({films, kernel.size(1)}, at::kFloat);
        if (!layer.kernelGradient.defined()) {
            layer.kernelGradient = at::empty(kernel.sizes(), at::kFloat);
            layer.biasGradient = at::empty({kernel.size(1)}, at::kFloat);
        }
    }
    m_probabilities = at::empty_like(m_layers.back().output);
}

void DenseHead::forward(const at::Tensor& x, std::uint64_t seed)
{
    at::Tensor before = x;
    if (m_mean) {
        const at::Tensor deviation = at::clamp_min(at::sqrt(m_variance->value), 1e-7);
        m_standardised = (x - m_mean->value) / deviation;
        before = m_standardised;
    }
    for (Layer& layer : m_layers) {
        if (layer.rate > 0.0)
            model::applyDropout(valuesOf(before), valuesOf(layer.input), layer.rate,
                static_cast<float>(1.0 / (1.0 - layer.rate)),
                base::deriveSeed(seed, "layer", {layer.position}));
        else
            layer.input = before;
        if (layer.bias)
            at::addmm_out(layer.output, layer.bias->value, layer.input, layer.kernel->value);
        else
            at::mm_out(layer.output, layer.input, layer.kernel->value);
        if (layer.relu)
            at::relu_(layer.output);
        before = layer.output;
    }
}

float DenseHead::target(std::int64_t label, std::int64_t unit) const
{
    const std::int64_t units = m_layers.back().output.size(1);
    const bool isIt = units == 1 ? label == 1 : label == unit;
    const double share = m_loss == LossKind::Sigmoid ? 0.5 : 1.0 / static_cast<double>(units);
    return static_cast<float>((isIt ? 1.0 - m_smoothing : 0.0) + m_smoothing * share);
}

/// Of the logits in the last layer's output; the mean over films, class weights times the loss
/// divided by the number of films.
double DenseHead::lossAndGradient(std::span<const std::int64_t> labels, const at::Tensor& weights)
{
    Layer& last = m_layers.back();
    const std::int64_t units = last.output.size(1);
    const bool sigmoid = m_loss == LossKind::Sigmoid;
    const double divisor =
        static_cast<double>(labels.size()) * (sigmoid ? static_cast<double>(units) : 1.0);
    const float* z = last.output.data_ptr<float>();
    float* slope = last.gradient.data_ptr<float>();
    float* probability = m_probabilities.data_ptr<float>();
    double sum = 0.0;
    for (const std::int64_t label : labels) {
        const double weight =
            weights.defined() ? static_cast<double>(weights.data_ptr<float>()[label]) : 1.0;
        const double highest = static_cast<double>(*std::max_element(z, z + units));
        double exponentials = 0.0;
        for (std::int64_t u = 0; u < units; ++u)
            exponentials += std::exp(static_cast<double>(z[u]) - highest);
        for (std::int64_t u = 0; u < units; ++u) {
            const auto value = static_cast<double>(z[u]);
            const auto wanted = static_cast<double>(target(label, u));
            const double soft = std::exp(value - highest) / exponentials;
            const double logistic = 1.0 / (1.0 + std::exp(-value));
            sum += weight * (sigmoid ? softplus(value) - value * wanted
                                     : wanted * (highest + std::log(exponentials) - value));
            slope[u] =
                static_cast<float>(weight * ((sigmoid ? logistic : soft) - wanted) / divisor);
            probability[u] = static_cast<float>(m_softmaxOutput ? soft : logistic);
        }
        z += units;
        slope += units;
        probability += units;
    }
    return sum / divisor;
}

void DenseHead::backward(std::uint64_t seed)
{
    for (std::size_t k = m_layers.size(); k-- > 0;) {
        Layer& layer = m_layers[k];
        at::mm_out(layer.kernelGradient, layer.input.t(), layer.gradient);
        layer.kernel->value.mutable_grad() = layer.kernelGradient;
        if (layer.bias) {
            at::sum_out(layer.biasGradient, layer.gradient, at::IntArrayRef(kFilms));
            layer.bias->value.mutable_grad() = layer.biasGradient;
        }
        if (k == 0)
            return;
        Layer& before = m_layers[k - 1];
        at::mm_out(before.gradient, layer.gradient, layer.kernel->value.t());
        float* slope = before.gradient.data_ptr<float>();
        const auto count = static_cast<std::size_t>(before.gradient.numel());
        if (layer.rate > 0.0) {
            const double scale = 1.0 / (1.0 - layer.rate);
            at::Tensor mask = at::empty_like(before.gradient);
            model::fillDropoutMask(valuesOf(mask), layer.rate, static_cast<float>(scale),
                base::deriveSeed(seed, "layer", {layer.position}));
            before.gradient.mul_(mask);
        }
        if (before.relu) {
            const float* value = before.output.data_ptr<float>();
            for (std::size_t i = 0; i < count; ++i)
                slope[i] = value[i] > 0.0F ? slope[i] : 0.0F;
        }
    }
}

DenseHead::Result DenseHead::run(const at::Tensor& x, std::span<const std::int64_t> labels,
    const at::Tensor& weights, std::uint64_t seed)
{
    const c10::NoGradGuard noGrad;
    provide(x.size(0));
    forward(x, seed);
    Result result;
    result.loss = lossAndGradient(labels, weights);
    backward(seed);
    result.output = m_probabilities;
    result.scores = m_layers.back().output;
    return result;
}

} // namespace negatoscope::training
