#include "ui/lab/LabPresets.h"

#include "core/model/ConfigSchema.h"

#include <QCoreApplication>

#include <array>

namespace negatoscope::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Preset)
};

/// The notebook's configuration with one thing done wrong.
struct Mistake
{
    const char* id;
    void (*make)(model::ModelConfig& config);
};

void dense(model::ModelConfig& config, int units)
{
    for (model::LayerSpec& layer : config.addedLayers) {
        if (layer.type == "dropout") {
            layer.enabled = false;
        } else if (&layer != &config.addedLayers.back()) {
            layer.options["units"] = units;
        }
    }
}

const std::array<Mistake, 6> kMistakes{{
    {"steps_too_large",
        [](model::ModelConfig& config) {
            config.optimizer = model::defaultOptimizer("sgd");
            config.optimizer.learningRate = 0.5;
            config.optimizer.momentum = 0.9;
        }},
    {"steps_too_small",
        [](model::ModelConfig& config) {
            config.optimizer.learningRate = 1e-6;
            config.epochs = 10;
        }},
    {"frequent_class",
        [](model::ModelConfig& config) {
            config.balance = dataset::Balance::None;
            config.optimizer.learningRate = 3e-5;
            config.epochs = 3;
        }},
    {"by_heart",
        [](model::ModelConfig& config) {
            dense(config, 1024);
            config.optimizer.weightDecay = 0.0;
            config.epochs = 40;
        }},
    {"untrained_backbone",
        [](model::ModelConfig& config) {
            config.weights = "random";
        }},
    {"batch_norm_trap",
        [](model::ModelConfig& config) {
            config.strategy = model::Strategy::FineTuning;
            config.fixedLayers = 134; // block 15 and later
            config.batchNorm = model::BatchNormMode::Keras;
            config.batchSize = 32;
            config.epochs = 3;
        }},
}};

} // namespace

std::vector<LabPreset> labPresets()
{
    const auto good = [](const char* id, const QString& title, const QString& reason) {
        return LabPreset{QString::fromLatin1(id), title, reason, false};
    };
    const auto bad = [](const char* id, const QString& title, const QString& reason) {
        return LabPreset{QString::fromLatin1(id), title, reason, true};
    };
    return {
        good("notebook", Words::tr("Notebook"),
            Words::tr("The dictionary of the course notebook, as it is.")),
        good("instant", Words::tr("Instant"), Words::tr("Frozen backbone: a result in seconds.")),
        good(
            "quick", Words::tr("Quick"), Words::tr("The last blocks adapt to the films: minutes.")),
        good("best", Words::tr("Best"),
            Words::tr("More views and epochs: the most accurate, and the slowest.")),
        bad("steps_too_large", Words::tr("Steps too large"),
            Words::tr("Every step overshoots: the loss jumps, and one class may swallow all "
                      "films.")),
        bad("steps_too_small", Words::tr("Steps too small"),
            Words::tr("Nothing goes wrong and nothing happens: ten epochs end where they began.")),
        bad("frequent_class", Words::tr("The frequent class wins"),
            Words::tr("Without class weights, accuracy looks fine while specificity suffers.")),
        bad("by_heart", Words::tr("Learned by heart"),
            Words::tr("No dropout and a large layer: training loss goes to zero, validation loss "
                      "turns back up.")),
        bad("untrained_backbone", Words::tr("Untrained backbone"),
            Words::tr("Random frozen weights: what the years on everyday photographs are worth.")),
        bad("batch_norm_trap", Words::tr("Batch normalisation trap"),
            Words::tr("Statistics of small batches while training, others when predicting: the "
                      "curves of training and validation disagree.")),
    };
}

base::Result<model::ModelConfig> presetOver(
    const QString& id, const model::ModelConfig& current, int classCount)
{
    const Mistake* mistake = nullptr;
    for (const Mistake& candidate : kMistakes) {
        if (id == QLatin1String(candidate.id)) {
            mistake = &candidate;
        }
    }
    auto config =
        model::presetConfig(mistake != nullptr ? "notebook" : id.toStdString(), classCount);
    if (config) {
        config->alpha = current.alpha;
        config->weights = current.weights;
        if (mistake != nullptr) {
            mistake->make(*config);
        }
    }
    return config;
}

} // namespace negatoscope::ui
