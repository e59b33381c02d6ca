#pragma once

#include "core/base/Result.h"
#include "core/training/GradientExchange.h"

#include <memory>

namespace negatoscope::cli {

/// How many processes mpirun or srun started beside this one, by what they put into the
/// environment; 1 for a program that was started by itself.
int startedRanks();
/// How many of them share this computer, as far as the environment says; at least 1.
int ranksOnThisComputer();

/// Joins them. MPI is a library that most computers lack and nobody needs alone: it lies in a
/// module beside the program that is loaded here and nowhere else. Null for one process. Errors:
/// NotFound (no module, no MPI).
base::Result<std::shared_ptr<training::GradientExchange>> joinRanks();

} // namespace negatoscope::cli
