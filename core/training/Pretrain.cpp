#include "core/training/Pretrain.h"

#include "core/base/Random.h"
#include "core/model/Safetensors.h"
#include "core/model/TorchCompat.h"
#include "core/training/Optimizers_impl.h"
#include "core/training/Pretrain_impl.h"
#include "core/training/Schedules.h"

#include <opencv2/core.hpp>

#include <chrono>
#include <cmath>
#include <cstring>
#include <numeric>

namespace negatoscope::training {

namespace {

constexpr std::int64_t kPlaceCells = 7;
constexpr std::int64_t kFeatures = 1280;
constexpr double kRotationUnit = 10.0; ///< degrees

/// Mean of the mask over a 7×7 grid.
void placeOf(const cv::Mat& mask, float* cells)
{
    for (int row = 0; row < kPlaceCells; ++row) {
        for (int column = 0; column < kPlaceCells; ++column) {
            const int top = row * mask.rows / static_cast<int>(kPlaceCells);
            const int left = column * mask.cols / static_cast<int>(kPlaceCells);
            const int bottom = (row + 1) * mask.rows / static_cast<int>(kPlaceCells);
            const int right = (column + 1) * mask.cols / static_cast<int>(kPlaceCells);
            const cv::Mat cell = mask(cv::Range(top, bottom), cv::Range(left, right));
            cells[row * kPlaceCells + column] = static_cast<float>(cv::mean(cell)[0] / 255.0);
        }
    }
}

/// The linear answers on top of the backbone while it is trained; thrown away afterwards.
class Questions
{
public:
    explicit Questions(std::uint64_t seed)
    {
        base::Random random(base::deriveSeed(seed, "questions"));
        // Average and maximum pooling side by side: both poolings of later heads are served.
        for (const auto& [name, units] : kLinear)
            addLayer(name, {2 * kFeatures, units}, random);
        addLayer("place", {1, kFeatures, 1, 1}, random);
    }

    std::vector<Parameter> parameters() const
    {
        std::vector<Parameter> list;
        for (const Layer& layer : m_layers) {
            list.push_back({layer.name + "/kernel", layer.kernel, 1.0});
            list.push_back({layer.name + "/bias", layer.bias, 1.0});
        }
        return list;
    }

    /// Weighted sum of all losses of a batch; adds hits and losses to `sums`.
    at::Tensor loss(const at::Tensor& features, const PhantomTensors& truth,
        std::map<std::string, double>& sums) const
    {
        const at::Tensor pooled =
            at::cat({at::mean(features, {2, 3}), at::amax(features, {2, 3})}, 1);
        at::Tensor total = at::zeros({}, features.options());
        for (const auto& [name, target, weight] :
            {std::tuple{"kind", truth.kind, 1.0}, std::tuple{"side", truth.side, 0.5},
                std::tuple{"zone", truth.zone, 0.5}, std::tuple{"marker", truth.marker, 0.3}}) {
            const at::Tensor logits = answer(name, pooled);
            total = total + weight * at::cross_entropy_loss(logits, target);
            sums[std::string(name) + "_accuracy"] +=
                at::eq(at::argmax(logits, 1), target).sum().item<double>();
        }
        const at::Tensor view = answer("view", pooled).squeeze(1);
        total = total + 0.3 * at::binary_cross_entropy_with_logits(view, truth.view);
        sums["view_accuracy"] +=
            at::eq(at::gt(view, 0.0), at::gt(truth.view, 0.5)).sum().item<double>();
        const at::Tensor size = at::mse_loss(answer("size", pooled).squeeze(1), truth.size);
        const at::Tensor rotation =
            at::mse_loss(answer("rotation", pooled).squeeze(1), truth.rotation);
        total = total + 3.0 * size + 0.5 * rotation;
        const Layer& place = m_layers.back();
        const at::Tensor map = at::conv2d(features, place.kernel, place.bias);
        const at::Tensor cells = at::adaptive_avg_pool2d(truth.place, {map.size(2), map.size(3)});
        total = total + 2.0 * at::binary_cross_entropy_with_logits(map, cells);
        const auto n = static_cast<double>(features.size(0));
        sums["rotation_mse_degrees2"] +=
            n * kRotationUnit * kRotationUnit * rotation.item<double>();
        return total;
    }

private:
    struct Layer
    {
        std::string name;
        at::Tensor kernel;
        at::Tensor bias;
    };
    static constexpr std::array<std::pair<const char*, std::int64_t>, 7> kLinear{{{"kind", 5},
        {"side", 4}, {"zone", 5}, {"marker", 3}, {"view", 1}, {"size", 1}, {"rotation", 1}}};

