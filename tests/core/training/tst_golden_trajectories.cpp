// The trainer against Keras' recorded runs; limits: ../shared/reference/golden/README.md.

#include "core/model/WeightsImport.h"
#include "core/training/BatchSource_impl.h"
#include "core/training/KerasMetrics.h"
#include "core/training/Losses_impl.h"
#include "core/training/Optimizers_impl.h"
#include "core/training/StageTrainer_impl.h"
#include "tests/core/model/Golden.h"
#include "tests/support/SharedFiles.h"

#include <ATen/core/grad_mode.h>
#include <QTest>

#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <numeric>

using namespace negatoscope;
using nlohmann::json;
using testing::Golden;

namespace {

constexpr int kFilms = 16;
constexpr int kFixed = 100;

std::string ourName(const std::string& keras)
{
    if (keras.starts_with("dense_0/"))
        return "dense/" + keras.substr(8);
    return keras;
}

model::OptimizerConfig optimizerOf(const json& stored)
{
    static const std::map<std::string, std::string> names{
        {"adam_w", "adamw"}, {"rm_sprop", "rmsprop"}};
    model::OptimizerConfig config;
    config.name = stored.at("name").get<std::string>();
    if (names.contains(config.name))
        config.name = names.at(config.name);
    config.learningRate = stored.at("learning_rate").get<double>();
    if (stored.at("weight_decay").is_number())
        config.weightDecay = stored.at("weight_decay").get<double>();
    config.momentum = stored.value("momentum", 0.0);
    config.nesterov = stored.value("nesterov", false);
    config.rho = stored.value("rho", 0.9);
    config.epsilon = stored.value("epsilon", 1e-7);
    config.initialAccumulator = stored.value("initial_accumulator_value", 0.1);
    return config;
}

model::LossConfig lossOf(const json& stored)
{
    model::LossConfig config;
    config.name = stored.at("name").get<std::string>();
    config.labelSmoothing = stored.value("label_smoothing", 0.0);
    config.alpha = stored.value("alpha", 0.25);
    config.gamma = stored.value("gamma", 2.0);
    return config;
}

/// The seed model with one case's head, loss and optimizer; all golden films; their features at
/// the entrance.
class Replay
{
public:
    Replay(const Golden& golden, const std::filesystem::path& weights, const json& stored)
        : config(testing::seedConfig())
    {
        config.optimizer = optimizerOf(stored.at("optimizer"));
        config.loss = lossOf(stored.at("loss_config"));
        const bool frozen = stored.at("fixed_layers") == "all";
        config.strategy = frozen ? model::Strategy::NoTuning : model::Strategy::FineTuning;
        const bool oneUnit = config.loss.name == "binary_crossentropy";
        if (oneUnit) {
            config.addedLayers.back().options["units"] = 1;
            config.addedLayers.back().options["activation"] = "sigmoid";
        }
        network = std::make_unique<model::Network>(std::move(*model::Network::build(config, 2)));
        if (!model::loadBackboneWeights(*network, weights.string()))
            qFatal("the golden backbone cannot be loaded");
        model::NetworkImpl& impl = network->impl();
        const auto set = [&](const char* layer, const char* name, const char* array) {
            testing::setVariable(impl, layer, name, golden.array(array));
        };
        set("dense", "kernel", "initial/dense_0/kernel");
        set("dense", "bias", "initial/dense_0/bias");
        if (oneUnit) {
            set("dense_1", "kernel", "initial_sigmoid/kernel");
        } else {
            set("dense_1", "kernel", "initial/dense_1/kernel");
            set("dense_1", "bias", "initial/dense_1/bias");
        }
        cut = frozen ? impl.backboneSize() : model::deepestCut(impl.layout, kFixed);
        impl.freezeBackboneBefore(frozen ? impl.backboneSize() : kFixed);
        const c10::NoGradGuard noGrad;
        features = frozen ? golden.array("forward/GMP16")
                          : impl.backbone(golden.films(0, kFilms), 0, cut, {});
        std::vector<std::int64_t> known;
        for (const json& image : golden.json().at("images"))
            known.push_back(image.at("label").get<std::int64_t>());
        labels = at::tensor(known);
        if (stored.at("class_weight").is_object())
            for (const char* label : {"0", "1"})
                classWeights.push_back(stored.at("class_weight").at(label).get<double>());
    }

