#include "core/evaluation/CalibratedThreshold.h"

#include <cmath>

namespace negatoscope::evaluation {

double temperatureThreshold(double threshold, double temperature)
{
    return plattThreshold(threshold, {.slope = 1.0 / temperature, .intercept = 0.0});
}

double plattThreshold(double threshold, const PlattScaling& scaling)
{
    if (threshold <= 0.0 || threshold >= 1.0)
        return threshold;
    const double z = std::log(threshold) - std::log1p(-threshold);
    return 1.0 / (1.0 + std::exp(-(scaling.slope * z + scaling.intercept)));
}

} // namespace negatoscope::evaluation
