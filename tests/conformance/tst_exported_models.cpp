#include "core/exporting/ModelFile.h"
#include "core/training/NumpyFile.h"
#include "tests/app/CliRun.h"
#include "tests/conformance/PythonEnvironment.h"
#include "tests/core/exporting/MadeUpClassifiers.h"
#include "tests/support/SharedFiles.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>

#include <utility>

using namespace negatoscope;

namespace {

/// Our JPEG decoder works as TensorFlow's, OpenCV's in another way: levels differ by one or two,
/// and a score in the steep part of its curve by up to a few hundredths.
constexpr double kDecoders = 0.05;
constexpr int kFilms = 20;

} // namespace

/// Trained on real films where they are there, exported, and run by other people's programs.
class ExportedModelsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_films;
    bool m_real = false;

    QStringList someFilms(int count) const
    {
        QStringList films;
        QDirIterator it(m_films, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext() && films.size() < count)
            films.append(it.next());
        return films;
    }

    /// inputs.npy and expected.npy of these films for check_exports.py.
    static void writeFilms(const model::Classifier& classifier,
        const exporting::PreparedFilms& films, const QString& folder)
    {
        const auto& input = classifier.config.preprocessing;
        training::NumpyArray inputs{{0, 3, input.height, input.width}, {}};
        training::NumpyArray expected{{0, classifier.network.classCount()}, {}};
        for (std::vector<float> film : films) {
            const auto given = classifier.probabilities(film);
            QVERIFY(given.has_value());
            expected.values.insert(expected.values.end(), given->begin(), given->end());
            if (classifier.config.includePreprocessing)
                for (float& value : film)
                    value = (value + 1.0F) * 127.5F;
            for (int copy = input.channels(); copy <= 3; copy += input.channels())
                inputs.values.insert(inputs.values.end(), film.begin(), film.end());
            ++inputs.shape[0];
            ++expected.shape[0];
        }
        QCOMPARE(inputs.shape[0], std::int64_t{kFilms});
        QVERIFY(training::writeNumpy((folder + "/inputs.npy").toStdString(), inputs));
        QVERIFY(training::writeNumpy((folder + "/expected.npy").toStdString(), expected));
    }

    /// A trained run's films, read from their files.
    void writeFilmsOf(const QString& run, const QString& folder) const
    {
        const auto classifier = model::loadClassifier(run.toStdString());
        QVERIFY(classifier.has_value());
        const auto& input = classifier->config.preprocessing;
        exporting::PreparedFilms films;
        for (const QString& path : someFilms(kFilms)) {
            films.emplace_back(input.valuesPerFilm());
            QVERIFY(image::preprocessFile(path.toStdString(), input, films.back()));
        }
        writeFilms(*classifier, films, folder);
    }

    static void checkWithPython(const QStringList& folders)
    {
        const auto python = testing::pythonWith({"onnxruntime", "keras", "jax"});
        if (!python)
            QSKIP("needs a Python environment with ONNX Runtime and Keras "
                  "(packaging/install_dependencies.sh --tests)");
        const auto script = testing::sourceFolder() / "tests/conformance/check_exports.py";
        const auto judged = testing::runProgram(
            *python, QStringList{QString::fromStdString(script.string())} + folders);
        qInfo("%s", qPrintable(judged.output.trimmed()));
        QVERIFY2(judged.exitCode == 0, qPrintable(judged.output));
        QCOMPARE(judged.output.count("Keras"), folders.size());
    }

    /// Trains and exports; gives the exported folder.
    QString exported(const QString& name, const QStringList& settings)
    {
        const QString run = m_folder.filePath("run-" + name);
        const QString out = m_folder.filePath("export-" + name);
        QStringList arguments{"train", "--data", m_films, "--weights", "phantom", "--preset",
            "notebook", "--set", "epochs=2", "--set", "batch_size=8", "--out", run};
        for (const QString& setting : settings)
            arguments += {"--set", setting};
        const auto trained = testing::runCli(m_folder, arguments);
        if (trained.exitCode != 0)
            qWarning("%s", trained.err.constData());
        const auto written = testing::runCli(
            m_folder, {"export", "--model", run, "--format", "folder", "--out", out, "--json"});
        if (written.exitCode != 0)
            qWarning("%s", written.err.constData());
        writeFilmsOf(run, out);
        return out;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_films = m_folder.filePath("films");
        m_real = testing::copyChestFilms(m_films, 12);
        if (!m_real)
            QCOMPARE(testing::runCli(
                         m_folder, {"phantom", "generate", "--count", "60", "--out", m_films})
                         .exitCode,
                0);
    }

    void pythonReadsATrainedRun() { checkWithPython({exported("notebook", {})}); }

    void pythonReadsEveryHead()
    {
        // All kinds of layers, and all activations, eight of them in each head.
        std::vector<test::MadeUpHead> heads = test::headsOfAllLayers();
        nlohmann::json layers = nlohmann::json::array();
        int number = 0;
        for (const char* activation : test::exportableActivations()) {
            layers.push_back({{"type", "dense"}, {"units", 8}, {"activation", activation}});
            if (++number % 8 == 0) {
                layers.push_back(test::finalDense(2, "softmax"));
                heads.push_back({"activations to " + std::string(activation), {{"pooling", "avg"}},
                    std::exchange(layers, nlohmann::json::array())});
            }
        }
        layers.push_back(test::finalDense(2, "softmax"));
        heads.push_back({"last activations", {{"pooling", "avg"}}, layers});
        QStringList folders;
        for (const test::MadeUpHead& head : heads) {
            const auto classifier = test::madeUpClassifier(head.params, head.layers);
            const QString folder = m_folder.filePath(QString::fromStdString(head.name));
            QVERIFY(QDir().mkpath(folder));
            const std::filesystem::path path = folder.toStdString();
            QVERIFY2(exporting::writeOnnx(classifier, path / "model.onnx"), head.name.c_str());
            QVERIFY2(exporting::writeKeras(classifier, path / "model.keras"), head.name.c_str());
            writeFilms(classifier, test::drawnFilms(classifier, kFilms), folder);
            folders.append(folder);
        }
        checkWithPython(folders);
    }

    void theExamplesRunAndAgree()
    {
        const QString out = exported("examples", {});
        const QString film = someFilms(1).value(0);
        const auto ours = testing::runCli(
            m_folder, {"predict", "--model", m_folder.filePath("run-examples"), film, "--json"});
        QCOMPARE(ours.exitCode, 0);
        double score = -1.0;
        for (const auto& line : ours.lines())
            if (line.is_object() && line.contains("score"))
                score = line["score"].get<double>();
        const auto scoreOf = [](const QString& output) {
            for (const QString& line : output.split('\n'))
                if (line.startsWith("PNEUMONIA\t"))
                    return line.section('\t', 1, 1).toDouble();
            return -2.0;
        };
        const QString torch = QString::fromLatin1(NEGATOSCOPE_TORCH);
        const auto built = testing::runProgram("bash",
            {"-c", "TORCH=" + torch +
                       "; g++ -std=c++20 predict.cpp -o predict -I$TORCH/include "
                       "-I$TORCH/include/torch/csrc/api/include -L$TORCH/lib -Wl,-rpath,$TORCH/lib "
                       "-ltorch -ltorch_cpu -lc10 $(pkg-config --cflags --libs opencv4)"},
            500'000, out);
        QVERIFY2(built.exitCode == 0, qPrintable(built.output));
        const auto cpp = testing::runProgram(out + "/predict", {out + "/model.pt", film});
        QVERIFY2(std::abs(scoreOf(cpp.output) - score) < kDecoders, qPrintable(cpp.output));
        const auto python = testing::pythonWith({"onnxruntime", "cv2"});
        if (!python)
            QSKIP("the Python example needs ONNX Runtime and OpenCV "
                  "(packaging/install_dependencies.sh --tests)");
        const auto given = testing::runProgram(*python, {out + "/predict.py", film});
        QVERIFY2(std::abs(scoreOf(given.output) - score) < kDecoders, qPrintable(given.output));
    }

    void reportAndCardAreWritten()
    {
        exported("texts", {});
        const QString run = m_folder.filePath("run-texts");
        const auto card = testing::runCli(m_folder,
            {"export", "--model", run, "--format", "card", "--out", m_folder.filePath("card.md")});
        QCOMPARE(card.exitCode, 0);
        QFile text(m_folder.filePath("card.md"));
        QVERIFY(text.open(QIODevice::ReadOnly));
        const QByteArray words = text.readAll();
        QVERIFY(words.contains("Not a medical device"));
        QVERIFY(words.contains("| auc |"));
        QVERIFY(!words.contains(m_films.toUtf8()));
        const auto report = testing::runCli(
            m_folder, {"export", "--model", run, "--format", "report", "--beside", run, "--out",
                          m_folder.filePath("report.html"), "--lang", "fr"});
        QVERIFY2(report.exitCode == 0, report.err.constData());
        QFile html(m_folder.filePath("report.html"));
        QVERIFY(html.open(QIODevice::ReadOnly));
        QVERIFY(html.readAll().contains("prédécesseurs"));
    }
};

QTEST_GUILESS_MAIN(ExportedModelsTest)
#include "tst_exported_models.moc"
