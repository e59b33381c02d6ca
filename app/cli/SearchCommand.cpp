#include "app/cli/Commands.h"
#include "app/cli/Films.h"
#include "app/cli/ModelConfiguration.h"
#include "app/cli/SearchShared.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/dataset/Scan.h"
#include "core/search/SearchReport.h"
#include "core/search/StudyRuns.h"
#include "core/search/TrainingTrials.h"
#include "core/training/TrainingData.h"

#include <CLI/CLI.hpp>

#include <array>
#include <ctime>
#include <memory>
#include <set>

namespace negatoscope::cli {

namespace {

using nlohmann::json;

struct SearchOptions
{
    DataOptions data;
    ConfigOptions config;
    std::string space;
    std::string out;
    std::string report;
    std::string sampler;
    std::string scheduler;
    std::string objective;
    std::optional<int> trials;
    std::optional<int> finalists;
    std::optional<int> seeds;
    double seconds = 0.0;
    int patience = 0;
    int workers = 0;
    bool checkOnly = false;
    SharedOptions shared;
};

/// The space file with what the command line says differently.
struct Plan
{
    json file;
    std::optional<search::SearchSpace> space;
    search::StudyOptions study;
};

base::Result<json> readSpaceFile(const std::string& path)
{
    constexpr std::uint64_t kLargest = 16ULL << 20U;
    const auto text = base::readTextFile(path, kLargest);
    if (!text) {
        base::Error error = text.error();
        error.code = base::ErrorCode::InvalidConfiguration;
        return base::failure(std::move(error));
    }
    json file = json::parse(*text, nullptr, false, true);
    if (!file.is_object() || !file.contains("space"))
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "the file does not describe a search", path,
            "write {\"space\": {\"learning_rate\": {\"log\": [1e-4, 1e-2]}}, …}");
    static const std::vector<std::string> kKnown{"base", "objective", "sampler", "scheduler",
        "trials", "finalists", "seeds", "space", "budget", "patience", "grid_levels"};
    for (const auto& [key, value] : file.items()) {
        if (std::find(kKnown.begin(), kKnown.end(), key) != kKnown.end())
            continue;
        const std::string near = base::nearestName(key, kKnown);
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "'" + base::printable(key) + "' is not a key of a search", path,
            near.empty()
                ? "use base, objective, sampler, scheduler, trials, finalists, seeds, space"
                : "did you mean " + near + "?");
    }
    return file;
}

/// `base` is a configuration, the path of one (beside the space file), or absent: the notebook's.
base::Result<model::ModelConfig> baseConfiguration(
    const SearchOptions& options, const json& file, const CommonOptions& common, int classCount)
{
    ConfigOptions config = options.config;
    if (!file.contains("base") || !config.file.empty() || !config.preset.empty())
        return readConfiguration(config, common, classCount);
    const json& base = file["base"];
    if (base.is_string() && model::presetConfig(base.get<std::string>(), classCount)) {
        config.preset = base.get<std::string>();
        return readConfiguration(config, common, classCount);
    }
    if (base.is_string()) {
        config.file =
            (std::filesystem::path(options.space).parent_path() / base.get<std::string>()).string();
        return readConfiguration(config, common, classCount);
    }
    auto read = model::configFromJson(base);
    if (!read)
        return read;
    if (!config.weights.empty())
        read->weights = config.weights;
    if (common.seed)
        read->seed = *common.seed;
    for (const std::string& setting : config.settings) {
        read = model::withSetting(*read, setting);
        if (!read)
            return read;
    }
    return read;
}

template <typename T>
base::Result<T> valueOf(const json& file, const char* key, T fallback)
{
    if (!file.contains(key))
        return fallback;
    try {
        return file.at(key).get<T>();
    } catch (const json::exception&) {
        return base::failure(base::ErrorCode::InvalidConfiguration,
            std::string("'") + key + "' cannot be " + file.at(key).dump().substr(0, 40),
            "space file", "see search --help");
    }
}

