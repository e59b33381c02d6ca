#pragma once

#include "core/explain/HeatMap.h"

#include <optional>
#include <span>

namespace negatoscope::explain {

/// Spearman's rank correlation with average ranks for ties; empty for fewer than 3 values, unequal
/// lengths, or when one side is constant.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

/// Spearman between two maps of one film, cell by cell on the coarser of the two grids.
std::optional<double> agreement(const HeatMap& a, const HeatMap& b);

/// ui.md 13.6: below 0.3 they disagree, to 0.7 fair, above good.
enum class AgreementWord { Disagree, Fair, Good };
AgreementWord agreementWord(double rho);

} // namespace negatoscope::explain
