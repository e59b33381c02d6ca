#include "core/model/DropoutMask.h"

#include "core/base/WideLoops.h"

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

    [[gnu::always_inline]] bool keeps(std::uint32_t i) const
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

// The loops have no branch and no state, so that the compiler can do several values at once.

struct Values
{
    const float* from = nullptr; ///< null: the factors themselves are wanted
    float* to = nullptr;
    std::size_t count = 0;
};
using Loop = void (*)(const Values&, const Draw&, float factor);

[[gnu::always_inline]] inline void drop(const Values& values, const Draw& draw, float factor)
{
    const float* from = values.from;
    float* to = values.to;
    if (from) {
        for (std::size_t i = 0; i < values.count; ++i)
            to[i] = from[i] * (draw.keeps(static_cast<std::uint32_t>(i)) ? factor : 0.0F);
    } else {
        for (std::size_t i = 0; i < values.count; ++i)
            to[i] = draw.keeps(static_cast<std::uint32_t>(i)) ? factor : 0.0F;
    }
}

void plainDrop(const Values& values, const Draw& draw, float factor)
{
    drop(values, draw, factor);
}

NEGATOSCOPE_AVX2 void avx2Drop(const Values& values, const Draw& draw, float factor)
{
    drop(values, draw, factor);
}

NEGATOSCOPE_AVX512 void avx512Drop(const Values& values, const Draw& draw, float factor)
{
    drop(values, draw, factor);
}

void widestDrop(const Values& values, const Draw& draw, float factor)
{
    static const Loop kLoop = base::widest<Loop>(plainDrop, avx2Drop, avx512Drop);
    kLoop(values, draw, factor);
}

} // namespace

void applyDropout(
    std::span<const float> x, std::span<float> out, double rate, float scale, std::uint64_t seed)
{
    widestDrop({x.data(), out.data(), std::min(x.size(), out.size())}, Draw(rate, seed), scale);
}

void fillDropoutMask(std::span<float> mask, double rate, float value, std::uint64_t seed)
{
    widestDrop({nullptr, mask.data(), mask.size()}, Draw(rate, seed), value);
}

} // namespace negatoscope::model
