#include "tests/core/image/DicomFiles.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>

#include <gdcmDataElement.h>
#include <gdcmJPEG2000Codec.h>
#include <gdcmJPEGLSCodec.h>
#include <gdcmSequenceOfFragments.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace negatoscope::testing {

namespace {

[[noreturn]] void fail(const char* what)
{
    std::fprintf(stderr, "test film: %s\n", what);
    std::abort();
}

void registerEncoders()
{
    static std::once_flag once;
    std::call_once(once, [] {
        DJEncoderRegistration::registerCodecs();
        DcmRLEEncoderRegistration::registerCodecs();
    });
}

void put(DcmDataset& dataset, const DcmTagKey& tag, const char* value)
{
    if (dataset.putAndInsertString(tag, value).bad())
        fail("a text cannot be put");
}

void putNumber(DcmDataset& dataset, const DcmTagKey& tag, int value)
{
    if (dataset.putAndInsertUint16(tag, static_cast<Uint16>(value)).bad())
        fail("a number cannot be put");
}

void addSquareLut(DcmDataset& dataset)
{
    constexpr int kEntries = 4096;
    DcmItem* item = nullptr;
    if (dataset.findOrCreateSequenceItem(DCM_VOILUTSequence, item, 0).bad())
        fail("no LUT sequence");
    const std::array<Uint16, 3> descriptor{kEntries, 0, 8};
    auto* described = new DcmUnsignedShort(DcmTag(DCM_LUTDescriptor, EVR_US));
    described->putUint16Array(descriptor.data(), descriptor.size());
    item->insert(described);
    std::vector<Uint16> table(kEntries);
    for (int i = 0; i < kEntries; ++i) {
        const double x = i / (kEntries - 1.0);
        table[static_cast<std::size_t>(i)] = static_cast<Uint16>(std::lround(255.0 * x * x));
    }
    auto* data = new DcmOtherByteOtherWord(DcmTag(DCM_LUTData, EVR_OW));
    data->putUint16Array(table.data(), table.size());
    item->insert(data);
}

/// The picture as one fragment made by GDCM; DCMTK writes it but cannot make JPEG 2000, and its
/// JPEG-LS encoder overwrites its stack for some ramps.
template <typename Codec>
E_TransferSyntax compressByGdcm(
    DcmDataset& dataset, const cv::Mat& stored, int bitsStored, E_TransferSyntax syntax)
{
    const auto bytes = static_cast<std::uint32_t>(stored.total() * stored.elemSize());
    gdcm::DataElement in(gdcm::Tag(0x7fe0, 0x0010));
    in.SetByteValue(reinterpret_cast<const char*>(stored.data), gdcm::VL(bytes));
    Codec codec;
    const std::array<unsigned int, 3> dimensions{
        static_cast<unsigned>(stored.cols), static_cast<unsigned>(stored.rows), 1};
    codec.SetNumberOfDimensions(2);
    codec.SetDimensions(dimensions.data());
    codec.SetPlanarConfiguration(0);
    codec.SetPhotometricInterpretation(gdcm::PhotometricInterpretation::MONOCHROME2);
    codec.SetPixelFormat(gdcm::PixelFormat(1, static_cast<Uint16>(8 * stored.elemSize()),
        static_cast<Uint16>(bitsStored), static_cast<Uint16>(bitsStored - 1), 0));
    gdcm::DataElement out(gdcm::Tag(0x7fe0, 0x0010));
    if (!codec.Code(in, out) || out.GetSequenceOfFragments() == nullptr)
        fail("GDCM cannot compress the picture");
    const gdcm::ByteValue& stream = *out.GetSequenceOfFragments()->GetFragment(0).GetByteValue();
    delete dataset.remove(DCM_PixelData);
    auto* sequence = new DcmPixelSequence(DcmTag(DCM_PixelData, EVR_OB));
    sequence->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB)));
    DcmOffsetList offsets;
    std::vector<Uint8> data(stream.GetPointer(), stream.GetPointer() + stream.GetLength());
    if (sequence->storeCompressedFrame(offsets, data.data(), static_cast<Uint32>(data.size()), 0)
            .bad())
        fail("the compressed picture cannot be stored");
    auto* pixels = new DcmPixelData(DcmTag(DCM_PixelData, EVR_OB));
    pixels->putOriginalRepresentation(syntax, nullptr, sequence);
    dataset.insert(pixels, true);
    return syntax;
}

