#include "core/training/Optimizers_impl.h"

#include "core/training/OptimizerKernels.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

namespace negatoscope::training {

namespace {

using Config = model::OptimizerConfig;

/// β^t as Keras computes it: a float32 power.
float power(double beta, std::int64_t t)
{
    return std::pow(static_cast<float>(beta), static_cast<float>(t));
}

class Sgd final : public Optimizer
{
public:
    Sgd(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
    {
        if (m_config.momentum > 0)
            m_velocity = addSlot("momentum");
    }

private:
    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        if (m_config.momentum <= 0) {
            value.sub_(gradient, learningRate);
            return;
        }
        // The velocity holds the learning rate, so that a schedule does not rescale the past.
        at::Tensor& velocity = slot(m_velocity, index);
        velocity.mul_(m_config.momentum).sub_(gradient, learningRate);
        if (m_config.nesterov)
            value.add_(velocity, m_config.momentum).sub_(gradient, learningRate);
        else
            value.add_(velocity);
    }

    std::size_t m_velocity = 0;
};

class Adam final : public Optimizer
{
public:
    Adam(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
        , m_momentum(addSlot("momentum"))
        , m_velocity(addSlot("velocity"))
    {
        if (m_config.amsgrad)
            m_largest = addSlot("velocity_hat");
    }

private:
    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        const std::int64_t t = m_iterations + 1;
        const float alpha = learningRate * std::sqrt(1.0F - power(m_config.beta2, t)) /
                            (1.0F - power(m_config.beta1, t));
        at::Tensor& m = slot(m_momentum, index);
        at::Tensor* v = &slot(m_velocity, index);
        if (!m_config.amsgrad && value.is_contiguous() && gradient.is_contiguous()) {
            adamStep(value.data_ptr<float>(), m.data_ptr<float>(), v->data_ptr<float>(),
                gradient.data_ptr<float>(), static_cast<std::size_t>(value.numel()),
                {static_cast<float>(1.0 - m_config.beta1), static_cast<float>(1.0 - m_config.beta2),
                    static_cast<float>(m_config.epsilon), alpha});
            return;
        }
        at::Tensor& work = scratch(index);
        m.lerp_(gradient, 1.0 - m_config.beta1);
        at::mul_out(work, gradient, gradient);
        v->lerp_(work, 1.0 - m_config.beta2);
        if (m_config.amsgrad) {
            at::Tensor& largest = slot(m_largest, index);
            at::maximum_out(largest, largest, *v);
            v = &largest;
        }
        at::sqrt_out(work, *v);
        work.add_(m_config.epsilon); // outside the root of the uncorrected v
        value.addcdiv_(m, work, -alpha);
    }

    std::size_t m_momentum;
    std::size_t m_velocity;
    std::size_t m_largest = 0;
};

class RmsProp final : public Optimizer
{
public:
    RmsProp(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
        , m_square(addSlot("velocity"))
    {
        if (m_config.momentum > 0)
            m_momentum = addSlot("momentum");
        if (m_config.centered)
            m_average = addSlot("average_gradient");
    }

private:
    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        at::Tensor& s = slot(m_square, index);
        at::Tensor& work = scratch(index);
        s.mul_(m_config.rho).addcmul_(gradient, gradient, 1.0 - m_config.rho);
        if (m_config.centered) {
            at::Tensor& average = slot(m_average, index);
            average.mul_(m_config.rho).add_(gradient, 1.0 - m_config.rho);
            at::mul_out(work, average, average);
            at::sub_out(work, s, work);
            work.add_(m_config.epsilon).sqrt_();
        } else {
            work.copy_(s).add_(m_config.epsilon).sqrt_();
        }
        if (m_config.momentum > 0) {
            at::Tensor& b = slot(m_momentum, index);
            b.mul_(m_config.momentum).addcdiv_(gradient, work, learningRate);
            value.sub_(b);
        } else {
            value.addcdiv_(gradient, work, -learningRate);
        }
    }

    std::size_t m_square;
    std::size_t m_momentum = 0;
    std::size_t m_average = 0;
};

class Adagrad final : public Optimizer
{
public:
    Adagrad(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
        , m_accumulator(addSlot("accumulator", m_config.initialAccumulator))
    {}

private:
    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        at::Tensor& accumulator = slot(m_accumulator, index);
        at::Tensor& work = scratch(index);
        accumulator.addcmul_(gradient, gradient);
        work.copy_(accumulator).add_(m_config.epsilon).sqrt_();
        value.addcdiv_(gradient, work, -learningRate);
    }

