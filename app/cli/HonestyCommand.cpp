#include "app/cli/Commands.h"
#include "app/cli/Films.h"
#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/evaluation/Wording.h"
#include "core/explain/Agreement.h"
#include "core/explain/DomainGuard.h"
#include "core/explain/GuardTrial.h"
#include "core/explain/Overlay.h"
#include "core/explain/PointingGame.h"
#include "core/explain/Retrained.h"
#include "core/explain/Scramble.h"
#include "core/phantom/Phantom.h"

#include <CLI/CLI.hpp>

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <memory>

namespace negatoscope::cli {

namespace {

struct HonestyOptions
{
    std::string model;
    DataOptions data;
    std::string method = "hirescam";
    std::vector<std::string> films;
    int count = 300;
};

base::Result<explain::Explainer> openModel(const HonestyOptions& options, Session& session)
{
    auto classifier = model::loadClassifier(resolveRun(options.model, session.options));
    if (!classifier)
        return base::failure(classifier);
    return explain::Explainer::build(
        std::make_shared<const model::Classifier>(std::move(*classifier)));
}

explain::HeatMapMethod methodOf(const std::string& name)
{
    return name == "gradcam"     ? explain::HeatMapMethod::GradCam
           : name == "layercam"  ? explain::HeatMapMethod::LayerCam
           : name == "occlusion" ? explain::HeatMapMethod::Occlusion
                                 : explain::HeatMapMethod::HiResCam;
}

nlohmann::ordered_json jsonOf(const evaluation::Figure& figure)
{
    if (!figure.isDefined())
        return nullptr;
    return {{"value", *figure.value}, {"interval", {figure.interval->low, figure.interval->high}}};
}

std::string textOf(const evaluation::Figure& figure)
{
    if (!figure.isDefined())
        return figure.undefinedReason();
    return base::formatNumber(*figure.value, 3) + " [" +
           base::formatNumber(figure.interval->low, 3) + ", " +
           base::formatNumber(figure.interval->high, 3) + "]";
}

int runPointing(const HonestyOptions& options, Session& session)
{
    const auto explainer = openModel(options, session);
    if (!explainer)
        return session.output.fail(explainer.error());
    explain::PointingOptions game;
    game.films = options.count;
    game.seed = session.options.seed.value_or(1);
    game.method = methodOf(options.method);
    game.threads = session.options.threads;
    const auto report = explain::pointingGame(
        *explainer, game,
        [&session](const base::Progress& progress) { session.output.progress(progress); },
        session.interrupt.keep());
    session.output.progressDone();
    if (!report)
        return session.output.fail(report.error());
    if (!*report)
        return kExitStopped;
    session.output.say("Pointing game of " + std::string(explain::methodName(game.method)) +
                       " on " + std::to_string(options.count) +
                       " phantoms that no training has seen, share of hits with 95 % interval:");
    for (const explain::PointingGroup& group : (*report)->groups) {
        session.output.say("  " + group.name + ": " + textOf(group.share));
        session.output.event({{"event", "pointing"}, {"method", explain::methodName(game.method)},
            {"group", group.name}, {"share", jsonOf(group.share)}});
    }
    return kExitDone;
}

/// At most `count` films of the split, evenly over the list.
std::vector<std::filesystem::path> someFilms(
    const dataset::Manifest& data, dataset::Split split, int count)
{
    const std::vector<std::size_t> all = data.indicesOf(split);
    const auto wanted = std::min(all.size(), static_cast<std::size_t>(count));
    std::vector<std::filesystem::path> films;
    for (std::size_t i = 0; i < wanted; ++i)
        films.push_back(data.items[all[i * all.size() / wanted]].path);
    return films;
}

/// How long the search for the most alike training films takes.
void sayNearest(
    const explain::Explainer& explainer, const explain::DomainGuard& guard, Session& session)
{
    const std::vector<float> blank(
        explainer.classifier().config.preprocessing.valuesPerFilm(), 0.0F);
    const auto answer = explainer.answer(blank);
    if (!answer)
        return;
    constexpr int kTimes = 100;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kTimes; ++i)
        guard.nearest(answer->features, 4);
    const double ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count() /
        kTimes;
    session.output.say("Most alike of " + std::to_string(guard.trainingFilms()) +
                       " training films: " + base::formatNumber(ms, 3) + " ms");
    session.output.event(
        {{"event", "nearest"}, {"films", guard.trainingFilms()}, {"milliseconds", ms}});
}

int runGuard(const HonestyOptions& options, Session& session)
{
    const auto explainer = openModel(options, session);
    if (!explainer)
        return session.output.fail(explainer.error());
    const auto manifest = scanFilms(options.data, session);
    if (!manifest)
        return session.output.fail(manifest.error());
    if (!*manifest)
        return kExitStopped;
    const auto progress = [&session](const base::Progress& step) {
        session.output.progress(step);
    };
    auto guard = explain::DomainGuard::read(resolveRun(options.model, session.options));
    if (!guard) {
        const explain::GuardOptions made{
            session.options.workspaceFolder() / "cache", session.options.threads};
        auto built = explain::DomainGuard::build(
            *explainer, **manifest, made, progress, session.interrupt.keep());
        session.output.progressDone();
        if (!built)
            return session.output.fail(built.error());
        if (!*built)
            return kExitStopped;
        guard = std::move(**built);
    }
    const auto rows = explain::tryGuard(*explainer, *guard,
        someFilms(**manifest, dataset::Split::Test, options.count),
        session.options.seed.value_or(1), progress, session.interrupt.keep());
    session.output.progressDone();
    if (!rows)
        return session.output.fail(rows.error());
    if (!*rows)
        return kExitStopped;
    sayNearest(*explainer, *guard, session);
    session.output.say("Warned or refused by the domain guard, with 95 % interval:");
    for (const explain::GuardTrialRow& row : **rows) {
        session.output.say("  " + row.name + ": " + textOf(row.share));
        session.output.event({{"event", "guard"}, {"films", row.name},
            {"should_warn", row.shouldWarn}, {"warned", jsonOf(row.share)}});
    }
    return kExitDone;
}

/// The films that a map is computed for: those given, or phantoms with an opacity.
base::Result<std::vector<explain::FilmInput>> inputsFor(
    const HonestyOptions& options, const image::Preprocessing& preprocessing, Session& session)
{
    std::vector<explain::FilmInput> inputs;
    for (const std::string& film : options.films) {
        auto input = explain::readFilmInput(film, preprocessing);
        if (!input)
            return base::failure(input);
        inputs.push_back(std::move(*input));
    }
    constexpr int kPhantoms = 12; // as many as science.md 4.3
    for (int i = 0; options.films.empty() && i < kPhantoms; ++i) {
        phantom::PhantomRequest request;
        request.seed = base::deriveSeed(
            session.options.seed.value_or(1), "honesty", {static_cast<std::uint64_t>(i)});
        request.kind = phantom::OpacityKind::Lobar;
        auto input = explain::filmInput({phantom::makePhantom(request).film, {}}, preprocessing);
        if (!input)
            return base::failure(input);
        inputs.push_back(std::move(*input));
    }
    return inputs;
}

constexpr std::array kMethods{explain::HeatMapMethod::HiResCam, explain::HeatMapMethod::GradCam,
    explain::HeatMapMethod::LayerCam};

/// The mean Spearman coefficient of two models' maps of some films, to a line and an event.
void addAgreement(const explain::Explainer& one, const explain::Explainer& other,
    const std::vector<explain::FilmInput>& inputs, explain::HeatMapMethod method, bool absolute,
    std::string& line, nlohmann::ordered_json& event)
{
    double sum = 0.0;
    int maps = 0;
    for (const explain::FilmInput& input : inputs) {
        const auto before = one.map(input.values, method);
        const auto after = other.map(input.values, method);
        const auto rho =
            before && after ? explain::agreement(*before, *after) : std::optional<double>();
        if (rho) {
            sum += absolute ? std::abs(*rho) : *rho;
            ++maps;
        }
    }
    const char* name = explain::methodName(method);
    line += std::string(" ") + name + " " +
            (maps > 0 ? base::formatNumber(sum / maps, 3) : "not defined");
    event[name] = maps > 0 ? nlohmann::ordered_json(sum / maps) : nullptr;
}

int runScramble(const HonestyOptions& options, Session& session)
{
    const auto explainer = openModel(options, session);
    if (!explainer)
        return session.output.fail(explainer.error());
    const model::Classifier& classifier = explainer->classifier();
    const auto inputs = inputsFor(options, classifier.config.preprocessing, session);
    if (!inputs)
        return session.output.fail(inputs.error());
    session.output.say("Mean |Spearman| between the map and that of the scrambled model, " +
                       std::to_string(inputs->size()) + " films:");
    for (const explain::ScrambleDepth depth : explain::kScrambleDepths) {
        auto copy = explain::scrambled(classifier, depth, session.options.seed.value_or(1));
        if (!copy)
            return session.output.fail(copy.error());
        const auto other =
            explain::Explainer::build(std::make_shared<const model::Classifier>(std::move(*copy)));
        if (!other)
            return session.output.fail(other.error());
        std::string line = std::string("  ") + explain::scrambleName(depth) + ":";
        nlohmann::ordered_json event{
            {"event", "scramble"}, {"depth", explain::scrambleName(depth)}};
        for (const explain::HeatMapMethod method : kMethods)
            addAgreement(*explainer, *other, *inputs, method, true, line, event);
        session.output.say(line);
        session.output.event(event);
    }
    return kExitDone;
}

/// The same training with another seed and with shuffled labels: how alike the maps are.
int runRetrain(const HonestyOptions& options, Session& session)
{
    const auto run = training::readRun(resolveRun(options.model, session.options));
    if (!run)
        return session.output.fail(run.error());
    const auto explainer = openModel(options, session);
    if (!explainer)
        return session.output.fail(explainer.error());
    const auto manifest = scanFilms(options.data, session);
    if (!manifest)
        return session.output.fail(manifest.error());
    if (!*manifest)
        return kExitStopped;
    HonestyOptions some = options;
    for (const auto& film : someFilms(**manifest, dataset::Split::Validation, options.count))
        some.films.push_back(film.string());
    const auto inputs = inputsFor(some, explainer->classifier().config.preprocessing, session);
    if (!inputs)
        return session.output.fail(inputs.error());
    session.output.say("Mean Spearman between the map and that of the same training once more, " +
                       std::to_string(inputs->size()) + " validation films:");
    explain::RetrainingOptions how{
        session.options.workspaceFolder() / "cache", session.options.threads, {}};
    how.onEpoch = [&session](int epoch, int epochs) {
        session.output.progress(
            {"epochs", static_cast<std::uint64_t>(epoch), static_cast<std::uint64_t>(epochs)});
    };
    for (const auto kind : {explain::Retraining::OtherSeed, explain::Retraining::ShuffledLabels}) {
        const auto other =
            explain::retrained(*run, **manifest, kind, how, session.interrupt.keep());
        session.output.progressDone();
        if (!other)
            return session.output.fail(other.error());
        if (!*other)
            return kExitStopped;
        std::string line = std::string("  ") + explain::retrainingName(kind) + ":";
        nlohmann::ordered_json event{{"event", "retrain"}, {"kind", explain::retrainingName(kind)}};
        for (const explain::HeatMapMethod method : kMethods)
            addAgreement(*explainer, **other, *inputs, method, false, line, event);
        session.output.say(line);
        session.output.event(event);
    }
    return kExitDone;
}

int runSums(const HonestyOptions& options, Session& session)
{
    const auto explainer = openModel(options, session);
    if (!explainer)
        return session.output.fail(explainer.error());
    const auto inputs = inputsFor(options, explainer->classifier().config.preprocessing, session);
    if (!inputs)
        return session.output.fail(inputs.error());
    for (std::size_t i = 0; i < inputs->size(); ++i) {
        for (const explain::HeatMapMethod method : kMethods) {
            const auto map = explainer->map((*inputs)[i].values, method);
            if (!map)
                return session.output.fail(map.error());
            const std::string film =
                options.films.empty() ? "phantom " + std::to_string(i + 1) : options.films[i];
            session.output.say(jsonText(film) + ": " + explain::statementOf(*map));
            session.output.event({{"event", "sum"}, {"film", jsonText(film)},
                {"method", explain::methodName(method)}, {"sum", map->sum}, {"logit", map->logit},
                {"bias", map->bias}, {"adds_up", map->addsUp}});
        }
    }
    return kExitDone;
}

/// Where the mass of what is not NaN lies.
cv::Point2d centreOf(const cv::Mat& values)
{
    double mass = 0.0;
    cv::Point2d sum(0.0, 0.0);
    for (int y = 0; y < values.rows; ++y)
        for (int x = 0; x < values.cols; ++x) {
            const auto value = static_cast<double>(values.at<float>(y, x));
            if (!std::isfinite(value))
                continue;
            mass += value;
            sum += value * cv::Point2d(x + 0.5, y + 0.5);
        }
    return mass > 0.0 ? sum / mass : sum;
}

/// A phantom's opacity goes through resize, letterbox or crop into the input and, as evidence, back
/// to the film: how far its centre moved, in film pixels.
int runAlignment(Session& session)
{
    session.output.say(
        "Shift of a phantom's opacity on its way to the input and back, film pixels:");
    for (const auto& [name, policy] : {std::pair{"stretch", image::ResizePolicy::Stretch},
             {"letterbox", image::ResizePolicy::Letterbox}, {"crop", image::ResizePolicy::Crop}}) {
        double largest = 0.0;
        constexpr std::uint64_t kPhantoms = 20;
        for (std::uint64_t seed = 0; seed < kPhantoms; ++seed) {
            phantom::PhantomRequest request;
            request.seed = base::deriveSeed(seed, "alignment");
            request.kind = phantom::OpacityKind::Round;
            request.side = 448;
            const phantom::Phantom drawn = phantom::makePhantom(request);
            // Not square: the phantom lies in a wider film.
            cv::Mat mask = cv::Mat::zeros(drawn.mask.rows, drawn.mask.cols * 5 / 4, CV_8UC1);
            drawn.mask.copyTo(mask(cv::Rect(mask.cols / 8, 0, drawn.mask.cols, drawn.mask.rows)));
            image::Preprocessing preprocessing;
            preprocessing.policy = policy;
            preprocessing.interpolation = image::Interpolation::Area;
            const cv::Mat cells = image::resizeToInput({mask, {}}, preprocessing);
            const cv::Mat evidence =
                explain::evidenceOnFilm(cells, mask.cols, mask.rows, preprocessing);
            cv::Mat seen;
            mask.convertTo(seen, CV_32F);
            for (int y = 0; y < seen.rows; ++y) // what a crop left out cannot come back
                for (int x = 0; x < seen.cols; ++x)
                    if (!std::isfinite(evidence.at<float>(y, x)))
                        seen.at<float>(y, x) = 0.0F;
            const cv::Point2d shift = centreOf(evidence) - centreOf(seen);
            largest = std::max(largest, std::hypot(shift.x, shift.y));
        }
        session.output.say(std::string("  ") + name + ": " + base::formatNumber(largest, 3));
        session.output.event({{"event", "alignment"}, {"policy", name}, {"pixels", largest}});
    }
    return kExitDone;
}

using Function = int (*)(const HonestyOptions&, Session&);

CLI::App* addPart(CLI::App& parent, const char* name, const char* text, Function function,
    const std::shared_ptr<HonestyOptions>& options, Session& session)
{
    CLI::App* command = parent.add_subcommand(name, text);
    command
        ->add_option("--model", options->model,
            "A run (folder or id), a Keras file, or a Teachable Machine folder")
        ->required();
    command->callback([options, function, &session] {
        session.run = [options, function, &session] {
            return function(*options, session);
        };
    });
    return command;
}

} // namespace

void addHonestyCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<HonestyOptions>();
    CLI::App* command = app.add_subcommand(
        "honesty", "How far a model's explanations and its guard can be believed");
    command->require_subcommand(1);
    CLI::App* pointing = addPart(*command, "pointing",
        "Pointing game on phantoms with known opacities", runPointing, options, session);
    pointing->add_option("--films", options->count, "How many phantoms")
        ->check(CLI::Range(1, 10000));
    pointing->add_option("--method", options->method, "hirescam, gradcam, layercam, occlusion")
        ->check(CLI::IsMember({"hirescam", "gradcam", "layercam", "occlusion"}));
    CLI::App* guard = addPart(*command, "guard",
        "How many real, photographed, inverted and turned films are warned", runGuard, options,
        session);
    addDataOptions(*guard, options->data);
    guard->get_option("--data")->required();
    guard->add_option("--films", options->count, "At most so many test films")
        ->check(CLI::Range(1, 100000));
    CLI::App* scramble = addPart(*command, "scramble",
        "Do the maps change when the model is randomised from the top down?", runScramble, options,
        session);
    scramble->add_option("films", options->films, "Films; without any: drawn phantoms");
    CLI::App* retrain = addPart(*command, "retrain",
        "Do the maps change with the seed, and with shuffled labels? Trains twice", runRetrain,
        options, session);
    addDataOptions(*retrain, options->data);
    retrain->get_option("--data")->required();
    retrain->add_option("--split", options->data.split,
        "Parts of train, validation and test where the folder has none: as the run was trained");
    retrain->add_option("--films", options->count, "At most so many validation films")
        ->check(CLI::Range(1, 100000));
    CLI::App* sums = addPart(*command, "sums", "Do the maps add up to the score less the bias?",
        runSums, options, session);
    sums->add_option("films", options->films, "Films; without any: drawn phantoms");
    CLI::App* alignment = command->add_subcommand(
        "alignment", "Does evidence return to where it came from on the film?");
    alignment->callback([&session] {
        session.run = [&session] {
            return runAlignment(session);
        };
    });
}

} // namespace negatoscope::cli
