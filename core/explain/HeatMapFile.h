#pragma once

#include "core/base/Result.h"
#include "core/evaluation/Report.h"
#include "core/explain/Explainer.h"
#include "core/explain/HeatMap.h"
#include "core/model/Classifier.h"

#include <filesystem>

namespace negatoscope::explain {

/// Decodes a film, explains its score by `method` and writes the overlay at the film's own size (at
/// most 2,048 pixels a side) as <folder>/<film's folder>_<film's name>_cam.png, atomically; makes
/// the folder. Gives the path. Errors: those of decoding and of heatMap; PermissionDenied,
/// DiskFull.
base::Result<std::filesystem::path> writeHeatMap(const Explainer& explainer,
    const std::filesystem::path& film, const std::filesystem::path& folder,
    HeatMapMethod method = HeatMapMethod::HiResCam);

/// A film for the HTML report: picture, overlay (at most `maxSide` pixels a side) and what is true
/// of the map. `label` is a class index, or −1.
base::Result<evaluation::ReportFilm> reportFilm(const model::Classifier& classifier,
    const std::filesystem::path& film, int label, int maxSide = 320,
    evaluation::Language language = evaluation::Language::English);

} // namespace negatoscope::explain
