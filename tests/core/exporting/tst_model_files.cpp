#include "core/exporting/ModelCheck.h"
#include "core/exporting/ModelFile.h"
#include "core/image/Film.h"
#include "core/model/ConfigSchema.h"
#include "core/model/WeightsImport.h"
#include "core/phantom/PhantomSet.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace negatoscope;

namespace {

constexpr int kSide = 64;

nlohmann::json finalDense(int units, const char* activation)
{
    return {{"type", "dense"}, {"units", units}, {"activation", activation}};
}

model::Classifier classifierOf(const nlohmann::json& params, const nlohmann::json& layers)
{
    nlohmann::json all = {{"img_size", kSide}, {"alpha", 0.35}, {"weights", "random"}};
    all.update(params);
    const auto config = model::configFromJson({{"params", all}, {"added_layers", layers}}).value();
    auto network = model::Network::build(config, 2).value();
    // Random features are so small that every head would say one half.
    model::loadBackboneWeights(network, "phantom").value();
    return {std::move(network), config, {"NORMAL", "PNEUMONIA"}, 1, 0.5, "test"};
}

exporting::PreparedFilms drawnFilms(const model::Classifier& classifier)
{
    phantom::PhantomPlan plan;
    plan.count = 3;
    plan.seed = 5;
    const auto& input = classifier.config.preprocessing;
    exporting::PreparedFilms films;
    for (const auto& request : phantom::planPhantoms(plan)) {
        const image::Film film{phantom::makePhantom(request).film, {}};
        std::vector<float> values(input.valuesPerFilm());
        image::scaleToNetwork(image::resizeToInput(film, input), values);
        films.push_back(std::move(values));
    }
    return films;
}

/// Every activation in a dense layer of its own, so that a difference in one of them shows.
std::vector<const char*> activations()
{
    return {"linear", "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "swish",
        "mish", "tanh", "sigmoid", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
        "softmax", "log_softmax", "softplus", "softsign", "exponential", "squareplus",
        "soft_shrink", "hard_shrink", "tanh_shrink", "threshold", "sparse_plus", "sparse_sigmoid",
        "glu", "log_sigmoid"};
}

} // namespace

class ModelFilesTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    void compare(const base::Result<exporting::ModelCheck>& check)
    {
        QVERIFY2(check.has_value(), check ? "" : base::toSentence(check.error()).c_str());
        QCOMPARE(check->films, std::size_t{3});
        QVERIFY2(
            check->largestDifference < exporting::kLargestDifference, qPrintable(QString::number(check->largestDifference)));
    }

    void checkAllFormats(const model::Classifier& classifier)
    {
        const auto films = drawnFilms(classifier);
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
        const json notebook = {{{"type", "dropout"}, {"count", 0.3}},
            {{"type", "dense"}, {"count", 128}, {"activation", "relu"}},
            {{"type", "dropout"}, {"count", 0.2}}, finalDense(2, "softmax")};
        row("the notebook's head", {{"pooling", "max"}}, notebook);
        row("average pooling, rescaling inside",
            {{"pooling", "avg"}, {"include_preprocessing", true}}, notebook);
        row("colour films", {{"pooling", "avg"}, {"rgb", true}}, notebook);
        row("one sigmoid unit", {{"pooling", "avg"}, {"loss", "binary_crossentropy"}},
            json::array({finalDense(1, "sigmoid")}));
        row("two sigmoid units", {{"pooling", "avg"}, {"loss", "binary_crossentropy"}},
            json::array({finalDense(2, "sigmoid")}));
        row("normalisations and noise", {{"pooling", "avg"}},
            {{{"type", "batch_normalization"}}, {{"type", "gaussian_noise"}},
                {{"type", "layer_normalization"}}, {{"type", "alpha_dropout"}},
                finalDense(2, "softmax")});
        row("flattened map", {{"pooling", nullptr}},
            {{{"type", "flatten"}}, finalDense(2, "softmax")});
        row("convolutions", {{"pooling", nullptr}},
            {{{"type", "conv2d"}, {"filters", 6}, {"kernel_size", 3}, {"padding", "same"},
                 {"strides", 2}, {"activation", "relu"}},
                {{"type", "depthwise_conv2d"}, {"kernel_size", 2}, {"padding", "same"},
                    {"depth_multiplier", 2}},
                {{"type", "separable_conv2d"}, {"filters", 4}, {"kernel_size", 3},
                    {"padding", "same"}},
                {{"type", "average_pooling2d"}, {"pool_size", 2}, {"padding", "same"}},
                {{"type", "global_average_pooling2d"}}, finalDense(2, "softmax")});
        row("pooled map", {{"pooling", nullptr}},
            {{{"type", "max_pooling2d"}, {"pool_size", 2}, {"padding", "same"}},
                {{"type", "rescaling"}, {"scale", 0.5}, {"offset", 0.25}},
                {{"type", "activation"}, {"activation", "relu"}},
                {{"type", "global_max_pooling2d"}}, finalDense(2, "softmax")});
        row("standardised features", {{"pooling", "avg"}, {"standardize_features", true}},
            notebook);
        for (const char* activation : activations()) {
            row(activation, {{"pooling", "avg"}},
                {{{"type", "dense"}, {"units", 8}, {"activation", activation}},
                    finalDense(2, "softmax")});
        }
    }

    void headsOfAllKinds()
    {
        QFETCH(QByteArray, params);
        QFETCH(QByteArray, layers);
        checkAllFormats(classifierOf(nlohmann::json::parse(params.toStdString()),
            nlohmann::json::parse(layers.toStdString())));
    }

    void whatOnnxCannotSayIsNamed()
    {
        const auto classifier = classifierOf(
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
        const auto classifier =
            classifierOf({{"pooling", "avg"}}, nlohmann::json::array({finalDense(2, "softmax")}));
        const std::filesystem::path path = m_folder.filePath("other.pt").toStdString();
        auto other = classifierOf(
            {{"pooling", "avg"}, {"seed", 7}}, nlohmann::json::array({finalDense(2, "softmax")}));
        QVERIFY(exporting::writeTorchScript(other, path));
        const auto check = exporting::checkTorchScript(path, classifier, drawnFilms(classifier));
        QVERIFY(check.has_value());
        QVERIFY(!check->agrees());
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.resize(1000));
        QVERIFY(!exporting::checkTorchScript(path, classifier, drawnFilms(classifier)));
    }
};

QTEST_GUILESS_MAIN(ModelFilesTest)
#include "tst_model_files.moc"
