#include "core/model/MobileNetV2Layout.h"
#include "core/model/SchemaRows.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::model::schema {

namespace {

const char* const kGroup = "Training";
constexpr int kMostLayers = 200;

bool trainsBackbone(const ModelConfig& config)
{
    return config.strategy != Strategy::NoTuning;
}

/// The index of a layer, or of the first layer of a block ("block_13").
base::Result<int> layerIndex(const ModelConfig& config, const nlohmann::json& value)
{
    const std::string name = value.get<std::string>();
    const auto layout = mobileNetV2Layout(config.alpha, 224, 224);
    std::string block = name;
    if (name == "block_0")
        block = "expanded_conv";
    std::vector<std::string> names;
    for (std::size_t i = 0; i < layout.size(); ++i) {
        if (layout[i].name == name || layout[i].name.starts_with(block + "_"))
            return static_cast<int>(i);
        names.push_back(layout[i].name);
    }
    const std::string nearest = name.size() <= 40 ? base::nearestName(name, names) : "";
    return invalidValue({"fixed_layers"}, value,
        nearest.empty() ? "use a layer's index, its name, or a block such as 'block_13'"
                        : "did you mean '" + nearest + "'?");
}

ParameterRow fixedLayersRow()
{
    ParameterRow row = integerRow({"fixed_layers", kGroup, "Frozen layers",
                                      "How many of the backbone's first layers stay as they are "
                                      "(Keras' layer indices; a block "
                                      "name such as 'block_13' works too). More frozen is quicker "
                                      "and needs fewer films; fewer "
                                      "adapts more to them."},
        {0, kMostLayers}, field(&ModelConfig::fixedLayers));
    row.set = [set = row.set](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (!value.is_string())
            return set(config, value);
        const auto index = layerIndex(config, value);
        if (!index)
            return base::failure(index);
        config.fixedLayers = *index;
        return {};
    };
    row.applies = [](const ModelConfig& config) {
        return config.strategy == Strategy::FineTuning || config.strategy == Strategy::TwoStage;
    };
    return notebook(row);
}

ParameterRow seedRow()
{
    constexpr double kLargest = 9007199254740992.0; // 2^53: exact in every JSON reader
    ParameterRow row = integerRow({"seed", kGroup, "Seed",
                                      "Start of all random numbers. The same seed and thread count "
                                      "give the same run; several "
                                      "seeds show how much of a difference is luck."},
        {0, kLargest}, {[](const ModelConfig&) { return 0; }, {}});
    row.get = [](const ModelConfig& config) {
        return nlohmann::json(config.seed);
    };
    row.set = [kLargest](ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        const auto seed = readInteger({"seed"}, value, 0, kLargest);
        if (!seed)
            return base::failure(seed);
        config.seed = static_cast<std::uint64_t>(*seed);
        return {};
    };
    return row;
}

/// False, True, "oversample", "undersample": the choices are JSON literals.
ParameterRow equilibrateRow()
{
    using dataset::Balance;
    ParameterRow row = enumRow<Balance>({"equilibrate", "Balance", "Balance the classes",
                                            "What is done when one class has many more films: true "
                                            "weights the rarer class up in the "
                                            "loss, oversample repeats its films, undersample "
                                            "leaves films of the larger class out."},
        {{"false", Balance::None}, {"true", Balance::ClassWeights},
            {"oversample", Balance::Oversample}, {"undersample", Balance::Undersample},
            {"none", Balance::None}, {"class_weights", Balance::ClassWeights}},
        field(&ModelConfig::balance));
    row.get = [get = row.get](const ModelConfig& config) -> nlohmann::json {
        if (config.balance == Balance::None || config.balance == Balance::ClassWeights)
            return config.balance == Balance::ClassWeights;
        return get(config);
    };
    row.set = [set = row.set](
                  ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (value.is_boolean())
            return set(config, value.get<bool>() ? "true" : "false");
        if (value.is_null())
            return set(config, "none");
        return set(config, value);
    };
    return notebook(row);
}

base::Result<std::vector<double>> readClassWeights(const nlohmann::json& value)
{
    constexpr std::size_t kMostClasses = 1000;
    constexpr double kLargestWeight = 1e6;
    const Place place{"class_weights"};
    const char* const allowed = "use one number per class, [1.9, 0.7], or {0: 1.9, 1: 0.7}";
    std::vector<double> weights;
    const auto put = [&](std::size_t index, const nlohmann::json& weight) {
        if (index >= kMostClasses || !weight.is_number() || weight.get<double>() < 0.0 ||
            weight.get<double>() > kLargestWeight)
            return false;
        if (weights.size() <= index)
            weights.resize(index + 1, 1.0); // a class that is not named weighs 1, as in Keras
        weights[index] = weight.get<double>();
        return true;
    };
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            if (!put(i, value[i]))
                return invalidValue(place, value, allowed);
        return weights;
    }
    if (!value.is_object())
        return invalidValue(place, value, allowed);
    for (const auto& [key, weight] : value.items()) {
        const bool number =
            !key.empty() && key.size() <= 4 &&
            std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!number || !put(static_cast<std::size_t>(std::stoul(key)), weight))
            return invalidValue(place, value, allowed);
    }
    return weights;
}

