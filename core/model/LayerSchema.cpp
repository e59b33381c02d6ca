#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/model/LayerValues.h"

#include <algorithm>
#include <map>

namespace negatoscope::model {

namespace {

using namespace schema;

constexpr int kMostUnits = 65536;
constexpr int kLargestKernel = 512;
/// A rate of 1 would leave nothing.
constexpr double kLargestRate = 0.999;

std::vector<ParameterRow> joinedRows(
    std::vector<ParameterRow> first, const std::vector<ParameterRow>& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// Name, word, effect, icon, count, arguments.
LayerRow layer(const char* type, const char* label, const char* effect, const char* icon,
    const char* countKey, std::vector<ParameterRow> arguments)
{
    return {type, label, effect, icon, countKey, std::move(arguments)};
}

std::vector<ParameterRow> kernelRows(bool withFilters)
{
    std::vector<ParameterRow> rows;
    if (withFilters)
        rows.push_back(integerArgument(
            {"filters", "Filters", "How many patterns are looked for; more needs more films."}, 64,
            1, kMostUnits));
    rows.push_back(
        pairArgument({"kernel_size", "Kernel size", "Size of a pattern in places of the map."}, 3,
            1, kLargestKernel));
    rows.push_back(pairArgument(
        {"strides", "Strides", "Step between places: 2 halves the map."}, 1, 1, kLargestKernel));
    rows.push_back(choiceArgument(
        {"padding", "Padding", "same keeps the size of the map, valid loses its border."}, "valid",
        {"valid", "same"}));
    return rows;
}

std::vector<ParameterRow> outputRows()
{
    return {activationArgument("linear"),
        booleanArgument({"use_bias", "Bias", "Adds one learned number to every output."}, true)};
}

std::vector<ParameterRow> weightRows(const std::vector<std::string>& kernels)
{
    std::vector<ParameterRow> rows;
    for (const std::string& kernel : kernels)
        rows.push_back(initializerArgument(kernel + "_initializer", "glorot_uniform"));
    rows.push_back(initializerArgument("bias_initializer", "zeros"));
    for (const std::string& kernel : kernels)
        rows.push_back(regularizerArgument(kernel + "_regularizer"));
    rows.push_back(regularizerArgument("bias_regularizer"));
    return rows;
}

ParameterRow dilationRow()
{
    ParameterRow row = pairArgument(
        {"dilation_rate", "Dilation", "Gaps inside the kernel: sees further with as few weights."},
        1, 1, kLargestKernel);
    row.advanced = true;
    return row;
}

ParameterRow depthMultiplierRow()
{
    return integerArgument(
        {"depth_multiplier", "Depth multiplier", "Outputs per input channel."}, 1, 1, 256);
}

LayerRow denseLayer()
{
    std::vector<ParameterRow> rows{integerArgument(
        {"units", "Units", "Neurons. More can learn finer rules and over-fits sooner."}, 128, 1,
        kMostUnits)};
    rows = joinedRows(std::move(rows), outputRows());
    return layer("dense", "Dense", "Every output is a weighted sum of all inputs.", "dense",
        "units", joinedRows(std::move(rows), weightRows({"kernel"})));
}

std::vector<LayerRow> convolutionLayers()
{
    std::vector<ParameterRow> plain = kernelRows(true);
    plain.push_back(dilationRow());
    ParameterRow groups = integerArgument(
        {"groups", "Groups", "Channels are cut into groups that do not see each other."}, 1, 1,
        4096);
    groups.advanced = true;
    plain.push_back(groups);
    plain = joinedRows(joinedRows(std::move(plain), outputRows()), weightRows({"kernel"}));

    std::vector<ParameterRow> depthwise = kernelRows(false);
    depthwise.push_back(depthMultiplierRow());
    depthwise.push_back(dilationRow());
    depthwise =
        joinedRows(joinedRows(std::move(depthwise), outputRows()), weightRows({"depthwise"}));

    std::vector<ParameterRow> separable = kernelRows(true);
    separable.push_back(dilationRow());
    separable.push_back(depthMultiplierRow());
    separable = joinedRows(
        joinedRows(std::move(separable), outputRows()), weightRows({"depthwise", "pointwise"}));

    return {
        layer("conv2d", "Convolution",
            "Looks for learned patterns at every place of the map; needs pooling: None before it.",
            "backbone", "filters", std::move(plain)),
        layer("depthwise_conv2d", "Depthwise convolution",
            "Looks for patterns in each channel by itself; few weights.", "backbone", "kernel_size",
            std::move(depthwise)),
        layer("separable_conv2d", "Separable convolution",
            "A depthwise convolution followed by a mix of the channels: a lighter convolution.",
            "backbone", "filters", std::move(separable))};
}

std::vector<LayerRow> poolingLayers()
{
    const auto arguments = [] {
        return std::vector<ParameterRow>{
            pairArgument({"pool_size", "Pool size", "Places of the map that become one."}, 2, 1,
                kLargestKernel),
            nullablePairArgument(
                {"strides", "Strides", "Step between places; none = the pool size."}, 1,
                kLargestKernel),
            choiceArgument(
                {"padding", "Padding", "same keeps incomplete places, valid drops them."}, "valid",
                {"valid", "same"})};
    };
    return {layer("max_pooling2d", "Max pooling", "Keeps the strongest of neighbouring places.",
                "pool", "pool_size", arguments()),
        layer("average_pooling2d", "Average pooling", "Takes the mean of neighbouring places.",
            "pool", "pool_size", arguments()),
        layer("global_average_pooling2d", "Global average pooling",
            "The mean of every channel over the whole film.", "pool", "", {}),
        layer("global_max_pooling2d", "Global max pooling",
            "The strongest place of every channel in the whole film.", "pool", "", {}),
        layer("flatten", "Flatten",
            "Lays the map out as one long list: keeps places apart and makes many weights.", "list",
            "", {})};
}

std::vector<LayerRow> noiseLayers()
{
    const auto rate = [](const char* effect) {
        return std::vector<ParameterRow>{
            realArgument({"rate", "Rate", effect}, 0.3, 0.0, kLargestRate)};
    };
    return {
        layer("dropout", "Dropout",
            "Switches off a random part of its inputs in training, so that no single one is relied "
            "on.",
            "dropout", "rate", rate("Part that is switched off: more restrains over-fitting.")),
        layer("gaussian_noise", "Gaussian noise", "Adds random noise in training.", "dice",
            "stddev",
            {realArgument({"stddev", "Deviation", "Strength of the noise."}, 0.1, 0.0, 1000.0)}),
        layer("gaussian_dropout", "Gaussian dropout", "Multiplies by random noise in training.",
            "dice", "rate", rate("Strength, as the rate of a dropout with the same variance.")),
        layer("alpha_dropout", "Alpha dropout",
            "Dropout that keeps mean and variance; meant for the selu activation.", "dropout",
            "rate", rate("Part that is switched off."))};
}

std::vector<LayerRow> otherLayers()
{
    const auto scaleRows = [] {
        return std::vector<ParameterRow>{
            booleanArgument({"center", "Centre", "Learns an offset (beta)."}, true),
            booleanArgument({"scale", "Scale", "Learns a factor (gamma)."}, true),
            initializerArgument("beta_initializer", "zeros"),
            initializerArgument("gamma_initializer", "ones"),
            regularizerArgument("beta_regularizer"), regularizerArgument("gamma_regularizer")};
    };
    const auto epsilon =
        realArgument({"epsilon", "Epsilon", "Added to the variance."}, 0.001, 1e-12, 1.0);
    std::vector<ParameterRow> batch{
        realArgument({"momentum", "Momentum", "Memory of the running mean and variance."}, 0.99,
            0.0, 0.999999),
        epsilon};
    batch = joinedRows(std::move(batch), scaleRows());
    batch.push_back(initializerArgument("moving_mean_initializer", "zeros"));
    batch.push_back(initializerArgument("moving_variance_initializer", "ones"));
    return {
        layer("batch_normalization", "Batch normalisation",
            "Brings every channel to mean 0 and deviation 1 over the batch; speeds training up.",
            "scale", "", std::move(batch)),
        layer("layer_normalization", "Layer normalisation",
            "Brings the channels of every film to mean 0 and deviation 1.", "scale", "",
            joinedRows({epsilon}, scaleRows())),
        layer("activation", "Activation", "Bends every input by a fixed curve.", "softmax",
            "activation",
            {activationArgument("relu"),
                realArgument({"negative_slope", "Slope below 0",
                                 "Of leaky_relu only. Keras' function has 0.2, its layer "
                                 "LeakyReLU 0.3."},
                    0.2, 0.0, 100.0)}),
        layer("rescaling", "Rescaling", "Multiplies by a fixed number and adds another.",
            "contrast", "scale",
            {realArgument({"scale", "Scale", "Factor."}, 1.0, -1e6, 1e6),
                realArgument({"offset", "Offset", "Added after the factor."}, 0.0, -1e6, 1e6)})};
}

/// Plain names (no underscores) of Keras' older and shorter classes.
std::string withoutLayerAlias(const std::string& plain)
{
    static const std::map<std::string, std::string> kAliases{{"maxpool2d", "maxpooling2d"},
        {"maxpooling", "maxpooling2d"}, {"avgpool2d", "averagepooling2d"},
        {"averagepool2d", "averagepooling2d"}, {"averagepooling", "averagepooling2d"},
        {"globalavgpool2d", "globalaveragepooling2d"},
        {"globalaveragepool2d", "globalaveragepooling2d"},
        {"globalaveragepooling", "globalaveragepooling2d"},
        {"globalmaxpool2d", "globalmaxpooling2d"}, {"globalmaxpooling", "globalmaxpooling2d"},
        {"batchnorm", "batchnormalization"}, {"layernorm", "layernormalization"},
        {"convolution2d", "conv2d"}, {"conv", "conv2d"},
        {"separableconvolution2d", "separableconv2d"},
        {"depthwiseconvolution2d", "depthwiseconv2d"}};
    const auto found = kAliases.find(plain);
    return found == kAliases.end() ? plain : found->second;
}

/// Arguments that Keras writes into every configuration, at the only value that we have.
bool isHarmless(const std::string& key, const nlohmann::json& value)
{
    if (key == "dtype" || key == "build_config" || key == "batch_input_shape")
        return true;
    if (key == "seed")
        return value.is_null() || value.is_number_integer();
    if (key == "trainable")
        return value == true;
    if (key == "data_format")
        return value.is_null() || value == "channels_last";
    if (key == "keepdims" || key == "synchronized" || key == "renorm" || key == "rms_scaling")
        return value == false;
    if (key == "axis")
        return value == -1 || value == nlohmann::json::array({-1});
    if (key == "noise_shape" || key == "activity_regularizer" || key == "quantization_config" ||
        key == "renorm_clipping" || key.ends_with("_constraint"))
        return value.is_null();
    return key == "renorm_momentum";
}

/// Keras' serialised {"class_name", "config"} flattened to {"type", …}.
nlohmann::json flattened(const nlohmann::json& json)
{
    if (!json.contains("class_name") || json.contains("type"))
        return json;
    nlohmann::json flat = json;
    flat["type"] = flat["class_name"];
    for (const char* key : {"class_name", "config", "module", "registered_name", "build_config"})
        flat.erase(key);
    if (const auto config = json.find("config"); config != json.end() && config->is_object())
        flat.update(*config);
    return flat;
}

std::vector<std::string> argumentNames(const LayerRow& row)
{
    std::vector<std::string> names;
    if (!row.countKey.empty())
        names.emplace_back("count");
    for (const ParameterRow& argument : row.arguments)
        names.push_back(argument.key);
    names.insert(names.end(), {"name", "enabled"});
    return names;
}

base::Result<void> setArgument(
    LayerSpec& spec, const LayerRow& row, const std::string& key, const nlohmann::json& value)
{
    const auto argument = std::find_if(row.arguments.begin(), row.arguments.end(),
        [&key](const ParameterRow& candidate) { return candidate.key == key; });
    if (argument == row.arguments.end()) {
        if (isHarmless(key, value))
            return {};
        return unknownKey(key, "params", argumentNames(row));
    }
    auto checked = argument->check(value);
    if (!checked)
        return base::failure(checked);
    spec.options[key] = *std::move(checked);
    return {};
}

base::Result<void> setName(LayerSpec& spec, const nlohmann::json& value)
{
    constexpr std::size_t kLongest = 100;
    if (value.is_null())
        return {};
    const auto name = readText({"name"}, value);
    if (!name)
        return base::failure(name);
    if (name->size() > kLongest || name->find('/') != std::string::npos)
        return invalidValue({"name"}, value, "use a short text without '/'");
    spec.options["name"] = *name;
    return {};
}

base::Result<void> setEntry(
    LayerSpec& spec, const LayerRow& row, const std::string& key, const nlohmann::json& value)
{
    if (key == "type")
        return {};
    if (key == "name")
        return setName(spec, value);
    if (key == "enabled") {
        const auto enabled = readBoolean({"enabled"}, value);
        if (!enabled)
            return base::failure(enabled);
        spec.enabled = *enabled;
        return {};
    }
    if (key != "count")
        return setArgument(spec, row, key, value);
    // {'type': 'flatten', 'count': None} is harmless.
    if (value.is_null())
        return {};
    if (row.countKey.empty())
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "a " + row.type + " layer has no count", "params", "leave 'count' out");
    return setArgument(spec, row, row.countKey, value);
}

} // namespace

const std::vector<LayerRow>& layerRows()
{
    static const std::vector<LayerRow> kRows = [] {
        std::vector<LayerRow> rows{denseLayer()};
        for (auto& group : {noiseLayers(), otherLayers(), poolingLayers(), convolutionLayers()})
            rows.insert(rows.end(), group.begin(), group.end());
        return rows;
    }();
    return kRows;
}

const LayerRow* findLayer(std::string_view type)
{
    constexpr std::size_t kLongest = 64;
    if (type.size() > kLongest)
        return nullptr;
    const std::string wanted = withoutLayerAlias(plainName(type));
    const auto& rows = layerRows();
    const auto found = std::find_if(rows.begin(), rows.end(),
        [&wanted](const LayerRow& row) { return plainName(row.type) == wanted; });
    return found == rows.end() ? nullptr : &*found;
}

LayerSpec defaultLayer(std::string_view type)
{
    LayerSpec spec;
    spec.type = std::string(type);
    if (const LayerRow* row = findLayer(type)) {
        spec.type = row->type;
        for (const ParameterRow& argument : row->arguments)
            spec.options[argument.key] = argument.defaultValue;
    }
    return spec;
}

base::Result<LayerSpec> layerFromJson(const nlohmann::json& json, int number)
{
    std::string where = "added_layers, layer " + std::to_string(number);
    if (!json.is_object())
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "a layer cannot be " + shown(json), where, "use {'type': 'dense', 'count': 128}");
    const nlohmann::json given = flattened(json);
    const auto type = given.find("type");
    if (type == given.end() || !type->is_string())
        return base::failure(base::ErrorCode::InvalidConfiguration, "the layer has no type", where,
            "use {'type': 'dense', 'count': 128}");
    const LayerRow* row = findLayer(type->get_ref<const std::string&>());
    if (!row) {
        std::vector<std::string> known;
        for (const LayerRow& candidate : layerRows())
            known.push_back(candidate.type);
        const auto error = readChoice({"type", where}, *type, known);
        return base::failure(error.error());
    }
    where += " (" + row->type + ")";
    if (given.contains("count") && !row->countKey.empty() && given.contains(row->countKey) &&
        given["count"] != given[row->countKey])
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "'count' and '" + row->countKey + "' say different things", where,
            "leave one of them out");
    LayerSpec spec = defaultLayer(row->type);
    for (const auto& [key, value] : given.items()) {
        const auto set = setEntry(spec, *row, key, value);
        if (set)
            continue;
        base::Error error = set.error();
        // The readers of single values do not know which layer they read for.
        constexpr std::string_view kNowhere = "params";
        error.where =
            error.where.starts_with(kNowhere) ? where + error.where.substr(kNowhere.size()) : where;
        return base::failure(std::move(error));
    }
    return spec;
}

nlohmann::ordered_json toJson(const LayerSpec& layer)
{
    nlohmann::ordered_json json;
    json["type"] = layer.type;
    if (layer.options.contains("name"))
        json["name"] = layer.options["name"];
    if (const LayerRow* row = findLayer(layer.type)) {
        for (const ParameterRow& argument : row->arguments)
            json[argument.key] = layer.options.value(argument.key, argument.defaultValue);
    }
    if (!layer.enabled)
        json["enabled"] = false;
    return json;
}

} // namespace negatoscope::model