    void addLayer(const std::string& name, std::vector<std::int64_t> shape, base::Random& random)
    {
        at::Tensor kernel = at::empty(shape, at::kFloat);
        float* values = kernel.data_ptr<float>();
        for (std::int64_t i = 0; i < kernel.numel(); ++i)
            values[i] = 0.001F * static_cast<float>(random.normal());
        at::Tensor bias = at::zeros({shape.size() == 4 ? 1 : shape.back()}, at::kFloat);
        m_layers.push_back({name, kernel.requires_grad_(true), bias.requires_grad_(true)});
    }

    at::Tensor answer(const std::string& name, const at::Tensor& pooled) const
    {
        for (const Layer& layer : m_layers) {
            if (layer.name == name)
                return at::addmm(layer.bias, pooled, layer.kernel);
        }
        TORCH_CHECK(false, "no such question: ", name);
    }

    std::vector<Layer> m_layers;
};

PhantomTensors rowsOf(const PhantomTensors& all, const at::Tensor& rows)
{
    const auto pick = [&rows](const at::Tensor& t) {
        return at::index_select(t, 0, rows);
    };
    return {pick(all.films), pick(all.kind), pick(all.side), pick(all.zone), pick(all.marker),
        pick(all.view), pick(all.size), pick(all.rotation), pick(all.place), pick(all.tube),
        pick(all.heart)};
}

/// Exposure differs from machine to machine: a random gain and offset per film.
at::Tensor jittered(const at::Tensor& films, base::Random& random)
{
    const std::int64_t n = films.size(0);
    at::Tensor gain = at::empty({n, 1, 1, 1}, at::kFloat);
    at::Tensor offset = at::empty({n, 1, 1, 1}, at::kFloat);
    for (std::int64_t i = 0; i < n; ++i) {
        gain.data_ptr<float>()[i] = static_cast<float>(std::exp(random.uniform(-0.25, 0.25)));
        offset.data_ptr<float>()[i] = static_cast<float>(random.uniform(-0.15, 0.15));
    }
    return at::clamp(films * gain + offset, -1.0, 1.0);
}

base::Result<void> saveBackbone(
    const model::NetworkImpl& network, const PretrainRequest& request, int epochsDone)
{
    model::SafetensorsFile file;
    file.metadata["format"] = "negatoscope";
    file.metadata["alpha"] = "0.35";
    file.metadata["made_by"] = "negatoscope-cli pretrain --seed " + std::to_string(request.seed) +
                               " --films " + std::to_string(request.films) + " --epochs " +
                               std::to_string(request.epochs);
    file.metadata["epochs_done"] = std::to_string(epochsDone);
    for (const model::Variable& variable : network.variables) {
        if (!variable.inHead)
            file.tensors.push_back({variable.layer + "/" + variable.name, variable.kerasShape,
                model::kerasValues(variable)});
    }
    return model::writeSafetensors(request.out, file);
}

/// The loop over epochs.
class Pretraining
{
public:
    Pretraining(const PretrainRequest& request, model::Network network, PhantomTensors data)
        : m_request(request)
        , m_network(std::move(network))
        , m_data(std::move(data))
        , m_questions(request.seed)
        , m_steps(static_cast<std::int64_t>(request.films) / request.batchSize)
    {}

