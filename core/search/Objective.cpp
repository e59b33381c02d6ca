#include "core/search/Objective.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace negatoscope::search {

base::Result<Objective> Objective::named(const std::string& name)
{
    constexpr std::string_view kPrefix = "val_";
    if (!name.starts_with(kPrefix) || name.size() == kPrefix.size())
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "'" + name.substr(0, 60) + "' cannot be the objective", "objective",
            "use a figure of the validation films: val_auc, val_accuracy, val_loss, …; the test "
            "films are not looked at in a search");
    constexpr std::array<std::string_view, 7> kSmall{
        "loss", "error", "entropy", "brier", "hinge", "divergence", "ece"};
    Objective objective;
    objective.name = name;
    objective.smallerIsBetter = std::any_of(kSmall.begin(), kSmall.end(),
        [&](std::string_view part) { return name.find(part) != std::string::npos; });
    objective.isShare = !objective.smallerIsBetter;
    return objective;
}

double Objective::scaled(double value) const
{
    constexpr double kSmallest = 1e-4; // one film in ten thousand
    if (smallerIsBetter)
        return value >= 0.0 ? -std::log10(value + kSmallest) : -value;
    return value <= 1.0 ? -std::log10(1.0 - value + kSmallest) : value;
}

} // namespace negatoscope::search
