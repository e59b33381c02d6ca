#pragma once

#include "core/search/Objective.h"
#include "core/search/Trial.h"

#include <string>
#include <vector>

namespace negatoscope::search {

/// How much of the objective's variation over the space one parameter explains by itself.
struct Importance
{
    std::string path;
    double share = 0.0; ///< 0…1 of the variance of the forest's prediction
    /// The forest's mean prediction (Objective::scaled) over everything else, at the middles of
    /// equal steps of the coordinate.
    std::vector<double> effect;
};

/// Functional analysis of variance (Hutter, Hoos and Leyton-Brown 2014) over a random forest
/// (OpenCV's RTrees): each tree is a partition of the unit cube into boxes, so that the mean over
/// all other parameters, and its variance, are exact sums. What the shares leave to 1 are
/// interactions. Failed trials are left out. Empty for fewer than 8 trials or when all came out
/// alike. Largest share first. Takes some tens of milliseconds for 200 trials.
std::vector<Importance> importances(
    const SearchSpace& space, const std::vector<Trial>& trials, const Objective& objective);

} // namespace negatoscope::search
