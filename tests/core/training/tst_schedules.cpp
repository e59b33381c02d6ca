// Values of keras.md Appendix C and the algorithms of its section 7.

#include "core/training/Schedules.h"

#include <QTest>

#include <cmath>

using namespace negatoscope;
using training::BestEpoch;
using training::EarlyStopping;
using training::LearningRate;

namespace {

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-8;
}

std::map<std::string, double> loss(double value)
{
    return {{"val_loss", value}};
}

} // namespace

class TestSchedules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cosine();
    void cosineWithWarmUp();
    void exponential();
    void plateau();
    void plateauCooldownAndRestore();
    void earlyStopping();
    void bestEpoch();
};

void TestSchedules::cosine()
{
    QVERIFY(near(training::cosineDecay(.1, 0, 10, 0), .1));
    QVERIFY(near(training::cosineDecay(.1, 5, 10, 0), .05));
    QVERIFY(near(training::cosineDecay(.1, 10, 10, 0), 0));
    QVERIFY(near(training::cosineDecay(.1, 20, 10, 0), 0));
    QVERIFY(near(training::cosineDecay(.1, 20, 10, .2), .02));
}

void TestSchedules::cosineWithWarmUp()
{
    model::ScheduleConfig config;
    config.name = "cosine";
    config.warmUp = 4.0 / 14.0;
    const LearningRate rate(config, .1, 7, 14);
    QVERIFY(near(rate.at(0), 0));
    QVERIFY(near(rate.at(2), .05));
    QVERIFY(near(rate.at(4), .1));
    QVERIFY(near(rate.at(9), .05));
    QVERIFY(near(rate.at(14), 0));
}

void TestSchedules::exponential()
{
    QVERIFY(near(training::exponentialDecay(.1, 5, 10, .5), .07071068));
    model::ScheduleConfig config;
    config.name = "exponential";
    config.decayRate = .5;
    config.decayEpochs = 2;
    const LearningRate rate(config, .1, 5, 100);
    QVERIFY(near(rate.at(5), .07071068));
    config.name = "constant";
    QVERIFY(near(LearningRate(config, .1, 5, 100).at(77), .1));
}

void TestSchedules::plateau()
{
    model::ScheduleConfig config;
    config.name = "reduce_on_plateau";
    config.patience = 2;
    config.factor = .5;
    config.minLearningRate = .3;
    LearningRate rate(config, 1.0, 1, 100);
    rate.epochEnded(loss(1.0));
    rate.epochEnded(loss(0.99995)); // less than min_delta: no improvement
    QVERIFY(near(rate.at(2), 1.0));
    rate.epochEnded(loss(1.0));
    QVERIFY(near(rate.at(3), .5));
    rate.epochEnded(loss(1.0));
    rate.epochEnded(loss(1.0));
    QVERIFY(near(rate.at(5), .3)); // the floor
    rate.epochEnded({});           // the figure is missing: nothing happens
}

void TestSchedules::plateauCooldownAndRestore()
{
    model::ScheduleConfig config;
    config.name = "reduce_on_plateau";
    config.patience = 1;
    config.factor = .1;
    config.cooldown = 2;
    LearningRate rate(config, 1.0, 1, 100);
    rate.epochEnded(loss(1.0));
    rate.epochEnded(loss(1.0));
    QVERIFY(near(rate.at(0), .1));
    rate.epochEnded(loss(1.0)); // cooling
    QVERIFY(near(rate.at(0), .1));
    LearningRate restored(config, 1.0, 1, 100);
    restored.restore(nlohmann::json::parse(rate.state().dump()));
    for (LearningRate* each : {&rate, &restored}) {
        each->epochEnded(loss(1.0));
        QVERIFY(near(each->at(0), .01));
    }
}

void TestSchedules::earlyStopping()
{
    model::EarlyStoppingConfig config;
    config.patience = 2;
    EarlyStopping stopping(config);
    QVERIFY(!stopping.epochEnded(0, loss(1.0)));
    QVERIFY(!stopping.epochEnded(1, loss(1.1)));
    QVERIFY(!stopping.epochEnded(2, loss(.9)));
    QVERIFY(!stopping.epochEnded(3, loss(.9)));
    EarlyStopping restored(config);
    restored.restore(nlohmann::json::parse(stopping.state().dump()));
    QVERIFY(stopping.epochEnded(4, loss(.95)));
    QVERIFY(restored.epochEnded(4, loss(.95)));

    config.startFromEpoch = 3;
    config.monitor = "val_auc"; // upwards
    EarlyStopping late(config);
    for (int epoch = 0; epoch < 3; ++epoch)
        QVERIFY(!late.epochEnded(epoch, {{"val_auc", .9}}));
    QVERIFY(!late.epochEnded(3, {{"val_auc", .5}}));
    QVERIFY(!late.epochEnded(4, {{"val_auc", .5}}));
    QVERIFY(late.epochEnded(5, {{"val_auc", .5}}));
}

void TestSchedules::bestEpoch()
{
    BestEpoch best("val_loss");
    QVERIFY(best.epochEnded(0, loss(2.0)));
    QVERIFY(!best.epochEnded(1, loss(NAN)));
    QVERIFY(!best.epochEnded(2, loss(2.0)));
    QVERIFY(best.epochEnded(3, loss(1.5)));
    QCOMPARE(best.epoch(), 3);
    BestEpoch restored("val_loss");
    restored.restore(nlohmann::json::parse(best.state().dump()));
    QVERIFY(!restored.epochEnded(4, loss(1.5)));
    QCOMPARE(restored.epoch(), 3);
    BestEpoch accuracy("val_accuracy");
    QVERIFY(accuracy.epochEnded(0, {{"val_accuracy", .5}}));
    QVERIFY(accuracy.epochEnded(1, {{"val_accuracy", .6}}));
}

QTEST_GUILESS_MAIN(TestSchedules)
#include "tst_schedules.moc"
