#include "core/tracking/RunStore.h"

#include "core/base/Files.h"
#include "core/base/Random.h"

#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <cstdio>

using namespace negatoscope;
using tracking::RunStore;

namespace {

training::RunRecord someRun(std::uint64_t seed, double learningRate, double offset)
{
    training::RunRecord run;
    run.id = base::makeUuid();
    run.config.seed = seed;
    run.config.optimizer.learningRate = learningRate;
    run.dataFingerprint = "films";
    run.environment = {{"threads", 2}};
    run.bestEpoch = 1;
    for (int epoch = 0; epoch < 3; ++epoch) {
        training::EpochRecord record;
        record.epoch = epoch;
        record.finishedAtMs = 1'700'000'000'000 + epoch;
        record.seconds = 0.5;
        record.metrics = {{"loss", 1.0 / (1 + epoch)}, {"val_loss", 0.5 + offset + epoch}};
        run.history.push_back(record);
    }
    return run;
}

QString savingLoopArgument()
{
    return QStringLiteral("--save-for-ever");
}

} // namespace

class RunStoreTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path workspace() const { return m_folder->path().toStdString(); }
    std::unique_ptr<RunStore> open() const
    {
        auto store = RunStore::open(workspace());
        return store ? std::move(*store) : nullptr;
    }

    static void checkRanges(const tracking::RunRow& row)
    {
        const auto loss = row.ranges.at("loss");
        QCOMPARE(loss.lowest, 1.0 / 3);
        QCOMPARE(loss.highest, 1.0);
        QCOMPARE(loss.last, 1.0 / 3);
        const auto valLoss = row.ranges.at("val_loss");
        QCOMPARE(valLoss.lowest, 0.5);
        QCOMPARE(valLoss.highest, 2.5);
        QCOMPARE(valLoss.last, 2.5);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void savedRunsAreListedNewestFirstWithTheirFigures()
    {
        const auto store = open();
        QVERIFY(store);
        const auto first = someRun(1, 1e-3, 0.0);
        const auto second = someRun(2, 1e-4, 0.1);
        QCOMPARE(store->save(first).value(), 1);
        QCOMPARE(store->save(second).value(), 2);
        QCOMPARE(store->save(first).value(), 1);
        const auto rows = store->list().value();
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].id, second.id);
        QCOMPARE(rows[1].figures.at("val_loss"), 1.5);
        QCOMPARE(rows[1].settings.at("seed").get<int>(), 1);
        QCOMPARE(store->history(first.id).value().size(), std::size_t{3});
        QCOMPARE(store->history(first.id).value()[2].metrics.at("loss"), 1.0 / 3);
    }

    void runsAreFoundByNumberNameAndBeginningOfTheirId()
    {
        const auto store = open();
        const auto run = someRun(1, 1e-3, 0.0);
        store->save(run).value();
        QVERIFY(store->rename(run.id, "été chaud"));
        QCOMPARE(store->find("1").value().id, run.id);
        QCOMPARE(store->find(run.id.substr(0, 8)).value().id, run.id);
        QCOMPARE(store->find("été chaud").value().id, run.id);
        QCOMPARE(store->find("7").error().code, base::ErrorCode::NotFound);
        store->save(run).value();
        QCOMPARE(store->find(run.id).value().name, std::string("été chaud"));
    }

    void notesTagsStarsAndChoicesAreKept()
    {
        const auto run = someRun(1, 1e-3, 0.0);
        const auto other = someRun(2, 1e-3, 0.0);
        {
            const auto store = open();
            store->save(run).value();
            store->save(other).value();
            QVERIFY(store->setNote(run.id, "'; DROP TABLE runs; --"));
            QVERIFY(store->setTags(run.id, {"lecture", "α"}));
            QVERIFY(store->setStarred(run.id, true));
            QVERIFY(store->setLineage(run.id, other.id, tracking::Relation::ChallengerOf));
            QVERIFY(store->chooseBest(other.id, "first choice"));
            QVERIFY(store->chooseBest(run.id, "steadier over seeds"));
            QCOMPARE(store->countTestLook(run.id).value(), 1);
            QCOMPARE(store->countTestLook(run.id).value(), 2);
        }
        const auto store = open();
        const auto row = store->find(run.id).value();
        QCOMPARE(row.note, std::string("'; DROP TABLE runs; --"));
        QCOMPARE(row.tags, (std::vector<std::string>{"lecture", "α"}));
        QVERIFY(row.starred);
        QCOMPARE(row.parent, other.id);
        QCOMPARE(row.relation, tracking::Relation::ChallengerOf);
        QCOMPARE(row.bestReason, std::string("steadier over seeds"));
        QVERIFY(store->find(other.id).value().bestReason.empty());
        QCOMPARE(store->list({false, "LECTURE"}).value().size(), std::size_t{1});
        QCOMPARE(store->setNote("nobody", "x").error().code, base::ErrorCode::NotFound);
    }

    void theBinGivesBackOrFrees()
    {
        const auto store = open();
        auto run = someRun(1, 1e-3, 0.0);
        run.folder = store->folderFor(run.id);
        QVERIFY(base::makeFolder(run.folder));
        QVERIFY(base::writeFileAtomically(run.folder / "best.safetensors", std::string(1000, 'x')));
        store->save(run).value();
        QVERIFY(store->remove(run.id));
        QVERIFY(store->list().value().empty());
        QCOMPARE(store->list({true, {}}).value().size(), std::size_t{1});
        QCOMPARE(store->bytesInBin().value(), std::uint64_t{1000});
        QVERIFY(store->restore(run.id));
        QCOMPARE(store->list().value().size(), std::size_t{1});
        QVERIFY(store->remove(run.id));
        QCOMPARE(store->emptyBin().value(), std::uint64_t{1000});
        QVERIFY(!std::filesystem::exists(run.folder));
        // The number of a deleted run is never given again.
        QCOMPARE(store->save(someRun(2, 1e-3, 0.0)).value(), 2);
    }

    void foldersElsewhereAreNeverDeleted()
    {
        const QTemporaryDir elsewhere;
        const auto store = open();
        auto run = someRun(1, 1e-3, 0.0);
        run.folder = elsewhere.path().toStdString();
        QVERIFY(base::writeFileAtomically(run.folder / "keep", "x"));
        store->save(run).value();
        QVERIFY(store->remove(run.id));
        store->emptyBin().value();
        QVERIFY(std::filesystem::exists(run.folder / "keep"));
    }

    void seedsAreGroupedWithMeanAndDeviation()
    {
        const auto store = open();
        for (int seed = 1; seed <= 3; ++seed)
            store->save(someRun(static_cast<std::uint64_t>(seed), 1e-3, seed)).value();
        store->save(someRun(1, 1e-2, 0.0)).value();
        const auto groups = tracking::groupBySeed(store->list().value(), "val_loss");
        QCOMPARE(groups.size(), std::size_t{2});
        QVERIFY(!groups[0].deviation);
        QCOMPARE(groups[1].runs.size(), std::size_t{3});
        QVERIFY(std::abs(groups[1].mean - 3.5) < 1e-12);
        QVERIFY(std::abs(*groups[1].deviation - 1.0) < 1e-12);
        const auto differing = tracking::differingSettings(store->list().value());
        QVERIFY(std::find(differing.begin(), differing.end(), "seed") != differing.end());
        QVERIFY(std::find(differing.begin(), differing.end(), "epochs") == differing.end());
    }

    void summariesAndDetailsSayTheSameAsTheList()
    {
        const auto store = open();
        const auto first = someRun(1, 1e-3, 0.0);
        const auto second = someRun(2, 1e-4, 0.25);
        store->save(first).value();
        store->save(second).value();
        QVERIFY(store->setStarred(first.id, true));
        QVERIFY(store->chooseBest(second.id, "steady"));
        const auto rows = store->summaries().value();
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].id, second.id);
        QCOMPARE(rows[0].valLoss.value(), 1.75);
        QVERIFY(!rows[0].valAuc);
        QVERIFY(rows[0].chosen && !rows[0].starred && !rows[0].imported);
        QVERIFY(rows[1].starred && !rows[1].chosen);
        const auto details = store->details({first.id, "nobody", second.id}).value();
        QCOMPARE(details.size(), std::size_t{2});
        QCOMPARE(details[1].figures.at("val_loss"), 1.75);
        QVERIFY(store->remove(first.id));
        QCOMPARE(store->summaries().value().size(), std::size_t{1});
    }

    void importedRunsStandBesideOurs()
    {
        const auto store = open();
        tracking::RunRow row;
        row.id = "0123456789abcdef0123456789abcdef";
        row.name = "notebook";
        row.origin = "MLflow: mlruns";
        row.epochs = 2;
        row.settings = {{"epochs", 2}};
        row.figures = {{"val_loss", 0.5}};
        training::EpochRecord epoch;
        epoch.metrics = {{"val_loss", 0.5}};
        QCOMPARE(store->saveImported(row, {epoch}).value(), 1);
        QVERIFY(store->rename(row.id, "mine"));
        QCOMPARE(store->saveImported(row, {epoch}).value(), 1);
        const auto found = store->find("mine").value();
        QCOMPARE(found.origin, row.origin);
        QCOMPARE(found.figures.at("val_loss"), 0.5);
        QCOMPARE(store->history(row.id).value().size(), std::size_t{1});
        QCOMPARE(store->load(row.id).error().code, base::ErrorCode::NotFound);
    }

    void theOutboxRemembersEveryServer()
    {
        const auto run = someRun(1, 1e-3, 0.0);
        {
            const auto store = open();
            store->save(run).value();
            QVERIFY(store->setSync(
                {run.id, "http://a", "x", "", tracking::SyncState::Uploading, "", 0}));
            QVERIFY(store->setSync(
                {run.id, "http://a", "x", "r1", tracking::SyncState::Synced, "", 0}));
            QVERIFY(store->setSync(
                {run.id, "http://b", "x", "", tracking::SyncState::Failed, "refused", 0}));
        }
        const auto store = open();
        QCOMPARE(store->syncs().value().size(), std::size_t{2});
        const auto synced = store->sync(run.id, "http://a", "x").value();
        QVERIFY(synced);
        QCOMPARE(synced->remoteRun, std::string("r1"));
        QCOMPARE(synced->state, tracking::SyncState::Synced);
        QCOMPARE(store->sync(run.id, "http://b", "x").value()->detail, std::string("refused"));
        QVERIFY(!store->sync(run.id, "http://c", "x").value());
        QVERIFY(store->remove(run.id));
        store->emptyBin().value();
        QVERIFY(store->syncs().value().empty());
    }

    void aStoreOfTheFirstSchemaIsMigrated()
    {
        const auto run = someRun(1, 1e-3, 0.0);
        open()->save(run).value();
        {
            auto raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
            raw.setDatabaseName(m_folder->filePath(QStringLiteral("runs.sqlite")));
            QVERIFY(raw.open());
            // Back to what the first version wrote.
            for (const char* statement :
                {"DROP TABLE mlflow_sync", "ALTER TABLE runs DROP COLUMN val_loss",
                    "ALTER TABLE runs DROP COLUMN val_accuracy",
                    "ALTER TABLE runs DROP COLUMN val_auc", "ALTER TABLE runs DROP COLUMN origin",
                    "ALTER TABLE runs DROP COLUMN extremes",
                    "PRAGMA user_version = 1"})
                QVERIFY(QSqlQuery(raw).exec(QString::fromLatin1(statement)));
            raw.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("raw"));
        const auto store = open();
        QVERIFY(store);
        QCOMPARE(store->summaries().value().at(0).valLoss.value(), 1.5);
        QCOMPARE(store->history(run.id).value().size(), std::size_t{3});
        checkRanges(store->find(run.id).value());
    }

    void theRangeOfEveryMetricIsKept()
    {
        auto run = someRun(1, 1e-3, 0.0);
        run.history[1].metrics["val_loss"] = std::numeric_limits<double>::quiet_NaN();
        run.history[0].metrics["val_loss"] = 0.5;
        open()->save(run).value();
        checkRanges(open()->find(run.id).value());
    }

    void foreignAndNewerFilesAreRefusedAndLeftAlone()
    {
        QVERIFY(base::writeFileAtomically(workspace() / "runs.sqlite", std::string(5000, 'z')));
        auto store = RunStore::open(workspace());
        QVERIFY(!store);
        QCOMPARE(store.error().code, base::ErrorCode::CorruptFile);
        QCOMPARE(std::filesystem::file_size(workspace() / "runs.sqlite"), std::uintmax_t{5000});

        std::filesystem::remove(workspace() / "runs.sqlite");
        open();
        {
            auto raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
            raw.setDatabaseName(m_folder->filePath(QStringLiteral("runs.sqlite")));
            QVERIFY(raw.open());
            QVERIFY(QSqlQuery(raw).exec(QStringLiteral("PRAGMA user_version = 999")));
            raw.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("raw"));
        auto newer = RunStore::open(workspace());
        QVERIFY(!newer);
        QCOMPARE(newer.error().code, base::ErrorCode::UnsupportedFormat);
    }

    void killedAtAnyMomentEveryListedRunIsWhole()
    {
        base::Random random(11);
        int saved = 0;
        for (int round = 0; round < 6; ++round) {
            QProcess child;
            child.start(
                QCoreApplication::applicationFilePath(), {savingLoopArgument(), m_folder->path()});
            QVERIFY(child.waitForStarted());
            QVERIFY(child.waitForReadyRead(20000));
            QTest::qWait(static_cast<int>(random.below(120)));
            ::kill(static_cast<pid_t>(child.processId()), SIGKILL);
            child.waitForFinished();
            const auto store = open();
            QVERIFY(store);
            const auto rows = store->list().value();
            QVERIFY(static_cast<int>(rows.size()) > saved);
            saved = static_cast<int>(rows.size());
            for (const auto& row : rows) {
                QCOMPARE(row.epochs, 3);
                QCOMPARE(store->history(row.id).value().size(), std::size_t{3});
            }
        }
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == savingLoopArgument()) {
        auto store = RunStore::open(arguments[2].toStdString());
        for (std::uint64_t seed = 0; store; ++seed) {
            if (!(*store)->save(someRun(seed, 1e-3, 0.0)))
                return 1;
            std::puts("saved");
            std::fflush(stdout);
        }
        return 1;
    }
    RunStoreTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_run_store.moc"
