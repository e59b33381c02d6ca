// Runs through the feature cache against runs without it, and what caches share.

#include "core/model/ConfigSchema.h"
#include "core/training/CacheCoverage.h"
#include "core/training/Trainer.h"
#include "tests/core/training/SmallRuns.h"

#include <QTemporaryDir>
#include <QTest>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>

using namespace negatoscope;
using training::RunRecord;
using training::TrainingRequest;

namespace {

constexpr int kFilmSide = 64;

/// Stripes of one direction or the other, and noise.
void writeStripes(const std::filesystem::path& path, int label, int number)
{
    cv::RNG random(static_cast<std::uint64_t>(number * 2 + label + 1));
    cv::Mat film(kFilmSide, kFilmSide, CV_8UC1);
    random.fill(film, cv::RNG::UNIFORM, 20, 120);
    for (int k = number % 7; k < kFilmSide; k += 7)
        cv::line(film, label == 0 ? cv::Point(0, k) : cv::Point(k, 0),
            label == 0 ? cv::Point(kFilmSide, k) : cv::Point(k, kFilmSide), cv::Scalar(210));
    cv::imwrite(path.string(), film);
}

/// Three quarters to train, the others to validate.
dataset::Manifest makeFilms(const std::filesystem::path& root, int perClass)
{
    dataset::Manifest data = testing::makeFilms(root, perClass, writeStripes);
    for (dataset::FilmItem& film : data.items)
        if (film.split == dataset::Split::Test)
            film.split = dataset::Split::Train;
    return data;
}

/// The first `frozen` layers are frozen; 154: all of the backbone.
model::ModelConfig configFor(int frozen)
{
    model::ModelConfig config;
    config.weights = "phantom"; // activations of the size that trained networks have
    config.preprocessing.width = kFilmSide;
    config.preprocessing.height = kFilmSide;
    config.epochs = 3;
    config.batchSize = 8;
    config.batchNorm = model::BatchNormMode::Frozen;
    config.strategy = frozen == 154 ? model::Strategy::NoTuning : model::Strategy::FineTuning;
    config.fixedLayers = frozen;
    config.pooling = model::Pooling::Average;
    model::LayerSpec dense = model::defaultLayer("dense");
    dense.options["units"] = 2;
    dense.options["activation"] = "softmax";
    config.addedLayers = {model::defaultLayer("dropout"), dense};
    return config;
}

TrainingRequest requestFor(
    const dataset::Manifest& data, int frozen, const std::filesystem::path& cache)
{
    TrainingRequest request;
    request.data = data;
    request.config = configFor(frozen);
    request.cacheFolder = cache;
    request.threads = 1;
    return request;
}

struct Told
{
    std::size_t views = 0; ///< of the last epoch
    std::size_t viewsWanted = 0;
    bool cacheValid = false;
    std::size_t computed = 0; ///< films of the feature pass
};

RunRecord runIt(const TrainingRequest& request, Told* told = nullptr)
{
    return training::train(request, {}, [told](const training::TrainingEvent& event) {
        if (!told)
            return;
        if (const auto* started = std::get_if<training::Started>(&event))
            told->cacheValid = started->cacheValid;
        if (const auto* features = std::get_if<training::FeaturesProgress>(&event))
            told->computed = features->total;
        if (const auto* epoch = std::get_if<training::EpochDone>(&event)) {
            told->views = epoch->views;
            told->viewsWanted = epoch->viewsWanted;
        }
    });
}

double largestDifference(const RunRecord& a, const RunRecord& b)
{
    if (a.history.size() != b.history.size() || a.history.empty())
        return 1e9;
    double largest = 0.0;
    for (std::size_t epoch = 0; epoch < a.history.size(); ++epoch)
        for (const char* name : {"loss", "val_loss"})
            largest = std::max(largest,
                std::abs(a.history[epoch].metrics.at(name) - b.history[epoch].metrics.at(name)));
    return largest;
}

} // namespace

class TestCachedTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTrainingWithoutCache_data();
    void equalsTrainingWithoutCache();
    void deeperFreezeNeedsNoFilms();
    void earlierCutEqualsFreshComputation_data();
    void earlierCutEqualsFreshComputation();
    void bankGrowsWhileTraining();
    void whatIsCachedIsKnownBeforeARun();
};

void TestCachedTraining::equalsTrainingWithoutCache_data()
{
    QTest::addColumn<int>("frozen");
    QTest::newRow("from block 3") << 27;
    QTest::newRow("from block 6") << 54;
    QTest::newRow("from layer 100") << 100;
    QTest::newRow("from block 13") << 116;
    QTest::newRow("head only") << 154;
}

void TestCachedTraining::equalsTrainingWithoutCache()
{
    QFETCH(int, frozen);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const dataset::Manifest data = makeFilms(path / "films", 16);
    TrainingRequest request = requestFor(data, frozen, path / "cache");
    Told told;
    const RunRecord cached = runIt(request, &told);
    QVERIFY(told.cacheValid);
    request.cacheBytes = 1; // too small for anything
    const RunRecord plain = runIt(request, &told);
    QVERIFY(!told.cacheValid);
    QVERIFY2(!cached.error && !plain.error, "a run failed");
    QVERIFY2(largestDifference(cached, plain) < 1e-3,
        qPrintable(QString::number(largestDifference(cached, plain))));
    // And what it learned from is more than noise: the loss moved by more than that.
    QVERIFY(std::abs(cached.history.front().metrics.at("loss") -
                     cached.history.back().metrics.at("loss")) > 2e-3);
}

