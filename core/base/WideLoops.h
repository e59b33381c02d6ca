#pragma once

// For functions with long loops over floats: compiled once for each width of vector instructions,
// the widest that the processor has is called. The same sums in the same order, so the same bits.

#if defined(__x86_64__) && defined(__GNUC__)
#define NEGATOSCOPE_WIDE_LOOPS 1
#else
#define NEGATOSCOPE_WIDE_LOOPS 0
#endif

namespace negatoscope::base {

/// The one of three builds of a function that suits this processor.
template <typename Function>
Function widest(Function plain, [[maybe_unused]] Function avx2, [[maybe_unused]] Function avx512)
{
#if NEGATOSCOPE_WIDE_LOOPS
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
        return avx512;
    if (__builtin_cpu_supports("avx2"))
        return avx2;
#endif
    return plain;
}

} // namespace negatoscope::base

#if NEGATOSCOPE_WIDE_LOOPS
#define NEGATOSCOPE_AVX2 [[gnu::target("avx2")]]
#define NEGATOSCOPE_AVX512 [[gnu::target("avx512f,avx512dq,prefer-vector-width=512")]]
#else
#define NEGATOSCOPE_AVX2
#define NEGATOSCOPE_AVX512
#endif
