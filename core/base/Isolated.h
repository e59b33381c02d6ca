#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace negatoscope::base {

/// What a process of its own may use up before it is ended.
struct IsolationLimits
{
    unsigned processorSeconds = 8; ///< a damaged file may send a library round in circles
    unsigned seconds = 120;        ///< and a damaged heap may stop it altogether
    std::uint64_t memoryBytes = 0; ///< beyond what the program has now; 0 = no limit
    std::size_t messageBytes = std::size_t{1} << 30; ///< longest message that is taken
};

/// Sends a part of the message; false when nobody takes it.
using IsolatedSend = std::function<bool(const void* data, std::size_t size)>;

/// Runs `work` in a process of its own and returns the message that it sent: for libraries that
/// crash or do not end on some damaged files, which must cost an error, not the program. The
/// message comes from a process whose memory may have been damaged: check everything in it. `work`
/// says whether all was sent, changes nothing here and starts no threads. `where` names the file.
/// Errors: CorruptFile (it crashed or reached a limit), Internal (no process can be had). Thread:
/// any.
Result<std::vector<char>> runIsolated(const std::function<bool(const IsolatedSend&)>& work,
    const std::string& where, const IsolationLimits& limits = {});

} // namespace negatoscope::base
