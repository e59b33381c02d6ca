#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace negatoscope::search {

enum class SchedulerKind { None, Asha, Median };
const char* schedulerName(SchedulerKind kind); ///< "none", "asha", "median"
std::optional<SchedulerKind> schedulerFromName(const std::string& name);

struct SchedulerOptions
{
    int firstRung = 2; ///< epochs before the first decision
    int eta = 3;       ///< asha: one trial in `eta` goes on
    int epochs = 20;   ///< of a whole trial
    int startUp = 5;   ///< median: whole trials before it stops any
};

/// Stops trials that will not win. Larger values are better; epochs count from 1.
/// - asha: successive halving without waiting (Li et al. 2020, "A system for massively parallel
///   hyperparameter tuning", in its stopping form): rungs at firstRung·η^k epochs; a trial goes on
///   when it is among the best 1/η of those that reached the rung so far (always, while fewer than
///   η did). What it is judged by is its best value up to the rung.
/// - median: a trial is stopped after an epoch when its best value so far is below the median of
///   the means, up to that epoch, of the finished trials (Golovin et al. 2017, "Google Vizier").
/// Thread: any, all calls take turns.
class Scheduler
{
public:
    virtual ~Scheduler() = default;
    /// Whether trial `number` goes on after this epoch.
    virtual bool goesOn(int number, int epoch, double value) = 0;
    /// A whole curve, of a trial that ended or that a journal remembers.
    virtual void finished(int number, const std::vector<double>& curve) = 0;
};

std::unique_ptr<Scheduler> makeScheduler(SchedulerKind kind, const SchedulerOptions& options);

} // namespace negatoscope::search
