#include "core/model/DropoutMask.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace negatoscope::model {

namespace {

struct Draw
{
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    std::uint32_t threshold = 0; ///< hashes below it are dropped

    Draw(double rate, std::uint64_t seed)
        : low(static_cast<std::uint32_t>(seed))
        , high(static_cast<std::uint32_t>(seed >> 32))
        , threshold(
              static_cast<std::uint32_t>(std::min(std::round(rate * 4294967296.0), 4294967295.0)))
    {}

    bool keeps(std::uint32_t i) const
    {
        std::uint32_t h = i ^ low;
        h ^= h >> 16;
        h *= 0x7FEB352DU;
        h ^= h >> 15;
        h += high;
        h *= 0x846CA68BU;
        h ^= h >> 16;
        return h >= threshold;
    }
};

thread_local std::int64_t firstFilm = 0;

} // namespace

FirstFilm::FirstFilm(std::int64_t first)
    : m_before(firstFilm)
{
    firstFilm = first;
}

FirstFilm::~FirstFilm()
{
    firstFilm = m_before;
}

std::int64_t FirstFilm::current()
{
    return firstFilm;
}

// The loops have no branch and no state, so that the compiler can do several values at once.

void applyDropout(std::span<const float> x, std::span<float> out, double rate, float scale,
    std::uint64_t seed, std::uint32_t firstValue)
{
    const Draw draw(rate, seed);
    const std::size_t n = std::min(x.size(), out.size());
    const float* from = x.data();
    float* to = out.data();
    for (std::size_t i = 0; i < n; ++i)
        to[i] = from[i] * (draw.keeps(firstValue + static_cast<std::uint32_t>(i)) ? scale : 0.0F);
}

void fillDropoutMask(
    std::span<float> mask, double rate, float value, std::uint64_t seed, std::uint32_t firstValue)
{
    const Draw draw(rate, seed);
    float* to = mask.data();
    for (std::size_t i = 0; i < mask.size(); ++i)
        to[i] = draw.keeps(firstValue + static_cast<std::uint32_t>(i)) ? value : 0.0F;
}

} // namespace negatoscope::model
