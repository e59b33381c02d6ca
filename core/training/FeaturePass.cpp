#include "core/training/FeaturePass.h"

#include "core/model/Runtime.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace negatoscope::training {

namespace {

constexpr std::size_t kChunk = 8;                  ///< films per forward pass of one core
constexpr std::size_t kWriteBytes = 8ULL << 20;    ///< collected before the cache is written
constexpr std::size_t kWaitingBytes = 24ULL << 20; ///< computed while the cache is being written

/// One chunk of work: positions in the list of missing jobs.
struct Portion
{
    std::size_t first = 0;
    std::size_t count = 0;
    bool fromSource = false;
};

/// Where a missing job's activation lies in the source, or −1.
using SourceSlots = std::vector<std::int64_t>;

/// One chunk on its way from a worker to the writer.
struct Chunk
{
    std::vector<std::size_t> jobs; ///< positions in the list of missing jobs
    std::vector<float> values;
    std::vector<std::pair<std::size_t, base::Error>> unreadable; ///< film, reason
    base::Result<void> failure;
};

/// Workers compute chunks; the calling thread takes them, bounded in number.
class ChunkQueue
{
public:
    explicit ChunkQueue(std::size_t limit)
        : m_limit(limit)
    {}

    void push(Chunk chunk)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_chunks.size() < m_limit || m_closed; });
        m_chunks.push_back(std::move(chunk));
        m_changed.notify_all();
    }
    Chunk pop()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_chunks.empty(); });
        Chunk chunk = std::move(m_chunks.front());
        m_chunks.pop_front();
        m_changed.notify_all();
        return chunk;
    }
    /// Number of the next chunk to compute, or nothing when all are taken or work should end.
    std::optional<std::size_t> take(std::size_t total)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_closed || m_taken >= total)
            return std::nullopt;
        return m_taken++;
    }
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Chunk> m_chunks;
    std::size_t m_limit;
    std::size_t m_taken = 0;
    bool m_closed = false;
};

class Worker
{
public:
    Worker(const FeaturePass& pass, const std::vector<FeatureJob>& jobs, const SourceSlots& slots,
        std::size_t valuesPerEntry)
        : m_pass(pass)
        , m_jobs(jobs)
        , m_slots(slots)
        , m_valuesPerEntry(valuesPerEntry)
        , m_length(pass.preprocessing.valuesPerFilm())
    {}

    Chunk compute(const Portion& portion)
    {
        Chunk chunk;
        if (portion.fromSource) {
            take(portion, chunk);
            chunk.failure = forward(*m_pass.fromSource, m_activations, chunk);
            return chunk;
        }
        m_films.resize(kChunk * m_length);
        decode(portion, chunk);
        if (chunk.jobs.empty())
            return chunk;
        const std::size_t count = chunk.jobs.size();
        if (m_pass.prefix && m_valuesPerEntry > 0)
            chunk.failure = forward(*m_pass.prefix, m_films, chunk);
        else if (m_valuesPerEntry > 0) // without: only decoded to see whether it can be
            chunk.values.assign(
                m_films.begin(), m_films.begin() + static_cast<std::ptrdiff_t>(count * m_length));
        return chunk;
    }

private:
    void take(const Portion& portion, Chunk& chunk)
    {
        const std::size_t length = m_pass.fromSource->valuesPerFilm();
        m_activations.resize(kChunk * length);
        for (std::size_t i = portion.first; i < portion.first + portion.count; ++i) {
            m_pass.source->read(static_cast<std::size_t>(m_slots[i]),
                std::span(m_activations).subspan(chunk.jobs.size() * length, length));
            chunk.jobs.push_back(i);
        }
    }

    void decode(const Portion& portion, Chunk& chunk)
    {
        for (std::size_t i = portion.first; i < portion.first + portion.count; ++i) {
            const dataset::FilmItem& film = m_pass.data.items[m_jobs[i].film];
            const FilmView& view = m_pass.views[m_jobs[i].view];
            const auto out = std::span(m_films).subspan(chunk.jobs.size() * m_length, m_length);
            const auto prepared =
                prepareFilm(film, m_pass.preprocessing, view, bankSeed(film, view), out);
            if (prepared)
                chunk.jobs.push_back(i);
            else
                chunk.unreadable.emplace_back(m_jobs[i].film, prepared.error());
        }
    }

    /// Always a whole chunk, so that an entry never depends on how many neighbours it had.
    base::Result<void> forward(
        const model::FrozenPrefix& prefix, const std::vector<float>& inputs, Chunk& chunk)
    {
        chunk.values.resize(kChunk * m_valuesPerEntry);
        auto done = prefix.run(inputs, kChunk, chunk.values);
        chunk.values.resize(chunk.jobs.size() * m_valuesPerEntry);
        return done;
    }

    const FeaturePass& m_pass;
    const std::vector<FeatureJob>& m_jobs;
    const SourceSlots& m_slots;
    const std::size_t m_valuesPerEntry;
    const std::size_t m_length;
    std::vector<float> m_films;       ///< kChunk films
    std::vector<float> m_activations; ///< kChunk entries of the source
};