    std::size_t m_accumulator;
};

class Adadelta final : public Optimizer
{
public:
    Adadelta(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
        , m_gradients(addSlot("accumulated_grad"))
        , m_deltas(addSlot("accumulated_delta_var"))
    {}

private:
    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        at::Tensor& gradients = slot(m_gradients, index);
        at::Tensor& deltas = slot(m_deltas, index);
        at::Tensor& delta = scratch(index);
        gradients.mul_(m_config.rho).addcmul_(gradient, gradient, 1.0 - m_config.rho);
        delta.copy_(deltas)
            .add_(m_config.epsilon)
            .div_(gradients + m_config.epsilon)
            .sqrt_()
            .mul_(gradient)
            .neg_();
        deltas.mul_(m_config.rho).addcmul_(delta, delta, 1.0 - m_config.rho);
        value.add_(delta, learningRate);
    }

    std::size_t m_gradients;
    std::size_t m_deltas;
};

class Adamax final : public Optimizer
{
public:
    Adamax(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
        , m_momentum(addSlot("momentum"))
        , m_norm(addSlot("norm"))
    {}

private:
    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        at::Tensor& m = slot(m_momentum, index);
        at::Tensor& u = slot(m_norm, index);
        at::Tensor& work = scratch(index);
        m.lerp_(gradient, 1.0 - m_config.beta1);
        at::abs_out(work, gradient);
        u.mul_(m_config.beta2);
        at::maximum_out(u, u, work);
        work.copy_(u).add_(m_config.epsilon);
        const float corrected = learningRate / (1.0F - power(m_config.beta1, m_iterations + 1));
        value.addcdiv_(m, work, -corrected);
    }

    std::size_t m_momentum;
    std::size_t m_norm;
};

class Nadam final : public Optimizer
{
public:
    Nadam(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
        , m_momentum(addSlot("momentum"))
        , m_velocity(addSlot("velocity"))
        , m_product(addScalar("u_product", 1.0))
    {}

private:
    void prepareStep() override
    {
        const std::int64_t t = m_iterations + 1;
        const auto beta1 = static_cast<float>(m_config.beta1);
        const float now = beta1 * (1.0F - 0.5F * power(0.96, t));
        const float next = beta1 * (1.0F - 0.5F * power(0.96, t + 1));
        m_product.mul_(now);
        const auto product = m_product.item<float>();
        m_momentumFactor = next / (1.0F - product * next);
        m_gradientFactor = (1.0F - now) / (1.0F - product);
        m_velocityFactor = 1.0F / (1.0F - power(m_config.beta2, t));
    }

    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        at::Tensor& m = slot(m_momentum, index);
        at::Tensor& v = slot(m_velocity, index);
        at::Tensor& work = scratch(index);
        m.lerp_(gradient, 1.0 - m_config.beta1);
        at::mul_out(work, gradient, gradient);
        v.lerp_(work, 1.0 - m_config.beta2);
        work.copy_(v).mul_(m_velocityFactor).sqrt_().add_(m_config.epsilon);
        value.addcdiv_(m, work, -learningRate * m_momentumFactor);
        value.addcdiv_(gradient, work, -learningRate * m_gradientFactor);
    }

    std::size_t m_momentum;
    std::size_t m_velocity;
    at::Tensor m_product;
    float m_momentumFactor = 0.0F;
    float m_gradientFactor = 0.0F;
    float m_velocityFactor = 0.0F;
};

class Lion final : public Optimizer
{
public:
    Lion(const Config& config, std::vector<Parameter> parameters)
        : Optimizer(config, std::move(parameters))
        , m_momentum(addSlot("momentum"))
    {}

private:
    void update(std::size_t index, at::Tensor& value, const at::Tensor& gradient,
        float learningRate) override
    {
        at::Tensor& m = slot(m_momentum, index);
        at::Tensor& work = scratch(index);
        work.copy_(m).mul_(m_config.beta1).add_(gradient, 1.0 - m_config.beta1).sign_();
        value.sub_(work, learningRate);
        m.mul_(m_config.beta2).add_(gradient, 1.0 - m_config.beta2);
    }

