#include "core/evaluation/Calibration.h"

#include "core/evaluation/Confusion.h"
#include "core/evaluation/Intervals.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace negatoscope::evaluation {

namespace {

using Probabilities = std::span<const double>;
using Labels = std::vector<bool>;

Undefined checked(Probabilities p, const Labels& labels)
{
    if (p.empty() || p.size() != labels.size())
        return Undefined::NoFilms;
    for (const double value : p) {
        if (!std::isfinite(value))
            return Undefined::NotFinite;
        if (value < 0.0 || value > 1.0)
            return Undefined::NotAProbability;
    }
    return Undefined::No;
}

double clipped(double p)
{
    constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
    return std::clamp(p, kEpsilon, 1.0 - kEpsilon);
}

std::vector<std::size_t> ascending(Probabilities p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

/// Calls visit(score, films, positives) for each distinct score, rising.
template <typename Visit>
void forEachDistinct(Probabilities p, const Labels& labels, Visit visit)
{
    const std::vector<std::size_t> order = ascending(p);
    for (std::size_t first = 0; first < order.size();) {
        double positives = 0.0;
        std::size_t end = first;
        for (; end < order.size() && p[order[end]] == p[order[first]]; ++end)
            positives += labels[order[end]] ? 1.0 : 0.0;
        visit(p[order[first]], static_cast<double>(end - first), positives);
        first = end;
    }
}

void finish(ReliabilityBin& bin, double scoreSum)
{
    if (bin.films == 0)
        return;
    bin.meanScore = scoreSum / static_cast<double>(bin.films);
    bin.fractionPositive = static_cast<double>(bin.positives) / static_cast<double>(bin.films);
    bin.interval = wilson(bin.positives, bin.films);
}

std::vector<ReliabilityBin> equalWidthBins(
    Probabilities p, const Labels& labels, int bins, Binning binning)
{
    std::vector<ReliabilityBin> result(static_cast<std::size_t>(bins));
    std::vector<double> sums(result.size(), 0.0);
    for (std::size_t film = 0; film < p.size(); ++film) {
        const std::size_t bin = equalWidthBin(p[film], bins, binning);
        ++result[bin].films;
        result[bin].positives += labels[film] ? 1 : 0;
        sums[bin] += p[film];
    }
    for (std::size_t bin = 0; bin < result.size(); ++bin) {
        result[bin].low = static_cast<double>(bin) / bins;
        result[bin].high = static_cast<double>(bin + 1) / bins;
        finish(result[bin], sums[bin]);
    }
    return result;
}

std::vector<ReliabilityBin> equalMassBins(Probabilities p, const Labels& labels, int bins)
{
    std::vector<ReliabilityBin> result;
    const std::vector<std::size_t> order = ascending(p);
    const std::size_t n = order.size();
    std::size_t first = 0;
    for (int k = 1; k <= bins && first < n; ++k) {
        std::size_t end =
            std::max(first + 1, n * static_cast<std::size_t>(k) / static_cast<std::size_t>(bins));
        while (end < n && p[order[end]] == p[order[end - 1]])
            ++end;
        ReliabilityBin bin;
        double sum = 0.0;
        for (std::size_t i = first; i < end; ++i) {
            ++bin.films;
            bin.positives += labels[order[i]] ? 1 : 0;
            sum += p[order[i]];
        }
        bin.low = p[order[first]];
        bin.high = p[order[end - 1]];
        finish(bin, sum);
        result.push_back(bin);
        first = end;
    }
    return result;
}

/// Σ over films of d(log loss)/dβ and of the loss itself for softmax(βz).
struct Slope
{
    double loss = 0.0;
    double derivative = 0.0;
};

Slope slopeAt(const Scores& scores, double beta)
{
    const std::size_t classes = scores.classCount();
    Slope slope;
    for (std::size_t film = 0; film < scores.size(); ++film) {
        const double* z = scores.logits.data() + film * classes;
        const double largest = *std::max_element(z, z + classes);
        double sum = 0.0;
        double weighted = 0.0;
        for (std::size_t c = 0; c < classes; ++c) {
            const double e = std::exp(beta * (z[c] - largest));
            sum += e;
            weighted += e * z[c];
        }
        const double truth = z[static_cast<std::size_t>(scores.labels[film])];
        slope.loss += std::log(sum) + beta * (largest - truth);
        slope.derivative += weighted / sum - truth;
    }
    const auto n = static_cast<double>(scores.size());
    return {slope.loss / n, slope.derivative / n};
}

/// Nothing, or why there is nothing to fit.
base::Result<void> readyToFit(const Scores& scores)
{
    if (scores.size() == 0)
        return base::failure(base::ErrorCode::InsufficientData,
            "there is no validation film to calibrate on", {}, "keep a validation split");
    if (std::adjacent_find(scores.labels.begin(), scores.labels.end(), std::not_equal_to<>()) ==
        scores.labels.end())
        return base::failure(base::ErrorCode::InsufficientData,
            "the validation films are all of one class", {}, "keep films of each class for it");
    const bool haveLogits = scores.logits.size() == scores.size() * scores.classCount();
    const bool finite = std::all_of(
        scores.logits.begin(), scores.logits.end(), [](double z) { return std::isfinite(z); });
    if (!haveLogits || !finite)
        return base::failure(base::ErrorCode::NumericalFailure,
            "the validation logits are missing or not finite", {}, "train again with a lower rate");
    for (const int label : scores.labels)
        if (label < 0 || static_cast<std::size_t>(label) >= scores.classCount())
            return base::failure(base::ErrorCode::CorruptFile, "a label names no class");
    return {};
}

double plattLoss(const std::vector<double>& z, const Labels& labels, double slope, double intercept)
{
    double loss = 0.0;
    for (std::size_t film = 0; film < z.size(); ++film) {
        const double s = (labels[film] ? -1.0 : 1.0) * (slope * z[film] + intercept);
        loss += s > 0.0 ? s + std::log1p(std::exp(-s)) : std::log1p(std::exp(s));
    }
    return loss / static_cast<double>(z.size());
}

/// One Newton step of the logistic regression; false where the curvature has vanished.
bool newtonStep(const std::vector<double>& z, const Labels& labels, PlattScaling& scaling,
    double& stepSlope, double& stepIntercept)
{
    double gSlope = 0.0;
    double gIntercept = 0.0;
    double hSlope = 0.0;
    double hCross = 0.0;
    double hIntercept = 0.0;
    for (std::size_t film = 0; film < z.size(); ++film) {
        const double p = 1.0 / (1.0 + std::exp(-(scaling.slope * z[film] + scaling.intercept)));
        const double residual = p - (labels[film] ? 1.0 : 0.0);
        const double weight = p * (1.0 - p);
        gSlope += residual * z[film];
        gIntercept += residual;
        hSlope += weight * z[film] * z[film];
        hCross += weight * z[film];
        hIntercept += weight;
    }
    const double determinant = hSlope * hIntercept - hCross * hCross;
    if (!(determinant > 1e-12 * static_cast<double>(z.size())))
        return false;
    stepSlope = (hIntercept * gSlope - hCross * gIntercept) / determinant;
    stepIntercept = (hSlope * gIntercept - hCross * gSlope) / determinant;
    return true;
}

/// Is there a cut with all films of one class on each side (in either direction)? Then no finite
/// slope is best.
bool separates(const std::vector<double>& z, const Labels& labels)
{
    double highest[2] = {
        -std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    double lowest[2] = {
        std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    for (std::size_t film = 0; film < z.size(); ++film) {
        const int cls = labels[film] ? 1 : 0;
        highest[cls] = std::max(highest[cls], z[film]);
        lowest[cls] = std::min(lowest[cls], z[film]);
    }
    return highest[0] <= lowest[1] || highest[1] <= lowest[0];
}

} // namespace

std::size_t equalWidthBin(double p, int bins, Binning binning)
{
    int bin = std::clamp(static_cast<int>(p * bins), 0, bins - 1);
    const auto edge = [bins](int k) {
        return static_cast<double>(k) / bins;
    };
    if (binning == Binning::EqualWidthLeftClosed) {
        while (bin > 0 && p < edge(bin))
            --bin;
        while (bin < bins - 1 && p >= edge(bin + 1))
            ++bin;
    } else {
        while (bin > 0 && p <= edge(bin))
            --bin;
        while (bin < bins - 1 && p > edge(bin + 1))
            ++bin;
    }
    return static_cast<std::size_t>(bin);
}

Figure logLoss(Probabilities p, const Labels& labels)
{
    if (const Undefined reason = checked(p, labels); reason != Undefined::No)
        return Figure::none(reason);
    double sum = 0.0;
    for (std::size_t film = 0; film < p.size(); ++film)
        sum -= std::log(labels[film] ? clipped(p[film]) : 1.0 - clipped(p[film]));
    return Figure::of(sum / static_cast<double>(p.size()));
}

Figure logLoss(const Scores& scores)
{
    if (const Undefined reason = problemOf(scores); reason != Undefined::No)
        return Figure::none(reason);
    double sum = 0.0;
    for (std::size_t film = 0; film < scores.size(); ++film)
        sum -= std::log(
            clipped(scores.probability(film, static_cast<std::size_t>(scores.labels[film]))));
    return Figure::of(sum / static_cast<double>(scores.size()));
}

Figure brier(Probabilities p, const Labels& labels)
{
    if (const Undefined reason = checked(p, labels); reason != Undefined::No)
        return Figure::none(reason);
    double sum = 0.0;
    for (std::size_t film = 0; film < p.size(); ++film) {
        const double gap = p[film] - (labels[film] ? 1.0 : 0.0);
        sum += gap * gap;
    }
    return Figure::of(sum / static_cast<double>(p.size()));
}

Figure brierOfClasses(const Scores& scores)
{
    if (const Undefined reason = problemOf(scores); reason != Undefined::No)
        return Figure::none(reason);
    double sum = 0.0;
    for (std::size_t film = 0; film < scores.size(); ++film)
        for (std::size_t cls = 0; cls < scores.classCount(); ++cls) {
            const bool truth = static_cast<std::size_t>(scores.labels[film]) == cls;
            const double gap = scores.probability(film, cls) - (truth ? 1.0 : 0.0);
            sum += gap * gap;
        }
    return Figure::of(sum / static_cast<double>(scores.size()));
}

MurphyParts murphy(Probabilities p, const Labels& labels)
{
    if (const Undefined reason = checked(p, labels); reason != Undefined::No)
        return {Figure::none(reason), Figure::none(reason), Figure::none(reason)};
    const auto n = static_cast<double>(p.size());
    const double base = static_cast<double>(std::count(labels.begin(), labels.end(), true)) / n;
    double reliability = 0.0;
    double resolution = 0.0;
    forEachDistinct(p, labels, [&](double score, double films, double positives) {
        const double observed = positives / films;
        reliability += films * (score - observed) * (score - observed);
        resolution += films * (observed - base) * (observed - base);
    });
    return {Figure::of(reliability / n), Figure::of(resolution / n), Figure::of(base * (1 - base))};
}

std::vector<ReliabilityBin> reliabilityBins(
    Probabilities p, const Labels& labels, int bins, Binning binning)
{
    if (bins < 1 || checked(p, labels) != Undefined::No)
        return {};
    return binning == Binning::EqualMass ? equalMassBins(p, labels, bins)
                                         : equalWidthBins(p, labels, bins, binning);
}

CalibrationError calibrationError(Probabilities p, const Labels& labels, int bins, Binning binning)
{
    if (const Undefined reason = checked(p, labels); reason != Undefined::No)
        return {Figure::none(reason), Figure::none(reason)};
    double expected = 0.0;
    double maximum = 0.0;
    for (const ReliabilityBin& bin : reliabilityBins(p, labels, bins, binning)) {
        const double gap = std::abs(bin.meanScore - bin.fractionPositive);
        expected += static_cast<double>(bin.films) * gap;
        maximum = std::max(maximum, gap);
    }
    return {Figure::of(expected / static_cast<double>(p.size())), Figure::of(maximum)};
}

CalibrationError confidenceCalibrationError(const Scores& scores, int bins, Binning binning)
{
    if (const Undefined reason = problemOf(scores); reason != Undefined::No)
        return {Figure::none(reason), Figure::none(reason)};
    const std::vector<int> called = calledClasses(scores, 0.5);
    std::vector<double> confidence(scores.size());
    Labels right(scores.size());
    for (std::size_t film = 0; film < scores.size(); ++film) {
        confidence[film] = scores.probability(film, static_cast<std::size_t>(called[film]));
        right[film] = called[film] == scores.labels[film];
    }
    return calibrationError(confidence, right, bins, binning);
}

base::Result<TemperatureScaling> fitTemperature(const Scores& validation)
{
    if (const auto ready = readyToFit(validation); !ready)
        return base::failure(ready);
    TemperatureScaling scaling;
    scaling.lossBefore = scaling.lossAfter = slopeAt(validation, 1.0).loss;
    const auto derivative = [&](double logBeta) {
        return slopeAt(validation, std::exp(logBeta)).derivative;
    };
    // The loss is convex in β = 1/T, so its derivative crosses zero once or never.
    const double low = std::log(1.0 / 100.0);
    const double high = std::log(1.0 / 0.05);
    const double atLow = derivative(low);
    const double atHigh = derivative(high);
    scaling.atLimit = !(atLow < 0.0 && atHigh > 0.0);
    if (scaling.atLimit)
        return scaling;
    std::uintmax_t iterations = 200;
    const auto bracket = boost::math::tools::toms748_solve(derivative, low, high, atLow, atHigh,
        boost::math::tools::eps_tolerance<double>(), iterations);
    const double beta = std::exp(0.5 * (bracket.first + bracket.second));
    scaling.temperature = 1.0 / beta;
    scaling.lossAfter = slopeAt(validation, beta).loss;
    return scaling;
}

Scores withTemperature(const Scores& scores, double temperature)
{
    Scores calibrated = scores;
    if (calibrated.logits.size() != scores.probabilities.size()) { // known by probabilities alone
        calibrated.logits.clear();
        for (const double p : scores.probabilities)
            calibrated.logits.push_back(std::log(std::max(p, 1e-300)));
    }
    for (double& logit : calibrated.logits)
        logit /= temperature;
    fillProbabilities(calibrated);
    return calibrated;
}

base::Result<PlattScaling> fitPlatt(const Scores& validation)
{
    if (validation.classCount() != 2 || !validation.hasPositiveClass())
        return base::failure(base::ErrorCode::InvalidUsage,
            "Platt scaling needs two classes, one of them the positive one", {},
            "use temperature scaling");
    if (const auto ready = readyToFit(validation); !ready)
        return base::failure(ready);
    const std::vector<double> z = positiveLogOdds(validation);
    const Labels labels = validation.positiveLabels();
    if (separates(z, labels))
        return base::failure(base::ErrorCode::InsufficientData,
            "the scores separate the two classes perfectly, so no slope is the best", {},
            "leave the scores as they are");
    PlattScaling scaling;
    scaling.lossBefore = scaling.lossAfter = plattLoss(z, labels, 1.0, 0.0);
    for (int iteration = 0; iteration < 200; ++iteration) {
        double stepSlope = 0.0;
        double stepIntercept = 0.0;
        if (!newtonStep(z, labels, scaling, stepSlope, stepIntercept))
            return base::failure(base::ErrorCode::NumericalFailure,
                "Platt scaling found no slope: all films have nearly the same score", {},
                "train longer or use temperature scaling");
        // Halve the step until the loss falls: Newton alone may overshoot from a steep start.
        double share = 1.0;
        double loss =
            plattLoss(z, labels, scaling.slope - stepSlope, scaling.intercept - stepIntercept);
        while (loss > scaling.lossAfter && share > 1e-10) {
            share *= 0.5;
            loss = plattLoss(z, labels, scaling.slope - share * stepSlope,
                scaling.intercept - share * stepIntercept);
        }
        if (loss > scaling.lossAfter)
            break;
        scaling.slope -= share * stepSlope;
        scaling.intercept -= share * stepIntercept;
        scaling.lossAfter = loss;
        if (std::abs(share * stepSlope) + std::abs(share * stepIntercept) < 1e-13)
            break;
    }
    return scaling;
}

Scores withPlatt(const Scores& scores, const PlattScaling& scaling)
{
    Scores calibrated = scores;
    const std::vector<double> z = positiveLogOdds(scores);
    const auto positive = static_cast<std::size_t>(scores.positiveClass);
    calibrated.logits.assign(scores.size() * 2, 0.0);
    for (std::size_t film = 0; film < scores.size(); ++film) {
        const double logOdds = scaling.slope * z[film] + scaling.intercept;
        calibrated.logits[film * 2 + positive] = 0.5 * logOdds;
        calibrated.logits[film * 2 + (1 - positive)] = -0.5 * logOdds;
    }
    fillProbabilities(calibrated);
    return calibrated;
}

} // namespace negatoscope::evaluation
