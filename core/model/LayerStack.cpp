#include "core/model/LayerStack.h"

#include "core/model/ConfigSchema.h"
#include "core/model/MobileNetV2Layout.h"

#include <algorithm>
#include <map>

namespace negatoscope::model {

namespace {

tl::unexpected<base::Error> shapeError(std::string what, std::string remedy)
{
    return base::failure(
        base::ErrorCode::ShapeMismatch, std::move(what), "added_layers", std::move(remedy));
}

tl::unexpected<base::Error> stackError(std::string what, std::string remedy)
{
    return base::failure(
        base::ErrorCode::InvalidConfiguration, std::move(what), "added_layers", std::move(remedy));
}

std::int64_t integer(const LayerSpec& spec, const char* key, std::int64_t otherwise)
{
    const auto found = spec.options.find(key);
    return found != spec.options.end() && found->is_number() ? found->get<std::int64_t>()
                                                             : otherwise;
}

bool flag(const LayerSpec& spec, const char* key)
{
    const auto found = spec.options.find(key);
    return found == spec.options.end() || !found->is_boolean() || found->get<bool>();
}

std::string text(const LayerSpec& spec, const char* key)
{
    const auto found = spec.options.find(key);
    return found != spec.options.end() && found->is_string() ? found->get<std::string>()
                                                             : std::string();
}

/// [height, width] of an option, or `otherwise` when it is null or absent.
std::pair<std::int64_t, std::int64_t> sizes(
    const LayerSpec& spec, const char* key, std::pair<std::int64_t, std::int64_t> otherwise)
{
    const auto found = spec.options.find(key);
    if (found == spec.options.end() || found->is_null())
        return otherwise;
    if (found->is_number())
        return {found->get<std::int64_t>(), found->get<std::int64_t>()};
    return {found->at(0).get<std::int64_t>(), found->at(1).get<std::int64_t>()};
}

std::int64_t valueCount(const Shape& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t size : shape)
        count *= size;
    return count;
}

/// Follows the shapes through the head, layer by layer.
class HeadPlanner
{
public:
    HeadPlanner(const ModelConfig& config, int classCount)
        : m_config(config)
        , m_classCount(classCount)
        , m_shape(backboneOutputShape(config))
    {}

    base::Result<std::vector<PlannedLayer>> plan()
    {
        if (m_classCount < 2)
            return base::failure(base::ErrorCode::InsufficientData, "there is only one class",
                "added_layers", "give films of at least two classes");
        if (const auto pooled = planPooling(); !pooled)
            return base::failure(pooled);
        for (std::size_t i = 0; i < m_config.addedLayers.size(); ++i) {
            const LayerSpec& spec = m_config.addedLayers[i];
            if (!spec.enabled)
                continue;
            if (const auto added = append(spec, static_cast<int>(i)); !added)
                return base::failure(added);
        }
        if (const auto ended = planEnd(); !ended)
            return base::failure(ended);
        return std::move(m_layers);
    }

private:
    /// "layer 2 (dense)".
    std::string called(const LayerSpec& spec, int source) const
    {
        if (source < 0)
            return "the final " + spec.type + " layer";
        return "layer " + std::to_string(source + 1) + " (" + spec.type + ")";
    }

    base::Result<void> planPooling()
    {
        if (!m_config.includeTop && m_config.pooling == Pooling::None)
            return {};
        const bool anyLayer = std::any_of(m_config.addedLayers.begin(), m_config.addedLayers.end(),
            [](const LayerSpec& spec) { return spec.enabled; });
        if (m_config.includeTop && anyLayer)
            return stackError("include_top already ends the network in its classes",
                "remove the added layers, or set include_top to False");
        const bool average = m_config.includeTop || m_config.pooling == Pooling::Average;
        return append(
            defaultLayer(average ? "global_average_pooling2d" : "global_max_pooling2d"), -1);
    }

    base::Result<void> append(const LayerSpec& spec, int source)
    {
        PlannedLayer layer;
        layer.spec = spec;
        layer.source = source;
        layer.input = m_shape;
        layer.output = m_shape;
        if (const auto fits = fit(layer); !fits)
            return fits;
        if (const auto named = setName(layer); !named)
            return named;
        m_shape = layer.output;
        m_layers.push_back(std::move(layer));
        return {};
    }

    /// Keras' automatic names: dense, dense_1, …
    base::Result<void> setName(PlannedLayer& layer)
    {
        layer.name = text(layer.spec, "name");
        const bool given = !layer.name.empty();
        while (layer.name.empty() || (!given && m_names.contains(layer.name))) {
            const int number = m_numbers[layer.spec.type]++;
            layer.name = layer.spec.type + (number == 0 ? "" : "_" + std::to_string(number));
        }
        if (!m_names.emplace(layer.name, layer.source).second)
            return stackError(called(layer.spec, layer.source) + " has the name '" + layer.name +
                                  "' of an earlier layer",
                "give it another name");
        return {};
    }

