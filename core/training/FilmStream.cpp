#include "core/training/FilmStream.h"

#include <algorithm>

namespace negatoscope::training {

namespace {

constexpr std::size_t kBatchesAhead = 3;

} // namespace

FilmStream::FilmStream(const dataset::Manifest& data, const image::Preprocessing& preprocessing,
    std::vector<FilmView> views, std::vector<FilmSample> samples, std::size_t batchSize,
    int threads)
    : m_data(data)
    , m_preprocessing(preprocessing)
    , m_views(std::move(views))
    , m_samples(std::move(samples))
    , m_batchSize(batchSize)
    , m_batchCount((m_samples.size() + batchSize - 1) / batchSize)
    , m_ring(std::min(kBatchesAhead, m_batchCount))
{
    for (std::size_t i = 0; i < m_ring.size(); ++i) {
        m_ring[i].values.resize(
            std::min(batchSize, m_samples.size()) * m_preprocessing.valuesPerFilm());
        m_ring[i].remaining = filmsIn(i);
    }
    for (int i = 0; i < std::max(threads, 1) && m_batchCount > 0; ++i)
        m_workers.emplace_back([this] { work(); });
}

FilmStream::~FilmStream()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (std::thread& worker : m_workers)
        worker.join();
}

std::size_t FilmStream::filmsIn(std::size_t batch) const
{
    return std::min(m_batchSize, m_samples.size() - batch * m_batchSize);
}

void FilmStream::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] {
            return m_stopping || m_nextSample >= m_samples.size() ||
                   m_nextSample / m_batchSize < m_released + m_ring.size();
        });
        if (m_stopping || m_nextSample >= m_samples.size())
            return;
        const std::size_t position = m_nextSample++;
        Batch& batch = m_ring[(position / m_batchSize) % m_ring.size()];
        lock.unlock();
        const FilmSample& sample = m_samples[position];
        const std::size_t length = m_preprocessing.valuesPerFilm();
        auto prepared = prepareFilm(m_data.items[sample.film], m_preprocessing,
            m_views[sample.view], sample.seed,
            std::span(batch.values).subspan((position % m_batchSize) * length, length));
        lock.lock();
        if (!prepared && m_failure)
            m_failure = std::move(prepared);
        if (--batch.remaining == 0)
            m_changed.notify_all();
    }
}

base::Result<std::span<const float>> FilmStream::next()
{
    std::unique_lock lock(m_mutex);
    if (m_nextBatch > m_released) {
        // The batch given last is no longer looked at: its buffer takes the batch after next.
        const std::size_t refill = m_released + m_ring.size();
        if (refill < m_batchCount)
            m_ring[m_released % m_ring.size()].remaining = filmsIn(refill);
        ++m_released;
        m_changed.notify_all();
    }
    if (m_nextBatch >= m_batchCount)
        return std::span<const float>();
    Batch& batch = m_ring[m_nextBatch % m_ring.size()];
    m_changed.wait(lock, [&] { return batch.remaining == 0 || !m_failure; });
    if (!m_failure)
        return base::failure(m_failure);
    const std::size_t films = filmsIn(m_nextBatch);
    ++m_nextBatch;
    return std::span<const float>(batch.values).first(films * m_preprocessing.valuesPerFilm());
}

} // namespace negatoscope::training
