#pragma once

#include "core/evaluation/Comparison.h"

#include <optional>
#include <vector>

namespace negatoscope::evaluation {

/// How much a figure differs between runs that differ by their seed alone.
struct SeedNoise
{
    std::size_t groups = 0; ///< configurations with at least two seeds
    std::size_t runs = 0;   ///< in those groups
    double sd = 0.0; ///< of one run, pooled over the groups: √(Σ(x − x̄)² / Σ(n − 1))
};

/// `figuresBySeed`: one list per configuration, a figure per seed; lists of one say nothing. Empty
/// when no list has two.
std::optional<SeedNoise> seedNoise(const std::vector<std::vector<double>>& figuresBySeed);

/// Whether |a − b| is no more than two seeds of one configuration differ by in 95 of 100 cases:
/// 1.96 · √2 · sd.
bool withinSeedNoise(double a, double b, const SeedNoise& noise);

/// How a model holds up on films changed by hand: AUC there and the share of decisions that turn.
struct StressFigures
{
    Figure auc;   ///< on the stress views, with DeLong's interval on the logit
    Figure flips; ///< share of films called otherwise than unchanged, with Wilson's interval
    std::size_t films = 0; ///< views compared
};

/// `stressed` holds one or several views of films of `plain`, matched by name.
/// Undefined: NoFilms when none matches, and as rocAuc.
StressFigures stressFigures(const Scores& plain, const Scores& stressed, double threshold);

/// A wins over B on validation and loses under stress: the warning of "will it hold elsewhere".
bool winsOnlyOnValidation(double validationA, double validationB, double stressA, double stressB);

} // namespace negatoscope::evaluation
