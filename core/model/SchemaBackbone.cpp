#include "core/model/MobileNetV2Layout.h"
#include "core/model/SchemaRows.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace negatoscope::model::schema {

namespace {

const char* const kGroup = "Backbone";
constexpr int kSmallestSide = 32; // MobileNetV2 halves the film five times
constexpr int kLargestSide = 2048;

ParameterRow modelRow()
{
    const std::vector<std::string> names{"MobileNetV2"};
    return notebook(
        choiceRow({"model", kGroup, "Model",
                      "The network whose features are used. MobileNetV2 is small enough "
                      "to train on a laptop without a graphics card."},
            names, field(&ModelConfig::model)));
}

ParameterRow alphaRow()
{
    ParameterRow row = realRow(
        {"alpha", kGroup, "Width (alpha)",
            "How many channels every layer has, relative to the full network. Wider sees more and "
            "is slower: 1.0 needs about five times the arithmetic of 0.35. Widths other than the "
            "six published ones work with random weights only."},
        {0.05, 4.0}, field(&ModelConfig::alpha));
    row.choices = {"0.35", "0.5", "0.75", "1.0", "1.3", "1.4"};
    return notebook(row);
}

ParameterRow weightsRow()
{
    ParameterRow row;
    row.key = "weights";
    row.group = kGroup;
    row.label = "Starting weights";
    row.effect =
        "Where the backbone's weights come from: imagenet (Keras' published file, downloaded "
        "once), phantom (made by us from drawn films, always there), random, or the path of "
        "a file. Pretrained weights need far fewer films than random ones.";
    row.kind = ValueKind::Text;
    row.choices = {"imagenet", "phantom", "random"};
    row.get = [](const ModelConfig& config) {
        return nlohmann::json(config.weights);
    };
    row.set = [choices = row.choices](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        // None is Keras' word for random weights.
        if (value.is_null()) {
            config.weights = "random";
            return {};
        }
        auto text = readText({"weights"}, value);
        if (!text)
            return base::failure(text);
        const std::string lower = base::toLower(*text);
        const bool known = std::find(choices.begin(), choices.end(), lower) != choices.end();
        config.weights = known ? lower : *text;
        return {};
    };
    return notebook(row);
}

ParameterRow inputTensorRow()
{
    ParameterRow row;
    row.key = "input_tensor";
    row.group = kGroup;
    row.label = "Input tensor";
    row.effect = "Keras' way to put the network behind another one. Here it is always None: the "
                 "network reads films.";
    row.kind = ValueKind::Text;
    row.nullable = true;
    row.advanced = true;
    row.get = [](const ModelConfig&) {
        return nlohmann::json();
    };
    row.set = [](ModelConfig&, const nlohmann::json& value) -> base::Result<void> {
        if (value.is_null())
            return {};
        return invalidValue({"input_tensor"}, value, "only None is possible");
    };
    // Nothing to choose, so nothing for the form.
    row.applies = [](const ModelConfig&) {
        return false;
    };
    return notebook(row);
}

ParameterRow poolingRow()
{
    ParameterRow row = enumRow<Pooling>(
        {"pooling", kGroup, "Pooling",
            "How the last feature map becomes one number per channel: avg takes the mean over the "
            "film, max the strongest place, none keeps the map for convolution layers."},
        {{"avg", Pooling::Average}, {"max", Pooling::Max}}, field(&ModelConfig::pooling));
    row.nullable = true;
    row.get = [get = row.get](const ModelConfig& config) {
        return config.pooling == Pooling::None ? nlohmann::json() : get(config);
    };
    row.set = [set = row.set](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        const bool none = value.is_null() ||
                          (value.is_string() && (plainName(value.get<std::string>()) == "none" ||
                                                    plainName(value.get<std::string>()) == "null"));
        if (!none)
            return set(config, value);
        config.pooling = Pooling::None;
        return {};
    };
    return notebook(row);
}

base::Result<void> setSides(ModelConfig& config, const Place& place, const nlohmann::json& value)
{
    const auto sides = readPair(place, value, kSmallestSide, kLargestSide);
    if (!sides)
        return base::failure(sides);
    config.preprocessing.height = sides->first;
    config.preprocessing.width = sides->second;
    return {};
}

ParameterRow imageSizeRow()
{
    ParameterRow row;
    row.key = "img_size";
    row.group = "Films";
    row.label = "Image size";
    row.effect =
        "Pixels to which every film is brought, one number or (height, width). Larger shows "
        "finer detail and costs time with the square; published weights exist for 96, 128, "
        "160, 192 and 224.";
    row.kind = ValueKind::Sizes;
    row.minimum = kSmallestSide;
    row.maximum = kLargestSide;
    row.get = [](const ModelConfig& config) -> nlohmann::json {
        const auto& films = config.preprocessing;
        if (films.height == films.width)
            return films.height;
        return {films.height, films.width};
    };
    row.set = [](ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        return setSides(config, {"img_size"}, value);
    };
    return notebook(row);
}

ParameterRow inputShapeRow()
{
    ParameterRow row;
    row.key = "input_shape";
    row.group = "Films";
    row.label = "Input shape";
    row.effect = "Height, width and channels of the network's input; agrees with img_size. The "
                 "channels are always 3: a grey film is repeated three times.";
    row.kind = ValueKind::Sizes;
    row.advanced = true;
    row.minimum = kSmallestSide;
    row.maximum = kLargestSide;
    row.get = [](const ModelConfig& config) -> nlohmann::json {
        return {config.preprocessing.height, config.preprocessing.width, 3};
    };
    row.set = [](ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (value.is_null())
            return {};
        if (!value.is_array() || value.size() != 3)
            return invalidValue({"input_shape"}, value, "use (height, width, 3)");
        if (value[2] != 3)
            return invalidValue({"input_shape"}, value,
                "use three channels: a grey film (rgb: False) is repeated three times");
        return setSides(config, {"input_shape"}, {value[0], value[1]});
    };
    // The form shows img_size; this is the same thing said twice.
    row.applies = [](const ModelConfig&) {
        return false;
    };
    return notebook(row);
}

} // namespace

