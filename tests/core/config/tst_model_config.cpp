#include "core/base/Random.h"
#include "core/model/ConfigSchema.h"
#include "core/model/MobileNetV2Layout.h"
#include "core/model/ModelConfig.h"

#include <QTest>

#include <set>

using namespace negatoscope;
using namespace negatoscope::model;

namespace {

const char* const kNotebook =
    "params = {'rgb': False, 'include_top': False, 'input_tensor': None, 'classifier_activation': "
    "'softmax', 'alpha': 0.35, 'weights': 'imagenet', 'strategy': 'no_tuning', 'fixed_layers': "
    "100, "
    "'epochs': 3, 'batch_size': 100, 'img_size': 224, 'input_shape': (224, 224, 3), 'pooling': "
    "'max', 'equilibrate': True, 'optimizer': 'adamw', 'loss': 'categorical_crossentropy', "
    "'data_augmentation': True, 'include_preprocessing': False, 'model': 'mobilenetv2'}\n"
    "added_layers = [{'type': 'dropout', 'count': 0.3}, {'type': 'dense', 'count': 128, "
    "'activation': 'relu'}, {'type': 'dropout', 'count': 0.2}, {'type': 'dense', 'count': 2, "
    "'activation': 'softmax'}]";

ModelConfig read(const std::string& text)
{
    const auto config = configFromText(text);
    if (!config)
        qFatal("%s", base::toSentence(config.error()).c_str());
    return *config;
}

ModelConfig params(const std::string& inner)
{
    return read("params = {" + inner + "}");
}

std::string errorOf(const base::Result<ModelConfig>& config)
{
    return config ? "no error" : base::toSentence(config.error());
}

void verifyRoundTrips(const ModelConfig& config)
{
    const auto json = configFromJson(nlohmann::json::parse(toJson(config).dump()));
    QVERIFY2(json, errorOf(json).c_str());
    QVERIFY2(*json == config, toJson(config).dump().c_str());
    const auto text = configFromText(toNotebookText(config));
    QVERIFY2(text, (errorOf(text) + "\n" + toNotebookText(config)).c_str());
    QVERIFY2(*text == config, toNotebookText(config).c_str());
}

} // namespace

