#include "core/base/Files.h"
#include "core/base/Csv.h"
#include "core/training/NumpyFile.h"
#include "core/training/RunFiles.h"
#include "core/training/RunRecord.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <limits>

using namespace negatoscope;
using training::NumpyArray;
using training::RunRecord;

namespace {

std::filesystem::path pathOf(const QTemporaryDir& folder)
{
    return folder.path().toStdString();
}

RunRecord exampleRun()
{
    RunRecord run;
    run.id = "0f0e";
    run.name = "a \"name\"";
    run.config = model::defaultConfig();
    run.environment = {{"threads", 2}};
    run.dataFingerprint = "fingerprint";
    run.outcome = training::OutcomeKind::Stopped;
    run.bestEpoch = 1;
    run.notices = {"Every film gets the same score."};
    for (int epoch = 0; epoch < 2; ++epoch) {
        run.history.push_back({epoch, {{"loss", 0.1 + epoch / 3.0}, {"val_loss", 1.0 / 7.0}}, 0.25,
            1'700'000'000'123});
        run.batches.push_back({epoch, 0, 1.0 / 3.0, 0.5});
        run.validationLogits.push_back({0.5F, -0.5F, 1.5F + static_cast<float>(epoch), 0.25F});
    }
    for (evaluation::Scores* scores : {&run.validation, &run.test}) {
        scores->classNames = {"NORMAL", "PNEUMONIA"};
        scores->positiveClass = 1;
        scores->films = {"a,b \"c\"\nd.png", "e.png"};
        scores->patients = {"p1", "p2"};
        scores->kinds = {"normal", "virus"};
        scores->labels = {0, 1};
        scores->logits = {0.5, -0.5, 2.5, 0.25};
        evaluation::fillProbabilities(*scores);
    }
    return run;
}

} // namespace

class TestRunRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numpyRoundTrip();
    void numpyHeaderIsAligned();
    void hostileNumpyFiles();
    void csv();
    void runRoundTrip();
    void interruptedRunSaysSo();
    void damagedRunIsAnError();
    void readOnlyFolder();
    void removingLeavesOtherFilesAlone();
};

void TestRunRecord::numpyRoundTrip()
{
    const QTemporaryDir folder;
    for (const NumpyArray& array : {NumpyArray{{2, 1, 3}, {1, 2, 3, 4, 5, -6.5F}},
             NumpyArray{{0, 4}, {}}, NumpyArray{{1}, {7}}}) {
        QVERIFY(training::writeNumpy(pathOf(folder) / "a.npy", array).has_value());
        const auto read = training::readNumpy(pathOf(folder) / "a.npy");
        QVERIFY(read.has_value());
        QVERIFY(read->shape == array.shape);
        QVERIFY(read->values == array.values);
    }
}

void TestRunRecord::numpyHeaderIsAligned()
{
    // https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0
    const QTemporaryDir folder;
    QVERIFY(training::writeNumpy(pathOf(folder) / "a.npy", {{2}, {1.0F, 2.0F}}).has_value());
    const std::string text = *base::readTextFile(pathOf(folder) / "a.npy");
    QCOMPARE(text.substr(0, 6), std::string("\x93NUMPY"));
    QCOMPARE(text.substr(6, 2), std::string("\x01\x00", 2));
    const std::size_t header =
        static_cast<unsigned char>(text[8]) + 256U * static_cast<unsigned char>(text[9]);
    QCOMPARE((10 + header) % 64, std::size_t{0});
    QCOMPARE(text[10 + header - 1], '\n');
    QCOMPARE(text.size(), 10 + header + 8);
    QVERIFY(text.find("{'descr': '<f4', 'fortran_order': False, 'shape': (2, ), }") == 10);
}

