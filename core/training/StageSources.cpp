#include "core/training/StageSources_impl.h"

#include "core/image/Preprocessing.h"
#include "core/training/WarmState_impl.h"

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

/// Over every pixel of every training film in every view; nothing when there are none.
std::optional<FeatureMoments> momentsOf(const FeatureCache& cache, const SlotTable& slots,
    std::size_t viewCount, const TrainingData& data, std::size_t channels)
{
    const std::size_t width = cache.space().valuesPerEntry;
    std::vector<double> sum(channels, 0.0);
    std::vector<double> squares(channels, 0.0);
    double count = 0.0;
    for (const std::size_t film : data.train.items) {
        for (std::size_t view = 0; view < viewCount; ++view) {
            const std::int64_t slot = slots.at(film, view);
            if (slot < 0)
                continue;
            const float* value = cache.values().data() + static_cast<std::size_t>(slot) * width;
            for (std::size_t pixel = 0; pixel < width / channels; ++pixel) { // channels last
                for (std::size_t c = 0; c < channels; ++c, ++value) {
                    const auto exact = static_cast<double>(*value);
                    sum[c] += exact;
                    squares[c] += exact * exact;
                }
            }
            count += static_cast<double>(width / channels);
        }
    }
    if (count == 0.0)
        return std::nullopt;
    FeatureMoments moments;
    for (std::size_t c = 0; c < channels; ++c) {
        const double average = sum[c] / count;
        const double spread = std::max(squares[c] / count - average * average, 0.0);
        moments.mean.push_back(static_cast<float>(average));
        // A channel that never changes is left as it is rather than divided by nothing.
        moments.variance.push_back(spread > 1e-12 ? static_cast<float>(spread) : 1.0F);
    }
    return moments;
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

SourceBuilder::SourceBuilder(model::Network& network, const TrainingRequest& request, int threads,
    std::string backboneHash, std::string dataFingerprint)
    : m_network(network)
    , m_request(request)
    , m_threads(threads)
    , m_backboneHash(std::move(backboneHash))
    , m_dataFingerprint(std::move(dataFingerprint))
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
    const model::ModelConfig& config = m_network.impl().config;
    std::string key = m_dataFingerprint + "|" + spaceOf(stage).fingerprint() + "|" +
                      folder.string() + (config.standardizeFeatures ? "|moments" : "|");
    for (const FilmView& view : viewBank(config))
        key += "|" + view.name;
    std::shared_ptr<const FeatureBank> bank;
    if (m_request.warm)
        bank = WarmAccess::features(*m_request.warm, key);
    if (!bank) {
        auto opened = openBank(stage, data, folder, limits);
        if (!opened)
            return base::failure(opened);
        bank = std::move(*opened);
        if (m_request.warm && !bank->pass.stopped)
            WarmAccess::keep(*m_request.warm, key, bank);
    }
    Built built;
    built.pass = bank->pass;
    built.sources.evaluation = std::make_unique<CachedBatches>(
        bank->cache, bank->slots, bank->original, m_network.impl(), stage.entrance);
    built.sources.train = std::make_unique<CachedBatches>(
        bank->cache, bank->slots, 0, m_network.impl(), stage.entrance);
    built.sources.views = bank->views;
    built.sources.bank = std::move(bank);
    return built;
}

base::Result<std::shared_ptr<const FeatureBank>> SourceBuilder::openBank(const Stage& stage,
    const TrainingData& data, const std::filesystem::path& folder, const CacheLimits& limits)
{
    auto bank = std::make_shared<FeatureBank>();
    bank->views = viewBank(m_network.impl().config);
    std::vector<FilmView> views = bank->views;
    const auto known = std::find_if(
        views.begin(), views.end(), [](const FilmView& view) { return view.name == "original"; });
    bank->original = static_cast<std::size_t>(known - views.begin());
    if (known == views.end())
        views.push_back(originalView());
    auto opened =
        FeatureCache::open(folder, spaceOf(stage), entriesFor(data, bank->views.size()), limits);
    if (!opened)
        return base::failure(opened);
    auto cache = std::make_shared<FeatureCache>(std::move(*opened));
    auto done = fill(*cache, views, bank->original, stage, data);
    if (!done)
        return base::failure(done);
    bank->pass = std::move(*done);
    auto slots = std::make_shared<SlotTable>(m_request.data.items.size(), views.size());
    const auto find = [&](std::size_t film, std::size_t view) {
        const auto slot = cache->find(keyOf(m_request.data.items[film], views[view]));
        slots->at(film, view) = slot ? static_cast<std::int64_t>(*slot) : -1;
    };
    for (const std::size_t film : data.train.items)
        for (std::size_t view = 0; view < bank->views.size(); ++view)
            find(film, view);
    for (const FilmSet* set : {&data.validation, &data.test})
        for (const std::size_t film : set->items)
            find(film, bank->original);
    if (m_network.impl().config.standardizeFeatures)
        bank->moments = momentsOf(*cache, *slots, bank->views.size(), data,
            static_cast<std::size_t>(m_network.impl().layout.back().output.back()));
    bank->slots = std::move(slots);
    bank->cache = std::move(cache);
    return bank;
}

base::Result<FeaturePassResult> SourceBuilder::fill(FeatureCache& cache,
    const std::vector<FilmView>& views, std::size_t original, const Stage& stage,
    const TrainingData& data)
{
    const std::size_t bankSize = viewBank(m_network.impl().config).size();
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
    return pass.fill(cache, jobs);
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

bool standardiseFrom(const StageSources& sources, model::NetworkImpl& network)
{
    model::Variable* mean = network.find(model::kStandardizationLayer, "mean");
    model::Variable* variance = network.find(model::kStandardizationLayer, "variance");
    if (!mean || !variance || !sources.bank || !sources.bank->moments)
        return false;
    const FeatureMoments& moments = *sources.bank->moments;
    std::copy(moments.mean.begin(), moments.mean.end(), mean->value.data_ptr<float>());
    std::copy(moments.variance.begin(), moments.variance.end(), variance->value.data_ptr<float>());
    return true;
}

} // namespace negatoscope::training
