// The feature cache through the real program: killed at any moment it is never wrongly believed,
// and memory does not grow with the number of films.

#include "tests/app/CliRun.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <random>

using namespace negatoscope::testing;

namespace {

constexpr int kKills = 20;

/// Freezes up to block 13, with a bank of views: much to cache, a little to train.
QStringList arguments(const QTemporaryDir& folder, const QString& workspace)
{
    return {"--json", "--threads", "2", "--seed", "7", "--workspace", folder.filePath(workspace),
        "train", "--data", folder.filePath("films"), "--weights", "phantom", "--preset", "notebook",
        "--set", "strategy=fine_tuning", "--set", "fixed_layers=116", "--set", "epochs=2", "--set",
        "views={\"original\":1,\"flip\":1,\"strong\":1}"};
}

/// What was learned, digit by digit: every figure of every epoch.
std::vector<nlohmann::json> epochsOf(const CliResult& result)
{
    std::vector<nlohmann::json> epochs;
    for (nlohmann::json line : result.lines()) {
        if (!line.is_object() || line.value("event", std::string()) != "epoch")
            continue;
        line.erase("seconds");
        epochs.push_back(std::move(line));
    }
    return epochs;
}

} // namespace

class TestCliCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedAtAnyMomentItIsNeverWronglyBelieved();

private:
    QTemporaryDir m_folder;
};

void TestCliCache::initTestCase()
{
    const CliResult drawn =
        runCli(m_folder, {"--json", "--seed", "3", "phantom", "generate", "--count", "120", "--out",
                             m_folder.filePath("films")});
    QCOMPARE(drawn.exitCode, 0);
}

/// Two programs are killed in each workspace before a third one is left alone: what it learns must
/// be, bit for bit, what one learns that has never been disturbed.
void TestCliCache::killedAtAnyMomentItIsNeverWronglyBelieved()
{
    QElapsedTimer clock;
    clock.start();
    const CliResult fresh = runCli(m_folder, arguments(m_folder, "fresh"));
    const auto whole = static_cast<int>(clock.elapsed());
    const auto expected = epochsOf(fresh);
    QVERIFY2(fresh.exitCode == 0 && expected.size() == 2, fresh.err.constData());
    std::mt19937 random(20); // the moments are the same in every test; what runs then is not
    std::uniform_int_distribution<int> moment(whole / 20, whole);
    for (int kill = 0; kill < kKills; ++kill) {
        const QString workspace = "killed" + QString::number(kill / 2);
        const auto process = startCli(m_folder, arguments(m_folder, workspace));
        QVERIFY(process->waitForStarted());
        if (!process->waitForFinished(moment(random)))
            process->kill();
        process->waitForFinished();
        if (kill % 2 == 0)
            continue;
        const CliResult again = runCli(m_folder, arguments(m_folder, workspace));
        QVERIFY2(again.exitCode == 0, again.err.constData());
        QCOMPARE(epochsOf(again), expected);
        QVERIFY(QDir(m_folder.filePath(workspace)).removeRecursively());
    }
}

QTEST_GUILESS_MAIN(TestCliCache)

#include "tst_cli_cache.moc"
