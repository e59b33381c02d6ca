#include "core/training/OperatingNotes.h"

#include "core/base/Files.h"
#include "core/evaluation/Calibration.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace negatoscope::training {

namespace {

constexpr const char* kFile = "operating.json";
constexpr int kSchemaVersion = 1;

bool isUsable(const OperatingNotes& notes)
{
    return std::isfinite(notes.threshold) && notes.threshold >= 0.0 && notes.threshold <= 1.0 &&
           std::isfinite(notes.temperature) && notes.temperature > 0.0 &&
           std::isfinite(notes.slope) && std::isfinite(notes.intercept) && notes.testLooks >= 0;
}

} // namespace

const char* calibrationName(CalibrationKind kind)
{
    switch (kind) {
    case CalibrationKind::Temperature:
        return "temperature";
    case CalibrationKind::Platt:
        return "platt";
    case CalibrationKind::None:
        break;
    }
    return "none";
}

base::Result<OperatingNotes> readOperatingNotes(const std::filesystem::path& runFolder)
{
    const std::filesystem::path path = runFolder / kFile;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return OperatingNotes();
    const auto text = base::readTextFile(path);
    if (!text)
        return base::failure(text);
    const base::Error corrupt{base::ErrorCode::CorruptFile,
        "the run's threshold and calibration cannot be read", path.string(),
        "delete the file: the run itself is whole"};
    try {
        const auto json = nlohmann::json::parse(*text);
        OperatingNotes notes;
        notes.threshold = json.value("threshold", notes.threshold);
        notes.rule = json.value("rule", notes.rule);
        const std::string kind = json.value("calibration", std::string("none"));
        for (const CalibrationKind known : {CalibrationKind::Temperature, CalibrationKind::Platt})
            if (kind == calibrationName(known))
                notes.calibration = known;
        notes.temperature = json.value("temperature", notes.temperature);
        notes.slope = json.value("slope", notes.slope);
        notes.intercept = json.value("intercept", notes.intercept);
        notes.testLooks = json.value("test_looks", notes.testLooks);
        return isUsable(notes) ? base::Result<OperatingNotes>(notes) : base::failure(corrupt);
    } catch (const nlohmann::json::exception&) {
        return base::failure(corrupt);
    }
}

base::Result<void> writeOperatingNotes(
    const OperatingNotes& notes, const std::filesystem::path& runFolder)
{
    const nlohmann::ordered_json json{{"schema", kSchemaVersion}, {"threshold", notes.threshold},
        {"rule", notes.rule}, {"calibration", calibrationName(notes.calibration)},
        {"temperature", notes.temperature}, {"slope", notes.slope}, {"intercept", notes.intercept},
        {"test_looks", notes.testLooks}};
    return base::writeFileAtomically(runFolder / kFile,
        json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

evaluation::Scores calibrated(const evaluation::Scores& scores, const OperatingNotes& notes)
{
    if (notes.calibration == CalibrationKind::Temperature)
        return evaluation::withTemperature(scores, notes.temperature);
    if (notes.calibration == CalibrationKind::Platt && scores.classCount() == 2)
        return evaluation::withPlatt(
            scores, evaluation::PlattScaling{.slope = notes.slope, .intercept = notes.intercept});
    return scores;
}

std::vector<float> calibratedProbabilities(
    std::span<const double> logits, int positiveClass, const OperatingNotes& notes)
{
    evaluation::Scores film;
    film.classNames.resize(logits.size());
    film.positiveClass = positiveClass;
    film.labels = {0};
    film.logits.assign(logits.begin(), logits.end());
    evaluation::fillProbabilities(film);
    const evaluation::Scores used = calibrated(film, notes);
    return {used.probabilities.begin(), used.probabilities.end()};
}

double thresholdInUse(const OperatingNotes& notes, double own)
{
    return notes.rule.empty() ? own : notes.threshold;
}

} // namespace negatoscope::training
