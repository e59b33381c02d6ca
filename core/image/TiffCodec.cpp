#include "core/image/Codecs.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace negatoscope::image::codecs {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

/// A file in memory, as libtiff's client functions want it.
struct Source
{
    Bytes bytes;
    std::uint64_t position = 0;
    char message[160]{};
};

tmsize_t onRead(thandle_t handle, void* out, tmsize_t count)
{
    auto* source = static_cast<Source*>(handle);
    const std::uint64_t left =
        source->position < source->bytes.size() ? source->bytes.size() - source->position : 0;
    const auto taken = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(count));
    if (taken > 0)
        std::memcpy(out, source->bytes.data() + source->position, taken);
    source->position += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t onWrite(thandle_t, void*, tmsize_t)
{
    return 0;
}

toff_t onSeek(thandle_t handle, toff_t offset, int whence)
{
    auto* source = static_cast<Source*>(handle);
    if (whence == SEEK_CUR)
        offset += source->position;
    else if (whence == SEEK_END)
        offset += source->bytes.size();
    source->position = offset;
    return offset;
}

int onClose(thandle_t)
{
    return 0;
}

toff_t onSize(thandle_t handle)
{
    return static_cast<Source*>(handle)->bytes.size();
}

int onError(TIFF*, void* user, const char*, const char* format, va_list arguments)
{
    auto* source = static_cast<Source*>(user);
    std::vsnprintf(source->message, sizeof source->message, format, arguments);
    return 1; // handled: nothing goes to stderr
}

int onWarning(TIFF*, void*, const char*, const char*, va_list)
{
    return 1;
}

using File = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

/// Opens without looking at the pixels; a null file leaves the reason in `source.message`.
File open(Source& source)
{
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
        TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), onError, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), onWarning, &source);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(kMaxFilmBytes));
    // "m": no memory mapping, so every access is checked against the file's end.
    return File(TIFFClientOpenExt("film", "rm", &source, onRead, onWrite, onSeek, onClose, onSize,
                    nullptr, nullptr, options.get()),
        &TIFFClose);
}

tl::unexpected<base::Error> damaged(const Source& source)
{
    std::string what = "the TIFF is damaged or truncated";
    if (source.message[0] != '\0')
        what += std::string(": ") + source.message;
    return failure(ErrorCode::CorruptFile, what, {}, "copy the file again from its source");
}

/// What the decoder needs to know of the first page.
struct Layout
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    std::uint16_t sampleFormat = SAMPLEFORMAT_UINT;
    std::uint16_t orientation = ORIENTATION_TOPLEFT;

    bool isGrey() const
    {
        return photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
    }
    /// 8 and 16 bits of grey or RGB are copied; everything else goes through libtiff's converter.
    bool isPlain() const
    {
        const bool colour = photometric == PHOTOMETRIC_RGB && samples >= 3;
        return (bits == 8 || bits == 16) && planar == PLANARCONFIG_CONTIG && (isGrey() || colour);
    }
};

Layout layoutOf(TIFF* tiff)
{
    Layout layout;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.sampleFormat);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &layout.orientation);
    if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric) && layout.samples >= 3)
        layout.photometric = PHOTOMETRIC_RGB;
    return layout;
}

