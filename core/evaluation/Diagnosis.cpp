#include "core/evaluation/Diagnosis.h"

#include "core/evaluation/Figures.h"
#include "core/evaluation/Wording.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace negatoscope::evaluation {

namespace {

constexpr std::int64_t kFewOfAClass = 30;
constexpr double kConstantSpread = 1e-3; // of the largest against the smallest probability

void findAboutFilms(const Scores& scores, std::vector<Finding>& findings)
{
    std::map<int, std::int64_t> films;
    for (const int label : scores.labels)
        ++films[label];
    if (films.size() == 1) {
        Finding finding{.kind = FindingKind::OneClassData};
        finding.className = scores.classNames[static_cast<std::size_t>(films.begin()->first)];
        findings.push_back(finding);
    }
    for (const auto& [label, count] : films)
        if (count < kFewOfAClass) {
            Finding finding{.kind = FindingKind::FewFilms};
            finding.className = scores.classNames[static_cast<std::size_t>(label)];
            finding.count = count;
            findings.push_back(finding);
        }
}

bool nearlyConstant(const Scores& scores)
{
    for (std::size_t cls = 0; cls < scores.classCount(); ++cls) {
        double low = 1.0;
        double high = 0.0;
        for (std::size_t film = 0; film < scores.size(); ++film) {
            low = std::min(low, scores.probability(film, cls));
            high = std::max(high, scores.probability(film, cls));
        }
        if (high - low >= kConstantSpread)
            return false;
    }
    return scores.size() > 1 && scores.classCount() > 1;
}

/// The only class that is called, or nothing.
std::optional<int> onlyCalled(const ConfusionMatrix& matrix)
{
    for (int cls = 0; cls < matrix.classes; ++cls)
        if (matrix.total() > 0 && matrix.columnSum(cls) == matrix.total())
            return cls;
    return std::nullopt;
}

void findAboutCalls(
    const Scores& scores, const Evaluation& evaluation, std::vector<Finding>& findings)
{
    const ConfusionMatrix& matrix = evaluation.confusion;
    const auto name = [&](int cls) {
        return scores.classNames[static_cast<std::size_t>(cls)];
    };
    if (const auto only = onlyCalled(matrix)) {
        Finding finding{.kind = FindingKind::OneClassCalled};
        finding.className = name(*only);
        findings.push_back(finding);
        return;
    }
    int commonest = 0;
    for (int cls = 1; cls < matrix.classes; ++cls)
        if (matrix.rowSum(cls) > matrix.rowSum(commonest))
            commonest = cls;
    Finding always{.kind = FindingKind::NoBetterThanAlways};
    always.className = name(commonest);
    always.value = evaluation.accuracy.value.value_or(0.0);
    always.reference =
        static_cast<double>(matrix.rowSum(commonest)) / static_cast<double>(matrix.total());
    if (always.value <= always.reference)
        findings.push_back(always);
    for (int cls = 0; cls < matrix.classes; ++cls) {
        Finding missed{.kind = FindingKind::MostOfAClassMissed};
        missed.className = name(cls);
        missed.total = matrix.rowSum(cls);
        missed.count = missed.total - matrix.at(cls, cls);
        if (2 * missed.count > missed.total)
            findings.push_back(missed);
    }
}

void compareWithValidation(
    const Evaluation& test, const Evaluation& validation, std::vector<Finding>& findings)
{
    Finding finding{.kind = FindingKind::FarBelowValidation};
    const auto apart = [](const Figure& low, const Figure& high) {
        return low.isDefined() && high.isDefined() && low.interval && high.interval &&
               low.interval->high < high.interval->low;
    };
    if (apart(test.auc, validation.auc) && *validation.auc.value - *test.auc.value >= 0.02) {
        finding.value = *test.auc.value;
        finding.reference = *validation.auc.value;
        findings.push_back(finding);
    } else if (apart(test.accuracy, validation.accuracy) && test.balancedAccuracy.isDefined() &&
               validation.balancedAccuracy.isDefined() &&
               *validation.balancedAccuracy.value - *test.balancedAccuracy.value >= 0.05) {
        finding.ofAuc = false;
        finding.value = *test.balancedAccuracy.value;
        finding.reference = *validation.balancedAccuracy.value;
        findings.push_back(finding);
    }
}

std::string pointsOfOneFilm(const Finding& finding, Language language)
{
    return numberText(
        100.0 / static_cast<double>(std::max<std::int64_t>(1, finding.count)), 1, language);
}

std::string english(const Finding& f)
{
    const auto number = [](double value) {
        return numberText(value, 3, Language::English);
    };
    switch (f.kind) {
    case FindingKind::NoFilms:
        return "There is no film to measure on.";
    case FindingKind::NotFinite:
        return "Some scores are not finite numbers: the training has diverged, and no figure means "
               "anything.";
    case FindingKind::OneClassData:
        return "All films are " + f.className +
               ": how well the classes are told apart cannot be measured.";
    case FindingKind::FewFilms:
        return "Only " + std::to_string(f.count) + " films are " + f.className +
               ": one film more or less moves the figures by " +
               pointsOfOneFilm(f, Language::English) + " points; read the intervals.";
    case FindingKind::ConstantScores:
        return "Every film gets nearly the same score: the model has not learned to tell the films "
               "apart.";
    case FindingKind::OneClassCalled:
        return "Every film is called " + f.className + ": the accuracy is only the share of " +
               f.className + " among the films.";
    case FindingKind::WorseThanChance:
        return "The AUC of " + number(f.value) +
               " is below 0.5: the model ranks the films the wrong way round. Are two classes "
               "swapped?";
    case FindingKind::NoBetterThanAlways:
        return "The accuracy of " + number(f.value) + " is no better than calling every film " +
               f.className + " (" + number(f.reference) + ").";
    case FindingKind::MostOfAClassMissed:
        return std::to_string(f.count) + " of " + std::to_string(f.total) + " " + f.className +
               " films are called something else.";
    case FindingKind::FarBelowValidation:
        return std::string(f.ofAuc ? "The AUC" : "The balanced accuracy") + " is " +
               number(f.value) + " on these films, but " + number(f.reference) +
               " on validation, which is more than chance explains: these films differ from those "
               "the model was trained on (domain shift). The validation figure does not hold here.";
    }
    return {};
}

std::string french(const Finding& f)
{
    const auto number = [](double value) {
        return numberText(value, 3, Language::French);
    };
    switch (f.kind) {
    case FindingKind::NoFilms:
        return "Il n’y a aucun cliché à mesurer.";
    case FindingKind::NotFinite:
        return "Certains scores ne sont pas des nombres finis : l’apprentissage a divergé, aucun "
               "chiffre n’a de sens.";
    case FindingKind::OneClassData:
        return "Tous les clichés sont " + f.className +
               " : on ne peut pas mesurer si les classes sont distinguées.";
    case FindingKind::FewFilms:
        return "Seulement " + std::to_string(f.count) + " clichés sont " + f.className +
               " : un cliché de plus ou de moins déplace les chiffres de " +
               pointsOfOneFilm(f, Language::French) + " points ; lisez les intervalles.";
    case FindingKind::ConstantScores:
        return "Tous les clichés reçoivent presque le même score : le modèle n’a pas appris à les "
               "distinguer.";
    case FindingKind::OneClassCalled:
        return "Tous les clichés sont déclarés " + f.className +
               " : l’exactitude n’est que la part de " + f.className + " parmi les clichés.";
    case FindingKind::WorseThanChance:
        return "L’AUC de " + number(f.value) +
               " est inférieure à 0,5 : le modèle classe les clichés à l’envers. Deux classes "
               "sont-elles inversées ?";
    case FindingKind::NoBetterThanAlways:
        return "L’exactitude de " + number(f.value) +
               " n’est pas meilleure que de déclarer chaque cliché " + f.className + " (" +
               number(f.reference) + ").";
    case FindingKind::MostOfAClassMissed:
        return std::to_string(f.count) + " clichés " + f.className + " sur " +
               std::to_string(f.total) + " sont déclarés autrement.";
    case FindingKind::FarBelowValidation:
        return std::string(f.ofAuc ? "L’AUC" : "L’exactitude équilibrée") + " est de " +
               number(f.value) + " sur ces clichés, mais de " + number(f.reference) +
               " en validation, plus que le hasard ne l’explique : ces clichés diffèrent de ceux "
               "de l’apprentissage (décalage de domaine). Le chiffre de validation ne vaut pas "
               "ici.";
    }
    return {};
}

} // namespace

std::vector<Finding> diagnose(const Scores& scores, double threshold, const Scores* validation)
{
    const Undefined problem = problemOf(scores);
    if (problem == Undefined::NotFinite)
        return {{.kind = FindingKind::NotFinite}};
    if (problem != Undefined::No)
        return {{.kind = FindingKind::NoFilms}};
    std::vector<Finding> findings;
    const Evaluation evaluation = evaluate(scores, threshold);
    if (nearlyConstant(scores))
        findings.push_back({.kind = FindingKind::ConstantScores});
    findAboutCalls(scores, evaluation, findings);
    if (evaluation.auc.isDefined() && *evaluation.auc.value < 0.5)
        findings.push_back({.kind = FindingKind::WorseThanChance, .value = *evaluation.auc.value});
    if (validation != nullptr && problemOf(*validation) == Undefined::No)
        compareWithValidation(evaluation, evaluate(*validation, threshold), findings);
    findAboutFilms(scores, findings);
    return findings;
}

std::string sentence(const Finding& finding, Language language)
{
    return language == Language::French ? french(finding) : english(finding);
}

} // namespace negatoscope::evaluation
