#include "core/evaluation/ReportCharts.h"

#include "core/base/Text.h"
#include "core/evaluation/SvgChart.h"
#include "core/evaluation/Wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace negatoscope::evaluation {

namespace {

using Points = SvgChart::Points;

SvgChart::Axis shareAxis(std::string title, Language language)
{
    SvgChart::Axis axis;
    axis.title = std::move(title);
    for (const double value : {0.0, 0.25, 0.5, 0.75, 1.0})
        axis.ticks.emplace_back(
            value, numberText(value, value == 0.0 || value == 1.0 ? 0 : 2, language));
    return axis;
}

/// About five round values inside [low, high].
std::vector<std::pair<double, std::string>> roundTicks(double low, double high, Language language)
{
    const double raw = (high - low) / 4.0;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double step = power * (raw / power < 1.5 ? 1.0 : raw / power < 3.5 ? 2.0 : 5.0);
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    std::vector<std::pair<double, std::string>> ticks;
    for (double value = std::ceil(low / step - 1e-9) * step; value <= high + 1e-9 * step;
         value += step)
        ticks.emplace_back(
            value, numberText(std::abs(value) < 1e-9 * step ? 0.0 : value, decimals, language));
    return ticks;
}

std::string figureText(const Figure& figure, Language language)
{
    return figure.isDefined() ? numberText(*figure.value, 3, language)
                              : phrase(Phrase::Undefined, language);
}

void writeFigure(SvgChart& chart, const ReportContext& c, const std::string& name,
    const Figure& figure, double pixelY)
{
    chart.text(
        chart.right() - 12.0, pixelY, name + " " + figureText(figure, c.language), "end", "big");
    if (figure.interval)
        chart.text(chart.right() - 12.0, pixelY + 17.0,
            numberText(figure.interval->low, 3, c.language) + " – " +
                numberText(figure.interval->high, 3, c.language),
            "end", "tick");
}

double logit(double p)
{
    return std::log(std::max(p, 1e-12) / std::max(1.0 - p, 1e-12));
}

/// Log-odds at which the histogram ends: 98 % of the films lie inside, the rest in the last bars.
double histogramEnd(const std::vector<double>& scores)
{
    std::vector<double> distances;
    distances.reserve(scores.size());
    for (const double p : scores)
        distances.push_back(std::abs(logit(p)));
    const auto index =
        static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(distances.size() - 1));
    std::nth_element(distances.begin(), distances.begin() + index, distances.end());
    return std::clamp(1.05 * distances[static_cast<std::size_t>(index)], 4.0, 12.0);
}

double maximumOf(const std::vector<double>& values, double start)
{
    for (const double value : values)
        if (std::isfinite(value))
            start = std::max(start, value);
    return start;
}

double minimumOf(const std::vector<double>& values, double start)
{
    for (const double value : values)
        if (std::isfinite(value))
            start = std::min(start, value);
    return start;
}

Points pointsOf(const std::vector<double>& values)
{
    Points points;
    for (std::size_t epoch = 0; epoch < values.size(); ++epoch)
        if (std::isfinite(values[epoch]))
            points.emplace_back(static_cast<double>(epoch + 1), values[epoch]);
    return points;
}

} // namespace

std::string rocSvg(const ReportContext& c)
{
    const auto curve = rocCurve(c.scores, c.labels);
    if (curve.empty())
        return {};
    const Language l = c.language;
    SvgChart chart({.height = 340.0},
        shareAxis("1 − " + base::toLower(phrase(Phrase::Specificity, l)), l),
        shareAxis(base::toLower(phrase(Phrase::Sensitivity, l)), l),
        phrase(Phrase::RocCurve, l) + ", AUC " + figureText(c.evaluation.auc, l));
    const RocBand& band = c.bootstrap.rocBand;
    Points low;
    Points high;
    for (std::size_t i = 0; i < band.low.size(); ++i) {
        low.emplace_back(band.falsePositiveRates[i], band.low[i]);
        high.emplace_back(band.falsePositiveRates[i], band.high[i]);
    }
    chart.area(low, high, "band");
    chart.line({{0.0, 0.0}, {1.0, 1.0}}, "dashed");
    Points points;
    for (const RocPoint& point : curve)
        points.emplace_back(point.falsePositiveRate, point.truePositiveRate);
    chart.line(points, "curve");
    const CountFigures& now = c.evaluation.atThreshold;
    if (now.sensitivity.isDefined() && now.specificity.isDefined())
        chart.dot(1.0 - *now.specificity.value, *now.sensitivity.value, 5.5, "point");
    writeFigure(chart, c, "AUC", c.evaluation.auc, chart.pixelY(0.16));
    if (!band.low.empty())
        chart.text(chart.right() - 12.0, chart.pixelY(0.16) + 33.0,
            phrase(Phrase::BootstrapBand, l), "end", "tick");
    return std::move(chart).finish();
}

