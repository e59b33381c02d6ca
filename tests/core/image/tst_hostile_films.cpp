#include "core/base/Random.h"
#include "core/image/Film.h"
#include "tests/core/image/FilmFiles.h"

#include <opencv2/core.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

using namespace negatoscope;
using base::ErrorCode;
using testing::ByteVector;

namespace {

struct Sample
{
    const char* name;
    ByteVector bytes;
};

std::vector<Sample> samples()
{
    const cv::Mat grey = testing::testPicture(120, 90);
    const cv::Mat colour = testing::testPicture(120, 90, 3);
    const cv::Mat deep = testing::testPicture(120, 90, 1, CV_16U);
    constexpr int kLzw = 5;
    constexpr int kDeflate = 8;
    std::vector<Sample> all;
    all.push_back({"jpeg", testing::jpegOf(grey)});
    all.push_back({"jpeg colour", testing::jpegOf(colour)});
    all.push_back({"jpeg progressive", testing::jpegOf(colour, {.progressive = true})});
    all.push_back({"jpeg exif", testing::jpegOf(grey, {.exifOrientation = 6})});
    all.push_back({"png", testing::pngOf(grey)});
    all.push_back({"png alpha", testing::pngOf(colour, {.alpha = true, .interlaced = true})});
    all.push_back({"png palette", testing::pngOf(grey, {.palette = true})});
    all.push_back({"png 16", testing::pngOf(deep)});
    all.push_back({"tiff", testing::tiffOf(grey)});
    all.push_back({"tiff 16 lzw", testing::tiffOf(deep, {.compression = kLzw})});
    all.push_back(
        {"tiff tiled", testing::tiffOf(colour, {.compression = kDeflate, .tiled = true})});
    all.push_back({"tiff planes", testing::tiffOf(colour, {.separatePlanes = true})});
    all.push_back({"bmp", testing::openCvOf(".bmp", colour)});
    all.push_back({"webp", testing::openCvOf(".webp", colour)});
    return all;
}

void put(ByteVector& bytes, std::size_t offset, std::initializer_list<int> values)
{
    for (const int value : values)
        bytes.at(offset++) = static_cast<std::byte>(value);
}

std::size_t find(const ByteVector& bytes, std::initializer_list<int> values)
{
    ByteVector wanted;
    for (const int value : values)
        wanted.push_back(static_cast<std::byte>(value));
    const auto found = std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end());
    return static_cast<std::size_t>(found - bytes.begin());
}

} // namespace

