#include "core/model/FrozenPrefix_impl.h"

#include "core/base/Log.h"
#include "core/base/Random.h"
#include "core/model/FusedConvolution_impl.h"
#include "core/model/LayerOptions.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <algorithm>
#include <vector>

namespace negatoscope::model {

namespace {

using base::ErrorCode;
using Kind = BackboneLayer::Kind;

constexpr double kEpsilon = 1e-3;
constexpr double kLargestDifference = 1e-4; ///< of the self-test, relative above 1

/// One step of the prepared network. A convolution with all that is folded into it, or (where a
/// cut separates them) a lone layer.
struct Step
{
    Kind kind = Kind::Conv;
    FrozenConvolution convolution{};
    at::Tensor scale{}; ///< lone BatchNorm
    at::Tensor shift{};
    int skipFrom = -1; ///< index of the layer whose output is added
    int last = 0;      ///< index of the last layer that this step stands for
};

/// Turns the layout into steps.
class Preparation
{
public:
    Preparation(NetworkImpl& network, int from, int cut)
        : m_network(network)
        , m_from(from)
        , m_cut(cut)
    {}

    std::vector<Step> run()
    {
        for (int i = m_from; i < m_cut;)
            i = prepare(i);
        return std::move(m_steps);
    }

private:
    const BackboneLayer& layer(int i) const
    {
        return m_network.layout[static_cast<std::size_t>(i)];
    }
    bool follows(int i, Kind kind) const { return i < m_cut && layer(i).kind == kind; }

    int prepare(int i)
    {
        switch (layer(i).kind) {
        case Kind::Input:
            return i + 1;
        case Kind::Conv:
        case Kind::DepthwiseConv:
            return convolution(i, false);
        case Kind::ZeroPad:
            // Part of the convolution after it, unless the cut lies between them.
            if (follows(i + 1, Kind::DepthwiseConv))
                return convolution(i + 1, true);
            break;
        case Kind::BatchNorm:
        case Kind::Relu6:
        case Kind::Add:
            break;
        }
        Step step;
        step.kind = layer(i).kind;
        step.skipFrom = layer(i).skipFrom;
        step.last = i;
        m_steps.push_back(std::move(step));
        return i + 1;
    }

    int convolution(int i, bool padded)
    {
        const BackboneLayer& conv = layer(i);
        Step step;
        FrozenConvolution& c = step.convolution;
        c.weight = m_network.variablesOf(i)[0].value.detach();
        c.stride = conv.stride;
        c.groups = conv.kind == Kind::DepthwiseConv ? conv.output.back() : 1;
        c.bias = at::zeros({conv.output.back()}, at::kFloat);
        int next = i + 1;
        if (follows(next, Kind::BatchNorm)) {
            const auto norm = m_network.variablesOf(next++);
            const auto scale = norm[0].value.detach() * at::rsqrt(norm[3].value + kEpsilon);
            c.weight = c.weight * scale.view({-1, 1, 1, 1});
            c.bias = norm[1].value.detach() - norm[2].value * scale;
        }
        const bool first = conv.name == "Conv1";
        if (first && m_network.config.preprocessing.channels() == 1)
            c.weight = c.weight.sum(1, true);
        setPadding(c, conv, padded || first, i);
        if (follows(next, Kind::Relu6)) {
            c.relu6 = true;
            ++next;
        } else if (follows(next, Kind::Add)) {
            c.addsSkip = true;
            step.skipFrom = layer(next++).skipFrom;
        }
        c.weight = c.weight.contiguous();
        c.bias = c.bias.contiguous();
        step.last = next - 1;
        m_steps.push_back(std::move(step));
        return next;
    }

    /// TensorFlow pads even sizes by (0, 1) for stride 2. oneDNN pads alike on both sides: a kernel
    /// with a zero row and column in front and a padding of 1 does the same without a copy.
    void setPadding(FrozenConvolution& c, const BackboneLayer& conv, bool same, int i)
    {
        if (conv.stride == 1 || !same) {
            c.padding = conv.stride == 1 ? conv.kernel / 2 : 0;
            return;
        }
        const bool pad = layer(i - 1).kind == Kind::ZeroPad;
        const Shape& input = layer(pad ? i - 2 : i - 1).output;
        c.padding = 1;
        const std::int64_t rows = samePadding(input[0], conv.kernel, conv.stride).before == 0;
        const std::int64_t columns = samePadding(input[1], conv.kernel, conv.stride).before == 0;
        c.weight = at::constant_pad_nd(c.weight, {columns, 0, rows, 0}, 0.0);
    }

