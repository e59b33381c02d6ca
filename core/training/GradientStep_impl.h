#pragma once

// Private to core/training: includes Network_impl.h and so ATen.

#include "core/model/Network_impl.h"
#include "core/training/BatchSource_impl.h"
#include "core/training/DenseHead_impl.h"
#include "core/training/Losses_impl.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace negatoscope::training {

/// Computes the gradients of one batch. Where the films of a batch do not see each other (fixed
/// statistics), a batch through the backbone is cut into parts of a few films that two streams work
/// off, which keeps both cores busy on small maps and the activations of a part only in memory.
/// How a batch is cut depends on its size alone and the parts are added up in a fixed order: any
/// number of threads gives the same bits.
class GradientStep
{
public:
    /// References must outlive it. `classWeights` (K) may be undefined.
    GradientStep(model::NetworkImpl& network, const Entrance& entrance, const Loss& loss,
        at::Tensor classWeights, int threads);

    struct Result
    {
        double loss = 0.0;
        at::Tensor output; ///< N×units, without gradient; valid until the next call
        at::Tensor scores; ///< the logits where there are any, else the output; the same
    };
    /// Adds to the gradients of the trainable variables. Throws c10::Error, std::bad_alloc.
    Result run(const at::Tensor& x, std::span<const std::int64_t> labels,
        const model::ForwardContext& context);

private:
    struct Part
    {
        std::int64_t first = 0;
        std::int64_t count = 0;
        std::uint64_t seed = 0;
        Result result;
    };

    bool filmsAreIndependent() const;
    std::vector<Part> partsOf(std::int64_t films, const model::ForwardContext& context) const;
    void runPart(model::NetworkImpl& network, Part& part, const at::Tensor& x,
        const at::Tensor& labels, const model::ForwardContext& context) const;
    void runStreams(std::vector<Part>& parts, const at::Tensor& x, const at::Tensor& labels,
        const model::ForwardContext& context);
    void addGradientsOfSecondStream();

    model::NetworkImpl& m_network;
    Entrance m_entrance;
    const Loss& m_loss;
    at::Tensor m_classWeights;
    int m_threads;
    bool m_splits;
    std::unique_ptr<DenseHead> m_dense; ///< where the head is of that kind
    model::NetworkImpl m_second;        ///< the same weights with gradients of its own
};

/// What enters at `entrance` → result.
model::ForwardResult forwardFrom(model::NetworkImpl& network, const Entrance& entrance,
    const at::Tensor& x, const model::ForwardContext& context);

} // namespace negatoscope::training
