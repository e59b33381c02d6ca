#pragma once

#include "core/base/Result.h"
#include "core/explain/HeatMap.h"
#include "core/model/Classifier.h"
#include "core/training/OperatingNotes.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace negatoscope::explain {

/// What the network says about one film.
struct FilmAnswer
{
    std::vector<double> classLogits;  ///< K, as Network::logits
    std::vector<float> probabilities; ///< K, sum 1
    double logit = 0.0;               ///< the explained score (HeatMap.h)
    std::vector<float> features;      ///< of the last activation, pooled by `featurePooling`
};

/// A classifier made ready to answer for one film at a time, quickly: its backbone is prepared once
/// (model::FrozenPrefix), maps are computed from that activation. Inputs are preprocessed films
/// (channels×height×width floats in [−1, 1]). The window and the command line both read films
/// through it, so their numbers are the same. One thread at a time; the classifier must not be
/// trained meanwhile.
class Explainer
{
public:
    /// Errors: InvalidUsage (no positive class), OutOfMemory, Internal.
    static base::Result<Explainer> build(std::shared_ptr<const model::Classifier> classifier);
    Explainer(Explainer&&) noexcept;
    Explainer& operator=(Explainer&&) noexcept;
    ~Explainer();

    const model::Classifier& classifier() const;
    /// How `features` are pooled: as the model pools, maximum or average.
    model::Pooling featurePooling() const;

    /// Errors: ShapeMismatch, NumericalFailure (an output is not a number), OutOfMemory.
    base::Result<FilmAnswer> answer(std::span<const float> input) const;
    /// The same with the probabilities calibrated as the notes of the run want them; the logits,
    /// and so all maps, stay the network's own.
    base::Result<FilmAnswer> answer(
        std::span<const float> input, const training::OperatingNotes& notes) const;

    /// HiResCAM, Grad-CAM or LayerCAM; errors as heatMap.
    base::Result<HeatMap> map(std::span<const float> input, HeatMapMethod method) const;

    /// The covering test: a window of a seventh of the input (32×32 px at 224) is set to the mean
    /// of the frame around it at 13×13 places; each pixel's evidence is the mean fall of the logit
    /// over the windows that hold it, given in 14×14 cells. On `threads` threads (0 = all cores).
    /// Empty when stopped.
    base::Result<std::optional<HeatMap>> coverTest(
        std::span<const float> input, int threads = 0, std::stop_token stop = {}) const;
    static constexpr int kCoveredPlaces = 169;

private:
    struct Private;
    explicit Explainer(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_private;
};

} // namespace negatoscope::explain
