#include "core/base/Log.h"
#include "core/dataset/Parallel.h"
#include "core/dataset/Report.h"
#include "core/image/Film.h"
#include "core/image/Resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <numeric>

namespace negatoscope::dataset {

namespace {

constexpr int kSide = 64;
constexpr std::size_t kPixels = kSide * kSide;
constexpr int kCoarseSide = 16;
constexpr std::size_t kCoarse = kCoarseSide * kCoarseSide;
constexpr std::size_t kTile = 64; // films

/// A thumbnail and what its correlation with others needs.
struct Thumbnail
{
    std::array<std::uint8_t, kPixels> pixels{};
    double mean = 0.0;
    double norm = 0.0;      ///< of the pixels less their mean; 0: unreadable or all grey alike
    float remainder = 0.0F; ///< norm of what the coarse picture does not hold, in parts of `norm`
};

/// Fills `coarse` with the coordinates of the normalised thumbnail in the space of 4×4 averages
/// (an orthonormal basis when each average counts 4 times).
void describe(Thumbnail& thumbnail, float* coarse)
{
    double sum = 0.0;
    double squares = 0.0;
    for (const std::uint8_t pixel : thumbnail.pixels) {
        sum += pixel;
        squares += double(pixel) * pixel;
    }
    thumbnail.mean = sum / kPixels;
    const double energy = squares - sum * thumbnail.mean;
    thumbnail.norm = energy > 0.5 ? std::sqrt(energy) : 0.0;
    if (thumbnail.norm == 0.0)
        return;
    constexpr int kStep = kSide / kCoarseSide;
    double held = 0.0;
    for (int y = 0; y < kCoarseSide; ++y) {
        for (int x = 0; x < kCoarseSide; ++x) {
            int block = 0;
            for (int k = 0; k < kStep * kStep; ++k)
                block += thumbnail.pixels[static_cast<std::size_t>(
                    (y * kStep + k / kStep) * kSide + x * kStep + k % kStep)];
            const double value =
                (block - kStep * kStep * thumbnail.mean) / (kStep * thumbnail.norm);
            held += value * value;
            *coarse++ = static_cast<float>(value);
        }
    }
    thumbnail.remainder = static_cast<float>(std::sqrt(std::max(0.0, 1.0 - held)));
}

double correlation(const Thumbnail& a, const Thumbnail& b)
{
    std::uint32_t dot = 0; // at most 4096 · 255² < 2³²
    for (std::size_t i = 0; i < kPixels; ++i)
        dot += std::uint32_t{a.pixels[i]} * b.pixels[i];
    return (dot - static_cast<double>(kPixels) * a.mean * b.mean) / (a.norm * b.norm);
}

/// dots[i][j] = rows of one tile times rows of another; `columns` is coordinate-major, so that the
/// inner loop runs along films.
void multiply(const float* rows, std::size_t rowCount, const std::vector<float>& columns,
    std::vector<float>& dots)
{
    std::fill(dots.begin(), dots.end(), 0.0F);
    for (std::size_t i = 0; i < rowCount; ++i) {
        std::array<float, kTile> sums{};
        const float* row = rows + i * kCoarse;
        for (std::size_t k = 0; k < kCoarse; ++k) {
            const float factor = row[k];
            const float* column = columns.data() + k * kTile;
            for (std::size_t j = 0; j < kTile; ++j)
                sums[j] += factor * column[j];
        }
        std::copy(sums.begin(), sums.end(), dots.begin() + static_cast<std::ptrdiff_t>(i * kTile));
    }
}

class Search
{
public:
    Search(const Manifest& manifest, double threshold)
        : m_manifest(manifest)
        , m_threshold(threshold)
    {
        for (std::size_t i = 0; i < manifest.items.size(); ++i) {
            if (manifest.items[i].duplicateOf < 0)
                m_films.push_back(i);
        }
        m_thumbnails.resize(m_films.size());
        m_coarse.resize(tiles() * kTile * kCoarse);
    }