base::Result<int> countOf(
    const json& file, const char* key, int fallback, const std::optional<int>& given, int least)
{
    constexpr int kMost = 100000;
    const auto value = given ? base::Result<int>(*given) : valueOf(file, key, fallback);
    if (value && (*value < least || *value > kMost))
        return base::failure(base::ErrorCode::InvalidConfiguration,
            std::string("'") + key + "' cannot be " + std::to_string(*value), "search",
            "use " + std::to_string(least) + " to 100,000");
    return value;
}

base::Result<void> readStudyOptions(
    const SearchOptions& options, const json& file, search::StudyOptions& study)
{
    const auto text = [&](const char* key, const std::string& given, const char* fallback) {
        return given.empty() ? valueOf<std::string>(file, key, fallback)
                             : base::Result<std::string>(given);
    };
    const auto objective = text("objective", options.objective, "val_auc");
    const auto sampler = text("sampler", options.sampler, "model");
    const auto scheduler = text("scheduler", options.scheduler, "asha");
    const auto trials = countOf(file, "trials", study.trials, options.trials, 1);
    const auto finalists = countOf(file, "finalists", study.finalists, options.finalists, 0);
    const auto seeds = countOf(file, "seeds", study.seeds, options.seeds, 0);
    const auto patience = countOf(file, "patience", 0,
        options.patience > 0 ? std::optional(options.patience) : std::nullopt, 0);
    const auto levels = countOf(file, "grid_levels", study.gridLevels, std::nullopt, 2);
    const auto seconds = options.seconds > 0.0 ? base::Result<double>(options.seconds)
                                               : valueOf(file, "budget", 0.0);
    for (const auto* read : {&objective, &sampler, &scheduler})
        if (!*read)
            return base::failure(*read);
    for (const auto* read : {&trials, &finalists, &seeds, &patience, &levels})
        if (!*read)
            return base::failure(*read);
    if (!seconds)
        return base::failure(seconds);
    const auto named = search::Objective::named(*objective);
    if (!named)
        return base::failure(named);
    const auto samplerKind = search::samplerFromName(*sampler);
    const auto schedulerKind = search::schedulerFromName(*scheduler);
    if (!samplerKind || !schedulerKind)
        return base::failure(base::ErrorCode::InvalidConfiguration,
            "'" + base::printable(samplerKind ? *scheduler : *sampler) + "' is not known",
            samplerKind ? "scheduler" : "sampler",
            samplerKind ? "use none, asha or median" : "use grid, random, sobol or model");
    study.objective = *named;
    study.sampler = *samplerKind;
    study.scheduler = *schedulerKind;
    study.trials = *trials;
    study.finalists = *finalists;
    study.seeds = *seeds;
    study.patience = *patience;
    study.gridLevels = *levels;
    study.seconds = *seconds;
    return {};
}

base::Result<Plan> planSearch(const SearchOptions& options, const Session& session, int classCount)
{
    auto file = readSpaceFile(options.space);
    if (!file)
        return base::failure(file);
    Plan plan;
    plan.file = *std::move(file);
    const auto base = baseConfiguration(options, plan.file, session.options, classCount);
    if (!base)
        return base::failure(base);
    auto space = search::SearchSpace::fromJson(plan.file["space"], *base);
    if (!space)
        return base::failure(space);
    plan.space = *std::move(space);
    if (const auto read = readStudyOptions(options, plan.file, plan.study); !read)
        return base::failure(read);
    plan.study.seed = base->seed;
    return plan;
}

/// Says which combinations cannot be trained. An error when nothing can be.
base::Result<void> sayImpossible(const search::SearchSpace& space, int classCount, Session& session)
{
    const auto impossible = space.impossibleCombinations(classCount);
    for (const auto& combination : impossible) {
        session.output.event({{"event", "impossible"}, {"values", combination.values},
            {"message", jsonText(base::toSentence(combination.error))}});
        session.output.note("note: left out, e.g. " + search::valuesText(combination.values) +
                            ": " + base::toSentence(combination.error));
    }
    search::SamplerOptions options;
    options.isPossible = [&](const search::Point& point) {
        const auto config = space.configAt(point);
        return config && search::checkTrainable(*config, classCount);
    };
    if (search::makeSampler(search::SamplerKind::Random, space, options)->propose(0))
        return {};
    base::Error error = impossible.empty()
                            ? base::Error{base::ErrorCode::InvalidConfiguration, "", "space", ""}
                            : impossible.front().error;
    error.what = "no combination of the space can be trained: " + error.what;
    error.code = base::ErrorCode::InvalidConfiguration;
    return base::failure(std::move(error));
}

