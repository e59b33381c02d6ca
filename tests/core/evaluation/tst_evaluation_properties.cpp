// What must hold for any scores (../shared/reference/science.md 3.6), tried on seeded random films,
// and what must be said when there is nothing to measure.
#include "EvaluationFixtures.h"

#include "core/base/Random.h"
#include "core/evaluation/Figures.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <algorithm>
#include <limits>

using namespace negatoscope;
using namespace negatoscope::evaluation;
using testing::flags;

namespace {

constexpr double kExact = 1e-12;
constexpr int kTrials = 60;

/// 2…200 films, both classes, many ties in every other trial, patients with 1…4 films.
Scores randomScores(base::Random& random)
{
    const std::size_t films = 2 + random.below(199);
    const bool coarse = random.chance(0.5);
    std::vector<double> p;
    std::vector<int> labels;
    Scores scores;
    for (std::size_t film = 0; film < films; ++film) {
        labels.push_back(film < 2 ? static_cast<int>(film) : random.chance(0.6) ? 1 : 0);
        double value = 1.0 / (1.0 + std::exp(-(random.normal() + 1.5 * labels.back() - 0.5)));
        if (coarse)
            value = (std::floor(value * 8.0) + 0.5) / 8.0;
        p.push_back(value);
    }
    scores = testing::scoresFromProbabilities(p, labels);
    for (std::size_t film = 0; film < films; ++film)
        scores.patients.push_back(
            std::to_string(labels[film]) + ":" + std::to_string(random.below(films / 2 + 1)));
    return scores;
}

Scores threeClassScores(std::uint64_t seed, std::size_t films)
{
    base::Random random(seed);
    Scores scores;
    scores.classNames = {"bacteria", "normal", "virus"};
    scores.positiveClass = 0;
    for (std::size_t film = 0; film < films; ++film) {
        scores.labels.push_back(static_cast<int>(film % 3));
        scores.films.push_back("f" + std::to_string(film));
        for (int cls = 0; cls < 3; ++cls)
            scores.logits.push_back(random.normal() + (cls == scores.labels.back() ? 1.5 : 0.0));
    }
    fillProbabilities(scores);
    return scores;
}

double bruteForceAuc(const std::vector<double>& p, const std::vector<bool>& y)
{
    double right = 0.0;
    double pairs = 0.0;
    for (std::size_t i = 0; i < p.size(); ++i)
        for (std::size_t j = 0; j < p.size(); ++j)
            if (y[i] && !y[j]) {
                right += p[i] > p[j] ? 1.0 : p[i] == p[j] ? 0.5 : 0.0;
                pairs += 1.0;
            }
    return right / pairs;
}

} // namespace

class EvaluationPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aucCountsPairsAndIgnoresTheScale()
    {
        base::Random random(1);
        for (int trial = 0; trial < kTrials; ++trial) {
            const Scores scores = randomScores(random);
            const auto p = scores.positiveScores();
            const auto y = scores.positiveLabels();
            const double auc = *rocAuc(p, y).value;
            VERIFY_NEAR(auc, bruteForceAuc(p, y), kExact);
            std::vector<double> stretched;
            std::vector<double> turned;
            for (const double value : p) {
                stretched.push_back(std::exp(3.0 * value) - 100.0);
                turned.push_back(-value);
            }
            QCOMPARE(*rocAuc(stretched, y).value, auc);
            VERIFY_NEAR(rocAuc(turned, y), 1.0 - auc, kExact);
            VERIFY_NEAR(rocAuc(std::vector<double>(p.size(), 0.3), y), 0.5, 0.0);
            VERIFY_NEAR(aucWithDeLong(p, y), auc, 0.0);
        }
    }

    void theAreaUnderTheCurveIsTheAuc()
    {
        base::Random random(2);
        for (int trial = 0; trial < kTrials; ++trial) {
            const Scores scores = randomScores(random);
            const auto curve = rocCurve(scores.positiveScores(), scores.positiveLabels());
            double area = 0.0;
            for (std::size_t i = 1; i < curve.size(); ++i)
                area += (curve[i].falsePositiveRate - curve[i - 1].falsePositiveRate) * 0.5 *
                        (curve[i].truePositiveRate + curve[i - 1].truePositiveRate);
            VERIFY_NEAR(rocAuc(scores.positiveScores(), scores.positiveLabels()), area, kExact);
        }
    }

    void everyThresholdAgreesWithCounting()
    {
        base::Random random(3);
        for (int trial = 0; trial < kTrials; ++trial) {
            const Scores scores = randomScores(random);
            const ThresholdSweep sweep(scores);
            std::vector<double> thresholds = sweep.distinctThresholds();
            thresholds.insert(thresholds.end(), {0.0, 0.5, 1.0, sweep.aboveAll(), -1.0, 2.0});
            for (const double threshold : thresholds) {
                const BinaryCounts counts = sweep.countsAt(threshold);
                QCOMPARE(counts.total(), static_cast<std::int64_t>(scores.size()));
                QVERIFY(counts == confusionMatrix(scores, threshold).oneVersusRest(1));
                // The films called positive are the first of the order.
                const std::size_t called = sweep.calledPositive(threshold);
                for (std::size_t i = 0; i < sweep.filmCount(); ++i)
                    QCOMPARE(scores.probability(sweep.order()[i], 1) >= threshold, i < called);
            }
        }
    }

    void swappingTheClassesSwapsTheRates()
    {
        base::Random random(4);
        for (int trial = 0; trial < kTrials; ++trial) {
            const BinaryCounts c{.tp = static_cast<std::int64_t>(1 + random.below(50)),
                .fn = static_cast<std::int64_t>(1 + random.below(50)),
                .tn = static_cast<std::int64_t>(1 + random.below(50)),
                .fp = static_cast<std::int64_t>(1 + random.below(50))};
            const CountFigures one = figuresOf(c);
            const CountFigures two = figuresOf({.tp = c.tn, .fn = c.fp, .tn = c.tp, .fp = c.fn});
            VERIFY_NEAR(one.sensitivity, *two.specificity.value, 0.0);
            VERIFY_NEAR(one.ppv, *two.npv.value, 0.0);
            VERIFY_NEAR(one.mcc, *two.mcc.value, kExact);
            VERIFY_NEAR(one.kappa, *two.kappa.value, kExact);
            VERIFY_NEAR(ppvAtPrevalence(
                            *one.sensitivity.value, *one.specificity.value, *one.prevalence.value),
                *one.ppv.value, kExact);
            VERIFY_NEAR(netBenefitAtPrevalence(*one.sensitivity.value, *one.specificity.value,
                            *one.prevalence.value, 0.3),
                *netBenefit(c, 0.3).value, kExact);
        }
    }

    void treatingAllIsWorthNothingWhereTheThresholdIsThePrevalence()
    {
        for (const double prevalence : {0.01, 0.3, 0.625, 0.99})
            VERIFY_NEAR(netBenefitOfAll(prevalence, prevalence), 0.0, kExact);
    }

    void murphysPartsSumToTheBrierScore()
    {
        base::Random random(5);
        for (int trial = 0; trial < kTrials; ++trial) {
            const Scores scores = randomScores(random);
            const auto p = scores.positiveScores();
            const auto y = scores.positiveLabels();
            const MurphyParts parts = murphy(p, y);
            VERIFY_NEAR(brier(p, y),
                *parts.reliability.value - *parts.resolution.value + *parts.uncertainty.value,
                kExact);
            for (const Binning binning : {Binning::EqualWidthLeftClosed,
                     Binning::EqualWidthRightClosed, Binning::EqualMass}) {
                std::int64_t films = 0;
                for (const ReliabilityBin& bin : reliabilityBins(p, y, 7, binning))
                    films += bin.films;
                QCOMPARE(films, static_cast<std::int64_t>(p.size()));
            }
            VERIFY_NEAR(brierOfClasses(scores), 2.0 * *brier(p, y).value, kExact);
            VERIFY_NEAR(logLoss(scores), *logLoss(p, y).value, 1e-9);
        }
    }

    void bootstrapHoldsTheEstimateAndDoesNotDependOnThreads()
    {
        base::Random random(6);
        for (int trial = 0; trial < 8; ++trial) {
            Scores scores = randomScores(random);
            while (scores.size() < 60)
                scores = randomScores(random);
            BootstrapOptions options;
            options.replicates = 400;
            options.threads = 1;
            const BootstrapIntervals one = bootstrap(scores, options);
            options.threads = 3;
            const BootstrapIntervals three = bootstrap(scores, options);
            QVERIFY(one.complete && three.complete);
            QCOMPARE(one.auc->low, three.auc->low);
            QCOMPARE(one.ece->high, three.ece->high);
            QVERIFY(one.rocBand.low == three.rocBand.low);
            const Evaluation e = evaluate(scores, 0.5);
            QVERIFY(one.auc->contains(*e.auc.value));
            QVERIFY(one.accuracy->contains(*e.accuracy.value));
            QVERIFY(one.balancedAccuracy->contains(*e.balancedAccuracy.value));
            QVERIFY(one.sensitivity->contains(*e.atThreshold.sensitivity.value));
            QVERIFY(one.specificity->contains(*e.atThreshold.specificity.value));
            QVERIFY(one.f1->contains(*e.atThreshold.f1.value));
            QVERIFY(one.mcc->contains(*e.mcc.value));
            QVERIFY(one.brier->contains(*e.brier.value));
            QVERIFY(one.averagePrecision->contains(*e.averagePrecision.value));
            options.seed = 7;
            QVERIFY(bootstrap(scores, options).auc->low != one.auc->low);
        }
    }

    void bootstrapOfSingleFilmsResemblesDeLong()
    {
        base::Random random(8);
        std::vector<double> p;
        std::vector<int> labels;
        for (int film = 0; film < 600; ++film) {
            labels.push_back(film % 2);
            p.push_back(1.0 / (1.0 + std::exp(-(random.normal() + 2.0 * (film % 2)))));
        }
        const Scores scores = testing::scoresFromProbabilities(p, labels);
        const Interval byBootstrap = *bootstrap(scores).auc;
        const Interval byFormula = *aucWithLogitDeLong(p, flags(labels)).interval;
        VERIFY_INTERVAL(byBootstrap, byFormula.low, byFormula.high, 0.004);
    }

    void bootstrapStopsWhenAsked()
    {
        base::Random random(9);
        std::stop_source source;
        source.request_stop();
        const BootstrapIntervals stopped = bootstrap(randomScores(random), {}, source.get_token());
        QVERIFY(!stopped.complete);
        QVERIFY(!stopped.auc);
    }

    void temperatureChangesNeitherRankingNorCallAtOneHalf()
    {
        base::Random random(10);
        for (int trial = 0; trial < kTrials; ++trial) {
            const Scores scores = randomScores(random);
            const auto fit = fitTemperature(scores);
            QVERIFY(fit.has_value());
            QVERIFY(fit->lossAfter <= fit->lossBefore + kExact);
            const Scores cooled = withTemperature(scores, 3.0);
            VERIFY_NEAR(rocAuc(cooled.positiveScores(), cooled.positiveLabels()),
                *rocAuc(scores.positiveScores(), scores.positiveLabels()).value, kExact);
            QVERIFY(confusionMatrix(cooled, 0.5).cells == confusionMatrix(scores, 0.5).cells);
        }
    }

    void scalingOfPerfectOrUselessScoresSaysSo()
    {
        const Scores perfect = testing::scoresFromLogits({-2, -1, 1, 2}, {0, 0, 1, 1});
        QVERIFY(fitTemperature(perfect)->atLimit);
        QCOMPARE(fitTemperature(perfect)->temperature, 1.0);
        QVERIFY(!fitPlatt(perfect).has_value());
        const Scores oneClass = testing::scoresFromLogits({-2, -1}, {1, 1});
        QVERIFY(!fitTemperature(oneClass).has_value());
        const Scores notFinite = testing::scoresFromLogits({std::nan(""), -1}, {0, 1});
        QVERIFY(!fitTemperature(notFinite).has_value());
        QVERIFY(!fitPlatt(threeClassScores(1, 30)).has_value());
        const Scores constant = testing::scoresFromLogits({1, 1, 1, 1}, {0, 1, 0, 1});
        QVERIFY(!fitPlatt(constant).has_value());
    }

    void thresholdsReachWhatTheyPromise()
    {
        base::Random random(11);
        for (int trial = 0; trial < kTrials; ++trial) {
            const ThresholdSweep sweep(randomScores(random));
            for (const double wanted : {0.5, 0.9, 0.95, 1.0}) {
                const double threshold = *sensitivityThreshold(sweep, wanted).value;
                QVERIFY(*sweep.figuresAt(threshold).sensitivity.value >= wanted);
                for (const double higher : sweep.distinctThresholds())
                    if (higher > threshold)
                        QVERIFY(*sweep.figuresAt(higher).sensitivity.value < wanted);
            }
            const double best = *sweep.figuresAt(*youdenThreshold(sweep).value).youden.value;
            for (const double threshold : sweep.distinctThresholds())
                QVERIFY(*sweep.figuresAt(threshold).youden.value <= best + kExact);
        }
    }

    void undefinedIsSaid()
    {
        const Figure none = rocAuc({}, {});
        QVERIFY(none.undefined == Undefined::NoFilms && !none.isDefined());
        const std::vector<double> p{0.2, 0.7};
        QVERIFY(rocAuc(p, {true, true}).undefined == Undefined::NoNegativeFilm);
        QVERIFY(rocAuc(p, {false, false}).undefined == Undefined::NoPositiveFilm);
        QVERIFY(averagePrecision(p, {false, false}).undefined == Undefined::NoPositiveFilm);
        const std::vector<double> bad{0.2, std::nan("")};
        QVERIFY(rocAuc(bad, {true, false}).undefined == Undefined::NotFinite);
        QVERIFY(brier(bad, {true, false}).undefined == Undefined::NotFinite);
        QVERIFY(brier(std::vector<double>{2.0}, {true}).undefined == Undefined::NotAProbability);
        QVERIFY(ThresholdSweep(bad, {true, false}).figuresAt(0.5).accuracy.undefined ==
                Undefined::NotFinite);
        QVERIFY(bootstrap(bad, {true, false}, {}).undefined == Undefined::NotFinite);
        const CountFigures f = figuresOf({.tp = 0, .fn = 3, .tn = 5, .fp = 0});
        QVERIFY(f.ppv.undefined == Undefined::NothingCalledPositive);
        QVERIFY(f.mcc.undefined == Undefined::NothingCalledPositive);
        QVERIFY(f.likelihoodRatioPositive.undefined == Undefined::NoFalsePositive);
        QVERIFY(f.oddsRatio.undefined == Undefined::NoError);
        QVERIFY(figuresOf({}).accuracy.undefined == Undefined::NoFilms);
        QVERIFY(figuresOf({.tp = 3, .fn = 0, .tn = 0, .fp = 0}).kappa.undefined ==
                Undefined::ChanceOnly);
        QVERIFY(deLongTest(p, p, {true, false}).statistic.undefined == Undefined::NoVariance);
        for (int reason = 1; reason <= static_cast<int>(Undefined::NotReachable); ++reason)
            QVERIFY(std::string(reasonText(static_cast<Undefined>(reason))).size() > 8);
    }

    void perfectSeparationHasACautiousInterval()
    {
        const std::vector<double> p{0.1, 0.2, 0.3, 0.7, 0.8, 0.9, 0.95};
        const Figure auc = aucWithLogitDeLong(p, flags({0, 0, 0, 1, 1, 1, 1}));
        VERIFY_NEAR(auc, 1.0, 0.0);
        VERIFY_INTERVAL(*auc.interval, std::pow(0.025, 1.0 / 3.0), 1.0, 1e-9);
        const nlohmann::json json =
            evaluationJson(testing::scoresFromProbabilities(p, {0, 0, 0, 1, 1, 1, 1}), 0.5);
        QVERIFY(json.at("intervals").at("auc")[0].get<double>() < 0.5);
    }

    void jsonOfTwoClasses()
    {
        base::Random random(12);
        const Scores scores = randomScores(random);
        const nlohmann::json json = evaluationJson(scores, 0.5);
        const ThresholdSweep sweep(scores);
        QCOMPARE(json.at("n").get<std::size_t>(), scores.size());
        QCOMPARE(json.at("positive").get<std::string>(), std::string("PNEUMONIA"));
        QCOMPARE(json.at("confusion").at("tp").get<std::int64_t>(), sweep.countsAt(0.5).tp);
        for (const char* key : {"threshold", "auc", "average_precision", "accuracy",
                 "balanced_accuracy", "sensitivity", "specificity", "ppv", "npv", "f1", "mcc",
                 "brier", "ece15", "log_loss"})
            QVERIFY2(json.at(key).is_number(), key);
        for (const char* key : {"auc", "accuracy", "sensitivity", "specificity"})
            QCOMPARE(json.at("intervals").at(key).size(), std::size_t{2});
        QVERIFY(!json.contains("undefined"));
    }

    void jsonSaysWhatIsUndefined()
    {
        const Scores low = testing::scoresFromProbabilities({0.1, 0.2, 0.3}, {0, 1, 0});
        const nlohmann::json json = evaluationJson(low, 0.5);
        QVERIFY(json.at("ppv").is_null());
        QCOMPARE(json.at("undefined").at("ppv").get<std::string>(),
            std::string("no film was called positive"));
        const nlohmann::json empty = evaluationJson(Scores{}, 0.5);
        QCOMPARE(empty.at("n").get<int>(), 0);
        QVERIFY(empty.at("auc").is_null());
        QVERIFY(empty.at("intervals").at("accuracy").is_null());
        Scores broken = testing::scoresFromLogits({0.1, std::nan("")}, {0, 1});
        QCOMPARE(evaluationJson(broken, 0.5).at("undefined").at("accuracy").get<std::string>(),
            std::string("a score is not a finite number"));
        // Whatever happens, no NaN: it would not be JSON.
        QVERIFY(evaluationJson(broken, 0.5).dump().find("nan") == std::string::npos);
        broken.positiveClass = -1;
        QVERIFY(evaluationJson(broken, 0.5).at("positive").is_null());
        Scores wrongLabel = low;
        wrongLabel.labels[0] = 7;
        QVERIFY(evaluationJson(wrongLabel, 0.5).at("accuracy").is_null());
    }

    void threeClassesWorkEverywhere()
    {
        const Scores scores = threeClassScores(13, 300);
        const Evaluation e = evaluate(scores, 0.5);
        QCOMPARE(e.confusion.total(), std::int64_t{300});
        double recallSum = 0.0;
        double aucSum = 0.0;
        for (int cls = 0; cls < 3; ++cls) {
            const BinaryCounts counts = e.confusion.oneVersusRest(cls);
            QCOMPARE(counts.total(), std::int64_t{300});
            recallSum += *figuresOf(counts).sensitivity.value;
            aucSum += *e.aucOfClass[static_cast<std::size_t>(cls)].value;
        }
        VERIFY_NEAR(e.balancedAccuracy, recallSum / 3.0, kExact);
        VERIFY_NEAR(e.auc, aucSum / 3.0, kExact);
        QVERIFY(bootstrapMacroAuc(scores)->contains(*e.auc.value));
        const nlohmann::json json = evaluationJson(scores, 0.5);
        QCOMPARE(json.at("confusion").size(), std::size_t{3});
        QCOMPARE(json.at("classes")[2].get<std::string>(), std::string("virus"));
        QVERIFY(json.at("auc_per_class").at("normal").is_number());
        QVERIFY(json.at("threshold").is_null());
        QCOMPARE(scoresCsv(scores).substr(0, scoresCsv(scores).find('\n')),
            std::string("file,label,score,score_bacteria,score_normal,score_virus"));
        QVERIFY(fitTemperature(scores).has_value());
        QVERIFY(diagnose(scores, 0.5).empty());
    }

    void multiclassMccAndKappaReduceToTheBinaryOnes()
    {
        base::Random random(14);
        for (int trial = 0; trial < kTrials; ++trial) {
            const ConfusionMatrix m{2, {static_cast<std::int64_t>(1 + random.below(40)),
                                           static_cast<std::int64_t>(1 + random.below(40)),
                                           static_cast<std::int64_t>(1 + random.below(40)),
                                           static_cast<std::int64_t>(1 + random.below(40))}};
            const CountFigures f = figuresOf(m.oneVersusRest(1));
            VERIFY_NEAR(mccOf(m), *f.mcc.value, kExact);
            VERIFY_NEAR(kappaOf(m), *f.kappa.value, kExact);
            VERIFY_NEAR(balancedAccuracyOf(m), *f.balancedAccuracy.value, kExact);
        }
        // scikit-learn: matthews_corrcoef of truth 2,0,2,2,0,1 and calls 0,0,2,2,0,2.
        const ConfusionMatrix m{3, {2, 0, 0, 0, 0, 1, 1, 0, 2}};
        VERIFY_NEAR(mccOf(m), 9.0 / std::sqrt(22.0 * 18.0), kExact);
        VERIFY_NEAR(kappaOf(m), 3.0 / 7.0, 1e-9);
    }

    void groupsCountTheirFilms()
    {
        Scores scores =
            testing::scoresFromProbabilities({0.1, 0.9, 0.8, 0.3, 0.7, 0.6}, {0, 0, 1, 1, 1, 1});
        scores.kinds = {"normal", "normal", "virus", "virus", "bacteria", "bacteria"};
        const auto groups = kindFigures(scores, 0.5);
        QCOMPARE(groups.size(), std::size_t{3});
        QCOMPARE(groups[0].group, std::string("normal"));
        VERIFY_NEAR(groups[0].recall, 0.5, 0.0); // specificity
        QCOMPARE(groups[1].group, std::string("bacteria"));
        VERIFY_NEAR(groups[1].recall, 1.0, 0.0);
        VERIFY_NEAR(groups[2].recall, 0.5, 0.0);
        QVERIFY(groups[2].tooFew);
        scores.films = {"NORMAL2-IM-0007-0001.jpeg", "a/IM-0001-0001.jpeg",
            "person100_bacteria_475.jpeg", "BACTERIA-1-2.jpg", "x.png", "12.png"};
        const std::vector<std::string> expected{"NORMAL2-IM", "IM", "person", "BACTERIA", "x", ""};
        QVERIFY(namePrefixes(scores) == expected);
    }

    void comparisonMatchesFilmsByName()
    {
        const Scores a = testing::scoresFromProbabilities({0.1, 0.6, 0.8, 0.4}, {0, 0, 1, 1});
        Scores b = testing::scoresFromProbabilities({0.9, 0.7, 0.4, 0.2}, {1, 1, 0, 0});
        b.films = {"film3.png", "film2.png", "film1.png", "elsewhere.png"};
        const auto comparison = compare(a, 0.5, b, 0.5);
        QVERIFY(comparison.has_value());
        QCOMPARE(comparison->films, std::size_t{3});
        QCOMPARE(comparison->flips.size(), std::size_t{2});
        QCOMPARE(comparison->flips[0].filmInA, std::size_t{3}); // 0.4 against 0.9
        QVERIFY(comparison->flips[0].bRight && !comparison->flips[0].aRight);
        QCOMPARE(comparison->mcNemar.b, std::int64_t{0});
        QCOMPARE(comparison->mcNemar.c, std::int64_t{2});
        b.labels[0] = 0;
        QVERIFY(!compare(a, 0.5, b, 0.5).has_value());
        b.films.assign(4, "other");
        QVERIFY(!compare(a, 0.5, b, 0.5).has_value());
    }

    void degenerateModelsAreNamed()
    {
        const auto kinds = [](const Scores& scores, const Scores* validation = nullptr) {
            std::vector<FindingKind> result;
            for (const Finding& finding : diagnose(scores, 0.5, validation)) {
                result.push_back(finding.kind);
                if (sentence(finding).empty() || sentence(finding, Language::French).empty())
                    result.clear();
            }
            return result;
        };
        const auto has = [](const std::vector<FindingKind>& list, FindingKind kind) {
            return std::find(list.begin(), list.end(), kind) != list.end();
        };
        QVERIFY(has(kinds(Scores{}), FindingKind::NoFilms));
        QVERIFY(has(
            kinds(testing::scoresFromLogits({std::nan(""), 1}, {0, 1})), FindingKind::NotFinite));
        QVERIFY(has(
            kinds(testing::scoresFromLogits({2, 2, 2}, {0, 1, 1})), FindingKind::ConstantScores));
        QVERIFY(has(
            kinds(testing::scoresFromLogits({2, 1, 3}, {0, 1, 1})), FindingKind::OneClassCalled));
        QVERIFY(
            has(kinds(testing::scoresFromLogits({2, 1, 3}, {1, 1, 1})), FindingKind::OneClassData));
        const auto turned = kinds(testing::scoresFromLogits({2, 1, -1, -2}, {0, 0, 1, 1}));
        QVERIFY(has(turned, FindingKind::WorseThanChance));
        QVERIFY(has(turned, FindingKind::NoBetterThanAlways));
        QVERIFY(has(turned, FindingKind::MostOfAClassMissed));
        QVERIFY(has(turned, FindingKind::FewFilms));
        base::Random random(15);
        std::vector<double> good;
        std::vector<double> poor;
        std::vector<int> labels;
        for (int film = 0; film < 400; ++film) {
            labels.push_back(film % 2);
            good.push_back(random.normal() + (film % 2 == 1 ? 3.0 : -3.0));
            poor.push_back(random.normal() + (film % 2 == 1 ? 1.0 : -1.0));
        }
        const Scores validation = testing::scoresFromLogits(good, labels);
        const Scores test = testing::scoresFromLogits(poor, labels);
        QVERIFY(has(kinds(test, &validation), FindingKind::FarBelowValidation));
        QVERIFY(kinds(validation, &validation).empty());
        QVERIFY(languageOf("fr_CA") == Language::French);
    }

    void csvOfScoresIsQuotedAndExact()
    {
        Scores scores = testing::scoresFromProbabilities({0.123456789123, 0.5}, {0, 1});
        scores.films = {"a,\"b\".png", "c.png"};
        QCOMPARE(scoresCsv(scores),
            std::string("file,label,score\n\"a,\"\"b\"\".png\",NORMAL,0.123456789\n"
                        "c.png,PNEUMONIA,0.5\n"));
    }
};

QTEST_GUILESS_MAIN(EvaluationPropertiesTest)
#include "tst_evaluation_properties.moc"
