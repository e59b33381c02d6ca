#include "core/model/Network.h"

#include "core/base/Hash.h"
#include "core/base/Log.h"
#include "core/base/Random.h"
#include "core/model/ClassLogits_impl.h"
#include "core/model/HeadLayers_impl.h"
#include "core/model/Initialisers_impl.h"
#include "core/model/KerasNames.h"
#include "core/model/Network_impl.h"
#include "core/model/PreparedBackbone_impl.h"
#include "core/model/TorchCompat.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using Kind = BackboneLayer::Kind;

constexpr std::size_t kLogitsBatch = 16;

std::vector<VariablePlan> planVariables(const BackboneLayer& layer, std::int64_t inputChannels)
{
    const std::int64_t channels = layer.output.back();
    const std::int64_t kernel = layer.kernel;
    std::vector<VariablePlan> plans;
    if (layer.kind == Kind::Conv)
        plans.push_back({"kernel", {kernel, kernel, inputChannels, channels}, VariableLayout::Conv,
            nullptr, "glorot_uniform", true});
    else if (layer.kind == Kind::DepthwiseConv)
        plans.push_back({"kernel", {kernel, kernel, channels, 1}, VariableLayout::Depthwise,
            nullptr, "glorot_uniform", true});
    else if (layer.kind == Kind::BatchNorm)
        for (const auto& [name, start, trainable] : {std::tuple{"gamma", "ones", true},
                 std::tuple{"beta", "zeros", true}, std::tuple{"moving_mean", "zeros", false},
                 std::tuple{"moving_variance", "ones", false}})
            plans.push_back({name, {channels}, VariableLayout::Plain, nullptr, start, trainable});
    return plans;
}

/// Makes the variables of one network, in Keras' order.
class Builder
{
public:
    Builder(NetworkImpl& network, const BackboneValues* known)
        : m_network(network)
        , m_known(known)
    {}

    void run()
    {
        for (int i = 0; i < m_network.backboneSize(); ++i) {
            const BackboneLayer& layer = m_network.layout[static_cast<std::size_t>(i)];
            const std::int64_t inputs =
                i > 0 ? m_network.layout[static_cast<std::size_t>(i) - 1].output.back() : 0;
            m_network.firstVariable.push_back(m_network.variables.size());
            for (const VariablePlan& plan : planVariables(layer, inputs))
                add(plan, layer.name, i, false);
        }
        for (std::size_t k = 0; k < m_network.head.size(); ++k) {
            const PlannedLayer& layer = m_network.head[k];
            m_network.firstVariable.push_back(m_network.variables.size());
            for (const VariablePlan& plan : model::planVariables(layer))
                add(plan, layer.name, m_network.backboneSize() + static_cast<int>(k), true);
        }
        m_network.firstVariable.push_back(m_network.variables.size());
        if (m_network.config.standardizeFeatures)
            addStandardization();
    }

private:
    void add(const VariablePlan& plan, const std::string& layer, int layerIndex, bool inHead)
    {
        Variable variable;
        variable.layer = layer;
        variable.name = plan.name;
        variable.trainableByNature = plan.trainable;
        variable.trainable = plan.trainable;
        variable.inHead = inHead;
        variable.layerIndex = layerIndex;
        variable.layout = plan.layout;
        variable.kerasShape = plan.kerasShape;
        variable.value = inHead || !m_known ? drawn(variable, plan) : given(variable);
        m_network.variables.push_back(std::move(variable));
    }

    at::Tensor drawn(const Variable& variable, const VariablePlan& plan) const
    {
        base::Random random(base::deriveSeed(
            m_network.config.seed, "initial weights", {m_network.variables.size()}));
        return torchTensor(
            variable, initialise(plan.initialiser, plan.fallback, plan.kerasShape, random));
    }

    at::Tensor given(const Variable& variable) const
    {
        const std::size_t position = m_network.variables.size();
        TORCH_CHECK(position < m_known->values.size(), "too few variables");
        const at::Tensor value = m_known->values[position].detach();
        TORCH_CHECK(value.numel() == numberOf(variable.kerasShape), "wrong shape of ",
            variable.layer, "/", variable.name);
        return variable.layerIndex < m_known->firstOwned ? value : value.clone();
    }

    static std::int64_t numberOf(const Shape& shape)
    {
        return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
    }

