#include "core/image/Codecs.h"
#include "core/image/DicomFilm.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

namespace negatoscope::image::codecs {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

constexpr const char* kCopyAgain = "copy the file again from its source";

/// Numbers from untrusted bytes: reading past the end is not an error but "nothing".
class Reader
{
public:
    explicit Reader(Bytes bytes, bool littleEndian = false)
        : m_bytes(bytes)
        , m_little(littleEndian)
    {}

    std::optional<std::uint64_t> number(std::uint64_t offset, unsigned size) const
    {
        if (size > m_bytes.size() || offset > m_bytes.size() - size)
            return std::nullopt;
        std::uint64_t value = 0;
        for (unsigned i = 0; i < size; ++i) {
            const auto byte = std::to_integer<std::uint64_t>(m_bytes[offset + i]);
            value = m_little ? value | byte << (8 * i) : value << 8 | byte;
        }
        return value;
    }
    std::optional<std::uint64_t> u8(std::uint64_t offset) const { return number(offset, 1); }
    std::optional<std::uint64_t> u16(std::uint64_t offset) const { return number(offset, 2); }
    std::optional<std::uint64_t> u32(std::uint64_t offset) const { return number(offset, 4); }

    bool holds(std::uint64_t offset, std::string_view text) const
    {
        return offset <= m_bytes.size() && text.size() <= m_bytes.size() - offset &&
               std::memcmp(m_bytes.data() + offset, text.data(), text.size()) == 0;
    }
    Bytes from(std::uint64_t offset, std::uint64_t size) const
    {
        if (offset >= m_bytes.size())
            return {};
        return m_bytes.subspan(offset, std::min<std::uint64_t>(size, m_bytes.size() - offset));
    }

private:
    Bytes m_bytes;
    bool m_little;
};

tl::unexpected<base::Error> truncated()
{
    return failure(ErrorCode::CorruptFile, "the file is truncated", {}, kCopyAgain);
}

tl::unexpected<base::Error> lying(std::uint64_t width, std::uint64_t height)
{
    return failure(ErrorCode::CorruptFile,
        "the header promises " + std::to_string(width) + " x " + std::to_string(height) +
            " pixels, more than the file can hold",
        {}, kCopyAgain);
}

Result<void> checkSize(std::uint64_t width, std::uint64_t height)
{
    if (width == 0 || height == 0)
        return failure(ErrorCode::CorruptFile, "the header gives an empty picture");
    constexpr auto kSide = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    if (width > kSide || height > kSide ||
        width > static_cast<std::uint64_t>(kMaxFilmPixels) / height) {
        return failure(ErrorCode::TooLarge,
            "the film has " + std::to_string(width) + " x " + std::to_string(height) +
                " pixels; the limit is " + std::to_string(kMaxFilmPixels / 1'000'000) +
                " megapixels",
            {}, "make a smaller copy");
    }
    return {};
}

Header headerOf(Format format, std::uint64_t width, std::uint64_t height, int channels, int bits)
{
    Header header;
    header.format = format;
    header.width = static_cast<int>(width);
    header.height = static_cast<int>(height);
    header.channels = channels;
    header.bitsPerChannel = bits;
    return header;
}

// ---------------------------------------------------------------- JPEG

bool isStartOfFrame(std::uint64_t marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool endsWithEndOfImage(Bytes bytes, std::uint64_t from)
{
    // FF D9 cannot occur in entropy-coded data (T.81 B.1.1.5); trailing bytes are tolerated.
    for (std::uint64_t i = bytes.size(); i >= from + 2; --i) {
        if (bytes[i - 1] == std::byte{0xD9} && bytes[i - 2] == std::byte{0xFF})
            return true;
    }
    return false;
}

Result<Header> jpegFrame(const Reader& reader, std::uint64_t offset, std::uint64_t marker)
{
    const auto precision = reader.u8(offset + 4);
    const auto height = reader.u16(offset + 5);
    const auto width = reader.u16(offset + 7);
    const auto components = reader.u8(offset + 9);
    if (!precision || !height || !width || !components)
        return truncated();
    if (const auto size = checkSize(*width, *height); !size)
        return failure(size);
    const bool lossless = marker == 0xC3 || marker == 0xC7 || marker == 0xCB || marker == 0xCF;
    if (*precision != 8 || lossless) {
        return failure(ErrorCode::UnsupportedFormat,
            "this is a " + std::string(lossless ? "lossless" : "12-bit") + " JPEG", {},
            "save it as 16-bit PNG or TIFF");
    }
    if (*components != 1 && *components != 3 && *components != 4) {
        return failure(ErrorCode::UnsupportedFormat,
            "this JPEG has " + std::to_string(*components) + " components");
    }
    return headerOf(Format::Jpeg, *width, *height, static_cast<int>(*components), 8);
}

Result<Header> readJpegHeader(Bytes bytes, bool complete)
{
    const Reader reader(bytes);
    std::optional<Header> frame;
    bool arithmetic = false;
    int orientation = 1;
    std::uint64_t offset = 2;
    while (true) {
        auto marker = reader.u16(offset);
        if (!marker)
            return truncated();
        if ((*marker & 0xFF00U) != 0xFF00U)
            return failure(ErrorCode::CorruptFile, "the JPEG header is damaged", {}, kCopyAgain);
        const std::uint64_t kind = *marker & 0xFFU;
        if (kind == 0xFF) { // fill byte
            ++offset;
            continue;
        }
        if (kind == 0x01 || (kind >= 0xD0 && kind <= 0xD8)) {
            offset += 2;
            continue;
        }
        const auto length = reader.u16(offset + 2);
        if (!length || *length < 2)
            return truncated();
        if (kind == 0xD9)
            return failure(ErrorCode::CorruptFile, "the JPEG holds no picture", {}, kCopyAgain);
        if (kind == 0xE1 && reader.holds(offset + 4, std::string_view("Exif\0\0", 6)))
            orientation = exifOrientation(reader.from(offset + 10, *length - 8));
        if (isStartOfFrame(kind)) {
            auto header = jpegFrame(reader, offset, kind);
            if (!header)
                return header;
            frame = *header;
            arithmetic = kind > 0xC8;
        }
        if (kind == 0xDA)
            break;
        offset += 2 + *length;
    }
    if (!frame)
        return failure(ErrorCode::CorruptFile, "the JPEG has no frame header", {}, kCopyAgain);
    frame->orientation = orientation;
    if (complete) {
        // A Huffman-coded block of 8x8 samples costs at least one bit.
        const std::uint64_t blocks =
            std::uint64_t(frame->width / 8) * std::uint64_t(frame->height / 8);
        if (!arithmetic && blocks / 8 > bytes.size())
            return lying(std::uint64_t(frame->width), std::uint64_t(frame->height));
        if (!endsWithEndOfImage(bytes, offset + 2))
            return truncated();
    }
    return *frame;
}

// ---------------------------------------------------------------- PNG

/// Visits chunks until `visit` returns false or the file ends. False when it ends too early.
template <typename Visit>
bool walkPngChunks(const Reader& reader, Visit visit)
{
    std::uint64_t offset = 8;
    while (true) {
        const auto length = reader.u32(offset);
        if (!length || !reader.u32(offset + 8 + *length))
            return false;
        if (!visit(offset, *length))
            return true;
        offset += 12 + *length;
    }
}

Result<Header> readPngHeader(Bytes bytes, bool complete)
{
    const Reader reader(bytes);
    const auto width = reader.u32(16);
    const auto height = reader.u32(20);
    const auto bits = reader.u8(24);
    const auto kind = reader.u8(25);
    if (!width || !height || !bits || !kind)
        return truncated();
    if (!reader.holds(12, "IHDR") || *bits == 0 || *bits > 16)
        return failure(ErrorCode::CorruptFile, "the PNG header is damaged", {}, kCopyAgain);
    if (const auto size = checkSize(*width, *height); !size)
        return failure(size);
    constexpr int kUnknownKind = 0;
    constexpr int kStored[] = {1, kUnknownKind, 3, 3, 2, kUnknownKind, 4};
    const int channels = *kind < std::size(kStored) ? kStored[*kind] : kUnknownKind;
    if (channels == kUnknownKind)
        return failure(ErrorCode::CorruptFile, "the PNG header is damaged", {}, kCopyAgain);
    Header header = headerOf(Format::Png, *width, *height, channels, *bits == 16 ? 16 : 8);
    if (!complete)
        return header;

    std::uint64_t dataBytes = 0;
    bool ended = false;
    walkPngChunks(reader, [&](std::uint64_t offset, std::uint64_t length) {
        if (reader.holds(offset + 4, "IDAT"))
            dataBytes += length;
        else if (reader.holds(offset + 4, "eXIf"))
            header.orientation = exifOrientation(reader.from(offset + 8, length));
        ended = reader.holds(offset + 4, "IEND");
        return !ended;
    });
    if (!ended)
        return truncated();
    // Deflate cannot shrink by more than 1032 (RFC 1951: 258 bytes from 2 bits).
    const std::uint64_t samples = *kind == 3 ? 1 : std::uint64_t(channels);
    const std::uint64_t rowBytes = (*width * samples * *bits + 7) / 8 + 1;
    if (rowBytes * *height / 1032 > dataBytes)
        return lying(*width, *height);
    return header;
}

// ---------------------------------------------------------------- BMP

bool isGreyPalette(const Reader& reader, std::uint64_t offset, std::uint64_t entries, unsigned size)
{
    for (std::uint64_t i = 0; i < entries; ++i) {
        const auto colour = reader.number(offset + i * size, 3);
        if (!colour || (*colour & 0xFFU) != (*colour >> 8 & 0xFFU) ||
            (*colour & 0xFFU) != *colour >> 16)
            return false;
    }
    return true;
}

Result<Header> readBmpHeader(Bytes bytes, bool complete)
{
    const Reader reader(bytes, true);
    const auto dataOffset = reader.u32(10);
    const auto headerSize = reader.u32(14);
    if (!dataOffset || !headerSize)
        return truncated();
    const bool old = *headerSize == 12;
    constexpr std::uint64_t kLargestHeader = 1024;
    constexpr std::uint64_t kLastCompression = 3;
    constexpr std::uint64_t kMostColours = 256;
    const auto colours = old ? std::optional<std::uint64_t>(0) : reader.u32(46);
    if (!old &&
        (*headerSize < 40 || *headerSize > kLargestHeader ||
            reader.u32(30).value_or(0) > kLastCompression || colours.value_or(0) > kMostColours))
        return failure(ErrorCode::CorruptFile, "the BMP header is damaged", {}, kCopyAgain);
    const auto width = old ? reader.u16(18) : reader.u32(18);
    auto height = old ? reader.u16(20) : reader.u32(22);
    const auto bits = old ? reader.u16(24) : reader.u16(28);
    const auto compression = old ? std::optional<std::uint64_t>(0) : reader.u32(30);
    if (!width || !height || !bits || !compression)
        return truncated();
    if (!old && *height > 0x7FFF'FFFFU) // top-down
        height = 0x1'0000'0000U - *height;
    if (const auto size = checkSize(*width, *height); !size)
        return failure(size);
    const bool uncompressed = *compression == 0 || *compression == 3;
    const std::uint64_t stride = (*width * *bits + 31) / 32 * 4;
    // The last row may lack its padding.
    if (complete && uncompressed &&
        *dataOffset + stride * (*height - 1) + (*width * *bits + 7) / 8 > bytes.size())
        return truncated();
    int channels = *bits == 32 ? 4 : 3;
    if (*bits <= 8) {
        const std::uint64_t entries = colours.value_or(0) > 0 ? *colours : 1U << *bits;
        if (isGreyPalette(reader, 14 + *headerSize, entries, old ? 3 : 4))
            channels = 1;
    }
    return headerOf(Format::Bmp, *width, *height, channels, 8);
}

// ---------------------------------------------------------------- WebP

/// Width and height of one of the three kinds of WebP (RFC 9649, 2.5-2.7).
Result<Header> webpFrame(const Reader& reader)
{
    const auto flags = reader.u8(20);
    const auto first = reader.number(24, 3);
    const auto second = reader.number(27, 3);
    if (!flags || !first || !second)
        return truncated();
    if (reader.holds(12, "VP8X")) {
        if (*flags & 2U)
            return failure(ErrorCode::UnsupportedFormat, "this is an animated WebP");
        return headerOf(Format::WebP, *first + 1, *second + 1, *flags & 16U ? 4 : 3, 8);
    }
    if (reader.holds(12, "VP8L")) {
        const auto packed = reader.u32(21);
        if (*flags != 0x2F || !packed)
            return failure(ErrorCode::CorruptFile, "the WebP header is damaged", {}, kCopyAgain);
        return headerOf(Format::WebP, (*packed & 0x3FFFU) + 1, (*packed >> 14 & 0x3FFFU) + 1,
            *packed >> 28 & 1U ? 4 : 3, 8);
    }
    const auto width = reader.u16(26);
    const auto height = reader.u16(28);
    if (!reader.holds(12, "VP8 ") || !width || !height)
        return failure(ErrorCode::CorruptFile, "the WebP header is damaged", {}, kCopyAgain);
    return headerOf(Format::WebP, *width & 0x3FFFU, *height & 0x3FFFU, 3, 8);
}

Result<Header> readWebpHeader(Bytes bytes, bool complete)
{
    const Reader reader(bytes, true);
    auto header = webpFrame(reader);
    if (!header)
        return header;
    if (const auto size = checkSize(std::uint64_t(header->width), std::uint64_t(header->height));
        !size)
        return failure(size);
    if (!complete)
        return header;
    const auto riffSize = reader.u32(4);
    if (!riffSize || *riffSize + 8 > bytes.size())
        return truncated();
    std::uint64_t offset = 12;
    while (const auto length = reader.u32(offset + 4)) {
        if (reader.holds(offset, "EXIF")) {
            const bool prefixed = reader.holds(offset + 8, std::string_view("Exif\0\0", 6));
            header->orientation =
                exifOrientation(reader.from(offset + (prefixed ? 14 : 8), *length));
        }
        offset += 8 + *length + (*length & 1U);
    }
    return header;
}

} // namespace

Format formatOf(Bytes bytes)
{
    const Reader reader(bytes);
    // First: a DICOM preamble may hold another format's beginning (dual TIFF files).
    if (isDicom(bytes))
        return Format::Dicom;
    if (reader.holds(0, "\xFF\xD8\xFF"))
        return Format::Jpeg;
    if (reader.holds(0, "\x89PNG\r\n\x1A\n"))
        return Format::Png;
    if (reader.holds(0, std::string_view("II*\0", 4)) ||
        reader.holds(0, std::string_view("MM\0*", 4)) ||
        reader.holds(0, std::string_view("II+\0", 4)) ||
        reader.holds(0, std::string_view("MM\0+", 4)))
        return Format::Tiff;
    if (reader.holds(0, "RIFF") && reader.holds(8, "WEBP"))
        return Format::WebP;
    if (reader.holds(0, "BM"))
        return Format::Bmp;
    return Format::Unknown;
}

Result<Header> readHeader(Bytes bytes, bool complete)
{
    switch (formatOf(bytes)) {
    case Format::Jpeg:
        return readJpegHeader(bytes, complete);
    case Format::Png:
        return readPngHeader(bytes, complete);
    case Format::Tiff:
        return readTiffHeader(bytes, complete);
    case Format::Bmp:
        return readBmpHeader(bytes, complete);
    case Format::WebP:
        return readWebpHeader(bytes, complete);
    case Format::Dicom:
        return readDicomHeader(bytes, complete);
    case Format::Unknown:
        break;
    }
    if (bytes.empty())
        return failure(ErrorCode::CorruptFile, "the file is empty", {}, kCopyAgain);
    return failure(ErrorCode::UnsupportedFormat,
        "this is not a JPEG, PNG, TIFF, BMP, WebP or DICOM file", {}, "convert it to one of these");
}

int exifOrientation(Bytes tiffBlock)
{
    const bool little = Reader(tiffBlock).holds(0, "II");
    const Reader reader(tiffBlock, little);
    const auto directory = reader.u32(4);
    const auto entries = directory ? reader.u16(*directory) : std::nullopt;
    if (!entries)
        return 1;
    constexpr std::uint64_t kOrientationTag = 0x0112;
    for (std::uint64_t i = 0; i < *entries; ++i) {
        const std::uint64_t entry = *directory + 2 + 12 * i;
        if (reader.u16(entry) != kOrientationTag)
            continue;
        const auto value = reader.u16(entry + 8);
        return value && *value >= 1 && *value <= 8 ? static_cast<int>(*value) : 1;
    }
    return 1;
}

} // namespace negatoscope::image::codecs
