#pragma once

#include "core/base/Result.h"
#include "core/evaluation/Scores.h"
#include "core/model/ModelConfig.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace negatoscope::training {

/// Figures of one epoch. `metrics` holds Keras' names: loss, accuracy, auc, precision, recall,
/// val_loss, val_accuracy, val_auc, …, learning_rate.
struct EpochRecord
{
    int epoch = 0; ///< 0-based
    std::map<std::string, double> metrics;
    double seconds = 0.0;
    std::int64_t finishedAtMs = 0; ///< Unix time
};

struct BatchRecord
{
    int epoch = 0;
    int batch = 0;
    double loss = 0.0;
    double accuracy = 0.0;
};

enum class OutcomeKind { Completed, Stopped, Cancelled, Failed };
const char* outcomeName(OutcomeKind kind); ///< "completed", "stopped", "cancelled", "failed"

/// Seconds of each phase, for `finished`.
struct PhaseSeconds
{
    double load = 0.0;
    double features = 0.0;
    double train = 0.0;
    double evaluate = 0.0;
    double total = 0.0;
};

struct TrainedModel; ///< weights in memory; see SavedRun.h

/// A run is one value: live, stored, found by a search or imported, every view takes this.
struct RunRecord
{
    std::string id; ///< UUID
    std::string name;
    std::filesystem::path folder; ///< empty when nothing was written
    model::ModelConfig config;
    nlohmann::json environment; ///< versions, CPU, threads, seed, commit, weights report
    std::string dataFingerprint;
    OutcomeKind outcome = OutcomeKind::Completed;
    std::optional<base::Error> error; ///< Failed
    std::vector<EpochRecord> history;
    std::vector<BatchRecord> batches;
    int bestEpoch = -1;
    PhaseSeconds seconds;
    std::vector<std::string> notices; ///< guards that spoke: "every film gets the same score", …

    /// Scores of every validation film after every epoch: logits[epoch] is n×K.
    evaluation::Scores validation; ///< of the best epoch
    std::vector<std::vector<float>> validationLogits;
    evaluation::Scores test; ///< of the best epoch; empty when there is no test split

    /// Of a run without a folder: its weights, for saveRun and classifierOf. Whoever keeps hundreds
    /// of runs lets go of them (about 1 MB each).
    std::shared_ptr<const TrainedModel> trained;
};

/// <folder>/config.json environment.json history.csv films.csv scores.npy run.json …
/// (architecture.md 4). Each file atomically.
base::Result<void> writeRun(const RunRecord& run, const std::filesystem::path& folder);
base::Result<RunRecord> readRun(const std::filesystem::path& folder);

} // namespace negatoscope::training
