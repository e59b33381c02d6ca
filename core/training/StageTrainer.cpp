#include "core/training/StageTrainer_impl.h"

#include "core/base/Random.h"
#include "core/dataset/Balance.h"
#include "core/model/ClassLogits_impl.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace negatoscope::training {

namespace {

constexpr std::size_t kEvaluationBatch = 64; ///< figures do not depend on it

std::int64_t totalSteps(const Stage& stage, int batchesPerEpoch)
{
    return static_cast<std::int64_t>(stage.epochs) * batchesPerEpoch;
}

std::size_t outputUnits(const model::NetworkImpl& network)
{
    return static_cast<std::size_t>(network.head.back().output.back());
}

int batchesFor(const StageSetup& setup)
{
    const model::ModelConfig& config = setup.network.config;
    const std::size_t films = epochOrder(setup.data.train,
        static_cast<std::size_t>(setup.network.classCount), config, setup.stage.firstEpoch)
                                  .size();
    const auto batch = static_cast<std::size_t>(config.batchSize);
    return static_cast<int>((films + batch - 1) / batch);
}

at::Tensor labelsAsTensor(std::span<const std::int64_t> labels)
{
    return at::tensor(at::ArrayRef<std::int64_t>(labels.data(), labels.size()));
}

} // namespace

std::vector<Stage> planStages(const model::NetworkImpl& network)
{
    const model::ModelConfig& config = network.config;
    const int all = network.backboneSize();
    const auto stageFrom = [&](int firstTrainable, int firstEpoch, int epochs) {
        Stage stage;
        stage.firstTrainable = std::min(firstTrainable, all);
        stage.entrance.cut =
            firstTrainable >= all ? all : model::deepestCut(network.layout, stage.firstTrainable);
        stage.entrance.pooled = stage.entrance.cut == all && network.poolsBackbone();
        stage.firstEpoch = firstEpoch;
        stage.epochs = epochs;
        return stage;
    };
    const int frozen = model::frozenLayerCount(config);
    if (config.strategy != model::Strategy::TwoStage)
        return {stageFrom(frozen, 0, config.epochs)};
    return {
        stageFrom(all, 0, config.headEpochs), stageFrom(frozen, config.headEpochs, config.epochs)};
}

StageTrainer::StageTrainer(const StageSetup& setup, Loss loss)
    : m_setup(setup)
    , m_loss(std::move(loss))
    , m_rate(setup.network.config.schedule, setup.network.config.optimizer.learningRate,
          batchesFor(setup), totalSteps(setup.stage, batchesFor(setup)))
    , m_metrics(outputUnits(setup.network))
    , m_batchesPerEpoch(batchesFor(setup))
    , m_warmUpSteps(static_cast<std::int64_t>(
          setup.network.config.schedule.warmUp *
          static_cast<double>(totalSteps(setup.stage, batchesFor(setup)))))
{
    const model::ModelConfig& config = setup.network.config;
    if (config.earlyStopping)
        m_earlyStopping.emplace(*config.earlyStopping);
}

base::Result<std::unique_ptr<StageTrainer>> StageTrainer::make(const StageSetup& setup)
{
    const model::ModelConfig& config = setup.network.config;
    auto loss = Loss::make(config.loss, static_cast<std::size_t>(setup.network.classCount),
        outputUnits(setup.network));
    if (!loss)
        return base::failure(loss);
    setup.network.freezeBackboneBefore(setup.stage.firstTrainable);
    std::unique_ptr<StageTrainer> trainer(new StageTrainer(setup, std::move(*loss)));
    if (auto built = trainer->buildOptimizer(); !built)
        return base::failure(built);
    at::Tensor weights;
    if (const std::vector<double>& given = setup.data.classWeights; !given.empty())
        weights = at::tensor(at::ArrayRef<double>(given.data(), given.size())).to(at::kFloat);
    trainer->m_gradients.emplace(setup.network, setup.stage.entrance, trainer->m_loss,
        std::move(weights), setup.threads, setup.exchange);
    return trainer;
}

