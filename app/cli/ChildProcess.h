#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace negatoscope::cli {

/// How one program ended that was started as a user would start it.
struct ChildResult
{
    int exitCode = -1;           ///< -1: ended by a signal
    double seconds = 0.0;        ///< from the start to its end, by the wall
    double markerSeconds = 0.0;  ///< to the marker in its output; 0 when it never came
    std::uint64_t peakBytes = 0; ///< largest resident memory (getrusage)
    std::string out;             ///< what it wrote to standard output
};

/// Runs `arguments` (the first is the program's path) with `environment` ("NAME=value") added,
/// waits for its end and reads its output; what it says on standard error is dropped. `marker` is a
/// text whose arrival is timed. Errors: NotFound when it cannot be started.
base::Result<ChildResult> runChild(const std::vector<std::string>& arguments,
    const std::vector<std::string>& environment = {}, const std::string& marker = {});

} // namespace negatoscope::cli
