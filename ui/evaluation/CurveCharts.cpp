#include "ui/evaluation/CurveCharts.h"

#include "core/evaluation/Wording.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

namespace negatoscope::ui {

namespace {

/// The chart texts' own translation context.
struct CurveCharts
{
    Q_DECLARE_TR_FUNCTIONS(CurveCharts)
};

QString number(double value, int decimals = 3)
{
    return QLocale().toString(value, 'f', decimals);
}

QString count(std::int64_t value)
{
    return QLocale().toString(static_cast<qlonglong>(value));
}

QString intervalText(const evaluation::Interval& interval, int decimals = 3)
{
    return QStringLiteral("%1 – %2").arg(
        number(interval.low, decimals), number(interval.high, decimals));
}

struct Names
{
    QString positive;
    QString negative;
};

Names namesOf(const OperatingPoint& point)
{
    return {point.className(point.scores().positiveClass),
        point.className(1 - point.scores().positiveClass)};
}

QString sentenceAt(const evaluation::ThresholdSweep& sweep, const Names& names, double threshold)
{
    const evaluation::BinaryCounts counts = sweep.countsAt(threshold);
    const auto share = [](std::int64_t k, std::int64_t n) {
        return n > 0 ? percentText(static_cast<double>(k) / static_cast<double>(n))
                     : QStringLiteral("–");
    };
    //: threshold; found, all, share of the positive class; alarms, all, share of the negative class
    return CurveCharts::tr("From a score of %1 on: %2 of %3 %4 films are found (%5), and %6 of %7 "
                           "%8 films are called %4 by mistake (%9).")
        .arg(percentText(std::min(threshold, 1.0)), count(counts.tp), count(counts.positives()),
            names.positive, share(counts.tp, counts.positives()), count(counts.fp),
            count(counts.negatives()), names.negative, share(counts.fp, counts.negatives()));
}

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

double finiteOrNothing(double value)
{
    return std::isfinite(value) ? value : kNothing;
}

bool isDrawable(const OperatingPoint& point)
{
    return point.isBinary() && point.sweep().problem() == evaluation::Undefined::No;
}

} // namespace

QString percentText(double share, int decimals)
{
    return QLocale().toString(100.0 * share, 'f', decimals) + QStringLiteral("\u202f%");
}

QString undefinedText(evaluation::Undefined reason)
{
    const auto language = evaluation::languageOf(QLocale().name().toStdString());
    return QString::fromStdString(evaluation::reasonText(reason, language));
}

QString thresholdSentence(const OperatingPoint& point, double threshold)
{
    return isDrawable(point) ? sentenceAt(point.sweep(), namesOf(point), threshold) : QString();
}

ThresholdCurve rocCurveChart(
    const OperatingPoint& point, const std::optional<evaluation::BootstrapIntervals>& intervals)
{
    ThresholdCurve curve;
    ChartData& chart = curve.chart;
    chart.title = CurveCharts::tr("ROC curve");
    if (!isDrawable(point)) {
        return curve;
    }
    const std::vector<double> scores = point.scores().positiveScores();
    const std::vector<bool> labels = point.scores().positiveLabels();
    chart.x = unitAxis(CurveCharts::tr("1 − specificity"));
    chart.y = unitAxis(CurveCharts::tr("sensitivity"));
    ChartLine roc{.name = CurveCharts::tr("ROC curve")};
    chart.table.heads = {CurveCharts::tr("threshold"), CurveCharts::tr("1 − specificity"),
        CurveCharts::tr("sensitivity")};
    chart.table.decimals = {4, 4, 4};
    for (const evaluation::RocPoint& at : evaluation::rocCurve(scores, labels)) {
        roc.points << QPointF(at.falsePositiveRate, at.truePositiveRate);
        curve.thresholds << at.threshold;
        chart.table.rows << QList<double>{
            finiteOrNothing(at.threshold), at.falsePositiveRate, at.truePositiveRate};
    }
    const evaluation::Figure area = evaluation::aucWithLogitDeLong(scores, labels);
    if (roc.points.isEmpty() || !area.value) {
        return {};
    }
    chart.words << CurveCharts::tr("AUC %1").arg(number(*area.value));
    if (area.interval) {
        chart.words << CurveCharts::tr("%1 (95 %, DeLong)").arg(intervalText(*area.interval));
    }
    if (intervals && intervals->auc) {
        chart.words << CurveCharts::tr("%1 (95 %, by patient)").arg(intervalText(*intervals->auc));
    }
    if (intervals && !intervals->rocBand.falsePositiveRates.empty()) {
        const evaluation::RocBand& band = intervals->rocBand;
        chart.bands << ChartBand{.name = CurveCharts::tr("95 % band, by patient"),
            .token = Token::Val,
            .x = {band.falsePositiveRates.begin(), band.falsePositiveRates.end()},
            .low = {band.low.begin(), band.low.end()},
            .high = {band.high.begin(), band.high.end()}};
    }
    chart.lines << ChartLine{.name = CurveCharts::tr("chance"),
        .token = Token::Axis,
        .style = ChartLine::Style::Dotted,
        .points = {{0, 0}, {1, 1}},
        .speaks = false};
    chart.lines << roc;
    chart.draggable = 1;
    chart.sentence = [sweep = std::make_shared<const evaluation::ThresholdSweep>(point.sweep()),
                         names = namesOf(point),
                         thresholds = curve.thresholds](int line, int index) {
        return line == 1 ? sentenceAt(*sweep, names, thresholds.value(index)) : QString();
    };
    return curve;
}

ChartData rocOfClassesChart(const OperatingPoint& point)
{
    static constexpr std::array kTokens{
        Token::Normal, Token::Pneu, Token::Val, Token::Test, Token::Train};
    const evaluation::Scores& scores = point.scores();
    ChartData chart;
    chart.title = CurveCharts::tr("ROC curve");
    if (evaluation::problemOf(scores) != evaluation::Undefined::No) {
        return chart;
    }
    chart.x = unitAxis(CurveCharts::tr("1 − specificity"));
    chart.y = unitAxis(CurveCharts::tr("sensitivity"));
    chart.table.heads = {CurveCharts::tr("class"), CurveCharts::tr("threshold"),
        CurveCharts::tr("1 − specificity"), CurveCharts::tr("sensitivity")};
    chart.table.decimals = {0, 4, 4, 4};
    QStringList words;
    for (std::size_t cls = 0; cls < scores.classCount(); ++cls) {
        std::vector<double> one;
        std::vector<bool> isClass;
        for (std::size_t film = 0; film < scores.size(); ++film) {
            one.push_back(scores.probability(film, cls));
            isClass.push_back(scores.labels[film] == static_cast<int>(cls));
        }
        const QString name = point.className(static_cast<int>(cls));
        ChartLine line{.name = name, .token = kTokens[cls % kTokens.size()]};
        for (const evaluation::RocPoint& at : evaluation::rocCurve(one, isClass)) {
            line.points << QPointF(at.falsePositiveRate, at.truePositiveRate);
            chart.table.rows << QList<double>{static_cast<double>(cls),
                finiteOrNothing(at.threshold), at.falsePositiveRate, at.truePositiveRate};
        }
        const evaluation::Figure auc = evaluation::rocAuc(one, isClass);
        words << QStringLiteral("%1: %2").arg(
            name, auc.value ? number(*auc.value) : undefinedText(auc.undefined));
        chart.lines << line;
    }
    chart.words = QStringList{CurveCharts::tr("Each class against the rest, AUC")} + words;
    chart.sentence = [names = words](int line, int) {
        return names.value(line);
    };
    return chart;
}

ThresholdCurve precisionRecallChart(
    const OperatingPoint& point, const std::optional<evaluation::BootstrapIntervals>& intervals)
{
    ThresholdCurve curve;
    ChartData& chart = curve.chart;
    chart.title = CurveCharts::tr("Precision and recall");
    if (!isDrawable(point)) {
        return curve;
    }
    const std::vector<double> scores = point.scores().positiveScores();
    const std::vector<bool> labels = point.scores().positiveLabels();
    chart.x = unitAxis(CurveCharts::tr("recall (sensitivity)"));
    chart.y = unitAxis(CurveCharts::tr("precision (PPV)"));
    ChartLine line{.name = chart.title};
    chart.table.heads = {
        CurveCharts::tr("threshold"), CurveCharts::tr("recall"), CurveCharts::tr("precision")};
    chart.table.decimals = {4, 4, 4};
    for (const evaluation::PrPoint& at : evaluation::prCurve(scores, labels)) {
        line.points << QPointF(at.recall, at.precision);
        curve.thresholds << at.threshold;
        chart.table.rows << QList<double>{at.threshold, at.recall, at.precision};
    }
    const evaluation::Figure ap = evaluation::averagePrecision(scores, labels);
    if (line.points.isEmpty() || !ap.value) {
        return {};
    }
    chart.words << CurveCharts::tr("AP %1").arg(number(*ap.value));
    if (intervals && intervals->averagePrecision) {
        chart.words << CurveCharts::tr("%1 (95 %, by patient)")
                           .arg(intervalText(*intervals->averagePrecision));
    }
    chart.corner = Qt::BottomLeftCorner;
    const double base = point.sweep().prevalence();
    chart.lines << ChartLine{.name = CurveCharts::tr("always %1").arg(namesOf(point).positive),
        .token = Token::Axis,
        .style = ChartLine::Style::Dotted,
        .points = {{0, base}, {1, base}},
        .speaks = false};
    chart.lines << line;
    chart.draggable = 1;
    chart.sentence = [sweep = std::make_shared<const evaluation::ThresholdSweep>(point.sweep()),
                         names = namesOf(point),
                         thresholds = curve.thresholds](int which, int index) {
        if (which != 1) {
            return QString();
        }
        const double threshold = thresholds.value(index);
        const evaluation::BinaryCounts counts = sweep->countsAt(threshold);
        return CurveCharts::tr("From a score of %1 on: of %2 films called %3, %4 are (%5); %6 of "
                               "all %3 films are found.")
            .arg(percentText(threshold), count(counts.calledPositive()), names.positive,
                count(counts.tp),
                percentText(
                    static_cast<double>(counts.tp) /
                    static_cast<double>(std::max<std::int64_t>(1, counts.calledPositive()))),
                percentText(static_cast<double>(counts.tp) /
                            static_cast<double>(std::max<std::int64_t>(1, counts.positives()))));
    };
    return curve;
}

ChartData calibrationChart(const OperatingPoint& point, evaluation::Binning binning, int bins)
{
    ChartData chart;
    chart.title = CurveCharts::tr("Calibration");
    if (!isDrawable(point)) {
        return chart;
    }
    const Names names = namesOf(point);
    const auto found = evaluation::reliabilityBins(
        point.scores().positiveScores(), point.scores().positiveLabels(), bins, binning);
    chart.x = unitAxis(CurveCharts::tr("mean score"));
    chart.y = unitAxis(CurveCharts::tr("share of %1").arg(names.positive));
    chart.lines << ChartLine{.name = CurveCharts::tr("as sure as it should be"),
        .token = Token::Axis,
        .style = ChartLine::Style::Dotted,
        .points = {{0, 0}, {1, 1}},
        .speaks = false};
    ChartLine marks{.name = CurveCharts::tr("films of like score"),
        .token = Token::Val,
        .style = ChartLine::Style::Marks};
    std::int64_t most = 1;
    for (const evaluation::ReliabilityBin& bin : found) {
        most = std::max(most, bin.films);
    }
    auto shown = std::make_shared<std::vector<evaluation::ReliabilityBin>>();
    for (const evaluation::ReliabilityBin& bin : found) {
        if (bin.films == 0) {
            continue;
        }
        shown->push_back(bin);
        marks.points << QPointF(bin.meanScore, bin.fractionPositive);
        marks.bars << QPointF(bin.interval.low, bin.interval.high);
        marks.weights << static_cast<double>(bin.films) / static_cast<double>(most);
        chart.table.rows << QList<double>{bin.low, bin.high, static_cast<double>(bin.films),
            bin.meanScore, bin.fractionPositive, bin.interval.low, bin.interval.high};
    }
    chart.lines << marks;
    chart.table.heads = {CurveCharts::tr("from"), CurveCharts::tr("to"), CurveCharts::tr("films"),
        CurveCharts::tr("mean score"), CurveCharts::tr("share"), CurveCharts::tr("95 % from"),
        CurveCharts::tr("95 % to")};
    chart.table.decimals = {2, 2, 0, 3, 3, 3, 3};
    chart.corner = Qt::TopLeftCorner;
    chart.sentence = [shown, names](int line, int index) {
        if (line != 1 || index >= static_cast<int>(shown->size())) {
            return QString();
        }
        const evaluation::ReliabilityBin& bin = (*shown)[static_cast<std::size_t>(index)];
        QString verdict = CurveCharts::tr("as sure as it should be");
        if (bin.meanScore > bin.interval.high) {
            verdict = CurveCharts::tr("the scores are too high here");
        } else if (bin.meanScore < bin.interval.low) {
            verdict = CurveCharts::tr("the scores are too low here");
        }
        return CurveCharts::tr("Of %1 films with a score around %2, %3 are %4: %5 (95 %: %6 to "
                               "%7); %8.")
            .arg(count(bin.films), percentText(bin.meanScore), count(bin.positives), names.positive,
                percentText(bin.fractionPositive), percentText(bin.interval.low),
                percentText(bin.interval.high), verdict);
    };
    return chart;
}

ThresholdCurve decisionCurveChart(const OperatingPoint& point)
{
    ThresholdCurve curve;
    ChartData& chart = curve.chart;
    chart.title = CurveCharts::tr("Decision curve");
    if (!isDrawable(point)) {
        return curve;
    }
    const Names names = namesOf(point);
    ChartLine all{.name = CurveCharts::tr("call all %1").arg(names.positive),
        .token = Token::Pneu,
        .style = ChartLine::Style::Dashed,
        .speaks = false};
    ChartLine none{.name = CurveCharts::tr("call none"),
        .token = Token::Axis,
        .style = ChartLine::Style::Dotted,
        .points = {{0, 0}, {1, 0}},
        .speaks = false};
    ChartLine model{.name = CurveCharts::tr("this model")};
    double lowest = -0.05;
    auto points = std::make_shared<std::vector<evaluation::DecisionPoint>>(
        evaluation::decisionCurve(point.sweep()));
    for (const evaluation::DecisionPoint& at : *points) {
        model.points << QPointF(at.pt, at.model);
        all.points << QPointF(at.pt, at.all);
        lowest = std::min(lowest, at.model);
        curve.thresholds << at.pt;
        chart.table.rows << QList<double>{at.pt, at.model, at.all, 0.0};
    }
    chart.table.heads = {CurveCharts::tr("threshold"), CurveCharts::tr("this model"),
        CurveCharts::tr("call all %1").arg(names.positive), CurveCharts::tr("call none")};
    chart.table.decimals = {2, 4, 4, 4};
    chart.x = unitAxis(CurveCharts::tr("threshold = what a false alarm may cost"), true);
    chart.y = unitAxis(CurveCharts::tr("net benefit per film"));
    chart.y.low = std::max(-0.4, lowest);
    chart.y.high = std::max(0.1, point.sweep().prevalence() * 1.08);
    chart.lines << none << all << model;
    chart.draggable = 2;
    chart.corner = Qt::BottomLeftCorner;
    chart.words << CurveCharts::tr("solid: this model, dashed: call all %1").arg(names.positive);
    chart.sentence = [points, names](int line, int index) {
        if (line != 2 || index >= static_cast<int>(points->size())) {
            return QString();
        }
        const evaluation::DecisionPoint& at = (*points)[static_cast<std::size_t>(index)];
        return CurveCharts::tr("Where a miss is %1 times as bad as a false alarm: using the model "
                               "is worth %2 found %3 films in 100 without any false alarm; calling "
                               "all %3 is worth %4, calling none 0.")
            .arg(number((1.0 - at.pt) / at.pt, at.pt > 0.3 ? 1 : 0), number(100.0 * at.model, 1),
                names.positive, number(100.0 * at.all, 1));
    };
    return curve;
}

ChartTable histogramTable(const OperatingPoint& point, int bins)
{
    ChartTable table;
    if (!isDrawable(point)) {
        return table;
    }
    const Names names = namesOf(point);
    table.heads = {CurveCharts::tr("from"), CurveCharts::tr("to"), names.negative, names.positive};
    table.decimals = {2, 2, 0, 0};
    std::vector<std::array<double, 2>> counts(static_cast<std::size_t>(bins));
    const std::vector<double> scores = point.scores().positiveScores();
    const std::vector<bool> labels = point.scores().positiveLabels();
    for (std::size_t film = 0; film < scores.size(); ++film) {
        const std::size_t bin = evaluation::equalWidthBin(
            scores[film], bins, evaluation::Binning::EqualWidthLeftClosed);
        counts[bin][labels[film] ? 1 : 0] += 1.0;
    }
    for (int bin = 0; bin < bins; ++bin) {
        const auto& row = counts[static_cast<std::size_t>(bin)];
        table.rows << QList<double>{
            static_cast<double>(bin) / bins, static_cast<double>(bin + 1) / bins, row[0], row[1]};
    }
    return table;
}

} // namespace negatoscope::ui
