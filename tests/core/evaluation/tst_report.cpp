#include "EvaluationFixtures.h"

#include "core/base/Random.h"
#include "core/evaluation/Report.h"
#include "core/evaluation/SvgChart.h"
#include "core/evaluation/Wording.h"

#include <QtTest>

#include <limits>
#include <vector>

using namespace negatoscope;
using namespace negatoscope::evaluation;

namespace {

ReportInput exampleInput()
{
    base::Random random(21);
    std::vector<double> logits;
    std::vector<int> labels;
    for (int film = 0; film < 120; ++film) {
        labels.push_back(film % 3 == 0 ? 0 : 1);
        logits.push_back(random.normal() + (labels.back() == 1 ? 1.5 : -1.5));
    }
    ReportInput input;
    input.modelName = "notebook";
    input.dataName = "phantoms";
    input.splitName = "test";
    input.scores = testing::scoresFromLogits(logits, labels);
    for (const int label : labels)
        input.scores.kinds.push_back(label == 1 ? "virus" : "normal");
    input.curves = {{"loss", {0.6, 0.4, 0.3}, {0.5, 0.4, std::nan("")}}};
    input.bestEpoch = 1;
    input.facts = {{"alpha", "0.35"}};
    input.films = {{"a.png", "iVBORw0KGgo=", "iVBORw0KGgo=", 1, 0.9, "adds up"}};
    return input;
}

int countOf(const std::string& text, const std::string& part)
{
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

/// Every element that is opened is closed, in order; void elements aside.
bool isBalanced(const std::string& html)
{
    std::vector<std::string> open;
    for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const auto end = html.find('>', at);
        if (end == std::string::npos)
            return false;
        std::string tag = html.substr(at + 1, end - at - 1);
        if (tag[0] == '!' || tag.back() == '/')
            continue;
        const std::string name = tag.substr(0, tag.find(' '));
        if (name == "meta" || name == "br" || name == "img")
            continue;
        if (name[0] != '/')
            open.push_back(name);
        else if (open.empty() || open.back() != name.substr(1))
            return false;
        else
            open.pop_back();
    }
    return open.empty();
}

void verifyReport(const ReportInput& input)
{
    const std::string html = reportHtml(input);
    QVERIFY(isBalanced(html));
    QVERIFY(html.find("http") == std::string::npos); // nothing from outside
    QVERIFY(html.find("<script") == std::string::npos);
    for (const char* wrong : {"nan", "inf ", ">inf", "-nan", "%1", "%2"})
        QVERIFY2(html.find(wrong) == std::string::npos, wrong);
}

} // namespace

class ReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportHasEveryPart()
    {
        const ReportInput input = exampleInput();
        verifyReport(input);
        const std::string html = reportHtml(input);
        QCOMPARE(
            countOf(html, "<svg"), 7); // histogram, ROC, PR, calibration, decision, groups, loss
        QCOMPARE(countOf(html, "data:image/png;base64,"), 2);
        for (const char* part : {"notebook", "phantoms", "Education only", "Not a medical device",
                 "Always “PNEUMONIA”", "prefers-color-scheme:dark", "#0072B2", "#D55E00", "alpha"})
            QVERIFY2(html.find(part) != std::string::npos, part);
    }

    void frenchReportIsFrench()
    {
        ReportInput input = exampleInput();
        input.language = Language::French;
        verifyReport(input);
        const std::string html = reportHtml(input);
        for (const char* part : {"lang=\"fr\"", "Sensibilité", "pas pour le diagnostic", "0,500"})
            QVERIFY2(html.find(part) != std::string::npos, part);
        QVERIFY(html.find("Sensitivity") == std::string::npos);
    }

    void everyPhraseExistsInBothLanguages()
    {
        for (int key = 0; key <= static_cast<int>(Phrase::BootstrapBand); ++key)
            for (const Language language : {Language::English, Language::French})
                QVERIFY2(!phrase(static_cast<Phrase>(key), language).empty(),
                    qPrintable(QString::number(key)));
        for (int key = 1; key <= static_cast<int>(Undefined::NotReachable); ++key) {
            const auto reason = static_cast<Undefined>(key);
            QVERIFY(reasonText(reason, Language::French) != reasonText(reason, Language::English));
        }
    }

    void namesCannotBreakThePage()
    {
        ReportInput input = exampleInput();
        const std::string hostile = "<script>alert(\"x\")</script>&\n\xFF%1";
        input.modelName = input.dataName = input.splitName = hostile;
        input.facts = {{hostile, hostile}};
        input.limits = {hostile};
        input.scores.classNames = {hostile + "0", hostile + "1"};
        input.scores.kinds.assign(input.scores.size(), hostile);
        input.films = {{hostile, "iVBORw0KGgo=", "\"><b>", 0, 0.5, hostile}};
        const std::string html = reportHtml(input);
        QVERIFY(isBalanced(html));
        QVERIFY(html.find("<script") == std::string::npos);
        QVERIFY(html.find("\"><b>\"") == std::string::npos);
    }

    void undefinedIsSaidInTheReport()
    {
        ReportInput empty;
        verifyReport(empty);
        QVERIFY(reportHtml(empty).find("undefined") != std::string::npos);
        ReportInput oneClass;
        oneClass.scores = testing::scoresFromLogits({1, 2, 3}, {1, 1, 1});
        verifyReport(oneClass);
        QVERIFY(reportHtml(oneClass).find("no film of the negative class") != std::string::npos);
        ReportInput broken;
        broken.scores = testing::scoresFromLogits({1, std::nan(""), 3}, {1, 0, 1});
        verifyReport(broken);
        QVERIFY(reportHtml(broken).find("not a finite number") != std::string::npos);
        ReportInput constant;
        constant.scores = testing::scoresFromLogits({1, 1, 1}, {1, 0, 1});
        verifyReport(constant);
        ReportInput perfect;
        perfect.scores = testing::scoresFromLogits({-100, 100}, {0, 1});
        verifyReport(perfect);
    }

    void threeClassesHaveTheirCurves()
    {
        ReportInput input;
        input.scores.classNames = {"a", "b", "c"};
        input.scores.positiveClass = 2;
        base::Random random(5);
        for (int film = 0; film < 60; ++film) {
            input.scores.labels.push_back(film % 3);
            for (int cls = 0; cls < 3; ++cls)
                input.scores.logits.push_back(random.normal() + (cls == film % 3 ? 2.0 : 0.0));
        }
        fillProbabilities(input.scores);
        verifyReport(input);
        QCOMPARE(countOf(reportHtml(input), "class=\"rocLine"), 3);
    }

    void numbersAreWrittenHonestly()
    {
        QCOMPARE(percentText(0.973, Language::English), std::string("97.3\u00A0%"));
        QCOMPARE(percentText(1.0, Language::English), std::string("100.0\u00A0%"));
        QCOMPARE(percentText(0.99999, Language::French), std::string(">\u00A099,9\u00A0%"));
        QCOMPARE(percentText(0.00001, Language::English), std::string("<\u00A00.1\u00A0%"));
        QCOMPARE(svgNumber(12.5), std::string("12.5"));
        QCOMPARE(svgNumber(-0.001), std::string("0"));
        QCOMPARE(svgNumber(1.0 / 3.0), std::string("0.33"));
    }
};

QTEST_GUILESS_MAIN(ReportTest)
#include "tst_report.moc"
