#pragma once

#include "core/training/RunRecord.h"

#include <string>
#include <utility>
#include <vector>

namespace negatoscope::exporting {

/// What the user adds to what the run knows.
struct CardNotes
{
    std::string name;   ///< of the run
    std::string reason; ///< why this run was chosen; empty = it was not
    double threshold = 0.5;
    std::string date; ///< as it is to be printed
};

/// A model card (Mitchell et al. 2019, "Model Cards for Model Reporting"; the headings of a model
/// facts label, Sendak et al. 2020) in Markdown, filled from the run: what it is, for whom, on what
/// it was trained, how well it does on which films with intervals, what is not known. No path and
/// no name of a film is in it.
std::string modelCard(const training::RunRecord& run, const CardNotes& notes);

/// The run's main settings for a table of facts: "alpha" → "0.35", …
std::vector<std::pair<std::string, std::string>> settingsForReading(
    const model::ModelConfig& config);

/// The configuration with the weights named instead of located: a path may hold a person's name.
model::ModelConfig withoutPaths(model::ModelConfig config);

} // namespace negatoscope::exporting
