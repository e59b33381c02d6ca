#include "tests/app/CliRun.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <cmath>
#include <thread>
#include <unistd.h>

using namespace negatoscope::testing;

namespace {

constexpr int kLongestMs = 300'000;

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    file.write(bytes);
}

QByteArray ask(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(kLongestMs);
    return process.readAllStandardOutput().trimmed();
}

/// A Slurm of one computer in a folder: munge, controller, node.
class OneNodeSlurm
{
public:
    explicit OneNodeSlurm(const QString& folder)
        : m_folder(folder)
    {
        for (const char* name : {"state", "spool"})
            QDir(m_folder).mkpath(name);
        write(m_folder + "/munge.key", QByteArray(1024, 'k'));
        QFile::setPermissions(m_folder + "/munge.key", QFile::ReadOwner | QFile::WriteOwner);
        const QByteArray host = ask("hostname", {"-s"});
        const QByteArray here = m_folder.toUtf8();
        const QByteArray port = QByteArray::number(20000 + static_cast<int>(::getpid()) % 20000);
        const QByteArray nodePort = QByteArray::number(port.toInt() + 1);
        write(m_folder + "/slurm.conf",
            "ClusterName=negatoscope\nSlurmctldHost=" + host +
                "(127.0.0.1)\nSlurmctldPort=" + port + "\nSlurmdPort=" + nodePort +
                "\nAuthType=auth/munge\nAuthInfo=socket=" + here +
                "/munge.sock\nSlurmUser=root\nSlurmdUser=root\nStateSaveLocation=" + here +
                "/state\nSlurmdSpoolDir=" + here + "/spool\nSlurmctldPidFile=" + here +
                "/slurmctld.pid\nSlurmdPidFile=" + here + "/slurmd.pid\nSlurmctldLogFile=" + here +
                "/slurmctld.log\nSlurmdLogFile=" + here +
                "/slurmd.log\nProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\n"
                "SwitchType=switch/none\nMpiDefault=none\nReturnToService=2\n"
                "SelectType=select/cons_tres\nSelectTypeParameters=CR_Core\n"
                "SchedulerParameters=sched_interval=2\nNodeName=" +
                host + " NodeAddr=127.0.0.1 CPUs=" +
                QByteArray::number(static_cast<int>(std::thread::hardware_concurrency())) +
                " State=UNKNOWN\nPartitionName=short Nodes=" + host +
                " Default=YES MaxTime=INFINITE State=UP\n");
        qputenv("SLURM_CONF", here + "/slurm.conf");
        start("munged",
            {"--foreground", "--force", "--key-file=" + m_folder + "/munge.key",
                "--socket=" + m_folder + "/munge.sock", "--pid-file=" + m_folder + "/munge.pid",
                "--log-file=" + m_folder + "/munge.log",
                "--seed-file=" + m_folder + "/munge.seed"});
        QElapsedTimer clock;
        clock.start();
        while (!QFile::exists(m_folder + "/munge.sock") && clock.elapsed() < kLongestMs)
            QThread::msleep(50);
        start("slurmctld", {"-D"});
        start("slurmd", {"-D", "-N", QString::fromUtf8(host)});
    }

