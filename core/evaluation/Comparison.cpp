#include "core/evaluation/Comparison.h"

#include "core/evaluation/Confusion.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace negatoscope::evaluation {

namespace {

double chi2Tail(double statistic)
{
    return boost::math::cdf(boost::math::complement(boost::math::chi_squared(1.0), statistic));
}

} // namespace

McNemar mcNemar(std::int64_t b, std::int64_t c)
{
    McNemar test{.b = b, .c = c};
    if (b + c <= 0)
        return test;
    const auto n = static_cast<double>(b + c);
    const auto smaller = static_cast<double>(std::min(b, c));
    const boost::math::binomial even(n, 0.5);
    const double tail = boost::math::cdf(even, smaller);
    test.exactP = std::min(1.0, 2.0 * tail);
    test.midP = test.exactP - boost::math::pdf(even, smaller);
    const double difference = std::abs(static_cast<double>(b - c));
    const double corrected = std::max(0.0, difference - 1.0);
    test.chi2 = difference * difference / n;
    test.chi2P = chi2Tail(test.chi2);
    test.chi2Corrected = corrected * corrected / n;
    test.chi2CorrectedP = chi2Tail(test.chi2Corrected);
    return test;
}

base::Result<PairedComparison> compare(
    const Scores& a, double thresholdA, const Scores& b, double thresholdB)
{
    if (a.classNames != b.classNames || a.positiveClass != b.positiveClass || !a.hasPositiveClass())
        return base::failure(base::ErrorCode::InvalidUsage,
            "the two runs do not tell the same classes apart", {},
            "compare runs that were trained on the same classes");
    std::unordered_map<std::string, std::size_t> filmsOfB;
    for (std::size_t film = 0; film < b.films.size(); ++film)
        filmsOfB.emplace(b.films[film], film);
    const std::vector<int> calledA = calledClasses(a, thresholdA);
    const std::vector<int> calledB = calledClasses(b, thresholdB);
    const auto positive = static_cast<std::size_t>(a.positiveClass);
    PairedComparison result;
    std::vector<double> scoresA;
    std::vector<double> scoresB;
    std::vector<bool> labels;
    std::int64_t onlyA = 0;
    std::int64_t onlyB = 0;
    for (std::size_t film = 0; film < a.films.size(); ++film) {
        const auto match = filmsOfB.find(a.films[film]);
        if (match == filmsOfB.end())
            continue;
        const std::size_t other = match->second;
        if (a.labels[film] != b.labels[other])
            return base::failure(base::ErrorCode::CorruptFile,
                "a film has two different labels in the two runs", a.films[film],
                "compare runs on the same data set");
        scoresA.push_back(a.probability(film, positive));
        scoresB.push_back(b.probability(other, positive));
        labels.push_back(a.labels[film] == a.positiveClass);
        const bool aRight = calledA[film] == a.labels[film];
        const bool bRight = calledB[other] == b.labels[other];
        onlyA += aRight && !bRight ? 1 : 0;
        onlyB += bRight && !aRight ? 1 : 0;
        if (calledA[film] != calledB[other])
            result.flips.push_back({film, other, scoresA.back(), scoresB.back(), aRight, bRight});
    }
    if (labels.empty())
        return base::failure(base::ErrorCode::InsufficientData, "the two runs share no film", {},
            "compare runs that were measured on the same films");
    result.films = labels.size();
    result.aucA = aucWithDeLong(scoresA, labels);
    result.aucB = aucWithDeLong(scoresB, labels);
    result.deLong = deLongTest(scoresA, scoresB, labels);
    result.mcNemar = mcNemar(onlyA, onlyB);
    std::stable_sort(result.flips.begin(), result.flips.end(), [](const Flip& x, const Flip& y) {
        return std::abs(x.scoreA - x.scoreB) > std::abs(y.scoreA - y.scoreB);
    });
    return result;
}

} // namespace negatoscope::evaluation
