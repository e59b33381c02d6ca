#pragma once

// Private to core/training: includes Network_impl.h and so ATen.

#include "core/base/Result.h"
#include "core/model/Network_impl.h"
#include "core/training/BatchSource_impl.h"
#include "core/training/Checkpoint_impl.h"
#include "core/training/GradientExchange.h"
#include "core/training/GradientStep_impl.h"
#include "core/training/Guards.h"
#include "core/training/KerasMetrics.h"
#include "core/training/Losses_impl.h"
#include "core/training/Optimizers_impl.h"
#include "core/training/Schedules.h"
#include "core/training/Trainer.h"
#include "core/training/TrainingData.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace negatoscope::training {

/// A stretch of a run in which the same layers are trained from the same entrance. two_stage has
/// two, all other strategies one.
struct Stage
{
    int firstTrainable = 0; ///< backbone layer; 154 = only the head
    Entrance entrance;
    int firstEpoch = 0;
    int epochs = 0;
};

std::vector<Stage> planStages(const model::NetworkImpl& network);

/// Logits and Keras' figures of one set of films in inference mode.
struct Evaluation
{
    std::vector<float> logits; ///< n×K
    KerasMetrics metrics{1};
};

/// What one stage works with. References must outlive the trainer.
struct StageSetup
{
    model::NetworkImpl& network;
    const TrainingData& data;
    Stage stage;
    BatchSource& trainSource;
    BatchSource& validationSource;
    std::size_t viewCount = 1; ///< in the bank that trainSource draws from
    bool shuffle = true;       ///< off only to compare with another program's batches
    int threads = 1;
    GradientExchange* exchange = nullptr; ///< null: this process trains alone
};

/// Trains one stage, epoch by epoch, with Keras' semantics of fit.
class StageTrainer
{
public:
    enum class End { EpochDone, Stopped, Cancelled };
    using BatchCallback = std::function<void(const BatchRecord&, int batchesPerEpoch)>;

    static base::Result<std::unique_ptr<StageTrainer>> make(const StageSetup& setup);

    /// One epoch over the training films. Errors: NumericalFailure, unreadable films.
    base::Result<End> trainEpoch(int epoch, const StopRequest& stop, const BatchCallback& callback);
    /// The validation films with the weights that would be kept (averaged ones where asked for).
    base::Result<Evaluation> validate();
    /// Any films, in inference mode, through `source` (which gives the original views).
    base::Result<Evaluation> evaluate(BatchSource& source, const FilmSet& films);

    /// Figures of the epoch just trained: loss, accuracy, auc, precision, recall, learning_rate.
    void writeTrainMetrics(std::map<std::string, double>& metrics) const;
    const KerasMetrics& trainMetrics() const { return m_metrics; }
    double logitSpread() const;
    bool isWarmedUp() const;

    /// Schedules and early stopping. True when training should end.
    bool epochEnded(int epoch, const std::map<std::string, double>& metrics);
    /// Exchanges raw and averaged weights; does nothing without an average.
    void swapAverage();

    void save(Checkpoint& checkpoint) const;
    base::Result<void> restore(const Checkpoint& checkpoint);

    int batchesPerEpoch() const { return m_batchesPerEpoch; }
    std::size_t views() const { return m_views; } ///< that the last epoch drew from
    std::size_t viewsWanted() const { return m_setup.viewCount; }

private:
    StageTrainer(const StageSetup& setup, Loss loss);
    base::Result<void> buildOptimizer();
    std::vector<FilmSample> samplesOf(const std::vector<std::size_t>& order, int epoch);
    struct Step
    {
        double loss = 0.0;
        std::size_t right = 0; ///< answers
        StopWish wish;
    };
    Step trainBatch(const at::Tensor& x, std::span<const std::int64_t> labels, int epoch, int batch,
        const StopRequest& stop);
    void noteSpread(const at::Tensor& scores);

    StageSetup m_setup;
    Loss m_loss;
    std::unique_ptr<Optimizer> m_optimizer;
    LearningRate m_rate;
    std::optional<EarlyStopping> m_earlyStopping;
    std::optional<WeightAverage> m_average;
    std::optional<GradientStep> m_gradients;
    KerasMetrics m_metrics;
    std::vector<float> m_smallest; ///< score of each class over the epoch
    std::vector<float> m_largest;
    double m_lastRate = 0.0;
    int m_batchesPerEpoch = 0;
    std::size_t m_views = 1;
    std::int64_t m_warmUpSteps = 0;
};

} // namespace negatoscope::training
