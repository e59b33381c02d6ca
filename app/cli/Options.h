#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/dataset/Scan.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace negatoscope::cli {

/// Options that every command has.
struct CommonOptions
{
    int threads = 0; ///< 0 = all cores
    std::optional<std::uint64_t> seed;
    std::string workspace; ///< "" = the user's data folder
    std::string language = "en";
    bool verbose = false;
    bool json = false;

    std::filesystem::path workspaceFolder() const;
};

void addCommonOptions(CLI::App& app, CommonOptions& options);

/// Which films a command works on.
struct DataOptions
{
    std::string folder;
    std::string split; ///< "70/15/15"
    std::string positive;
    bool keepValidation = false;
};

/// --data, --positive, --keep-val.
void addDataOptions(CLI::App& command, DataOptions& options);

/// "70/15/15" in parts of 1; parts of 100 or of anything.
base::Result<dataset::SplitRatios> parseSplit(const std::string& text);

base::Result<dataset::ScanOptions> scanOptions(
    const DataOptions& data, const CommonOptions& common);

/// A run by its folder, or by its number, name, id or beginning of an id in the workspace. Anything
/// else is handed back as it is.
std::filesystem::path resolveRun(const std::string& text, const CommonOptions& common);

} // namespace negatoscope::cli
