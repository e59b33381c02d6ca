// Whole runs on small generated films with a small random backbone.

#include "core/base/Hash.h"
#include "core/image/Augmentation.h"
#include "core/model/Classifier.h"
#include "core/model/ConfigSchema.h"
#include "core/training/Trainer.h"
#include "tests/core/training/SmallRuns.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

using namespace negatoscope;
using namespace negatoscope::testing;
using training::OutcomeKind;
using training::RunRecord;
using training::TrainingEvent;
using training::TrainingRequest;

namespace {

struct Listener
{
    std::vector<TrainingEvent> events;
    std::vector<std::string> codes;
    std::function<void(const TrainingEvent&)> also;

    training::TrainingCallback callback()
    {
        return [this](const TrainingEvent& event) {
            events.push_back(event);
            if (const auto* notice = std::get_if<training::Notice>(&event))
                codes.push_back(notice->code);
            if (also)
                also(event);
        };
    }
    template <typename T>
    std::size_t count() const
    {
        std::size_t n = 0;
        for (const TrainingEvent& event : events)
            n += std::holds_alternative<T>(event) ? 1 : 0;
        return n;
    }
};

RunRecord runIt(const TrainingRequest& request)
{
    Listener listener;
    return training::train(request, {}, listener.callback());
}

/// In a child process: trains in FOLDER; with a limit, no file may grow beyond it after epoch 3.
int trainInChild(const std::filesystem::path& folder, bool fullDisk)
{
    TrainingRequest request;
    request.config = statefulConfig();
    request.data = makeFilms(folder / "films", 12);
    request.runFolder = folder / "run";
    request.threads = 1;
    Listener listener;
    if (fullDisk) {
        std::signal(SIGXFSZ, SIG_IGN);
        listener.also = [](const TrainingEvent& event) {
            const auto* done = std::get_if<training::EpochDone>(&event);
            const rlimit limit{20000, 20000};
            if (done && done->record.epoch == 2)
                ::setrlimit(RLIMIT_FSIZE, &limit);
        };
    }
    const RunRecord run = training::train(request, {}, listener.callback());
    if (!fullDisk)
        return 0;
    return run.outcome == OutcomeKind::Failed && run.history.size() == 3 && run.error ? 0 : 7;
}

/// Bytes of this process' address space.
rlim_t addressSpace()
{
    std::ifstream pages("/proc/self/statm");
    rlim_t count = 0;
    pages >> count;
    return count * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

/// In a child process: 100 MB more are not enough to train everything on whole films.
int trainWithoutMemory(const std::filesystem::path& folder)
{
    TrainingRequest request;
    request.config = smallConfig();
    request.config.preprocessing.width = 224;
    request.config.preprocessing.height = 224;
    request.config.strategy = model::Strategy::FullTuning;
    request.config.batchSize = 32;
    request.data = makeFilms(folder / "films", 64);
    request.threads = 2;
    const RunRecord run = training::train(request, {}, [](const TrainingEvent& event) {
        const rlim_t enough = addressSpace() + (100U << 20);
        const rlimit limit{enough, enough};
        if (std::holds_alternative<training::Started>(event))
            ::setrlimit(RLIMIT_AS, &limit);
    });
    std::fputs(sentence(run).c_str(), stderr);
    return run.outcome == OutcomeKind::Failed && run.error &&
                   run.error->code == base::ErrorCode::OutOfMemory
               ? 0
               : 7;
}

} // namespace

class TestTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headIsTrainedAndKept();
    void everyStrategyRuns_data();
    void everyStrategyRuns();
    void sameSeedGivesTheSameBits();
    void cacheChangesNothing_data();
    void cacheChangesNothing();
    void stopKeepsAndCancelLeavesNothing();
    void killedRunResumesToTheSameFigures();
    void fullDiskLosesNothing();
    void shortMemoryIsSaid();
    void explodingLossKeepsTheBest();
    void constantScoresAreSaid();
    void unreadableFilmsAreLeftOut();
    void tooFewFilmsAreAnError();
    void unusableCacheFolderIsNotTheEnd();
    void folderIsNotOverwritten();

private:
    TrainingRequest request(const QTemporaryDir& folder, const model::ModelConfig& config) const
    {
        TrainingRequest wanted;
        wanted.config = config;
        wanted.data = makeFilms(std::filesystem::path(folder.path().toStdString()) / "films", 12);
        wanted.threads = 1;
        return wanted;
    }
};