    base::Result<void> fit(PlannedLayer& layer)
    {
        const std::string& type = layer.spec.type;
        if (type == "dense")
            return fitDense(layer);
        if (type == "conv2d" || type == "depthwise_conv2d" || type == "separable_conv2d")
            return fitConvolution(layer);
        if (type == "max_pooling2d" || type == "average_pooling2d")
            return fitWindow(layer, sizes(layer.spec, "pool_size", {2, 2}), {1, 1},
                sizes(layer.spec, "strides", sizes(layer.spec, "pool_size", {2, 2})));
        if (type == "global_average_pooling2d" || type == "global_max_pooling2d") {
            if (const auto map = needsMap(layer); !map)
                return map;
            layer.output = {layer.input[2]};
            return {};
        }
        if (type == "flatten") {
            layer.output = {valueCount(layer.input)};
            return {};
        }
        if (type == "batch_normalization" || type == "layer_normalization") {
            const std::int64_t channels = layer.input.back();
            layer.trainableParameters =
                channels * (std::int64_t(flag(layer.spec, "center")) + flag(layer.spec, "scale"));
            layer.parameters =
                layer.trainableParameters + (type == "batch_normalization" ? 2 * channels : 0);
            return {};
        }
        if (type == "activation")
            return applyActivation(layer);
        return {};
    }

    /// glu splits the last axis into values and gates; all others keep the shape.
    base::Result<void> applyActivation(PlannedLayer& layer) const
    {
        if (text(layer.spec, "activation") != "glu")
            return {};
        if (layer.output.back() % 2 != 0)
            return shapeError(called(layer.spec, layer.source) +
                                  " splits its values in two halves, but has " +
                                  toText(layer.output),
                "give it an even number, or another activation");
        layer.output.back() /= 2;
        return {};
    }

    base::Result<void> needsMap(const PlannedLayer& layer) const
    {
        if (layer.input.size() == 3)
            return {};
        return shapeError(called(layer.spec, layer.source) +
                              " needs a map of height × width × channels; it gets " +
                              toText(layer.input),
            "set pooling to None, and put it before flatten and global pooling");
    }

    base::Result<void> fitDense(PlannedLayer& layer) const
    {
        const std::int64_t units = integer(layer.spec, "units", 1);
        layer.parameters = layer.input.back() * units + (flag(layer.spec, "use_bias") ? units : 0);
        layer.trainableParameters = layer.parameters;
        layer.output.back() = units;
        return applyActivation(layer);
    }

    base::Result<void> fitConvolution(PlannedLayer& layer) const
    {
        if (const auto map = needsMap(layer); !map)
            return map;
        const LayerSpec& spec = layer.spec;
        const auto kernel = sizes(spec, "kernel_size", {3, 3});
        const auto dilation = sizes(spec, "dilation_rate", {1, 1});
        const auto strides = sizes(spec, "strides", {1, 1});
        if ((dilation.first > 1 || dilation.second > 1) &&
            (strides.first > 1 || strides.second > 1))
            return stackError(called(spec, layer.source) + " has strides and dilation_rate",
                "set one of them to 1");
        if (const auto window = fitWindow(layer, kernel, dilation, strides); !window)
            return window;
        const std::int64_t inputs = layer.input[2];
        const std::int64_t multiplier = integer(spec, "depth_multiplier", 1);
        const std::int64_t depthwise = kernel.first * kernel.second * inputs * multiplier;
        std::int64_t filters = integer(spec, "filters", 1);
        if (spec.type == "conv2d") {
            const std::int64_t groups = integer(spec, "groups", 1);
            if (inputs % groups != 0 || filters % groups != 0)
                return shapeError(called(spec, layer.source) + " has " + std::to_string(groups) +
                                      " groups, which divide neither or only one of its " +
                                      std::to_string(inputs) + " inputs and " +
                                      std::to_string(filters) + " filters",
                    "choose a number of groups that divides both");
            layer.parameters = kernel.first * kernel.second * (inputs / groups) * filters;
        } else if (spec.type == "depthwise_conv2d") {
            filters = inputs * multiplier;
            layer.parameters = depthwise;
        } else {
            layer.parameters = depthwise + inputs * multiplier * filters;
        }
        layer.output[2] = filters;
        layer.parameters += flag(spec, "use_bias") ? filters : 0;
        layer.trainableParameters = layer.parameters;
        return applyActivation(layer);
    }

