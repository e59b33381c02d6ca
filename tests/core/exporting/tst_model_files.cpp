#include "core/exporting/ModelFile.h"
#include "tests/core/exporting/MadeUpClassifiers.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace negatoscope;
using test::finalDense;
using test::madeUpClassifier;

namespace {

constexpr int kFilms = 3;

} // namespace

class ModelFilesTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    void compare(const base::Result<exporting::ModelCheck>& check)
    {
        QVERIFY2(check.has_value(), check ? "" : base::toSentence(check.error()).c_str());
        QCOMPARE(check->films, std::size_t{kFilms});
        QVERIFY2(check->largestDifference < exporting::kLargestDifference,
            qPrintable(QString::number(check->largestDifference)));
    }

    void checkAllFormats(const model::Classifier& classifier)
    {
        const auto films = test::drawnFilms(classifier, kFilms);
        const std::filesystem::path folder = m_folder.path().toStdString();
        const auto written = [](const base::Result<void>& result) {
            return result ? QByteArray() : QByteArray(base::toSentence(result.error()).c_str());
        };
        QCOMPARE(written(exporting::writeTorchScript(classifier, folder / "m.pt")), QByteArray());
        compare(exporting::checkTorchScript(folder / "m.pt", classifier, films));
        QCOMPARE(written(exporting::writeKeras(classifier, folder / "m.keras")), QByteArray());
        compare(exporting::checkKeras(folder / "m.keras", classifier, films));
        QCOMPARE(written(exporting::writeOnnx(classifier, folder / "m.onnx")), QByteArray());
        compare(exporting::checkOnnx(folder / "m.onnx", classifier, films));
    }

private Q_SLOTS:
    void headsOfAllKinds_data()
    {
        using nlohmann::json;
        QTest::addColumn<QByteArray>("params");
        QTest::addColumn<QByteArray>("layers");
        const auto row = [](const char* name, const json& params, const json& layers) {
            QTest::newRow(name) << QByteArray::fromStdString(params.dump())
                                << QByteArray::fromStdString(layers.dump());
        };
        for (const test::MadeUpHead& head : test::headsOfAllLayers())
            row(head.name.c_str(), head.params, head.layers);
        for (const char* activation : test::exportableActivations()) {
            row(activation, {{"pooling", "avg"}},
                {{{"type", "dense"}, {"units", 8}, {"activation", activation}},
                    finalDense(2, "softmax")});
        }
    }

    void headsOfAllKinds()
    {
        QFETCH(QByteArray, params);
        QFETCH(QByteArray, layers);
        checkAllFormats(madeUpClassifier(nlohmann::json::parse(params.toStdString()),
            nlohmann::json::parse(layers.toStdString())));
    }

    void whatOnnxCannotSayIsNamed()
    {
        const auto classifier = madeUpClassifier(
            {{"pooling", "avg"}}, {{{"type", "dense"}, {"units", 8}, {"activation", "sparsemax"}},
                                      finalDense(2, "softmax")});
        const auto path = std::filesystem::path(m_folder.path().toStdString()) / "no.onnx";
        const auto written = exporting::writeOnnx(classifier, path);
        QVERIFY(!written);
        QCOMPARE(written.error().code, base::ErrorCode::UnsupportedFormat);
        QVERIFY(!std::filesystem::exists(path));
    }

    void aDamagedFileDoesNotPass()
    {
        const auto classifier = madeUpClassifier(
            {{"pooling", "avg"}}, nlohmann::json::array({finalDense(2, "softmax")}));
        const std::filesystem::path path = m_folder.filePath("other.pt").toStdString();
        auto other = madeUpClassifier(
            {{"pooling", "avg"}, {"seed", 7}}, nlohmann::json::array({finalDense(2, "softmax")}));
        QVERIFY(exporting::writeTorchScript(other, path));
        const auto check =
            exporting::checkTorchScript(path, classifier, test::drawnFilms(classifier, kFilms));
        QVERIFY(check.has_value());
        QVERIFY(!check->agrees());
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.resize(1000));
        QVERIFY(
            !exporting::checkTorchScript(path, classifier, test::drawnFilms(classifier, kFilms)));
    }
};

QTEST_GUILESS_MAIN(ModelFilesTest)
#include "tst_model_files.moc"