base::Result<void> StageTrainer::buildOptimizer()
{
    model::NetworkImpl& network = m_setup.network;
    const model::ModelConfig& config = network.config;
    const bool ownHeadRate =
        config.headLearningRate > 0.0 && m_setup.stage.firstTrainable < network.backboneSize();
    const double headFactor =
        ownHeadRate ? config.headLearningRate / config.optimizer.learningRate : 1.0;
    std::vector<Parameter> parameters;
    std::vector<std::pair<std::string, at::Tensor>> averaged;
    for (model::Variable* variable : network.trainableVariables()) {
        const std::string name = variable->layer + "/" + variable->name;
        parameters.push_back({name, variable->value, variable->inHead ? headFactor : 1.0});
        averaged.emplace_back(name, variable->value);
    }
    if (config.ema)
        m_average.emplace(
            *config.ema, std::move(averaged), totalSteps(m_setup.stage, m_batchesPerEpoch));
    auto optimizer = Optimizer::make(config.optimizer, std::move(parameters));
    if (!optimizer)
        return base::failure(optimizer);
    m_optimizer = std::move(*optimizer);
    return {};
}

std::vector<FilmSample> StageTrainer::samplesOf(const std::vector<std::size_t>& order, int epoch)
{
    m_views = m_setup.trainSource.viewsReady(m_setup.viewCount);
    const std::uint64_t seed = m_setup.network.config.seed;
    std::vector<FilmSample> samples;
    samples.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        // With oversampling a film comes several times: its place tells the draws apart.
        const std::size_t film = m_setup.data.train.items[order[i]];
        const std::uint64_t draw =
            base::deriveSeed(seed, "view", {static_cast<std::uint64_t>(epoch), film, i});
        samples.push_back({film, static_cast<std::size_t>(draw % m_views), draw});
    }
    return samples;
}

void StageTrainer::noteSpread(const at::Tensor& scores)
{
    const at::Tensor values = scores.contiguous();
    const auto classes = static_cast<std::size_t>(values.size(1));
    m_smallest.resize(classes, std::numeric_limits<float>::max());
    m_largest.resize(classes, std::numeric_limits<float>::lowest());
    const float* value = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        const std::size_t c = static_cast<std::size_t>(i) % classes;
        m_smallest[c] = std::min(m_smallest[c], value[i]);
        m_largest[c] = std::max(m_largest[c], value[i]);
    }
}

double StageTrainer::logitSpread() const
{
    float spread = 0.0F;
    for (std::size_t c = 0; c < m_smallest.size(); ++c)
        spread = std::max(spread, m_largest[c] - m_smallest[c]);
    return static_cast<double>(spread);
}

bool StageTrainer::isWarmedUp() const
{
    return m_optimizer->iterations() > m_warmUpSteps;
}

StageTrainer::Step StageTrainer::trainBatch(const at::Tensor& x,
    std::span<const std::int64_t> labels, int epoch, int batch, const StopRequest& stop)
{
    const model::ModelConfig& config = m_setup.network.config;
    model::ForwardContext context;
    context.training = true;
    context.batchNorm = config.batchNorm;
    context.seed = base::deriveSeed(config.seed, "dropout",
        {static_cast<std::uint64_t>(epoch), static_cast<std::uint64_t>(batch)});
    m_optimizer->zeroGradients();
    const GradientStep::Result result = m_gradients->run(
        x, labels, context, {stop.keep.stop_requested(), stop.cancel.stop_requested()});
    const std::int64_t step = m_optimizer->iterations();
    m_lastRate = m_rate.at(step);
    m_optimizer->step(m_lastRate);
    if (m_average)
        m_average->stepDone(step);
    const at::Tensor output = result.output.contiguous();
    const std::size_t right = m_metrics.add(
        {output.data_ptr<float>(), static_cast<std::size_t>(output.numel())}, labels, result.loss);
    noteSpread(result.scores);
    return {result.loss, right, result.wish};
}