    /// After the head's own variables, so that they keep their places with and without it.
    void addStandardization()
    {
        const std::int64_t channels = m_network.layout.back().output.back();
        const int index = m_network.backboneSize();
        add({"mean", {channels}, VariableLayout::Plain, nullptr, "zeros", false},
            kStandardizationLayer, index, true);
        add({"variance", {channels}, VariableLayout::Plain, nullptr, "ones", false},
            kStandardizationLayer, index, true);
    }

    NetworkImpl& m_network;
    const BackboneValues* m_known;
};

at::Tensor asBatch(const NetworkImpl& network, const float* values, std::size_t n)
{
    const auto& input = network.config.preprocessing;
    // from_blob wants a mutable pointer; nothing writes through it.
    return at::from_blob(const_cast<float*>(values),
        {static_cast<std::int64_t>(n), input.channels(), input.height, input.width}, at::kFloat);
}

std::string hashOf(const std::vector<Variable>& variables, bool head)
{
    std::vector<std::byte> bytes;
    const auto append = [&bytes](const void* data, std::size_t size) {
        const auto* first = static_cast<const std::byte*>(data);
        bytes.insert(bytes.end(), first, first + size);
    };
    for (const Variable& variable : variables) {
        if (variable.inHead && !head)
            continue;
        const std::string name = variable.layer + "/" + variable.name + "\n";
        append(name.data(), name.size());
        const auto value = variable.value.detach().contiguous();
        append(value.data_ptr(), value.nbytes());
    }
    return base::contentHash(bytes);
}

} // namespace

at::Tensor classLogits(const ForwardResult& result, int classCount)
{
    at::Tensor z = result.logits.defined() ? result.logits : result.output;
    if (result.activation == "sigmoid" && z.size(1) > 1)
        z = at::log_sigmoid(z);
    if (z.size(1) == 1 && classCount == 2)
        z = at::cat({z * -0.5, z * 0.5}, 1);
    return z;
}

std::vector<float> kerasValues(const Variable& variable)
{
    at::Tensor value = variable.value.detach();
    if (variable.layout == VariableLayout::Conv)
        value = value.permute({2, 3, 1, 0});
    else if (variable.layout == VariableLayout::Depthwise) {
        const Shape& shape = variable.kerasShape;
        value = value.reshape({shape[2], shape[3], shape[0], shape[1]}).permute({2, 3, 0, 1});
    }
    value = value.to(at::kFloat).contiguous();
    const float* data = value.data_ptr<float>();
    return {data, data + value.numel()};
}

at::Tensor torchTensor(const Variable& variable, std::span<const float> kerasValues)
{
    const Shape& shape = variable.kerasShape;
    at::Tensor value = at::empty(shape, at::kFloat);
    TORCH_CHECK(static_cast<std::size_t>(value.numel()) == kerasValues.size(), "wrong size");
    std::copy(kerasValues.begin(), kerasValues.end(), value.data_ptr<float>());
    if (variable.layout == VariableLayout::Conv)
        return value.permute({3, 2, 0, 1}).contiguous();
    if (variable.layout == VariableLayout::Depthwise)
        return value.permute({2, 3, 0, 1})
            .reshape({shape[2] * shape[3], 1, shape[0], shape[1]})
            .contiguous();
    return value;
}

void NetworkImpl::freezeBackboneBefore(int first)
{
    firstTrainable = std::clamp(first, 0, backboneSize());
    for (Variable& variable : variables) {
        if (!variable.inHead)
            variable.trainable =
                variable.trainableByNature && variable.layerIndex >= firstTrainable;
        variable.value.requires_grad_(variable.trainable);
    }
}

std::vector<Variable*> NetworkImpl::trainableVariables()
{
    std::vector<Variable*> result;
    for (Variable& variable : variables)
        if (variable.trainable)
            result.push_back(&variable);
    return result;
}

Variable* NetworkImpl::find(const std::string& layer, const std::string& name)
{
    for (Variable& variable : variables)
        if (variable.name == name && variable.layer == layer)
            return &variable;
    return nullptr;
}

std::span<Variable> NetworkImpl::variablesOf(int layerIndex)
{
    const auto i = static_cast<std::size_t>(layerIndex);
    return std::span<Variable>(variables).subspan(
        firstVariable[i], firstVariable[i + 1] - firstVariable[i]);
}

