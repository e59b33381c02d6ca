#include "core/search/Study.h"

#include "core/base/Files.h"
#include "core/search/Journal.h"
#include "core/search/TrialPool.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

namespace negatoscope::search {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array kEnds{"trials", "seconds", "no_progress", "space_used_up", "stopped"};

/// What a journal must agree on. Budgets and the number of finalists may change: that extends a
/// study.
nlohmann::ordered_json headerOf(const SearchSpace& space, const StudyOptions& options)
{
    nlohmann::ordered_json parameters = nlohmann::ordered_json::array();
    for (const Parameter& p : space.parameters()) {
        nlohmann::ordered_json conditions = nlohmann::ordered_json::array();
        for (const Condition& condition : p.conditions)
            conditions.push_back({{"path", condition.path}, {"values", condition.values}});
        parameters.push_back({{"path", p.path}, {"kind", static_cast<int>(p.kind)},
            {"action", static_cast<int>(p.action)}, {"log", p.logarithmic}, {"low", p.low},
            {"high", p.high}, {"choices", p.choices}, {"when", std::move(conditions)}});
    }
    const nlohmann::ordered_json header{{"negatoscope_study", 1},
        {"films", options.dataFingerprint}, {"base", model::toJson(space.base())},
        {"space", std::move(parameters)}, {"objective", options.objective.name},
        {"sampler", samplerName(options.sampler)}, {"scheduler", schedulerName(options.scheduler)},
        {"seed", options.seed}, {"grid_levels", options.gridLevels}};
    return nlohmann::ordered_json::parse(
        header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

class Study
{
public:
    Study(const SearchSpace& space, const StudyOptions& options, int classCount,
        const TrialRunner& runner, const StudyObserver& observer, const StudyStop& stop,
        Journal journal)
        : m_space(space)
        , m_options(options)
        , m_observer(observer)
        , m_stop(stop)
        , m_journal(std::move(journal))
        , m_scheduler(makeScheduler(options.scheduler, {.epochs = space.base().epochs}))
        , m_sampler(makeSampler(options.sampler, space,
              {.seed = options.seed,
                  .gridLevels = options.gridLevels,
                  .isPossible =
                      [this, classCount](const Point& point) {
                          const auto config = m_space.configAt(point);
                          return config && checkTrainable(*config, classCount);
                      }}))
        , m_pool(options.workers, runner,
              [this](const TrialTask& task, const training::EpochRecord& record) {
                  return goesOn(task, record);
              })
    {}

    base::Result<StudyResult> run()
    {
        const std::stop_callback cancel(m_stop.stop, [this] { m_pool.cancel(); });
        replay();
        const bool compares = m_options.finalists > 0 && m_options.seeds > 0;
        if (compares) {
            if (auto trained = trainReference(); !trained)
                return base::failure(trained);
        }
        if (auto searched = search(); !searched)
            return base::failure(searched);
        if (!m_ended)
            m_result.end = StudyEnd::Trials;
        if (!isStopped() && compares) {
            if (auto decided = decide(); !decided)
                return base::failure(decided);
        }
        if (isStopped())
            m_result.end = StudyEnd::Stopped;
        m_result.seconds = elapsed();
        return std::move(m_result);
    }

private:
    bool isStopped() const { return m_stop.stop.stop_requested() || m_stop.pause.stop_requested(); }
    double elapsed() const { return std::chrono::duration<double>(Clock::now() - m_begin).count(); }

    /// On a worker's thread; the scheduler locks.
    bool goesOn(const TrialTask& task, const training::EpochRecord& record)
    {
        if (task.stage != TrialStage::Search)
            return true;
        const auto value = record.metrics.find(m_options.objective.name);
        if (value == record.metrics.end() || !std::isfinite(value->second))
            return true; // judged when the run ends
        return m_scheduler->goesOn(
            task.number, record.epoch + 1, m_options.objective.oriented(value->second));
    }

    /// Brings sampler and scheduler to where they were.
    void replay()
    {
        for (const JournalEntry& entry : m_journal.entries()) {
            if (const auto* proposal = std::get_if<Proposal>(&entry)) {
                static_cast<void>(m_sampler->propose(proposal->number));
                m_open[proposal->number] = *proposal;
                m_next = std::max(m_next, proposal->number + 1);
                continue;
            }
            const Trial& trial = std::get<Trial>(entry);
            m_next = std::max(m_next, trial.number + 1);
            if (trial.stage == TrialStage::Search) {
                m_open.erase(trial.number);
                ++m_result.resumedTrials;
                take(trial);
            } else {
                m_repeats[repeatKey(trial.stage, trial.values, trial.seed)] = trial;
            }
            if (m_observer.ended)
                m_observer.ended(trial, nullptr);
        }
    }

    static std::string repeatKey(TrialStage stage, const Values& values, std::uint64_t seed)
    {
        return std::string(stageName(stage)) + values.dump() + "#" + std::to_string(seed);
    }

    /// A trial of the search ended: everybody who learns from it is told.
    void take(const Trial& trial)
    {
        std::optional<double> told;
        if (trial.objective) {
            told = m_options.objective.scaled(*trial.objective);
            const bool isBest = !m_best || *told > *m_best;
            m_sinceBest = isBest ? 0 : m_sinceBest + 1;
            if (isBest)
                m_best = told;
        } else {
            ++m_sinceBest;
        }
        m_sampler->tell(trial.number, trial.point, told);
        std::vector<double> oriented;
        constexpr double kDiverged = -1e9;
        for (const double value : trial.curve)
            oriented.push_back(
                std::isfinite(value) ? m_options.objective.oriented(value) : kDiverged);
        if (trial.outcome == TrialOutcome::Completed || m_options.scheduler == SchedulerKind::Asha)
            m_scheduler->finished(trial.number, oriented);
        m_result.trials.push_back(trial);
    }

    /// Whether the search goes on, and why not.
    bool searchGoesOn(int begun)
    {
        if (isStopped())
            return end(StudyEnd::Stopped);
        if (begun >= m_options.trials)
            return end(StudyEnd::Trials);
        if (m_options.patience > 0 && m_sinceBest >= m_options.patience)
            return end(StudyEnd::NoProgress);
        if (m_options.seconds > 0.0 && elapsed() + finalsSeconds() >= m_options.seconds)
            return end(StudyEnd::Seconds);
        return true;
    }
    bool end(StudyEnd reason)
    {
        m_ended = true;
        m_result.end = reason;
        return false;
    }

    /// What the finalists will take, from the trials that ran to their end.
    double finalsSeconds() const
    {
        double longest = 0.0;
        for (const Trial& trial : m_result.trials)
            if (trial.outcome == TrialOutcome::Completed)
                longest = std::max(longest, trial.seconds);
        const int runs = m_options.finalists * m_options.seeds;
        return longest * runs / m_pool.workers();
    }

    base::Result<void> search()
    {
        int begun = static_cast<int>(m_result.trials.size());
        while (true) {
            while (m_pool.running() < m_pool.workers() && searchGoesOn(begun)) {
                auto task = nextTask();
                if (!task)
                    return base::failure(task);
                if (!*task) {
                    end(StudyEnd::SpaceUsedUp);
                    break;
                }
                begin(**std::move(task));
                ++begun;
            }
            flush();
            if (m_pool.running() == 0)
                return {};
            if (auto handled = handleNext(); !handled)
                return handled;
        }
    }

    base::Result<std::optional<TrialTask>> nextTask()
    {
        TrialTask task;
        if (!m_open.empty()) { // begun before a crash
            const Proposal proposal = m_open.begin()->second;
            m_open.erase(m_open.begin());
            task.number = proposal.number;
            task.point = proposal.point;
            task.runId = base::makeUuid();
        } else {
            auto point = m_sampler->propose(m_next);
            if (!point)
                return std::optional<TrialTask>();
            task.number = m_next++;
            task.point = *std::move(point);
            task.runId = base::makeUuid();
            if (auto kept = m_journal.append(Proposal{task.number, task.runId, task.point}); !kept)
                return base::failure(kept);
        }
        task.values = m_space.valuesAt(task.point);
        task.seed = m_space.base().seed;
        return std::optional(std::move(task));
    }

    void begin(TrialTask task)
    {
        auto config = task.point.empty() ? base::Result<model::ModelConfig>(m_space.base())
                                         : m_space.configAt(task.point);
        // Proposals were checked; a configuration that fails all the same fails as a run.
        task.config = config ? *std::move(config) : m_space.base();
        task.config.seed = task.seed;
        if (m_observer.began)
            m_observer.began(task);
        m_pool.add(std::move(task));
    }

    base::Result<void> handleNext()
    {
        TrialPool::Event event = m_pool.next();
        if (const auto* epoch = std::get_if<TrialPool::Epoch>(&event)) {
            if (m_observer.epoch)
                m_observer.epoch(epoch->number, epoch->record);
            return {};
        }
        auto& ended = std::get<TrialPool::Ended>(event);
        if (ended.run.outcome == training::OutcomeKind::Cancelled)
            return {}; // lost: it will be begun again
        Trial trial = trialOf(ended);
        if (auto kept = m_journal.append(trial); !kept)
            return kept;
        if (trial.stage == TrialStage::Search)
            take(trial);
        else
            m_repeats[repeatKey(trial.stage, trial.values, trial.seed)] = trial;
        m_done.emplace_back(std::move(trial), std::move(ended.run));
        return {};
    }

    /// Tells the observer, which may take its time to store a run: after the next trial was begun.
    void flush()
    {
        std::vector<std::pair<Trial, training::RunRecord>> done;
        std::swap(done, m_done);
        for (auto& [trial, run] : done)
            if (m_observer.ended)
                m_observer.ended(trial, &run);
    }

    Trial trialOf(const TrialPool::Ended& ended) const
    {
        Trial trial;
        trial.number = ended.task.number;
        trial.stage = ended.task.stage;
        trial.runId = ended.task.runId;
        trial.point = ended.task.point;
        trial.values = ended.task.values;
        trial.seed = ended.task.seed;
        const training::RunRecord& run = ended.run;
        trial.epochs = static_cast<int>(run.history.size());
        trial.seconds = run.seconds.total;
        for (const training::EpochRecord& record : run.history) {
            const auto value = record.metrics.find(m_options.objective.name);
            if (value != record.metrics.end())
                trial.curve.push_back(value->second);
        }
        const auto fail = [&](std::string why) {
            trial.outcome = TrialOutcome::Failed;
            trial.failure = std::move(why);
        };
        if (run.outcome == training::OutcomeKind::Failed)
            fail(run.error ? base::toSentence(*run.error) : "the training failed");
        else if (trial.curve.size() != run.history.size() || trial.curve.empty())
            fail("the run does not measure " + m_options.objective.name);
        else {
            const auto best = static_cast<std::size_t>(std::max(0, run.bestEpoch));
            const double value = trial.curve[std::min(best, trial.curve.size() - 1)];
            if (std::isfinite(value))
                trial.objective = value;
            else
                fail(m_options.objective.name + " is undefined: the training diverged");
        }
        if (trial.outcome != TrialOutcome::Failed && run.outcome == training::OutcomeKind::Stopped)
            trial.outcome = TrialOutcome::StoppedEarly;
        return trial;
    }

    /// The runs of one configuration over the new seeds that are not there yet.
    void addSeeded(TrialStage stage, const Point& point, const Values& values,
        std::vector<TrialTask>& tasks) const
    {
        for (int s = 1; s <= m_options.seeds; ++s) {
            TrialTask task;
            task.stage = stage;
            task.point = point;
            task.values = values;
            task.seed = m_space.base().seed + static_cast<std::uint64_t>(s);
            if (!m_repeats.contains(repeatKey(stage, values, task.seed)))
                tasks.push_back(std::move(task));
        }
    }

    base::Result<void> trainAll(std::vector<TrialTask> tasks)
    {
        std::size_t next = 0;
        while (true) {
            while (next < tasks.size() && m_pool.running() < m_pool.workers() && !isStopped()) {
                tasks[next].number = m_next++;
                tasks[next].runId = base::makeUuid();
                begin(tasks[next++]);
            }
            flush();
            if (m_pool.running() == 0)
                return {};
            if (auto handled = handleNext(); !handled)
                return handled;
        }
    }

    /// First of all: every trial is then seen against it.
    base::Result<void> trainReference()
    {
        std::vector<TrialTask> tasks;
        addSeeded(TrialStage::Reference, {}, Values::object(), tasks);
        return trainAll(std::move(tasks));
    }

    /// The best trials of which none is another one but for a hair: samplers crowd around the best
    /// point, and to train the same thing three times decides nothing. Where all are alike, the
    /// best of them.
    std::vector<const Trial*> bestOfTheirKind() const
    {
        const std::vector<const Trial*> board = m_result.leaderboard(m_options.objective);
        const auto count =
            std::min(board.size(), static_cast<std::size_t>(std::max(m_options.finalists, 0)));
        std::vector<const Trial*> chosen;
        const auto choose = [&](bool apart) {
            for (const Trial* trial : board) {
                const bool isKnown =
                    std::any_of(chosen.begin(), chosen.end(), [&](const Trial* other) {
                        return trial == other || (apart && isNear(trial->point, other->point));
                    });
                if (chosen.size() < count && !isKnown)
                    chosen.push_back(trial);
            }
        };
        choose(true);
        choose(false);
        return chosen;
    }

    bool isNear(const Point& a, const Point& b) const
    {
        constexpr double kHair = 0.05; // of a parameter's range
        for (std::size_t i = 0; i < m_space.dimensions(); ++i) {
            const Parameter& parameter = m_space.parameters()[i];
            if (m_space.isActive(i, a) != m_space.isActive(i, b))
                return false;
            const bool isRange =
                parameter.kind == ParameterKind::Integer || parameter.kind == ParameterKind::Real;
            if (m_space.isActive(i, a) &&
                (isRange ? std::abs(a[i] - b[i]) > kHair
                         : parameter.valueAt(a[i]) != parameter.valueAt(b[i])))
                return false;
        }
        return true;
    }

    /// The finalists over the reference's seeds.
    base::Result<void> decide()
    {
        std::vector<TrialTask> tasks;
        const std::vector<const Trial*> best = bestOfTheirKind();
        std::vector<SeedRuns> groups;
        for (const Trial* trial : best) {
            addSeeded(TrialStage::Finalist, trial->point, trial->values, tasks);
            groups.push_back({trial->values, trial->number, {}, {}, {}});
        }
        if (auto trained = trainAll(std::move(tasks)); !trained)
            return trained;
        for (SeedRuns& group : groups)
            gather(group, TrialStage::Finalist);
        m_result.reference.values = Values::object();
        gather(m_result.reference, TrialStage::Reference);
        std::stable_sort(groups.begin(), groups.end(), [&](const SeedRuns& a, const SeedRuns& b) {
            const auto worth = [&](const SeedRuns& runs) {
                return runs.mean ? m_options.objective.oriented(*runs.mean) : -1e300;
            };
            return worth(a) > worth(b);
        });
        m_result.finalists = std::move(groups);
        compare();
        return {};
    }

    void gather(SeedRuns& group, TrialStage stage) const
    {
        std::vector<double> values;
        for (int s = 1; s <= m_options.seeds; ++s) {
            const auto found = m_repeats.find(repeatKey(
                stage, group.values, m_space.base().seed + static_cast<std::uint64_t>(s)));
            if (found == m_repeats.end())
                continue;
            group.runs.push_back(found->second);
            if (found->second.objective)
                values.push_back(*found->second.objective);
        }
        if (values.empty())
            return;
        group.mean =
            std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
        group.interval = meanInterval(values);
        if (group.interval && m_options.objective.isShare) {
            group.interval->low = std::max(group.interval->low, 0.0);
            group.interval->high = std::min(group.interval->high, 1.0);
        }
    }

    void compare()
    {
        if (m_result.finalists.empty())
            return;
        std::vector<double> gains;
        for (const Trial& run : m_result.finalists.front().runs)
            for (const Trial& other : m_result.reference.runs)
                if (run.seed == other.seed && run.objective && other.objective)
                    gains.push_back(m_options.objective.oriented(*run.objective) -
                                    m_options.objective.oriented(*other.objective));
        if (gains.empty())
            return;
        m_result.gain =
            std::accumulate(gains.begin(), gains.end(), 0.0) / static_cast<double>(gains.size());
        m_result.gainInterval = meanInterval(gains);
    }

    const SearchSpace& m_space;
    const StudyOptions& m_options;
    const StudyObserver& m_observer;
    const StudyStop& m_stop;
    const Clock::time_point m_begin = Clock::now();
    Journal m_journal;
    std::unique_ptr<Scheduler> m_scheduler;
    std::unique_ptr<Sampler> m_sampler;
    StudyResult m_result;
    std::map<int, Proposal> m_open;         ///< begun, and not ended, before this call
    std::map<std::string, Trial> m_repeats; ///< of finalists and reference
    std::vector<std::pair<Trial, training::RunRecord>> m_done;
    std::optional<double> m_best;
    int m_sinceBest = 0;
    int m_next = 0;
    bool m_ended = false;
    TrialPool m_pool; ///< last: its threads use the scheduler
};

} // namespace

const char* studyEndName(StudyEnd end)
{
    return kEnds[static_cast<std::size_t>(end)];
}

std::optional<evaluation::Interval> meanInterval(const std::vector<double>& values)
{
    if (values.size() < 2)
        return std::nullopt;
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0.0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    constexpr double kUpper = 0.975;
    const double half = boost::math::quantile(boost::math::students_t(n - 1.0), kUpper) *
                        std::sqrt(squares / (n - 1.0) / n);
    return evaluation::Interval{mean - half, mean + half};
}

std::vector<const Trial*> StudyResult::leaderboard(const Objective& objective) const
{
    std::vector<const Trial*> board;
    for (const Trial& trial : trials)
        if (trial.objective)
            board.push_back(&trial);
    std::stable_sort(board.begin(), board.end(), [&](const Trial* a, const Trial* b) {
        const bool wholeA = a->outcome == TrialOutcome::Completed;
        const bool wholeB = b->outcome == TrialOutcome::Completed;
        if (wholeA != wholeB)
            return wholeA;
        return objective.oriented(*a->objective) > objective.oriented(*b->objective);
    });
    return board;
}

base::Result<StudyResult> runStudy(const SearchSpace& space, const StudyOptions& options,
    int classCount, const TrialRunner& runner, const StudyObserver& observer, const StudyStop& stop)
{
    auto journal = Journal::open(options.journal, headerOf(space, options));
    if (!journal)
        return base::failure(journal);
    try {
        return Study(space, options, classCount, runner, observer, stop, *std::move(journal)).run();
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal,
            std::string("the search failed unexpectedly: ") + error.what());
    }
}

} // namespace negatoscope::search