std::string rocOfClassesSvg(const ReportContext& c)
{
    const Language l = c.language;
    SvgChart chart({.height = 340.0},
        shareAxis("1 − " + base::toLower(phrase(Phrase::Specificity, l)), l),
        shareAxis(base::toLower(phrase(Phrase::Sensitivity, l)), l),
        phrase(Phrase::RocCurve, l) + ", AUC " + figureText(c.evaluation.auc, l));
    chart.line({{0.0, 0.0}, {1.0, 1.0}}, "dashed");
    const Scores& scores = c.input.scores;
    double pixelY = chart.bottom() - 14.0;
    for (std::size_t cls = 0; cls < scores.classCount(); ++cls) {
        Scores oneAgainstRest = scores;
        oneAgainstRest.positiveClass = static_cast<int>(cls);
        Points points;
        for (const RocPoint& point :
            rocCurve(oneAgainstRest.positiveScores(), oneAgainstRest.positiveLabels()))
            points.emplace_back(point.falsePositiveRate, point.truePositiveRate);
        const std::string style = "class" + std::to_string(cls % 4);
        chart.line(points, "rocLine " + style);
        if (cls < 8 && cls < c.evaluation.aucOfClass.size()) {
            chart.text(chart.right() - 12.0, pixelY,
                base::printable(scores.classNames[cls]) + " " +
                    figureText(c.evaluation.aucOfClass[cls], l),
                "end", "rocName " + style);
            pixelY -= 16.0;
        }
    }
    return std::move(chart).finish();
}

std::string prSvg(const ReportContext& c)
{
    const auto curve = prCurve(c.scores, c.labels);
    if (curve.empty())
        return {};
    const Language l = c.language;
    SvgChart chart({.height = 340.0}, shareAxis(base::toLower(phrase(Phrase::Sensitivity, l)), l),
        shareAxis(phrase(Phrase::Ppv, l), l),
        phrase(Phrase::PrCurve, l) + ", " + phrase(Phrase::AveragePrecision, l) + " " +
            figureText(c.evaluation.averagePrecision, l));
    const double prevalence = c.sweep.prevalence();
    chart.line({{0.0, prevalence}, {1.0, prevalence}}, "dashed");
    // Steps, as the average precision sums them: no interpolation between two thresholds.
    Points points{{0.0, curve.front().precision}};
    double recall = 0.0;
    for (const PrPoint& point : curve) {
        points.emplace_back(recall, point.precision);
        points.emplace_back(point.recall, point.precision);
        recall = point.recall;
    }
    chart.line(points, "curve");
    const CountFigures& now = c.evaluation.atThreshold;
    if (now.sensitivity.isDefined() && now.ppv.isDefined())
        chart.dot(*now.sensitivity.value, *now.ppv.value, 5.5, "point");
    chart.text(chart.left() + 10.0, chart.pixelY(prevalence) - 6.0,
        phrase(Phrase::AlwaysPositive, l, c.positive) + " " + numberText(prevalence, 3, l), "start",
        "tick");
    writeFigure(chart, c, "AP", c.evaluation.averagePrecision, chart.pixelY(0.16));
    return std::move(chart).finish();
}

