#pragma once

#include <cstddef>

namespace negatoscope::training {

/// What one step of Adam needs besides the tensors (keras.md 4).
struct AdamStep
{
    float momentumWeight = 0.1F;   ///< 1 − β1
    float velocityWeight = 0.001F; ///< 1 − β2
    float epsilon = 1e-7F;         ///< outside the root of the uncorrected v
    float rate = 0.001F;           ///< η·√(1 − β2^t) / (1 − β1^t)
};

/// One step of Adam in one pass over memory: m += (g − m)(1 − β1), v += (g² − v)(1 − β2),
/// value −= rate·m / (√v + ε). Arrays of n floats that do not overlap. Thread: any.
void adamStep(float* value, float* momentum, float* velocity, const float* gradient, std::size_t n,
    const AdamStep& step);

} // namespace negatoscope::training