/// Turns what happens in a study into lines, and keeps its runs.
class SearchReporter
{
public:
    SearchReporter(Session& session, const search::StudyOptions& study)
        : m_session(session)
        , m_study(study)
        , m_keeper(session.options.workspaceFolder())
    {}

    search::StudyObserver observer()
    {
        search::StudyObserver observer;
        observer.ended = [this](const search::Trial& trial, training::RunRecord* run) {
            ended(trial, run);
        };
        return observer;
    }

    std::map<std::string, training::RunRecord>& runs() { return m_keeper.runs(); }

private:
    void ended(const search::Trial& trial, training::RunRecord* run)
    {
        nlohmann::ordered_json line{{"event", "trial"}, {"number", trial.number},
            {"run_id", trial.runId}, {"values", trial.values}, {"objective", nullptr},
            {"epochs", trial.epochs}, {"outcome", search::outcomeName(trial.outcome)},
            {"seconds", trial.seconds}, {"stage", search::stageName(trial.stage)},
            {"seed", trial.seed}};
        if (trial.objective)
            line["objective"] = *trial.objective;
        if (!trial.failure.empty())
            line["message"] = jsonText(trial.failure);
        if (!run)
            line["resumed"] = true;
        m_session.output.event(line);
        std::string text =
            std::string(search::stageName(trial.stage)) + " " + std::to_string(trial.number) + ": ";
        text += trial.objective
                    ? m_study.objective.name + " " + base::formatNumber(*trial.objective, 5)
                    : "failed, " + base::printable(trial.failure);
        text += ", " + std::to_string(trial.epochs) + " epochs";
        if (trial.outcome == search::TrialOutcome::StoppedEarly)
            text += " (stopped)";
        m_session.output.say(text + "  " + search::valuesText(trial.values));
        if (trial.stage == search::TrialStage::Search)
            m_session.output.progress("trials", static_cast<std::uint64_t>(++m_done),
                static_cast<std::uint64_t>(m_study.trials));
        if (const auto kept = m_keeper.keep(trial, run); !kept)
            m_session.output.note(
                "note: the trial is not in the list of runs: " + base::toSentence(kept.error()));
    }

    Session& m_session;
    const search::StudyOptions& m_study;
    search::StudyRuns m_keeper;
    int m_done = 0;
};

nlohmann::ordered_json groupJson(const search::SeedRuns& group)
{
    nlohmann::ordered_json ids = nlohmann::ordered_json::array();
    nlohmann::ordered_json objectives = nlohmann::ordered_json::array();
    for (const search::Trial& run : group.runs) {
        ids.push_back(run.runId);
        objectives.push_back(
            run.objective ? nlohmann::ordered_json(*run.objective) : nlohmann::ordered_json());
    }
    nlohmann::ordered_json line{{"run_ids", ids}, {"values", group.values}, {"trial", group.trial},
        {"mean", nullptr}, {"interval", nullptr}, {"objectives", objectives}};
    if (group.mean)
        line["mean"] = *group.mean;
    if (group.interval)
        line["interval"] = {group.interval->low, group.interval->high};
    return line;
}

nlohmann::ordered_json bestJson(
    const search::StudyResult& result, const search::Objective& objective)
{
    if (!result.finalists.empty())
        return groupJson(result.finalists.front());
    const auto board = result.leaderboard(objective);
    if (board.empty())
        return {};
    search::SeedRuns single{board.front()->values, board.front()->number, {*board.front()},
        board.front()->objective, {}};
    return groupJson(single);
}

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
    return text.data();
}

