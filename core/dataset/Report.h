#pragma once

#include "core/base/Progress.h"
#include "core/dataset/Manifest.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace negatoscope::dataset {

/// What `dataset scan` prints and the Data page shows. Pure function of the manifest.
struct DatasetReport
{
    struct SplitCounts
    {
        Split split = Split::None;
        std::size_t films = 0;
        std::size_t patients = 0;
        std::vector<std::size_t> perClass;
    };
    std::vector<SplitCounts> splits;
    std::map<std::string, std::size_t> formats;       ///< "JPEG" → films
    std::map<std::pair<int, int>, std::size_t> sizes; ///< (width, height) → films
    std::size_t colourFilms = 0;
    std::size_t unknownPatients = 0;
    std::vector<std::vector<std::size_t>> exactDuplicates; ///< groups of item indices
    std::vector<std::size_t> duplicatesAcrossSplits;       ///< items whose twin is in another split
    std::vector<std::size_t> duplicatesAcrossClasses;      ///< the same picture with two labels
    std::vector<std::string> patientsAcrossSplits; ///< certain leakage: same key, two splits
};
DatasetReport makeReport(const Manifest& manifest);
nlohmann::json toJson(const DatasetReport& report, const Manifest& manifest);

/// Pairs of different files that show (nearly) the same film: correlation of 64×64 thumbnails
/// ≥ 0.985 (science.md 2.3). Reads every film once; all cores. Exact duplicates are not repeated.
struct NearDuplicate
{
    std::size_t first = 0;
    std::size_t second = 0;
    double correlation = 0.0;
};
std::vector<NearDuplicate> findNearDuplicates(const Manifest& manifest, double threshold = 0.985,
    const base::ProgressCallback& progress = {}, std::stop_token stop = {});

} // namespace negatoscope::dataset
