#include "core/evaluation/Wording.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace negatoscope::evaluation {

namespace {

struct Entry
{
    Phrase phrase;
    const char* english;
    const char* french;
};

constexpr Entry kPhrases[] = {
    {Phrase::ReportTitle, "Evaluation report", "Rapport d’évaluation"},
    {Phrase::EducationBadge, "Education only – not for diagnosis",
        "Pour l’enseignement – pas pour le diagnostic"},
    {Phrase::Model, "Model", "Modèle"},
    {Phrase::Data, "Data", "Données"},
    {Phrase::Films, "films", "clichés"},
    {Phrase::Threshold, "Threshold", "Seuil"},
    {Phrase::Figures, "Figures", "Chiffres"},
    {Phrase::Figure, "Figure", "Chiffre"},
    {Phrase::Value, "Value", "Valeur"},
    {Phrase::Interval95, "95 % interval", "Intervalle à 95 %"},
    {Phrase::AlwaysPositive, "Always “%1”", "Toujours « %1 »"},
    {Phrase::PixelBaseline, "8×8 pixels", "8×8 pixels"},
    {Phrase::EqualWidth, "bins of equal width", "classes de même largeur"},
    {Phrase::EqualMass, "bins of equally many films", "classes de même effectif"},
    {Phrase::MurphyNames, "reliability − resolution + uncertainty",
        "fiabilité − résolution + incertitude"},
    {Phrase::Comparison, "Against another model", "Face à un autre modèle"},
    {Phrase::Flips, "%1 films called otherwise", "%1 clichés classés autrement"},
    {Phrase::LimitLooks,
        "The test set has been opened %1 times for this run: each look makes the figures a little "
        "less honest.",
        "Les clichés de test ont été ouverts %1 fois pour cet essai : chaque regard rend les "
        "chiffres un peu moins honnêtes."},
    {Phrase::ConfusionMatrix, "Confusion matrix", "Matrice de confusion"},
    {Phrase::Truth, "Truth", "Vérité"},
    {Phrase::Called, "called %1", "dit %1"},
    {Phrase::ArgMaxNote, "A film is called the class with the highest score.",
        "Un cliché est attribué à la classe du score le plus haut."},
    {Phrase::RocCurve, "ROC curve", "Courbe ROC"},
    {Phrase::PrCurve, "Precision and recall", "Précision et rappel"},
    {Phrase::ScoreHistogram, "Scores by class", "Scores par classe"},
    {Phrase::HistogramAxis, "score for %1", "score pour %1"},
    {Phrase::Reliability, "Calibration", "Calibration"},
    {Phrase::MeanScore, "mean score", "score moyen"},
    {Phrase::FractionPositive, "share that is %1", "part de %1"},
    {Phrase::ReliabilityNote,
        "A well calibrated score lies on the diagonal. Bars: Wilson intervals; dot size: films.",
        "Un score bien calibré est sur la diagonale. Barres : intervalles de Wilson ; taille : "
        "nombre de clichés."},
    {Phrase::LearningCurves, "Learning curves", "Courbes d’apprentissage"},
    {Phrase::Epoch, "epoch", "époque"},
    {Phrase::Train, "train", "apprentissage"},
    {Phrase::Validation, "validation", "validation"},
    {Phrase::BestEpoch, "best", "meilleure"},
    {Phrase::ByKind, "Groups", "Groupes"},
    {Phrase::ByKindNote, "Share of each group’s films that is called right.",
        "Part des clichés de chaque groupe bien classée."},
    {Phrase::Group, "Group", "Groupe"},
    {Phrase::Class, "Class", "Classe"},
    {Phrase::TooFew, "too few films to say", "trop peu de clichés pour conclure"},
    {Phrase::Prevalence, "If fewer children were ill", "Si moins d’enfants étaient malades"},
    {Phrase::PrevalenceNote,
        "The same sensitivity and specificity in other populations: of 100 children called %1, so "
        "many have it.",
        "La même sensibilité et la même spécificité dans d’autres populations : sur 100 enfants "
        "dits %1, combien le sont."},
    {Phrase::PrevalenceRow, "Share that is ill", "Part de malades"},
    {Phrase::DecisionCurve, "Decision curve", "Courbe de décision"},
    {Phrase::DecisionNote,
        "Worth having where it lies above both “call all %1” and zero (Vickers and Elkin 2006).",
        "Utile là où elle dépasse à la fois « tous %1 » et zéro (Vickers et Elkin 2006)."},
    {Phrase::ThresholdProbability, "threshold probability", "probabilité seuil"},
    {Phrase::NetBenefit, "net benefit", "bénéfice net"},
    {Phrase::ThisModel, "this model", "ce modèle"},
    {Phrase::TreatAll, "call all %1", "tous %1"},
    {Phrase::Sensitivity, "Sensitivity", "Sensibilité"},
    {Phrase::Specificity, "Specificity", "Spécificité"},
    {Phrase::Ppv, "PPV", "VPP"},
    {Phrase::Npv, "NPV", "VPN"},
    {Phrase::Accuracy, "Accuracy", "Exactitude"},
    {Phrase::BalancedAccuracy, "Balanced accuracy", "Exactitude équilibrée"},
    {Phrase::F1, "F1", "F1"},
    {Phrase::Mcc, "MCC", "MCC"},
    {Phrase::Kappa, "Cohen’s kappa", "Kappa de Cohen"},
    {Phrase::Auc, "AUC", "AUC"},
    {Phrase::AveragePrecision, "Average precision", "Précision moyenne"},
    {Phrase::Brier, "Brier score", "Score de Brier"},
    {Phrase::LogLoss, "Log loss", "Perte logarithmique"},
    {Phrase::Ece, "Calibration error (ECE, 15 bins)", "Erreur de calibration (ECE, 15 classes)"},
    {Phrase::LikelihoodPositive, "Likelihood ratio +", "Rapport de vraisemblance +"},
    {Phrase::LikelihoodNegative, "Likelihood ratio −", "Rapport de vraisemblance −"},
    {Phrase::OddsRatio, "Diagnostic odds ratio", "Rapport de cotes diagnostique"},
    {Phrase::FilmsShown, "Films", "Clichés"},
    {Phrase::Score, "score", "score"},
    {Phrase::MapNotice, "The map shows what moved this model’s score, not where the disease is.",
        "La carte montre ce qui a fait bouger le score de ce modèle, pas où est la maladie."},
    {Phrase::About, "About this model", "À propos de ce modèle"},
    {Phrase::Limits, "Limits", "Limites"},
    {Phrase::LimitPopulation,
        "The figures hold for films like those measured here. For other ages, hospitals, machines "
        "or views nothing is known; expect less.",
        "Les chiffres valent pour des clichés semblables à ceux mesurés ici. Pour d’autres âges, "
        "hôpitaux, appareils ou incidences, on ne sait rien ; attendez-vous à moins."},
    {Phrase::LimitSelection,
        "Each time that settings are chosen by looking at these films, the figures become a little "
        "less honest.",
        "Chaque fois qu’un réglage est choisi en regardant ces clichés, les chiffres deviennent un "
        "peu moins honnêtes."},
    {Phrase::LimitIntervals,
        "Intervals come from %1 films of %2 patients: AUC and scores by a bootstrap that draws "
        "patients, shares by Wilson’s formula. They hold chance, not bias.",
        "Les intervalles viennent de %1 clichés de %2 patients : AUC et scores par un bootstrap "
        "qui tire des patients, proportions par la formule de Wilson. Ils tiennent compte du "
        "hasard, pas des biais."},
    {Phrase::LimitPrevalence,
        "PPV and NPV depend on how common the disease is among the films; here it is far more "
        "common than in a waiting room.",
        "VPP et VPN dépendent de la fréquence de la maladie parmi les clichés ; ici elle est bien "
        "plus fréquente que dans une salle d’attente."},
    {Phrase::EducationNotice,
        "For teaching and research only. Not a medical device; not for diagnosis, triage or "
        "treatment. Outputs are scores of a statistical model, not probabilities of disease in "
        "your patient.",
        "Pour l’enseignement et la recherche uniquement. Ce n’est pas un dispositif médical ; ni "
        "pour le diagnostic, ni pour le tri, ni pour le traitement. Les sorties sont des scores "
        "d’un modèle statistique, pas des probabilités de maladie chez votre patient."},
    {Phrase::Undefined, "undefined", "non défini"},
    {Phrase::CalledPositive, "called %1", "dit %1"},
    {Phrase::Reading, "What stands out", "Ce qui frappe"},
    {Phrase::ChanceLine, "chance", "hasard"},
    {Phrase::BootstrapBand, "95 % band, patients resampled",
        "bande à 95 %, patients rééchantillonnés"},
};

struct Reason
{
    Undefined reason;
    const char* french;
};

constexpr Reason kReasons[] = {
    {Undefined::NoFilms, "il n’y a aucun cliché"},
    {Undefined::NoPositiveFilm, "aucun cliché n’est de la classe positive"},
    {Undefined::NoNegativeFilm, "aucun cliché n’est de la classe négative"},
    {Undefined::NothingCalledPositive, "aucun cliché n’a été dit positif"},
    {Undefined::NothingCalledNegative, "aucun cliché n’a été dit négatif"},
    {Undefined::OneClassCalled, "tous les clichés sont attribués à la même classe"},
    {Undefined::ClassWithoutFilm, "une des classes n’a aucun cliché"},
    {Undefined::NoFalsePositive, "aucun faux positif par lequel diviser"},
    {Undefined::NoFalseNegative, "aucun faux négatif par lequel diviser"},
    {Undefined::NoError, "une des deux sortes d’erreurs manque, par laquelle diviser"},
    {Undefined::NothingNegativeRight, "aucun cliché négatif n’a été dit négatif"},
    {Undefined::ChanceOnly,
        "vérité et décisions n’ont qu’une classe : le hasard suffit à les accorder"},
    {Undefined::NotFinite, "un score n’est pas un nombre fini"},
    {Undefined::NotAProbability, "un score est hors de l’intervalle de 0 à 1"},
    {Undefined::UnknownLabel, "une étiquette ne désigne aucune classe"},
    {Undefined::NoPositiveClass, "aucune classe n’est désignée comme positive"},
    {Undefined::NoVariance, "la variance est nulle"},
    {Undefined::NotReachable, "aucun seuil ne l’atteint"},
};

void replace(std::string& text, const std::string& mark, const std::string& with)
{
    if (const auto at = text.find(mark); at != std::string::npos)
        text.replace(at, mark.size(), with);
}

} // namespace

