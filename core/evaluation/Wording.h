#pragma once

#include "core/evaluation/Figure.h"
#include "core/evaluation/Language.h"

#include <string>

namespace negatoscope::evaluation {

/// Every fixed text of a report.
enum class Phrase {
    ReportTitle,
    EducationBadge,
    Model,
    Data,
    Films,
    Threshold,
    Figures,
    Figure,
    Value,
    Interval95,
    AlwaysPositive, ///< %1 = class
    PixelBaseline,
    EqualWidth,
    EqualMass,
    MurphyNames,
    Comparison,
    Flips,      ///< %1 = films
    LimitLooks, ///< %1 = times
    ConfusionMatrix,
    Truth,
    Called,
    ArgMaxNote,
    RocCurve,
    PrCurve,
    ScoreHistogram,
    HistogramAxis,
    Reliability,
    MeanScore,
    FractionPositive, ///< %1 = class
    ReliabilityNote,
    LearningCurves,
    Epoch,
    Train,
    Validation,
    BestEpoch,
    ByKind,
    ByKindNote,
    Group,
    Class,
    TooFew,
    Prevalence,
    PrevalenceNote, ///< %1 = class
    PrevalenceRow,
    DecisionCurve,
    DecisionNote, ///< %1 = class
    ThresholdProbability,
    NetBenefit,
    ThisModel,
    TreatAll, ///< %1 = class
    Sensitivity,
    Specificity,
    Ppv,
    Npv,
    Accuracy,
    BalancedAccuracy,
    F1,
    Mcc,
    Kappa,
    Auc,
    AveragePrecision,
    Brier,
    LogLoss,
    Ece,
    LikelihoodPositive,
    LikelihoodNegative,
    OddsRatio,
    FilmsShown,
    Score,
    MapNotice,
    About,
    Limits,
    LimitPopulation,
    LimitSelection,
    LimitIntervals, ///< %1 = films, %2 = patients
    LimitPrevalence,
    EducationNotice,
    Undefined,
    CalledPositive, ///< %1 = class
    Reading,
    ChanceLine,
    BootstrapBand
};

std::string phrase(Phrase phrase, Language language);
/// With %1 and %2 replaced.
std::string phrase(
    Phrase phrase, Language language, const std::string& first, const std::string& second = {});

/// Why a figure has no value, in the reader's language.
std::string reasonText(Undefined reason, Language language);

/// A number with so many decimals and the language's decimal sign.
std::string numberText(double value, int decimals, Language language);
/// 0.973 → "97.3 %"; 0.99999 → "> 99.9 %".
std::string percentText(double share, Language language, int decimals = 1);

} // namespace negatoscope::evaluation