int conclude(const search::StudyResult& result, const Plan& plan, SearchReporter& reporter,
    const SearchOptions& options, const dataset::Manifest& data, Session& session)
{
    Output& output = session.output;
    output.progressDone();
    auto importances = search::importances(*plan.space, result.trials, plan.study.objective);
    nlohmann::ordered_json shares = nlohmann::ordered_json::object();
    for (const auto& importance : importances)
        shares[importance.path] = importance.share;
    nlohmann::ordered_json line{{"event", "finished"}, {"seconds", result.seconds},
        {"trials", result.trials.size()}, {"best", bestJson(result, plan.study.objective)},
        {"reference", groupJson(result.reference)}, {"test_looks", 0}, {"gain", nullptr},
        {"end", search::studyEndName(result.end)}, {"importance", shares},
        {"finalists", nlohmann::ordered_json::array()}};
    if (result.gain)
        line["gain"] = {{"mean", *result.gain}, {"interval", nullptr}};
    if (result.gainInterval)
        line["gain"]["interval"] = {result.gainInterval->low, result.gainInterval->high};
    for (const auto& finalist : result.finalists)
        line["finalists"].push_back(groupJson(finalist));
    output.event(line);
    for (const auto& finalist : result.finalists)
        output.say((&finalist == &result.finalists.front() ? "Winner: " : "Finalist: ") +
                   (finalist.mean ? base::formatNumber(*finalist.mean, 5) : "failed") + "  " +
                   search::valuesText(finalist.values));
    if (result.reference.mean)
        output.say("Reference: " + base::formatNumber(*result.reference.mean, 5));
    if (result.gain && result.gainInterval)
        output.say("Winner better by " + base::formatNumber(*result.gain, 3) + " (95 % interval " +
                   base::formatNumber(result.gainInterval->low, 3) + " to " +
                   base::formatNumber(result.gainInterval->high, 3) +
                   "), on validation films; the test films were not looked at.");
    if (!options.report.empty()) {
        const search::SearchReportInput input{data.root.filename().string(), today(), *plan.space,
            plan.study, result, std::move(importances), std::move(reporter.runs()),
            evaluation::languageOf(session.options.language)};
        if (const auto written =
                base::writeFileAtomically(options.report, search::searchReportHtml(input));
            !written)
            return output.fail(written.error());
        output.say("Report: " + base::printable(options.report));
    }
    return result.end == search::StudyEnd::Stopped ? kExitStopped : kExitDone;
}

