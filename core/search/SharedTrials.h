#pragma once

#include "core/base/Result.h"
#include "core/search/Trial.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace negatoscope::search {

/// A study whose trials are trained by other processes, on any computer that sees one folder:
///
///     tasks/7.json      what is to be trained; removed when nobody needs it any more
///     claims/7.json     who trains it, with a beat that goes on while it lives
///     epochs/7-WHO      what was measured so far, one JSON line per epoch
///     enough/7          the scheduler says: no further
///     done/7.json       how it ended and where the run lies
///     ended             nobody needs workers any more
///
/// A claim is a file that only one process can create (O_EXCL), a result one that only one can link
/// into place, so no trial is trained twice or counted twice. A worker whose beat stands still for
/// `lostAfter`, by the clock of the one who looks (clocks of two computers differ), is lost with
/// its computer: the claim is put aside, and the next free worker takes the trial.
struct SharedTrialsOptions
{
    std::filesystem::path folder;
    std::chrono::milliseconds lostAfter{60'000};
    std::chrono::milliseconds poll{100};
};

/// Gives out what the study wants trained, and waits for it. Errors while reading results make the
/// trial a failed one.
TrialRunner makeSharedTrials(SharedTrialsOptions options);

/// Empties the folder of what an earlier call left, so that workers do not end at once. Errors:
/// files.
base::Result<void> openSharedTrials(const std::filesystem::path& folder);
/// Tells the workers that they may go.
base::Result<void> endSharedTrials(const std::filesystem::path& folder);

struct WorkerOptions
{
    std::filesystem::path folder;
    std::filesystem::path runsFolder; ///< of all runs, on the same shared disk
    std::string name;                 ///< of this worker; letters, digits, '-', unlike all others
    std::chrono::milliseconds beat{2'000};
    std::chrono::milliseconds poll{200};
    std::chrono::milliseconds idle{600'000}; ///< goes after so long without anything to do
};

/// Takes trials until the study has ended, nothing came for `idle`, or `stop`; a trial that is
/// stopped is given back at once. Gives the number of trials. `took` and `gave` are told of each.
/// Blocking; one thread besides for the beat. Errors: the folder.
struct WorkerObserver
{
    std::function<void(int number)> took;
    std::function<void(int number, const training::RunRecord&)> gave;
};
base::Result<int> workOnSharedTrials(const WorkerOptions& options, const TrialRunner& runner,
    const WorkerObserver& observer, std::stop_token stop);

} // namespace negatoscope::search
