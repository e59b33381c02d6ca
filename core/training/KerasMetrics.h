#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace negatoscope::training {

/// Keras' loss, accuracy, AUC, precision and recall over one epoch or one evaluation
/// (keras.md 5.4, 5.5). The loss is the mean of batch losses weighted by batch size; the rest are
/// exact over films, whatever the batches.
class KerasMetrics
{
public:
    /// `units` outputs per film: K, or 1 for one sigmoid unit.
    explicit KerasMetrics(std::size_t units);

    /// One batch: n×units outputs (probabilities), n class indices, the mean loss of the batch.
    /// Returns the number of right answers in this batch.
    std::size_t add(
        std::span<const float> outputs, std::span<const std::int64_t> labels, double meanLoss);
    void reset();

    std::size_t films() const { return m_films; }
    double loss() const;
    double accuracy() const;
    /// 200 thresholds, trapezoids; the columns of several units are flattened together.
    double rocAuc() const;
    /// Davis and Goadrich's interpolation.
    double prAuc() const;
    /// Over all flattened outputs against 0.5; 0 where it is 0/0.
    double precision() const;
    double recall() const;

    /// loss, accuracy, auc, precision, recall, each name after `prefix` ("" or "val_").
    void writeTo(std::map<std::string, double>& metrics, const std::string& prefix) const;

private:
    static constexpr std::size_t kThresholds = 200;

    bool isRight(const float* outputs, std::int64_t label) const;
    void count(float probability, bool positive);

    std::size_t m_units;
    std::size_t m_films = 0;
    std::size_t m_right = 0;
    double m_lossSum = 0.0;
    std::array<double, kThresholds> m_positives{}; ///< by bucket of probability
    std::array<double, kThresholds> m_negatives{};
    double m_truePositives = 0.0;
    double m_falsePositives = 0.0;
    double m_falseNegatives = 0.0;
};

} // namespace negatoscope::training
