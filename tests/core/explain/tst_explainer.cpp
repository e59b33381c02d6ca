// The explainer against the plain network, the covering test, the brush, rank correlation and
// scrambling.
#include "core/explain/Agreement.h"
#include "core/explain/CoverBrush.h"
#include "core/explain/Explainer.h"
#include "core/explain/Overlay.h"
#include "core/explain/PointingGame.h"
#include "core/explain/Retrained.h"
#include "core/explain/Scramble.h"
#include "core/model/ConfigSchema.h"
#include "core/phantom/Phantom.h"

#include <QtTest>

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <numbers>

using namespace negatoscope;
using namespace negatoscope::explain;
using namespace negatoscope::model;

namespace {

constexpr int kSide = 96;

ModelConfig config(Pooling pooling, const QStringList& layers = {})
{
    ModelConfig result;
    result.weights = "random";
    result.preprocessing.width = kSide;
    result.preprocessing.height = kSide;
    result.pooling = pooling;
    for (const QString& type : layers)
        result.addedLayers.push_back(defaultLayer(type.toStdString()));
    return result;
}

std::shared_ptr<const Classifier> classifier(const ModelConfig& config, int classes = 2)
{
    auto network = Network::build(config, classes);
    if (!network)
        qFatal("%s", base::toSentence(network.error()).c_str());
    std::vector<std::string> names{"NORMAL", "PNEUMONIA", "OTHER"};
    names.resize(static_cast<std::size_t>(classes));
    return std::make_shared<const Classifier>(
        Classifier{std::move(*network), config, names, 1, 0.5, "test"});
}

Explainer explainer(const ModelConfig& config)
{
    auto built = Explainer::build(classifier(config));
    if (!built)
        qFatal("%s", base::toSentence(built.error()).c_str());
    return std::move(*built);
}

std::vector<float> film()
{
    std::vector<float> values(kSide * kSide);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(std::sin(0.013 * static_cast<double>(i)) *
                                       std::cos(0.31 * static_cast<double>(i % kSide)));
    return values;
}

} // namespace

class ExplainerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAsThePlainNetwork()
    {
        const Explainer ready = explainer(config(Pooling::Max, {QStringLiteral("dense")}));
        const auto answer = ready.answer(film());
        const auto plain = ready.classifier().probabilities(film());
        QVERIFY(answer && plain);
        for (std::size_t c = 0; c < 2; ++c)
            QVERIFY(std::abs(answer->probabilities[c] - (*plain)[c]) < 1e-5F);
        QCOMPARE(answer->features.size(), std::size_t{1280});
        QVERIFY(!ready.answer(std::vector<float>(5)));
    }

    void shufflesTheTrainingLabelsAlone()
    {
        dataset::Manifest films;
        films.classNames = {"NORMAL", "PNEUMONIA"};
        for (int i = 0; i < 60; ++i) {
            dataset::FilmItem item;
            item.label = i % 3 == 0 ? 1 : 0;
            item.split = i < 40 ? dataset::Split::Train : dataset::Split::Validation;
            films.items.push_back(item);
        }
        const dataset::Manifest dealt = withShuffledLabels(films, 1);
        int moved = 0;
        for (std::size_t i = 0; i < 60; ++i) {
            moved += dealt.items[i].label != films.items[i].label ? 1 : 0;
            QVERIFY(i < 40 || dealt.items[i].label == films.items[i].label);
        }
        QVERIFY(moved > 5);
        QCOMPARE(dealt.count(dataset::Split::Train, 1), films.count(dataset::Split::Train, 1));
        training::RunRecord run;
        run.dataFingerprint = "of other films";
        const auto refused = retrained(run, films, Retraining::OtherSeed, {});
        QVERIFY(!refused && refused.error().code == base::ErrorCode::InvalidUsage);
    }

    void mapsAsThePlainNetwork_data()
    {
        QTest::addColumn<int>("pooling");
        QTest::addColumn<QStringList>("layers");
        QTest::newRow("max") << static_cast<int>(Pooling::Max) << QStringList();
        QTest::newRow("average, hidden layer")
            << static_cast<int>(Pooling::Average) << QStringList{"dense", "dropout"};
        QTest::newRow("flatten") << static_cast<int>(Pooling::None) << QStringList{"flatten"};
        QTest::newRow("convolution")
            << static_cast<int>(Pooling::None) << QStringList{"conv2d", "global_max_pooling2d"};
    }

    void mapsAsThePlainNetwork()
    {
        QFETCH(int, pooling);
        QFETCH(QStringList, layers);
        const Explainer ready = explainer(config(static_cast<Pooling>(pooling), layers));
        for (const HeatMapMethod method :
            {HeatMapMethod::HiResCam, HeatMapMethod::GradCam, HeatMapMethod::LayerCam}) {
            const auto map = ready.map(film(), method);
            const auto plain = heatMap(ready.classifier().network, film(), 1, method);
            QVERIFY(map && plain);
            QVERIFY(cv::checkRange(map->cells));
            const int cells = method == HeatMapMethod::LayerCam ? 6 : 3;
            QCOMPARE(map->cells.size(), cv::Size(cells, cells));
            const double size = cv::norm(plain->cells, cv::NORM_L1) + 1e-9;
            QVERIFY(cv::norm(map->cells, plain->cells, cv::NORM_INF) <= 1e-3 * size);
            QCOMPARE(map->addsUp, plain->addsUp);
            QVERIFY(!statementOf(*map).empty());
            if (method == HeatMapMethod::LayerCam) {
                double lowest = 0.0;
                cv::minMaxLoc(map->cells, &lowest, nullptr);
                QVERIFY(lowest >= 0.0); // one sign
            }
        }
    }

    void theCoveringTestIsTheFallOfTheLogit()
    {
        const Explainer ready = explainer(config(Pooling::Average));
        const auto tested = ready.coverTest(film(), 2);
        QVERIFY(tested && *tested);
        QCOMPARE((*tested)->cells.size(), cv::Size(14, 14));
        QVERIFY(cv::checkRange((*tested)->cells));
        // One thread or two: the same films, the same falls.
        const auto again = ready.coverTest(film(), 1);
        QVERIFY(cv::norm((*tested)->cells, (*again)->cells, cv::NORM_INF) < 1e-5);
        // A film without any detail cannot lose any.
        const auto flat = ready.coverTest(std::vector<float>(kSide * kSide, 0.25F));
        QVERIFY(cv::norm((*flat)->cells, cv::NORM_INF) < 1e-5);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = ready.coverTest(film(), 1, stop.get_token());
        QVERIFY(stopped && !*stopped);
    }

    void spearmanIsThatOfTextbooks()
    {
        const std::vector<double> a{1, 2, 3, 4, 5};
        QCOMPARE(*spearman(a, a), 1.0);
        QCOMPARE(*spearman(a, std::vector<double>{5, 4, 3, 2, 1}), -1.0);
        // 1 − 6·Σd²/(n(n²−1)) with d = 0, 1, 1, 0, 0.
        QVERIFY(std::abs(*spearman(a, std::vector<double>{1, 3, 2, 4, 5}) - 0.9) < 1e-12);
        // scipy.stats.spearmanr([1, 2, 2, 3], [1, 2, 3, 4]) = 0.9486832980505138 (ties).
        QVERIFY(
            std::abs(*spearman(std::vector<double>{1, 2, 2, 3}, std::vector<double>{1, 2, 3, 4}) -
                     0.9486832980505138) < 1e-12);
        QVERIFY(!spearman(a, std::vector<double>(5, 1.0)));
        QVERIFY(!spearman(a, std::vector<double>{1, 2}));
        QVERIFY(agreementWord(0.29) == AgreementWord::Disagree);
        QVERIFY(agreementWord(0.5) == AgreementWord::Fair);
        QVERIFY(agreementWord(0.71) == AgreementWord::Good);
    }

    void scramblingForgetsFromTheTopDown()
    {
        const auto model = classifier(config(Pooling::Max));
        const auto once = scrambled(*model, ScrambleDepth::Block16, 7);
        const auto twice = scrambled(*model, ScrambleDepth::Block16, 7);
        const auto other = scrambled(*model, ScrambleDepth::Block16, 8);
        const auto head = scrambled(*model, ScrambleDepth::Head, 7);
        QVERIFY(once && twice && other && head);
        QCOMPARE(once->network.weightsHash(), twice->network.weightsHash());
        QVERIFY(once->network.weightsHash() != other->network.weightsHash());
        QVERIFY(once->network.backboneHash() != model->network.backboneHash());
        QCOMPARE(head->network.backboneHash(), model->network.backboneHash());
        QVERIFY(head->network.weightsHash() != model->network.weightsHash());
    }

    void theBrushCoversWhereItPaints_data()
    {
        QTest::addColumn<int>("policy");
        QTest::newRow("stretch") << static_cast<int>(image::ResizePolicy::Stretch);
        QTest::newRow("letterbox") << static_cast<int>(image::ResizePolicy::Letterbox);
        QTest::newRow("crop") << static_cast<int>(image::ResizePolicy::Crop);
    }

    void theBrushCoversWhereItPaints()
    {
        QFETCH(int, policy);
        image::Preprocessing preprocessing;
        preprocessing.policy = static_cast<image::ResizePolicy>(policy);
        preprocessing.interpolation = image::Interpolation::Area;
        const cv::Size size(900, 600);
        image::Film film{cv::Mat(size, CV_8UC1, cv::Scalar(60)), {}};
        const cv::Point2d mark(470.0, 250.0);
        cv::circle(film.pixels, cv::Point(470, 250), 30, cv::Scalar(250), cv::FILLED);
        std::vector<float> input(preprocessing.valuesPerFilm());
        image::scaleToNetwork(image::resizeToInput(film, preprocessing), input);
        for (const auto kind : {BrushStroke::Kind::Paint, BrushStroke::Kind::Blur}) {
            const BrushStroke stroke{kind, 38.0, {{mark.x - 2.0, mark.y}, {mark.x + 2.0, mark.y}}};
            const auto covered = coveredInput(input, preprocessing, size, std::span(&stroke, 1));
            const auto brightest = [](const std::vector<float>& values) {
                return *std::max_element(values.begin(), values.end());
            };
            QVERIFY(brightest(input) > 0.9F);
            // 60 / 127.5 − 1 = −0.53: the mark is gone, what was around it stands there.
            QVERIFY(brightest(covered) < (kind == BrushStroke::Kind::Paint ? -0.52F : 0.3F));
        }
        QCOMPARE(coveredInput(input, preprocessing, size, {}), input);
    }

    void theMarkerIsFoundWhereItWasDrawn()
    {
        int found = 0;
        constexpr int kFilms = 20;
        for (int i = 0; i < kFilms; ++i) {
            phantom::Phantom drawn;
            for (std::uint64_t seed = static_cast<std::uint64_t>(1000 * i);
                 drawn.film.empty() || drawn.marker != phantom::Marker::None; ++seed)
                drawn = phantom::makePhantom({.seed = seed, .side = 448});
            const cv::Point corner(i % 2 == 0 ? 40 : 385, 70);
            cv::putText(drawn.film, i % 2 == 0 ? "R" : "L", corner, cv::FONT_HERSHEY_SIMPLEX, 1.0,
                cv::Scalar(250), 3, cv::LINE_AA);
            const auto marker = findMarker({drawn.film, {}});
            if (marker && std::hypot(marker->points[0].x - (corner.x + 10),
                              marker->points[0].y - (corner.y - 10)) < 20.0)
                ++found;
        }
        qInfo() << "markers found" << found << "of" << kFilms;
        QVERIFY(found >= kFilms * 8 / 10);
        QVERIFY(!findMarker({cv::Mat(100, 100, CV_8UC1, cv::Scalar(50)), {}}));
    }

    void thePointingGameKnowsTheMask()
    {
        image::Preprocessing preprocessing;
        cv::Mat mask = cv::Mat::zeros(224, 224, CV_8UC1);
        cv::circle(mask, cv::Point(48, 80), 12, cv::Scalar(255), cv::FILLED);
        cv::Mat cells = cv::Mat::zeros(7, 7, CV_32FC1);
        cells.at<float>(2, 1) = 1.0F; // centred on pixel (47.5, 79.5)
        QVERIFY(pointsInto(cells, mask, preprocessing));
        cells.at<float>(2, 1) = -1.0F;
        cells.at<float>(5, 5) = 0.5F;
        QVERIFY(!pointsInto(cells, mask, preprocessing));
    }

    void theLayerIsTheOverlayWithoutTheFilm()
    {
        image::Preprocessing preprocessing;
        cv::Mat cells(7, 7, CV_32FC1);
        cv::randu(cells, -1.0, 1.0);
        HeatMap map;
        map.cells = cells;
        const image::Film black{cv::Mat::zeros(224, 224, CV_8UC1), {}};
        const auto overlay = overlayOnFilm(black, map, preprocessing);
        const cv::Mat layer = evidenceLayer(cells, preprocessing);
        QVERIFY(overlay);
        for (int y = 0; y < 224; y += 3)
            for (int x = 0; x < 224; x += 3)
                for (int c = 0; c < 3; ++c)
                    QVERIFY(std::abs(overlay->at<cv::Vec3b>(y, x)[c] -
                                     layer.at<cv::Vec4b>(y, x)[2 - c]) <= 1);
        OverlayOptions positive;
        positive.bothSigns = false;
        const cv::Mat one = evidenceLayer(-cv::abs(cells), preprocessing, positive);
        QCOMPARE(cv::norm(one, cv::NORM_INF), 0.0);
    }
};

QTEST_GUILESS_MAIN(ExplainerTest)
#include "tst_explainer.moc"
