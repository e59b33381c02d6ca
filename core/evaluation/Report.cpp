#include "core/evaluation/Report.h"

#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/ReportCharts.h"
#include "core/evaluation/ReportStyle.h"
#include "core/evaluation/SvgChart.h"
#include "core/evaluation/Wording.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::evaluation {

namespace {

std::string escaped(const std::string& text)
{
    return base::htmlEscaped(text);
}

/// A card with a heading; nothing when the body is empty.
std::string card(
    const std::string& title, const std::string& body, const std::string& cssClass = {})
{
    if (body.empty())
        return {};
    return "<section class=\"card " + cssClass + "\"><h2>" + escaped(title) + "</h2>" + body +
           "</section>\n";
}

std::string note(const std::string& text)
{
    return "<p class=\"note\">" + escaped(text) + "</p>";
}

ReportContext contextOf(const ReportInput& input)
{
    ReportContext c{.input = input, .language = input.language};
    const Scores& scores = input.scores;
    c.evaluation = evaluate(scores, input.threshold);
    c.binary = c.evaluation.isBinary();
    if (scores.hasPositiveClass()) {
        c.positive =
            base::printable(scores.classNames[static_cast<std::size_t>(scores.positiveClass)]);
        c.negative =
            scores.classCount() == 2
                ? base::printable(
                      scores.classNames[static_cast<std::size_t>(1 - scores.positiveClass)])
                : "¬ " + c.positive;
    }
    if (c.evaluation.problem != Undefined::No || !scores.hasPositiveClass())
        return c;
    c.scores = scores.positiveScores();
    c.labels = scores.positiveLabels();
    c.sweep = ThresholdSweep(c.scores, c.labels);
    BootstrapOptions options;
    options.threshold = input.threshold;
    c.bootstrap = bootstrap(c.scores, c.labels, scores.patients, options);
    if (c.binary)
        applyBootstrap(c.evaluation, c.bootstrap);
    else
        c.evaluation.auc.interval = bootstrapMacroAuc(scores, options);
    return c;
}

std::string intervalText(const Figure& figure, int decimals, Language language)
{
    if (!figure.isDefined() || !figure.interval)
        return {};
    return numberText(figure.interval->low, decimals, language) + " – " +
           numberText(figure.interval->high, decimals, language);
}

std::string header(const ReportContext& c)
{
    const ReportInput& in = c.input;
    const Language l = c.language;
    std::string films = std::to_string(in.scores.size()) + " " + phrase(Phrase::Films, l);
    if (!in.splitName.empty())
        films += " (" + in.splitName + ")";
    const auto fact = [](const std::string& name, const std::string& value) {
        return value.empty()
                   ? std::string()
                   : "<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd></div>";
    };
    return "<header><div class=\"top\"><h1>" + escaped(phrase(Phrase::ReportTitle, l)) +
           "</h1><span class=\"badge\">" + escaped(phrase(Phrase::EducationBadge, l)) +
           "</span></div><dl>" + fact(phrase(Phrase::Model, l), in.modelName) +
           fact(phrase(Phrase::Data, l), in.dataName) + fact(phrase(Phrase::FilmsShown, l), films) +
           (c.binary ? fact(phrase(Phrase::Threshold, l), numberText(in.threshold, 3, l)) : "") +
           fact("", in.date) + "</dl></header>\n";
}

std::string findings(const ReportContext& c)
{
    const Scores* validation = c.input.validation ? &*c.input.validation : nullptr;
    std::string items;
    for (const Finding& finding : diagnose(c.input.scores, c.input.threshold, validation))
        items += "<li>" + escaped(base::printable(sentence(finding, c.language))) + "</li>";
    return items.empty()
               ? std::string()
               : "<section class=\"findings\"><h2>" + escaped(phrase(Phrase::Reading, c.language)) +
                     "</h2><ul>" + items + "</ul></section>\n";
}

/// One figure with its interval drawn on a line from 0 to 1.
std::string tile(const ReportContext& c, Phrase name, const Figure& figure, const Figure* baseline)
{
    const Language l = c.language;
    std::string html =
        "<div class=\"tile\"><span class=\"label\">" + escaped(phrase(name, l)) + "</span>";
    if (!figure.isDefined())
        return html + "<b class=\"none\">" + escaped(phrase(Phrase::Undefined, l)) +
               "</b><span class=\"sub\">" + escaped(reasonText(figure.undefined, l)) +
               "</span></div>";
    html += "<b>" + numberText(*figure.value, 3, l) + "</b><span class=\"sub\">" +
            intervalText(figure, 3, l) + "</span><span class=\"track\">";
    const auto percent = [](double value) {
        return svgNumber(100.0 * std::clamp(value, 0.0, 1.0)) + "%";
    };
    if (figure.interval)
        html += "<i style=\"left:" + percent(figure.interval->low) +
                ";width:" + percent(figure.interval->high - figure.interval->low) + "\"></i>";
    html += "<em style=\"left:" + percent(*figure.value) + "\"></em></span>";
    if (baseline != nullptr)
        html += "<span class=\"sub base\">" +
                escaped(phrase(Phrase::AlwaysPositive, l, c.positive)) + ": " +
                (baseline->isDefined() ? numberText(*baseline->value, 3, l)
                                       : escaped(phrase(Phrase::Undefined, l))) +
                "</span>";
    return html + "</div>";
}

std::string tiles(const ReportContext& c)
{
    const Evaluation& e = c.evaluation;
    const CountFigures& base = e.alwaysPositive;
    std::string html = "<section class=\"tiles\">" + tile(c, Phrase::Auc, e.auc, nullptr);
    if (c.binary)
        html += tile(c, Phrase::Sensitivity, e.atThreshold.sensitivity, &base.sensitivity) +
                tile(c, Phrase::Specificity, e.atThreshold.specificity, &base.specificity) +
                tile(c, Phrase::Ppv, e.atThreshold.ppv, &base.ppv) +
                tile(c, Phrase::Npv, e.atThreshold.npv, &base.npv) +
                tile(c, Phrase::Accuracy, e.accuracy, &base.accuracy);
    else
        html += tile(c, Phrase::Accuracy, e.accuracy, nullptr) +
                tile(c, Phrase::BalancedAccuracy, e.balancedAccuracy, nullptr) +
                tile(c, Phrase::Mcc, e.mcc, nullptr);
    return html + "</section>\n";
}

std::string matrix(const ReportContext& c)
{
    const ConfusionMatrix& m = c.evaluation.confusion;
    if (m.total() == 0)
        return {};
    const Scores& scores = c.input.scores;
    const auto name = [&](int cls) {
        return escaped(scores.classNames[static_cast<std::size_t>(cls)]);
    };
    std::string html = "<table class=\"matrix\"><thead><tr><th></th>";
    for (int called = 0; called < m.classes; ++called)
        html += "<th scope=\"col\">" +
                escaped(phrase(Phrase::Called, c.language,
                    scores.classNames[static_cast<std::size_t>(called)])) +
                "</th>";
    html += "</tr></thead><tbody>";
    for (int truth = 0; truth < m.classes; ++truth) {
        const std::string cls = c.binary ? (truth == scores.positiveClass ? "class1" : "class0")
                                         : "class" + std::to_string(truth % 4);
        html += "<tr><th scope=\"row\" class=\"" + cls + "\">" + name(truth) + "</th>";
        for (int called = 0; called < m.classes; ++called) {
            const auto films = static_cast<double>(std::max<std::int64_t>(1, m.rowSum(truth)));
            const double share = static_cast<double>(m.at(truth, called)) / films;
            std::string tag;
            if (c.binary && m.classes == 2)
                tag = truth == scores.positiveClass ? (called == truth ? "TP" : "FN")
                                                    : (called == truth ? "TN" : "FP");
            html += "<td class=\"" + cls + (truth == called ? " right" : " wrongCell") +
                    "\" style=\"--share:" + svgNumber(100.0 * share) + "%\"><small>" + tag +
                    "</small><b>" + std::to_string(m.at(truth, called)) + "</b><small>" +
                    percentText(share, c.language) + "</small></td>";
        }
        html += "</tr>";
    }
    html += "</tbody></table>";
    return c.binary ? html : html + note(phrase(Phrase::ArgMaxNote, c.language));
}

struct Row
{
    Phrase name;
    const Figure* figure;
    const Figure* baseline;
    bool ofOneClass = false;        ///< the positive class against the rest
    const Figure* pixels = nullptr; ///< of the 8×8-pixel baseline
};

/// The same figures of the 8×8-pixel baseline.
void addPixels(std::vector<Row>& rows, const Evaluation& pixels)
{
    const CountFigures& counts = pixels.atThreshold;
    const std::pair<Phrase, const Figure*> known[] = {{Phrase::Auc, &pixels.auc},
        {Phrase::AveragePrecision, &pixels.averagePrecision}, {Phrase::Accuracy, &pixels.accuracy},
        {Phrase::BalancedAccuracy, &pixels.balancedAccuracy},
        {Phrase::Sensitivity, &counts.sensitivity}, {Phrase::Specificity, &counts.specificity},
        {Phrase::Ppv, &counts.ppv}, {Phrase::Npv, &counts.npv}, {Phrase::F1, &counts.f1},
        {Phrase::Mcc, &pixels.mcc}, {Phrase::Kappa, &pixels.kappa}, {Phrase::Brier, &pixels.brier},
        {Phrase::LogLoss, &pixels.logLoss}, {Phrase::Ece, &pixels.calibration.expected}};
    for (Row& row : rows)
        for (const auto& [name, figure] : known)
            if (row.name == name)
                row.pixels = figure;
}

std::vector<Row> figureRows(const ReportContext& c, const Evaluation* pixels)
{
    const Evaluation& e = c.evaluation;
    const CountFigures& now = e.atThreshold;
    const CountFigures& base = e.alwaysPositive;
    std::vector<Row> rows{{Phrase::Auc, &e.auc, nullptr},
        {Phrase::AveragePrecision, &e.averagePrecision, nullptr},
        {Phrase::Accuracy, &e.accuracy, c.binary ? &base.accuracy : nullptr},
        {Phrase::BalancedAccuracy, &e.balancedAccuracy,
            c.binary ? &base.balancedAccuracy : nullptr},
        {Phrase::Sensitivity, &now.sensitivity, &base.sensitivity, true},
        {Phrase::Specificity, &now.specificity, &base.specificity, true},
        {Phrase::Ppv, &now.ppv, &base.ppv, true}, {Phrase::Npv, &now.npv, &base.npv, true},
        {Phrase::F1, &now.f1, &base.f1, true},
        {Phrase::Mcc, &e.mcc, c.binary ? &base.mcc : nullptr},
        {Phrase::Kappa, &e.kappa, c.binary ? &base.kappa : nullptr}};
    if (c.binary)
        rows.insert(
            rows.end(), {{Phrase::LikelihoodPositive, &now.likelihoodRatioPositive, nullptr},
                            {Phrase::LikelihoodNegative, &now.likelihoodRatioNegative, nullptr},
                            {Phrase::OddsRatio, &now.oddsRatio, nullptr}});
    rows.insert(
        rows.end(), {{Phrase::Brier, &e.brier, nullptr}, {Phrase::LogLoss, &e.logLoss, nullptr},
                        {Phrase::Ece, &e.calibration.expected, nullptr}});
    if (pixels != nullptr)
        addPixels(rows, *pixels);
    return rows;
}

std::string figureTable(const ReportContext& c)
{
    const Language l = c.language;
    const auto cell = [l](const Figure& figure) {
        if (figure.isDefined())
            return numberText(*figure.value, 4, l);
        return "<span class=\"none\">" + escaped(phrase(Phrase::Undefined, l)) + ": " +
               escaped(reasonText(figure.undefined, l)) + "</span>";
    };
    const std::optional<Evaluation> pixels =
        c.input.pixelBaseline ? std::optional(evaluate(*c.input.pixelBaseline, 0.5)) : std::nullopt;
    std::string html =
        "<table class=\"figures\"><thead><tr><th>" + escaped(phrase(Phrase::Figure, l)) +
        "</th><th>" + escaped(phrase(Phrase::Value, l)) + "</th><th>" +
        escaped(phrase(Phrase::Interval95, l)) + "</th><th>" +
        escaped(phrase(Phrase::AlwaysPositive, l, c.positive)) + "</th>" +
        (pixels ? "<th>" + escaped(phrase(Phrase::PixelBaseline, l)) + "</th>" : "") +
        "</tr></thead><tbody>";
    for (const Row& row : figureRows(c, pixels ? &*pixels : nullptr))
        html +=
            "<tr><th scope=\"row\">" + escaped(phrase(row.name, l)) +
            (row.ofOneClass && !c.binary ? " (" + escaped(c.positive) + ")" : "") + "</th><td>" +
            cell(*row.figure) + "</td><td>" + intervalText(*row.figure, 4, l) + "</td><td>" +
            (row.baseline != nullptr ? cell(*row.baseline) : "") + "</td>" +
            (pixels ? "<td>" + (row.pixels != nullptr ? cell(*row.pixels) : "") + "</td>" : "") +
            "</tr>";
    for (std::size_t cls = 0; cls < c.evaluation.aucOfClass.size(); ++cls)
        html += "<tr><th scope=\"row\">AUC " + escaped(c.input.scores.classNames[cls]) +
                "</th><td>" + cell(c.evaluation.aucOfClass[cls]) + "</td><td>" +
                intervalText(c.evaluation.aucOfClass[cls], 4, l) + "</td><td></td></tr>";
    return html + "</tbody></table>";
}

std::string groupsOf(const ReportContext& c, const std::string& title,
    const std::vector<GroupFigure>& figures, bool namesClass)
{
    if (figures.empty())
        return {};
    std::string few;
    for (const GroupFigure& group : figures)
        if (group.tooFew)
            few += (few.empty() ? "" : ", ") +
                   (namesClass ? c.input.scores.classNames[static_cast<std::size_t>(group.label)] +
                                     " · "
                               : std::string()) +
                   group.group;
    std::string html = groupsSvg(c, title, figures, namesClass);
    if (!few.empty())
        html += note(base::printable(few) + ": " + phrase(Phrase::TooFew, c.language));
    return html;
}

/// By kind, and by whatever else the caller divides the films.
std::string groups(const ReportContext& c)
{
    const Scores& scores = c.input.scores;
    std::string html = groupsOf(
        c, phrase(Phrase::ByKind, c.language), kindFigures(scores, c.input.threshold), false);
    for (const auto& [title, groupOfFilm] : c.input.groupings) {
        const std::string part =
            groupsOf(c, title, groupFigures(scores, c.input.threshold, groupOfFilm), true);
        if (!part.empty())
            html += "<h3>" + escaped(base::printable(title)) + "</h3>" + part;
    }
    return html.empty() ? html : html + note(phrase(Phrase::ByKindNote, c.language));
}

std::string prevalence(const ReportContext& c)
{
    const CountFigures& now = c.evaluation.atThreshold;
    if (!c.binary || !now.sensitivity.isDefined() || !now.specificity.isDefined())
        return {};
    const Language l = c.language;
    std::string html = "<table class=\"figures\"><thead><tr><th>" +
                       escaped(phrase(Phrase::PrevalenceRow, l)) + "</th><th>" +
                       escaped(phrase(Phrase::Ppv, l)) + "</th><th>" +
                       escaped(phrase(Phrase::Npv, l)) + "</th></tr></thead><tbody>";
    const auto cell = [l](const Figure& figure) {
        return figure.isDefined() ? percentText(*figure.value, l)
                                  : escaped(phrase(Phrase::Undefined, l));
    };
    for (const double share : {0.01, 0.05, 0.1, 0.3, c.sweep.prevalence()})
        html += "<tr><th scope=\"row\">" + percentText(share, l) + "</th><td>" +
                cell(ppvAtPrevalence(*now.sensitivity.value, *now.specificity.value, share)) +
                "</td><td>" +
                cell(npvAtPrevalence(*now.sensitivity.value, *now.specificity.value, share)) +
                "</td></tr>";
    return html + "</tbody></table>" + note(phrase(Phrase::PrevalenceNote, l, c.positive));
}

std::string learning(const ReportContext& c)
{
    std::string html;
    for (const LearningCurve& curve : c.input.curves) {
        const std::string svg = learningSvg(c, curve);
        if (!svg.empty())
            html += "<div><h3>" + escaped(curve.name) + "</h3>" + svg + "</div>";
    }
    if (html.empty())
        return {};
    return "<p class=\"legend\"><span class=\"key trainKey\"></span>" +
           escaped(phrase(Phrase::Train, c.language)) + "<span class=\"key valKey\"></span>" +
           escaped(phrase(Phrase::Validation, c.language)) + "</p><div class=\"curves\">" + html +
           "</div>";
}

/// Base64 and nothing else may stand in an attribute.
bool isBase64(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '+' || c == '/' || c == '=';
    });
}

