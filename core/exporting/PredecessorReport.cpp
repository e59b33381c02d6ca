#include "core/exporting/PredecessorReport.h"

#include "core/base/Text.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/Report.h"
#include "core/evaluation/SvgChart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace negatoscope::exporting {

namespace {

using evaluation::Language;
using evaluation::Scores;
using training::RunRecord;

/// The section of predecessors in one language.
class Predecessors
{
public:
    Predecessors(const RunRecord& run, const std::vector<RunRecord>& others, CardNotes notes,
        Language language)
        : m_notes(std::move(notes))
        , m_language(language)
    {
        for (const RunRecord& other : others)
            m_runs.push_back(&other);
        m_runs.push_back(&run);
    }

    std::string html() const
    {
        return "<section class=\"card\"><h2>" +
               say("The chosen model beside its predecessors",
                   "Le modèle choisi à côté de ses prédécesseurs") +
               "</h2>" + reason() + figures() + curves() + matrices() + flips() + "</section>";
    }

private:
    std::string say(const char* english, const char* french) const
    {
        return base::htmlEscaped(m_language == Language::French ? french : english);
    }

    /// Test films, or validation films where the run has no test films.
    static const Scores& scoresOf(const RunRecord& run)
    {
        return run.test.size() > 0 ? run.test : run.validation;
    }

    std::string nameOf(std::size_t i) const
    {
        const RunRecord& run = *m_runs[i];
        const bool chosen = i + 1 == m_runs.size();
        const std::string& given = chosen && !m_notes.name.empty() ? m_notes.name : run.name;
        return base::htmlEscaped(given.empty() ? run.id.substr(0, 8) : given) +
               (chosen ? " ★" : "");
    }

    std::string number(const evaluation::Figure& figure) const
    {
        if (!figure.value)
            return "–";
        std::array<char, 64> text{};
        if (figure.interval)
            std::snprintf(text.data(), text.size(), "%.3f [%.3f, %.3f]", *figure.value,
                figure.interval->low, figure.interval->high);
        else
            std::snprintf(text.data(), text.size(), "%.3f", *figure.value);
        std::string shown = text.data();
        if (m_language == Language::French)
            for (char& c : shown)
                c = c == '.' ? ',' : c == ',' ? ';' : c;
        return shown;
    }

    std::string reason() const
    {
        if (m_notes.reason.empty())
            return {};
        return "<p class=\"note\">" + say("Chosen because: ", "Choisi parce que : ") +
               base::htmlEscaped(m_notes.reason) + "</p>";
    }

    std::string figures() const
    {
        std::string html = "<table class=\"figures\"><thead><tr><th>" + say("Run", "Essai") +
                           "</th><th>" + say("films", "clichés") + "</th><th>" + say("AUC", "AUC") +
                           "</th><th>" + say("accuracy", "exactitude") + "</th><th>" +
                           say("sensitivity", "sensibilité") + "</th><th>" +
                           say("specificity", "spécificité") + "</th></tr></thead><tbody>";
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const Scores& scores = scoresOf(*m_runs[i]);
            const evaluation::Evaluation e = evaluation::evaluate(scores, m_notes.threshold);
            html += "<tr><th scope=\"row\">" + nameOf(i) + "</th><td>" +
                    std::to_string(scores.size()) + " " +
                    (m_runs[i]->test.size() > 0 ? say("test", "test")
                                                : say("validation", "validation")) +
                    "</td><td>" + number(e.auc) + "</td><td>" + number(e.accuracy) + "</td><td>" +
                    number(e.atThreshold.sensitivity) + "</td><td>" +
                    number(e.atThreshold.specificity) + "</td></tr>";
        }
        return html + "</tbody></table>";
    }

    std::string curve(const char* metric) const
    {
        std::vector<evaluation::SvgChart::Points> all;
        double low = 1e300;
        double high = -1e300;
        double epochs = 1.0;
        for (const RunRecord* run : m_runs) {
            all.emplace_back();
            for (const training::EpochRecord& epoch : run->history) {
                const auto found = epoch.metrics.find(metric);
                if (found == epoch.metrics.end() || !std::isfinite(found->second))
                    continue;
                all.back().emplace_back(epoch.epoch + 1, found->second);
                low = std::min(low, found->second);
                high = std::max(high, found->second);
                epochs = std::max(epochs, static_cast<double>(epoch.epoch + 1));
            }
        }
        if (low > high)
            return {};
        const double room = std::max((high - low) * 0.08, 1e-6);
        const auto tick = [](double value) {
            return std::pair{value, base::formatNumber(value, 3)};
        };
        evaluation::SvgChart chart({},
            {0.5, epochs + 0.5, {tick(1), tick(epochs)},
                m_language == Language::French ? "époque" : "epoch"},
            {low - room, high + room, {tick(low), tick((low + high) / 2), tick(high)}, metric},
            metric);
        for (std::size_t i = 0; i < all.size(); ++i)
            chart.line(all[i], i + 1 == all.size() ? "valLine" : "trainLine");
        return "<figure>" + std::move(chart).finish() + "</figure>";
    }

