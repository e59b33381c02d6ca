#include "core/model/MobileNetV2Layout.h"

#include <QTest>

#include <algorithm>

using namespace negatoscope::model;
using Kind = BackboneLayer::Kind;

namespace {

std::int64_t total(const std::vector<BackboneLayer>& layout, std::int64_t BackboneLayer::*member,
    std::size_t from = 0)
{
    std::int64_t sum = 0;
    for (std::size_t i = from; i < layout.size(); ++i)
        sum += layout[i].*member;
    return sum;
}

std::int64_t channelsOf(const std::vector<BackboneLayer>& layout, const std::string& name)
{
    for (const BackboneLayer& layer : layout)
        if (layer.name == name)
            return layer.output[2];
    return -1;
}

} // namespace

/// Against the tables that were read off real Keras (keras.md 1.2, 1.6, 1.7).
class tst_MobileNetLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsEveryAlphaAsKeras_data()
    {
        QTest::addColumn<double>("alpha");
        QTest::addColumn<qint64>("parameters");
        QTest::addColumn<qint64>("trainable");
        QTest::addColumn<QList<int>>("projections");
        QTest::addColumn<int>("last");
        QTest::newRow("0.35") << 0.35 << qint64(410208) << qint64(396128)
                              << QList<int>{16, 8, 8, 16, 24, 32, 56, 112} << 1280;
        QTest::newRow("0.5") << 0.5 << qint64(706224) << qint64(687680)
                             << QList<int>{16, 8, 16, 16, 32, 48, 80, 160} << 1280;
        QTest::newRow("0.75") << 0.75 << qint64(1382064) << qint64(1355424)
                              << QList<int>{24, 16, 24, 24, 48, 72, 120, 240} << 1280;
        QTest::newRow("1.0") << 1.0 << qint64(2257984) << qint64(2223872)
                             << QList<int>{32, 16, 24, 32, 64, 96, 160, 320} << 1280;
        QTest::newRow("1.3") << 1.3 << qint64(3766048) << qint64(3721792)
                             << QList<int>{40, 24, 32, 40, 80, 128, 208, 416} << 1664;
        QTest::newRow("1.4") << 1.4 << qint64(4363712) << qint64(4315776)
                             << QList<int>{48, 24, 32, 48, 88, 136, 224, 448} << 1792;
    }

    void countsEveryAlphaAsKeras()
    {
        QFETCH(double, alpha);
        QFETCH(qint64, parameters);
        QFETCH(qint64, trainable);
        QFETCH(QList<int>, projections);
        QFETCH(int, last);
        const auto layout = mobileNetV2Layout(alpha, 224, 224);
        QCOMPARE(layout.size(), std::size_t(154));
        QCOMPARE(total(layout, &BackboneLayer::parameters), parameters);
        QCOMPARE(total(layout, &BackboneLayer::trainableParameters), trainable);
        const std::vector<std::string> names{"Conv1", "expanded_conv_project", "block_2_project",
            "block_5_project", "block_9_project", "block_12_project", "block_15_project",
            "block_16_project"};
        for (std::size_t i = 0; i < names.size(); ++i)
            QCOMPARE(channelsOf(layout, names[i]), projections[static_cast<qsizetype>(i)]);
        QCOMPARE(layout.back().output, (Shape{7, 7, last}));
        QCOMPARE(std::count_if(layout.begin(), layout.end(),
                     [](const BackboneLayer& layer) { return layer.kind == Kind::Add; }),
            10);
    }

    void putsLayersWhereKerasDoes_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shape");
        QTest::addColumn<qint64>("parameters");
        const auto row = [](int index, const char* name, const char* shape, int parameters) {
            QTest::newRow(name) << index << QString(name) << QString::fromUtf8(shape)
                                << qint64(parameters);
        };
        row(0, "input_layer", "224×224×3", 0);
        row(1, "Conv1", "112×112×16", 432);
        row(8, "expanded_conv_project_BN", "112×112×8", 32);
        row(12, "block_1_pad", "113×113×48", 0);
        row(13, "block_1_depthwise", "56×56×48", 432);
        row(26, "block_2_add", "56×56×8", 0);
        row(57, "block_6_pad", "29×29×96", 0);
        row(98, "block_11_expand", "14×14×192", 6144);
        row(99, "block_11_expand_BN", "14×14×192", 768);
        row(100, "block_11_expand_relu", "14×14×192", 0);
        row(116, "block_13_expand", "14×14×192", 6144);
        row(119, "block_13_pad", "15×15×192", 0);
        row(143, "block_16_expand", "7×7×336", 18816);
        row(151, "Conv_1", "7×7×1280", 143360);
        row(152, "Conv_1_bn", "7×7×1280", 5120);
        row(153, "out_relu", "7×7×1280", 0);
    }

    void putsLayersWhereKerasDoes()
    {
        QFETCH(int, index);
        QFETCH(QString, name);
        QFETCH(QString, shape);
        QFETCH(qint64, parameters);
        const auto layout = mobileNetV2Layout(0.35, 224, 224);
        const BackboneLayer& layer = layout[static_cast<std::size_t>(index)];
        QCOMPARE(QString::fromStdString(layer.name), name);
        QCOMPARE(QString::fromStdString(toText(layer.output)), shape);
        QCOMPARE(layer.parameters, parameters);
    }

    void countsWhatIsLeftToTrain()
    {
        const auto layout = mobileNetV2Layout(0.35, 224, 224);
        const std::vector<std::pair<std::size_t, std::int64_t>> table{{0, 396128}, {50, 383584},
            {99, 334240}, {100, 333856}, {116, 310688}, {143, 206960}, {154, 0}};
        for (const auto& [frozen, trainable] : table)
            QCOMPARE(total(layout, &BackboneLayer::trainableParameters, frozen), trainable);
    }

    void addsAnotherSkipForAlphaQuarter()
    {
        // keras.md 1.2: alpha 0.25 has expanded_conv_add, 155 layers.
        const auto layout = mobileNetV2Layout(0.25, 224, 224);
        QCOMPARE(layout.size(), std::size_t(155));
        QVERIFY(channelsOf(layout, "expanded_conv_add") > 0);
    }

    void cutsWhereOneTensorCrosses_data()
    {
        QTest::addColumn<int>("firstTrainable");
        QTest::addColumn<int>("cut");
        QTest::newRow("notebook, inside block 11") << 100 << 98;
        QTest::newRow("nothing frozen") << 0 << 0;
        QTest::newRow("all frozen") << 154 << 154;
        QTest::newRow("more than there is") << 200 << 154;
        QTest::newRow("block 13") << 116 << 116;
        QTest::newRow("inside block 13, no skip") << 119 << 119;
        QTest::newRow("block 10") << 90 << 90;
        QTest::newRow("at an add") << 106 << 98;
        QTest::newRow("behind an add") << 107 << 107;
    }

    void cutsWhereOneTensorCrosses()
    {
        QFETCH(int, firstTrainable);
        QFETCH(int, cut);
        QCOMPARE(deepestCut(mobileNetV2Layout(0.35, 224, 224), firstTrainable), cut);
    }

    /// The definition itself, for every index: nothing behind the cut reads anything before cut−1,
    /// and no deeper place has that property.
    void everyCutIsTheDeepest()
    {
        const auto layout = mobileNetV2Layout(1.0, 160, 160);
        const auto crossing = [&layout](int cut) {
            std::vector<int> tensors;
            for (int i = cut; i < static_cast<int>(layout.size()); ++i) {
                if (i > 0)
                    tensors.push_back(i - 1);
                tensors.push_back(layout[static_cast<std::size_t>(i)].skipFrom);
            }
            std::sort(tensors.begin(), tensors.end());
            tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());
            return std::count_if(
                tensors.begin(), tensors.end(), [cut](int t) { return t >= 0 && t < cut; });
        };
        for (int first = 1; first <= static_cast<int>(layout.size()); ++first) {
            const int cut = deepestCut(layout, first);
            QVERIFY(cut <= first);
            QVERIFY(crossing(cut) <= 1);
            for (int deeper = cut + 1; deeper <= first; ++deeper)
                QVERIFY(crossing(deeper) > 1);
        }
    }

    void followsOddSizes()
    {
        // keras.md 1.4: odd sizes are padded on both sides, so a stride of two gives ceil(n / 2).
        const auto layout = mobileNetV2Layout(0.35, 225, 150);
        QCOMPARE(layout[1].output, (Shape{113, 75, 16}));
        QCOMPARE(layout[12].output, (Shape{115, 77, 48}));
        QCOMPARE(layout[13].output, (Shape{57, 38, 48}));
        QCOMPARE(layout.back().output, (Shape{8, 5, 1280}));
    }

    void countsArithmetic()
    {
        // MobileNetV2's paper (Sandler 2018, table 4): 300 million multiply-adds at alpha 1, of
        // which 1.28 million are the classifier, which is not part of this.
        const auto layout = mobileNetV2Layout(1.0, 224, 224);
        const double millions =
            1e-6 * static_cast<double>(total(layout, &BackboneLayer::multiplyAdds));
        QVERIFY2(std::abs(millions - 299.0) < 2.0, qPrintable(QString::number(millions)));
    }
};

QTEST_GUILESS_MAIN(tst_MobileNetLayout)
#include "tst_mobilenet_layout.moc"
