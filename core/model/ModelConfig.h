#pragma once

#include "core/base/Result.h"
#include "core/dataset/Balance.h"
#include "core/image/Augmentation.h"
#include "core/image/Preprocessing.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::model {

enum class Strategy {
    NoTuning,   ///< backbone frozen
    FineTuning, ///< the first `fixedLayers` Keras layers frozen
    FullTuning, ///< nothing frozen
    TwoStage    ///< head first, then fine-tuning
};

enum class Pooling { None, Average, Max };

/// What unfrozen BatchNormalization layers do while training (keras.md 2 and Appendix E.6).
enum class BatchNormMode {
    Keras, ///< batch statistics, moving average 0.999: what a notebook's dictionary means
    Frozen ///< statistics kept, gamma and beta trained
};

/// One optimizer with all its options; defaults and formulas are Keras' (keras.md 4.2).
struct OptimizerConfig
{
    std::string name = "adamw"; ///< sgd rmsprop adagrad adadelta adam adamw adamax nadam lion
    double learningRate = 0.001;
    double momentum = 0.0; ///< sgd, rmsprop
    bool nesterov = false; ///< sgd
    double rho = 0.9;      ///< rmsprop 0.9, adadelta 0.95
    bool centered = false; ///< rmsprop
    double beta1 = 0.9;
    double beta2 = 0.999; ///< lion 0.99
    double epsilon = 1e-7;
    bool amsgrad = false;                 ///< adam, adamw
    double initialAccumulator = 0.1;      ///< adagrad
    std::optional<double> weightDecay;    ///< decoupled; none = adamw 0.004, others no decay
    std::optional<double> clipNorm;       ///< per variable
    std::optional<double> globalClipNorm; ///< over all variables
    std::optional<double> clipValue;
    bool operator==(const OptimizerConfig&) const = default;
};

/// The optimizer with Keras' own defaults for it, e.g. rho 0.95 for adadelta, weight_decay 0.004
/// for adamw, learning rate 0.01 for sgd: what a bare name in the dictionary means.
OptimizerConfig defaultOptimizer(const std::string& name);

struct LossConfig
{
    /// categorical_crossentropy, sparse_categorical_crossentropy, binary_crossentropy,
    /// categorical_focal_crossentropy, binary_focal_crossentropy, hinge, categorical_hinge,
    /// kl_divergence, mean_squared_error, …
    std::string name = "categorical_crossentropy";
    double labelSmoothing = 0.0;
    double alpha = 0.25;              ///< focal
    double gamma = 2.0;               ///< focal
    bool applyClassBalancing = false; ///< binary focal
    bool operator==(const LossConfig&) const = default;
};

struct ScheduleConfig
{
    std::string name = "constant"; ///< constant cosine exponential reduce_on_plateau
    double warmUp = 0.0;           ///< fraction of all steps with a linear rise (0…1)
    double alpha = 0.0;            ///< cosine: final fraction
    double decayRate = 0.96;       ///< exponential: factor per `decayEpochs`
    double decayEpochs = 1.0;
    double factor = 0.1; ///< reduce_on_plateau
    int patience = 10;
    double minDelta = 1e-4;
    int cooldown = 0;
    double minLearningRate = 0.0;
    std::string monitor = "val_loss";
    bool operator==(const ScheduleConfig&) const = default;
};

struct EarlyStoppingConfig
{
    std::string monitor = "val_loss";
    double minDelta = 0.0;
    int patience = 5;
    bool restoreBestWeights = true;
    int startFromEpoch = 0;
    bool operator==(const EarlyStoppingConfig&) const = default;
};

struct EmaConfig
{
    double momentum = 0.99;
    double startFraction = 0.0; ///< of all steps: before it nothing is averaged
    bool operator==(const EmaConfig&) const = default;
};

/// Which views of each training film are cached once and drawn from, one per film and epoch, when
/// the configuration asks for a bank of views (science.md 10). All zero: no bank is asked for.
struct ViewsConfig
{
    int original = 0;
    int flip = 0;   ///< the original mirrored
    int mild = 0;   ///< image::Augmentation::mild
    int strong = 0; ///< image::Augmentation::strong
    int extra = 0;  ///< the widest ranges, science.md 10
    int total() const { return original + flip + mild + strong + extra; }
    bool operator==(const ViewsConfig&) const = default;
};