    std::size_t m_momentum;
};

template <typename Rule>
std::unique_ptr<Optimizer> create(const Config& config, std::vector<Parameter> parameters)
{
    return std::make_unique<Rule>(config, std::move(parameters));
}

using Maker = std::unique_ptr<Optimizer> (*)(const Config&, std::vector<Parameter>);
struct Entry
{
    const char* name;
    Maker make;
};
constexpr Entry kRules[] = {{"sgd", create<Sgd>}, {"rmsprop", create<RmsProp>},
    {"adagrad", create<Adagrad>}, {"adadelta", create<Adadelta>}, {"adam", create<Adam>},
    {"adamw", create<Adam>}, {"adamax", create<Adamax>}, {"nadam", create<Nadam>},
    {"lion", create<Lion>}};

} // namespace

base::Result<std::unique_ptr<Optimizer>> Optimizer::make(
    const Config& config, std::vector<Parameter> parameters)
{
    const at::NoGradGuard noGrad;
    Config complete = config;
    if (config.name == "adamw" && !config.weightDecay)
        complete.weightDecay = 0.004;
    for (const Entry& entry : kRules) {
        if (config.name == entry.name)
            return entry.make(complete, std::move(parameters));
    }
    return base::failure(base::ErrorCode::InvalidConfiguration,
        "there is no optimizer \"" + config.name + "\"", "optimizer",
        "use sgd, rmsprop, adagrad, adadelta, adam, adamw, adamax, nadam or lion");
}

Optimizer::Optimizer(Config config, std::vector<Parameter> parameters)
    : m_config(std::move(config))
    , m_parameters(std::move(parameters))
{
    m_scratch.reserve(m_parameters.size());
    for (const Parameter& parameter : m_parameters)
        m_scratch.push_back(at::empty_like(parameter.value).detach());
}

std::size_t Optimizer::addSlot(const std::string& name, double value)
{
    Slot added{name, {}};
    added.tensors.reserve(m_parameters.size());
    for (const Parameter& parameter : m_parameters)
        added.tensors.push_back(at::full_like(parameter.value, value).detach());
    m_slots.push_back(std::move(added));
    return m_slots.size() - 1;
}

at::Tensor Optimizer::addScalar(const std::string& name, double value)
{
    at::Tensor scalar = at::full({1}, value, at::kFloat);
    m_scalars.emplace_back(name, scalar);
    return scalar;
}

void Optimizer::zeroGradients()
{
    for (Parameter& parameter : m_parameters)
        parameter.value.mutable_grad().reset();
}

void Optimizer::clipGradients()
{
    if (m_config.clipNorm) {
        for (Parameter& parameter : m_parameters) {
            at::Tensor gradient = parameter.value.grad();
            if (!gradient.defined())
                continue;
            const auto norm = gradient.norm().item<float>();
            const auto limit = static_cast<float>(*m_config.clipNorm);
            gradient.mul_(limit / std::max(norm, limit));
        }
    } else if (m_config.globalClipNorm) {
        at::Tensor squares = at::zeros({}, at::kFloat);
        for (const Parameter& parameter : m_parameters) {
            if (parameter.value.grad().defined())
                squares.add_(parameter.value.grad().square().sum());
        }
        const float norm = std::sqrt(squares.item<float>());
        const auto limit = static_cast<float>(*m_config.globalClipNorm);
        const float factor = limit / std::max(norm, limit);
        for (Parameter& parameter : m_parameters) {
            if (parameter.value.grad().defined())
                parameter.value.mutable_grad().mul_(factor);
        }
    } else if (m_config.clipValue) {
        for (Parameter& parameter : m_parameters) {
            if (parameter.value.grad().defined())
                parameter.value.mutable_grad().clamp_(-*m_config.clipValue, *m_config.clipValue);
        }
    }
}

void Optimizer::step(double learningRate)
{
    const at::NoGradGuard noGrad;
    clipGradients();
    prepareStep();
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        Parameter& parameter = m_parameters[i];
        if (!parameter.value.grad().defined())
            continue;
        const auto rate = static_cast<float>(learningRate * parameter.learningRateFactor);
        if (m_config.weightDecay)
            parameter.value.sub_(parameter.value, static_cast<float>(*m_config.weightDecay) * rate);
        update(i, parameter.value, parameter.value.grad(), rate);
    }
    ++m_iterations;
}

std::vector<std::pair<std::string, at::Tensor>> Optimizer::state() const
{
    std::vector<std::pair<std::string, at::Tensor>> all = m_scalars;
    for (const Slot& slotOfAll : m_slots) {
        for (std::size_t i = 0; i < m_parameters.size(); ++i)
            all.emplace_back(m_parameters[i].name + "/" + slotOfAll.name, slotOfAll.tensors[i]);
    }
    return all;
}

} // namespace negatoscope::training
