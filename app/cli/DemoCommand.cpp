#include "app/cli/Commands.h"
#include "app/cli/FiguresText.h"
#include "app/cli/Films.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/dataset/Scan.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Language.h"
#include "core/evaluation/Report.h"
#include "core/explain/Overlay.h"
#include "core/model/Classifier.h"
#include "core/phantom/PhantomFiles.h"
#include "core/training/Trainer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ctime>
#include <memory>

namespace negatoscope::cli {

namespace {

constexpr std::size_t kFilms = 1000;
constexpr std::uint64_t kSeed = 2026;
constexpr double kThreshold = 0.5;
const char* const kNotClinical =
    "Every film of this demonstration is a drawing. The figures show how the program works; they "
    "say nothing about patients.";

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

phantom::PhantomPlan demoPlan(const Session& session)
{
    phantom::PhantomPlan plan;
    plan.count = kFilms;
    plan.seed = session.options.seed.value_or(kSeed);
    return plan;
}

/// The embedded backbone, its last blocks fine-tuned from cached activations, and the notebook's
/// head.
base::Result<model::ModelConfig> demoConfig(const Session& session)
{
    auto config = model::presetConfig("notebook");
    if (!config)
        return config;
    config->weights = "phantom";
    config->strategy = model::Strategy::FineTuning;
    config->fixedLayers = 116; // everything before block 13
    config->pooling = model::Pooling::Average;
    config->epochs = 15;
    config->batchSize = 32;
    config->seed = session.options.seed.value_or(kSeed);
    return config;
}

/// A few films of each verdict, the most extreme scores first.
std::vector<std::size_t> filmsToShow(const evaluation::Scores& scores)
{
    const std::vector<double> score = scores.positiveScores();
    const std::vector<bool> positive = scores.positiveLabels();
    std::vector<std::size_t> order(scores.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
        [&score](std::size_t a, std::size_t b) { return score[a] > score[b]; });
    constexpr std::size_t kOfEach = 3;
    std::vector<std::size_t> chosen;
    const auto take = [&](bool truth, bool called, bool fromTop) {
        std::size_t taken = 0;
        for (std::size_t k = 0; k < order.size() && taken < kOfEach; ++k) {
            const std::size_t film = order[fromTop ? k : order.size() - 1 - k];
            if (positive[film] == truth && (score[film] >= kThreshold) == called) {
                chosen.push_back(film);
                ++taken;
            }
        }
    };
    take(true, true, true);
    take(false, false, false);
    take(true, false, false);
    take(false, true, true);
    return chosen;
}

/// "…/phantom0123_lobar.png" → 123.
std::optional<std::size_t> indexOfFilm(const std::string& name)
{
    const std::string stem = "phantom";
    const std::size_t at = name.rfind(stem);
    std::size_t index = 0;
    if (at == std::string::npos || std::sscanf(name.c_str() + at + stem.size(), "%zu", &index) != 1)
        return std::nullopt;
    return index;
}

/// The run's heat map of one film over the film, and what is true of it. Empty where there is none.
void addHeatMap(evaluation::ReportFilm& shown, const phantom::Phantom& drawn,
    const model::Classifier& classifier)
{
    const image::Film film{drawn.film, {}};
    const image::Preprocessing& preprocessing = classifier.config.preprocessing;
    std::vector<float> input(preprocessing.valuesPerFilm());
    image::scaleToNetwork(image::resizeToInput(film, preprocessing), input);
    const auto map = explain::heatMap(classifier.network, input, classifier.positiveClass);
    if (!map)
        return;
    if (const auto overlay = explain::overlayOnFilm(film, *map, preprocessing)) {
        shown.heatMapBase64 = explain::pngBase64(*overlay).value_or(std::string());
        shown.caption += explain::statementOf(*map);
    }
}

std::vector<evaluation::ReportFilm> reportFilms(const evaluation::Scores& scores,
    const phantom::PhantomPlan& plan, const model::Classifier& classifier)
{
    const std::vector<phantom::PhantomRequest> requests = phantom::planPhantoms(plan);
    const std::vector<double> score = scores.positiveScores();
    std::vector<evaluation::ReportFilm> films;
    for (const std::size_t i : filmsToShow(scores)) {
        const auto index = indexOfFilm(scores.films[i]);
        if (!index || *index >= requests.size())
            continue;
        const phantom::Phantom drawn = phantom::makePhantom(requests[*index]);
        evaluation::ReportFilm film;
        film.name = scores.films[i];
        film.pngBase64 = explain::pngBase64(phantom::outlined(drawn)).value_or(std::string());
        film.label = scores.labels[i];
        film.score = score[i];
        if (drawn.kind != phantom::OpacityKind::None)
            film.caption = std::string("Outlined: the drawn opacity (") +
                           phantom::kindName(drawn.kind) + "). ";
        addHeatMap(film, drawn, classifier);
        films.push_back(std::move(film));
    }
    return films;
}

std::vector<evaluation::LearningCurve> curvesOf(const training::RunRecord& run)
{
    std::vector<evaluation::LearningCurve> curves;
    for (const char* name : {"loss", "accuracy"}) {
        evaluation::LearningCurve curve;
        curve.name = name;
        for (const training::EpochRecord& epoch : run.history) {
            const auto valueOf = [&epoch](const std::string& key) {
                const auto found = epoch.metrics.find(key);
                return found == epoch.metrics.end() ? std::nan("") : found->second;
            };
            curve.train.push_back(valueOf(name));
            curve.validation.push_back(valueOf(std::string("val_") + name));
        }
        curves.push_back(std::move(curve));
    }
    return curves;
}

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local = {};
    localtime_r(&now, &local);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &local)};
}

