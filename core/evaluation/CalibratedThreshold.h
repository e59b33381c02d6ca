#pragma once

#include "core/evaluation/Calibration.h"

namespace negatoscope::evaluation {

/// Where a threshold on the positive class' probability goes with two classes, so that every call
/// stays as it was; 0.5 stays 0.5.
double temperatureThreshold(double threshold, double temperature);

/// Where a threshold goes, so that every call stays as it was (slope > 0).
double plattThreshold(double threshold, const PlattScaling& scaling);

} // namespace negatoscope::evaluation
