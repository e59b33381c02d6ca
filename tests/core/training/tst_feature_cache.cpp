#include "core/training/FeatureCache.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <fstream>
#include <sys/resource.h>

using namespace negatoscope;
using training::CacheKey;
using training::CacheLimits;
using training::CacheSpace;
using training::FeatureCache;

namespace {

constexpr std::size_t kValues = 300;

CacheSpace space(int cut = 98)
{
    return {"stretch 224", "backbone", cut, "max", kValues};
}

CacheKey keyOf(std::size_t i)
{
    return {"film" + std::to_string(i), "original"};
}

std::vector<float> valuesOf(std::size_t i)
{
    std::vector<float> values(kValues);
    for (std::size_t k = 0; k < kValues; ++k)
        values[k] = static_cast<float>(i) + static_cast<float>(k) / 1024.0F;
    return values;
}

bool appendOne(FeatureCache& cache, std::size_t i)
{
    const CacheKey key = keyOf(i);
    return cache.append(std::span(&key, 1), valuesOf(i)).has_value();
}

bool holds(const FeatureCache& cache, std::size_t i)
{
    const auto slot = cache.find(keyOf(i));
    if (!slot)
        return false;
    const auto seen = cache.values().subspan(*slot * kValues, kValues);
    const std::vector<float> expected = valuesOf(i);
    return std::equal(seen.begin(), seen.end(), expected.begin());
}

FeatureCache opened(const std::filesystem::path& folder, int cut = 98, std::size_t expected = 1000)
{
    return std::move(*FeatureCache::open(folder, space(cut), expected));
}

/// Fills a cache until it is killed; run in a child process by --fill FOLDER.
int fillForever(const std::filesystem::path& folder)
{
    FeatureCache cache = opened(folder, 98, 100000);
    for (std::size_t i = cache.size(); i < 100000; ++i) {
        if (!appendOne(cache, i))
            return 3;
    }
    return 0;
}

/// Appends with a small limit of file size: a full disk. --full FOLDER.
int fillSmallDisk(const std::filesystem::path& folder)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{20000, 20000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    FeatureCache cache = opened(folder);
    for (std::size_t i = 0; i < 1000; ++i) {
        const CacheKey key = keyOf(i);
        const auto written = cache.append(std::span(&key, 1), valuesOf(i));
        if (!written)
            return written.error().code == base::ErrorCode::DiskFull && i > 10 &&
                           holds(cache, i - 1)
                       ? 0
                       : 4;
    }
    return 5;
}

} // namespace

class TestFeatureCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItWasGiven_data();
    void keepsWhatItWasGiven();
    void halvesKeepElevenBits();
    void whatHalvesCannotHoldIsRefused();
    void readsWhatOthersAdd();
    void isSharedByTwoWriters();
    void survivesKillAtAnyMoment();
    void damagedDataIsNotServed();
    void tornIndexIsCutOff();
    void foreignFileIsReplaced();
    void fullDiskIsAnErrorAndNothingIsLost();
    void evictsTheLeastRecentlyUsed();
    void tooLargeIsRefused();
    void validity();
};

void TestFeatureCache::keepsWhatItWasGiven_data()
{
    QTest::addColumn<bool>("onDisk");
    QTest::newRow("disk") << true;
    QTest::newRow("memory") << false;
}

void TestFeatureCache::keepsWhatItWasGiven()
{
    QFETCH(bool, onDisk);
    const QTemporaryDir folder;
    const std::filesystem::path path = onDisk ? folder.path().toStdString() : std::string();
    FeatureCache cache = opened(path);
    QVERIFY(!cache.find(keyOf(0)));
    std::vector<CacheKey> keys{keyOf(0), keyOf(1), keyOf(0)};
    std::vector<float> values = valuesOf(0);
    const auto second = valuesOf(1);
    values.insert(values.end(), second.begin(), second.end());
    values.insert(values.end(), values.begin(), values.begin() + kValues);
    QVERIFY(cache.append(keys, values).has_value());
    QCOMPARE(cache.size(), std::size_t{2});
    QVERIFY(holds(cache, 0) && holds(cache, 1));
    QVERIFY(!cache.find({"film0", "flip"}));
    QVERIFY(appendOne(cache, 1)); // known already
    QCOMPARE(cache.slotCount(), std::size_t{2});
    cache.releasePages();
    QVERIFY(holds(cache, 0));
    if (onDisk) {
        FeatureCache again = opened(path);
        QVERIFY(holds(again, 0) && holds(again, 1));
        QCOMPARE(opened(path, 99).size(), std::size_t{0}); // another cut is another cache
    }
}

