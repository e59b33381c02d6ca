#include "core/image/DicomFilm.h"

#include "core/base/Text.h"
#include "core/image/Codecs.h"
#include "core/image/DicomPixels.h"

// DCMTK's configuration first: its other headers depend on it.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimgle/dcmimage.h>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <new>

namespace negatoscope::image {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

constexpr std::size_t kMagicOffset = 128;
constexpr std::size_t kLongestExplanation = 64;

std::string textOf(DcmItem& item, const DcmTagKey& tag, unsigned long index = 0)
{
    OFString value;
    if (item.findAndGetOFString(tag, value, index).bad())
        return {};
    std::string text(value.c_str(), value.length());
    text.erase(text.find_last_not_of(" ") + 1);
    return base::printable(text.substr(0, kLongestExplanation));
}

double numberOf(DcmItem& item, const DcmTagKey& tag, unsigned long index, double fallback)
{
    Float64 value = 0.0;
    if (item.findAndGetFloat64(tag, value, index).good())
        return std::isfinite(value) ? value : fallback;
    Sint32 whole = 0; // integer strings are no decimals to DCMTK
    return item.findAndGetSint32(tag, whole, index).good() ? whole : fallback;
}

int wholeOf(DcmItem& item, const DcmTagKey& tag, int fallback)
{
    Uint16 value = 0;
    return item.findAndGetUint16(tag, value).good() ? static_cast<int>(value) : fallback;
}

bool startsWithOneOf(const std::string& text, std::initializer_list<const char*> words)
{
    return std::any_of(
        words.begin(), words.end(), [&](const char* word) { return text.starts_with(word); });
}

std::vector<FilmNote> notesOf(DcmItem& item)
{
    std::vector<FilmNote> notes;
    if (textOf(item, DCM_LossyImageCompression) == "01")
        notes.push_back(FilmNote::LossyCompressed);
    if (textOf(item, DCM_BurnedInAnnotation) == "YES")
        notes.push_back(FilmNote::BurnedInAnnotation);
    const std::string modality = textOf(item, DCM_Modality);
    if (!modality.empty() && !startsWithOneOf(modality, {"CR", "DX", "DR", "RG", "RF", "SC", "OT"}))
        notes.push_back(FilmNote::NotARadiograph);
    const std::string part = base::toLower(textOf(item, DCM_BodyPartExamined));
    if (!part.empty() && !startsWithOneOf(part, {"chest", "thorax", "lung", "torso", "thorx"}))
        notes.push_back(FilmNote::OtherBodyPart);
    const std::string view = base::toLower(textOf(item, DCM_ViewPosition));
    if (startsWithOneOf(view, {"ll", "rl", "lat"}))
        notes.push_back(FilmNote::LateralView);
    else if (!view.empty() && view != "pa" && view != "ap")
        notes.push_back(FilmNote::OtherView);
    if (textOf(item, DCM_PresentationIntentType) == "FOR PROCESSING")
        notes.push_back(FilmNote::ForProcessing);
    return notes;
}

/// How much taller than wide a pixel is.
double pixelAspect(DcmItem& item)
{
    const double down = numberOf(item, DCM_PixelAspectRatio, 0, 1.0);
    const double across = numberOf(item, DCM_PixelAspectRatio, 1, 1.0);
    double aspect = across > 0.0 ? down / across : 1.0;
    for (const DcmTagKey& tag : {DCM_ImagerPixelSpacing, DCM_PixelSpacing}) {
        const double rows = numberOf(item, tag, 0, 0.0);
        const double columns = numberOf(item, tag, 1, 0.0);
        if (rows > 0.0 && columns > 0.0)
            aspect = rows / columns;
    }
    constexpr double kMost = 4.0;
    constexpr double kSquare = 0.01;
    const bool usable = std::isfinite(aspect) && aspect > 1.0 / kMost && aspect < kMost &&
                        std::abs(aspect - 1.0) > kSquare;
    return usable ? aspect : 1.0;
}

void readViews(DcmItem& item, DicomFacts& facts)
{
    constexpr unsigned long kMostViews = 16;
    for (unsigned long i = 0; i < kMostViews; ++i) {
        const double width = numberOf(item, DCM_WindowWidth, i, 0.0);
        const double centre = numberOf(item, DCM_WindowCenter, i, std::nan(""));
        if (!(width > 0.0) || !std::isfinite(centre))
            break;
        facts.windows.push_back({centre, width, textOf(item, DCM_WindowCenterWidthExplanation, i)});
    }
    DcmItem* lut = nullptr;
    for (unsigned long i = 0; i < kMostViews; ++i) {
        if (item.findAndGetSequenceItem(DCM_VOILUTSequence, lut, static_cast<signed long>(i)).bad())
            break;
        facts.luts.push_back(textOf(*lut, DCM_LUTExplanation));
    }
}

void readSpacing(DcmItem& item, DicomFacts& facts)
{
    const double imager = numberOf(item, DCM_ImagerPixelSpacing, 1, 0.0);
    const double calibrated = numberOf(item, DCM_PixelSpacing, 1, 0.0);
    facts.spacingAtDetector =
        !(calibrated > 0.0) || textOf(item, DCM_PixelSpacingCalibrationType).empty();
    facts.spacingMm = facts.spacingAtDetector && imager > 0.0 ? imager : calibrated;
}

Result<DicomFacts> factsOf(DcmItem& item)
{
    DicomFacts facts;
    facts.rows = wholeOf(item, DCM_Rows, 0);
    facts.columns = wholeOf(item, DCM_Columns, 0);
    if (facts.rows == 0 || facts.columns == 0)
        return failure(ErrorCode::UnsupportedFormat, "this DICOM file holds no picture", {},
            "choose a file of modality CR or DX");
    const double frames = numberOf(item, DCM_NumberOfFrames, 0, 1.0);
    if (frames > 1.0)
        return failure(ErrorCode::UnsupportedFormat,
            "this DICOM file holds " + base::formatNumber(frames) + " pictures, not one film", {},
            "export the one film that is meant");
    facts.displayRows = static_cast<int>(std::lround(facts.rows * pixelAspect(item)));
    if (static_cast<std::int64_t>(std::max(facts.rows, facts.displayRows)) * facts.columns >
        kMaxFilmPixels)
        return failure(ErrorCode::TooLarge, "the film has more than 64 million pixels", {},
            "export it in a smaller size");
    facts.samplesPerPixel = wholeOf(item, DCM_SamplesPerPixel, 1);
    facts.bitsStored = wholeOf(item, DCM_BitsStored, 0);
    const int allocated = wholeOf(item, DCM_BitsAllocated, 0);
    facts.photometric = textOf(item, DCM_PhotometricInterpretation);
    const bool depth = (allocated == 8 || allocated == 16) && facts.bitsStored >= 1 &&
                       facts.bitsStored <= allocated;
    const bool colour = facts.samplesPerPixel == 3 && allocated == 8;
    if (!depth || !(facts.samplesPerPixel == 1 || colour))
        return failure(ErrorCode::UnsupportedFormat,
            "this DICOM picture has " + std::to_string(facts.samplesPerPixel) + " samples of " +
                std::to_string(allocated) + " bits per pixel, which is not read",
            {}, "export it as 8 to 16 bit grey");
    facts.modality = textOf(item, DCM_Modality);
    readViews(item, facts);
    readSpacing(item, facts);
    facts.notes = notesOf(item);
    return facts;
}

/// A file, understood as far as its pixels are asked for.
struct Loaded
{
    DcmFileFormat file;
    DicomFacts facts;
};

Result<std::unique_ptr<Loaded>> load(codecs::Bytes bytes, bool pixels)
{
    auto loaded = std::make_unique<Loaded>();
    if (auto read = dicom::readDataset(bytes, loaded->file, pixels); !read)
        return failure(read);
    auto facts = factsOf(*loaded->file.getDataset());
    if (!facts)
        return failure(facts);
    loaded->facts = std::move(*facts);
    if (pixels) {
        if (auto present = dicom::checkPixels(*loaded->file.getDataset(), loaded->facts); !present)
            return failure(present);
    }
    return loaded;
}

/// VOI LUT, window or whole range on DCMTK's image; false where it refuses.
bool applyView(DicomImage& image, DcmItem& item, const DicomFacts& facts, const DicomView& view)
{
    const auto window = [&](int index) {
        if (index < 0 || index >= static_cast<int>(facts.windows.size()))
            return false;
        const DicomWindow& stored = facts.windows[static_cast<std::size_t>(index)];
        const std::string function = textOf(item, DCM_VOILUTFunction);
        if (function == "SIGMOID")
            image.setVoiLutFunction(EFV_Sigmoid);
        // LINEAR is ((x − (c − 0.5)) / (w − 1) + 0.5), LINEAR_EXACT ((x − c) / w + 0.5) (PS3.3
        // C.11.2.1.2 and .3): the second is the first with another centre and width.
        const bool exact = function == "LINEAR_EXACT";
        return image.setWindow(
                   stored.centre + (exact ? 0.5 : 0.0), stored.width + (exact ? 1.0 : 0.0)) != 0;
    };
    const auto lut = [&](int index) {
        return index >= 0 && index < static_cast<int>(facts.luts.size()) &&
               image.setVoiLut(static_cast<unsigned long>(index)) != 0;
    };
    switch (view.kind) {
    case DicomView::Kind::Automatic:
        return lut(0) || window(0) || image.setNoVoiTransformation() >= 0;
    case DicomView::Kind::FullRange:
        image.setNoVoiTransformation();
        return true;
    case DicomView::Kind::Window:
        return window(view.index);
    case DicomView::Kind::Lut:
        return lut(view.index);
    }
    return false;
}

cv::Mat squarePixels(const cv::Mat& pixels, const DicomFacts& facts)
{
    if (facts.displayRows == facts.rows)
        return pixels;
    cv::Mat square;
    cv::resize(pixels, square, cv::Size(facts.columns, facts.displayRows), 0, 0, cv::INTER_LINEAR);
    return square;
}

Result<cv::Mat> damaged()
{
    return failure(ErrorCode::CorruptFile, "the picture in this DICOM file is damaged", {},
        "copy the file again from its source");
}

Result<cv::Mat> render(Loaded& loaded, const DicomView& view)
{
    DcmDataset& dataset = *loaded.file.getDataset();
    const DicomFacts& facts = loaded.facts;
    if (auto raw = dicom::decompress(dataset, facts); !raw)
        return failure(raw);
    const bool plain = facts.windows.empty() && facts.luts.empty();
    const bool stretches = plain && view.kind == DicomView::Kind::Automatic;
    // Before DCMTK takes the stored values for itself.
    const cv::Mat padding = stretches ? dicom::paddingMask(dataset, facts) : cv::Mat();
    DicomImage image(&dataset, EXS_LittleEndianExplicit, CIF_MayDetachPixelData, 0, 1);
    if (image.getStatus() != EIS_Normal || static_cast<int>(image.getWidth()) != facts.columns ||
        static_cast<int>(image.getHeight()) != facts.rows)
        return damaged();
    const bool colour = !image.isMonochrome();
    if (!colour && !applyView(image, dataset, facts, view))
        return failure(ErrorCode::UnsupportedFormat,
            "the film's stored window or look-up table cannot be used", {}, "choose another view");
    const void* data = image.getOutputData(colour ? 8 : 16, 0);
    const std::size_t values = static_cast<std::size_t>(facts.rows) *
                               static_cast<std::size_t>(facts.columns) * (colour ? 3U : 2U);
    if (data == nullptr || image.getOutputDataSize(colour ? 8 : 16) < values)
        return damaged();
    cv::Mat pixels(facts.rows, facts.columns, colour ? CV_8UC3 : CV_16UC1);
    std::copy_n(static_cast<const unsigned char*>(data), values, pixels.ptr<unsigned char>());
    if (!colour && stretches)
        dicom::stretchByPercentiles(pixels, padding);
    return squarePixels(pixels, facts);
}

} // namespace

