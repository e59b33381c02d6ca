#pragma once

#include "core/base/Result.h"
#include "core/model/LayerStack.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::model {

/// One variable as a file holds it: Keras' layout, C order.
struct StoredVariable
{
    std::string layer; ///< "block_1_expand"
    std::string name;  ///< "kernel", "gamma", …; "0", "1", … where the file only numbers them
    Shape shape;
    std::vector<float> values;
};

/// What a model file of any kind says, before it is understood.
struct StoredModel
{
    std::string source;                    ///< "Keras .h5, Keras 2 layout"
    std::vector<StoredVariable> variables; ///< layers in the file's order
    nlohmann::json topology; ///< Keras' {"class_name", "config"}; null for weights alone
    std::vector<std::string> classNames;
    bool isTeachableMachine = false;
    bool isGrayscale = false; ///< Teachable Machine's option
};

/// Reads a Keras .h5, .weights.h5 or .keras file, a TensorFlow.js / Teachable Machine folder or
/// model.json, a .safetensors file, or the weights of a run folder of ours. Files are untrusted:
/// errors (NotFound, CorruptFile, UnsupportedFormat, TooLarge) name the file and what is wrong.
base::Result<StoredModel> readStoredModel(const std::filesystem::path& path);

/// The variables of a safetensors file of ours.
base::Result<StoredModel> storedFromSafetensors(
    std::span<const std::byte> bytes, const std::string& where);

/// Keras' class names in snake case: Conv2D → conv2d, ReLU → re_lu (keras.md 8.2).
std::string kerasSnakeCase(const std::string& className);

/// Names of the variables that Keras gives a layer of this class, in its order; empty when it has
/// none or is not known.
std::vector<std::string> kerasVariableNames(
    const std::string& className, const nlohmann::json& config);

/// Files larger than this are refused.
inline constexpr std::uint64_t kMaxModelBytes = 512ULL << 20;
/// Variables larger than this (in numbers, all together) are refused.
inline constexpr std::uint64_t kMaxModelValues = 64ULL << 20;

} // namespace negatoscope::model
