// DICOM films by the rules of ../shared/reference/science.md 5; the expected grey levels are those
// of DCMTK's dcm2pnm on the same ramps (table 5.1).
#include "core/base/Log.h"
#include "core/dataset/Scan.h"
#include "core/image/DicomFilm.h"
#include "core/image/Preprocessing.h"
#include "tests/core/image/DicomFiles.h"

// DCMTK's configuration first: its other headers depend on it.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <opencv2/core.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <string_view>

using namespace negatoscope;
using namespace negatoscope::image;
using testing::ByteVector;
using testing::DicomOptions;

namespace {

/// The 8-bit levels at 0, 1/4, 1/2, 3/4 and the end of the middle row.
QList<int> levelsOf(const cv::Mat& pixels)
{
    QList<int> levels;
    for (const int x : {0, 64, 128, 192, 255})
        levels += pixels.at<std::uint16_t>(pixels.rows / 2, x) / 257;
    return levels;
}

cv::Mat decoded(const ByteVector& bytes, DicomView view = {})
{
    auto pixels = decodeDicom(bytes, "test", view);
    if (!pixels)
        qFatal("%s", base::toSentence(pixels.error()).c_str());
    return *pixels;
}

const DicomView kFull{DicomView::Kind::FullRange, 0};
const DicomView kFirstWindow{DicomView::Kind::Window, 0};
const DicomView kFirstLut{DicomView::Kind::Lut, 0};

DicomOptions withChange(std::function<void(DcmDataset&)> change)
{
    DicomOptions options;
    options.change = std::move(change);
    return options;
}

// GDCM, which makes these streams, and DCMTK each bring a CharLS with the same names. Under the
// sanitizer DCMTK's is found first and GDCM's call into it fails.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kWritesJpegLs = false;
#else
constexpr bool kWritesJpegLs = true;
#endif

bool canWrite(std::string_view syntax)
{
    return kWritesJpegLs || syntax != "jpeg-ls";
}

} // namespace

Q_DECLARE_METATYPE(DicomOptions)
Q_DECLARE_METATYPE(DicomView)

class DicomTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ramps_data()
    {
        QTest::addColumn<DicomOptions>("options");
        QTest::addColumn<DicomView>("view");
        QTest::addColumn<QList<int>>("expected");
        const auto row = [](const char* name, const DicomOptions& options, const DicomView& view,
                             const QList<int>& expected) {
            QTest::newRow(name) << options << view << expected;
        };
        const std::pair window{2048.0, 1024.0};
        DicomOptions m2;
        DicomOptions m1;
        m1.photometric = "MONOCHROME1";
        row("MONOCHROME2", m2, kFull, {0, 64, 128, 192, 255});
        row("MONOCHROME1 is inverted by itself", m1, kFull, {255, 191, 127, 63, 1});
        m2.window = m1.window = window;
        row("a stored window is not applied to the whole range", m2, kFull, {0, 64, 128, 192, 255});
        row("first window", m2, kFirstWindow, {0, 0, 129, 255, 255});
        row("automatic takes the first window", m2, {}, {0, 0, 129, 255, 255});
        row("MONOCHROME1 with window", m1, {}, {255, 255, 125, 0, 0});
        DicomOptions inverse;
        inverse.presentationShape = "INVERSE";
        row("presentation shape INVERSE", inverse, kFull, {255, 191, 127, 63, 1});
        inverse.photometric = "MONOCHROME1";
        row("MONOCHROME1 and INVERSE: once", inverse, kFull, {255, 191, 127, 63, 1});
        DicomOptions rescaled;
        rescaled.rescale = std::pair{-1.0, 4095.0};
        rescaled.window = std::pair{1024.0, 1024.0};
        row("rescale −1, 4095", rescaled, kFull, {255, 191, 127, 63, 0});
        row("the window acts on rescaled values", rescaled, {}, {255, 255, 255, 124, 0});
        DicomOptions lut;
        lut.squareLut = true;
        lut.window = window;
        row("VOI LUT only if asked", lut, kFull, {0, 64, 128, 192, 255});
        row("VOI LUT x²", lut, kFirstLut, {0, 16, 64, 145, 255});
        row("automatic takes the LUT before the window", lut, {}, {0, 16, 64, 145, 255});
        DicomOptions sigmoid;
        sigmoid.window = window;
        sigmoid.voiFunction = "SIGMOID";
        row("SIGMOID", sigmoid, kFull, {0, 64, 128, 192, 255});
        row("SIGMOID window", sigmoid, {}, {0, 4, 129, 250, 254});
        DicomOptions exact;
        exact.window = window;
        exact.voiFunction = "LINEAR_EXACT";
        row("LINEAR_EXACT", exact, {}, {0, 0, 129, 255, 255});
    }

    void ramps()
    {
        QFETCH(DicomOptions, options);
        QFETCH(DicomView, view);
        QFETCH(QList<int>, expected);
        const QList<int> levels =
            levelsOf(decoded(testing::dicomOf(testing::ramp(), options), view));
        qInfo() << QTest::currentDataTag() << levels << "expected" << expected;
        for (int i = 0; i < levels.size(); ++i)
            QVERIFY(std::abs(levels[i] - expected[i]) <= 1);
    }

    void narrowRampsAreStretchedUnlessTheWholeRangeIsAsked()
    {
        const ByteVector narrow = testing::dicomOf(testing::ramp(1000, 2000));
        const QList<int> full = levelsOf(decoded(narrow, kFull));
        const QList<int> dull{62, 78, 93, 109, 125};
        for (int i = 0; i < full.size(); ++i)
            QVERIFY(std::abs(full[i] - dull[i]) <= 1);
        const QList<int> stretched = levelsOf(decoded(narrow));
        const QList<int> bright{0, 64, 128, 192, 255};
        for (int i = 0; i < stretched.size(); ++i)
            QVERIFY2(std::abs(stretched[i] - bright[i]) <= 2, "percentiles 0.5 and 99.5");
    }

    void paddingAndCollimationDoNotCountForThePercentiles()
    {
        cv::Mat film = testing::ramp(1000, 2000);
        film(cv::Rect(0, 0, 256, 20)).setTo(4095); // collimated, white
        film(cv::Rect(40, 30, 20, 20)).setTo(0);   // padding
        const ByteVector bytes = testing::dicomOf(film, withChange([](DcmDataset& dataset) {
            dataset.putAndInsertUint16(DCM_PixelPaddingValue, 0);
        }));
        const cv::Mat pixels = decoded(bytes);
        QVERIFY(std::abs(pixels.at<std::uint16_t>(60, 128) / 257 - 128) <= 3);
        QCOMPARE(pixels.at<std::uint16_t>(40, 50), std::uint16_t{0});
    }

    void everyTransferSyntaxGivesTheSamePixels_data()
    {
        QTest::addColumn<QString>("syntax");
        QTest::addColumn<int>("bits");
        QTest::addColumn<QString>("photometric");
        for (const char* name :
            {"implicit", "big endian", "deflated", "rle", "jpeg", "jpeg-ls", "jpeg 2000"}) {
            if (!canWrite(name))
                continue;
            for (const int bits : {8, 12, 16}) {
                for (const char* photometric : {"MONOCHROME1", "MONOCHROME2"})
                    QTest::addRow("%s, %d bits, %s", name, bits, photometric)
                        << QString::fromLatin1(name) << bits << QString::fromLatin1(photometric);
            }
        }
    }

    void everyTransferSyntaxGivesTheSamePixels()
    {
        QFETCH(QString, syntax);
        QFETCH(int, bits);
        QFETCH(QString, photometric);
        cv::Mat stored = testing::ramp(0, (1 << bits) - 1);
        if (bits == 8)
            stored.convertTo(stored, CV_8U);
        DicomOptions options;
        options.bitsStored = bits;
        options.photometric = photometric.toStdString();
        const cv::Mat plain = decoded(testing::dicomOf(stored, options), kFull);
        QVERIFY((photometric == QLatin1String("MONOCHROME1")) ==
                (plain.at<std::uint16_t>(0, 0) > plain.at<std::uint16_t>(0, 255)));
        options.syntax = syntax.toStdString();
        const cv::Mat same = decoded(testing::dicomOf(stored, options), kFull);
        QCOMPARE(cv::norm(plain, same, cv::NORM_INF), 0.0);
    }

    void damagedStreamsCostAnErrorNotTheProgram_data()
    {
        QTest::addColumn<QString>("syntax");
        QTest::addColumn<QByteArray>("start"); // of the codestream
        QTest::newRow("JPEG 2000")
            << QStringLiteral("jpeg 2000") << QByteArray::fromHex("FF4FFF51"); // SOC, SIZ
        if (canWrite("jpeg-ls"))
            QTest::newRow("JPEG-LS")
                << QStringLiteral("jpeg-ls") << QByteArray::fromHex("FFD8FFF7"); // SOI, SOF55
    }

    void damagedStreamsCostAnErrorNotTheProgram()
    {
        QFETCH(QString, syntax);
        QFETCH(QByteArray, start);
        DicomOptions options;
        options.syntax = syntax.toStdString();
        const ByteVector whole = testing::dicomOf(testing::ramp(), options);
        const auto first = QByteArray::fromRawData(
            reinterpret_cast<const char*>(whole.data()), static_cast<qsizetype>(whole.size()))
                               .indexOf(start);
        QVERIFY(first > 0);
        int read = 0;
        int damages = 0;
        const std::size_t step = 1 + (whole.size() - static_cast<std::size_t>(first)) / 40;
        for (auto at = static_cast<std::size_t>(first); at < whole.size(); at += step, ++damages) {
            ByteVector damaged = whole;
            damaged[at] ^= std::byte{0xFF};
            const auto pixels = decodeDicom(damaged, "damaged");
            if (pixels)
                ++read; // a wrong value that the format cannot notice
            else
                QVERIFY2(pixels.error().code == base::ErrorCode::CorruptFile,
                    base::toSentence(pixels.error()).c_str());
        }
        QVERIFY(read < damages);
        qInfo() << "of" << damages << "damaged streams" << read << "were read";
    }

    void lossyJpegIsReadAndSaid()
    {
        cv::Mat eight;
        testing::ramp().convertTo(eight, CV_8U, 255.0 / 4095.0);
        DicomOptions options;
        options.syntax = "jpeg baseline";
        const ByteVector bytes = testing::dicomOf(eight, options);
        const QList<int> levels = levelsOf(decoded(bytes, kFull));
        const QList<int> expected{0, 64, 128, 192, 255};
        for (int i = 0; i < levels.size(); ++i)
            QVERIFY(std::abs(levels[i] - expected[i]) <= 4);
        const auto facts = readDicomFacts(bytes, "test");
        QVERIFY(facts);
        QVERIFY(
            std::count(facts->notes.begin(), facts->notes.end(), FilmNote::LossyCompressed) == 1);
    }

    void factsAreReadAndNothingOfThePatient()
    {
        std::string logged;
        base::setLogSink(
            [&](base::LogLevel, const char*, const std::string& message) { logged += message; });
        DicomOptions options;
        options.window = std::pair{2048.0, 1024.0};
        options.change = [](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_ImagerPixelSpacing, "0.15\\0.15");
            dataset.putAndInsertString(DCM_ViewPosition, "LL");
            dataset.putAndInsertString(DCM_BodyPartExamined, "KNEE");
            dataset.putAndInsertString(DCM_BurnedInAnnotation, "YES");
            dataset.putAndInsertString(DCM_PresentationIntentType, "FOR PROCESSING");
        };
        const ByteVector bytes = testing::dicomOf(testing::ramp(), options);
        const auto facts = readDicomFacts(bytes, "test");
        QVERIFY(facts);
        QCOMPARE(facts->columns, 256);
        QCOMPARE(facts->rows, 64);
        QCOMPARE(facts->spacingMm, 0.15);
        QVERIFY(facts->spacingAtDetector);
        QCOMPARE(facts->windows.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(facts->windows[0].explanation), QStringLiteral("NORMAL"));
        for (const FilmNote note : {FilmNote::LateralView, FilmNote::OtherBodyPart,
                 FilmNote::BurnedInAnnotation, FilmNote::ForProcessing})
            QVERIFY(std::count(facts->notes.begin(), facts->notes.end(), note) == 1);
        const auto film = decodeFilm(bytes, "test.dcm");
        QVERIFY(film);
        QCOMPARE(QString::fromStdString(film->info.format), QStringLiteral("DICOM"));
        QCOMPARE(film->info.bitsPerChannel, 16);
        QCOMPARE(film->info.notes.size(), facts->notes.size());
        QVERIFY(logged.find("SECRET") == std::string::npos);
        base::setLogSink({});
    }

    void whatIsNoFilmIsSaid_data()
    {
        QTest::addColumn<DicomOptions>("options");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, std::function<void(DcmDataset&)> change,
                             const char* words) {
            QTest::newRow(name) << withChange(std::move(change)) << QString::fromLatin1(words);
        };
        row(
            "several frames", [](DcmDataset& d) { d.putAndInsertString(DCM_NumberOfFrames, "12"); },
            "12 pictures");
        row(
            "no pixels", [](DcmDataset& d) { d.findAndDeleteElement(DCM_PixelData); },
            "no picture");
        row(
            "no size", [](DcmDataset& d) { d.findAndDeleteElement(DCM_Rows); }, "no picture");
        row(
            "lying size", [](DcmDataset& d) { d.putAndInsertUint16(DCM_Rows, 4000); },
            "damaged or truncated");
        row(
            "too large",
            [](DcmDataset& d) {
                d.putAndInsertUint16(DCM_Rows, 65535);
                d.putAndInsertUint16(DCM_Columns, 65535);
            },
            "64 million");
        row(
            "odd depth", [](DcmDataset& d) { d.putAndInsertUint16(DCM_BitsAllocated, 32); },
            "not read");
    }

    void whatIsNoFilmIsSaid()
    {
        QFETCH(DicomOptions, options);
        QFETCH(QString, words);
        const auto film = decodeFilm(testing::dicomOf(testing::ramp(), options), "test.dcm");
        QVERIFY(!film);
        QVERIFY2(
            QString::fromStdString(film.error().what).contains(words), film.error().what.c_str());
        QCOMPARE(QString::fromStdString(film.error().where), QStringLiteral("test.dcm"));
    }

    void cutFilesAreErrorsNeverHalfFilms()
    {
        for (const char* syntax : {"explicit", "jpeg", "rle", "jpeg-ls", "jpeg 2000", "deflated"}) {
            if (!canWrite(syntax))
                continue;
            DicomOptions options;
            options.syntax = syntax;
            const ByteVector bytes = testing::dicomOf(testing::ramp(), options);
            const cv::Mat whole = decoded(bytes);
            for (std::size_t part = 1; part < 20; ++part) {
                const ByteVector cut(bytes.begin(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() * part / 20));
                const auto film = decodeFilm(cut, "cut");
                QVERIFY2(!film || cv::norm(film->pixels, whole, cv::NORM_INF) == 0.0, syntax);
            }
        }
    }

    void unequalPixelsBecomeSquare()
    {
        const ByteVector bytes = testing::dicomOf(testing::ramp(),
            withChange([](DcmDataset& d) { d.putAndInsertString(DCM_PixelSpacing, "0.4\\0.2"); }));
        const auto film = decodeFilm(bytes, "test");
        QVERIFY(film);
        QCOMPARE(film->pixels.size(), cv::Size(256, 128));
        QCOMPARE(film->info.height, 128);
    }

    void deepNestingIsRefused()
    {
        ByteVector bytes = testing::dicomOf(testing::ramp());
        ByteVector nested(bytes.begin(), bytes.begin() + 400);
        for (int i = 0; i < 100000; ++i)
            for (const int byte : std::initializer_list<int>{0x08, 0x00, 0x15, 0x11, 'S', 'Q', 0, 0,
                     0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF})
                nested.push_back(static_cast<std::byte>(byte));
        QVERIFY(!decodeFilm(nested, "nested"));
    }

    void foldersOfDicomAreDataSets()
    {
        QTemporaryDir folder;
        for (const char* cls : {"NORMAL", "PNEUMONIA"}) {
            QDir(folder.path()).mkdir(QString::fromLatin1(cls));
            for (int i = 0; i < 4; ++i) {
                // One with an extension, the others as archives name them.
                const QString name = i == 0   ? QStringLiteral("a.dcm")
                                     : i == 1 ? QStringLiteral("IM00001")
                                              : QStringLiteral("1.2.840.%1").arg(i);
                testing::writeBytes(
                    (folder.path() + '/' + QString::fromLatin1(cls) + '/' + name).toStdString(),
                    testing::dicomOf(testing::ramp(10 * i, 2000 + 100 * i)));
            }
        }
        QFile notes(folder.filePath(QStringLiteral("NORMAL/README")));
        QVERIFY(notes.open(QIODevice::WriteOnly));
        notes.write(QByteArray(500, 'x'));
        notes.close();
        const auto manifest = dataset::scanFolder(folder.path().toStdString());
        QVERIFY(manifest && *manifest);
        QCOMPARE((*manifest)->items.size(), std::size_t{8});
        QCOMPARE((*manifest)->unreadable.size(), std::size_t{0});
        QCOMPARE(
            QString::fromStdString((*manifest)->items[0].info.format), QStringLiteral("DICOM"));
        Preprocessing preprocessing;
        std::vector<float> input(preprocessing.valuesPerFilm());
        QVERIFY(preprocessFile((*manifest)->items[0].path, preprocessing, input));
        QVERIFY(decodeThumbnail((*manifest)->items[0].path, 64));
    }
};

QTEST_GUILESS_MAIN(DicomTest)
#include "tst_dicom.moc"
