#include "core/evaluation/Figures.h"

#include "core/base/Text.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace negatoscope::evaluation {

namespace {

Figure meanOf(const std::vector<Figure>& figures)
{
    double sum = 0.0;
    for (const Figure& figure : figures) {
        if (!figure.isDefined())
            return Figure::none(Undefined::ClassWithoutFilm);
        sum += *figure.value;
    }
    return figures.empty() ? Figure::none(Undefined::NoFilms)
                           : Figure::of(sum / static_cast<double>(figures.size()));
}

void fillUndefined(Evaluation& evaluation, Undefined reason)
{
    const Figure none = Figure::none(reason);
    evaluation.problem = reason;
    for (CountFigures* side : {&evaluation.atThreshold, &evaluation.alwaysPositive})
        setAllUndefined(*side, reason);
    for (Figure* figure : {&evaluation.accuracy, &evaluation.balancedAccuracy, &evaluation.mcc,
             &evaluation.kappa, &evaluation.auc, &evaluation.averagePrecision, &evaluation.brier,
             &evaluation.logLoss, &evaluation.calibration.expected, &evaluation.calibration.maximum,
             &evaluation.murphy.reliability, &evaluation.murphy.resolution,
             &evaluation.murphy.uncertainty})
        *figure = none;
}

void fillBinary(Evaluation& evaluation, const Scores& scores)
{
    const std::vector<double> p = scores.positiveScores();
    const std::vector<bool> labels = scores.positiveLabels();
    evaluation.atThreshold = ThresholdSweep(p, labels).figuresAt(evaluation.threshold);
    evaluation.accuracy = evaluation.atThreshold.accuracy;
    evaluation.balancedAccuracy = evaluation.atThreshold.balancedAccuracy;
    evaluation.mcc = evaluation.atThreshold.mcc;
    evaluation.kappa = evaluation.atThreshold.kappa;
    evaluation.auc = aucWithLogitDeLong(p, labels);
    evaluation.averagePrecision = averagePrecision(p, labels);
    evaluation.brier = brier(p, labels);
    evaluation.logLoss = logLoss(p, labels);
    evaluation.calibration = calibrationError(p, labels, kCalibrationBins);
    evaluation.murphy = murphy(p, labels);
}

void fillManyClasses(Evaluation& evaluation, const Scores& scores)
{
    evaluation.accuracy = accuracyOf(evaluation.confusion);
    evaluation.balancedAccuracy = balancedAccuracyOf(evaluation.confusion);
    evaluation.mcc = mccOf(evaluation.confusion);
    evaluation.kappa = kappaOf(evaluation.confusion);
    evaluation.brier = brierOfClasses(scores);
    evaluation.logLoss = logLoss(scores);
    evaluation.calibration = confidenceCalibrationError(scores, kCalibrationBins);
    for (std::size_t cls = 0; cls < scores.classCount(); ++cls) {
        Scores oneAgainstRest = scores;
        oneAgainstRest.positiveClass = static_cast<int>(cls);
        const std::vector<double> p = oneAgainstRest.positiveScores();
        const std::vector<bool> labels = oneAgainstRest.positiveLabels();
        evaluation.aucOfClass.push_back(aucWithLogitDeLong(p, labels));
        evaluation.averagePrecisionOfClass.push_back(averagePrecision(p, labels));
    }
    evaluation.auc = meanOf(evaluation.aucOfClass);
    evaluation.averagePrecision = meanOf(evaluation.averagePrecisionOfClass);
    if (scores.hasPositiveClass())
        evaluation.atThreshold =
            figuresOf(evaluation.confusion.oneVersusRest(scores.positiveClass));
    else
        setAllUndefined(evaluation.atThreshold, Undefined::NoPositiveClass);
}

/// Collects values and the reasons of those that are missing.
class JsonWriter
{
public:
    explicit JsonWriter(nlohmann::json& json)
        : m_json(json)
    {}

