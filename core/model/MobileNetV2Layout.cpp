#include "core/model/MobileNetV2Layout.h"

#include <algorithm>
#include <array>

namespace negatoscope::model {

namespace {

/// keras.md 1.1: the nearest multiple of 8, never less than 90 % of the value.
std::int64_t makeDivisible(double value)
{
    constexpr std::int64_t kDivisor = 8;
    std::int64_t rounded = static_cast<std::int64_t>(value + 4.0) / kDivisor * kDivisor;
    rounded = std::max(kDivisor, rounded);
    if (static_cast<double>(rounded) < 0.9 * value)
        rounded += kDivisor;
    return rounded;
}

struct BlockPlan
{
    int filters = 0;
    int stride = 1;
};

/// keras.md 1.2, the nominal widths at alpha 1.
constexpr std::array<BlockPlan, 17> kBlocks{
    {{16, 1}, {24, 2}, {24, 1}, {32, 2}, {32, 1}, {32, 1}, {64, 2}, {64, 1}, {64, 1}, {64, 1},
        {96, 1}, {96, 1}, {96, 1}, {160, 2}, {160, 1}, {160, 1}, {320, 1}}};
constexpr std::int64_t kExpansion = 6;

/// Appends layers one after another, keeping the running shape.
class LayoutBuilder
{
public:
    using Kind = BackboneLayer::Kind;

    LayoutBuilder(int height, int width)
    {
        BackboneLayer input;
        input.name = "input_layer";
        input.kind = Kind::Input;
        input.output = {height, width, 3};
        m_layers.push_back(std::move(input));
    }

    int last() const { return static_cast<int>(m_layers.size()) - 1; }
    std::int64_t channels() const { return m_layers.back().output[2]; }
    std::vector<BackboneLayer> take() { return std::move(m_layers); }

    void conv(const std::string& name, int block, int kernel, int stride, std::int64_t filters)
    {
        BackboneLayer& layer = append(name, Kind::Conv, block);
        const std::int64_t inputs = layer.output[2];
        applyStride(layer, stride);
        layer.output[2] = filters;
        layer.kernel = kernel;
        layer.parameters = layer.trainableParameters = kernel * kernel * inputs * filters;
        layer.multiplyAdds = layer.output[0] * layer.output[1] * layer.parameters;
    }

    void depthwise(const std::string& name, int block, int stride)
    {
        constexpr int kKernel = 3;
        const bool padded = m_layers.back().kind == Kind::ZeroPad;
        BackboneLayer& layer = append(name, Kind::DepthwiseConv, block);
        if (padded) {
            layer.stride = stride;
            for (std::size_t axis = 0; axis < 2; ++axis)
                layer.output[axis] = (layer.output[axis] - kKernel) / stride + 1;
        } else {
            applyStride(layer, stride);
        }
        layer.kernel = kKernel;
        layer.parameters = layer.trainableParameters = kKernel * kKernel * layer.output[2];
        layer.multiplyAdds = layer.output[0] * layer.output[1] * layer.parameters;
    }

    void batchNorm(const std::string& name, int block)
    {
        BackboneLayer& layer = append(name, Kind::BatchNorm, block);
        layer.parameters = 4 * layer.output[2];
        layer.trainableParameters = 2 * layer.output[2];
    }

    void relu(const std::string& name, int block) { append(name, Kind::Relu6, block); }

    /// keras.md 1.4, correct_pad for a 3×3 kernel: one more row and column for even sizes, two for
    /// odd ones.
    void pad(const std::string& name, int block)
    {
        BackboneLayer& layer = append(name, Kind::ZeroPad, block);
        for (std::size_t axis = 0; axis < 2; ++axis)
            layer.output[axis] += layer.output[axis] % 2 == 0 ? 1 : 2;
    }

    void add(const std::string& name, int block, int skipFrom)
    {
        append(name, Kind::Add, block).skipFrom = skipFrom;
    }

private:
    BackboneLayer& append(const std::string& name, Kind kind, int block)
    {
        BackboneLayer layer;
        layer.name = name;
        layer.kind = kind;
        layer.block = block;
        layer.output = m_layers.back().output;
        m_layers.push_back(std::move(layer));
        return m_layers.back();
    }

    static void applyStride(BackboneLayer& layer, int stride)
    {
        layer.stride = stride;
        for (std::size_t axis = 0; axis < 2; ++axis)
            layer.output[axis] = (layer.output[axis] + stride - 1) / stride;
    }

    std::vector<BackboneLayer> m_layers;
};

void addBlock(LayoutBuilder& builder, int block, const BlockPlan& plan, double alpha)
{
    const std::string prefix =
        block == 0 ? std::string("expanded_conv_") : "block_" + std::to_string(block) + "_";
    const int blockInput = builder.last();
    const std::int64_t inputs = builder.channels();
    if (block > 0) {
        builder.conv(prefix + "expand", block, 1, 1, kExpansion * inputs);
        builder.batchNorm(prefix + "expand_BN", block);
        builder.relu(prefix + "expand_relu", block);
    }
    if (plan.stride == 2)
        builder.pad(prefix + "pad", block);
    builder.depthwise(prefix + "depthwise", block, plan.stride);
    builder.batchNorm(prefix + "depthwise_BN", block);
    builder.relu(prefix + "depthwise_relu", block);
    // Keras truncates filters·alpha to an integer before rounding to a multiple of 8.
    const auto truncated = static_cast<std::int64_t>(plan.filters * alpha);
    builder.conv(prefix + "project", block, 1, 1, makeDivisible(static_cast<double>(truncated)));
    builder.batchNorm(prefix + "project_BN", block);
    if (plan.stride == 1 && builder.channels() == inputs)
        builder.add(prefix + "add", block, blockInput);
}

} // namespace

std::vector<BackboneLayer> mobileNetV2Layout(double alpha, int height, int width)
{
    constexpr int kStem = -1;
    constexpr int kTail = static_cast<int>(kBlocks.size());
    LayoutBuilder builder(height, width);
    builder.conv("Conv1", kStem, 3, 2, makeDivisible(32.0 * alpha));
    builder.batchNorm("bn_Conv1", kStem);
    builder.relu("Conv1_relu", kStem);
    for (std::size_t block = 0; block < kBlocks.size(); ++block)
        addBlock(builder, static_cast<int>(block), kBlocks[block], alpha);
    // alpha does not narrow the last convolution, it only widens it.
    builder.conv("Conv_1", kTail, 1, 1, alpha > 1.0 ? makeDivisible(1280.0 * alpha) : 1280);
    builder.batchNorm("Conv_1_bn", kTail);
    builder.relu("out_relu", kTail);
    return builder.take();
}

int deepestCut(const std::vector<BackboneLayer>& layout, int firstTrainable)
{
    const int size = static_cast<int>(layout.size());
    int cut = std::clamp(firstTrainable, 0, size);
    const auto onlyOneTensorCrosses = [&](int at) {
        return std::none_of(layout.begin() + at, layout.end(), [at](const BackboneLayer& layer) {
            return layer.skipFrom >= 0 && layer.skipFrom < at - 1;
        });
    };
    while (cut > 0 && !onlyOneTensorCrosses(cut))
        --cut;
    return cut;
}

} // namespace negatoscope::model
