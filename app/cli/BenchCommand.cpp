#include "app/cli/BenchMeasures.h"
#include "app/cli/Commands.h"
#include "app/cli/Films.h"
#include "app/cli/ModelConfiguration.h"
#include "core/base/Files.h"
#include "core/phantom/PhantomFiles.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <regex>
#include <thread>

namespace negatoscope::cli {

namespace {

struct BenchOptions
{
    DataOptions data;
    ConfigOptions config;
    std::string filter;
    std::size_t films = 1200;
    int repeats = 3;
    bool list = false;
};

/// A folder that is removed with all that is in it.
class TemporaryFolder
{
public:
    TemporaryFolder()
        : m_path(std::filesystem::temp_directory_path() / ("negatoscope-bench-" + base::makeUuid()))
    {}
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

base::Result<std::function<bool(const char*)>> filterOf(const std::string& text)
{
    try {
        return [pattern = std::regex(text, std::regex::ECMAScript)](const char* row) {
            return std::regex_search(row, pattern);
        };
    } catch (const std::regex_error&) {
        return base::failure(base::ErrorCode::InvalidUsage, "'" + text + "' is no pattern",
            "--filter", "give a part of a row's name, for example head_edit");
    }
}

/// The given films, or drawn ones. Empty when Ctrl-C was pressed.
base::Result<std::optional<dataset::Manifest>> filmsOf(
    BenchOptions& options, const std::filesystem::path& folder, Session& session)
{
    if (options.data.folder.empty()) {
        phantom::PhantomPlan plan;
        plan.count = options.films;
        session.output.say("Drawing " + std::to_string(plan.count) + " phantom films …");
        const auto drawn = phantom::writePhantoms(
            plan, folder / "films", session.options.threads,
            [&session](const base::Progress& progress) { session.output.progress(progress); },
            session.interrupt.keep());
        session.output.progressDone();
        if (!drawn)
            return base::failure(drawn);
        if (!*drawn)
            return std::optional<dataset::Manifest>();
        options.data.folder = (folder / "films").string();
        options.data.split = "80/10/10";
    }
    return scanFilms(options.data, session);
}

std::vector<std::string> dataArguments(const DataOptions& data)
{
    std::vector<std::string> arguments{"--data", data.folder};
    if (!data.split.empty())
        arguments.insert(arguments.end(), {"--split", data.split});
    if (!data.positive.empty())
        arguments.insert(arguments.end(), {"--positive", data.positive});
    if (data.keepValidation)
        arguments.push_back("--keep-val");
    return arguments;
}

void listRows(Output& output)
{
    for (const BenchRow& row : benchRows()) {
        output.event({{"event", "row"}, {"name", row.name}, {"what", row.what}, {"unit", row.unit},
            {"reference", row.reference}, {"limit", row.limit}});
        output.say(std::string(row.name) + ": " + row.what);
    }
}

base::Result<std::optional<BenchSetup>> prepare(
    BenchOptions& options, const std::filesystem::path& folder, Session& session)
{
    BenchSetup setup;
    const auto wanted = filterOf(options.filter);
    if (!wanted)
        return base::failure(wanted);
    setup.wanted = *wanted;
    if (options.config.weights.empty())
        options.config.weights = "phantom";
    options.config.preset = "notebook";
    auto data = filmsOf(options, folder, session);
    if (!data)
        return base::failure(data);
    if (!*data)
        return std::optional<BenchSetup>();
    setup.data = **std::move(data);
    if (const auto enough = dataset::checkTrainable(setup.data); !enough)
        return base::failure(enough);
    auto config = readConfiguration(
        options.config, session.options, static_cast<int>(setup.data.classNames.size()));
    if (!config)
        return base::failure(config);
    setup.config = *std::move(config);
    const auto weights = resolveWeights(setup.config, session);
    if (!weights)
        return base::failure(weights);
    if (!*weights)
        return std::optional<BenchSetup>();
    setup.config.weights = **weights;
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    setup.threads = session.options.threads > 0 ? session.options.threads : cores;
    setup.repeats = options.repeats;
    setup.folder = folder;
    std::error_code code;
    setup.executable = std::filesystem::read_symlink("/proc/self/exe", code);
    setup.dataArguments = dataArguments(options.data);
    setup.stop = session.interrupt.keep();
    return std::optional(std::move(setup));
}

int runBench(BenchOptions options, Session& session)
{
    Output& output = session.output;
    if (options.list) {
        listRows(output);
        return kExitDone;
    }
    const TemporaryFolder folder;
    const auto setup = prepare(options, folder.path(), session);
    if (!setup)
        return output.fail(setup.error());
    if (!*setup)
        return kExitStopped;
    printMachine(output, (*setup)->threads);
    int exitCode = kExitDone;
    bool any = false;
    for (const BenchMeasure& measure : benchMeasures()) {
        if (std::none_of(measure.rows.begin(), measure.rows.end(), (*setup)->wanted))
            continue;
        if (session.interrupt.keep().stop_requested())
            return kExitStopped;
        any = true;
        const auto figures = measure.run(**setup);
        if (!figures) { // the other rows are still worth having
            exitCode = output.fail(figures.error());
            continue;
        }
        for (const BenchFigure& figure : *figures)
            if ((*setup)->wanted(figure.row.c_str()))
                printFigure(output, figure);
    }
    if (!any)
        return output.fail({base::ErrorCode::InvalidUsage,
            "no row has '" + options.filter + "' in its name", "--filter", "see bench --list"});
    return exitCode;
}

} // namespace

void addBenchCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<BenchOptions>();
    CLI::App* command = app.add_subcommand(
        "bench", "Measure this machine: every figure beside what Keras and TensorFlow need");
    addDataOptions(*command, options->data);
    command->add_option("--split", options->data.split,
        "Parts of train, validation and test where the folder has none, 70/15/15");
    command->add_option("--weights", options->config.weights,
        "imagenet, phantom (the default), random, or the path of a file or folder");
    command->add_option("--filter", options->filter, "Only rows whose name has this in it");
    constexpr int kMostRepeats = 100;
    command->add_option("--repeats", options->repeats, "How often each figure is taken")
        ->check(CLI::Range(1, kMostRepeats));
    command->add_option("--films", options->films, "Without --data: how many phantoms are drawn")
        ->check(CLI::Range(60, 100'000));
    command->add_flag("--list", options->list, "Name the rows and measure nothing");
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runBench(*options, session);
        };
    });
}

} // namespace negatoscope::cli
