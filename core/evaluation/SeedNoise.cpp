#include "core/evaluation/SeedNoise.h"

#include "core/evaluation/AucInterval.h"
#include "core/evaluation/Confusion.h"
#include "core/evaluation/Intervals.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <unordered_map>

namespace negatoscope::evaluation {

std::optional<SeedNoise> seedNoise(const std::vector<std::vector<double>>& figuresBySeed)
{
    SeedNoise noise;
    double squares = 0.0;
    std::size_t freedom = 0;
    for (const std::vector<double>& figures : figuresBySeed) {
        if (figures.size() < 2)
            continue;
        const double mean = std::accumulate(figures.begin(), figures.end(), 0.0) /
                            static_cast<double>(figures.size());
        for (const double figure : figures)
            squares += (figure - mean) * (figure - mean);
        freedom += figures.size() - 1;
        ++noise.groups;
        noise.runs += figures.size();
    }
    if (freedom == 0)
        return std::nullopt;
    noise.sd = std::sqrt(squares / static_cast<double>(freedom));
    return noise;
}

bool withinSeedNoise(double a, double b, const SeedNoise& noise)
{
    return std::abs(a - b) <= normalQuantile() * std::numbers::sqrt2 * noise.sd;
}

StressFigures stressFigures(const Scores& plain, const Scores& stressed, double threshold)
{
    StressFigures result{Figure::none(Undefined::NoFilms), Figure::none(Undefined::NoFilms), 0};
    const Undefined problem = problemOf(stressed);
    if (problem != Undefined::No || !stressed.hasPositiveClass()) {
        const Undefined reason = problem != Undefined::No ? problem : Undefined::NoPositiveClass;
        return {Figure::none(reason), Figure::none(reason), 0};
    }
    result.auc = aucWithLogitDeLong(stressed.positiveScores(), stressed.positiveLabels());
    std::unordered_map<std::string, std::size_t> filmOf;
    for (std::size_t film = 0; film < plain.films.size(); ++film)
        filmOf.emplace(plain.films[film], film);
    const std::vector<int> before = calledClasses(plain, threshold);
    const std::vector<int> after = calledClasses(stressed, threshold);
    std::int64_t turned = 0;
    for (std::size_t view = 0; view < stressed.films.size(); ++view) {
        const auto film = filmOf.find(stressed.films[view]);
        if (film == filmOf.end())
            continue;
        ++result.films;
        turned += before[film->second] != after[view] ? 1 : 0;
    }
    result.flips = proportion(turned, static_cast<std::int64_t>(result.films), Undefined::NoFilms);
    return result;
}

bool winsOnlyOnValidation(double validationA, double validationB, double stressA, double stressB)
{
    return validationA > validationB && stressA < stressB;
}

} // namespace negatoscope::evaluation
