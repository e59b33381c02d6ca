#include "app/cli/Commands.h"
#include "core/base/Text.h"
#include "core/tracking/RunStore.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace negatoscope::cli {

namespace {

using tracking::RunRow;
using tracking::RunStore;

struct RunsOptions
{
    std::vector<std::string> runs;
    std::string search;
    std::string reason;
    std::string metric = "val_auc";
    bool emptyBin = false;
};

nlohmann::ordered_json toJson(const RunRow& row)
{
    return {{"run_id", row.id}, {"number", row.number}, {"name", jsonText(row.name)},
        {"run_dir", jsonText(row.folder.string())}, {"outcome", training::outcomeName(row.outcome)},
        {"error", row.failure.empty() ? nlohmann::ordered_json()
                                      : nlohmann::ordered_json(jsonText(row.failure))},
        {"created_ms", row.createdAtMs}, {"finished_ms", row.finishedAtMs}, {"epochs", row.epochs},
        {"best_epoch", row.bestEpoch}, {"seconds", row.seconds}, {"figures", row.figures},
        {"settings", row.settings}, {"note", jsonText(row.note)}, {"tags", row.tags},
        {"starred", row.starred}, {"best_reason", jsonText(row.bestReason)},
        {"test_looks", row.testLooks}, {"origin", jsonText(row.origin)}};
}

std::string figureText(const RunRow& row, const std::string& name)
{
    const auto found = row.figures.find(name);
    return found == row.figures.end() ? "-" : base::formatNumber(found->second, 4);
}

void sayRow(const RunRow& row, Output& output)
{
    nlohmann::ordered_json line = toJson(row);
    line["event"] = "run";
    output.event(line);
    output.say(std::to_string(row.number) + "  " + row.id.substr(0, 8) + "  " +
               training::outcomeName(row.outcome) + "  " + std::to_string(row.epochs) +
               " epochs  val_auc " + figureText(row, "val_auc") + "  val_accuracy " +
               figureText(row, "val_accuracy") + "  val_loss " + figureText(row, "val_loss") +
               (row.name.empty() ? "" : "  " + jsonText(row.name)) +
               (row.bestReason.empty() ? "" : "  [best: " + jsonText(row.bestReason) + "]"));
}

std::string columnText(const std::optional<double>& value)
{
    return value ? base::formatNumber(*value, 4) : "-";
}

/// For people: the columns of the table alone, quick for many thousand runs.
int listShort(RunStore& store, Output& output)
{
    const auto rows = store.summaries();
    if (!rows)
        return output.fail(rows.error());
    for (const tracking::RunSummary& row : *rows)
        output.say(std::to_string(row.number) + "  " + row.id.substr(0, 8) + "  " +
                   training::outcomeName(row.outcome) + "  " + std::to_string(row.epochs) +
                   " epochs  val_auc " + columnText(row.valAuc) + "  val_accuracy " +
                   columnText(row.valAccuracy) + "  val_loss " + columnText(row.valLoss) +
                   (row.name.empty() ? "" : "  " + jsonText(row.name)) +
                   (row.starred ? "  [pinned]" : "") + (row.chosen ? "  [best]" : "") +
                   (row.imported ? "  [imported]" : ""));
    if (rows->empty())
        output.say("No runs yet.");
    return kExitDone;
}

int list(const RunsOptions& options, RunStore& store, Output& output)
{
    if (!output.json() && options.search.empty())
        return listShort(store, output);
    const auto rows = store.list({false, options.search});
    if (!rows)
        return output.fail(rows.error());
    for (const RunRow& row : *rows)
        sayRow(row, output);
    if (rows->empty())
        output.say("No runs yet.");
    return kExitDone;
}

int show(const RunsOptions& options, RunStore& store, Output& output)
{
    for (const std::string& key : options.runs) {
        const auto row = store.find(key);
        if (!row)
            return output.fail(row.error());
        sayRow(*row, output);
        for (const auto& [setting, value] : row->settings.items())
            output.say("  " + setting + " = " + value.dump());
        for (const auto& [name, value] : row->figures)
            output.say("  " + name + " " + base::formatNumber(value, 6));
    }
    return kExitDone;
}

int compare(const RunsOptions& options, RunStore& store, Output& output)
{
    std::vector<RunRow> rows;
    for (const std::string& key : options.runs) {
        auto row = store.find(key);
        if (!row)
            return output.fail(row.error());
        rows.push_back(*std::move(row));
    }
    const auto line = [&](const std::string& name, const auto& valueOf) {
        nlohmann::ordered_json values = nlohmann::ordered_json::array();
        std::string text = name + ":";
        for (const RunRow& row : rows) {
            values.emplace_back(valueOf(row));
            text += "  " + values.back().dump();
        }
        output.event({{"event", "difference"}, {"name", name}, {"values", values}});
        output.say(text);
    };
    line("number", [](const RunRow& row) { return nlohmann::json(row.number); });
    for (const std::string& key : tracking::differingSettings(rows))
        line(key, [&](const RunRow& row) { return row.settings.value(key, nlohmann::json()); });
    for (const char* figure : {"val_loss", "val_accuracy", "val_auc", "val_sensitivity",
             "val_specificity", "test_accuracy", "test_auc"})
        line(figure, [&](const RunRow& row) {
            const auto found = row.figures.find(figure);
            return found == row.figures.end() ? nlohmann::json() : nlohmann::json(found->second);
        });
    return kExitDone;
}

/// Names the run with the best figure (mean over seeds), or stores the choice with its reason.
int best(const RunsOptions& options, RunStore& store, Output& output)
{
    if (!options.runs.empty()) {
        const auto row = store.find(options.runs.front());
        if (!row)
            return output.fail(row.error());
        if (options.reason.empty())
            return output.fail({base::ErrorCode::InvalidUsage, "best is a choice with a reason",
                options.runs.front(), "say why with --reason TEXT"});
        if (const auto chosen = store.chooseBest(row->id, options.reason); !chosen)
            return output.fail(chosen.error());
        const auto now = store.find(row->id);
        sayRow(now ? *now : *row, output);
        return kExitDone;
    }
    if (options.metric.starts_with("test_"))
        return output.fail(
            {base::ErrorCode::InvalidUsage, "the best run is chosen on validation, never on test",
                options.metric, "use for example --metric val_auc"});
    const auto rows = store.list();
    if (!rows)
        return output.fail(rows.error());
    auto groups = tracking::groupBySeed(*rows, options.metric);
    if (groups.empty())
        return output.fail({base::ErrorCode::InsufficientData, "no run has this figure",
            options.metric, "see 'runs show' for the names"});
    const bool lowerIsBetter = options.metric.ends_with("loss");
    const auto winner =
        std::min_element(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
            return lowerIsBetter ? a.mean < b.mean : a.mean > b.mean;
        });
    output.event({{"event", "best"}, {"metric", options.metric}, {"mean", winner->mean},
        {"deviation", winner->deviation ? nlohmann::ordered_json(*winner->deviation)
                                        : nlohmann::ordered_json()},
        {"run_ids", winner->runs}});
    output.say(options.metric + " " + base::formatNumber(winner->mean, 5) +
               (winner->deviation ? " ± " + base::formatNumber(*winner->deviation, 2) : "") +
               " over " + std::to_string(winner->runs.size()) + " run(s): " + winner->runs.front());
    return kExitDone;
}

