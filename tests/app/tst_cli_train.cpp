#include "tests/app/CliRun.h"
#include "tests/support/SharedFiles.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace negatoscope::testing;

namespace {

const QStringList kSmall{"--weights", "random", "--set", "img_size=64", "--set", "batch_size=8",
    "--keep-val", "--threads", "1", "--seed", "3"};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void verifyFigures(const nlohmann::json& figures)
{
    for (const char* key : {"n", "positive", "threshold", "auc", "average_precision", "accuracy",
             "balanced_accuracy", "sensitivity", "specificity", "ppv", "npv", "f1", "mcc", "brier",
             "ece15", "log_loss", "confusion", "intervals"})
        QVERIFY2(figures.contains(key), key);
    for (const char* key : {"tn", "fp", "fn", "tp"})
        QVERIFY2(figures["confusion"].contains(key), key);
    for (const char* key : {"auc", "accuracy", "sensitivity", "specificity"})
        QVERIFY2(figures["intervals"].contains(key), key);
}

} // namespace

/// Train, evaluate and predict on a few real films, through the real program.
class tst_CliTrain : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_data;
    QString m_run;

    CliResult train(const QStringList& more, const QString& out)
    {
        return runCli(m_folder,
            QStringList{"train", "--json", "--data", m_data, "--out", out} + kSmall + more);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_data = m_folder.filePath("films");
        m_run = m_folder.filePath("run");
        if (!copyChestFilms(m_data, 10))
            QSKIP("needs ../shared/data/chest_xray_224, which is not on this machine");
        const CliResult result = train({"--set", "epochs=2"}, m_run);
        QVERIFY2(result.exitCode == 0, result.err);
        for (const nlohmann::json& line : result.lines())
            QVERIFY(line.is_object() && line.contains("event"));
        const nlohmann::json started = result.event("started");
        QCOMPARE(started["films"]["train"].get<int>(), 20);
        QCOMPARE(started["films"]["val"].get<int>(), 20);
        QCOMPARE(started["films"]["test"].get<int>(), 20);
        QVERIFY(started["trainable_parameters"].get<int>() == 164226);
        QVERIFY(started["cache"].contains("valid") && started["cache"].contains("reason"));
        const nlohmann::json epoch = result.event("epoch");
        QCOMPARE(epoch["epoch"].get<int>(), 1);
        for (const char* key :
            {"loss", "accuracy", "val_loss", "val_accuracy", "val_auc", "learning_rate", "seconds"})
            QVERIFY2(epoch.contains(key), key);
        const nlohmann::json finished = result.event("finished");
        QVERIFY(finished["run_id"] == started["run_id"]);
        QVERIFY(finished["outcome"] == "completed");
        for (const char* key : {"load", "features", "train", "evaluate", "total"})
            QVERIFY2(finished["seconds"].contains(key), key);
        verifyFigures(finished["val"]);
        verifyFigures(finished["test"]);
    }

    void evaluatesTheRun()
    {
        const QString csv = m_folder.filePath("scores.csv");
        const QString html = m_folder.filePath("report.html");
        const CliResult result =
            runCli(m_folder, {"evaluate", "--json", "--model", m_run, "--data", m_data, "--split",
                                 "test", "--keep-val", "--scores", csv, "--report", html});
        QVERIFY2(result.exitCode == 0, result.err);
        QCOMPARE(result.lines().size(), std::size_t(1));
        verifyFigures(result.lines()[0]);
        QCOMPARE(result.lines()[0]["n"].get<int>(), 20);
        const QList<QByteArray> rows = contentOf(csv).trimmed().split('\n');
        QCOMPARE(rows.size(), 21);
        QCOMPARE(rows[0].trimmed(), QByteArray("file,label,score"));
        QVERIFY(contentOf(html).contains("<svg"));
        const CliResult all = runCli(m_folder, {"evaluate", "--json", "--model", m_run, "--data",
                                                   m_data, "--split", "all", "--threshold", "1"});
        QCOMPARE(all.lines()[0]["n"].get<int>(), 60);
        QCOMPARE(all.lines()[0]["threshold"].get<double>(), 1.0);
    }

    /// The figures that training states are those that evaluate finds.
    void evaluateAgreesWithTrain()
    {
        // Random features barely differ between films, and ties would be decided by rounding.
        SKIP_WITHOUT_SHARED(weights, "models/teachable_machine");
        const CliResult trained = train(
            {"--set", "epochs=3", "--set", "weights=" + QString::fromStdString(weights.string())},
            m_folder.filePath("agree"));
        QVERIFY2(trained.exitCode == 0, trained.err);
        const CliResult result =
            runCli(m_folder, {"evaluate", "--json", "--model", m_folder.filePath("agree"), "--data",
                                 m_data, "--split", "test", "--keep-val"});
        QVERIFY2(result.exitCode == 0, result.err);
        const nlohmann::json test = trained.event("finished")["test"];
        for (const char* key : {"auc", "accuracy", "brier", "log_loss"})
            QVERIFY2(
                std::abs(result.lines()[0][key].get<double>() - test[key].get<double>()) < 1e-4,
                key);
    }

    void readsFilms()
    {
        const QDir films(m_data + "/test/NORMAL");
        const QString good = films.filePath(films.entryList(QDir::Files).first());
        const QString bad = m_folder.filePath("not a film.jpeg");
        QFile file(bad);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("nothing");
        file.close();
        const CliResult result =
            runCli(m_folder, {"predict", "--json", "--model", m_run, bad, good, "nowhere.png"});
        QCOMPARE(result.exitCode, 3);
        const auto lines = result.lines();
        QCOMPARE(lines.size(), std::size_t(3));
        QVERIFY(lines[0].contains("error") && lines[0]["error"].contains("code"));
        QVERIFY(lines[2].contains("error"));
        for (const char* key : {"file", "class", "score", "threshold", "domain", "cam"})
            QVERIFY2(lines[1].contains(key), key);
        const double score = lines[1]["score"].get<double>();
        QVERIFY(score >= 0.0 && score <= 1.0);
        QVERIFY(lines[1]["class"] == (score >= 0.5 ? "PNEUMONIA" : "NORMAL"));
        const CliResult alone = runCli(m_folder, {"predict", "--json", "--model", m_run, good});
        QCOMPARE(alone.exitCode, 0);
        QVERIFY(std::abs(alone.lines()[0]["score"].get<double>() - score) < 1e-6);
    }

    void writesHeatMaps()
    {
        const QDir films(m_data + "/test/NORMAL");
        const QString film = films.filePath(films.entryList(QDir::Files).first());
        const CliResult result = runCli(m_folder,
            {"predict", "--json", "--model", m_run, "--cam", m_folder.filePath("maps"), film});
        QVERIFY2(result.exitCode == 0, result.err);
        const QByteArray picture =
            contentOf(QString::fromStdString(result.lines()[0]["cam"].get<std::string>()));
        QVERIFY(picture.startsWith("\x89PNG"));
    }

    void listsComparesAndChoosesRuns()
    {
        const CliResult second =
            train({"--set", "epochs=2", "--set", "optimizer=sgd"}, m_folder.filePath("second"));
        QVERIFY2(second.exitCode == 0, second.err);
        const CliResult listed = runCli(m_folder, {"runs", "list", "--json"});
        QVERIFY2(listed.exitCode == 0, listed.err);
        QVERIFY(listed.lines().size() >= 2);
        const nlohmann::json newest = listed.lines()[0];
        QVERIFY(newest["run_id"] == second.event("finished")["run_id"]);
        QCOMPARE(newest["figures"]["val_auc"].get<double>(),
            second.event("finished")["val"]["auc"].get<double>());
        const QString number = QString::number(newest["number"].get<int>());
        const CliResult compared = runCli(m_folder, {"runs", "compare", "--json", "1", number});
        bool optimizerDiffers = false;
        for (const nlohmann::json& line : compared.lines())
            optimizerDiffers |= line["name"].get<std::string>().starts_with("optimizer");
        QVERIFY(optimizerDiffers);
        QCOMPARE(runCli(m_folder, {"runs", "best", number}).exitCode, 2); // a reason is asked for
        QCOMPARE(runCli(m_folder, {"runs", "best", number, "--reason", "steadier"}).exitCode, 0);
        QCOMPARE(runCli(m_folder, {"runs", "best", "--metric", "test_auc"}).exitCode, 2);
        const CliResult byNumber = runCli(
            m_folder, {"evaluate", "--json", "--model", number, "--data", m_data, "--keep-val"});
        QVERIFY2(byNumber.exitCode == 0, byNumber.err);
        QCOMPARE(runCli(m_folder, {"runs", "delete", number}).exitCode, 0);
        QVERIFY(runCli(m_folder, {"runs", "list", "--json"}).lines().size() ==
                listed.lines().size() - 1);
        QCOMPARE(runCli(m_folder, {"runs", "show", "no such run"}).exitCode, 3);
    }

    void resumesAfterAKill()
    {
        const QStringList settings{"--set", "epochs=40"};
        const QString whole = m_folder.filePath("whole");
        QCOMPARE(train(settings, whole).exitCode, 0);
        const QString cut = m_folder.filePath("cut");
        const auto process = startCli(m_folder,
            QStringList{"train", "--json", "--data", m_data, "--out", cut} + kSmall + settings);
        QByteArray out;
        while (out.count("\"epoch\",") < 3 && process->waitForReadyRead(60000))
            out += process->readAllStandardOutput();
        process->kill();
        process->waitForFinished();
        const CliResult resumed =
            runCli(m_folder, {"train", "--json", "--resume", cut, "--threads", "1"});
        QVERIFY2(resumed.exitCode == 0, resumed.err);
        QCOMPARE(contentOf(cut + "/last.safetensors"), contentOf(whole + "/last.safetensors"));
        QCOMPARE(contentOf(cut + "/scores.npy"), contentOf(whole + "/scores.npy"));
    }

    void doesNotOverwriteARun()
    {
        const QByteArray before = contentOf(m_run + "/run.json");
        const CliResult result = train({"--set", "epochs=1"}, m_run);
        QVERIFY(result.exitCode != 0);
        QCOMPARE(contentOf(m_run + "/run.json"), before);
    }

    void keepsOnCtrlC()
    {
        const QString run = m_folder.filePath("stopped");
        const auto process = startCli(m_folder, QStringList{"train", "--json", "--data", m_data,
                                                    "--out", run, "--set", "epochs=10000"} +
                                                    kSmall);
        QByteArray out;
        while (!out.contains("\"epoch\"") && process->waitForReadyRead(60000))
            out += process->readAllStandardOutput();
        QVERIFY2(out.contains("\"epoch\""), process->readAllStandardError());
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        CliResult result = finishCli(*process);
        QCOMPARE(result.exitCode, 4);
        result.out = out + result.out;
        const nlohmann::json finished = result.event("finished");
        QVERIFY2(finished.is_object(), result.err);
        QVERIFY(finished["outcome"] == "stopped");
        QVERIFY(QFile::exists(run + "/run.json"));
        const QDir films(m_data + "/test/NORMAL");
        const CliResult used = runCli(m_folder,
            {"predict", "--json", "--model", run, films.filePath(films.entryList(QDir::Files)[0])});
        QVERIFY2(used.exitCode == 0, used.err);
    }

    void refusesWeightsOfAnotherWidth()
    {
        const CliResult result =
            train({"--set", "alpha=0.5", "--set", "weights=phantom", "--set", "epochs=1"},
                m_folder.filePath("wrong"));
        QVERIFY(result.exitCode != 0);
        QVERIFY(result.event("error").is_object());
    }

    void refusesAFolderThatCannotBeWritten()
    {
        QFile blocker(m_folder.filePath("blocker"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        const CliResult result =
            train({"--set", "epochs=1"}, m_folder.filePath("blocker") + "/run");
        QVERIFY(result.exitCode != 0);
        QVERIFY(result.event("error").is_object());
    }
};

QTEST_GUILESS_MAIN(tst_CliTrain)
#include "tst_cli_train.moc"
