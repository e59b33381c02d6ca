#include "core/image/Augmentation.h"
#include "core/image/WildView.h"
#include "tests/core/image/FilmFiles.h"

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include <QtTest>

#include <cmath>

using namespace negatoscope;
using image::Augmentation;

namespace {

cv::Mat filmOf(int width, int height, int channels = 1)
{
    cv::Mat film;
    testing::testPicture(width, height, channels).convertTo(film, CV_32F);
    return film;
}

double difference(const cv::Mat& a, const cv::Mat& b)
{
    return cv::norm(a, b, cv::NORM_INF);
}

Augmentation fixed(double Augmentation::*low, double Augmentation::*high, double value)
{
    Augmentation view;
    view.*low = value;
    view.*high = value;
    return view;
}

} // namespace

class AugmentationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSwitchedOnChangesNothing()
    {
        const cv::Mat film = filmOf(224, 224);
        QCOMPARE(difference(image::augmentedView(film, Augmentation{}, 5), film), 0.0);
    }

    void sameSeedSameBytesAndTheInputIsLeftAlone()
    {
        for (const int channels : {1, 3}) {
            const cv::Mat film = filmOf(224, 200, channels);
            const cv::Mat before = film.clone();
            for (const Augmentation& view :
                {Augmentation::mild(), Augmentation::strong(), Augmentation::extra()}) {
                for (std::uint64_t seed = 0; seed < 12; ++seed) {
                    const cv::Mat first = image::augmentedView(film, view, seed);
                    QCOMPARE(first.type(), film.type());
                    QCOMPARE(first.size(), film.size());
                    QCOMPARE(difference(first, image::augmentedView(film, view, seed)), 0.0);
                    QVERIFY(difference(first, image::augmentedView(film, view, seed + 100)) > 0.0);
                    double low = 0.0;
                    double high = 0.0;
                    cv::minMaxLoc(first.reshape(1), &low, &high);
                    QVERIFY(low >= 0.0 && high <= 255.0);
                }
            }
            const cv::Mat wild = image::wildView(film, 3);
            QCOMPARE(wild.type(), film.type());
            QCOMPARE(difference(wild, image::wildView(film, 3)), 0.0);
            QCOMPARE(difference(film, before), 0.0);
        }
    }

    void flipIsExact()
    {
        const cv::Mat film = filmOf(64, 48);
        Augmentation view;
        view.flipProbability = 1.0;
        cv::Mat mirrored;
        cv::flip(film, mirrored, 1);
        QCOMPARE(difference(image::augmentedView(film, view, 1), mirrored), 0.0);
    }

    void zoomMagnifiesAboutTheCentre()
    {
        cv::Mat film = cv::Mat::zeros(224, 224, CV_32F);
        film(cv::Rect(92, 92, 40, 40)).setTo(200.0);
        const auto view = fixed(&Augmentation::zoomLow, &Augmentation::zoomHigh, 1.5);
        const double area = cv::sum(image::augmentedView(film, view, 1))[0] / 200.0;
        QVERIFY(std::abs(area - 40.0 * 40.0 * 1.5 * 1.5) < 20.0);
        const auto wide = fixed(&Augmentation::aspectLow, &Augmentation::aspectHigh, 1.44);
        const cv::Mat stretched = image::augmentedView(film, wide, 1);
        const double width = cv::sum(stretched.row(112))[0] / 200.0;
        const double height = cv::sum(stretched.col(112))[0] / 200.0;
        QVERIFY(std::abs(width / height - 1.44) < 0.02);
    }

    void tonesFollowTheirFormulas()
    {
        const cv::Mat film = filmOf(64, 64);
        const cv::Mat gained = image::augmentedView(
            film, fixed(&Augmentation::gainLow, &Augmentation::gainHigh, 0.8), 1);
        QVERIFY(difference(gained, film * 0.8) < 1e-3);
        const cv::Mat curved = image::augmentedView(
            film, fixed(&Augmentation::gammaLow, &Augmentation::gammaHigh, 2.0), 1);
        cv::Mat wanted = film / 255.0;
        cv::pow(wanted, 2.0, wanted);
        QVERIFY(difference(curved, wanted * 255.0) < 1e-2);
    }

    void noiseHasTheStatedSpread()
    {
        const cv::Mat film(224, 224, CV_32F, cv::Scalar(128));
        Augmentation view;
        view.noiseSigma = 6.0;
        cv::Scalar mean;
        cv::Scalar deviation;
        cv::meanStdDev(image::augmentedView(film, view, 9), mean, deviation);
        QVERIFY(std::abs(mean[0] - 128.0) < 0.2);
        QVERIFY(std::abs(deviation[0] - 6.0) < 0.15);
    }

    void fourStrongViewsInTenHideSomething()
    {
        Augmentation view;
        view.blankFrameProbability = Augmentation::strong().blankFrameProbability;
        view.cutOutProbability = Augmentation::strong().cutOutProbability;
        const cv::Mat film(224, 224, CV_32F, cv::Scalar(128));
        int hidden = 0;
        constexpr int kViews = 2000;
        for (std::uint64_t seed = 0; seed < kViews; ++seed)
            hidden += difference(image::augmentedView(film, view, seed), film) > 0.0 ? 1 : 0;
        // Binomial, sd 0.011: five of them.
        QVERIFY(std::abs(hidden / double(kViews) - 0.4) < 0.055);
    }

    void switchingOneStepLeavesTheOthersAlone()
    {
        const cv::Mat film = filmOf(224, 224);
        Augmentation still = Augmentation::strong();
        still.gainLow = still.gainHigh = 1.0;
        still.gammaLow = still.gammaHigh = 1.0;
        still.brightness = 0.0;
        still.claheProbability = still.blurProbability = 0.0;
        still.blankFrameProbability = still.cutOutProbability = 0.0;
        Augmentation cut = still;
        cut.cutOutProbability = 1.0;
        const cv::Mat plain = image::augmentedView(film, still, 4);
        const cv::Mat holed = image::augmentedView(film, cut, 4);
        QCOMPARE(cv::countNonZero(plain != holed), 40 * 40);
    }

    void jsonRoundTrips()
    {
        for (const Augmentation& view :
            {Augmentation{}, Augmentation::mild(), Augmentation::strong(), Augmentation::extra()}) {
            const auto back = image::augmentationFromJson(image::toJson(view));
            QVERIFY(back);
            QVERIFY(*back == view);
        }
        QVERIFY(
            image::fingerprint(Augmentation::mild()) != image::fingerprint(Augmentation::strong()));
    }

    void presetsAndKerasKeysAreUnderstood()
    {
        const auto preset =
            image::augmentationFromJson({{"preset", "mild"}, {"flip_probability", 0.0}});
        QVERIFY(preset);
        Augmentation wanted = Augmentation::mild();
        wanted.flipProbability = 0.0;
        QVERIFY(*preset == wanted);
        const auto keras = image::augmentationFromJson({{"rotation_range", 15}, {"zoom_range", 0.2},
            {"width_shift_range", 0.1}, {"height_shift_range", 0.05}, {"shear_range", 3},
            {"horizontal_flip", true}, {"brightness_range", {0.8, 1.2}}, {"fill_mode", "nearest"}});
        QVERIFY(keras);
        QCOMPARE(keras->rotationDegrees, 15.0);
        QCOMPARE(keras->zoomLow, 1.0 / 1.2);
        QCOMPARE(keras->zoomHigh, 1.0 / 0.8);
        QCOMPARE(keras->shiftFraction, 0.1);
        QCOMPARE(keras->shearDegrees, 3.0);
        QCOMPARE(keras->flipProbability, 0.5);
        QCOMPARE(keras->gainLow, 0.8);
    }

    void mistakesAreNamed()
    {
        const auto misspelt = image::augmentationFromJson({{"rotation_rage", 15}});
        QVERIFY(!misspelt);
        QVERIFY(misspelt.error().remedy.find("rotation_range") != std::string::npos);
        for (const nlohmann::json& wrong : {nlohmann::json{{"zoom", {2.0, 1.0}}},
                 nlohmann::json{{"zoom", {0.0, 1.0}}}, nlohmann::json{{"flip_probability", 2}},
                 nlohmann::json{{"vertical_flip", true}}, nlohmann::json{{"preset", "wild"}},
                 nlohmann::json{{"rotation_range", "much"}}, nlohmann::json::array()}) {
            const auto result = image::augmentationFromJson(wrong);
            QVERIFY(!result);
            QCOMPARE(result.error().code, base::ErrorCode::InvalidConfiguration);
        }
    }
};

QTEST_GUILESS_MAIN(AugmentationTest)
#include "tst_augmentation.moc"
