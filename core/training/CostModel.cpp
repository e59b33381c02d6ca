#include "core/training/CostModel.h"

#include "core/model/LayerStack.h"
#include "core/model/MobileNetV2Layout.h"
#include "core/training/ViewBank.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace negatoscope::training {

namespace {

using model::BackboneLayer;

constexpr double kDepthwiseFactor = 4.0;
constexpr double kWriteFactor = 2.0;
constexpr double kBackward = 3.0;      ///< forward, gradient of the input, gradient of the weights
constexpr double kPixelUnits = 150.0;  ///< decoding and resizing, per pixel of the network's input
constexpr double kBatchUnits = 6e6;    ///< what a step costs however small it is
constexpr double kLearningShare = 0.4; ///< of a later observation

/// Units per second of two ordinary cores, by phase.
constexpr std::array<double, 3> kAssumedSpeed{4e10, 8e9, 1.2e10};
constexpr double kProgramBytes = 330e6; ///< LibTorch, Qt and the window, before any film

double valuesOf(const model::Shape& shape)
{
    return static_cast<double>(
        std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
}

double unitsOf(const BackboneLayer& layer)
{
    const double factor = layer.kind == BackboneLayer::Kind::DepthwiseConv ? kDepthwiseFactor : 1.0;
    const bool writes = layer.kind != BackboneLayer::Kind::Input;
    return factor * static_cast<double>(layer.multiplyAdds) +
           (writes ? kWriteFactor * valuesOf(layer.output) : 0.0);
}

int firstTrainedLayer(const model::ModelConfig& config, int layers)
{
    switch (config.strategy) {
    case model::Strategy::NoTuning:
        return layers;
    case model::Strategy::FullTuning:
        return 0;
    case model::Strategy::FineTuning:
    case model::Strategy::TwoStage:
        break;
    }
    return std::clamp(config.fixedLayers, 0, layers);
}

struct HeadCost
{
    double units = 0.0;      ///< one film, forward
    double values = 0.0;     ///< written by one film
    double parameters = 0.0; ///< trainable
};

HeadCost headCost(const model::ModelConfig& config, int classCount)
{
    HeadCost cost;
    const auto plan = model::planHead(config, std::max(2, classCount));
    if (!plan) {
        return cost;
    }
    for (const model::PlannedLayer& layer : *plan) {
        const double positions =
            layer.output.size() == 3 ? static_cast<double>(layer.output[0] * layer.output[1]) : 1.0;
        cost.units += static_cast<double>(layer.parameters) * positions +
                      kWriteFactor * valuesOf(layer.output);
        cost.values += valuesOf(layer.output);
        cost.parameters += static_cast<double>(layer.trainableParameters);
    }
    return cost;
}

std::size_t phaseIndex(Workload::Phase phase)
{
    return static_cast<std::size_t>(phase);
}

} // namespace

Workload workloadOf(const model::ModelConfig& config, int classCount, const FilmCounts& films)
{
    const auto layout = model::mobileNetV2Layout(
        config.alpha, config.preprocessing.height, config.preprocessing.width);
    const auto layers = static_cast<int>(layout.size());
    const int first = firstTrainedLayer(config, layers);
    const int cut = first >= layers ? layers : model::deepestCut(layout, first);
    const HeadCost head = headCost(config, classCount);
    const auto train = static_cast<double>(films.train);
    const auto watched = static_cast<double>(films.validation);
    const double entries = train * static_cast<double>(viewBank(config).size()) + watched +
                           static_cast<double>(films.test);

    double frozen = 0.0;
    double forward = 0.0;
    double backward = 0.0; // what is added by training
    double kept = 0.0;     // values of one film that the backward pass needs
    double parameters = head.parameters;
    for (int index = 0; index < layers; ++index) {
        const BackboneLayer& layer = layout[static_cast<std::size_t>(index)];
        const double units = unitsOf(layer);
        if (index < cut) {
            frozen += units;
            continue;
        }
        forward += units;
        if (index >= first) {
            backward += (kBackward - 1.0) * units;
            kept += valuesOf(layer.output);
            parameters += static_cast<double>(layer.trainableParameters);
        }
    }
    const double pixels =
        static_cast<double>(config.preprocessing.height) * config.preprocessing.width;
    const bool pooled = cut == layers && config.pooling != model::Pooling::None;
    const double crossing =
        pooled
            ? static_cast<double>(layout.back().output.back())
            : (cut > 0 ? valuesOf(layout[static_cast<std::size_t>(cut) - 1].output) : pixels * 3);

    Workload work;
    work.epochs = std::max(1, config.epochs);
    work.epochPhase = cut == layers ? Workload::Phase::Head : Workload::Phase::Backbone;
    work.featureUnits = entries * (frozen + kPixelUnits * pixels);
    const double batches = std::ceil(train / std::max(1, config.batchSize));
    work.epochUnits = train * (forward + backward + kBackward * head.units) +
                      watched * (forward + head.units) + batches * kBatchUnits;
    const double batchValues = config.batchSize * (2.0 * kept + 2.0 * head.values + crossing);
    const double bytes = kProgramBytes + 4.0 * (4.0 * parameters + batchValues) +
                         (pooled ? 4.0 * entries * crossing : 0.0);
    work.memoryBytes = static_cast<std::uint64_t>(bytes);
    work.cacheBytes = static_cast<std::uint64_t>(4.0 * entries * crossing);
    return work;
}

CostPrediction CostModel::predict(const Workload& work) const
{
    const std::size_t features = phaseIndex(Workload::Phase::Features);
    const std::size_t epochs = phaseIndex(work.epochPhase);
    CostPrediction cost;
    cost.featureSeconds = work.featureUnits / kAssumedSpeed[features] * m_time[features].value;
    cost.secondsPerEpoch = work.epochUnits / kAssumedSpeed[epochs] * m_time[epochs].value;
    cost.memoryBytes =
        static_cast<std::uint64_t>(static_cast<double>(work.memoryBytes) * m_memory[epochs].value);
    cost.measured = m_time[epochs].observations > 0;
    return cost;
}

void CostModel::learn(const Workload& work, const CostObservation& seen)
{
    const std::size_t features = phaseIndex(Workload::Phase::Features);
    const std::size_t epochs = phaseIndex(work.epochPhase);
    m_time[features].learn(seen.featureSeconds, work.featureUnits / kAssumedSpeed[features]);
    if (seen.epochs > 0) {
        m_time[epochs].learn(
            seen.trainSeconds / seen.epochs, work.epochUnits / kAssumedSpeed[epochs]);
    }
    m_memory[epochs].learn(
        static_cast<double>(seen.peakBytes), static_cast<double>(work.memoryBytes));
}

void CostModel::Factor::learn(double observed, double assumed)
{
    if (!(observed > 0.0) || !(assumed > 0.0) || !std::isfinite(observed)) {
        return;
    }
    const double seen = observed / assumed;
    value =
        observations == 0
            ? seen
            : std::exp((1.0 - kLearningShare) * std::log(value) + kLearningShare * std::log(seen));
    ++observations;
}

nlohmann::json CostModel::toJson() const
{
    nlohmann::json json = {{"version", 1}};
    const auto write = [&json](const char* key, const std::array<Factor, kPhases>& factors) {
        for (const Factor& factor : factors) {
            json[key].push_back({factor.value, factor.observations});
        }
    };
    write("time", m_time);
    write("memory", m_memory);
    return json;
}

CostModel CostModel::fromJson(const nlohmann::json& json)
{
    CostModel model;
    const auto read = [&json](const char* key, std::array<Factor, kPhases>& factors) {
        if (!json.is_object() || !json.contains(key) || !json[key].is_array() ||
            json[key].size() != kPhases) {
            return;
        }
        for (std::size_t phase = 0; phase < kPhases; ++phase) {
            const nlohmann::json& pair = json[key][phase];
            const bool usable = pair.is_array() && pair.size() == 2 && pair[0].is_number() &&
                                pair[1].is_number_integer() && pair[0].get<double>() > 0.0;
            if (usable) {
                factors[phase] = {pair[0].get<double>(), std::max(0, pair[1].get<int>())};
            }
        }
    };
    if (json.is_object() && json.value("version", nlohmann::json()) == 1) {
        read("time", model.m_time);
        read("memory", model.m_memory);
    }
    return model;
}

} // namespace negatoscope::training
