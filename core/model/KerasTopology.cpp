#include "core/model/KerasTopology.h"

#include "core/base/Text.h"
#include "core/model/ConfigSchema.h"
#include "core/model/MobileNetV2Layout.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using nlohmann::json;
using Kind = BackboneLayer::Kind;

constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxLayers = 10'000;

tl::unexpected<base::Error> unsupported(
    const std::string& what, const std::string& where, const std::string& remedy)
{
    return base::failure(ErrorCode::UnsupportedFormat, what, where, remedy);
}

base::Result<void> flattenInto(
    std::vector<TopologyLayer>& layers, const json& model, const std::string& where, int depth)
{
    if (depth > kMaxDepth)
        return base::failure(
            ErrorCode::CorruptFile, "the model is nested too deeply", where, "export it again");
    const json& config = model.at("config");
    const auto outputs = config.find("output_layers");
    const bool several = outputs != config.end() && outputs->is_array() && outputs->size() > 1 &&
                         outputs->front().is_array();
    if (several)
        return unsupported(
            "the model has several outputs", where, "export one with a single output");
    // Very old Sequential models are the list itself.
    for (const json& layer : config.is_array() ? config : config.at("layers")) {
        if (layers.size() > kMaxLayers)
            return base::failure(
                ErrorCode::TooLarge, "the model has too many layers", where, "export it again");
        const json& own = layer.at("config");
        if (own.is_array() || own.contains("layers")) {
            if (auto nested = flattenInto(layers, layer, where, depth + 1); !nested)
                return nested;
            continue;
        }
        layers.push_back({layer.at("class_name").get<std::string>(),
            own.value("name", layer.value("name", std::string())), own});
    }
    return {};
}

/// Convolutions' filters in order decide the width of the network.
std::optional<double> alphaOfFilters(const std::vector<std::int64_t>& filters)
{
    std::vector<double> candidates = {0.35, 0.5, 0.75, 1.0, 1.3, 1.4};
    for (int percent = 5; percent <= 300; ++percent)
        candidates.push_back(percent / 100.0);
    for (const double alpha : candidates) {
        std::vector<std::int64_t> expected;
        for (const BackboneLayer& layer : mobileNetV2Layout(alpha, 224, 224))
            if (layer.kind == Kind::Conv)
                expected.push_back(layer.output.back());
        if (expected == filters)
            return alpha;
    }
    return std::nullopt;
}

std::optional<Kind> weightedKind(const std::string& className)
{
    if (className == "Conv2D")
        return Kind::Conv;
    if (className == "DepthwiseConv2D")
        return Kind::DepthwiseConv;
    if (className.starts_with("BatchNormalization"))
        return Kind::BatchNorm;
    return std::nullopt;
}

bool isRelu(const TopologyLayer& layer)
{
    return layer.className == "ReLU" || layer.className == "Activation";
}

/// The activation's name, whichever way it is serialised.
std::string activationName(const json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_object()) {
        const auto config = value.find("config");
        if (config != value.end() && config->is_string())
            return config->get<std::string>();
        return base::toLower(value.value("class_name", std::string("linear")));
    }
    return "linear";
}

/// Reads one model from its flat list of layers.
class Reader
{
public:
    Reader(const std::vector<TopologyLayer>& layers, const std::string& where)
        : m_layers(layers)
        , m_where(where)
    {}

    base::Result<KerasModel> run()
    {
        for (const auto& part : {&Reader::readInput, &Reader::readBackbone, &Reader::readHead})
            if (auto read = (this->*part)(); !read)
                return base::failure(read);
        return std::move(m_model);
    }

private:
    /// Alpha, and what stands before the first convolution.
    base::Result<void> readInput()
    {
        std::vector<std::int64_t> filters;
        constexpr std::size_t kConvolutions = 35;
        for (const TopologyLayer& layer : m_layers)
            if (layer.className == "Conv2D" && filters.size() < kConvolutions)
                filters.push_back(layer.config.value("filters", std::int64_t{0}));
        const auto alpha = alphaOfFilters(filters);
        if (!alpha)
            return unsupported("the model is not built on MobileNetV2", m_where,
                "import a MobileNetV2 with a head");
        m_model.config.alpha = *alpha;
        m_model.config.weights = "random";
        for (; m_next < m_layers.size() && m_layers[m_next].className != "Conv2D"; ++m_next)
            if (auto read = readBeforeBackbone(m_layers[m_next]); !read)
                return read;
        return {};
    }

