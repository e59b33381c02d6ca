#pragma once

// Private to core/search.

#include "core/search/Sampler.h"

#include <set>

namespace negatoscope::search {

/// Remembers which combinations were proposed.
class Novelty
{
public:
    Novelty(const SearchSpace& space, const SamplerOptions& options)
        : m_space(space)
        , m_isPossible(options.isPossible)
    {}
    bool isPossible(const Point& point) const { return !m_isPossible || m_isPossible(point); }
    bool isNew(const Point& point) const { return !m_seen.contains(keyOf(point)); }
    void add(const Point& point) { m_seen.insert(keyOf(point)); }
    std::string keyOf(const Point& point) const { return m_space.valuesAt(point).dump(); }

private:
    const SearchSpace& m_space;
    std::function<bool(const Point&)> m_isPossible;
    std::set<std::string> m_seen;
};

std::unique_ptr<Sampler> makeModelSampler(const SearchSpace& space, const SamplerOptions& options);

} // namespace negatoscope::search
