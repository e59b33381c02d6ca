#pragma once

#include "core/dataset/Manifest.h"

#include <cstdint>
#include <vector>

namespace negatoscope::dataset {

/// What `equilibrate` means.
enum class Balance {
    None,         ///< false
    ClassWeights, ///< true: weight of class c = N / (K · n_c), as scikit-learn's "balanced"
    Oversample,   ///< repeats films of the smaller classes up to the largest
    Undersample   ///< draws from the larger classes down to the smallest, anew each epoch
};

/// One weight per class; 1 for a class without films.
std::vector<double> balancedClassWeights(const std::vector<int>& labels, int classCount);

/// Indices into `labels` for one epoch, unshuffled for None and ClassWeights, seeded otherwise.
std::vector<std::size_t> balancedIndices(
    const std::vector<int>& labels, int classCount, Balance balance, std::uint64_t seed);

} // namespace negatoscope::dataset
