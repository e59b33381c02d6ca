#pragma once

#include "core/model/ModelConfig.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace negatoscope::model {

/// Sizes: one whole number or several, (height, width).
enum class ValueKind { Boolean, Integer, Real, Choice, Text, Sizes, Object, List };
enum class Scale { Linear, Logarithmic };

/// One parameter of the notebook's dictionary (or one argument of a layer type): how it is called,
/// what it may be, what it does. The form, the tooltips, the readers, the command line, the MLflow
/// parameters and the documentation are all made from these rows.
struct ParameterRow
{
    std::string key;   ///< as in the dictionary, dotted for objects: "optimizer.weight_decay"
    std::string group; ///< "Backbone", "Films", "Training", "Loss", "Schedule", …
    ValueKind kind = ValueKind::Real;
    nlohmann::json defaultValue;
    double minimum = 0.0; ///< Integer and Real
    double maximum = 0.0;
    bool nullable = false;
    Scale scale = Scale::Linear;
    std::vector<std::string> choices; ///< Choice
    std::string label;                ///< English, short: "Learning rate"
    std::string effect;      ///< English, one or two sentences: what more and less of it do
    bool advanced = false;   ///< behind "More settings" in the form
    bool inNotebook = false; ///< a key of the notebook's own dictionary
    std::function<nlohmann::json(const ModelConfig&)> get;
    std::function<base::Result<void>(ModelConfig&, const nlohmann::json&)> set;
    /// Whether the parameter means anything in this configuration (momentum does not for adam).
    /// Empty = always.
    std::function<bool(const ModelConfig&)> applies;
    /// Layer arguments: the value in the canonical form that LayerSpec::options holds, or why not.
    std::function<base::Result<nlohmann::json>(const nlohmann::json&)> check;
};

/// One layer type of `added_layers`. Canonical forms in LayerSpec::options, where every argument is
/// present: sizes (kernel_size, strides, pool_size, dilation_rate) are [height, width] and
/// `strides` of a pooling is null for "as pool_size"; an initialiser is its name, or Keras'
/// {"class_name": …, "config": {…}} with all its options where one differs from the default;
/// regularisers are null or {"l1": x, "l2": y}; activations are names, "linear" for none; `name`
/// and `seed` are absent when not given.
struct LayerRow
{
    std::string type;  ///< "dense", "dropout", …
    std::string label; ///< "Dense"
    std::string effect;
    std::string icon;     ///< name in resources/icons
    std::string countKey; ///< what the notebook's `count` means: "units", "rate"; "" none
    std::vector<ParameterRow> arguments; ///< Keras' argument names (get/set unused)
};

const std::vector<ParameterRow>& parameterRows();
const std::vector<LayerRow>& layerRows();
const ParameterRow* findParameter(std::string_view key);
const LayerRow* findLayer(std::string_view type); ///< also accepts Keras' class names: "Dense"

/// A layer of this type with its defaults; required arguments (units, filters, …) get a usable one.
LayerSpec defaultLayer(std::string_view type);
/// One entry of `added_layers`; `number` (1-based) names it in errors.
base::Result<LayerSpec> layerFromJson(const nlohmann::json& json, int number);
/// Type first, then the arguments in Keras' order, `enabled` last and only when false.
nlohmann::ordered_json toJson(const LayerSpec& layer);

/// Every activation name of Keras 3.
const std::vector<std::string>& activationNames();

/// A markdown table of all rows (the reference in the documentation).
std::string schemaMarkdown();

} // namespace negatoscope::model
