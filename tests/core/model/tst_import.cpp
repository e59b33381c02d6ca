#include "Golden.h"

#include "core/base/Files.h"
#include "core/model/Classifier.h"
#include "core/model/KerasTopology.h"
#include "core/model/Safetensors.h"
#include "core/model/StoredModel.h"
#include "core/model/WeightsImport.h"
#include "tests/support/SharedFiles.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>

using namespace negatoscope;
using namespace negatoscope::model;
using namespace negatoscope::testing;

namespace {

nlohmann::json expectedOf(const std::filesystem::path& folder, const std::string& file)
{
    std::ifstream stream(folder / "expected.json");
    return nlohmann::json::parse(stream).at("files").at(file);
}

std::vector<float> flat(const at::Tensor& x)
{
    const auto values = x.contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

/// A copy of a folder that may be changed.
std::filesystem::path copied(const std::filesystem::path& from, const QTemporaryDir& to)
{
    const auto target = std::filesystem::path(to.path().toStdString()) / "copy";
    std::filesystem::copy(from, target, std::filesystem::copy_options::recursive);
    for (const auto& entry : std::filesystem::directory_iterator(target))
        std::filesystem::permissions(entry, std::filesystem::perms::owner_all);
    std::filesystem::permissions(target, std::filesystem::perms::owner_all);
    return target;
}

void writeText(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

} // namespace

class ImportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeKerasModelsPredictWhatKerasSaid_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"seed_model.keras", "seed_model.h5", "seed_model_nested.keras",
                 "seed_model_nested.h5"})
            QTest::newRow(file) << file;
    }

    void wholeKerasModelsPredictWhatKerasSaid()
    {
        QFETCH(QString, file);
        SKIP_WITHOUT_SHARED(folder, "reference/keras_files");
        SKIP_WITHOUT_SHARED(goldenFolder, "reference/golden");
        const Golden golden(goldenFolder);
        const auto classifier = loadClassifier(folder / file.toStdString());
        QVERIFY2(classifier, classifier ? "" : base::toSentence(classifier.error()).c_str());
        QCOMPARE(classifier->config.alpha, 0.35);
        QVERIFY(classifier->config.pooling == Pooling::Max);
        QCOMPARE(classifier->config.addedLayers.size(), std::size_t(4));
        QCOMPARE(classifier->classNames.size(), std::size_t(2));
        const auto expected = expectedOf(folder, file.toStdString()).at("expected_outputs");
        const auto x = golden.films(0, 4).expand({-1, 3, -1, -1});
        for (int i = 0; i < 4; ++i) {
            const auto p = classifier->probabilities(flat(x[i]));
            QVERIFY(p);
            for (std::size_t k = 0; k < 2; ++k)
                QVERIFY(std::abs((*p)[k] - expected[std::size_t(i)][k].get<double>()) < 1e-4);
        }
    }

    void weightsAloneFillTheSameArchitecture()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/keras_files");
        SKIP_WITHOUT_SHARED(goldenFolder, "reference/golden");
        const Golden golden(goldenFolder);
        for (const char* file : {"seed_weights.weights.h5", "seed_model.h5", "seed_model.keras"}) {
            auto network = Network::build(seedConfig(), 2);
            QVERIFY(network);
            const auto report = loadWeights(*network, folder / file);
            QVERIFY2(report, report ? "" : base::toSentence(report.error()).c_str());
            QCOMPARE(report->variables, std::size_t(264));
            QVERIFY(!report->byOrder);
            const c10::NoGradGuard noGrad;
            const auto output = network->impl().forward(golden.films(0, 4), 0, {}).output;
            const auto expected = expectedOf(folder, file).at("expected_outputs");
            for (int i = 0; i < 4; ++i)
                for (int k = 0; k < 2; ++k)
                    QVERIFY(
                        std::abs(output[i][k].item<double>() -
                                 expected[std::size_t(i)][std::size_t(k)].get<double>()) < 1e-4);
        }
        // Without a description there is no classifier to make of it.
        const auto classifier = loadClassifier(folder / "seed_weights.weights.h5");
        QVERIFY(!classifier && classifier.error().code == base::ErrorCode::UnsupportedFormat);
    }

    void thePublishedLayoutGivesKerasFeatures()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/keras_files");
        SKIP_WITHOUT_SHARED(goldenFolder, "reference/golden");
        const Golden golden(goldenFolder);
        auto network = Network::build(seedConfig(), 2);
        QVERIFY(network);
        const auto report = loadBackboneWeights(*network, (folder / "backbone_notop.h5").string());
        QVERIFY2(report, report ? "" : base::toSentence(report.error()).c_str());
        QCOMPARE(report->variables, std::size_t(260));
        QVERIFY(report->source.find("Keras 2") != std::string::npos);
        const c10::NoGradGuard noGrad;
        const auto y = network->impl().backbone(golden.films(0, 4), 0, 154, {});
        const auto expected = expectedOf(folder, "backbone_notop.h5").at("expected_features");
        QVERIFY2(checkFeatures(y, expected), expected.dump().substr(0, 600).c_str());
    }

    void theBackboneOfAnyFileIsTheSame()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/keras_files");
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        const auto hashOf = [](const std::filesystem::path& path) {
            auto network = Network::build(seedConfig(), 2);
            const auto report = loadBackboneWeights(*network, path.string());
            return report ? network->backboneHash() : base::toSentence(report.error());
        };
        // Keras' published ImageNet weights, twice (keras.md 1.8).
        QCOMPARE(hashOf(teachable), hashOf(folder / "backbone_notop.h5"));
        QCOMPARE(hashOf(teachable / "model.json"), hashOf(teachable));
        QCOMPARE(hashOf(folder / "seed_model.h5"), hashOf(folder / "seed_model.keras"));
        QCOMPARE(
            hashOf(folder / "seed_model_nested.h5"), hashOf(folder / "seed_model_nested.keras"));
        QCOMPARE(hashOf(folder / "seed_weights.weights.h5"), hashOf(folder / "seed_model.h5"));
    }

    void aTeachableMachineFolderIsAClassifier()
    {
        SKIP_WITHOUT_SHARED(goldenFolder, "reference/golden");
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        const Golden golden(goldenFolder);
        const auto classifier = loadClassifier(teachable);
        QVERIFY2(classifier, classifier ? "" : base::toSentence(classifier.error()).c_str());
        QCOMPARE(classifier->classNames.size(), std::size_t(3));
        QCOMPARE(classifier->classNames[2], std::string("Not MRI Scan"));
        QVERIFY(classifier->config.preprocessing.policy == image::ResizePolicy::Crop);
        QVERIFY(classifier->config.pooling == Pooling::Average);
        const auto& expected =
            golden.json()["forward"]["teachable_machine_head_on_GAP_probabilities"];
        const auto x = golden.films(0, 4).expand({-1, 3, -1, -1});
        for (int i = 0; i < 4; ++i) {
            const auto p = classifier->probabilities(flat(x[i]));
            QVERIFY(p);
            for (std::size_t k = 0; k < 3; ++k)
                QVERIFY(std::abs((*p)[k] - expected[std::size_t(i)][k].get<double>()) < 3e-5);
        }
    }

    void aClassifierSurvivesItsRunFolder()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/keras_files");
        SKIP_WITHOUT_SHARED(data, "data/chest_xray_224/test");
        auto classifier = loadClassifier(folder / "seed_model.keras");
        QVERIFY(classifier);
        classifier->classNames = {"NORMAL", "PNEUMONIA"};
        classifier->threshold = 0.37;
        classifier->positiveClass = 1;
        QTemporaryDir temporary;
        const std::filesystem::path run = temporary.path().toStdString() + "/run";
        const auto saved = saveClassifier(*classifier, run, "best.safetensors");
        QVERIFY2(saved, saved ? "" : base::toSentence(saved.error()).c_str());
        const auto back = loadClassifier(run);
        QVERIFY2(back, back ? "" : base::toSentence(back.error()).c_str());
        QCOMPARE(back->network.weightsHash(), classifier->network.weightsHash());
        QVERIFY(back->config == classifier->config);
        QCOMPARE(back->classNames, classifier->classNames);
        QCOMPARE(back->threshold, 0.37);
        const auto film = data / "NORMAL" / "IM-0178-0001.jpeg";
        const auto before = classifier->probabilitiesOfFile(film);
        const auto after = back->probabilitiesOfFile(film);
        QVERIFY(before && after);
        QCOMPARE(*after, *before);
        // A run folder is a source of weights, too.
        auto network = Network::build(seedConfig(), 2);
        QVERIFY(loadBackboneWeights(*network, run.string()));
        QCOMPARE(network->backboneHash(), back->network.backboneHash());
    }

    void anotherAlphaIsNamed()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/keras_files");
        auto config = seedConfig();
        config.alpha = 0.5;
        auto network = Network::build(config, 2);
        QVERIFY(network);
        const std::string before = network->weightsHash();
        const auto report = loadBackboneWeights(*network, (folder / "backbone_notop.h5").string());
        QVERIFY(!report);
        QVERIFY(report.error().code == base::ErrorCode::ShapeMismatch);
        QCOMPARE(report.error().what,
            std::string("these weights are of alpha 0.35; the configuration says 0.5"));
        QCOMPARE(network->weightsHash(), before);
    }

    void shardsAndQuantisedWeightsAreRead()
    {
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        QTemporaryDir temporary;
        const auto folder = copied(teachable, temporary);
        auto whole = readStoredModel(folder);
        QVERIFY(whole);
        // Cut weights.bin inside a tensor.
        const auto bytes = base::readFile(folder / "weights.bin");
        QVERIFY(bytes);
        const std::string all(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        writeText(folder / "weights.bin", all.substr(0, 12345));
        writeText(folder / "second.bin", all.substr(12345));
        auto text = base::readTextFile(folder / "model.json");
        auto json = nlohmann::json::parse(*text);
        json["weightsManifest"][0]["paths"] = {"weights.bin", "second.bin"};
        writeText(folder / "model.json", json.dump());
        const auto cut = readStoredModel(folder);
        QVERIFY(cut);
        QCOMPARE(cut->variables.size(), whole->variables.size());
        for (std::size_t i = 0; i < cut->variables.size(); ++i)
            QVERIFY(cut->variables[i].values == whole->variables[i].values);
        // uint8: q · scale + min
        json["weightsManifest"] = nlohmann::json::array({{{"paths", {"q.bin"}},
            {"weights", {{{"name", "a/kernel"}, {"shape", {3}}, {"dtype", "float32"},
                             {"quantization", {{"dtype", "uint8"}, {"scale", 0.5}, {"min", -1.0}}}},
                            {{"name", "b/kernel"}, {"shape", {1}}, {"dtype", "float32"},
                                {"quantization", {{"dtype", "float16"}}}}}}}});
        writeText(folder / "model.json", json.dump());
        writeText(folder / "q.bin", std::string("\x00\x02\xFF\x00\x3C", 5));
        const auto quantised = readStoredModel(folder);
        QVERIFY2(quantised, quantised ? "" : base::toSentence(quantised.error()).c_str());
        QCOMPARE(quantised->variables[0].values, (std::vector<float>{-1.0F, 0.0F, 126.5F}));
        QCOMPARE(quantised->variables[1].values, (std::vector<float>{1.0F}));
        json["weightsManifest"][0]["paths"] = {"../weights.bin"};
        writeText(folder / "model.json", json.dump());
        QVERIFY(!readStoredModel(folder));
    }

    void weightsUnderOtherNamesLoadByOrder()
    {
        auto source = Network::build(seedConfig(), 2);
        QVERIFY(source);
        SafetensorsFile file;
        int layer = -1;
        std::string last;
        for (const Variable& variable : source->impl().variables) {
            if (variable.layer != last)
                ++layer;
            last = variable.layer;
            // Zero-padded numbers keep the order of a sorted header.
            file.tensors.push_back({"layer" + std::to_string(1000 + layer) + "/" + variable.name,
                variable.kerasShape, kerasValues(variable)});
        }
        QTemporaryDir temporary;
        const std::filesystem::path path = temporary.path().toStdString() + "/w.safetensors";
        QVERIFY(writeSafetensors(path, file));
        auto config = seedConfig();
        config.seed = 99;
        auto network = Network::build(config, 2);
        const auto report = loadBackboneWeights(*network, path.string());
        QVERIFY2(report, report ? "" : base::toSentence(report.error()).c_str());
        QVERIFY(report->byOrder);
        QCOMPARE(network->backboneHash(), source->backboneHash());
    }

    void snakeCaseIsKeras()
    {
        QCOMPARE(kerasSnakeCase("Conv2D"), std::string("conv2d"));
        QCOMPARE(kerasSnakeCase("DepthwiseConv2D"), std::string("depthwise_conv2d"));
        QCOMPARE(kerasSnakeCase("ReLU"), std::string("re_lu"));
        QCOMPARE(kerasSnakeCase("BatchNormalization"), std::string("batch_normalization"));
        QCOMPARE(kerasSnakeCase("GlobalMaxPooling2D"), std::string("global_max_pooling2d"));
        QCOMPARE(kerasSnakeCase("Functional"), std::string("functional"));
        QCOMPARE(kerasSnakeCase("InputLayer"), std::string("input_layer"));
        QCOMPARE(kerasSnakeCase("ZeroPadding2D"), std::string("zero_padding2d"));
    }

    void anUnknownHeadLayerIsNamed()
    {
        SKIP_WITHOUT_SHARED(teachable, "models/teachable_machine");
        QTemporaryDir temporary;
        const auto folder = copied(teachable, temporary);
        auto json = nlohmann::json::parse(*base::readTextFile(folder / "model.json"));
        auto& head = json["modelTopology"]["config"]["layers"][1]["config"]["layers"];
        head.insert(head.begin(), nlohmann::json{{"class_name", "MultiHeadAttention"},
                                      {"config", {{"name", "attention"}}}});
        writeText(folder / "model.json", json.dump());
        const auto classifier = loadClassifier(folder);
        QVERIFY(!classifier);
        QVERIFY(classifier.error().code == base::ErrorCode::UnsupportedFormat);
        QVERIFY(classifier.error().what.find("MultiHeadAttention") != std::string::npos);
    }

private:
    static bool checkFeatures(const at::Tensor& y, const nlohmann::json& expected)
    {
        for (std::size_t i = 0; i < 4; ++i) {
            const auto map = y[static_cast<std::int64_t>(i)];
            const auto average = map.mean({1, 2});
            const auto value = [&](const char* key) {
                return expected.at(key)[i];
            };
            if (std::abs(map.mean().item<double>() - value("mean").get<double>()) > 1e-5)
                return false;
            if (std::abs(average.sum().item<double>() - value("gap_sum").get<double>()) > 1e-2)
                return false;
            if (std::abs(map.amax({1, 2}).sum().item<double>() - value("gmp_sum").get<double>()) >
                5e-2)
                return false;
            const auto first = value("gap_first_32");
            for (std::int64_t k = 0; k < 32; ++k)
                if (std::abs(average[k].item<double>() -
                             first[static_cast<std::size_t>(k)].get<double>()) > 1e-4)
                    return false;
        }
        return true;
    }
};

QTEST_GUILESS_MAIN(ImportTest)
#include "tst_import.moc"
