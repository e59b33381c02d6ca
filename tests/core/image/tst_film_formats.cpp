#include "core/image/Film.h"
#include "tests/core/image/FilmFiles.h"

#include <opencv2/core.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <cstdlib>

using namespace negatoscope;
using image::Colour;
using testing::ByteVector;

namespace {

double largestDifference(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && a.type() == b.type() ? cv::norm(a, b, cv::NORM_INF) : 1e9;
}

/// ITU-R BT.601 in double, rounded: the independent reference for grey of colour films.
cv::Mat greyOf(const cv::Mat& rgb)
{
    cv::Mat grey(rgb.size(), CV_MAKETYPE(rgb.depth(), 1));
    cv::Mat wide;
    rgb.convertTo(wide, CV_64F);
    for (int y = 0; y < rgb.rows; ++y) {
        for (int x = 0; x < rgb.cols; ++x) {
            const auto pixel = wide.at<cv::Vec3d>(y, x);
            const double luma = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
            if (rgb.depth() == CV_16U)
                grey.at<std::uint16_t>(y, x) = cv::saturate_cast<std::uint16_t>(luma);
            else
                grey.at<std::uint8_t>(y, x) = cv::saturate_cast<std::uint8_t>(luma);
        }
    }
    return grey;
}

/// Pixel (x, y) of the upright picture for each EXIF orientation, from the standard's words: where
/// the stored first row and first column lie.
cv::Mat uprightOf(const cv::Mat& stored, int orientation)
{
    const bool turned = orientation >= 5;
    const int width = turned ? stored.rows : stored.cols;
    const int height = turned ? stored.cols : stored.rows;
    cv::Mat upright(height, width, CV_8UC1);
    for (int row = 0; row < stored.rows; ++row) {
        for (int column = 0; column < stored.cols; ++column) {
            const int fromRight = stored.cols - 1 - column;
            const int fromBottom = stored.rows - 1 - row;
            const std::array<cv::Point, 8> places{cv::Point(column, row), cv::Point(fromRight, row),
                cv::Point(fromRight, fromBottom), cv::Point(column, fromBottom),
                cv::Point(row, column), cv::Point(fromBottom, column),
                cv::Point(fromBottom, fromRight), cv::Point(row, fromRight)};
            upright.at<std::uint8_t>(places.at(static_cast<std::size_t>(orientation - 1))) =
                stored.at<std::uint8_t>(row, column);
        }
    }
    return upright;
}

} // namespace

class FilmFormatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losslessFormatsComeBackExactly_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("depth");
        const auto add = [](const char* name, int format, int channels, int depth) {
            QTest::newRow(name) << format << channels << depth;
        };
        add("png grey 8", 0, 1, CV_8U);
        add("png grey 16", 0, 1, CV_16U);
        add("png rgb 8", 0, 3, CV_8U);
        add("png rgb 16", 0, 3, CV_16U);
        add("png grey alpha", 1, 1, CV_8U);
        add("png rgb alpha 16", 1, 3, CV_16U);
        add("png interlaced", 2, 1, CV_8U);
        add("tiff grey 8", 3, 1, CV_8U);
        add("tiff grey 16", 3, 1, CV_16U);
        add("tiff rgb 8", 3, 3, CV_8U);
        add("tiff rgb 16 lzw", 4, 3, CV_16U);
        add("tiff tiled 16", 5, 1, CV_16U);
        add("tiff tiled rgb", 5, 3, CV_8U);
        add("tiff planes", 6, 3, CV_8U);
        add("bmp grey", 7, 1, CV_8U);
        add("bmp rgb", 7, 3, CV_8U);
        add("webp rgb", 8, 3, CV_8U);
    }
    void losslessFormatsComeBackExactly()
    {
        QFETCH(int, format);
        QFETCH(int, channels);
        QFETCH(int, depth);
        const cv::Mat picture = testing::testPicture(53, 37, channels, depth);
        const auto film = image::decodeFilm(encode(format, picture), "film", Colour::Rgb);
        QVERIFY2(film, film ? "" : base::toSentence(film.error()).c_str());
        QCOMPARE(film->info.width, 53);
        QCOMPARE(film->info.height, 37);
        QCOMPARE(film->info.bitsPerChannel, depth == CV_16U ? 16 : 8);
        cv::Mat expected = picture;
        if (film->pixels.channels() == 3 && channels == 1) // formats without grey
            cv::merge(std::vector<cv::Mat>(3, picture), expected);
        QCOMPARE(largestDifference(film->pixels, expected), 0.0);
        if (channels != 3)
            return;
        const auto grey = image::decodeFilm(encode(format, picture), "film", Colour::Grey);
        QVERIFY(grey);
        QVERIFY(largestDifference(grey->pixels, greyOf(picture)) <= 1.0);
    }

    void palettesAndFewBitsAreExpanded()
    {
        const cv::Mat indices = testing::testPicture(20, 10);
        const auto film =
            image::decodeFilm(testing::pngOf(indices, {.palette = true}), "film", Colour::Rgb);
        QVERIFY(film);
        QCOMPARE(film->info.channels, 3);
        for (int x = 0; x < 20; ++x) {
            QCOMPARE(film->pixels.at<cv::Vec3b>(5, x),
                testing::paletteColour(indices.at<std::uint8_t>(5, x)));
        }
        cv::Mat bits(4, 8, CV_8U);
        cv::randu(bits, 0, 2);
        const auto black = image::decodeFilm(testing::pngOf(bits, {.bits = 1}), "film");
        QVERIFY(black);
        QCOMPARE(largestDifference(black->pixels, bits * 255), 0.0);
    }

    void minIsWhiteIsInverted()
    {
        for (const int depth : {CV_8U, CV_16U}) {
            const cv::Mat picture = testing::testPicture(30, 20, 1, depth);
            const auto film =
                image::decodeFilm(testing::tiffOf(picture, {.minIsWhite = true}), "film");
            QVERIFY(film);
            cv::Mat inverted;
            cv::bitwise_not(picture, inverted);
            QCOMPARE(largestDifference(film->pixels, inverted), 0.0);
        }
    }

    void jpegIsCloseAndGreyIsItsLuma()
    {
        const cv::Mat grey = testing::testPicture(64, 48);
        for (const bool progressive : {false, true}) {
            const auto film =
                image::decodeFilm(testing::jpegOf(grey, {.progressive = progressive}), "film");
            QVERIFY(film);
            QCOMPARE(film->pixels.type(), CV_8UC1);
            QVERIFY(cv::norm(film->pixels, grey, cv::NORM_L1) / double(grey.total()) < 2.0);
        }
        const cv::Mat colour = testing::testPicture(64, 48, 3);
        const auto rgb = image::decodeFilm(testing::jpegOf(colour), "film", Colour::Rgb);
        const auto luma = image::decodeFilm(testing::jpegOf(colour), "film", Colour::Grey);
        QVERIFY(rgb && luma);
        QCOMPARE(rgb->pixels.type(), CV_8UC3);
        QCOMPARE(luma->pixels.type(), CV_8UC1);
        QVERIFY(cv::norm(rgb->pixels, colour, cv::NORM_L1) / double(colour.total()) < 8.0);
        QVERIFY(cv::norm(luma->pixels, greyOf(colour), cv::NORM_L1) / double(grey.total()) < 2.0);
    }

    void cmykJpegHasTheRightColours()
    {
        // Inverted inks as Adobe writes them: red is C 255 (none), M 0, Y 0, K 255 (none).
        const cv::Mat inks(32, 32, CV_8UC4, cv::Scalar(230, 30, 40, 250));
        const auto film = image::decodeFilm(testing::jpegOf(inks), "film", Colour::Rgb);
        QVERIFY(film);
        QCOMPARE(film->info.channels, 4);
        const auto pixel = film->pixels.at<cv::Vec3b>(16, 16);
        QVERIFY(std::abs(pixel[0] - 230 * 250 / 255) <= 4);
        QVERIFY(std::abs(pixel[1] - 30 * 250 / 255) <= 4);
        QVERIFY(std::abs(pixel[2] - 40 * 250 / 255) <= 4);
    }

    void orientationsStandUpright()
    {
        const cv::Mat stored = testing::testPicture(40, 24);
        const auto plain = image::decodeFilm(testing::jpegOf(stored), "film");
        QVERIFY(plain);
        for (int orientation = 1; orientation <= 8; ++orientation) {
            const ByteVector jpeg = testing::jpegOf(stored, {.exifOrientation = orientation});
            const auto film = image::decodeFilm(jpeg, "film");
            QVERIFY(film);
            QCOMPARE(largestDifference(film->pixels, uprightOf(plain->pixels, orientation)), 0.0);
            QCOMPARE(film->info.width, film->pixels.cols);
            QCOMPARE(film->info.height, film->pixels.rows);
            const auto png =
                image::decodeFilm(testing::pngOf(stored, {.exifOrientation = orientation}), "film");
            QVERIFY(png);
            QCOMPARE(largestDifference(png->pixels, uprightOf(stored, orientation)), 0.0);
            const auto tiff =
                image::decodeFilm(testing::tiffOf(stored, {.orientation = orientation}), "film");
            QVERIFY(tiff);
            QCOMPARE(largestDifference(tiff->pixels, uprightOf(stored, orientation)), 0.0);
        }
    }

    void probeAndThumbnailAgreeWithDecoding()
    {
        QTemporaryDir folder;
        const cv::Mat picture = testing::testPicture(600, 400);
        for (int format = 0; format < 9; ++format) {
            const std::string path = folder.filePath(QString("film%1").arg(format)).toStdString();
            testing::writeBytes(path, encode(format, picture));
            const auto info = image::probeFilm(path);
            QVERIFY(info);
            QCOMPARE(info->width, 600);
            QCOMPARE(info->height, 400);
            QCOMPARE(info->fileBytes, std::filesystem::file_size(path));
            const auto thumbnail = image::decodeThumbnail(path, 96);
            QVERIFY(thumbnail);
            QCOMPARE(thumbnail->type(), CV_8UC1);
            QCOMPARE(thumbnail->size(), cv::Size(96, 64));
        }
        const std::string jpeg = folder.filePath("film.jpg").toStdString();
        testing::writeBytes(jpeg, testing::jpegOf(picture, {.exifOrientation = 6}));
        const auto thumbnail = image::decodeThumbnail(jpeg, 96);
        QVERIFY(thumbnail);
        QCOMPARE(thumbnail->size(), cv::Size(64, 96));
        QVERIFY(std::abs(cv::mean(*thumbnail)[0] - cv::mean(picture)[0]) < 1.0);
    }

private:
    static ByteVector encode(int format, const cv::Mat& picture)
    {
        constexpr int kLzw = 5;
        switch (format) {
        case 0:
            return testing::pngOf(picture);
        case 1:
            return testing::pngOf(picture, {.alpha = true});
        case 2:
            return testing::pngOf(picture, {.interlaced = true});
        case 3:
            return testing::tiffOf(picture);
        case 4:
            return testing::tiffOf(picture, {.compression = kLzw});
        case 5:
            return testing::tiffOf(picture, {.tiled = true});
        case 6:
            return testing::tiffOf(picture, {.separatePlanes = true});
        case 7:
            return testing::openCvOf(".bmp", picture);
        default:
            return testing::openCvOf(".webp", picture);
        }
    }
};

QTEST_GUILESS_MAIN(FilmFormatsTest)
#include "tst_film_formats.moc"
