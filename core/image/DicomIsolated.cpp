#include "core/image/DicomIsolated.h"

#include "core/base/Isolated.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

#include <gdcmDataElement.h>
#include <gdcmJPEG2000Codec.h>
#include <gdcmSequenceOfFragments.h>
#include <gdcmTrace.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace negatoscope::image::dicom {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

tl::unexpected<base::Error> damaged()
{
    return failure(ErrorCode::CorruptFile, "the picture in this DICOM file is damaged", {},
        "copy the file again from its source");
}

/// The compressed picture, its fragments joined.
Result<std::string> codestream(DcmDataset& dataset)
{
    DcmElement* element = nullptr;
    DcmPixelSequence* sequence = nullptr;
    std::string stream;
    auto* pixels = dataset.findAndGetElement(DCM_PixelData, element).good()
                       ? dynamic_cast<DcmPixelData*>(element)
                       : nullptr;
    if (pixels == nullptr ||
        pixels->getEncapsulatedRepresentation(dataset.getCurrentXfer(), nullptr, sequence).bad() ||
        sequence == nullptr)
        return damaged();
    for (unsigned long i = 1; i < sequence->card(); ++i) { // the first item is the offset table
        DcmPixelItem* item = nullptr;
        Uint8* data = nullptr;
        if (sequence->getItem(item, i).bad() || item == nullptr ||
            (item->getLength() > 0 && item->getUint8Array(data).bad()))
            return damaged();
        if (data != nullptr)
            stream.append(reinterpret_cast<const char*>(data), item->getLength());
    }
    return stream;
}

/// Whether the codestream says the size and the single component that the data set says: nothing
/// is allocated for one that lies. SIZ marker segment, ISO 15444-1 A.5.1.
bool hasSize(const std::string& stream, const DicomFacts& facts)
{
    const std::size_t start = stream.find("\xFF\x4F\xFF\x51");
    constexpr std::size_t kSiz = 42;
    constexpr std::size_t kFirstBoxes = 256;
    if (start == std::string::npos || start > kFirstBoxes || start + kSiz > stream.size())
        return false;
    const auto number = [&](std::size_t offset, int bytes) {
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value = value << 8 | static_cast<unsigned char>(
                                     stream[start + offset + static_cast<std::size_t>(i)]);
        return value;
    };
    constexpr std::size_t kWidth = 8;
    constexpr std::size_t kHeight = 12;
    constexpr std::size_t kOffsetX = 16;
    constexpr std::size_t kOffsetY = 20;
    constexpr std::size_t kComponents = 40;
    return number(kWidth, 4) - number(kOffsetX, 4) == static_cast<std::uint64_t>(facts.columns) &&
           number(kHeight, 4) - number(kOffsetY, 4) == static_cast<std::uint64_t>(facts.rows) &&
           number(kComponents, 2) == static_cast<std::uint64_t>(facts.samplesPerPixel);
}

/// How the decoded values are laid out in the data set.
struct Layout
{
    Uint16 allocated = 16;
    Uint16 stored = 16;
    Uint16 highBit = 15;
    Uint16 isSigned = 0;
    unsigned columns = 0;
    unsigned rows = 0;

    std::size_t pixels() const { return static_cast<std::size_t>(columns) * rows; }
    std::size_t bytes() const { return pixels() * allocated / 8; }
};

Layout layoutOf(DcmDataset& dataset, const DicomFacts& facts)
{
    Layout layout;
    layout.columns = static_cast<unsigned>(facts.columns);
    layout.rows = static_cast<unsigned>(facts.rows);
    layout.stored = static_cast<Uint16>(facts.bitsStored);
    dataset.findAndGetUint16(DCM_BitsAllocated, layout.allocated);
    dataset.findAndGetUint16(DCM_PixelRepresentation, layout.isSigned);
    if (dataset.findAndGetUint16(DCM_HighBit, layout.highBit).bad())
        layout.highBit = static_cast<Uint16>(layout.stored - 1);
    return layout;
}

bool isJpegLs(E_TransferSyntax syntax)
{
    return syntax == EXS_JPEGLSLossless || syntax == EXS_JPEGLSLossy;
}

/// DCMTK's JPEG-LS; only ever in a process of its own.
bool sendJpegLs(DcmDataset& dataset, const Layout& layout, const base::IsolatedSend& send)
{
    if (dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).bad())
        return false;
    const Uint16* words = nullptr;
    const Uint8* bytes = nullptr;
    unsigned long count = 0;
    if (layout.allocated == 8)
        return dataset.findAndGetUint8Array(DCM_PixelData, bytes, &count).good() &&
               count >= layout.pixels() && send(bytes, layout.bytes());
    return dataset.findAndGetUint16Array(DCM_PixelData, words, &count).good() &&
           count >= layout.pixels() && send(words, layout.bytes());
}