    base::Result<void> readBeforeBackbone(const TopologyLayer& layer)
    {
        const std::string& name = layer.className;
        auto& input = m_model.config.preprocessing;
        if (name == "InputLayer") {
            const json shape =
                layer.config.value("batch_shape", layer.config.value("batch_input_shape", json()));
            if (shape.is_array() && shape.size() == 4 && shape[1].is_number_integer() &&
                shape[2].is_number_integer()) {
                input.height = std::clamp(shape[1].get<int>(), 32, 4096);
                input.width = std::clamp(shape[2].get<int>(), 32, 4096);
            }
            return {};
        }
        const double scale = layer.config.value("scale", 0.0);
        const bool ours = name == "Rescaling" && std::abs(scale * 127.5 - 1.0) < 1e-4 &&
                          layer.config.value("offset", 0.0) == -1.0;
        if (ours) {
            m_model.config.includePreprocessing = true;
            return {};
        }
        if (name.starts_with("Random")) {
            m_model.notes.push_back("the augmentation layer " + layer.name + " was left out");
            return {};
        }
        if (name == "ZeroPadding2D")
            return {};
        return unsupported("the layer " + layer.name + " (" + name +
                               ") before the backbone prepares films in a way that is not known",
            m_where, "export the model without it");
    }

    base::Result<void> readBackbone()
    {
        const auto layout = mobileNetV2Layout(m_model.config.alpha, 224, 224);
        for (const BackboneLayer& expected : layout) {
            const bool weighted = expected.kind == Kind::Conv ||
                                  expected.kind == Kind::DepthwiseConv ||
                                  expected.kind == Kind::BatchNorm;
            if (!weighted) {
                m_model.backboneNames.emplace_back();
                continue;
            }
            while (m_next < m_layers.size() && !weightedKind(m_layers[m_next].className))
                ++m_next;
            if (m_next == m_layers.size() ||
                weightedKind(m_layers[m_next].className) != expected.kind)
                return unsupported(
                    "the model is not MobileNetV2 where " + expected.name + " should be", m_where,
                    "import a MobileNetV2 with a head");
            m_model.backboneNames.push_back(m_layers[m_next++].name);
        }
        if (m_next < m_layers.size() && isRelu(m_layers[m_next]))
            ++m_next; // out_relu
        return {};
    }

    base::Result<void> readHead()
    {
        ModelConfig& config = m_model.config;
        config.pooling = Pooling::None;
        config.addedLayers.clear();
        for (; m_next < m_layers.size(); ++m_next) {
            const TopologyLayer& layer = m_layers[m_next];
            if (layer.className == "InputLayer")
                continue;
            m_model.hasHead = true;
            const bool average = layer.className == "GlobalAveragePooling2D";
            const bool first = config.addedLayers.empty() && config.pooling == Pooling::None;
            if (first && (average || layer.className == "GlobalMaxPooling2D")) {
                config.pooling = average ? Pooling::Average : Pooling::Max;
                continue;
            }
            auto spec = specOf(layer);
            if (!spec)
                return base::failure(spec);
            config.addedLayers.push_back(std::move(*spec));
            m_model.headNames.push_back(layer.name);
        }
        mergeLastActivation();
        return readClasses();
    }

    /// One layer of the head as an entry of added_layers.
    base::Result<LayerSpec> specOf(const TopologyLayer& layer)
    {
        json entry = json::object();
        entry["type"] = layer.className;
        if (const auto name = activationOfLayer(layer); !name.empty()) {
            entry["type"] = "activation";
            entry["activation"] = name;
            if (name == "leaky_relu")
                entry["negative_slope"] = slopeOf(layer.config);
        } else if (const LayerRow* row = findLayer(layer.className)) {
            for (const ParameterRow& argument : row->arguments)
                if (const auto found = layer.config.find(argument.key);
                    found != layer.config.end() && !argument.key.ends_with("_initializer"))
                    entry[argument.key] =
                        argument.key == "activation" ? json(activationName(*found)) : *found;
            if (layer.config.value("data_format", json("channels_last")) == "channels_first")
                return unsupported("the layer " + layer.name + " is channels-first", m_where,
                    "export the model channels-last");
        } else {
            return unsupported("the layer " + layer.name + " is of the class " + layer.className +
                                   ", which is not known here",
                m_where, "use a head of the layer types that the stack editor offers");
        }
        auto spec = layerFromJson(entry, static_cast<int>(m_model.config.addedLayers.size()) + 1);
        if (!spec)
            return unsupported("the layer " + layer.name + " cannot be used: " + spec.error().what,
                m_where, spec.error().remedy);
        return spec;
    }

