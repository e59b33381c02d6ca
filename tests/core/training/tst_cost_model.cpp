#include "core/model/ConfigSchema.h"
#include "core/training/CostModel.h"

#include <QTest>

using namespace negatoscope;
using training::CostModel;
using training::CostObservation;
using training::Workload;
using training::workloadOf;

namespace {

constexpr training::FilmCounts kFilms{4178, 521, 517};

model::ModelConfig frozenAt(int fixedLayers)
{
    model::ModelConfig config = *model::presetConfig("notebook");
    config.strategy = model::Strategy::FineTuning;
    config.fixedLayers = fixedLayers;
    return config;
}

} // namespace

/// The cost model: counting, learning, forgetting.
class CostModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moreTrainedLayersCostMore()
    {
        double epoch = 1e99;
        double features = -1.0;
        std::uint64_t memory = ~0ULL;
        for (const int fixed : {0, 27, 54, 81, 98, 116, 134, 151}) {
            const Workload work = workloadOf(frozenAt(fixed), 2, kFilms);
            QVERIFY(work.epochPhase == Workload::Phase::Backbone);
            QVERIFY2(work.epochUnits < epoch, qPrintable(QString::number(fixed)));
            QVERIFY(work.featureUnits > features);
            QVERIFY(work.memoryBytes < memory);
            epoch = work.epochUnits;
            features = work.featureUnits;
            memory = work.memoryBytes;
        }
        const Workload head = workloadOf(*model::presetConfig("notebook"), 2, kFilms);
        QVERIFY(head.epochPhase == Workload::Phase::Head);
        QVERIFY(head.epochUnits < epoch);
        // Pooled features: 1,280 single-precision values a film.
        QCOMPARE(head.cacheBytes, std::uint64_t{5216} * 1280 * 4);
    }

    void everyViewIsComputedOnce()
    {
        model::ModelConfig config = *model::presetConfig("notebook");
        const Workload one = workloadOf(config, 2, {1000, 0, 0});
        config.views = {.original = 1, .flip = 1, .mild = 0, .strong = 2, .extra = 4};
        const Workload eight = workloadOf(config, 2, {1000, 0, 0});
        QVERIFY(qFuzzyCompare(eight.featureUnits, 8.0 * one.featureUnits));
        QCOMPARE(eight.cacheBytes, 8 * one.cacheBytes);
        QVERIFY(qFuzzyCompare(eight.epochUnits, one.epochUnits));
    }

    void anObservedRunIsPredicted()
    {
        CostModel model;
        const Workload work = workloadOf(frozenAt(100), 2, kFilms);
        QVERIFY(!model.predict(work).measured);
        model.learn(work,
            {.featureSeconds = 9.0, .trainSeconds = 60.0, .epochs = 5, .peakBytes = 900'000'000});
        const auto cost = model.predict(work);
        QVERIFY(cost.measured);
        QVERIFY(qFuzzyCompare(cost.featureSeconds, 9.0));
        QVERIFY(qFuzzyCompare(cost.secondsPerEpoch, 12.0));
        QVERIFY(qAbs(static_cast<double>(cost.memoryBytes) - 9e8) < 2.0);
        QVERIFY(qFuzzyCompare(cost.totalSeconds(5, false), 69.0));
        QVERIFY(qFuzzyCompare(cost.totalSeconds(5, true), 60.0));
        // Another depth scales with its layers; another kind of run was not observed.
        const Workload deeper = workloadOf(frozenAt(54), 2, kFilms);
        QVERIFY(qFuzzyCompare(
            model.predict(deeper).secondsPerEpoch / 12.0, deeper.epochUnits / work.epochUnits));
        QVERIFY(!model.predict(workloadOf(*model::presetConfig("notebook"), 2, kFilms)).measured);
    }

    void oneBusyRunIsForgotten()
    {
        CostModel model;
        const Workload work = workloadOf(frozenAt(100), 2, kFilms);
        const CostObservation usual{.trainSeconds = 10.0, .epochs = 1};
        model.learn(work, usual);
        model.learn(work, {.trainSeconds = 100.0, .epochs = 1});
        const double busy = model.predict(work).secondsPerEpoch;
        QVERIFY(busy > 15.0 && busy < 40.0);
        for (int run = 0; run < 8; ++run) {
            model.learn(work, usual);
        }
        QVERIFY(model.predict(work).secondsPerEpoch < 10.5);
    }

    void whatWasNotSeenTeachesNothing()
    {
        CostModel model;
        const Workload work = workloadOf(frozenAt(100), 2, kFilms);
        const auto before = model.predict(work);
        model.learn(work, {});
        model.learn(work, {.trainSeconds = 5.0, .epochs = 0});
        model.learn(workloadOf(frozenAt(100), 2, {}), {.trainSeconds = 5.0, .epochs = 1});
        QVERIFY(!model.predict(work).measured);
        QCOMPARE(model.predict(work).featureSeconds, before.featureSeconds);
    }

    void isKeptAsText()
    {
        CostModel model;
        const Workload work = workloadOf(frozenAt(100), 2, kFilms);
        model.learn(work,
            {.featureSeconds = 9.0, .trainSeconds = 60.0, .epochs = 5, .peakBytes = 900'000'000});
        const auto text = model.toJson().dump();
        const CostModel read = CostModel::fromJson(nlohmann::json::parse(text));
        QVERIFY(
            qFuzzyCompare(read.predict(work).secondsPerEpoch, model.predict(work).secondsPerEpoch));
        QVERIFY(read.predict(work).measured);
        // Anything else is as if nothing had been learned.
        const CostModel fresh;
        for (const char* bad : {"{}", "[]", "null", R"({"version":1,"time":[[0,1],[1],"x"]})",
                 R"({"version":2,"time":[[5,1],[5,1],[5,1]]})", R"({"version":"1"})"}) {
            const CostModel model2 = CostModel::fromJson(nlohmann::json::parse(bad));
            QCOMPARE(model2.predict(work).secondsPerEpoch, fresh.predict(work).secondsPerEpoch);
        }
    }
};

QTEST_APPLESS_MAIN(CostModelTest)
#include "tst_cost_model.moc"
