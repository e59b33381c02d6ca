// Values of keras.md Appendix C: Keras 3.16.

#include "core/training/KerasMetrics.h"
#include "core/training/Losses_impl.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace negatoscope;
using training::KerasMetrics;
using training::Loss;

namespace {

at::Tensor matrix(const std::vector<float>& values, std::int64_t columns)
{
    return at::tensor(at::ArrayRef<float>(values.data(), values.size())).reshape({-1, columns});
}

const std::vector<float> kProbabilities{.9F, .1F, .4F, .6F, .75F, .25F, 1.F, 0.F};
const std::array<std::int64_t, 4> kLabels{0, 1, 1, 0};

at::Tensor labels()
{
    return at::tensor(at::ArrayRef<std::int64_t>(kLabels.data(), kLabels.size()));
}

model::ForwardResult probabilities()
{
    model::ForwardResult result;
    result.output = matrix(kProbabilities, 2);
    return result;
}

Loss makeLoss(const char* name, double smoothing = 0.0, bool balanced = false)
{
    model::LossConfig config;
    config.name = name;
    config.labelSmoothing = smoothing;
    config.applyClassBalancing = balanced;
    return *Loss::make(config, 2, 2);
}

void compareEach(const at::Tensor& values, const std::vector<double>& expected, double relative)
{
    QCOMPARE(values.numel(), static_cast<std::int64_t>(expected.size()));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto seen = values[static_cast<std::int64_t>(i)].item<float>();
        QVERIFY2(std::abs(static_cast<double>(seen) - expected[i]) <=
                     relative * std::abs(expected[i]) + 2e-8,
            qPrintable(QString("film %1: %2, expected %3")
                           .arg(i)
                           .arg(seen, 0, 'g', 9)
                           .arg(expected[i], 0, 'g', 9)));
    }
}

void compareMean(const char* name, double expected, double relative = 3e-6)
{
    const Loss loss = makeLoss(name);
    const at::Tensor mean = loss.mean(probabilities(), loss.targets(labels()), {});
    QVERIFY2(std::abs(mean.item<double>() - expected) <= relative * expected, name);
}

} // namespace

class TestLosses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void categoricalFromProbabilities();
    void categoricalFromLogits();
    void binary();
    void focal();
    void others();
    void weightsAreDividedByTheBatchSize();
    void oneSigmoidUnit();
    void gradientFromLogitsIsSoftmaxMinusTarget();
    void errors();

    void accuracyPrecisionRecall();
    void auc();
    void epochMeanIsWeightedByBatchSize();
    void emptyAndOneClass();
};

void TestLosses::categoricalFromProbabilities()
{
    const Loss plain = makeLoss("categorical_crossentropy");
    const at::Tensor targets = plain.targets(labels());
    compareEach(plain.perFilm(probabilities(), targets),
        {.105360545, .51082557, 1.3862944, 1.1920929e-7}, 3e-6);
    const Loss smoothed = makeLoss("categorical_crossentropy", 0.1);
    compareEach(smoothed.perFilm(probabilities(), targets),
        {.21522176, .53109884, 1.3313638, .8059049}, 3e-6);
    const Loss sparse = makeLoss("sparse_categorical_crossentropy", 0.1);
    compareEach(sparse.perFilm(probabilities(), targets),
        {.105360545, .51082557, 1.3862944, 1.1920929e-7}, 3e-6);

    model::ForwardResult odd;
    odd.output = matrix({.9F, .3F, 0.F, 1.F}, 2);
    const at::Tensor first = plain.targets(at::zeros({2}, at::kLong));
    compareEach(plain.perFilm(odd, first), {.28768215, 16.118095}, 3e-6);
}

void TestLosses::categoricalFromLogits()
{
    const Loss loss = makeLoss("categorical_crossentropy");
    model::ForwardResult result;
    result.logits = matrix({2.F, -1.F, .5F, .25F, 3.F, -20.F, 50.F, -50.F}, 2);
    result.output = result.logits.softmax(-1);
    compareEach(
        loss.perFilm(result, loss.targets(labels())), {.04858733, .8259394, 23.0, 0.0}, 3e-6);
}

void TestLosses::binary()
{
    const Loss plain = makeLoss("binary_crossentropy");
    const at::Tensor targets = plain.targets(labels());
    compareEach(plain.perFilm(probabilities(), targets),
        {.105360545, .51082557, 1.3862944, 1.1920929e-7}, 3e-6);
    compareEach(makeLoss("binary_crossentropy", 0.1).perFilm(probabilities(), targets),
        {.21522178, .53109884, 1.3313638, .80151224}, 3e-6);
}

void TestLosses::focal()
{
    const Loss categorical = makeLoss("categorical_focal_crossentropy");
    const at::Tensor targets = categorical.targets(labels());
    compareEach(categorical.perFilm(probabilities(), targets),
        {2.6340148e-4, .02043302, .19494765, 4.235e-22}, 3e-6);
    compareEach(makeLoss("binary_focal_crossentropy").perFilm(probabilities(), targets),
        {.001053606, .08173208, .7797906, 0.0}, 3e-6);
    compareEach(makeLoss("binary_focal_crossentropy", 0.0, true).perFilm(probabilities(), targets),
        {.000526803, .04086604, .3898953, 0.0}, 3e-6);
}

