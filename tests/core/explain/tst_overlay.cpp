// A heat map must lie on the film where the network saw it: through stretch, letterbox and crop.
#include "core/explain/HeatMapFile.h"
#include "core/explain/Overlay.h"
#include "core/model/ConfigSchema.h"

#include <QTemporaryDir>
#include <QtTest>

#include <opencv2/core.hpp>

#include <cmath>

using namespace negatoscope;
using namespace negatoscope::explain;

namespace {

image::Preprocessing preprocessing(image::ResizePolicy policy)
{
    image::Preprocessing p;
    p.policy = policy;
    p.interpolation = image::Interpolation::Area;
    return p;
}

/// Mean of each 32×32 block of the network's input: a map that is right by construction.
cv::Mat blockMeans(const cv::Mat& input)
{
    cv::Mat cells(7, 7, CV_32FC1);
    for (int row = 0; row < 7; ++row)
        for (int column = 0; column < 7; ++column)
            cells.at<float>(row, column) =
                static_cast<float>(cv::mean(input(cv::Rect(column * 32, row * 32, 32, 32)))[0]);
    return cells;
}

/// Centre of mass in pixel-edge coordinates; NaN counts as nothing.
cv::Point2d centreOf(const cv::Mat& evidence)
{
    double sum = 0.0;
    cv::Point2d centre;
    for (int y = 0; y < evidence.rows; ++y)
        for (int x = 0; x < evidence.cols; ++x) {
            const double value = static_cast<double>(evidence.at<float>(y, x));
            if (std::isnan(value))
                continue;
            sum += value;
            centre += cv::Point2d((x + 0.5) * value, (y + 0.5) * value);
        }
    return centre / sum;
}

model::Classifier smallClassifier()
{
    model::ModelConfig config;
    config.weights = "random";
    config.preprocessing.width = 96;
    config.preprocessing.height = 96;
    auto network = model::Network::build(config, 2);
    if (!network)
        qFatal("%s", base::toSentence(network.error()).c_str());
    return {std::move(*network), config, {"NORMAL", "PNEUMONIA"}, 1, 0.5, "test"};
}

/// An 8-bit grey PNG with a gradient and a bright spot.
std::filesystem::path writeFilm(const QTemporaryDir& folder, int width, int height)
{
    cv::Mat pixels(height, width, CV_8UC1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            pixels.at<unsigned char>(y, x) =
                static_cast<unsigned char>((x * 200 / width + y * 50 / height) % 256);
    const auto png = encodePng(pixels);
    const std::filesystem::path path = folder.path().toStdString() + "/NORMAL/film.png";
    std::filesystem::create_directories(path.parent_path());
    QFile file(QString::fromStdString(path.string()));
    if (!png || !file.open(QIODevice::WriteOnly))
        qFatal("cannot write the film");
    file.write(reinterpret_cast<const char*>(png->data()), static_cast<qint64>(png->size()));
    return path;
}

} // namespace

class OverlayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsAreDrawnWhereTheirGridSays()
    {
        cv::Mat cells = cv::Mat::zeros(7, 7, CV_32FC1);
        cells.at<float>(3, 2) = 1.0F;
        const CellGrid grid{cellAxisOf(224, 7), cellAxisOf(224, 7)};
        const auto p = preprocessing(image::ResizePolicy::Stretch);
        const cv::Mat smooth = evidenceOnFilm(cells, 224, 224, p, true, grid);
        cv::Point strongest;
        cv::minMaxLoc(smooth, nullptr, nullptr, nullptr, &strongest);
        QCOMPARE(strongest, cv::Point(32 * 2 + 31, 32 * 3 + 31));
        QCOMPARE(smooth.at<float>(127, 95), 1.0F);
        QCOMPARE(smooth.at<float>(127, 95 + 16), 0.5F);
        const cv::Mat raw = evidenceOnFilm(cells, 224, 224, p, false, grid);
        for (const int x : {79, 80, 110, 111})
            QCOMPARE(raw.at<float>(127, x) > 0.0F, cellAt(x + 0.5, 224, 7, grid.x) == 2);
        QCOMPARE(cellAt(0.0, 224, 7, grid.x), 0);
        QCOMPARE(cellAt(224.0, 224, 7, grid.x), 6);
        QCOMPARE(cellAt(33.0, 224, 7, CellAxis{}), 1);
    }