/// One entry of `added_layers`: a type and its options under Keras' argument names, validated and
/// completed with defaults by ConfigSchema. `count` of the notebook has become units, rate,
/// filters, pool_size, … by type. Disabled layers are kept, and skipped when the network is built.
struct LayerSpec
{
    std::string type;
    nlohmann::json options = nlohmann::json::object();
    bool enabled = true;
    bool operator==(const LayerSpec&) const = default;
};

/// The notebook's `params` and `added_layers`, typed. Every field has one row in ConfigSchema,
/// which reads, writes, explains and checks it.
struct ModelConfig
{
    // The backbone
    std::string model = "MobileNetV2";
    double alpha = 0.35;
    std::string weights = "imagenet"; ///< imagenet, phantom, random, or a path
    bool includeTop = false;
    Pooling pooling = Pooling::Max;
    std::string classifierActivation = "softmax";
    bool includePreprocessing = false; ///< the rescaling is part of the model and its exports

    // The films
    image::Preprocessing preprocessing; ///< img_size, input_shape, rgb, resize, interpolation

    // What is trained
    Strategy strategy = Strategy::NoTuning;
    int fixedLayers = 100; ///< Keras layer indices
    BatchNormMode batchNorm = BatchNormMode::Keras;
    std::vector<LayerSpec> addedLayers; ///< the last dense gives the classes; appended if missing

    // How
    int epochs = 10;
    int batchSize = 32;
    std::uint64_t seed = 42;
    OptimizerConfig optimizer;
    LossConfig loss;
    ScheduleConfig schedule;
    std::optional<EarlyStoppingConfig> earlyStopping;
    std::optional<EmaConfig> ema;
    dataset::Balance balance = dataset::Balance::None;
    std::vector<double>
        classWeights; ///< by class; overrides `equilibrate: true`; empty = none given
    std::optional<image::Augmentation> augmentation;
    ViewsConfig views;
    /// Pooled features are standardised with the mean and deviation over the cached training
    /// features; stored in the model. Frozen backbone only.
    bool standardizeFeatures = false;
    std::string monitor = "val_loss"; ///< which epoch is the best one; "last" = the last
    int headEpochs = 3;               ///< two_stage: epochs of the first stage
    double headLearningRate = 0.0;    ///< 0 = the optimizer's; otherwise of the head's own layers

    bool operator==(const ModelConfig&) const = default;
};

/// What an empty dictionary means: every key at its default.
ModelConfig defaultConfig();

/// Reads `{"params": {…}, "added_layers": […]}`, or the params alone. Unknown keys, wrong types and
/// values out of range are errors that name the key, the value, what is allowed and the nearest
/// known name.
base::Result<ModelConfig> configFromJson(const nlohmann::json& json);
/// Every key, canonical order and names; configFromJson(toJson(c)) == c.
nlohmann::ordered_json toJson(const ModelConfig& config);

/// JSON, or the notebook's Python text: `params = {…}` and `added_layers = […]` with comments,
/// True/False/None, tuples, single quotes, trailing commas, + - * / of numbers.
base::Result<ModelConfig> configFromText(std::string_view text);
/// `params = {…}\nadded_layers = […]` as Python: the notebook's keys always, ours where they differ
/// from their defaults. configFromText(toNotebookText(c)) == c.
std::string toNotebookText(const ModelConfig& config);

/// `--set KEY=VALUE` with a dotted path: "learning_rate=3e-4", "added_layers.1.count=96",
/// "optimizer.weight_decay=0.01".
base::Result<ModelConfig> withSetting(const ModelConfig& config, std::string_view assignment);

/// The number of leading Keras layers that are not trained: `fixedLayers` for fine_tuning and
/// two_stage (its second stage), the whole backbone (154) for no_tuning, 0 for full_tuning.
int frozenLayerCount(const ModelConfig& config);

/// notebook, instant, quick, best (science.md 10). `classCount` matters to the presets with one
/// logit only: more than two classes get a softmax instead.
base::Result<ModelConfig> presetConfig(std::string_view name, int classCount = 2);
const std::vector<std::string>& presetNames();

/// Whether the loss can judge what the head gives: e.g. one sigmoid unit needs a binary loss.
base::Result<void> checkLossFits(const ModelConfig& config, int classCount);

} // namespace negatoscope::model