void TestTrainer::headIsTrainedAndKept()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    wanted.config.balance = dataset::Balance::ClassWeights;
    wanted.runFolder = std::filesystem::path(folder.path().toStdString()) / "run";
    wanted.cacheFolder = std::filesystem::path(folder.path().toStdString()) / "cache";
    Listener listener;
    const RunRecord run = training::train(wanted, {}, listener.callback());
    QVERIFY2(run.outcome == OutcomeKind::Completed, sentence(run).c_str());
    QCOMPARE(run.history.size(), std::size_t{4});
    QCOMPARE(listener.count<training::Started>(), std::size_t{1});
    QCOMPARE(listener.count<training::EpochDone>(), std::size_t{4});
    QCOMPARE(listener.count<training::BatchDone>(), std::size_t{4 * 3});
    QVERIFY(std::get<training::Started>(listener.events.front()).cacheValid);
    for (const char* name : {"loss", "accuracy", "auc", "precision", "recall", "learning_rate",
             "val_loss", "val_accuracy", "val_auc", "val_precision", "val_recall"})
        QVERIFY2(run.history.back().metrics.contains(name), name);
    QCOMPARE(run.validation.size(), std::size_t{6});
    QCOMPARE(run.test.size(), std::size_t{6});

    const auto read = training::readRun(wanted.runFolder);
    QVERIFY2(read.has_value(), read ? "" : base::toSentence(read.error()).c_str());
    compareRuns(run, *read);
    QVERIFY(read->config == run.config);
    QVERIFY(read->test.films == run.test.films);
    const auto classifier = model::loadClassifier(wanted.runFolder);
    QVERIFY2(
        classifier.has_value(), classifier ? "" : base::toSentence(classifier.error()).c_str());
    // The kept model gives the scores that the run recorded.
    for (const dataset::FilmItem& film : wanted.data->items) {
        const auto found = std::find(run.test.films.begin(), run.test.films.end(), film.name);
        if (found == run.test.films.end())
            continue;
        const auto p = classifier->probabilitiesOfFile(film.path);
        QVERIFY(p.has_value());
        const double recorded =
            run.test.probability(static_cast<std::size_t>(found - run.test.films.begin()), 1);
        QVERIFY(std::abs(static_cast<double>((*p)[1]) - recorded) < 1e-4);
    }
    QVERIFY(!std::filesystem::exists(wanted.runFolder / "checkpoint-0.safetensors"));
}

void TestTrainer::everyStrategyRuns_data()
{
    QTest::addColumn<int>("strategy");
    QTest::newRow("fine") << static_cast<int>(model::Strategy::FineTuning);
    QTest::newRow("full") << static_cast<int>(model::Strategy::FullTuning);
    QTest::newRow("two stages") << static_cast<int>(model::Strategy::TwoStage);
    QTest::newRow("head on the map") << -1;
}

void TestTrainer::everyStrategyRuns()
{
    QFETCH(int, strategy);
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    wanted.config.epochs = 2;
    wanted.config.headEpochs = 1;
    if (strategy >= 0) {
        wanted.config.strategy = static_cast<model::Strategy>(strategy);
        wanted.config.augmentation = image::Augmentation::mild();
    } else {
        wanted.config.pooling = model::Pooling::None;
        wanted.config.addedLayers.insert(
            wanted.config.addedLayers.begin(), model::defaultLayer("flatten"));
    }
    const RunRecord run = runIt(wanted);
    QVERIFY2(run.outcome == OutcomeKind::Completed, sentence(run).c_str());
    const bool two = wanted.config.strategy == model::Strategy::TwoStage;
    QCOMPARE(run.history.size(), two ? std::size_t{3} : std::size_t{2});
}

