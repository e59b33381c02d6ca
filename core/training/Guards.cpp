#include "core/training/Guards.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cmath>

namespace negatoscope::training {

namespace {

constexpr double kExplodedLoss = 1e8;
constexpr double kLeastSpread = 1e-3;
constexpr double kNearlyAll = 0.95; ///< of films that get the same class
constexpr double kLearned = 0.05;   ///< above the majority rate: the training films are learned

std::string percent(double fraction)
{
    return base::formatNumber(std::round(fraction * 1000.0) / 10.0, 4) + " %";
}

double majorityRate(std::span<const std::int64_t> labels, std::size_t classCount)
{
    std::vector<std::size_t> counts(classCount, 0);
    for (const std::int64_t label : labels)
        ++counts[static_cast<std::size_t>(label)];
    return labels.empty() ? 0.0
                          : static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
                                static_cast<double>(labels.size());
}

/// How the validation films were called.
struct Calls
{
    std::vector<std::size_t> counts;
    std::size_t right = 0;
    std::size_t films = 0;

    Calls(const EpochFacts& facts, std::size_t classCount)
        : counts(classCount, 0)
        , films(facts.validationLabels.size())
    {
        for (std::size_t i = 0; i < films; ++i) {
            const auto row = facts.validationLogits.subspan(i * classCount, classCount);
            const auto called = std::max_element(row.begin(), row.end()) - row.begin();
            ++counts[static_cast<std::size_t>(called)];
            right += called == facts.validationLabels[i] ? 1 : 0;
        }
    }
    std::size_t favourite() const
    {
        return static_cast<std::size_t>(
            std::max_element(counts.begin(), counts.end()) - counts.begin());
    }
    double favouriteRate() const
    {
        return static_cast<double>(counts[favourite()]) / static_cast<double>(films);
    }
    double accuracy() const { return static_cast<double>(right) / static_cast<double>(films); }
};

} // namespace

Guards::Guards(std::vector<std::string> classNames)
    : m_classNames(std::move(classNames))
{}

base::Result<void> Guards::checkLoss(double loss, int epoch, int batch)
{
    const bool isNumber = std::isfinite(loss);
    if (isNumber && loss < kExplodedLoss)
        return {};
    return base::failure(base::ErrorCode::NumericalFailure,
        isNumber ? "the loss exploded to " + base::formatNumber(loss, 3)
                 : std::string("the loss is no longer a number"),
        "epoch " + std::to_string(epoch + 1) + ", batch " + std::to_string(batch + 1),
        "lower the learning rate or clip the gradients; the best weights so far are kept");
}

void Guards::say(std::vector<Notice>& notices, const char* code, std::string text)
{
    if (m_spoken.insert(code).second)
        notices.push_back({code, std::move(text)});
}

void Guards::checkScores(const EpochFacts& facts, std::vector<Notice>& notices)
{
    if (facts.warmedUp && facts.trainLogitSpread < kLeastSpread)
        say(notices, "constant_scores",
            "Every film gets the same score: the network has stopped listening to its input. Lower "
            "the learning rate, lower the dropout, or start anew with another seed.");
}

std::vector<Notice> Guards::epochEnded(const EpochFacts& facts)
{
    std::vector<Notice> notices;
    checkScores(facts, notices);
    if (facts.validationLabels.empty())
        return notices;
    const std::size_t classCount = m_classNames.size();
    const Calls calls(facts, classCount);
    const double majority = majorityRate(facts.validationLabels, classCount);
    const bool learned =
        facts.trainAccuracy > majorityRate(facts.trainLabels, classCount) + kLearned;
    const bool nearlyOneClass = calls.favouriteRate() >= kNearlyAll && majority < kNearlyAll;
    const std::string favourite = base::printable(m_classNames[calls.favourite()]);
    if (facts.unfrozenBatchNorm && learned && nearlyOneClass &&
        calls.accuracy() < facts.trainAccuracy - kLearned) {
        say(notices, "batch_norm_trap",
            "The BatchNorm trap: " + percent(facts.trainAccuracy) +
                " of the training films are right, but " + percent(calls.favouriteRate()) +
                " of the validation films are called " + favourite +
                ". Unfrozen BatchNormalization trains with the statistics of each batch and reads "
                "with moving averages that have hardly moved yet (momentum 0.999). Set batch_norm "
                "to frozen, or freeze the backbone.");
    } else if (facts.epoch > 0 && calls.favouriteRate() == 1.0 && majority < 1.0) {
        say(notices, "one_class_predictions",
            "Every validation film is called " + favourite +
                ". If this stays so, balance the classes or change the learning rate.");
    }
    return notices;
}

} // namespace negatoscope::training
