#include "core/evaluation/Bootstrap.h"

#include "core/base/Random.h"
#include "core/evaluation/Calibration.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <system_error>
#include <thread>
#include <unordered_map>

namespace negatoscope::evaluation {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

enum Metric : std::size_t {
    kAuc,
    kAveragePrecision,
    kAccuracy,
    kBalancedAccuracy,
    kSensitivity,
    kSpecificity,
    kPpv,
    kNpv,
    kF1,
    kMcc,
    kBrier,
    kLogLoss,
    kEce,
    kMetricCount
};

using Metrics = std::array<double, kMetricCount>;

/// Which films belong to one patient, and which patients are drawn together.
struct Clusters
{
    std::vector<std::uint32_t> patientOfFilm;
    std::vector<std::vector<std::uint32_t>> strata;
    std::size_t patients = 0;
};

Clusters clustersOf(const std::vector<int>& labels, const std::vector<std::string>& patients)
{
    Clusters clusters;
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<std::set<int>> classesOfPatient;
    const bool everyFilmItsOwn = patients.size() != labels.size();
    for (std::size_t film = 0; film < labels.size(); ++film) {
        auto number = static_cast<std::uint32_t>(classesOfPatient.size());
        // A film without a key is a patient of its own, not one of a crowd of nameless ones.
        if (!everyFilmItsOwn && !patients[film].empty())
            number = numbers.emplace(patients[film], number).first->second;
        if (number == classesOfPatient.size())
            classesOfPatient.emplace_back();
        classesOfPatient[number].insert(labels[film]);
        clusters.patientOfFilm.push_back(number);
    }
    clusters.patients = classesOfPatient.size();
    std::map<std::set<int>, std::vector<std::uint32_t>> strata;
    for (std::uint32_t patient = 0; patient < classesOfPatient.size(); ++patient)
        strata[classesOfPatient[patient]].push_back(patient);
    for (auto& [classes, members] : strata)
        clusters.strata.push_back(std::move(members));
    return clusters;
}

/// How often each patient is in replicate `number`.
void draw(const Clusters& clusters, std::uint64_t seed, std::uint64_t number,
    std::vector<std::uint32_t>& times)
{
    base::Random random(base::deriveSeed(seed, "bootstrap", {number}));
    std::fill(times.begin(), times.end(), 0U);
    for (const auto& stratum : clusters.strata)
        for (std::size_t i = 0; i < stratum.size(); ++i)
            ++times[stratum[random.below(stratum.size())]];
}

/// One film in falling order of score, with all that a replicate sums up.
struct Entry
{
    std::uint32_t patient = 0;
    std::uint32_t bin = 0;
    bool positive = false;
    bool lastOfTie = false;
    double gap = 0.0; ///< p − y
    double squaredGap = 0.0;
    double loss = 0.0;
};

struct View
{
    std::vector<Entry> entries;
    std::size_t called = 0; ///< the first so many are called positive
};

View viewOf(std::span<const double> p, const std::vector<bool>& labels,
    const std::vector<std::uint32_t>& patients, const BootstrapOptions& options)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
    View view;
    view.entries.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t film = order[i];
        const double truth = labels[film] ? 1.0 : 0.0;
        const double right = std::clamp(
            labels[film] ? p[film] : 1.0 - p[film], std::numeric_limits<double>::epsilon(), 1.0);
        view.entries.push_back({.patient = patients[film],
            .bin = static_cast<std::uint32_t>(equalWidthBin(p[film], options.bins)),
            .positive = labels[film],
            .lastOfTie = i + 1 == order.size() || p[order[i + 1]] != p[film],
            .gap = p[film] - truth,
            .squaredGap = (p[film] - truth) * (p[film] - truth),
            .loss = -std::log(right)});
        view.called += p[film] >= options.threshold ? 1 : 0;
    }
    return view;
}

double quotient(double numerator, double denominator)
{
    return denominator > 0.0 ? numerator / denominator : kNone;
}

