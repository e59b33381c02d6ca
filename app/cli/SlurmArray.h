#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace negatoscope::cli {

/// Jobs of one Slurm array that all run one command.
struct SlurmArray
{
    int jobs = 1;
    std::filesystem::path folder;     ///< of script and logs, seen by all computers
    std::vector<std::string> options; ///< lines for #SBATCH: "--partition=short", …
    std::vector<std::string> command; ///< program and arguments
};

/// Writes <folder>/array.sh. The command is quoted: no argument can say anything to the shell.
base::Result<std::filesystem::path> writeArrayScript(const SlurmArray& array);
/// Gives it to sbatch; returns the array's job id. Errors: NotFound (no Slurm here), InvalidUsage
/// with what sbatch said.
base::Result<std::string> submitArray(const std::filesystem::path& script);
/// scancel; what it says is dropped: a job that is over cannot be ended.
void cancelArray(const std::string& jobId);

} // namespace negatoscope::cli