Result<void> checkLayout(const Layout& layout)
{
    if (layout.width == 0 || layout.height == 0)
        return failure(ErrorCode::CorruptFile, "the header gives an empty picture");
    if (std::uint64_t{layout.width} > static_cast<std::uint64_t>(kMaxFilmPixels) / layout.height) {
        return failure(ErrorCode::TooLarge,
            "the film has " + std::to_string(layout.width) + " x " + std::to_string(layout.height) +
                " pixels; the limit is 64 megapixels",
            {}, "make a smaller copy");
    }
    if (layout.sampleFormat != SAMPLEFORMAT_UINT && layout.sampleFormat != SAMPLEFORMAT_VOID) {
        return failure(ErrorCode::UnsupportedFormat,
            "this TIFF holds signed or floating-point numbers", {}, "save it as 16-bit grey");
    }
    constexpr std::uint16_t kMaxSamples = 16;
    const bool depthKnown = layout.bits == 1 || layout.bits == 2 || layout.bits == 4 ||
                            layout.bits == 8 || layout.bits == 16;
    if (!depthKnown || layout.samples == 0 || layout.samples > kMaxSamples) {
        return failure(ErrorCode::UnsupportedFormat,
            "this TIFF has " + std::to_string(layout.samples) + " samples of " +
                std::to_string(layout.bits) + " bits",
            {}, "save it as 8- or 16-bit grey");
    }
    return {};
}

bool dataLiesInFile(TIFF* tiff, std::uint64_t fileBytes)
{
    const std::uint32_t pieces =
        TIFFIsTiled(tiff) ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    for (std::uint32_t i = 0; i < pieces; ++i) {
        int failed = 0;
        const std::uint64_t offset = TIFFGetStrileOffsetWithErr(tiff, i, &failed);
        const std::uint64_t count = TIFFGetStrileByteCountWithErr(tiff, i, &failed);
        if (failed || offset > fileBytes || count > fileBytes - offset)
            return false;
    }
    return pieces > 0;
}

/// One pixel's first samples, 8 or 16 bits each, from `samples` per pixel to the film's channels.
template <typename Value>
void copyPixels(const void* from, int samples, Value* to, int channels, int count, bool inverted)
{
    const auto* source = static_cast<const Value*>(from);
    for (int i = 0; i < count; ++i) {
        for (int c = 0; c < channels; ++c) {
            const Value value = source[i * samples + c];
            to[i * channels + c] = inverted ? static_cast<Value>(~value) : value;
        }
    }
}

void copyRow(
    const void* from, const Layout& layout, cv::Mat& pixels, int row, int column, int count)
{
    const bool inverted = layout.photometric == PHOTOMETRIC_MINISWHITE;
    const int channels = pixels.channels();
    if (layout.bits == 8) {
        copyPixels(from, layout.samples, pixels.ptr<std::uint8_t>(row) + column * channels,
            channels, count, inverted);
    } else {
        copyPixels(from, layout.samples, pixels.ptr<std::uint16_t>(row) + column * channels,
            channels, count, inverted);
    }
}

bool decodeTiles(TIFF* tiff, const Layout& layout, cv::Mat& pixels)
{
    std::uint32_t tileWidth = 0;
    std::uint32_t tileHeight = 0;
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &tileWidth);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &tileHeight);
    const tmsize_t tileBytes = TIFFTileSize(tiff);
    const tmsize_t rowBytes = TIFFTileRowSize(tiff);
    if (tileWidth == 0 || tileHeight == 0 || tileBytes <= 0 || rowBytes <= 0 ||
        static_cast<std::uint64_t>(tileBytes) > kMaxFilmBytes)
        return false;
    std::vector<std::byte> tile(static_cast<std::size_t>(tileBytes));
    for (std::uint32_t y = 0; y < layout.height; y += tileHeight) {
        for (std::uint32_t x = 0; x < layout.width; x += tileWidth) {
            if (TIFFReadTile(tiff, tile.data(), x, y, 0, 0) < 0)
                return false;
            const std::uint32_t rows = std::min(tileHeight, layout.height - y);
            const auto columns = static_cast<int>(std::min(tileWidth, layout.width - x));
            for (std::uint32_t row = 0; row < rows; ++row) {
                copyRow(tile.data() +
                            static_cast<std::size_t>(row) * static_cast<std::size_t>(rowBytes),
                    layout, pixels, static_cast<int>(y + row), static_cast<int>(x), columns);
            }
        }
    }
    return true;
}