void fillCountMetrics(Metrics& m, double tp, double fp, double positives, double negatives)
{
    const double fn = positives - tp;
    const double tn = negatives - fp;
    m[kAccuracy] = quotient(tp + tn, positives + negatives);
    m[kSensitivity] = quotient(tp, positives);
    m[kSpecificity] = quotient(tn, negatives);
    m[kBalancedAccuracy] = 0.5 * (m[kSensitivity] + m[kSpecificity]);
    m[kPpv] = quotient(tp, tp + fp);
    m[kNpv] = quotient(tn, tn + fn);
    m[kF1] = quotient(2.0 * tp, 2.0 * tp + fp + fn);
    m[kMcc] = quotient(
        tp * tn - fp * fn, std::sqrt(positives * negatives) * std::sqrt((tp + fp) * (tn + fn)));
}

/// Reads the ROC curve at equal steps of the false positive rate while the curve is walked.
class BandReader
{
public:
    BandReader(float* row, int points)
        : m_row(row)
        , m_points(points)
    {}

    void reach(double fp, double tp, double negatives, double positives)
    {
        for (; m_next < m_points; ++m_next) {
            const double wanted = negatives * m_next / (m_points - 1);
            if (wanted >= fp)
                break;
            const double share = (wanted - m_fp) / (fp - m_fp);
            m_row[m_next] = static_cast<float>((m_tp + share * (tp - m_tp)) / positives);
        }
        m_fp = fp;
        m_tp = tp;
    }
    void finish()
    {
        for (; m_next < m_points; ++m_next)
            m_row[m_next] = 1.0F;
    }

private:
    float* m_row;
    int m_points;
    int m_next = 0;
    double m_fp = 0.0;
    double m_tp = 0.0;
};

/// Sums one replicate up; `binGaps` is scratch space.
Metrics measure(const View& view, const std::vector<std::uint32_t>& times, double positives,
    double negatives, std::vector<double>& binGaps, BandReader band)
{
    Metrics m;
    m.fill(kNone);
    std::fill(binGaps.begin(), binGaps.end(), 0.0);
    double tp = 0.0;
    double fp = 0.0;
    double tpBefore = 0.0; // at the last distinct score
    double fpBefore = 0.0;
    double pairs = 0.0;
    double precisionSum = 0.0;
    double squares = 0.0;
    double losses = 0.0;
    double calledTp = 0.0;
    double calledFp = 0.0;
    for (std::size_t i = 0; i < view.entries.size(); ++i) {
        const Entry& entry = view.entries[i];
        const double weight = times[entry.patient];
        (entry.positive ? tp : fp) += weight;
        squares += weight * entry.squaredGap;
        losses += weight * entry.loss;
        binGaps[entry.bin] += weight * entry.gap;
        if (i + 1 == view.called) {
            calledTp = tp;
            calledFp = fp;
        }
        if (entry.lastOfTie) {
            pairs += (fp - fpBefore) * (tp + tpBefore);
            if (tp > tpBefore)
                precisionSum += (tp - tpBefore) * tp / (tp + fp);
            band.reach(fp, tp, negatives, positives);
            tpBefore = tp;
            fpBefore = fp;
        }
    }
    band.finish();
    m[kAuc] = quotient(pairs, 2.0 * positives * negatives);
    m[kAveragePrecision] = quotient(precisionSum, positives);
    m[kBrier] = quotient(squares, positives + negatives);
    m[kLogLoss] = quotient(losses, positives + negatives);
    double gaps = 0.0;
    for (const double gap : binGaps)
        gaps += std::abs(gap);
    m[kEce] = quotient(gaps, positives + negatives);
    fillCountMetrics(m, calledTp, calledFp, positives, negatives);
    return m;
}

/// The AUC alone, for the macro average.
double aucOf(const View& view, const std::vector<std::uint32_t>& times)
{
    double tp = 0.0;
    double fp = 0.0;
    double tpBefore = 0.0;
    double fpBefore = 0.0;
    double pairs = 0.0;
    for (const Entry& entry : view.entries) {
        (entry.positive ? tp : fp) += times[entry.patient];
        if (entry.lastOfTie) {
            pairs += (fp - fpBefore) * (tp + tpBefore);
            tpBefore = tp;
            fpBefore = fp;
        }
    }
    return quotient(pairs, 2.0 * tp * fp);
}

