#include "app/cli/Commands.h"
#include "app/cli/EvaluateScores.h"
#include "app/cli/FiguresText.h"
#include "app/cli/FilmGroups.h"
#include "app/cli/Films.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/dataset/PixelBaseline.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Language.h"
#include "core/evaluation/Report.h"
#include "core/training/OperatingNotes.h"
#include "core/training/RunRecord.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ctime>
#include <memory>
#include <set>

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
    std::string scoresFrom; ///< a CSV file instead of a model
    std::string column;
    std::string against;
    bool pixels = false;
    std::vector<std::string> groups; ///< filmGroups()
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
    training::OperatingNotes notes;
    std::optional<evaluation::Scores> baseline;
    std::vector<Grouping> groupings;
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

/// Counts that a run of ours was asked about a test set.
void countLook(const std::filesystem::path& model, training::OperatingNotes& notes,
    const std::string& split, Session& session)
{
    std::error_code ignored;
    if (split != "test" || !std::filesystem::exists(model / "run.json", ignored))
        return;
    ++notes.testLooks;
    if (const auto written = training::writeOperatingNotes(notes, model); !written)
        session.output.note(base::toSentence(written.error()));
}

/// The 8×8-pixel baseline on the films that were scored; nothing when the folder has no training
/// films to fit it on.
std::optional<evaluation::Scores> baselineOf(
    const dataset::Manifest& data, const evaluation::Scores& scores, const Session& session)
{
    if (!data.splitFromFolders)
        return std::nullopt;
    const auto traits = dataset::filmTraits(data, session.options.threads);
    if (!traits)
        return std::nullopt;
    const auto baseline = dataset::pixelBaseline(data, *traits);
    if (!baseline)
        return std::nullopt;
    const std::set<std::string> wanted(scores.films.begin(), scores.films.end());
    evaluation::Scores found;
    found.classNames = baseline->test.classNames;
    found.positiveClass = baseline->test.positiveClass;
    for (const evaluation::Scores* part : {&baseline->validation, &baseline->test})
        for (std::size_t film = 0; film < part->size(); ++film)
            if (wanted.contains(part->films[film])) {
                found.films.push_back(part->films[film]);
                found.labels.push_back(part->labels[film]);
                for (std::size_t cls = 0; cls < part->classCount(); ++cls)
                    found.probabilities.push_back(part->probability(film, cls));
            }
    return found.size() == scores.size() ? std::optional(found) : std::nullopt;
}

base::Result<void> writeReport(const EvaluateOptions& options, const model::Classifier& classifier,
    const Scored& scored, double threshold, const Session& session)
{
    const evaluation::Scores& scores = scored.scores;
    evaluation::ReportInput input;
    input.pixelBaseline = scored.baseline;
    input.groupings = scored.groupings;
    input.testLooks = scored.notes.testLooks;
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
    const double threshold =
        options.threshold.value_or(training::thresholdInUse(scored.notes, classifier.threshold));
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
        const auto written = writeReport(options, classifier, scored, threshold, session);
        if (!written)
            return output.fail(written.error());
    }
    nlohmann::json figures = evaluation::evaluationJson(scores, threshold);
    addReferences(figures, scores, threshold, scored.baseline);
    addGroups(figures, scores, threshold, scored.groupings);
    output.event(nlohmann::ordered_json(figures));
    sayFigures(output, base::printable(options.data.folder), figures);
    sayReferences(output, figures);
    sayGroups(output, figures);
    if (!options.report.empty())
        output.say("Report: " + base::printable(options.report));
    return kExitDone;
}

int runEvaluate(const EvaluateOptions& options, Session& session)
{
    Output& output = session.output;
    const std::filesystem::path model = resolveRun(options.model, session.options);
    const auto classifier = model::loadClassifier(model);
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
    Scored scored = collectScores(data, *films, *classes, *classifier, session);
    scored.notes = notesOf(model, session);
    scored.scores = training::calibrated(scored.scores, scored.notes);
    const bool test = options.split == "test" || (options.split.empty() && data.splitFromFolders &&
                                                     !data.indicesOf(dataset::Split::Test).empty());
    if (scored.scores.size() > 0)
        countLook(model, scored.notes, test ? "test" : options.split, session);
    auto groupings = filmGroups(options.groups, scored.scores, &data, session);
    if (!groupings)
        return output.fail(groupings.error());
    scored.groupings = std::move(*groupings);
    if (options.pixels || !options.report.empty())
        scored.baseline = baselineOf(data, scored.scores, session);
    return finish(options, *classifier, scored, films->size(), session);
}

} // namespace

void addEvaluateCommand(CLI::App& app, Session& session)
{
    auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command =
        app.add_subcommand("evaluate", "Measure a model on films it may never have seen");
    CLI::Option* model = command->add_option("--model", options->model,
        "A run (folder or id), a Keras file, or a Teachable Machine folder");
    CLI::Option* from = command
                            ->add_option("--scores-from", options->scoresFrom,
                                "A CSV file of scores instead of a model: file,label and a column "
                                "per model (or score_<class>)")
                            ->excludes(model);
    command
        ->add_option(
            "--column", options->column, "Which column of --scores-from (default: the last)")
        ->needs(from);
    command
        ->add_option("--against", options->against,
            "Another column of --scores-from: compares the two on the same films")
        ->needs(from);
    addDataOptions(*command, options->data);
    command->add_flag("--pixels", options->pixels,
        "Measure the 8×8-pixel baseline on the same films, too (a report always does)");
    command
        ->add_option("--groups", options->groups,
            "How often each group is called right: kind, prefix, marker, brightness, size, or "
            "FILE.csv:COLUMN joined by file name (may be repeated)")
        ->allow_extra_args(false);
    command->add_option("--split", options->split, "test, val, train or all")
        ->check(CLI::IsMember({"test", "val", "train", "all"}));
    command->add_option("--threshold", options->threshold, "On the positive class' probability")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--scores", options->scores, "Write file,label,score as CSV");
    command->add_option("--report", options->report, "Write an illustrated HTML report");
    command->callback([options, &session] {
        session.run = [options, &session] {
            if (!options->scoresFrom.empty())
                return evaluateScores(
                    {options->scoresFrom, options->column, options->against, options->threshold,
                        options->report, options->scores, options->groups},
                    session);
            if (options->model.empty() || options->data.folder.empty())
                return session.output.fail({base::ErrorCode::InvalidUsage,
                    "evaluate needs --model and --data, or --scores-from", {},
                    "see evaluate --help"});
            return runEvaluate(*options, session);
        };
    });
}

} // namespace negatoscope::cli