std::string histogramSvg(const ReportContext& c)
{
    if (c.scores.empty())
        return {};
    constexpr int kBins = 40;
    const double end = histogramEnd(c.scores);
    const auto logOdds = [end](double p) {
        return std::clamp(logit(p), -end, end);
    };
    std::array<std::array<double, kBins>, 2> films{};
    double most = 1.0;
    for (std::size_t film = 0; film < c.scores.size(); ++film) {
        const int bin = std::min(
            kBins - 1, static_cast<int>((logOdds(c.scores[film]) + end) / (2.0 * end) * kBins));
        double& count = films[c.labels[film] ? 1 : 0][static_cast<std::size_t>(bin)];
        most = std::max(most, ++count);
    }
    const Language l = c.language;
    SvgChart::Axis x{-end, end, {}, phrase(Phrase::HistogramAxis, l, c.positive)};
    x.ticks.emplace_back(0.0, percentText(0.5, l, 0));
    const double apart = 0.27 * end; // two labels of "99.99 %" need as much
    double last = 0.0;
    for (const auto& [p, decimals] :
        {std::pair{0.1, 0}, {0.01, 0}, {0.001, 1}, {1e-4, 2}, {1e-5, 3}})
        if (const double at = logit(1.0 - p); at <= 0.97 * end && at - last >= apart) {
            x.ticks.emplace_back(-at, percentText(p, l, decimals));
            x.ticks.emplace_back(at, percentText(1.0 - p, l, decimals));
            last = at;
        }
    const double tall = 1.15 * most;
    SvgChart chart(
        {.left = 20.0, .top = 26.0}, x, {-tall, tall, {}, ""}, phrase(Phrase::ScoreHistogram, l));
    const double cut = logOdds(c.input.threshold);
    for (int bin = 0; bin < kBins; ++bin) {
        const double from = -end + 2.0 * end * bin / kBins;
        const double to = from + 2.0 * end / kBins * 0.86;
        const bool calledPositive = from + end / kBins >= cut;
        const auto column = static_cast<std::size_t>(bin);
        if (films[0][column] > 0.0)
            chart.box(from, 0.0, to, films[0][column], calledPositive ? "bar0 wrong" : "bar0");
        if (films[1][column] > 0.0)
            chart.box(from, 0.0, to, -films[1][column], calledPositive ? "bar1" : "bar1 wrong");
    }
    chart.line({{-end, 0.0}, {end, 0.0}}, "axis");
    chart.line({{cut, -tall}, {cut, tall}}, "cut");
    chart.text(chart.pixelX(cut), 16.0,
        phrase(Phrase::Threshold, l) + " " + numberText(c.input.threshold, 2, l), "middle",
        "strong");
    const auto count = [&](bool positive) {
        return std::to_string(std::count(c.labels.begin(), c.labels.end(), positive));
    };
    chart.text(
        chart.left() + 4.0, chart.top() + 14.0, c.negative + " " + count(false), "start", "name0");
    chart.text(
        chart.left() + 4.0, chart.bottom() - 8.0, c.positive + " " + count(true), "start", "name1");
    return std::move(chart).finish();
}

std::string reliabilitySvg(const ReportContext& c)
{
    const auto bins = reliabilityBins(c.scores, c.labels, kCalibrationBins);
    if (bins.empty())
        return {};
    const Language l = c.language;
    SvgChart chart({.height = 340.0}, shareAxis(phrase(Phrase::MeanScore, l), l),
        shareAxis(phrase(Phrase::FractionPositive, l, c.positive), l),
        phrase(Phrase::Reliability, l) + ", ECE " +
            figureText(c.evaluation.calibration.expected, l));
    chart.line({{0.0, 0.0}, {1.0, 1.0}}, "dashed");
    Points points;
    for (const ReliabilityBin& bin : bins) {
        if (bin.films == 0)
            continue;
        chart.line(
            {{bin.meanScore, bin.interval.low}, {bin.meanScore, bin.interval.high}}, "whisker");
        points.emplace_back(bin.meanScore, bin.fractionPositive);
    }
    chart.line(points, "thin");
    for (const ReliabilityBin& bin : bins) {
        const double share = static_cast<double>(bin.films) / static_cast<double>(c.scores.size());
        if (bin.films > 0)
            chart.dot(bin.meanScore, bin.fractionPositive, 3.0 + 9.0 * std::sqrt(share), "mark");
    }
    chart.text(chart.left() + 10.0, chart.top() + 20.0,
        "ECE " + figureText(c.evaluation.calibration.expected, l), "start", "big");
    if (const auto& interval = c.evaluation.calibration.expected.interval)
        chart.text(chart.left() + 10.0, chart.top() + 37.0,
            numberText(interval->low, 3, l) + " – " + numberText(interval->high, 3, l), "start",
            "tick");
    return std::move(chart).finish();
}

std::string decisionSvg(const ReportContext& c)
{
    const auto curve = decisionCurve(c.sweep);
    if (curve.empty() || c.evaluation.auc.undefined != Undefined::No)
        return {};
    const Language l = c.language;
    const double top = std::max(0.1, c.sweep.prevalence() * 1.08);
    const double low = -0.15 * top;
    SvgChart chart({.height = 340.0}, shareAxis(phrase(Phrase::ThresholdProbability, l), l),
        {low, top, roundTicks(low, top, l), phrase(Phrase::NetBenefit, l)},
        phrase(Phrase::DecisionCurve, l));
    Points model;
    Points all;
    for (const DecisionPoint& point : curve) {
        if (point.model >= low)
            model.emplace_back(point.pt, point.model);
        if (point.all >= low)
            all.emplace_back(point.pt, point.all);
    }
    chart.line({{0.0, 0.0}, {1.0, 0.0}}, "axis");
    chart.line(all, "dashed");
    chart.line(model, "curve");
    chart.text(
        chart.right() - 12.0, chart.top() + 16.0, phrase(Phrase::ThisModel, l), "end", "nameCurve");
    chart.text(chart.right() - 12.0, chart.top() + 34.0,
        "- - " + phrase(Phrase::TreatAll, l, c.positive), "end", "tick");
    return std::move(chart).finish();
}

