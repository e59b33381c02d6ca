#include "core/training/KerasMetrics.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::training {

namespace {

double ratio(double numerator, double denominator)
{
    return denominator == 0.0 ? 0.0 : numerator / denominator;
}

/// Number of entries at or above each threshold.
template <std::size_t N>
std::array<double, N> suffixSums(const std::array<double, N>& buckets)
{
    std::array<double, N> sums{};
    double sum = 0.0;
    for (std::size_t i = N; i-- > 0;) {
        sum += buckets[i];
        sums[i] = sum;
    }
    return sums;
}

} // namespace

KerasMetrics::KerasMetrics(std::size_t units)
    : m_units(units)
{}

void KerasMetrics::reset()
{
    *this = KerasMetrics(m_units);
}

bool KerasMetrics::isRight(const float* outputs, std::int64_t label) const
{
    if (m_units == 1)
        return (outputs[0] > 0.5F) == (label == 1);
    const float* largest = std::max_element(outputs, outputs + m_units); // the first one wins ties
    return largest - outputs == label;
}

void KerasMetrics::count(float probability, bool positive)
{
    const float inside = std::clamp(probability, 0.0F, 1.0F);
    const float position = std::ceil(inside * static_cast<float>(kThresholds - 1)) - 1.0F;
    const auto bucket = static_cast<std::size_t>(std::max(position, 0.0F));
    (positive ? m_positives : m_negatives)[bucket] += 1.0;
    const bool called = probability > 0.5F;
    m_truePositives += positive && called ? 1.0 : 0.0;
    m_falsePositives += !positive && called ? 1.0 : 0.0;
    m_falseNegatives += positive && !called ? 1.0 : 0.0;
}

std::size_t KerasMetrics::add(
    std::span<const float> outputs, std::span<const std::int64_t> labels, double meanLoss)
{
    std::size_t right = 0;
    for (std::size_t film = 0; film < labels.size(); ++film) {
        const float* row = outputs.data() + film * m_units;
        right += isRight(row, labels[film]) ? 1 : 0;
        for (std::size_t unit = 0; unit < m_units; ++unit) {
            if (std::isnan(row[unit]))
                continue; // the loss says it
            const bool positive =
                m_units == 1 ? labels[film] == 1 : labels[film] == static_cast<std::int64_t>(unit);
            count(row[unit], positive);
        }
    }
    m_films += labels.size();
    m_right += right;
    m_lossSum += meanLoss * static_cast<double>(labels.size());
    return right;
}

double KerasMetrics::loss() const
{
    return ratio(m_lossSum, static_cast<double>(m_films));
}

double KerasMetrics::accuracy() const
{
    return ratio(static_cast<double>(m_right), static_cast<double>(m_films));
}

double KerasMetrics::rocAuc() const
{
    const auto truePositives = suffixSums(m_positives);
    const auto falsePositives = suffixSums(m_negatives);
    double area = 0.0;
    for (std::size_t i = 0; i + 1 < kThresholds; ++i) {
        const double width = ratio(falsePositives[i] - falsePositives[i + 1], falsePositives[0]);
        const double height = ratio(truePositives[i] + truePositives[i + 1], truePositives[0]);
        area += width * height / 2.0;
    }
    return area;
}

double KerasMetrics::prAuc() const
{
    const auto truePositives = suffixSums(m_positives);
    const auto falsePositives = suffixSums(m_negatives);
    double area = 0.0;
    for (std::size_t i = 0; i + 1 < kThresholds; ++i) {
        const double called = truePositives[i] + falsePositives[i];
        const double calledNext = truePositives[i + 1] + falsePositives[i + 1];
        const double found = truePositives[i] - truePositives[i + 1];
        const double slope = ratio(found, std::max(called - calledNext, 0.0));
        const double intercept = truePositives[i + 1] - slope * calledNext;
        const double relative = called > 0.0 && calledNext > 0.0 ? called / calledNext : 1.0;
        area += ratio(slope * (found + intercept * std::log(relative)), truePositives[0]);
    }
    return area;
}

double KerasMetrics::precision() const
{
    return ratio(m_truePositives, m_truePositives + m_falsePositives);
}

double KerasMetrics::recall() const
{
    return ratio(m_truePositives, m_truePositives + m_falseNegatives);
}

void KerasMetrics::writeTo(std::map<std::string, double>& metrics, const std::string& prefix) const
{
    metrics[prefix + "loss"] = loss();
    metrics[prefix + "accuracy"] = accuracy();
    metrics[prefix + "auc"] = rocAuc();
    metrics[prefix + "precision"] = precision();
    metrics[prefix + "recall"] = recall();
}

} // namespace negatoscope::training