/// GDCM's JPEG 2000; only ever in a process of its own.
bool sendJpeg2000(const std::string& stream, const Layout& layout, const base::IsolatedSend& send)
{
    gdcm::Trace::WarningOff();
    gdcm::Trace::ErrorOff();
    gdcm::Trace::DebugOff();
    gdcm::Fragment fragment;
    fragment.SetByteValue(stream.data(), gdcm::VL(static_cast<std::uint32_t>(stream.size())));
    const gdcm::SmartPointer<gdcm::SequenceOfFragments> fragments = new gdcm::SequenceOfFragments;
    fragments->AddFragment(fragment);
    gdcm::DataElement in(gdcm::Tag(0x7fe0, 0x0010));
    in.SetValue(*fragments);
    const std::array<unsigned int, 3> dimensions{layout.columns, layout.rows, 1};
    gdcm::JPEG2000Codec codec;
    codec.SetNumberOfDimensions(2);
    codec.SetDimensions(dimensions.data());
    codec.SetPlanarConfiguration(0);
    codec.SetPhotometricInterpretation(gdcm::PhotometricInterpretation::MONOCHROME2);
    codec.SetPixelFormat(gdcm::PixelFormat(1, layout.allocated, layout.stored, layout.highBit,
        static_cast<unsigned short>(layout.isSigned != 0 ? 1 : 0)));
    gdcm::DataElement out(gdcm::Tag(0x7fe0, 0x0010));
    if (!codec.Decode(in, out) || out.GetByteValue() == nullptr ||
        out.GetByteValue()->GetLength() < layout.bytes())
        return false;
    return send(out.GetByteValue()->GetPointer(), layout.bytes());
}

/// Generous for the size: two seconds and one more for every million pixels.
base::IsolationLimits limitsFor(const Layout& layout)
{
    constexpr unsigned kMillion = 1'000'000;
    base::IsolationLimits limits;
    limits.processorSeconds = 2 + static_cast<unsigned>(layout.pixels() / kMillion);
    limits.memoryBytes = std::uint64_t{2} << 30;
    limits.messageBytes = layout.bytes();
    return limits;
}

} // namespace

bool needsIsolation(const DcmDataset& dataset)
{
    const E_TransferSyntax syntax = dataset.getCurrentXfer();
    return isJpegLs(syntax) || syntax == EXS_JPEG2000LosslessOnly || syntax == EXS_JPEG2000;
}

Result<void> decompressIsolated(DcmDataset& dataset, const DicomFacts& facts)
{
    const bool jpegLs = isJpegLs(dataset.getCurrentXfer());
    if (facts.samplesPerPixel != 1)
        return failure(ErrorCode::UnsupportedFormat,
            std::string("colour ") + (jpegLs ? "JPEG-LS" : "JPEG 2000") + " in DICOM is not read",
            {}, "export the film as grey");
    const auto stream = jpegLs ? Result<std::string>() : codestream(dataset);
    if (!stream)
        return failure(stream);
    if (!jpegLs && !hasSize(*stream, facts))
        return damaged();
    const Layout layout = layoutOf(dataset, facts);
    const auto message = base::runIsolated(
        [&](const base::IsolatedSend& send) {
            return jpegLs ? sendJpegLs(dataset, layout, send) : sendJpeg2000(*stream, layout, send);
        },
        {}, limitsFor(layout));
    if (!message) {
        if (message.error().code == ErrorCode::Internal)
            return failure(message);
        return damaged();
    }
    if (message->size() != layout.bytes())
        return damaged();
    delete dataset.remove(DCM_PixelData);
    OFCondition put;
    if (layout.allocated == 8) {
        put = dataset.putAndInsertUint8Array(DCM_PixelData,
            reinterpret_cast<const Uint8*>(message->data()),
            static_cast<unsigned long>(layout.pixels()));
    } else {
        std::vector<Uint16> words(layout.pixels());
        std::memcpy(words.data(), message->data(), layout.bytes());
        put = dataset.putAndInsertUint16Array(
            DCM_PixelData, words.data(), static_cast<unsigned long>(words.size()));
    }
    if (put.bad())
        return damaged();
    return {};
}

} // namespace negatoscope::image::dicom