int remove(const RunsOptions& options, RunStore& store, Output& output)
{
    for (const std::string& key : options.runs) {
        const auto row = store.find(key);
        if (!row)
            return output.fail(row.error());
        if (const auto removed = store.remove(row->id); !removed)
            return output.fail(removed.error());
        output.say("Run " + std::to_string(row->number) + " is in the bin.");
    }
    const auto bytes = options.emptyBin ? store.emptyBin() : store.bytesInBin();
    if (!bytes)
        return output.fail(bytes.error());
    output.event({{"event", "bin"}, {options.emptyBin ? "freed" : "bytes", *bytes}});
    output.say((options.emptyBin ? "Freed " : "Emptying the bin (--empty-bin) would free ") +
               std::to_string(*bytes >> 20) + " MB.");
    return kExitDone;
}

using Action = int (*)(const RunsOptions&, RunStore&, Output&);

} // namespace

void addRunsCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<RunsOptions>();
    CLI::App* runs = app.add_subcommand("runs", "The runs of the workspace");
    runs->require_subcommand(1);
    const auto add = [&](const char* name, const char* what, Action action) {
        CLI::App* command = runs->add_subcommand(name, what);
        command->callback([options, action, &session] {
            session.run = [options, action, &session] {
                auto store = RunStore::open(session.options.workspaceFolder());
                if (!store)
                    return session.output.fail(store.error());
                return action(*options, **store, session.output);
            };
        });
        return command;
    };
    add("list", "All runs, newest first", list)
        ->add_option("--search", options->search, "Part of a name, note or tag");
    const char* const kRun = "Number, id, beginning of an id, or name";
    add("show", "Everything known of some runs", show)
        ->add_option("runs", options->runs, kRun)
        ->required();
    add("compare", "What differs between runs", compare)
        ->add_option("runs", options->runs, kRun)
        ->required()
        ->expected(2, 20);
    CLI::App* choose = add("best", "The best run by mean over seeds, or choose one", best);
    choose->add_option("run", options->runs, kRun)->expected(0, 1);
    choose->add_option("--reason", options->reason, "Why this run is chosen");
    choose->add_option("--metric", options->metric, "Figure to compare, on validation");
    CLI::App* bin = add("delete", "Put runs into the bin", remove);
    bin->add_option("runs", options->runs, kRun);
    bin->add_flag("--empty-bin", options->emptyBin, "Free the space of all runs in the bin");
}

} // namespace negatoscope::cli