/// Files that lie, stop short or are no files: an error that says so, or the full film.
class HostileFilmsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void truncatedFilmsAreErrorsOrWhole()
    {
        base::Random random(1);
        for (const Sample& sample : samples()) {
            const auto whole = image::decodeFilm(sample.bytes, sample.name);
            QVERIFY2(whole, sample.name);
            for (int i = 0; i < 200; ++i) {
                const std::size_t length = random.below(sample.bytes.size());
                const auto film =
                    image::decodeFilm(std::span(sample.bytes).first(length), sample.name);
                if (film)
                    QVERIFY2(
                        cv::norm(film->pixels, whole->pixels, cv::NORM_INF) == 0.0, sample.name);
                else
                    QCOMPARE(film.error().where, std::string(sample.name));
            }
        }
    }

    void scanningNoticesTruncationWithoutDecoding()
    {
        for (const Sample& sample : samples()) {
            QVERIFY(image::probeFilm(std::span(sample.bytes), sample.name));
            const auto half = std::span(sample.bytes).first(sample.bytes.size() / 2);
            const auto info = image::probeFilm(half, sample.name);
            QVERIFY2(!info, sample.name);
            QCOMPARE(info.error().code, ErrorCode::CorruptFile);
        }
    }

    void mutatedFilmsNeverCrash()
    {
        base::Random random(2);
        for (const Sample& sample : samples()) {
            for (int i = 0; i < 300; ++i) {
                ByteVector bytes = sample.bytes;
                const std::uint64_t changes = 1 + random.below(8);
                // Headers are where the lies are: half of the changes go there.
                for (std::uint64_t k = 0; k < changes; ++k) {
                    const std::size_t range = random.chance(0.5)
                                                  ? std::min<std::size_t>(bytes.size(), 200)
                                                  : bytes.size();
                    bytes[random.below(range)] = static_cast<std::byte>(random.below(256));
                }
                const auto film = image::decodeFilm(bytes, sample.name, image::Colour::Rgb);
                if (film) {
                    QVERIFY(!film->pixels.empty());
                    QCOMPARE(film->pixels.cols, film->info.width);
                    QCOMPARE(film->pixels.rows, film->info.height);
                } else {
                    QVERIFY(!film.error().what.empty());
                }
            }
        }
    }

    void hugeHeadersAreRefused()
    {
        // 30,000 = 0x7530.
        ByteVector jpeg = testing::jpegOf(testing::testPicture(64, 64));
        put(jpeg, find(jpeg, {0xFF, 0xC0}) + 5, {0x75, 0x30, 0x75, 0x30});
        ByteVector png = testing::pngOf(testing::testPicture(64, 64));
        put(png, 16, {0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30});
        ByteVector bmp = testing::openCvOf(".bmp", testing::testPicture(64, 64, 3));
        put(bmp, 18, {0x30, 0x75, 0, 0, 0x30, 0x75, 0, 0});
        for (const ByteVector& bytes : {jpeg, png, bmp}) {
            const auto film = image::decodeFilm(bytes, "film");
            QVERIFY(!film);
            QCOMPARE(film.error().code, ErrorCode::TooLarge);
        }
    }

    void headersThatPromiseMoreThanTheFileHoldsAreRefused()
    {
        // 7,000 x 7,000 lies below the limit, but not in these bytes. 7,000 = 0x1B58.
        ByteVector jpeg = testing::jpegOf(testing::testPicture(64, 64));
        put(jpeg, find(jpeg, {0xFF, 0xC0}) + 5, {0x1B, 0x58, 0x1B, 0x58});
        ByteVector png = testing::pngOf(testing::testPicture(64, 64));
        put(png, 16, {0, 0, 0x1B, 0x58, 0, 0, 0x1B, 0x58});
        ByteVector bmp = testing::openCvOf(".bmp", testing::testPicture(64, 64, 3));
        put(bmp, 18, {0x58, 0x1B, 0, 0, 0x58, 0x1B, 0, 0});
        for (const ByteVector& bytes : {jpeg, png, bmp}) {
            const auto film = image::decodeFilm(bytes, "film");
            QVERIFY(!film);
            QCOMPARE(film.error().code, ErrorCode::CorruptFile);
        }
    }

    void thingsThatAreNoFilesAreRefused()
    {
        QTemporaryDir folder;
        const std::string pipe = folder.filePath("pipe.jpg").toStdString();
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        for (const std::string& path :
            {pipe, folder.path().toStdString(), std::string("/dev/zero")}) {
            const auto film = image::decodeFilm(path);
            QVERIFY(!film);
            QCOMPARE(film.error().code, ErrorCode::UnsupportedFormat);
            QVERIFY(!image::probeFilm(path));
            QVERIFY(!image::decodeThumbnail(path, 64));
        }
        const auto missing = image::decodeFilm(folder.filePath("none.jpg").toStdString());
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        const std::string empty = folder.filePath("empty.jpg").toStdString();
        testing::writeBytes(empty, {});
        QCOMPARE(image::decodeFilm(empty).error().code, ErrorCode::CorruptFile);
        const std::string text = folder.filePath("text.jpg").toStdString();
        testing::writeBytes(text, ByteVector(1000, std::byte{'x'}));
        QCOMPARE(image::decodeFilm(text).error().code, ErrorCode::UnsupportedFormat);
    }
};

QTEST_GUILESS_MAIN(HostileFilmsTest)
#include "tst_hostile_films.moc"
