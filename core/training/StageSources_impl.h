#pragma once

// Private to core/training: includes Network_impl.h and so ATen.

#include "core/model/Network.h"
#include "core/training/BatchSource_impl.h"
#include "core/training/FeaturePass.h"
#include "core/training/StageTrainer_impl.h"
#include "core/training/Trainer.h"
#include "core/training/TrainingData.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace negatoscope::training {

class BankFiller;
struct BankPlan;

/// Mean and variance of every channel over the training films in all views.
struct FeatureMoments
{
    std::vector<float> mean;
    std::vector<float> variance;
};

/// A filled cache, and where everything lies in it: all of a stage that does not depend on the
/// head.
struct FeatureBank
{
    std::shared_ptr<const FeatureCache> cache;
    std::shared_ptr<const SlotTable> slots; ///< film × view, the original view among them
    std::vector<FilmView> views;            ///< that training draws from: the table's first ones
    std::size_t original = 0;               ///< the table's view for validation and test films
    FeaturePassResult pass;
    std::optional<FeatureMoments> moments; ///< where the configuration asks for them
    std::shared_ptr<BankFiller> filler;    ///< adds the other views; null where all are there
};

/// Over every pixel of every training film in `viewCount` views; nothing when there are none.
std::optional<FeatureMoments> momentsOf(const FeatureCache& cache, const SlotTable& slots,
    std::size_t viewCount, const TrainingData& data, std::size_t channels);

/// Where one stage gets its batches from.
struct StageSources
{
    std::unique_ptr<BatchSource> train;
    std::unique_ptr<BatchSource> evaluation; ///< validation and test films, original views
    std::shared_ptr<const FeatureBank> bank; ///< null where films are read anew in every epoch
    std::vector<FilmView> views;             ///< that train draws from
};

/// The verdict for one stage, before anything runs.
CacheVerdict verdictFor(const model::NetworkImpl& network, const TrainingRequest& request,
    const Stage& stage, const TrainingData& data);

CacheLimits limitsOf(const TrainingRequest& request);

/// What all entries that a stage needs have in common.
CacheSpace spaceOf(
    const model::NetworkImpl& network, const Stage& stage, const std::string& backboneHash);

/// Opens the cache, computes what is missing, falls back to memory and then to reading films anew
/// when the cache folder cannot be written.
class SourceBuilder
{
public:
    SourceBuilder(model::Network& network, const TrainingRequest& request, int threads,
        std::string backboneHash, std::string dataFingerprint);

    std::function<bool()> shouldStop;
    std::function<void(std::size_t done, std::size_t total)> progress;
    std::function<void(const char* code, std::string text)> notice;

    struct Built
    {
        StageSources sources;
        FeaturePassResult pass;
    };
    /// Errors: OutOfMemory, Internal.
    base::Result<Built> build(const Stage& stage, const TrainingData& data);

private:
    /// From what the process remembers, or by opening the cache and computing what is missing.
    base::Result<Built> buildCached(const Stage& stage, const TrainingData& data,
        const std::filesystem::path& folder, const CacheLimits& limits);
    base::Result<std::shared_ptr<const FeatureBank>> openBank(const Stage& stage,
        const TrainingData& data, const std::filesystem::path& folder, const CacheLimits& limits);
    base::Result<BankPlan> planBank(
        const Stage& stage, const TrainingData& data, const std::filesystem::path& folder) const;
    base::Result<Built> buildStreamed(const Stage& stage, const TrainingData& data);
    CacheSpace spaceOf(const Stage& stage) const;
    model::Pooling poolingAt(const Stage& stage) const;

    model::Network& m_network;
    const TrainingRequest& m_request;
    int m_threads;
    std::string m_backboneHash;
    std::string m_dataFingerprint;
};

/// Sets the mean and variance in front of the head from the cached training features. False when
/// the network has no such layer or nothing is cached.
bool standardiseFrom(const StageSources& sources, model::NetworkImpl& network);

} // namespace negatoscope::training
