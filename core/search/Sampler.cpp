#include "core/search/Sampler.h"

#include "core/search/Sampler_impl.h"

#include <boost/random/sobol.hpp>

#include <array>

namespace negatoscope::search {

namespace {

constexpr std::array kNames{"grid", "random", "sobol", "model"};

/// Draws until one is new and possible; empty when that seems to be no more.
class DrawingSampler : public Sampler
{
public:
    DrawingSampler(const SearchSpace& space, const SamplerOptions& options)
        : m_space(space)
        , m_options(options)
        , m_novelty(m_space, options)
    {}
    std::optional<Point> propose(int) override
    {
        constexpr int kDraws = 4000;
        for (int draws = 0; draws < kDraws; ++draws) {
            auto point = draw();
            if (!point)
                return std::nullopt;
            if (!m_novelty.isNew(*point) || !m_novelty.isPossible(*point))
                continue;
            m_novelty.add(*point);
            return point;
        }
        return std::nullopt;
    }
    void tell(int, const Point&, std::optional<double>) override {}

protected:
    virtual std::optional<Point> draw() = 0;
    const SearchSpace m_space;
    const SamplerOptions m_options;

private:
    Novelty m_novelty;
};

class RandomSampler : public DrawingSampler
{
public:
    RandomSampler(const SearchSpace& space, const SamplerOptions& options)
        : DrawingSampler(space, options)
        , m_random(base::deriveSeed(options.seed, "search random"))
    {}

private:
    std::optional<Point> draw() override
    {
        Point point(m_space.dimensions());
        for (double& coordinate : point)
            coordinate = m_random.uniform();
        return point;
    }
    base::Random m_random;
};

class GridSampler : public DrawingSampler
{
public:
    GridSampler(const SearchSpace& space, const SamplerOptions& options)
        : DrawingSampler(space, options)
    {
        for (const Parameter& parameter : m_space.parameters())
            m_grids.push_back(parameter.gridCoordinates(options.gridLevels));
    }
    std::optional<Point> propose(int number) override
    {
        // Inactive parameters make many equal points in a row: no limit but the end of the grid.
        auto point = DrawingSampler::propose(number);
        while (!point && !m_isOver)
            point = DrawingSampler::propose(number);
        return point;
    }

private:
    std::optional<Point> draw() override
    {
        if (m_isOver)
            return std::nullopt;
        if (m_position.empty())
            m_position.resize(m_grids.size());
        Point point;
        for (std::size_t i = 0; i < m_grids.size(); ++i)
            point.push_back(m_grids[i][m_position[i]]);
        m_isOver = true;
        for (std::size_t i = 0; i < m_grids.size() && m_isOver; ++i) {
            m_position[i] = (m_position[i] + 1) % m_grids[i].size();
            m_isOver = m_position[i] == 0;
        }
        return point;
    }
    std::vector<std::vector<double>> m_grids;
    std::vector<std::size_t> m_position;
    bool m_isOver = false;
};

class SobolSampler : public DrawingSampler
{
public:
    SobolSampler(const SearchSpace& space, const SamplerOptions& options)
        : DrawingSampler(space, options)
        , m_sobol(space.dimensions())
    {
        base::Random random(base::deriveSeed(options.seed, "search sobol"));
        for (std::size_t i = 0; i < space.dimensions(); ++i)
            m_shift.push_back(random.next());
    }

private:
    std::optional<Point> draw() override
    {
        constexpr int kUnusedBits = 11; // a double holds 53
        constexpr double kUnit = 0x1p-53;
        Point point;
        for (const std::uint64_t shift : m_shift)
            point.push_back(static_cast<double>((m_sobol() ^ shift) >> kUnusedBits) * kUnit);
        return point;
    }
    boost::random::sobol m_sobol;
    std::vector<std::uint64_t> m_shift;
};

} // namespace

const char* samplerName(SamplerKind kind)
{
    return kNames[static_cast<std::size_t>(kind)];
}

std::optional<SamplerKind> samplerFromName(const std::string& name)
{
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (name == kNames[i])
            return static_cast<SamplerKind>(i);
    return std::nullopt;
}

std::unique_ptr<Sampler> makeSampler(
    SamplerKind kind, const SearchSpace& space, const SamplerOptions& options)
{
    switch (kind) {
    case SamplerKind::Grid:
        return std::make_unique<GridSampler>(space, options);
    case SamplerKind::Random:
        return std::make_unique<RandomSampler>(space, options);
    case SamplerKind::Sobol:
        return std::make_unique<SobolSampler>(space, options);
    case SamplerKind::Model:
        break;
    }
    return makeModelSampler(space, options);
}

} // namespace negatoscope::search
