#pragma once

#include "core/base/Result.h"
#include "core/dataset/Manifest.h"
#include "core/image/Preprocessing.h"
#include "core/training/ViewBank.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace negatoscope::training {

/// One film to prepare: which, how seen, and the seed of the draw.
struct FilmSample
{
    std::size_t film = 0; ///< index into Manifest::items
    std::size_t view = 0; ///< index into the views in use
    std::uint64_t seed = 0;
};

/// Prepares films in worker threads, a bounded number of batches ahead, and hands them out in
/// order: what a batch holds depends on the samples only, never on the threads.
/// Thread: constructed, asked and destroyed on one thread.
class FilmStream
{
public:
    FilmStream(const dataset::Manifest& data, const image::Preprocessing& preprocessing,
        std::vector<FilmView> views, std::vector<FilmSample> samples, std::size_t batchSize,
        int threads);
    ~FilmStream();
    FilmStream(const FilmStream&) = delete;
    FilmStream& operator=(const FilmStream&) = delete;

    /// The next batch: its number of films × valuesPerFilm floats, valid until the next call.
    /// Empty after the last one. Errors: of the first film that could not be read.
    base::Result<std::span<const float>> next();

private:
    struct Batch
    {
        std::vector<float> values;
        std::size_t remaining = 0;
    };

    void work();
    std::size_t filmsIn(std::size_t batch) const;

    const dataset::Manifest& m_data;
    const image::Preprocessing m_preprocessing;
    const std::vector<FilmView> m_views;
    const std::vector<FilmSample> m_samples;
    const std::size_t m_batchSize;
    const std::size_t m_batchCount;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Batch> m_ring;
    std::size_t m_nextSample = 0;
    std::size_t m_nextBatch = 0; ///< the one that next() will give
    std::size_t m_released = 0;  ///< batches whose buffers may be filled again
    base::Result<void> m_failure;
    bool m_stopping = false;
    std::vector<std::thread> m_workers;
};

} // namespace negatoscope::training
