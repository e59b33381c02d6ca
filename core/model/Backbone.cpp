#include "core/model/HeadLayers_impl.h"
#include "core/model/LayerOptions.h"
#include "core/model/Network_impl.h"
#include "core/model/PreparedBackbone_impl.h"
#include "core/model/TorchCompat.h"

#include <algorithm>

namespace negatoscope::model {

namespace {

using Kind = BackboneLayer::Kind;
constexpr double kEpsilon = 1e-3;
constexpr double kMomentum = 0.999;

/// Walks the layers from one legal cut to another. Convolution and normalisation are one step
/// where the statistics are fixed: w·γ/√(var+ε) is differentiable and 2-3 times as fast.
class Walk
{
public:
    Walk(NetworkImpl& network, const ForwardContext& context, int from, int to)
        : m_network(network)
        , m_context(context)
        , m_from(from)
        , m_to(to)
        , m_kept(network.layout.size())
        , m_needed(network.layout.size(), false)
    {
        for (const BackboneLayer& layer : network.layout)
            if (layer.skipFrom >= 0)
                m_needed[static_cast<std::size_t>(layer.skipFrom)] = true;
    }

    at::Tensor run(const at::Tensor& input)
    {
        m_x = input.contiguous(at::MemoryFormat::ChannelsLast);
        if (m_from > 0)
            keep(m_from - 1);
        for (int i = m_from; i < m_to;)
            i = step(i);
        return m_x;
    }

private:
    const BackboneLayer& layer(int i) const
    {
        return m_network.layout[static_cast<std::size_t>(i)];
    }

    void keep(int i)
    {
        if (m_needed[static_cast<std::size_t>(i)])
            m_kept[static_cast<std::size_t>(i)] = m_x;
    }

    bool usesBatchStatistics(int i) const
    {
        return m_context.training && m_context.batchNorm == BatchNormMode::Keras &&
               i >= m_network.firstTrainable;
    }

    /// Runs layer i (and the normalisation after a convolution); gives the next index.
    int step(int i)
    {
        int next = i + 1;
        switch (layer(i).kind) {
        case Kind::Input:
            break;
        case Kind::Conv:
        case Kind::DepthwiseConv:
            next = convolve(i);
            break;
        case Kind::BatchNorm:
            normalise(i);
            break;
        case Kind::Relu6:
            relu6();
            break;
        case Kind::ZeroPad:
            m_x = padSame(m_x, {3, 3}, {2, 2}, {1, 1});
            m_mine = true;
            break;
        case Kind::Add:
            add(i);
            break;
        }
        keep(next - 1);
        return next;
    }

    void relu6()
    {
        // In place only on what this walk made and nothing else reads.
        m_x = m_mine ? at::hardtanh_(m_x, 0.0, 6.0) : at::hardtanh(m_x, 0.0, 6.0);
        m_mine = true;
    }

    void add(int i)
    {
        const at::Tensor& skip = m_kept[static_cast<std::size_t>(layer(i).skipFrom)];
        TORCH_CHECK(skip.defined(), "the cut goes through the residual of ", layer(i).name);
        m_x = m_mine ? m_x.add_(skip) : m_x + skip;
        m_mine = true;
    }

    int convolve(int i)
    {
        const BackboneLayer& conv = layer(i);
        at::Tensor weight = m_network.variablesOf(i)[0].value;
        at::Tensor bias;
        int next = i + 1;
        if (next < m_to && layer(next).kind == Kind::BatchNorm && !usesBatchStatistics(next)) {
            const auto norm = m_network.variablesOf(next);
            const auto scale = norm[0].value * at::rsqrt(norm[3].value + kEpsilon);
            weight = weight * scale.view({-1, 1, 1, 1});
            bias = norm[1].value - norm[2].value * scale;
            ++next;
        }
        const bool depthwise = conv.kind == Kind::DepthwiseConv;
        if (conv.name == "Conv1") {
            // A grey film stands for three equal channels: the kernel's sum over them does the
            // same.
            if (m_x.size(1) == 1)
                weight = weight.sum(1, true);
            m_x = padSame(m_x, {conv.kernel, conv.kernel}, {conv.stride, conv.stride}, {1, 1});
        }
        const std::int64_t padding = conv.stride == 1 ? conv.kernel / 2 : 0;
        m_x = at::conv2d(m_x, weight, bias, {conv.stride, conv.stride}, {padding, padding}, {1, 1},
            depthwise ? m_x.size(1) : 1);
        m_mine = true;
        return next;
    }

    void normalise(int i)
    {
        const auto norm = m_network.variablesOf(i);
        if (usesBatchStatistics(i)) {
            m_x = batchNormTraining(m_x, norm[0].value, norm[1].value, norm[2].value, norm[3].value,
                kMomentum, kEpsilon, m_context.updateStatistics);
        } else {
            const auto scale = norm[0].value * at::rsqrt(norm[3].value + kEpsilon);
            const auto shift = norm[1].value - norm[2].value * scale;
            m_x = m_x * scale.view({1, -1, 1, 1}) + shift.view({1, -1, 1, 1});
        }
        m_mine = true;
    }

    NetworkImpl& m_network;
    const ForwardContext& m_context;
    int m_from;
    int m_to;
    at::Tensor m_x;
    bool m_mine = false; ///< m_x was made here and may be overwritten
    std::vector<at::Tensor> m_kept;
    std::vector<bool> m_needed;
};

} // namespace

at::Tensor NetworkImpl::backbone(
    const at::Tensor& x, int from, int to, const ForwardContext& context)
{
    TORCH_CHECK(from >= 0 && from <= to && to <= backboneSize(), "no such range of layers");
    const image::Preprocessing& input = config.preprocessing;
    const bool isWholeReading = prepared && !context.training && !c10::GradMode::is_enabled() &&
                                from == 0 && to == backboneSize() &&
                                x.size(1) == input.channels() && x.size(2) == input.height &&
                                x.size(3) == input.width;
    if (isWholeReading && prepared->fits(*this))
        return prepared->run(x);
    return Walk(*this, context, from, to).run(x);
}

} // namespace negatoscope::model
