#pragma once

// Private to core/training: includes Network_impl.h and so ATen.

#include "core/base/Result.h"
#include "core/model/Network_impl.h"
#include "core/training/FeatureCache.h"
#include "core/training/FilmStream.h"
#include "core/training/ViewBank.h"

#include <ATen/ATen.h>

#include <memory>
#include <vector>

namespace negatoscope::training {

/// Where the trained part of the network begins: what comes out of here goes into
/// NetworkImpl::forward(x, cut) or, at the end of the backbone, runHead(x, pooled).
struct Entrance
{
    int cut = 0;
    bool pooled = false;
};

/// Values of one film at the entrance: H·W·C of the activation (channels last), or C when pooled,
/// or the film.
std::size_t valuesAt(const model::NetworkImpl& network, const Entrance& entrance);

/// Where the entries of a bank of views lie in a cache.
class SlotTable
{
public:
    SlotTable() = default;
    SlotTable(std::size_t films, std::size_t views)
        : m_views(views)
        , m_slots(films * views, -1)
    {}
    /// −1 when it is not there.
    std::int64_t& at(std::size_t film, std::size_t view) { return m_slots[film * m_views + view]; }
    std::int64_t at(std::size_t film, std::size_t view) const
    {
        return m_slots[film * m_views + view];
    }

private:
    std::size_t m_views = 0;
    std::vector<std::int64_t> m_slots; ///< film × view
};

/// Gives the batches of one epoch (or of one evaluation) as tensors at the entrance.
class BatchSource
{
public:
    virtual ~BatchSource() = default;
    /// Begins a pass over these samples.
    virtual void begin(std::vector<FilmSample> samples, std::size_t batchSize) = 0;
    /// The next batch; valid until the next call. Errors: a film that can no longer be read.
    virtual base::Result<at::Tensor> next() = 0;
    /// After an epoch: memory that can be had again cheaply is given back.
    virtual void epochEnded() {}
};

/// Batches gathered from a filled cache, one copy per value into a buffer that is reused.
class CachedBatches final : public BatchSource
{
public:
    /// View 0 of a sample is view `firstView` of the table.
    CachedBatches(std::shared_ptr<const FeatureCache> cache, std::shared_ptr<const SlotTable> slots,
        std::size_t firstView, const model::NetworkImpl& network, Entrance entrance);
    void begin(std::vector<FilmSample> samples, std::size_t batchSize) override;
    base::Result<at::Tensor> next() override;
    void epochEnded() override;

private:
    at::Tensor shaped(const at::Tensor& rows) const;

    std::shared_ptr<const FeatureCache> m_cache;
    std::shared_ptr<const SlotTable> m_slots;
    std::size_t m_firstView;
    std::vector<std::int64_t> m_entryShape; ///< H, W, C of one entry, or C, or C, H, W of a film
    bool m_channelsLast = false;
    at::Tensor m_rows;   ///< int64: slots of this pass in order
    at::Tensor m_buffer; ///< batchSize × values
    std::size_t m_batchSize = 1;
    std::int64_t m_position = 0;
};

/// Batches of films prepared anew in worker threads; frozen layers in front of the entrance run
/// here without gradients.
class StreamedBatches final : public BatchSource
{
public:
    StreamedBatches(const dataset::Manifest& data, std::vector<FilmView> views,
        model::NetworkImpl& network, Entrance entrance, int threads);
    void begin(std::vector<FilmSample> samples, std::size_t batchSize) override;
    base::Result<at::Tensor> next() override;

private:
    const dataset::Manifest& m_data;
    std::vector<FilmView> m_views;
    model::NetworkImpl& m_network;
    Entrance m_entrance;
    int m_threads;
    std::unique_ptr<FilmStream> m_stream;
};

} // namespace negatoscope::training