bool decodeStrips(TIFF* tiff, const Layout& layout, cv::Mat& pixels)
{
    const tmsize_t rowBytes = TIFFScanlineSize(tiff);
    const std::uint64_t needed = std::uint64_t{layout.width} * layout.samples * (layout.bits / 8U);
    if (rowBytes <= 0 || static_cast<std::uint64_t>(rowBytes) < needed)
        return false;
    std::vector<std::byte> line(static_cast<std::size_t>(rowBytes));
    for (std::uint32_t row = 0; row < layout.height; ++row) {
        if (TIFFReadScanline(tiff, line.data(), row, 0) < 0)
            return false;
        copyRow(line.data(), layout, pixels, static_cast<int>(row), 0, pixels.cols);
    }
    return true;
}

/// Palettes, CMYK, YCbCr, fewer bits, separate planes: 8 bits by libtiff's own converter.
bool decodeConverted(TIFF* tiff, const Layout& layout, cv::Mat& pixels)
{
    std::vector<std::uint32_t> raster(std::size_t{layout.width} * layout.height);
    // Asking for the stored orientation: ours is applied afterwards, for all formats alike.
    if (!TIFFReadRGBAImageOriented(
            tiff, layout.width, layout.height, raster.data(), layout.orientation, 1))
        return false;
    const int channels = pixels.channels();
    for (int row = 0; row < pixels.rows; ++row) {
        const std::uint32_t* from = raster.data() + static_cast<std::size_t>(row) * layout.width;
        auto* to = pixels.ptr<std::uint8_t>(row);
        for (int i = 0; i < pixels.cols; ++i) {
            to[i * channels] = static_cast<std::uint8_t>(TIFFGetR(from[i]));
            if (channels == 3) {
                to[i * 3 + 1] = static_cast<std::uint8_t>(TIFFGetG(from[i]));
                to[i * 3 + 2] = static_cast<std::uint8_t>(TIFFGetB(from[i]));
            }
        }
    }
    return true;
}

} // namespace

Result<Header> readTiffHeader(Bytes bytes, bool complete)
{
    Source source{bytes};
    const File file = open(source);
    if (!file)
        return damaged(source);
    const Layout layout = layoutOf(file.get());
    if (const auto checked = checkLayout(layout); !checked)
        return failure(checked);
    if (complete && !dataLiesInFile(file.get(), bytes.size())) {
        return failure(ErrorCode::CorruptFile, "the file is truncated", {},
            "copy the file again from its source");
    }
    Header header;
    header.format = Format::Tiff;
    header.width = static_cast<int>(layout.width);
    header.height = static_cast<int>(layout.height);
    header.channels = std::min<int>(4, layout.samples);
    if (layout.photometric == PHOTOMETRIC_PALETTE)
        header.channels = 3;
    header.bitsPerChannel = layout.bits == 16 ? 16 : 8;
    header.orientation =
        layout.orientation >= 1 && layout.orientation <= 8 ? layout.orientation : 1;
    return header;
}

Result<cv::Mat> decodeTiff(Bytes bytes)
{
    Source source{bytes};
    const File file = open(source);
    if (!file)
        return damaged(source);
    const Layout layout = layoutOf(file.get());
    if (const auto checked = checkLayout(layout); !checked)
        return failure(checked);
    const int depth = layout.isPlain() && layout.bits == 16 ? CV_16U : CV_8U;
    cv::Mat pixels(static_cast<int>(layout.height), static_cast<int>(layout.width),
        CV_MAKETYPE(depth, layout.isGrey() ? 1 : 3));
    bool done = false;
    if (!layout.isPlain())
        done = decodeConverted(file.get(), layout, pixels);
    else if (TIFFIsTiled(file.get()))
        done = decodeTiles(file.get(), layout, pixels);
    else
        done = decodeStrips(file.get(), layout, pixels);
    if (!done)
        return damaged(source);
    return pixels;
}

} // namespace negatoscope::image::codecs
