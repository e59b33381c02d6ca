#include "core/model/Safetensors.h"
#include "core/model/TorchCompat.h"
#include "core/model/WeightsImport.h"
#include "core/training/Pretrain.h"
#include "core/training/Pretrain_impl.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace negatoscope;
using namespace negatoscope::training;

namespace {

PhantomTensors smallSet(std::size_t count)
{
    phantom::PhantomPlan plan;
    plan.count = count;
    plan.side = 64;
    plan.seed = 11;
    return drawPhantomTensors(plan, 1, {}, {});
}

} // namespace

class PretrainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuredStatisticsMakeInferenceEqualTraining()
    {
        // One batch: its statistics are the moving ones, so both modes give the same activations
        // up to the unbiased variance.
        const PhantomTensors data = smallSet(16);
        auto network = phantomNetwork(64, 5);
        QVERIFY(network);
        model::NetworkImpl& impl = network->impl();
        measureBatchNorm(impl, data.films, 16);
        QCOMPARE(impl.firstTrainable, impl.backboneSize());
        const c10::NoGradGuard noGrad;
        const at::Tensor input = toNetworkInput(data.films);
        const at::Tensor inference = impl.backbone(input, 0, impl.backboneSize(), {});
        impl.freezeBackboneBefore(0);
        model::ForwardContext context;
        context.training = true;
        context.updateStatistics = false;
        const at::Tensor training = impl.backbone(input, 0, impl.backboneSize(), context);
        const double scale = at::mean(at::abs(training)).item<double>();
        const double difference = at::mean(at::abs(training - inference)).item<double>();
        QVERIFY2(difference < 0.05 * scale, qPrintable(QString::number(difference / scale)));
    }

    void theAnswersMatchTheFilms()
    {
        const PhantomTensors data = smallSet(12);
        const auto none = at::eq(data.kind, 0);
        QVERIFY(at::equal(none, at::eq(data.side, 0)));
        QVERIFY(at::equal(none, at::eq(data.zone, 0)));
        QVERIFY(at::equal(none, at::eq(data.size, 0.0)));
        // √(mean of the cells) is the stated size: 64 pixels in 7 cells of 9 or 10.
        const at::Tensor area = at::sqrt(at::mean(data.place, {1, 2, 3}));
        QVERIFY(at::max(at::abs(area - data.size)).item<double>() < 0.02);
    }

    void theSameRequestGivesTheSameBackbone()
    {
        const QTemporaryDir temporary;
        PretrainRequest request;
        request.films = 16;
        request.batchSize = 8;
        request.epochs = 2;
        request.warmUpEpochs = 1;
        request.side = 64;
        request.warmUpSide = 32;
        request.threads = 1;
        std::vector<std::vector<model::NamedTensor>> files;
        for (const char* name : {"a.safetensors", "b.safetensors"}) {
            request.out = temporary.filePath(name).toStdString();
            int epochs = 0;
            QVERIFY(pretrain(request, [&](const PretrainEpoch& epoch) {
                QCOMPARE(epoch.side, epochs == 0 ? 32 : 64);
                ++epochs;
            }));
            QCOMPARE(epochs, 2);
            auto file = model::readSafetensors(request.out);
            QVERIFY(file);
            files.push_back(std::move(file->tensors));
        }
        QCOMPARE(files[0].size(), files[1].size());
        std::size_t values = 0;
        for (std::size_t i = 0; i < files[0].size(); ++i) {
            QCOMPARE(files[0][i].name, files[1][i].name);
            QVERIFY(files[0][i].values == files[1][i].values);
            values += files[0][i].values.size();
        }
        QCOMPARE(values, std::size_t{410208}); // keras.md 1: alpha 0.35 without top
    }

    void theEmbeddedBackboneLoads()
    {
        auto network = phantomNetwork(64, 1);
        QVERIFY(network);
        const std::string before = network->backboneHash();
        const auto loaded = model::loadBackboneWeights(*network, "phantom");
        QVERIFY2(loaded, loaded ? "" : base::toSentence(loaded.error()).c_str());
        QCOMPARE(loaded->variables, std::size_t{260}); // 52 convolutions and 52 × 4 of BN
        QVERIFY(network->backboneHash() != before);
    }
};

QTEST_GUILESS_MAIN(PretrainTest)
#include "tst_pretrain.moc"