std::vector<ParameterRow> backboneRows()
{
    std::vector<std::string> activations = activationNames();
    std::vector<ParameterRow> rows;
    rows.push_back(modelRow());
    rows.push_back(alphaRow());
    rows.push_back(weightsRow());
    rows.push_back(advanced(notebook(booleanRow(
        {"include_top", kGroup, "Keras' own top",
            "Ends the network as Keras does: global average pooling and one dense layer with "
            "classifier_activation. The added layers must then be empty, and pooling is ignored."},
        field(&ModelConfig::includeTop)))));
    rows.push_back(inputTensorRow());
    rows.push_back(poolingRow());
    rows.push_back(advanced(notebook(choiceRow(
        {"classifier_activation", kGroup, "Classifier activation",
            "Activation of the final dense layer that is appended when the added layers do not end "
            "in one."},
        std::move(activations), field(&ModelConfig::classifierActivation)))));
    rows.push_back(advanced(notebook(booleanRow(
        {"include_preprocessing", kGroup, "Preprocessing inside the model",
            "Puts the rescaling of grey levels into the model and its exports, which then take "
            "0…255. Scores do not change."},
        field(&ModelConfig::includePreprocessing)))));
    return rows;
}

std::vector<ParameterRow> filmRows()
{
    using image::Interpolation;
    using image::Preprocessing;
    using image::ResizePolicy;
    const char* const group = "Films";
    std::vector<ParameterRow> rows;
    rows.push_back(
        notebook(booleanRow({"rgb", group, "Colour",
                                "Reads films in colour. X-ray films are grey: False reads "
                                "one channel and repeats it three times."},
            field(&ModelConfig::preprocessing, &Preprocessing::rgb))));
    rows.push_back(imageSizeRow());
    rows.push_back(inputShapeRow());
    rows.push_back(advanced(enumRow<ResizePolicy>(
        {"resize", group, "Resize",
            "stretch fills the square as Keras does and bends the chest; letterbox keeps the shape "
            "with black borders; crop keeps the shape and cuts the long side."},
        {{"stretch", ResizePolicy::Stretch}, {"letterbox", ResizePolicy::Letterbox},
            {"crop", ResizePolicy::Crop}},
        field(&ModelConfig::preprocessing, &Preprocessing::policy))));
    rows.push_back(advanced(enumRow<Interpolation>(
        {"interpolation", group, "Interpolation",
            "bilinear is what Keras does, and skips pixels when it shrinks; area averages all of "
            "them, which is smoother."},
        {{"bilinear", Interpolation::Bilinear}, {"area", Interpolation::Area}},
        field(&ModelConfig::preprocessing, &Preprocessing::interpolation))));
    return rows;
}

} // namespace negatoscope::model::schema
