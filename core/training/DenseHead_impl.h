#pragma once

// Private to core/training: includes ATen.

#include "core/model/Network_impl.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace negatoscope::training {

/// The gradients of a head that is nothing but dense layers and dropout on pooled features, by
/// hand: the matrix products and one pass over memory between them, in buffers that are used again.
/// Autograd computes the same sums, but for such small layers spends a third of the time on its own
/// book-keeping.
class DenseHead
{
public:
    /// Null where a layer, its options or the loss are of another kind: then autograd does it.
    /// The network must outlive it.
    static std::unique_ptr<DenseHead> make(model::NetworkImpl& network, bool pooled);

    struct Result
    {
        double loss = 0.0;
        at::Tensor output; ///< N×units; valid until the next call
        at::Tensor scores; ///< the logits; valid until the next call
    };
    /// Sets the gradients of the head's variables. `x` N×C, contiguous; `weights` are the class
    /// weights (K) or undefined. Dropout falls as in NetworkImpl::runHead. Throws c10::Error.
    Result run(const at::Tensor& x, std::span<const std::int64_t> labels, const at::Tensor& weights,
        std::uint64_t seed);

private:
    enum class LossKind {
        Softmax, ///< cross-entropy of the softmax of the logits
        Sigmoid  ///< mean over the units of the cross-entropy of their sigmoids
    };
    /// One dense layer with what stands in front of it.
    struct Layer
    {
        model::Variable* kernel = nullptr;
        model::Variable* bias = nullptr; ///< null: it has none
        bool relu = false;
        double rate = 0.0;        ///< of the dropout in front of it
        std::size_t position = 0; ///< of that dropout in the head: names its draws
        at::Tensor input;         ///< N×inputs, after the dropout
        at::Tensor output;        ///< N×units, after the activation
        at::Tensor gradient;      ///< N×units, of the output before the activation
        at::Tensor kernelGradient;
        at::Tensor biasGradient;
    };

    explicit DenseHead(model::NetworkImpl& network);
    bool plan();
    bool addDense(const model::LayerSpec& spec, std::size_t position, double rate);
    bool planLoss();
    void provide(std::int64_t films);
    void forward(const at::Tensor& x, std::uint64_t seed);
    double lossAndGradient(std::span<const std::int64_t> labels, const at::Tensor& weights);
    void backward(std::uint64_t seed);
    float target(std::int64_t label, std::int64_t unit) const;

    model::NetworkImpl& m_network;
    std::vector<Layer> m_layers;
    model::Variable* m_mean = nullptr; ///< of the standardisation; null: there is none
    model::Variable* m_variance = nullptr;
    at::Tensor m_standardised;
    at::Tensor m_probabilities; ///< N×units
    LossKind m_loss = LossKind::Softmax;
    bool m_softmaxOutput = true;
    double m_smoothing = 0.0;
    std::int64_t m_films = 0; ///< that the buffers are for
};

} // namespace negatoscope::training