std::string films(const ReportContext& c)
{
    std::string html;
    const Scores& scores = c.input.scores;
    for (const ReportFilm& film : c.input.films) {
        if (!isBase64(film.pngBase64))
            continue;
        const std::string alt = escaped(film.name);
        html += "<figure><div class=\"pictures\"><img alt=\"" + alt +
                "\" src=\"data:image/png;base64," + film.pngBase64 + "\">";
        if (isBase64(film.heatMapBase64))
            html += "<img alt=\"" + alt + "\" src=\"data:image/png;base64," + film.heatMapBase64 +
                    "\">";
        html += "</div><figcaption>";
        if (film.label >= 0 && static_cast<std::size_t>(film.label) < scores.classCount())
            html += "<b class=\"" +
                    std::string(film.label == scores.positiveClass ? "class1" : "class0") + "\">" +
                    escaped(scores.classNames[static_cast<std::size_t>(film.label)]) + "</b> ";
        html += escaped(phrase(Phrase::Score, c.language)) + " " +
                percentText(film.score, c.language) + "<br><span class=\"sub\">" +
                escaped(film.name) + (film.caption.empty() ? "" : "<br>" + escaped(film.caption)) +
                "</span></figcaption></figure>";
    }
    if (html.empty())
        return {};
    return "<div class=\"films\">" + html + "</div>" + note(phrase(Phrase::MapNotice, c.language));
}

