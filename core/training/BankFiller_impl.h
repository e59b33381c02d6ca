#pragma once

// Private to core/training: includes Network_impl.h and so ATen.

#include "core/dataset/Manifest.h"
#include "core/model/FrozenPrefix.h"
#include "core/training/EarlierCut.h"
#include "core/training/FeaturePass.h"
#include "core/training/StageSources_impl.h"
#include "core/training/TrainingData.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace negatoscope::training {

/// All that a bank of views is made of. One that outlives the run that began it has its own films.
struct BankPlan
{
    std::shared_ptr<const dataset::Manifest> data;
    TrainingData films;
    image::Preprocessing preprocessing;
    std::vector<FilmView> views; ///< the bank's, then the original where the bank lacks it
    std::size_t bankSize = 1;
    std::size_t original = 0; ///< the view of validation and test films
    std::filesystem::path folder;
    CacheSpace space;
    CacheLimits limits;
    int threads = 1;
    std::size_t momentChannels = 0;                    ///< 0: no moments are asked for
    std::shared_ptr<const model::FrozenPrefix> prefix; ///< null: the films themselves
    std::shared_ptr<const EarlierCut> earlier;         ///< null: none is cached

    /// The training films in the views first…last−1, and the others where `evaluation`.
    std::vector<FeatureJob> jobs(std::size_t first, std::size_t last, bool evaluation) const;
    FeaturePass pass() const;
    /// How many views, from the first one on, the cache holds of every training film.
    std::size_t viewsIn(const FeatureCache& cache) const;
};

/// What is in the cache, with `views` views to draw from.
std::shared_ptr<FeatureBank> bankOf(
    const BankPlan& plan, std::shared_ptr<const FeatureCache> cache, std::size_t views);

/// Fills the rest of a bank in a thread of its own that gives way to everything else, view by view,
/// through its own handle on the cache folder. Only the one that was started last works: a bank
/// that nobody trains from does not take the processor from one that somebody does. Thread: any.
class BankFiller
{
public:
    BankFiller(BankPlan plan, std::shared_ptr<const FeatureBank> begun);
    ~BankFiller(); ///< stops; what was computed stays in the cache

    /// Goes on, now or after another one has had its turn.
    void start();
    /// The bank with all views that are whole by now. Constant: a new one is made for every view.
    std::shared_ptr<const FeatureBank> latest() const;
    bool isWhole() const;

private:
    void work(const std::stop_token& stop);
    bool addView(std::size_t view, const std::stop_token& stop);

    const BankPlan m_plan;
    std::atomic<std::uint64_t> m_turn = 0; ///< the newest turn works
    mutable std::mutex m_mutex;
    std::shared_ptr<const FeatureBank> m_latest;
    bool m_working = false;
    std::jthread m_thread;
};

/// Batches from a bank that grows: every epoch draws from the views that are whole when it begins.
class GrowingBatches final : public BatchSource
{
public:
    GrowingBatches(
        std::shared_ptr<BankFiller> filler, const model::NetworkImpl& network, Entrance entrance);
    std::size_t viewsReady(std::size_t all) override;
    void begin(std::vector<FilmSample> samples, std::size_t batchSize) override;
    base::Result<at::Tensor> next() override;
    void epochEnded() override;

private:
    void look();

    std::shared_ptr<BankFiller> m_filler;
    const model::NetworkImpl& m_network;
    Entrance m_entrance;
    std::shared_ptr<const FeatureBank> m_bank;
    std::unique_ptr<CachedBatches> m_batches;
};

} // namespace negatoscope::training
