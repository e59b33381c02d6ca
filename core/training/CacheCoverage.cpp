#include "core/training/CacheCoverage.h"

#include "core/model/TorchCompat.h"
#include "core/training/FeaturePass.h"
#include "core/training/StageSources_impl.h"
#include "core/training/StartNetwork_impl.h"

#include <exception>

namespace negatoscope::training {

namespace {

/// Entries of one stage.
base::Result<CacheCoverage> coverageOf(const StartNetwork& start, const TrainingRequest& request,
    const Stage& stage, const TrainingData& data)
{
    const model::NetworkImpl& network = start.network.impl();
    const std::vector<FilmView> views = viewBank(network.config);
    CacheCoverage coverage{verdictFor(network, request, stage, data), 0, 0};
    coverage.wanted = data.train.size() * views.size() + data.validation.size() + data.test.size();
    const CacheSpace space = spaceOf(network, stage, start.backbone->hash);
    if (!coverage.verdict.valid || !FeatureCache::isThere(request.cacheFolder, space))
        return coverage;
    const auto cache = FeatureCache::open(request.cacheFolder, space, 0, limitsOf(request));
    if (!cache)
        return base::failure(cache);
    const auto count = [&](const FilmSet& films, const FilmView& view) {
        for (const std::size_t film : films.items)
            coverage.there += cache->contains(keyOf(request.data->items[film], view)) ? 1 : 0;
    };
    for (const FilmView& view : views)
        count(data.train, view);
    count(data.validation, originalView());
    count(data.test, originalView());
    return coverage;
}

base::Result<CacheCoverage> coverageOfAll(const TrainingRequest& request)
{
    auto start = startNetwork(request);
    if (!start)
        return base::failure(start);
    const TrainingData data = makeTrainingData(
        request.data, request.config, std::vector<bool>(request.data->items.size(), false));
    CacheCoverage all{{true, {}}, 0, 0};
    for (const Stage& stage : planStages(start->network.impl())) {
        const auto one = coverageOf(*start, request, stage, data);
        if (!one)
            return one;
        all.wanted += one->wanted;
        all.there += one->there;
        all.verdict = {all.verdict.valid && one->verdict.valid, one->verdict.reason};
    }
    return all;
}

} // namespace

base::Result<CacheCoverage> cacheCoverage(const TrainingRequest& request)
{
    try {
        return coverageOfAll(request);
    } catch (const c10::Error& error) {
        return base::failure(
            base::ErrorCode::Internal, model::messageOf(error), "looking into the feature cache");
    } catch (const std::exception& error) {
        return base::failure(
            base::ErrorCode::OutOfMemory, error.what(), "looking into the feature cache");
    }
}

} // namespace negatoscope::training
