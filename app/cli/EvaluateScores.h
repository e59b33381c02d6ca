#pragma once

#include "app/cli/Commands.h"
#include "app/cli/Output.h"
#include "core/evaluation/Scores.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace negatoscope::cli {

/// `evaluate --scores-from`: figures of scores that somebody wrote down, without any model.
struct ScoresRequest
{
    std::string file;
    std::string column;  ///< "" = the last
    std::string against; ///< "" = none
    std::optional<double> threshold;
    std::string report;
    std::string scores;
    std::vector<std::string> groups; ///< filmGroups()
};
int evaluateScores(const ScoresRequest& request, Session& session);

/// Adds "references": what always calling the positive class scores on the same films, and the
/// 8×8-pixel baseline where there is one (called at 0.5).
void addReferences(nlohmann::json& figures, const evaluation::Scores& scores, double threshold,
    const std::optional<evaluation::Scores>& pixels);
void sayReferences(Output& output, const nlohmann::json& figures);

} // namespace negatoscope::cli
