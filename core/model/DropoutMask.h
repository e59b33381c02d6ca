#pragma once

#include <cstdint>
#include <span>

namespace negatoscope::model {

/// Which values dropout keeps, by counting: value i of step `seed` is kept when a hash of (seed, i)
/// is at least `rate`. The same on every machine and for any number of threads, and nothing to
/// store for a resumed run. The hash is Wellons' 32-bit integer hash (lowbias32), keyed twice.
/// Thread: any.

/// While it lives, the batches of this thread are the films from `first` on of larger ones: each
/// film draws the mask that it has in the whole batch. For batches that several processes share.
class FirstFilm
{
public:
    explicit FirstFilm(std::int64_t first);
    ~FirstFilm();
    FirstFilm(const FirstFilm&) = delete;
    FirstFilm& operator=(const FirstFilm&) = delete;
    static std::int64_t current(); ///< 0 without one

private:
    std::int64_t m_before;
};

/// `firstValue` is the number of the first value: that of a batch's first film in the whole batch.
///
/// out[i] = kept ? x[i]·scale : 0. `rate` in [0, 1). x and out have one size and may be the same.
void applyDropout(std::span<const float> x, std::span<float> out, double rate, float scale,
    std::uint64_t seed, std::uint32_t firstValue = 0);

/// mask[i] = kept ? value : 0.
void fillDropoutMask(std::span<float> mask, double rate, float value, std::uint64_t seed,
    std::uint32_t firstValue = 0);

} // namespace negatoscope::model
