#pragma once

#include "core/search/SearchSpace.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace negatoscope::search {

enum class SamplerKind { Grid, Random, Sobol, Model };
const char* samplerName(SamplerKind kind); ///< "grid", "random", "sobol", "model"
std::optional<SamplerKind> samplerFromName(const std::string& name);

struct SamplerOptions
{
    std::uint64_t seed = 42;
    int gridLevels = 4; ///< values of a range in a grid
    /// Whether the configuration of a point can be trained; empty = all can.
    std::function<bool(const Point&)> isPossible{};
};

/// Chooses where to look next. The proposals depend on the seed and on the sequence of calls only,
/// so that repeating the calls that a journal lists brings a sampler back to where it was. No
/// sampler proposes a combination of values twice. One thread at a time; not tied to one.
class Sampler
{
public:
    virtual ~Sampler() = default;
    /// Where trial `number` looks; empty when the space is used up.
    virtual std::optional<Point> propose(int number) = 0;
    /// What came out, larger is better; empty when the trial failed. Once per proposal, in any
    /// order, or never.
    virtual void tell(int number, const Point& point, std::optional<double> value) = 0;
};

/// - grid: every combination in the order of the parameters, the first running fastest.
/// - random: independent, uniform over the unit cube.
/// - sobol: Sobol's sequence (boost::random::sobol with Joe and Kuo's direction numbers) with a
///   random digital shift drawn from the seed: fills the cube evenly however many are taken.
/// - model: where the trials so far promise most (ModelSampler.cpp). Numbers: dlib's
///   global_function_search, which takes turns between an upper bound from a Lipschitz model (King,
///   "LIPO-TR", after Malherbe and Vayatis 2017) and a quadratic trust region around the best.
///   Choices have no distance, so they never enter that model. Up to 4 combinations of choices:
///   each is a function of its own (with just the numbers that are active in it) of dlib's search
///   over several functions, which spends its calls where the upper bound is highest. More: the
///   gain of every choice is a coefficient of one additive Bayesian regression (normal prior, with
///   linear and quadratic terms for the numbers, on normal scores of the values so far, so that a
///   disaster is just the last rank); a draw from its posterior chooses them all (Thompson 1933),
///   and the numbers come from one dlib search that is told the values less the choices' expected
///   gain. One trial in eight is drawn at random, so that a wrong model cannot lock a choice out.
std::unique_ptr<Sampler> makeSampler(
    SamplerKind kind, const SearchSpace& space, const SamplerOptions& options);

} // namespace negatoscope::search
