#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::evaluation {

/// Thirds of the films by a number each has (brightness, size): names[0] for the lowest. Equal
/// numbers stay together; NaN gives ""; fewer than three distinct numbers give "" for all: nothing
/// to divide.
std::vector<std::string> thirds(
    std::span<const double> values, const std::array<std::string, 3>& names);

} // namespace negatoscope::evaluation