std::string facts(const ReportContext& c)
{
    std::string html;
    for (const auto& [name, value] : c.input.facts)
        html +=
            "<tr><th scope=\"row\">" + escaped(name) + "</th><td>" + escaped(value) + "</td></tr>";
    return html.empty() ? html
                        : "<table class=\"figures facts\"><tbody>" + html + "</tbody></table>";
}

/// ECE by both binnings, and Brier with Murphy's parts.
std::string calibrationText(const ReportContext& c)
{
    const auto number = [&c](const Figure& figure) {
        return figure.isDefined() ? numberText(*figure.value, 3, c.language) : std::string("–");
    };
    const MurphyParts& parts = c.evaluation.murphy;
    return "ECE " + number(c.evaluation.calibration.expected) + " (" +
           phrase(Phrase::EqualWidth, c.language) + "), " +
           number(calibrationError(c.scores, c.labels, kCalibrationBins, Binning::EqualMass)
                      .expected) +
           " (" + phrase(Phrase::EqualMass, c.language) + "). Brier " + number(c.evaluation.brier) +
           " = " + number(parts.reliability) + " − " + number(parts.resolution) + " + " +
           number(parts.uncertainty) + " (" + phrase(Phrase::MurphyNames, c.language) + ").";
}

/// A against B on the same films.
std::string comparison(const ReportContext& c)
{
    if (!c.input.rival)
        return {};
    const ReportInput::Rival& rival = *c.input.rival;
    const Language l = c.language;
    const auto paired = compare(c.input.scores, c.input.threshold, rival.scores, rival.threshold);
    if (!paired)
        return note(base::printable(base::toSentence(paired.error())));
    const auto p = [l](double value) {
        return value < 0.001 ? "p < " + numberText(0.001, 3, l) : "p = " + numberText(value, 3, l);
    };
    const auto row = [](const std::string& name, const std::string& value) {
        return "<tr><th scope=\"row\">" + escaped(name) + "</th><td>" + escaped(value) +
               "</td></tr>";
    };
    const auto auc = [l](const Figure& figure) {
        return figure.isDefined()
                   ? numberText(*figure.value, 3, l) + "  " + intervalText(figure, 3, l)
                   : reasonText(figure.undefined, l);
    };
    std::string html = "<table class=\"figures\"><tbody>" +
                       row("AUC " + c.input.modelName, auc(paired->aucA)) +
                       row("AUC " + rival.name, auc(paired->aucB));
    if (paired->deLong.p.isDefined())
        html += row("DeLong", "z = " + numberText(*paired->deLong.statistic.value, 3, l) + ", " +
                                  p(*paired->deLong.p.value));
    html +=
        row("McNemar", std::to_string(paired->mcNemar.b) + " / " +
                           std::to_string(paired->mcNemar.c) + ", " + p(paired->mcNemar.exactP) +
                           " (exact), " + p(paired->mcNemar.midP) + " (mid-p)") +
        "</tbody></table><table class=\"figures\"><thead><tr><th>" +
        escaped(phrase(Phrase::Flips, l, std::to_string(paired->flips.size()))) + "</th><th>" +
        escaped(phrase(Phrase::Truth, l)) + "</th><th>" + escaped(c.input.modelName) + "</th><th>" +
        escaped(rival.name) + "</th></tr></thead><tbody>";
    constexpr std::size_t kMostFlips = 100;
    for (std::size_t i = 0; i < std::min(kMostFlips, paired->flips.size()); ++i) {
        const Flip& flip = paired->flips[i];
        const auto label = static_cast<std::size_t>(c.input.scores.labels[flip.filmInA]);
        html += "<tr><th scope=\"row\">" +
                escaped(base::printable(c.input.scores.films[flip.filmInA])) + "</th><td>" +
                escaped(c.input.scores.classNames[label]) + "</td><td>" +
                percentText(flip.scoreA, l) + "</td><td>" + percentText(flip.scoreB, l) +
                "</td></tr>";
    }
    return html + "</tbody></table>";
}