    /// Of LeakyReLU: Keras 3 calls it negative_slope, Keras 2 alpha (there an array of one, too).
    static double slopeOf(const json& config)
    {
        for (const char* key : {"negative_slope", "alpha"}) {
            const json value = config.value(key, json());
            const json& number = value.is_array() && value.size() == 1 ? value.front() : value;
            if (number.is_number())
                return number.get<double>();
        }
        return 0.3;
    }

    /// ReLU, Softmax, … as layers of their own; empty for other classes.
    static std::string activationOfLayer(const TopologyLayer& layer)
    {
        const json& config = layer.config;
        const auto is = [&config](const char* key, double value) {
            const auto found = config.find(key);
            return found == config.end() || found->is_null() ||
                   (found->is_number() && std::abs(found->get<double>() - value) < 1e-6);
        };
        if (layer.className == "Softmax")
            return "softmax";
        if (layer.className == "LeakyReLU")
            return "leaky_relu";
        if (layer.className == "ReLU" && is("negative_slope", 0.0) && is("threshold", 0.0)) {
            const json maximum = config.value("max_value", json());
            if (maximum.is_null())
                return "relu";
            if (is("max_value", 6.0))
                return "relu6";
        }
        if (layer.className == "ELU" && is("alpha", 1.0))
            return "elu";
        return "";
    }

    /// Dense (linear) + Activation at the end is Dense with that activation.
    void mergeLastActivation()
    {
        auto& layers = m_model.config.addedLayers;
        if (layers.size() < 2 || layers.back().type != "activation")
            return;
        LayerSpec& dense = layers[layers.size() - 2];
        if (dense.type != "dense" || dense.options.value("activation", "linear") != "linear" ||
            layers.back().options.value("activation", "") == "leaky_relu")
            return;
        dense.options["activation"] = layers.back().options.at("activation");
        layers.pop_back();
        m_model.headNames.pop_back();
    }

    base::Result<void> readClasses()
    {
        if (!m_model.hasHead || m_model.config.addedLayers.empty())
            return {};
        const LayerSpec& last = m_model.config.addedLayers.back();
        if (last.type != "dense")
            return unsupported("the model does not end in a dense layer", m_where,
                "import a classifier, or use the file as weights of the backbone");
        const int units = last.options.value("units", 0);
        m_model.classCount = units == 1 ? 2 : units;
        if (units == 1)
            m_model.config.loss.name = "binary_crossentropy";
        m_model.config.classifierActivation = last.options.value("activation", "softmax");
        return {};
    }

    const std::vector<TopologyLayer>& m_layers;
    const std::string& m_where;
    std::size_t m_next = 0;
    KerasModel m_model;
};

} // namespace

base::Result<std::vector<TopologyLayer>> flattenTopology(
    const nlohmann::json& topology, const std::string& where)
{
    try {
        std::vector<TopologyLayer> layers;
        if (auto read = flattenInto(layers, topology, where, 0); !read)
            return base::failure(read);
        return layers;
    } catch (const json::exception&) {
        return base::failure(ErrorCode::CorruptFile,
            "the model's description has an unexpected structure", where, "export it again");
    }
}

base::Result<KerasModel> understandTopology(
    const nlohmann::json& topology, const std::string& where)
{
    const auto layers = flattenTopology(topology, where);
    if (!layers)
        return base::failure(layers);
    try {
        return Reader(*layers, where).run();
    } catch (const json::exception&) {
        return base::failure(ErrorCode::CorruptFile,
            "the model's description has an unexpected structure", where, "export it again");
    }
}

} // namespace negatoscope::model
