#include "core/explain/Explainer.h"

#include "core/explain/HeatMap_impl.h"
#include "core/model/ClassLogits_impl.h"
#include "core/model/FrozenPrefix.h"
#include "core/model/Runtime.h"
#include "core/model/TorchCompat.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <new>
#include <thread>

namespace negatoscope::explain {

namespace {

using base::ErrorCode;

constexpr int kPlacesPerSide = 13;
constexpr int kCoverCells = 14;
constexpr std::size_t kCoverBatch = 8;

/// The prefix's output (row, column, channel) as LibTorch sees it.
at::Tensor activationOf(std::vector<float>& values, std::int64_t n, const model::Shape& shape)
{
    return at::from_blob(values.data(), {n, shape[0], shape[1], shape[2]}, at::kFloat)
        .permute({0, 3, 1, 2});
}

/// Where the windows of the covering test lie.
std::vector<cv::Rect> coverWindows(int width, int height)
{
    const int w = std::max(1, width / 7);
    const int h = std::max(1, height / 7);
    std::vector<cv::Rect> windows;
    for (int row = 0; row < kPlacesPerSide; ++row)
        for (int column = 0; column < kPlacesPerSide; ++column)
            windows.emplace_back(column * (width - w) / (kPlacesPerSide - 1),
                row * (height - h) / (kPlacesPerSide - 1), w, h);
    return windows;
}

/// Sets the window to the mean of the frame around it, half a window wide.
void cover(cv::Mat& plane, const cv::Rect& window)
{
    const cv::Rect outer = cv::Rect(window.x - window.width / 2, window.y - window.height / 2,
                               2 * window.width, 2 * window.height) &
                           cv::Rect(0, 0, plane.cols, plane.rows);
    const double inside = cv::sum(plane(window))[0];
    const double around = cv::sum(plane(outer))[0] - inside;
    const int pixels = outer.area() - window.area();
    plane(window).setTo(pixels > 0 ? around / pixels : inside / window.area());
}

/// Falls of the logit, each spread over its window, as 14×14 cells.
cv::Mat cellsOfFalls(
    const std::vector<cv::Rect>& windows, const std::vector<double>& falls, int width, int height)
{
    cv::Mat sum = cv::Mat::zeros(height, width, CV_32FC1);
    cv::Mat count = cv::Mat::zeros(height, width, CV_32FC1);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        cv::Mat part = sum(windows[i]);
        part += falls[i];
        cv::Mat covered = count(windows[i]);
        covered += 1.0;
    }
    cv::max(count, 1.0, count);
    sum /= count;
    cv::Mat cells;
    cv::resize(sum, cells, cv::Size(kCoverCells, kCoverCells), 0.0, 0.0, cv::INTER_AREA);
    return cells;
}

} // namespace

struct Explainer::Private
{
    std::shared_ptr<const model::Classifier> classifier;
    std::optional<model::FrozenPrefix> whole;        ///< to the last activation
    mutable std::optional<model::FrozenPrefix> fine; ///< to LayerCAM's, made when first asked for

    /// Inference writes nothing into the network, but its functions serve training as well.
    model::NetworkImpl& impl() const
    {
        return const_cast<model::NetworkImpl&>(classifier->network.impl());
    }
    base::Result<void> check(std::span<const float> input) const
    {
        if (input.size() == whole->valuesPerFilm())
            return {};
        return base::failure(ErrorCode::ShapeMismatch,
            "the film has " + std::to_string(input.size()) + " values, the network takes " +
                std::to_string(whole->valuesPerFilm()),
            "network input");
    }
    base::Result<const model::FrozenPrefix*> prefixFor(HeatMapMethod method) const
    {
        if (method != HeatMapMethod::LayerCam)
            return &*whole;
        if (!fine) {
            auto built = model::FrozenPrefix::build(classifier->network, cutOf(impl(), method));
            if (!built)
                return base::failure(built);
            fine.emplace(std::move(*built));
        }
        return &*fine;
    }
    /// n×K logits from n activations.
    at::Tensor headLogits(std::vector<float>& activations, std::int64_t n) const
    {
        return model::classLogits(
            impl().runHead(activationOf(activations, n, whole->outputShape()), false, {}),
            impl().classCount);
    }
    base::Result<std::vector<double>> coveredScores(std::span<const float> input,
        const std::vector<cv::Rect>& windows, std::size_t first) const;
};

