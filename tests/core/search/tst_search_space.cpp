#include "core/model/ConfigSchema.h"
#include "core/search/SearchSpace.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace negatoscope;
using search::SearchSpace;

namespace {

SearchSpace spaceOf(const char* json)
{
    const auto space =
        SearchSpace::fromJson(nlohmann::json::parse(json), *model::presetConfig("notebook"));
    if (!space)
        qFatal("%s", base::toSentence(space.error()).c_str());
    return *space;
}

std::string errorOf(const char* json)
{
    const auto space =
        SearchSpace::fromJson(nlohmann::json::parse(json), *model::presetConfig("notebook"));
    return space ? std::string() : base::toSentence(space.error());
}

} // namespace

class TestSearchSpace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTheContractsExample();
    void everyValueHasACellOfItsOwn();
    void logarithmsAreEvenInTheExponent();
    void conditionsHideParameters();
    void layersComeGoAndRepeat();
    void aNewOptimizerKeepsTheDrawnRate();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void namesImpossibleCombinationsBeforehand();
};

void TestSearchSpace::readsTheContractsExample()
{
    const SearchSpace space = spaceOf(R"({"learning_rate": {"log": [1e-4, 1e-2]},
        "pooling": ["avg", "max"], "loss": ["categorical_crossentropy", "categorical_focal_crossentropy"],
        "added_layers.1.count": {"int": [32, 256]}, "added_layers.0.count": {"range": [0.0, 0.6]},
        "added_layers.2": {"optional": true}})");
    QCOMPARE(space.dimensions(), std::size_t{6});
    const search::Point point = space.pointOf({{"learning_rate", 1e-3}, {"pooling", "avg"},
        {"loss", "categorical_focal_crossentropy"}, {"added_layers.1.count", 77},
        {"added_layers.0.count", 0.15}, {"added_layers.2", false}});
    const auto config = space.configAt(point);
    QVERIFY(config);
    QVERIFY(std::abs(config->optimizer.learningRate - 1e-3) < 1e-12);
    QCOMPARE(config->pooling, model::Pooling::Average);
    QCOMPARE(config->loss.name, std::string("categorical_focal_crossentropy"));
    QCOMPARE(config->addedLayers[1].options["units"].get<int>(), 77);
    QVERIFY(std::abs(config->addedLayers[0].options["rate"].get<double>() - 0.15) < 1e-12);
    QVERIFY(!config->addedLayers[2].enabled);
    QVERIFY(config->addedLayers[3].enabled);
}

void TestSearchSpace::everyValueHasACellOfItsOwn()
{
    const SearchSpace space =
        spaceOf(R"({"epochs": {"int": [3, 9]}, "batch_size": [16, 32, 64, 128],
        "pooling": ["avg", "max"], "fixed_layers": {"int": [1, 150], "log": true}})");
    for (const search::Parameter& parameter : space.parameters()) {
        std::map<std::string, int> seen;
        const int steps = 20000;
        for (int i = 0; i <= steps; ++i) {
            const auto value = parameter.valueAt(i / double(steps));
            ++seen[value.dump()];
            const auto back = parameter.coordinateOf(value);
            QVERIFY(back && parameter.valueAt(*back) == value);
        }
        QCOMPARE(seen.size(), parameter.valueCount());
        if (parameter.path == "fixed_layers")
            continue;
        for (const auto& [value, count] : seen)
            QVERIFY(std::abs(count - steps / double(parameter.valueCount())) < 3);
    }
}

void TestSearchSpace::logarithmsAreEvenInTheExponent()
{
    const SearchSpace space = spaceOf(R"({"learning_rate": {"log": [1e-5, 1e-1]}})");
    const search::Parameter& rate = space.parameters()[0];
    for (const auto& [coordinate, expected] :
        {std::pair{0.0, 1e-5}, {0.25, 1e-4}, {0.5, 1e-3}, {1.0, 1e-1}})
        QVERIFY(std::abs(rate.valueAt(coordinate).get<double>() / expected - 1.0) < 1e-9);
}

void TestSearchSpace::conditionsHideParameters()
{
    const SearchSpace space = spaceOf(R"({"optimizer": ["adamw", "sgd"],
        "optimizer.momentum": {"range": [0.1, 0.9], "when": {"optimizer": ["sgd", "rmsprop"]}},
        "optimizer.nesterov": {"choice": [true], "when": {"optimizer.momentum": [0.1]}}})");
    const auto adamw = space.valuesAt(space.pointOf({{"optimizer", "adamw"}}));
    QVERIFY(!adamw.contains("optimizer.momentum") && !adamw.contains("optimizer.nesterov"));
    const search::Point point = space.pointOf({{"optimizer", "sgd"}, {"optimizer.momentum", 0.5}});
    QVERIFY(std::abs(space.valuesAt(point)["optimizer.momentum"].get<double>() - 0.5) < 1e-12);
    const auto config = space.configAt(point);
    QVERIFY(config);
    QCOMPARE(config->optimizer.name, std::string("sgd"));
    QVERIFY(std::abs(config->optimizer.momentum - 0.5) < 1e-12);
    // A condition on what is not varied looks at the base (pooling is max there).
    const SearchSpace fixed =
        spaceOf(R"({"learning_rate": {"log": [1e-4, 1e-2], "when": {"pooling": ["avg"]}}})");
    QVERIFY(fixed.valuesAt({0.5}).empty());
}

