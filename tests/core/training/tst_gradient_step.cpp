// Gradients of a batch against the same network written with plain modules.

#include "core/base/Random.h"
#include "core/model/ConfigSchema.h"
#include "core/training/GradientStep_impl.h"

#include <ATen/core/grad_mode.h>

#include <QTest>

#include <cmath>
#include <string>
#include <vector>

using namespace negatoscope;
using model::BackboneLayer;
using model::ForwardContext;
using model::NetworkImpl;

namespace {

constexpr std::int64_t kFilms = 37;
constexpr int kBlock13 = 116;
constexpr int kWholeBackbone = 154;

model::LayerSpec dense(int units, const char* activation)
{
    model::LayerSpec layer = model::defaultLayer("dense");
    layer.options["units"] = units;
    layer.options["activation"] = activation;
    return layer;
}

model::LayerSpec dropout(double rate)
{
    model::LayerSpec layer = model::defaultLayer("dropout");
    layer.options["rate"] = rate;
    return layer;
}

model::ModelConfig configOf(bool withBatchNorm)
{
    model::ModelConfig config;
    config.weights = "random";
    config.preprocessing.width = 96;
    config.preprocessing.height = 96;
    config.batchNorm = model::BatchNormMode::Frozen;
    config.pooling = model::Pooling::Average;
    model::LayerSpec last = model::defaultLayer("dense");
    last.options["units"] = 2;
    last.options["activation"] = "softmax";
    last.options["kernel_regularizer"] = "l2";
    if (withBatchNorm)
        config.addedLayers.push_back(model::defaultLayer("batch_normalization"));
    config.addedLayers.push_back(std::move(last));
    return config;
}

/// A network whose statistics are not those of a new one.
model::Network networkOf(const model::ModelConfig& config, int firstTrainable)
{
    model::Network network = std::move(*model::Network::build(config, 2));
    const c10::NoGradGuard noGrad;
    std::uint64_t number = 0;
    for (model::Variable& variable : network.impl().variables) {
        base::Random random(++number);
        if (variable.name == "kernel" || variable.name == "bias")
            continue;
        float* value = variable.value.data_ptr<float>();
        for (std::int64_t i = 0; i < variable.value.numel(); ++i)
            value[i] +=
                static_cast<float>(variable.name == "moving_variance" || variable.name == "gamma"
                                       ? random.uniform(-0.5, 1.0)
                                       : random.uniform(-0.3, 0.3));
    }
    network.impl().freezeBackboneBefore(firstTrainable);
    return network;
}

at::Tensor activation(const NetworkImpl& network, int cut)
{
    std::vector<std::int64_t> shape{kFilms, 1, 96, 96};
    if (cut > 0) {
        const model::Shape& output = network.layout[static_cast<std::size_t>(cut) - 1].output;
        shape = {kFilms, output[2], output[0], output[1]};
    }
    at::Tensor x = at::empty(shape).contiguous(at::MemoryFormat::ChannelsLast);
    base::Random random(7);
    float* value = x.data_ptr<float>();
    for (std::int64_t i = 0; i < x.numel(); ++i)
        value[i] = static_cast<float>(random.uniform(-1.0, 1.0));
    return x;
}

std::vector<std::int64_t> labels()
{
    std::vector<std::int64_t> all;
    for (std::int64_t i = 0; i < kFilms; ++i)
        all.push_back(i % 3 == 0 ? 1 : 0);
    return all;
}

/// Convolution, batch_norm in inference mode, clamp: nothing folded, nothing in place.
at::Tensor plainBackbone(NetworkImpl& network, at::Tensor x, int from)
{
    std::vector<at::Tensor> outputs(network.layout.size());
    if (from > 0)
        outputs[static_cast<std::size_t>(from) - 1] = x;
    for (int i = from; i < network.backboneSize(); ++i) {
        const BackboneLayer& layer = network.layout[static_cast<std::size_t>(i)];
        const auto values = network.variablesOf(i);
        const std::vector<std::int64_t> stride{layer.stride, layer.stride};
        const std::vector<std::int64_t> padding(2, layer.stride == 1 ? layer.kernel / 2 : 0);
        switch (layer.kind) {
        case BackboneLayer::Kind::Input:
            break;
        case BackboneLayer::Kind::Conv:
            if (layer.name == "Conv1")
                x = at::constant_pad_nd(x.expand({-1, 3, -1, -1}), {0, 1, 0, 1});
            x = at::conv2d(x, values[0].value, {}, stride, padding);
            break;
        case BackboneLayer::Kind::DepthwiseConv:
            x = at::conv2d(x, values[0].value, {}, stride, padding, {1, 1}, x.size(1));
            break;
        case BackboneLayer::Kind::BatchNorm:
            x = at::batch_norm(x, values[0].value, values[1].value, values[2].value,
                values[3].value, false, 0.0, 1e-3, false);
            break;
        case BackboneLayer::Kind::Relu6:
            x = at::clamp(x, 0.0, 6.0);
            break;
        case BackboneLayer::Kind::ZeroPad:
            x = at::constant_pad_nd(x, {0, 1, 0, 1});
            break;
        case BackboneLayer::Kind::Add:
            x = x + outputs[static_cast<std::size_t>(layer.skipFrom)];
            break;
        }
        outputs[static_cast<std::size_t>(i)] = x;
    }
    return x;
}

std::vector<at::Tensor> takeGradients(NetworkImpl& network)
{
    std::vector<at::Tensor> gradients;
    for (model::Variable* variable : network.trainableVariables()) {
        gradients.push_back(variable->value.grad());
        variable->value.mutable_grad().reset();
    }
    return gradients;
}

} // namespace

