#include "core/image/Codecs.h"

// jpeglib.h needs FILE and size_t first.
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>

namespace negatoscope::image::codecs {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

/// More scans than any encoder writes: a small file could otherwise keep us busy for hours.
constexpr int kMaxScans = 500;

/// libjpeg reports by calling back; this turns fatal errors and those warnings that mean missing
/// picture data into a jump out of the library, and keeps it from writing to stderr.
struct ErrorManager
{
    jpeg_error_mgr base{};
    std::jmp_buf escape{};
    char message[JMSG_LENGTH_MAX]{};
    bool truncated = false;
};

[[noreturn]] void leave(j_common_ptr info)
{
    auto* manager = reinterpret_cast<ErrorManager*>(info->err);
    info->err->format_message(info, manager->message);
    std::longjmp(manager->escape, 1);
}

void onMessage(j_common_ptr info, int level)
{
    if (level >= 0)
        return;
    switch (info->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
        reinterpret_cast<ErrorManager*>(info->err)->truncated = true;
        leave(info);
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_NOT_SEQUENTIAL:
    case JWRN_TOO_MUCH_DATA:
        break; // nothing of the picture is lost
    default:
        leave(info);
    }
}

void onProgress(j_common_ptr info)
{
    const auto* decoder = reinterpret_cast<j_decompress_ptr>(info);
    if (decoder->input_scan_number > kMaxScans)
        ERREXIT(info, JERR_BAD_PROGRESSION);
}

/// The decoder and what it must release, whichever way its functions are left.
struct Decoder
{
    Decoder()
    {
        info.err = jpeg_std_error(&errors.base);
        errors.base.error_exit = leave;
        errors.base.emit_message = onMessage;
        progress.progress_monitor = onProgress;
    }
    ~Decoder() { jpeg_destroy_decompress(&info); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    jpeg_decompress_struct info{};
    ErrorManager errors;
    jpeg_progress_mgr progress{};
};

// The functions that call setjmp hold no object with a destructor: a jump would skip it.

bool startDecoding(Decoder& decoder, Bytes bytes, Colour colour, int denominator)
{
    if (setjmp(decoder.errors.escape))
        return false;
    jpeg_decompress_struct& info = decoder.info;
    jpeg_create_decompress(&info);
    info.progress = &decoder.progress;
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&info, TRUE);
    if (info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK)
        info.out_color_space = JCS_CMYK;
    else if (colour == Colour::Grey || info.num_components == 1)
        info.out_color_space = JCS_GRAYSCALE;
    else
        info.out_color_space = JCS_RGB;
    // As TensorFlow decodes (keras.md 6.2), so that our inputs equal those of Keras' data sets.
    info.dct_method = JDCT_IFAST;
    info.do_fancy_upsampling = TRUE;
    info.scale_num = 1;
    info.scale_denom = static_cast<unsigned>(denominator);
    jpeg_calc_output_dimensions(&info);
    return true;
}

bool decodeRows(Decoder& decoder, cv::Mat& pixels)
{
    if (setjmp(decoder.errors.escape))
        return false;
    jpeg_decompress_struct& info = decoder.info;
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
        JSAMPROW rows[4];
        const unsigned first = info.output_scanline;
        const unsigned count = std::min(4U, info.output_height - first);
        for (unsigned i = 0; i < count; ++i)
            rows[i] = pixels.ptr(static_cast<int>(first + i));
        jpeg_read_scanlines(&info, rows, count);
    }
    // Reads on to the end-of-image marker, whose absence is a truncation.
    jpeg_finish_decompress(&info);
    return true;
}

tl::unexpected<base::Error> errorOf(const Decoder& decoder)
{
    if (decoder.errors.base.msg_code == JERR_OUT_OF_MEMORY)
        return failure(ErrorCode::OutOfMemory, "not enough memory to decode the film");
    if (decoder.errors.truncated) {
        return failure(ErrorCode::CorruptFile, "the file is truncated", {},
            "copy the file again from its source");
    }
    return failure(ErrorCode::CorruptFile,
        std::string("the JPEG is damaged: ") + decoder.errors.message, {},
        "copy the file again from its source");
}

/// Adobe writes inverted inks; as TensorFlow converts them (keras.md 6.2).
cv::Mat rgbOfCmyk(const cv::Mat& cmyk, bool inverted)
{
    cv::Mat rgb(cmyk.rows, cmyk.cols, CV_8UC3);
    for (int row = 0; row < cmyk.rows; ++row) {
        const auto* from = cmyk.ptr<cv::Vec4b>(row);
        auto* to = rgb.ptr<cv::Vec3b>(row);
        for (int column = 0; column < cmyk.cols; ++column) {
            for (int channel = 0; channel < 3; ++channel) {
                const int ink = from[column][channel];
                const int key = from[column][3];
                const int value = inverted ? key * ink : (255 - key) * (255 - ink);
                to[column][channel] = static_cast<std::uint8_t>(value / 255);
            }
        }
    }
    return rgb;
}

} // namespace

Result<cv::Mat> decodeJpeg(Bytes bytes, Colour colour, int denominator)
{
    Decoder decoder;
    if (!startDecoding(decoder, bytes, colour, denominator))
        return errorOf(decoder);
    const auto width = std::int64_t{decoder.info.image_width};
    const auto height = std::int64_t{decoder.info.image_height};
    if (width * height > kMaxFilmPixels)
        return failure(ErrorCode::TooLarge, "the film is over the limit of 64 megapixels");
    cv::Mat pixels(static_cast<int>(decoder.info.output_height),
        static_cast<int>(decoder.info.output_width), CV_8UC(decoder.info.out_color_components));
    if (!decodeRows(decoder, pixels))
        return errorOf(decoder);
    if (pixels.channels() == 4)
        return rgbOfCmyk(pixels, decoder.info.saw_Adobe_marker != FALSE);
    return pixels;
}

} // namespace negatoscope::image::codecs
