// The feature cache through the real program: killed at any moment it is never wrongly believed,
// and memory does not grow with the number of films.

#include "tests/app/CliRun.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
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

/// Grey 32×32 bitmaps of two kinds, no two alike.
void writeFilms(const QString& folder, int count)
{
    constexpr int kSide = 32;
    QByteArray file("BM", 2);
    const auto put = [&file](quint32 value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            file.append(static_cast<char>(value >> (8 * i) & 255));
    };
    constexpr quint32 kData = 54 + 1024;
    put(kData + kSide * kSide, 4);
    put(0, 4);
    put(kData, 4);
    put(40, 4);
    put(kSide, 4);
    put(kSide, 4);
    put(1, 2);
    put(8, 2);
    for (int i = 0; i < 6; ++i)
        put(0, 4);
    for (quint32 grey = 0; grey < 256; ++grey)
        put(grey * 0x010101, 4);
    const QByteArray header = file;
    std::mt19937 random(1);
    for (int i = 0; i < count; ++i) {
        file = header;
        for (int pixel = 0; pixel < kSide * kSide; ++pixel)
            file.append(static_cast<char>(random() % (i % 2 == 0 ? 120 : 200)));
        QFile out(folder + (i % 2 == 0 ? "/DARK/" : "/LIGHT/") + QString::number(i) + ".bmp");
        if (out.open(QIODevice::WriteOnly))
            out.write(file);
    }
}

/// Peak resident memory in bytes of a run that caches and trains on `count` films; 0: it failed.
qint64 peakOf(const QTemporaryDir& folder, const QString& name, int count)
{
    for (const char* kind : {"DARK", "LIGHT"})
        QDir().mkpath(folder.filePath(name) + "/" + kind);
    writeFilms(folder.filePath(name), count);
    const auto process = startCli(
        folder, {"--json", "--threads", "2", "--workspace", folder.filePath(name + "_workspace"),
                    "train", "--data", folder.filePath(name), "--weights", "random", "--set",
                    "img_size=32", "--set", "epochs=2", "--set", "batch_size=100"});
    qint64 peak = 0;
    while (!process->waitForFinished(50) && process->state() != QProcess::NotRunning) {
        QFile status("/proc/" + QString::number(process->processId()) + "/status");
        if (!status.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray& line : status.readAll().split('\n'))
            if (line.startsWith("VmHWM:"))
                peak = std::max(peak, line.simplified().split(' ').value(1).toLongLong() * 1024);
    }
    return process->exitStatus() == QProcess::NormalExit && process->exitCode() == 0 ? peak : 0;
}

} // namespace

class TestCliCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedAtAnyMomentItIsNeverWronglyBelieved();
    void memoryIsFlatInTheNumberOfFilms();

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

/// The peak of a run over a hundred thousand films, from two smaller ones: at most 2 GB. The real
/// one is measured by `negatoscope-cli bench --filter many_films`.
void TestCliCache::memoryIsFlatInTheNumberOfFilms()
{
    constexpr int kFew = 2000;
    constexpr int kMore = 12000;
    const auto few = peakOf(m_folder, "few", kFew);
    const auto more = peakOf(m_folder, "more", kMore);
    QVERIFY(few > 0 && more > 0);
    const double perFilm = static_cast<double>(more - few) / (kMore - kFew);
    const double ofHundredThousand = static_cast<double>(more) + perFilm * (100'000 - kMore);
    qInfo("peak of 100,000 films, extrapolated: %.0f MB", ofHundredThousand / 1e6);
    QVERIFY2(ofHundredThousand < 2e9, qPrintable(QString::number(ofHundredThousand / 1e6)));
}

QTEST_GUILESS_MAIN(TestCliCache)

#include "tst_cli_cache.moc"
