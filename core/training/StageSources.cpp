#include "core/training/StageSources_impl.h"

#include "core/image/Preprocessing.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <optional>

namespace negatoscope::training {

namespace {

CacheLimits limitsOf(const TrainingRequest& request)
{
    CacheLimits limits;
    limits.diskBytes = request.cacheBytes;
    return limits;
}

std::size_t entriesFor(const TrainingData& data, std::size_t views)
{
    return data.train.size() * views + data.validation.size() + data.test.size();
}

bool isAboutFiles(base::ErrorCode code)
{
    return code != base::ErrorCode::OutOfMemory && code != base::ErrorCode::Internal;
}

} // namespace

CacheVerdict verdictFor(const model::NetworkImpl& network, const TrainingRequest& request,
    const Stage& stage, const TrainingData& data)
{
    const model::ModelConfig& config = network.config;
    const std::size_t views = viewBank(config).size();
    return cacheValidity(config, stage.entrance.cut, entriesFor(data, views),
        valuesAt(network, stage.entrance), !request.cacheFolder.empty(), limitsOf(request));
}

SourceBuilder::SourceBuilder(
    model::Network& network, const TrainingRequest& request, int threads, std::string backboneHash)
    : m_network(network)
    , m_request(request)
    , m_threads(threads)
    , m_backboneHash(std::move(backboneHash))
{}

CacheSpace SourceBuilder::spaceOf(const Stage& stage) const
{
    const model::ModelConfig& config = m_network.impl().config;
    CacheSpace space;
    space.preprocessing = image::fingerprint(config.preprocessing);
    space.backboneHash = stage.entrance.cut == 0 ? std::string() : m_backboneHash;
    space.cut = stage.entrance.cut;
    if (stage.entrance.pooled)
        space.pooling = config.pooling == model::Pooling::Max ? "max" : "average";
    space.valuesPerEntry = valuesAt(m_network.impl(), stage.entrance);
    return space;
}

base::Result<SourceBuilder::Built> SourceBuilder::build(
    const Stage& stage, const TrainingData& data)
{
    const CacheLimits limits = limitsOf(m_request);
    if (verdictFor(m_network.impl(), m_request, stage, data).valid) {
        auto built = buildCached(stage, data, m_request.cacheFolder, limits);
        if (built || !isAboutFiles(built.error().code))
            return built;
        notice("cache_unusable",
            "The feature cache could not be used: " + base::toSentence(built.error()) +
                ". The run goes on without it.");
        if (!m_request.cacheFolder.empty()) {
            built = buildCached(stage, data, {}, limits);
            if (built || !isAboutFiles(built.error().code))
                return built;
        }
    }
    return buildStreamed(stage, data);
}

base::Result<SourceBuilder::Built> SourceBuilder::buildCached(const Stage& stage,
    const TrainingData& data, const std::filesystem::path& folder, const CacheLimits& limits)
{
    std::vector<FilmView> views = viewBank(m_network.impl().config);
    const std::size_t bankSize = views.size();
    const auto isOriginal = [](const FilmView& view) {
        return view.name == "original";
    };
    const auto known = std::find_if(views.begin(), views.end(), isOriginal);
    const auto original = static_cast<std::size_t>(known - views.begin());
    if (known == views.end())
        views.push_back(originalView());
    auto opened = FeatureCache::open(folder, spaceOf(stage), entriesFor(data, bankSize), limits);
    if (!opened)
        return base::failure(opened);
    std::vector<FeatureJob> jobs;
    for (std::size_t view = 0; view < bankSize; ++view)
        for (const std::size_t film : data.train.items)
            jobs.push_back({film, view});
    for (const FilmSet* set : {&data.validation, &data.test})
        for (const std::size_t film : set->items)
            jobs.push_back({film, original});
    std::optional<model::FrozenPrefix> prefix;
    if (stage.entrance.cut > 0) {
        auto prepared = model::FrozenPrefix::build(m_network, stage.entrance.cut,
            stage.entrance.pooled ? m_network.impl().config.pooling : model::Pooling::None);
        if (!prepared)
            return base::failure(prepared);
        prefix.emplace(std::move(*prepared));
    }
    FeaturePass pass{m_request.data, m_network.impl().config.preprocessing,
        prefix ? &*prefix : nullptr, views, m_threads, shouldStop, progress};
    auto done = pass.fill(*opened, jobs);
    if (!done)
        return base::failure(done);
    Built built;
    built.pass = std::move(*done);
    built.sources.cache = std::make_shared<FeatureCache>(std::move(*opened));
    built.sources.evaluation = std::make_unique<CachedBatches>(built.sources.cache, m_request.data,
        std::vector<FilmView>{originalView()}, m_network.impl(), stage.entrance);
    views.resize(bankSize);
    built.sources.train = std::make_unique<CachedBatches>(
        built.sources.cache, m_request.data, views, m_network.impl(), stage.entrance);
    built.sources.views = std::move(views);
    return built;
}

base::Result<SourceBuilder::Built> SourceBuilder::buildStreamed(
    const Stage& stage, const TrainingData& data)
{
    const model::ModelConfig& config = m_network.impl().config;
    std::vector<FilmView> views = viewBank(config);
    if (config.augmentation && config.views.total() == 0) {
        views.resize(1); // a fresh draw for every film and epoch
        views.front() = FilmView{"fresh", false, config.augmentation, 0};
    }
    std::vector<std::size_t> films = data.train.items;
    films.insert(films.end(), data.validation.items.begin(), data.validation.items.end());
    films.insert(films.end(), data.test.items.begin(), data.test.items.end());
    const std::vector<FilmView> plain{originalView()};
    FeaturePass pass{
        m_request.data, config.preprocessing, nullptr, plain, m_threads, shouldStop, progress};
    auto checked = pass.check(films);
    if (!checked)
        return base::failure(checked);
    Built built;
    built.pass = std::move(*checked);
    built.sources.train = std::make_unique<StreamedBatches>(
        m_request.data, views, m_network.impl(), stage.entrance, m_threads);
    built.sources.evaluation = std::make_unique<StreamedBatches>(
        m_request.data, plain, m_network.impl(), stage.entrance, m_threads);
    built.sources.views = std::move(views);
    return built;
}

bool standardiseFrom(const StageSources& sources, const TrainingData& data,
    const dataset::Manifest& manifest, model::NetworkImpl& network)
{
    model::Variable* mean = network.find(model::kStandardizationLayer, "mean");
    model::Variable* variance = network.find(model::kStandardizationLayer, "variance");
    if (!mean || !variance || !sources.cache)
        return false;
    const std::size_t width = sources.cache->space().valuesPerEntry;
    const auto channels = static_cast<std::size_t>(mean->value.numel());
    std::vector<double> sum(channels, 0.0);
    std::vector<double> squares(channels, 0.0);
    double count = 0.0;
    for (const std::size_t film : data.train.items) {
        for (const FilmView& view : sources.views) {
            const auto slot = sources.cache->find(keyOf(manifest.items[film], view));
            if (!slot)
                continue;
            const auto entry = sources.cache->values().subspan(*slot * width, width);
            for (std::size_t i = 0; i < width; ++i) { // channels last
                const auto value = static_cast<double>(entry[i]);
                sum[i % channels] += value;
                squares[i % channels] += value * value;
            }
            count += static_cast<double>(width / channels);
        }
    }
    if (count == 0.0)
        return false;
    std::vector<float> means(channels);
    std::vector<float> variances(channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const double average = sum[c] / count;
        const double spread = std::max(squares[c] / count - average * average, 0.0);
        means[c] = static_cast<float>(average);
        // A channel that never changes is left as it is rather than divided by nothing.
        variances[c] = spread > 1e-12 ? static_cast<float>(spread) : 1.0F;
    }
    const c10::NoGradGuard noGrad;
    const auto size = static_cast<std::int64_t>(channels);
    mean->value.detach().copy_(at::from_blob(means.data(), {size}));
    variance->value.detach().copy_(at::from_blob(variances.data(), {size}));
    return true;
}

} // namespace negatoscope::training
