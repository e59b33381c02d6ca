#include "app/cli/BenchOriginals.h"

#include "core/base/Files.h"
#include "core/dataset/Scan.h"
#include "core/phantom/PhantomSet.h"

#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <mutex>

namespace negatoscope::cli {

namespace {

constexpr std::size_t kDifferent = 8;
constexpr int kSide = 1264; ///< 1.6 megapixels
constexpr int kQuality = 92;

/// A comment segment behind the file's first marker.
std::vector<std::byte> withComment(const std::vector<std::uint8_t>& jpeg, std::size_t number)
{
    const std::string text = std::to_string(number);
    const std::size_t length = text.size() + 2;
    std::vector<std::uint8_t> bytes(jpeg.begin(), jpeg.begin() + 2);
    for (const std::size_t value :
        {std::size_t{0xFF}, std::size_t{0xFE}, length >> 8, length & 255})
        bytes.push_back(static_cast<std::uint8_t>(value));
    bytes.insert(bytes.end(), text.begin(), text.end());
    bytes.insert(bytes.end(), jpeg.begin() + 2, jpeg.end());
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

} // namespace

base::Result<dataset::Manifest> drawOriginals(
    const std::filesystem::path& folder, std::size_t count, int threads)
{
    phantom::PhantomPlan plan;
    plan.count = kDifferent;
    plan.side = kSide;
    const auto requests = phantom::planPhantoms(plan);
    std::vector<std::vector<std::uint8_t>> files(kDifferent);
    phantom::forEachPhantom(requests, threads, [&](std::size_t i, phantom::Phantom&& drawn) {
        cv::imencode(".jpg", drawn.film, files[i], {cv::IMWRITE_JPEG_QUALITY, kQuality});
    });
    for (const char* name : {"NORMAL", "PNEUMONIA"})
        if (auto made = base::makeFolder(folder / name); !made)
            return base::failure(made);
    for (std::size_t i = 0; i < count; ++i) {
        const auto path = folder / (i % 2 == 0 ? "NORMAL" : "PNEUMONIA") /
                          ("original" + std::to_string(i) + ".jpeg");
        const auto bytes = withComment(files[i % kDifferent], i);
        if (auto written = base::writeFileAtomically(path, std::span(bytes)); !written)
            return base::failure(written);
    }
    auto scanned = dataset::scanFolder(folder);
    if (!scanned)
        return base::failure(scanned);
    return **std::move(scanned);
}

base::Result<void> drawManyFilms(const std::filesystem::path& folder, std::size_t count)
{
    constexpr int kSmallSide = 32;
    for (const char* name : {"NORMAL", "PNEUMONIA"})
        if (auto made = base::makeFolder(folder / name); !made)
            return made;
    cv::Mat film(kSmallSide, kSmallSide, CV_8UC1);
    cv::RNG random(1);
    for (std::size_t i = 0; i < count; ++i) {
        const bool ill = i % 2 == 1;
        random.fill(film, cv::RNG::UNIFORM, 0, ill ? 200 : 120);
        const auto path = folder / (ill ? "PNEUMONIA" : "NORMAL") / (std::to_string(i) + ".bmp");
        if (!cv::imwrite(path.string(), film))
            return base::failure(base::ErrorCode::DiskFull, "a film cannot be written",
                path.string(), "free some space");
    }
    return {};
}

} // namespace negatoscope::cli
