#pragma once

#include "app/cli/Commands.h"
#include "core/dataset/Manifest.h"
#include "core/evaluation/Scores.h"

#include <string>
#include <utility>
#include <vector>

namespace negatoscope::cli {

/// A way to divide the films, and the group of each ("" = in none).
using Grouping = std::pair<std::string, std::vector<std::string>>;

/// `wanted`: "kind", "prefix", "marker", "brightness", "size", or FILE.csv:COLUMN (FILE.csv alone:
/// every column), joined by file name. The films of `scores` lie in `data`; without a data set
/// (null) only names and tables divide them. Errors: InvalidUsage, InsufficientData and those of
/// reading the table.
base::Result<std::vector<Grouping>> filmGroups(const std::vector<std::string>& wanted,
    const evaluation::Scores& scores, const dataset::Manifest* data, const Session& session);

/// figures["groups"][title]: one object per class and group.
void addGroups(nlohmann::json& figures, const evaluation::Scores& scores, double threshold,
    const std::vector<Grouping>& groupings);
void sayGroups(Output& output, const nlohmann::json& figures);

} // namespace negatoscope::cli
