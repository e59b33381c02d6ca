#include "core/search/Sampler.h"
#include "core/search/Scheduler.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace negatoscope;
using namespace negatoscope::search;

namespace {

SearchSpace spaceOf(const char* json)
{
    return *SearchSpace::fromJson(nlohmann::json::parse(json), *model::presetConfig("notebook"));
}

const char* const kMixed = R"({"learning_rate": {"log": [1e-4, 1e-2]}, "epochs": {"int": [1, 9]},
    "pooling": ["avg", "max"], "added_layers.2": {"optional": true},
    "optimizer": ["adamw", "sgd", "lion"],
    "optimizer.momentum": {"range": [0, 0.9], "when": {"optimizer": ["sgd"]}}})";

double valueOf(const Point& point)
{
    double sum = 0.0;
    for (const double u : point)
        sum -= (u - 0.3) * (u - 0.3);
    return sum;
}

std::vector<Point> run(SamplerKind kind, const SearchSpace& space, std::uint64_t seed, int trials)
{
    const auto sampler = makeSampler(kind, space, {.seed = seed});
    std::vector<Point> points;
    for (int i = 0; i < trials; ++i) {
        const auto point = sampler->propose(i);
        if (!point)
            break;
        points.push_back(*point);
        sampler->tell(i, *point, i % 7 == 3 ? std::nullopt : std::optional(valueOf(*point)));
    }
    return points;
}

const std::vector<SamplerKind> kAll{
    SamplerKind::Grid, SamplerKind::Random, SamplerKind::Sobol, SamplerKind::Model};

} // namespace

class TestSamplers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void repeatTheSameAndNothingTwice();
    void gridTakesEveryCombination();
    void sobolFillsEvenly();
    void smallSpacesEnd();
    void leaveTheImpossibleOut();
    void answersMayComeInAnyOrder();
    void ashaKeepsTheBestThird();
    void medianStopsTheLowerHalf();
};

void TestSamplers::repeatTheSameAndNothingTwice()
{
    const SearchSpace space = spaceOf(kMixed);
    for (const SamplerKind kind : kAll) {
        const auto points = run(kind, space, 5, 40);
        QCOMPARE(points.size(), std::size_t{40});
        QVERIFY(points == run(kind, space, 5, 40));
        if (kind != SamplerKind::Grid)
            QVERIFY(points != run(kind, space, 6, 40));
        std::set<std::string> seen;
        for (const Point& point : points) {
            QCOMPARE(point.size(), space.dimensions());
            for (const double u : point)
                QVERIFY(u >= 0.0 && u <= 1.0);
            QVERIFY(seen.insert(space.valuesAt(point).dump()).second);
            QVERIFY(space.configAt(point));
        }
    }
}

void TestSamplers::gridTakesEveryCombination()
{
    const SearchSpace space = spaceOf(R"({"pooling": ["avg", "max"], "epochs": {"int": [1, 3]},
        "optimizer": ["adamw", "sgd"],
        "optimizer.momentum": {"choice": [0.0, 0.5, 0.9], "when": {"optimizer": ["sgd"]}}})");
    // 2 poolings × 3 epochs × (adamw + sgd with 3 momenta)
    QCOMPARE(run(SamplerKind::Grid, space, 1, 1000).size(), std::size_t{24});
    const SearchSpace real = spaceOf(R"({"learning_rate": {"log": [1e-4, 1e-1]}})");
    const auto points = run(SamplerKind::Grid, real, 1, 1000);
    QCOMPARE(points.size(), std::size_t{4});
    QVERIFY(std::abs(real.valuesAt(points[1])["learning_rate"].get<double>() - 1e-3) < 1e-9);
}

void TestSamplers::sobolFillsEvenly()
{
    const SearchSpace space = spaceOf(R"({"learning_rate": {"log": [1e-4, 1e-2]},
        "added_layers.0.count": {"range": [0.0, 0.6]}, "optimizer.weight_decay": {"range": [0, 0.1]}})");
    // A digital shift keeps the net: the points of each block of 2^k (from a multiple of it, and
    // boost leaves the origin out) meet every cell of width 2^-k about once; random ones do not.
    const auto discrepancy = [&](SamplerKind kind) {
        int most = 0;
        const auto points = run(kind, space, 3, 255);
        for (std::size_t d = 0; d < 3; ++d) {
            std::vector<int> cells(64);
            for (const Point& point : points)
                ++cells[static_cast<std::size_t>(point[d] * 64)];
            for (const int count : cells)
                most = std::max(most, std::abs(count - 4));
        }
        return most;
    };
    QVERIFY(discrepancy(SamplerKind::Sobol) <= 1);
    QVERIFY(discrepancy(SamplerKind::Random) > 3);
}