    void figure(const char* key, const Figure& figure)
    {
        if (figure.isDefined()) {
            m_json[key] = *figure.value;
        } else {
            m_json[key] = nullptr;
            m_undefined[key] = figure.undefinedReason();
        }
    }
    void interval(const char* key, const Figure& figure)
    {
        m_json["intervals"][key] =
            figure.isDefined() && figure.interval
                ? nlohmann::json::array({figure.interval->low, figure.interval->high})
                : nlohmann::json();
    }
    void finish()
    {
        if (!m_undefined.empty())
            m_json["undefined"] = m_undefined;
    }

private:
    nlohmann::json& m_json;
    nlohmann::json m_undefined;
};

nlohmann::json confusionJson(const Evaluation& evaluation)
{
    if (evaluation.isBinary()) {
        const BinaryCounts& counts = evaluation.atThreshold.counts;
        return {{"tn", counts.tn}, {"fp", counts.fp}, {"fn", counts.fn}, {"tp", counts.tp}};
    }
    nlohmann::json rows = nlohmann::json::array();
    for (int truth = 0; truth < evaluation.confusion.classes; ++truth) {
        nlohmann::json row = nlohmann::json::array();
        for (int called = 0; called < evaluation.confusion.classes; ++called)
            row.push_back(evaluation.confusion.at(truth, called));
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

Evaluation evaluate(const Scores& scores, double threshold)
{
    Evaluation evaluation;
    evaluation.films = scores.size();
    evaluation.threshold = threshold;
    evaluation.confusion.classes = static_cast<int>(scores.classCount());
    evaluation.confusion.cells.assign(scores.classCount() * scores.classCount(), 0);
    Undefined problem = problemOf(scores);
    if (problem == Undefined::No && scores.classCount() <= 2 && !scores.hasPositiveClass())
        problem = Undefined::NoPositiveClass;
    if (problem != Undefined::No) {
        fillUndefined(evaluation, problem);
        return evaluation;
    }
    evaluation.confusion = confusionMatrix(scores, threshold);
    if (evaluation.isBinary())
        fillBinary(evaluation, scores);
    else
        fillManyClasses(evaluation, scores);
    evaluation.alwaysPositive = alwaysPositive(evaluation.atThreshold.counts);
    return evaluation;
}

void applyBootstrap(Evaluation& evaluation, const BootstrapIntervals& intervals)
{
    const auto put = [](Figure& figure, const std::optional<Interval>& interval) {
        if (figure.isDefined() && interval && interval->low < interval->high)
            figure.interval = interval;
    };
    if (evaluation.isBinary() && intervals.complete) {
        CountFigures& counts = evaluation.atThreshold;
        put(evaluation.auc, intervals.auc);
        put(evaluation.averagePrecision, intervals.averagePrecision);
        put(evaluation.brier, intervals.brier);
        put(evaluation.logLoss, intervals.logLoss);
        put(evaluation.calibration.expected, intervals.ece);
        put(counts.balancedAccuracy, intervals.balancedAccuracy);
        put(counts.f1, intervals.f1);
        put(counts.mcc, intervals.mcc);
        evaluation.balancedAccuracy = counts.balancedAccuracy;
        evaluation.mcc = counts.mcc;
    }
}

nlohmann::json evaluationJson(const Scores& scores, double threshold)
{
    Evaluation evaluation = evaluate(scores, threshold);
    BootstrapOptions options;
    options.threshold = threshold;
    options.rocPoints = 0;
    if (evaluation.isBinary())
        applyBootstrap(evaluation, bootstrap(scores, options));
    else
        evaluation.auc.interval = bootstrapMacroAuc(scores, options);

    nlohmann::json json;
    json["n"] = evaluation.films;
    json["positive"] = scores.hasPositiveClass()
                           ? nlohmann::json(base::printable(
                                 scores.classNames[static_cast<std::size_t>(scores.positiveClass)]))
                           : nlohmann::json();
    json["threshold"] = evaluation.isBinary() ? nlohmann::json(threshold) : nlohmann::json();
    JsonWriter writer(json);
    writer.figure("auc", evaluation.auc);
    writer.figure("average_precision", evaluation.averagePrecision);
    writer.figure("accuracy", evaluation.accuracy);
    writer.figure("balanced_accuracy", evaluation.balancedAccuracy);
    writer.figure("sensitivity", evaluation.atThreshold.sensitivity);
    writer.figure("specificity", evaluation.atThreshold.specificity);
    writer.figure("ppv", evaluation.atThreshold.ppv);
    writer.figure("npv", evaluation.atThreshold.npv);
    writer.figure("f1", evaluation.atThreshold.f1);
    writer.figure("mcc", evaluation.mcc);
    writer.figure("brier", evaluation.brier);
    writer.figure("ece15", evaluation.calibration.expected);
    writer.figure("log_loss", evaluation.logLoss);
    writer.interval("auc", evaluation.auc);
    writer.interval("accuracy", evaluation.accuracy);
    writer.interval("sensitivity", evaluation.atThreshold.sensitivity);
    writer.interval("specificity", evaluation.atThreshold.specificity);
    writer.finish();
    json["confusion"] = confusionJson(evaluation);
    if (!evaluation.isBinary()) {
        for (std::size_t cls = 0; cls < scores.classCount(); ++cls) {
            const std::string name = base::printable(scores.classNames[cls]);
            json["classes"].push_back(name);
            const bool known = cls < evaluation.aucOfClass.size();
            json["auc_per_class"][name] = known && evaluation.aucOfClass[cls].isDefined()
                                              ? nlohmann::json(*evaluation.aucOfClass[cls].value)
                                              : nlohmann::json();
        }
    }
    return json;
}

std::string scoresCsv(const Scores& scores)
{
    const bool manyClasses = scores.classCount() > 2;
    std::string csv = "file,label,score";
    if (manyClasses)
        for (const std::string& name : scores.classNames)
            csv += "," + base::csvField("score_" + name);
    csv += "\n";
    for (std::size_t film = 0; film < scores.size(); ++film) {
        csv += base::csvField(film < scores.films.size() ? scores.films[film] : std::string());
        csv +=
            "," + base::csvField(scores.classNames[static_cast<std::size_t>(scores.labels[film])]);
        csv += ",";
        if (scores.hasPositiveClass())
            csv += base::formatNumber(
                scores.probability(film, static_cast<std::size_t>(scores.positiveClass)));
        if (manyClasses)
            for (std::size_t cls = 0; cls < scores.classCount(); ++cls)
                csv += "," + base::formatNumber(scores.probability(film, cls));
        csv += "\n";
    }
    return csv;
}

} // namespace negatoscope::evaluation