void TestLosses::others()
{
    compareMean("mean_squared_error", .183125);
    compareMean("mean_absolute_error", .3125);
    compareMean("huber", .0915625);
    compareMean("log_cosh", .08530281);
    compareMean("poisson", .75030994);
    // By hand: targets ±1 against probabilities, mean over units.
    compareMean("hinge", (0.6 + 0.9 + 1.25 + 0.5) / 4);
    compareMean("squared_hinge",
        (0.5 * (0.01 + 1.21) + 0.5 * (1.96 + 0.16) + 0.5 * (3.0625 + 0.5625) + 0.5 * (0 + 1)) / 4);
    compareMean("categorical_hinge", (0.2 + 0.8 + 1.5 + 0.0) / 4);
    compareMean("kl_divergence", (.105360545 + .51082557 + 1.3862944) / 4, 1e-5);
}

void TestLosses::weightsAreDividedByTheBatchSize()
{
    const Loss loss = makeLoss("categorical_crossentropy");
    const at::Tensor weights = at::tensor({2.F, 1.F, .5F, 1.F});
    const at::Tensor targets = loss.targets(labels());
    QVERIFY(
        std::abs(loss.mean(probabilities(), targets, weights).item<double>() - .3536735) < 1e-6);
    QVERIFY(std::abs(loss.mean(probabilities(), targets, {}).item<double>() - .5006201) < 1e-6);
}

void TestLosses::oneSigmoidUnit()
{
    model::LossConfig config;
    config.name = "binary_crossentropy";
    const Loss loss = *Loss::make(config, 2, 1);
    model::ForwardResult result;
    result.logits = matrix({2.F, -30.F, 0.F}, 1);
    result.output = result.logits.sigmoid();
    const at::Tensor given = at::tensor({std::int64_t{1}, std::int64_t{1}, std::int64_t{0}});
    compareEach(loss.perFilm(result, loss.targets(given)),
        {std::log1p(std::exp(-2.0)), 30.0, std::log(2.0)}, 1e-6);
}

void TestLosses::gradientFromLogitsIsSoftmaxMinusTarget()
{
    const Loss loss = makeLoss("categorical_crossentropy");
    model::ForwardResult result;
    result.logits = matrix({2.F, -1.F, .5F, .25F}, 2).requires_grad_();
    result.output = result.logits.softmax(-1);
    const at::Tensor targets = loss.targets(at::tensor({std::int64_t{0}, std::int64_t{1}}));
    loss.mean(result, targets, {}).backward();
    const at::Tensor expected = (result.output.detach() - targets) / 2;
    QVERIFY(at::allclose(result.logits.grad(), expected, 1e-5, 1e-7));
}

void TestLosses::errors()
{
    model::LossConfig config;
    config.name = "categorical_crossentrop";
    QCOMPARE(Loss::make(config, 2, 2).error().remedy,
        std::string("did you mean categorical_crossentropy?"));
    config.name = "categorical_crossentropy";
    QCOMPARE(Loss::make(config, 2, 1).error().code, base::ErrorCode::InvalidConfiguration);
}

void TestLosses::accuracyPrecisionRecall()
{
    KerasMetrics metrics(2);
    metrics.add(kProbabilities, kLabels, 0.0);
    QCOMPARE(metrics.accuracy(), 0.75);
    QCOMPARE(metrics.precision(), 0.75);
    QCOMPARE(metrics.recall(), 0.75);
}

void TestLosses::auc()
{
    KerasMetrics metrics(1);
    const std::array<float, 8> p{.1F, .5F, .5F, .9F, .35F, .5F, 1.F, 0.F};
    const std::array<std::int64_t, 8> truth{0, 0, 1, 1, 1, 0, 1, 0};
    metrics.add(p, truth, 0.0);
    QVERIFY(std::abs(metrics.rocAuc() - .8125) < 1e-7);
    QVERIFY(std::abs(metrics.prAuc() - .8439826) < 1e-6);
}

void TestLosses::epochMeanIsWeightedByBatchSize()
{
    KerasMetrics metrics(1);
    const std::array<float, 2> p{.1F, .9F};
    const std::array<std::int64_t, 2> truth{0, 1};
    const std::span<const float> all(p);
    const std::span<const std::int64_t> known(truth);
    metrics.add(all, known, 1.0);
    metrics.add(all, known, 1.0);
    metrics.add(all.first(1), known.first(1), 4232.0);
    QVERIFY(std::abs(metrics.loss() - 847.2) < 1e-9);
    std::map<std::string, double> named;
    metrics.writeTo(named, "val_");
    QCOMPARE(named.size(), std::size_t{5});
    QCOMPARE(named.at("val_accuracy"), 1.0);
}

void TestLosses::emptyAndOneClass()
{
    KerasMetrics metrics(2);
    QCOMPARE(metrics.loss(), 0.0);
    QCOMPARE(metrics.accuracy(), 0.0);
    QCOMPARE(metrics.rocAuc(), 0.0);
    const std::array<float, 2> notANumber{NAN, NAN};
    const std::array<std::int64_t, 1> truth{0};
    metrics.add(notANumber, truth, NAN);
    QVERIFY(std::isnan(metrics.loss()));
}

QTEST_GUILESS_MAIN(TestLosses)
#include "tst_losses.moc"
