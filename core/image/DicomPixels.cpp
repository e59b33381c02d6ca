#include "core/image/DicomPixels.h"

#include "core/image/DicomIsolated.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include <opencv2/core.hpp>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>

namespace negatoscope::image::dicom {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

constexpr const char* kCopyAgain = "copy the file again from its source";

/// Codecs are registered once; nothing of a file may reach the terminal or a log.
void setUp()
{
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        DJDecoderRegistration::registerCodecs();
        DJLSDecoderRegistration::registerCodecs();
        DcmRLEDecoderRegistration::registerCodecs();
    });
}

/// The parser is recursive: more items than any film has could nest until the stack ends.
bool hasTooManyItems(codecs::Bytes bytes)
{
    constexpr std::size_t kMostItems = 2000;
    constexpr std::array<unsigned char, 4> kLittle{0xFE, 0xFF, 0x00, 0xE0};
    constexpr std::array<unsigned char, 4> kBig{0xFF, 0xFE, 0xE0, 0x00};
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t items = 0;
    for (std::size_t i = 0; i + 4 <= bytes.size(); ++i) {
        if (data[i] < 0xFE)
            continue;
        if (std::memcmp(data + i, kLittle.data(), 4) == 0 ||
            std::memcmp(data + i, kBig.data(), 4) == 0)
            ++items;
        if (items > kMostItems)
            return true;
    }
    return false;
}

/// Where the data set starts: behind the preamble, "DICM" and the file meta group.
std::size_t datasetOffset(codecs::Bytes bytes)
{
    constexpr std::size_t kLengthValue = 140;
    constexpr std::size_t kMetaStart = 144;
    if (bytes.size() < kMetaStart)
        return bytes.size();
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length |= std::to_integer<std::size_t>(bytes[kLengthValue + i]) << (8 * i);
    return std::min(bytes.size(), kMetaStart + length);
}

/// Whether the deflated data set stays below the limit of a film's file.
bool inflatesWithinLimit(codecs::Bytes bytes)
{
    const std::size_t offset = datasetOffset(bytes);
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    // zlib's interface is not const; it only reads.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data() + offset));
    stream.avail_in = static_cast<uInt>(bytes.size() - offset);
    std::vector<Bytef> out(1 << 16);
    std::uint64_t total = 0;
    int status = Z_OK;
    while (status == Z_OK && total <= kMaxFilmBytes) {
        stream.next_out = out.data();
        stream.avail_out = static_cast<uInt>(out.size());
        status = inflate(&stream, Z_NO_FLUSH);
        total += out.size() - stream.avail_out;
    }
    inflateEnd(&stream);
    return total <= kMaxFilmBytes;
}

bool isDeflated(codecs::Bytes bytes)
{
    constexpr std::string_view kUid = "1.2.840.10008.1.2.1.99";
    const auto* data = reinterpret_cast<const char*>(bytes.data());
    const std::string_view meta(data, datasetOffset(bytes));
    return meta.find(kUid) != std::string_view::npos;
}

Result<void> damaged()
{
    return failure(
        ErrorCode::CorruptFile, "the picture in this DICOM file is damaged", {}, kCopyAgain);
}

/// Rows and columns that are all alike at the edges: collimation, or paper around the film.
cv::Rect withoutBorder(const cv::Mat& pixels)
{
    const auto alike = [&](const cv::Mat& line) {
        double low = 0.0;
        double high = 0.0;
        cv::minMaxIdx(line, &low, &high);
        return low == high;
    };
    cv::Rect inside(0, 0, pixels.cols, pixels.rows);
    while (inside.height > 2 && alike(pixels.row(inside.y))) {
        ++inside.y;
        --inside.height;
    }
    while (inside.height > 2 && alike(pixels.row(inside.y + inside.height - 1)))
        --inside.height;
    while (inside.width > 2 && alike(pixels.col(inside.x))) {
        ++inside.x;
        --inside.width;
    }
    while (inside.width > 2 && alike(pixels.col(inside.x + inside.width - 1)))
        --inside.width;
    return inside.height > 2 && inside.width > 2 ? inside
                                                 : cv::Rect(0, 0, pixels.cols, pixels.rows);
}

} // namespace

Result<void> readDataset(codecs::Bytes bytes, DcmFileFormat& file, bool pixels)
{
    setUp();
    if (hasTooManyItems(bytes))
        return failure(ErrorCode::UnsupportedFormat,
            "this DICOM file nests more items than a film has", {}, kCopyAgain);
    if (isDeflated(bytes) && !inflatesWithinLimit(bytes))
        return failure(ErrorCode::TooLarge, "the file is over the limit of 512 MB when inflated");
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
    stream.setEos();
    file.transferInit();
    const OFCondition status = pixels
                                   ? file.read(stream, EXS_Unknown, EGL_noChange, DCM_MaxReadLength)
                                   : file.readUntilTag(stream, EXS_Unknown, EGL_noChange,
                                         DCM_MaxReadLength, DCM_PixelData);
    file.transferEnd();
    if (status.bad())
        return failure(
            ErrorCode::CorruptFile, "the DICOM file is damaged or truncated", {}, kCopyAgain);
    return {};
}