int runSearch(SearchOptions options, Session& session)
{
    Output& output = session.output;
    if (options.shared.isWorker && options.out.empty())
        return output.fail({base::ErrorCode::InvalidUsage, "no study is given", "--out",
            "give the folder of the study that another process leads"});
    if (options.shared.isWorker)
        return runSearchWorker(options.data, options.out, session);
    if (options.space.empty())
        return output.fail({base::ErrorCode::InvalidUsage, "no space is given", "--space",
            "give a JSON file that says what to vary"});
    // What is wrong with the file is said before a large folder is read.
    if (const auto early = planSearch(options, session, 2); !early)
        return output.fail(early.error());
    auto manifest = scanFilms(options.data, session);
    if (!manifest)
        return output.fail(manifest.error());
    if (!*manifest)
        return kExitStopped;
    const dataset::Manifest data = **std::move(manifest);
    if (const auto enough = dataset::checkTrainable(data); !enough)
        return output.fail(enough.error());
    if (data.indicesOf(dataset::Split::Validation).empty())
        return output.fail({base::ErrorCode::InsufficientData,
            "there are no validation films to compare trials on", data.root.string(),
            "give a val folder, or leave the split to the program"});
    const int classes = static_cast<int>(data.classNames.size());
    // Weights are resolved first: the space is built around the configuration that will be trained.
    const auto first = planSearch(options, session, classes);
    if (!first)
        return output.fail(first.error());
    const auto weights = resolveWeights(first->space->base(), session);
    if (!weights)
        return output.fail(weights.error());
    if (!*weights)
        return kExitStopped;
    options.config.weights = **weights;
    auto plan = planSearch(options, session, classes);
    if (!plan)
        return output.fail(plan.error());
    if (const auto good = sayImpossible(*plan->space, classes, session); !good)
        return output.fail(good.error());
    if (options.checkOnly)
        return kExitDone;

    const std::filesystem::path folder =
        options.out.empty() ? session.options.workspaceFolder() / "searches" / base::makeUuid()
                            : std::filesystem::path(options.out);
    if (const auto made = base::makeFolder(folder); !made)
        return output.fail(made.error());
    plan->study.journal = folder / "study.jsonl";
    plan->study.dataFingerprint = training::dataFingerprint(data);
    plan->study.workers = options.workers > 0         ? options.workers
                          : options.shared.isShared() ? options.shared.trialsAtATime()
                                                      : search::bestWorkerCount(plan->space->base(),
                                                            session.options.threads);
    const std::filesystem::path runs = session.options.workspaceFolder() / "runs";
    SharedStudy shared(session, options.shared, folder);
    if (options.shared.isShared()) {
        if (const auto opened = shared.open(options.data); !opened)
            return output.fail(opened.error());
    }
    const search::TrialRunner runner =
        options.shared.isShared()
            ? shared.runner()
            : search::makeTrainingTrials({data, session.options.workspaceFolder() / "cache", runs,
                  session.options.threads});
    SearchReporter reporter(session, plan->study);
    output.event({{"event", "started"}, {"trials", plan->study.trials},
        {"workers", plan->study.workers}, {"sampler", search::samplerName(plan->study.sampler)},
        {"scheduler", search::schedulerName(plan->study.scheduler)},
        {"objective", plan->study.objective.name}, {"folder", jsonText(folder.string())}});
    output.say("Study: " + base::printable(folder.string()) + " (go on later with --out)");
    const auto result = search::runStudy(*plan->space, plan->study, classes, runner,
        reporter.observer(), {session.interrupt.cancel(), session.interrupt.keep()});
    if (!result)
        return output.fail(result.error());
    return conclude(*result, *plan, reporter, options, data, session);
}

} // namespace

void addSearchCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<SearchOptions>();
    CLI::App* command =
        app.add_subcommand("search", "Try many variants of a configuration and name the best");
    addDataOptions(*command, options->data);
    command->add_option("--split", options->data.split,
        "Parts of train, validation and test where the folder has none, 70/15/15");
    command->add_option("--space", options->space, "JSON file that says what to vary, and how");
    command->add_option("--trials", options->trials, "Trials of the search");
    command->add_option("--budget", options->seconds, "Seconds for all, finalists included")
        ->check(CLI::NonNegativeNumber);
    command->add_option(
        "--patience", options->patience, "End after so many trials without a new best");
    command->add_option("--sampler", options->sampler, "model, random, sobol or grid");
    command->add_option("--scheduler", options->scheduler, "asha, median or none");
    command->add_option("--objective", options->objective, "val_auc, val_loss, …");
    command->add_option("--finalists", options->finalists, "Best trials that run again");
    command->add_option("--seeds", options->seeds, "Runs of each finalist and of the reference");
    command
        ->add_option("--workers", options->workers,
            "Trials at a time (0 = what is fastest; 1 = the same study every time)")
        ->check(CLI::Range(0, 1024));
    command->add_option("--config", options->config.file, "Base configuration, JSON or Python");
    command->add_option("--preset", options->config.preset, "Base: notebook, instant, quick, best");
    command->add_option("--weights", options->config.weights,
        "imagenet, phantom, random, or the path of a file or folder");
    command->add_option("--set", options->config.settings, "One setting of the base, KEY=VALUE")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option(
        "--out", options->out, "Folder of the study; one that is there already goes on");
    command->add_option("--report", options->report, "Write an illustrated report to FILE.html");
    addSharedOptions(*command, options->shared);
    command->add_flag("--check", options->checkOnly, "Say what cannot be trained, and no more");
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runSearch(*options, session);
        };
    });
}

} // namespace negatoscope::cli
