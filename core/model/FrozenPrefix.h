#pragma once

#include "core/base/Result.h"
#include "core/model/Network.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace at {
class Tensor;
}

namespace negatoscope::model {

/// The backbone's layers from…cut−1 in inference mode, prepared for speed: BatchNormalization
/// folded into the convolutions, grey films as one channel, and, where LibTorch has oneDNN's fused
/// operators, weights packed once with ReLU6 and residuals inside the convolution. A self-test at
/// construction compares with the plain layers; when the fused operators are missing or differ,
/// the folded ones run. Holds copies of the weights as they were. `run` may be called from
/// several threads at once, each best with one thread of its own (useOneThreadHere).
class FrozenPrefix
{
public:
    /// `cut` is a legal cut (deepestCut) or the backbone's size; `pooling` is applied to the
    /// activation at the cut. With `from` (a legal cut in front of `cut`) the activations that
    /// enter that layer are taken instead of films. Errors: InvalidUsage, OutOfMemory, Internal.
    static base::Result<FrozenPrefix> build(
        const Network& network, int cut, Pooling pooling = Pooling::None, int from = 0);
    static base::Result<FrozenPrefix> build(
        const NetworkImpl& network, int cut, Pooling pooling = Pooling::None, int from = 0);

    FrozenPrefix(FrozenPrefix&&) noexcept;
    FrozenPrefix& operator=(FrozenPrefix&&) noexcept;
    ~FrozenPrefix();

    std::size_t valuesPerFilm() const;   ///< of what enters: channels × height × width
    std::size_t valuesPerOutput() const; ///< height·width·channels, or channels when pooled
    Shape outputShape() const;
    bool isFused() const;

    /// n films (planar; activations row, column, channel) → n activations, row, column, channel.
    /// Batches of 4 to 8 are the fastest.
    base::Result<void> run(std::span<const float> films, std::size_t n, std::span<float> out) const;

private:
    friend at::Tensor forward(const FrozenPrefix& prefix, const at::Tensor& x);
    struct Private;
    explicit FrozenPrefix(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::model
