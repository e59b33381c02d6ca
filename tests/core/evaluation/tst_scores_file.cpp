// Files of scores, the noise between seeds, stress figures, and what a calibration may not change.
#include "EvaluationFixtures.h"

#include "core/evaluation/CalibratedThreshold.h"
#include "core/evaluation/Figures.h"
#include "core/evaluation/ScoresFile.h"
#include "core/evaluation/SeedNoise.h"
#include "core/evaluation/Thirds.h"
#include "tests/support/SharedFiles.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <random>

using namespace negatoscope;
using namespace negatoscope::evaluation;

namespace {

base::ErrorCode errorOf(const std::string& text, const std::string& positive = {})
{
    const auto result = parseScoresCsv(text, positive);
    return result ? base::ErrorCode::Internal : result.error().code;
}

/// `films` films whose log-odds overlap.
Scores overlapping(std::size_t films)
{
    std::mt19937 generator(7);
    std::normal_distribution<double> normal;
    std::vector<double> logits;
    std::vector<int> labels;
    for (std::size_t film = 0; film < films; ++film) {
        labels.push_back(film % 3 == 0 ? 0 : 1);
        logits.push_back(2.5 * normal(generator) + (labels.back() == 1 ? 3.0 : -1.0));
    }
    return testing::scoresFromLogits(logits, labels);
}

} // namespace

class ScoresFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void probabilitiesOfOneModel()
    {
        const auto models = parseScoresCsv("file,label,score\n\"a,b.png\",PNEUMONIA,0.75\n"
                                           "c.png,NORMAL,0.125\n");
        QVERIFY(models.has_value());
        QCOMPARE(models->size(), std::size_t{1});
        const Scores& scores = models->front().scores;
        QCOMPARE(scores.films.front(), std::string("a,b.png"));
        QCOMPARE(scores.positiveScores(), (std::vector<double>{0.75, 0.125}));
        QCOMPARE(scores.labels, (std::vector<int>{1, 0}));
        QVERIFY(problemOf(scores) == Undefined::No);
    }

    void ourOwnFileComesBack()
    {
        const Scores scores = overlapping(40);
        const auto models = parseScoresCsv(scoresCsv(scores));
        QVERIFY(models.has_value());
        const std::vector<double> back = models->front().scores.positiveScores();
        for (std::size_t film = 0; film < back.size(); ++film)
            VERIFY_NEAR(back[film], scores.positiveScores()[film], 1e-8);
    }

    void threeClasses()
    {
        const auto models =
            parseScoresCsv("file,label,score,score_bacteria,score_normal,score_virus\n"
                           "a,virus,0.7,0.1,0.2,0.7\nb,normal,0.1,0.3,0.6,0.1\n"
                           "c,bacteria,0.2,0.5,0.3,0.2\nd,normal,0.5,0.1,0.4,0.5\n");
        QVERIFY(models.has_value());
        const Scores& scores = models->front().scores;
        QCOMPARE(scores.classNames, (std::vector<std::string>{"bacteria", "normal", "virus"}));
        const Evaluation figures = evaluate(scores, 0.5);
        QCOMPARE(figures.confusion.classes, 3);
        VERIFY_NEAR(figures.accuracy, 0.75, 1e-15);
        QCOMPARE(figures.aucOfClass.size(), std::size_t{3});
        QCOMPARE(figures.confusion.at(1, 2), std::int64_t{1}); // d
    }

    void aSpreadsheetsFile()
    {
        const auto models = parseScoresCsv("\xEF\xBB\xBF"
                                           "file;label;score\r\na.png;1;0,25\r\nb.png;0;0,5\r\n");
        QVERIFY(models.has_value());
        QCOMPARE(models->front().scores.positiveScores(), (std::vector<double>{0.25, 0.5}));
    }

    void whatCannotBeRead()
    {
        QVERIFY(errorOf("") == base::ErrorCode::CorruptFile);
        QVERIFY(errorOf("a,b\n1,2\n") == base::ErrorCode::CorruptFile);
        QVERIFY(errorOf("file,label,score\n") == base::ErrorCode::InsufficientData);
        QVERIFY(errorOf("file,label,score\na,A,0.5\nb,B\n") == base::ErrorCode::CorruptFile);
        QVERIFY(errorOf("file,label,score\na,A,0.5\nb,B,x\n") == base::ErrorCode::CorruptFile);
        QVERIFY(errorOf("file,label,score\na,A,nan\nb,B,1\n") == base::ErrorCode::CorruptFile);
        QVERIFY(errorOf("file,label,score\na,A,0.5\nb,A,1\n") == base::ErrorCode::InsufficientData);
        QVERIFY(
            errorOf("file,label,score\na,A,0.5\nb,B,1\n", "C") == base::ErrorCode::InvalidUsage);
        QVERIFY(errorOf("file,label\na,A\nb,B\n") == base::ErrorCode::InsufficientData);
    }

    void severalModelsOfTheReference()
    {
        SKIP_WITHOUT_SHARED(path, "reference/reference_test_scores.csv");
        const auto models = readScoresCsv(path);
        QVERIFY(models.has_value());
        QCOMPARE(models->size(), std::size_t{2});
        QCOMPARE(models->front().name, std::string("logit_A_noaug"));
        const Evaluation a = evaluate(models->front().scores, 0.5);
        const Evaluation m = evaluate(models->back().scores, 0.5);
        VERIFY_NEAR(a.accuracy, 0.764, 0.0006); // science.md 1
        VERIFY_NEAR(a.auc, 0.956, 0.0006);
        VERIFY_NEAR(m.auc, 0.975, 0.0005);
        VERIFY_NEAR(m.accuracy, 0.897, 0.0005);
        QCOMPARE(m.confusion.total(), std::int64_t{624});
        QVERIFY(models->back().scores.kinds.front() == "normal");
    }

    void groupsFromSomebodysTable()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("t.csv")).toStdString();
        std::ofstream(path) << "film,site,age\nx/a.png,North,3\nb.png,South,4\nz.png,North,1\n";
        const auto columns = readFilmColumns(path, {"test/a.png", "test/b.png", "test/c.png"});
        QVERIFY(columns.has_value());
        QCOMPARE(columns->names, (std::vector<std::string>{"site", "age"}));
        QCOMPARE(columns->values[0], (std::vector<std::string>{"North", "South", ""}));
        QCOMPARE(columns->matched, std::size_t{2});
        QVERIFY(!readFilmColumns(path, {"nobody.png"}));
    }

    void thirdsOfTheFilms()
    {
        const std::array<std::string, 3> names{"dark", "middle", "bright"};
        const std::vector<double> values{5, 1, std::nan(""), 3, 2, 4, 6};
        QCOMPARE(thirds(values, names),
            (std::vector<std::string>{"bright", "dark", "", "middle", "dark", "middle", "bright"}));
        const std::vector<double> alike{224, 224, 224, 224};
        QCOMPARE(thirds(alike, names), std::vector<std::string>(4));
    }

    void noiseBetweenSeeds()
    {
        // Pooled by hand: Σ(x − x̄)² = 0.0002 + 0.0008, freedom 2 + 1.
        const auto noise = seedNoise({{0.90, 0.91, 0.92}, {0.80, 0.84}, {0.5}});
        QVERIFY(noise.has_value());
        QCOMPARE(noise->groups, std::size_t{2});
        QCOMPARE(noise->runs, std::size_t{5});
        VERIFY_NEAR(noise->sd, std::sqrt((0.0002 + 0.0008) / 3.0), 1e-15);
        const double limit = 1.959963984540054 * std::sqrt(2.0) * noise->sd;
        QVERIFY(withinSeedNoise(0.9, 0.9 + 0.99 * limit, *noise));
        QVERIFY(!withinSeedNoise(0.9, 0.9 + 1.01 * limit, *noise));
        QVERIFY(!seedNoise({{0.9}, {0.8}}));
    }

    void stressAgainstThePlainFilms()
    {
        const Scores plain = testing::scoresFromProbabilities({0.2, 0.6, 0.7, 0.4}, {0, 0, 1, 1});
        Scores stressed = testing::scoresFromProbabilities({0.6, 0.6, 0.7, 0.3}, {0, 0, 1, 1});
        const StressFigures figures = stressFigures(plain, stressed, 0.5);
        VERIFY_NEAR(figures.flips, 0.25, 1e-15);
        VERIFY_NEAR(figures.auc, 0.5, 1e-15); // pairs: 0.7 beats both, 0.3 beats none
        stressed.films = {"other1", "other2", "other3", "other4"};
        QVERIFY(stressFigures(plain, stressed, 0.5).flips.undefined == Undefined::NoFilms);
        QVERIFY(winsOnlyOnValidation(0.99, 0.98, 0.90, 0.95));
        QVERIFY(!winsOnlyOnValidation(0.99, 0.98, 0.96, 0.95));
    }

    void temperatureChangesNeitherAucNorTheCallAtHalf()
    {
        const Scores scores = overlapping(300);
        const auto fit = fitTemperature(scores);
        QVERIFY(fit.has_value());
        QVERIFY(std::abs(fit->temperature - 1.0) > 0.05);
        const Scores after = withTemperature(scores, fit->temperature);
        QCOMPARE(rocAuc(after.positiveScores(), after.positiveLabels()).value,
            rocAuc(scores.positiveScores(), scores.positiveLabels()).value);
        QCOMPARE(calledClasses(after, 0.5), calledClasses(scores, 0.5));
        // Also where only probabilities are known.
        Scores bare = scores;
        bare.logits.clear();
        const Scores other = withTemperature(bare, fit->temperature);
        for (std::size_t film = 0; film < bare.size(); ++film)
            VERIFY_NEAR(other.positiveScores()[film], after.positiveScores()[film], 1e-12);
    }

    void plattKeepsTheAucAndTheCallsAtTheMovedThreshold()
    {
        const Scores scores = overlapping(300);
        const auto fit = fitPlatt(scores);
        QVERIFY(fit.has_value());
        const Scores after = withPlatt(scores, *fit);
        QCOMPARE(rocAuc(after.positiveScores(), after.positiveLabels()).value,
            rocAuc(scores.positiveScores(), scores.positiveLabels()).value);
        QCOMPARE(calledClasses(after, plattThreshold(0.5, *fit)), calledClasses(scores, 0.5));
        QCOMPARE(temperatureThreshold(0.5, 3.7), 0.5);
        VERIFY_NEAR(temperatureThreshold(0.9, 2.0), 0.75, 1e-15); // odds 9 → 3
    }
};

QTEST_GUILESS_MAIN(ScoresFileTest)
#include "tst_scores_file.moc"