    bool frozen() const { return cut == network->impl().backboneSize(); }

    model::ForwardResult forward(const at::Tensor& x, bool training)
    {
        model::ForwardContext context;
        context.training = training;
        return frozen() ? network->impl().runHead(x, true, context)
                        : network->impl().forward(x, cut, context);
    }

    /// Losses of the steps; stops after `count`.
    std::vector<double> run(const json& batches, std::size_t count)
    {
        std::vector<training::Parameter> parameters;
        for (model::Variable* variable : network->impl().trainableVariables())
            parameters.push_back({variable->layer + "/" + variable->name, variable->value});
        auto optimizer = std::move(*training::Optimizer::make(config.optimizer, parameters));
        const std::size_t units = config.loss.name == "binary_crossentropy" ? 1 : 2;
        const auto loss = *training::Loss::make(config.loss, 2, units);
        std::vector<double> losses;
        for (std::size_t step = 0; step < count; ++step) {
            const at::Tensor batch = at::tensor(batches[step].get<std::vector<std::int64_t>>());
            const at::Tensor truth = labels.index_select(0, batch);
            at::Tensor weights;
            if (!classWeights.empty())
                weights = at::tensor(classWeights).to(at::kFloat).index_select(0, truth);
            optimizer->zeroGradients();
            const auto result = forward(features.index_select(0, batch), true);
            const at::Tensor value = loss.mean(result, loss.targets(truth), weights);
            value.backward();
            optimizer->step(config.optimizer.learningRate);
            losses.push_back(value.item<double>());
        }
        return losses;
    }

    model::ModelConfig config;
    std::unique_ptr<model::Network> network;
    int cut = 0;
    at::Tensor features;
    at::Tensor labels;
    std::vector<double> classWeights;
};

/// Golden films in memory as a source of batches.
class GoldenBatches final : public training::BatchSource
{
public:
    explicit GoldenBatches(at::Tensor features)
        : m_features(std::move(features))
    {}
    void begin(std::vector<training::FilmSample> samples, std::size_t batchSize) override
    {
        m_samples = std::move(samples);
        m_batchSize = batchSize;
        m_position = 0;
    }
    base::Result<at::Tensor> next() override
    {
        std::vector<std::int64_t> rows;
        for (; rows.size() < m_batchSize && m_position < m_samples.size(); ++m_position)
            rows.push_back(static_cast<std::int64_t>(m_samples[m_position].film));
        return m_features.index_select(0, at::tensor(rows));
    }

private:
    at::Tensor m_features;
    std::vector<training::FilmSample> m_samples;
    std::size_t m_batchSize = 1;
    std::size_t m_position = 0;
};

void compareFinalWeights(const Golden& golden, const std::string& prefix, Replay& replay,
    double relative, const std::function<double(const std::string&)>& biasLimit)
{
    int compared = 0;
    for (const auto& [name, entry] : golden.json().at("arrays").items()) {
        if (!name.starts_with(prefix))
            continue;
        std::string variableName = name.substr(prefix.size());
        const std::string thinned = "/every_61st";
        const bool isThinned = variableName.ends_with(thinned);
        if (isThinned)
            variableName.resize(variableName.size() - thinned.size());
        variableName = ourName(variableName);
        const std::size_t slash = variableName.find('/');
        model::Variable* variable = replay.network->impl().find(
            variableName.substr(0, slash), variableName.substr(slash + 1));
        QVERIFY2(variable, qPrintable(QString::fromStdString(variableName)));
        auto values = model::kerasValues(*variable);
        at::Tensor ours = at::from_blob(values.data(), {static_cast<std::int64_t>(values.size())});
        if (isThinned)
            ours = ours.slice(0, 0, c10::nullopt, 61);
        const at::Tensor theirs = golden.array(name).reshape({-1});
        const double l2 = testing::relativeDifference(ours, theirs);
        const double largest = testing::largestDifference(ours, theirs);
        // The README's limits are for kernels and BatchNormalization; a bias near 0 has no
        // meaningful relative norm and gets an absolute limit.
        const bool isBias = name.ends_with("/bias");
        QVERIFY2(l2 <= relative || (isBias && largest <= biasLimit(variableName)),
            qPrintable(QString("%1: relative %2, absolute %3")
                           .arg(QString::fromStdString(name))
                           .arg(l2)
                           .arg(largest)));
        ++compared;
    }
    QVERIFY(compared >= 3);
}

} // namespace

