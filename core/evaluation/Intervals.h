#pragma once

#include "core/evaluation/Figure.h"

#include <cstdint>

namespace negatoscope::evaluation {

/// The standard normal quantile that leaves (1 − confidence)/2 in each tail; 1.95996… for 0.95.
double normalQuantile(double confidence = 0.95);

/// Wilson's score interval of k successes in n films, n > 0 (Wilson 1927; statsmodels'
/// proportion_confint method "wilson"), clamped to [0, 1].
Interval wilson(std::int64_t successes, std::int64_t films, double confidence = 0.95);

/// The exact interval of Clopper and Pearson (1934) from beta quantiles, n > 0 (statsmodels'
/// method "beta").
Interval clopperPearson(std::int64_t successes, std::int64_t films, double confidence = 0.95);

/// k/n with its Wilson interval; Undefined::`reason` when n is 0.
Figure proportion(std::int64_t successes, std::int64_t films, Undefined reason);

} // namespace negatoscope::evaluation
