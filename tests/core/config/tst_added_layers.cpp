#include "core/model/ConfigSchema.h"
#include "core/model/ModelConfig.h"

#include <QTest>

#include <set>

using namespace negatoscope;
using namespace negatoscope::model;

namespace {

nlohmann::json parsed(const char* text)
{
    return nlohmann::json::parse(text);
}

std::string errorOf(const char* text)
{
    const auto layer = layerFromJson(parsed(text), 2);
    return layer ? "no error" : base::toSentence(layer.error());
}

} // namespace

class tst_AddedLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsEveryTypeOfTheNotebook()
    {
        std::set<std::string> types;
        for (const LayerRow& row : layerRows()) {
            types.insert(row.type);
            QVERIFY(!row.label.empty() && !row.effect.empty() && !row.icon.empty());
            for (const ParameterRow& argument : row.arguments) {
                QVERIFY2(argument.check, argument.key.c_str());
                QVERIFY(!argument.label.empty() && !argument.effect.empty());
            }
        }
        const std::set<std::string> wanted{"dense", "dropout", "batch_normalization",
            "layer_normalization", "activation", "gaussian_noise", "gaussian_dropout",
            "alpha_dropout", "flatten", "global_average_pooling2d", "global_max_pooling2d",
            "conv2d", "depthwise_conv2d", "separable_conv2d", "max_pooling2d", "average_pooling2d",
            "rescaling"};
        QVERIFY(types == wanted);
    }

    void defaultsReadBack()
    {
        for (const LayerRow& row : layerRows()) {
            const LayerSpec layer = defaultLayer(row.type);
            for (const ParameterRow& argument : row.arguments) {
                const auto checked = argument.check(argument.defaultValue);
                QVERIFY2(checked, (row.type + "." + argument.key).c_str());
                QVERIFY2(
                    *checked == argument.defaultValue, (row.type + "." + argument.key).c_str());
            }
            const auto again = layerFromJson(parsed(toJson(layer).dump().c_str()), 1);
            QVERIFY2(again, row.type.c_str());
            QVERIFY(*again == layer);
        }
    }

    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* text, const char* key, const char* value) {
            QTest::newRow(text) << QString(text) << QString(key) << QString(value);
        };
        row(R"({"type": "dense", "count": 128})", "units", "128");
        row(R"({"type": "Dense", "units": 128.0})", "units", "128");
        row(R"({"type": "dense", "count": 8, "units": 8})", "units", "8");
        row(R"({"type": "dense", "count": 8, "activation": null})", "activation", R"("linear")");
        row(R"({"type": "dense", "count": 8, "activation": "Swish"})", "activation", R"("silu")");
        row(R"({"type": "dropout", "count": 0.3})", "rate", "0.3");
        row(R"({"type": "dropout", "rate": 0, "seed": 3})", "rate", "0.0");
        row(R"({"type": "gaussian_noise", "count": 0.1})", "stddev", "0.1");
        row(R"({"type": "GaussianDropout", "count": 0.1})", "rate", "0.1");
        row(R"({"type": "AlphaDropout", "count": 0.1})", "rate", "0.1");
        row(R"({"type": "conv2d", "count": 32})", "filters", "32");
        row(R"({"type": "conv2d", "count": 32, "kernel_size": 5})", "kernel_size", "[5, 5]");
        row(R"({"type": "conv2d", "count": 32, "kernel_size": [5, 3]})", "kernel_size", "[5, 3]");
        row(R"({"type": "conv2d", "count": 32, "padding": "SAME"})", "padding", R"("same")");
        row(R"({"type": "max_pooling2d", "count": 3})", "pool_size", "[3, 3]");
        row(R"({"type": "MaxPool2D"})", "strides", "null");
        row(R"({"type": "avg_pool2d", "strides": 1})", "strides", "[1, 1]");
        row(R"({"type": "rescaling", "scale": 0.5, "offset": -1})", "offset", "-1.0");
        row(R"({"type": "batchnorm", "axis": -1})", "momentum", "0.99");
        row(R"({"type": "dense", "kernel_initializer": "HeNormal"})", "kernel_initializer",
            R"("he_normal")");
        row(R"({"type": "dense", "kernel_initializer": {"name": "random_normal", "stddev": 0.01}})",
            "kernel_initializer",
            R"({"class_name": "RandomNormal", "config": {"mean": 0.0, "stddev": 0.01}})");
        row(R"({"type": "dense", "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}, "module": "keras.initializers", "registered_name": null}})",
            "kernel_initializer", R"("glorot_uniform")");
        row(R"({"type": "dense", "kernel_regularizer": "l2"})", "kernel_regularizer",
            R"({"l1": 0.0, "l2": 0.01})");
        row(R"({"type": "dense", "kernel_regularizer": "l1_l2"})", "kernel_regularizer",
            R"({"l1": 0.01, "l2": 0.01})");
        row(R"({"type": "dense", "kernel_regularizer": {"l2": 1e-4}})", "kernel_regularizer",
            R"({"l1": 0.0, "l2": 1e-4})");
        row(R"({"type": "dense", "bias_regularizer": {"class_name": "L1", "config": {"l1": 0.5}}})",
            "bias_regularizer", R"({"l1": 0.5, "l2": 0.0})");
        row(R"({"type": "dense", "bias_regularizer": {"class_name": "L1L2", "config": {}}})",
            "bias_regularizer", R"({"l1": 0.0, "l2": 0.0})");
        row(R"({"class_name": "Dense", "config": {"units": 4, "name": "a", "trainable": true, "dtype": "float32", "kernel_constraint": null}})",
            "name", R"("a")");
    }

    void reads()
    {
        QFETCH(QString, text);
        QFETCH(QString, key);
        QFETCH(QString, value);
        const auto layer = layerFromJson(parsed(text.toUtf8()), 1);
        QVERIFY2(layer, layer ? "" : base::toSentence(layer.error()).c_str());
        QVERIFY2(layer->options[key.toStdString()] == parsed(value.toUtf8()),
            layer->options.dump().c_str());
        const auto again = layerFromJson(parsed(toJson(*layer).dump().c_str()), 1);
        QVERIFY(again);
        QVERIFY(*again == *layer);
    }

    void explains_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* text, const char* message) {
            QTest::newRow(text) << QString(text) << QString(message);
        };
        row(R"({"type": "dens"})", "did you mean 'dense'?");
        row(R"({"type": "lstm"})", "added_layers, layer 2");
        row(R"({"count": 3})", "the layer has no type");
        row(R"("dense")", "a layer cannot be \"dense\"");
        row(R"({"type": "dense", "count": 0})", "'units' cannot be 0 (added_layers, layer 2 "
                                                "(dense)): use a whole number from 1 to 65536");
        row(R"({"type": "dense", "count": "many"})", "'units' cannot be \"many\"");
        row(R"({"type": "dense", "count": 2.5})", "'units' cannot be 2.5");
        row(R"({"type": "dense", "count": 3, "units": 4})", "say different things");
        row(R"({"type": "dense", "actvation": "relu"})",
            "unknown key 'actvation' (added_layers, layer 2 (dense)): did you mean 'activation'?");
        row(R"({"type": "dense", "activation": "rellu"})", "did you mean 'relu'?");
        row(R"({"type": "dropout", "count": 1.5})", "'rate' cannot be 1.5");
        row(R"({"type": "dropout", "count": -0.1})", "'rate' cannot be -0.1");
        row(R"({"type": "flatten", "count": 3})", "a flatten layer has no count");
        row(R"({"type": "dense", "enabled": "maybe"})", "'enabled' cannot be \"maybe\"");
        row(R"({"type": "dense", "trainable": false})", "unknown key 'trainable'");
        row(R"({"type": "conv2d", "kernel_size": [3, 3, 3]})", "'kernel_size' cannot be [3,3,3]");
        row(R"({"type": "conv2d", "kernel_size": 0})", "'kernel_size' cannot be 0");
        row(R"({"type": "conv2d", "padding": "full"})", "use one of valid, same");
        row(R"({"type": "conv2d", "data_format": "channels_first"})", "unknown key 'data_format'");
        row(R"({"type": "dense", "kernel_initializer": "he_norml"})", "did you mean 'he_normal'?");
        row(R"({"type": "dense", "kernel_initializer": {"name": "zeros", "gain": 1}})",
            "unknown key 'gain' (added_layers, layer 2 (dense), kernel_initializer)");
        row(R"({"type": "dense", "kernel_regularizer": "l3"})", "'kernel_regularizer' cannot be");
        row(R"({"type": "dense", "kernel_regularizer": {"l2": -1}})", "'kernel_regularizer.l2'");
        row(R"({"type": "dense", "kernel_regularizer": 0.1})",
            "'kernel_regularizer' cannot be 0.1");
        row(R"({"type": "dense", "name": "a/b"})", "without '/'");
    }

    void explains()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const QString sentence = QString::fromStdString(errorOf(text.toUtf8()));
        QVERIFY2(sentence.contains(message), qPrintable(sentence));
    }

    void acceptsEveryActivationOfKeras()
    {
        // keras.md 3.2, every name.
        const char* const names =
            "linear relu relu6 leaky_relu elu selu celu gelu silu swish mish tanh sigmoid "
            "hard_sigmoid hard_silu hard_swish hard_tanh softmax log_softmax softplus softsign "
            "exponential squareplus soft_shrink hard_shrink tanh_shrink threshold sparse_plus "
            "sparse_sigmoid sparsemax glu log_sigmoid";
        for (const QString& name : QString(names).split(' ')) {
            const auto layer =
                layerFromJson({{"type", "activation"}, {"activation", name.toStdString()}}, 1);
            QVERIFY2(layer, qPrintable(name));
        }
    }
};

QTEST_GUILESS_MAIN(tst_AddedLayers)
#include "tst_added_layers.moc"
