#pragma once

#include <cstdint>
#include <span>

namespace negatoscope::model {

/// Which values dropout keeps, by counting: value i of step `seed` is kept when a hash of (seed, i)
/// is at least `rate`. The same on every machine and for any number of threads, and nothing to
/// store for a resumed run. The hash is Wellons' 32-bit integer hash (lowbias32), keyed twice.
/// Thread: any.

/// out[i] = kept ? x[i]·scale : 0. `rate` in [0, 1). x and out have one size and may be the same.
void applyDropout(
    std::span<const float> x, std::span<float> out, double rate, float scale, std::uint64_t seed);

/// mask[i] = kept ? value : 0.
void fillDropoutMask(std::span<float> mask, double rate, float value, std::uint64_t seed);

} // namespace negatoscope::model
