#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/evaluation/Figure.h"
#include "core/explain/Explainer.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::explain {

struct PointingOptions
{
    int films = 300; ///< phantoms with an opacity
    std::uint64_t seed = 1;
    HeatMapMethod method = HeatMapMethod::HiResCam;
    int threads = 0; ///< for drawing; 0 = all cores
};

/// One phantom: where the map pointed.
struct PointingFilm
{
    std::string kind;
    double areaFraction = 0.0; ///< of the mask
    double contrast = 0.0;     ///< mean extra soft tissue in the mask, mm
    bool calledPositive = false;
    bool hit = false;
};

struct PointingGroup
{
    std::string name; ///< "all", "called positive", "lobar", "small", "weak", …
    evaluation::Figure share;
};

struct PointingReport
{
    std::vector<PointingFilm> films;
    /// Of all films and of those that the model calls positive, by kind, by thirds of size and of
    /// contrast (among the films called positive); Wilson intervals.
    std::vector<PointingGroup> groups;
};

/// Whether the largest smooth evidence lies in the mask or at most `tolerance` input pixels beside
/// it (Zhang et al. 2018; science.md 4.2: 7 pixels at 224).
bool pointsInto(const cv::Mat& cells, const cv::Mat& mask,
    const image::Preprocessing& preprocessing, double tolerance = 7.0, const CellGrid& grid = {});

/// Draws phantoms with an opacity that no training has seen (seeds of their own) and plays the
/// pointing game with the model. Empty when stopped. Errors: those of the map.
base::Result<std::optional<PointingReport>> pointingGame(const Explainer& explainer,
    const PointingOptions& options, const base::ProgressCallback& progress = {},
    std::stop_token stop = {});

} // namespace negatoscope::explain
