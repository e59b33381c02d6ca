#include "core/model/HeadLayers_impl.h"
#include "core/model/LayerOptions.h"

namespace negatoscope::model {

namespace {

/// Collects the variables of one layer with its initialisers.
class Plan
{
public:
    explicit Plan(const PlannedLayer& layer)
        : m_spec(layer.spec)
        , m_channels(layer.input.empty() ? 0 : layer.input.back())
    {}

    std::vector<VariablePlan> take()
    {
        const std::string& type = m_spec.type;
        if (type == "dense")
            dense();
        else if (type == "conv2d")
            conv();
        else if (type == "depthwise_conv2d")
            depthwise();
        else if (type == "separable_conv2d")
            separable();
        else if (type == "batch_normalization")
            normalization(true);
        else if (type == "layer_normalization")
            normalization(false);
        if (!booleanOption(m_spec, "trainable", true))
            for (VariablePlan& variable : m_variables)
                variable.trainable = false;
        return std::move(m_variables);
    }

private:
    void add(const std::string& name, Shape shape, const char* initialiserKey, const char* fallback,
        VariableLayout layout = VariableLayout::Plain, bool trainable = true)
    {
        m_variables.push_back({name, std::move(shape), layout, objectOption(m_spec, initialiserKey),
            fallback, trainable});
    }

    void addBias(std::int64_t units)
    {
        if (booleanOption(m_spec, "use_bias", true))
            add("bias", {units}, "bias_initializer", "zeros");
    }

    void dense()
    {
        const std::int64_t units = integerOption(m_spec, "units", 1);
        add("kernel", {m_channels, units}, "kernel_initializer", "glorot_uniform");
        addBias(units);
    }

    std::array<std::int64_t, 2> kernelSize() const
    {
        return pairOption(m_spec, "kernel_size", {3, 3});
    }

    void conv()
    {
        const auto [height, width] = kernelSize();
        const std::int64_t filters = integerOption(m_spec, "filters", 1);
        const std::int64_t inputs = m_channels / integerOption(m_spec, "groups", 1);
        add("kernel", {height, width, inputs, filters}, "kernel_initializer", "glorot_uniform",
            VariableLayout::Conv);
        addBias(filters);
    }

    void depthwise()
    {
        const auto [height, width] = kernelSize();
        const std::int64_t multiplier = integerOption(m_spec, "depth_multiplier", 1);
        add("kernel", {height, width, m_channels, multiplier}, "depthwise_initializer",
            "glorot_uniform", VariableLayout::Depthwise);
        addBias(m_channels * multiplier);
    }

    void separable()
    {
        const auto [height, width] = kernelSize();
        const std::int64_t multiplier = integerOption(m_spec, "depth_multiplier", 1);
        const std::int64_t filters = integerOption(m_spec, "filters", 1);
        add("depthwise_kernel", {height, width, m_channels, multiplier}, "depthwise_initializer",
            "glorot_uniform", VariableLayout::Depthwise);
        add("pointwise_kernel", {1, 1, m_channels * multiplier, filters}, "pointwise_initializer",
            "glorot_uniform", VariableLayout::Conv);
        addBias(filters);
    }

    void normalization(bool moving)
    {
        if (booleanOption(m_spec, "scale", true))
            add("gamma", {m_channels}, "gamma_initializer", "ones");
        if (booleanOption(m_spec, "center", true))
            add("beta", {m_channels}, "beta_initializer", "zeros");
        if (!moving)
            return;
        add("moving_mean", {m_channels}, "moving_mean_initializer", "zeros", VariableLayout::Plain,
            false);
        add("moving_variance", {m_channels}, "moving_variance_initializer", "ones",
            VariableLayout::Plain, false);
    }

    const LayerSpec& m_spec;
    std::int64_t m_channels;
    std::vector<VariablePlan> m_variables;
};

} // namespace

std::vector<VariablePlan> planVariables(const PlannedLayer& layer)
{
    return Plan(layer).take();
}

} // namespace negatoscope::model
