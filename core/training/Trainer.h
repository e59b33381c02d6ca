#pragma once

#include "core/base/Result.h"
#include "core/dataset/SharedManifest.h"
#include "core/model/ModelConfig.h"
#include "core/training/RunRecord.h"
#include "core/training/WarmState.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

namespace negatoscope::model {
class Network;
}

namespace negatoscope::training {

struct TrainingRequest
{
    model::ModelConfig config;
    dataset::SharedManifest data;
    std::filesystem::path runFolder;   ///< where the run is written; empty = kept in memory only
    std::filesystem::path cacheFolder; ///< feature cache; empty = none is kept on disk
    std::string runId;                 ///< empty = a new UUID
    std::string runName;
    int threads = 0;                       ///< 0 = all cores
    std::uint64_t cacheBytes = 8ULL << 30; ///< the cache folder may hold this much
    bool resume = false; ///< continue the run in runFolder from its last checkpoint
    /// Train as soon as the first view of every film is there; the bank's others join, epoch by
    /// epoch, as a thread that gives way computes them (it goes on between runs that share `warm`).
    /// Sooner, but no longer the same bits every time. Needs a cache folder.
    bool startEarly = false;
    std::shared_ptr<WarmState> warm; ///< kept between runs so that the next one starts at once
};

/// Events, in order: Started, FeaturesProgress*, (BatchDone* EpochDone)*, Evaluating.
struct Started
{
    std::string runId;
    std::size_t trainFilms = 0;
    std::size_t validationFilms = 0;
    std::size_t testFilms = 0;
    std::int64_t trainableParameters = 0;
    bool cacheValid = false;
    std::string cacheReason; ///< plain words
};
struct FeaturesProgress
{
    std::size_t done = 0;
    std::size_t total = 0;
    double seconds = 0.0;
};
struct BatchDone
{
    BatchRecord record;
    int batchesPerEpoch = 0;
};
struct EpochDone
{
    EpochRecord record;
    int epochs = 0;
    bool best = false;
    std::vector<float> validationLogits; ///< n×K
    std::size_t views = 1;               ///< that the epoch drew from
    std::size_t viewsWanted = 1;         ///< more than `views` while the bank is being filled
};
struct Notice
{
    std::string code; ///< "constant_scores", "batch_norm_trap", "one_class_predictions", …
    std::string text; ///< English sentence
};
struct Evaluating
{};
using TrainingEvent =
    std::variant<Started, FeaturesProgress, BatchDone, EpochDone, Notice, Evaluating>;
using TrainingCallback = std::function<void(const TrainingEvent&)>;

/// How a run is asked to end early. `keep` finishes the batch, evaluates and keeps what was
/// learned; `cancel` ends at once and leaves nothing.
struct StopRequest
{
    std::stop_token keep;
    std::stop_token cancel;
};

/// One training run from films to a measured model. Blocking; calls back on the calling thread,
/// never after it returned. Never throws: LibTorch and OpenCV errors come back as Failed. Same
/// request, same thread count, same build: the same bits.
RunRecord train(
    const TrainingRequest& request, const StopRequest& stop, const TrainingCallback& callback);

} // namespace negatoscope::training
