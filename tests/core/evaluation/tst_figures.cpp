// The figures against references: scikit-learn 1.2.1, statsmodels 0.13.5, scipy 1.10.1 and R's
// pROC, as ../shared/reference/science.md 3 states them. The literals let the test run without
// ../shared.
#include "EvaluationFixtures.h"

#include "core/evaluation/Figures.h"
#include "tests/support/SharedFiles.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>

using namespace negatoscope;
using namespace negatoscope::evaluation;
using testing::flags;

namespace {

constexpr double kExact = 1e-9;
const std::vector<int> kY{0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
const std::vector<double> kA{.10, .20, .30, .40, .55, .80, .35, .55, .70, .90};
const std::vector<double> kB{.05, .40, .25, .50, .60, .70, .45, .30, .65, .95};
const std::vector<double> kNoEdge{.12, .23, .31, .42, .57, .83, .36, .58, .72, .91};
const std::vector<double> kZ{-4, -3, -2.5, -1, 2, 1.5, 3, 4, 5, -.5, 2.5, -2};
const std::vector<int> kYOfZ{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1};
const BinaryCounts kCounts{.tp = 370, .fn = 20, .tn = 200, .fp = 34};

nlohmann::json readJson(const std::filesystem::path& path)
{
    std::ifstream stream(path);
    return nlohmann::json::parse(stream);
}

double meanLogLossOf(const Scores& scores)
{
    return logLoss(scores.positiveScores(), scores.positiveLabels()).value.value_or(-1.0);
}

} // namespace

class FiguresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsGiveTheReferenceFigures()
    {
        const CountFigures f = figuresOf(kCounts);
        VERIFY_NEAR(f.accuracy, 0.9134615384615384, kExact);
        VERIFY_NEAR(f.sensitivity, 0.9487179487179487, kExact);
        VERIFY_NEAR(f.specificity, 0.8547008547008547, kExact);
        VERIFY_NEAR(f.ppv, 0.9158415841584159, kExact);
        VERIFY_NEAR(f.npv, 0.9090909090909091, kExact);
        VERIFY_NEAR(f.f1, 0.9319899244332492, kExact);
        VERIFY_NEAR(f.mcc, 0.8141045858043442, kExact);
        VERIFY_NEAR(f.balancedAccuracy, 0.9017094017094016, kExact);
        VERIFY_NEAR(f.kappa, 0.8131487889273357, kExact);
        VERIFY_NEAR(f.youden, 0.8034188034188032, kExact);
        VERIFY_NEAR(f.likelihoodRatioPositive, 6.529411764705882, kExact);
        VERIFY_NEAR(f.likelihoodRatioNegative, 0.06, kExact);
        VERIFY_NEAR(f.oddsRatio, 108.82352941176471, kExact);
        VERIFY_INTERVAL(*f.sensitivity.interval, 0.9221218630058262, 0.9665606059450772, kExact);
        VERIFY_INTERVAL(*f.specificity.interval, 0.8038209698476971, 0.8941229496989175, kExact);
        VERIFY_INTERVAL(*f.accuracy.interval, 0.8887943365829684, 0.9330691971970858, kExact);
    }

    void intervalsOfProportions()
    {
        VERIFY_INTERVAL(clopperPearson(370, 390), 0.9219078302321564, 0.9683978017697106, kExact);
        VERIFY_INTERVAL(wilson(0, 10), 0.0, 0.27753279986288926, kExact);
        VERIFY_INTERVAL(wilson(10, 10), 0.7224672001371106, 1.0, kExact);
        VERIFY_INTERVAL(wilson(5, 10), 0.23659309051256394, 0.7634069094874361, kExact);
        VERIFY_INTERVAL(wilson(15, 16), 0.7167126242970104, 0.9888806552353574, kExact);
        QCOMPARE(clopperPearson(0, 10).low, 0.0);
        QCOMPARE(clopperPearson(10, 10).high, 1.0);
        // Closed forms at the ends: (α/2)^(1/n).
        VERIFY_NEAR(clopperPearson(10, 10).low, std::pow(0.025, 0.1), kExact);
        VERIFY_NEAR(clopperPearson(0, 10).high, 1.0 - std::pow(0.025, 0.1), kExact);
    }

