#pragma once

#include "core/evaluation/Language.h"
#include "core/exporting/ModelCard.h"

#include <string>
#include <vector>

namespace negatoscope::exporting {

/// The final report as one HTML page: the run on its test films (validation films where there are
/// none), and beside it its predecessors: figures with intervals, confusion matrices, validation
/// curves in one picture, and, film by film, what the chosen model turned right or wrong, with
/// McNemar's and DeLong's tests.
std::string finalReport(const training::RunRecord& run,
    const std::vector<training::RunRecord>& predecessors, const CardNotes& notes,
    evaluation::Language language);

} // namespace negatoscope::exporting
