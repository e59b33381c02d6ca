#include "core/training/HalfPrecision.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace negatoscope::training {

bool toHalf(std::span<const float> values, std::span<std::uint16_t> out)
{
    const c10::NoGradGuard noGrad;
    const auto count = static_cast<std::int64_t>(values.size());
    // from_blob wants mutable pointers; nothing is written through the first one.
    const at::Tensor from = at::from_blob(const_cast<float*>(values.data()), {count}, at::kFloat);
    at::Tensor to = at::from_blob(out.data(), {count}, at::kHalf);
    to.copy_(from);
    return count == 0 || at::isfinite(to).all().item<bool>();
}

void fromHalf(std::span<const std::byte> bytes, std::span<float> out)
{
    const c10::NoGradGuard noGrad;
    const auto count = static_cast<std::int64_t>(out.size());
    at::from_blob(out.data(), {count}, at::kFloat)
        .copy_(at::from_blob(const_cast<std::byte*>(bytes.data()), {count}, at::kHalf));
}

} // namespace negatoscope::training
