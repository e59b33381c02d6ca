#pragma once

#include "core/base/Progress.h"
#include "core/dataset/Manifest.h"
#include "core/evaluation/Scores.h"

#include <opencv2/core/mat.hpp>

#include <optional>
#include <stop_token>
#include <vector>

namespace negatoscope::dataset {

/// A penalised logistic regression of one class against the rest.
struct LogisticModel
{
    std::vector<double> mean;    ///< d, of the films it was fitted on
    std::vector<double> scale;   ///< d, standard deviations; 1 for a feature that never changes
    std::vector<double> weights; ///< d, on standardised features
    double intercept = 0.0;

    double logOdds(const double* features) const; ///< of d features
};

/// Maximises Σ log-likelihood − penalty/2 · |weights|² by Newton's method on standardised features
/// (scikit-learn's LogisticRegression with C = 1/penalty, after its StandardScaler). `features` n×d
/// row-major, CV_64F; `positive` n flags. Errors: InsufficientData (one class, no film),
/// NumericalFailure (no convergence in 100 steps).
base::Result<LogisticModel> fitLogistic(
    const cv::Mat& features, const std::vector<bool>& positive, double penalty = 1.0);

/// What a film shows when it is made as small as 8×8 pixels, and what its header says.
struct FilmTraits
{
    std::vector<double> pixels;     ///< n×64 grey levels 0…255, row-major; NaN when unreadable
    std::vector<double> brightness; ///< n, mean grey level 0…255; NaN when unreadable
};
inline constexpr int kBaselineSide = 8;

/// Reads every film of the manifest as an 8×8 thumbnail (area average) on `threads` threads (0: all
/// cores). Empty when stopped.
std::optional<FilmTraits> filmTraits(const Manifest& manifest, int threads = 0,
    const base::ProgressCallback& progress = {}, std::stop_token stop = {});

/// "Can you beat 64 pixels?" (science.md 2.6): logistic regressions on 8×8 thumbnails, fitted on
/// the training films alone, one per class against the rest, and what they say about the others.
struct PixelBaseline
{
    evaluation::Scores validation; ///< in the manifest's order, as a run's
    evaluation::Scores test;
    std::size_t trainedOn = 0;
};
/// Errors: InsufficientData when train has fewer than two classes; NumericalFailure.
base::Result<PixelBaseline> pixelBaseline(const Manifest& manifest, const FilmTraits& traits);

} // namespace negatoscope::dataset
