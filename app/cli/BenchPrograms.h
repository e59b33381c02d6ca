#pragma once

#include "app/cli/BenchMeasures.h"

#include <string>

namespace negatoscope::cli {

// Measures of the programs as a user starts them: each in a process of its own.

BenchFigures firstRun(const BenchSetup& setup);           ///< first_run, first_run_memory
BenchFigures memoryOfEverything(const BenchSetup& setup); ///< epoch_everything_memory
BenchFigures windowStart(const BenchSetup& setup);        ///< window
BenchFigures liveEdits(const BenchSetup& setup);          ///< live_edit, live_edit_first_epoch
BenchFigures memoryOfManyFilms(const BenchSetup& setup);  ///< many_films_memory

/// "4178 + 521 + 517 films"
std::string filmsText(const dataset::Manifest& data);

} // namespace negatoscope::cli
