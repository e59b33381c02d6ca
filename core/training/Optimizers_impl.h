#pragma once

// Private to core/training: includes ATen.

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace negatoscope::training {

/// One variable that an optimizer moves. Its gradient is `value.grad()`.
struct Parameter
{
    std::string name; ///< "dense/kernel", names the state in checkpoints
    at::Tensor value;
    double learningRateFactor = 1.0; ///< e.g. another rate for the head
};

/// Keras' optimizers in float32 (keras.md 4): clipping, decoupled weight decay of every variable,
/// then the rule; ε, β-powers and momentum buffers as Keras places them. Updates are made in place
/// with one scratch tensor per parameter and no other allocation.
class Optimizer
{
public:
    /// Errors: InvalidConfiguration for an unknown name.
    static base::Result<std::unique_ptr<Optimizer>> make(
        const model::OptimizerConfig& config, std::vector<Parameter> parameters);
    virtual ~Optimizer() = default;
    Optimizer(const Optimizer&) = delete;
    Optimizer& operator=(const Optimizer&) = delete;

    /// One update from the gradients; a parameter without a gradient is left alone.
    void step(double learningRate);
    /// Forgets all gradients.
    void zeroGradients();

    std::int64_t iterations() const { return m_iterations; }

    /// Every tensor that a checkpoint must hold, by name ("dense/kernel/momentum"). Writing into
    /// them restores the state; setIterations completes it.
    std::vector<std::pair<std::string, at::Tensor>> state() const;
    void setIterations(std::int64_t iterations) { m_iterations = iterations; }

protected:
    Optimizer(model::OptimizerConfig config, std::vector<Parameter> parameters);

    /// Adds one state tensor per parameter, filled with `value`; returns its slot.
    std::size_t addSlot(const std::string& name, double value = 0.0);
    /// Adds one float that belongs to no parameter (Nadam's product); returns its tensor.
    at::Tensor addScalar(const std::string& name, double value);
    at::Tensor& slot(std::size_t which, std::size_t parameter)
    {
        return m_slots[which].tensors[parameter];
    }
    /// A tensor of the parameter's shape to compute in.
    at::Tensor& scratch(std::size_t parameter) { return m_scratch[parameter]; }

    virtual void prepareStep() {}
    virtual void update(
        std::size_t index, at::Tensor& value, const at::Tensor& gradient, float learningRate) = 0;

    const model::OptimizerConfig m_config;
    std::int64_t m_iterations = 0;

private:
    struct Slot
    {
        std::string name;
        std::vector<at::Tensor> tensors;
    };

    void clipGradients();

    std::vector<Parameter> m_parameters;
    std::vector<Slot> m_slots;
    std::vector<std::pair<std::string, at::Tensor>> m_scalars;
    std::vector<at::Tensor> m_scratch;
};

} // namespace negatoscope::training