    void cellCentresAreHalfPixelCentred()
    {
        // A ramp over the columns: between the centres of the outer cells it stays a ramp.
        cv::Mat cells(7, 7, CV_32FC1);
        for (int row = 0; row < 7; ++row)
            for (int column = 0; column < 7; ++column)
                cells.at<float>(row, column) = static_cast<float>(column);
        const auto p = preprocessing(image::ResizePolicy::Stretch);
        for (const int width : {224, 448, 100}) {
            const cv::Mat evidence = evidenceOnFilm(cells, width, 80, p);
            for (int x = 0; x < width; ++x) {
                const double inCells = (x + 0.5) / width * 7.0 - 0.5;
                const double expected = std::min(6.0, std::max(0.0, inCells));
                QVERIFY(std::abs(static_cast<double>(evidence.at<float>(40, x)) - expected) < 1e-5);
            }
        }
        // science.md 4.4: cell j is centred on input pixel 32j + 15.5.
        const cv::Mat evidence = evidenceOnFilm(cells, 224, 224, p);
        QVERIFY(std::abs(0.5F * (evidence.at<float>(0, 47) + evidence.at<float>(0, 48)) - 1.0F) <
                1e-6F);
        const cv::Mat raw = evidenceOnFilm(cells, 224, 224, p, false);
        QCOMPARE(raw.at<float>(0, 31), 0.0F);
        QCOMPARE(raw.at<float>(0, 32), 1.0F);
    }