base::Result<StageTrainer::End> StageTrainer::trainEpoch(
    int epoch, const StopRequest& stop, const BatchCallback& callback)
{
    const model::ModelConfig& config = m_setup.network.config;
    std::vector<std::size_t> order;
    if (m_setup.shuffle) {
        order = epochOrder(m_setup.data.train, static_cast<std::size_t>(m_setup.network.classCount),
            config, epoch);
    } else {
        order.resize(m_setup.data.train.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
    }
    std::vector<std::int64_t> labels;
    for (const std::size_t position : order)
        labels.push_back(m_setup.data.train.labels[position]);
    const auto batchSize = static_cast<std::size_t>(config.batchSize);
    m_setup.trainSource.begin(samplesOf(order, epoch), batchSize);
    m_metrics.reset();
    m_smallest.clear();
    m_largest.clear();
    int batch = 0;
    StopWish wish;
    for (std::size_t first = 0; first < labels.size(); first += batchSize, ++batch) {
        const auto x = m_setup.trainSource.next();
        if (!x)
            return base::failure(x);
        const auto count = std::min(batchSize, labels.size() - first);
        const auto [loss, right, agreed] =
            trainBatch(*x, std::span(labels).subspan(first, count), epoch, batch, stop);
        if (auto sound = Guards::checkLoss(loss, epoch, batch); !sound)
            return base::failure(sound);
        if (callback)
            callback({epoch, batch, loss, static_cast<double>(right) / static_cast<double>(count)},
                m_batchesPerEpoch);
        // Several processes stop where they have all heard of it: one batch later.
        wish = m_setup.exchange
                   ? agreed
                   : StopWish{stop.keep.stop_requested(), stop.cancel.stop_requested()};
        if (wish.cancel)
            return End::Cancelled;
        if (wish.keep && first + batchSize < labels.size())
            return End::Stopped;
    }
    m_setup.trainSource.epochEnded();
    return wish.keep ? End::Stopped : End::EpochDone;
}

base::Result<Evaluation> StageTrainer::evaluate(BatchSource& source, const FilmSet& films)
{
    const c10::NoGradGuard noGrad;
    Evaluation evaluation;
    evaluation.metrics = KerasMetrics(outputUnits(m_setup.network));
    std::vector<FilmSample> samples;
    for (const std::size_t item : films.items)
        samples.push_back({item, 0, 0});
    source.begin(std::move(samples), kEvaluationBatch);
    for (std::size_t first = 0; first < films.size(); first += kEvaluationBatch) {
        const auto x = source.next();
        if (!x)
            return base::failure(x);
        const model::ForwardResult result =
            forwardFrom(m_setup.network, m_setup.stage.entrance, *x, model::ForwardContext{});
        const auto labels = std::span(films.labels)
                                .subspan(first, std::min(kEvaluationBatch, films.size() - first));
        at::Tensor loss = m_loss.mean(result, m_loss.targets(labelsAsTensor(labels)), {});
        if (result.regularisation.defined())
            loss = loss + result.regularisation;
        const at::Tensor output = result.output.contiguous();
        evaluation.metrics.add({output.data_ptr<float>(), static_cast<std::size_t>(output.numel())},
            labels, static_cast<double>(loss.item<float>()));
        const at::Tensor logits = classLogits(result, m_setup.network.classCount).contiguous();
        const float* start = logits.data_ptr<float>();
        evaluation.logits.insert(evaluation.logits.end(), start, start + logits.numel());
    }
    return evaluation;
}

base::Result<Evaluation> StageTrainer::validate()
{
    auto evaluation = evaluate(m_setup.validationSource, m_setup.data.validation);
    m_setup.validationSource.epochEnded();
    return evaluation;
}

void StageTrainer::writeTrainMetrics(std::map<std::string, double>& metrics) const
{
    m_metrics.writeTo(metrics, "");
    metrics["learning_rate"] = m_lastRate;
}

bool StageTrainer::epochEnded(int epoch, const std::map<std::string, double>& metrics)
{
    m_rate.epochEnded(metrics);
    return m_earlyStopping && m_earlyStopping->epochEnded(epoch, metrics);
}

void StageTrainer::swapAverage()
{
    if (m_average)
        m_average->swap();
}

void StageTrainer::save(Checkpoint& checkpoint) const
{
    checkpoint.add("optimizer/", m_optimizer->state());
    checkpoint.state["iterations"] = m_optimizer->iterations();
    checkpoint.state["learning_rate"] = m_rate.state();
    if (m_earlyStopping)
        checkpoint.state["early_stopping"] = m_earlyStopping->state();
    if (m_average) {
        checkpoint.add("ema/", m_average->averages());
        checkpoint.state["ema_started"] = m_average->hasStarted();
    }
}

base::Result<void> StageTrainer::restore(const Checkpoint& checkpoint)
{
    if (auto filled = checkpoint.fill("optimizer/", m_optimizer->state()); !filled)
        return filled;
    m_optimizer->setIterations(checkpoint.state.at("iterations").get<std::int64_t>());
    m_rate.restore(checkpoint.state.at("learning_rate"));
    if (m_earlyStopping)
        m_earlyStopping->restore(checkpoint.state.at("early_stopping"));
    if (m_average) {
        if (auto filled = checkpoint.fill("ema/", m_average->averages()); !filled)
            return filled;
        m_average->setStarted(checkpoint.state.at("ema_started").get<bool>());
    }
    return {};
}

} // namespace negatoscope::training
