#pragma once

// Everything that can be measured on Scores, in one include.
#include "core/evaluation/AucInterval.h"
#include "core/evaluation/Bootstrap.h"
#include "core/evaluation/Calibration.h"
#include "core/evaluation/Comparison.h"
#include "core/evaluation/Confusion.h"
#include "core/evaluation/Curves.h"
#include "core/evaluation/Decision.h"
#include "core/evaluation/Diagnosis.h"
#include "core/evaluation/Figure.h"
#include "core/evaluation/Groups.h"
#include "core/evaluation/Intervals.h"
#include "core/evaluation/Scores.h"
#include "core/evaluation/ThresholdSweep.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace negatoscope::evaluation {

/// The number of bins behind every ECE that we print.
inline constexpr int kCalibrationBins = 15;

/// All figures of one model on one set of films.
struct Evaluation
{
    std::size_t films = 0;
    double threshold = 0.5;
    Undefined problem = Undefined::No; ///< forbids every figure
    ConfusionMatrix confusion;         ///< K×K
    /// The positive class against the rest: two classes by the threshold, more by arg max.
    CountFigures atThreshold;
    CountFigures alwaysPositive; ///< the baseline on the same films

    Figure accuracy;
    Figure balancedAccuracy; ///< K > 2: mean recall
    Figure mcc;              ///< K > 2: Gorodkin's
    Figure kappa;
    Figure auc; ///< DeLong interval on the logit; K > 2: one-versus-rest, mean of classes
    Figure averagePrecision; ///< K > 2: mean of classes
    Figure brier;            ///< K > 2: summed over the classes
    Figure logLoss;
    CalibrationError calibration;                ///< 15 right-closed bins; K > 2: of the top label
    MurphyParts murphy;                          ///< K ≤ 2
    std::vector<Figure> aucOfClass;              ///< K > 2: each class against the rest
    std::vector<Figure> averagePrecisionOfClass; ///< K > 2

    bool isBinary() const { return confusion.classes <= 2; }
};

Evaluation evaluate(const Scores& scores, double threshold);

/// Puts bootstrap intervals where the evaluation has none of its own (F1, MCC, AP, Brier, …) and in
/// place of DeLong's for the AUC, which knows nothing of patients; not where all replicates are
/// alike, as with perfect separation.
void applyBootstrap(Evaluation& evaluation, const BootstrapIntervals& intervals);

/// The JSON of ../shared/design/cli.md for `evaluate`, `val` and `test`. Undefined figures are null
/// and listed with their reason under "undefined". The AUC's interval is the patient bootstrap
/// (2,000 replicates), the others are Wilson's. K > 2: "confusion" is a list of rows in the order
/// of "classes", "auc_per_class" is added, "threshold" is null (arg max decides).
nlohmann::json evaluationJson(const Scores& scores, double threshold);

/// "file,label,score" (K > 2: and one "score_<class>" column each), RFC 4180 with \n, 9 digits.
std::string scoresCsv(const Scores& scores);

} // namespace negatoscope::evaluation
