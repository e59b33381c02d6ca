#pragma once

#include "core/evaluation/Scores.h"

namespace negatoscope::dataset {

/// Fills in what the film names tell of scores that came without: patients (for the cluster
/// bootstrap; a film without a rule is its own patient) and kinds. Nothing that is there is
/// changed.
void completeFromNames(evaluation::Scores& scores);

} // namespace negatoscope::dataset
