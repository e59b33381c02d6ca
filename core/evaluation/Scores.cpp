#include "core/evaluation/Scores.h"

#include <algorithm>
#include <cmath>

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