bool isDicom(std::span<const std::byte> bytes)
{
    constexpr std::array<char, 4> kMagic{'D', 'I', 'C', 'M'};
    return bytes.size() >= kMagicOffset + kMagic.size() &&
           std::equal(kMagic.begin(), kMagic.end(), bytes.begin() + kMagicOffset,
               [](char a, std::byte b) { return static_cast<std::byte>(a) == b; });
}

Result<DicomFacts> readDicomFacts(std::span<const std::byte> bytes, const std::string& name)
{
    try {
        auto loaded = load(bytes, true);
        if (loaded)
            return std::move((*loaded)->facts);
        base::Error error = loaded.error();
        error.where = name;
        return tl::unexpected<base::Error>(std::move(error));
    } catch (const std::exception&) {
        return failure(ErrorCode::OutOfMemory, "not enough memory for the film", name);
    }
}

Result<cv::Mat> decodeDicom(
    std::span<const std::byte> bytes, const std::string& name, const DicomView& view)
{
    Result<cv::Mat> pixels = cv::Mat();
    try {
        auto loaded = load(bytes, true);
        pixels = loaded ? render(**loaded, view) : Result<cv::Mat>(failure(loaded));
    } catch (const std::bad_alloc&) {
        pixels = failure(ErrorCode::OutOfMemory, "not enough memory to decode the film");
    } catch (const std::exception&) {
        pixels = damaged();
    }
    if (!pixels)
        pixels.error().where = name;
    return pixels;
}

namespace codecs {

Result<Header> readDicomHeader(Bytes bytes, bool complete)
{
    auto loaded = load(bytes, complete);
    if (!loaded)
        return failure(loaded);
    const DicomFacts& facts = (*loaded)->facts;
    Header header;
    header.format = Format::Dicom;
    header.width = facts.columns;
    header.height = facts.displayRows;
    header.channels = facts.samplesPerPixel;
    header.bitsPerChannel = facts.samplesPerPixel == 1 && facts.bitsStored > 8 ? 16 : 8;
    header.notes = facts.notes;
    return header;
}

} // namespace codecs

} // namespace negatoscope::image
