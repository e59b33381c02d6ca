#pragma once

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"
#include "core/training/Trainer.h"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::training {

/// What the guards look at after an epoch.
struct EpochFacts
{
    int epoch = 0;
    bool warmedUp = true;
    double trainAccuracy = 0.0;
    double trainLogitSpread = 0.0; ///< largest minus smallest score of one class over the epoch
    std::span<const std::int64_t> trainLabels;
    std::span<const std::int64_t> validationLabels;
    std::span<const float> validationLogits; ///< n×K
    bool unfrozenBatchNorm = false;          ///< some layer normalises with batch statistics
};

/// Watches a run and says in one sentence each, once, what goes wrong.
class Guards
{
public:
    explicit Guards(std::vector<std::string> classNames);

    /// NaN, infinite or exploding: the run cannot go on.
    static base::Result<void> checkLoss(double loss, int epoch, int batch);

    std::vector<Notice> epochEnded(const EpochFacts& facts);

    const std::set<std::string>& spoken() const { return m_spoken; }
    void restore(std::set<std::string> spoken) { m_spoken = std::move(spoken); }

private:
    void say(std::vector<Notice>& notices, const char* code, std::string text);
    void checkScores(const EpochFacts& facts, std::vector<Notice>& notices);

    std::vector<std::string> m_classNames;
    std::set<std::string> m_spoken;
};

} // namespace negatoscope::training
