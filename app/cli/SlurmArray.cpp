#include "app/cli/SlurmArray.h"

#include "app/cli/ChildProcess.h"
#include "core/base/Files.h"
#include "core/base/Text.h"

#include <algorithm>

namespace negatoscope::cli {

namespace {

/// In single quotes, where the shell reads nothing but the quote itself.
std::string quoted(const std::string& text)
{
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

} // namespace

base::Result<std::filesystem::path> writeArrayScript(const SlurmArray& array)
{
    std::string script =
        "#!/bin/sh\n# Trains the trials of a study: written by negatoscope-cli search --slurm.\n"
        "#SBATCH --job-name=negatoscope\n#SBATCH --array=1-" +
        std::to_string(array.jobs) +
        "\n#SBATCH --requeue\n#SBATCH --output=" + (array.folder / "%A-%a.log").string() + "\n";
    for (const std::string& option : array.options) {
        if (!option.starts_with("-") || option.find_first_of("\r\n") != std::string::npos)
            return base::failure(base::ErrorCode::InvalidUsage,
                "'" + base::printable(option) + "' is not an option of sbatch", "--slurm-option",
                "write it as --slurm-option=--partition=short");
        script += "#SBATCH " + option + "\n";
    }
    script += "exec";
    for (const std::string& argument : array.command)
        script += " " + quoted(argument);
    const std::filesystem::path path = array.folder / "array.sh";
    if (const auto made = base::makeFolder(array.folder); !made)
        return base::failure(made);
    if (const auto written = base::writeFileAtomically(path, script + "\n"); !written)
        return base::failure(written);
    return path;
}

base::Result<std::string> submitArray(const std::filesystem::path& script)
{
    // sbatch's complaints go where its answer goes, so that they can be shown.
    const auto child = runChild({"/bin/sh", "-c", "exec sbatch --parsable \"$0\" 2>&1", script});
    if (!child)
        return base::failure(child);
    std::string said = child->out.substr(0, child->out.find_last_not_of("\r\n ") + 1);
    constexpr int kNoSuchCommand = 127;
    if (child->exitCode == kNoSuchCommand)
        return base::failure(base::ErrorCode::NotFound, "there is no Slurm on this computer",
            "sbatch", "use --share and start search --worker on the computers yourself");
    if (child->exitCode != 0)
        return base::failure(base::ErrorCode::InvalidUsage,
            "Slurm did not take the jobs: " + base::printable(said), script.string(),
            "mend the options given as --slurm-option");
    said = said.substr(0, said.find(';')); // "<job>;<cluster>"
    return said.substr(said.find_last_of('\n') + 1);
}

void cancelArray(const std::string& jobId)
{
    static_cast<void>(runChild({"/bin/sh", "-c", "exec scancel \"$0\" 2>/dev/null", jobId}));
}

} // namespace negatoscope::cli
