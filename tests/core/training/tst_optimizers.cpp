// Trajectories of keras.md Appendix B: Keras 3.16, float32.

#include "core/training/Optimizers_impl.h"

#include <ATen/core/grad_mode.h>
#include <QTest>

#include <array>

using namespace negatoscope;
using training::Optimizer;
using training::Parameter;

namespace {

using Values = std::array<float, 3>;

at::Tensor tensorOf(const Values& values)
{
    return at::tensor(at::ArrayRef<float>(values.data(), values.size()));
}

const std::array<Values, 3> kGradients{
    {{0.1F, -0.2F, 1e-4F}, {0.05F, 0.3F, -1e-4F}, {-0.2F, 0.1F, 1e-6F}}};

model::OptimizerConfig named(const char* name)
{
    model::OptimizerConfig config;
    config.name = name;
    return config;
}

struct Subject
{
    at::Tensor value;
    std::unique_ptr<Optimizer> optimizer;

    explicit Subject(const model::OptimizerConfig& config, const Values& start = {0.5F, -1.F, 2.F})
        : value(tensorOf(start).requires_grad_())
        , optimizer(std::move(*Optimizer::make(config, {Parameter{"x/kernel", value}})))
    {}

    void step(const Values& gradient, double rate)
    {
        value.mutable_grad() = tensorOf(gradient);
        optimizer->step(rate);
    }
};

void compare(const at::Tensor& value, const Values& expected, double tolerance)
{
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto seen = value[static_cast<std::int64_t>(i)].item<float>();
        QVERIFY2(std::abs(static_cast<double>(seen) - static_cast<double>(expected[i])) <=
                     tolerance * std::max(1.0, std::abs(static_cast<double>(expected[i]))),
            qPrintable(QString("component %1: %2, expected %3")
                           .arg(i)
                           .arg(seen, 0, 'g', 10)
                           .arg(expected[i], 0, 'g', 10)));
    }
}

} // namespace

class TestOptimizers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kerasTrajectories_data();
    void kerasTrajectories();
    void clippingComesBeforeWeightDecay();
    void globalClipNorm();
    void velocityKeepsTheOldLearningRate();
    void stateRestoresExactly_data();
    void stateRestoresExactly();
    void learningRateFactor();
    void unknownNameIsAnError();
};

void TestOptimizers::kerasTrajectories_data()
{
    QTest::addColumn<int>("which");
    const char* names[] = {"sgd", "sgd momentum", "sgd nesterov", "adam", "adamw", "rmsprop",
        "rmsprop centered momentum", "adagrad", "adadelta", "adamax", "nadam", "lion"};
    for (int i = 0; i < 12; ++i)
        QTest::newRow(names[i]) << i;
}

void TestOptimizers::kerasTrajectories()
{
    struct Case
    {
        model::OptimizerConfig config;
        double rate;
        std::array<Values, 3> expected;
    };
    model::OptimizerConfig momentum = named("sgd");
    momentum.momentum = 0.9;
    model::OptimizerConfig nesterov = momentum;
    nesterov.nesterov = true;
    model::OptimizerConfig centered = named("rmsprop");
    centered.centered = true;
    centered.momentum = 0.9;
    model::OptimizerConfig adadelta = named("adadelta");
    adadelta.rho = 0.95;
    model::OptimizerConfig lion = named("lion");
    lion.beta2 = 0.99;
    const Case cases[] = {
        {named("sgd"), 0.01,
            {{{.499F, -.998F, 1.999999F}, {.49850002F, -1.001F, 2.F}, {.5005F, -1.0020001F, 2.F}}}},
        {momentum, 0.01,
            {{{.499F, -.998F, 1.999999F}, {.49760002F, -.99920005F, 1.9999992F},
                {.49834F, -1.0012801F, 1.9999993F}}}},
        {nesterov, 0.01,
            {{{.4981F, -.9962F, 1.9999981F}, {.49634F, -1.00028F, 1.9999992F},
                {.499006F, -1.003152F, 1.9999993F}}}},
        {named("adam"), 0.001,
            {{{.49900004F, -.999F, 1.9990307F}, {.4980679F, -.9992477F, 1.9990822F},
                {.49827424F, -.99960303F, 1.9991176F}}}},
        {named("adamw"), 0.001,
            {{{.49899805F, -.998996F, 1.9990227F}, {.4980639F, -.99923974F, 1.9990662F},
                {.49826825F, -.99959105F, 1.9990937F}}}},
        {named("rmsprop"), 0.001,
            {{{.49683788F, -.99683774F, 1.9996853F}, {.49536353F, -.99951035F, 1.9999986F},
                {.4981821F, -1.0004106F, 1.9999955F}}}},
        {centered, 0.001,
            {{{.49666685F, -.9966667F, 1.9996852F}, {.4920483F, -.99635476F, 1.9997151F},
                {.4907256F, -.99699044F, 1.9997389F}}}},
        {named("adagrad"), 0.001,
            {{{.4996985F, -.99946547F, 1.9999996F}, {.49954942F, -1.000091F, 2.F},
                {.5000616F, -1.000295F, 2.F}}}},
        {adadelta, 0.001,
            {{{.4999986F, -.99999857F, 1.9999999F}, {.49999768F, -1.0000002F, 2.F},
                {.49999958F, -1.000001F, 2.F}}}},
        {named("adamax"), 0.001,
            {{{.499F, -.999F, 1.999001F}, {.49826244F, -.99921054F, 1.9990536F},
                {.49839896F, -.99946666F, 1.9990832F}}}},
        {named("nadam"), 0.001,
            {{{.49893722F, -.99893725F, 1.9989383F}, {.49841565F, -.99974746F, 1.9996092F},
                {.49929616F, -1.0000607F, 1.9996077F}}}},
        {lion, 0.001,
            {{{.499F, -.999F, 1.999F}, {.49800003F, -1.F, 2.F}, {.499F, -1.001F, 1.999F}}}},
    };
    QFETCH(int, which);
    const Case& chosen = cases[which];
    Subject subject(chosen.config);
    for (std::size_t step = 0; step < 3; ++step) {
        subject.step(kGradients[step], chosen.rate);
        compare(subject.value.detach(), chosen.expected[step], 3e-7);
    }
    QCOMPARE(subject.optimizer->iterations(), 3);
}