    base::Result<void> fitWindow(PlannedLayer& layer, std::pair<std::int64_t, std::int64_t> window,
        std::pair<std::int64_t, std::int64_t> dilation,
        std::pair<std::int64_t, std::int64_t> strides) const
    {
        if (const auto map = needsMap(layer); !map)
            return map;
        const bool same = text(layer.spec, "padding") == "same";
        const auto along = [same](std::int64_t size, std::int64_t extent, std::int64_t stride) {
            return same ? (size + stride - 1) / stride : (size - extent + stride) / stride;
        };
        const std::int64_t high = (window.first - 1) * dilation.first + 1;
        const std::int64_t wide = (window.second - 1) * dilation.second + 1;
        if (!same && (high > layer.input[0] || wide > layer.input[1]))
            return shapeError(called(layer.spec, layer.source) + " has a window of " +
                                  toText({high, wide}) + " on a map of " + toText(layer.input),
                "make the window smaller, or set padding to 'same'");
        layer.output = {along(layer.input[0], high, strides.first),
            along(layer.input[1], wide, strides.second), layer.input[2]};
        return {};
    }

    std::string classesText() const { return std::to_string(m_classCount) + " classes"; }

    /// The last dense layer, when only activations follow it; null otherwise.
    const PlannedLayer* lastDense() const
    {
        for (auto layer = m_layers.rbegin(); layer != m_layers.rend(); ++layer) {
            if (layer->spec.type == "dense")
                return &*layer;
            if (layer->spec.type != "activation")
                return nullptr;
        }
        return nullptr;
    }

    std::string lastActivation() const
    {
        return m_layers.empty() ? std::string() : text(m_layers.back().spec, "activation");
    }

    base::Result<void> planEnd()
    {
        const PlannedLayer* const dense = lastDense();
        if (dense && m_shape.size() == 1) {
            if (m_shape[0] == m_classCount)
                return {};
            if (m_shape[0] == 1 && lastActivation() == "sigmoid" && m_classCount == 2)
                return {};
            if (lastActivation() == "softmax" || (m_shape[0] == 1 && lastActivation() == "sigmoid"))
                return shapeError(called(dense->spec, dense->source) + " ends in " +
                                      std::to_string(m_shape[0]) + " " +
                                      (m_shape[0] == 1 ? "unit" : "units") + ", but the data has " +
                                      classesText(),
                    "set its count to " + std::to_string(m_classCount));
        }
        if (m_shape.size() != 1) {
            const std::string what = m_layers.empty()
                                         ? std::string("the backbone")
                                         : called(m_layers.back().spec, m_layers.back().source);
            return shapeError(what + " gives " + toText(m_shape) +
                                  "; the network must end in one number per class",
                "add global_max_pooling2d or flatten before the last dense layer");
        }
        LayerSpec last = defaultLayer("dense");
        last.options["units"] = m_classCount;
        last.options["activation"] = m_config.classifierActivation;
        if (m_config.includeTop)
            last.options["name"] = "predictions"; // Keras' name of its top
        if (const auto added = append(last, -1); !added)
            return added;
        if (m_shape[0] != m_classCount)
            return shapeError("classifier_activation glu halves the classes", "use softmax");
        return {};
    }

    const ModelConfig& m_config;
    int m_classCount = 0;
    Shape m_shape;
    std::vector<PlannedLayer> m_layers;
    std::map<std::string, int> m_numbers;
    std::map<std::string, int> m_names;
};

} // namespace

std::string toText(const Shape& shape)
{
    std::string result;
    for (const std::int64_t size : shape)
        result += (result.empty() ? "" : "×") + std::to_string(size);
    return result;
}

Shape backboneOutputShape(const ModelConfig& config)
{
    return mobileNetV2Layout(config.alpha, config.preprocessing.height, config.preprocessing.width)
        .back()
        .output;
}

base::Result<std::vector<PlannedLayer>> planHead(const ModelConfig& config, int classCount)
{
    try {
        return HeadPlanner(config, classCount).plan();
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the head could not be planned: ") + error.what(), "added_layers");
    }
}

base::Result<void> checkLossFits(const ModelConfig& config, int classCount)
{
    const auto head = planHead(config, classCount);
    if (!head)
        return base::failure(head);
    const std::string& loss = config.loss.name;
    const bool categorical =
        loss.find("categorical") != std::string::npos || loss == "kl_divergence";
    if (head->back().output.back() == 1 && categorical)
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "the loss '" + loss + "' needs one unit per class, the network ends in one unit",
            "params", "use binary_crossentropy, or a last dense layer with 2 units and softmax");
    if (classCount > 2 && loss.starts_with("binary_focal"))
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "the loss '" + loss + "' is for two classes, the data has " +
                std::to_string(classCount),
            "params", "use categorical_focal_crossentropy");
    return {};
}

} // namespace negatoscope::model
