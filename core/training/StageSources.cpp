#include "core/training/StageSources_impl.h"

#include "core/image/Preprocessing.h"
#include "core/training/BankFiller_impl.h"
#include "core/training/EarlierCut.h"
#include "core/training/WarmState_impl.h"

#include <algorithm>
#include <optional>

namespace negatoscope::training {

namespace {

std::size_t entriesFor(const TrainingData& data, std::size_t views)
{
    return data.train.size() * views + data.validation.size() + data.test.size();
}

bool isAboutFiles(base::ErrorCode code)
{
    return code != base::ErrorCode::OutOfMemory && code != base::ErrorCode::Internal;
}

} // namespace

std::optional<FeatureMoments> momentsOf(const FeatureCache& cache, const SlotTable& slots,
    std::size_t viewCount, const TrainingData& data, std::size_t channels)
{
    const std::size_t width = cache.space().valuesPerEntry;
    std::vector<double> sum(channels, 0.0);
    std::vector<double> squares(channels, 0.0);
    double count = 0.0;
    std::vector<float> entry(width);
    for (const std::size_t film : data.train.items) {
        for (std::size_t view = 0; view < viewCount; ++view) {
            const std::int64_t slot = slots.at(film, view);
            if (slot < 0)
                continue;
            cache.read(static_cast<std::size_t>(slot), entry);
            const float* value = entry.data();
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

CacheLimits limitsOf(const TrainingRequest& request)
{
    CacheLimits limits;
    limits.diskBytes = request.cacheBytes;
    return limits;
}

CacheSpace spaceOf(
    const model::NetworkImpl& network, const Stage& stage, const std::string& backboneHash)
{
    const model::ModelConfig& config = network.config;
    CacheSpace space;
    space.preprocessing = image::fingerprint(config.preprocessing);
    space.backboneHash = stage.entrance.cut == 0 ? std::string() : backboneHash;
    space.cut = stage.entrance.cut;
    if (stage.entrance.pooled)
        space.pooling = config.pooling == model::Pooling::Max ? "max" : "average";
    space.valuesPerEntry = valuesAt(network, stage.entrance);
    space.half = isHalfEnough(space.cut, space.pooling);
    return space;
}

CacheVerdict verdictFor(const model::NetworkImpl& network, const TrainingRequest& request,
    const Stage& stage, const TrainingData& data)
{
    const model::ModelConfig& config = network.config;
    const std::size_t views = viewBank(config).size();
    CacheSpace space;
    space.valuesPerEntry = valuesAt(network, stage.entrance);
    space.half = isHalfEnough(stage.entrance.cut, stage.entrance.pooled ? "pooled" : "");
    return cacheValidity(config, stage.entrance.cut, entriesFor(data, views), space.entryBytes(),
        !request.cacheFolder.empty(), limitsOf(request));
}

SourceBuilder::SourceBuilder(model::Network& network, const TrainingRequest& request, int threads,
    std::string backboneHash, std::string dataFingerprint)
    : m_network(network)
    , m_request(request)
    , m_threads(threads)
    , m_backboneHash(std::move(backboneHash))
    , m_dataFingerprint(std::move(dataFingerprint))
{}

model::Pooling SourceBuilder::poolingAt(const Stage& stage) const
{
    return stage.entrance.pooled ? m_network.impl().config.pooling : model::Pooling::None;
}

CacheSpace SourceBuilder::spaceOf(const Stage& stage) const
{
    return training::spaceOf(m_network.impl(), stage, m_backboneHash);
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
                      folder.string() + (config.standardizeFeatures ? "|moments" : "|") +
                      (m_request.startEarly ? "early" : "");
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
    if (bank->filler) {
        bank->filler->start();
        built.sources.train =
            std::make_unique<GrowingBatches>(bank->filler, m_network.impl(), stage.entrance);
        built.sources.views = viewBank(config);
    }
    built.sources.bank = std::move(bank);
    return built;
}

base::Result<std::shared_ptr<const FeatureBank>> SourceBuilder::openBank(const Stage& stage,
    const TrainingData& data, const std::filesystem::path& folder, const CacheLimits& limits)
{
    auto opened = FeatureCache::open(
        folder, spaceOf(stage), entriesFor(data, viewBank(m_network.impl().config).size()), limits);
    if (!opened)
        return base::failure(opened);
    auto cache = std::make_shared<FeatureCache>(std::move(*opened));
    auto planned = planBank(stage, data, folder);
    if (!planned)
        return base::failure(planned);
    BankPlan plan = std::move(*planned);
    std::size_t views = plan.bankSize;
    if (m_request.startEarly && !folder.empty())
        views = std::max<std::size_t>(plan.viewsIn(*cache), 1);
    FeaturePass pass = plan.pass();
    pass.shouldStop = shouldStop;
    pass.progress = progress;
    auto done = pass.fill(*cache, plan.jobs(0, views, true));
    if (!done)
        return base::failure(done);
    std::shared_ptr<FeatureBank> bank = bankOf(plan, std::move(cache), views);
    bank->pass = std::move(*done);
    if (views < plan.bankSize && !bank->pass.stopped) {
        // The filler begins from a bank that does not know it: no circle of owners.
        bank->filler =
            std::make_shared<BankFiller>(std::move(plan), std::make_shared<FeatureBank>(*bank));
    }
    return bank;
}

base::Result<BankPlan> SourceBuilder::planBank(
    const Stage& stage, const TrainingData& data, const std::filesystem::path& folder) const
{
    const model::NetworkImpl& network = m_network.impl();
    BankPlan plan;
    plan.data = m_request.data.pointer();
    plan.films = data;
    plan.preprocessing = network.config.preprocessing;
    plan.views = viewBank(network.config);
    plan.bankSize = plan.views.size();
    const auto known = std::find_if(plan.views.begin(), plan.views.end(),
        [](const FilmView& view) { return view.name == "original"; });
    plan.original = static_cast<std::size_t>(known - plan.views.begin());
    if (known == plan.views.end())
        plan.views.push_back(originalView());
    plan.folder = folder;
    plan.space = spaceOf(stage);
    plan.limits = limitsOf(m_request);
    plan.threads = m_threads;
    if (network.config.standardizeFeatures)
        plan.momentChannels = static_cast<std::size_t>(network.layout.back().output.back());
    if (stage.entrance.cut == 0)
        return plan;
    auto prefix = model::FrozenPrefix::build(m_network, stage.entrance.cut, poolingAt(stage));
    if (!prefix)
        return base::failure(prefix);
    plan.prefix = std::make_shared<const model::FrozenPrefix>(std::move(*prefix));
    if (auto earlier = findEarlierCut(m_network, folder, plan.space, poolingAt(stage), plan.limits))
        plan.earlier = std::make_shared<const EarlierCut>(std::move(*earlier));
    return plan;
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
