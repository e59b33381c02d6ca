// Identities of heat maps (../shared/reference/science.md 4.1) and what they do for any head.
#include "core/explain/HeatMap.h"
#include "core/model/ConfigSchema.h"
#include "core/model/Network_impl.h"
#include "core/model/TorchCompat.h"

#include <QtTest>

#include <opencv2/core.hpp>

#include <cmath>
#include <limits>

using namespace negatoscope;
using namespace negatoscope::explain;
using namespace negatoscope::model;

namespace {

constexpr int kSide = 96; // 3×3 cells

LayerSpec layer(const char* type, nlohmann::json options = nlohmann::json::object())
{
    LayerSpec spec = defaultLayer(type);
    for (const auto& [key, value] : options.items())
        spec.options[key] = value;
    return spec;
}

ModelConfig config(Pooling pooling, std::vector<LayerSpec> layers = {})
{
    ModelConfig result;
    result.weights = "random";
    result.preprocessing.width = kSide;
    result.preprocessing.height = kSide;
    result.pooling = pooling;
    result.addedLayers = std::move(layers);
    return result;
}

std::vector<float> film(int channels = 1)
{
    std::vector<float> values(static_cast<std::size_t>(channels * kSide * kSide));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(std::sin(0.013 * static_cast<double>(i)) *
                                       std::cos(0.31 * static_cast<double>(i % kSide)));
    return values;
}

/// Keras' initial weights let the signal fade over 50 layers: this lifts the backbone's output
/// (zero beta, so proportional to the last gamma) to a maximum of 3.
void liftSignal(Network& network)
{
    const c10::NoGradGuard noGrad;
    std::vector<float> values = film(network.inputChannels());
    const auto x =
        at::from_blob(values.data(), {1, network.inputChannels(), kSide, kSide}, at::kFloat);
    const auto features = network.impl().backbone(x, 0, network.impl().backboneSize(), {});
    const double largest = features.max().item<double>();
    if (!(largest > 0.0))
        qFatal("the random backbone is silent");
    network.impl().find("Conv_1_bn", "gamma")->value.mul_(3.0 / largest);
}

/// A network with biases that are not zero, so that "less the bias" is put to the test.
Network built(const ModelConfig& config, int classes = 2)
{
    auto network = Network::build(config, classes);
    if (!network)
        qFatal("%s", base::toSentence(network.error()).c_str());
    liftSignal(*network);
    double value = 0.1;
    for (Variable& variable : network->impl().variables)
        if (variable.inHead && variable.name == "bias") {
            const c10::NoGradGuard noGrad;
            variable.value.add_(at::arange(variable.value.numel(), at::kFloat) * 0.01 + value);
            value = -2.0 * value;
        }
    return std::move(*network);
}

HeatMap mapOf(const Network& network, HeatMapMethod method = HeatMapMethod::HiResCam, int cls = 1)
{
    auto map = heatMap(network, film(network.inputChannels()), cls, method);
    if (!map)
        qFatal("%s", base::toSentence(map.error()).c_str());
    return std::move(*map);
}

double sizeOf(const HeatMap& map)
{
    return cv::norm(map.cells, cv::NORM_L1);
}

double largestDifference(const cv::Mat& a, cv::InputArray b)
{
    return cv::norm(a, b, cv::NORM_INF);
}

} // namespace

class HeatMapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hiResCamAddsUpToTheLogitLessTheBias()
    {
        for (const Pooling pooling : {Pooling::Average, Pooling::Max}) {
            const Network network = built(config(pooling, {layer("dropout")}));
            const HeatMap map = mapOf(network);
            QCOMPARE(map.cells.size(), cv::Size(3, 3));
            QVERIFY(map.addsUp);
            QVERIFY(sizeOf(map) > 1e-6);
            QVERIFY(std::abs(map.sum - (map.logit - map.bias)) < 1e-4 * (sizeOf(map) + 1e-3));
            // The bias of one dense layer is the difference of its two biases.
            QVERIFY(std::abs(map.bias - 0.01) < 1e-6);
            const auto logits = network.logits(film(), 1);
            QVERIFY(std::abs(map.logit - static_cast<double>((*logits)[1] - (*logits)[0])) < 1e-5);
            QVERIFY(statementOf(map).find("add up") != std::string::npos);
        }
    }

    void withAveragePoolingAllThreeMethodsAgree()
    {
        Network network = built(config(Pooling::Average));
        const HeatMap hiRes = mapOf(network);
        const HeatMap gradCam = mapOf(network, HeatMapMethod::GradCam);
        QVERIFY(largestDifference(hiRes.cells, gradCam.cells) < 1e-5 * sizeOf(hiRes));
        QVERIFY(gradCam.addsUp);
        // CAM (Zhou et al. 2016): the dense layer's weights times the activation, by hand.
        const c10::NoGradGuard noGrad;
        std::vector<float> values = film();
        const auto x = at::from_blob(values.data(), {1, 1, kSide, kSide}, at::kFloat);
        const auto activation = network.impl().backbone(x, 0, network.impl().backboneSize(), {})[0];
        const auto kernel = network.impl().find("dense", "kernel")->value;
        const auto weights = kernel.select(1, 1) - kernel.select(1, 0);
        const auto cam = (activation * weights.view({-1, 1, 1})).sum(0).contiguous() / 9.0;
        for (int cell = 0; cell < 9; ++cell)
            QVERIFY(std::abs(cam.data_ptr<float>()[cell] -
                             hiRes.cells.at<float>(cell / 3, cell % 3)) < 1e-5 * sizeOf(hiRes));
    }

    void withMaxPoolingGradCamIsNotFaithfulAndSaysSo()
    {
        const Network network = built(config(Pooling::Max));
        const HeatMap map = mapOf(network, HeatMapMethod::GradCam);
        QVERIFY(!map.addsUp);
        QVERIFY(statementOf(map).find("does not account") != std::string::npos);
        QVERIFY(statementOf(map, evaluation::Language::French).find("n’explique pas") !=
                std::string::npos);
    }

    void aHiddenLayerBreaksTheSumNotTheAgreement()
    {
        const Network network = built(
            config(Pooling::Average, {layer("dense", {{"units", 16}, {"activation", "gelu"}})}));
        const HeatMap hiRes = mapOf(network);
        const HeatMap gradCam = mapOf(network, HeatMapMethod::GradCam);
        QVERIFY(largestDifference(hiRes.cells, gradCam.cells) < 1e-5 * (sizeOf(hiRes) + 1e-9));
    }

    void cellsLieWhereTheirConvolutionsLook()
    {
        // By hand from Keras' padding: even sides 2p + 1, odd sides 2p.
        QVERIFY((cellAxisOf(224, 7) == CellAxis{31.0, 32.0}));
        QVERIFY((cellAxisOf(224, 14) == CellAxis{15.0, 16.0}));
        QVERIFY((cellAxisOf(100, 4) == CellAxis{3.0, 32.0})); // 100, 50, 25, 13, 7, 4
        QVERIFY(cellAxisOf(224, 5) == CellAxis{});
    }

    void theOtherClassHasTheOppositeMap()
    {
        const Network network = built(config(Pooling::Max));
        const HeatMap positive = mapOf(network, HeatMapMethod::HiResCam, 1);
        const HeatMap negative = mapOf(network, HeatMapMethod::HiResCam, 0);
        QVERIFY(largestDifference(positive.cells, -negative.cells) < 1e-6 * sizeOf(positive));
        QVERIFY(std::abs(positive.logit + negative.logit) < 1e-6);
    }

    void oneSigmoidUnitIsExplainedOnItsLogit()
    {
        ModelConfig one =
            config(Pooling::Max, {layer("dense", {{"units", 1}, {"activation", "sigmoid"}})});
        const Network network = built(one);
        const HeatMap map = mapOf(network);
        QVERIFY(map.addsUp);
        QCOMPARE(map.classLogits.size(), std::size_t{2});
        QVERIFY(std::abs(map.logit - (map.classLogits[1] - map.classLogits[0])) < 1e-6);
    }

    void threeClassesAndColourWork()
    {
        ModelConfig colour = config(Pooling::Max);
        colour.preprocessing.rgb = true;
        const Network network = built(colour, 3);
        const HeatMap map = mapOf(network, HeatMapMethod::HiResCam, 2);
        QVERIFY(map.addsUp);
        const auto& z = map.classLogits;
        QVERIFY(std::abs(map.logit - (z[2] - 0.5 * (z[0] + z[1]))) < 1e-6);
    }

    void anyLegalStackGivesAMap_data()
    {
        QTest::addColumn<int>("pooling");
        QTest::addColumn<QString>("layers");
        const auto row = [](const char* name, Pooling pooling, const char* layers) {
            QTest::newRow(name) << static_cast<int>(pooling) << QString::fromUtf8(layers);
        };
        row("notebook", Pooling::Max, "dropout dense dropout");
        row("batch normalization", Pooling::Average, "batch_normalization dense");
        row("layer normalization", Pooling::Average, "layer_normalization dense");
        row("noise", Pooling::Max, "gaussian_noise gaussian_dropout alpha_dropout dense");
        row("flatten", Pooling::None, "flatten dense");
        row("convolution", Pooling::None, "conv2d global_average_pooling2d");
        row("depthwise", Pooling::None, "depthwise_conv2d global_max_pooling2d dense");
        row("separable", Pooling::None, "separable_conv2d flatten");
        row("pooling", Pooling::None, "average_pooling2d flatten dense");
        row("rescaling", Pooling::Max, "rescaling activation");
    }

    void anyLegalStackGivesAMap()
    {
        QFETCH(int, pooling);
        QFETCH(QString, layers);
        ModelConfig stack = config(static_cast<Pooling>(pooling));
        for (const QString& type : layers.split(QLatin1Char(' ')))
            stack.addedLayers.push_back(defaultLayer(type.toStdString()));
        const Network network = built(stack);
        for (const HeatMapMethod method : {HeatMapMethod::HiResCam, HeatMapMethod::GradCam}) {
            const HeatMap map = mapOf(network, method);
            QVERIFY(cv::checkRange(map.cells));
            QCOMPARE(map.addsUp,
                std::abs(map.sum - (map.logit - map.bias)) <=
                    1e-3 * (std::abs(map.logit) + std::abs(map.bias) + sizeOf(map) + 1e-6));
        }
    }

    void theWeightsKeepTheirGradients()
    {
        Network network = built(config(Pooling::Max));
        network.impl().freezeBackboneBefore(0);
        mapOf(network);
        for (const Variable& variable : network.impl().variables)
            QVERIFY(!variable.value.grad().defined());
    }

    void whatIsNotDefinedSaysWhy()
    {
        Network network = built(config(Pooling::Max));
        QVERIFY(heatMap(network, film(), 5).error().code == base::ErrorCode::InvalidUsage);
        QVERIFY(heatMap(network, film(3), 1).error().code == base::ErrorCode::ShapeMismatch);
        {
            const c10::NoGradGuard noGrad;
            network.impl()
                .find("dense", "kernel")
                ->value.fill_(std::numeric_limits<float>::quiet_NaN());
        }
        const auto broken = heatMap(network, film(), 1);
        QVERIFY(!broken);
        QVERIFY(broken.error().what.find("not defined because") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(HeatMapTest)
#include "tst_heat_map.moc"
