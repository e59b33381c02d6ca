#include "core/training/BatchSource_impl.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace negatoscope::training {

namespace {

constexpr std::size_t kLargeCache = 128ULL << 20; ///< from here on pages are given back

at::Tensor pooledFeatures(const at::Tensor& x, model::Pooling pooling)
{
    return pooling == model::Pooling::Max ? at::amax(x, {2, 3}) : at::mean(x, {2, 3});
}

} // namespace

std::size_t valuesAt(const model::NetworkImpl& network, const Entrance& entrance)
{
    if (entrance.cut == 0)
        return network.config.preprocessing.valuesPerFilm();
    const model::Shape& shape = network.layout[static_cast<std::size_t>(entrance.cut - 1)].output;
    const std::int64_t all = entrance.pooled ? shape.back()
                                             : std::accumulate(shape.begin(), shape.end(),
                                                   std::int64_t{1}, std::multiplies<>());
    return static_cast<std::size_t>(all);
}

CachedBatches::CachedBatches(std::shared_ptr<const FeatureCache> cache,
    std::shared_ptr<const SlotTable> slots, std::size_t firstView,
    const model::NetworkImpl& network, Entrance entrance)
    : m_cache(std::move(cache))
    , m_slots(std::move(slots))
    , m_firstView(firstView)
{
    if (entrance.cut == 0) {
        const image::Preprocessing& input = network.config.preprocessing;
        m_entryShape = {input.channels(), input.height, input.width};
        return;
    }
    m_entryShape = network.layout[static_cast<std::size_t>(entrance.cut - 1)].output;
    m_channelsLast = !entrance.pooled;
    if (entrance.pooled)
        m_entryShape = {m_entryShape.back()};
}

void CachedBatches::begin(std::vector<FilmSample> samples, std::size_t batchSize)
{
    m_batchSize = batchSize;
    m_position = 0;
    m_rows = at::empty({static_cast<std::int64_t>(samples.size())}, at::kLong);
    auto* rows = m_rows.data_ptr<std::int64_t>();
    for (const FilmSample& sample : samples)
        *rows++ = m_slots->at(sample.film, m_firstView + sample.view);
}

at::Tensor CachedBatches::shaped(const at::Tensor& rows) const
{
    std::vector<std::int64_t> shape{rows.size(0)};
    shape.insert(shape.end(), m_entryShape.begin(), m_entryShape.end());
    const at::Tensor batch = rows.view(shape);
    return m_channelsLast ? batch.permute({0, 3, 1, 2}) : batch;
}

base::Result<at::Tensor> CachedBatches::next()
{
    const std::int64_t count =
        std::min<std::int64_t>(static_cast<std::int64_t>(m_batchSize), m_rows.size(0) - m_position);
    const at::Tensor rows = m_rows.narrow(0, m_position, count);
    if (rows.min().item<std::int64_t>() < 0)
        return base::failure(base::ErrorCode::CorruptFile,
            "features are missing from the feature cache", {}, "delete the cache folder");
    m_position += count;
    const auto width = static_cast<std::int64_t>(m_cache->space().valuesPerEntry);
    if (!m_buffer.defined() || m_buffer.size(0) < static_cast<std::int64_t>(m_batchSize))
        m_buffer = at::empty({static_cast<std::int64_t>(m_batchSize), width}, at::kFloat);
    // from_blob wants a mutable pointer; index_select only reads.
    const at::Tensor all = at::from_blob(const_cast<float*>(m_cache->values().data()),
        {static_cast<std::int64_t>(m_cache->slotCount()), width}, at::kFloat);
    at::Tensor target = m_buffer.narrow(0, 0, count);
    at::index_select_out(target, all, 0, rows);
    return shaped(target);
}

void CachedBatches::epochEnded()
{
    if (m_cache->values().size_bytes() >= kLargeCache)
        m_cache->releasePages();
}

StreamedBatches::StreamedBatches(const dataset::Manifest& data, std::vector<FilmView> views,
    model::NetworkImpl& network, Entrance entrance, int threads)
    : m_data(data)
    , m_views(std::move(views))
    , m_network(network)
    , m_entrance(entrance)
    , m_threads(threads)
{}

void StreamedBatches::begin(std::vector<FilmSample> samples, std::size_t batchSize)
{
    m_stream = std::make_unique<FilmStream>(
        m_data, m_network.config.preprocessing, m_views, std::move(samples), batchSize, m_threads);
}

base::Result<at::Tensor> StreamedBatches::next()
{
    const auto values = m_stream->next();
    if (!values)
        return base::failure(values);
    const image::Preprocessing& input = m_network.config.preprocessing;
    const auto films = static_cast<std::int64_t>(values->size() / input.valuesPerFilm());
    const at::Tensor batch = at::from_blob(const_cast<float*>(values->data()),
        {films, input.channels(), input.height, input.width}, at::kFloat);
    if (m_entrance.cut == 0)
        return batch;
    const c10::NoGradGuard noGrad;
    const at::Tensor x = m_network.backbone(batch, 0, m_entrance.cut, model::ForwardContext{});
    return m_entrance.pooled ? pooledFeatures(x, m_network.config.pooling) : x;
}

} // namespace negatoscope::training
