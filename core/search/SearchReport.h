#pragma once

#include "core/evaluation/Language.h"
#include "core/search/Importance.h"
#include "core/search/Study.h"
#include "core/training/RunRecord.h"

#include <map>
#include <string>
#include <vector>

namespace negatoscope::search {

struct SearchReportInput
{
    std::string dataName;
    std::string date; ///< as it is to be printed
    const SearchSpace& space;
    const StudyOptions& options;
    const StudyResult& result;
    std::vector<Importance> importances;
    /// Runs of the finalists and of the reference, by run id; those that are missing are left out
    /// of the pictures.
    std::map<std::string, training::RunRecord> runs;
    evaluation::Language language = evaluation::Language::English;
};

/// The run whose objective lies in the middle of its seeds: the one to show. Null when all failed.
const Trial* middleRun(const SeedRuns& runs);

/// One self-contained HTML file in the style of evaluation::reportHtml: who won and by how much,
/// why the figure of the search itself flatters, curves and confusion matrices of reference and
/// finalists side by side, the fan of all learning curves, importance of the parameters, parallel
/// coordinates, leaderboard. Any thread.
std::string searchReportHtml(const SearchReportInput& input);

/// "learning_rate 0.00312, pooling avg, without layer 3": the values in words.
std::string valuesText(
    const Values& values, evaluation::Language language = evaluation::Language::English);

} // namespace negatoscope::search
