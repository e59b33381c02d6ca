#pragma once

#include "core/base/Result.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace negatoscope::image {

/// Refused before anything is allocated.
inline constexpr std::int64_t kMaxFilmPixels = 64'000'000;
inline constexpr std::uint64_t kMaxFilmBytes = 512ULL << 20;

/// What a reader of the film should know before believing it; from DICOM headers.
enum class FilmNote {
    LossyCompressed,    ///< at some time of its life
    BurnedInAnnotation, ///< text in the pixels: perhaps the patient's name
    NotARadiograph,     ///< another modality than CR or DX
    OtherBodyPart,      ///< the header names another part than the chest
    LateralView,
    OtherView,    ///< neither PA nor AP
    ForProcessing ///< raw detector values, without the maker's processing
};
/// One clause in English, e.g. "the header says that this is a lateral view".
const char* noteText(FilmNote note);

/// What a file's header says, after its EXIF orientation.
struct FilmInfo
{
    std::string format; ///< "JPEG", "PNG", "TIFF", "BMP", "WebP", "DICOM"
    int width = 0;      ///< pixels, as displayed
    int height = 0;     ///< pixels, as displayed
    int channels =
        0; ///< as stored: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha, or CMYK
    int bitsPerChannel = 0; ///< 8 or 16
    std::uint64_t fileBytes = 0;
    std::vector<FilmNote> notes;
};

/// One decoded film: CV_8UC1, CV_16UC1, CV_8UC3 or CV_16UC3. Colour is in RGB order. Alpha is
/// dropped, palettes and CMYK are expanded, the EXIF orientation is applied.
struct Film
{
    cv::Mat pixels;
    FilmInfo info;
};

/// Reads the header only. Errors: NotFound, PermissionDenied, UnsupportedFormat, CorruptFile,
/// TooLarge. Thread: any.
base::Result<FilmInfo> probeFilm(const std::filesystem::path& path);

/// The same from a whole file in memory, where it is also checked that the file is not cut short
/// (by its structure, not by decoding). `name` appears in errors.
base::Result<FilmInfo> probeFilm(std::span<const std::byte> bytes, const std::string& name);

enum class Colour {
    Grey, ///< luma of colour films (ITU-R BT.601, what JPEG stores)
    Rgb   ///< grey films become three equal channels only in Preprocessing
};

/// Decodes one film. A truncated film is an error, never a half-grey picture. Thread: any.
base::Result<Film> decodeFilm(const std::filesystem::path& path, Colour colour = Colour::Grey);

/// The same from memory; `name` appears in errors.
base::Result<Film> decodeFilm(
    std::span<const std::byte> bytes, const std::string& name, Colour colour = Colour::Grey);

/// An 8-bit grey thumbnail whose longer side is `side` pixels (area interpolation, DCT scaling of
/// JPEG where that is faster). For browsing only: never fed to the network.
base::Result<cv::Mat> decodeThumbnail(const std::filesystem::path& path, int side);

} // namespace negatoscope::image
