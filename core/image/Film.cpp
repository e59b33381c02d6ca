#include "core/image/Film.h"

#include "core/base/Files.h"
#include "core/image/Codecs.h"
#include "core/image/DicomFilm.h"
#include "core/image/Resize.h"

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <new>

namespace negatoscope::image {

namespace codecs {

base::Result<cv::Mat> decodeByOpenCv(Bytes bytes)
{
    const cv::Mat wrapped(
        1, static_cast<int>(bytes.size()), CV_8U, const_cast<std::byte*>(bytes.data()));
    cv::Mat stored = cv::imdecode(wrapped, cv::IMREAD_UNCHANGED);
    if (stored.empty() || stored.depth() != CV_8U) {
        return base::failure(base::ErrorCode::CorruptFile, "the file is damaged or truncated", {},
            "copy the file again from its source");
    }
    cv::Mat pixels = stored;
    if (stored.channels() == 3)
        cv::cvtColor(stored, pixels, cv::COLOR_BGR2RGB);
    else if (stored.channels() == 4)
        cv::cvtColor(stored, pixels, cv::COLOR_BGRA2RGB);
    return pixels;
}

cv::Mat oriented(const cv::Mat& stored, int orientation)
{
    cv::Mat upright = stored;
    if (orientation >= 5)
        cv::transpose(stored, upright);
    // What is left to do after the transposition, if any (EXIF 2.32, tag 274).
    constexpr int kNothing = 2;
    constexpr int kBoth = -1;
    constexpr int kUpDown = 0;
    constexpr int kLeftRight = 1;
    constexpr int kFlips[] = {
        kNothing, kLeftRight, kBoth, kUpDown, kNothing, kLeftRight, kBoth, kUpDown};
    const int flip = kFlips[std::clamp(orientation, 1, 8) - 1];
    if (flip == kNothing)
        return upright;
    cv::Mat flipped;
    cv::flip(upright, flipped, flip);
    return flipped;
}

} // namespace codecs

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;
using codecs::Bytes;
using codecs::Header;

const char* formatName(codecs::Format format)
{
    switch (format) {
    case codecs::Format::Jpeg:
        return "JPEG";
    case codecs::Format::Png:
        return "PNG";
    case codecs::Format::Tiff:
        return "TIFF";
    case codecs::Format::Bmp:
        return "BMP";
    case codecs::Format::WebP:
        return "WebP";
    case codecs::Format::Dicom:
        return "DICOM";
    case codecs::Format::Unknown:
        break;
    }
    return "";
}

FilmInfo infoOf(const Header& header, std::uint64_t fileBytes)
{
    FilmInfo info;
    info.format = formatName(header.format);
    info.width = header.width;
    info.height = header.height;
    if (header.orientation >= 5)
        std::swap(info.width, info.height);
    info.channels = header.channels;
    info.bitsPerChannel = header.bitsPerChannel;
    info.fileBytes = fileBytes;
    info.notes = header.notes;
    return info;
}

tl::unexpected<base::Error> named(base::Error error, const std::string& name)
{
    error.where = name;
    return tl::unexpected<base::Error>(std::move(error));
}

/// Films are decoded by many threads at once: OpenCV's own pool would only be in the way, and its
/// log must not reach the terminal.
void setUpOpenCv()
{
    static std::once_flag once;
    std::call_once(once, [] {
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::setNumThreads(1);
    });
}

Result<cv::Mat> decodeStored(const Header& header, Bytes bytes, Colour colour, int denominator)
{
    switch (header.format) {
    case codecs::Format::Jpeg:
        return codecs::decodeJpeg(bytes, colour, denominator);
    case codecs::Format::Png:
        return codecs::decodePng(bytes);
    case codecs::Format::Tiff:
        return codecs::decodeTiff(bytes);
    case codecs::Format::Dicom:
        return decodeDicom(bytes, {});
    default:
        return codecs::decodeByOpenCv(bytes);
    }
}

/// Everything between the bytes and the upright pixels; library exceptions end here.
Result<cv::Mat> decodeUpright(const Header& header, Bytes bytes, Colour colour, int denominator)
{
    setUpOpenCv();
    try {
        auto stored = decodeStored(header, bytes, colour, denominator);
        if (!stored)
            return stored;
        const bool sized =
            denominator > 1 || (stored->cols == header.width && stored->rows == header.height);
        if (!sized || stored->empty()) {
            return failure(ErrorCode::CorruptFile, "the picture's size differs from its header", {},
                "copy the file again from its source");
        }
        if (colour == Colour::Grey && stored->channels() == 3) {
            cv::Mat grey;
            cv::cvtColor(*stored, grey, cv::COLOR_RGB2GRAY);
            *stored = grey;
        }
        return codecs::oriented(*stored, header.orientation);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, "not enough memory to decode the film");
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem)
            return failure(ErrorCode::OutOfMemory, "not enough memory to decode the film");
        return failure(ErrorCode::CorruptFile, "the file is damaged", {},
            "copy the file again from its source");
    } catch (const std::exception& exception) {
        return failure(
            ErrorCode::CorruptFile, std::string("the film cannot be decoded: ") + exception.what());
    }
}