/// IEEE 754 binary16 has 11 significant bits: rounding moves a value by at most 2⁻¹¹ of itself.
void TestFeatureCache::halvesKeepElevenBits()
{
    const QTemporaryDir folder;
    for (const std::string& path : {folder.path().toStdString(), std::string()}) {
        CacheSpace halves = space();
        halves.half = true;
        QCOMPARE(halves.entryBytes(), kValues * 2);
        QVERIFY(halves.fingerprint() != space().fingerprint());
        auto cache = FeatureCache::open(path, halves, 10);
        QVERIFY(cache.has_value());
        std::vector<float> values(kValues);
        for (std::size_t k = 0; k < kValues; ++k)
            values[k] = 6.0F * std::sin(static_cast<float>(k)) + (k % 2 == 0 ? 1e-3F : 0.0F);
        values[0] = 0.5F; // exact
        values[1] = -6.0F;
        const CacheKey key = keyOf(3);
        QVERIFY(cache->append(std::span(&key, 1), values).has_value());
        std::vector<float> seen(kValues);
        cache->read(*cache->find(key), seen);
        QCOMPARE(seen[0], 0.5F);
        QCOMPARE(seen[1], -6.0F);
        for (std::size_t k = 0; k < kValues; ++k)
            QVERIFY(std::abs(seen[k] - values[k]) <= std::abs(values[k]) / 2048.0F + 6e-8F);
    }
}

void TestFeatureCache::whatHalvesCannotHoldIsRefused()
{
    const QTemporaryDir folder;
    CacheSpace halves = space();
    halves.half = true;
    auto cache = FeatureCache::open(folder.path().toStdString(), halves, 10);
    QVERIFY(cache.has_value());
    std::vector<float> values(kValues, 1.0F);
    values[7] = 70000.0F;
    const CacheKey key = keyOf(0);
    const auto written = cache->append(std::span(&key, 1), values);
    QVERIFY(!written);
    QCOMPARE(written.error().code, base::ErrorCode::NumericalFailure);
    QCOMPARE(cache->size(), std::size_t{0});
}

void TestFeatureCache::readsWhatOthersAdd()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    FeatureCache reader = opened(path);
    FeatureCache writer = opened(path);
    QVERIFY(appendOne(writer, 5));
    QVERIFY(!holds(reader, 5));
    QVERIFY(reader.refresh().has_value());
    QVERIFY(holds(reader, 5));
    QVERIFY(FeatureCache::isThere(path, space()));
    QVERIFY(!FeatureCache::isThere(path, space(99)));
}

void TestFeatureCache::isSharedByTwoWriters()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    FeatureCache first = opened(path);
    FeatureCache second = opened(path);
    QVERIFY(appendOne(first, 0));
    QVERIFY(appendOne(second, 1));
    QVERIFY(appendOne(first, 1));
    QVERIFY(appendOne(first, 2));
    QVERIFY(holds(first, 0) && holds(first, 1) && holds(first, 2));
    QVERIFY(holds(second, 0) && holds(second, 1));
    QCOMPARE(opened(path).size(), std::size_t{3});
}

void TestFeatureCache::survivesKillAtAnyMoment()
{
    const QTemporaryDir folder;
    std::size_t before = 0;
    for (int round = 0; round < 4; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--fill", folder.path()});
        QVERIFY(child.waitForStarted());
        const auto index = std::filesystem::path(folder.path().toStdString()) /
                           ("features-" + space().fingerprint()) / "index";
        const auto sizeOfIndex = [&] {
            std::error_code code;
            const auto size = std::filesystem::file_size(index, code);
            return code ? 0U : size;
        };
        const auto start = sizeOfIndex();
        QTRY_VERIFY(sizeOfIndex() > start);
        QTest::qWait(7 * round);
        child.kill();
        child.waitForFinished();
        const FeatureCache cache = opened(folder.path().toStdString());
        QVERIFY(cache.size() >= before);
        for (std::size_t i = 0; i < cache.size(); ++i)
            QVERIFY(holds(cache, i));
        before = cache.size();
    }
    QVERIFY(before > 0);
}

