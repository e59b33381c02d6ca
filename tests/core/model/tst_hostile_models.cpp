#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/model/Classifier.h"
#include "core/model/ConfigSchema.h"
#include "core/model/Safetensors.h"
#include "core/model/StoredModel.h"
#include "tests/support/SharedFiles.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace negatoscope;
using namespace negatoscope::model;

/// Damaged files of every kind: an error or a valid model, never a crash, never without end.
class HostileModelsTest : public QObject
{
    Q_OBJECT

private:
    static void write(const std::filesystem::path& path, std::span<const std::byte> bytes)
    {
        std::ofstream file(path, std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
    }

    /// A byte flipped, a run of bytes overwritten, or the end cut off. Most damage goes to the
    /// first part, where the structure lies.
    static std::vector<std::byte> damaged(
        std::vector<std::byte> bytes, base::Random& random, bool anywhere)
    {
        const std::uint64_t span =
            anywhere ? bytes.size() : std::min<std::uint64_t>(bytes.size(), 60'000);
        const std::uint64_t kind = random.below(4);
        if (kind == 0) {
            bytes.resize(random.below(bytes.size()));
            return bytes;
        }
        const std::uint64_t changes = kind == 1 ? 1 : 1 + random.below(20);
        for (std::uint64_t i = 0; i < changes; ++i) {
            const std::uint64_t place = random.below(span);
            const std::uint64_t run = kind == 3 ? 1 + random.below(8) : 1;
            for (std::uint64_t k = place; k < std::min<std::uint64_t>(place + run, bytes.size());
                 ++k)
                bytes[k] = kind == 3 ? std::byte{0xFF} : std::byte(random.below(256));
        }
        return bytes;
    }

private Q_SLOTS:
    void damagedFilesNeverCrash_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("rounds");
        QTest::newRow("legacy whole .h5") << "reference/keras_files/seed_model_nested.h5" << 40;
        QTest::newRow("legacy weights .h5") << "reference/keras_files/backbone_notop.h5" << 40;
        QTest::newRow(".weights.h5") << "reference/keras_files/seed_weights.weights.h5" << 40;
        QTest::newRow(".keras") << "reference/keras_files/seed_model.keras" << 30;
        QTest::newRow("model.json") << "models/teachable_machine/model.json" << 40;
    }

    void damagedFilesNeverCrash()
    {
        QFETCH(QString, file);
        QFETCH(int, rounds);
        const auto path = testing::sharedPath(file.toStdString());
        if (!path)
            QSKIP("needs ../shared, which is not on this machine");
        const auto original = base::readFile(*path);
        QVERIFY(original);
        QTemporaryDir temporary;
        const auto target =
            std::filesystem::path(temporary.path().toStdString()) / path->filename();
        if (path->filename() == "model.json")
            std::filesystem::copy(path->parent_path() / "weights.bin", target.parent_path());
        base::Random random(base::deriveSeed(11, file.toStdString()));
        int read = 0;
        for (int round = 0; round < rounds; ++round) {
            write(target, damaged(*original, random, round % 3 == 0));
            const auto model = readStoredModel(target);
            if (model)
                ++read;
            else
                QVERIFY(!model.error().what.empty());
        }
        qInfo("%d of %d could still be read", read, rounds);
    }

    void damagedSafetensorsNeverCrash()
    {
        SafetensorsFile file;
        base::Random random(3);
        for (int i = 0; i < 40; ++i)
            file.tensors.push_back(
                {"layer_" + std::to_string(i) + "/kernel", {3, 4}, std::vector<float>(12, 0.5F)});
        const auto bytes = encodeSafetensors(file);
        for (int round = 0; round < 3000; ++round)
            (void)decodeSafetensors(damaged(bytes, random, true), "damaged");
        // A header that lies about its own size.
        std::vector<std::byte> lie(8, std::byte{0xFF});
        QVERIFY(!decodeSafetensors(lie, "lie"));
        QVERIFY(!decodeSafetensors({}, "empty"));
    }

    void nestingAndSizesAreLimited()
    {
        QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        const auto json = [&](const std::string& text) {
            std::ofstream(folder / "model.json") << text;
            return readStoredModel(folder / "model.json");
        };
        QVERIFY(!json(std::string(1'000'000, '[')));
        QVERIFY(!json(R"({"modelTopology":{},"weightsManifest":[{"paths":["w"],"weights":[]}]})"));
        std::ofstream(folder / "w") << "abcd";
        const auto sized = [&](const std::string& shape) {
            return json(R"({"weightsManifest":[{"paths":["w"],"weights":[{"name":"a/b","shape":)" +
                        shape + R"(,"dtype":"float32"}]}]})");
        };
        QVERIFY(sized("[1]"));
        QVERIFY(!sized("[4294967296,4294967296]"));
        QVERIFY(!sized("[-1]"));
        QVERIFY(!sized("[2]"));
        QVERIFY(!sized("[0]")); // four bytes are left over
    }

    void whatIsNoModelIsSaid()
    {
        QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        const auto missing = loadClassifier(folder / "nothing.h5");
        QVERIFY(!missing && missing.error().code == base::ErrorCode::NotFound);
        const auto empty = loadClassifier(folder);
        QVERIFY(!empty && empty.error().code == base::ErrorCode::NotFound);
        std::ofstream(folder / "film.jpeg") << "not a model";
        const auto film = loadClassifier(folder / "film.jpeg");
        QVERIFY(!film && film.error().code == base::ErrorCode::UnsupportedFormat);
        std::ofstream(folder / "short.keras") << "PK";
        const auto cut = loadClassifier(folder / "short.keras");
        QVERIFY(!cut && cut.error().code == base::ErrorCode::CorruptFile);
    }

    void damagedRunFoldersAreErrors()
    {
        ModelConfig config;
        config.weights = "random";
        config.addedLayers = {defaultLayer("dense")};
        auto network = Network::build(config, 2);
        QVERIFY(network);
        QTemporaryDir temporary;
        const std::filesystem::path run = temporary.path().toStdString();
        const Classifier classifier{std::move(*network), config, {"a", "b"}, 1, 0.5, "test"};
        QVERIFY(saveClassifier(classifier, run, "best.safetensors"));
        const auto modelJson = base::readFile(run / "model.json");
        const auto weights = base::readFile(run / "best.safetensors");
        QVERIFY(modelJson && weights && loadClassifier(run));
        base::Random random(8);
        for (int round = 0; round < 60; ++round) {
            write(run / "model.json", damaged(*modelJson, random, true));
            (void)loadClassifier(run);
        }
        write(run / "model.json", *modelJson);
        for (int round = 0; round < 30; ++round) {
            write(run / "best.safetensors", damaged(*weights, random, round % 2 == 0));
            (void)loadClassifier(run);
        }
        std::filesystem::remove(run / "best.safetensors");
        QVERIFY(!loadClassifier(run));
    }
};

QTEST_GUILESS_MAIN(HostileModelsTest)
#include "tst_hostile_models.moc"