    void evidenceReturnsToWhereTheOpacityIs_data()
    {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const auto& [name, policy] :
            {std::pair{"stretch", image::ResizePolicy::Stretch},
                {"letterbox", image::ResizePolicy::Letterbox}, {"crop", image::ResizePolicy::Crop}})
            for (const auto& [width, height] : {std::pair{640, 480}, {500, 900}, {224, 224}})
                QTest::addRow("%s %dx%d", name, width, height)
                    << static_cast<int>(policy) << width << height;
    }

    void evidenceReturnsToWhereTheOpacityIs()
    {
        QFETCH(int, policy);
        QFETCH(int, width);
        QFETCH(int, height);
        const auto p = preprocessing(static_cast<image::ResizePolicy>(policy));
        // A bright disc inside cell (2, 2) of the input, around its centre: then the cell alone is
        // bright, and what is read back has its centre of mass where the disc is.
        constexpr double kCentre = 2.5 * 32.0;
        const image::Placement placement = image::placementOf(width, height, p);
        const cv::Point2d truth((kCentre - placement.offsetX) / placement.scaleX,
            (kCentre - placement.offsetY) / placement.scaleY);
        image::Film film;
        film.pixels = cv::Mat::zeros(height, width, CV_8UC1);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                if (std::hypot((x + 0.5 - truth.x) * placement.scaleX,
                        (y + 0.5 - truth.y) * placement.scaleY) < 12.0)
                    film.pixels.at<unsigned char>(y, x) = 255;
        const cv::Mat cells = blockMeans(image::resizeToInput(film, p));
        const cv::Point2d found = centreOf(evidenceOnFilm(cells, width, height, p));
        // A shift by half a cell would be 16 input pixels; half a pixel is the limit here.
        QVERIFY2(std::abs(found.x - truth.x) * placement.scaleX < 0.5 &&
                     std::abs(found.y - truth.y) * placement.scaleY < 0.5,
            qPrintable(QStringLiteral("found (%1, %2), should be (%3, %4)")
                           .arg(found.x)
                           .arg(found.y)
                           .arg(truth.x)
                           .arg(truth.y)));
    }

    void whatACropLeavesOutHasNoEvidence()
    {
        const cv::Mat cells(7, 7, CV_32FC1, cv::Scalar(1.0));
        const cv::Mat evidence =
            evidenceOnFilm(cells, 400, 200, preprocessing(image::ResizePolicy::Crop));
        QVERIFY(std::isnan(evidence.at<float>(100, 50)));
        QVERIFY(std::isnan(evidence.at<float>(100, 350)));
        QCOMPARE(evidence.at<float>(100, 200), 1.0F);
        image::Film film;
        film.pixels = cv::Mat(200, 400, CV_16UC1, cv::Scalar(257 * 100));
        HeatMap map;
        map.cells = cells;
        const auto overlay = overlayOnFilm(film, map, preprocessing(image::ResizePolicy::Crop));
        QVERIFY(overlay.has_value());
        QCOMPARE(overlay->at<cv::Vec3b>(100, 50), cv::Vec3b(100, 100, 100));
        QVERIFY(overlay->at<cv::Vec3b>(100, 200)[0] > 180); // orange
        QVERIFY(overlay->at<cv::Vec3b>(100, 200)[2] < 80);
    }

    void signsHaveTheirColours()
    {
        cv::Mat cells(1, 2, CV_32FC1);
        cells.at<float>(0, 0) = -2.0F;
        cells.at<float>(0, 1) = 2.0F;
        image::Film film;
        film.pixels = cv::Mat(224, 224, CV_8UC1, cv::Scalar(0));
        HeatMap map;
        map.cells = cells;
        OverlayOptions options;
        options.opacity = 1.0;
        const auto overlay =
            overlayOnFilm(film, map, preprocessing(image::ResizePolicy::Stretch), options);
        QCOMPARE(overlay->at<cv::Vec3b>(10, 0), cv::Vec3b(70, 170, 235));
        QCOMPARE(overlay->at<cv::Vec3b>(10, 223), cv::Vec3b(242, 124, 32));
        map.cells = cv::Mat::zeros(7, 7, CV_32FC1);
        const auto blank = overlayOnFilm(film, map, preprocessing(image::ResizePolicy::Stretch));
        QCOMPARE(blank->at<cv::Vec3b>(10, 10), cv::Vec3b(0, 0, 0));
    }

    void heatMapFilesAreReadableAndAsLargeAsTheFilm()
    {
        QTemporaryDir folder;
        const auto film = writeFilm(folder, 300, 200);
        const auto explainer =
            Explainer::build(std::make_shared<const model::Classifier>(smallClassifier()));
        QVERIFY2(explainer.has_value(), explainer ? "" : explainer.error().what.c_str());
        const std::filesystem::path out = folder.path().toStdString() + "/cam";
        const auto path = writeHeatMap(*explainer, film, out);
        QVERIFY2(path.has_value(), path ? "" : base::toSentence(path.error()).c_str());
        QCOMPARE(path->filename().string(), std::string("NORMAL_film.png_cam.png"));
        const auto info = image::probeFilm(*path);
        QVERIFY(info.has_value());
        QCOMPARE(info->width, 300);
        QCOMPARE(info->height, 200);
        QVERIFY(!writeHeatMap(*explainer, folder.path().toStdString() + "/none.png", out));
    }

    void filmsForTheReport()
    {
        QTemporaryDir folder;
        const auto film = writeFilm(folder, 300, 200);
        const model::Classifier classifier = smallClassifier();
        const auto shown = reportFilm(classifier, film, 0, 100);
        QVERIFY(shown.has_value());
        for (const std::string* text : {&shown->pngBase64, &shown->heatMapBase64}) {
            const QByteArray png = QByteArray::fromBase64(
                QByteArray::fromStdString(*text), QByteArray::AbortOnBase64DecodingErrors);
            QVERIFY(png.startsWith("\x89PNG"));
            const auto* bytes = reinterpret_cast<const std::byte*>(png.constData());
            const auto decoded = image::decodeFilm(
                std::span<const std::byte>(bytes, static_cast<std::size_t>(png.size())), "film");
            QVERIFY(decoded.has_value());
            QCOMPARE(decoded->pixels.cols, 100);
        }
        const auto score = classifier.probabilitiesOfFile(film);
        QVERIFY(score.has_value());
        QVERIFY(std::abs(shown->score - static_cast<double>((*score)[1])) < 1e-5);
        QVERIFY(!shown->caption.empty());
    }
};

QTEST_GUILESS_MAIN(OverlayTest)
#include "tst_overlay.moc"
