// The 8×8-pixel baseline: the fit against closed forms, and against what science.md 2.6 measured.
#include "FolderOfFilms.h"

#include "core/dataset/PixelBaseline.h"
#include "core/dataset/Scan.h"
#include "core/dataset/ScoresFilms.h"
#include "core/evaluation/Figures.h"
#include "tests/core/evaluation/EvaluationFixtures.h"
#include "tests/support/SharedFiles.h"

#include <opencv2/core.hpp>

#include <QtTest>

#include <set>

using namespace negatoscope;
using namespace negatoscope::dataset;

namespace {

/// Gradient of the penalised log-likelihood on the standardised features; 0 at the optimum.
double largestGradient(const cv::Mat& features, const std::vector<bool>& positive,
    const LogisticModel& model, double penalty)
{
    double largest = 0.0;
    for (int feature = -1; feature < features.cols; ++feature) {
        double gradient =
            feature < 0 ? 0.0 : -penalty * model.weights[static_cast<std::size_t>(feature)];
        for (int film = 0; film < features.rows; ++film) {
            const double p = 1.0 / (1.0 + std::exp(-model.logOdds(features.ptr<double>(film))));
            const double y = positive[static_cast<std::size_t>(film)] ? 1.0 : 0.0;
            const auto index = static_cast<std::size_t>(std::max(feature, 0));
            const double x =
                feature < 0
                    ? 1.0
                    : (features.at<double>(film, feature) - model.mean[index]) / model.scale[index];
            gradient += x * (y - p);
        }
        largest = std::max(largest, std::abs(gradient));
    }
    return largest;
}

} // namespace

class PixelBaselineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneYesNoFeatureGivesTheLogOddsOfItsTable()
    {
        // 30 films with the mark, 20 of them ill; 50 without it, 10 of them ill.
        cv::Mat features(80, 1, CV_64F);
        std::vector<bool> ill;
        for (int film = 0; film < 80; ++film) {
            features.at<double>(film) = film < 30 ? 1.0 : 0.0;
            ill.push_back(film < 20 || (film >= 30 && film < 40));
        }
        const auto model = fitLogistic(features, ill, 0.0);
        QVERIFY(model.has_value());
        const double with = 1.0;
        const double without = 0.0;
        VERIFY_NEAR(model->logOdds(&with), std::log(20.0 / 10.0), 1e-9);
        VERIFY_NEAR(model->logOdds(&without), std::log(10.0 / 40.0), 1e-9);
    }

    void thePenalisedOptimumHasNoGradient()
    {
        cv::RNG random(3);
        cv::Mat features(200, 5, CV_64F);
        random.fill(features, cv::RNG::NORMAL, 10.0, 4.0);
        std::vector<bool> positive;
        for (int film = 0; film < features.rows; ++film)
            positive.push_back(
                features.at<double>(film, 0) + random.gaussian(3.0) > features.at<double>(film, 1));
        for (const double penalty : {1.0, 25.0}) {
            const auto model = fitLogistic(features, positive, penalty);
            QVERIFY(model.has_value());
            QVERIFY(largestGradient(features, positive, *model, penalty) < 1e-7);
        }
    }

    void separableFilmsAndConstantPixelsConverge()
    {
        cv::Mat features = cv::Mat::zeros(20, 3, CV_64F);
        std::vector<bool> positive;
        for (int film = 0; film < 20; ++film) {
            positive.push_back(film >= 10);
            features.at<double>(film, 0) = film;
            features.at<double>(film, 1) = 128.0;
        }
        QVERIFY(fitLogistic(features, positive).has_value());
        QVERIFY(!fitLogistic(features, std::vector<bool>(20, true)));
        QVERIFY(!fitLogistic(cv::Mat(0, 3, CV_64F), {}));
    }

    void readsAFolder()
    {
        testing::FolderOfFilms folder;
        for (const char* split : {"train", "val", "test"})
            for (const char* cls : {"NORMAL", "PNEUMONIA"})
                folder.addMany(std::string(split) + "/" + cls, 6);
        ScanOptions options;
        options.keepSmallValidation = true;
        const auto scanned = scanFolder(folder.path(), options);
        QVERIFY(scanned && *scanned);
        Manifest manifest = **scanned;
        manifest.items.front().path = folder.path() / "gone.png";
        const auto traits = filmTraits(manifest, 2);
        QVERIFY(traits.has_value());
        QVERIFY(std::isnan(traits->brightness.front()));
        QVERIFY(traits->brightness.back() >= 0.0 && traits->brightness.back() <= 255.0);
        const auto baseline = pixelBaseline(manifest, *traits);
        QVERIFY(baseline.has_value());
        QCOMPARE(baseline->trainedOn + baseline->validation.size() + baseline->test.size(),
            manifest.items.size() - 1);
        QVERIFY(evaluation::problemOf(baseline->validation) == evaluation::Undefined::No);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!filmTraits(manifest, 1, {}, stop.get_token()));
    }

    void theSharedFilms()
    {
        SKIP_WITHOUT_SHARED(path, "data/chest_xray_224");
        const auto scanned = scanFolder(path);
        QVERIFY(scanned && *scanned);
        const auto traits = filmTraits(**scanned);
        QVERIFY(traits.has_value());
        const auto baseline = pixelBaseline(**scanned, *traits);
        QVERIFY(baseline.has_value());
        QCOMPARE(baseline->trainedOn, std::size_t{4178});
        for (const evaluation::Scores* scores : {&baseline->validation, &baseline->test}) {
            const auto figures = evaluation::evaluate(*scores, 0.5);
            qInfo("8x8 pixels: AUC %.3f, accuracy %.3f on %zu films", *figures.auc.value,
                *figures.accuracy.value, scores->size());
            VERIFY_NEAR(figures.auc, 0.980, 0.02); // cross-validated in science.md 2.6
            VERIFY_NEAR(figures.accuracy, 0.936, 0.03);
        }
    }

    void namesTellPatientsAndKinds()
    {
        evaluation::Scores scores;
        scores.films = {"person100_bacteria_475.jpeg", "person100_virus_184.jpeg",
            "NORMAL2-IM-0007-0001.jpeg", "other.png"};
        completeFromNames(scores);
        QCOMPARE(scores.kinds, (std::vector<std::string>{"bacteria", "virus", "normal", ""}));
        QCOMPARE(std::set<std::string>(scores.patients.begin(), scores.patients.end()).size(),
            std::size_t{4});
        scores.patients = {"p", "p", "q", "q"};
        completeFromNames(scores);
        QCOMPARE(scores.patients.front(), std::string("p"));
    }
};

QTEST_GUILESS_MAIN(PixelBaselineTest)
#include "tst_pixel_baseline.moc"
