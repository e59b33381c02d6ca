#include "core/base/Text.h"
#include "core/dataset/Report.h"
#include "core/dataset/ReportHtml.h"
#include "core/dataset/Scan.h"
#include "tests/core/dataset/FolderOfFilms.h"
#include "tests/core/image/FilmFiles.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <set>
#include <sys/stat.h>
#include <unistd.h>

using namespace negatoscope;
using base::ErrorCode;
using dataset::Manifest;
using dataset::Split;
using testing::FolderOfFilms;

namespace {

Manifest scanned(const FolderOfFilms& folder, const dataset::ScanOptions& options = {})
{
    auto manifest = dataset::scanFolder(folder.path(), options);
    if (!manifest)
        qFatal("%s", base::toSentence(manifest.error()).c_str());
    return **manifest;
}

const dataset::FilmItem& itemNamed(const Manifest& manifest, const std::string& name)
{
    for (const auto& item : manifest.items) {
        if (item.name == name)
            return item;
    }
    qFatal("no film %s", name.c_str());
}

} // namespace

class ScanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classFoldersAreSplitByPatient()
    {
        FolderOfFilms folder;
        for (int patient = 0; patient < 60; ++patient) {
            for (int film = 0; film < 1 + patient % 3; ++film) {
                folder.add("PNEUMONIA/person" + std::to_string(patient) + "_virus_" +
                           std::to_string(patient * 10 + film) + ".PNG");
            }
            folder.add("NORMAL/IM-" + std::to_string(patient) + "-0001.png");
        }
        folder.add("NORMAL/.hidden.png");
        folder.add("__MACOSX/NORMAL/IM-1-0001.png");
        testing::writeBytes((folder.path() / "NORMAL/notes.txt").string(), {});
        const Manifest manifest = scanned(folder);
        QCOMPARE(manifest.items.size(), std::size_t{180});
        QCOMPARE(manifest.ignoredFiles, std::size_t{1});
        QCOMPARE(manifest.classNames, (std::vector<std::string>{"NORMAL", "PNEUMONIA"}));
        QCOMPARE(manifest.positiveClass, 1);
        QVERIFY(!manifest.splitFromFolders);
        QCOMPARE(manifest.count(Split::Train, 0), std::size_t{42});
        QCOMPARE(manifest.count(Split::Validation, 0), std::size_t{9});
        QCOMPARE(manifest.count(Split::Test, 0), std::size_t{9});
        QCOMPARE(manifest.count(Split::Train, 1), std::size_t{84});
        QVERIFY(dataset::makeReport(manifest).patientsAcrossSplits.empty());
        QVERIFY(dataset::checkTrainable(manifest));

        const Manifest again = scanned(folder);
        dataset::ScanOptions other;
        other.seed = 1;
        const Manifest different = scanned(folder, other);
        bool changed = false;
        for (std::size_t i = 0; i < manifest.items.size(); ++i) {
            QCOMPARE(again.items[i].split, manifest.items[i].split);
            changed = changed || different.items[i].split != manifest.items[i].split;
        }
        QVERIFY(changed);
        QVERIFY(std::is_sorted(manifest.items.begin(), manifest.items.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; }));
    }

    void patientsAreReadFromNames_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("patient");
        QTest::addColumn<QString>("kind");
        const auto add = [](const char* file, const char* patient, const char* kind) {
            QTest::newRow(file) << file << patient << kind;
        };
        add("person23_bacteria_78.png", "bacteria:23", "bacteria");
        add("person23_virus_78.png", "virus:23", "virus");
        add("person447_virus_921_1.png", "virus:447", "virus");
        add("PERSON1_Virus_2.png", "virus:1", "virus");
        add("IM-0115-0001.png", "NORMAL:0115", "normal");
        add("NORMAL2-IM-0095-0001-0002.png", "NORMAL2:0095", "normal");
        add("BACTERIA-1008087-0001.png", "1008087", "bacteria");
        add("xperson23_virus_78.png", "film:A/xperson23_virus_78.png", "");
    }
    void patientsAreReadFromNames()
    {
        QFETCH(QString, file);
        QFETCH(QString, patient);
        QFETCH(QString, kind);
        FolderOfFilms folder;
        folder.add("A/" + file.toStdString());
        const Manifest manifest = scanned(folder);
        QCOMPARE(QString::fromStdString(manifest.items[0].patient), patient);
        QCOMPARE(QString::fromStdString(manifest.items[0].kind), kind);
        QCOMPARE(manifest.items[0].patientKnown, !patient.startsWith("film:"));
    }

    void ownPatternMakesTheKey()
    {
        FolderOfFilms folder;
        folder.add("A/site7_p12_a.png");
        folder.add("A/p3/view.png");
        dataset::ScanOptions options;
        options.patientPattern = R"(SITE(\d+)_p(\d+))";
        QCOMPARE(
            itemNamed(scanned(folder, options), "A/site7_p12_a.png").patient, std::string("7:12"));
        options.patientPattern = R"(/(p\d+)/)"; // in the path below the root
        QCOMPARE(itemNamed(scanned(folder, options), "A/p3/view.png").patient, std::string("p3"));
        options.patientPattern = "([";
        const auto failed = dataset::scanFolder(folder.path(), options);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::InvalidUsage);
    }

    void identicalFilmsStayTogetherAndAreReported()
    {
        FolderOfFilms folder;
        folder.addMany("A", 30);
        folder.addMany("B", 30);
        folder.add("A/twin1.png", 7);
        folder.add("A/twin2.png", 7);
        folder.add("B/twin3.png", 7);
        const Manifest manifest = scanned(folder);
        QCOMPARE(itemNamed(manifest, "A/twin1.png").duplicateOf, -1);
        QVERIFY(itemNamed(manifest, "A/twin2.png").duplicateOf >= 0);
        const auto report = dataset::makeReport(manifest);
        QCOMPARE(report.exactDuplicates.size(), std::size_t{1});
        QCOMPARE(report.exactDuplicates[0].size(), std::size_t{3});
        QCOMPARE(report.duplicatesAcrossClasses.size(), std::size_t{3});
        QVERIFY(report.duplicatesAcrossSplits.empty());
    }

    void smallValidationIsMergedUnlessKept()
    {
        FolderOfFilms folder;
        for (const char* name : {"A", "B"}) {
            folder.addMany(std::string("train/") + name, 60);
            folder.addMany(std::string("VAL/") + name, 8);
            folder.addMany(std::string("test/") + name, 10);
        }
        const Manifest merged = scanned(folder);
        QVERIFY(merged.splitFromFolders);
        QCOMPARE(merged.notes.size(), std::size_t{1});
        QCOMPARE(merged.count(Split::Test, 0), std::size_t{10});
        QCOMPARE(merged.count(Split::Validation, 0), std::size_t{12}); // 68 · 15/85
        QCOMPARE(merged.count(Split::Train, 0), std::size_t{56});
        dataset::ScanOptions keep;
        keep.keepSmallValidation = true;
        const Manifest kept = scanned(folder, keep);
        QCOMPARE(kept.count(Split::Validation, 0), std::size_t{8});
        QCOMPARE(kept.count(Split::Train, 0), std::size_t{60});
    }

    void missingSplitsAreMade()
    {
        FolderOfFilms folder;
        for (const char* name : {"A", "B"})
            folder.addMany(std::string("archive/train/") + name, 40);
        const Manifest all = scanned(folder); // one folder above train is the same
        QCOMPARE(all.count(Split::Train, 0), std::size_t{28});
        QCOMPARE(all.count(Split::Test, 1), std::size_t{6});
        folder.addMany("archive/test/A", 5);
        const Manifest withTest = scanned(folder);
        QCOMPARE(withTest.count(Split::Test, 0), std::size_t{5});
        QCOMPARE(withTest.count(Split::Validation, 0), std::size_t{7}); // 40 · 15/85
    }

    void leakageAcrossFoldersIsFound()
    {
        FolderOfFilms folder;
        folder.addMany("train/A", 3);
        folder.addMany("train/B", 3);
        folder.add("train/B/person5_virus_1.png");
        folder.add("test/B/person5_virus_2.png");
        folder.add("train/A/IM-0005-0001.png", 1);
        folder.add("test/A/IM-0006-0001.png", 1);
        dataset::ScanOptions keep;
        keep.keepSmallValidation = true;
        const auto report = dataset::makeReport(scanned(folder, keep));
        QCOMPARE(report.patientsAcrossSplits, (std::vector<std::string>{"virus:5"}));
        QCOMPARE(report.duplicatesAcrossSplits.size(), std::size_t{2});
    }

    void strangeNamesLinksAndPipesAreSurvived()
    {
        FolderOfFilms folder;
        const std::vector<std::string> names{"A/new\nline.png", "A/quo\"te'.png",
            "A/br\xFFoken.png", "A/comma, <tag> & more.png", "B/\xC3\xA9t\xC3\xA9.png",
            "B/plain.png"};
        for (const std::string& name : names)
            folder.add(name);
        namespace fs = std::filesystem;
        fs::create_directory_symlink(folder.path(), folder.path() / "A/loop");
        fs::create_directory_symlink("/", folder.path() / "A/everything");
        fs::create_directory_symlink(folder.path() / "B", folder.path() / "A/again");
        fs::create_symlink("nowhere", folder.path() / "A/broken.png");
        QCOMPARE(::mkfifo((folder.path() / "A/pipe.png").c_str(), 0600), 0);
        testing::writeBytes((folder.path() / "A/empty.png").string(), {});
        const Manifest manifest = scanned(folder);
        QCOMPARE(manifest.items.size(), names.size());
        for (const std::string& name : names)
            QVERIFY(fs::exists(itemNamed(manifest, name).path));
        std::set<std::string> unreadable;
        for (const auto& film : manifest.unreadable) {
            unreadable.insert(film.name);
            QVERIFY(!film.reason.what.empty());
        }
        QCOMPARE(unreadable, (std::set<std::string>{"A/broken.png", "A/pipe.png", "A/empty.png"}));

        const auto report = dataset::makeReport(manifest);
        const std::string json = dataset::toJson(report, manifest).dump(); // throws on broken UTF-8
        QCOMPARE(nlohmann::json::parse(json).at("films").get<std::size_t>(), names.size());
        const std::string html = dataset::htmlReport(report, manifest);
        QVERIFY(html.find("A/pipe.png") != std::string::npos);
        QCOMPARE(QString::fromStdString(html).toStdString(), html); // valid UTF-8
        const std::string csv = dataset::splitCsv(manifest);
        QVERIFY(csv.find("\"A/quo\"\"te'.png\"") != std::string::npos);
    }

    void foldersThatCannotBeUsedSayWhy()
    {
        FolderOfFilms empty;
        const auto none = dataset::scanFolder(empty.path());
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::InsufficientData);
        QCOMPARE(dataset::scanFolder(empty.path() / "missing").error().code, ErrorCode::NotFound);
        const auto file = empty.add("film.png");
        QCOMPARE(dataset::scanFolder(file).error().code, ErrorCode::NotFound);

        const Manifest loose = scanned(empty);
        QCOMPARE(loose.items.size(), std::size_t{1});
        QCOMPARE(loose.items[0].label, -1);
        QCOMPARE(loose.items[0].split, Split::None);
        QVERIFY(!dataset::checkTrainable(loose));

        FolderOfFilms one;
        one.addMany("NORMAL", 10);
        QVERIFY(
            dataset::checkTrainable(scanned(one)).error().what.find("NORMAL") != std::string::npos);
        FolderOfFilms two;
        two.add("A/1.png");
        two.add("B/1.png");
        QCOMPARE(dataset::checkTrainable(scanned(two)).error().code, ErrorCode::InsufficientData);

        FolderOfFilms bad;
        std::filesystem::create_directories(bad.path() / "A");
        testing::writeBytes((bad.path() / "A/film.png").string(), {});
        QCOMPARE(dataset::scanFolder(bad.path()).error().code, ErrorCode::InsufficientData);
    }

    void unlistableFolderIsPermissionDenied()
    {
        if (::geteuid() == 0)
            QSKIP("the superuser may list everything");
        FolderOfFilms folder;
        std::filesystem::permissions(folder.path(), std::filesystem::perms::none);
        const auto manifest = dataset::scanFolder(folder.path());
        std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().code, ErrorCode::PermissionDenied);
    }

    void positiveClassCanBeChosen()
    {
        FolderOfFilms folder;
        folder.addMany("a", 2);
        folder.addMany("b", 2);
        folder.addMany("c", 2);
        QCOMPARE(scanned(folder).positiveClass, 2);
        dataset::ScanOptions options;
        options.positiveClass = "b";
        QCOMPARE(scanned(folder, options).positiveClass, 1);
        options.positiveClass = "d";
        QCOMPARE(dataset::scanFolder(folder.path(), options).error().code, ErrorCode::InvalidUsage);
    }

    void stoppingGivesNothingAndProgressArrives()
    {
        FolderOfFilms folder;
        folder.addMany("A", 20);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = dataset::scanFolder(folder.path(), {}, {}, stop.get_token());
        QVERIFY(stopped);
        QVERIFY(!*stopped);
        base::Progress last;
        const auto done = dataset::scanFolder(
            folder.path(), {}, [&](const base::Progress& progress) { last = progress; });
        QVERIFY(done && *done);
        QCOMPARE(last.stage, std::string("scan"));
        QCOMPARE(last.done, std::uint64_t{20});
    }

    void nearDuplicatesAreFoundAcrossFormatsAndSizes()
    {
        FolderOfFilms folder;
        std::filesystem::create_directories(folder.path() / "A");
        const cv::Mat large = testing::testPicture(256, 192);
        const cv::Mat other = 255 - testing::testPicture(256, 192);
        const auto file = [&](const char* name) {
            return (folder.path() / "A" / name).string();
        };
        testing::writeBytes(file("1.png"), testing::pngOf(large));
        testing::writeBytes(file("2.jpg"), testing::jpegOf(large, {.quality = 60}));
        testing::writeBytes(file("3.tif"), testing::tiffOf(testing::testPicture(128, 96)));
        testing::writeBytes(file("4.png"), testing::pngOf(other));
        testing::writeBytes(file("5.png"), testing::pngOf(large)); // equal bytes: not repeated
        testing::writeBytes(file("6.png"), testing::pngOf(cv::Mat(64, 64, CV_8U, cv::Scalar(9))));
        const Manifest manifest = scanned(folder);
        const auto pairs = dataset::findNearDuplicates(manifest);
        QCOMPARE(pairs.size(), std::size_t{3});
        for (const auto& pair : pairs) {
            QVERIFY(pair.first < 3 && pair.second < 3 && pair.first < pair.second);
            QVERIFY(pair.correlation > 0.985 && pair.correlation <= 1.0 + 1e-12);
        }
    }
};

QTEST_GUILESS_MAIN(ScanTest)
#include "tst_scan.moc"
