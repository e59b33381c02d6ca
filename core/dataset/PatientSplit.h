#pragma once

#include "core/dataset/Scan.h"

#include <vector>

namespace negatoscope::dataset {

/// As splitByPatient, for some of the items only; the others keep their split.
void splitItemsByPatient(Manifest& manifest, const std::vector<std::size_t>& items,
    const SplitRatios& ratios, std::uint64_t seed);

} // namespace negatoscope::dataset