void TestTrainer::sameSeedGivesTheSameBits()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, statefulConfig());
    wanted.config.epochs = 3;
    const RunRecord first = runIt(wanted);
    compareRuns(first, runIt(wanted));
    wanted.config.seed = 43;
    QVERIFY(first.history.front().metrics != runIt(wanted).history.front().metrics);
}

void TestTrainer::cacheChangesNothing_data()
{
    QTest::addColumn<int>("fixedLayers");
    QTest::addColumn<bool>("frozenStatistics");
    for (const int fixedLayers : {20, 57, 100, 143, 154})
        for (const bool frozenStatistics : {true, false})
            QTest::addRow("%d %s", fixedLayers, frozenStatistics ? "frozen" : "keras")
                << fixedLayers << frozenStatistics;
}

/// The cached and the fresh activations differ by rounding only. A random backbone would turn that
/// into another run: Adam makes whole steps of noise, and two films on a 1×1 map have statistics
/// that jump. So: trained weights, equal batches, plain small steps.
void TestTrainer::cacheChangesNothing()
{
    QFETCH(int, fixedLayers);
    QFETCH(bool, frozenStatistics);
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    wanted.config.weights = "phantom";
    wanted.config.preprocessing.width = 64;
    wanted.config.preprocessing.height = 64;
    wanted.config.strategy = model::Strategy::FineTuning;
    wanted.config.fixedLayers = fixedLayers;
    wanted.config.batchNorm =
        frozenStatistics ? model::BatchNormMode::Frozen : model::BatchNormMode::Keras;
    wanted.config.optimizer.name = "sgd";
    wanted.config.optimizer.learningRate = 1e-4;
    wanted.config.batchSize = 6;
    wanted.config.epochs = 3;
    wanted.cacheFolder = std::filesystem::path(folder.path().toStdString()) / "cache";
    const RunRecord with = runIt(wanted);
    QVERIFY2(with.outcome == OutcomeKind::Completed, sentence(with).c_str());
    wanted.cacheBytes = 0; // nothing fits: films are read anew
    Listener listener;
    const RunRecord without = training::train(wanted, {}, listener.callback());
    QVERIFY(!std::get<training::Started>(listener.events.front()).cacheValid);
    QCOMPARE(with.history.size(), without.history.size());
    const double first = without.batches.front().loss; // before any update: no chaos at all
    QVERIFY(std::abs(with.batches.front().loss - first) < 1e-4 * std::max(1.0, first));
    for (std::size_t i = 0; i < with.history.size(); ++i) {
        for (const char* name : {"loss", "val_loss"}) {
            const double difference =
                with.history[i].metrics.at(name) - without.history[i].metrics.at(name);
            QVERIFY2(std::abs(difference) < 1e-3,
                qPrintable(QString("epoch %1, %2: %3").arg(i).arg(name).arg(difference)));
        }
    }
}

void TestTrainer::stopKeepsAndCancelLeavesNothing()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    wanted.config.epochs = 1000;
    for (const bool keep : {true, false}) {
        std::stop_source keeping;
        std::stop_source cancelling;
        wanted.runFolder =
            std::filesystem::path(folder.path().toStdString()) / (keep ? "kept" : "cancelled");
        Listener listener;
        listener.also = [&](const TrainingEvent& event) {
            const auto* batch = std::get_if<training::BatchDone>(&event);
            if (batch && batch->record.epoch == 2 && batch->record.batch == 1)
                (keep ? keeping : cancelling).request_stop();
        };
        const RunRecord run = training::train(
            wanted, {keeping.get_token(), cancelling.get_token()}, listener.callback());
        QCOMPARE(run.outcome, keep ? OutcomeKind::Stopped : OutcomeKind::Cancelled);
        QCOMPARE(std::filesystem::exists(wanted.runFolder), keep);
        if (keep) {
            QCOMPARE(run.history.size(), std::size_t{3});
            QCOMPARE(run.test.size(), std::size_t{6});
            QVERIFY(model::loadClassifier(wanted.runFolder).has_value());
        }
    }
}