/// The explained score of the film with up to kCoverBatch windows covered, from `first` on.
base::Result<std::vector<double>> Explainer::Private::coveredScores(
    std::span<const float> input, const std::vector<cv::Rect>& windows, std::size_t first) const
{
    const auto& preprocessing = classifier->config.preprocessing;
    const std::size_t n = std::min(kCoverBatch, windows.size() - first);
    try {
        std::vector<float> films(n * input.size());
        for (std::size_t i = 0; i < n; ++i) {
            float* film = films.data() + i * input.size();
            std::copy(input.begin(), input.end(), film);
            for (int channel = 0; channel < preprocessing.channels(); ++channel) {
                cv::Mat plane(preprocessing.height, preprocessing.width, CV_32FC1,
                    film + channel * preprocessing.height * preprocessing.width);
                cover(plane, windows[first + i]);
            }
        }
        std::vector<float> activations(n * whole->valuesPerOutput());
        if (auto done = whole->run(films, n, activations); !done)
            return base::failure(done);
        const c10::InferenceMode inference;
        const at::Tensor score = explainedScore(
            headLogits(activations, static_cast<std::int64_t>(n)), classifier->positiveClass)
                                     .to(at::kDouble)
                                     .contiguous();
        return std::vector<double>(score.data_ptr<double>(), score.data_ptr<double>() + n);
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "not enough memory for the covering test");
    } catch (const std::exception& exception) {
        return base::failure(ErrorCode::Internal, exception.what(), "covering test");
    }
}

Explainer::Explainer(std::unique_ptr<Private> p)
    : m_private(std::move(p))
{}
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;
Explainer::~Explainer() = default;

base::Result<Explainer> Explainer::build(std::shared_ptr<const model::Classifier> classifier)
{
    if (classifier->positiveClass < 0 ||
        classifier->positiveClass >= classifier->network.classCount())
        return base::failure(
            ErrorCode::InvalidUsage, "there is no class to explain", "", "name the positive class");
    auto p = std::make_unique<Private>();
    p->classifier = std::move(classifier);
    auto whole = model::FrozenPrefix::build(p->classifier->network, p->impl().backboneSize());
    if (!whole)
        return base::failure(whole);
    p->whole.emplace(std::move(*whole));
    return Explainer(std::move(p));
}

const model::Classifier& Explainer::classifier() const
{
    return *m_private->classifier;
}

model::Pooling Explainer::featurePooling() const
{
    return m_private->classifier->config.pooling == model::Pooling::Max ? model::Pooling::Max
                                                                        : model::Pooling::Average;
}

base::Result<FilmAnswer> Explainer::answer(std::span<const float> input) const
{
    const Private& d = *m_private;
    if (auto fits = d.check(input); !fits)
        return base::failure(fits);
    try {
        std::vector<float> activation(d.whole->valuesPerOutput());
        if (auto done = d.whole->run(input, 1, activation); !done)
            return base::failure(done);
        const c10::InferenceMode inference;
        const at::Tensor z = d.headLogits(activation, 1);
        const at::Tensor p = at::softmax(z, 1).contiguous();
        const at::Tensor logits = z[0].to(at::kDouble).contiguous();
        const at::Tensor map = activationOf(activation, 1, d.whole->outputShape())[0];
        const at::Tensor features =
            (featurePooling() == model::Pooling::Max ? map.amax({1, 2}) : map.mean({1, 2}))
                .contiguous();
        FilmAnswer answer;
        answer.probabilities.assign(p.data_ptr<float>(), p.data_ptr<float>() + p.numel());
        answer.classLogits.assign(
            logits.data_ptr<double>(), logits.data_ptr<double>() + logits.numel());
        answer.features.assign(
            features.data_ptr<float>(), features.data_ptr<float>() + features.numel());
        answer.logit = explainedScore(z, d.classifier->positiveClass).item<double>();
        if (!std::isfinite(answer.logit) || !std::isfinite(answer.probabilities.front()))
            return base::failure(ErrorCode::NumericalFailure, "the network's output is no number",
                d.classifier->origin, "train the model again with a smaller learning rate");
        return answer;
    } catch (const std::bad_alloc&) {
        return base::failure(ErrorCode::OutOfMemory, "not enough memory for the film");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, model::messageOf(error), "network");
    }
}

