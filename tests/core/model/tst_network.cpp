#include "core/base/Files.h"
#include "core/model/ConfigSchema.h"
#include "core/model/FrozenPrefix.h"
#include "core/model/MobileNetV2Layout.h"
#include "core/model/Network.h"
#include "core/model/Network_impl.h"
#include "core/model/Runtime.h"
#include "core/model/Safetensors.h"
#include "core/model/TorchCompat.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <thread>

using namespace negatoscope;
using namespace negatoscope::model;

namespace {

ModelConfig smallConfig(double alpha = 0.35, int side = 64)
{
    ModelConfig config;
    config.alpha = alpha;
    config.weights = "random";
    config.preprocessing.width = side;
    config.preprocessing.height = side;
    config.addedLayers = {defaultLayer("dropout"), defaultLayer("dense")};
    return config;
}

std::vector<float> films(const Network& network, int side, std::size_t n)
{
    std::vector<float> values(static_cast<std::size_t>(network.inputChannels() * side * side) * n);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(std::sin(0.37 * static_cast<double>(i)));
    return values;
}

Network built(const ModelConfig& config, int classes = 2)
{
    auto network = Network::build(config, classes);
    if (!network)
        qFatal("%s", base::toSentence(network.error()).c_str());
    return std::move(*network);
}

} // namespace

class NetworkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parameterCountsAreThoseOfKeras_data()
    {
        QTest::addColumn<double>("alpha");
        QTest::addColumn<int>("backbone");
        QTest::addColumn<int>("trainable");
        // keras.md 1.2, include_top=False
        QTest::newRow("0.35") << 0.35 << 410208 << 396128;
        QTest::newRow("0.5") << 0.5 << 706224 << 687680;
        QTest::newRow("0.75") << 0.75 << 1382064 << 1355424;
        QTest::newRow("1.0") << 1.0 << 2257984 << 2223872;
        QTest::newRow("1.3") << 1.3 << 3766048 << 3721792;
        QTest::newRow("1.4") << 1.4 << 4363712 << 4315776;
    }

    void parameterCountsAreThoseOfKeras()
    {
        QFETCH(double, alpha);
        QFETCH(int, backbone);
        ModelConfig config = smallConfig(alpha);
        config.addedLayers.clear();
        const Network network = built(config);
        const int features = alpha <= 1.0 ? 1280 : alpha < 1.35 ? 1664 : 1792;
        QCOMPARE(network.parameterCount(), std::int64_t(backbone + features * 2 + 2));
        QCOMPARE(network.trainableParameterCount(), std::int64_t(features * 2 + 2));
        QCOMPARE(network.layers().size(), std::size_t(154 + 2));
    }

    void theNotebooksHeadHasKerasCount()
    {
        auto config = presetConfig("notebook");
        QVERIFY(config);
        config->alpha = 0.35;
        const Network network = built(*config);
        QCOMPARE(network.parameterCount(), std::int64_t(574434)); // keras.md 1.6
        QCOMPARE(network.trainableParameterCount(), std::int64_t(164226));
    }

    void theSameSeedGivesTheSameWeights()
    {
        ModelConfig config = smallConfig();
        const std::string first = built(config).weightsHash();
        QCOMPARE(built(config).weightsHash(), first);
        config.seed = 43;
        QVERIFY(built(config).weightsHash() != first);
        QVERIFY(built(config).backboneHash() != built(config).weightsHash());
    }

    void logitsDoNotDependOnTheBatch()
    {
        const Network network = built(smallConfig());
        const auto all = films(network, 64, 19);
        const auto together = network.logits(all, 19);
        QVERIFY(together);
        QCOMPARE(together->size(), std::size_t(38));
        const auto perFilm = all.size() / 19;
        for (std::size_t i : {std::size_t(0), std::size_t(18)}) {
            const auto alone = network.logits(std::span(all).subspan(i * perFilm, perFilm), 1);
            QVERIFY(alone);
            for (std::size_t k = 0; k < 2; ++k)
                QVERIFY(std::abs((*alone)[k] - (*together)[i * 2 + k]) < 1e-4F);
        }
        QVERIFY(network.logits({}, 0));
        const auto wrong = network.logits(std::span(all).first(5), 1);
        QVERIFY(!wrong && wrong.error().code == base::ErrorCode::ShapeMismatch);
    }

    void preparedForReadingItAnswersAlike()
    {
        Network plain = built(smallConfig());
        Network prepared = built(smallConfig());
        prepared.prepareForReading();
        QVERIFY(prepared.impl().prepared != nullptr);
        const auto all = films(plain, 64, 3);
        for (const std::size_t n : {std::size_t(1), std::size_t(3)}) {
            const auto some = std::span(all).first(all.size() / 3 * n);
            const auto expected = plain.logits(some, n);
            const auto seen = prepared.logits(some, n);
            QVERIFY(expected && seen);
            for (std::size_t k = 0; k < expected->size(); ++k)
                QVERIFY(std::abs((*seen)[k] - (*expected)[k]) < 1e-4F);
        }
        // A changed weight counts at once: then the plain layers answer.
        for (Network* network : {&plain, &prepared}) {
            const c10::NoGradGuard noGrad;
            network->impl().find("Conv1", "kernel")->value.mul_(1.5);
        }
        QVERIFY(*prepared.logits(all, 3) == *plain.logits(all, 3));
    }

    void oneSigmoidUnitGivesTwoLogits()
    {
        ModelConfig config = smallConfig();
        config.loss.name = "binary_crossentropy";
        auto unit = defaultLayer("dense");
        unit.options["units"] = 1;
        unit.options["activation"] = "sigmoid";
        config.addedLayers = {unit};
        const Network network = built(config);
        const auto z = network.logits(films(network, 64, 3), 3);
        QVERIFY(z);
        QCOMPARE(z->size(), std::size_t(6));
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE((*z)[2 * i], -(*z)[2 * i + 1]);
    }

    void oddAndOblongFilmsWork()
    {
        ModelConfig config = smallConfig(0.35, 75);
        config.preprocessing.width = 97;
        const Network network = built(config);
        const std::vector<float> film(75 * 97, 0.25F);
        QVERIFY(network.logits(film, 1));
        QCOMPARE(network.layers()[153].output, backboneOutputShape(config));
    }

    void savingAndLoadingGivesTheSameNetwork()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "w.safetensors";
        const Network network = built(smallConfig());
        QVERIFY(network.save(path));
        ModelConfig other = smallConfig();
        other.seed = 7;
        Network copy = built(other);
        QVERIFY(copy.weightsHash() != network.weightsHash());
        QVERIFY(copy.load(path));
        QCOMPARE(copy.weightsHash(), network.weightsHash());
    }

    void weightsOfAnotherShapeAreRefused()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "w.safetensors";
        QVERIFY(built(smallConfig(0.5)).save(path));
        Network network = built(smallConfig(0.35));
        const std::string before = network.weightsHash();
        const auto loaded = network.load(path);
        QVERIFY(!loaded && loaded.error().code == base::ErrorCode::ShapeMismatch);
        QCOMPARE(network.weightsHash(), before);
    }

    void safetensorsKeepNamesShapesAndBits()
    {
        SafetensorsFile file;
        file.metadata["a"] = "b";
        file.tensors = {{"x/kernel", {2, 3}, {1.0F, -2.0F, 0.0F, 3.5F, 1e-38F, 7.0F}},
            {"y", {}, {4.0F}}, {"empty", {0, 5}, {}}};
        const auto back = decodeSafetensors(encodeSafetensors(file), "test");
        QVERIFY(back);
        QCOMPARE(back->metadata.at("a"), std::string("b"));
        QCOMPARE(back->tensors.size(), std::size_t(3));
        for (const auto& tensor : back->tensors)
            for (const auto& own : file.tensors)
                if (own.name == tensor.name) {
                    QCOMPARE(tensor.values, own.values);
                    QCOMPARE(tensor.shape, own.shape);
                }
        QCOMPARE(halfToFloat(0x3C00), 1.0F);
        QCOMPARE(halfToFloat(0xC000), -2.0F);
        QCOMPARE(halfToFloat(0x0001), std::ldexp(1.0F, -24));
        QVERIFY(std::isinf(halfToFloat(0x7C00)));
    }

    void theFrozenPartGivesWhatTheNetworkGives_data()
    {
        QTest::addColumn<double>("alpha");
        QTest::addColumn<int>("side");
        QTest::addColumn<bool>("rgb");
        QTest::newRow("0.35 grey") << 0.35 << 64 << false;
        QTest::newRow("0.35 colour, odd") << 0.35 << 75 << true;
        QTest::newRow("0.25 (residual in block 0)") << 0.25 << 64 << false;
    }

    /// A cut at the end and the network's own logits lead to the same pooled features; other cuts
    /// are compared with the plain layers by the self-test in build().
    void theFrozenPartGivesWhatTheNetworkGives()
    {
        QFETCH(double, alpha);
        QFETCH(int, side);
        QFETCH(bool, rgb);
        ModelConfig config = smallConfig(alpha, side);
        config.preprocessing.rgb = rgb;
        const Network network = built(config);
        const auto layout = mobileNetV2Layout(alpha, side, side);
        for (int first = 1; first <= static_cast<int>(layout.size()); first += 44) {
            const int cut = deepestCut(layout, first);
            if (cut < 1)
                continue;
            const auto prefix = FrozenPrefix::build(network, cut);
            QVERIFY2(prefix, prefix ? "" : base::toSentence(prefix.error()).c_str());
            QCOMPARE(prefix->outputShape(), layout[static_cast<std::size_t>(cut) - 1].output);
        }
        const auto prefix =
            FrozenPrefix::build(network, static_cast<int>(layout.size()), Pooling::Max);
        QVERIFY(prefix);
        const auto input = films(network, side, 2);
        std::vector<float> together(2 * prefix->valuesPerOutput());
        QVERIFY(prefix->run(input, 2, together));
        std::vector<float> threaded(together.size());
        std::vector<std::thread> streams; // each film on its own thread: the same values
        for (std::size_t i = 0; i < 2; ++i)
            streams.emplace_back([&, i] {
                useOneThreadHere();
                const auto in = prefix->valuesPerFilm(), out = prefix->valuesPerOutput();
                (void)prefix->run(std::span(input).subspan(i * in, in), 1,
                    std::span(threaded).subspan(i * out, out));
            });
        for (auto& stream : streams)
            stream.join();
        for (std::size_t i = 0; i < together.size(); ++i)
            QVERIFY(std::abs(together[i] - threaded[i]) < 1e-4F);
        QVERIFY(!prefix->run(std::span(input).first(7), 1, together));
    }

    void theBlasIsAnOptimisedOne() { QVERIFY(blasIsFast()); }
};

QTEST_GUILESS_MAIN(NetworkTest)
#include "tst_network.moc"