class TestGradientStep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsPlainModules_data();
    void equalsPlainModules();
    void filmsThatSeeEachOtherStayTogether();
    void denseHeadEqualsAutograd_data();
    void denseHeadEqualsAutograd();
    void otherHeadsAreLeftToAutograd();
};

void TestGradientStep::equalsPlainModules_data()
{
    QTest::addColumn<int>("firstTrainable");
    QTest::newRow("Conv_1 on") << 151;
    QTest::newRow("block 13 on") << kBlock13;
    QTest::newRow("layer 100 on") << 100;
    QTest::newRow("everything") << 0;
}

void TestGradientStep::equalsPlainModules()
{
    QFETCH(int, firstTrainable);
    const model::ModelConfig config = configOf(false);
    model::Network network = networkOf(config, firstTrainable);
    NetworkImpl& impl = network.impl();
    const int cut = model::deepestCut(impl.layout, firstTrainable);
    const at::Tensor x = activation(impl, cut);
    const std::vector<std::int64_t> known = labels();
    const auto loss = *training::Loss::make(config.loss, 2, 2);
    const at::Tensor classWeights = at::tensor({0.7F, 1.6F});

    const auto tensor = at::tensor(known);
    const auto result = impl.runHead(plainBackbone(impl, x, cut), false, {});
    const at::Tensor mean =
        loss.mean(result, loss.targets(tensor), classWeights.index_select(0, tensor)) +
        result.regularisation;
    mean.backward();
    const auto expected = takeGradients(impl);

    ForwardContext context;
    context.training = true;
    context.batchNorm = model::BatchNormMode::Frozen;
    std::vector<std::vector<at::Tensor>> found;
    for (const int threads : {1, 2}) {
        training::GradientStep step(impl, {cut, false}, loss, classWeights, threads);
        const auto done = step.run(x, known, context);
        QVERIFY(std::abs(done.loss - mean.item<double>()) < 1e-5);
        QVERIFY(at::allclose(done.output, result.output.detach(), 1e-4, 1e-6));
        found.push_back(takeGradients(impl));
    }
    std::size_t i = 0;
    for (const model::Variable* variable : impl.trainableVariables()) {
        const std::string name = variable->layer + "/" + variable->name;
        const double size = expected[i].abs().max().item<double>();
        const double off = (found[0][i] - expected[i]).abs().max().item<double>();
        QVERIFY2(off <= 2e-4 * size + 1e-7, (name + " " + std::to_string(off)).c_str());
        QVERIFY2(at::equal(found[0][i], found[1][i]), name.c_str());
        ++i;
    }
}

void TestGradientStep::filmsThatSeeEachOtherStayTogether()
{
    for (const bool inHead : {true, false}) {
        model::ModelConfig config = configOf(inHead);
        ForwardContext context;
        context.training = true;
        context.updateStatistics = false;
        if (!inHead)
            config.batchNorm = model::BatchNormMode::Keras;
        context.batchNorm = config.batchNorm;
        model::Network network = networkOf(config, kBlock13);
        NetworkImpl& impl = network.impl();
        const int cut = model::deepestCut(impl.layout, kBlock13);
        const at::Tensor x = activation(impl, cut);
        const auto loss = *training::Loss::make(config.loss, 2, 2);
        const auto result = impl.forward(x, cut, context);
        const at::Tensor mean = loss.mean(result, loss.targets(at::tensor(labels())), {});
        training::GradientStep step(impl, {cut, false}, loss, {}, 2);
        const auto done = step.run(x, labels(), context);
        QVERIFY(at::allclose(done.output, result.output.detach(), 1e-5, 1e-6));
        QVERIFY(std::abs(done.loss - (mean + result.regularisation).item<double>()) < 1e-5);
    }
}

