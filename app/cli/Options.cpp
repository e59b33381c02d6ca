#include "app/cli/Options.h"

#include "core/tracking/RunStore.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdlib>

namespace negatoscope::cli {

namespace {

std::filesystem::path userDataFolder()
{
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data)
        return data;
    if (const char* home = std::getenv("HOME"); home && *home)
        return std::filesystem::path(home) / ".local" / "share";
    return std::filesystem::temp_directory_path();
}

} // namespace

std::filesystem::path CommonOptions::workspaceFolder() const
{
    return workspace.empty() ? userDataFolder() / "negatoscope" / "workspace"
                             : std::filesystem::path(workspace);
}

void addCommonOptions(CLI::App& app, CommonOptions& options)
{
    constexpr int kMostThreads = 1024;
    app.add_option("--threads", options.threads, "Processor cores to use (0 = all)")
        ->check(CLI::Range(0, kMostThreads));
    app.add_option("--seed", options.seed, "Start of all random numbers of a training");
    app.add_option("--workspace", options.workspace, "Folder of runs and caches")->type_name("DIR");
    app.add_option("--lang", options.language, "Language of reports")
        ->check(CLI::IsMember({"en", "fr"}));
    app.add_flag("--verbose", options.verbose, "Say more on stderr");
    app.add_flag("--json", options.json, "Print JSON Lines on stdout and nothing else");
    app.set_version_flag("--version", std::string("negatoscope-cli ") + NEGATOSCOPE_VERSION);
}

void addDataOptions(CLI::App& command, DataOptions& options)
{
    command.add_option("--data", options.folder, "Folder of films")->type_name("DIR");
    command.add_option("--positive", options.positive,
        "Name of the positive class (PNEUMONIA if there is one, else the last)");
    command.add_flag(
        "--keep-val", options.keepValidation, "Use a val folder of fewer than 100 films as it is");
}

base::Result<dataset::SplitRatios> parseSplit(const std::string& text)
{
    std::vector<double> parts;
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    while (at < end) {
        double part = 0.0;
        const auto [rest, error] = std::from_chars(at, end, part);
        if (error != std::errc{} || part < 0.0 || (rest < end && *rest != '/'))
            break;
        parts.push_back(part);
        at = rest < end ? rest + 1 : rest;
    }
    const bool complete = at == end && parts.size() == 3 && parts[0] > 0.0 && parts[1] > 0.0;
    if (!complete)
        return base::failure(base::ErrorCode::InvalidUsage,
            "'" + text.substr(0, 40) + "' is not a split", "--split",
            "write the parts of train, validation and test, for example 70/15/15");
    const double sum = parts[0] + parts[1] + parts[2];
    return dataset::SplitRatios{parts[0] / sum, parts[1] / sum, parts[2] / sum};
}

base::Result<dataset::ScanOptions> scanOptions(const DataOptions& data, const CommonOptions& common)
{
    dataset::ScanOptions options;
    options.threads = common.threads;
    options.positiveClass = data.positive;
    options.keepSmallValidation = data.keepValidation;
    if (!data.split.empty()) {
        const auto ratios = parseSplit(data.split);
        if (!ratios)
            return base::failure(ratios);
        options.ratios = *ratios;
    }
    return options;
}

std::filesystem::path resolveRun(const std::string& text, const CommonOptions& common)
{
    std::error_code code;
    if (std::filesystem::exists(text, code))
        return text;
    const bool plainName = text.find('/') == std::string::npos && !text.empty();
    if (plainName && std::filesystem::exists(common.workspaceFolder() / "runs.sqlite", code)) {
        const auto store = tracking::RunStore::open(common.workspaceFolder());
        const auto row =
            store ? (*store)->find(text) : base::Result<tracking::RunRow>(base::failure(store));
        if (row && std::filesystem::exists(row->folder, code))
            return row->folder;
    }
    const std::filesystem::path run = common.workspaceFolder() / "runs" / text;
    return plainName && std::filesystem::exists(run, code) ? run : std::filesystem::path(text);
}

} // namespace negatoscope::cli
