#include "core/training/TrainingData.h"

#include "core/base/Hash.h"
#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/dataset/Balance.h"

#include <numeric>

namespace negatoscope::training {

namespace {

std::vector<int> asInts(const std::vector<std::int64_t>& labels)
{
    return {labels.begin(), labels.end()};
}

} // namespace

TrainingData makeTrainingData(const dataset::Manifest& manifest, const model::ModelConfig& config,
    const std::vector<bool>& excluded)
{
    TrainingData data;
    for (std::size_t i = 0; i < manifest.items.size(); ++i) {
        const dataset::FilmItem& film = manifest.items[i];
        if (film.label < 0 || film.split == dataset::Split::None || excluded[i])
            continue;
        FilmSet& set = film.split == dataset::Split::Train        ? data.train
                       : film.split == dataset::Split::Validation ? data.validation
                                                                  : data.test;
        set.items.push_back(i);
        set.labels.push_back(film.label);
    }
    if (!config.classWeights.empty())
        data.classWeights = config.classWeights;
    else if (config.balance == dataset::Balance::ClassWeights)
        data.classWeights = dataset::balancedClassWeights(
            asInts(data.train.labels), static_cast<int>(manifest.classNames.size()));
    return data;
}

base::Result<void> checkEnoughFilms(const TrainingData& data, const dataset::Manifest& manifest)
{
    if (manifest.classNames.size() < 2)
        return base::failure(base::ErrorCode::InsufficientData,
            "there is only one class, and nothing to tell apart", manifest.root.string(),
            "give a folder with one sub-folder for each class");
    std::vector<std::size_t> counts(manifest.classNames.size(), 0);
    for (const std::int64_t label : data.train.labels)
        ++counts[static_cast<std::size_t>(label)];
    for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] < 2)
            return base::failure(base::ErrorCode::InsufficientData,
                "the class " + base::printable(manifest.classNames[c]) + " has " +
                    (counts[c] == 0 ? "no readable film" : "only one readable film") +
                    " to train on",
                manifest.root.string(), "add films of this class; two are the least");
    }
    return {};
}

std::vector<std::size_t> epochOrder(
    const FilmSet& set, std::size_t classCount, const model::ModelConfig& config, int epoch)
{
    const auto number = static_cast<std::uint64_t>(epoch);
    std::vector<std::size_t> order(set.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (config.balance == dataset::Balance::Oversample ||
        config.balance == dataset::Balance::Undersample)
        order = dataset::balancedIndices(asInts(set.labels), static_cast<int>(classCount),
            config.balance, base::deriveSeed(config.seed, "balance", {number}));
    base::Random random(base::deriveSeed(config.seed, "shuffle", {number}));
    random.shuffle(order);
    return order;
}

evaluation::Scores makeScores(
    const dataset::Manifest& manifest, const FilmSet& set, const std::vector<float>& logits)
{
    evaluation::Scores scores;
    scores.classNames = manifest.classNames;
    scores.positiveClass = manifest.positiveClass;
    for (const std::size_t item : set.items) {
        const dataset::FilmItem& film = manifest.items[item];
        scores.films.push_back(film.name);
        scores.patients.push_back(film.patient);
        scores.kinds.push_back(film.kind);
        scores.labels.push_back(film.label);
    }
    scores.logits.assign(logits.begin(), logits.end());
    evaluation::fillProbabilities(scores);
    return scores;
}

std::string dataFingerprint(const dataset::Manifest& manifest)
{
    std::string text;
    for (const dataset::FilmItem& film : manifest.items)
        text += film.hash + " " + std::to_string(film.label) + " " +
                dataset::splitName(film.split) + "\n";
    for (const std::string& name : manifest.classNames)
        text += name + "\n";
    return base::contentHash(std::string_view(text));
}

} // namespace negatoscope::training
