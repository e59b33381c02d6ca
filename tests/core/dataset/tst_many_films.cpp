#include "core/dataset/Scan.h"
#include "tests/core/dataset/FolderOfFilms.h"

#include <QtTest>

#include <fstream>

using namespace negatoscope;

namespace {

/// Peak resident memory of this process in MB.
double peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with("VmHWM:"))
            return std::stod(line.substr(6)) / 1024.0;
    }
    return 0.0;
}

} // namespace

class ManyFilmsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHundredThousandFilmsFitInMemory()
    {
        testing::FolderOfFilms folder;
        constexpr int kPerClass = 50'000;
        folder.addMany("A", kPerClass);
        folder.addMany("B", kPerClass);
        const double before = peakMegabytes();
        QElapsedTimer timer;
        timer.start();
        const auto manifest = dataset::scanFolder(folder.path());
        QVERIFY(manifest && *manifest);
        qInfo("%lld ms, %.0f MB", timer.elapsed(), peakMegabytes() - before);
        QCOMPARE((*manifest)->items.size(), std::size_t{2 * kPerClass});
        QCOMPARE((*manifest)->count(dataset::Split::Train, 0), std::size_t{kPerClass} * 7 / 10);
        QVERIFY(peakMegabytes() - before < 600.0);
    }
};

QTEST_GUILESS_MAIN(ManyFilmsTest)
#include "tst_many_films.moc"