void TestSamplers::smallSpacesEnd()
{
    const SearchSpace space = spaceOf(R"({"pooling": ["avg", "max"], "epochs": {"int": [1, 4]}})");
    for (const SamplerKind kind : kAll)
        QCOMPARE(run(kind, space, 1, 50).size(), std::size_t{8});
}

void TestSamplers::leaveTheImpossibleOut()
{
    const SearchSpace space = spaceOf(kMixed);
    SamplerOptions options;
    options.isPossible = [&](const Point& point) {
        const Values values = space.valuesAt(point);
        return values["optimizer"] != "lion" && values["epochs"].get<int>() != 5;
    };
    for (const SamplerKind kind : kAll) {
        const auto sampler = makeSampler(kind, space, options);
        for (int i = 0; i < 30; ++i) {
            const auto point = sampler->propose(i);
            QVERIFY(point && options.isPossible(*point));
            sampler->tell(i, *point, valueOf(*point));
        }
    }
}

void TestSamplers::answersMayComeInAnyOrder()
{
    const SearchSpace space = spaceOf(kMixed);
    const auto sampler = makeSampler(SamplerKind::Model, space, {});
    std::map<int, Point> open;
    for (int i = 0; i < 40; ++i) {
        open[i] = *sampler->propose(i);
        if (open.size() == 4) { // four at work: the second oldest ends first; some are never told
            const auto ended = std::next(open.begin());
            if (ended->first % 9 != 0)
                sampler->tell(ended->first, ended->second, valueOf(ended->second));
            open.erase(ended);
        }
    }
}

void TestSamplers::ashaKeepsTheBestThird()
{
    const auto asha = makeScheduler(SchedulerKind::Asha, {.firstRung = 2, .eta = 3, .epochs = 20});
    QVERIFY(asha->goesOn(0, 1, 0.1));
    QVERIFY(asha->goesOn(0, 2, 0.1)); // the first two have nobody to compare with
    QVERIFY(asha->goesOn(1, 2, 0.2));
    QVERIFY(!asha->goesOn(2, 2, 0.15)); // best is 0.2, one place
    QVERIFY(asha->goesOn(3, 2, 0.3));
    QVERIFY(asha->goesOn(4, 3, 0.0)); // not a rung
    // In the long run one in three goes on, whatever comes.
    base::Random random(1);
    int kept = 0;
    for (int i = 10; i < 3010; ++i)
        kept += asha->goesOn(i, 2, random.uniform()) ? 1 : 0;
    QVERIFY(kept > 900 && kept < 1150);
    // A journal's curves count like living ones.
    const auto again = makeScheduler(SchedulerKind::Asha, {.firstRung = 1, .eta = 2, .epochs = 9});
    again->finished(0, {0.5, 0.6, 0.7});
    again->finished(1, {0.6, 0.6});
    QVERIFY(!again->goesOn(2, 1, 0.4));
    QVERIFY(again->goesOn(3, 1, 0.7));
}

void TestSamplers::medianStopsTheLowerHalf()
{
    const auto median =
        makeScheduler(SchedulerKind::Median, {.firstRung = 2, .epochs = 5, .startUp = 3});
    median->finished(0, {0.5, 0.7}); // mean 0.6
    median->finished(1, {0.1, 0.3});
    QVERIFY(median->goesOn(9, 2, 0.0)); // too few to judge
    median->finished(2, {0.8, 0.8});
    QVERIFY(median->goesOn(3, 1, 0.0));
    QVERIFY(!median->goesOn(3, 2, 0.59));
    QVERIFY(median->goesOn(4, 2, 0.61));
    QVERIFY(median->goesOn(4, 3, 0.2)); // its best value counts
}

QTEST_APPLESS_MAIN(TestSamplers)
#include "tst_samplers.moc"
