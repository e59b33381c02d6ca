#include "core/base/Files.h"
#include "core/search/SharedTrials.h"
#include "core/search/Study.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

using namespace negatoscope;
using namespace negatoscope::search;
using namespace std::chrono_literals;

namespace {

/// A training that only pretends: the better the nearer the rate is to 1e-3.
training::RunRecord pretend(
    const TrialTask& task, const GoesOn& goesOn, const std::stop_token& cancel)
{
    training::RunRecord run;
    run.id = task.runId;
    run.config = task.config;
    run.environment = nlohmann::json::object();
    run.validation.classNames = {"NORMAL", "PNEUMONIA"};
    run.validation.positiveClass = 1;
    run.validation.films = {"a.png", "b.png"};
    run.validation.patients = {"a", "b"};
    run.validation.labels = {0, 1};
    run.validation.logits = {1.0, 0.0, 0.0, 1.0};
    evaluation::fillProbabilities(run.validation);
    const double rate = std::log10(task.config.optimizer.learningRate) + 3.0;
    for (int epoch = 0; epoch < task.config.epochs; ++epoch) {
        std::this_thread::sleep_for(1ms);
        if (cancel.stop_requested()) {
            run.outcome = training::OutcomeKind::Cancelled;
            return run;
        }
        training::EpochRecord record;
        record.epoch = epoch;
        record.metrics["val_auc"] = 0.9 - 0.1 * rate * rate - 0.1 / (1.0 + epoch);
        run.history.push_back(record);
        run.validationLogits.push_back({1.0F, 0.0F, 0.0F, 1.0F});
        run.bestEpoch = epoch;
        if (!goesOn(record)) {
            run.outcome = training::OutcomeKind::Stopped;
            break;
        }
    }
    return run;
}

SearchSpace space(int epochs)
{
    auto config = *model::presetConfig("notebook");
    config.epochs = epochs;
    return *SearchSpace::fromJson(
        nlohmann::json::parse(R"({"learning_rate": {"log": [1e-4, 1e-2]}})"), config);
}

} // namespace

class TestSharedTrials : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(openSharedTrials(shared()));
    }
    void everyTrialIsTrainedOnce();
    void aLostWorkersTrialIsTakenOver();
    void theSchedulerReachesTheWorkers();
    void whatIsWithdrawnIsLeft();

private:
    std::filesystem::path shared() const { return m_folder->filePath("shared").toStdString(); }
    SharedTrialsOptions options(std::chrono::milliseconds lostAfter = 60s) const
    {
        return {shared(), lostAfter, 5ms};
    }
    /// A worker in a thread; ends with the study.
    std::jthread worker(const std::string& name, TrialRunner runner = pretend)
    {
        return std::jthread([this, name, runner](std::stop_token stop) {
            const WorkerOptions options{
                shared(), m_folder->filePath("runs").toStdString(), name, 20ms, 5ms, 60s};
            const auto trials = workOnSharedTrials(options, runner, {}, std::move(stop));
            m_trials += trials.value_or(-1000);
        });
    }
    TrialTask task() const
    {
        TrialTask task;
        task.number = 3;
        task.runId = base::makeUuid();
        task.values = Values::object();
        task.config = space(500).base();
        return task;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::atomic<int> m_trials = 0;
};

void TestSharedTrials::everyTrialIsTrainedOnce()
{
    std::mutex mutex;
    std::map<int, int> trained;
    const auto counting = [&](const TrialTask& task, const GoesOn& goesOn, std::stop_token cancel) {
        {
            const std::lock_guard lock(mutex);
            ++trained[task.number];
        }
        return pretend(task, goesOn, cancel);
    };
    StudyOptions study;
    study.trials = 20;
    study.sampler = SamplerKind::Random;
    study.scheduler = SchedulerKind::None;
    study.workers = 4;
    study.seeds = 2;
    base::Result<StudyResult> result = base::failure(base::Error{});
    {
        std::vector<std::jthread> workers;
        for (const char* name : {"a", "b", "c"})
            workers.push_back(worker(name, counting));
        result = runStudy(space(4), study, 2, makeSharedTrials(options()), {}, {});
        QVERIFY(endSharedTrials(shared()));
    }
    QVERIFY(result.has_value());
    QCOMPARE(result->trials.size(), std::size_t{20});
    QCOMPARE(trained.size(), std::size_t{20 + 2 * 4}); // three finalists and the reference
    for (const auto& [number, times] : trained)
        QCOMPARE(times, 1);
    QCOMPARE(m_trials.load(), 28);
    for (const Trial& trial : result->trials) {
        const double rate = std::log10(trial.values["learning_rate"].get<double>()) + 3.0;
        QVERIFY(std::abs(*trial.objective - (0.9 - 0.1 * rate * rate - 0.1 / 4.0)) < 1e-6);
        QCOMPARE(trial.epochs, 4);
    }
    QVERIFY(std::filesystem::is_empty(shared() / "tasks"));
    QVERIFY(std::filesystem::is_empty(shared() / "claims"));
}

void TestSharedTrials::aLostWorkersTrialIsTakenOver()
{
    // Claimed by a computer that went away in the middle.
    std::ofstream(shared() / "claims" / "3.json") << R"({"who":"gone","beat":4})"
                                                  << "\n";
    const auto other = worker("other");
    TrialTask lost = task();
    lost.config.epochs = 3;
    const auto run = makeSharedTrials(options(100ms))(
        lost, [](const training::EpochRecord&) { return true; }, {});
    QVERIFY(run.outcome == training::OutcomeKind::Completed);
    QCOMPARE(run.history.size(), std::size_t{3});
    QVERIFY(std::filesystem::exists(shared() / "lost" / "3-gone"));
}

void TestSharedTrials::theSchedulerReachesTheWorkers()
{
    const auto other = worker("other");
    int seen = 0;
    const auto run = makeSharedTrials(options())(task(),
        [&](const training::EpochRecord& record) {
            ++seen;
            return record.epoch < 2;
        },
        {});
    QVERIFY(run.outcome == training::OutcomeKind::Stopped);
    QVERIFY(seen >= 3);
    QVERIFY(run.history.size() < 500);
}

void TestSharedTrials::whatIsWithdrawnIsLeft()
{
    std::atomic<bool> left = false;
    std::atomic<bool> began = false;
    const auto other =
        worker("other", [&](const TrialTask&, const GoesOn&, const std::stop_token& cancel) {
            began = true;
            while (!cancel.stop_requested())
                std::this_thread::sleep_for(1ms);
            left = true;
            training::RunRecord run;
            run.outcome = training::OutcomeKind::Cancelled;
            return run;
        });
    std::stop_source cancel;
    std::jthread study([&] {
        makeSharedTrials(options())(
            task(), [](const training::EpochRecord&) { return true; }, cancel.get_token());
    });
    QTRY_VERIFY_WITH_TIMEOUT(began.load(), 30000);
    cancel.request_stop();
    study.join();
    QTRY_VERIFY_WITH_TIMEOUT(left.load(), 30000);
    QVERIFY(std::filesystem::is_empty(shared() / "tasks"));
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::is_empty(shared() / "claims"), 30000);
}

QTEST_MAIN(TestSharedTrials)
#include "tst_shared_trials.moc"
