#include "core/base/Random.h"
#include "core/image/Preprocessing.h"
#include "core/image/Resize.h"

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include <QtTest>

#include <cmath>

using namespace negatoscope;
using image::Film;
using image::Interpolation;
using image::Preprocessing;
using image::ResizePolicy;

namespace {

cv::Mat noise(int width, int height, int type, std::uint64_t seed)
{
    base::Random random(seed);
    cv::Mat picture(height, width, type);
    for (int y = 0; y < height; ++y) {
        for (int i = 0; i < width * picture.channels(); ++i) {
            if (picture.depth() == CV_16U)
                picture.ptr<std::uint16_t>(y)[i] = static_cast<std::uint16_t>(random.below(65536));
            else
                picture.ptr<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(random.below(256));
        }
    }
    return picture;
}

double grey(const cv::Mat& picture, int y, int x)
{
    return picture.depth() == CV_16U ? picture.at<std::uint16_t>(y, x) / 257.0
                                     : double(picture.at<std::uint8_t>(y, x));
}

/// Bilinear with half-pixel centres in float64, two-dimensional formula.
double bilinearAt(const cv::Mat& picture, int y, int x, int width, int height)
{
    const double sy = std::clamp((y + 0.5) * picture.rows / height - 0.5, 0.0, picture.rows - 1.0);
    const double sx = std::clamp((x + 0.5) * picture.cols / width - 0.5, 0.0, picture.cols - 1.0);
    const int y0 = static_cast<int>(sy);
    const int x0 = static_cast<int>(sx);
    const int y1 = std::min(y0 + 1, picture.rows - 1);
    const int x1 = std::min(x0 + 1, picture.cols - 1);
    const double v = sy - y0;
    const double u = sx - x0;
    return grey(picture, y0, x0) * (1 - u) * (1 - v) + grey(picture, y0, x1) * u * (1 - v) +
           grey(picture, y1, x0) * (1 - u) * v + grey(picture, y1, x1) * u * v;
}

/// The mean over the exact rectangle that the output pixel covers, in float64.
double areaAt(const cv::Mat& picture, int y, int x, int width, int height)
{
    const double top = double(y) * picture.rows / height;
    const double bottom = double(y + 1) * picture.rows / height;
    const double left = double(x) * picture.cols / width;
    const double right = double(x + 1) * picture.cols / width;
    double sum = 0.0;
    for (int sy = int(top); sy < bottom && sy < picture.rows; ++sy) {
        for (int sx = int(left); sx < right && sx < picture.cols; ++sx) {
            sum += grey(picture, sy, sx) *
                   (std::min(bottom, sy + 1.0) - std::max(top, double(sy))) *
                   (std::min(right, sx + 1.0) - std::max(left, double(sx)));
        }
    }
    return sum / ((bottom - top) * (right - left));
}

/// Bounds of what is brighter than half, in pixel-edge coordinates.
cv::Rect2d brightPart(const cv::Mat& resized)
{
    cv::Mat bright = resized > 127.0;
    std::vector<cv::Point> points;
    cv::findNonZero(bright, points);
    int left = resized.cols;
    int right = 0;
    int top = resized.rows;
    int bottom = 0;
    for (const cv::Point& point : points) {
        left = std::min(left, point.x);
        right = std::max(right, point.x + 1);
        top = std::min(top, point.y);
        bottom = std::max(bottom, point.y + 1);
    }
    return cv::Rect2d(left, top, right - left, bottom - top);
}

} // namespace

class PreprocessingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goldenRowsOfTensorFlow()
    {
        const cv::Mat row = (cv::Mat_<std::uint8_t>(1, 4) << 0, 10, 20, 30);
        const std::vector<std::vector<float>> expected{{5.0F, 25.0F},
            {1.6666666F, 15.0F, 28.333334F}, {0.0F, 2.5F, 7.5F, 12.5F, 17.5F, 22.5F, 27.5F, 30.0F}};
        for (const auto& wanted : expected) {
            const cv::Mat resized = image::resizeBilinear(row, static_cast<int>(wanted.size()), 1);
            for (std::size_t i = 0; i < wanted.size(); ++i)
                QVERIFY(std::abs(resized.at<float>(0, static_cast<int>(i)) - wanted[i]) < 1e-5F);
        }
    }

    void resizingAgreesWithAFloat64Reference()
    {
        for (const int type : {CV_8UC1, CV_16UC1}) {
            for (const cv::Size size :
                {cv::Size(61, 47), cv::Size(224, 224), cv::Size(500, 301), cv::Size(100, 700)}) {
                const cv::Mat picture = noise(size.width, size.height, type, 5);
                const cv::Mat bilinear = image::resizeBilinear(picture, 96, 80);
                const cv::Mat area = image::resizeByArea(picture, 96, 80);
                // Positions are float32, as TensorFlow's: off by some 2⁻²² of the side, on slopes
                // of up to 255 grey levels per pixel.
                const double tolerance =
                    1e-4 + 255.0 * std::max(size.width, size.height) / double(1 << 22);
                const bool shrinks = size.width > 96 && size.height > 80;
                for (int y = 0; y < 80; ++y) {
                    for (int x = 0; x < 96; ++x) {
                        const double wanted = bilinearAt(picture, y, x, 96, 80);
                        QVERIFY(std::abs(double(bilinear.at<float>(y, x)) - wanted) < tolerance);
                        if (shrinks) {
                            const double mean = areaAt(picture, y, x, 96, 80);
                            QVERIFY(std::abs(double(area.at<float>(y, x)) - mean) < 1e-3);
                        }
                    }
                }
            }
        }
    }

    void sameSizeIsACast()
    {
        const cv::Mat picture = noise(224, 224, CV_8UC1, 1);
        for (const auto interpolation : {Interpolation::Bilinear, Interpolation::Area}) {
            Preprocessing preprocessing;
            preprocessing.interpolation = interpolation;
            const cv::Mat resized = image::resizeToInput(Film{picture, {}}, preprocessing);
            cv::Mat cast;
            picture.convertTo(cast, CV_32F);
            QCOMPARE(cv::norm(resized, cast, cv::NORM_INF), 0.0);
        }
    }

    void placementCarriesASquareBack()
    {
        for (const cv::Size size : {cv::Size(448, 448), cv::Size(896, 448), cv::Size(448, 896)}) {
            for (const auto policy :
                {ResizePolicy::Stretch, ResizePolicy::Letterbox, ResizePolicy::Crop}) {
                Preprocessing preprocessing;
                preprocessing.policy = policy;
                preprocessing.interpolation = Interpolation::Area;
                cv::Mat film = cv::Mat::zeros(size, CV_8U);
                // On a multiple of every scale that occurs, and inside the crop.
                const cv::Rect square(size.width / 2 - 64, size.height / 2 - 32, 128, 64);
                film(square).setTo(255);
                const cv::Rect2d seen =
                    brightPart(image::resizeToInput(Film{film, {}}, preprocessing));
                const image::Placement placement =
                    image::placementOf(size.width, size.height, preprocessing);
                QCOMPARE((seen.x - placement.offsetX) / placement.scaleX, double(square.x));
                QCOMPARE((seen.y - placement.offsetY) / placement.scaleY, double(square.y));
                QCOMPARE(seen.width / placement.scaleX, double(square.width));
                QCOMPARE(seen.height / placement.scaleY, double(square.height));
            }
        }
    }

    void policiesKeepTheAspectRatioAndTheWholeFilm()
    {
        Preprocessing preprocessing;
        preprocessing.policy = ResizePolicy::Letterbox;
        const cv::Mat white(300, 1000, CV_8U, cv::Scalar(255));
        const cv::Mat boxed = image::resizeToInput(Film{white, {}}, preprocessing);
        // tf.image.resize_with_pad: floor(300 · 224/1000) = 67 rows, floor((224 − 67.2)/2) above.
        QCOMPARE(cv::countNonZero(boxed), 67 * 224);
        QCOMPARE(boxed.at<float>(77, 0), 0.0F);
        QCOMPARE(boxed.at<float>(78, 0), 255.0F);
        preprocessing.policy = ResizePolicy::Crop;
        const image::Placement crop = image::placementOf(1000, 300, preprocessing);
        QCOMPARE(crop.scaleX, crop.scaleY);
        QCOMPARE(crop.offsetX, -350.0 * 224 / 300);
        for (const cv::Size size : {cv::Size(1, 5000), cv::Size(5000, 1), cv::Size(1, 1)}) {
            const cv::Mat thin(size, CV_8U, cv::Scalar(255));
            for (const auto policy : {ResizePolicy::Letterbox, ResizePolicy::Crop}) {
                preprocessing.policy = policy;
                const cv::Mat resized = image::resizeToInput(Film{thin, {}}, preprocessing);
                QCOMPARE(resized.size(), cv::Size(224, 224));
                QVERIFY(cv::countNonZero(resized) > 0);
            }
        }
    }

    void scalingIsTwoFloatOperationsAndPlanar()
    {
        const cv::Mat colour = noise(31, 17, CV_8UC3, 3);
        Preprocessing preprocessing;
        preprocessing.width = 31;
        preprocessing.height = 17;
        preprocessing.rgb = true;
        std::vector<float> out(preprocessing.valuesPerFilm());
        image::scaleToNetwork(image::resizeToInput(Film{colour, {}}, preprocessing), out);
        for (int y = 0; y < 17; ++y) {
            for (int x = 0; x < 31; ++x) {
                for (int c = 0; c < 3; ++c) {
                    const auto index = static_cast<std::size_t>((c * 17 + y) * 31 + x);
                    const auto value = static_cast<float>(colour.at<cv::Vec3b>(y, x)[c]);
                    QCOMPARE(out[index], value / 127.5F - 1.0F);
                }
            }
        }
        const cv::Mat grey8 = noise(31, 17, CV_8UC1, 4);
        const cv::Mat replicated = image::resizeToInput(Film{grey8, {}}, preprocessing);
        QCOMPARE(replicated.type(), CV_32FC3);
        QCOMPARE(replicated.at<cv::Vec3f>(3, 4), cv::Vec3f::all(grey8.at<std::uint8_t>(3, 4)));
    }

    void jsonRoundTripsAndNamesMistakes()
    {
        Preprocessing preprocessing;
        preprocessing.width = 96;
        preprocessing.rgb = true;
        preprocessing.policy = ResizePolicy::Crop;
        preprocessing.interpolation = Interpolation::Area;
        const auto back = image::preprocessingFromJson(image::toJson(preprocessing));
        QVERIFY(back);
        QVERIFY(*back == preprocessing);
        QVERIFY(image::fingerprint(preprocessing) != image::fingerprint(Preprocessing{}));
        const auto misspelt = image::preprocessingFromJson({{"polcy", "crop"}});
        QVERIFY(!misspelt);
        QVERIFY(misspelt.error().remedy.find("policy") != std::string::npos);
        for (const nlohmann::json& wrong : {nlohmann::json{{"width", 0}},
                 nlohmann::json{{"width", "x"}}, nlohmann::json{{"policy", "squash"}},
                 nlohmann::json{{"rgb", 1}}, nlohmann::json(7), nlohmann::json{{"height", 1e30}}}) {
            const auto result = image::preprocessingFromJson(wrong);
            QVERIFY(!result);
            QCOMPARE(result.error().code, base::ErrorCode::InvalidConfiguration);
        }
    }
};

QTEST_GUILESS_MAIN(PreprocessingTest)
#include "tst_preprocessing.moc"