void TestOptimizers::clippingComesBeforeWeightDecay()
{
    model::OptimizerConfig config = named("sgd");
    config.clipNorm = 1.0;
    config.weightDecay = 0.5;
    Subject subject(config);
    subject.step({3.F, 0.F, 4.F}, 0.1); // norm 5: the gradient becomes (0.6, 0, 0.8)
    compare(subject.value.detach(), {0.5F * 0.95F - 0.06F, -0.95F, 1.9F - 0.08F}, 1e-6);

    model::OptimizerConfig byValue = named("sgd");
    byValue.clipValue = 0.5;
    Subject clipped(byValue);
    clipped.step({3.F, -0.25F, -4.F}, 0.1);
    compare(clipped.value.detach(), {0.45F, -0.975F, 2.05F}, 1e-6);
}

void TestOptimizers::globalClipNorm()
{
    model::OptimizerConfig config = named("sgd");
    config.globalClipNorm = 1.0;
    at::Tensor first = at::zeros({1}).requires_grad_();
    at::Tensor second = at::zeros({1}).requires_grad_();
    auto optimizer = std::move(
        *Optimizer::make(config, {Parameter{"a/bias", first}, Parameter{"b/bias", second}}));
    first.mutable_grad() = at::full({1}, 3.0);
    second.mutable_grad() = at::full({1}, 4.0);
    optimizer->step(1.0);
    QVERIFY(std::abs(first.item<float>() + 0.6F) < 1e-6F);
    QVERIFY(std::abs(second.item<float>() + 0.8F) < 1e-6F);
}

void TestOptimizers::velocityKeepsTheOldLearningRate()
{
    model::OptimizerConfig config = named("sgd");
    config.momentum = 0.9;
    Subject subject(config);
    subject.step({1.F, 0.F, 0.F}, 0.1);
    subject.step({0.F, 0.F, 0.F}, 0.001);
    compare(subject.value.detach(), {0.5F - 0.1F - 0.09F, -1.F, 2.F}, 1e-6);
}

void TestOptimizers::stateRestoresExactly_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name :
        {"sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam", "lion"})
        QTest::newRow(name) << name;
}

void TestOptimizers::stateRestoresExactly()
{
    QFETCH(QString, name);
    model::OptimizerConfig config = named(qPrintable(name));
    config.momentum = 0.9;
    config.amsgrad = name.startsWith("adam");
    Subject uninterrupted(config);
    Subject before(config);
    for (std::size_t step = 0; step < 2; ++step) {
        uninterrupted.step(kGradients[step], 0.01);
        before.step(kGradients[step], 0.01);
    }
    Subject after(config);
    {
        const at::NoGradGuard noGrad;
        after.value.copy_(before.value);
        const auto saved = before.optimizer->state();
        const auto target = after.optimizer->state();
        QCOMPARE(saved.size(), target.size());
        for (std::size_t i = 0; i < saved.size(); ++i) {
            QCOMPARE(saved[i].first, target[i].first);
            target[i].second.detach().copy_(saved[i].second);
        }
        after.optimizer->setIterations(before.optimizer->iterations());
    }
    uninterrupted.step(kGradients[2], 0.01);
    after.step(kGradients[2], 0.01);
    QVERIFY(at::equal(uninterrupted.value, after.value));
}

void TestOptimizers::learningRateFactor()
{
    at::Tensor body = at::zeros({1}).requires_grad_();
    at::Tensor head = at::zeros({1}).requires_grad_();
    auto optimizer = std::move(*Optimizer::make(
        named("sgd"), {Parameter{"body/kernel", body}, Parameter{"head/kernel", head, 10.0}}));
    body.mutable_grad() = at::ones({1});
    head.mutable_grad() = at::ones({1});
    optimizer->step(0.01);
    QVERIFY(std::abs(body.item<float>() + 0.01F) < 1e-7F);
    QVERIFY(std::abs(head.item<float>() + 0.1F) < 1e-7F);
    optimizer->zeroGradients();
    QVERIFY(!body.grad().defined());
}

void TestOptimizers::unknownNameIsAnError()
{
    const auto made = Optimizer::make(named("adem"), {});
    QVERIFY(!made);
    QCOMPARE(made.error().code, base::ErrorCode::InvalidConfiguration);
}

QTEST_GUILESS_MAIN(TestOptimizers)
#include "tst_optimizers.moc"
