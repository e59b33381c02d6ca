#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace negatoscope::base {

/// How far a long piece of work has come. `total` 0 means "not known yet".
struct Progress
{
    std::string
        stage; ///< stable identifier: "scan", "features", "evaluate", "phantoms", "download"
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

/// Called from whichever thread does the work, never concurrently for one piece of work.
using ProgressCallback = std::function<void(const Progress&)>;

} // namespace negatoscope::base