E_TransferSyntax compress(DcmDataset& dataset, const cv::Mat& stored, const DicomOptions& options)
{
    const std::string& name = options.syntax;
    if (name == "implicit")
        return EXS_LittleEndianImplicit;
    if (name == "big endian")
        return EXS_BigEndianExplicit;
    if (name == "deflated")
        return EXS_DeflatedLittleEndianExplicit;
    const auto choose = [&](E_TransferSyntax syntax, const DcmRepresentationParameter& parameter) {
        if (dataset.chooseRepresentation(syntax, &parameter).bad())
            fail(("not compressed: " + name).c_str());
        return syntax;
    };
    if (name == "rle")
        return choose(EXS_RLELossless, DcmRLERepresentationParameter());
    if (name == "jpeg")
        return choose(EXS_JPEGProcess14SV1, DJ_RPLossless());
    if (name == "jpeg baseline")
        return choose(EXS_JPEGProcess1, DJ_RPLossy(95));
    const int bits = stored.depth() == CV_8U ? 8 : options.bitsStored;
    if (name == "jpeg 2000")
        return compressByGdcm<gdcm::JPEG2000Codec>(dataset, stored, bits, EXS_JPEG2000LosslessOnly);
    if (name == "jpeg-ls")
        return compressByGdcm<gdcm::JPEGLSCodec>(dataset, stored, bits, EXS_JPEGLSLossless);
    return EXS_LittleEndianExplicit;
}

ByteVector written(DcmFileFormat& file, E_TransferSyntax syntax)
{
    std::vector<char> memory(16 << 20);
    DcmOutputBufferStream stream(memory.data(), static_cast<offile_off_t>(memory.size()));
    file.transferInit();
    const OFCondition status = file.write(stream, syntax, EET_UndefinedLength, nullptr);
    file.transferEnd();
    void* data = nullptr;
    offile_off_t length = 0;
    stream.flush();
    stream.flushBuffer(data, length);
    if (status.bad() || length == 0)
        fail(status.text());
    const auto* first = static_cast<const std::byte*>(data);
    return {first, first + length};
}

} // namespace

cv::Mat ramp(int low, int high)
{
    cv::Mat pixels(64, 256, CV_16UC1);
    for (int y = 0; y < pixels.rows; ++y)
        for (int x = 0; x < pixels.cols; ++x)
            pixels.at<std::uint16_t>(y, x) =
                static_cast<std::uint16_t>(std::lround(low + (high - low) * x / 255.0));
    return pixels;
}

ByteVector dicomOf(const cv::Mat& stored, const DicomOptions& options)
{
    registerEncoders();
    const int allocated = stored.depth() == CV_8U ? 8 : 16;
    const int bits = allocated == 8 ? 8 : options.bitsStored;
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    put(dataset, DCM_SOPClassUID, UID_DigitalXRayImageStorageForPresentation);
    put(dataset, DCM_SOPInstanceUID, "1.2.826.0.1.3680043.9.7777.1");
    put(dataset, DCM_StudyInstanceUID, "1.2.826.0.1.3680043.9.7777.2");
    put(dataset, DCM_SeriesInstanceUID, "1.2.826.0.1.3680043.9.7777.3");
    put(dataset, DCM_Modality, "DX");
    put(dataset, DCM_PatientName, "SECRET^PATIENT");
    put(dataset, DCM_PatientID, "SECRET-4711");
    put(dataset, DCM_InstitutionName, "SECRET HOSPITAL");
    put(dataset, DCM_PhotometricInterpretation, options.photometric.c_str());
    putNumber(dataset, DCM_SamplesPerPixel, 1);
    putNumber(dataset, DCM_Rows, stored.rows);
    putNumber(dataset, DCM_Columns, stored.cols);
    putNumber(dataset, DCM_BitsAllocated, allocated);
    putNumber(dataset, DCM_BitsStored, bits);
    putNumber(dataset, DCM_HighBit, bits - 1);
    putNumber(dataset, DCM_PixelRepresentation, 0);
    if (options.window) {
        put(dataset, DCM_WindowCenter, std::to_string(options.window->first).c_str());
        put(dataset, DCM_WindowWidth, std::to_string(options.window->second).c_str());
        put(dataset, DCM_WindowCenterWidthExplanation, "NORMAL");
    }
    if (!options.voiFunction.empty())
        put(dataset, DCM_VOILUTFunction, options.voiFunction.c_str());
    if (!options.presentationShape.empty())
        put(dataset, DCM_PresentationLUTShape, options.presentationShape.c_str());
    if (options.rescale) {
        put(dataset, DCM_RescaleSlope, std::to_string(options.rescale->first).c_str());
        put(dataset, DCM_RescaleIntercept, std::to_string(options.rescale->second).c_str());
        put(dataset, DCM_RescaleType, "US");
    }
    if (options.squareLut)
        addSquareLut(dataset);
    const cv::Mat plain = stored.clone();
    const OFCondition pixels =
        allocated == 8
            ? dataset.putAndInsertUint8Array(DCM_PixelData, plain.ptr<Uint8>(), plain.total())
            : dataset.putAndInsertUint16Array(DCM_PixelData, plain.ptr<Uint16>(), plain.total());
    if (pixels.bad())
        fail("no pixels");
    const E_TransferSyntax syntax = compress(dataset, plain, options);
    if (options.change)
        options.change(dataset);
    return written(file, syntax);
}

} // namespace negatoscope::testing
