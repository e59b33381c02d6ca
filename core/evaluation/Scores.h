#pragma once

#include "core/evaluation/Figure.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::evaluation {

/// What a model says about films whose truth is known: all that a figure needs.
/// Two classes: `probability` of the positive class decides against a threshold. K classes: arg
/// max.
struct Scores
{
    std::vector<std::string> classNames; ///< K ≥ 1
    int positiveClass = -1;
    std::vector<std::string> films;    ///< n names
    std::vector<std::string> patients; ///< n keys (cluster bootstrap); empty = every film its own
    std::vector<std::string> kinds;    ///< n ("bacteria", …); may be empty
    std::vector<int> labels;           ///< n class indices
    std::vector<double> logits;        ///< n×K, row-major; before softmax
    std::vector<double> probabilities; ///< n×K, row-major; each row sums to 1

    std::size_t size() const { return labels.size(); }
    std::size_t classCount() const { return classNames.size(); }
    double probability(std::size_t film, std::size_t cls) const
    {
        return probabilities[film * classCount() + cls];
    }
    bool hasPositiveClass() const
    {
        return positiveClass >= 0 && static_cast<std::size_t>(positiveClass) < classCount();
    }
    /// n probabilities of the positive class; requires hasPositiveClass().
    std::vector<double> positiveScores() const;
    /// n flags: label == positiveClass.
    std::vector<bool> positiveLabels() const;
};

/// What forbids every figure: NoFilms (also when the sizes do not agree), UnknownLabel, NotFinite,
/// NotAProbability; else No.
Undefined problemOf(const Scores& scores);

/// n log-odds of the positive class against the rest: from the logits where they are kept (two
/// classes: their difference), otherwise from the probabilities. Requires hasPositiveClass().
std::vector<double> positiveLogOdds(const Scores& scores);

/// Fills `probabilities` from `logits` by a softmax (max-shifted).
void fillProbabilities(Scores& scores);

} // namespace negatoscope::evaluation
