#include "app/cli/Commands.h"
#include "app/cli/FiguresText.h"
#include "app/cli/Films.h"
#include "app/cli/ModelConfiguration.h"
#include "app/cli/Ranks.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/dataset/Scan.h"
#include "core/evaluation/Figures.h"
#include "core/explain/DomainGuard.h"
#include "core/model/Classifier.h"
#include "core/tracking/RunStore.h"
#include "core/training/Stress.h"
#include "core/training/Trainer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

namespace negatoscope::cli {

namespace {

/// Beside the run: which films it was trained on, for --resume.
const char* const kDataFile = "data.json";

struct TrainOptions
{
    DataOptions data;
    ConfigOptions config;
    std::string out;
    std::string resume;
};

nlohmann::json toJson(const DataOptions& data)
{
    std::error_code code;
    return {{"data", jsonText(std::filesystem::absolute(data.folder, code).string())},
        {"split", data.split}, {"positive", jsonText(data.positive)},
        {"keep_val", data.keepValidation}};
}

base::Result<DataOptions> readData(const std::filesystem::path& folder)
{
    const auto text = base::readTextFile(folder / kDataFile);
    if (!text)
        return base::failure(base::ErrorCode::NotFound,
            "the run does not say what it was trained on", folder.string(),
            "give its films as --data DIR");
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object() || !json.contains("data") || !json["data"].is_string())
        return base::failure(base::ErrorCode::CorruptFile, "the file is damaged",
            (folder / kDataFile).string(), "give the films as --data DIR");
    DataOptions data;
    data.folder = json["data"].get<std::string>();
    data.split = json.value("split", std::string());
    data.positive = json.value("positive", std::string());
    data.keepValidation = json.value("keep_val", false);
    return data;
}

/// Turns the trainer's events into JSON Lines, and into progress for people.
class TrainReporter
{
public:
    TrainReporter(Session& session, const TrainOptions& options, std::filesystem::path folder)
        : m_session(session)
        , m_options(options)
        , m_folder(std::move(folder))
    {}

    void operator()(const training::TrainingEvent& event)
    {
        std::visit([this](const auto& kind) { report(kind); }, event);
    }

private:
    void report(const training::Started& started)
    {
        m_session.output.event({{"event", "started"}, {"run_id", started.runId},
            {"films", {{"train", started.trainFilms}, {"val", started.validationFilms},
                          {"test", started.testFilms}}},
            {"trainable_parameters", started.trainableParameters},
            {"cache", {{"valid", started.cacheValid}, {"reason", jsonText(started.cacheReason)}}}});
        m_session.output.say("Run " + started.runId + ": " + std::to_string(started.trainFilms) +
                             " films to train, " + std::to_string(started.validationFilms) +
                             " to validate, " + std::to_string(started.testFilms) + " to test; " +
                             std::to_string(started.trainableParameters) + " trainable parameters");
        // Without it the run is still good, it only cannot say which films --resume needs.
        if (const auto written = base::writeFileAtomically(
                m_folder / kDataFile, toJson(m_options.data).dump(2) + "\n");
            !written)
            m_session.output.note("note: " + base::toSentence(written.error()));
    }

    void report(const training::FeaturesProgress& progress)
    {
        m_session.output.event({{"event", "features"}, {"done", progress.done},
            {"total", progress.total}, {"seconds", progress.seconds}});
        m_session.output.progress({"features", progress.done, progress.total});
    }

    void report(const training::BatchDone& batch)
    {
        const auto batches = static_cast<std::uint64_t>(std::max(1, batch.batchesPerEpoch));
        m_session.output.progress("Epoch " + std::to_string(batch.record.epoch + 1),
            static_cast<std::uint64_t>(batch.record.batch + 1), batches);
    }

