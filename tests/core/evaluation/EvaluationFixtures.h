#pragma once

#include "core/evaluation/Scores.h"

#include <QtTest>

#include <cmath>
#include <string>
#include <vector>

namespace negatoscope::testing {

/// Two classes "NORMAL", "PNEUMONIA" from the logit of the second.
inline evaluation::Scores scoresFromLogits(
    const std::vector<double>& logits, const std::vector<int>& labels)
{
    evaluation::Scores scores;
    scores.classNames = {"NORMAL", "PNEUMONIA"};
    scores.positiveClass = 1;
    scores.labels = labels;
    for (std::size_t film = 0; film < logits.size(); ++film) {
        scores.films.push_back("film" + std::to_string(film) + ".png");
        scores.logits.insert(scores.logits.end(), {0.0, logits[film]});
    }
    evaluation::fillProbabilities(scores);
    return scores;
}

/// The same from the probability of the second.
inline evaluation::Scores scoresFromProbabilities(
    const std::vector<double>& p, const std::vector<int>& labels)
{
    std::vector<double> logits;
    for (const double value : p)
        logits.push_back(std::log(value / (1.0 - value)));
    evaluation::Scores scores = scoresFromLogits(logits, labels);
    for (std::size_t film = 0; film < p.size(); ++film) {
        scores.probabilities[2 * film] = 1.0 - p[film];
        scores.probabilities[2 * film + 1] = p[film];
    }
    return scores;
}

inline std::vector<bool> flags(const std::vector<int>& labels)
{
    return {labels.begin(), labels.end()};
}

} // namespace negatoscope::testing

/// |actual − expected| ≤ tolerance, with both numbers in the message. `actual` may be a Figure.
#define VERIFY_NEAR(actual, expected, tolerance)                                                   \
    do {                                                                                           \
        const double actualValue = negatoscope::testing::numberOf(actual);                         \
        const double expectedValue = (expected);                                                   \
        QVERIFY2(std::abs(actualValue - expectedValue) <= (tolerance),                             \
            qPrintable(QStringLiteral("%1 is %2, should be %3")                                    \
                           .arg(QLatin1String(#actual))                                            \
                           .arg(actualValue, 0, 'g', 15)                                           \
                           .arg(expectedValue, 0, 'g', 15)));                                      \
    } while (false)

#define VERIFY_INTERVAL(interval, lowExpected, highExpected, tolerance)                            \
    do {                                                                                           \
        VERIFY_NEAR((interval).low, lowExpected, tolerance);                                       \
        VERIFY_NEAR((interval).high, highExpected, tolerance);                                     \
    } while (false)

namespace negatoscope::testing {

inline double numberOf(double value)
{
    return value;
}

/// NaN when undefined, so that no comparison holds.
inline double numberOf(const evaluation::Figure& figure)
{
    return figure.value.value_or(std::nan(""));
}

} // namespace negatoscope::testing
