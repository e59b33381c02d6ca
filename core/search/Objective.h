#pragma once

#include "core/base/Result.h"

#include <string>

namespace negatoscope::search {

/// The figure that a search is after: an epoch figure of the validation films ("val_auc",
/// "val_loss", …). Never one of the test films.
struct Objective
{
    std::string name = "val_auc";
    bool smallerIsBetter = false;
    bool isShare = true; ///< between 0 and 1

    /// Errors (InvalidConfiguration): it is not a figure of the validation films.
    static base::Result<Objective> named(const std::string& name);

    /// Larger is better, in the figure's own units.
    double oriented(double value) const { return smallerIsBetter ? -value : value; }
    /// Larger is better, on a scale on which equal steps are equally hard: log10 of what is missing
    /// to 1 for shares, of the value for losses. What samplers are told.
    double scaled(double value) const;
};

} // namespace negatoscope::search
