#include "core/training/Stress.h"

#include "core/base/Random.h"
#include "core/evaluation/Figures.h"
#include "core/image/ViewOfFilm.h"
#include "core/image/WildView.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>

namespace negatoscope::training {

namespace {

constexpr std::size_t kBatch = 32;
constexpr double kThreshold = 0.5;

base::Result<void> prepareWild(
    const dataset::FilmItem& film, const image::Preprocessing& preprocessing, std::span<float> out)
{
    const std::uint64_t seed = base::deriveSeed(0, "stress view of " + film.hash);
    const auto wild = [seed](const cv::Mat& resized) {
        return image::wildView(resized, seed);
    };
    return image::preprocessView(film.path, preprocessing, wild, out);
}

/// A validation film that is still in the folder.
struct Asked
{
    std::size_t position = 0; ///< in the validation scores
    const dataset::FilmItem* film = nullptr;
};

std::vector<Asked> filmsToAsk(const evaluation::Scores& validation, const dataset::Manifest& data)
{
    std::unordered_map<std::string, const dataset::FilmItem*> byName;
    for (const dataset::FilmItem& film : data.items)
        byName.emplace(film.name, &film);
    std::vector<Asked> asked;
    for (std::size_t i = 0; i < validation.films.size(); ++i)
        if (const auto found = byName.find(validation.films[i]); found != byName.end())
            asked.push_back({i, found->second});
    return asked;
}

/// Prepares a batch on all cores; the first failure counts.
base::Result<void> prepareBatch(std::span<const Asked> films,
    const image::Preprocessing& preprocessing, std::vector<float>& inputs, int threads)
{
    const std::size_t values = preprocessing.valuesPerFilm();
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    base::Result<void> failure;
    const auto work = [&] {
        for (std::size_t i = next++; i < films.size(); i = next++) {
            const auto done = prepareWild(
                *films[i].film, preprocessing, std::span(inputs).subspan(i * values, values));
            if (!done) {
                const std::scoped_lock lock(mutex);
                failure = done;
            }
        }
    };
    {
        std::vector<std::jthread> workers;
        for (int t = 1; t < threads; ++t)
            workers.emplace_back(work);
        work();
    }
    return failure;
}

/// The class that the program would name.
std::size_t decisionOf(const evaluation::Scores& scores, std::size_t film)
{
    const std::size_t classes = scores.classCount();
    if (classes == 2 && scores.hasPositiveClass()) {
        const auto positive = static_cast<std::size_t>(scores.positiveClass);
        return scores.probability(film, positive) >= kThreshold ? positive : 1 - positive;
    }
    const auto first = scores.probabilities.begin() + static_cast<std::ptrdiff_t>(film * classes);
    return static_cast<std::size_t>(
        std::max_element(first, first + static_cast<std::ptrdiff_t>(classes)) - first);
}

base::Result<StressScore> figuresOf(
    evaluation::Scores wild, const evaluation::Scores& validation, const std::vector<Asked>& asked)
{
    evaluation::fillProbabilities(wild);
    const auto auc = evaluation::evaluate(wild, kThreshold).auc.value;
    if (!auc)
        return base::failure(base::ErrorCode::InsufficientData,
            "the validation films do not give an AUC", {}, "validate on films of both classes");
    std::size_t flips = 0;
    for (std::size_t i = 0; i < asked.size(); ++i)
        flips += decisionOf(wild, i) != decisionOf(validation, asked[i].position) ? 1 : 0;
    return StressScore{
        asked.size(), *auc, static_cast<double>(flips) / static_cast<double>(asked.size())};
}

} // namespace

nlohmann::json toJson(const StressScore& score)
{
    return {{"auc", score.auc}, {"flips", score.flips}, {"n", score.films}};
}

base::Result<std::optional<StressScore>> scoreStress(const model::Classifier& classifier,
    const evaluation::Scores& validation, const dataset::Manifest& data, int threads,
    std::stop_token stop, const std::function<void(std::size_t, std::size_t)>& progress)
{
    const auto cores = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
    const image::Preprocessing& preprocessing = classifier.config.preprocessing;
    const std::vector<Asked> asked = filmsToAsk(validation, data);
    if (asked.empty())
        return base::failure(base::ErrorCode::InsufficientData,
            "there are no validation films to look at in another way", {},
            "train with validation films");
    evaluation::Scores wild;
    wild.classNames = validation.classNames;
    wild.positiveClass = validation.positiveClass;
    try {
        std::vector<float> inputs(kBatch * preprocessing.valuesPerFilm());
        for (std::size_t first = 0; first < asked.size(); first += kBatch) {
            if (stop.stop_requested())
                return std::optional<StressScore>();
            const auto batch =
                std::span(asked).subspan(first, std::min(kBatch, asked.size() - first));
            if (auto prepared =
                    prepareBatch(batch, preprocessing, inputs, threads > 0 ? threads : cores);
                !prepared)
                return base::failure(prepared);
            const auto logits = classifier.network.logits(
                std::span(inputs).first(batch.size() * preprocessing.valuesPerFilm()),
                batch.size());
            if (!logits)
                return base::failure(logits);
            for (const Asked& one : batch) {
                wild.films.push_back(validation.films[one.position]);
                wild.labels.push_back(validation.labels[one.position]);
            }
            wild.logits.insert(wild.logits.end(), logits->begin(), logits->end());
            if (progress)
                progress(first + batch.size(), asked.size());
        }
    } catch (const std::bad_alloc&) {
        return base::failure(base::ErrorCode::OutOfMemory, "the films do not fit into memory", {},
            "close other programs");
    }
    const auto score = figuresOf(std::move(wild), validation, asked);
    if (!score)
        return base::failure(score);
    return std::optional(*score);
}

} // namespace negatoscope::training
