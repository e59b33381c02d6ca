#pragma once

#include "app/cli/BenchTable.h"
#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/model/ModelConfig.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace negatoscope::cli {

/// What every measure works with.
struct BenchSetup
{
    dataset::Manifest data;
    model::ModelConfig config; ///< the notebook's preset with the weights, resolved
    int threads = 1;
    int repeats = 3;
    std::filesystem::path folder; ///< for workspaces, caches and drawn films; removed at the end
    std::filesystem::path executable;       ///< negatoscope-cli itself
    std::vector<std::string> dataArguments; ///< --data DIR … for a run of the program
    std::stop_token stop;
    std::function<bool(const char* row)> wanted;
};

using BenchFigures = base::Result<std::vector<BenchFigure>>;

/// One measure fills one or more rows.
struct BenchMeasure
{
    std::vector<const char*> rows;
    std::function<BenchFigures(const BenchSetup&)> run;
};

/// All measures in the order of benchRows().
std::vector<BenchMeasure> benchMeasures();

} // namespace negatoscope::cli