class TestGoldenTrajectories : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        SKIP_WITHOUT_SHARED(folder, "reference/golden/golden.json");
        SKIP_WITHOUT_SHARED(weights, "models/teachable_machine");
        m_golden = std::make_unique<Golden>(folder.parent_path());
        m_weights = weights;
    }
    void frozen_data() { addCases("all"); }
    void frozen();
    void fixed100FirstSteps_data() { addCases("100"); }
    void fixed100FirstSteps();
    void smallSteps_data();
    void smallSteps();
    void fitHistory_data();
    void fitHistory();

private:
    void addCases(const std::string& fixedLayers)
    {
        QTest::addColumn<QString>("name");
        for (const auto& [name, stored] : m_golden->json()["trajectories"]["cases"].items()) {
            const json& fixed = stored.at("fixed_layers");
            if ((fixed.is_string() ? fixed.get<std::string>() : fixed.dump()) == fixedLayers)
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }

    std::unique_ptr<Golden> m_golden;
    std::filesystem::path m_weights;
};

void TestGoldenTrajectories::frozen()
{
    QFETCH(QString, name);
    const json& trajectories = m_golden->json().at("trajectories");
    const json& stored = trajectories.at("cases").at(name.toStdString());
    Replay replay(*m_golden, m_weights, stored);
    const auto losses = replay.run(trajectories.at("batches"), 30);
    for (std::size_t step = 0; step < losses.size(); ++step) {
        const double difference = std::abs(losses[step] - stored.at("losses")[step].get<double>());
        QVERIFY2(difference <= 3e-3,
            qPrintable(QString("step %1: off by %2").arg(step + 1).arg(difference)));
    }
    compareFinalWeights(*m_golden, "final/" + name.toStdString() + "/", replay, 1e-4,
        [](const std::string&) { return 3e-4; });

    const c10::NoGradGuard noGrad;
    const at::Tensor output = replay.forward(replay.features, false).output.contiguous();
    training::KerasMetrics metrics(static_cast<std::size_t>(output.size(1)));
    metrics.add({output.data_ptr<float>(), static_cast<std::size_t>(output.numel())},
        {replay.labels.data_ptr<std::int64_t>(), kFilms}, 0.0);
    const json& expected = stored.at("evaluate");
    QCOMPARE(metrics.accuracy(), expected.at("accuracy").get<double>());
    QCOMPARE(metrics.precision(), expected.at("precision").get<double>());
    QCOMPARE(metrics.recall(), expected.at("recall").get<double>());
    QVERIFY(std::abs(metrics.rocAuc() - expected.at("auc").get<double>()) < 1e-6);
}

void TestGoldenTrajectories::fixed100FirstSteps()
{
    QFETCH(QString, name);
    const json& trajectories = m_golden->json().at("trajectories");
    const json& stored = trajectories.at("cases").at(name.toStdString());
    Replay replay(*m_golden, m_weights, stored);
    const auto losses = replay.run(trajectories.at("batches"), 3);
    const double limits[] = {1e-4, 2e-2, 0.3};
    for (std::size_t step = 0; step < 3; ++step) {
        const double expected = stored.at("losses")[step].get<double>();
        QVERIFY2(std::abs(losses[step] - expected) <= limits[step],
            qPrintable(
                QString("step %1: %2, expected %3").arg(step + 1).arg(losses[step]).arg(expected)));
    }
}

