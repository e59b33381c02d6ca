#pragma once

#include "core/evaluation/Diagnosis.h"
#include "core/evaluation/Scores.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace negatoscope::evaluation {

/// One metric over the epochs of a run. Values that are not finite are left out of the picture.
struct LearningCurve
{
    std::string name; ///< "loss", "accuracy", …
    std::vector<double> train;
    std::vector<double> validation;
};

/// A film to show; pictures are PNG files as base64, made by the caller.
struct ReportFilm
{
    std::string name;
    std::string pngBase64;
    std::string heatMapBase64; ///< may be empty
    int label = -1;            ///< class index, −1 when unknown
    double score = 0.0;        ///< probability of the positive class
    std::string caption;       ///< what is true of the heat map; may be empty
};

struct ReportInput
{
    std::string modelName;
    std::string dataName;
    std::string splitName; ///< "test", "val", …
    std::string date;      ///< as it is to be printed
    Scores scores;
    double threshold = 0.5;
    std::optional<Scores> validation;    ///< scores of the validation films, for comparison
    std::optional<Scores> pixelBaseline; ///< of the 8×8-pixel regression on the same films
    struct Rival
    {
        std::string name;
        Scores scores;
        double threshold = 0.5;
    };
    std::optional<Rival> rival; ///< another model on the same films
    int testLooks = -1;         ///< how often the test set was opened; −1 = not known
    std::vector<LearningCurve> curves;
    int bestEpoch = -1; ///< 0-based
    std::vector<ReportFilm> films;
    std::vector<std::pair<std::string, std::string>> facts; ///< "alpha" → "0.35", …
    std::vector<std::string> limits; ///< sentences about this model, before the general ones
    /// Groupings besides the kinds: title, and one group per film ("" = in none).
    std::vector<std::pair<std::string, std::vector<std::string>>> groupings;
    Language language = Language::English;
};

/// One self-contained HTML file: no script, no link to anything outside, light and dark by the
/// reader's preference, every chart with its numbers in a table below. Never fails: what is
/// undefined is said in its place. Thread: any; takes some tens of milliseconds (bootstrap).
std::string reportHtml(const ReportInput& input);

} // namespace negatoscope::evaluation
