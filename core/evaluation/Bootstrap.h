#pragma once

#include "core/evaluation/Figure.h"
#include "core/evaluation/Scores.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::evaluation {

struct BootstrapOptions
{
    int replicates = 2000;
    std::uint64_t seed = 20180223; ///< any; the same seed gives the same intervals
    double confidence = 0.95;
    double threshold = 0.5; ///< of the figures that need a call
    int rocPoints = 101;    ///< of the band, at equal steps of the false positive rate; 0: none
    int bins = 15;          ///< of the ECE (right-closed)
    int threads = 0;        ///< 0: all cores. Does not change the result.
};

/// Pointwise percentile band of the ROC curve.
struct RocBand
{
    std::vector<double> falsePositiveRates;
    std::vector<double> low;
    std::vector<double> high;
};

/// Percentile intervals. A figure that is undefined in more than 5 % of the replicates has none.
struct BootstrapIntervals
{
    Undefined undefined = Undefined::NoFilms; ///< then nothing else is filled
    bool complete = false;                    ///< false when stopped half-way: nothing is filled
    int replicates = 0;
    std::size_t patients = 0; ///< resampled units
    bool clustered = false;   ///< some patient has more than one film
    std::optional<Interval> auc;
    std::optional<Interval> averagePrecision;
    std::optional<Interval> accuracy;
    std::optional<Interval> balancedAccuracy;
    std::optional<Interval> sensitivity;
    std::optional<Interval> specificity;
    std::optional<Interval> ppv;
    std::optional<Interval> npv;
    std::optional<Interval> f1;
    std::optional<Interval> mcc;
    std::optional<Interval> brier;
    std::optional<Interval> logLoss;
    std::optional<Interval> ece;
    RocBand rocBand;
};

/// Resamples patients with replacement (Field and Welsh 2007), separately in each stratum of
/// patients whose films have the same set of classes, so that both classes keep their patients.
/// `patients` may be empty: every film its own. Runs on several threads; may be stopped.
/// 2,000 replicates of 624 films take some ten milliseconds.
BootstrapIntervals bootstrap(std::span<const double> probabilities, const std::vector<bool>& labels,
    const std::vector<std::string>& patients, const BootstrapOptions& options = {},
    std::stop_token stop = {});

/// The positive class against the rest.
BootstrapIntervals bootstrap(
    const Scores& scores, const BootstrapOptions& options = {}, std::stop_token stop = {});

/// Interval of the one-versus-rest macro AUC over K classes, by the same resampling.
std::optional<Interval> bootstrapMacroAuc(
    const Scores& scores, const BootstrapOptions& options = {}, std::stop_token stop = {});

} // namespace negatoscope::evaluation
