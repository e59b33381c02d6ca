#include "core/explain/Retrained.h"

#include "core/base/Random.h"
#include "core/training/SavedRun.h"
#include "core/training/Trainer.h"
#include "core/training/TrainingData.h"

namespace negatoscope::explain {

namespace {

using base::ErrorCode;

} // namespace

const char* retrainingName(Retraining kind)
{
    return kind == Retraining::OtherSeed ? "other seed" : "shuffled labels";
}

dataset::Manifest withShuffledLabels(const dataset::Manifest& films, std::uint64_t seed)
{
    dataset::Manifest dealt = films;
    const std::vector<std::size_t> train = films.indicesOf(dataset::Split::Train);
    std::vector<int> labels;
    for (const std::size_t item : train)
        labels.push_back(films.items[item].label);
    base::Random random(base::deriveSeed(seed, "shuffled labels"));
    random.shuffle(labels);
    for (std::size_t i = 0; i < train.size(); ++i)
        dealt.items[train[i]].label = labels[i];
    return dealt;
}

base::Result<std::optional<Explainer>> retrained(const training::RunRecord& run,
    const dataset::Manifest& films, Retraining kind, const RetrainingOptions& options,
    std::stop_token stop)
{
    if (training::dataFingerprint(films) != run.dataFingerprint)
        return base::failure(ErrorCode::InvalidUsage,
            "these are not the films and labels that the run was trained on", films.root.string(),
            "open the run's own folder of films");
    training::TrainingRequest request;
    request.config = run.config;
    request.data = films;
    if (kind == Retraining::OtherSeed)
        ++request.config.seed;
    else
        request.data = withShuffledLabels(films, run.config.seed);
    request.cacheFolder = options.cacheFolder;
    request.threads = options.threads;
    const training::RunRecord trained =
        training::train(request, {{}, stop}, [&](const training::TrainingEvent& event) {
            const auto* epoch = std::get_if<training::EpochDone>(&event);
            if (epoch != nullptr && options.onEpoch)
                options.onEpoch(epoch->record.epoch + 1, epoch->epochs);
        });
    if (trained.outcome == training::OutcomeKind::Cancelled)
        return std::optional<Explainer>();
    if (trained.outcome != training::OutcomeKind::Completed)
        return tl::unexpected<base::Error>(trained.error.value_or(
            base::Error{ErrorCode::Internal, "the training failed", {}, {}}));
    auto classifier = training::classifierOf(trained);
    if (!classifier)
        return base::failure(classifier);
    auto explainer =
        Explainer::build(std::make_shared<const model::Classifier>(std::move(*classifier)));
    if (!explainer)
        return base::failure(explainer);
    return std::optional(std::move(*explainer));
}

} // namespace negatoscope::explain