    std::size_t films() const { return m_films.size(); }
    std::size_t tiles() const { return (m_films.size() + kTile - 1) / kTile; }

    void load(std::size_t film)
    {
        const auto small = image::decodeThumbnail(m_manifest.items[m_films[film]].path, kSide);
        if (!small)
            return;
        cv::Mat square;
        image::resizeByArea(*small, kSide, kSide).convertTo(square, CV_8U);
        Thumbnail& thumbnail = m_thumbnails[film];
        std::copy_n(square.ptr<std::uint8_t>(0), kPixels, thumbnail.pixels.begin());
        describe(thumbnail, m_coarse.data() + film * kCoarse);
    }

    /// All pairs of the films of one tile with those of the same and later tiles.
    void compare(std::size_t tile)
    {
        std::vector<float> columns(kCoarse * kTile);
        std::vector<float> dots(kTile * kTile);
        std::vector<NearDuplicate> found;
        for (std::size_t other = tile; other < tiles(); ++other) {
            for (std::size_t j = 0; j < kTile; ++j) {
                const float* film = m_coarse.data() + (other * kTile + j) * kCoarse;
                for (std::size_t k = 0; k < kCoarse; ++k)
                    columns[k * kTile + j] = film[k];
            }
            multiply(m_coarse.data() + tile * kTile * kCoarse, kTile, columns, dots);
            collect(tile, other, dots, found);
        }
        const std::scoped_lock lock(m_mutex);
        m_found.insert(m_found.end(), found.begin(), found.end());
    }

    std::vector<NearDuplicate> result()
    {
        std::sort(m_found.begin(), m_found.end(), [](const auto& a, const auto& b) {
            return std::pair(a.first, a.second) < std::pair(b.first, b.second);
        });
        return std::move(m_found);
    }

private:
    void collect(std::size_t tile, std::size_t other, const std::vector<float>& dots,
        std::vector<NearDuplicate>& found) const
    {
        const float limit = static_cast<float>(m_threshold) - 1e-4F;
        for (std::size_t i = 0; i < kTile; ++i) {
            const std::size_t a = tile * kTile + i;
            for (std::size_t j = tile == other ? i + 1 : 0; j < kTile; ++j) {
                const std::size_t b = other * kTile + j;
                if (a >= films() || b >= films())
                    break;
                // Cauchy-Schwarz bounds what the coarse pictures leave out.
                const float bound =
                    dots[i * kTile + j] + m_thumbnails[a].remainder * m_thumbnails[b].remainder;
                if (bound < limit || m_thumbnails[a].norm == 0.0 || m_thumbnails[b].norm == 0.0)
                    continue;
                const double exact = correlation(m_thumbnails[a], m_thumbnails[b]);
                if (exact >= m_threshold)
                    found.push_back({m_films[a], m_films[b], exact});
            }
        }
    }

    const Manifest& m_manifest;
    double m_threshold;
    std::vector<std::size_t> m_films; // the first of each group of equal files
    std::vector<Thumbnail> m_thumbnails;
    std::vector<float> m_coarse;
    std::mutex m_mutex;
    std::vector<NearDuplicate> m_found;
};

} // namespace

std::vector<NearDuplicate> findNearDuplicates(const Manifest& manifest, double threshold,
    const base::ProgressCallback& progress, std::stop_token stop)
{
    try {
        Search search(manifest, threshold);
        const bool loaded = parallelFor(search.films(), 0, "thumbnails", progress, stop,
            [&](std::size_t film) { search.load(film); });
        const bool compared = loaded && parallelFor(search.tiles(), 0, "near-duplicates", progress,
                                            stop, [&](std::size_t tile) { search.compare(tile); });
        if (compared)
            return search.result();
    } catch (const std::exception& exception) {
        base::log(base::LogLevel::Warning, "core.dataset",
            std::string("the search for near duplicates failed: ") + exception.what());
    }
    return {};
}

} // namespace negatoscope::dataset