/// Collects finished chunks and hands them to the cache in large pieces.
class Writer
{
public:
    Writer(const FeaturePass& pass, const std::vector<FeatureJob>& jobs, FeatureCache* cache)
        : m_pass(pass)
        , m_jobs(jobs)
        , m_cache(cache)
    {}

    base::Result<void> add(const Chunk& chunk, FeaturePassResult& result)
    {
        if (!chunk.failure)
            return chunk.failure;
        for (const auto& [film, error] : chunk.unreadable) {
            if (m_reported.insert(film).second)
                result.unreadable.emplace_back(film, error);
        }
        if (!m_cache)
            return {};
        for (const std::size_t job : chunk.jobs)
            m_keys.push_back(
                keyOf(m_pass.data.items[m_jobs[job].film], m_pass.views[m_jobs[job].view]));
        m_values.insert(m_values.end(), chunk.values.begin(), chunk.values.end());
        return m_values.size() * sizeof(float) >= kWriteBytes ? flush() : base::Result<void>();
    }

    base::Result<void> flush()
    {
        if (!m_cache || m_keys.empty())
            return {};
        auto written = m_cache->append(m_keys, m_values);
        m_keys.clear();
        m_values.clear();
        return written;
    }

private:
    const FeaturePass& m_pass;
    const std::vector<FeatureJob>& m_jobs;
    FeatureCache* m_cache;
    std::vector<CacheKey> m_keys;
    std::vector<float> m_values;
    std::set<std::size_t> m_reported;
};

/// What the source holds first, so that a chunk is of one kind.
SourceSlots sourceSlots(const FeaturePass& pass, std::vector<FeatureJob>& jobs)
{
    if (!pass.source)
        return {};
    std::vector<FeatureJob> known;
    std::vector<FeatureJob> others;
    SourceSlots slots;
    for (const FeatureJob& job : jobs) {
        const auto slot = pass.source->find(keyOf(pass.data.items[job.film], pass.views[job.view]));
        (slot ? known : others).push_back(job);
        if (slot)
            slots.push_back(static_cast<std::int64_t>(*slot));
    }
    pass.source->releasePages(); // read once to be checked
    jobs = std::move(known);
    jobs.insert(jobs.end(), others.begin(), others.end());
    return slots;
}

std::vector<Portion> portionsOf(std::size_t jobs, std::size_t fromSource)
{
    std::vector<Portion> portions;
    for (std::size_t first = 0; first < jobs;) {
        const bool known = first < fromSource;
        const std::size_t count = std::min(kChunk, (known ? fromSource : jobs) - first);
        portions.push_back({first, count, known});
        first += count;
    }
    return portions;
}

base::Result<FeaturePassResult> runPass(
    const FeaturePass& pass, std::vector<FeatureJob> jobs, FeatureCache* cache)
{
    const SourceSlots slots = sourceSlots(pass, jobs);
    const std::vector<Portion> portions = portionsOf(jobs.size(), slots.size());
    const std::size_t valuesPerEntry = cache ? cache->space().valuesPerEntry : 0;
    const auto threads = static_cast<std::size_t>(std::max(pass.threads, 1));
    const std::size_t chunkBytes =
        std::max<std::size_t>(kChunk * valuesPerEntry, 1) * sizeof(float);
    ChunkQueue queue(std::max(2 * threads, kWaitingBytes / chunkBytes));
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min(threads, portions.size()); ++i)
        workers.emplace_back([&] {
            model::useOneThreadHere(); // as many streams as cores instead
            if (pass.gentle)
                model::giveWayHere();
            Worker worker(pass, jobs, slots, valuesPerEntry);
            while (const auto number = queue.take(portions.size()))
                queue.push(worker.compute(portions[*number]));
        });
    FeaturePassResult result;
    Writer writer(pass, jobs, cache);
    base::Result<void> failure;
    std::size_t done = 0;
    for (std::size_t i = 0; i < portions.size() && failure && !result.stopped; ++i) {
        const Chunk chunk = queue.pop();
        failure = writer.add(chunk, result);
        done += chunk.jobs.size() + chunk.unreadable.size();
        if (pass.progress)
            pass.progress(done, jobs.size());
        result.stopped = pass.shouldStop && pass.shouldStop();
    }
    queue.close();
    workers.clear();
    if (failure)
        failure = writer.flush();
    if (!failure)
        return base::failure(failure);
    return result;
}

} // namespace

CacheKey keyOf(const dataset::FilmItem& film, const FilmView& view)
{
    return {film.hash, view.name};
}

base::Result<FeaturePassResult> FeaturePass::fill(
    FeatureCache& cache, const std::vector<FeatureJob>& jobs)
{
    std::vector<FeatureJob> missing;
    for (const FeatureJob& job : jobs) {
        if (!cache.find(keyOf(data.items[job.film], views[job.view])))
            missing.push_back(job);
    }
    return runPass(*this, std::move(missing), &cache);
}

base::Result<FeaturePassResult> FeaturePass::check(const std::vector<std::size_t>& films)
{
    std::vector<FeatureJob> jobs;
    for (const std::size_t film : films)
        jobs.push_back({film, 0});
    return runPass(*this, std::move(jobs), nullptr);
}

} // namespace negatoscope::training
