#include "core/dataset/Report.h"
#include "core/dataset/Scan.h"
#include "tests/support/SharedFiles.h"

#include <QtTest>

#include <map>
#include <set>

using namespace negatoscope;
using dataset::Split;

/// The known facts of the shared films (science.md 2) against what the scan says.
class ChestXrayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsPatientsAndDuplicates()
    {
        SKIP_WITHOUT_SHARED(folder, "data/chest_xray_224");
        const auto scanned = dataset::scanFolder(folder);
        QVERIFY(scanned && *scanned);
        const dataset::Manifest& manifest = **scanned;
        QCOMPARE(manifest.items.size(), std::size_t{5216});
        QCOMPARE(manifest.classNames, (std::vector<std::string>{"NORMAL", "PNEUMONIA"}));
        QCOMPARE(manifest.positiveClass, 1);
        QVERIFY(manifest.splitFromFolders);
        QVERIFY(manifest.unreadable.empty());
        const std::map<Split, std::pair<std::size_t, std::size_t>> expected{
            {Split::Train, {1073, 3105}}, {Split::Validation, {134, 387}},
            {Split::Test, {134, 383}}};
        for (const auto& [split, counts] : expected) {
            QCOMPARE(manifest.count(split, 0), counts.first);
            QCOMPARE(manifest.count(split, 1), counts.second);
        }

        const dataset::DatasetReport report = dataset::makeReport(manifest);
        QCOMPARE(report.unknownPatients, std::size_t{0});
        QCOMPARE(report.patientsAcrossSplits.size(), std::size_t{0});
        QCOMPARE(report.duplicatesAcrossSplits.size(), std::size_t{0});
        QCOMPARE(report.duplicatesAcrossClasses.size(), std::size_t{0});
        std::set<std::string> patients;
        std::size_t bacteria = 0;
        for (const dataset::FilmItem& item : manifest.items) {
            patients.insert(item.patient);
            bacteria += item.kind == "bacteria" ? 1 : 0;
        }
        QCOMPARE(patients.size(), std::size_t{3654});
        QCOMPARE(bacteria, std::size_t{2530});
        // science.md 2.3: 24 groups, 26 surplus films, each inside one class.
        QCOMPARE(report.exactDuplicates.size(), std::size_t{24});
        std::size_t surplus = 0;
        for (const auto& group : report.exactDuplicates)
            surplus += group.size() - 1;
        QCOMPARE(surplus, std::size_t{26});
    }

    void nearDuplicatesBeyondEqualFilesDoNotExist()
    {
        SKIP_WITHOUT_SHARED(folder, "data/chest_xray_224");
        const auto scanned = dataset::scanFolder(folder);
        QVERIFY(scanned && *scanned);
        // Nothing between 0.966 and the equal films (science.md 2.3, thumbnails made otherwise).
        QCOMPARE(dataset::findNearDuplicates(**scanned).size(), std::size_t{0});
    }

    void splittingAgainKeepsPatientsTogetherAndTheMixture()
    {
        SKIP_WITHOUT_SHARED(folder, "data/chest_xray_224");
        auto scanned = dataset::scanFolder(folder);
        QVERIFY(scanned && *scanned);
        dataset::Manifest manifest = **scanned;
        dataset::splitByPatient(manifest, {0.70, 0.15, 0.15}, 7);
        QVERIFY(dataset::makeReport(manifest).patientsAcrossSplits.empty());
        QVERIFY(dataset::makeReport(manifest).duplicatesAcrossSplits.empty());
        std::map<std::string, std::map<Split, double>> films;
        for (const dataset::FilmItem& item : manifest.items)
            films[item.kind][item.split] += 1.0;
        for (auto& [kind, counts] : films) {
            const double all =
                counts[Split::Train] + counts[Split::Validation] + counts[Split::Test];
            QVERIFY(std::abs(counts[Split::Train] / all - 0.70) < 0.005);
            QVERIFY(std::abs(counts[Split::Validation] / all - 0.15) < 0.005);
            QVERIFY(std::abs(counts[Split::Test] / all - 0.15) < 0.005);
        }
    }
};

QTEST_GUILESS_MAIN(ChestXrayTest)
#include "tst_chest_xray.moc"
