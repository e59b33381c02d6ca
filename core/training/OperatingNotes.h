#pragma once

#include "core/base/Result.h"
#include "core/evaluation/Scores.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::training {

enum class CalibrationKind { None, Temperature, Platt };
const char* calibrationName(CalibrationKind kind); ///< "none", "temperature", "platt"

/// How somebody decided to use a run: chosen after training, on validation, and kept in the run's
/// folder as operating.json. It never changes what was learned.
struct OperatingNotes
{
    double threshold = 0.5;
    std::string rule{}; ///< "youden", "sensitivity 0.95", "cost", "by hand", …; "" = never chosen
    CalibrationKind calibration = CalibrationKind::None; ///< the one in use
    double temperature = 1.0;                            ///< softmax(z / T)
    double slope = 1.0;                                  ///< Platt, on the log-odds
    double intercept = 0.0;
    int testLooks = 0; ///< how often the test set was opened for this run

    bool operator==(const OperatingNotes&) const = default;
};

/// Defaults when the run has none. Errors: CorruptFile and those of reading.
base::Result<OperatingNotes> readOperatingNotes(const std::filesystem::path& runFolder);
base::Result<void> writeOperatingNotes(
    const OperatingNotes& notes, const std::filesystem::path& runFolder);

/// The scores as the notes want them: unchanged, by temperature, or by Platt (two classes).
evaluation::Scores calibrated(const evaluation::Scores& scores, const OperatingNotes& notes);

/// The same for one film: K probabilities from K logits.
std::vector<float> calibratedProbabilities(
    std::span<const double> logits, int positiveClass, const OperatingNotes& notes);

/// The threshold on calibrated scores: the one that was chosen, or `own` while none was.
double thresholdInUse(const OperatingNotes& notes, double own);

} // namespace negatoscope::training
