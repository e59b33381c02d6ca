#include "core/base/Random.h"
#include "core/model/Activations_impl.h"
#include "core/model/ConfigSchema.h"
#include "core/model/DropoutMask.h"
#include "core/model/HeadLayers_impl.h"
#include "core/model/Initialisers_impl.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <QtTest>

#include <cmath>
#include <map>

using namespace negatoscope;
using namespace negatoscope::model;

namespace {

LayerSpec layer(const char* type, const nlohmann::json& options = nlohmann::json::object())
{
    LayerSpec spec = defaultLayer(type);
    spec.options.update(options);
    return spec;
}

/// A head on the feature map of a small backbone.
Network headNetwork(std::vector<LayerSpec> layers, Pooling pooling = Pooling::None)
{
    ModelConfig config;
    config.weights = "random";
    config.preprocessing.width = config.preprocessing.height = 96;
    config.pooling = pooling;
    config.addedLayers = std::move(layers);
    auto network = Network::build(config, 2);
    if (!network)
        qFatal("%s", base::toSentence(network.error()).c_str());
    return std::move(*network);
}

at::Tensor numbers(std::vector<std::int64_t> shape)
{
    auto x = at::empty(shape, at::kFloat);
    float* data = x.data_ptr<float>();
    for (std::int64_t i = 0; i < x.numel(); ++i)
        data[i] = static_cast<float>(std::sin(0.7 * static_cast<double>(i)) * 3.0);
    return x;
}

/// One layer without variables on its own.
at::Tensor applied(
    const LayerSpec& spec, const at::Tensor& x, bool training = false, std::uint64_t seed = 0)
{
    PlannedLayer planned;
    planned.spec = spec;
    HeadStep step;
    step.training = training;
    step.seed = seed;
    return applyHeadLayer(planned, {}, x, step);
}

bool near(double a, double b, double limit = 1e-5)
{
    return std::abs(a - b) <= limit;
}

} // namespace

class HeadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActivationNameIsKnown()
    {
        for (const std::string& name : activationNames())
            QVERIFY2(activate(numbers({2, 4}), name).defined(), name.c_str());
    }

    void activationsAreKerasFormulas()
    {
        // keras/src/activations/activations.py, one number at a time.
        const auto sigmoid = [](double x) {
            return 1.0 / (1.0 + std::exp(-x));
        };
        const auto clip = [](double x, double a, double b) {
            return std::min(std::max(x, a), b);
        };
        const std::map<std::string, std::function<double(double)>> formulas = {
            {"relu",
                [](double x) {
                    return std::max(x, 0.0);
                }},
            {"relu6",
                [&](double x) {
                    return clip(x, 0, 6);
                }},
            {"leaky_relu",
                [](double x) {
                    return x < 0 ? 0.2 * x : x;
                }},
            {"elu",
                [](double x) {
                    return x < 0 ? std::exp(x) - 1 : x;
                }},
            {"celu",
                [](double x) {
                    return x < 0 ? std::exp(x) - 1 : x;
                }},
            {"selu",
                [](double x) {
                    return 1.05070098735548 * (x < 0 ? 1.67326324235438 * (std::exp(x) - 1) : x);
                }},
            {"gelu",
                [](double x) {
                    return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
                }},
            {"silu",
                [&](double x) {
                    return x * sigmoid(x);
                }},
            {"mish",
                [](double x) {
                    return x * std::tanh(std::log1p(std::exp(x)));
                }},
            {"hard_sigmoid",
                [&](double x) {
                    return clip(x / 6 + 0.5, 0, 1);
                }},
            {"hard_silu",
                [&](double x) {
                    return x * clip(x / 6 + 0.5, 0, 1);
                }},
            {"hard_tanh",
                [&](double x) {
                    return clip(x, -1, 1);
                }},
            {"softplus",
                [](double x) {
                    return std::log1p(std::exp(x));
                }},
            {"softsign",
                [](double x) {
                    return x / (1 + std::abs(x));
                }},
            {"squareplus",
                [](double x) {
                    return (x + std::sqrt(x * x + 4)) / 2;
                }},
            {"soft_shrink",
                [](double x) {
                    return x > .5 ? x - .5 : x < -.5 ? x + .5 : 0.0;
                }},
            {"hard_shrink",
                [](double x) {
                    return std::abs(x) > .5 ? x : 0.0;
                }},
            {"tanh_shrink",
                [](double x) {
                    return x - std::tanh(x);
                }},
            {"sparse_plus",
                [](double x) {
                    return x <= -1 ? 0.0 : x < 1 ? (x + 1) * (x + 1) / 4 : x;
                }},
            {"sparse_sigmoid",
                [&](double x) {
                    return clip((x + 1) / 2, 0, 1);
                }},
            {"log_sigmoid",
                [](double x) {
                    return -std::log1p(std::exp(-x));
                }},
            {"exponential",
                [](double x) {
                    return std::exp(x);
                }},
        };
        const auto x = numbers({3, 5});
        for (const auto& [name, formula] : formulas) {
            const auto y = activate(x, name).contiguous();
            for (std::int64_t i = 0; i < x.numel(); ++i)
                QVERIFY2(near(y.data_ptr<float>()[i],
                             formula(static_cast<double>(x.data_ptr<float>()[i])), 2e-5),
                    name.c_str());
        }
        // sparsemax([2, 1, 0.1]) = [1, 0, 0]; of [0.5, 0.3, 0.1]: threshold −0.1/3.
        const auto p = activate(at::tensor({0.5F, 0.3F, 0.1F}).view({1, 3}), "sparsemax");
        for (std::int64_t k = 0; k < 3; ++k)
            QVERIFY(near(p[0][k].item<double>(), 0.5 - 0.2 * static_cast<double>(k) + 0.1 / 3.0));
        QVERIFY(near(
            activate(at::tensor({2.F, 1.F, 0.1F}).view({1, 3}), "sparsemax")[0][0].item<double>(),
            1.0));
        const auto glu = activate(at::tensor({2.F, 3.F, 0.F, 1.F}).view({1, 4}), "glu");
        QVERIFY(
            near(glu[0][0].item<double>(), 1.0) && near(glu[0][1].item<double>(), 3 * sigmoid(1)));
    }

    void leakyReluHasItsOwnSlope()
    {
        const auto x = numbers({2, 6});
        const auto y = applied(
            layer("activation", {{"activation", "leaky_relu"}, {"negative_slope", 0.3}}), x);
        QVERIFY(at::allclose(y, at::where(x < 0, 0.3 * x, x)));
    }

    void samePoolingLeavesOutThePadding()
    {
        // 3×3, pool 2, stride 2, same: pads one row and column at the end.
        const auto x = at::arange(1, 10, at::kFloat).view({1, 1, 3, 3});
        const nlohmann::json same = {{"padding", "same"}};
        const auto average = applied(layer("average_pooling2d", same), x);
        const auto maximum = applied(layer("max_pooling2d", same), -x);
        QCOMPARE(average.sizes().vec(), (std::vector<std::int64_t>{1, 1, 2, 2}));
        QVERIFY(near(average[0][0][0][0].item<double>(), 3.0));
        QVERIFY(near(average[0][0][0][1].item<double>(), 4.5));
        QVERIFY(near(average[0][0][1][1].item<double>(), 9.0));
        QVERIFY(near(maximum[0][0][1][1].item<double>(), -9.0));
        QCOMPARE(applied(layer("max_pooling2d"), x).size(2), std::int64_t(1));
    }

    void samePaddingIsTensorFlows()
    {
        // 4×4, kernel 3, stride 2: rows 0-2 and 2-4 (one row of zeros at the end).
        Network network = headNetwork(
            {layer("conv2d", {{"filters", 1}, {"kernel_size", {3, 3}}, {"strides", {2, 2}},
                                 {"padding", "same"}, {"kernel_initializer", "ones"}}),
                layer("flatten"), layer("dense", {{"units", 2}, {"activation", "softmax"}})});
        NetworkImpl& impl = network.impl();
        HeadStep step;
        auto kernel = at::ones({1, 1, 3, 3});
        std::vector<Variable> variables(1);
        variables[0].value = kernel;
        variables[0].name = "kernel";
        const auto y = applyHeadLayer(
            impl.head[0], variables, at::arange(16, at::kFloat).view({1, 1, 4, 4}), step);
        QVERIFY(near(y[0][0][0][0].item<double>(), 0 + 1 + 2 + 4 + 5 + 6 + 8 + 9 + 10));
        QVERIFY(near(y[0][0][1][1].item<double>(), 10 + 11 + 14 + 15));
    }

    void flattenIsRowColumnChannel()
    {
        const auto x = at::arange(24, at::kFloat).view({1, 2, 3, 4});
        const auto y = applied(layer("flatten"), x);
        for (std::int64_t r = 0; r < 3; ++r)
            for (std::int64_t c = 0; c < 4; ++c)
                for (std::int64_t k = 0; k < 2; ++k)
                    QVERIFY(at::equal(y[0][(r * 4 + c) * 2 + k], x[0][k][r][c]));
    }

    void denseOnAMapActsOnTheChannels()
    {
        Network network = headNetwork({layer("dense", {{"units", 5}, {"activation", "linear"}}),
            layer("global_average_pooling2d"),
            layer("dense", {{"units", 2}, {"activation", "softmax"}})});
        NetworkImpl& impl = network.impl();
        HeadStep step;
        const auto x = numbers({2, 1280, 3, 3});
        const c10::NoGradGuard noGrad;
        const auto y = applyHeadLayer(impl.head[0], impl.variablesOf(impl.backboneSize()), x, step);
        const auto place = at::mm(x.select(3, 2).select(2, 1), impl.find("dense", "kernel")->value);
        QVERIFY((y.select(3, 2).select(2, 1) - place).abs().max().item<double>() < 1e-3);
    }

    void noiseDependsOnTheSeedAlone()
    {
        const auto x = at::ones({64, 100});
        for (const char* type :
            {"dropout", "gaussian_dropout", "gaussian_noise", "alpha_dropout"}) {
            const auto spec = layer(type);
            QVERIFY(at::equal(applied(spec, x, true, 5), applied(spec, x, true, 5)));
            QVERIFY(!at::equal(applied(spec, x, true, 5), applied(spec, x, true, 6)));
            QVERIFY(at::equal(applied(spec, x, false, 5), x));
            // All keep the mean.
            QVERIFY2(near(applied(spec, x, true, 5).mean().item<double>(),
                         std::string(type) == "alpha_dropout"
                             ? applied(spec, x, true, 7).mean().item<double>()
                             : 1.0,
                         0.05),
                type);
        }
        const auto dropped = applied(layer("dropout", {{"rate", 0.25}}), x, true, 1);
        QVERIFY(near((dropped == 0).to(at::kFloat).mean().item<double>(), 0.25, 0.03));
        QVERIFY(near(dropped.max().item<double>(), 1.0 / 0.75));
        // Standard normal in, mean 0 and variance 1 out.
        const auto normal = at::empty({200, 500}).normal_(0, 1, makeGenerator(3));
        const auto alpha = applied(layer("alpha_dropout", {{"rate", 0.3}}), normal, true, 1);
        QVERIFY(near(alpha.mean().item<double>(), 0.0, 0.02));
        QVERIFY(near(alpha.var().item<double>(), 1.0, 0.03));
    }

    /// Kept or not is a coin for every place, every step and every pair of neighbours.
    void dropoutIsDrawnEvenly()
    {
        constexpr std::size_t kValues = 1280;
        constexpr std::uint64_t kSteps = 2000;
        constexpr double kRate = 0.3;
        std::vector<float> mask(kValues);
        std::vector<float> before(kValues);
        std::vector<double> keptAt(kValues, 0.0);
        std::array<double, 4> pairs{}; // in a row; a row apart; in the next step; all
        for (std::uint64_t step = 0; step < kSteps; ++step) {
            fillDropoutMask(mask, kRate, 1.0F, base::deriveSeed(1, "dropout", {step}));
            for (std::size_t i = 0; i < kValues; ++i) {
                const auto one = static_cast<double>(mask[i]);
                keptAt[i] += one;
                pairs[0] += one * static_cast<double>(mask[(i + 1) % kValues]);
                pairs[1] += one * static_cast<double>(mask[(i + 128) % kValues]);
                pairs[2] += one * static_cast<double>(before[i]);
                pairs[3] += one;
            }
            before = mask;
        }
        // Five standard deviations of a binomial count.
        const double kept = 1.0 - kRate;
        const double perPlace = std::sqrt(kept * kRate * kSteps);
        for (const double count : keptAt)
            QVERIFY(std::abs(count - kept * kSteps) < 5.0 * perPlace);
        const double all = static_cast<double>(kValues * kSteps);
        QVERIFY(std::abs(pairs[3] - kept * all) < 5.0 * std::sqrt(kept * kRate * all));
        const double both = kept * kept;
        for (std::size_t k = 0; k < 3; ++k)
            QVERIFY2(std::abs(pairs[k] - both * all) < 10.0 * std::sqrt(both * (1 - both) * all),
                std::to_string(pairs[k] / all).c_str());
    }

    void dropoutIsOneRule()
    {
        std::vector<float> x(1001, 2.0F);
        std::vector<float> mask(x.size());
        std::vector<float> y(x.size());
        for (const double rate : {0.0, 1e-3, 0.5, 0.999}) {
            fillDropoutMask(mask, rate, 3.0F, 99);
            applyDropout(x, y, rate, 3.0F, 99);
            for (std::size_t i = 0; i < x.size(); ++i)
                QCOMPARE(y[i], 2.0F * mask[i]);
        }
        applyDropout(x, x, 0.999, 3.0F, 99); // in place
        QVERIFY(x == y);
    }

    void batchNormalizationMovesAsKeras()
    {
        // keras.md 2: moving = m·moving + (1−m)·batch, biased variance.
        Network network =
            headNetwork({layer("batch_normalization", {{"momentum", 0.9}}),
                            layer("dense", {{"units", 2}, {"activation", "softmax"}})},
                Pooling::Max);
        NetworkImpl& impl = network.impl();
        const auto x = numbers({8, 1280});
        ForwardContext context;
        context.training = true;
        (void)impl.runHead(x, true, context);
        const auto mean = impl.find("batch_normalization", "moving_mean")->value;
        const auto variance = impl.find("batch_normalization", "moving_variance")->value;
        QVERIFY((mean - 0.1 * x.mean(0)).abs().max().item<double>() < 1e-5);
        QVERIFY((variance - (0.9 + 0.1 * x.var(0, false))).abs().max().item<double>() < 1e-4);
        context.updateStatistics = false;
        const auto kept = mean.clone();
        (void)impl.runHead(x, true, context);
        QVERIFY(at::equal(mean, kept));
    }

    void layerNormalizationIsPerFilm()
    {
        Network network =
            headNetwork({layer("layer_normalization"),
                            layer("dense", {{"units", 2}, {"activation", "softmax"}})},
                Pooling::Max);
        NetworkImpl& impl = network.impl();
        HeadStep step;
        const c10::NoGradGuard noGrad;
        const auto y = applyHeadLayer(
            impl.head[1], impl.variablesOf(impl.backboneSize() + 1), numbers({3, 1280}), step);
        QVERIFY(y.mean(1).abs().max().item<double>() < 1e-5);
        QVERIFY((y.var(1, false) - 1.0).abs().max().item<double>() < 1e-2);
    }

    void regularisersAreSumsWithoutAHalf()
    {
        Network network = headNetwork(
            {layer("dense", {{"units", 3}, {"kernel_regularizer", {{"l1", 0.5}, {"l2", 2.0}}}}),
                layer("dense", {{"units", 2}, {"activation", "softmax"}})},
            Pooling::Max);
        NetworkImpl& impl = network.impl();
        const auto result = impl.runHead(numbers({4, 1280}), true, {});
        const auto w = impl.find("dense", "kernel")->value.detach();
        const double expected =
            0.5 * w.abs().sum().item<double>() + 2.0 * w.square().sum().item<double>();
        QVERIFY(near(result.regularisation.item<double>(), expected, 1e-3));
        QVERIFY(result.logits.defined());
        QVERIFY((at::softmax(result.logits, 1) - result.output).abs().max().item<double>() < 1e-6);
    }

    void standardisedFeaturesHaveMeanZero()
    {
        ModelConfig config;
        config.weights = "random";
        config.standardizeFeatures = true;
        config.addedLayers = {layer("dense", {{"units", 2}, {"activation", "softmax"}})};
        auto network = Network::build(config, 2);
        QVERIFY(network);
        NetworkImpl& impl = network->impl();
        const auto x = numbers({6, 1280});
        const c10::NoGradGuard noGrad;
        const auto before = impl.runHead(x, true, {}).output;
        impl.find(kStandardizationLayer, "mean")->value.copy_(x.mean(0));
        impl.find(kStandardizationLayer, "variance")->value.copy_(x.var(0, false));
        const auto standardised = (x - x.mean(0)) / at::sqrt(x.var(0, false));
        const auto direct = at::softmax(at::addmm(impl.find("dense", "bias")->value, standardised,
                                            impl.find("dense", "kernel")->value),
            1);
        QVERIFY((impl.runHead(x, true, {}).output - direct).abs().max().item<double>() < 1e-5);
        QVERIFY(!at::allclose(before, direct));
        for (const Variable* variable : impl.trainableVariables())
            QVERIFY(variable->layer != kStandardizationLayer);
    }

    void initialisersHaveKerasScale()
    {
        base::Random random(1);
        const auto spread = [](const std::vector<float>& values) {
            double sum = 0.0, largest = 0.0;
            for (const float v : values) {
                sum += static_cast<double>(v) * v;
                largest = std::max(largest, std::abs(static_cast<double>(v)));
            }
            return std::pair(std::sqrt(sum / static_cast<double>(values.size())), largest);
        };
        const Shape dense{1280, 128};
        const double limit = std::sqrt(6.0 / (1280 + 128));
        const auto [sd, largest] = spread(initialise(nullptr, "glorot_uniform", dense, random));
        QVERIFY(largest <= limit && near(sd, limit / std::sqrt(3.0), 0.002));
        // keras.md 3.3: a depthwise kernel (3,3,16,1) has fans 144 and 9.
        const auto depthwise =
            spread(initialise(nullptr, "glorot_uniform", {3, 3, 16, 1}, random)).second;
        QVERIFY(depthwise <= std::sqrt(6.0 / 153.0) && depthwise > 0.9 * std::sqrt(6.0 / 153.0));
        const auto [he, heLargest] = spread(initialise("he_normal", "zeros", dense, random));
        QVERIFY(near(he, std::sqrt(2.0 / 1280), 0.001));
        QVERIFY(heLargest <= 2.0 * std::sqrt(2.0 / 1280) / 0.87962566 + 1e-6);
        const auto q = initialise("orthogonal", "zeros", {20, 20}, random);
        const auto m = at::from_blob(const_cast<float*>(q.data()), {20, 20});
        QVERIFY((at::mm(m, m.t()) - at::eye(20)).abs().max().item<double>() < 1e-5);
        QCOMPARE(initialise({{"class_name", "Constant"}, {"config", {{"value", 2.5}}}}, "zeros",
                     {3}, random),
            (std::vector<float>{2.5F, 2.5F, 2.5F}));
    }

    void everyLayerTypeBuildsRunsAndLearns()
    {
        for (const LayerRow& row : layerRows()) {
            std::vector<LayerSpec> layers{defaultLayer(row.type), layer("flatten"),
                layer("dense", {{"units", 2}, {"activation", "softmax"}})};
            Network network = headNetwork(layers);
            ForwardContext context;
            context.training = true;
            context.seed = 3;
            NetworkImpl& impl = network.impl();
            const auto result = impl.runHead(numbers({2, 1280, 3, 3}), false, context);
            QCOMPARE(result.output.size(1), std::int64_t(2));
            result.output.select(1, 0).sum().backward();
            for (Variable* variable : impl.trainableVariables())
                QVERIFY2(variable->value.grad().defined(), row.type.c_str());
            std::int64_t planned = 0;
            for (const PlannedLayer& part : impl.head)
                planned += part.parameters;
            std::int64_t built = 0;
            for (const Variable& variable : impl.variables)
                built += variable.inHead ? variable.value.numel() : 0;
            QVERIFY2(planned == built, row.type.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(HeadTest)
#include "tst_head.moc"
