#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/evaluation/Figure.h"
#include "core/model/Network.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::training {

/// How the phantom backbone is made: MobileNetV2 alpha 0.35 from random weights, trained on drawn
/// films. One network answers several questions about each film: kind, side, zone, size and place
/// of the opacity, field of view, marker, rotation. Held apart (never asked while training):
/// whether a tube or leads lie on the film, and whether the heart is wide.
struct PretrainRequest
{
    std::uint64_t seed = 1;
    std::size_t films = 6000;
    int epochs = 10;
    int warmUpEpochs = 5; ///< of them, the first ones run at warmUpSide
    int side = 224;       ///< pixels
    int warmUpSide = 128; ///< pixels
    int batchSize = 16;
    double learningRate = 2e-3; ///< AdamW; linear rise over 5 % of the steps, then cosine to 0
    int threads = 0;            ///< 0 = all cores
    std::filesystem::path out;  ///< safetensors; written after every epoch
};

struct PretrainEpoch
{
    int epoch = 0; ///< 0-based
    int side = 0;
    std::map<std::string, double> figures; ///< loss, kind_accuracy, side_accuracy, …
    double seconds = 0.0;
};
using PretrainCallback = std::function<void(const PretrainEpoch&)>;

/// Trains and writes `out` (backbone only, Keras' names, float32). BatchNormalization uses batch
/// statistics while training; the moving statistics are then measured in one pass over the films.
/// Same request, thread count and build: the same bits. A stop ends after the current step and
/// keeps the last written file. Errors: DiskFull, PermissionDenied, OutOfMemory, NumericalFailure.
base::Result<void> pretrain(const PretrainRequest& request, const PretrainCallback& callback = {},
    const base::ProgressCallback& progress = {}, std::stop_token stop = {});

/// How well a linear model reads a question from frozen, pooled features.
struct ProbeResult
{
    std::string backbone;   ///< "phantom", "random", "random, normalised"
    std::string question;   ///< "opacity", "tube", "wide heart"
    bool heldOut = false;   ///< not asked in pre-training
    evaluation::Figure auc; ///< on the test phantoms, DeLong's interval
};

struct ProbeRequest
{
    std::uint64_t seed = 900001; ///< of the probe's own phantoms: never those of the training
    std::size_t trainFilms = 1500;
    std::size_t testFilms = 1000;
    int side = 224;
    int threads = 0;
};

/// Logistic regression (ridge, its strength chosen within the training phantoms) on globally
/// averaged features: of this backbone, of random weights, and of random weights whose
/// BatchNormalization was measured on the same phantoms.
base::Result<std::vector<ProbeResult>> probeBackbone(const std::filesystem::path& backbone,
    const ProbeRequest& request, const base::ProgressCallback& progress = {},
    std::stop_token stop = {});

} // namespace negatoscope::training
