#include "core/model/FusedConvolution_impl.h"

#include "core/model/TorchCompat.h"

#include <ATen/core/List.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <optional>
#include <vector>

namespace negatoscope::model {

namespace {

using c10::IValue;

struct Operators
{
    std::optional<c10::OperatorHandle> pack;
    std::optional<c10::OperatorHandle> convolve;
    std::optional<c10::OperatorHandle> convolveAndAdd;
};

const Operators& operators()
{
    static const Operators found = [] {
        auto& dispatcher = c10::Dispatcher::singleton();
        const auto find = [&](const char* name, const char* overload, std::size_t arguments) {
            std::optional<c10::OperatorHandle> handle;
            if (const auto schema = dispatcher.findSchema({name, overload});
                schema && schema->schema().arguments().size() == arguments)
                handle = *schema;
            return handle;
        };
        return Operators{find("mkldnn::_reorder_convolution_weight", "", 6),
            find("mkldnn::_convolution_pointwise", "", 10),
            find("mkldnn::_convolution_pointwise", "binary", 13)};
    }();
    return found;
}

IValue pair(std::int64_t value)
{
    return IValue(std::vector<std::int64_t>{value, value});
}

IValue scalars(std::initializer_list<double> values)
{
    c10::List<Optional<at::Scalar>> list;
    for (const double value : values)
        list.push_back(at::Scalar(value));
    return IValue(std::move(list));
}

template <typename... Arguments>
at::Tensor call(const c10::OperatorHandle& handle, Arguments&&... arguments)
{
    torch::jit::Stack stack;
    torch::jit::push(stack, std::forward<Arguments>(arguments)...);
    handle.callBoxed(&stack);
    return stack.front().toTensor();
}

} // namespace

bool hasFusedConvolutions()
{
    const Operators& all = operators();
    return all.pack && all.convolve && all.convolveAndAdd;
}

void packWeight(FrozenConvolution& convolution, const at::Tensor& sampleInput)
{
    convolution.packed = call(*operators().pack, convolution.weight, pair(convolution.padding),
        pair(convolution.stride), pair(1), convolution.groups, sampleInput.sizes().vec());
}

at::Tensor runFused(const FrozenConvolution& convolution, const at::Tensor& x,
    const std::optional<at::Tensor>& skip)
{
    const auto& [weight, bias, stride, padding, groups, relu6, addsSkip, packed] = convolution;
    if (skip)
        return call(*operators().convolveAndAdd, x, *skip, packed, bias, pair(padding),
            pair(stride), pair(1), groups, "add", at::Scalar(1.0), IValue(), scalars({}), IValue());
    return call(*operators().convolve, x, packed, bias, pair(padding), pair(stride), pair(1),
        groups, relu6 ? "hardtanh" : "none", relu6 ? scalars({0.0, 6.0}) : scalars({}), "");
}

at::Tensor runPlain(const FrozenConvolution& convolution, const at::Tensor& x,
    const std::optional<at::Tensor>& skip)
{
    const std::vector<std::int64_t> stride(2, convolution.stride);
    const std::vector<std::int64_t> padding(2, convolution.padding);
    at::Tensor y = at::conv2d(x, convolution.weight, convolution.bias, stride, padding,
        at::IntArrayRef{1, 1}, convolution.groups);
    if (convolution.relu6)
        at::hardtanh_(y, 0.0, 6.0);
    if (skip)
        y.add_(*skip);
    return y;
}

} // namespace negatoscope::model
