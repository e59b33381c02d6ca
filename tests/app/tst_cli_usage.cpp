#include "tests/app/CliRun.h"
#include "tests/support/SharedFiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace negatoscope::testing;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    file.write(bytes);
}

} // namespace

/// Exit codes and one-line errors of wrong use; nothing here trains.
class tst_CliUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helps()
    {
        const QTemporaryDir folder;
        const CliResult help = runCli(folder, {"--help"});
        QCOMPARE(help.exitCode, 0);
        for (const char* command : {"train", "evaluate", "predict"})
            QVERIFY2(help.out.contains(command), command);
        const CliResult train = runCli(folder, {"train", "--help"});
        QCOMPARE(train.exitCode, 0);
        for (const char* option : {"--data", "--preset", "--config", "--weights", "--set", "--out",
                 "--resume", "--split", "--positive", "--keep-val"})
            QVERIFY2(train.out.contains(option), option);
        const CliResult version = runCli(folder, {"--version"});
        QCOMPARE(version.exitCode, 0);
        QVERIFY(version.out.startsWith("negatoscope-cli "));
    }

    void refusesBadUse_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* arguments, int exitCode, const char* message) {
            QTest::newRow(*arguments ? arguments : "nothing")
                << QString(arguments).split(' ', Qt::SkipEmptyParts) << exitCode
                << QByteArray(message);
        };
        row("", 2, "subcommand");
        row("tran", 2, "error: ");
        row("train --dta x", 2, "--dta");
        row("train", 2, "no folder of films is given: add --data DIR");
        row("train --data nowhere", 3, "nowhere");
        row("train --data . --threads many", 2, "--threads");
        row("train --data . --set epochs", 2, "is not KEY=VALUE");
        row("train --data . --set optimzer=sgd", 2, "did you mean 'optimizer'?");
        row("train --data . --set epochs=0", 2, "'epochs' cannot be 0");
        row("train --data . --preset qick", 2, "did you mean 'quick'?");
        row("train --data . --preset quick --config x", 2, "both given");
        row("train --data . --config nowhere.json", 2, "nowhere.json");
        row("train --data . --config bad.txt", 2, "line 2");
        row("train --data . --config unknown.txt", 2,
            "unknown key 'optimzer' (unknown.txt, params): did you mean 'optimizer'?");
        row("train --data . --config stack.txt", 2, "layer 1 (conv2d) needs a map");
        row("train --data empty", 3, "empty");
        row("train --data one", 3, "one");
        row("train --resume nowhere", 3, "nowhere");
        row("train --resume x --set epochs=2", 2, "--resume goes on");
        row("train --data two --split 70/15", 2, "is not a split");
        row("evaluate --model nowhere --data two", 3, "nowhere");
        row("evaluate --model x", 2, "--data");
        row("evaluate --model x --data two --threshold 2", 2, "--threshold");
        row("evaluate --model x --data two --split half", 2, "--split");
        row("predict --model nowhere two/A/1.png", 3, "nowhere");
        row("predict --model broken.keras two/A/1.png", 3, "broken.keras");
        row("predict --model x", 2, "films");
        row("predict --lang de --model x y", 2, "--lang");
    }

    void refusesBadUse()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, message);
        const QTemporaryDir folder;
        fill(folder);
        const CliResult result = runCli(folder, arguments + QStringList{"--json"});
        QVERIFY2(result.err.contains(message), result.err);
        QVERIFY2(result.err.contains("error: "), result.err);
        QCOMPARE(result.exitCode, exitCode);
        if (!message.contains("film"))
            QCOMPARE(result.err.trimmed().split('\n').last().left(7), QByteArray("error: "));
        const nlohmann::json event = result.event("error");
        QVERIFY2(event.is_object(), result.out);
        for (const char* key : {"code", "message", "path"})
            QVERIFY(event.contains(key) && event[key].is_string());
        for (const nlohmann::json& line : result.lines())
            QVERIFY(!line.is_discarded());
    }

    /// science.md 1 and 3.4: the ensemble's figures on the 624 test films, and against the model
    /// that saw no augmented films; the films divided by a table.
    void measuresScoresOfAFile()
    {
        SKIP_WITHOUT_SHARED(scores, "reference/reference_test_scores.csv");
        const QTemporaryDir folder;
        QFile file(QString::fromStdString(scores.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray table = "film,site\n";
        file.readLine();
        while (!file.atEnd()) {
            const QByteArray name = file.readLine().split(',').front();
            table += name + (name.startsWith("person") ? ",North\n" : ",South\n");
        }
        write(folder.filePath("sites.csv"), table);
        const CliResult result = runCli(
            folder, {"evaluate", "--scores-from", QString::fromStdString(scores.string()),
                        "--column", "logit_M_ens3", "--against", "logit_A_noaug", "--groups",
                        "sites.csv:site", "--groups", "kind", "--report", "report.html", "--json"});
        QCOMPARE(result.exitCode, 0);
        const nlohmann::json figures = result.lines().back();
        const auto near = [&figures](const char* key, double value) {
            return std::abs(figures[key].get<double>() - value) < 0.00051;
        };
        QVERIFY(near("auc", 0.975) && near("accuracy", 0.897) && near("sensitivity", 0.992));
        QVERIFY(near("specificity", 0.739) && near("average_precision", 0.984));
        // 1 prints a Brier score of 0.087; the mean square of the file's own logits is 0.08645.
        QVERIFY(near("mcc", 0.787) && near("brier", 0.0865) && near("ece15", 0.105));
        const nlohmann::json& paired = figures["comparison"];
        QVERIFY(std::abs(std::abs(paired["delong_z"].get<double>()) - 5.034) < 0.0005);
        QCOMPARE(paired["flips"].get<int>(), 87);
        const nlohmann::json& sites = figures["groups"]["sites.csv:site"];
        QCOMPARE(sites.size(), std::size_t{2});
        QCOMPARE(sites[0]["group"].get<std::string>(), std::string("South"));
        QCOMPARE(sites[0]["right"].get<int>(), 173); // of 234: the specificity
        QCOMPARE(sites[1]["films"].get<int>(), 390);
        QVERIFY(sites[1]["interval"][0].get<double>() < 387.0 / 390.0);
        QCOMPARE(figures["groups"]["kind"].size(), std::size_t{3});
        QFile report(folder.filePath("report.html"));
        QVERIFY(report.open(QIODevice::ReadOnly));
        QVERIFY(report.readAll().contains("sites.csv:site"));
        const CliResult pixels =
            runCli(folder, {"evaluate", "--scores-from", QString::fromStdString(scores.string()),
                               "--groups", "marker"});
        QCOMPARE(pixels.exitCode, 2);
        QVERIFY(pixels.err.contains("need the films themselves"));
    }

private:
    /// Folders and files that the rows above name.
    static void fill(const QTemporaryDir& folder)
    {
        const QDir dir(folder.path());
        // The smallest grey PNG: one pixel.
        const QByteArray png = QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV"
                                                      "AAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJg"
                                                      "gg==");
        for (const char* sub : {"empty", "one/A", "two/A", "two/B"})
            dir.mkpath(sub);
        write(dir.filePath("one/A/1.png"), png);
        write(dir.filePath("two/A/1.png"), png);
        write(dir.filePath("two/B/1.png"), png);
        write(dir.filePath("bad.txt"), "params = {\n'epochs' 3}\n");
        write(dir.filePath("unknown.txt"), "params = {'optimzer': 'sgd'}\n");
        write(dir.filePath("stack.txt"), "params = {'pooling': 'max', 'weights': 'random'}\n"
                                         "added_layers = [{'type': 'conv2d', 'count': 3}]\n");
        write(dir.filePath("broken.keras"), "PK\x03\x04 not a zip");
    }
};

QTEST_GUILESS_MAIN(tst_CliUsage)
#include "tst_cli_usage.moc"
