#include "core/model/Activations_impl.h"

#include <map>

namespace negatoscope::model {

namespace {

using Function = at::Tensor (*)(const at::Tensor&);

at::Tensor hardSigmoid(const at::Tensor& x)
{
    return at::hardtanh(x + 3.0, 0.0, 6.0) / 6.0;
}

/// Projection on the simplex (Martins and Astudillo 2016).
at::Tensor sparsemax(const at::Tensor& x)
{
    const auto sorted = std::get<0>(at::sort(x, 1, true));
    const auto sums = at::cumsum(sorted, 1);
    std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
    shape[1] = x.size(1);
    const auto rank = at::arange(1, x.size(1) + 1, x.options()).view(shape);
    const auto support = (sorted * rank + 1.0 > sums);
    const auto count = support.sum(1, true);
    const auto threshold = (sums.gather(1, count - 1) - 1.0) / count.to(x.scalar_type());
    return at::relu(x - threshold);
}

at::Tensor sparsePlus(const at::Tensor& x)
{
    return at::where(
        x <= -1.0, at::zeros_like(x), at::where(x < 1.0, at::square(x + 1.0) / 4.0, x));
}

const std::map<std::string, Function>& functions()
{
    static const std::map<std::string, Function> table = {
        {"linear",
            [](const at::Tensor& x) {
                return x;
            }},
        {"relu",
            [](const at::Tensor& x) {
                return at::relu(x);
            }},
        {"relu6",
            [](const at::Tensor& x) {
                return at::hardtanh(x, 0.0, 6.0);
            }},
        {"leaky_relu",
            [](const at::Tensor& x) {
                return at::leaky_relu(x, 0.2);
            }},
        {"elu",
            [](const at::Tensor& x) {
                return at::elu(x);
            }},
        {"selu",
            [](const at::Tensor& x) {
                return at::selu(x);
            }},
        {"celu",
            [](const at::Tensor& x) {
                return at::celu(x);
            }},
        {"gelu",
            [](const at::Tensor& x) {
                return at::gelu(x);
            }},
        {"silu",
            [](const at::Tensor& x) {
                return at::silu(x);
            }},
        {"swish",
            [](const at::Tensor& x) {
                return at::silu(x);
            }},
        {"mish",
            [](const at::Tensor& x) {
                return x * at::tanh(at::softplus(x));
            }},
        {"tanh",
            [](const at::Tensor& x) {
                return at::tanh(x);
            }},
        {"sigmoid",
            [](const at::Tensor& x) {
                return at::sigmoid(x);
            }},
        {"hard_sigmoid", hardSigmoid},
        {"hard_silu",
            [](const at::Tensor& x) {
                return x * hardSigmoid(x);
            }},
        {"hard_swish",
            [](const at::Tensor& x) {
                return x * hardSigmoid(x);
            }},
        {"hard_tanh",
            [](const at::Tensor& x) {
                return at::hardtanh(x, -1.0, 1.0);
            }},
        {"softmax",
            [](const at::Tensor& x) {
                return at::softmax(x, 1);
            }},
        {"log_softmax",
            [](const at::Tensor& x) {
                return at::log_softmax(x, 1);
            }},
        {"softplus",
            [](const at::Tensor& x) {
                return at::softplus(x);
            }},
        {"softsign",
            [](const at::Tensor& x) {
                return x / (at::abs(x) + 1.0);
            }},
        {"exponential",
            [](const at::Tensor& x) {
                return at::exp(x);
            }},
        {"squareplus",
            [](const at::Tensor& x) {
                return (x + at::sqrt(at::square(x) + 4.0)) / 2.0;
            }},
        {"soft_shrink",
            [](const at::Tensor& x) {
                return at::softshrink(x, 0.5);
            }},
        {"hard_shrink",
            [](const at::Tensor& x) {
                return at::hardshrink(x, 0.5);
            }},
        {"tanh_shrink",
            [](const at::Tensor& x) {
                return x - at::tanh(x);
            }},
        // Keras gives the function no defaults; 0 and 0 are what `threshold` can mean by name.
        {"threshold",
            [](const at::Tensor& x) {
                return at::threshold(x, 0.0, 0.0);
            }},
        {"sparse_plus", sparsePlus},
        {"sparse_sigmoid",
            [](const at::Tensor& x) {
                return at::hardtanh(0.5 * (x + 1.0), 0.0, 1.0);
            }},
        {"sparsemax", sparsemax},
        {"glu",
            [](const at::Tensor& x) {
                return at::glu(x, 1);
            }},
        {"log_sigmoid",
            [](const at::Tensor& x) {
                return at::log_sigmoid(x);
            }},
    };
    return table;
}

} // namespace

at::Tensor activate(const at::Tensor& x, const std::string& name, double slope)
{
    if (name == "leaky_relu" && slope >= 0.0)
        return at::leaky_relu(x, slope);
    const auto found = functions().find(name);
    TORCH_CHECK(found != functions().end(), "unknown activation ", name);
    return found->second(x);
}

} // namespace negatoscope::model