    base::Result<void> run(const PretrainCallback& callback, std::stop_token stop)
    {
        m_network.impl().freezeBackboneBefore(0);
        std::vector<Parameter> parameters = m_questions.parameters();
        for (const model::Variable& variable : m_network.impl().variables) {
            if (!variable.inHead && variable.trainable)
                parameters.push_back({variable.layer + "/" + variable.name, variable.value, 1.0});
        }
        model::OptimizerConfig config;
        config.learningRate = m_request.learningRate;
        config.weightDecay = 0.01;
        config.globalClipNorm = 5.0;
        auto optimizer = Optimizer::make(config, std::move(parameters));
        if (!optimizer)
            return base::failure(optimizer);
        model::ScheduleConfig schedule;
        schedule.name = "cosine";
        schedule.warmUp = 0.05;
        const LearningRate rate(
            schedule, m_request.learningRate, m_steps, m_steps * m_request.epochs);
        for (int epoch = 0; epoch < m_request.epochs && !stop.stop_requested(); ++epoch) {
            const auto done = trainEpoch(epoch, **optimizer, rate, stop);
            if (!done)
                return base::failure(done);
            const bool last = epoch + 1 == m_request.epochs;
            const std::int64_t films =
                std::min<std::int64_t>(m_data.films.size(0), last ? 3072 : 768);
            measureBatchNorm(m_network.impl(), m_data.films.narrow(0, 0, films), 64);
            if (auto saved = saveBackbone(m_network.impl(), m_request, epoch + 1); !saved)
                return saved;
            if (callback)
                callback(*done);
        }
        return {};
    }

private:
    base::Result<PretrainEpoch> trainEpoch(
        int epoch, Optimizer& optimizer, const LearningRate& rate, std::stop_token stop)
    {
        const auto start = std::chrono::steady_clock::now();
        PretrainEpoch record;
        record.epoch = epoch;
        record.side = epoch < m_request.warmUpEpochs ? m_request.warmUpSide : m_request.side;
        const auto counter = static_cast<std::uint64_t>(epoch);
        base::Random random(base::deriveSeed(m_request.seed, "pretrain epoch", {counter}));
        std::vector<std::int64_t> order(static_cast<std::size_t>(m_data.films.size(0)));
        std::iota(order.begin(), order.end(), std::int64_t{0});
        random.shuffle(order);
        std::int64_t seen = 0;
        for (std::int64_t step = 0; step < m_steps && !stop.stop_requested(); ++step) {
            const at::Tensor rows = at::from_blob(
                order.data() + step * m_request.batchSize, {m_request.batchSize}, at::kLong);
            const PhantomTensors batch = rowsOf(m_data, rows);
            at::Tensor input = jittered(toNetworkInput(batch.films), random);
            if (record.side != m_request.side)
                input = at::adaptive_avg_pool2d(input, {record.side, record.side});
            const double loss =
                trainStep(input, batch, optimizer, rate.at(epoch * m_steps + step), record.figures);
            if (!std::isfinite(loss))
                return base::failure(base::ErrorCode::NumericalFailure,
                    "the loss is no longer a number", "epoch " + std::to_string(epoch + 1),
                    "lower the learning rate");
            record.figures["loss"] += loss * m_request.batchSize;
            seen += m_request.batchSize;
        }
        for (auto& [name, value] : record.figures)
            value /= static_cast<double>(std::max<std::int64_t>(1, seen));
        record.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return record;
    }

    double trainStep(const at::Tensor& input, const PhantomTensors& batch, Optimizer& optimizer,
        double learningRate, std::map<std::string, double>& sums)
    {
        model::NetworkImpl& network = m_network.impl();
        model::ForwardContext context;
        context.training = true;
        context.updateStatistics = false; // measured afterwards, in one pass
        optimizer.zeroGradients();
        const at::Tensor features = network.backbone(input, 0, network.backboneSize(), context);
        const at::Tensor loss = m_questions.loss(features, batch, sums);
        loss.backward();
        optimizer.step(learningRate);
        return loss.item<double>();
    }

