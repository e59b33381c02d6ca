#include "core/training/OptimizerKernels.h"

#include "core/base/WideLoops.h"

#include <cmath>

namespace negatoscope::training {

namespace {

using Step = void (*)(float*, float*, float*, const float*, std::size_t, const AdamStep&);

[[gnu::always_inline]] inline void step(float* __restrict value, float* __restrict momentum,
    float* __restrict velocity, const float* __restrict gradient, std::size_t n,
    const AdamStep& factors)
{
    const auto [momentumWeight, velocityWeight, epsilon, rate] = factors;
    for (std::size_t i = 0; i < n; ++i) {
        const float g = gradient[i];
        const float m = momentum[i] + (g - momentum[i]) * momentumWeight;
        const float v = velocity[i] + (g * g - velocity[i]) * velocityWeight;
        momentum[i] = m;
        velocity[i] = v;
        value[i] -= rate * m / (std::sqrt(v) + epsilon);
    }
}

void plainStep(float* value, float* momentum, float* velocity, const float* gradient, std::size_t n,
    const AdamStep& factors)
{
    step(value, momentum, velocity, gradient, n, factors);
}

NEGATOSCOPE_AVX2 void avx2Step(float* value, float* momentum, float* velocity,
    const float* gradient, std::size_t n, const AdamStep& factors)
{
    step(value, momentum, velocity, gradient, n, factors);
}

NEGATOSCOPE_AVX512 void avx512Step(float* value, float* momentum, float* velocity,
    const float* gradient, std::size_t n, const AdamStep& factors)
{
    step(value, momentum, velocity, gradient, n, factors);
}

} // namespace

void adamStep(float* value, float* momentum, float* velocity, const float* gradient, std::size_t n,
    const AdamStep& factors)
{
    static const Step kStep = base::widest<Step>(plainStep, avx2Step, avx512Step);
    kStep(value, momentum, velocity, gradient, n, factors);
}

} // namespace negatoscope::training
