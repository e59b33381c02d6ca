#include "tests/core/image/FilmFiles.h"

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cstdio>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace negatoscope::testing {

namespace {

/// "II*\0", one directory with the orientation tag.
ByteVector exifBlock(int orientation)
{
    const std::array<int, 26> bytes{'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0,
        orientation, 0, 0, 0, 0, 0, 0, 0};
    ByteVector block;
    for (const int byte : bytes)
        block.push_back(static_cast<std::byte>(byte));
    return block;
}

void appendToVector(png_structp png, png_bytep data, std::size_t size)
{
    auto* out = static_cast<ByteVector*>(png_get_io_ptr(png));
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    out->insert(out->end(), bytes, bytes + size);
}

/// libtiff wants a seekable file; a vector serves.
struct MemoryFile
{
    ByteVector bytes;
    std::size_t position = 0;
};

tmsize_t readMemory(thandle_t handle, void* out, tmsize_t count)
{
    auto* file = static_cast<MemoryFile*>(handle);
    const std::size_t left = file->bytes.size() - std::min(file->position, file->bytes.size());
    const std::size_t taken = std::min(left, static_cast<std::size_t>(count));
    std::memcpy(out, file->bytes.data() + file->position, taken);
    file->position += taken;
    return static_cast<tmsize_t>(taken);
}

tmsize_t writeMemory(thandle_t handle, void* data, tmsize_t count)
{
    auto* file = static_cast<MemoryFile*>(handle);
    const auto size = static_cast<std::size_t>(count);
    file->bytes.resize(std::max(file->bytes.size(), file->position + size));
    std::memcpy(file->bytes.data() + file->position, data, size);
    file->position += size;
    return count;
}

toff_t seekMemory(thandle_t handle, toff_t offset, int whence)
{
    auto* file = static_cast<MemoryFile*>(handle);
    if (whence == SEEK_CUR)
        offset += file->position;
    else if (whence == SEEK_END)
        offset += file->bytes.size();
    file->position = offset;
    return offset;
}

int closeMemory(thandle_t)
{
    return 0;
}

toff_t sizeOfMemory(thandle_t handle)
{
    return static_cast<MemoryFile*>(handle)->bytes.size();
}

void writeTiles(TIFF* tiff, const cv::Mat& picture)
{
    constexpr int kTile = 16;
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kTile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, kTile);
    for (int y = 0; y < picture.rows; y += kTile) {
        for (int x = 0; x < picture.cols; x += kTile) {
            cv::Mat tile = cv::Mat::zeros(kTile, kTile, picture.type());
            const cv::Rect part = cv::Rect(x, y, kTile, kTile) & cv::Rect({}, picture.size());
            picture(part).copyTo(tile(cv::Rect({}, part.size())));
            TIFFWriteTile(tiff, tile.data, static_cast<std::uint32_t>(x),
                static_cast<std::uint32_t>(y), 0, 0);
        }
    }
}

} // namespace

cv::Mat testPicture(int width, int height, int channels, int depth)
{
    const double unit = depth == CV_16U ? 257.0 : 1.0;
    cv::Mat picture(height, width, CV_MAKETYPE(depth, channels));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < channels; ++c) {
                double grey = 40.0 + 120.0 * x / width + 60.0 * y / height + 10.0 * c;
                if (x < width / 4 && y < height / 3)
                    grey = 235.0 - 40.0 * c;
                const double value = grey * unit;
                if (depth == CV_16U)
                    picture.ptr<std::uint16_t>(y)[x * channels + c] =
                        cv::saturate_cast<std::uint16_t>(value);
                else
                    picture.ptr<std::uint8_t>(y)[x * channels + c] =
                        cv::saturate_cast<std::uint8_t>(value);
            }
        }
    }
    return picture;
}

ByteVector jpegOf(const cv::Mat& picture, const JpegOptions& options)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &buffer, &size);
    info.image_width = static_cast<unsigned>(picture.cols);
    info.image_height = static_cast<unsigned>(picture.rows);
    info.input_components = picture.channels();
    info.in_color_space = picture.channels() == 1   ? JCS_GRAYSCALE
                          : picture.channels() == 3 ? JCS_RGB
                                                    : JCS_CMYK;
    jpeg_set_defaults(&info);
    if (picture.channels() == 4)
        jpeg_set_colorspace(&info, JCS_YCCK);
    jpeg_set_quality(&info, options.quality, TRUE);
    if (options.progressive)
        jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    if (options.exifOrientation > 0) {
        ByteVector marker;
        for (const char c : {'E', 'x', 'i', 'f', '\0', '\0'})
            marker.push_back(static_cast<std::byte>(c));
        const ByteVector block = exifBlock(options.exifOrientation);
        marker.insert(marker.end(), block.begin(), block.end());
        jpeg_write_marker(&info, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(marker.data()),
            static_cast<unsigned>(marker.size()));
    }
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<JSAMPROW>(picture.ptr(static_cast<int>(info.next_scanline)));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    const auto* bytes = reinterpret_cast<const std::byte*>(buffer);
    ByteVector result(bytes, bytes + size);
    std::free(buffer);
    jpeg_destroy_compress(&info);
    return result;
}