    void predictiveValuesFollowThePrevalence()
    {
        const CountFigures f = figuresOf(kCounts);
        const auto ppv = [&](double q) {
            return ppvAtPrevalence(*f.sensitivity.value, *f.specificity.value, q);
        };
        const auto npv = [&](double q) {
            return npvAtPrevalence(*f.sensitivity.value, *f.specificity.value, q);
        };
        VERIFY_NEAR(ppv(0.01), 0.061872909698996656, kExact);
        VERIFY_NEAR(npv(0.01), 0.9993943064809206, kExact);
        VERIFY_NEAR(ppv(0.05), 0.2557603686635944, kExact);
        VERIFY_NEAR(npv(0.3), 0.9749303621169916, kExact);
        VERIFY_NEAR(ppv(0.625), *f.ppv.value, kExact);
        VERIFY_NEAR(npv(0.625), *f.npv.value, kExact);
        QVERIFY(ppvAtPrevalence(0.0, 1.0, 0.5).undefined == Undefined::NothingCalledPositive);
        QVERIFY(npvAtPrevalence(1.0, 0.0, 0.5).undefined == Undefined::NothingCalledNegative);
    }

    void rankingFigures()
    {
        VERIFY_NEAR(rocAuc(kA, flags(kY)), 0.7708333333333333, kExact);
        VERIFY_NEAR(rocAuc(kB, flags(kY)), 0.6666666666666667, kExact);
        VERIFY_NEAR(averagePrecision(kA, flags(kY)), 0.7095238095238094, kExact);
        VERIFY_NEAR(averagePrecision(kB, flags(kY)), 0.6666666666666666, kExact);
        const DeLong a = deLong(kA, flags(kY));
        const DeLong b = deLong(kB, flags(kY));
        VERIFY_NEAR(a.variance, 0.025868055555555557, kExact);
        VERIFY_NEAR(b.variance, 0.038425925925925926, kExact);
        VERIFY_NEAR(deLongCovariance(a, b), 0.025462962962962965, kExact);
        VERIFY_INTERVAL(*aucWithDeLong(kA, flags(kY)).interval, 0.4556015610851453, 1.0, kExact);
        const TestResult test = deLongTest(kA, kB, flags(kY));
        VERIFY_NEAR(test.statistic, 0.9009374626955596, kExact);
        VERIFY_NEAR(test.p, 0.3676215711769719, kExact);
        VERIFY_NEAR(
            hanleyMcNeilStandardError(0.7708333333333333, 4, 6), 0.16582183868028713, kExact);
    }

    void probabilityFigures()
    {
        VERIFY_NEAR(brier(kA, flags(kY)), 0.19675, kExact);
        VERIFY_NEAR(brier(kB, flags(kY)), 0.22425, kExact);
        VERIFY_NEAR(logLoss(kA, flags(kY)), 0.5713644828179488, kExact);
        const MurphyParts parts = murphy(kA, flags(kY));
        VERIFY_NEAR(parts.reliability, 0.14675, kExact);
        VERIFY_NEAR(parts.resolution, 0.19, kExact);
        VERIFY_NEAR(parts.uncertainty, 0.24, kExact);
    }

    void calibrationErrorsInBothConventions()
    {
        const auto right = Binning::EqualWidthRightClosed;
        const auto left = Binning::EqualWidthLeftClosed;
        const std::vector<bool> y = flags(kY);
        for (const Binning binning : {right, left}) {
            VERIFY_NEAR(calibrationError(kNoEdge, y, 5, binning).expected, 0.181, kExact);
            VERIFY_NEAR(calibrationError(kNoEdge, y, 5, binning).maximum, 0.37, kExact);
            VERIFY_NEAR(calibrationError(kNoEdge, y, 10, binning).expected, 0.245, kExact);
            VERIFY_NEAR(calibrationError(kNoEdge, y, 10, binning).maximum, 0.83, kExact);
            VERIFY_NEAR(calibrationError(kNoEdge, y, 15, binning).expected, 0.307, kExact);
        }
        VERIFY_NEAR(calibrationError(kA, y, 5, right).expected, 0.105, kExact);
        VERIFY_NEAR(calibrationError(kA, y, 5, right).maximum, 0.25, kExact);
        VERIFY_NEAR(calibrationError(kA, y, 5, left).expected, 0.175, kExact);
        VERIFY_NEAR(calibrationError(kA, y, 5, left).maximum, 0.35, kExact);
        const Scores scores = testing::scoresFromProbabilities(kA, kY);
        VERIFY_NEAR(confidenceCalibrationError(scores, 5, right).expected, 0.115, kExact);
        VERIFY_NEAR(confidenceCalibrationError(scores, 5, right).maximum, 0.13, kExact);
    }

