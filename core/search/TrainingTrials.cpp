#include "core/search/TrainingTrials.h"

#include "core/model/ConfigSchema.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace negatoscope::search {

namespace {

/// Names everything that the features in front of the head depend on.
std::string featureKey(const model::ModelConfig& config)
{
    static const std::set<std::string> kOthers{
        "strategy", "fixed_layers", "data_augmentation", "standardize_features"};
    std::string key;
    for (const model::ParameterRow& row : model::parameterRows())
        if (row.group == "Backbone" || row.group == "Films" || kOthers.contains(row.key) ||
            row.key.starts_with("data_augmentation.") || row.key.starts_with("views"))
            key += row.key + "=" + row.get(config).dump() + ";";
    return key;
}

/// Lets one trial at a time through per kind of features, until one has computed them.
class FeatureGate
{
public:
    /// True for the trial that computes them: it must call `opened` or `gaveUp`.
    bool enter(const std::string& key)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_states[key] != State::Computing; });
        if (m_states[key] == State::Ready)
            return false;
        m_states[key] = State::Computing;
        return true;
    }
    void opened(const std::string& key) { set(key, State::Ready); }
    void gaveUp(const std::string& key) { set(key, State::Unknown); }

private:
    enum class State { Unknown, Computing, Ready };
    void set(const std::string& key, State state)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_states[key] = state;
        }
        m_changed.notify_all();
    }
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::string, State> m_states;
};

class TrainingTrials
{
public:
    explicit TrainingTrials(TrainingTrialsOptions options)
        : m_options(std::move(options))
    {
        if (!m_options.train)
            m_options.train = training::train;
        for (dataset::FilmItem& film : m_options.data.items)
            if (film.split == dataset::Split::Test)
                film.split = dataset::Split::None;
        m_data = std::exchange(m_options.data, {});
    }

    training::RunRecord train(
        const TrialTask& task, const GoesOn& goesOn, const std::stop_token& cancel)
    {
        const std::string key = featureKey(task.config);
        bool computes = m_gate.enter(key);
        training::TrainingRequest request = requestOf(task);
        // Later trials find the features: one core each.
        request.threads = computes || !isHeadOnly(task.config) ? m_options.threads : 1;
        std::stop_source enough;
        auto run = training::train(
            request, {enough.get_token(), cancel}, [&](const training::TrainingEvent& event) {
                if (computes && std::holds_alternative<training::BatchDone>(event)) {
                    m_gate.opened(key);
                    computes = false;
                }
                const auto* epoch = std::get_if<training::EpochDone>(&event);
                if (epoch && !goesOn(epoch->record) && epoch->record.epoch + 1 < epoch->epochs)
                    enough.request_stop();
            });
        if (computes)
            m_gate.gaveUp(key);
        return run;
    }

    static bool isHeadOnly(const model::ModelConfig& config)
    {
        return config.strategy == model::Strategy::NoTuning &&
               config.pooling != model::Pooling::None;
    }

private:
    training::TrainingRequest requestOf(const TrialTask& task) const
    {
        training::TrainingRequest request;
        request.config = task.config;
        request.data = m_data;
        request.cacheFolder = m_options.cacheFolder;
        request.runId = task.runId;
        request.warm = m_warm;
        switch (task.stage) {
        case TrialStage::Search:
            request.runName = "challenger " + std::to_string(task.number);
            return request;
        case TrialStage::Finalist:
            request.runName = "finalist, seed " + std::to_string(task.seed);
            break;
        case TrialStage::Reference:
            request.runName = "reference, seed " + std::to_string(task.seed);
            break;
        }
        if (!m_options.runsFolder.empty())
            request.runFolder = m_options.runsFolder / task.runId;
        return request;
    }

    TrainingTrialsOptions m_options;
    dataset::SharedManifest m_data; ///< without test films
    FeatureGate m_gate;
    const std::shared_ptr<training::WarmState> m_warm = std::make_shared<training::WarmState>();
};

} // namespace

TrialRunner makeTrainingTrials(TrainingTrialsOptions options)
{
    auto trials = std::make_shared<TrainingTrials>(std::move(options));
    return [trials](const TrialTask& task, const GoesOn& goesOn, std::stop_token cancel) {
        return trials->train(task, goesOn, cancel);
    };
}

int bestWorkerCount(const model::ModelConfig& config, int threads)
{
    const auto cores = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
    return TrainingTrials::isHeadOnly(config) ? (threads > 0 ? threads : cores) : 1;
}

} // namespace negatoscope::search
