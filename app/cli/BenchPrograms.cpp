#include "app/cli/BenchPrograms.h"

#include "app/cli/BenchOriginals.h"
#include "app/cli/ChildProcess.h"
#include "core/base/Files.h"
#include "core/base/Text.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace negatoscope::cli {

namespace {

using Figures = BenchFigures;

constexpr double kMegabyte = 1024.0 * 1024.0;

base::Error childError(const ChildResult& child, const std::string& what)
{
    return {base::ErrorCode::Internal,
        what + " ended with exit code " + std::to_string(child.exitCode), {},
        "run it alone to see why"};
}

std::vector<std::string> trainArguments(const BenchSetup& setup, const std::string& name)
{
    std::vector<std::string> arguments{setup.executable.string(), "--json", "--threads",
        std::to_string(setup.threads), "--workspace", (setup.folder / name).string(), "train"};
    arguments.insert(arguments.end(), setup.dataArguments.begin(), setup.dataArguments.end());
    for (const std::string& one : {std::string("--preset"), std::string("notebook"),
             std::string("--weights"), setup.config.weights, std::string("--set"),
             std::string("epochs=1"), std::string("--out"), (setup.folder / name / "run").string()})
        arguments.push_back(one);
    return arguments;
}

/// Wall time and peak memory of a whole run by the program, each time in a new workspace.
Figures wholeRuns(const BenchSetup& setup, const char* secondsRow, const char* memoryRow,
    const std::vector<std::string>& settings, int repeats)
{
    BenchFigure seconds{secondsRow ? secondsRow : "", {}, filmsText(setup.data)};
    BenchFigure memory{memoryRow, {}, filmsText(setup.data)};
    for (int i = 0; i < repeats && !setup.stop.stop_requested(); ++i) {
        const std::string name = std::string(memoryRow) + std::to_string(i);
        std::vector<std::string> arguments = trainArguments(setup, name);
        arguments.insert(arguments.end(), settings.begin(), settings.end());
        const auto child = runChild(arguments, {}, "\"evaluated\"");
        if (!child)
            return base::failure(child);
        std::error_code ignored;
        std::filesystem::remove_all(setup.folder / name, ignored);
        if (child->exitCode != 0)
            return base::failure(childError(*child, "the training"));
        seconds.values.push_back(child->markerSeconds);
        memory.values.push_back(static_cast<double>(child->peakBytes) / kMegabyte);
    }
    std::vector<BenchFigure> figures;
    if (secondsRow)
        figures.push_back(std::move(seconds));
    figures.push_back(std::move(memory));
    return figures;
}

/// The window's program, and what a machine without a display needs to run it.
struct WindowProgram
{
    std::filesystem::path path; ///< empty: it is not beside this one
    std::vector<std::string> environment;
    std::string note;
};

WindowProgram windowProgram(const BenchSetup& setup)
{
    WindowProgram program;
    const std::filesystem::path beside = setup.executable.parent_path() / "negatoscope";
    std::error_code code;
    if (!std::filesystem::exists(beside, code)) {
        program.note = "the window's program is not beside this one";
        return program;
    }
    program.path = beside;
    if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY")) {
        program.environment.push_back("QT_QPA_PLATFORM=offscreen");
        program.note = "drawn off screen: there is no display";
    }
    return program;
}

std::vector<std::string> windowArguments(
    const WindowProgram& program, const BenchSetup& setup, const std::string& name)
{
    return {program.path.string(), "--workspace", (setup.folder / name).string(), "--settings",
        (setup.folder / (name + ".ini")).string()};
}

} // namespace

std::string filmsText(const dataset::Manifest& data)
{
    std::string text;
    for (const dataset::Split split : dataset::kSplits)
        text += (text.empty() ? "" : " + ") + std::to_string(data.indicesOf(split).size());
    return text + " films";
}

Figures firstRun(const BenchSetup& setup)
{
    return wholeRuns(setup, "first_run", "first_run_memory", {}, setup.repeats);
}

Figures memoryOfEverything(const BenchSetup& setup)
{
    return wholeRuns(
        setup, nullptr, "epoch_everything_memory", {"--set", "strategy=full_tuning"}, 1);
}

Figures windowStart(const BenchSetup& setup)
{
    const WindowProgram program = windowProgram(setup);
    BenchFigure figure{"window", {}, program.note};
    if (program.path.empty())
        return std::vector<BenchFigure>{figure};
    std::vector<std::string> arguments = windowArguments(program, setup, "window");
    arguments.push_back("--exit-when-usable");
    for (int i = 0; i < setup.repeats && !setup.stop.stop_requested(); ++i) {
        const auto child = runChild(arguments, program.environment);
        if (!child)
            return base::failure(child);
        if (child->exitCode != 0)
            return base::failure(childError(*child, "the window"));
        figure.values.push_back(child->seconds);
    }
    return std::vector<BenchFigure>{figure};
}

/// The window drives itself: key press to painted matrix, in live mode.
Figures liveEdits(const BenchSetup& setup)
{
    constexpr int kEdits = 50;
    const WindowProgram program = windowProgram(setup);
    const std::string note =
        program.note + (program.note.empty() ? "" : "; ") + filmsText(setup.data);
    BenchFigure whole{"live_edit", {}, note};
    BenchFigure first{"live_edit_first_epoch", {}, note};
    if (program.path.empty())
        return std::vector<BenchFigure>{whole, first};
    std::vector<std::string> arguments = windowArguments(program, setup, "edits");
    arguments.insert(arguments.end(), {"--measure-edits", std::to_string(kEdits), "--weights",
                                          setup.config.weights, setup.data.root.string()});
    const auto child = runChild(arguments, program.environment);
    if (!child)
        return base::failure(child);
    const auto measured = nlohmann::json::parse(child->out, nullptr, false);
    if (child->exitCode != 0 || !measured.is_object())
        return base::failure(childError(*child, "the window"));
    const auto fill = [&measured](BenchFigure& figure, const char* name) {
        const nlohmann::json& figures = measured.at(name);
        figure.values.push_back(figures.at("median").get<double>() / 1e3);
        figure.note = std::to_string(measured.at("edits").get<int>()) + " edits, 95 % within " +
                      base::formatNumber(figures.at("p95").get<double>() / 1e3, 3) + " s; " +
                      figure.note;
    };
    fill(whole, "painted_ms");
    fill(first, "first_epoch_ms");
    return std::vector<BenchFigure>{whole, first};
}

/// As many films as a hospital's archive: small ones, so that the disk holds them.
Figures memoryOfManyFilms(const BenchSetup& setup)
{
    constexpr std::size_t kFilms = 100'000;
    const std::filesystem::path films = setup.folder / "many";
    if (const auto drawn = drawManyFilms(films, kFilms); !drawn)
        return base::failure(drawn);
    const auto child = runChild({setup.executable.string(), "--json", "--threads",
        std::to_string(setup.threads), "--workspace", (setup.folder / "many_workspace").string(),
        "train", "--data", films.string(), "--weights", "phantom", "--preset", "notebook", "--set",
        "img_size=32", "--set", "epochs=2"});
    std::error_code ignored;
    std::filesystem::remove_all(films, ignored);
    if (!child)
        return base::failure(child);
    if (child->exitCode != 0)
        return base::failure(childError(*child, "the training"));
    return std::vector<BenchFigure>{
        {"many_films_memory", {static_cast<double>(child->peakBytes) / kMegabyte},
            "100,000 films of 32 x 32 pixels: scanned, cached, trained on and measured"}};
}

} // namespace negatoscope::cli