void TestRunRecord::hostileNumpyFiles()
{
    const QTemporaryDir folder;
    const auto path = pathOf(folder) / "a.npy";
    QVERIFY(training::writeNumpy(path, {{2, 3}, {1, 2, 3, 4, 5, 6}}).has_value());
    const std::string whole = *base::readTextFile(path);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        QVERIFY(base::writeFileAtomically(path, whole.substr(0, length)).has_value());
        QVERIFY(!training::readNumpy(path));
    }
    std::string huge = whole;
    huge.replace(huge.find("(2, 3, )"), 8, "(2147483647, 2147483647, 4)");
    QVERIFY(base::writeFileAtomically(path, huge).has_value());
    QVERIFY(!training::readNumpy(path));
    std::string other = whole;
    other.replace(other.find("<f4"), 3, "<f8");
    QVERIFY(base::writeFileAtomically(path, other).has_value());
    QCOMPARE(training::readNumpy(path).error().code, base::ErrorCode::UnsupportedFormat);
}

void TestRunRecord::csv()
{
    const auto rows = base::parseCsv("a,\"b,\"\"c\"\"\nd\",\r\n,x");
    QCOMPARE(rows.size(), std::size_t{2});
    QVERIFY(rows[0] == (std::vector<std::string>{"a", "b,\"c\"\nd", ""}));
    QVERIFY(rows[1] == (std::vector<std::string>{"", "x"}));
    QVERIFY(base::parseCsv("").empty());
}

void TestRunRecord::runRoundTrip()
{
    const QTemporaryDir folder;
    const RunRecord run = exampleRun();
    QVERIFY(training::writeRun(run, pathOf(folder) / "run").has_value());
    const auto read = training::readRun(pathOf(folder) / "run");
    QVERIFY2(read.has_value(), read ? "" : base::toSentence(read.error()).c_str());
    QCOMPARE(read->id, run.id);
    QCOMPARE(read->name, run.name);
    QVERIFY(read->config == run.config);
    QVERIFY(read->environment == run.environment);
    QCOMPARE(read->outcome, run.outcome);
    QCOMPARE(read->history.size(), run.history.size());
    for (std::size_t i = 0; i < run.history.size(); ++i) {
        QVERIFY(read->history[i].metrics == run.history[i].metrics);
        QCOMPARE(read->history[i].finishedAtMs, run.history[i].finishedAtMs);
        QCOMPARE(read->batches[i].loss, run.batches[i].loss);
    }
    QVERIFY(read->validationLogits == run.validationLogits);
    QVERIFY(read->validation.logits == run.validation.logits);
    QVERIFY(read->test.films == run.test.films);
    QVERIFY(read->test.probabilities == run.test.probabilities);
    QVERIFY(read->notices == run.notices);
}

void TestRunRecord::interruptedRunSaysSo()
{
    const QTemporaryDir folder;
    QVERIFY(training::writeRunStart(exampleRun(), pathOf(folder)).has_value());
    const auto read = training::readRun(pathOf(folder));
    QVERIFY(read.has_value());
    QCOMPARE(read->outcome, training::OutcomeKind::Failed);
    QCOMPARE(read->error->remedy, std::string("resume it"));
}

void TestRunRecord::damagedRunIsAnError()
{
    const QTemporaryDir folder;
    for (const char* name : {"run.json", "config.json", "history.csv", "films.csv", "scores.npy"}) {
        const auto run = pathOf(folder) / name;
        QVERIFY(training::writeRun(exampleRun(), run).has_value());
        std::ofstream(run / name, std::ios::trunc) << "epoch,a,b\n{\"broken\": ";
        QVERIFY2(!training::readRun(run), name);
    }
    QCOMPARE(training::readRun(pathOf(folder) / "none").error().code, base::ErrorCode::NotFound);
}

void TestRunRecord::readOnlyFolder()
{
    const auto written = training::writeRun(exampleRun(), "/proc/run");
    QVERIFY(!written);
    QVERIFY(!written.error().where.empty());
}

void TestRunRecord::removingLeavesOtherFilesAlone()
{
    const QTemporaryDir folder;
    const auto run = pathOf(folder) / "run";
    QVERIFY(training::writeRun(exampleRun(), run).has_value());
    std::ofstream(run / "notes.txt") << "mine";
    training::removeRunFiles(run);
    QVERIFY(std::filesystem::exists(run / "notes.txt"));
    QVERIFY(!std::filesystem::exists(run / "run.json"));
    std::filesystem::remove(run / "notes.txt");
    training::removeRunFiles(run);
    QVERIFY(!std::filesystem::exists(run));
}

QTEST_GUILESS_MAIN(TestRunRecord)
#include "tst_run_record.moc"
