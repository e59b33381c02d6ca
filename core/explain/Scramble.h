#pragma once

#include "core/base/Result.h"
#include "core/model/Classifier.h"

#include <array>
#include <cstdint>

namespace negatoscope::explain {

/// From the top down to where a model is randomised (cascading randomisation, Adebayo et al. 2018).
enum class ScrambleDepth { Head, LastConvolution, Block16, Block13, Everything };
inline constexpr std::array kScrambleDepths{ScrambleDepth::Head, ScrambleDepth::LastConvolution,
    ScrambleDepth::Block16, ScrambleDepth::Block13, ScrambleDepth::Everything};
const char* scrambleName(ScrambleDepth depth); ///< "head", "Conv_1", "block 16", …

/// A copy of the model whose weights from the top down to `depth` are shuffled inside each tensor:
/// everything learned there is lost, while its sizes and spreads stay. A map that looks the same
/// afterwards did not come from what was learned. The same seed gives the same copy.
/// Errors: OutOfMemory, Internal.
base::Result<model::Classifier> scrambled(
    const model::Classifier& classifier, ScrambleDepth depth, std::uint64_t seed);

} // namespace negatoscope::explain