Network::Network(std::unique_ptr<NetworkImpl> impl)
    : m_impl(std::move(impl))
{}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

base::Result<Network> assembleNetwork(
    const ModelConfig& config, int classCount, const BackboneValues* known)
{
    auto head = planHead(config, classCount);
    if (!head)
        return base::failure(head);
    try {
        auto impl = std::make_unique<NetworkImpl>();
        impl->config = config;
        impl->classCount = classCount;
        impl->layout = mobileNetV2Layout(
            config.alpha, config.preprocessing.height, config.preprocessing.width);
        impl->head = std::move(*head);
        Builder(*impl, known).run();
        impl->freezeBackboneBefore(impl->backboneSize());
        return Network(std::move(impl));
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "the network does not fit into memory", "",
            "choose a smaller alpha or smaller layers");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, messageOf(error), "building the network");
    }
}

base::Result<Network> Network::build(const ModelConfig& config, int classCount)
{
    return assembleNetwork(config, classCount, nullptr);
}

base::Result<Network> buildOnBackbone(
    const ModelConfig& config, int classCount, std::span<const at::Tensor> backbone, int firstOwned)
{
    const BackboneValues known{backbone, firstOwned};
    return assembleNetwork(config, classCount, &known);
}

int Network::classCount() const
{
    return m_impl->classCount;
}

int Network::inputChannels() const
{
    return m_impl->config.preprocessing.channels();
}

std::vector<LayerInfo> Network::layers() const
{
    std::vector<LayerInfo> result;
    for (int i = 0; i < m_impl->backboneSize(); ++i) {
        const BackboneLayer& layer = m_impl->layout[static_cast<std::size_t>(i)];
        result.push_back({i, layer.name, kerasClassOf(layer.kind), layer.output, layer.parameters,
            i >= m_impl->firstTrainable});
    }
    for (const PlannedLayer& layer : m_impl->head)
        result.push_back({static_cast<int>(result.size()), layer.name,
            kerasClassOf(layer.spec.type), layer.output, layer.parameters, true});
    return result;
}

std::int64_t Network::parameterCount() const
{
    std::int64_t count = 0;
    for (const Variable& variable : m_impl->variables)
        count += variable.value.numel();
    return count;
}

std::int64_t Network::trainableParameterCount() const
{
    std::int64_t count = 0;
    for (const Variable& variable : m_impl->variables)
        count += variable.trainable ? variable.value.numel() : 0;
    return count;
}

base::Result<std::vector<float>> Network::logits(std::span<const float> inputs, std::size_t n) const
{
    const std::size_t perFilm = m_impl->config.preprocessing.valuesPerFilm();
    if (inputs.size() != n * perFilm)
        return base::failure(ErrorCode::ShapeMismatch,
            "the films have " + std::to_string(inputs.size()) + " values, the network takes " +
                std::to_string(n) + "×" + std::to_string(perFilm),
            "network input");
    try {
        const c10::NoGradGuard noGrad;
        const ForwardContext context;
        std::vector<float> all;
        all.reserve(n * static_cast<std::size_t>(classCount()));
        for (std::size_t first = 0; first < n; first += kLogitsBatch) {
            const std::size_t count = std::min(kLogitsBatch, n - first);
            const auto x = asBatch(*m_impl, inputs.data() + first * perFilm, count);
            const auto z = classLogits(m_impl->forward(x, 0, context), classCount()).contiguous();
            all.insert(all.end(), z.data_ptr<float>(), z.data_ptr<float>() + z.numel());
        }
        return all;
    } catch (const std::bad_alloc&) {
        return base::failure(
            ErrorCode::OutOfMemory, "not enough memory to read the films", "", "close programs");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, messageOf(error), "network");
    }
}

void Network::prepareForReading()
{
    if (auto made = PreparedBackbone::make(*m_impl))
        m_impl->prepared = *std::move(made);
    else
        base::log(base::LogLevel::Info, "core.model",
            "the network is read by its plain layers: " + base::toSentence(made.error()));
}

std::string Network::weightsHash() const
{
    return hashOf(m_impl->variables, true);
}

std::string Network::backboneHash() const
{
    return hashOf(m_impl->variables, false);
}

} // namespace negatoscope::model
