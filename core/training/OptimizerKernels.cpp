#include "core/training/OptimizerKernels.h"

#include <cmath>

namespace negatoscope::training {

void adamStep(float* __restrict value, float* __restrict momentum, float* __restrict velocity,
    const float* __restrict gradient, std::size_t n, const AdamStep& step)
{
    const auto [momentumWeight, velocityWeight, epsilon, rate] = step;
    for (std::size_t i = 0; i < n; ++i) {
        const float g = gradient[i];
        const float m = momentum[i] + (g - momentum[i]) * momentumWeight;
        const float v = velocity[i] + (g * g - velocity[i]) * velocityWeight;
        momentum[i] = m;
        velocity[i] = v;
        value[i] -= rate * m / (std::sqrt(v) + epsilon);
    }
}

} // namespace negatoscope::training
