#include "core/exporting/KerasDescription.h"

#include "core/model/ConfigSchema.h"
#include "core/model/KerasNames.h"
#include "core/model/LayerOptions.h"
#include "core/model/Network_impl.h"

#include <algorithm>
#include <map>

namespace negatoscope::exporting {

namespace {

using model::BackboneLayer;
using nlohmann::ordered_json;
using Kind = BackboneLayer::Kind;

std::vector<KerasVariable> variablesOf(std::span<const model::Variable> variables)
{
    std::vector<KerasVariable> all;
    for (const model::Variable& variable : variables)
        all.push_back({variable.kerasShape, model::kerasValues(variable)});
    return all;
}

ordered_json backboneConfig(const BackboneLayer& layer, const model::Shape& before)
{
    const ordered_json kernel = {layer.kernel, layer.kernel};
    const ordered_json strides = {layer.stride, layer.stride};
    switch (layer.kind) {
    case Kind::Conv: // Conv1 is the only one with a stride, and "same" (keras.md 1.4)
        return {{"filters", layer.output.back()}, {"kernel_size", kernel}, {"strides", strides},
            {"padding", "same"}, {"use_bias", false}};
    case Kind::DepthwiseConv:
        return {{"kernel_size", kernel}, {"strides", strides},
            {"padding", layer.stride == 1 ? "same" : "valid"}, {"use_bias", false}};
    case Kind::BatchNorm:
        return {{"momentum", 0.999}, {"epsilon", 0.001}};
    case Kind::Relu6:
        return {{"max_value", 6.0}};
    case Kind::ZeroPad: {
        const auto rows = model::samePadding(before[0], 3, 2);
        const auto columns = model::samePadding(before[1], 3, 2);
        return {{"padding", {{rows.before, rows.after}, {columns.before, columns.after}}}};
    }
    case Kind::Input:
    case Kind::Add:
        break;
    }
    return ordered_json::object();
}

constexpr double kLeakySlope = 0.2; ///< Keras' own

/// A slope is an argument of a class of its own.
bool isLeakyRelu(const model::LayerSpec& spec)
{
    return spec.type == "activation" &&
           model::toJson(spec).value("activation", std::string()) == "leaky_relu";
}

/// The options under Keras' names. Initialisers are left out: the weights are there.
ordered_json headConfig(const model::LayerSpec& spec)
{
    ordered_json config = ordered_json::object();
    const ordered_json all = model::toJson(spec);
    if (isLeakyRelu(spec))
        return {{"negative_slope", all.value("negative_slope", kLeakySlope)}};
    if (spec.type == "activation") // Keras' class takes nothing else
        return {{"activation", all.at("activation")}};
    for (const auto& [key, value] : all.items()) {
        if (key == "type" || key == "name" || key == "enabled" || key.ends_with("_initializer"))
            continue;
        if (key.ends_with("_regularizer") && value.is_object())
            config[key] = {{"module", "keras.regularizers"}, {"class_name", "L1L2"},
                {"config", {{"l1", value.value("l1", 0.0)}, {"l2", value.value("l2", 0.0)}}},
                {"registered_name", nullptr}};
        else
            config[key] = value;
    }
    return config;
}

class Describer
{
public:
    explicit Describer(const model::Classifier& classifier)
        : m_classifier(classifier)
        , m_network(const_cast<model::NetworkImpl&>(classifier.network.impl()))
    {}

    std::vector<KerasLayer> run()
    {
        addInput();
        for (std::size_t i = 1; i < m_network.layout.size(); ++i)
            addBackbone(i);
        for (std::size_t k = 0; k < m_network.head.size(); ++k) {
            if (k == (m_network.poolsBackbone() ? 1U : 0U))
                addStandardization();
            addHead(k);
        }
        return std::move(m_layers);
    }

private:
    void add(KerasLayer layer)
    {
        layer.config["name"] = layer.name;
        m_layers.push_back(std::move(layer));
    }
    std::vector<std::string> afterLast() const { return {m_layers.back().name}; }