base::Result<FilmAnswer> Explainer::answer(
    std::span<const float> input, const training::OperatingNotes& notes) const
{
    auto plain = answer(input);
    if (plain && notes.calibration != training::CalibrationKind::None)
        plain->probabilities = training::calibratedProbabilities(
            plain->classLogits, classifier().positiveClass, notes);
    return plain;
}

base::Result<HeatMap> Explainer::map(std::span<const float> input, HeatMapMethod method) const
{
    const Private& d = *m_private;
    if (method == HeatMapMethod::Occlusion)
        return base::failure(
            ErrorCode::InvalidUsage, "the covering test is no single map", "", "use coverTest");
    if (auto fits = d.check(input); !fits)
        return base::failure(fits);
    try {
        const auto prefix = d.prefixFor(method);
        if (!prefix)
            return base::failure(prefix);
        std::vector<float> activation((*prefix)->valuesPerOutput());
        if (auto done = (*prefix)->run(input, 1, activation); !done)
            return base::failure(done);
        return mapOfActivation(d.impl(), activationOf(activation, 1, (*prefix)->outputShape()),
            cutOf(d.impl(), method), d.classifier->positiveClass, method);
    } catch (const std::bad_alloc&) {
        return base::failure(
            ErrorCode::OutOfMemory, "not enough memory for the heat map", "", "close programs");
    } catch (const c10::Error& error) {
        return base::failure(ErrorCode::Internal, model::messageOf(error), "heat map");
    }
}

base::Result<std::optional<HeatMap>> Explainer::coverTest(
    std::span<const float> input, int threads, std::stop_token stop) const
{
    const Private& d = *m_private;
    const auto plain = answer(input);
    if (!plain)
        return base::failure(plain);
    try {
        const auto& preprocessing = d.classifier->config.preprocessing;
        const auto windows = coverWindows(preprocessing.width, preprocessing.height);
        std::vector<double> falls(windows.size(), 0.0);
        std::atomic<std::size_t> next{0};
        std::mutex mutex;
        std::optional<base::Error> error;
        const auto work = [&] {
            model::useOneThreadHere();
            for (std::size_t first = next.fetch_add(kCoverBatch);
                 first < windows.size() && !stop.stop_requested();
                 first = next.fetch_add(kCoverBatch)) {
                const auto scores = d.coveredScores(input, windows, first);
                if (!scores) {
                    const std::scoped_lock lock(mutex);
                    error = scores.error();
                    return;
                }
                for (std::size_t i = 0; i < scores->size(); ++i)
                    falls[first + i] = plain->logit - (*scores)[i];
            }
        };
        {
            const int count =
                threads > 0 ? threads
                            : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
            std::vector<std::jthread> workers;
            for (int t = 0; t < count; ++t)
                workers.emplace_back(work);
        }
        if (error)
            return tl::unexpected<base::Error>(*error);
        if (stop.stop_requested())
            return std::optional<HeatMap>();
        HeatMap map;
        map.method = HeatMapMethod::Occlusion;
        map.cells = cellsOfFalls(windows, falls, preprocessing.width, preprocessing.height);
        map.logit = plain->logit;
        map.sum = cv::sum(map.cells)[0];
        map.classLogits = plain->classLogits;
        if (!cv::checkRange(map.cells))
            return base::failure(ErrorCode::NumericalFailure,
                "the covering test is not defined because a covered film has no finite score");
        return std::optional(std::move(map));
    } catch (const std::exception& exception) {
        return base::failure(ErrorCode::OutOfMemory,
            std::string("the covering test could not be made: ") + exception.what());
    }
}

} // namespace negatoscope::explain
