#include "app/cli/EvaluateScores.h"

#include "app/cli/FiguresText.h"
#include "app/cli/FilmGroups.h"
#include "core/base/Files.h"
#include "core/base/Text.h"
#include "core/dataset/ScoresFilms.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Language.h"
#include "core/evaluation/Report.h"
#include "core/evaluation/ScoresFile.h"

#include <algorithm>
#include <cstdio>

namespace negatoscope::cli {

namespace {

using evaluation::NamedScores;

base::Result<NamedScores> columnOf(
    const std::vector<NamedScores>& models, const std::string& name, const std::string& file)
{
    if (name.empty())
        return models.back();
    const auto found = std::find_if(models.begin(), models.end(),
        [&name](const NamedScores& model) { return model.name == name; });
    if (found != models.end())
        return *found;
    std::string known;
    for (const NamedScores& model : models)
        known += (known.empty() ? "" : ", ") + base::printable(model.name);
    return base::failure(base::ErrorCode::InvalidUsage,
        "the file has no column of scores '" + base::printable(name) + "'", file,
        "choose one of: " + known);
}

nlohmann::json numberOrNull(const evaluation::Figure& figure)
{
    return figure.value ? nlohmann::json(*figure.value) : nlohmann::json(nullptr);
}

nlohmann::json comparisonJson(
    const NamedScores& a, const NamedScores& b, const evaluation::PairedComparison& paired)
{
    return {{"a", a.name}, {"b", b.name}, {"films", paired.films},
        {"auc_a", numberOrNull(paired.aucA)}, {"auc_b", numberOrNull(paired.aucB)},
        {"delong_z", numberOrNull(paired.deLong.statistic)},
        {"delong_p", numberOrNull(paired.deLong.p)},
        {"mcnemar", {{"b", paired.mcNemar.b}, {"c", paired.mcNemar.c},
                        {"exact_p", paired.mcNemar.exactP}, {"mid_p", paired.mcNemar.midP}}},
        {"flips", paired.flips.size()}};
}

std::string shortNumber(const nlohmann::json& value, const char* format)
{
    if (!value.is_number())
        return "undefined";
    char text[32];
    std::snprintf(text, sizeof text, format, value.get<double>());
    return text;
}

void sayComparison(Output& output, const nlohmann::json& paired)
{
    output.say("  " + paired["a"].get<std::string>() + " against " +
               paired["b"].get<std::string>() + ": AUC " + shortNumber(paired["auc_a"], "%.4f") +
               " and " + shortNumber(paired["auc_b"], "%.4f") + ", DeLong z " +
               shortNumber(paired["delong_z"], "%.3f") + ", p " +
               shortNumber(paired["delong_p"], "%.2g"));
    const nlohmann::json& mcNemar = paired["mcnemar"];
    output.say("  McNemar: only the first is right on " + mcNemar["b"].dump() +
               " films, only the second on " + mcNemar["c"].dump() + "; exact p " +
               shortNumber(mcNemar["exact_p"], "%.2g") + ", mid-p " +
               shortNumber(mcNemar["mid_p"], "%.2g") + "; " + paired["flips"].dump() +
               " films called otherwise");
}

nlohmann::json shortFigures(const evaluation::CountFigures& figures)
{
    return {{"accuracy", numberOrNull(figures.accuracy)},
        {"balanced_accuracy", numberOrNull(figures.balancedAccuracy)},
        {"sensitivity", numberOrNull(figures.sensitivity)},
        {"specificity", numberOrNull(figures.specificity)}, {"ppv", numberOrNull(figures.ppv)},
        {"npv", numberOrNull(figures.npv)}, {"f1", numberOrNull(figures.f1)},
        {"mcc", numberOrNull(figures.mcc)}};
}

base::Result<void> writeFiles(const ScoresRequest& request, const NamedScores& shown,
    const std::optional<NamedScores>& rival, double threshold,
    const std::vector<Grouping>& groupings, const Session& session)
{
    if (!request.scores.empty())
        if (auto written =
                base::writeFileAtomically(request.scores, evaluation::scoresCsv(shown.scores));
            !written)
            return written;
    if (request.report.empty())
        return {};
    evaluation::ReportInput input;
    input.modelName = base::printable(shown.name);
    input.dataName = base::printable(std::filesystem::path(request.file).filename().string());
    input.scores = shown.scores;
    input.threshold = threshold;
    input.groupings = groupings;
    input.language = evaluation::languageOf(session.options.language);
    if (rival)
        input.rival =
            evaluation::ReportInput::Rival{base::printable(rival->name), rival->scores, threshold};
    return base::writeFileAtomically(request.report, evaluation::reportHtml(input));
}

} // namespace

int evaluateScores(const ScoresRequest& request, Session& session)
{
    Output& output = session.output;
    auto models = evaluation::readScoresCsv(request.file);
    if (!models)
        return output.fail(models.error());
    for (NamedScores& model : *models)
        dataset::completeFromNames(model.scores);
    const auto shown = columnOf(*models, request.column, request.file);
    if (!shown)
        return output.fail(shown.error());
    const double threshold = request.threshold.value_or(0.5);
    nlohmann::json figures = evaluation::evaluationJson(shown->scores, threshold);
    figures["column"] = shown->name;
    addReferences(figures, shown->scores, threshold, std::nullopt);
    const auto groupings = filmGroups(request.groups, shown->scores, nullptr, session);
    if (!groupings)
        return output.fail(groupings.error());
    addGroups(figures, shown->scores, threshold, *groupings);
    std::optional<NamedScores> rival;
    if (!request.against.empty()) {
        const auto other = columnOf(*models, request.against, request.file);
        if (!other)
            return output.fail(other.error());
        rival = *other;
        const auto paired = evaluation::compare(shown->scores, threshold, rival->scores, threshold);
        if (!paired)
            return output.fail(paired.error());
        figures["comparison"] = comparisonJson(*shown, *rival, *paired);
    }
    if (const auto written = writeFiles(request, *shown, rival, threshold, *groupings, session);
        !written)
        return output.fail(written.error());
    output.event(nlohmann::ordered_json(figures));
    sayFigures(output, base::printable(shown->name), figures);
    sayReferences(output, figures);
    sayGroups(output, figures);
    if (figures.contains("comparison"))
        sayComparison(output, figures["comparison"]);
    if (!request.report.empty())
        output.say("Report: " + base::printable(request.report));
    return kExitDone;
}

void addReferences(nlohmann::json& figures, const evaluation::Scores& scores, double threshold,
    const std::optional<evaluation::Scores>& pixels)
{
    const evaluation::Evaluation now = evaluation::evaluate(scores, threshold);
    nlohmann::json references{{"always_positive", shortFigures(now.alwaysPositive)}};
    if (pixels) {
        const evaluation::Evaluation base = evaluation::evaluate(*pixels, 0.5);
        references["pixels_8x8"] = shortFigures(base.atThreshold);
        references["pixels_8x8"]["auc"] = numberOrNull(base.auc);
        references["pixels_8x8"]["average_precision"] = numberOrNull(base.averagePrecision);
    }
    figures["references"] = references;
}

void sayReferences(Output& output, const nlohmann::json& figures)
{
    const nlohmann::json& references = figures["references"];
    std::string line = "  beside it: accuracy of always '" +
                       base::printable(figures.value("positive", std::string("?"))) + "' " +
                       shortNumber(references["always_positive"]["accuracy"], "%.4f");
    if (references.contains("pixels_8x8"))
        line += ", of 8x8 pixels " + shortNumber(references["pixels_8x8"]["accuracy"], "%.4f") +
                " (AUC " + shortNumber(references["pixels_8x8"]["auc"], "%.4f") + ")";
    output.say(line);
}

} // namespace negatoscope::cli
