#include "core/training/GradientStep_impl.h"

#include "core/base/Random.h"
#include "core/training/ThreadCount_impl.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

namespace negatoscope::training {

namespace {

/// Films of one part: enough for the convolutions, few enough for the caches.
constexpr std::int64_t kPartFilms = 16;

/// The same weights in memory, so that an optimizer's step is seen at once, as leaves of their own.
model::NetworkImpl sharingWeights(const model::NetworkImpl& network)
{
    model::NetworkImpl copy = network;
    for (model::Variable& variable : copy.variables) {
        variable.value = variable.value.detach();
        variable.value.requires_grad_(variable.trainable);
    }
    return copy;
}

bool hasActivityPenalty(const model::LayerSpec& spec)
{
    const auto found = spec.options.find("activity_regularizer");
    return found != spec.options.end() && !found->is_null();
}

} // namespace

model::ForwardResult forwardFrom(model::NetworkImpl& network, const Entrance& entrance,
    const at::Tensor& x, const model::ForwardContext& context)
{
    if (entrance.cut == network.backboneSize())
        return network.runHead(x, entrance.pooled, context);
    return network.forward(x, entrance.cut, context);
}

GradientStep::GradientStep(model::NetworkImpl& network, const Entrance& entrance, const Loss& loss,
    at::Tensor classWeights, int threads)
    : m_network(network)
    , m_entrance(entrance)
    , m_loss(loss)
    , m_classWeights(std::move(classWeights))
    , m_threads(std::max(threads, 1))
    , m_splits(entrance.cut < network.backboneSize() && filmsAreIndependent())
{
    if (m_splits)
        m_second = sharingWeights(network);
    if (entrance.cut == network.backboneSize())
        m_dense = DenseHead::make(network, entrance.pooled);
}

bool GradientStep::filmsAreIndependent() const
{
    if (m_network.config.batchNorm == model::BatchNormMode::Keras)
        return false;
    return std::none_of(
        m_network.head.begin(), m_network.head.end(), [](const model::PlannedLayer& layer) {
            return layer.spec.type == "batch_normalization" || hasActivityPenalty(layer.spec);
        });
}

std::vector<GradientStep::Part> GradientStep::partsOf(
    std::int64_t films, const model::ForwardContext& context) const
{
    // An even number, so that both streams have the same to do.
    const std::int64_t pairs = (films + 2 * kPartFilms - 1) / (2 * kPartFilms);
    const std::int64_t count = m_splits && films > 1 ? 2 * pairs : 1;
    std::vector<Part> parts(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        Part& part = parts[static_cast<std::size_t>(i)];
        part.first = films * i / count;
        part.count = films * (i + 1) / count - part.first;
        part.seed = i == 0
                        ? context.seed
                        : base::deriveSeed(context.seed, "part", {static_cast<std::uint64_t>(i)});
    }
    return parts;
}

void GradientStep::runPart(model::NetworkImpl& network, Part& part, const at::Tensor& x,
    const at::Tensor& labels, const model::ForwardContext& context) const
{
    model::ForwardContext mine = context;
    mine.seed = part.seed;
    const bool isWhole = part.count == x.size(0);
    const at::Tensor known = labels.narrow(0, part.first, part.count);
    const at::Tensor weights =
        m_classWeights.defined() ? m_classWeights.index_select(0, known) : at::Tensor();
    const auto result =
        forwardFrom(network, m_entrance, isWhole ? x : x.narrow(0, part.first, part.count), mine);
    at::Tensor loss = m_loss.mean(result, m_loss.targets(known), weights);
    if (!isWhole)
        loss = loss * (static_cast<double>(part.count) / static_cast<double>(x.size(0)));
    if (result.regularisation.defined() && part.first == 0)
        loss = loss + result.regularisation;
    loss.backward();
    part.result.loss = static_cast<double>(loss.item<float>());
    part.result.output = result.output.detach();
    part.result.scores = result.logits.defined() ? result.logits.detach() : part.result.output;
}

void GradientStep::runStreams(std::vector<Part>& parts, const at::Tensor& x,
    const at::Tensor& labels, const model::ForwardContext& context)
{
    const auto stream = [&](model::NetworkImpl& network, std::size_t first) {
        for (std::size_t i = first; i < parts.size(); i += 2)
            runPart(network, parts[i], x, labels, context);
    };
    if (m_threads == 1) {
        stream(m_network, 0);
        stream(m_second, 1);
        return;
    }
    const int perStream = m_threads / 2;
    std::exception_ptr failure;
    std::thread second([&] {
        try {
            const ThreadCount threads(perStream);
            stream(m_second, 1);
        } catch (...) {
            failure = std::current_exception();
        }
    });
    std::exception_ptr own;
    try {
        const ThreadCount threads(perStream);
        stream(m_network, 0);
    } catch (...) {
        own = std::current_exception();
    }
    second.join();
    if (own || failure)
        std::rethrow_exception(own ? own : failure);
}

void GradientStep::addGradientsOfSecondStream()
{
    const c10::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_network.variables.size(); ++i) {
        at::Tensor& gradient = m_second.variables[i].value.mutable_grad();
        if (!gradient.defined())
            continue;
        at::Tensor& sum = m_network.variables[i].value.mutable_grad();
        if (sum.defined())
            sum.add_(gradient);
        else
            sum = gradient;
        gradient.reset();
    }
}

GradientStep::Result GradientStep::run(
    const at::Tensor& x, std::span<const std::int64_t> labels, const model::ForwardContext& context)
{
    if (m_dense) {
        auto done = m_dense->run(x, labels, m_classWeights, context.seed);
        return {done.loss, std::move(done.output), std::move(done.scores)};
    }
    const at::Tensor known = at::tensor(at::ArrayRef<std::int64_t>(labels.data(), labels.size()));
    std::vector<Part> parts = partsOf(x.size(0), context);
    if (parts.size() == 1) {
        runPart(m_network, parts.front(), x, known, context);
        return std::move(parts.front().result);
    }
    runStreams(parts, x, known, context);
    addGradientsOfSecondStream();
    Result whole;
    std::vector<at::Tensor> outputs;
    std::vector<at::Tensor> scores;
    for (Part& part : parts) {
        whole.loss += part.result.loss;
        outputs.push_back(std::move(part.result.output));
        scores.push_back(std::move(part.result.scores));
    }
    whole.output = at::cat(outputs);
    whole.scores = at::cat(scores);
    return whole;
}

} // namespace negatoscope::training
