#include "core/model/ConfigSchema.h"
#include "core/model/LayerStack.h"

#include <QTest>

using namespace negatoscope;
using namespace negatoscope::model;

namespace {

/// A configuration from Python text: pooling and layers are all that matters here.
ModelConfig configOf(const std::string& pooling, const std::string& layers)
{
    const auto config =
        configFromText("params = {'pooling': " + pooling + "}\nadded_layers = " + layers);
    if (!config)
        qFatal("%s", base::toSentence(config.error()).c_str());
    return *config;
}

std::string namesOf(const std::vector<PlannedLayer>& layers)
{
    std::string names;
    for (const PlannedLayer& layer : layers)
        names += (names.empty() ? "" : " ") + layer.name + ":" + toText(layer.output);
    return names;
}

const char* const kNotebookHead =
    "[{'type': 'dropout', 'count': 0.3}, {'type': 'dense', 'count': 128, 'activation': 'relu'},"
    " {'type': 'dropout', 'count': 0.2}, {'type': 'dense', 'count': 2, 'activation': 'softmax'}]";

} // namespace

class tst_LayerStack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plansTheNotebooksHead()
    {
        const auto head = planHead(configOf("'max'", kNotebookHead), 2);
        QVERIFY(head);
        QCOMPARE(namesOf(*head), std::string("global_max_pooling2d:1280 dropout:1280 dense:128 "
                                             "dropout_1:128 dense_1:2"));
        std::int64_t parameters = 0;
        for (const PlannedLayer& layer : *head)
            parameters += layer.trainableParameters;
        QCOMPARE(parameters, 164226); // keras.md 1.6
        QCOMPARE(head->at(0).source, -1);
        QCOMPARE(head->at(2).source, 1);
        QCOMPARE(head->at(2).parameters, 163968);
    }

    void plans_data()
    {
        QTest::addColumn<QString>("pooling");
        QTest::addColumn<QString>("layers");
        QTest::addColumn<int>("classes");
        QTest::addColumn<QString>("plan");
        const auto row = [](const char* pooling, const char* layers, int classes,
                             const char* plan) {
            QTest::newRow(plan) << QString(pooling) << QString(layers) << classes
                                << QString::fromUtf8(plan);
        };
        row("'avg'", "[]", 2, "global_average_pooling2d:1280 dense:2");
        row("'avg'", "[]", 5, "global_average_pooling2d:1280 dense:5");
        row("'max'", "[{'type': 'dense', 'count': 1, 'activation': 'sigmoid'}]", 2,
            "global_max_pooling2d:1280 dense:1");
        row("'max'", "[{'type': 'dense', 'count': 64}]", 3,
            "global_max_pooling2d:1280 dense:64 dense_1:3");
        row("'max'",
            "[{'type': 'dense', 'count': 2}, {'type': 'activation', 'activation': 'softmax'}]", 2,
            "global_max_pooling2d:1280 dense:2 activation:2");
        row("None", "[{'type': 'flatten'}]", 2, "flatten:62720 dense:2");
        row("None", "[{'type': 'conv2d', 'count': 32}, {'type': 'GlobalMaxPooling2D'}]", 2,
            "conv2d:5×5×32 global_max_pooling2d:32 dense:2");
        row("None",
            "[{'type': 'conv2d', 'count': 32, 'padding': 'same', 'strides': 2}, "
            "{'type': 'max_pooling2d'}, {'type': 'flatten'}]",
            2, "conv2d:4×4×32 max_pooling2d:2×2×32 flatten:128 dense:2");
        row("None",
            "[{'type': 'separable_conv2d', 'filters': 16, 'kernel_size': (3, 1), "
            "'depth_multiplier': 2}, {'type': 'global_average_pooling2d'}]",
            2, "separable_conv2d:5×7×16 global_average_pooling2d:16 dense:2");
        row("None",
            "[{'type': 'depthwise_conv2d', 'depth_multiplier': 2, 'dilation_rate': 2}, "
            "{'type': 'average_pooling2d', 'count': 3, 'padding': 'same'}, {'type': 'flatten'}]",
            2, "depthwise_conv2d:3×3×2560 average_pooling2d:1×1×2560 flatten:2560 dense:2");
        row("None", "[{'type': 'dense', 'count': 8}, {'type': 'flatten'}]", 2,
            "dense:7×7×8 flatten:392 dense_1:2");
        row("'max'", "[{'type': 'dense', 'count': 64, 'activation': 'glu'}]", 2,
            "global_max_pooling2d:1280 dense:32 dense_1:2");
        row("'max'",
            "[{'type': 'dense', 'count': 8, 'enabled': False}, {'type': 'dropout', 'name': "
            "'dense'}]",
            2, "global_max_pooling2d:1280 dense:1280 dense_1:2");
    }

    void plans()
    {
        QFETCH(QString, pooling);
        QFETCH(QString, layers);
        QFETCH(int, classes);
        QFETCH(QString, plan);
        const auto head = planHead(configOf(pooling.toStdString(), layers.toStdString()), classes);
        QVERIFY2(head, head ? "" : base::toSentence(head.error()).c_str());
        QCOMPARE(QString::fromStdString(namesOf(*head)), plan);
    }

    /// Counts that Keras prints for these layers (keras.md 3.1's shapes).
    void countsParameters()
    {
        const auto head = planHead(
            configOf("None", "[{'type': 'conv2d', 'filters': 10, 'kernel_size': 3, 'groups': 2},"
                             "{'type': 'batch_normalization'}, {'type': 'layer_normalization'},"
                             "{'type': 'separable_conv2d', 'filters': 4, 'use_bias': False},"
                             "{'type': 'depthwise_conv2d'}, {'type': 'flatten'}]"),
            2);
        QVERIFY(head);
        QCOMPARE(head->at(0).parameters, 3 * 3 * 640 * 10 + 10);
        QCOMPARE(head->at(1).parameters, 40);
        QCOMPARE(head->at(1).trainableParameters, 20);
        QCOMPARE(head->at(2).parameters, 20);
        QCOMPARE(head->at(3).parameters, 9 * 10 + 10 * 4);
        QCOMPARE(head->at(4).parameters, 9 * 4 + 4);
    }

    void explainsWhatCannotBe_data()
    {
        QTest::addColumn<QString>("pooling");
        QTest::addColumn<QString>("layers");
        QTest::addColumn<int>("classes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* pooling, const char* layers, int classes,
                             const char* message) {
            QTest::newRow(message)
                << QString(pooling) << QString(layers) << classes << QString::fromUtf8(message);
        };
        row("'max'", "[{'type': 'dropout'}, {'type': 'conv2d', 'count': 8}]", 2,
            "layer 2 (conv2d) needs a map of height × width × channels; it gets 1280");
        row("'max'", "[{'type': 'global_max_pooling2d'}]", 2,
            "layer 1 (global_max_pooling2d) needs a map");
        row("None", "[{'type': 'conv2d', 'count': 8, 'kernel_size': 9}]", 2,
            "layer 1 (conv2d) has a window of 9×9 on a map of 7×7×1280");
        row("None", "[{'type': 'max_pooling2d', 'count': (8, 2)}]", 2,
            "layer 1 (max_pooling2d) has a window of 8×2 on a map of 7×7×1280");
        row("None", "[{'type': 'conv2d', 'count': 9, 'groups': 2}]", 2, "groups");
        row("None", "[{'type': 'conv2d', 'count': 9, 'strides': 2, 'dilation_rate': 2}]", 2,
            "strides and dilation_rate");
        row("None", "[]", 2, "the backbone gives 7×7×1280; the network must end in one number");
        row("None", "[{'type': 'dense', 'count': 2, 'activation': 'softmax'}]", 2,
            "layer 1 (dense) gives 7×7×2; the network must end in one number per class");
        row("'max'", "[{'type': 'dense', 'count': 2, 'activation': 'softmax'}]", 3,
            "layer 1 (dense) ends in 2 units, but the data has 3 classes");
        row("'max'", "[{'type': 'dense', 'count': 1, 'activation': 'sigmoid'}]", 3,
            "layer 1 (dense) ends in 1 unit, but the data has 3 classes");
        row("'max'", "[{'type': 'dense', 'count': 3, 'activation': 'glu'}]", 2, "two halves");
        row("'max'", "[{'type': 'dense', 'name': 'a'}, {'type': 'dense', 'name': 'a'}]", 2,
            "layer 2 (dense) has the name 'a' of an earlier layer");
        row("'max'", "[]", 1, "there is only one class");
    }

    void explainsWhatCannotBe()
    {
        QFETCH(QString, pooling);
        QFETCH(QString, layers);
        QFETCH(int, classes);
        QFETCH(QString, message);
        const auto head = planHead(configOf(pooling.toStdString(), layers.toStdString()), classes);
        QVERIFY(!head);
        const QString sentence = QString::fromStdString(base::toSentence(head.error()));
        QVERIFY2(sentence.contains(message), qPrintable(sentence));
        QVERIFY(!head.error().remedy.empty());
    }

    void endsInKerasTop()
    {
        auto config = configFromText("params = {'include_top': True, 'pooling': 'max'}");
        QVERIFY(config);
        const auto head = planHead(*config, 2);
        QVERIFY(head);
        QCOMPARE(namesOf(*head), std::string("global_average_pooling2d:1280 predictions:2"));
        config->addedLayers.push_back(defaultLayer("dropout"));
        const auto both = planHead(*config, 2);
        QVERIFY(!both);
        QVERIFY(both.error().remedy.find("include_top") != std::string::npos);
    }

    void followsTheFilmsSize()
    {
        ModelConfig config;
        config.preprocessing.height = 96;
        config.preprocessing.width = 160;
        config.alpha = 1.4;
        QCOMPARE(backboneOutputShape(config), (Shape{3, 5, 1792}));
    }

    void presetsCanBeBuilt()
    {
        for (const std::string& name : presetNames())
            for (const int classes : {2, 3, 7}) {
                const auto config = presetConfig(name, classes);
                QVERIFY(config);
                const auto fits = checkLossFits(*config, classes);
                QVERIFY2(fits, fits ? "" : base::toSentence(fits.error()).c_str());
            }
    }

    void checksTheLossAgainstTheEnd()
    {
        const ModelConfig one =
            configOf("'max'", "[{'type': 'dense', 'count': 1, 'activation': 'sigmoid'}]");
        QVERIFY(!checkLossFits(one, 2)); // categorical cross-entropy is the default
        ModelConfig binary = one;
        binary.loss.name = "binary_crossentropy";
        QVERIFY(checkLossFits(binary, 2));
    }
};

QTEST_GUILESS_MAIN(tst_LayerStack)
#include "tst_layer_stack.moc"