    void binEdgesAreWhereTheyAreSaidToBe()
    {
        for (int k = 0; k <= 15; ++k) {
            const double edge = k / 15.0;
            const auto right = static_cast<int>(equalWidthBin(edge, 15));
            QCOMPARE(right, std::max(0, k - 1));
            QCOMPARE(static_cast<int>(equalWidthBin(edge, 15, Binning::EqualWidthLeftClosed)),
                std::min(14, k));
        }
    }

    void equalMassBinsShareTheFilmsAndKeepEqualScoresTogether()
    {
        const auto bins = reliabilityBins(kNoEdge, flags(kY), 5, Binning::EqualMass);
        QCOMPARE(bins.size(), std::size_t{5});
        for (const ReliabilityBin& bin : bins)
            QCOMPARE(bin.films, std::int64_t{2});
        const std::vector<double> tied{0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.9, 0.9, 0.9, 0.9};
        const auto two = reliabilityBins(tied, flags(kY), 5, Binning::EqualMass);
        QCOMPARE(two.size(), std::size_t{2});
        QCOMPARE(two[0].films, std::int64_t{6});
        QCOMPARE(two[1].positives, std::int64_t{4});
    }

    void netBenefitAndItsBaseline()
    {
        const ThresholdSweep sweep(kA, flags(kY));
        const std::vector<std::array<double, 3>> expected{{0.1, 0.3333333333333333, 0.3333333333},
            {0.2, 0.275, 0.25}, {0.3, 0.22857142857142856, 0.14285714285714285}, {0.5, 0.1, -0.2},
            {0.6, 0.05, -0.5}};
        for (const auto& [pt, model, all] : expected) {
            VERIFY_NEAR(netBenefit(sweep.countsAt(pt), pt), model, kExact);
            VERIFY_NEAR(netBenefitOfAll(sweep.prevalence(), pt), all, kExact);
        }
    }

    void mcNemarInFourForms()
    {
        const McNemar test = mcNemar(12, 25);
        VERIFY_NEAR(test.exactP, 0.04703102743951604, kExact);
        VERIFY_NEAR(test.midP, 0.03355243967962451, kExact);
        VERIFY_NEAR(test.chi2Corrected, 3.891891891891892, kExact);
        VERIFY_NEAR(test.chi2CorrectedP, 0.04851973828025081, kExact);
        VERIFY_NEAR(test.chi2, 4.5675675675675675, kExact);
        VERIFY_NEAR(test.chi2P, 0.03258279838561265, kExact);
        QVERIFY(!test.preferExact());
        VERIFY_NEAR(mcNemar(3, 9).exactP, 0.14599609375, kExact);
        VERIFY_NEAR(mcNemar(0, 6).exactP, 0.03125, kExact);
        VERIFY_NEAR(mcNemar(0, 6).midP, 0.015625, kExact);
        VERIFY_NEAR(mcNemar(40, 40).exactP, 1.0, kExact);
        VERIFY_NEAR(mcNemar(40, 40).chi2Corrected, 0.0, kExact); // R clamps, statsmodels does not
        QCOMPARE(mcNemar(0, 0).exactP, 1.0);
    }

