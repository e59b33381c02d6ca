#include "core/evaluation/Scores.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::evaluation {

std::vector<double> Scores::positiveScores() const
{
    std::vector<double> scores(size());
    for (std::size_t film = 0; film < size(); ++film)
        scores[film] = probability(film, static_cast<std::size_t>(positiveClass));
    return scores;
}

std::vector<bool> Scores::positiveLabels() const
{
    std::vector<bool> flags(size());
    for (std::size_t film = 0; film < size(); ++film)
        flags[film] = labels[film] == positiveClass;
    return flags;
}

Undefined problemOf(const Scores& scores)
{
    const std::size_t classes = scores.classCount();
    if (scores.size() == 0 || scores.probabilities.size() != scores.size() * classes)
        return Undefined::NoFilms;
    for (const int label : scores.labels)
        if (label < 0 || static_cast<std::size_t>(label) >= classes)
            return Undefined::UnknownLabel;
    Undefined problem = Undefined::No;
    for (const double p : scores.probabilities) {
        if (!std::isfinite(p))
            return Undefined::NotFinite;
        if (p < 0.0 || p > 1.0)
            problem = Undefined::NotAProbability;
    }
    return problem;
}

std::vector<double> positiveLogOdds(const Scores& scores)
{
    const std::size_t classes = scores.classCount();
    const auto positive = static_cast<std::size_t>(scores.positiveClass);
    const bool haveLogits = scores.logits.size() == scores.size() * classes;
    std::vector<double> logOdds(scores.size());
    for (std::size_t film = 0; film < scores.size(); ++film) {
        if (!haveLogits) {
            const double p = std::clamp(scores.probability(film, positive), 1e-300, 1.0 - 1e-16);
            logOdds[film] = std::log(p) - std::log1p(-p);
            continue;
        }
        const double* z = scores.logits.data() + film * classes;
        double largestOther = -std::numeric_limits<double>::infinity();
        for (std::size_t c = 0; c < classes; ++c)
            largestOther = c == positive ? largestOther : std::max(largestOther, z[c]);
        double others = 0.0; // of exp(z − largestOther) over the rest
        for (std::size_t c = 0; c < classes; ++c)
            others += c == positive ? 0.0 : std::exp(z[c] - largestOther);
        logOdds[film] = z[positive] - largestOther - std::log(others);
    }
    return logOdds;
}

void fillProbabilities(Scores& scores)
{
    const std::size_t classes = scores.classCount();
    scores.probabilities.resize(scores.logits.size());
    for (std::size_t film = 0; film < scores.size(); ++film) {
        const double* z = scores.logits.data() + film * classes;
        double* p = scores.probabilities.data() + film * classes;
        const double largest = *std::max_element(z, z + classes);
        double sum = 0.0;
        for (std::size_t c = 0; c < classes; ++c)
            sum += p[c] = std::exp(z[c] - largest);
        for (std::size_t c = 0; c < classes; ++c)
            p[c] /= sum;
    }
}

} // namespace negatoscope::evaluation
