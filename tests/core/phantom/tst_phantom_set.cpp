#include "core/base/Files.h"
#include "core/phantom/PhantomFiles.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <stdexcept>

using namespace negatoscope;
using namespace negatoscope::phantom;

namespace {

PhantomPlan smallPlan(std::size_t count)
{
    PhantomPlan plan;
    plan.count = count;
    plan.seed = 3;
    plan.side = 64;
    return plan;
}

std::size_t filesIn(const std::filesystem::path& folder)
{
    return static_cast<std::size_t>(std::distance(
        std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

} // namespace

class PhantomSetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFilmIsTheSameWhateverTheCount()
    {
        const auto few = planPhantoms(smallPlan(5));
        const auto many = planPhantoms(smallPlan(50));
        for (std::size_t i = 0; i < few.size(); ++i) {
            QCOMPARE(few[i].seed, many[i].seed);
            QCOMPARE(few[i].kind, many[i].kind);
        }
    }

    void aMixedSetHasHalfWithoutOpacityAndAllKinds()
    {
        const auto requests = planPhantoms(smallPlan(4000));
        std::array<int, 5> counts{};
        for (const PhantomRequest& request : requests)
            ++counts[static_cast<std::size_t>(request.kind)];
        // Binomial: 2000 ± 4σ, and 500 ± 4σ each.
        QVERIFY(std::abs(counts[0] - 2000) < 127);
        for (std::size_t kind = 1; kind < counts.size(); ++kind)
            QVERIFY(std::abs(counts[kind] - 500) < 84);
    }

    void everyFilmIsMadeOnce()
    {
        const auto requests = planPhantoms(smallPlan(24));
        std::array<std::atomic<int>, 24> made{};
        std::size_t last = 0;
        QVERIFY(forEachPhantom(
            requests, 3, [&](std::size_t i, Phantom&&) { ++made[i]; },
            [&](const base::Progress& progress) { last = progress.done; }));
        for (const auto& times : made)
            QCOMPARE(times.load(), 1);
        QCOMPARE(last, std::size_t{24});
    }

    void stoppingAndExceptionsEndTheWork()
    {
        const auto requests = planPhantoms(smallPlan(24));
        std::stop_source stop;
        QVERIFY(!forEachPhantom(
            requests, 2, [&](std::size_t, Phantom&&) { stop.request_stop(); }, {},
            stop.get_token()));
        QVERIFY_EXCEPTION_THROWN(
            forEachPhantom(
                requests, 2, [](std::size_t, Phantom&&) { throw std::runtime_error("no"); }),
            std::runtime_error);
    }

    void aFolderHoldsFilmsMasksAndTruth()
    {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.filePath("set").toStdString();
        const auto written = writePhantoms(smallPlan(12), folder, 2);
        QVERIFY(written && *written);
        const std::size_t normal = filesIn(folder / "NORMAL");
        const std::size_t pneumonia = filesIn(folder / "PNEUMONIA");
        QCOMPARE(normal + pneumonia, std::size_t{12});
        QCOMPARE(filesIn(folder / kMaskFolder), pneumonia);
        const auto table = base::readTextFile(folder / "labels.csv");
        QVERIFY(table);
        QCOMPARE(std::count(table->begin(), table->end(), '\n'), std::ptrdiff_t{13});
        // Every row names a film that is there.
        const QStringList rows =
            QString::fromStdString(*table).split('\n', Qt::SkipEmptyParts).mid(1);
        for (const QString& row : rows)
            QVERIFY(std::filesystem::exists(folder / row.section(',', 0, 0).toStdString()));
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        const QTemporaryDir temporary;
        const std::filesystem::path file = temporary.filePath("file").toStdString();
        QVERIFY(base::writeFileAtomically(file, "x"));
        QVERIFY(!writePhantoms(smallPlan(2), file / "set", 1));
    }
};

QTEST_GUILESS_MAIN(PhantomSetTest)
#include "tst_phantom_set.moc"
