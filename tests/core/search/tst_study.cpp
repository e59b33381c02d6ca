#include "core/search/Importance.h"
#include "core/search/SearchReport.h"
#include "core/search/Study.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <csignal>
#include <fstream>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace negatoscope;
using namespace negatoscope::search;

namespace {

SearchSpace spaceOf(const char* json, int epochs = 9)
{
    auto config = *model::presetConfig("notebook");
    config.epochs = epochs;
    return *SearchSpace::fromJson(nlohmann::json::parse(json), config);
}

const char* const kSpace = R"({"learning_rate": {"log": [1e-4, 1e-2]},
    "added_layers.0.count": {"range": [0.0, 0.6]}, "pooling": ["avg", "max"]})";

/// How good a configuration really is: best at 1e-3 and 0.2 with "max".
double truth(const model::ModelConfig& config)
{
    const double rate = std::log10(config.optimizer.learningRate) + 3.0;
    const double dropout = config.addedLayers[0].options.value("rate", 0.0) - 0.2;
    return 0.98 - 0.05 * rate * rate - 0.3 * dropout * dropout -
           (config.pooling == model::Pooling::Max ? 0.0 : 0.02);
}

/// A training that only pretends: a curve that rises to the truth, with some luck per seed.
training::RunRecord pretend(
    const TrialTask& task, const GoesOn& goesOn, const std::stop_token& cancel)
{
    training::RunRecord run;
    run.id = task.runId;
    run.config = task.config;
    run.bestEpoch = 0;
    base::Random luck(base::deriveSeed(task.seed, "luck"));
    const double shift = 0.002 * luck.normal();
    for (int epoch = 0; epoch < task.config.epochs; ++epoch) {
        if (cancel.stop_requested()) {
            run.outcome = training::OutcomeKind::Cancelled;
            return run;
        }
        training::EpochRecord record;
        record.epoch = epoch;
        record.metrics["val_auc"] = truth(task.config) + shift - 0.3 * std::exp(-epoch);
        run.history.push_back(record);
        run.bestEpoch = epoch;
        if (!goesOn(record)) {
            run.outcome = training::OutcomeKind::Stopped;
            break;
        }
    }
    run.seconds.total = 0.01;
    return run;
}

StudyOptions optionsOf(int trials)
{
    StudyOptions options;
    options.trials = trials;
    options.scheduler = SchedulerKind::None;
    return options;
}

StudyResult study(const SearchSpace& space, const StudyOptions& options,
    const TrialRunner& runner = pretend, const StudyObserver& observer = {},
    const StudyStop& stop = {})
{
    const auto result = runStudy(space, options, 2, runner, observer, stop);
    if (!result)
        qFatal("%s", base::toSentence(result.error()).c_str());
    return *result;
}

std::vector<Point> pointsOf(const StudyResult& result)
{
    std::vector<Point> points;
    for (const Trial& trial : result.trials)
        points.push_back(trial.point);
    return points;
}

} // namespace

class TestStudy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theWinnerIsChosenOverNewSeeds();
    void oneWorkerRepeatsItself();
    void manyWorkersTakeEveryTrialOnce();
    void failuresAreResults();
    void ashaSavesEpochs();
    void endsByItsBudgets();
    void killedAtAnyMomentItGoesOn();
    void aTornLineIsForgotten();
    void anotherStudysJournalIsRefused();
    void extendsAFinishedStudy();
    void importanceFindsWhatMatters();
    void theReportShowsAll();
    void intervalsAreStudents();
    void objectivesAreOfValidationFilms();
};

void TestStudy::theWinnerIsChosenOverNewSeeds()
{
    const SearchSpace space = spaceOf(kSpace);
    std::set<std::uint64_t> seeds;
    const auto runner = [&](const TrialTask& task, const GoesOn& goesOn, std::stop_token cancel) {
        if (task.stage == TrialStage::Search)
            Q_ASSERT(task.seed == space.base().seed);
        else
            seeds.insert(task.seed);
        return pretend(task, goesOn, cancel);
    };
    const StudyResult result = study(space, optionsOf(40), runner);
    QCOMPARE(result.trials.size(), std::size_t{40});
    QCOMPARE(result.finalists.size(), std::size_t{3});
    QCOMPARE(seeds.size(), std::size_t{5});
    QVERIFY(!seeds.contains(space.base().seed));
    for (const SeedRuns& finalist : result.finalists) {
        QCOMPARE(finalist.runs.size(), std::size_t{5});
        QVERIFY(*result.finalists.front().mean >= *finalist.mean);
    }
    QCOMPARE(result.reference.runs.size(), std::size_t{5});
    // Luck is the same for the same seed here, so the gain is the true one, with no spread.
    const auto winner = space.configAt(space.pointOf(result.finalists.front().values));
    QVERIFY(std::abs(*result.gain - (truth(*winner) - truth(space.base()))) < 1e-9);
    QVERIFY(result.gainInterval->low > 0.0 || *result.gain <= 0.0);
}