    NetworkImpl& m_network;
    int m_from;
    int m_cut;
    std::vector<Step> m_steps;
};

at::Tensor pooled(const at::Tensor& x, Pooling pooling)
{
    switch (pooling) {
    case Pooling::Average:
        return at::mean(x, {2, 3});
    case Pooling::Max:
        return at::amax(x, {2, 3});
    case Pooling::None:
        break;
    }
    return x;
}

} // namespace

struct FrozenPrefix::Private
{
    std::vector<Step> steps;
    std::vector<bool> needed; ///< layers whose output a later step adds
    Shape input;  ///< height, width, channels of what enters: a film, or the activation at `from`
    int from = 0; ///< first layer that runs
    Shape output; ///< before pooling
    Pooling pooling = Pooling::None;
    bool fused = false;

    at::Tensor apply(const Step& step, const at::Tensor& x, const at::Tensor& skip) const
    {
        switch (step.kind) {
        case Kind::Relu6:
            return at::hardtanh(x, 0.0, 6.0);
        case Kind::Add:
            return x + skip;
        case Kind::BatchNorm:
            return x * step.scale.view({1, -1, 1, 1}) + step.shift.view({1, -1, 1, 1});
        case Kind::ZeroPad:
            return at::constant_pad_nd(x, {x.size(3) % 2, 1, x.size(2) % 2, 1}, 0.0);
        case Kind::Conv:
        case Kind::DepthwiseConv:
        case Kind::Input:
            break;
        }
        const auto added = skip.defined() ? std::optional<at::Tensor>(skip) : std::nullopt;
        return step.convolution.packed.defined() && fused ? runFused(step.convolution, x, added)
                                                          : runPlain(step.convolution, x, added);
    }

    /// What later steps add: what enters may be one of them.
    std::vector<at::Tensor> keptBefore(const at::Tensor& x) const
    {
        std::vector<at::Tensor> kept(needed.size());
        if (from > 0)
            kept[static_cast<std::size_t>(from - 1)] = x;
        return kept;
    }

    at::Tensor forward(const at::Tensor& films) const
    {
        at::Tensor x = films.contiguous(at::MemoryFormat::ChannelsLast);
        std::vector<at::Tensor> kept = keptBefore(x);
        for (const Step& step : steps) {
            const at::Tensor skip =
                step.skipFrom >= 0 ? kept[static_cast<std::size_t>(step.skipFrom)] : at::Tensor();
            x = apply(step, x, skip);
            if (needed[static_cast<std::size_t>(step.last)])
                kept[static_cast<std::size_t>(step.last)] = x;
        }
        return x;
    }