ParameterRow classWeightsRow()
{
    ParameterRow row;
    row.key = "class_weights";
    row.group = "Balance";
    row.label = "Class weights";
    row.effect =
        "How much a film of each class counts in the loss, in the order of the class names; "
        "given here they replace the balanced weights of equilibrate. A higher weight of "
        "PNEUMONIA raises sensitivity and lowers specificity.";
    row.kind = ValueKind::List;
    row.nullable = true;
    row.advanced = true;
    row.maximum = 1e6;
    row.get = [](const ModelConfig& config) {
        return config.classWeights.empty() ? nlohmann::json() : nlohmann::json(config.classWeights);
    };
    row.set = [](ModelConfig& config, const nlohmann::json& value) -> base::Result<void> {
        if (value.is_null()) {
            config.classWeights.clear();
            return {};
        }
        auto weights = readClassWeights(value);
        if (!weights)
            return base::failure(weights);
        config.classWeights = *std::move(weights);
        return {};
    };
    return row;
}

} // namespace

std::vector<ParameterRow> trainingRows()
{
    std::vector<ParameterRow> rows;
    rows.push_back(notebook(enumRow<Strategy>(
        {"strategy", kGroup, "Strategy",
            "no_tuning trains the added layers only; fine_tuning also the backbone behind "
            "fixed_layers; full_tuning everything; two_stage first the added layers, then as "
            "fine_tuning."},
        {{"no_tuning", Strategy::NoTuning}, {"fine_tuning", Strategy::FineTuning},
            {"full_tuning", Strategy::FullTuning}, {"two_stage", Strategy::TwoStage}},
        field(&ModelConfig::strategy))));
    rows.push_back(fixedLayersRow());
    rows.push_back(
        onlyWhere(advanced(enumRow<BatchNormMode>({"batch_norm", kGroup, "Batch normalisation",
                                                      "keras lets unfrozen layers measure each "
                                                      "batch, as a notebook does: early epochs can "
                                                      "then look far worse on validation than on "
                                                      "training. frozen keeps the statistics of "
                                                      "the pretrained network."},
                      {{"keras", BatchNormMode::Keras}, {"frozen", BatchNormMode::Frozen}},
                      field(&ModelConfig::batchNorm))),
            trainsBackbone));
    rows.push_back(notebook(integerRow(
        {"epochs", kGroup, "Epochs",
            "How often every film is seen. More fits the training films better; the validation "
            "curve says when that stops helping."},
        {1, 10000, Scale::Logarithmic}, field(&ModelConfig::epochs))));
    rows.push_back(notebook(integerRow(
        {"batch_size", kGroup, "Batch size",
            "Films per step. Larger batches give smoother and fewer steps per epoch and need more "
            "memory."},
        {1, 4096, Scale::Logarithmic}, field(&ModelConfig::batchSize))));
    rows.push_back(seedRow());
    rows.push_back(advanced(choiceRow(
        {"monitor", kGroup, "Best epoch by",
            "The figure that decides which epoch's weights become the model; last takes the last "
            "epoch."},
        {"val_loss", "val_accuracy", "val_auc", "val_precision", "val_recall", "loss", "accuracy",
            "auc", "precision", "recall", "last"},
        field(&ModelConfig::monitor))));
    rows.push_back(onlyWhere(
        advanced(integerRow({"head_epochs", kGroup, "Epochs of the first stage",
                                "two_stage: how long only the added layers are trained before the "
                                "backbone joins in."},
            {1, 10000}, field(&ModelConfig::headEpochs))),
        [](const ModelConfig& config) { return config.strategy == Strategy::TwoStage; }));
    rows.push_back(
        onlyWhere(advanced(realRow(
                      {"head_learning_rate", kGroup, "Learning rate of the head",
                          "Learning rate of the added layers when the backbone is trained too; 0 "
                          "uses the same for all."},
                      {0.0, 10.0, Scale::Logarithmic}, field(&ModelConfig::headLearningRate))),
            trainsBackbone));
    rows.push_back(
        onlyWhere(advanced(booleanRow(
                      {"standardize_features", kGroup, "Standardise features",
                          "Brings every feature of a frozen backbone to mean 0 and deviation 1 "
                          "before the added layers, which then learn faster."},
                      field(&ModelConfig::standardizeFeatures))),
            [](const ModelConfig& config) { return config.strategy == Strategy::NoTuning; }));
    rows.push_back(equilibrateRow());
    rows.push_back(classWeightsRow());
    return rows;
}

} // namespace negatoscope::model::schema
