#include "core/training/Guards.h"

#include <QTest>

#include <limits>

using namespace negatoscope;
using training::EpochFacts;
using training::Guards;

namespace {

/// 100 training and 20 validation films, three quarters of them ill; logits call `ill` of the
/// validation films ill.
struct Scene
{
    std::vector<std::int64_t> trainLabels;
    std::vector<std::int64_t> validationLabels;
    std::vector<float> logits;
    EpochFacts facts;

    explicit Scene(int called)
    {
        for (int i = 0; i < 100; ++i)
            trainLabels.push_back(i % 4 == 0 ? 0 : 1);
        for (int i = 0; i < 20; ++i) {
            validationLabels.push_back(i < 5 ? 0 : 1);
            const float ill = i >= 20 - called ? 1.0F : -1.0F;
            logits.push_back(-ill);
            logits.push_back(ill);
        }
        facts.epoch = 1;
        facts.trainAccuracy = 0.9;
        facts.trainLogitSpread = 2.0;
        facts.trainLabels = trainLabels;
        facts.validationLabels = validationLabels;
        facts.validationLogits = logits;
    }
};

std::vector<std::string> codes(Guards& guards, const EpochFacts& facts)
{
    std::vector<std::string> all;
    for (const training::Notice& notice : guards.epochEnded(facts))
        all.push_back(notice.code);
    return all;
}

} // namespace

class TestGuards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lossThatIsNoNumber()
    {
        QVERIFY(Guards::checkLoss(446.0, 0, 0).has_value());
        for (const double loss : {std::numeric_limits<double>::quiet_NaN(),
                 std::numeric_limits<double>::infinity(), 1e12}) {
            const auto sound = Guards::checkLoss(loss, 2, 6);
            QVERIFY(!sound);
            QCOMPARE(sound.error().code, base::ErrorCode::NumericalFailure);
            QCOMPARE(sound.error().where, std::string("epoch 3, batch 7"));
        }
    }
    void goodRunIsSilent()
    {
        Guards guards({"NORMAL", "PNEUMONIA"});
        QVERIFY(codes(guards, Scene(15).facts).empty());
    }
    void batchNormTrapIsNamedOnce()
    {
        Guards guards({"NORMAL", "PNEUMONIA"});
        Scene scene(20);
        scene.facts.epoch = 0;
        scene.facts.unfrozenBatchNorm = true;
        QCOMPARE(codes(guards, scene.facts), std::vector<std::string>{"batch_norm_trap"});
        QVERIFY(codes(guards, scene.facts).empty());
    }
    void withoutUnfrozenBatchNormItIsOneClassPredictions()
    {
        Guards guards({"NORMAL", "PNEUMONIA"});
        Scene scene(20);
        scene.facts.epoch = 0;
        QVERIFY(codes(guards, scene.facts).empty()); // the first epoch may do this
        scene.facts.epoch = 1;
        QCOMPARE(codes(guards, scene.facts), std::vector<std::string>{"one_class_predictions"});
    }
    void constantScores()
    {
        Guards guards({"NORMAL", "PNEUMONIA"});
        Scene scene(15);
        scene.facts.trainLogitSpread = 1e-4;
        scene.facts.warmedUp = false;
        QVERIFY(codes(guards, scene.facts).empty());
        scene.facts.warmedUp = true;
        QCOMPARE(codes(guards, scene.facts), std::vector<std::string>{"constant_scores"});
    }
    void noValidationFilms()
    {
        Guards guards({"NORMAL", "PNEUMONIA"});
        Scene scene(15);
        scene.facts.validationLabels = {};
        scene.facts.validationLogits = {};
        QVERIFY(codes(guards, scene.facts).empty());
    }
    void spokenSurvivesAResume()
    {
        Guards guards({"NORMAL", "PNEUMONIA"});
        QVERIFY(!codes(guards, Scene(20).facts).empty());
        Guards resumed({"NORMAL", "PNEUMONIA"});
        resumed.restore(guards.spoken());
        QVERIFY(codes(resumed, Scene(20).facts).empty());
    }
};

QTEST_GUILESS_MAIN(TestGuards)
#include "tst_guards.moc"