void TestStudy::oneWorkerRepeatsItself()
{
    const SearchSpace space = spaceOf(kSpace);
    StudyOptions options = optionsOf(25);
    options.scheduler = SchedulerKind::Asha;
    const StudyResult first = study(space, options);
    const StudyResult second = study(space, options);
    QVERIFY(pointsOf(first) == pointsOf(second));
    for (std::size_t i = 0; i < first.trials.size(); ++i) {
        QCOMPARE(first.trials[i].epochs, second.trials[i].epochs);
        QVERIFY(first.trials[i].objective == second.trials[i].objective);
    }
    options.seed = 7;
    QVERIFY(pointsOf(first) != pointsOf(study(space, options)));
}

void TestStudy::manyWorkersTakeEveryTrialOnce()
{
    const SearchSpace space = spaceOf(kSpace);
    StudyOptions options = optionsOf(60);
    options.workers = 4;
    std::set<int> begun;
    std::set<int> ended;
    StudyObserver observer;
    observer.began = [&](const TrialTask& task) {
        QVERIFY(begun.insert(task.number).second);
    };
    observer.ended = [&](const Trial& trial, training::RunRecord* run) {
        QVERIFY(run && run->id == trial.runId);
        QVERIFY(ended.insert(trial.number).second);
    };
    const StudyResult result = study(space, options, pretend, observer);
    QCOMPARE(result.trials.size(), std::size_t{60});
    QVERIFY(begun == ended);
    QCOMPARE(begun.size(), std::size_t{60 + 4 * 5});
}

void TestStudy::failuresAreResults()
{
    const SearchSpace space = spaceOf(kSpace);
    const auto runner = [](const TrialTask& task, const GoesOn& goesOn, std::stop_token cancel) {
        training::RunRecord run = pretend(task, goesOn, cancel);
        if (task.number % 3 == 0) {
            run.outcome = training::OutcomeKind::Failed;
            run.error = base::Error{base::ErrorCode::OutOfMemory, "no memory", {}, {}};
        } else if (task.number % 3 == 1) {
            run.history.back().metrics["val_auc"] = std::nan("");
        }
        return run;
    };
    StudyOptions options = optionsOf(30);
    options.finalists = 0;
    const StudyResult result = study(space, options, runner);
    QCOMPARE(result.trials.size(), std::size_t{30});
    int failed = 0;
    for (const Trial& trial : result.trials) {
        failed += trial.outcome == TrialOutcome::Failed ? 1 : 0;
        QCOMPARE(trial.objective.has_value(), trial.outcome != TrialOutcome::Failed);
        QCOMPARE(trial.failure.empty(), trial.outcome != TrialOutcome::Failed);
    }
    QCOMPARE(failed, 20);
    QCOMPARE(result.leaderboard(options.objective).size(), std::size_t{10});
}

void TestStudy::ashaSavesEpochs()
{
    const SearchSpace space = spaceOf(kSpace, 18);
    StudyOptions options = optionsOf(60);
    options.sampler = SamplerKind::Random;
    options.finalists = 0;
    const auto epochs = [](const StudyResult& result) {
        int sum = 0;
        for (const Trial& trial : result.trials)
            sum += trial.epochs;
        return sum;
    };
    const StudyResult whole = study(space, options);
    options.scheduler = SchedulerKind::Asha;
    const StudyResult halved = study(space, options);
    QCOMPARE(epochs(whole), 60 * 18);
    QVERIFY(epochs(halved) < 60 * 18 / 2);
    // The best is still found, and ran to its end.
    QVERIFY(halved.leaderboard(options.objective).front()->number ==
            whole.leaderboard(options.objective).front()->number);
    options.scheduler = SchedulerKind::Median;
    QVERIFY(epochs(study(space, options)) < 60 * 18);
}

