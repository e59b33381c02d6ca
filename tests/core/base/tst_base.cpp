#include "core/base/Files.h"
#include "core/base/Hash.h"
#include "core/base/Random.h"
#include "core/base/Text.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <set>
#include <sys/stat.h>

using namespace negatoscope::base;

class BaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printableKeepsTextAndReplacesBrokenBytes()
    {
        QCOMPARE(printable("radio \xC3\xA9t\xC3\xA9"), std::string("radio \xC3\xA9t\xC3\xA9"));
        QCOMPARE(printable("a\nb\tc\x7F"), std::string("a b c "));
        QCOMPARE(printable("x\xFFy"), std::string("x\xEF\xBF\xBDy"));
        QCOMPARE(printable("\xED\xA0\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(printable("\xC0\xAF"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD"));
    }

    void nearestNameSuggestsOnlyWhatIsNear()
    {
        QCOMPARE(nearestName("optimzer", {"optimizer", "epochs"}), std::string("optimizer"));
        QCOMPARE(nearestName("banana", {"optimizer", "epochs"}), std::string());
    }

    void csvFieldsFollowRfc4180()
    {
        QCOMPARE(csvField("plain"), std::string("plain"));
        QCOMPARE(csvField("a,b"), std::string("\"a,b\""));
        QCOMPARE(csvField("say \"no\"\n"), std::string("\"say \"\"no\"\"\n\""));
    }

    void randomIsReproducibleAndUniform()
    {
        Random first(7);
        Random second(7);
        double sum = 0.0;
        double squares = 0.0;
        constexpr int kDraws = 100000;
        for (int i = 0; i < kDraws; ++i) {
            const double value = first.normal();
            QCOMPARE(value, second.normal());
            sum += value;
            squares += value * value;
        }
        QVERIFY(std::abs(sum / kDraws) < 0.02);
        QVERIFY(std::abs(squares / kDraws - 1.0) < 0.03);
        std::set<std::uint64_t> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(first.below(10));
        QCOMPARE(seen.size(), std::size_t{10});
    }

    void derivedSeedsDiffer()
    {
        std::set<std::uint64_t> seeds;
        for (std::uint64_t epoch = 0; epoch < 50; ++epoch) {
            for (std::uint64_t batch = 0; batch < 50; ++batch)
                seeds.insert(deriveSeed(1, "dropout", {epoch, batch}));
        }
        seeds.insert(deriveSeed(1, "shuffle", {0, 0}));
        seeds.insert(deriveSeed(2, "dropout", {0, 0}));
        QCOMPARE(seeds.size(), std::size_t{2502});
    }

    void atomicWriteReplacesOrLeavesAlone()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.txt").toStdString();
        QVERIFY(writeFileAtomically(path, "one"));
        QVERIFY(writeFileAtomically(path, "two"));
        QCOMPARE(readTextFile(path).value(), std::string("two"));
        const auto failed =
            writeFileAtomically(std::filesystem::path(folder.path().toStdString()) / "no/b", "x");
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::NotFound);
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path().toStdString())) {
            Q_UNUSED(entry)
            ++files;
        }
        QCOMPARE(files, std::size_t{1});
    }

    void readingRefusesPipesAndFolders()
    {
        const QTemporaryDir folder;
        const std::filesystem::path pipe = folder.filePath("pipe").toStdString();
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QCOMPARE(readFile(pipe).error().code, ErrorCode::UnsupportedFormat);
        QCOMPARE(readFile(folder.path().toStdString()).error().code, ErrorCode::UnsupportedFormat);
        QCOMPARE(readFile(folder.filePath("none").toStdString()).error().code, ErrorCode::NotFound);
    }

    void aFullDiskIsSaid()
    {
        errno = ENOSPC;
        QCOMPARE(fileError("/dev/full", "x").code, ErrorCode::DiskFull);
    }

    void hashesAreStable()
    {
        // XXH3-128 of the empty input with seed 0, from the reference implementation's test
        // vectors.
        QCOMPARE(contentHash(std::string_view()), std::string("99aa06d3014798d86001c324468d497f"));
    }

    void errorsBecomeOneLine()
    {
        QCOMPARE(toSentence({ErrorCode::NotFound, "no such folder", "/a\nb", "check it"}),
            std::string("no such folder (/a b): check it"));
    }
};

QTEST_GUILESS_MAIN(BaseTest)
#include "tst_base.moc"
