#pragma once

#include "core/evaluation/Figure.h"
#include "core/search/Objective.h"
#include "core/search/Sampler.h"
#include "core/search/Scheduler.h"
#include "core/search/Trial.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::search {

struct StudyOptions
{
    Objective objective;
    SamplerKind sampler = SamplerKind::Model;
    SchedulerKind scheduler = SchedulerKind::Asha;
    int trials = 60;
    double seconds = 0.0; ///< the whole study, finalists included; 0 = no limit
    int patience = 0;     ///< ends after so many trials without a new best; 0 = never
    int finalists = 3;    ///< 0 = the best trial wins, as it is
    int seeds = 5;        ///< runs of every finalist and of the reference
    int workers = 1;      ///< trials at a time; 1 = the same study every time
    int gridLevels = 4;
    std::uint64_t seed = 42;       ///< of the sampler; trials have the base's seed
    std::filesystem::path journal; ///< "" = none: nothing survives a crash
    std::string dataFingerprint;   ///< a journal of other films is refused
};

/// Several runs of one configuration that differ in their seed.
struct SeedRuns
{
    Values values;  ///< empty for the reference
    int trial = -1; ///< number of the trial in the search; −1 for the reference
    std::vector<Trial> runs;
    std::optional<double> mean; ///< of the objective, over the runs that did not fail
    /// Student's 95 % interval of the mean; none for fewer than two runs.
    std::optional<evaluation::Interval> interval;
};

enum class StudyEnd { Trials, Seconds, NoProgress, SpaceUsedUp, Stopped };
const char* studyEndName(StudyEnd end); ///< "trials", "seconds", …

struct StudyResult
{
    std::vector<Trial> trials;       ///< of the search, in the order in which they ended
    std::vector<SeedRuns> finalists; ///< best mean first
    SeedRuns reference;
    /// Winner minus reference with the same seeds, mean and Student's 95 % interval; positive is
    /// better, whatever the objective.
    std::optional<double> gain;
    std::optional<evaluation::Interval> gainInterval;
    StudyEnd end = StudyEnd::Trials;
    double seconds = 0.0;  ///< of this call
    int resumedTrials = 0; ///< that the journal already knew

    /// Trials that did not fail, best first; stopped ones after whole ones.
    std::vector<const Trial*> leaderboard(const Objective& objective) const;
};

/// What happens in a study; all calls on the thread that called runStudy.
struct StudyObserver
{
    std::function<void(const TrialTask&)> began;
    /// The run is the observer's to keep; it is empty for what the journal already knew.
    std::function<void(const Trial&, training::RunRecord*)> ended;
    std::function<void(int number, const training::EpochRecord&)> epoch;
};

struct StudyStop
{
    std::stop_token stop;  ///< ends the study; running trials are lost, the journal goes on later
    std::stop_token pause; ///< no new trial is begun; ends when the running ones have
};

/// Trains the base over new seeds, searches, then lets the best points run again over the same
/// seeds, and names the one with the best mean. The seeds of the last stage are base seed + 1, + 2, …: none that chose the
/// finalists, so that the luck which made them finalists does not count for them again.
/// Trials run in `workers` threads; samplers, journal and observer on the calling thread. A trial
/// that fails is a result. Errors: the journal (Journal.h). Blocking.
base::Result<StudyResult> runStudy(const SearchSpace& space, const StudyOptions& options,
    int classCount, const TrialRunner& runner, const StudyObserver& observer,
    const StudyStop& stop);

/// Student's 95 % interval of a mean; none for fewer than two values.
std::optional<evaluation::Interval> meanInterval(const std::vector<double>& values);

} // namespace negatoscope::search
