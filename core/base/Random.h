#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace negatoscope::base {

/// A small seeded generator (xoshiro256**, Blackman and Vigna 2018, seeded by SplitMix64) whose
/// numbers are the same on every platform and library version, unlike std:: distributions.
class Random
{
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    /// Uniform in [0, 1), 53 bits.
    double uniform();
    /// Uniform in [low, high).
    double uniform(double low, double high);
    /// Standard normal (Marsaglia's polar method).
    double normal();
    /// Uniform in [0, n); n > 0. Unbiased.
    std::uint64_t below(std::uint64_t n);
    bool chance(double probability) { return uniform() < probability; }
    /// Poisson; exact for small means, rounded normal above 64.
    std::uint64_t poisson(double mean);

    /// Fisher-Yates.
    template <typename T>
    void shuffle(std::vector<T>& values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t m_state[4];
    double m_spareNormal = 0.0;
    bool m_hasSpareNormal = false;
};

/// An independent seed for one use of a run's seed: deriveSeed(seed, "dropout", {epoch, batch}).
/// Whatever is derived this way can be resumed without storing generator states.
std::uint64_t deriveSeed(std::uint64_t seed, std::string_view purpose,
    std::initializer_list<std::uint64_t> counters = {});

} // namespace negatoscope::base