Result<void> checkPixels(DcmDataset& dataset, const DicomFacts& facts)
{
    DcmElement* element = nullptr;
    if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr)
        return failure(ErrorCode::UnsupportedFormat, "this DICOM file holds no picture", {},
            "choose a file of modality CR or DX");
    const DcmXfer syntax(dataset.getCurrentXfer());
    if (syntax.isEncapsulated())
        return {};
    Uint16 allocated = 0;
    dataset.findAndGetUint16(DCM_BitsAllocated, allocated);
    const std::uint64_t expected =
        static_cast<std::uint64_t>(facts.rows) * static_cast<std::uint64_t>(facts.columns) *
        static_cast<std::uint64_t>(facts.samplesPerPixel) * allocated / 8;
    const std::uint64_t length = element->getLength();
    const bool subsampled = facts.photometric.starts_with("YBR_FULL_42");
    if (length < (subsampled ? expected * 2 / 3 : expected))
        return failure(
            ErrorCode::CorruptFile, "the DICOM file is damaged or truncated", {}, kCopyAgain);
    return {};
}

Result<void> decompress(DcmDataset& dataset, const DicomFacts& facts)
{
    const E_TransferSyntax syntax = dataset.getCurrentXfer();
    const DcmXfer transfer(syntax);
    if (!transfer.isEncapsulated())
        return {};
    if (needsIsolation(dataset))
        return decompressIsolated(dataset, facts);
    if (dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).good() &&
        dataset.canWriteXfer(EXS_LittleEndianExplicit))
        return {};
    // A codec that is there but fails met a damaged stream; one that is not there has a name.
    if (DcmCodecList::canChangeCoding(syntax, EXS_LittleEndianExplicit))
        return damaged();
    return failure(ErrorCode::UnsupportedFormat,
        std::string("the film is compressed as ") + transfer.getXferName() + ", which is not read",
        {}, "export it uncompressed or as JPEG");
}

cv::Mat paddingMask(DcmDataset& dataset, const DicomFacts& facts)
{
    DcmElement* element = nullptr;
    Uint16 padding = 0;
    Sint16 signedPadding = 0;
    if (dataset.findAndGetUint16(DCM_PixelPaddingValue, padding).bad()) {
        if (dataset.findAndGetSint16(DCM_PixelPaddingValue, signedPadding).bad())
            return {};
        padding = static_cast<Uint16>(signedPadding);
    }
    Uint16 allocated = 0;
    dataset.findAndGetUint16(DCM_BitsAllocated, allocated);
    Uint16* values = nullptr;
    const std::size_t pixels =
        static_cast<std::size_t>(facts.rows) * static_cast<std::size_t>(facts.columns);
    if (allocated != 16 || dataset.findAndGetElement(DCM_PixelData, element).bad() ||
        element->getUint16Array(values).bad() || values == nullptr ||
        element->getLength() < pixels * sizeof(Uint16))
        return {};
    cv::Mat mask(facts.rows, facts.columns, CV_8UC1);
    std::transform(values, values + pixels, mask.ptr<unsigned char>(),
        [padding](Uint16 value) { return static_cast<unsigned char>(value == padding ? 255 : 0); });
    return mask;
}

void stretchByPercentiles(cv::Mat& pixels, const cv::Mat& padding)
{
    constexpr double kTail = 0.005;
    constexpr int kLevels = 65536;
    const cv::Rect inside = withoutBorder(pixels);
    std::vector<std::int64_t> histogram(kLevels, 0);
    std::int64_t count = 0;
    for (int y = inside.y; y < inside.y + inside.height; ++y) {
        for (int x = inside.x; x < inside.x + inside.width; ++x) {
            if (!padding.empty() && padding.at<unsigned char>(y, x) != 0)
                continue;
            ++histogram[pixels.at<std::uint16_t>(y, x)];
            ++count;
        }
    }
    const auto percentile = [&](double share) {
        const auto wanted = static_cast<std::int64_t>(share * static_cast<double>(count - 1));
        std::int64_t below = 0;
        for (int level = 0; level < kLevels; ++level) {
            below += histogram[static_cast<std::size_t>(level)];
            if (below > wanted)
                return static_cast<double>(level);
        }
        return static_cast<double>(kLevels - 1);
    };
    if (count == 0)
        return;
    const double low = percentile(kTail);
    const double high = percentile(1.0 - kTail);
    if (high <= low)
        return;
    const double scale = (kLevels - 1) / (high - low);
    pixels.convertTo(pixels, CV_16U, scale, -low * scale);
    if (!padding.empty())
        pixels.setTo(0, padding);
}

} // namespace negatoscope::image::dicom