    /// Packs every weight for the input that it will see.
    void pack(const at::Tensor& sample)
    {
        at::Tensor x = sample.contiguous(at::MemoryFormat::ChannelsLast);
        std::vector<at::Tensor> kept = keptBefore(x);
        for (Step& step : steps) {
            if (step.convolution.weight.defined())
                packWeight(step.convolution, x);
            const at::Tensor skip =
                step.skipFrom >= 0 ? kept[static_cast<std::size_t>(step.skipFrom)] : at::Tensor();
            x = apply(step, x, skip);
            if (needed[static_cast<std::size_t>(step.last)])
                kept[static_cast<std::size_t>(step.last)] = x;
        }
    }
};

namespace {

at::Tensor pseudoRandomFilms(const Shape& input)
{
    auto films = at::empty({2, input[2], input[0], input[1]}, at::kFloat);
    base::Random random(base::deriveSeed(1, "self-test of the frozen part"));
    std::generate_n(films.data_ptr<float>(), films.numel(),
        [&random] { return static_cast<float>(random.uniform(-1.0, 1.0)); });
    return films;
}

std::size_t valuesIn(const Shape& shape)
{
    std::size_t count = 1;
    for (const std::int64_t side : shape)
        count *= static_cast<std::size_t>(side);
    return count;
}

bool agree(const at::Tensor& a, const at::Tensor& b)
{
    if (a.sizes() != b.sizes())
        return false;
    const auto difference = at::abs(a - b) / at::clamp_min(at::abs(b), 1.0);
    return difference.max().item<double>() <= kLargestDifference; // false for NaN, too
}

} // namespace

FrozenPrefix::FrozenPrefix(std::unique_ptr<Private> p)
    : m_private(std::move(p))
{}
FrozenPrefix::FrozenPrefix(FrozenPrefix&&) noexcept = default;
FrozenPrefix& FrozenPrefix::operator=(FrozenPrefix&&) noexcept = default;
FrozenPrefix::~FrozenPrefix() = default;

base::Result<FrozenPrefix> FrozenPrefix::build(
    const Network& network, int cut, Pooling pooling, int from)
{
    return build(network.impl(), cut, pooling, from);
}

base::Result<FrozenPrefix> FrozenPrefix::build(
    const NetworkImpl& network, int cut, Pooling pooling, int from)
{
    // The network is only read: its member functions are not const because activations may move
    // statistics in training.
    auto& impl = const_cast<NetworkImpl&>(network);
    if (cut < 1 || cut > impl.backboneSize() || from < 0 || from >= cut ||
        deepestCut(impl.layout, from) != from)
        return base::failure(ErrorCode::InvalidUsage,
            "there is no frozen part in front of layer " + std::to_string(cut), "backbone");
    try {
        const c10::InferenceMode inference;
        auto p = std::make_unique<Private>();
        p->steps = Preparation(impl, from, cut).run();
        p->from = from;
        p->needed.assign(impl.layout.size(), false);
        for (const Step& step : p->steps)
            if (step.skipFrom >= 0)
                p->needed[static_cast<std::size_t>(step.skipFrom)] = true;
        for (Step& step : p->steps)
            if (step.kind == Kind::BatchNorm) {
                const auto norm = impl.variablesOf(step.last);
                step.scale = norm[0].value.detach() * at::rsqrt(norm[3].value + kEpsilon);
                step.shift = norm[1].value.detach() - norm[2].value * step.scale;
            }
        const image::Preprocessing& film = impl.config.preprocessing;
        p->input = from == 0 ? Shape{film.height, film.width, film.channels()}
                             : impl.layout[static_cast<std::size_t>(from) - 1].output;
        p->output = impl.layout[static_cast<std::size_t>(cut) - 1].output;
        p->pooling = pooling;
        const auto films = pseudoRandomFilms(p->input);
        const auto expected = impl.backbone(films, from, cut, {});
        if (hasFusedConvolutions()) {
            try {
                p->fused = true;
                p->pack(films);
                p->fused = agree(p->forward(films), expected);
            } catch (const c10::Error& error) {
                p->fused = false;
                base::log(base::LogLevel::Info, "core.model",
                    "fused convolutions are not usable: " + messageOf(error));
            }
        }
        if (!p->fused && !agree(p->forward(films), expected))
            return base::failure(ErrorCode::Internal,
                "the prepared backbone differs from the plain one", "self-test");
        return FrozenPrefix(std::move(p));
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "the network does not fit into memory", "",
            "close other programs");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, messageOf(error), "preparing the backbone");
    }
}

std::size_t FrozenPrefix::valuesPerFilm() const
{
    return valuesIn(m_private->input);
}

Shape FrozenPrefix::outputShape() const
{
    return m_private->pooling == Pooling::None ? m_private->output
                                               : Shape{m_private->output.back()};
}

std::size_t FrozenPrefix::valuesPerOutput() const
{
    return valuesIn(outputShape());
}

bool FrozenPrefix::isFused() const
{
    return m_private->fused;
}

at::Tensor forward(const FrozenPrefix& prefix, const at::Tensor& x)
{
    return pooled(prefix.m_private->forward(x), prefix.m_private->pooling);
}

base::Result<void> FrozenPrefix::run(
    std::span<const float> films, std::size_t n, std::span<float> out) const
{
    if (films.size() != n * valuesPerFilm() || out.size() != n * valuesPerOutput())
        return base::failure(
            ErrorCode::ShapeMismatch, "the films do not have the network's size", "frozen part");
    if (n == 0)
        return {};
    try {
        const c10::InferenceMode inference;
        const Shape& input = m_private->input;
        const auto count = static_cast<std::int64_t>(n);
        // from_blob wants a mutable pointer; nothing writes through it. Films are planar,
        // activations are stored channels last.
        auto* values = const_cast<float*>(films.data());
        const auto x =
            m_private->from == 0
                ? at::from_blob(values, {count, input[2], input[0], input[1]}, at::kFloat)
                : at::from_blob(values, {count, input[0], input[1], input[2]}, at::kFloat)
                      .permute({0, 3, 1, 2});
        auto y = pooled(m_private->forward(x), m_private->pooling);
        if (y.dim() == 4)
            y = y.permute({0, 2, 3, 1});
        y = y.contiguous();
        std::copy_n(y.data_ptr<float>(), out.size(), out.begin());
        return {};
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "there is not enough memory for the films", "",
            "close other programs");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, messageOf(error), "frozen part");
    }
}

} // namespace negatoscope::model
