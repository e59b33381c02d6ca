// What is kept between runs changes nothing but the time, and a run in memory can be kept later.

#include "core/model/Classifier.h"
#include "core/model/ConfigSchema.h"
#include "core/training/SavedRun.h"
#include "core/training/Trainer.h"
#include "tests/core/training/SmallRuns.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <thread>

using namespace negatoscope;
using namespace negatoscope::testing;
using training::OutcomeKind;
using training::RunRecord;
using training::TrainingRequest;

namespace {

std::filesystem::path in(const QTemporaryDir& folder, const char* name)
{
    return std::filesystem::path(folder.path().toStdString()) / name;
}

RunRecord runIt(const TrainingRequest& request)
{
    return training::train(request, {}, {});
}

} // namespace

class TestWarmState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesNoBit();
    void edits_data();
    void edits();
    void remembersUnreadableFilms();
    void severalRunsAtOnce();
    void clearedStateStillServes();
    void runInMemoryIsKeptLater();
    void nothingLearnedCannotBeKept();
};

void TestWarmState::changesNoBit()
{
    const QTemporaryDir folder;
    TrainingRequest cold;
    cold.config = smallConfig();
    cold.data = makeFilms(in(folder, "films"), 12);
    cold.cacheFolder = in(folder, "cache");
    cold.threads = 1;
    const RunRecord first = runIt(cold);
    QVERIFY2(first.outcome == OutcomeKind::Completed, sentence(first).c_str());
    TrainingRequest warm = cold;
    warm.warm = std::make_shared<training::WarmState>();
    for (int again = 0; again < 3; ++again)
        compareRuns(first, runIt(warm));
}

/// One state through edits of everything that may or may not be shared.
void TestWarmState::edits_data()
{
    using Edit = void (*)(model::ModelConfig&);
    QTest::addColumn<Edit>("edit");
    const auto add = [](const char* name, Edit edit) {
        QTest::newRow(name) << edit;
    };
    add("seed", [](model::ModelConfig& config) { config.seed = 5; });
    add("head", [](model::ModelConfig& config) { config.addedLayers[1].options["units"] = 5; });
    add("pooling", [](model::ModelConfig& config) { config.pooling = model::Pooling::Average; });
    add("films", [](model::ModelConfig& config) { config.preprocessing.width = 64; });
    add("standardised", [](model::ModelConfig& config) { config.standardizeFeatures = true; });
    add("views", [](model::ModelConfig& config) { config.views = {.original = 1, .flip = 1}; });
    add("width", [](model::ModelConfig& config) { config.alpha = 0.5; });
    add("fine-tuning", [](model::ModelConfig& config) {
        config = statefulConfig();
        config.epochs = 2;
    });
    add("all", [](model::ModelConfig& config) {
        config.strategy = model::Strategy::FullTuning;
        config.epochs = 1;
    });
    add("two stages", [](model::ModelConfig& config) {
        config.strategy = model::Strategy::TwoStage;
        config.headEpochs = 1;
        config.epochs = 1;
    });
}

void TestWarmState::edits()
{
    using Edit = void (*)(model::ModelConfig&);
    QFETCH(Edit, edit);
    const QTemporaryDir folder;
    TrainingRequest request;
    request.config = smallConfig();
    request.config.epochs = 2;
    request.data = makeFilms(in(folder, "films"), 12);
    request.threads = 1;
    request.warm = std::make_shared<training::WarmState>();
    const RunRecord before = runIt(request);
    TrainingRequest edited = request;
    edit(edited.config);
    TrainingRequest cold = edited;
    cold.warm.reset();
    const RunRecord alone = runIt(cold);
    QVERIFY2(alone.outcome == OutcomeKind::Completed, sentence(alone).c_str());
    compareRuns(alone, runIt(edited));
    compareRuns(alone, runIt(edited));   // from what the edited run left
    compareRuns(before, runIt(request)); // and nothing was written into what is shared
}