    ~OneNodeSlurm()
    {
        while (!m_programs.empty()) {
            m_programs.back()->terminate();
            if (!m_programs.back()->waitForFinished(20'000))
                m_programs.back()->kill();
            m_programs.back()->waitForFinished(20'000);
            m_programs.pop_back();
        }
        qunsetenv("SLURM_CONF");
    }
    OneNodeSlurm(const OneNodeSlurm&) = delete;
    OneNodeSlurm& operator=(const OneNodeSlurm&) = delete;

    bool isIdle() const { return ask("sinfo", {"-h", "-o", "%T"}).contains("idle"); }
    QByteArray log() const
    {
        QFile file(m_folder + "/slurmctld.log");
        return file.open(QIODevice::ReadOnly) ? file.readAll().right(2000) : QByteArray();
    }

private:
    void start(const QString& program, const QStringList& arguments)
    {
        m_programs.push_back(std::make_unique<QProcess>());
        m_programs.back()->setProcessChannelMode(QProcess::MergedChannels);
        m_programs.back()->setStandardOutputFile(QProcess::nullDevice());
        m_programs.back()->start(found(program), arguments);
        m_programs.back()->waitForStarted();
    }

public:
    static QString found(const QString& program)
    {
        const QString path = QStandardPaths::findExecutable(program);
        return path.isEmpty() ? QStandardPaths::findExecutable(program, {"/usr/sbin", "/sbin"})
                              : path;
    }

private:
    const QString m_folder;
    std::vector<std::unique_ptr<QProcess>> m_programs;
};

} // namespace

/// Many processes: mpirun's ranks, workers that share a folder, Slurm's jobs.
class TestCliRanks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const CliResult drawn =
            runCli(m_folder, {"phantom", "generate", "--out", m_folder.filePath("films"), "--count",
                                 "90", "--size", "96"});
        QVERIFY2(drawn.exitCode == 0, drawn.err.constData());
        write(m_folder.filePath("space.json"),
            R"({"base": "notebook", "trials": 8, "finalists": 1, "seeds": 2, "sampler": "random",
                "scheduler": "none", "space": {"learning_rate": {"log": [1e-4, 1e-2]}}})");
    }
    void twoRanksGiveTheCurveOfOne_data();
    void twoRanksGiveTheCurveOfOne();
    void workersShareAStudyAndOneIsLost();
    void slurmTrainsAStudy();

private:
    QStringList train(const QString& out, const QStringList& settings) const
    {
        QStringList arguments{"--json", "--threads", "1", "--workspace",
            m_folder.filePath("workspace"), "train", "--data", m_folder.filePath("films"),
            "--preset", "notebook", "--weights", "phantom", "--out", m_folder.filePath(out)};
        for (const QString& setting : settings)
            arguments << "--set" << setting;
        return arguments;
    }
    QStringList search(const QString& out) const
    {
        return {"--json", "--threads", "1", "search", "--data", m_folder.filePath("films"),
            "--weights", "phantom", "--set", "epochs=4", "--space", m_folder.filePath("space.json"),
            "--out", m_folder.filePath(out), "--lost-after", "3"};
    }
    QTemporaryDir m_folder;
};

void TestCliRanks::twoRanksGiveTheCurveOfOne_data()
{
    QTest::addColumn<QStringList>("settings");
    // With two dropouts, whose masks must be those of the whole batch.
    QTest::newRow("head") << QStringList{"epochs=3", "batch_size=32"};
    QTest::newRow("last blocks") << QStringList{"epochs=2", "batch_size=32", "strategy=fine_tuning",
        "fixed_layers=143", "batch_norm=frozen"};
}

void TestCliRanks::twoRanksGiveTheCurveOfOne()
{
    QFETCH(QStringList, settings);
    const QString module = QFileInfo(NEGATOSCOPE_CLI).absolutePath() + "/negatoscope-mpi.so";
    if (OneNodeSlurm::found("mpirun").isEmpty() || !QFile::exists(module))
        QSKIP("mpirun or the MPI module is not here: install openmpi-bin and libopenmpi-dev");
    const QString name = QTest::currentDataTag();
    QProcess alone;
    alone.start(NEGATOSCOPE_CLI, train(name + "-one", settings));
    QVERIFY(alone.waitForFinished(kLongestMs));
    QVERIFY2(alone.exitCode() == 0, alone.readAllStandardError().constData());
    QProcess both;
    both.start("mpirun",
        QStringList{"--allow-run-as-root", "--oversubscribe", "-np", "2", NEGATOSCOPE_CLI} +
            train(name + "-two", settings));
    QVERIFY(both.waitForFinished(kLongestMs));
    QVERIFY2(both.exitCode() == 0, both.readAllStandardError().constData());
    const auto epochs = [](const QByteArray& out) {
        std::vector<nlohmann::json> found;
        for (const QByteArray& line : out.split('\n')) {
            const auto json = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
            if (json.is_object() && json.value("event", "") == "epoch")
                found.push_back(json);
        }
        return found;
    };
    const auto one = epochs(alone.readAllStandardOutput());
    const auto two = epochs(both.readAllStandardOutput());
    QVERIFY(!one.empty());
    QCOMPARE(two.size(), one.size()); // the second rank says nothing
    for (std::size_t e = 0; e < one.size(); ++e)
        for (const char* figure : {"loss", "val_loss", "accuracy", "val_accuracy"}) {
            const double difference =
                std::abs(one[e].at(figure).get<double>() - two[e].at(figure).get<double>());
            QVERIFY2(difference < 1e-4, qPrintable(QString("%1 %2").arg(figure).arg(difference)));
        }
}

