#include "app/cli/Commands.h"
#include "app/cli/Films.h"
#include "core/base/Text.h"
#include "core/dataset/Parallel.h"
#include "core/explain/DomainGuard.h"
#include "core/explain/HeatMapFile.h"
#include "core/model/Classifier.h"
#include "core/model/Runtime.h"
#include "core/training/OperatingNotes.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace negatoscope::cli {

namespace {

struct PredictOptions
{
    std::string model;
    std::vector<std::string> films;
    std::string heatMaps; ///< folder of the heat maps; "" = none
    std::string method = "hirescam";
    std::optional<double> threshold; ///< empty = the run's
};

/// What one film gets, or why not.
struct Read
{
    explain::FilmAnswer answer;
    std::optional<explain::GuardVerdict> verdict;
    std::optional<base::Error> error;
};

explain::HeatMapMethod methodOf(const std::string& name)
{
    return name == "gradcam"     ? explain::HeatMapMethod::GradCam
           : name == "layercam"  ? explain::HeatMapMethod::LayerCam
           : name == "occlusion" ? explain::HeatMapMethod::Occlusion
                                 : explain::HeatMapMethod::HiResCam;
}

/// A model as its run is used: with the threshold and calibration that were chosen for it.
struct Reader
{
    const explain::Explainer& explainer;
    const explain::DomainGuard* guard = nullptr; ///< null: the run has none
    training::OperatingNotes notes;
    double threshold = 0.5;
};

/// Two classes: the threshold decides. More: the most probable.
std::size_t calledClass(
    const model::Classifier& classifier, const std::vector<float>& scores, double threshold)
{
    if (scores.size() == 2 && classifier.positiveClass >= 0) {
        const auto positive = static_cast<std::size_t>(classifier.positiveClass);
        return static_cast<double>(scores[positive]) >= threshold ? positive : 1 - positive;
    }
    return static_cast<std::size_t>(
        std::max_element(scores.begin(), scores.end()) - scores.begin());
}

Read readOne(const Reader& reader, const std::filesystem::path& film)
{
    Read read;
    const auto input =
        explain::readFilmInput(film, reader.explainer.classifier().config.preprocessing);
    if (!input) {
        read.error = input.error();
        return read;
    }
    auto answer = reader.explainer.answer(input->values, reader.notes);
    if (!answer) {
        read.error = answer.error();
        return read;
    }
    if (reader.guard)
        read.verdict = reader.guard->judge(answer->features, *input);
    read.answer = std::move(*answer);
    return read;
}

/// Where the film's heat map was written; null, with the reason as a note, where there is none.
nlohmann::ordered_json writtenHeatMap(const explain::Explainer& explainer,
    const std::filesystem::path& film, const PredictOptions& options, Output& output)
{
    if (options.heatMaps.empty())
        return nullptr;
    const auto written =
        explain::writeHeatMap(explainer, film, options.heatMaps, methodOf(options.method));
    if (written)
        return jsonText(written->string());
    output.note("note: no heat map: " + base::toSentence(written.error()));
    return nullptr;
}

nlohmann::ordered_json domainOf(const Read& read)
{
    nlohmann::ordered_json domain{{"score", nullptr}, {"warning", nullptr}};
    if (read.verdict) {
        domain["score"] = read.verdict->percentile;
        if (read.verdict->level != explain::GuardLevel::Usual)
            domain["warning"] = read.verdict->sentence();
    }
    return domain;
}

void sayFilm(const Reader& reader, const std::string& film, const Read& read,
    const PredictOptions& options, Output& output)
{
    const model::Classifier& classifier = reader.explainer.classifier();
    const std::vector<float>& probabilities = read.answer.probabilities;
    const nlohmann::ordered_json heatMap = writtenHeatMap(reader.explainer, film, options, output);
    const std::size_t called = calledClass(classifier, probabilities, reader.threshold);
    const std::size_t shown =
        classifier.positiveClass >= 0 ? static_cast<std::size_t>(classifier.positiveClass) : called;
    const double score = static_cast<double>(probabilities[shown]);
    const nlohmann::ordered_json domain = domainOf(read);
    nlohmann::ordered_json line{{"file", jsonText(film)},
        {"class", jsonText(classifier.classNames[called])}, {"score", score},
        {"threshold", reader.threshold}, {"domain", domain}, {"cam", heatMap}};
    if (probabilities.size() > 2)
        for (std::size_t c = 0; c < probabilities.size(); ++c)
            line["scores"][jsonText(classifier.classNames[c])] =
                static_cast<double>(probabilities[c]);
    output.event(line);
    output.say(jsonText(film) + ": " + jsonText(classifier.classNames[called]) + " (" +
               jsonText(classifier.classNames[shown]) + " " + base::formatNumber(score, 4) +
               ", threshold " + base::formatNumber(reader.threshold, 4) + ")" +
               (heatMap.is_null() ? std::string() : ", heat map " + heatMap.get<std::string>()));
    if (!domain["warning"].is_null())
        output.say("  warning: " + domain["warning"].get<std::string>());
}

/// Files as given; the files of a folder, sorted.
std::vector<std::filesystem::path> listFilms(const std::vector<std::string>& given)
{
    std::vector<std::filesystem::path> films;
    for (const std::string& name : given) {
        std::error_code code;
        if (!std::filesystem::is_directory(name, code)) {
            films.emplace_back(name);
            continue;
        }
        std::vector<std::filesystem::path> inside;
        for (auto entry = std::filesystem::directory_iterator(name, code);
             !code && entry != std::filesystem::directory_iterator(); entry.increment(code))
            if (entry->is_regular_file(code))
                inside.push_back(entry->path());
        std::sort(inside.begin(), inside.end());
        films.insert(films.end(), inside.begin(), inside.end());
    }
    return films;
}

bool sayError(const std::string& film, const base::Error& error, Output& output)
{
    const std::string message = base::toSentence(error);
    output.event({{"file", jsonText(film)},
        {"error", {{"code", base::errorCodeName(error.code)}, {"message", message}}}});
    output.note("error: " + message);
    return true;
}

int runPredict(const PredictOptions& options, Session& session)
{
    constexpr int kSomeUnreadable = 3;
    constexpr std::size_t kChunk = 64; ///< films read between two lines of output
    Output& output = session.output;
    const std::filesystem::path folder = resolveRun(options.model, session.options);
    auto classifier = model::loadClassifier(folder);
    if (!classifier)
        return output.fail(classifier.error());
    const std::vector<std::filesystem::path> films = listFilms(options.films);
    if (films.empty())
        return output.fail({base::ErrorCode::InsufficientData, "there is no film in the folder",
            options.films.front(), "give film files"});
    const auto explainer = explain::Explainer::build(
        std::make_shared<const model::Classifier>(std::move(*classifier)));
    if (!explainer)
        return output.fail(explainer.error());
    const auto guard = explain::DomainGuard::read(folder);
    if (!guard && guard.error().code != base::ErrorCode::NotFound)
        output.note("note: " + base::toSentence(guard.error()));
    Reader reader{*explainer, guard ? &*guard : nullptr, notesOf(folder, session)};
    reader.threshold = options.threshold.value_or(
        training::thresholdInUse(reader.notes, explainer->classifier().threshold));
    bool unreadable = false;
    for (std::size_t first = 0; first < films.size(); first += kChunk) {
        std::vector<Read> reads(std::min(kChunk, films.size() - first));
        const bool finished = dataset::parallelFor(reads.size(), session.options.threads,
            "evaluate", {}, session.interrupt.keep(), [&](std::size_t i) {
                model::useOneThreadHere();
                reads[i] = readOne(reader, films[first + i]);
            });
        if (!finished)
            return kExitStopped;
        for (std::size_t i = 0; i < reads.size(); ++i) {
            const std::string film = films[first + i].string();
            if (reads[i].error)
                unreadable = sayError(film, *reads[i].error, output);
            else
                sayFilm(reader, film, reads[i], options, output);
        }
    }
    return unreadable ? kSomeUnreadable : kExitDone;
}

} // namespace

void addPredictCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<PredictOptions>();
    CLI::App* command = app.add_subcommand("predict", "Read films with a model");
    command
        ->add_option("--model", options->model,
            "A run (folder or id), a Keras file, or a Teachable Machine folder")
        ->required();
    command->add_option("films", options->films, "Film files, or folders of them")->required();
    command->add_option(
        "--cam", options->heatMaps, "Folder for pictures of what moved each film's score");
    command
        ->add_option("--cam-method", options->method, "How: hirescam, gradcam, layercam, occlusion")
        ->check(CLI::IsMember({"hirescam", "gradcam", "layercam", "occlusion"}));
    command
        ->add_option("--threshold", options->threshold,
            "On the positive class' probability (default: the one chosen for the run)")
        ->check(CLI::Range(0.0, 1.0));
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runPredict(*options, session);
        };
    });
}

} // namespace negatoscope::cli
