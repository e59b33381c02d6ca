#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/evaluation/Figure.h"
#include "core/explain/DomainGuard.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::explain {

/// An ordinary picture drawn from a seed (landscape, things on a table, a page of text, a wall, a
/// face-like portrait), `side`×`side` pixels, CV_8UC3 RGB.
cv::Mat drawnPhotograph(std::uint64_t seed, int side);

struct GuardTrialRow
{
    std::string name; ///< "real films", "photographs", "inverted", "turned by 90°", …
    bool shouldWarn = true;
    evaluation::Figure share; ///< warned or refused, with Wilson's interval
};

/// How many of `films` are warned or refused as they are, inverted and turned, and how many of as
/// many drawn photographs in colour and in grey. Empty when stopped.
base::Result<std::optional<std::vector<GuardTrialRow>>> tryGuard(const Explainer& explainer,
    const DomainGuard& guard, const std::vector<std::filesystem::path>& films,
    std::uint64_t seed = 1, const base::ProgressCallback& progress = {}, std::stop_token stop = {});

} // namespace negatoscope::explain