std::string phrase(Phrase wanted, Language language)
{
    const auto* entry = std::find_if(std::begin(kPhrases), std::end(kPhrases),
        [wanted](const Entry& candidate) { return candidate.phrase == wanted; });
    if (entry == std::end(kPhrases))
        return {};
    return language == Language::French ? entry->french : entry->english;
}

std::string phrase(
    Phrase wanted, Language language, const std::string& first, const std::string& second)
{
    std::string text = phrase(wanted, language);
    // %2 first: what stands for %1 is a name that may hold anything.
    replace(text, "%2", second);
    replace(text, "%1", first);
    return text;
}

std::string reasonText(Undefined reason, Language language)
{
    if (language == Language::French)
        for (const Reason& entry : kReasons)
            if (entry.reason == reason)
                return entry.french;
    return reasonText(reason);
}

std::string numberText(double value, int decimals, Language language)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    std::string result(text);
    // The C locale may be the user's: whatever sign it chose, ours is known.
    std::replace_if(
        result.begin(), result.end(), [](char c) { return c == '.' || c == ','; },
        language == Language::French ? ',' : '.');
    return result;
}

std::string percentText(double share, Language language, int decimals)
{
    const std::string text = numberText(100.0 * share, decimals, language);
    // "100.0 %" would say never wrong, "0.0 %" never: say it only where it is so.
    if (share < 1.0 && text == numberText(100.0, decimals, language))
        return ">\u00A0" + numberText(100.0 - std::pow(10.0, -decimals), decimals, language) +
               "\u00A0%";
    if (share > 0.0 && text == numberText(0.0, decimals, language))
        return "<\u00A0" + numberText(std::pow(10.0, -decimals), decimals, language) + "\u00A0%";
    return text + "\u00A0%";
}

} // namespace negatoscope::evaluation