void TestFeatureCache::damagedDataIsNotServed()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    {
        FeatureCache cache = opened(path);
        QVERIFY(appendOne(cache, 0) && appendOne(cache, 1));
    }
    const auto data = path / ("features-" + space().fingerprint()) / "data";
    {
        std::fstream file(data, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(40);
        file.put('x');
    }
    FeatureCache cache = opened(path);
    QVERIFY(!cache.find(keyOf(0)));
    QVERIFY(holds(cache, 1));
    QVERIFY(appendOne(cache, 0));
    QVERIFY(holds(cache, 0));
    std::filesystem::resize_file(data, kValues * 4 + 10);
    QVERIFY(!opened(path).find(keyOf(1)));
}

void TestFeatureCache::tornIndexIsCutOff()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    {
        FeatureCache cache = opened(path);
        QVERIFY(appendOne(cache, 0) && appendOne(cache, 1));
    }
    const auto index = path / ("features-" + space().fingerprint()) / "index";
    std::filesystem::resize_file(index, std::filesystem::file_size(index) - 7);
    FeatureCache cache = opened(path);
    QVERIFY(holds(cache, 0));
    QVERIFY(!cache.find(keyOf(1)));
    QVERIFY(appendOne(cache, 2));
    FeatureCache again = opened(path);
    QVERIFY(holds(again, 0) && holds(again, 2));
}

void TestFeatureCache::foreignFileIsReplaced()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const auto own = path / ("features-" + space().fingerprint());
    std::filesystem::create_directories(own);
    std::ofstream(own / "index") << "something else, and long enough to be taken for a header";
    FeatureCache cache = opened(path);
    QCOMPARE(cache.size(), std::size_t{0});
    QVERIFY(appendOne(cache, 0));
    QVERIFY(holds(opened(path), 0));
}

void TestFeatureCache::fullDiskIsAnErrorAndNothingIsLost()
{
    const QTemporaryDir folder;
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {"--full", folder.path()});
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitCode(), 0);
    FeatureCache cache = opened(folder.path().toStdString());
    QVERIFY(cache.size() > 10);
    for (std::size_t i = 0; i < cache.size(); ++i)
        QVERIFY(holds(cache, i));
}

void TestFeatureCache::evictsTheLeastRecentlyUsed()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    for (int cut = 1; cut <= 3; ++cut) {
        FeatureCache cache = opened(path, cut, 1);
        QVERIFY(appendOne(cache, 0));
        QTest::qWait(12); // so that their times differ
    }
    opened(path, 1, 1); // used again
    CacheLimits limits;
    limits.diskBytes = 3 * (kValues * 4 + 400);
    const FeatureCache held = opened(path, 3, 1);
    QVERIFY(FeatureCache::open(path, space(4), 1, limits).has_value());
    QCOMPARE(opened(path, 1, 1).size(), std::size_t{1});
    QCOMPARE(opened(path, 2, 1).size(), std::size_t{0}); // evicted
    QCOMPARE(held.size(), std::size_t{1});
}

void TestFeatureCache::tooLargeIsRefused()
{
    const QTemporaryDir folder;
    CacheLimits limits;
    limits.diskBytes = 1000;
    limits.memoryBytes = 1000;
    for (const std::string& path : {folder.path().toStdString(), std::string()}) {
        const auto cache = FeatureCache::open(path, space(), 10, limits);
        QVERIFY(!cache);
        QCOMPARE(cache.error().code, base::ErrorCode::TooLarge);
    }
}

void TestFeatureCache::validity()
{
    model::ModelConfig config;
    constexpr std::size_t kPooled = 1280 * 4;
    constexpr std::size_t kMap = 14 * 14 * 192 * 4;
    QVERIFY(training::cacheValidity(config, 154, 5000, kPooled, true).valid);
    QVERIFY(training::cacheValidity(config, 98, 5000, kMap, true).valid);
    QVERIFY(!training::cacheValidity(config, 98, 5000, kMap, false).valid);
    config.augmentation = image::Augmentation{};
    QVERIFY(training::cacheValidity(config, 98, 5000, kPooled, true).valid);
    const auto fresh = training::cacheValidity(config, 0, 5000, 224 * 224 * 4, true);
    QVERIFY(!fresh.valid);
    QVERIFY(!fresh.reason.empty());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::string(argv[1]) == "--fill")
        return fillForever(argv[2]);
    if (argc == 3 && std::string(argv[1]) == "--full")
        return fillSmallDisk(argv[2]);
    TestFeatureCache test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_feature_cache.moc"
