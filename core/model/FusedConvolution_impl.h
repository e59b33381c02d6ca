#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>

namespace negatoscope::model {

/// One convolution of a frozen network: folded weights, and what follows it.
struct FrozenConvolution
{
    at::Tensor weight; ///< out, in/groups, height, width
    at::Tensor bias;
    std::int64_t stride = 1;
    std::int64_t padding = 0; ///< on all sides
    std::int64_t groups = 1;
    bool relu6 = false;
    bool addsSkip = false;
    at::Tensor packed{}; ///< in oneDNN's layout, where fused
};

/// oneDNN's fused convolutions as LibTorch 2 has them (mkldnn::_convolution_pointwise), looked up
/// at run time: 1.13 does not have them.
bool hasFusedConvolutions();
void packWeight(FrozenConvolution& convolution, const at::Tensor& sampleInput);
at::Tensor runFused(const FrozenConvolution& convolution, const at::Tensor& x,
    const std::optional<at::Tensor>& skip);

/// The same with plain operators.
at::Tensor runPlain(const FrozenConvolution& convolution, const at::Tensor& x,
    const std::optional<at::Tensor>& skip);

} // namespace negatoscope::model
