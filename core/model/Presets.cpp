#include "core/model/ConfigSchema.h"
#include "core/model/ModelConfig.h"

#include "core/base/Text.h"

#include <algorithm>

namespace negatoscope::model {

namespace {

LayerSpec dropout(double rate)
{
    LayerSpec layer = defaultLayer("dropout");
    layer.options["rate"] = rate;
    return layer;
}

LayerSpec dense(int units, const char* activation)
{
    LayerSpec layer = defaultLayer("dense");
    layer.options["units"] = units;
    layer.options["activation"] = activation;
    return layer;
}

/// What all presets share: the notebook's network, frozen statistics, class weights.
ModelConfig common()
{
    ModelConfig config = defaultConfig();
    config.alpha = 0.35;
    config.batchNorm = BatchNormMode::Frozen;
    config.balance = dataset::Balance::ClassWeights;
    return config;
}

std::vector<LayerSpec> notebookHead(int classCount)
{
    return {dropout(0.3), dense(128, "relu"), dropout(0.2), dense(classCount, "softmax")};
}

/// The notebook's dictionary as it is meant to be started from: frozen backbone, no augmentation.
ModelConfig notebookPreset(int classCount)
{
    ModelConfig config = common();
    config.pooling = Pooling::Max;
    config.addedLayers = notebookHead(classCount);
    config.epochs = 20;
    config.batchSize = 100;
    return config;
}

/// science.md 10, INSTANT: original, flip, 2 strong, 4 extra; the last epoch is the model.
ModelConfig instantPreset(int classCount)
{
    ModelConfig config = notebookPreset(classCount);
    config.optimizer = defaultOptimizer("adam");
    config.loss.labelSmoothing = 0.05;
    config.epochs = 12;
    config.standardizeFeatures = true;
    config.views = {.original = 1, .flip = 1, .mild = 0, .strong = 2, .extra = 4};
    config.monitor = "last";
    return config;
}

/// science.md 7.1 recipe M: fine-tuning from one linear layer on the averaged features.
ModelConfig fineTuning(int classCount)
{
    ModelConfig config = common();
    config.strategy = Strategy::FineTuning;
    config.pooling = Pooling::Average;
    config.addedLayers = {dropout(0.3)};
    if (classCount == 2) {
        config.addedLayers.push_back(dense(1, "sigmoid"));
        config.loss.name = "binary_crossentropy";
    } else {
        config.addedLayers.push_back(dense(classCount, "softmax"));
    }
    config.batchSize = 64;
    config.optimizer.learningRate = 1e-3;
    config.optimizer.weightDecay = 0.01;
    config.headLearningRate = 3e-3;
    config.schedule.name = "cosine";
    config.schedule.warmUp = 0.1;
    config.monitor = "last";
    return config;
}

/// science.md 10, QUICK: blocks 13 and later, original, flip, 3 mild, 3 strong.
ModelConfig quickPreset(int classCount)
{
    constexpr int kBlock13 = 116;
    ModelConfig config = fineTuning(classCount);
    config.fixedLayers = kBlock13;
    config.epochs = 8;
    config.views = {.original = 1, .flip = 1, .mild = 3, .strong = 3, .extra = 0};
    return config;
}

/// science.md 10, BEST: blocks 10 and later, 16 views, averaged weights.
ModelConfig bestPreset(int classCount)
{
    constexpr int kBlock10 = 90;
    ModelConfig config = fineTuning(classCount);
    config.fixedLayers = kBlock10;
    config.epochs = 14;
    config.views = {.original = 1, .flip = 1, .mild = 2, .strong = 4, .extra = 8};
    config.ema = EmaConfig{.momentum = 0.995, .startFraction = 0.3};
    return config;
}

} // namespace

const std::vector<std::string>& presetNames()
{
    static const std::vector<std::string> kNames{"notebook", "instant", "quick", "best"};
    return kNames;
}

base::Result<ModelConfig> presetConfig(std::string_view name, int classCount)
{
    const int classes = std::max(classCount, 2);
    const std::string wanted = base::toLower(name.substr(0, 32));
    if (wanted == "notebook")
        return notebookPreset(classes);
    if (wanted == "instant")
        return instantPreset(classes);
    if (wanted == "quick")
        return quickPreset(classes);
    if (wanted == "best")
        return bestPreset(classes);
    const std::string nearest = base::nearestName(wanted, presetNames());
    return base::failure(base::ErrorCode::InvalidConfiguration,
        "there is no preset '" + std::string(name.substr(0, 32)) + "'", "--preset",
        nearest.empty() ? "use notebook, instant, quick or best"
                        : "did you mean '" + nearest + "'?");
}

} // namespace negatoscope::model