    void temperatureAndPlattScaling()
    {
        const Scores scores = testing::scoresFromLogits(kZ, kYOfZ);
        const auto fit = fitTemperature(scores);
        QVERIFY(fit.has_value());
        // The reference was minimised numerically: its loss is exact, its position is not.
        VERIFY_NEAR(fit->temperature, 2.470988264393593, 1e-6);
        VERIFY_NEAR(fit->lossBefore, 0.7117147789853623, kExact);
        VERIFY_NEAR(fit->lossAfter, 0.5615411437808092, kExact);
        QVERIFY(!fit->atLimit);
        const Scores cooled = withTemperature(scores, fit->temperature);
        VERIFY_NEAR(meanLogLossOf(cooled), 0.5615411437808092, kExact);
        VERIFY_NEAR(
            brier(scores.positiveScores(), scores.positiveLabels()), 0.24247116329731144, kExact);
        VERIFY_NEAR(
            brier(cooled.positiveScores(), cooled.positiveLabels()), 0.19394198694869735, 1e-8);
        const auto platt = fitPlatt(scores);
        QVERIFY(platt.has_value());
        VERIFY_NEAR(platt->slope, 0.412719580321998, 1e-6);
        VERIFY_NEAR(platt->intercept, -0.1708747920383698, 1e-6);
        VERIFY_NEAR(platt->lossAfter, 0.5588450067083374, kExact);
        VERIFY_NEAR(meanLogLossOf(withPlatt(scores, *platt)), 0.5588450067083374, kExact);
    }

    void thresholdsToChoose()
    {
        const ThresholdSweep sweep(kA, flags(kY));
        VERIFY_NEAR(youdenThreshold(sweep), 0.35, 0.0);
        VERIFY_NEAR(sweep.figuresAt(0.35).youden, 0.5, kExact);
        VERIFY_NEAR(sensitivityThreshold(sweep, 0.75), 0.55, 0.0);
        VERIFY_NEAR(sensitivityThreshold(sweep, 1.0), 0.35, 0.0);
        QVERIFY(sensitivityThreshold(sweep, 1.1).undefined == Undefined::NotReachable);
        // Misses cost nothing: calling nobody is best. False alarms cost nothing: calling all is.
        VERIFY_NEAR(costThreshold(sweep, 0.0, 1.0, 0.4), sweep.aboveAll(), 0.0);
        QCOMPARE(sweep.countsAt(sweep.aboveAll()).calledPositive(), std::int64_t{0});
        VERIFY_NEAR(costThreshold(sweep, 1.0, 0.0, 0.4), 0.35, 0.0);
        // Equal weights of both rates are Youden's choice.
        VERIFY_NEAR(costThreshold(sweep, 1.0, 1.0, 0.5), 0.35, 0.0);
    }

    void everySharedOracle()
    {
        SKIP_WITHOUT_SHARED(path, "reference/oracles.json");
        const nlohmann::json oracles = readJson(path);
        checkCounts(oracles.at("A_confusion"));
        checkWilson(oracles.at("A2_wilson_edge"));
        checkScores(oracles.at("B_scores"));
        checkCurves(oracles.at("B_scores"));
        checkMcNemar(oracles.at("C_mcnemar"));
        checkScaling(oracles.at("D_temperature"));
    }

private:
    void checkCounts(const nlohmann::json& o)
    {
        const BinaryCounts counts{
            .tp = o.at("TP"), .fn = o.at("FN"), .tn = o.at("TN"), .fp = o.at("FP")};
        const CountFigures f = figuresOf(counts);
        const std::vector<std::pair<const char*, Figure>> values{{"accuracy", f.accuracy},
            {"sensitivity", f.sensitivity}, {"specificity", f.specificity}, {"ppv", f.ppv},
            {"npv", f.npv}, {"f1", f.f1}, {"mcc", f.mcc}, {"balanced_accuracy", f.balancedAccuracy},
            {"kappa", f.kappa}, {"youden_j", f.youden}, {"lr_pos", f.likelihoodRatioPositive},
            {"lr_neg", f.likelihoodRatioNegative}, {"dor", f.oddsRatio}};
        for (const auto& [key, figure] : values)
            VERIFY_NEAR(figure, o.at(key).get<double>(), kExact);
        const std::vector<std::tuple<std::string, std::int64_t, std::int64_t, Figure>> shares{
            {"sensitivity", counts.tp, counts.positives(), f.sensitivity},
            {"specificity", counts.tn, counts.negatives(), f.specificity},
            {"accuracy", counts.tp + counts.tn, counts.total(), f.accuracy},
            {"ppv", counts.tp, counts.calledPositive(), f.ppv},
            {"npv", counts.tn, counts.calledNegative(), f.npv}};
        for (const auto& [key, k, n, figure] : shares) {
            const auto& w = o.at("wilson95_" + key);
            VERIFY_INTERVAL(*figure.interval, w[0].get<double>(), w[1].get<double>(), kExact);
            const auto& c = o.at("clopper95_" + key);
            VERIFY_INTERVAL(clopperPearson(k, n), c[0].get<double>(), c[1].get<double>(), kExact);
        }
        for (const char* q : {"0.01", "0.05", "0.1", "0.3", "0.625"}) {
            VERIFY_NEAR(ppvAtPrevalence(*f.sensitivity.value, *f.specificity.value, std::stod(q)),
                o.at(std::string("ppv_at_prev_") + q).get<double>(), kExact);
            VERIFY_NEAR(npvAtPrevalence(*f.sensitivity.value, *f.specificity.value, std::stod(q)),
                o.at(std::string("npv_at_prev_") + q).get<double>(), kExact);
        }
    }