void TestStudy::endsByItsBudgets()
{
    const SearchSpace space = spaceOf(kSpace);
    StudyOptions options = optionsOf(5000);
    options.finalists = 0;
    options.sampler = SamplerKind::Random;
    options.patience = 10;
    QVERIFY(study(space, options).end == StudyEnd::NoProgress);
    options.patience = 0;
    options.seconds = 0.1;
    QVERIFY(study(space, options).end == StudyEnd::Seconds);
    options.seconds = 0.0;
    const SearchSpace few = spaceOf(R"({"pooling": ["avg", "max"]})");
    const StudyResult all = study(few, options);
    QVERIFY(all.end == StudyEnd::SpaceUsedUp);
    QCOMPARE(all.trials.size(), std::size_t{2});
    std::stop_source stop;
    StudyObserver observer;
    int ended = 0;
    observer.ended = [&](const Trial&, training::RunRecord*) {
        if (++ended == 4)
            stop.request_stop();
    };
    const StudyResult stopped =
        study(space, options, pretend, observer, {stop.get_token(), stop.get_token()});
    QVERIFY(stopped.end == StudyEnd::Stopped);
    QVERIFY(stopped.trials.size() < 10);
}

void TestStudy::killedAtAnyMomentItGoesOn()
{
    const SearchSpace space = spaceOf(kSpace);
    StudyOptions options = optionsOf(20);
    options.scheduler = SchedulerKind::Asha;
    const StudyResult whole = study(space, options);
    for (const int killAt : {0, 1, 7, 19, 23}) {
        QTemporaryDir folder;
        options.journal = folder.filePath("study.jsonl").toStdString();
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) { // dies without a word while trial number `killAt` runs
            const auto runner = [&](const TrialTask& task, const GoesOn& goesOn,
                                    std::stop_token cancel) {
                if (task.number == killAt)
                    ::kill(::getpid(), SIGKILL);
                return pretend(task, goesOn, cancel);
            };
            static_cast<void>(runStudy(space, options, 2, runner, {}, {}));
            ::_exit(0);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        std::atomic<int> trained = 0;
        const auto counting = [&](const TrialTask& task, const GoesOn& goesOn,
                                  std::stop_token cancel) {
            ++trained;
            return pretend(task, goesOn, cancel);
        };
        const StudyResult result = study(space, options, counting);
        QCOMPARE(result.resumedTrials, std::clamp(killAt - 5, 0, 20)); // the reference runs first
        QCOMPARE(trained.load(), 20 + 20 - killAt); // only the running one was lost
        QVERIFY(pointsOf(result) == pointsOf(whole));
        QCOMPARE(*result.finalists.front().mean, *whole.finalists.front().mean);
    }
}

void TestStudy::aTornLineIsForgotten()
{
    const SearchSpace space = spaceOf(kSpace);
    QTemporaryDir folder;
    StudyOptions options = optionsOf(6);
    options.finalists = 0;
    options.journal = folder.filePath("study.jsonl").toStdString();
    const StudyResult first = study(space, options);
    std::ifstream in(options.journal);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    for (std::size_t cut = text.find('\n') + 1; cut < text.size(); cut += 37) {
        std::ofstream(options.journal, std::ios::trunc) << text.substr(0, cut);
        const StudyResult again = study(space, options);
        QVERIFY(pointsOf(again) == pointsOf(first));
    }
}

void TestStudy::anotherStudysJournalIsRefused()
{
    QTemporaryDir folder;
    StudyOptions options = optionsOf(3);
    options.finalists = 0;
    options.journal = folder.filePath("study.jsonl").toStdString();
    study(spaceOf(kSpace), options);
    const auto refused = [&](const SearchSpace& space, const char* word) {
        const auto result = runStudy(space, options, 2, pretend, {}, {});
        return !result && base::toSentence(result.error()).find(word) != std::string::npos;
    };
    QVERIFY(refused(spaceOf(R"({"pooling": ["avg", "max"]})"), "space"));
    QVERIFY(refused(spaceOf(kSpace, 3), "base"));
    options.dataFingerprint = "other";
    QVERIFY(refused(spaceOf(kSpace), "films"));
    std::ofstream(options.journal, std::ios::trunc) << "{\"something\": 1}\n";
    QVERIFY(refused(spaceOf(kSpace), "not the journal"));
}

void TestStudy::extendsAFinishedStudy()
{
    const SearchSpace space = spaceOf(kSpace);
    QTemporaryDir folder;
    StudyOptions options = optionsOf(10);
    options.journal = folder.filePath("study.jsonl").toStdString();
    study(space, options);
    options.trials = 16;
    options.seeds = 6;
    const StudyResult longer = study(space, options);
    QCOMPARE(longer.resumedTrials, 10);
    QCOMPARE(longer.trials.size(), std::size_t{16});
    QCOMPARE(longer.reference.runs.size(), std::size_t{6});
}