void TestGradientStep::denseHeadEqualsAutograd_data()
{
    QTest::addColumn<std::vector<model::LayerSpec>>("layers");
    QTest::addColumn<QString>("loss");
    QTest::addColumn<double>("smoothing");
    QTest::addColumn<bool>("standardised");
    const auto ce = QStringLiteral("categorical_crossentropy");
    const auto binary = QStringLiteral("binary_crossentropy");
    QTest::newRow("the notebook's")
        << std::vector{dropout(0.3), dense(16, "relu"), dropout(0.2), dense(2, "softmax")} << ce
        << 0.0 << false;
    QTest::newRow("smoothed, standardised")
        << std::vector{dropout(0.3), dense(16, "relu"), dropout(0.2), dense(2, "softmax")} << ce
        << 0.05 << true;
    QTest::newRow("one unit") << std::vector{dropout(0.5), dense(1, "sigmoid")} << binary << 0.1
                              << false;
    QTest::newRow("two sigmoids") << std::vector{dense(2, "sigmoid")} << binary << 0.0 << true;
    QTest::newRow("a softmax and its sigmoids")
        << std::vector{dense(8, "linear"), dropout(0.4), dense(2, "softmax")} << binary << 0.0
        << false;
    QTest::newRow("deep, sparse") << std::vector{dense(12, "relu"), dense(9, "linear"),
                                         dropout(0.25), dense(7, "relu"), dense(2, "softmax")}
                                  << QStringLiteral("sparse_categorical_crossentropy") << 0.2
                                  << false;
}

/// The same draws of dropout, so the same sums but for rounding.
void TestGradientStep::denseHeadEqualsAutograd()
{
    QFETCH(std::vector<model::LayerSpec>, layers);
    QFETCH(QString, loss);
    QFETCH(double, smoothing);
    QFETCH(bool, standardised);
    model::ModelConfig config = configOf(false);
    config.addedLayers = layers;
    config.loss.name = loss.toStdString();
    config.loss.labelSmoothing = smoothing;
    config.standardizeFeatures = standardised;
    model::Network network = networkOf(config, kWholeBackbone);
    NetworkImpl& impl = network.impl();
    const at::Tensor x = activation(impl, kWholeBackbone).mean({2, 3}).contiguous();
    const std::int64_t units = impl.head.back().output.back();
    const auto formula = *training::Loss::make(config.loss, 2, static_cast<std::size_t>(units));
    const at::Tensor classWeights = at::tensor({0.7F, 1.6F});
    const std::vector<std::int64_t> known = labels();
    ForwardContext context;
    context.training = true;
    context.seed = 11;

    const auto tensor = at::tensor(known);
    const auto result = impl.runHead(x, true, context);
    const at::Tensor mean =
        formula.mean(result, formula.targets(tensor), classWeights.index_select(0, tensor));
    mean.backward();
    const auto expected = takeGradients(impl);

    const auto head = training::DenseHead::make(impl, true);
    QVERIFY(head != nullptr);
    for (const std::int64_t films : {kFilms, kFilms - 5, kFilms}) { // other sizes in between
        const auto done = head->run(x.narrow(0, 0, films),
            std::span(known).first(static_cast<std::size_t>(films)), classWeights, context.seed);
        QVERIFY(std::isfinite(done.loss));
        if (films != kFilms)
            continue;
        QVERIFY2(std::abs(done.loss - mean.item<double>()) < 2e-6 * (1.0 + done.loss),
            std::to_string(done.loss - mean.item<double>()).c_str());
        QVERIFY(at::allclose(done.output, result.output.detach(), 1e-5, 1e-6));
        QVERIFY(at::allclose(done.scores, result.logits.detach(), 1e-5, 1e-5));
    }
    std::size_t i = 0;
    for (const at::Tensor& found : takeGradients(impl)) {
        const double size = expected[i].abs().max().item<double>();
        const double off = (found - expected[i]).abs().max().item<double>();
        QVERIFY2(
            off <= 1e-5 * size + 1e-8, (std::to_string(i) + " " + std::to_string(off)).c_str());
        ++i;
    }
}

void TestGradientStep::otherHeadsAreLeftToAutograd()
{
    using Layers = std::vector<model::LayerSpec>;
    model::LayerSpec penalised = dense(2, "softmax");
    penalised.options["kernel_regularizer"] = "l2";
    for (const Layers& layers :
        {Layers{model::defaultLayer("batch_normalization"), dense(2, "softmax")},
            Layers{dense(4, "gelu"), dense(2, "softmax")}, Layers{penalised}}) {
        model::ModelConfig config = configOf(false);
        config.addedLayers = layers;
        model::Network network = networkOf(config, kWholeBackbone);
        QVERIFY(training::DenseHead::make(network.impl(), true) == nullptr);
    }
    model::ModelConfig config = configOf(false);
    config.addedLayers = {dense(2, "softmax")};
    config.loss.name = "categorical_focal_crossentropy";
    model::Network network = networkOf(config, kWholeBackbone);
    QVERIFY(training::DenseHead::make(network.impl(), true) == nullptr);
}

QTEST_GUILESS_MAIN(TestGradientStep)
#include "tst_gradient_step.moc"
