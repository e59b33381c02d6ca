#include "core/training/AugmentedScores.h"

#include "core/base/Random.h"
#include "core/image/Augmentation.h"
#include "core/image/ViewOfFilm.h"

#include <opencv2/core.hpp>

#include <cmath>
#include <unordered_map>

namespace negatoscope::training {

namespace {

base::Result<std::vector<float>> scoreView(
    const model::Classifier& classifier, const dataset::FilmItem& film)
{
    const image::Preprocessing& preprocessing = classifier.config.preprocessing;
    const std::uint64_t seed = base::deriveSeed(0, "strong view of " + film.hash);
    const auto strong = [seed](const cv::Mat& resized) {
        return image::augmentedView(resized, image::Augmentation::extra(), seed);
    };
    std::vector<float> input(preprocessing.valuesPerFilm());
    if (const auto seen = image::preprocessView(film.path, preprocessing, strong, input); !seen)
        return base::failure(seen);
    return classifier.probabilities(input);
}

} // namespace

base::Result<std::optional<evaluation::Scores>> augmentedScores(const model::Classifier& classifier,
    const evaluation::Scores& validation, const dataset::Manifest& data, std::stop_token stop)
{
    std::unordered_map<std::string, const dataset::FilmItem*> byName;
    for (const dataset::FilmItem& film : data.items)
        byName.emplace(film.name, &film);
    evaluation::Scores scores;
    scores.classNames = validation.classNames;
    scores.positiveClass = validation.positiveClass;
    try {
        for (std::size_t film = 0; film < validation.films.size(); ++film) {
            const auto found = byName.find(validation.films[film]);
            if (found == byName.end())
                continue;
            if (stop.stop_requested())
                return std::optional<evaluation::Scores>();
            const auto probabilities = scoreView(classifier, *found->second);
            if (!probabilities)
                return base::failure(probabilities);
            scores.films.push_back(validation.films[film]);
            scores.labels.push_back(validation.labels[film]);
            if (film < validation.patients.size())
                scores.patients.push_back(validation.patients[film]);
            for (const float probability : *probabilities)
                scores.logits.push_back(
                    std::log(std::max(static_cast<double>(probability), 1e-30)));
        }
    } catch (const std::exception& error) {
        return base::failure(
            base::ErrorCode::Internal, std::string("a view could not be drawn: ") + error.what());
    }
    if (scores.labels.empty())
        return base::failure(base::ErrorCode::InsufficientData,
            "none of the validation films is in the open folder", data.root.string(),
            "open the folder that the run was trained on");
    evaluation::fillProbabilities(scores);
    return std::optional(std::move(scores));
}

} // namespace negatoscope::training