void TestTrainer::killedRunResumesToTheSameFigures()
{
    const QTemporaryDir whole;
    TrainingRequest uninterrupted = request(whole, statefulConfig());
    const RunRecord expected = runIt(uninterrupted);
    QVERIFY2(expected.outcome == OutcomeKind::Completed, sentence(expected).c_str());
    for (int round = 0; round < 3; ++round) {
        const QTemporaryDir folder;
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--train", folder.path()});
        const auto checkpoint =
            std::filesystem::path(folder.path().toStdString()) / "run" / "checkpoint-0.safetensors";
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(checkpoint), 60000);
        QTest::qWait(17 * round);
        child.kill();
        child.waitForFinished();
        TrainingRequest wanted = request(folder, statefulConfig());
        wanted.runFolder = std::filesystem::path(folder.path().toStdString()) / "run";
        if (std::filesystem::exists(wanted.runFolder / "model.json"))
            continue; // it was faster than we
        wanted.resume = true;
        Listener listener;
        const RunRecord resumed = training::train(wanted, {}, listener.callback());
        QVERIFY2(resumed.outcome == OutcomeKind::Completed, sentence(resumed).c_str());
        QVERIFY(listener.count<training::EpochDone>() < resumed.history.size());
        compareRuns(expected, resumed);
        wanted.resume = true;
        QCOMPARE(runIt(wanted).outcome, OutcomeKind::Failed); // finished: nothing to resume
    }
}

void TestTrainer::fullDiskLosesNothing()
{
    const QTemporaryDir folder;
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {"--full", folder.path()});
    QVERIFY(child.waitForFinished(60000));
    QCOMPARE(child.exitCode(), 0);
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(folder.path().toStdString()) / "run"))
        QVERIFY(entry.path().extension() != ".tmp");
    TrainingRequest wanted = request(folder, statefulConfig());
    const RunRecord expected = runIt(wanted);
    wanted.runFolder = std::filesystem::path(folder.path().toStdString()) / "run";
    wanted.resume = true;
    const RunRecord resumed = runIt(wanted);
    QVERIFY2(resumed.outcome == OutcomeKind::Completed, sentence(resumed).c_str());
    compareRuns(expected, resumed);
}

void TestTrainer::shortMemoryIsSaid()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("sanitizers end the process where there is no more memory");
#else
    const QTemporaryDir folder;
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {"--memory", folder.path()});
    QVERIFY(child.waitForFinished(120'000));
    QVERIFY2(child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0,
        child.readAllStandardError().constData());
#endif
}

void TestTrainer::explodingLossKeepsTheBest()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    // Squared error of a linear layer diverges as soon as the rising rate passes 2/λ.
    wanted.config.epochs = 300;
    model::LayerSpec linear = layer("dense", "units", 2);
    linear.options["activation"] = "linear";
    wanted.config.addedLayers = {linear};
    wanted.config.loss.name = "mean_squared_error";
    wanted.config.optimizer.name = "sgd";
    wanted.config.weights = "phantom"; // features of order one
    wanted.config.optimizer.learningRate = 10.0;
    wanted.config.schedule.warmUp = 1.0;
    wanted.runFolder = std::filesystem::path(folder.path().toStdString()) / "run";
    const RunRecord run = runIt(wanted);
    QCOMPARE(run.outcome, OutcomeKind::Failed);
    QVERIFY(run.error.has_value());
    QCOMPARE(run.error->code, base::ErrorCode::NumericalFailure);
    QVERIFY(run.bestEpoch >= 0);
    const auto kept = model::loadClassifier(wanted.runFolder);
    QVERIFY2(kept.has_value(), kept ? "" : base::toSentence(kept.error()).c_str());
    const auto read = training::readRun(wanted.runFolder);
    QVERIFY(read.has_value() && read->outcome == OutcomeKind::Failed);
}