/// The films are deleted between the two runs.
void TestCachedTraining::deeperFreezeNeedsNoFilms()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const dataset::Manifest data = makeFilms(path / "films", 8);
    QVERIFY(!runIt(requestFor(data, 100, path / "cache")).error);
    std::filesystem::remove_all(path / "films");
    for (const int frozen : {116, 154}) {
        Told told;
        const RunRecord run = runIt(requestFor(data, frozen, path / "cache"), &told);
        QVERIFY2(!run.error, run.error ? run.error->what.c_str() : "");
        QCOMPARE(told.computed, data.items.size());
        for (const std::string& notice : run.notices)
            QVERIFY2(notice.find("could not") == std::string::npos, notice.c_str());
    }
}

void TestCachedTraining::earlierCutEqualsFreshComputation_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("frozen");
    QTest::newRow("one block on") << 100 << 107;
    QTest::newRow("from the third block to the thirteenth") << 27 << 116;
    QTest::newRow("to the head alone") << 116 << 154;
}

void TestCachedTraining::earlierCutEqualsFreshComputation()
{
    QFETCH(int, before);
    QFETCH(int, frozen);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const dataset::Manifest data = makeFilms(path / "films", 12);
    TrainingRequest first = requestFor(data, before, path / "cache");
    first.config.epochs = 1;
    QVERIFY(!runIt(first).error);
    const RunRecord derived = runIt(requestFor(data, frozen, path / "cache"));
    const RunRecord fresh = runIt(requestFor(data, frozen, path / "other"));
    QVERIFY(!derived.error && !fresh.error);
    QVERIFY2(largestDifference(derived, fresh) < 1e-3,
        qPrintable(QString::number(largestDifference(derived, fresh))));
}

/// Runs that start early leave, in the end, the bank that a run computes which waits for it.
void TestCachedTraining::bankGrowsWhileTraining()
{
    constexpr int kMostRuns = 1000;
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const dataset::Manifest data = makeFilms(path / "films", 12);
    TrainingRequest request = requestFor(data, 154, path / "cache");
    request.config.views = {.original = 1, .flip = 1, .mild = 2, .strong = 0, .extra = 0};
    request.startEarly = true;
    request.warm = std::make_shared<training::WarmState>();
    Told told;
    for (int run = 0; run < kMostRuns && (run == 0 || told.views < told.viewsWanted); ++run) {
        QVERIFY(!runIt(request, &told).error);
        QTest::qWait(50); // the filler gives way to all else
    }
    QCOMPARE(told.viewsWanted, std::size_t{4});
    QCOMPARE(told.views, std::size_t{4});
    request.startEarly = false;
    request.warm = nullptr;
    const RunRecord grown = runIt(request, &told);
    QCOMPARE(told.views, std::size_t{4});
    request.cacheFolder = path / "other";
    const RunRecord fresh = runIt(request);
    QVERIFY(!grown.error && !fresh.error);
    QCOMPARE(largestDifference(grown, fresh), 0.0);
}

/// Without decoding a film: they are deleted before the second question.
void TestCachedTraining::whatIsCachedIsKnownBeforeARun()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const dataset::Manifest data = makeFilms(path / "films", 8);
    TrainingRequest request = requestFor(data, 154, path / "cache");
    const auto before = training::cacheCoverage(request);
    QVERIFY(before && before->verdict.valid);
    QCOMPARE(before->wanted, data.items.size());
    QCOMPARE(before->there, std::size_t{0});
    QVERIFY(!std::filesystem::exists(path / "cache")); // asking writes nothing
    QVERIFY(!runIt(request).error);
    std::filesystem::remove_all(path / "films");
    const auto after = training::cacheCoverage(request);
    QVERIFY(after && after->isWhole());
    request.config.addedLayers.pop_back();
    request.config.addedLayers.push_back(testing::layer("dense", "units", 2));
    QVERIFY(training::cacheCoverage(request)->isWhole()); // another head

    TrainingRequest other = request;
    other.config.pooling = model::Pooling::Max;
    QCOMPARE(training::cacheCoverage(other)->there, std::size_t{0});
    other = request;
    other.config.views = {.original = 1, .flip = 1, .mild = 0, .strong = 0, .extra = 0};
    const auto half = training::cacheCoverage(other);
    QCOMPARE(half->there, data.items.size());
    QCOMPARE(half->wanted, data.items.size() + data.indicesOf(dataset::Split::Train).size());
    QVERIFY(!half->isWhole());
    other = requestFor(data, 0, path / "cache");
    other.config.augmentation = image::Augmentation::mild();
    QVERIFY(!training::cacheCoverage(other)->verdict.valid);
    other.config.weights = (path / "nothing").string();
    QVERIFY(!training::cacheCoverage(other));
}

QTEST_GUILESS_MAIN(TestCachedTraining)

#include "tst_cached_training.moc"