void TestWarmState::remembersUnreadableFilms()
{
    const QTemporaryDir folder;
    TrainingRequest request;
    request.config = smallConfig();
    request.data = makeFilms(in(folder, "films"), 12);
    request.warm = std::make_shared<training::WarmState>();
    request.threads = 1;
    std::filesystem::resize_file(request.data->items.front().path, 20);
    const RunRecord first = runIt(request);
    QVERIFY2(first.outcome == OutcomeKind::Completed, sentence(first).c_str());
    QVERIFY(std::any_of(first.notices.begin(), first.notices.end(), [](const std::string& text) {
        return text.find("could not be read") != std::string::npos;
    }));
    const RunRecord second = runIt(request);
    QVERIFY(first.notices == second.notices);
    compareRuns(first, second);
}

void TestWarmState::severalRunsAtOnce()
{
    const QTemporaryDir folder;
    TrainingRequest request;
    request.config = smallConfig();
    request.data = makeFilms(in(folder, "films"), 12);
    request.threads = 1;
    const RunRecord alone = runIt(request);
    request.warm = std::make_shared<training::WarmState>();
    std::array<RunRecord, 3> together;
    std::vector<std::thread> threads;
    for (RunRecord& run : together)
        threads.emplace_back([&request, &run] { run = runIt(request); });
    for (std::thread& thread : threads)
        thread.join();
    for (const RunRecord& run : together)
        compareRuns(alone, run);
}

void TestWarmState::clearedStateStillServes()
{
    const QTemporaryDir folder;
    TrainingRequest request;
    request.config = smallConfig();
    request.data = makeFilms(in(folder, "films"), 12);
    request.threads = 1;
    request.warm = std::make_shared<training::WarmState>();
    const RunRecord first = runIt(request);
    request.warm->clear();
    compareRuns(first, runIt(request));
}

void TestWarmState::runInMemoryIsKeptLater()
{
    const QTemporaryDir folder;
    TrainingRequest request;
    request.config = statefulConfig();
    request.config.epochs = 3;
    request.data = makeFilms(in(folder, "films"), 12);
    request.threads = 1;
    TrainingRequest written = request;
    written.runFolder = in(folder, "written");
    written.runId = request.runId = "11111111-2222-4333-8444-555555555555";
    const RunRecord onDisk = runIt(written);
    QVERIFY2(onDisk.outcome == OutcomeKind::Completed, sentence(onDisk).c_str());

    request.warm = std::make_shared<training::WarmState>();
    RunRecord run = runIt(request);
    runIt(request); // another one on the same backbone changes nothing of it
    const auto inMemory = training::classifierOf(run);
    QVERIFY(inMemory.has_value());
    const auto kept = training::saveRun(run, in(folder, "kept"));
    QVERIFY2(kept.has_value(), kept ? "" : base::toSentence(kept.error()).c_str());
    QCOMPARE(run.folder, in(folder, "kept"));
    for (const char* name : {"best.safetensors", "last.safetensors", "model.json", "config.json",
             "films.csv", "scores.npy"}) {
        QFile one(QString::fromStdString((in(folder, "written") / name).string()));
        QFile other(QString::fromStdString((in(folder, "kept") / name).string()));
        QVERIFY2(one.open(QFile::ReadOnly) && other.open(QFile::ReadOnly), name);
        QVERIFY2(one.readAll() == other.readAll(), name);
    }
    const auto read = training::readRun(in(folder, "kept"));
    QVERIFY(read.has_value());
    compareRuns(onDisk, *read);
    const auto loaded = training::classifierOf(*read);
    QVERIFY(loaded.has_value());
    const auto& film = request.data->items.front().path;
    QVERIFY(*loaded->probabilitiesOfFile(film) == *inMemory->probabilitiesOfFile(film));
    QVERIFY(!training::saveRun(run, in(folder, "kept")).has_value());
}

void TestWarmState::nothingLearnedCannotBeKept()
{
    const QTemporaryDir folder;
    RunRecord empty;
    QVERIFY(!training::saveRun(empty, in(folder, "run")).has_value());
    QVERIFY(!training::classifierOf(empty).has_value());
    QVERIFY(!std::filesystem::exists(in(folder, "run")));
}

QTEST_GUILESS_MAIN(TestWarmState)
#include "tst_warm_state.moc"
