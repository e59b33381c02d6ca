#include "core/search/SearchReport.h"

#include "core/base/Text.h"
#include "core/evaluation/ReportCharts.h"
#include "core/evaluation/ReportStyle.h"
#include "core/evaluation/SvgChart.h"
#include "core/evaluation/Wording.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::search {

namespace {

using evaluation::Language;
using evaluation::SvgChart;
using Points = SvgChart::Points;

constexpr int kDecimals = 4;
constexpr double kThreshold = 0.5;

std::string escaped(const std::string& text)
{
    return base::htmlEscaped(text);
}

/// The two languages of a sentence side by side.
struct Words
{
    Language language;
    std::string operator()(const char* english, const char* french) const
    {
        return language == Language::French ? french : english;
    }
};

std::string card(
    const std::string& title, const std::string& body, const std::string& cssClass = {})
{
    return body.empty() ? std::string()
                        : "<section class=\"card " + cssClass + "\"><h2>" + escaped(title) +
                              "</h2>" + body + "</section>\n";
}

std::string note(const std::string& text)
{
    return "<p class=\"note\">" + escaped(text) + "</p>";
}

std::string number(double value, Language language)
{
    return evaluation::numberText(value, kDecimals, language);
}

std::string meanText(const SeedRuns& runs, Language language)
{
    if (!runs.mean)
        return "–";
    std::string text = number(*runs.mean, language);
    if (runs.interval)
        text += " (" + number(runs.interval->low, language) + " – " +
                number(runs.interval->high, language) + ")";
    return text;
}

std::string seedsText(const SeedRuns& runs, Language language)
{
    std::string text;
    for (const Trial& run : runs.runs)
        text += (text.empty() ? "" : "  ") +
                (run.objective ? number(*run.objective, language) : std::string("–"));
    return text;
}

std::string verdict(const SearchReportInput& in, const Words& w)
{
    const StudyResult& r = in.result;
    if (r.finalists.empty() || !r.gain)
        return "<p>" +
               escaped(w("No finalist was compared with the reference.",
                   "Aucun finaliste n'a été comparé à la référence.")) +
               "</p>";
    const bool better = r.gainInterval && r.gainInterval->low > 0.0;
    std::string text =
        better ? w("The winner is better than the reference beyond the spread of the seeds",
                     "Le gagnant dépasse la référence au-delà de la dispersion des graines")
               : w("The winner is not better than the reference beyond the spread of the seeds",
                     "Le gagnant ne dépasse pas la référence au-delà de la dispersion des graines");
    text += ": " + in.options.objective.name + " " + w("better by", "meilleure de") + " " +
            number(*r.gain, w.language);
    if (r.gainInterval)
        text += " (" + w("95 % interval", "intervalle à 95 %") + " " +
                number(r.gainInterval->low, w.language) + " – " +
                number(r.gainInterval->high, w.language) + ")";
    return "<p><b>" + escaped(text) + "</b></p>";
}

std::string groupRow(const std::string& name, const SeedRuns& runs, const Words& w)
{
    return "<tr><th scope=\"row\">" + escaped(name) + "</th><td>" +
           escaped(meanText(runs, w.language)) + "</td><td>" +
           escaped(seedsText(runs, w.language)) + "</td><td>" +
           escaped(runs.values.empty() ? w("the base configuration", "la configuration de départ")
                                       : valuesText(runs.values, w.language)) +
           "</td></tr>";
}

std::string result(const SearchReportInput& in, const Words& w)
{
    std::string html = verdict(in, w) + "<table class=\"figures\"><thead><tr><th></th><th>" +
                       escaped(w("mean over seeds (95 %)", "moyenne des graines (95 %)")) +
                       "</th><th>" + escaped(w("each seed", "chaque graine")) + "</th><th>" +
                       escaped(w("settings", "réglages")) + "</th></tr></thead><tbody>";
    int place = 0;
    for (const SeedRuns& finalist : in.result.finalists)
        html +=
            groupRow((place++ == 0 ? w("Winner", "Gagnant") : w("Finalist", "Finaliste")) + " (" +
                         w("trial", "essai") + " " + std::to_string(finalist.trial) + ")",
                finalist, w);
    html += groupRow(w("Reference", "Référence"), in.result.reference, w) + "</tbody></table>";
    double best = 0.0;
    if (const auto board = in.result.leaderboard(in.options.objective); !board.empty())
        best = *board.front()->objective;
    html += note(w("Why not simply the best trial? The best of many trials is also the luckiest: "
                   "in the search it had ",
                     "Pourquoi pas simplement le meilleur essai ? Le meilleur de beaucoup "
                     "d'essais est aussi le plus chanceux : pendant la recherche il avait ") +
                 number(best, w.language) +
                 w(", a figure that flatters. So the finalists were trained again with seeds that "
                   "had no part in choosing them, the reference with the same seeds, and the mean "
                   "decides. Choosing the best of a few means still flatters a little, and all of "
                   "this is on the validation films; the test films were not looked at (0 times).",
                     ", un chiffre flatteur. Les finalistes ont donc été réentraînés avec des "
                     "graines qui n'ont pas servi à les choisir, la référence avec les mêmes, et "
                     "la moyenne décide. Choisir la meilleure de quelques moyennes flatte encore "
                     "un peu, et tout cela porte sur les clichés de validation ; les clichés de "
                     "test n'ont pas été regardés (0 fois)."));
    return html;
}

std::string matrix(const evaluation::Scores& scores, const Words& w)
{
    const auto m = evaluation::confusionMatrix(scores, kThreshold);
    if (m.total() == 0)
        return {};
    const auto className = [&](int c) {
        return scores.classCount() == 2 ? (c == scores.positiveClass ? "class1" : "class0")
                                        : ("class" + std::to_string(c % 4));
    };
    const auto name = [&](int c) {
        return escaped(base::printable(scores.classNames[static_cast<std::size_t>(c)]));
    };
    std::string html = "<table class=\"matrix\"><thead><tr><th></th>";
    for (int called = 0; called < m.classes; ++called)
        html += "<th scope=\"col\">" + escaped(w("called ", "lu ")) + name(called) + "</th>";
    html += "</tr></thead><tbody>";
    for (int truth = 0; truth < m.classes; ++truth) {
        html += "<tr><th scope=\"row\" class=\"" + std::string(className(truth)) + "\">" +
                name(truth) + "</th>";
        for (int called = 0; called < m.classes; ++called) {
            const double share = static_cast<double>(m.at(truth, called)) /
                                 static_cast<double>(std::max<std::int64_t>(1, m.rowSum(truth)));
            html += "<td class=\"" + std::string(className(truth)) +
                    (truth == called ? " right" : " wrongCell") +
                    "\" style=\"--share:" + evaluation::svgNumber(100.0 * share) + "%\"><b>" +
                    std::to_string(m.at(truth, called)) + "</b></td>";
        }
        html += "</tr>";
    }
    return html + "</tbody></table>";
}

std::vector<evaluation::LearningCurve> curvesOf(const training::RunRecord& run)
{
    std::vector<evaluation::LearningCurve> curves;
    for (const char* name : {"loss", "accuracy", "auc"}) {
        evaluation::LearningCurve curve;
        curve.name = name;
        for (const training::EpochRecord& epoch : run.history) {
            const auto valueOf = [&](const std::string& key) {
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

/// Curves and matrix of the middle run of one group.
std::string portrait(
    const SearchReportInput& in, const SeedRuns& group, const std::string& title, const Words& w)
{
    const Trial* middle = middleRun(group);
    const auto found = middle ? in.runs.find(middle->runId) : in.runs.end();
    if (found == in.runs.end())
        return {};
    const training::RunRecord& run = found->second;
    std::string html =
        "<div><h3>" + escaped(title) + "</h3><p class=\"sub\">" +
        escaped(group.values.empty() ? w("the base configuration", "la configuration de départ")
                                     : valuesText(group.values, w.language)) +
        "</p>" + matrix(run.validation, w);
    evaluation::ReportInput input;
    input.bestEpoch = run.bestEpoch;
    input.language = w.language;
    const evaluation::ReportContext context{.input = input, .language = w.language};
    for (const auto& curve : curvesOf(run)) {
        const std::string svg = evaluation::learningSvg(context, curve);
        if (!svg.empty())
            html += "<h3>" + curve.name + "</h3>" + svg;
    }
    return html + "</div>";
}

std::string portraits(const SearchReportInput& in, const Words& w)
{
    std::string html = portrait(in, in.result.reference, w("Reference", "Référence"), w);
    int place = 0;
    for (const SeedRuns& finalist : in.result.finalists)
        html += portrait(in, finalist,
            (place++ == 0 ? w("Winner", "Gagnant") : w("Finalist", "Finaliste")) + " (" +
                w("trial", "essai") + " " + std::to_string(finalist.trial) + ")",
            w);
    if (html.empty())
        return {};
    return "<div class=\"curves\">" + html + "</div>" +
           note(w("Validation films; of each group the run in the middle of its seeds. Dashed: "
                  "training, solid: validation.",
               "Clichés de validation ; de chaque groupe la course au milieu de ses graines. "
               "Tirets : entraînement, trait plein : validation."));
}

SvgChart::Axis valueAxis(double low, double high, Language language)
{
    constexpr int kTicks = 4;
    if (high - low < 1e-9)
        high = low + 1e-3;
    SvgChart::Axis axis{low, high, {}, ""};
    for (int i = 0; i <= kTicks; ++i) {
        const double value = low + (high - low) * i / kTicks;
        axis.ticks.emplace_back(value, evaluation::numberText(value, 3, language));
    }
    return axis;
}

std::string fan(const SearchReportInput& in, const Words& w)
{
    std::vector<double> all;
    std::size_t epochs = 2;
    for (const Trial& trial : in.result.trials) {
        for (const double value : trial.curve)
            if (std::isfinite(value))
                all.push_back(value);
        epochs = std::max(epochs, trial.curve.size());
    }
    if (all.empty())
        return {};
    std::sort(all.begin(), all.end());
    // A few disasters would flatten all others: the worst twentieth is cut off at the edge.
    const std::size_t twentieth = all.size() / 20;
    const bool small = in.options.objective.smallerIsBetter;
    const double low = small ? all.front() : all[twentieth];
    const double high = small ? all[all.size() - 1 - twentieth] : all.back();
    SvgChart::Axis x{1.0, static_cast<double>(epochs), {}, w("Epoch", "Époque")};
    for (std::size_t e = 1; e <= epochs; e += std::max<std::size_t>(1, epochs / 10))
        x.ticks.emplace_back(static_cast<double>(e), std::to_string(e));
    SvgChart chart({.width = 940.0, .height = 320.0}, x, valueAxis(low, high, w.language),
        w("learning curves of all trials", "courbes de tous les essais"));
    const auto board = in.result.leaderboard(in.options.objective);
    const auto draw = [&](const Trial& trial, const char* cssClass) {
        Points points;
        for (std::size_t e = 0; e < trial.curve.size(); ++e)
            if (std::isfinite(trial.curve[e]))
                points.emplace_back(
                    static_cast<double>(e + 1), std::clamp(trial.curve[e], low, high));
        chart.line(points, cssClass);
    };
    for (const Trial& trial : in.result.trials)
        if (trial.outcome != TrialOutcome::Completed)
            draw(trial, "dim");
    for (const Trial& trial : in.result.trials)
        if (trial.outcome == TrialOutcome::Completed)
            draw(trial, "thin");
    if (!board.empty())
        draw(*board.front(), "valLine");
    return std::move(chart).finish() +
           note(w("Pale and dashed: stopped early. Bold: the best trial.",
               "Pâle et tireté : arrêté tôt. Gras : le meilleur essai."));
}

std::string importance(const SearchReportInput& in, const Words& w)
{
    if (in.importances.empty())
        return {};
    std::string html = "<table class=\"figures\"><tbody>";
    double explained = 0.0;
    for (const Importance& parameter : in.importances) {
        explained += parameter.share;
        const std::string share = evaluation::svgNumber(100.0 * parameter.share);
        html +=
            "<tr><th scope=\"row\">" + escaped(parameter.path) +
            "</th><td style=\"width:60%\"><span class=\"track\"><i style=\"left:0;width:" + share +
            "%\"></i></span></td><td>" +
            std::to_string(static_cast<int>(std::lround(100.0 * parameter.share))) + " %</td></tr>";
    }
    html += "</tbody></table>";
    return html +
           note(w("Share of the variation that each parameter explains by itself (functional "
                  "ANOVA over a random forest); the rest, ",
                    "Part de la variation que chaque paramètre explique seul (ANOVA fonctionnelle "
                    "sur une forêt aléatoire) ; le reste, ") +
                std::to_string(
                    static_cast<int>(std::lround(100.0 * std::max(0.0, 1.0 - explained)))) +
                w(" %, is their interplay.", " %, est leur interaction."));
}

std::string shortValue(const nlohmann::json& value, Language language)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_float())
        return base::formatNumber(value.get<double>(), 3);
    if (value.is_boolean())
        return value.get<bool>() ? (language == Language::French ? "oui" : "yes")
                                 : (language == Language::French ? "non" : "no");
    const std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    constexpr std::size_t kLongest = 24;
    return text.size() <= kLongest ? text : text.substr(0, kLongest) + "…";
}

std::string parallelCoordinates(const SearchReportInput& in, const Words& w)
{
    const auto& parameters = in.space.parameters();
    const auto board = in.result.leaderboard(in.options.objective);
    if (parameters.empty() || board.size() < 2)
        return {};
    const double last = static_cast<double>(parameters.size());
    SvgChart::Axis x{0.0, last, {}, ""};
    for (std::size_t i = 0; i < parameters.size(); ++i)
        x.ticks.emplace_back(static_cast<double>(i),
            parameters[i].path.size() > 18
                ? "…" + parameters[i].path.substr(parameters[i].path.size() - 17)
                : parameters[i].path);
    x.ticks.emplace_back(last, in.options.objective.name);
    SvgChart chart({.width = 940.0, .height = 340.0, .left = 80.0, .right = 80.0}, x,
        {0.0, 1.0, {}, ""}, w("parallel coordinates", "coordonnées parallèles"));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto at = static_cast<double>(i);
        chart.line({{at, 0.0}, {at, 1.0}}, "axis");
        chart.text(chart.pixelX(at) + 4.0, chart.bottom() - 4.0,
            shortValue(parameters[i].valueAt(0.0), w.language), "start");
        chart.text(chart.pixelX(at) + 4.0, chart.top() + 10.0,
            shortValue(parameters[i].valueAt(1.0), w.language), "start");
    }
    const auto n = static_cast<double>(board.size());
    for (std::size_t rank = board.size(); rank-- > 0;) {
        const Trial& trial = *board[rank];
        Points points;
        for (std::size_t i = 0; i < parameters.size(); ++i)
            if (in.space.isActive(i, trial.point))
                points.emplace_back(static_cast<double>(i), trial.point[i]);
        points.emplace_back(last, 1.0 - static_cast<double>(rank) / n);
        chart.line(points, rank * 10 < board.size() ? "valLine" : "dim");
    }
    return std::move(chart).finish() +
           note(w("One line per trial, on the right by rank. Bold: the best tenth.",
               "Une ligne par essai, à droite selon le rang. Gras : le meilleur dixième."));
}

std::string leaderboardTable(const SearchReportInput& in, const Words& w)
{
    constexpr std::size_t kRows = 30;
    const auto board = in.result.leaderboard(in.options.objective);
    std::string html = "<table class=\"figures\"><thead><tr><th>" + escaped(w("trial", "essai")) +
                       "</th><th>" + escaped(in.options.objective.name) + "</th><th>" +
                       escaped(w("epochs", "époques")) + "</th><th>" +
                       escaped(w("settings", "réglages")) + "</th></tr></thead><tbody>";
    for (std::size_t i = 0; i < std::min(kRows, board.size()); ++i)
        html += "<tr><td>" + std::to_string(board[i]->number) + "</td><td>" +
                number(*board[i]->objective, w.language) + "</td><td>" +
                std::to_string(board[i]->epochs) +
                (board[i]->outcome == TrialOutcome::StoppedEarly
                        ? " " + escaped(w("(stopped)", "(arrêté)"))
                        : "") +
                "</td><td>" + escaped(valuesText(board[i]->values, w.language)) + "</td></tr>";
    html += "</tbody></table>";
    std::size_t failed = 0;
    std::string why;
    for (const Trial& trial : in.result.trials)
        if (trial.outcome == TrialOutcome::Failed) {
            ++failed;
            why = trial.failure;
        }
    if (failed > 0)
        html += note(std::to_string(failed) +
                     w(" trials failed, e.g.: ", " essais ont échoué, p. ex. : ") + why);
    return html;
}

} // namespace

const Trial* middleRun(const SeedRuns& runs)
{
    std::vector<const Trial*> good;
    for (const Trial& run : runs.runs)
        if (run.objective)
            good.push_back(&run);
    if (good.empty())
        return nullptr;
    std::stable_sort(good.begin(), good.end(),
        [](const Trial* a, const Trial* b) { return *a->objective < *b->objective; });
    return good[good.size() / 2];
}

std::string valuesText(const Values& values, Language language)
{
    std::string text;
    for (const auto& [path, value] : values.items())
        text += (text.empty() ? "" : ", ") + base::printable(path) + " " +
                base::printable(shortValue(nlohmann::json(value), language));
    return text;
}

std::string searchReportHtml(const SearchReportInput& in)
{
    const Words w{in.language};
    std::size_t stopped = 0;
    for (const Trial& trial : in.result.trials)
        stopped += trial.outcome == TrialOutcome::StoppedEarly ? 1 : 0;
    const auto fact = [](const std::string& name, const std::string& value) {
        return "<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd></div>";
    };
    const std::string title = w("Challengers", "Challengers");
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"" +
        std::string(in.language == Language::French ? "fr" : "en") +
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"><title>" +
        title + "</title><style>" + evaluation::kReportStyle +
        "svg .dim{stroke:var(--axis);stroke-width:1;stroke-dasharray:4 3;opacity:.6}"
        "svg polyline,svg path{fill:none}svg path.band{fill:var(--curveS)}"
        "</style></head><body><main>\n<header><div class=\"top\"><h1>" +
        title + "</h1><span class=\"badge\">" +
        escaped(evaluation::phrase(evaluation::Phrase::EducationBadge, in.language)) +
        "</span></div><dl>" + fact(w("Data", "Données"), base::printable(in.dataName)) +
        fact(w("Trials", "Essais"), std::to_string(in.result.trials.size()) + " (" +
                                        std::to_string(stopped) + " " +
                                        w("stopped early", "arrêtés tôt") + ")") +
        fact(w("Objective", "Objectif"), in.options.objective.name) +
        fact(w("Sampler", "Échantillonneur"), samplerName(in.options.sampler)) +
        fact(w("Scheduler", "Ordonnanceur"), schedulerName(in.options.scheduler)) +
        fact("", in.date) + "</dl></header>\n<div class=\"grid\">\n";
    html += card(w("Result", "Résultat"), result(in, w), "wide");
    html += card(w("Reference and finalists side by side", "Référence et finalistes côte à côte"),
        portraits(in, w), "wide");
    html +=
        card(w("Learning curves of all trials", "Courbes de tous les essais"), fan(in, w), "wide");
    html += card(w("What mattered", "Ce qui a compté"), importance(in, w), "wide");
    html += card(w("All trials at a glance", "Tous les essais d'un coup d'œil"),
        parallelCoordinates(in, w), "wide");
    html += card(w("Leaderboard", "Classement"), leaderboardTable(in, w), "wide");
    return html + "</div><footer>" +
           escaped(evaluation::phrase(evaluation::Phrase::EducationNotice, in.language)) +
           "</footer></main></body></html>\n";
}

} // namespace negatoscope::search