class tst_ModelConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheNotebook()
    {
        const ModelConfig config = read(kNotebook);
        QCOMPARE(config.model, std::string("MobileNetV2"));
        QCOMPARE(config.alpha, 0.35);
        QCOMPARE(config.preprocessing.rgb, false);
        QCOMPARE(config.preprocessing.width, 224);
        QVERIFY(config.pooling == Pooling::Max);
        QVERIFY(config.strategy == Strategy::NoTuning);
        QCOMPARE(config.fixedLayers, 100);
        QCOMPARE(config.epochs, 3);
        QCOMPARE(config.batchSize, 100);
        QVERIFY(config.balance == dataset::Balance::ClassWeights);
        QCOMPARE(config.optimizer.name, std::string("adamw"));
        QVERIFY(config.optimizer.weightDecay == 0.004);
        QVERIFY(config.augmentation == image::Augmentation::mild());
        QVERIFY(config.batchNorm == BatchNormMode::Keras);
        QCOMPARE(config.addedLayers.size(), std::size_t(4));
        QVERIFY(config.addedLayers[1].options["units"] == nlohmann::json(128));
        QCOMPARE(frozenLayerCount(config), 154);
        verifyRoundTrips(config);
        // What goes out as notebook text is what came in.
        const std::string text = toNotebookText(config);
        QVERIFY(text.find("'input_shape': (224, 224, 3)") != std::string::npos);
        QVERIFY(text.find("'equilibrate': True") != std::string::npos);
        QVERIFY(text.find("{'type': 'dense', 'count': 128, 'activation': 'relu'}") !=
                std::string::npos);
    }

    void jsonAndPythonMeanTheSame()
    {
        const ModelConfig python = read(kNotebook);
        const ModelConfig json = read(toJson(python).dump(2));
        QVERIFY(json == python);
        // The dictionary alone, with nothing around it.
        QCOMPARE(read("{'epochs': 7}").epochs, 7);
        QCOMPARE(read("size = 160\nparams = {'img_size': size}").preprocessing.height, 160);
    }

    void anEmptyDictionaryGivesTheDefaults()
    {
        QVERIFY(params("") == defaultConfig());
        verifyRoundTrips(defaultConfig());
        verifyRoundTrips(ModelConfig{});
    }

    void everyRowIsComplete()
    {
        std::set<std::string> keys;
        for (const ParameterRow& row : parameterRows()) {
            QVERIFY2(keys.insert(row.key).second, row.key.c_str());
            QVERIFY2(row.get && row.set, row.key.c_str());
            QVERIFY2(
                !row.label.empty() && !row.effect.empty() && !row.group.empty(), row.key.c_str());
            QVERIFY2(findParameter(row.key) == &row, row.key.c_str());
            if (row.kind == ValueKind::Integer || row.kind == ValueKind::Real)
                QVERIFY2(row.minimum < row.maximum, row.key.c_str());
        }
        // Every key of the notebook.
        for (const char* key : {"rgb", "include_top", "input_tensor", "classifier_activation",
                 "alpha", "weights", "strategy", "fixed_layers", "epochs", "batch_size", "img_size",
                 "input_shape", "pooling", "equilibrate", "optimizer", "loss", "data_augmentation",
                 "include_preprocessing", "model"}) {
            const ParameterRow* row = findParameter(key);
            QVERIFY2(row && row->inNotebook, key);
        }
    }

    /// Sets every row to values at its ends, and reads the result back.
    void everyRowRoundTrips()
    {
        for (const ParameterRow& row : parameterRows()) {
            std::vector<nlohmann::json> values;
            if (row.kind == ValueKind::Boolean)
                values = {true, false};
            else if (row.kind == ValueKind::Integer || row.kind == ValueKind::Real)
                values = {row.minimum, row.maximum};
            else if (row.kind == ValueKind::Choice)
                values.assign(row.choices.begin(), row.choices.end());
            if (row.nullable && row.kind != ValueKind::Object)
                values.push_back(nullptr);
            for (const nlohmann::json& value : values) {
                ModelConfig config = defaultConfig();
                config.weights = "random"; // any alpha
                makeApply(config, row);
                const auto set = row.set(config, value);
                QVERIFY2(set, (row.key + " " + value.dump() + ": " +
                                  (set ? "" : base::toSentence(set.error())))
                                  .c_str());
                verifyRoundTrips(config);
            }
        }
    }

    void everyLayerRoundTrips()
    {
        ModelConfig config = defaultConfig();
        for (const LayerRow& row : layerRows()) {
            LayerSpec layer = defaultLayer(row.type);
            layer.enabled = config.addedLayers.size() % 2 == 0;
            layer.options["name"] = "my_" + row.type;
            for (const ParameterRow& argument : row.arguments) {
                if (argument.kind == ValueKind::Boolean)
                    layer.options[argument.key] = !argument.defaultValue.get<bool>();
                else if (argument.kind == ValueKind::Choice)
                    layer.options[argument.key] = argument.choices.back();
                else if (argument.kind == ValueKind::Integer || argument.kind == ValueKind::Real)
                    layer.options[argument.key] = *argument.check(argument.maximum);
                else if (argument.kind == ValueKind::Sizes)
                    layer.options[argument.key] = *argument.check({2, 3});
                else if (argument.key.ends_with("regularizer"))
                    layer.options[argument.key] = *argument.check("l1");
                else
                    layer.options[argument.key] =
                        *argument.check({{"name", "constant"}, {"value", 0.25}});
            }
            config.addedLayers.push_back(std::move(layer));
        }
        verifyRoundTrips(config);
    }

    void presetsRoundTrip()
    {
        QCOMPARE(presetNames().size(), std::size_t(4));
        for (const std::string& name : presetNames())
            for (const int classes : {2, 3})
                verifyRoundTrips(*presetConfig(name, classes));
        QVERIFY(errorOf(presetConfig("qick")).find("did you mean 'quick'?") != std::string::npos);
    }

    /// science.md 10, in numbers.
    void presetsAreThoseOfTheStudy()
    {
        const ModelConfig instant = *presetConfig("instant");
        QCOMPARE(instant.views.total(), 8);
        QCOMPARE(instant.epochs, 12);
        QVERIFY(instant.standardizeFeatures);
        const ModelConfig quick = *presetConfig("quick");
        QCOMPARE(quick.views.total(), 8);
        const auto layout = mobileNetV2Layout(0.35, 224, 224);
        QCOMPARE(layout[static_cast<std::size_t>(quick.fixedLayers)].name,
            std::string("block_13_expand"));
        const ModelConfig best = *presetConfig("best");
        QCOMPARE(best.views.total(), 16);
        QCOMPARE(deepestCut(layout, best.fixedLayers), 90);
        // Cut after block 9: 14×14×24.
        QCOMPARE(layout[89].output, (Shape{14, 14, 24}));
        QCOMPARE(layout[90].block, 10);
        QCOMPARE(best.ema->momentum, 0.995);
        QVERIFY(best.batchNorm == BatchNormMode::Frozen);
    }

    void understands_data()
    {
        QTest::addColumn<QString>("inner");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* inner, const char* key, const char* value) {
            QTest::newRow(inner) << QString(inner) << QString(key) << QString(value);
        };
        row("'optimizer': 'AdamW'", "optimizer", "\"adamw\"");
        row("'optimizer': 'sgd'", "learning_rate", "0.01");
        row("'optimizer': 'sgd', 'learning_rate': 0.5", "learning_rate", "0.5");
        row("'learning_rate': 0.5, 'optimizer': 'sgd'", "learning_rate", "0.5");
        row("'optimizer': {'name': 'adamw', 'learning_rate': 1e-3, 'weight_decay': 0.01}",
            "optimizer.weight_decay", "0.01");
        row("'optimizer': {'class_name': 'SGD', 'config': {'momentum': 0.9, 'nesterov': True}}",
            "optimizer.momentum", "0.9");
        row("'optimizer': 'adadelta'", "optimizer.rho", "0.95");
        row("'optimizer': 'lion'", "optimizer.beta_2", "0.99");
        row("'optimizer': 'adam'", "optimizer.weight_decay", "null");
        row("'clipnorm': 1", "optimizer.clipnorm", "1.0");
        row("'loss': 'CategoricalFocalCrossentropy'", "loss", "\"categorical_focal_crossentropy\"");
        row("'loss': 'mse'", "loss", "\"mean_squared_error\"");
        row("'loss': {'name': 'categorical_focal_crossentropy', 'gamma': 3}", "loss.gamma", "3.0");
        row("'loss': {'name': 'categorical_crossentropy', 'label_smoothing': 0.1}",
            "label_smoothing", "0.1");
        row("'img_size': (96, 160)", "input_shape", "[96, 160, 3]");
        row("'input_shape': (96, 96, 3)", "img_size", "96");
        row("'img_size': 96, 'input_shape': (96, 96, 3)", "img_size", "96");
        row("'pooling': None", "pooling", "null");
        row("'weights': None", "weights", "\"random\"");
        row("'weights': 'ImageNet'", "weights", "\"imagenet\"");
        row("'weights': '../My Weights.h5'", "weights", "\"../My Weights.h5\"");
        row("'alpha': 0.42, 'weights': 'random'", "alpha", "0.42");
        row("'alpha': 1", "alpha", "1.0");
        row("'fixed_layers': 'block_13'", "fixed_layers", "116");
        row("'fixed_layers': 'block_13_expand'", "fixed_layers", "116");
        row("'fixed_layers': 'block_11_expand_relu'", "fixed_layers", "100");
        row("'fixed_layers': 'block_0'", "fixed_layers", "4");
        row("'fixed_layers': 'Conv_1'", "fixed_layers", "151");
        row("'equilibrate': False", "equilibrate", "false");
        row("'equilibrate': 'oversample'", "equilibrate", "\"oversample\"");
        row("'equilibrate': 'class_weights'", "equilibrate", "true");
        row("'class_weights': {1: 0.5, 0: 2}", "class_weights", "[2.0, 0.5]");
        row("'class_weights': {1: 0.5}", "class_weights", "[1.0, 0.5]");
        row("'class_weights': [2, 0.5]", "class_weights", "[2.0, 0.5]");
        row("'data_augmentation': False", "data_augmentation", "false");
        row("'data_augmentation': 'mild'", "data_augmentation", "true");
        row("'data_augmentation': 'strong'", "data_augmentation", "\"strong\"");
        row("'early_stopping': True", "early_stopping.patience", "5");
        row("'early_stopping': 3", "early_stopping.patience", "3");
        row("'early_stopping': {'monitor': 'val_auc', 'patience': 2}", "early_stopping.monitor",
            "\"val_auc\"");
        row("'early_stopping': None", "early_stopping", "false");
        row("'ema': 0.995", "ema.momentum", "0.995");
        row("'ema': {'momentum': 0.9, 'start_fraction': 0.3}", "ema.start_fraction", "0.3");
        row("'schedule': 'cosine', 'warm_up': 0.1", "schedule.warm_up", "0.1");
        row("'schedule': {'name': 'ReduceLROnPlateau', 'factor': 0.5}", "schedule.factor", "0.5");
        row("'views': {'original': 1, 'mild': 3}", "views.mild", "3");
        row("'resize': 'letterbox'", "resize", "\"letterbox\"");
        row("'model': 'MobileNet_V2'", "model", "\"MobileNetV2\"");
        row("'seed': 9007199254740992", "seed", "9007199254740992");
    }

    void understands()
    {
        QFETCH(QString, inner);
        QFETCH(QString, key);
        QFETCH(QString, value);
        const ModelConfig config = params(inner.toStdString());
        const ParameterRow* row = findParameter(key.toStdString());
        QVERIFY(row);
        const nlohmann::json got = row->get(config);
        QVERIFY2(got == nlohmann::json::parse(value.toStdString()), got.dump().c_str());
        verifyRoundTrips(config);
    }

    void explains_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* text, const char* message) {
            QTest::newRow(text) << QString(text) << QString::fromUtf8(message);
        };
        row("params = {'optimzer': 'adam'}",
            "unknown key 'optimzer' (params): did you mean 'optimizer'?");
        row("params = {'xyzzy': 1}", "unknown key 'xyzzy' (params): use one of model, alpha");
        row("params = {'epochs': 'many'}",
            "'epochs' cannot be \"many\" (params): use a whole number from 1 to 10000");
        row("params = {'epochs': 0}", "'epochs' cannot be 0");
        row("params = {'epochs': 2.5}", "'epochs' cannot be 2.5");
        row("params = {'epochs': True}", "'epochs' cannot be true");
        row("params = {'epochs': None}", "'epochs' cannot be null");
        row("params = {'rgb': 3}", "'rgb' cannot be 3 (params): use true or false");
        row("params = {'pooling': 'maximum'}", "'pooling' cannot be \"maximum\"");
        row("params = {'alpha': 0.42}", "there are no imagenet weights for alpha 0.42");
        row("params = {'alpha': -1}", "'alpha' cannot be -1");
        row("params = {'alpha': '0.35'}", "'alpha' cannot be \"0.35\"");
        row("params = {'model': 'resnet50'}", "use one of MobileNetV2");
        row("params = {'input_tensor': 3}", "only None is possible");
        row("params = {'img_size': 16}", "'img_size' cannot be 16");
        row("params = {'img_size': 100000}", "'img_size' cannot be 100000");
        row("params = {'img_size': (1, 2, 3)}", "'img_size' cannot be [1,2,3]");
        row("params = {'input_shape': (224, 224, 1)}", "three channels");
        row("params = {'img_size': 224, 'input_shape': (160, 160, 3)}", "do not agree");
        row("params = {'optimizer': 'adem'}", "did you mean 'adam'?");
        row("params = {'optimizer': {'learning_rate': 1}}", "give its name");
        row("params = {'optimizer': {'name': 'adam', 'momentum': 0.9}}",
            "'optimizer.momentum' means nothing when optimizer is adam");
        row("params = {'optimizer': {'name': 'sgd', 'momentun': 0.9}}",
            "unknown key 'momentun' (params, optimizer): did you mean 'momentum'?");
        row("params = {'optimizer': {'name': 'sgd', 'learning_rate': 1}, 'learning_rate': 2}",
            "'learning_rate' is 2 and 1 inside 'optimizer'");
        row("params = {'lr': 1, 'learning_rate': 1}", "given twice");
        row("params = {'optimizer': {'name': 'sgd', 'clipnorm': 1, 'clipvalue': 1}}",
            "only one of");
        row("params = {'learning_rate': -1}", "'learning_rate' cannot be -1");
        row("params = {'loss': 'crossentropy'}", "'loss' cannot be");
        row("params = {'loss': {'name': 'hinge', 'gamma': 1}}", "means nothing when loss is hinge");
        row("params = {'schedule': {'name': 'cosine', 'decay_rate': 1}}", "means nothing");
        row("params = {'early_stopping': {'patience': -1}}",
            "'early_stopping.patience' cannot be -1");
        row("params = {'early_stopping': {'patince': 1}}", "did you mean 'patience'?");
        row("params = {'fixed_layers': 'block_99'}", "'fixed_layers' cannot be");
        row("params = {'fixed_layers': -1}", "'fixed_layers' cannot be -1");
        row("params = {'equilibrate': 'yes'}", "'equilibrate' cannot be");
        row("params = {'class_weights': [1, 'a']}", "use one number per class");
        row("params = {'class_weights': {'NORMAL': 2}}", "use one number per class");
        row("params = {'class_weights': {99999: 2}}", "use one number per class");
        row("params = {'data_augmentation': 3}", "'data_augmentation' cannot be 3");
        row("params = {'seed': -1}", "'seed' cannot be -1");
        row("params = {'monitor': 'val_los'}", "did you mean 'val_loss'?");
        row("params = {'standardize_features': True, 'strategy': 'full_tuning'}",
            "frozen backbone");
        row("params = [1]", "'params' cannot be [1]");
        row("params = {}\nadded_layers = {}", "'added_layers' cannot be {}");
        row("parms = {'epochs': 1}", "unknown key 'parms' (configuration): did you mean 'params'?");
        row("params = {}\nadded_layer = []", "did you mean 'added_layers'?");
        row("{\"params\": {}, \"layers\": []}", "unknown key 'layers'");
        row("added_layers = [{'type': 'dropout', 'count': 2}]",
            "'rate' cannot be 2 (added_layers, layer 1 (dropout))");
        row("[1, 2]", "a configuration cannot be [1,2]");
        row("params = {'epochs': 1e9999}", "line 1");
    }

    void explains()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto config = configFromText(text.toStdString());
        const QString sentence = QString::fromStdString(errorOf(config));
        QVERIFY2(sentence.contains(message), qPrintable(sentence));
        QVERIFY(config.error().code == base::ErrorCode::InvalidConfiguration);
    }

    void setsByPath_data()
    {
        QTest::addColumn<QString>("assignment");
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* assignment, const char* pointer, const char* value) {
            QTest::newRow(assignment) << QString(assignment) << QString(pointer) << QString(value);
        };
        row("learning_rate=3e-4", "/params/learning_rate", "3e-4");
        row("optimizer.learning_rate=3e-4", "/params/learning_rate", "3e-4");
        row("params.epochs=7", "/params/epochs", "7");
        row("optimizer.weight_decay=0.01", "/params/optimizer/weight_decay", "0.01");
        row("optimizer=sgd", "/params/optimizer/name", "\"sgd\"");
        row("optimizer={'name': 'sgd', 'momentum': 0.5}", "/params/optimizer/momentum", "0.5");
        row("pooling=avg", "/params/pooling", "\"avg\"");
        row("pooling=None", "/params/pooling", "null");
        row("rgb=true", "/params/rgb", "true");
        row("equilibrate=false", "/params/equilibrate", "false");
        row("early_stopping.patience=3", "/params/early_stopping/patience", "3");
        row("views.extra=4", "/params/views/extra", "4");
        row("added_layers.1.count=96", "/added_layers/1/units", "96");
        row("added_layers.1.units=96", "/added_layers/1/units", "96");
        row("added_layers.1.kernel_regularizer.l2=1e-4", "/added_layers/1/kernel_regularizer/l2",
            "1e-4");
        row("added_layers.2.enabled=false", "/added_layers/2/enabled", "false");
        row("added_layers.0.type=gaussian_noise", "/added_layers/0/stddev", "0.1");
        row("added_layers.0=None", "/added_layers/0/units", "128");
        row("added_layers=[{'type': 'flatten'}]", "/added_layers/0/type", "\"flatten\"");
    }

    void setsByPath()
    {
        QFETCH(QString, assignment);
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        const auto config = withSetting(read(kNotebook), assignment.toStdString());
        QVERIFY2(config, errorOf(config).c_str());
        const nlohmann::json json = nlohmann::json::parse(toJson(*config).dump());
        const nlohmann::json got = json.at(nlohmann::json::json_pointer(pointer.toStdString()));
        QVERIFY2(got == nlohmann::json::parse(value.toStdString()), got.dump().c_str());
        verifyRoundTrips(*config);
    }

    void setsAugmentationRanges()
    {
        const nlohmann::json ranges = image::toJson(image::Augmentation::mild());
        const std::string key = ranges.begin().key();
        const auto config = withSetting(read(kNotebook), "data_augmentation." + key + "=nonsense");
        QVERIFY(!config);
    }

    void explainsSettings_data()
    {
        QTest::addColumn<QString>("assignment");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* assignment, const char* message) {
            QTest::newRow(assignment) << QString(assignment) << QString(message);
        };
        row("epochs", "is not KEY=VALUE");
        row("=3", "is not KEY=VALUE");
        row("epoch=3", "did you mean 'epochs'?");
        row("epochs=", "'epochs' cannot be \"\"");
        row("epochs=three", "'epochs' cannot be \"three\"");
        row("optimizer.momentum=0.9", "means nothing when optimizer is adamw");
        row("added_layers.9.count=3", "count from 0 to 3");
        row("added_layers.x.count=3", "there is no added layer number x");
        row("added_layers.1.unit=3", "did you mean 'units'?");
        row("added_layers.1.units.x=3", "'units' has no parts");
        row("alpha=0.4", "there are no imagenet weights");
    }

    void explainsSettings()
    {
        QFETCH(QString, assignment);
        QFETCH(QString, message);
        const auto config = withSetting(read(kNotebook), assignment.toStdString());
        const QString sentence = QString::fromStdString(errorOf(config));
        QVERIFY2(sentence.contains(message), qPrintable(sentence));
    }

    void schemaMarkdownNamesEverything()
    {
        const std::string text = schemaMarkdown();
        for (const ParameterRow& row : parameterRows())
            QVERIFY2(text.find("| `" + row.key + "` |") != std::string::npos, row.key.c_str());
        for (const LayerRow& row : layerRows())
            QVERIFY2(text.find("### " + row.type) != std::string::npos, row.type.c_str());
    }

    /// Wrong kinds of values under every key: an error or a configuration that round-trips.
    void survivesAnyValueUnderAnyKey()
    {
        const std::vector<nlohmann::json> values{nullptr, true, false, -1, 0, 1, 2, 1e300, -1e300,
            0.5, INT64_MAX, INT64_MIN, "", "x", std::string(10000, 'x'), "true",
            nlohmann::json::array(), {1, 2}, {1, 2, 3}, nlohmann::json::array({nullptr}),
            nlohmann::json::object(), {{"name", "adam"}}, {{"name", 3}},
            {{"class_name", "SGD"}, {"config", 3}}, {{"x", 1}}, {{"0", 1.5}},
            {{"config", {{"config", {}}}}}};
        std::vector<std::string> keys{"optimizer.name", "lr"};
        for (const ParameterRow& row : parameterRows())
            keys.push_back(row.key);
        for (const std::string& key : keys)
            for (const nlohmann::json& value : values) {
                const auto config = configFromJson({{"params", {{key, value}}}});
                if (config)
                    verifyRoundTrips(*config);
                else
                    QVERIFY(base::toSentence(config.error()).size() < 1200);
            }
        for (const LayerRow& layer : layerRows())
            for (const ParameterRow& argument : layer.arguments)
                for (const nlohmann::json& value : values) {
                    const auto config = configFromJson(
                        {{"added_layers", {{{"type", layer.type}, {argument.key, value}}}}});
                    if (config)
                        verifyRoundTrips(*config);
                }
    }

private:
    /// Puts the configuration into a state in which the row means something.
    static void makeApply(ModelConfig& config, const ParameterRow& row)
    {
        if (!row.applies || row.applies(config))
            return;
        for (const char* owner : {"optimizer", "loss", "schedule", "strategy"}) {
            const ParameterRow* choice = findParameter(owner);
            for (const std::string& name : choice->choices) {
                ModelConfig changed = config;
                if (choice->set(changed, name) && row.applies(changed)) {
                    config = changed;
                    return;
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_ModelConfig)
#include "tst_model_config.moc"