void TestGoldenTrajectories::smallSteps_data()
{
    QTest::addColumn<QString>("name");
    for (const auto& [name, stored] : m_golden->json()["trajectories_small_step"]["cases"].items())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestGoldenTrajectories::smallSteps()
{
    QFETCH(QString, name);
    const json& stored =
        m_golden->json().at("trajectories_small_step").at("cases").at(name.toStdString());
    json complete = stored;
    const json& usual = m_golden->json().at("trajectories").at("cases").at(name.toStdString());
    for (const char* key : {"loss_config", "fixed_layers", "class_weight"})
        complete[key] = usual.at(key);
    Replay replay(*m_golden, m_weights, complete);
    const auto losses = replay.run(m_golden->json().at("trajectories").at("batches"), 30);
    const bool isSgd = name.startsWith("sgd");
    for (std::size_t step = 0; step < losses.size(); ++step) {
        const double difference = std::abs(losses[step] - stored.at("losses")[step].get<double>());
        QVERIFY2(difference <= (isSgd ? 0.15 : 1e-2),
            qPrintable(QString("step %1: off by %2").arg(step + 1).arg(difference)));
    }
    // The README states no limit for biases here; its rule is 3 to 5 times what Keras' own float32
    // run differs from its float64 run. One thread instead of two moves dense_1/bias by 4.5 times.
    const json& seen =
        m_golden->json().at("trajectories_small_step").at("difference_float32_float64");
    const auto biasLimit = [&](const std::string& variable) {
        const std::string key =
            name.toStdString() + "/final/" + (variable == "dense/bias" ? "dense_0/bias" : variable);
        return 5.0 * seen.at(key).at("max_abs").get<double>();
    };
    compareFinalWeights(*m_golden, "small_step/final/" + name.toStdString() + "/", replay,
        isSgd ? 3e-3 : 3e-4, biasLimit);
}

void TestGoldenTrajectories::fitHistory_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("frozen") << "frozen";
    QTest::newRow("fixed100") << "fixed100";
}

void TestGoldenTrajectories::fitHistory()
{
    QFETCH(QString, name);
    const json& stored = m_golden->json().at("fit").at(name.toStdString());
    const json& base =
        m_golden->json().at("trajectories").at("cases").at("adamw_" + name.toStdString());
    Replay replay(*m_golden, m_weights, base);
    replay.network->impl().config.batchSize = stored.at("batch_size").get<int>();

    training::TrainingData data;
    for (std::size_t i = 0; i < kFilms; ++i) {
        data.train.items.push_back(i);
        data.train.labels.push_back(
            replay.labels[static_cast<std::int64_t>(i)].item<std::int64_t>());
    }
    data.validation.items.assign(data.train.items.rbegin(), data.train.items.rend());
    data.validation.labels.assign(data.train.labels.rbegin(), data.train.labels.rend());
    for (const char* label : {"0", "1"})
        data.classWeights.push_back(stored.at("class_weight").at(label).get<double>());
    training::Stage stage;
    stage.firstTrainable = replay.frozen() ? replay.cut : kFixed;
    stage.entrance = {replay.cut, replay.frozen()};
    stage.epochs = stored.at("epochs").get<int>();
    GoldenBatches train(replay.features);
    GoldenBatches validation(replay.features);
    auto trainer = std::move(*training::StageTrainer::make(
        {replay.network->impl(), data, stage, train, validation, 1, false}));

    const json& history = stored.at("history");
    // fixed100 at this step size is chaotic: only its first epoch (three steps) can be compared.
    const int comparable = replay.frozen() ? stage.epochs : 1;
    // The three steps' limits 1e-4, 2e-2, 0.3, weighted by their 6, 6 and 4 films.
    const double limit = replay.frozen() ? 3e-3 : (6 * 1e-4 + 6 * 2e-2 + 4 * 0.3) / 16;
    for (int epoch = 0; epoch < comparable; ++epoch) {
        QVERIFY(trainer->trainEpoch(epoch, {}, {}).has_value());
        const auto evaluation = trainer->validate();
        QVERIFY(evaluation.has_value());
        const auto at = [&](const char* key) {
            return history.at(key)[static_cast<std::size_t>(epoch)].get<double>();
        };
        const training::KerasMetrics& seen = trainer->trainMetrics();
        QVERIFY2(std::abs(seen.loss() - at("loss")) <= limit,
            qPrintable(QString("epoch %1: loss %2").arg(epoch).arg(seen.loss())));
        if (!replay.frozen())
            continue;
        QCOMPARE(seen.accuracy(), at("accuracy"));
        QVERIFY(std::abs(seen.rocAuc() - at("auc")) < 1e-6);
        QVERIFY(std::abs(evaluation->metrics.loss() - at("val_loss")) <= limit);
        QCOMPARE(evaluation->metrics.accuracy(), at("val_accuracy"));
        QVERIFY(std::abs(evaluation->metrics.rocAuc() - at("val_auc")) < 1e-6);
    }
}

QTEST_GUILESS_MAIN(TestGoldenTrajectories)
#include "tst_golden_trajectories.moc"