std::string groupsSvg(const ReportContext& c, const std::string& title,
    const std::vector<GroupFigure>& groups, bool namesClass)
{
    if (groups.empty())
        return {};
    const Language l = c.language;
    const auto rows = static_cast<double>(groups.size());
    SvgChart::Axis x;
    for (const double value : {0.0, 0.25, 0.5, 0.75, 1.0})
        x.ticks.emplace_back(value, percentText(value, l, 0));
    SvgChart chart({.height = 34.0 + 34.0 * rows, .left = 130.0, .right = 66.0, .bottom = 30.0}, x,
        {0.0, rows, {}, ""}, title);
    for (const double value : {0.25, 0.5, 0.75, 1.0})
        chart.line({{value, 0.0}, {value, rows}}, "grid");
    for (std::size_t row = 0; row < groups.size(); ++row) {
        const GroupFigure& group = groups[row];
        const double y = rows - 0.5 - static_cast<double>(row);
        const std::string cls = group.label == c.input.scores.positiveClass ? "1" : "0";
        chart.text(chart.left() - 10.0, chart.pixelY(y) - 1.0, group.group, "end", "strong");
        const std::string name =
            namesClass ? c.input.scores.classNames[static_cast<std::size_t>(group.label)] + ", "
                       : std::string();
        chart.text(chart.left() - 10.0, chart.pixelY(y) + 12.0,
            name + "n " + std::to_string(group.films), "end", "tick");
        if (group.recall.interval)
            chart.line(
                {{group.recall.interval->low, y}, {group.recall.interval->high, y}}, "range" + cls);
        chart.dot(group.recall.value.value_or(0.0), y, 5.0, "mark" + cls);
        chart.text(chart.right() + 10.0, chart.pixelY(y) + 4.0,
            percentText(group.recall.value.value_or(0.0), l), "start", "strong");
    }
    return std::move(chart).finish();
}

std::string learningSvg(const ReportContext& c, const LearningCurve& curve)
{
    const double infinity = std::numeric_limits<double>::infinity();
    double low = minimumOf(curve.validation, minimumOf(curve.train, infinity));
    double high = maximumOf(curve.validation, maximumOf(curve.train, -infinity));
    const auto epochs = static_cast<double>(std::max(curve.train.size(), curve.validation.size()));
    if (!(low <= high))
        return {};
    const double margin = std::max(1e-3, 0.08 * (high - low));
    low = low >= 0.0 ? std::max(0.0, low - margin) : low - margin;
    high += margin;
    const Language l = c.language;
    const double last = std::max(2.0, epochs);
    SvgChart::Axis x{1.0, last, {}, phrase(Phrase::Epoch, l)};
    const int step = std::max(1, static_cast<int>(std::ceil(epochs / 10.0)));
    for (int epoch = 1; epoch <= static_cast<int>(epochs); epoch += step)
        x.ticks.emplace_back(epoch, std::to_string(epoch));
    SvgChart chart({.height = 240.0, .right = 64.0, .top = 26.0}, x,
        {low, high, roundTicks(low, high, l), ""}, curve.name);
    if (c.input.bestEpoch >= 0 && c.input.bestEpoch < static_cast<int>(epochs)) {
        const double best = c.input.bestEpoch + 1;
        chart.line({{best, low}, {best, high}}, "bestLine");
        chart.text(chart.pixelX(best), 14.0, phrase(Phrase::BestEpoch, l), "middle", "nameVal");
    }
    const Points train = pointsOf(curve.train);
    const Points validation = pointsOf(curve.validation);
    chart.line(train, "trainLine");
    chart.line(validation, "valLine");
    if (train.size() == 1)
        chart.dot(train.front().first, train.front().second, 3.5, "trainDot");
    if (validation.size() == 1)
        chart.dot(validation.front().first, validation.front().second, 3.5, "valDot");
    // The two end labels are kept apart by one line of text.
    double trainY = train.empty() ? 0.0 : chart.pixelY(train.back().second) + 4.0;
    double valY = validation.empty() ? 0.0 : chart.pixelY(validation.back().second) + 4.0;
    if (!train.empty() && !validation.empty() && std::abs(trainY - valY) < 13.0) {
        const double middle = 0.5 * (trainY + valY);
        const double sign = trainY <= valY ? -1.0 : 1.0;
        trainY = middle + sign * 6.5;
        valY = middle - sign * 6.5;
    }
    if (!train.empty())
        chart.text(chart.right() + 6.0, trainY, numberText(train.back().second, 3, l), "start",
            "nameTrain");
    if (!validation.empty())
        chart.text(chart.right() + 6.0, valY, numberText(validation.back().second, 3, l), "start",
            "nameVal");
    return std::move(chart).finish();
}

} // namespace negatoscope::evaluation
