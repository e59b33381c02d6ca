#include "core/evaluation/Thirds.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::evaluation {

std::vector<std::string> thirds(
    std::span<const double> values, const std::array<std::string, 3>& names)
{
    std::vector<double> sorted;
    for (const double value : values)
        if (!std::isnan(value))
            sorted.push_back(value);
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::string> groups(values.size());
    if (sorted.size() < 3 || sorted.front() == sorted.back())
        return groups;
    const double low = sorted[(sorted.size() - 1) / 3];
    const double high = sorted[2 * (sorted.size() - 1) / 3];
    if (low == high)
        return groups;
    for (std::size_t film = 0; film < values.size(); ++film)
        if (!std::isnan(values[film]))
            groups[film] = names[values[film] <= low ? 0 : values[film] <= high ? 1 : 2];
    return groups;
}

} // namespace negatoscope::evaluation
