#include "core/evaluation/Intervals.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>

namespace negatoscope::evaluation {

double normalQuantile(double confidence)
{
    return boost::math::quantile(boost::math::normal(), 0.5 + 0.5 * confidence);
}

Interval wilson(std::int64_t successes, std::int64_t films, double confidence)
{
    static const double kZ95 = normalQuantile(0.95);
    const double z = confidence == 0.95 ? kZ95 : normalQuantile(confidence);
    const auto n = static_cast<double>(films);
    const double p = static_cast<double>(successes) / n;
    const double shrink = 1.0 + z * z / n;
    const double centre = (p + z * z / (2.0 * n)) / shrink;
    const double half = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / shrink;
    // At the ends the formula gives 0 or 1 exactly but for rounding.
    return {successes == 0 ? 0.0 : std::max(0.0, centre - half),
        successes == films ? 1.0 : std::min(1.0, centre + half)};
}

Interval clopperPearson(std::int64_t successes, std::int64_t films, double confidence)
{
    const double tail = 0.5 * (1.0 - confidence);
    const auto k = static_cast<double>(successes);
    const auto n = static_cast<double>(films);
    Interval interval{0.0, 1.0};
    if (successes > 0)
        interval.low =
            boost::math::quantile(boost::math::beta_distribution<>(k, n - k + 1.0), tail);
    if (successes < films)
        interval.high =
            boost::math::quantile(boost::math::beta_distribution<>(k + 1.0, n - k), 1.0 - tail);
    return interval;
}

Figure proportion(std::int64_t successes, std::int64_t films, Undefined reason)
{
    if (films <= 0)
        return Figure::none(reason);
    return Figure::of(
        static_cast<double>(successes) / static_cast<double>(films), wilson(successes, films));
}

} // namespace negatoscope::evaluation