void TestSearchSpace::layersComeGoAndRepeat()
{
    // The notebook's stack: dropout, dense, dropout, dense.
    const SearchSpace space = spaceOf(R"({"added_layers.0-1": {"blocks": [0, 3]},
        "added_layers": {"order": [[0, 1, 2, 3], [2, 0, 1, 3]]},
        "added_layers.1.count": {"int": [8, 64]}})");
    const auto types = [&](const search::Values& values) {
        const auto config = space.configAt(space.pointOf(values));
        std::string text;
        if (config)
            for (const auto& layer : config->addedLayers)
                text += layer.type + std::to_string(layer.options.value("units", 0)) + " ";
        return text;
    };
    QCOMPARE(types({{"added_layers.0-1", 2}, {"added_layers", {0, 1, 2, 3}},
                 {"added_layers.1.count", 16}}),
        std::string("dropout0 dense16 dropout0 dense16 dropout0 dense2 "));
    QCOMPARE(types({{"added_layers.0-1", 1}, {"added_layers", {2, 0, 1, 3}},
                 {"added_layers.1.count", 16}}),
        std::string("dropout0 dropout0 dense16 dense2 "));
    const search::Values none =
        space.valuesAt(space.pointOf({{"added_layers.0-1", 0}, {"added_layers", {0, 1, 2, 3}}}));
    QVERIFY(!none.contains("added_layers.1.count")); // there is no such layer then
}

void TestSearchSpace::aNewOptimizerKeepsTheDrawnRate()
{
    // "learning_rate" sorts before "optimizer", but naming an optimizer resets its options.
    const SearchSpace space = spaceOf(
        R"({"learning_rate": {"log": [1e-4, 1e-2]}, "optimizer": ["sgd", "adam", "lion"]})");
    for (const char* name : {"sgd", "adam", "lion"}) {
        const auto config =
            space.configAt(space.pointOf({{"learning_rate", 3e-4}, {"optimizer", name}}));
        QVERIFY(config);
        QCOMPARE(config->optimizer.name, std::string(name));
        QVERIFY(std::abs(config->optimizer.learningRate - 3e-4) < 1e-12);
    }
}

void TestSearchSpace::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("contains");
    QTest::newRow("unknown key") << R"({"learnin_rate": [1e-3, 1e-2]})"
                                 << "learning_rate";
    QTest::newRow("unknown kind") << R"({"epochs": {"rnge": [1, 2]}})"
                                  << "did you mean range?";
    QTest::newRow("empty list") << R"({"pooling": []})"
                                << "pooling";
    QTest::newRow("turned range") << R"({"learning_rate": {"range": [1, 0.1]}})"
                                  << "is not a range";
    QTest::newRow("log from 0") << R"({"learning_rate": {"log": [0, 0.1]}})"
                                << "above 0";
    QTest::newRow("no such layer") << R"({"added_layers.9": {"optional": true}})"
                                   << "0 to 3";
    QTest::newRow("circle") << R"({"pooling": {"choice": ["avg", "max"], "when": {"epochs": [3]}},
               "epochs": {"choice": [3, 4], "when": {"pooling": ["avg"]}}})"
                            << "circle";
    QTest::newRow("wrong value") << R"({"pooling": ["median", "mode"]})"
                                 << "pooling";
    QTest::newRow("nothing") << "{}"
                             << "nothing to search";
    QTest::newRow("twice") << R"({"pooling": ["avg", "avg"]})"
                           << "twice";
    QTest::newRow("half") << R"({"epochs": {"int": [1.5, 3]}})"
                          << "whole numbers";
}

void TestSearchSpace::namesWhatIsWrong()
{
    QFETCH(QString, json);
    QFETCH(QString, contains);
    const QString error = QString::fromStdString(errorOf(json.toUtf8().constData()));
    QVERIFY2(error.contains(contains), qPrintable(error));
}

void TestSearchSpace::namesImpossibleCombinationsBeforehand()
{
    // A hinge loss cannot judge a softmax; binary cross-entropy needs one unit or two.
    const SearchSpace space =
        spaceOf(R"({"loss": ["categorical_crossentropy", "binary_crossentropy"],
        "added_layers.3.count": [1, 2], "added_layers.3.activation": ["sigmoid", "softmax"]})");
    const auto impossible = space.impossibleCombinations(2);
    QVERIFY(!impossible.empty());
    for (const auto& combination : impossible) {
        const auto config = space.configAt(space.pointOf(combination.values));
        QVERIFY(!config || !search::checkTrainable(*config, 2));
        QVERIFY(!combination.error.what.empty());
    }
    QVERIFY(spaceOf(R"({"pooling": ["avg", "max"]})").impossibleCombinations(2).empty());
}

QTEST_APPLESS_MAIN(TestSearchSpace)
#include "tst_search_space.moc"
