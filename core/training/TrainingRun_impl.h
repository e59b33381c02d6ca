#pragma once

// Private to core/training: includes Network_impl.h and so ATen.

#include "core/model/Network.h"
#include "core/model/WeightsImport.h"
#include "core/training/Checkpoint_impl.h"
#include "core/training/Guards.h"
#include "core/training/Schedules.h"
#include "core/training/StageSources_impl.h"
#include "core/training/StageTrainer_impl.h"
#include "core/training/TrainedModel_impl.h"
#include "core/training/Trainer.h"
#include "core/training/TrainingData.h"
#include "core/training/WarmState_impl.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace negatoscope::training {

/// One call of train(): from the request to the record.
class TrainingRun
{
public:
    TrainingRun(
        const TrainingRequest& request, const StopRequest& stop, const TrainingCallback& callback);

    RunRecord execute();
    /// Ends the run with an error, keeping the best weights so far. Does not throw.
    RunRecord failed(base::Error error);

private:
    using Clock = std::chrono::steady_clock;
    enum class End { Completed, Stopped, Cancelled };

    // What happens, in order.
    base::Result<End> run();
    base::Result<void> prepareNetwork();
    base::Result<void> prepareFolder();
    base::Result<void> applyCheckpoint(const Checkpoint& checkpoint);
    void announce();
    base::Result<End> runStage(const Stage& stage, std::size_t number);
    base::Result<End> runEpochs(const Stage& stage, std::size_t number, StageSources& sources);
    base::Result<void> finishEpoch(
        StageTrainer& trainer, int epoch, double seconds, bool& stopEarly);
    base::Result<void> saveProgress(
        const StageTrainer& trainer, std::size_t stageNumber, bool stopEarly);
    base::Result<void> evaluateTest(StageTrainer& trainer, BatchSource& source);

    // Parts of these.
    base::Result<void> leaveOut(const FeaturePassResult& pass);
    void chooseMonitor();
    void addValidationMetrics(const Evaluation& evaluation, EpochRecord& record) const;
    void watch(StageTrainer& trainer, int epoch, const EpochRecord& record,
        const std::vector<float>& logits);
    void notice(const Notice& text);
    std::size_t firstOpenStage() const;
    base::Result<void> keepResults();
    void keepInMemory();
    void keepWhatIsPossible();
    RunRecord finished(OutcomeKind kind);
    nlohmann::json describeEnvironment(const model::WeightsReport& weights) const;

    const TrainingRequest& m_request;
    const StopRequest& m_stop;
    const TrainingCallback& m_callback;
    const Clock::time_point m_begin = Clock::now();

    RunRecord m_run;
    std::optional<model::Network> m_network;
    std::vector<Stage> m_stages;
    TrainingData m_data;
    std::vector<bool> m_excluded;
    std::string m_backboneHash;
    int m_threads = 1;
    int m_firstMutable = 0;
    int m_stageStart = 0;      ///< first epoch of the stage that runs
    bool m_ownsFolder = false; ///< cancelling removes what is in it
    std::optional<Guards> m_guards;
    std::optional<BestEpoch> m_best;
    bool m_keepLast = false; ///< the last epoch is the best one
    WeightSnapshot m_bestWeights;
    WeightSnapshot m_lastWeights; ///< as they would be kept, after the last finished epoch
    std::optional<Checkpoint> m_resumed;
    std::uint64_t m_sequence = 0;
};

} // namespace negatoscope::training