base::Result<void> writeDemoReport(const training::RunRecord& run, const Session& session,
    const std::filesystem::path& runFolder, const std::filesystem::path& file)
{
    const auto classifier = model::loadClassifier(runFolder);
    if (!classifier)
        return base::failure(classifier);
    evaluation::ReportInput input;
    input.modelName = "MobileNetV2 0.35, phantom backbone";
    input.dataName = std::to_string(kFilms) + " phantoms";
    input.splitName = "test";
    input.date = today();
    input.scores = run.test;
    input.threshold = kThreshold;
    input.validation = run.validation;
    input.curves = curvesOf(run);
    input.bestEpoch = run.bestEpoch;
    input.films = reportFilms(run.test, demoPlan(session), *classifier);
    input.facts = {{"alpha", "0.35"}, {"img_size", "224×224"}, {"weights", "phantom"},
        {"epochs", std::to_string(run.history.size())}, {"seed", std::to_string(run.config.seed)}};
    input.limits = {kNotClinical};
    input.language = evaluation::languageOf(session.options.language);
    return base::writeFileAtomically(file, evaluation::reportHtml(input));
}

/// Draws the films. False when stopped.
base::Result<bool> drawFilms(const std::filesystem::path& folder, Session& session)
{
    session.output.say("Drawing " + std::to_string(kFilms) + " phantom films …");
    auto written = phantom::writePhantoms(
        demoPlan(session), folder, session.options.threads,
        [&session](const base::Progress& progress) { session.output.progress(progress); },
        session.interrupt.keep());
    session.output.progressDone();
    return written;
}

training::RunRecord trainDemo(const training::TrainingRequest& request, Session& session)
{
    session.output.say("Fine-tuning the embedded backbone …");
    return training::train(request, {session.interrupt.keep(), session.interrupt.cancel()},
        [&session](const training::TrainingEvent& event) {
            if (const auto* features = std::get_if<training::FeaturesProgress>(&event)) {
                session.output.progress({"features", features->done, features->total});
            } else if (const auto* epoch = std::get_if<training::EpochDone>(&event)) {
                nlohmann::ordered_json line{{"event", "epoch"}, {"epoch", epoch->record.epoch}};
                for (const auto& [name, value] : epoch->record.metrics)
                    line[name] = value;
                session.output.event(line);
                session.output.progress("Training",
                    static_cast<std::uint64_t>(epoch->record.epoch + 1),
                    static_cast<std::uint64_t>(std::max(1, epoch->epochs)));
            } else if (const auto* notice = std::get_if<training::Notice>(&event)) {
                session.output.note("note: " + notice->text);
            }
        });
}

int runDemo(const std::string& out, Session& session)
{
    Output& output = session.output;
    const auto start = std::chrono::steady_clock::now();
    const std::filesystem::path folder =
        out.empty() ? session.options.workspaceFolder() / "demo" : std::filesystem::path(out);
    const auto drawn = drawFilms(folder / "films", session);
    if (!drawn)
        return output.fail(drawn.error());
    if (!*drawn)
        return kExitStopped;
    const double drawSeconds = secondsSince(start);
    DataOptions data;
    data.folder = (folder / "films").string();
    data.split = "60/15/25";
    auto manifest = scanFilms(data, session);
    if (!manifest)
        return output.fail(manifest.error());
    if (!*manifest)
        return kExitStopped;
    const auto config = demoConfig(session);
    if (!config)
        return output.fail(config.error());
    training::TrainingRequest request;
    request.config = *config;
    request.data = **std::move(manifest);
    request.runFolder = folder / "run";
    request.threads = session.options.threads;
    const training::RunRecord run = trainDemo(request, session);
    output.progressDone();
    if (run.outcome == training::OutcomeKind::Failed)
        return output.fail(run.error.value_or(
            base::Error{base::ErrorCode::Internal, "the training failed", folder.string(), {}}));
    if (run.outcome == training::OutcomeKind::Cancelled)
        return kExitStopped;
    const std::filesystem::path report = folder / "report.html";
    if (const auto written = writeDemoReport(run, session, request.runFolder, report); !written)
        return output.fail(written.error());
    const nlohmann::json figures = evaluation::evaluationJson(run.test, kThreshold);
    const double seconds = secondsSince(start);
    output.event({{"event", "finished"}, {"report", jsonText(report.string())},
        {"run_dir", jsonText(request.runFolder.string())},
        {"outcome", training::outcomeName(run.outcome)},
        {"seconds", {{"draw", drawSeconds}, {"features", run.seconds.features},
                        {"train", run.seconds.train}, {"total", seconds}}},
        {"test", figures}});
    sayFigures(output, "Test phantoms", figures);
    output.say(kNotClinical);
    output.say("Finished in " + base::formatNumber(seconds, 3) + " s.");
    output.say("Report: " + base::printable(report.string()));
    return run.outcome == training::OutcomeKind::Stopped ? kExitStopped : kExitDone;
}

} // namespace

void addDemoCommand(CLI::App& app, Session& session)
{
    auto out = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand("demo", "The whole way on drawn films, with nothing but "
                                                   "this program: draw, train, measure, report");
    command->add_option("--out", *out, "Folder of films, run and report")->type_name("DIR");
    command->callback([out, &session] {
        session.run = [out, &session] {
            return runDemo(*out, session);
        };
    });
}

} // namespace negatoscope::cli