    void report(const training::EpochDone& epoch)
    {
        nlohmann::ordered_json line{{"event", "epoch"}, {"epoch", epoch.record.epoch}};
        for (const auto& [name, value] : epoch.record.metrics)
            line[name] = value;
        line["seconds"] = epoch.record.seconds;
        line["best"] = epoch.best;
        m_session.output.event(line);
        std::string text =
            "Epoch " + std::to_string(epoch.record.epoch + 1) + "/" + std::to_string(epoch.epochs);
        for (const char* name : {"loss", "accuracy", "val_loss", "val_accuracy", "val_auc"}) {
            const auto found = epoch.record.metrics.find(name);
            if (found == epoch.record.metrics.end())
                continue;
            std::array<char, 48> figure{};
            std::snprintf(figure.data(), figure.size(), "  %s %.4f", name, found->second);
            text += figure.data();
        }
        m_session.output.say(text + (epoch.best ? "  (best)" : ""));
    }

    void report(const training::Notice& notice)
    {
        m_session.output.event(
            {{"event", "notice"}, {"code", notice.code}, {"text", jsonText(notice.text)}});
        m_session.output.note("note: " + notice.text);
    }

    void report(const training::Evaluating&) { m_session.output.progressDone(); }

    Session& m_session;
    const TrainOptions& m_options;
    std::filesystem::path m_folder;
};

/// Figures of one split at threshold 0.5; null when there are no films.
nlohmann::json figuresOf(const evaluation::Scores& scores)
{
    constexpr double kThreshold = 0.5;
    return scores.size() == 0 ? nlohmann::json() : evaluation::evaluationJson(scores, kThreshold);
}

/// Enters the run into the workspace's list. The run itself is safe in its folder: what goes wrong
/// here is said, and no more.
void enterIntoStore(
    const training::RunRecord& run, const std::filesystem::path& folder, Session& session)
{
    auto store = tracking::RunStore::open(session.options.workspaceFolder());
    training::RunRecord entry = run;
    std::error_code code;
    entry.folder = std::filesystem::absolute(folder, code);
    const auto number = store ? (*store)->save(entry) : base::Result<int>(base::failure(store));
    if (number)
        session.output.say("This is run " + std::to_string(*number) + " of the workspace.");
    else
        session.output.note(
            "note: the run is not in the list of runs: " + base::toSentence(number.error()));
}

/// The finished model on wild views of its validation films. What goes wrong here is said, and no
/// more: the run is safe in its folder.
void stress(training::RunRecord& run, const dataset::Manifest& data, Session& session)
{
    if (run.validation.size() == 0)
        return;
    const auto classifier = model::loadClassifier(run.folder);
    if (!classifier)
        return;
    const auto score =
        training::scoreStress(*classifier, run.validation, data, session.options.threads,
            session.interrupt.keep(), [&session](std::size_t done, std::size_t total) {
                session.output.progress({"stress views", done, total});
            });
    session.output.progressDone();
    if (score && *score) {
        if (const auto kept = training::keepStress(run, **score); !kept)
            session.output.note("note: " + base::toSentence(kept.error()));
    } else if (!score) {
        session.output.note("note: no stress views: " + base::toSentence(score.error()));
    }
}

/// What is usual for the run's model, kept beside it for reading films. Films are few or unreadable
/// at times: then there is no guard, and reading says so.
void keepGuard(const training::RunRecord& run, const dataset::Manifest& data, Session& session)
{
    auto classifier = model::loadClassifier(run.folder);
    if (!classifier)
        return;
    const auto explainer = explain::Explainer::build(
        std::make_shared<const model::Classifier>(std::move(*classifier)));
    if (!explainer)
        return;
    const explain::GuardOptions options{
        session.options.workspaceFolder() / "cache", session.options.threads};
    const auto guard =
        explain::DomainGuard::build(*explainer, data, options, {}, session.interrupt.keep());
    if (guard && *guard) {
        if (const auto written = (*guard)->write(run.folder); !written)
            session.output.note("note: " + base::toSentence(written.error()));
    }
}

int concludeRun(training::RunRecord run, const std::filesystem::path& folder,
    const dataset::Manifest& data, Session& session)
{
    Output& output = session.output;
    output.progressDone();
    const bool isKept = run.outcome == training::OutcomeKind::Completed ||
                        run.outcome == training::OutcomeKind::Stopped;
    const nlohmann::json validation = isKept ? figuresOf(run.validation) : nlohmann::json();
    const nlohmann::json test = isKept ? figuresOf(run.test) : nlohmann::json();
    if (isKept) {
        // At once: the stress views take another second or two.
        output.event(
            {{"event", "evaluated"}, {"run_id", run.id}, {"val", validation}, {"test", test}});
        if (!validation.is_null())
            sayFigures(output, "Validation", validation);
        if (!test.is_null())
            sayFigures(output, "Test", test);
        stress(run, data, session);
        keepGuard(run, data, session);
    }
    if (run.outcome != training::OutcomeKind::Cancelled && !run.history.empty())
        enterIntoStore(run, folder, session);
    if (run.outcome == training::OutcomeKind::Failed && run.history.empty()) {
        std::error_code code;
        std::filesystem::remove(folder / kDataFile, code);
        std::filesystem::remove(folder, code); // only when it is empty
    }
    if (run.outcome == training::OutcomeKind::Failed)
        return output.fail(run.error.value_or(
            base::Error{base::ErrorCode::Internal, "the training failed", folder.string(), {}}));
    if (run.outcome == training::OutcomeKind::Cancelled) {
        std::error_code code;
        std::filesystem::remove(folder / kDataFile, code);
        std::filesystem::remove(folder, code); // only when it is empty
        output.event({{"event", "finished"}, {"run_id", run.id}, {"run_dir", nullptr},
            {"best_epoch", run.bestEpoch}, {"outcome", "cancelled"}});
        output.note("Cancelled: nothing was kept.");
        return kExitStopped;
    }
    output.event({{"event", "finished"}, {"run_id", run.id}, {"run_dir", jsonText(folder.string())},
        {"best_epoch", run.bestEpoch}, {"outcome", training::outcomeName(run.outcome)},
        {"seconds", {{"load", run.seconds.load}, {"features", run.seconds.features},
                        {"train", run.seconds.train}, {"evaluate", run.seconds.evaluate},
                        {"total", run.seconds.total}}},
        {"val", validation}, {"test", test},
        {"stress", run.stress ? nlohmann::ordered_json(training::toJson(*run.stress)) : nullptr}});
    if (run.stress)
        output.say("Stress views of the validation films (never trained on): AUC " +
                   base::formatNumber(run.stress->auc, 4) + ", decisions that change " +
                   base::formatNumber(100.0 * run.stress->flips, 3) + " %");
    output.say("Run folder: " + base::printable(folder.string()));
    return run.outcome == training::OutcomeKind::Stopped ? kExitStopped : kExitDone;
}

base::Result<training::TrainingRequest> startRequest(TrainOptions& options, Session& session)
{
    training::TrainingRequest request;
    if (options.resume.empty()) {
        request.runId = base::makeUuid();
        request.runFolder = options.out.empty()
                                ? session.options.workspaceFolder() / "runs" / request.runId
                                : std::filesystem::path(options.out);
        return request;
    }
    if (!options.out.empty() || !options.config.file.empty() || !options.config.preset.empty() ||
        !options.config.settings.empty() || !options.config.weights.empty())
        return base::failure(base::ErrorCode::InvalidUsage,
            "--resume goes on with the run's own settings", {},
            "leave --config, --preset, --weights, --set and --out out");
    request.resume = true;
    request.runFolder = resolveRun(options.resume, session.options);
    const auto run = training::readRun(request.runFolder);
    if (!run)
        return base::failure(run);
    request.runId = run->id;
    request.config = run->config;
    if (options.data.folder.empty()) {
        const auto data = readData(request.runFolder);
        if (!data)
            return base::failure(data);
        options.data = *data;
    }
    return request;
}

/// The configuration for these films, its weights resolved; empty when Ctrl-C was pressed.
base::Result<std::optional<model::ModelConfig>> configureRun(
    const ConfigOptions& options, const dataset::Manifest& data, Session& session)
{
    const int classes = static_cast<int>(data.classNames.size());
    auto config = readConfiguration(options, session.options, classes);
    if (!config)
        return base::failure(config);
    if (const auto fits = model::checkLossFits(*config, classes); !fits)
        return base::failure(fits);
    const auto weights = resolveWeights(*config, session);
    if (!weights)
        return base::failure(weights);
    if (!*weights)
        return std::optional<model::ModelConfig>();
    config->weights = **weights;
    return std::optional(*std::move(config));
}

int trainOn(TrainOptions options, Session& session,
    const std::shared_ptr<training::GradientExchange>& exchange)
{
    Output& output = session.output;
    auto request = startRequest(options, session);
    if (!request)
        return output.fail(request.error());
    // What is wrong with the settings is said before a large folder is read.
    if (!request->resume) {
        if (const auto good = checkWithoutFilms(options.config, session.options); !good)
            return output.fail(good.error());
    }
    auto manifest = scanFilms(options.data, session);
    if (!manifest)
        return output.fail(manifest.error());
    if (!*manifest)
        return kExitStopped;
    request->data = **std::move(manifest);
    if (const auto enough = dataset::checkTrainable(request->data); !enough)
        return output.fail(enough.error());
    if (!request->resume) {
        auto config = configureRun(options.config, request->data, session);
        if (!config)
            return output.fail(config.error());
        if (!*config)
            return kExitStopped;
        request->config = **std::move(config);
    }
    request->threads = session.options.threads;
    request->exchange = exchange;
    request->cacheFolder = session.options.workspaceFolder() / "cache";
    const training::StopRequest stop{session.interrupt.keep(), session.interrupt.cancel()};
    if (exchange && exchange->rank() != 0) { // the first process keeps the run and speaks of it
        request->runFolder.clear();
        const auto run = training::train(*request, stop, {});
        return run.error ? output.fail(*run.error) : kExitDone;
    }
    if (const auto made = base::makeFolder(request->runFolder); !made)
        return output.fail(made.error());
    training::RunRecord run =
        training::train(*request, stop, TrainReporter(session, options, request->runFolder));
    return concludeRun(std::move(run), request->runFolder, request->data, session);
}

/// Joins the processes that were started beside this one, if any.
int runTrain(TrainOptions options, Session& session)
{
    auto exchange = joinRanks();
    if (!exchange)
        return session.output.fail(exchange.error());
    if (!*exchange)
        return trainOn(std::move(options), session, nullptr);
    if ((*exchange)->rank() != 0)
        session.output.setQuiet();
    session.output.say("Training in " + std::to_string((*exchange)->ranks()) + " processes");
    if (session.options.threads == 0)
        session.options.threads = std::max(
            1, static_cast<int>(std::thread::hardware_concurrency()) / ranksOnThisComputer());
    const int code =
        options.resume.empty()
            ? trainOn(std::move(options), session, *exchange)
            : session.output.fail({base::ErrorCode::InvalidUsage,
                  "an interrupted run goes on in one process", "--resume", "leave mpirun out"});
    // The others would wait for this one for ever: its end without a word to MPI ends them all.
    if (code != kExitDone && code != kExitStopped)
        std::_Exit(code);
    return code;
}

} // namespace

void addTrainCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<TrainOptions>();
    CLI::App* command = app.add_subcommand("train", "Train one model on a folder of films");
    addDataOptions(*command, options->data);
    command->add_option("--split", options->data.split,
        "Parts of train, validation and test where the folder has none, 70/15/15");
    command->add_option("--config", options->config.file,
        "Settings: JSON, or the notebook's own params = {…} and added_layers = […]");
    command->add_option("--preset", options->config.preset, "notebook, instant, quick or best");
    command->add_option("--weights", options->config.weights,
        "imagenet, phantom, random, or the path of a file or folder");
    command
        ->add_option("--set", options->config.settings,
            "One setting, KEY=VALUE, for example learning_rate=3e-4; may be repeated")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--out", options->out, "Folder of the new run");
    command->add_option("--resume", options->resume, "Go on with an interrupted run");
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runTrain(*options, session);
        };
    });
}

} // namespace negatoscope::cli
