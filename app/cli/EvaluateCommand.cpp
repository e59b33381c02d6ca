#include "app/cli/Commands.h"
#include "app/cli/FiguresText.h"
#include "app/cli/Films.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Language.h"
#include "core/evaluation/Report.h"
#include "core/training/RunRecord.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ctime>
#include <memory>

namespace negatoscope::cli {

namespace {

struct EvaluateOptions
{
    DataOptions data;
    std::string model;
    std::string split; ///< "" = test when there is one, else all
    std::optional<double> threshold;
    std::string scores;
    std::string report;
};

/// The films' classes as the model's, by name.
base::Result<std::vector<int>> matchClasses(
    const dataset::Manifest& data, const model::Classifier& classifier)
{
    std::vector<int> match;
    for (const std::string& name : data.classNames) {
        const auto found =
            std::find(classifier.classNames.begin(), classifier.classNames.end(), name);
        if (found == classifier.classNames.end()) {
            std::string known;
            for (const std::string& candidate : classifier.classNames)
                known += (known.empty() ? "" : ", ") + candidate;
            return base::failure(base::ErrorCode::InsufficientData,
                "the model does not know the class '" + name + "'", data.root.string(),
                "name the folders as the model's classes: " + known);
        }
        match.push_back(static_cast<int>(found - classifier.classNames.begin()));
    }
    return match;
}

base::Result<std::vector<std::size_t>> chooseFilms(
    const dataset::Manifest& data, const std::string& wanted)
{
    using dataset::Split;
    std::vector<std::size_t> films;
    const bool hasTest = data.splitFromFolders && !data.indicesOf(Split::Test).empty();
    const std::string split = !wanted.empty() ? wanted : hasTest ? "test" : "all";
    for (std::size_t i = 0; i < data.items.size(); ++i)
        if (data.items[i].label >= 0 &&
            (split == "all" || split == dataset::splitName(data.items[i].split)))
            films.push_back(i);
    if (films.empty())
        return base::failure(base::ErrorCode::InsufficientData,
            "there are no labelled films in '" + split + "'", data.root.string(),
            "choose another --split, or a folder with one sub-folder per class");
    return films;
}

struct Scored
{
    evaluation::Scores scores;
    std::size_t unreadable = 0;
};

Scored collectScores(const dataset::Manifest& data, const std::vector<std::size_t>& films,
    const std::vector<int>& classes, const model::Classifier& classifier, Session& session)
{
    std::vector<std::filesystem::path> paths;
    for (const std::size_t film : films)
        paths.push_back(data.items[film].path);
    const std::vector<FilmScore> results = scoreFilms(classifier, paths, session);
    Scored scored;
    scored.scores.classNames = classifier.classNames;
    scored.scores.positiveClass = classifier.positiveClass;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const dataset::FilmItem& item = data.items[films[i]];
        if (results[i].error) {
            ++scored.unreadable;
            session.output.note(unreadableNote(item.name, *results[i].error));
            continue;
        }
        scored.scores.films.push_back(item.name);
        scored.scores.patients.push_back(item.patient);
        scored.scores.kinds.push_back(item.kind);
        scored.scores.labels.push_back(classes[static_cast<std::size_t>(item.label)]);
        for (const float probability : results[i].probabilities)
            scored.scores.probabilities.push_back(static_cast<double>(probability));
    }
    return scored;
}

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local = {};
    localtime_r(&now, &local);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &local)};
}

base::Result<void> writeReport(const EvaluateOptions& options, const model::Classifier& classifier,
    const evaluation::Scores& scores, double threshold, const Session& session)
{
    evaluation::ReportInput input;
    input.modelName = base::printable(classifier.origin);
    input.dataName =
        base::printable(std::filesystem::path(options.data.folder).filename().string());
    input.splitName = options.split.empty() ? "test" : options.split;
    input.date = today();
    input.scores = scores;
    input.threshold = threshold;
    input.language = evaluation::languageOf(session.options.language);
    const model::ModelConfig& config = classifier.config;
    input.facts = {{"model", config.model}, {"alpha", base::formatNumber(config.alpha)},
        {"img_size", std::to_string(config.preprocessing.height) + "×" +
                         std::to_string(config.preprocessing.width)}};
    return base::writeFileAtomically(options.report, evaluation::reportHtml(input));
}

int finish(const EvaluateOptions& options, const model::Classifier& classifier,
    const Scored& scored, std::size_t wanted, Session& session)
{
    Output& output = session.output;
    const double threshold = options.threshold.value_or(classifier.threshold);
    const evaluation::Scores& scores = scored.scores;
    if (scores.size() + scored.unreadable < wanted)
        return kExitStopped;
    if (scores.size() == 0)
        return output.fail({base::ErrorCode::InsufficientData, "no film could be read",
            options.data.folder, "look at the reasons above"});
    if (!options.scores.empty()) {
        const auto written =
            base::writeFileAtomically(options.scores, evaluation::scoresCsv(scores));
        if (!written)
            return output.fail(written.error());
    }
    if (!options.report.empty()) {
        const auto written = writeReport(options, classifier, scores, threshold, session);
        if (!written)
            return output.fail(written.error());
    }
    const nlohmann::json figures = evaluation::evaluationJson(scores, threshold);
    output.event(nlohmann::ordered_json(figures));
    sayFigures(output, base::printable(options.data.folder), figures);
    if (!options.report.empty())
        output.say("Report: " + base::printable(options.report));
    return kExitDone;
}

int runEvaluate(const EvaluateOptions& options, Session& session)
{
    Output& output = session.output;
    const auto classifier = model::loadClassifier(resolveRun(options.model, session.options));
    if (!classifier)
        return output.fail(classifier.error());
    const auto manifest = scanFilms(options.data, session);
    if (!manifest)
        return output.fail(manifest.error());
    if (!*manifest)
        return kExitStopped;
    const dataset::Manifest& data = **manifest;
    const auto classes = matchClasses(data, *classifier);
    if (!classes)
        return output.fail(classes.error());
    const auto films = chooseFilms(data, options.split);
    if (!films)
        return output.fail(films.error());
    const Scored scored = collectScores(data, *films, *classes, *classifier, session);
    return finish(options, *classifier, scored, films->size(), session);
}

} // namespace

void addEvaluateCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command =
        app.add_subcommand("evaluate", "Measure a model on films it may never have seen");
    command
        ->add_option("--model", options->model,
            "A run (folder or id), a Keras file, or a Teachable Machine folder")
        ->required();
    addDataOptions(*command, options->data);
    command->get_option("--data")->required();
    command->add_option("--split", options->split, "test, val, train or all")
        ->check(CLI::IsMember({"test", "val", "train", "all"}));
    command->add_option("--threshold", options->threshold, "On the positive class' probability")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--scores", options->scores, "Write file,label,score as CSV");
    command->add_option("--report", options->report, "Write an illustrated HTML report");
    command->callback([options, &session] {
        session.run = [options, &session] {
            return runEvaluate(*options, session);
        };
    });
}

} // namespace negatoscope::cli
