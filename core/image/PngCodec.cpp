#include "core/image/Codecs.h"

#include <png.h>

#include <bit>
#include <csetjmp>
#include <cstring>
#include <vector>

namespace negatoscope::image::codecs {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

struct Source
{
    Bytes left;
    char message[128]{};
};

[[noreturn]] void onError(png_structp png, png_const_charp message)
{
    auto* source = static_cast<Source*>(png_get_error_ptr(png));
    std::strncpy(source->message, message, sizeof source->message - 1);
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

void onRead(png_structp png, png_bytep out, std::size_t count)
{
    auto* source = static_cast<Source*>(png_get_io_ptr(png));
    if (count > source->left.size())
        png_error(png, "the file is truncated");
    std::memcpy(out, source->left.data(), count);
    source->left = source->left.subspan(count);
}

struct Decoder
{
    explicit Decoder(Bytes bytes)
        : source{bytes}
        , png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, onError, onWarning))
        , info(png ? png_create_info_struct(png) : nullptr)
    {}
    ~Decoder() { png_destroy_read_struct(&png, &info, nullptr); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    Source source;
    png_structp png;
    png_infop info;
};

// The functions that call setjmp hold no object with a destructor: a jump would skip it.

bool startDecoding(Decoder& decoder)
{
    if (setjmp(png_jmpbuf(decoder.png)))
        return false;
    png_set_read_fn(decoder.png, &decoder.source, onRead);
    png_set_user_limits(decoder.png, static_cast<png_uint_32>(kMaxFilmPixels),
        static_cast<png_uint_32>(kMaxFilmPixels));
    png_read_info(decoder.png, decoder.info);
    const int kind = png_get_color_type(decoder.png, decoder.info);
    if (kind == PNG_COLOR_TYPE_PALETTE)
        png_set_palette_to_rgb(decoder.png);
    else if (kind == PNG_COLOR_TYPE_GRAY)
        png_set_expand_gray_1_2_4_to_8(decoder.png);
    png_set_strip_alpha(decoder.png);
    if constexpr (std::endian::native == std::endian::little)
        png_set_swap(decoder.png);
    png_set_interlace_handling(decoder.png);
    png_read_update_info(decoder.png, decoder.info);
    return true;
}

bool decodeRows(Decoder& decoder, png_bytepp rows)
{
    if (setjmp(png_jmpbuf(decoder.png)))
        return false;
    png_read_image(decoder.png, rows);
    png_read_end(decoder.png, nullptr);
    return true;
}

} // namespace

Result<cv::Mat> decodePng(Bytes bytes)
{
    Decoder decoder(bytes);
    if (!decoder.info)
        return failure(ErrorCode::OutOfMemory, "not enough memory to decode the film");
    const auto damaged = [&] {
        return failure(ErrorCode::CorruptFile,
            std::string("the PNG is damaged: ") + decoder.source.message, {},
            "copy the file again from its source");
    };
    if (!startDecoding(decoder))
        return damaged();
    const auto width = static_cast<int>(png_get_image_width(decoder.png, decoder.info));
    const auto height = static_cast<int>(png_get_image_height(decoder.png, decoder.info));
    const int channels = png_get_channels(decoder.png, decoder.info);
    const int depth = png_get_bit_depth(decoder.png, decoder.info) == 16 ? CV_16U : CV_8U;
    if (std::int64_t{width} * height > kMaxFilmPixels || (channels != 1 && channels != 3))
        return damaged();
    cv::Mat pixels(height, width, CV_MAKETYPE(depth, channels));
    if (png_get_rowbytes(decoder.png, decoder.info) != pixels.step[0])
        return damaged();
    std::vector<png_bytep> rows(static_cast<std::size_t>(height));
    for (int row = 0; row < height; ++row)
        rows[static_cast<std::size_t>(row)] = pixels.ptr(row);
    if (!decodeRows(decoder, rows.data()))
        return damaged();
    return pixels;
}

} // namespace negatoscope::image::codecs