void TestTrainer::constantScoresAreSaid()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    // A head whose only hidden unit can never fire.
    model::LayerSpec dead = layer("dense", "units", 1);
    dead.options["activation"] = "relu";
    dead.options["kernel_initializer"] = "zeros";
    wanted.config.addedLayers = {dead, smallConfig().addedLayers.back()};
    Listener listener;
    const RunRecord run = training::train(wanted, {}, listener.callback());
    QVERIFY2(run.outcome == OutcomeKind::Completed, sentence(run).c_str());
    QCOMPARE(std::count(listener.codes.begin(), listener.codes.end(), "constant_scores"), 1);
    QVERIFY(std::count(listener.codes.begin(), listener.codes.end(), "one_class_predictions") == 1);
}

void TestTrainer::unreadableFilmsAreLeftOut()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    std::ofstream(wanted.data->items.front().path, std::ios::trunc) << "not a picture";
    for (const auto strategy : {model::Strategy::NoTuning, model::Strategy::FullTuning}) {
        wanted.config.strategy = strategy;
        wanted.config.epochs = 1;
        Listener listener;
        const RunRecord run = training::train(wanted, {}, listener.callback());
        QVERIFY2(run.outcome == OutcomeKind::Completed, sentence(run).c_str());
        QCOMPARE(listener.codes.front(), std::string("unreadable_films"));
    }
}

void TestTrainer::tooFewFilmsAreAnError()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    wanted.runFolder = std::filesystem::path(folder.path().toStdString()) / "run";
    dataset::Manifest healthy = wanted.data;
    for (dataset::FilmItem& film : healthy.items)
        film.label = 0;
    wanted.data = std::move(healthy);
    const RunRecord run = runIt(wanted);
    QCOMPARE(run.outcome, OutcomeKind::Failed);
    QCOMPARE(run.error->code, base::ErrorCode::InsufficientData);
    QVERIFY(!std::filesystem::exists(wanted.runFolder));
}

void TestTrainer::unusableCacheFolderIsNotTheEnd()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    const RunRecord expected = runIt(wanted);
    wanted.cacheFolder = std::filesystem::path(folder.path().toStdString()) / "film" / "cache";
    std::ofstream(std::filesystem::path(folder.path().toStdString()) / "film")
        << "a file where a folder should be";
    Listener listener;
    const RunRecord run = training::train(wanted, {}, listener.callback());
    QVERIFY2(run.outcome == OutcomeKind::Completed, sentence(run).c_str());
    QCOMPARE(listener.codes.front(), std::string("cache_unusable"));
    compareRuns(expected, run);
}

void TestTrainer::folderIsNotOverwritten()
{
    const QTemporaryDir folder;
    TrainingRequest wanted = request(folder, smallConfig());
    wanted.config.epochs = 1;
    wanted.runFolder = std::filesystem::path(folder.path().toStdString()) / "run";
    QCOMPARE(runIt(wanted).outcome, OutcomeKind::Completed);
    QCOMPARE(runIt(wanted).error->code, base::ErrorCode::InvalidUsage);
    QVERIFY(training::readRun(wanted.runFolder).has_value());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::string(argv[1]) == "--train")
        return trainInChild(argv[2], false);
    if (argc == 3 && std::string(argv[1]) == "--full")
        return trainInChild(argv[2], true);
    if (argc == 3 && std::string(argv[1]) == "--memory")
        return trainWithoutMemory(argv[2]);
    TestTrainer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_trainer.moc"
