#include "core/phantom/PhantomFiles.h"

#include "core/base/Files.h"
#include "core/base/Text.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <array>
#include <cstdio>
#include <mutex>

namespace negatoscope::phantom {

namespace {

constexpr std::array kSideNames{"none", "right", "left", "both"};
constexpr std::array kZoneNames{"none", "upper", "middle", "lower", "diffuse"};
constexpr std::array kMarkerNames{"none", "R", "L"};

template <typename Enum, std::size_t N>
const char* nameIn(const std::array<const char*, N>& names, Enum value)
{
    return names[static_cast<std::size_t>(value)];
}

base::Result<void> writePng(const cv::Mat& image, const std::filesystem::path& path)
{
    std::vector<uchar> bytes;
    constexpr int kQuick = 1;
    if (!cv::imencode(".png", image, bytes, {cv::IMWRITE_PNG_COMPRESSION, kQuick}))
        return base::failure(
            base::ErrorCode::Internal, "the film could not be encoded", path.string(), {});
    return base::writeFileAtomically(path, std::as_bytes(std::span(bytes)));
}

std::string labelsRow(std::size_t index, const Phantom& film, std::uint64_t seed)
{
    const std::string name = fileName(index, film.kind);
    std::string row = std::string(className(film.kind)) + "/" + name + "," + className(film.kind);
    for (const std::string& field :
        {std::string(kindName(film.kind)), std::string(nameIn(kSideNames, film.side)),
            std::string(nameIn(kZoneNames, film.zone)),
            base::formatNumber(film.opacityAreaFraction, 4),
            std::string(nameIn(kMarkerNames, film.marker)), std::string(film.tube ? "1" : "0"),
            std::string(film.wideView ? "1" : "0"), base::formatNumber(film.rotationDegrees, 4),
            base::formatNumber(film.cardiothoracicRatio, 4), std::to_string(seed),
            film.kind == OpacityKind::None ? std::string() : std::string(kMaskFolder) + "/" + name})
        row += "," + field;
    return row + "\n";
}

constexpr const char* kHeading = "file,class,kind,side,zone,area_fraction,marker,tube,wide_view,"
                                 "rotation_degrees,cardiothoracic_ratio,seed,mask\n";

} // namespace

const char* className(OpacityKind kind)
{
    return kind == OpacityKind::None ? "NORMAL" : "PNEUMONIA";
}

std::string fileName(std::size_t index, OpacityKind kind)
{
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "phantom%04zu_", index);
    return std::string(number.data()) + kindName(kind) + ".png";
}

cv::Mat outlined(const Phantom& phantom)
{
    cv::Mat picture;
    cv::cvtColor(phantom.film, picture, cv::COLOR_GRAY2RGB);
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(phantom.mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    const cv::Scalar red(230.0, 48.0, 48.0);
    cv::drawContours(picture, outlines, -1, red, 1, cv::LINE_AA);
    return picture;
}

base::Result<bool> writePhantoms(const PhantomPlan& plan, const std::filesystem::path& folder,
    int threads, const base::ProgressCallback& progress, std::stop_token stop)
{
    for (const char* name : {"NORMAL", "PNEUMONIA", kMaskFolder}) {
        if (auto made = base::makeFolder(folder / name); !made)
            return base::failure(made);
    }
    const std::vector<PhantomRequest> requests = planPhantoms(plan);
    std::vector<std::string> rows(requests.size());
    std::mutex mutex;
    std::optional<base::Error> error;
    std::stop_source failed;
    const std::stop_callback passOn(stop, [&failed] { failed.request_stop(); });
    bool complete = false;
    try {
        complete = forEachPhantom(
            requests, threads,
            [&](std::size_t i, Phantom&& film) {
                const std::string name = fileName(i, film.kind);
                auto written = writePng(film.film, folder / className(film.kind) / name);
                if (written && film.kind != OpacityKind::None)
                    written = writePng(film.mask, folder / kMaskFolder / name);
                rows[i] = labelsRow(i, film, requests[i].seed);
                if (!written) {
                    const std::lock_guard lock(mutex);
                    error = written.error();
                    failed.request_stop();
                }
            },
            progress, failed.get_token());
    } catch (const std::exception& exception) {
        return base::failure(base::ErrorCode::Internal, exception.what(), folder.string(), {});
    }
    if (error)
        return base::failure(*error);
    if (!complete)
        return false;
    std::string table = kHeading;
    for (const std::string& row : rows)
        table += row;
    if (auto written = base::writeFileAtomically(folder / "labels.csv", table); !written)
        return base::failure(written);
    return true;
}

} // namespace negatoscope::phantom