    void checkWilson(const nlohmann::json& o)
    {
        for (const auto& [key, value] : o.items()) {
            const auto slash = key.find('/');
            const Interval interval =
                wilson(std::stol(key.substr(0, slash)), std::stol(key.substr(slash + 1)));
            VERIFY_INTERVAL(interval, value[0].get<double>(), value[1].get<double>(), kExact);
        }
    }

    void checkScores(const nlohmann::json& o)
    {
        const auto labels = flags(o.at("y").get<std::vector<int>>());
        const auto a = o.at("a").get<std::vector<double>>();
        const auto b = o.at("b").get<std::vector<double>>();
        const DeLong da = deLong(a, labels);
        const DeLong db = deLong(b, labels);
        VERIFY_NEAR(da.auc, o.at("auc_a").get<double>(), kExact);
        VERIFY_NEAR(db.auc, o.at("auc_b").get<double>(), kExact);
        VERIFY_NEAR(da.variance, o.at("delong_cov")[0][0].get<double>(), kExact);
        VERIFY_NEAR(deLongCovariance(da, db), o.at("delong_cov")[0][1].get<double>(), kExact);
        VERIFY_NEAR(db.variance, o.at("delong_cov")[1][1].get<double>(), kExact);
        VERIFY_NEAR(std::sqrt(da.variance), o.at("se_a").get<double>(), kExact);
        const auto interval = *aucWithDeLong(a, labels).interval;
        VERIFY_INTERVAL(
            interval, o.at("ci95_a")[0].get<double>(), o.at("ci95_a")[1].get<double>(), kExact);
        const TestResult test = deLongTest(a, b, labels);
        VERIFY_NEAR(test.statistic, o.at("delong_z").get<double>(), kExact);
        VERIFY_NEAR(test.p, o.at("delong_p").get<double>(), kExact);
        VERIFY_NEAR(hanleyMcNeilStandardError(da.auc, 4, 6),
            o.at("hanley_mcneil_se_a").get<double>(), kExact);
        VERIFY_NEAR(averagePrecision(a, labels), o.at("ap_a").get<double>(), kExact);
        VERIFY_NEAR(averagePrecision(b, labels), o.at("ap_b").get<double>(), kExact);
        VERIFY_NEAR(brier(a, labels), o.at("brier_a").get<double>(), kExact);
        VERIFY_NEAR(brier(b, labels), o.at("brier_b").get<double>(), kExact);
        VERIFY_NEAR(logLoss(a, labels), o.at("logloss_a").get<double>(), kExact);
        VERIFY_NEAR(
            calibrationError(a, labels, 5).expected, o.at("ece5_pos_a").get<double>(), kExact);
        VERIFY_NEAR(
            calibrationError(a, labels, 5).maximum, o.at("mce5_pos_a").get<double>(), kExact);
        const ThresholdSweep sweep(a, labels);
        for (const auto& [pt, value] : o.at("net_benefit_a").items())
            VERIFY_NEAR(netBenefit(sweep.countsAt(std::stod(pt)), std::stod(pt)),
                value.get<double>(), kExact);
        for (const auto& [pt, value] : o.at("net_benefit_all").items())
            VERIFY_NEAR(
                netBenefitOfAll(sweep.prevalence(), std::stod(pt)), value.get<double>(), kExact);
        VERIFY_NEAR(youdenThreshold(sweep), o.at("youden_best").at("thr").get<double>(), 0.0);
        const MurphyParts parts = murphy(a, labels);
        VERIFY_NEAR(parts.reliability, o.at("murphy").at("reliability").get<double>(), kExact);
        VERIFY_NEAR(parts.resolution, o.at("murphy").at("resolution").get<double>(), kExact);
        VERIFY_NEAR(parts.uncertainty, o.at("murphy").at("uncertainty").get<double>(), kExact);
    }