/// Calls work(replicate, worker) for each replicate, on several threads; false when stopped.
template <typename Work>
bool forEachReplicate(int replicates, int threads, const std::stop_token& stop, Work work)
{
    std::atomic<int> next{0};
    const auto loop = [&](int worker) {
        while (!stop.stop_requested()) {
            const int replicate = next.fetch_add(1, std::memory_order_relaxed);
            if (replicate >= replicates)
                return;
            work(replicate, worker);
        }
    };
    {
        std::vector<std::jthread> helpers;
        try {
            for (int worker = 1; worker < threads; ++worker)
                helpers.emplace_back(loop, worker);
        } catch (const std::system_error&) {
            // No more threads to be had: those that started, and this one, do the work.
        }
        loop(0);
    }
    return !stop.stop_requested();
}

int threadsFor(const BootstrapOptions& options)
{
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return std::clamp(options.threads > 0 ? options.threads : cores, 1, 64);
}

/// NumPy's default (linear) percentile of the defined values; reorders them.
template <typename T>
std::optional<Interval> percentiles(std::vector<T>& values, double confidence)
{
    const std::size_t all = values.size();
    std::erase_if(values, [](T value) { return std::isnan(value); });
    if (values.empty() || static_cast<double>(values.size()) < 0.95 * static_cast<double>(all))
        return std::nullopt;
    const auto at = [&values](double share) {
        const double position = share * static_cast<double>(values.size() - 1);
        const auto index = static_cast<std::ptrdiff_t>(position);
        std::nth_element(values.begin(), values.begin() + index, values.end());
        const double low = values[static_cast<std::size_t>(index)];
        if (static_cast<std::size_t>(index) + 1 == values.size())
            return low;
        const double high = *std::min_element(values.begin() + index + 1, values.end());
        return low + (position - static_cast<double>(index)) * (high - low);
    };
    return Interval{at(0.5 * (1.0 - confidence)), at(0.5 * (1.0 + confidence))};
}

void fillIntervals(
    BootstrapIntervals& result, const std::vector<Metrics>& replicates, double confidence)
{
    const std::array<std::optional<Interval>*, kMetricCount> targets{&result.auc,
        &result.averagePrecision, &result.accuracy, &result.balancedAccuracy, &result.sensitivity,
        &result.specificity, &result.ppv, &result.npv, &result.f1, &result.mcc, &result.brier,
        &result.logLoss, &result.ece};
    std::vector<double> values;
    for (std::size_t metric = 0; metric < kMetricCount; ++metric) {
        values.clear();
        for (const Metrics& replicate : replicates)
            values.push_back(replicate[metric]);
        *targets[metric] = percentiles(values, confidence);
    }
}

void fillBand(RocBand& band, const std::vector<float>& rows, int points, double confidence)
{
    const std::size_t replicates = rows.size() / static_cast<std::size_t>(points);
    std::vector<float> column(replicates);
    for (int point = 0; point < points; ++point) {
        for (std::size_t r = 0; r < replicates; ++r)
            column[r] =
                rows[r * static_cast<std::size_t>(points) + static_cast<std::size_t>(point)];
        const auto interval = percentiles(column, confidence).value_or(Interval{0.0, 1.0});
        column.resize(replicates);
        band.falsePositiveRates.push_back(static_cast<double>(point) / (points - 1));
        band.low.push_back(interval.low);
        band.high.push_back(interval.high);
    }
}

Undefined checked(std::span<const double> p, const std::vector<bool>& labels)
{
    if (p.empty() || p.size() != labels.size())
        return Undefined::NoFilms;
    for (const double value : p) {
        if (!std::isfinite(value))
            return Undefined::NotFinite;
        if (value < 0.0 || value > 1.0)
            return Undefined::NotAProbability;
    }
    if (std::find(labels.begin(), labels.end(), true) == labels.end())
        return Undefined::NoPositiveFilm;
    return std::find(labels.begin(), labels.end(), false) == labels.end()
               ? Undefined::NoNegativeFilm
               : Undefined::No;
}

} // namespace