void TestStudy::importanceFindsWhatMatters()
{
    const SearchSpace space = spaceOf(R"({"learning_rate": {"log": [1e-4, 1e-2]},
        "added_layers.0.count": {"range": [0.0, 0.6]}, "pooling": ["avg", "max"],
        "optimizer.weight_decay": {"range": [0, 0.1]}})");
    // 3 u + (choice) and nothing else: variances 9/12 and 1/4 on the scale that is analysed.
    std::vector<Trial> trials;
    const auto sampler = makeSampler(SamplerKind::Sobol, space, {});
    const Objective objective;
    for (int i = 0; i < 400; ++i) {
        Trial trial;
        trial.point = *sampler->propose(i);
        double value = 0.0;
        for (std::size_t p = 0; p < space.dimensions(); ++p) {
            if (space.parameters()[p].path == "learning_rate")
                value += 3.0 * trial.point[p];
            if (space.parameters()[p].path == "pooling")
                value += trial.point[p] < 0.5 ? 0.0 : 1.0;
        }
        trial.objective = 1.0 + 1e-4 - std::pow(10.0, -0.5 * value);
        trials.push_back(trial);
    }
    const auto found = importances(space, trials, objective);
    QCOMPARE(found.size(), std::size_t{4});
    QCOMPARE(found[0].path, std::string("learning_rate"));
    QCOMPARE(found[1].path, std::string("pooling"));
    QVERIFY2(std::abs(found[0].share - 0.75) < 0.06, qPrintable(QString::number(found[0].share)));
    QVERIFY2(std::abs(found[1].share - 0.25) < 0.06, qPrintable(QString::number(found[1].share)));
    QVERIFY(found[2].share < 0.02 && found[3].share < 0.02);
    QVERIFY(found[0].effect.back() - found[0].effect.front() > 1.2); // 3·0.5, less the edges
    QVERIFY(importances(space, {trials.begin(), trials.begin() + 5}, objective).empty());
}

void TestStudy::theReportShowsAll()
{
    const SearchSpace space = spaceOf(kSpace);
    StudyOptions options = optionsOf(20);
    options.scheduler = SchedulerKind::Asha;
    std::map<std::string, training::RunRecord> runs;
    StudyObserver observer;
    observer.ended = [&](const Trial& trial, training::RunRecord* run) {
        run->validation.classNames = {"NORMAL", "<PNEUMONIA>"};
        run->validation.positiveClass = 1;
        run->validation.labels = {0, 1, 1};
        run->validation.probabilities = {0.9, 0.1, 0.2, 0.8, 0.6, 0.4};
        runs[trial.runId] = *run;
    };
    const StudyResult result = study(space, options, pretend, observer);
    for (const auto language : {evaluation::Language::English, evaluation::Language::French}) {
        const auto html = QString::fromStdString(searchReportHtml({"films", "today", space, options,
            result, importances(space, result.trials, options.objective), runs, language}));
        QCOMPARE(html.count("class=\"matrix\""), 4); // reference and three finalists
        QVERIFY(html.count("<svg") >= 4 + 2);
        QVERIFY(html.contains("&lt;PNEUMONIA&gt;") && !html.contains("<PNEUMONIA>"));
        QVERIFY(!html.contains("<script") && !html.contains("http"));
        QVERIFY(html.contains(
            language == evaluation::Language::French ? "graines" : "not looked at (0 times)"));
    }
}

void TestStudy::intervalsAreStudents()
{
    // t(0.975, 4) = 2.776445; values 1…5: mean 3, deviation √2.5.
    const auto interval = meanInterval({1, 2, 3, 4, 5});
    QVERIFY(std::abs(interval->high - (3.0 + 2.776445105 * std::sqrt(2.5 / 5.0))) < 1e-6);
    QVERIFY(std::abs(interval->low + interval->high - 6.0) < 1e-12);
    QVERIFY(!meanInterval({1.0}));
}

void TestStudy::objectivesAreOfValidationFilms()
{
    QVERIFY(!Objective::named("test_auc"));
    QVERIFY(!Objective::named("accuracy"));
    QVERIFY(Objective::named("val_loss")->smallerIsBetter);
    QVERIFY(!Objective::named("val_auc")->smallerIsBetter);
    const Objective loss = *Objective::named("val_loss");
    QVERIFY(loss.scaled(0.1) > loss.scaled(0.2) && loss.oriented(0.1) > loss.oriented(0.2));
    const Objective auc;
    QVERIFY(auc.scaled(0.999) - auc.scaled(0.99) > auc.scaled(0.6) - auc.scaled(0.5));
}

QTEST_APPLESS_MAIN(TestStudy)
#include "tst_study.moc"
