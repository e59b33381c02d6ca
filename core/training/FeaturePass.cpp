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

constexpr std::size_t kChunk = 8;               ///< films per forward pass of one core
constexpr std::size_t kWriteBytes = 8ULL << 20; ///< collected before the cache is written

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
    Worker(const FeaturePass& pass, const std::vector<FeatureJob>& jobs, std::size_t valuesPerEntry)
        : m_pass(pass)
        , m_jobs(jobs)
        , m_valuesPerEntry(valuesPerEntry)
        , m_length(pass.preprocessing.valuesPerFilm())
        , m_films(kChunk * m_length)
    {}

    Chunk compute(std::size_t number)
    {
        Chunk chunk;
        decode(number, chunk);
        if (chunk.jobs.empty())
            return chunk;
        const std::size_t count = chunk.jobs.size();
        if (m_pass.prefix && m_valuesPerEntry > 0)
            chunk.failure = forward(chunk, count);
        else if (m_valuesPerEntry > 0) // without: only decoded to see whether it can be
            chunk.values.assign(
                m_films.begin(), m_films.begin() + static_cast<std::ptrdiff_t>(count * m_length));
        return chunk;
    }

private:
    void decode(std::size_t number, Chunk& chunk)
    {
        const std::size_t end = std::min((number + 1) * kChunk, m_jobs.size());
        for (std::size_t i = number * kChunk; i < end; ++i) {
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
    base::Result<void> forward(Chunk& chunk, std::size_t count)
    {
        chunk.values.resize(kChunk * m_valuesPerEntry);
        auto done = m_pass.prefix->run(m_films, kChunk, chunk.values);
        chunk.values.resize(count * m_valuesPerEntry);
        return done;
    }

    const FeaturePass& m_pass;
    const std::vector<FeatureJob>& m_jobs;
    const std::size_t m_valuesPerEntry;
    const std::size_t m_length;
    std::vector<float> m_films; ///< kChunk films
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

base::Result<FeaturePassResult> runPass(
    const FeaturePass& pass, const std::vector<FeatureJob>& jobs, FeatureCache* cache)
{
    const std::size_t chunks = (jobs.size() + kChunk - 1) / kChunk;
    const std::size_t valuesPerEntry = cache ? cache->space().valuesPerEntry : 0;
    const auto threads = static_cast<std::size_t>(std::max(pass.threads, 1));
    ChunkQueue queue(2 * threads);
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min(threads, chunks); ++i)
        workers.emplace_back([&] {
            model::useOneThreadHere(); // as many streams as cores instead
            Worker worker(pass, jobs, valuesPerEntry);
            while (const auto number = queue.take(chunks))
                queue.push(worker.compute(*number));
        });
    FeaturePassResult result;
    Writer writer(pass, jobs, cache);
    base::Result<void> failure;
    std::size_t done = 0;
    for (std::size_t i = 0; i < chunks && failure && !result.stopped; ++i) {
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
    return runPass(*this, missing, &cache);
}

base::Result<FeaturePassResult> FeaturePass::check(const std::vector<std::size_t>& films)
{
    std::vector<FeatureJob> jobs;
    for (const std::size_t film : films)
        jobs.push_back({film, 0});
    return runPass(*this, jobs, nullptr);
}

} // namespace negatoscope::training
