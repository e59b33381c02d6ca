#include "app/cli/Commands.h"
#include "app/cli/Films.h"
#include "core/base/Text.h"
#include "core/exporting/Export.h"
#include "core/tracking/RunStore.h"

#include <CLI/CLI.hpp>

#include <array>
#include <memory>

namespace negatoscope::cli {

namespace {

struct ExportOptions
{
    std::string model;
    std::string format;
    std::string out;
    DataOptions data;
    std::vector<std::string> predecessors;
};

/// What the workspace's list of runs knows of this one.
void addNotes(exporting::ExportRequest& request, const Session& session, const std::string& key)
{
    std::error_code code;
    const auto workspace = session.options.workspaceFolder();
    if (!std::filesystem::exists(workspace / "runs.sqlite", code))
        return;
    const auto store = tracking::RunStore::open(workspace);
    const auto row =
        store ? (*store)->find(key) : base::Result<tracking::RunRow>(base::failure(store));
    if (!row)
        return;
    request.notes.name = row->name.empty() ? "Run " + std::to_string(row->number) : row->name;
    request.notes.reason = row->bestReason;
}

void sayResult(const exporting::ExportResult& result, Output& output)
{
    for (const exporting::ModelCheck& check : result.checks) {
        output.event({{"event", "check"}, {"reader", check.reader}, {"films", check.films},
            {"largest_difference", check.largestDifference}});
        output.say("Checked with " + check.reader + " on " + result.films +
                   ": largest difference " + base::formatNumber(check.largestDifference, 3));
    }
    nlohmann::ordered_json files = nlohmann::ordered_json::array();
    for (const auto& file : result.files) {
        files.push_back(jsonText(file.string()));
        output.say("Written: " + base::printable(file.string()));
    }
    for (const std::string& note : result.notes)
        output.note("note: " + note);
    output.event({{"event", "exported"}, {"files", files}, {"films", result.films},
        {"notes", result.notes}});
}

int runExport(const ExportOptions& options, Session& session)
{
    Output& output = session.output;
    exporting::ExportRequest request;
    request.model = resolveRun(options.model, session.options);
    request.out = options.out;
    request.format = *exporting::formatFromName(options.format);
    request.language = evaluation::languageOf(session.options.language);
    addNotes(request, session, options.model);
    for (const std::string& key : options.predecessors)
        request.predecessors.push_back(resolveRun(key, session.options));
    if (!options.data.folder.empty()) {
        const auto manifest = scanFilms(options.data, session);
        if (!manifest)
            return output.fail(manifest.error());
        if (!*manifest)
            return kExitStopped;
        constexpr std::size_t kWanted = 24;
        const auto& items = (*manifest)->items;
        const std::size_t step = std::max<std::size_t>(1, items.size() / kWanted);
        for (std::size_t i = 0; i < items.size() && request.films.size() < kWanted; i += step)
            request.films.push_back(items[i].path);
    }
    const auto result = exporting::exportModel(request);
    if (!result)
        return output.fail(result.error());
    sayResult(*result, output);
    return kExitDone;
}

} // namespace

void addExportCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<ExportOptions>();
    CLI::App* command = app.add_subcommand(
        "export", "Write a model for other programs, checked against the run on films");
    command
        ->add_option("--model", options->model,
            "A run (folder, number or id), or a model file that can be read")
        ->required();
    command
        ->add_option("--format", options->format,
            "torchscript, onnx, keras, safetensors, folder (all of them with card and examples), "
            "report (HTML) or card (Markdown)")
        ->required()
        ->check(CLI::IsMember(
            {"torchscript", "onnx", "keras", "safetensors", "folder", "report", "card"}));
    command->add_option("--out", options->out, "File, or folder for the format folder")->required();
    addDataOptions(*command, options->data);
    command
        ->add_option("--beside", options->predecessors,
            "report: another run to stand beside this one; repeatable")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runExport(*options, session);
        };
    });
}

} // namespace negatoscope::cli
