#include "core/base/Random.h"

#include <cmath>

namespace negatoscope::base {

namespace {

std::uint64_t splitMix(std::uint64_t& state)
{
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::uint64_t rotateLeft(std::uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

} // namespace

Random::Random(std::uint64_t seed)
{
    for (std::uint64_t& word : m_state)
        word = splitMix(seed);
}

std::uint64_t Random::next()
{
    const std::uint64_t result = rotateLeft(m_state[1] * 5, 7) * 9;
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = rotateLeft(m_state[3], 45);
    return result;
}

double Random::uniform()
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::uniform(double low, double high)
{
    return low + (high - low) * uniform();
}

double Random::normal()
{
    if (m_hasSpareNormal) {
        m_hasSpareNormal = false;
        return m_spareNormal;
    }
    double u = 0.0;
    double v = 0.0;
    double s = 0.0;
    do {
        u = uniform(-1.0, 1.0);
        v = uniform(-1.0, 1.0);
        s = u * u + v * v;
    } while (s >= 1.0 || s == 0.0);
    const double factor = std::sqrt(-2.0 * std::log(s) / s);
    m_spareNormal = v * factor;
    m_hasSpareNormal = true;
    return u * factor;
}

std::uint64_t Random::below(std::uint64_t n)
{
    // Reject the incomplete last interval so that every value is equally likely.
    const std::uint64_t threshold = (0 - n) % n;
    std::uint64_t value = 0;
    do {
        value = next();
    } while (value < threshold);
    return value % n;
}

std::uint64_t Random::poisson(double mean)
{
    if (mean <= 0.0)
        return 0;
    if (mean > 64.0) {
        const double value = std::round(mean + std::sqrt(mean) * normal());
        return value > 0.0 ? static_cast<std::uint64_t>(value) : 0;
    }
    const double limit = std::exp(-mean);
    std::uint64_t count = 0;
    for (double product = uniform(); product > limit; product *= uniform())
        ++count;
    return count;
}

std::uint64_t deriveSeed(
    std::uint64_t seed, std::string_view purpose, std::initializer_list<std::uint64_t> counters)
{
    std::uint64_t state = seed;
    std::uint64_t mixed = splitMix(state);
    const auto absorb = [&](std::uint64_t value) {
        state ^= value;
        mixed = splitMix(state) ^ rotateLeft(mixed, 23);
        state = mixed;
    };
    for (const char c : purpose)
        absorb(static_cast<unsigned char>(c));
    absorb(0x100 + purpose.size());
    for (const std::uint64_t counter : counters)
        absorb(counter);
    return mixed;
}

} // namespace negatoscope::base