BootstrapIntervals bootstrap(std::span<const double> probabilities, const std::vector<bool>& labels,
    const std::vector<std::string>& patients, const BootstrapOptions& options, std::stop_token stop)
{
    BootstrapIntervals result;
    result.undefined = checked(probabilities, labels);
    if (result.undefined != Undefined::No || options.replicates < 1 || options.bins < 1)
        return result;
    const std::vector<int> classes(labels.begin(), labels.end());
    const Clusters clusters = clustersOf(classes, patients);
    const View view = viewOf(probabilities, labels, clusters.patientOfFilm, options);
    std::vector<std::array<double, 2>> filmsOfPatient(clusters.patients, {0.0, 0.0});
    for (std::size_t film = 0; film < labels.size(); ++film)
        filmsOfPatient[clusters.patientOfFilm[film]][labels[film] ? 1 : 0] += 1.0;
    const int points = options.rocPoints < 2 ? 0 : options.rocPoints;
    const auto replicates = static_cast<std::size_t>(options.replicates);
    std::vector<Metrics> metrics(replicates);
    std::vector<float> bands(replicates * static_cast<std::size_t>(points));
    const int threads = threadsFor(options);
    std::vector<std::vector<std::uint32_t>> times(
        static_cast<std::size_t>(threads), std::vector<std::uint32_t>(clusters.patients));
    std::vector<std::vector<double>> gaps(static_cast<std::size_t>(threads),
        std::vector<double>(static_cast<std::size_t>(options.bins)));
    const bool finished =
        forEachReplicate(options.replicates, threads, stop, [&](int number, int worker) {
            auto& mine = times[static_cast<std::size_t>(worker)];
            draw(clusters, options.seed, static_cast<std::uint64_t>(number), mine);
            double positives = 0.0;
            double negatives = 0.0;
            for (std::size_t patient = 0; patient < mine.size(); ++patient) {
                negatives += mine[patient] * filmsOfPatient[patient][0];
                positives += mine[patient] * filmsOfPatient[patient][1];
            }
            const auto row = static_cast<std::size_t>(number);
            metrics[row] =
                measure(view, mine, positives, negatives, gaps[static_cast<std::size_t>(worker)],
                    BandReader(bands.data() + row * static_cast<std::size_t>(points), points));
        });
    if (!finished)
        return result;
    result.complete = true;
    result.replicates = options.replicates;
    result.patients = clusters.patients;
    result.clustered = clusters.patients < labels.size();
    fillIntervals(result, metrics, options.confidence);
    if (points > 0)
        fillBand(result.rocBand, bands, points, options.confidence);
    return result;
}

BootstrapIntervals bootstrap(
    const Scores& scores, const BootstrapOptions& options, std::stop_token stop)
{
    BootstrapIntervals result;
    result.undefined = problemOf(scores);
    if (result.undefined == Undefined::No && !scores.hasPositiveClass())
        result.undefined = Undefined::NoPositiveClass;
    if (result.undefined != Undefined::No)
        return result;
    return bootstrap(scores.positiveScores(), scores.positiveLabels(), scores.patients, options,
        std::move(stop));
}

std::optional<Interval> bootstrapMacroAuc(
    const Scores& scores, const BootstrapOptions& options, std::stop_token stop)
{
    if (problemOf(scores) != Undefined::No || options.replicates < 1 || options.bins < 1)
        return std::nullopt;
    const Clusters clusters = clustersOf(scores.labels, scores.patients);
    std::vector<View> views;
    for (std::size_t cls = 0; cls < scores.classCount(); ++cls) {
        std::vector<double> p(scores.size());
        std::vector<bool> labels(scores.size());
        for (std::size_t film = 0; film < scores.size(); ++film) {
            p[film] = scores.probability(film, cls);
            labels[film] = static_cast<std::size_t>(scores.labels[film]) == cls;
        }
        views.push_back(viewOf(p, labels, clusters.patientOfFilm, options));
    }
    const int threads = threadsFor(options);
    std::vector<std::vector<std::uint32_t>> times(
        static_cast<std::size_t>(threads), std::vector<std::uint32_t>(clusters.patients));
    std::vector<double> macro(static_cast<std::size_t>(options.replicates));
    const bool finished =
        forEachReplicate(options.replicates, threads, stop, [&](int number, int worker) {
            auto& mine = times[static_cast<std::size_t>(worker)];
            draw(clusters, options.seed, static_cast<std::uint64_t>(number), mine);
            double sum = 0.0;
            for (const View& view : views)
                sum += aucOf(view, mine);
            macro[static_cast<std::size_t>(number)] = sum / static_cast<double>(views.size());
        });
    return finished ? percentiles(macro, options.confidence) : std::nullopt;
}

} // namespace negatoscope::evaluation