    void checkCurves(const nlohmann::json& o)
    {
        const auto labels = flags(o.at("y").get<std::vector<int>>());
        const auto a = o.at("a").get<std::vector<double>>();
        const auto roc = rocCurve(a, labels);
        const auto& rocOracle = o.at("roc_a");
        QCOMPARE(roc.size(), rocOracle[0].size());
        for (std::size_t i = 0; i < roc.size(); ++i) {
            VERIFY_NEAR(roc[i].falsePositiveRate, rocOracle[0][i].get<double>(), kExact);
            VERIFY_NEAR(roc[i].truePositiveRate, rocOracle[1][i].get<double>(), kExact);
            if (i > 0)
                VERIFY_NEAR(roc[i].threshold, rocOracle[2][i].get<double>(), 0.0);
        }
        // scikit-learn lists the points by rising threshold and adds (recall 0, precision 1).
        const auto pr = prCurve(a, labels);
        const auto& prOracle = o.at("pr_a");
        QCOMPARE(pr.size(), prOracle[2].size());
        for (std::size_t i = 0; i < pr.size(); ++i) {
            const PrPoint& point = pr[pr.size() - 1 - i];
            VERIFY_NEAR(point.precision, prOracle[0][i].get<double>(), kExact);
            VERIFY_NEAR(point.recall, prOracle[1][i].get<double>(), kExact);
            VERIFY_NEAR(point.threshold, prOracle[2][i].get<double>(), 0.0);
        }
    }

    void checkMcNemar(const nlohmann::json& o)
    {
        for (const auto& [key, value] : o.items()) {
            const auto comma = key.find(",c=");
            const std::int64_t b = std::stol(key.substr(2, comma - 2));
            const std::int64_t c = std::stol(key.substr(comma + 3));
            const McNemar test = mcNemar(b, c);
            VERIFY_NEAR(test.exactP, value.at("exact_p").get<double>(), kExact);
            VERIFY_NEAR(test.midP, value.at("midp").get<double>(), kExact);
            VERIFY_NEAR(test.chi2, value.at("chi2").get<double>(), kExact);
            VERIFY_NEAR(test.chi2P, value.at("p").get<double>(), kExact);
            if (b == c) // statsmodels squares the negative bracket; we clamp it, as R does
                continue;
            VERIFY_NEAR(test.chi2Corrected, value.at("chi2_cc").get<double>(), kExact);
            VERIFY_NEAR(test.chi2CorrectedP, value.at("p_cc").get<double>(), kExact);
        }
    }

    void checkScaling(const nlohmann::json& o)
    {
        const Scores scores = testing::scoresFromLogits(
            o.at("logit").get<std::vector<double>>(), o.at("y").get<std::vector<int>>());
        const auto fit = fitTemperature(scores);
        QVERIFY(fit.has_value());
        VERIFY_NEAR(fit->temperature, o.at("T").get<double>(), 1e-6);
        VERIFY_NEAR(fit->lossBefore, o.at("nll_T1").get<double>(), kExact);
        VERIFY_NEAR(fit->lossAfter, o.at("nll_T").get<double>(), kExact);
        // At the reference's own T the figures agree exactly.
        const Scores cooled = withTemperature(scores, o.at("T").get<double>());
        VERIFY_NEAR(brier(scores.positiveScores(), scores.positiveLabels()),
            o.at("brier_T1").get<double>(), kExact);
        VERIFY_NEAR(brier(cooled.positiveScores(), cooled.positiveLabels()),
            o.at("brier_T").get<double>(), kExact);
        const auto platt = fitPlatt(scores);
        QVERIFY(platt.has_value());
        VERIFY_NEAR(platt->slope, o.at("platt_a").get<double>(), 1e-6);
        VERIFY_NEAR(platt->intercept, o.at("platt_b").get<double>(), 1e-6);
        VERIFY_NEAR(platt->lossAfter, o.at("nll_platt").get<double>(), kExact);
    }
};

QTEST_GUILESS_MAIN(FiguresTest)
#include "tst_figures.moc"
