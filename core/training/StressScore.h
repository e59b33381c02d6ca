#pragma once

#include <cstddef>

namespace negatoscope::training {

/// How a model does on "wild" views of its validation films (image::wildView), which no training
/// ever sees. The AUC foretells the ranking on films from elsewhere far better than plain
/// validation does (science.md 10).
struct StressScore
{
    std::size_t films = 0;
    double auc = 0.0;   ///< two classes: of the positive one; more: one against the rest, mean
    double flips = 0.0; ///< share of films whose decision differs between the two views, 0…1

    bool operator==(const StressScore&) const = default;
};

} // namespace negatoscope::training