/// The largest DCT reduction that still leaves at least `side` pixels.
int denominatorFor(const Header& header, int side)
{
    if (header.format != codecs::Format::Jpeg)
        return 1;
    int denominator = 8;
    while (denominator > 1 && std::max(header.width, header.height) / denominator < side)
        denominator /= 2;
    return denominator;
}

} // namespace

const char* noteText(FilmNote note)
{
    switch (note) {
    case FilmNote::LossyCompressed:
        return "the film was compressed with loss";
    case FilmNote::BurnedInAnnotation:
        return "the header says that text is burned into the film";
    case FilmNote::NotARadiograph:
        return "the header says that this is no plain radiograph";
    case FilmNote::OtherBodyPart:
        return "the header names another part of the body than the chest";
    case FilmNote::LateralView:
        return "the header says that this is a lateral view";
    case FilmNote::OtherView:
        return "the header says that this is neither a PA nor an AP view";
    case FilmNote::ForProcessing:
        break;
    }
    return "the film holds raw detector values, not processed for viewing";
}

Result<FilmInfo> probeFilm(std::span<const std::byte> bytes, const std::string& name)
{
    if (bytes.size() > kMaxFilmBytes)
        return failure(ErrorCode::TooLarge, "the file is over the limit of 512 MB", name);
    const auto header = codecs::readHeader(bytes, true);
    if (!header)
        return named(header.error(), name);
    return infoOf(*header, bytes.size());
}

Result<FilmInfo> probeFilm(const std::filesystem::path& path)
{
    // Most headers lie in the first pages; a TIFF's may lie anywhere.
    constexpr std::size_t kPrefix = 64 << 10;
    std::error_code code;
    if (std::filesystem::is_regular_file(path, code)) {
        const std::uint64_t size = std::filesystem::file_size(path, code);
        std::vector<std::byte> prefix(kPrefix);
        std::ifstream file(path, std::ios::binary);
        file.read(reinterpret_cast<char*>(prefix.data()), kPrefix);
        prefix.resize(static_cast<std::size_t>(file.gcount()));
        if (!code && size > prefix.size() && size <= kMaxFilmBytes) {
            if (const auto header = codecs::readHeader(prefix, false))
                return infoOf(*header, size);
        }
    }
    const auto bytes = base::readFile(path, kMaxFilmBytes);
    if (!bytes)
        return failure(bytes);
    return probeFilm(std::span(*bytes), path.string());
}

Result<Film> decodeFilm(std::span<const std::byte> bytes, const std::string& name, Colour colour)
{
    if (bytes.size() > kMaxFilmBytes)
        return failure(ErrorCode::TooLarge, "the file is over the limit of 512 MB", name);
    const auto header = codecs::readHeader(bytes, true);
    if (!header)
        return named(header.error(), name);
    auto pixels = decodeUpright(*header, bytes, colour, 1);
    if (!pixels)
        return named(pixels.error(), name);
    return Film{*pixels, infoOf(*header, bytes.size())};
}

Result<Film> decodeFilm(const std::filesystem::path& path, Colour colour)
{
    const auto bytes = base::readFile(path, kMaxFilmBytes);
    if (!bytes)
        return failure(bytes);
    return decodeFilm(std::span(*bytes), path.string(), colour);
}

Result<cv::Mat> decodeThumbnail(const std::filesystem::path& path, int side)
{
    constexpr int kMaxSide = 4096;
    if (side < 1 || side > kMaxSide)
        return failure(ErrorCode::InvalidUsage, "a thumbnail has 1 to 4096 pixels");
    const auto bytes = base::readFile(path, kMaxFilmBytes);
    if (!bytes)
        return failure(bytes);
    const auto header = codecs::readHeader(*bytes, true);
    if (!header)
        return named(header.error(), path.string());
    auto pixels = decodeUpright(*header, *bytes, Colour::Grey, denominatorFor(*header, side));
    if (!pixels)
        return named(pixels.error(), path.string());
    const double scale = side / static_cast<double>(std::max(pixels->cols, pixels->rows));
    const auto scaled = [&](int length) {
        return std::clamp(static_cast<int>(std::lround(length * scale)), 1, side);
    };
    try {
        cv::Mat thumbnail;
        resizeByArea(*pixels, scaled(pixels->cols), scaled(pixels->rows))
            .convertTo(thumbnail, CV_8U);
        return thumbnail;
    } catch (const std::exception&) {
        return failure(
            ErrorCode::OutOfMemory, "not enough memory for the thumbnail", path.string());
    }
}

} // namespace negatoscope::image
