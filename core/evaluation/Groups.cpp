#include "core/evaluation/Groups.h"

#include "core/evaluation/Confusion.h"
#include "core/evaluation/Intervals.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace negatoscope::evaluation {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string namePrefix(const std::string& path)
{
    const std::string name = path.substr(path.find_last_of("/\\") + 1);
    // A number that stands for itself follows a hyphen; "NORMAL2" is a word with a digit.
    for (std::size_t i = 0; i + 1 < name.size(); ++i)
        if (name[i] == '-' && isDigit(name[i + 1]))
            return name.substr(0, i);
    std::size_t end = 0;
    while (end < name.size() && !isDigit(name[end]) && name[end] != '.')
        ++end;
    while (end > 0 && (name[end - 1] == '_' || name[end - 1] == '-'))
        --end;
    return name.substr(0, end);
}

} // namespace

std::vector<GroupFigure> groupFigures(
    const Scores& scores, double threshold, const std::vector<std::string>& groupOfFilm)
{
    if (problemOf(scores) != Undefined::No || groupOfFilm.size() != scores.size())
        return {};
    const std::vector<int> called = calledClasses(scores, threshold);
    std::map<std::pair<int, std::string_view>, GroupFigure> groups;
    for (std::size_t film = 0; film < scores.size(); ++film) {
        if (groupOfFilm[film].empty())
            continue;
        GroupFigure& group = groups[{scores.labels[film], groupOfFilm[film]}];
        if (group.films == 0) {
            group.group = groupOfFilm[film];
            group.label = scores.labels[film];
        }
        ++group.films;
        group.correct += called[film] == scores.labels[film] ? 1 : 0;
    }
    std::vector<GroupFigure> result;
    for (auto& [key, group] : groups) {
        group.recall = proportion(group.correct, group.films, Undefined::NoFilms);
        group.tooFew = group.films < kFewFilms;
        result.push_back(std::move(group));
    }
    return result;
}

std::vector<GroupFigure> kindFigures(const Scores& scores, double threshold)
{
    return groupFigures(scores, threshold, scores.kinds);
}

std::vector<std::string> namePrefixes(const Scores& scores)
{
    std::vector<std::string> prefixes;
    prefixes.reserve(scores.films.size());
    for (const std::string& film : scores.films)
        prefixes.push_back(namePrefix(film));
    return prefixes;
}

} // namespace negatoscope::evaluation