    const PretrainRequest& m_request;
    model::Network m_network;
    PhantomTensors m_data;
    Questions m_questions;
    std::int64_t m_steps;
};

} // namespace

PhantomTensors drawPhantomTensors(const phantom::PhantomPlan& plan, int threads,
    const base::ProgressCallback& progress, std::stop_token stop)
{
    const auto n = static_cast<std::int64_t>(plan.count);
    const std::int64_t side = plan.side;
    const auto floats = [n] {
        return at::zeros({n}, at::kFloat);
    };
    const auto classes = [n] {
        return at::zeros({n}, at::kLong);
    };
    PhantomTensors data{at::zeros({n, 1, side, side}, at::kByte), classes(), classes(), classes(),
        classes(), floats(), floats(), floats(),
        at::zeros({n, 1, kPlaceCells, kPlaceCells}, at::kFloat), floats(), floats()};
    const std::vector<phantom::PhantomRequest> requests = phantom::planPhantoms(plan);
    const bool complete = phantom::forEachPhantom(
        requests, threads,
        [&](std::size_t i, phantom::Phantom&& film) {
            const auto pixels = static_cast<std::size_t>(side * side);
            std::memcpy(data.films.data_ptr<std::uint8_t>() + i * pixels, film.film.data, pixels);
            data.kind.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(film.kind);
            data.side.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(film.side);
            data.zone.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(film.zone);
            data.marker.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(film.marker);
            data.view.data_ptr<float>()[i] = film.wideView ? 1.0F : 0.0F;
            data.size.data_ptr<float>()[i] =
                static_cast<float>(std::sqrt(film.opacityAreaFraction));
            data.rotation.data_ptr<float>()[i] =
                static_cast<float>(film.rotationDegrees / kRotationUnit);
            data.tube.data_ptr<float>()[i] = film.tube ? 1.0F : 0.0F;
            data.heart.data_ptr<float>()[i] = static_cast<float>(film.cardiothoracicRatio);
            placeOf(film.mask, data.place.data_ptr<float>() +
                                   i * static_cast<std::size_t>(kPlaceCells * kPlaceCells));
        },
        progress, stop);
    return complete ? data : PhantomTensors{};
}

at::Tensor toNetworkInput(const at::Tensor& films)
{
    return films.to(at::kFloat) / 127.5 - 1.0;
}

base::Result<model::Network> phantomNetwork(int side, std::uint64_t seed)
{
    model::ModelConfig config;
    config.weights = "random";
    config.alpha = 0.35;
    config.seed = seed;
    config.preprocessing.width = side;
    config.preprocessing.height = side;
    return model::Network::build(config, 2);
}

void measureBatchNorm(model::NetworkImpl& network, const at::Tensor& films, int batchSize)
{
    const c10::NoGradGuard noGrad;
    // Keras' update keeps 0.999 of the old value: from zero, one step leaves 0.001 of the batch's.
    constexpr double kStepShare = 1e-3;
    std::vector<model::Variable*> statistics;
    for (model::Variable& variable : network.variables) {
        if (!variable.inHead && !variable.trainableByNature)
            statistics.push_back(&variable);
    }
    std::vector<at::Tensor> sums;
    for (const model::Variable* variable : statistics)
        sums.push_back(at::zeros_like(variable->value));
    const int firstTrainable = network.firstTrainable;
    network.freezeBackboneBefore(0);
    model::ForwardContext context;
    context.training = true;
    const std::int64_t batch = std::min<std::int64_t>(batchSize, films.size(0));
    std::int64_t batches = 0;
    for (std::int64_t row = 0; row + batch <= films.size(0); row += batch) {
        for (model::Variable* variable : statistics)
            variable->value.zero_();
        network.backbone(
            toNetworkInput(films.narrow(0, row, batch)), 0, network.backboneSize(), context);
        for (std::size_t i = 0; i < statistics.size(); ++i)
            sums[i] += statistics[i]->value;
        ++batches;
    }
    for (std::size_t i = 0; i < statistics.size(); ++i)
        statistics[i]->value.copy_(
            sums[i] / (kStepShare * static_cast<double>(std::max<std::int64_t>(1, batches))));
    network.freezeBackboneBefore(firstTrainable);
}

base::Result<void> pretrain(const PretrainRequest& request, const PretrainCallback& callback,
    const base::ProgressCallback& progress, std::stop_token stop)
{
    if (request.epochs < 1 || request.batchSize < 2 ||
        request.films < static_cast<std::size_t>(request.batchSize))
        return base::failure(base::ErrorCode::InvalidUsage,
            "pre-training needs at least one epoch and one batch of films", "",
            "raise --films or --epochs");
    try {
        phantom::PhantomPlan plan;
        plan.count = request.films;
        plan.seed = request.seed;
        plan.side = request.side;
        plan.noneFraction = 0.25;
        PhantomTensors data = drawPhantomTensors(plan, request.threads, progress, stop);
        if (!data.films.defined())
            return {};
        auto network = phantomNetwork(request.side, request.seed);
        if (!network)
            return base::failure(network);
        if (request.threads > 0)
            at::set_num_threads(request.threads);
        return Pretraining(request, std::move(*network), std::move(data)).run(callback, stop);
    } catch (const c10::Error& error) {
        return base::failure(base::ErrorCode::Internal, model::messageOf(error), "pre-training");
    } catch (const std::bad_alloc&) {
        return base::failure(base::ErrorCode::OutOfMemory, "the phantoms do not fit into memory",
            "", "ask for fewer films");
    } catch (const std::exception& error) {
        return base::failure(base::ErrorCode::Internal, error.what(), "pre-training");
    }
}

} // namespace negatoscope::training
