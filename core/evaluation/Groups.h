#pragma once

#include "core/evaluation/Figure.h"
#include "core/evaluation/Scores.h"

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::evaluation {

/// Below this a group's rate is not worth reading.
inline constexpr std::int64_t kFewFilms = 20;

/// How well the films of one class that share something (kind, name prefix, brightness, …) are
/// called: recall of that class within the group, so specificity for groups of the negative class.
struct GroupFigure
{
    std::string group;
    int label = 0; ///< class index
    std::int64_t films = 0;
    std::int64_t correct = 0;
    Figure recall; ///< with Wilson's interval
    bool tooFew = false;
};

/// One entry for each (class, group) that has a film, by class and then by name. Films with an
/// empty group are left out. `groupOfFilm` has one entry per film.
std::vector<GroupFigure> groupFigures(
    const Scores& scores, double threshold, const std::vector<std::string>& groupOfFilm);

/// By Scores::kinds; empty when the films have none.
std::vector<GroupFigure> kindFigures(const Scores& scores, double threshold);

/// The part of each file name before its numbers ("NORMAL2-IM-0007-0001.jpeg" → "NORMAL2-IM",
/// "person100_bacteria_475.jpeg" → "person"): films from one source often share it.
std::vector<std::string> namePrefixes(const Scores& scores);

} // namespace negatoscope::evaluation