cv::Vec3b paletteColour(int index)
{
    return {static_cast<std::uint8_t>(index), static_cast<std::uint8_t>(255 - index),
        static_cast<std::uint8_t>(index / 2)};
}

ByteVector pngOf(const cv::Mat& picture, const PngOptions& options)
{
    cv::Mat stored = picture;
    if (options.alpha) {
        std::vector<cv::Mat> planes;
        cv::split(picture, planes);
        planes.push_back(testPicture(picture.cols, picture.rows, 1, picture.depth()));
        cv::merge(planes, stored);
    }
    ByteVector out;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &out, appendToVector, nullptr);
    const std::array<int, 5> kinds{0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
        PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    const int kind = options.palette ? PNG_COLOR_TYPE_PALETTE
                                     : kinds.at(static_cast<std::size_t>(stored.channels()));
    const int bits = stored.depth() == CV_16U ? 16 : options.bits;
    png_set_IHDR(png, info, static_cast<png_uint_32>(stored.cols),
        static_cast<png_uint_32>(stored.rows), bits, kind,
        options.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    if (options.palette) {
        std::array<png_color, 256> palette{};
        for (int i = 0; i < 256; ++i) {
            const cv::Vec3b colour = paletteColour(i);
            palette[static_cast<std::size_t>(i)] = {colour[0], colour[1], colour[2]};
        }
        png_set_PLTE(png, info, palette.data(), 256);
    }
    ByteVector exif = exifBlock(options.exifOrientation);
    if (options.exifOrientation > 0) {
        png_set_eXIf_1(png, info, static_cast<png_uint_32>(exif.size()),
            reinterpret_cast<png_bytep>(exif.data()));
    }
    png_write_info(png, info);
    if (bits == 16)
        png_set_swap(png);
    if (bits < 8)
        png_set_packing(png);
    std::vector<png_bytep> rows;
    for (int y = 0; y < stored.rows; ++y)
        rows.push_back(stored.ptr(y));
    png_write_image(png, rows.data());
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    return out;
}

ByteVector tiffOf(const cv::Mat& picture, const TiffOptions& options)
{
    MemoryFile file;
    TIFF* tiff = TIFFClientOpen("film", "w", &file, readMemory, writeMemory, seekMemory,
        closeMemory, sizeOfMemory, nullptr, nullptr);
    const bool grey = picture.channels() == 1;
    const bool separate = options.separatePlanes && !grey;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.cols);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.rows);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, picture.depth() == CV_16U ? 16 : 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, picture.channels());
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
        !grey ? PHOTOMETRIC_RGB
              : (options.minIsWhite ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK));
    TIFFSetField(
        tiff, TIFFTAG_PLANARCONFIG, separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, options.compression);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
    if (options.tiled) {
        writeTiles(tiff, picture);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 7);
        std::vector<cv::Mat> planes{picture};
        if (separate)
            cv::split(picture, planes);
        for (std::size_t plane = 0; plane < planes.size(); ++plane) {
            for (int y = 0; y < picture.rows; ++y) {
                TIFFWriteScanline(tiff, planes[plane].ptr(y), static_cast<std::uint32_t>(y),
                    static_cast<std::uint16_t>(plane));
            }
        }
    }
    TIFFClose(tiff);
    return file.bytes;
}

ByteVector openCvOf(const std::string& extension, const cv::Mat& picture)
{
    cv::Mat stored = picture.clone();
    if (picture.channels() == 3)
        cv::cvtColor(picture, stored, cv::COLOR_RGB2BGR);
    std::vector<std::uint8_t> encoded;
    constexpr int kLossless = 101;
    if (!cv::imencode(extension, stored, encoded, {cv::IMWRITE_WEBP_QUALITY, kLossless}))
        throw std::runtime_error("the test picture cannot be encoded");
    const auto* bytes = reinterpret_cast<const std::byte*>(encoded.data());
    return {bytes, bytes + encoded.size()};
}

void writeBytes(const std::string& path, const ByteVector& bytes)
{
    std::ofstream file(path, std::ios::binary);
    file.write(
        reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

} // namespace negatoscope::testing