void TestCliRanks::workersShareAStudyAndOneIsLost()
{
    auto leader = startCli(m_folder, search("shared") + QStringList{"--share", "2"});
    const QStringList worker{"--json", "--threads", "1", "search", "--worker", "--data",
        m_folder.filePath("films"), "--out", m_folder.filePath("shared")};
    QTRY_VERIFY_WITH_TIMEOUT(
        QFile::exists(m_folder.filePath("shared/shared/tasks/0.json")), kLongestMs);
    auto doomed = startCli(m_folder, worker);
    const QDir claims(m_folder.filePath("shared/shared/claims"));
    QTRY_VERIFY_WITH_TIMEOUT(
        !QDir(claims.path()).entryList({"*.json"}, QDir::Files).isEmpty(), kLongestMs);
    doomed->kill(); // as a computer that goes away, in the middle of its trial
    auto helper = startCli(m_folder, worker);
    const CliResult result = finishCli(*leader);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto finished = result.event("finished");
    QCOMPARE(finished.at("trials").get<int>(), 8);
    QCOMPARE(finished.at("reference").at("objectives").size(), std::size_t{2});
    QVERIFY(finished.at("gain").is_object());
    const CliResult helped = finishCli(*helper);
    QVERIFY2(helped.exitCode == 0, helped.err.constData()); // it went when the study ended
    QVERIFY(helped.event("finished").at("trials").get<int>() >= 10);
}

void TestCliRanks::slurmTrainsAStudy()
{
    for (const char* program : {"munged", "slurmctld", "slurmd", "sbatch", "scancel"})
        if (OneNodeSlurm::found(program).isEmpty())
            QSKIP("Slurm is not here: install slurm-wlm and munge");
    if (::geteuid() != 0)
        QSKIP("a Slurm of one's own needs root");
    QTemporaryDir folder;
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                             QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther |
                                             QFile::ExeOther);
    const OneNodeSlurm slurm(folder.path());
    bool isUp = false;
    for (int i = 0; i < 120 && !isUp; ++i, QThread::msleep(250))
        isUp = slurm.isIdle();
    if (!isUp)
        QSKIP(("Slurm does not start on this machine: " + slurm.log()).constData());
    auto leader = startCli(m_folder, search("slurm") + QStringList{"--slurm", "2"});
    QTRY_VERIFY_WITH_TIMEOUT(!QDir(m_folder.filePath("slurm/shared/claims"))
                                     .entryList({"*.json"}, QDir::Files)
                                     .isEmpty() ||
                                 leader->state() == QProcess::NotRunning,
        kLongestMs);
    ask("scancel", {"--signal=KILL", "1_1"}); // a node is lost
    const CliResult result = finishCli(*leader);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY(result.event("submitted").at("jobs") == 2);
    QCOMPARE(result.event("finished").at("trials").get<int>(), 8);
    QVERIFY(QFile::exists(m_folder.filePath("slurm/slurm/array.sh")));
}

QTEST_GUILESS_MAIN(TestCliRanks)
#include "tst_cli_ranks.moc"