std::string limits(const ReportContext& c)
{
    const Language l = c.language;
    std::string html = "<ul>";
    for (const std::string& limit : c.input.limits)
        html += "<li>" + escaped(limit) + "</li>";
    if (c.input.testLooks > 0)
        html += "<li>" + escaped(phrase(Phrase::LimitLooks, l, std::to_string(c.input.testLooks))) +
                "</li>";
    for (const Phrase limit :
        {Phrase::LimitPopulation, Phrase::LimitSelection, Phrase::LimitPrevalence})
        html += "<li>" + escaped(phrase(limit, l)) + "</li>";
    if (c.bootstrap.complete)
        html += "<li>" +
                escaped(phrase(Phrase::LimitIntervals, l, std::to_string(c.input.scores.size()),
                    std::to_string(c.bootstrap.patients))) +
                "</li>";
    return html + "</ul>";
}

} // namespace

std::string reportHtml(const ReportInput& input)
{
    const ReportContext c = contextOf(input);
    const Language l = c.language;
    std::string html = "<!DOCTYPE html>\n<html lang=\"" +
                       std::string(l == Language::French ? "fr" : "en") +
                       "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\"><title>" +
                       escaped(phrase(Phrase::ReportTitle, l) + " – " + input.modelName) +
                       "</title><style>" + kReportStyle + "</style></head><body><main>\n";
    html += header(c) + findings(c) + tiles(c) + "<div class=\"grid\">\n";
    html += card(phrase(Phrase::ConfusionMatrix, l), matrix(c));
    if (c.binary) {
        html += card(phrase(Phrase::ScoreHistogram, l), histogramSvg(c));
        html += card(phrase(Phrase::RocCurve, l), rocSvg(c));
        html += card(phrase(Phrase::PrCurve, l), prSvg(c));
        std::string reliability = reliabilitySvg(c);
        if (!reliability.empty())
            reliability += note(phrase(Phrase::ReliabilityNote, l)) + note(calibrationText(c));
        html += card(phrase(Phrase::Reliability, l), reliability);
        std::string decision = decisionSvg(c);
        if (!decision.empty())
            decision += note(phrase(Phrase::DecisionNote, l, c.positive));
        html += card(phrase(Phrase::DecisionCurve, l), decision);
    }
    if (!c.binary && c.evaluation.problem == Undefined::No)
        html += card(phrase(Phrase::RocCurve, l), rocOfClassesSvg(c));
    html += card(phrase(Phrase::ByKind, l), groups(c));
    html += card(phrase(Phrase::Prevalence, l), prevalence(c));
    html += card(phrase(Phrase::LearningCurves, l), learning(c), "wide");
    html += card(phrase(Phrase::FilmsShown, l), films(c), "wide");
    html += card(phrase(Phrase::Figures, l), figureTable(c), "wide");
    html += card(phrase(Phrase::Comparison, l), comparison(c), "wide");
    html += card(phrase(Phrase::About, l), facts(c));
    html += card(phrase(Phrase::Limits, l), limits(c), input.facts.empty() ? "wide" : "");
    return html + "</div><footer>" + escaped(phrase(Phrase::EducationNotice, l)) +
           "</footer></main></body></html>\n";
}

} // namespace negatoscope::evaluation
