#pragma once

// Private to core/model, core/training, core/explain and core/exporting: includes ATen.

#include "core/model/MobileNetV2Layout.h"
#include "core/model/Network.h"

#include <ATen/ATen.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::model {

/// Layer of the two variables "mean" and "variance" that standardise the (pooled) features in front
/// of the head, where the configuration asks for it.
inline constexpr const char* kStandardizationLayer = "feature_standardization";

/// How a variable's Keras shape becomes LibTorch's (keras.md 1.9).
enum class VariableLayout {
    Plain,    ///< as Keras stores it: dense kernels, vectors
    Conv,     ///< H,W,in,out → out,in,H,W
    Depthwise ///< H,W,C,M → C·M,1,H,W
};

/// One variable under its Keras name. `value` is stored in LibTorch's layout (convolutions OIHW,
/// dense kernels as Keras: inputs×units).
struct Variable
{
    std::string layer; ///< "block_1_expand_BN", "dense"
    std::string name;  ///< "kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", …
    at::Tensor value;
    bool trainableByNature = true; ///< false for moving statistics
    bool trainable = true;         ///< by nature and not frozen
    bool inHead = false;
    int layerIndex = 0; ///< Keras index; the head continues after the backbone's pooling
    VariableLayout layout = VariableLayout::Plain;
    Shape kerasShape;
};

/// Between Keras' layout (files, golden values) and the stored one.
std::vector<float> kerasValues(const Variable& variable);
at::Tensor torchTensor(const Variable& variable, std::span<const float> kerasValues);

struct ForwardContext
{
    bool training = false;  ///< dropout and batch statistics of unfrozen layers
    std::uint64_t seed = 0; ///< of dropout and noise in this step
    BatchNormMode batchNorm = BatchNormMode::Keras;
    bool updateStatistics = true; ///< moving averages of unfrozen BatchNormalization (Keras mode)
};

/// What the last layer says.
struct ForwardResult
{
    at::Tensor output; ///< N×units after the last activation
    at::Tensor
        logits; ///< N×units before it; undefined unless the last activation is softmax or sigmoid
    std::string activation;    ///< of the last layer: "softmax"; empty when it has none
    at::Tensor regularisation; ///< scalar, sum of the L1/L2 terms; undefined when there are none
};

/// The network as torch sees it. All activations are NCHW, channels-last in memory.
struct NetworkImpl
{
    ModelConfig config;
    int classCount = 0;
    std::vector<BackboneLayer> layout;
    std::vector<PlannedLayer> head;  ///< pooling first
    std::vector<Variable> variables; ///< Keras' order: backbone by layer, then head
    /// Position in `variables` of the first one of each Keras layer index, and one past the last.
    std::vector<std::size_t> firstVariable;

    int backboneSize() const { return static_cast<int>(layout.size()); } ///< 154

    /// Freezes backbone layers 0…firstTrainable−1 (154 = the whole backbone) and sets
    /// requires_grad accordingly. Frozen BatchNormalization runs in inference mode.
    void freezeBackboneBefore(int firstTrainable);
    int firstTrainable = 0;

    /// N×C×H×W (C = 1 or 3) → activation that enters layer `to`. from/to are layout indices at
    /// legal cuts (deepestCut); from 0 takes films, from c takes the cached activation.
    at::Tensor backbone(const at::Tensor& x, int from, int to, const ForwardContext& context);
    /// Backbone output (or pooled features when `pooled`) → result.
    ForwardResult runHead(const at::Tensor& features, bool pooled, const ForwardContext& context);
    /// Everything after a cut.
    ForwardResult forward(const at::Tensor& x, int from, const ForwardContext& context);

    std::vector<Variable*> trainableVariables();
    Variable* find(const std::string& layer, const std::string& name);
    std::span<Variable> variablesOf(int layerIndex);
    bool poolsBackbone() const; ///< head[0] is the configuration's global pooling
};

/// The backbone's variables of another network, in Keras' order.
struct BackboneValues
{
    std::span<const at::Tensor> values;
    int firstOwned = 0; ///< variables of layers before it are shared, the others copied
};

/// As Network::build, the backbone's variables given instead of drawn; who shares them never writes
/// to them. Errors: as Network::build; ShapeMismatch.
base::Result<Network> buildOnBackbone(const ModelConfig& config, int classCount,
    std::span<const at::Tensor> backbone, int firstOwned);

} // namespace negatoscope::model
