#include "Golden.h"

#include "core/model/ConfigSchema.h"
#include "core/model/WeightsImport.h"
#include "tests/support/SharedFiles.h"

#include <QtTest>

#include <cmath>
#include <memory>

using namespace negatoscope;
using namespace negatoscope::model;
using namespace negatoscope::testing;

/// Every limit is the one of ../shared/reference/golden/README.md.
class GoldenTest : public QObject
{
    Q_OBJECT

private:
    static Network seedNetwork(const Golden& golden, const std::filesystem::path& teachable)
    {
        auto network = Network::build(seedConfig(), 2);
        if (!network)
            qFatal("%s", base::toSentence(network.error()).c_str());
        const auto report = loadBackboneWeights(*network, teachable.string());
        if (!report)
            qFatal("%s", base::toSentence(report.error()).c_str());
        for (const auto& [own, theirs] : {std::pair{"dense", "dense_0"}, {"dense_1", "dense_1"}})
            for (const char* name : {"kernel", "bias"})
                setVariable(network->impl(), own, name,
                    golden.array(std::string("initial/") + theirs + "/" + name));
        return std::move(*network);
    }

    static at::Tensor lossOf(const at::Tensor& logits, const at::Tensor& labels)
    {
        return -at::log_softmax(logits, 1).gather(1, labels.unsqueeze(1)).mean();
    }

private Q_SLOTS:
    void activationsAgreeWithKeras()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/golden");
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        const Golden golden(folder);
        Network network = seedNetwork(golden, teachable);
        NetworkImpl& impl = network.impl();
        const c10::NoGradGuard noGrad;
        const auto x = golden.films(0, 4);
        for (const char* layer : {"Conv1_relu", "block_3_project_BN", "block_6_expand_relu",
                 "block_12_add", "out_relu"}) {
            int index = 0;
            while (impl.layout[static_cast<std::size_t>(index)].name != layer)
                ++index;
            const auto y = impl.backbone(x, 0, index + 1, {});
            const std::string prefix = std::string("forward/") + layer;
            QVERIFY2(
                largestDifference(y.mean({2, 3}), golden.array(prefix + "/channel_mean")) < 3e-4,
                layer);
            if (golden.json()["arrays"].contains(prefix + "/image0")) {
                const auto expected = toNchw(golden.array(prefix + "/image0").unsqueeze(0));
                QVERIFY2(largestDifference(y.narrow(0, 0, 1), expected) < 3e-4, layer);
            }
        }
        const auto features = impl.backbone(x, 0, impl.backboneSize(), {});
        QVERIFY(largestDifference(features.mean({2, 3}), golden.array("forward/GAP")) < 1e-4);
        QVERIFY(largestDifference(features.amax({2, 3}), golden.array("forward/GMP")) < 2e-4);
        const auto all = impl.backbone(golden.films(0, 16), 0, impl.backboneSize(), {});
        // Over all 16 films single maxima reach the limit of single activations.
        QVERIFY(largestDifference(all.amax({2, 3}), golden.array("forward/GMP16")) < 3e-4);
    }

    void softmaxOfTheSeedModelAgrees()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/golden");
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        const Golden golden(folder);
        Network network = seedNetwork(golden, teachable);
        const c10::NoGradGuard noGrad;
        const auto result = network.impl().forward(golden.films(0, 4), 0, {});
        const auto& expected = golden.json()["forward"]["probabilities_of_initial_model"];
        for (int i = 0; i < 4; ++i)
            for (int k = 0; k < 2; ++k)
                QVERIFY(std::abs(result.output[i][k].item<double>() -
                                 expected[i][k].get<double>()) < 3e-5);
    }

    void colourFilmsGiveTheSameAsGreyOnes()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/golden");
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        const Golden golden(folder);
        Network network = seedNetwork(golden, teachable);
        const c10::NoGradGuard noGrad;
        const auto x = golden.films(0, 2);
        const auto grey = network.impl().backbone(x, 0, 154, {});
        const auto colour = network.impl().backbone(x.expand({-1, 3, -1, -1}), 0, 154, {});
        QVERIFY(largestDifference(grey, colour) < 1e-4);
    }

    void cuttingAnywhereLegalChangesNothing()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/golden");
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        const Golden golden(folder);
        Network network = seedNetwork(golden, teachable);
        NetworkImpl& impl = network.impl();
        const c10::NoGradGuard noGrad;
        const auto x = golden.films(0, 1);
        const auto whole = impl.backbone(x, 0, 154, {});
        for (int first = 0; first <= 154; first += 11) {
            const int cut = deepestCut(impl.layout, first);
            const auto prefix = impl.backbone(x, 0, cut, {});
            const auto kept = prefix.clone();
            const auto rest = impl.backbone(prefix, cut, 154, {});
            QVERIFY(largestDifference(rest, whole) < 1e-4);
            QVERIFY(at::equal(prefix, kept)); // the cached activation is not written to
        }
    }

    void gradientsOfOneStepAgree_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("first");
        QTest::addColumn<double>("lossLimit");
        QTest::addColumn<double>("headLimit");
        QTest::addColumn<double>("backboneLimit");
        QTest::newRow("fixed100") << "fixed100" << 100 << 5e-5 << 1e-4 << 3e-2;
        QTest::newRow("frozen") << "frozen" << 154 << 5e-5 << 1e-4 << 3e-2;
        QTest::newRow("fixed0") << "fixed0" << 0 << 3e-4 << 5e-4 << 1e-1;
    }

    void gradientsOfOneStepAgree()
    {
        QFETCH(QString, name);
        QFETCH(int, first);
        QFETCH(double, lossLimit);
        QFETCH(double, headLimit);
        QFETCH(double, backboneLimit);
        SKIP_WITHOUT_SHARED(folder, "reference/golden");
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        const Golden golden(folder);
        Network network = seedNetwork(golden, teachable);
        NetworkImpl& impl = network.impl();
        impl.freezeBackboneBefore(first);
        const auto& expected = golden.json()["gradients"][name.toStdString()];
        QCOMPARE(
            network.trainableParameterCount(), expected["trainable_floats"].get<std::int64_t>());
        std::vector<std::int64_t> labels;
        for (int i = 0; i < 8; ++i)
            labels.push_back(golden.json()["images"][i]["label"].get<std::int64_t>());
        ForwardContext context;
        context.training = true;
        const auto result = impl.forward(golden.films(0, 8), 0, context);
        const auto loss = lossOf(result.logits, at::tensor(labels));
        QVERIFY(std::abs(loss.item<double>() - expected["loss"].get<double>()) < lossLimit);
        loss.backward();
        for (const auto& [key, value] : expected["norms"].items()) {
            const auto slash = key.find('/');
            std::string layer = key.substr(0, slash);
            const bool head = layer == "dense_0" || layer == "dense_1";
            layer = layer == "dense_0" ? "dense" : layer;
            const Variable* variable = impl.find(layer, key.substr(slash + 1));
            QVERIFY2(variable && variable->value.grad().defined(), key.c_str());
            const double norm = variable->value.grad().norm().item<double>();
            const double wanted = value.get<double>();
            if (key.ends_with("project_BN/beta") && wanted < 1e-4)
                QVERIFY2(norm < 1e-4, key.c_str());
            else
                QVERIFY2(std::abs(norm - wanted) < (head ? headLimit : backboneLimit) * wanted,
                    (key + " " + std::to_string(norm) + " " + std::to_string(wanted)).c_str());
        }
        if (name == "fixed100")
            compareWholeGradients(golden, impl);
    }

    void theTestPictureOfAppendixAGivesItsValues()
    {
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        auto config = seedConfig();
        config.preprocessing.rgb = true;
        auto network = Network::build(config, 2);
        QVERIFY(network);
        QVERIFY(loadBackboneWeights(*network, teachable.string()));
        auto x = at::empty({1, 3, 224, 224}, at::kFloat);
        auto values = x.accessor<float, 4>();
        for (int r = 0; r < 224; ++r)
            for (int c = 0; c < 224; ++c) {
                const double y = r / 224.0, u = c / 224.0;
                const double factor = r >= 60 && r < 160 && c >= 80 && c < 150 ? -0.5 : 1.0;
                values[0][0][r][c] = static_cast<float>(factor * std::sin(6 * u + 3 * y));
                values[0][1][r][c] = static_cast<float>(factor * std::cos(9 * y - 2 * u));
                values[0][2][r][c] = static_cast<float>(factor * std::sin(20 * u * y));
            }
        const c10::NoGradGuard noGrad;
        const auto features = network->impl().backbone(x, 0, 154, {});
        QVERIFY(std::abs(features.mean().item<double>() - 0.2558096) < 1e-5);
        QVERIFY(std::abs(features[0][2][3][3].item<double>() - 4.754364) < 3e-4);
        QVERIFY(std::abs(features[0][3][3][3].item<double>() - 5.3048973) < 3e-4);
        QVERIFY(std::abs(features.mean({2, 3}).sum().item<double>() - 327.43629) < 1e-2);
        QVERIFY(std::abs(features.amax({2, 3}).sum().item<double>() - 1666.52985) < 2e-2);
    }

private:
    static void compareWholeGradients(const Golden& golden, NetworkImpl& impl)
    {
        for (const auto& [layer, own] :
            {std::pair{"Conv_1", "Conv_1"}, {"dense_0", "dense"}, {"dense_1", "dense_1"}})
            for (const char* name : {"kernel", "bias"}) {
                Variable* variable = impl.find(own, name);
                if (!variable)
                    continue;
                Variable gradient = *variable;
                gradient.value = variable->value.grad();
                auto values = kerasValues(gradient);
                const auto expected =
                    golden.array(std::string("gradient/fixed100/") + layer + "/" + name);
                const auto mine = at::from_blob(values.data(), expected.sizes(), at::kFloat);
                QVERIFY2(relativeDifference(mine, expected) < 1e-4, layer);
            }
        for (const char* name : {"moving_mean", "moving_variance"})
            QVERIFY2(relativeDifference(impl.find("Conv_1_bn", name)->value,
                         golden.array(std::string("after_one_forward/Conv_1_bn/") + name)) < 1e-5,
                name);
    }
};

QTEST_GUILESS_MAIN(GoldenTest)
#include "tst_golden.moc"