    void addInput()
    {
        const auto& input = m_classifier.config.preprocessing;
        const model::Shape shape{input.height, input.width, 3};
        add({"InputLayer", "input_layer",
            {{"batch_shape", {nullptr, input.height, input.width, 3}}, {"dtype", "float32"}}, {},
            shape, {}});
        if (m_classifier.config.includePreprocessing)
            add({"Rescaling", "rescaling", {{"scale", 1.0 / 127.5}, {"offset", -1.0}}, afterLast(),
                shape, {}});
    }

    void addBackbone(std::size_t i)
    {
        const BackboneLayer& layer = m_network.layout[i];
        std::vector<std::string> inputs = afterLast();
        if (layer.kind == Kind::Add)
            inputs = {m_network.layout[static_cast<std::size_t>(layer.skipFrom)].name,
                m_layers.back().name};
        const auto variables = m_network.variablesOf(static_cast<int>(i));
        add({model::kerasClassOf(layer.kind), layer.name,
            backboneConfig(layer, m_layers.back().output), std::move(inputs), layer.output,
            variablesOf(variables)});
    }

    /// (x − mean) / deviation as a BatchNormalization: gamma = 1 / deviation, variance 1.
    void addStandardization()
    {
        const model::Variable* mean = m_network.find(model::kStandardizationLayer, "mean");
        const model::Variable* variance = m_network.find(model::kStandardizationLayer, "variance");
        if (!mean || !variance)
            return;
        std::vector<float> gamma;
        for (const float value : model::kerasValues(*variance))
            gamma.push_back(1.0F / std::max(std::sqrt(value), 1e-7F));
        const model::Shape shape = mean->kerasShape;
        const std::vector<float> ones(gamma.size(), 1.0F);
        add({"BatchNormalization", model::kStandardizationLayer,
            {{"epsilon", 1e-12}, {"center", false}, {"trainable", false}}, afterLast(),
            m_layers.back().output,
            {{shape, gamma}, {shape, model::kerasValues(*mean)}, {shape, ones}}});
    }

    void addHead(std::size_t k)
    {
        const model::PlannedLayer& layer = m_network.head[k];
        const auto variables =
            m_network.variablesOf(m_network.backboneSize() + static_cast<int>(k));
        add({isLeakyRelu(layer.spec) ? "LeakyReLU" : model::kerasClassOf(layer.spec.type),
            layer.name, headConfig(layer.spec), afterLast(), layer.output, variablesOf(variables)});
    }

    const model::Classifier& m_classifier;
    model::NetworkImpl& m_network; ///< only read
    std::vector<KerasLayer> m_layers;
};

ordered_json tensorOf(const KerasLayer& layer)
{
    ordered_json shape = ordered_json::array({nullptr});
    for (const std::int64_t size : layer.output)
        shape.push_back(size);
    return {{"class_name", "__keras_tensor__"},
        {"config", {{"shape", shape}, {"dtype", "float32"},
                       {"keras_history", ordered_json::array({layer.name, 0, 0})}}}};
}

} // namespace

std::vector<KerasLayer> kerasLayers(const model::Classifier& classifier)
{
    return Describer(classifier).run();
}

ordered_json kerasConfig(const std::vector<KerasLayer>& layers, const std::string& name)
{
    std::map<std::string, const KerasLayer*> byName;
    ordered_json all = ordered_json::array();
    for (const KerasLayer& layer : layers) {
        ordered_json inbound = ordered_json::array();
        ordered_json inputs = ordered_json::array();
        for (const std::string& input : layer.inputs)
            inputs.push_back(tensorOf(*byName.at(input)));
        if (inputs.size() > 1) // Add takes one list
            inputs = ordered_json::array({inputs});
        if (!inputs.empty())
            inbound.push_back({{"args", inputs}, {"kwargs", ordered_json::object()}});
        all.push_back(
            {{"module", "keras.layers"}, {"class_name", layer.className}, {"config", layer.config},
                {"registered_name", nullptr}, {"name", layer.name}, {"inbound_nodes", inbound}});
        byName[layer.name] = &layer;
    }
    return {{"module", "keras.src.models.functional"}, {"class_name", "Functional"},
        {"config", {{"name", name}, {"trainable", true}, {"layers", all},
                       {"input_layers", ordered_json::array({layers.front().name, 0, 0})},
                       {"output_layers", ordered_json::array({layers.back().name, 0, 0})}}},
        {"registered_name", "Functional"}};
}

} // namespace negatoscope::exporting