    std::string curves() const
    {
        return "<h3>" +
               say("Curves on validation: the chosen model in colour",
                   "Courbes de validation : le modèle choisi en couleur") +
               "</h3><div class=\"curves\">" + curve("val_loss") + curve("val_accuracy") +
               curve("val_auc") + "</div>";
    }

    std::string matrices() const
    {
        std::string html =
            "<h3>" +
            say("Confusion matrices (rows: truth)", "Matrices de confusion (lignes : vérité)") +
            "</h3><div class=\"grid\">";
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const Scores& scores = scoresOf(*m_runs[i]);
            const auto matrix = evaluation::confusionMatrix(scores, m_notes.threshold);
            html += "<table class=\"figures\"><caption>" + nameOf(i) + "</caption><tbody>";
            for (int truth = 0; truth < matrix.classes; ++truth) {
                html += "<tr><th scope=\"row\">" +
                        base::htmlEscaped(scores.classNames[static_cast<std::size_t>(truth)]) +
                        "</th>";
                for (int called = 0; called < matrix.classes; ++called)
                    html += "<td>" + std::to_string(matrix.at(truth, called)) + "</td>";
                html += "</tr>";
            }
            html += "</tbody></table>";
        }
        return html + "</div>";
    }

    /// What changes sides between each predecessor and the chosen model.
    std::string flips() const
    {
        std::string html =
            "<h3>" + say("Films that changed sides", "Clichés qui changent de camp") +
            "</h3><table class=\"figures\"><thead><tr><th>" + say("against", "par rapport à") +
            "</th><th>" + say("common films", "clichés communs") + "</th><th>" +
            say("turned right", "devenus justes") + "</th><th>" +
            say("turned wrong", "devenus faux") + "</th><th>" + say("McNemar p", "p de McNemar") +
            "</th><th>" + say("DeLong p", "p de DeLong") + "</th></tr></thead><tbody>";
        const Scores& chosen = scoresOf(*m_runs.back());
        for (std::size_t i = 0; i + 1 < m_runs.size(); ++i) {
            const auto pair = evaluation::compare(
                scoresOf(*m_runs[i]), m_notes.threshold, chosen, m_notes.threshold);
            html += "<tr><th scope=\"row\">" + nameOf(i) + "</th>";
            if (!pair) {
                html += "<td colspan=\"5\">" + say("no common films", "aucun cliché commun") +
                        "</td></tr>";
                continue;
            }
            html += "<td>" + std::to_string(pair->films) + "</td><td>" +
                    std::to_string(pair->mcNemar.c) + "</td><td>" +
                    std::to_string(pair->mcNemar.b) + "</td><td>" +
                    base::formatNumber(pair->mcNemar.exactP, 3) + "</td><td>" +
                    (pair->deLong.p.value ? base::formatNumber(*pair->deLong.p.value, 3) : "–") +
                    "</td></tr>";
        }
        return html + "</tbody></table>";
    }

    std::vector<const RunRecord*> m_runs; ///< the chosen one last
    CardNotes m_notes;
    Language m_language;
};

std::vector<evaluation::LearningCurve> learningCurves(const RunRecord& run)
{
    std::vector<evaluation::LearningCurve> curves;
    for (const char* name : {"loss", "accuracy", "auc"}) {
        evaluation::LearningCurve curve{name, {}, {}};
        for (const training::EpochRecord& epoch : run.history) {
            const auto value = [&epoch](const std::string& key) {
                const auto found = epoch.metrics.find(key);
                return found == epoch.metrics.end() ? std::nan("") : found->second;
            };
            curve.train.push_back(value(name));
            curve.validation.push_back(value(std::string("val_") + name));
        }
        curves.push_back(std::move(curve));
    }
    return curves;
}

} // namespace

std::string finalReport(const RunRecord& run, const std::vector<RunRecord>& predecessors,
    const CardNotes& notes, Language language)
{
    evaluation::ReportInput input;
    const bool tested = run.test.size() > 0;
    input.modelName = notes.name.empty() ? run.id : base::printable(notes.name);
    input.splitName = tested ? "test" : "val";
    input.dataName = run.environment.is_object()
                         ? std::filesystem::path(run.environment.value("data_root", std::string()))
                               .filename()
                               .string()
                         : "";
    input.date = notes.date;
    input.scores = tested ? run.test : run.validation;
    if (tested && run.validation.size() > 0)
        input.validation = run.validation;
    input.threshold = notes.threshold;
    input.curves = learningCurves(run);
    input.bestEpoch = run.bestEpoch;
    input.facts = settingsForReading(run.config);
    input.language = language;
    std::string html = evaluation::reportHtml(input);
    if (predecessors.empty() && notes.reason.empty())
        return html;
    const std::string section = Predecessors(run, predecessors, notes, language).html();
    const std::size_t footer = html.rfind("<footer");
    html.insert(footer == std::string::npos ? html.size() : footer, section);
    return html;
}

} // namespace negatoscope::exporting
