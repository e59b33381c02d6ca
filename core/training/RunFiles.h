#pragma once

#include "core/base/Result.h"
#include "core/training/RunRecord.h"

#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::training {

/// config.json, environment.json and a run.json that says "running": what resuming needs, written
/// before anything is learned.
base::Result<void> writeRunStart(const RunRecord& run, const std::filesystem::path& folder);

/// The names of all files that a run may write into its folder.
const std::vector<std::string>& runFileNames();

/// Removes exactly those files, and the folder when nothing else is in it.
void removeRunFiles(const std::filesystem::path& folder);

nlohmann::json historyToJson(const std::vector<EpochRecord>& history);
std::vector<EpochRecord> historyFromJson(const nlohmann::json& json);

} // namespace negatoscope::training
