#include "core/tracking/MlflowFolder.h"
#include "tests/ui/lab/LabFixture.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/FigureChart.h"
#include "ui/charts/ParallelAxes.h"
#include "ui/evaluation/ComparisonPanel.h"
#include "ui/runs/CurveOverlay.h"
#include "ui/runs/RunsCharts.h"
#include "ui/runs/RunsLibrary.h"
#include "ui/runs/RunsModel.h"
#include "ui/runs/RunsPage.h"
#include "ui/runs/RunsTable.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUndoStack>
#include <QtTest>

using namespace negatoscope;
using ui::RunsModel;

namespace {

constexpr int kMany = 210;        ///< more than are read at once
constexpr int kPatience = 60'000; ///< on a machine that trains at the same time

} // namespace

/// A workspace with four runs: two seeds of one recipe, another dropout, another learning rate.
class RunsPageTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::AppState> m_state;
    std::unique_ptr<ui::RunsPage> m_page;
    QStringList m_ids; ///< in the order of training

    std::filesystem::path workspace() const { return m_folder->filePath("work").toStdString(); }
    template <typename T>
    T* find(const char* name) const
    {
        return m_page->findChild<T*>(QString::fromLatin1(name));
    }
    RunsModel& model() const
    {
        return *qobject_cast<RunsModel*>(find<ui::RunsTable>("runsTable")->model());
    }
    void trigger(const char* name) const
    {
        auto* action = m_page->findChild<QAction*>(QString::fromLatin1(name));
        QVERIFY(action);
        action->trigger();
    }
    tracking::RunRow stored(const QString& id) const
    {
        return tracking::RunStore::open(workspace()).value()->find(id.toStdString()).value();
    }
    QStringList headers() const
    {
        QStringList names;
        for (int column = 0; column < model().columnCount(); ++column)
            names.append(model().headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        return names;
    }
    void select(int row) const { find<ui::RunsTable>("runsTable")->selectRow(row); }

    void addRun(const std::string& id, std::uint64_t seed, double rate, double learningRate)
    {
        training::TrainingRequest request;
        request.config = model::presetConfig("notebook").value();
        request.config.seed = seed;
        request.config.epochs = 3;
        request.config.optimizer.learningRate = learningRate;
        request.config.addedLayers.at(0).options["rate"] = rate;
        request.data = *test::madeUpManifest();
        request.runId = id;
        test::FakeTrainer trainer;
        trainer.batches = 1;
        trainer.batchMs = 0;
        training::RunRecord run = trainer(request, {}, [](const training::TrainingEvent&) {});
        run.folder = workspace() / "runs" / id;
        run.dataFingerprint = "films";
        run.environment = {{"data_root", "/films/made_up"}};
        QVERIFY(training::writeRun(run, run.folder));
        QVERIFY(tracking::enterRun(workspace(), run));
        m_ids.append(QString::fromStdString(id));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ids.clear();
        addRun("aaaa-1", 1, 0.3, 1e-3);
        addRun("bbbb-2", 2, 0.3, 1e-3);
        addRun("cccc-3", 1, 0.5, 1e-3);
        addRun("dddd-4", 1, 0.3, 1e-4);
        m_state = std::make_unique<ui::AppState>(m_folder->filePath("settings.ini"));
        m_state->setWorkspaceFolder(QString::fromStdString(workspace().string()));
        m_page = std::make_unique<ui::RunsPage>(*m_state);
        m_page->resize(1300, 820);
        m_page->show();
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 4, kPatience);
    }
    void cleanup()
    {
        m_page.reset();
        m_state.reset();
    }

    void whatDiffersComesFirst()
    {
        const QStringList shown = headers();
        // Seed, learning rate and the dropout's rate differ; nothing else does.
        QCOMPARE(shown.indexOf("Val. loss"), int(RunsModel::FirstSetting) + 3);
        find<QWidget>("runsColumns")->setFocus();
        QTest::keyClick(find<QWidget>("runsColumns"), Qt::Key_Right);
        QVERIFY(headers().size() > shown.size() + 20);
    }

    void sortingAndFilteringWork()
    {
        model().sort(RunsModel::FirstSetting, Qt::AscendingOrder);
        auto* filter = find<QLineEdit>("runsFilter");
        filter->setText("lr < 5e-4");
        QCOMPARE(model().rowCount(), 1);
        QCOMPARE(model().idsAt(0), QStringList{m_ids[3]});
        filter->setText("auc > 2");
        QCOMPARE(model().rowCount(), 0);
        filter->setText("nobody");
        QCOMPARE(model().rowCount(), 0);
        filter->clear();
        QCOMPARE(model().rowCount(), 4);
    }

    void seedsBecomeOneRowWithMeanAndDeviation()
    {
        QTest::mouseClick(find<QPushButton>("runsGroup"), Qt::LeftButton);
        QCOMPARE(model().rowCount(), 3);
        bool found = false;
        for (int row = 0; row < 3; ++row) {
            const QString loss =
                model().index(row, model().resultColumn(RunsModel::LossBest)).data().toString();
            found = found || (model().idsAt(row).size() == 2 && loss.contains(u'±'));
        }
        QVERIFY(found);
    }

    void renamingNotingAndPinningCanBeUndone()
    {
        select(0);
        const QString id = model().idsAt(0).front();
        QVERIFY(model().setData(model().index(0, RunsModel::Name), "été", Qt::EditRole));
        QTRY_COMPARE_WITH_TIMEOUT(
            model().index(0, RunsModel::Name).data().toString(), QStringLiteral("été"), kPatience);
        // What was selected is selected still, though the rows were read anew.
        QCOMPARE(find<ui::RunsTable>("runsTable")->selectedIds(), QStringList{id});
        trigger("runsPin");
        QTRY_VERIFY_WITH_TIMEOUT(stored(id).starred, kPatience);
        trigger("runsTags");
        auto* dialog = m_page->findChild<QInputDialog*>("runsTextDialog");
        QVERIFY(dialog);
        dialog->setTextValue("lecture,  week 4, lecture");
        dialog->accept();
        QTRY_COMPARE_WITH_TIMEOUT(
            stored(id).tags, (std::vector<std::string>{"lecture", "week 4"}), kPatience);
        m_page->library().setNote(id, "seen in the lecture");
        QTRY_COMPARE_WITH_TIMEOUT(stored(id).note, std::string("seen in the lecture"), kPatience);
        QCOMPARE(m_state->undoStack().count(), 4);
        find<QLineEdit>("runsFilter")->setText("week");
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 1, kPatience);
        for (int i = 0; i < 4; ++i)
            m_state->undoStack().undo();
        QTRY_VERIFY_WITH_TIMEOUT(stored(id).name != "été", kPatience);
        QVERIFY(stored(id).note.empty() && stored(id).tags.empty() && !stored(id).starred);
    }

    void changesKeepTheirOrderWhileTheStoreIsBusy()
    {
        const QString id = m_ids[1];
        const std::string before = stored(id).name;
        {
            // Somebody else writes for a while: everything has to wait, and nothing may be lost.
            auto raw = QSqlDatabase::addDatabase("QSQLITE", "busy");
            raw.setDatabaseName(QString::fromStdString((workspace() / "runs.sqlite").string()));
            QVERIFY(raw.open());
            QVERIFY(QSqlQuery(raw).exec("BEGIN IMMEDIATE"));
            m_page->library().rename(id, "first");
            m_page->library().rename(id, "second");
            m_page->library().setNote(id, "note");
            m_state->undoStack().undo();
            m_state->undoStack().undo();
            QTest::qWait(50);
            QCOMPARE(stored(id).name, before); // reading goes on meanwhile
            QVERIFY(QSqlQuery(raw).exec("COMMIT"));
            raw.close();
        }
        QSqlDatabase::removeDatabase("busy");
        QTRY_COMPARE_WITH_TIMEOUT(stored(id).name, std::string("first"), kPatience);
        QVERIFY(stored(id).note.empty());
        m_state->undoStack().undo();
        QTRY_COMPARE_WITH_TIMEOUT(stored(id).name, before, kPatience);
        m_state->undoStack().redo();
        m_state->undoStack().redo();
        QTRY_COMPARE_WITH_TIMEOUT(stored(id).name, std::string("second"), kPatience);
    }

    void aChangeThatFailsIsSaidAndTakenBack()
    {
        const auto store = tracking::RunStore::open(workspace()).value();
        QVERIFY(store->remove(m_ids[0].toStdString()) && store->emptyBin());
        QSignalSpy said(m_state.get(), &ui::AppState::announced);
        m_page->library().rename(m_ids[0], "nobody");
        QTRY_COMPARE_WITH_TIMEOUT(said.size(), 1, kPatience);
        QCOMPARE(said.front().at(1).toString(), QStringLiteral("error"));
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 3, kPatience);
    }

    void deletingGoesToTheBinAndComesBack()
    {
        select(1);
        const QString id = model().idsAt(1).front();
        QSignalSpy said(m_state.get(), &ui::AppState::announced);
        QTest::keyClick(find<ui::RunsTable>("runsTable"), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 3, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(said.size(), 1, kPatience);
        QVERIFY(stored(id).deletedAtMs > 0);
        m_state->undoStack().undo();
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 4, kPatience);
    }

    void theBestRunHasAReason()
    {
        m_page->library().chooseBest(m_ids[2], "steadier");
        QTRY_COMPARE_WITH_TIMEOUT(stored(m_ids[2]).bestReason, std::string("steadier"), kPatience);
        m_page->library().chooseBest(m_ids[0], "simpler");
        QTRY_COMPARE_WITH_TIMEOUT(stored(m_ids[0]).bestReason, std::string("simpler"), kPatience);
        QVERIFY(stored(m_ids[2]).bestReason.empty());
        m_state->undoStack().undo();
        QTRY_COMPARE_WITH_TIMEOUT(stored(m_ids[2]).bestReason, std::string("steadier"), kPatience);
    }

    void promotingAsksForACriterionAndAReason()
    {
        select(model().rowOf(m_ids[1]));
        QTest::mouseClick(find<QPushButton>("runsBest"), Qt::LeftButton);
        auto* dialog = m_page->findChild<QDialog*>("promoteDialog");
        QVERIFY(dialog);
        auto* criterion = dialog->findChild<QComboBox*>("promoteCriterion");
        for (int i = 0; i < criterion->count(); ++i)
            QVERIFY(!criterion->itemData(i).toString().startsWith("test"));
        auto* standing = dialog->findChild<ui::TextLabel*>("promoteStanding");
        criterion->setCurrentIndex(criterion->findData("val_loss"));
        Q_EMIT criterion->activated(criterion->currentIndex());
        // Two seeds of one recipe, four runs on these films.
        QVERIFY2(standing->text().contains("2") && standing->text().contains(u'±') &&
                     standing->text().contains("4"),
            qPrintable(standing->text()));
        auto* reason = dialog->findChild<QPlainTextEdit*>("promoteReason");
        auto* keep = dialog->findChild<QPushButton*>("promoteKeep");
        QCOMPARE(reason->toPlainText(), standing->text());
        reason->setPlainText(" ");
        QVERIFY(!keep->isEnabled());
        reason->setPlainText("the steadiest of all");
        QVERIFY(!dialog->findChild<QCheckBox*>("promoteRegister")->isEnabled()); // offline
        QTest::mouseClick(keep, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(
            stored(m_ids[1]).bestReason, std::string("the steadiest of all"), kPatience);
    }

    void anyMetricBecomesAColumn()
    {
        auto* menu = m_page->findChild<QMenu*>("runsColumnsMenu");
        Q_EMIT menu->aboutToShow();
        const int before = model().columnCount();
        auto* action = menu->findChild<QAction*>("column:loss:lowest");
        QVERIFY(action);
        action->trigger();
        QCOMPARE(model().columnCount(), before + 1);
        const auto cell = model().index(0, before);
        QVERIFY(cell.data().toString() != QStringLiteral("–"));
        QVERIFY(model()
                    .headerData(before, Qt::Horizontal, Qt::DisplayRole)
                    .toString()
                    .contains("lowest"));
        QVERIFY(model().csv().contains("lowest"));
        model().sort(before, Qt::AscendingOrder);
        QCOMPARE(
            m_state->settings().value("runs/columns").toStringList(), QStringList{"loss:lowest"});
        m_page = std::make_unique<ui::RunsPage>(*m_state); // the next start
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 4, kPatience);
        QCOMPARE(model().addedColumns().size(), 1);
    }

    void anyTwoColumnsMakeAScatter()
    {
        find<ui::SegmentedControl>("runsView")->setCurrentIndex(1);
        auto* x = find<QComboBox>("runsScatterX");
        auto* y = find<QComboBox>("runsScatterY");
        const auto choose = [](QComboBox* box, const char* id) {
            const int index = box->findData(QLatin1String(id));
            QVERIFY2(index >= 0, id);
            box->setCurrentIndex(index);
            Q_EMIT box->activated(index);
        };
        choose(x, "setting:learning_rate");
        choose(y, "metric:val_loss:best");
        auto* chart = find<ui::FigureChart>("runsScatter");
        QCOMPARE(chart->data().lines.front().points.size(), 4);
        QCOMPARE(chart->data().lines.at(1).points.size(), 2); // the chosen ones
        QCOMPARE(chart->data().table.rows.size(), 4);
        QVERIFY(chart->data().sentence(0, 0).contains("learning", Qt::CaseInsensitive));
        // A point is a run.
        Q_EMIT chart->pointChosen(0, 3);
        QCOMPARE(find<ui::RunsTable>("runsTable")->selectedIds().size(), 1);
        find<QLineEdit>("runsFilter")->setText("lr < 5e-4");
        QCOMPARE(chart->data().lines.front().points.size(), 1);
    }

    void parallelCoordinatesKeepARange()
    {
        find<ui::SegmentedControl>("runsView")->setCurrentIndex(2);
        auto* chart = find<ui::ParallelAxes>("runsParallel");
        QCOMPARE(chart->lines().size(), 4);
        QCOMPARE(chart->axes().size(), 4); // seed, learning rate, dropout, result
        const auto* kept = find<ui::TextLabel>("runsKept");
        QVERIFY(kept->text().startsWith("4"));
        int rate = 0;
        while (!chart->axes().at(rate).title.contains("rate", Qt::CaseInsensitive) ||
               chart->axes().at(rate).title.contains("Layer"))
            ++rate;
        chart->setBrush(rate, std::pair(0.0, 0.5));
        QVERIFY2(kept->text().startsWith("1"), qPrintable(kept->text()));
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Right);
        // The lines are there to be seen: pixels between the axes that are not the ground's.
        const QImage picture = chart->grab().toImage();
        int inked = 0;
        for (int y = 40; y < picture.height() - 20; ++y)
            inked += picture.pixel(picture.width() / 5, y) != picture.pixel(1, 1) ? 1 : 0;
        QVERIFY(inked > 3);
    }

    void twoRunsAreComparedFilmByFilm()
    {
        trigger("runsCompare");
        auto* panel = find<ui::ComparisonPanel>("runsComparison");
        QTRY_VERIFY_WITH_TIMEOUT(
            panel->verdict().contains("McNemar") || panel->verdict().contains("same films"),
            kPatience);
        trigger("runsOpenBoth");
        QTRY_COMPARE_WITH_TIMEOUT(m_state->runs().size(), 2, kPatience);
        QCOMPARE(m_state->shownRun()->id, m_ids[3].toStdString());
    }

    void runsOfMlflowStandBesideOurs()
    {
        const auto folder = std::filesystem::path(m_folder->filePath("mlruns").toStdString());
        const auto store = tracking::RunStore::open(workspace()).value();
        QCOMPARE(tracking::exportMlflowFolder(*store, {m_ids[0].toStdString()}, "notebook", folder)
                     .value(),
            1);
        m_page->library().importMlflow(QString::fromStdString(folder.string()));
        QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 5, kPatience);
        const int column = model().resultColumn(RunsModel::Server);
        QCOMPARE(model().index(0, column).data().toString(), QStringLiteral("imported"));
        QCOMPARE(m_page->library().waitingRuns(), 4); // nobody sends them back
        m_page->library().importMlflow(m_folder->filePath("nothing"));
        QSignalSpy said(m_state.get(), &ui::AppState::announced);
        QTRY_COMPARE_WITH_TIMEOUT(said.size(), 1, kPatience);
        QCOMPARE(said.front().at(1).toString(), QStringLiteral("error"));
    }

    void longListsComeFirstAndCurvesWhereSomebodyLooks()
    {
        {
            const auto store = tracking::RunStore::open(workspace()).value();
            tracking::RunRow row;
            row.origin = "made up";
            row.settings = {{"epochs", 2}, {"seed", 0}};
            training::EpochRecord epoch;
            epoch.metrics = {{"val_loss", 0.5}};
            for (int i = 0; i < kMany; ++i) {
                row.id = "made-up-" + std::to_string(i);
                row.settings["seed"] = i;
                QVERIFY(store->saveImported(row, {epoch}));
            }
        }
        m_page = std::make_unique<ui::RunsPage>(*m_state);
        m_page->resize(1300, 820);
        QList<std::pair<int, bool>> steps; ///< rows, and whether they are whole
        connect(&m_page->library(), &ui::RunsLibrary::changed, this, [this, &steps] {
            steps.append({model().rowCount(), m_page->library().runs().front()->isWhole});
        });
        QSignalSpy read(&m_page->library(), &ui::RunsLibrary::historiesLoaded);
        m_page->show();
        QTRY_VERIFY_WITH_TIMEOUT(steps.size() >= 2, kPatience);
        QCOMPARE(steps.at(0), std::pair(kMany + 4, false)); // the list alone
        QCOMPARE(steps.at(1), std::pair(kMany + 4, true));
        QTRY_VERIFY_WITH_TIMEOUT(!read.isEmpty(), kPatience);
        qsizetype curves = 0;
        for (const auto& call : read)
            curves += call.front().toStringList().size();
        QVERIFY2(curves < 100, qPrintable(QString::number(curves)));
    }

    void chosenRunsAreOverlaidWithTheirMatrices()
    {
        // The two newest are chosen at the start.
        QCOMPARE(model().chosen(), (QStringList{m_ids[3], m_ids[2]}));
        const auto* curves = find<ui::CurveOverlay>("runsCurves");
        QCOMPARE(curves->curves().size(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(curves->curves().front().points.size(), 3, kPatience);
        auto* first = find<ui::ConfusionMatrixView>("runsMatrix0");
        QTRY_COMPARE_WITH_TIMEOUT(first->classCount(), 2, kPatience);
        qlonglong films = 0;
        for (int truth = 0; truth < 2; ++truth)
            for (int call = 0; call < 2; ++call)
                films += first->count(truth, call);
        QCOMPARE(films, 60);
        QTRY_VERIFY_WITH_TIMEOUT(!find<ui::TextLabel>("runsChange")->text().isEmpty(), kPatience);
        auto* table = find<ui::RunsTable>("runsTable");
        table->setCurrentIndex(model().index(3, RunsModel::Name));
        QTest::keyClick(table, Qt::Key_Space);
        QCOMPARE(curves->curves().size(), 3);
        QTRY_VERIFY_WITH_TIMEOUT(
            find<ui::ConfusionMatrixView>("runsMatrix2")->isVisible(), kPatience);
    }

    void aStoredRunOpensInTheLab()
    {
        QSignalSpy pages(m_state.get(), &ui::AppState::pageRequested);
        auto* table = find<ui::RunsTable>("runsTable");
        table->setCurrentIndex(model().index(2, RunsModel::Name));
        const QString id = model().idsAt(2).front();
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_state->shownRun() != nullptr, kPatience);
        QCOMPARE(m_state->shownRun()->id, id.toStdString());
        QCOMPARE(m_state->shownRun()->validationLogits.size(), std::size_t{3});
        QCOMPARE(pages.size(), 1);
    }

    void settingsAreTakenOverAndCopied()
    {
        select(0);
        QSignalSpy asked(m_state.get(), &ui::AppState::settingsRequested);
        trigger("runsAgain");
        QTRY_COMPARE_WITH_TIMEOUT(asked.size(), 1, kPatience);
        trigger("runsNotebook");
        QTRY_VERIFY_WITH_TIMEOUT(
            QGuiApplication::clipboard()->text().startsWith("params = {"), kPatience);
        const auto config =
            model::configFromText(QGuiApplication::clipboard()->text().toStdString());
        QVERIFY(config.has_value());
        QCOMPARE(config->optimizer.learningRate, 1e-4);
        trigger("runsCommand");
        QTRY_VERIFY_WITH_TIMEOUT(
            QGuiApplication::clipboard()->text().contains("negatoscope-cli train"), kPatience);
        QVERIFY(QGuiApplication::clipboard()->text().contains("/films/made_up"));
    }

    void trainingGoesOnWithoutAServerThatIsAway()
    {
        ui::MlflowLink& link = m_page->library().link();
        ui::ServerSettings server;
        server.url = "http://127.0.0.1:9"; // nobody is there
        server.automatic = true;
        ui::JobInfo job;
        job.name = "Run 5";
        m_state->setJob(job); // it trains: nothing is sent yet
        link.setServer(server, {});
        training::RunRecord live;
        live.id = "eeee-5";
        live.name = "Run 5";
        live.history.resize(1);
        live.history[0].metrics = {{"loss", 0.5}};
        link.follow(live, 100.0);
        QTRY_VERIFY_WITH_TIMEOUT(
            find<ui::TextLabel>("runsServer")->text().contains("without it"), kPatience);
        QVERIFY(!link.isSending());
        link.endFollowing(false);
        QVERIFY(find<ui::TextLabel>("runsServer")->text().contains("4"));
    }

    void offlineIsShownAndTheServerIsTested()
    {
        QCOMPARE(find<ui::TextLabel>("runsServer")->text(), QStringLiteral("Offline"));
        QTest::mouseClick(find<QPushButton>("runsSend"), Qt::LeftButton);
        auto* dialog = m_page->findChild<QDialog*>("serverDialog");
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>("serverUrl")->setText("http://127.0.0.1:9");
        dialog->findChild<QLineEdit*>("serverPassword")->setText("secretsecret");
        QTest::mouseClick(dialog->findChild<QPushButton*>("serverTest"), Qt::LeftButton);
        auto* answer = dialog->findChild<ui::TextLabel*>("serverAnswer");
        QTRY_VERIFY_WITH_TIMEOUT(answer->text().contains("does not answer"), kPatience);
        QTest::mouseClick(dialog->findChild<QPushButton*>("serverSave"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(
            find<ui::TextLabel>("runsServer")->text().contains("4"), kPatience);
        m_state->settings().sync();
        QFile file(m_folder->filePath("settings.ini"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("secretsecret"));
        // Nobody is there: the runs keep waiting, and say why.
        QTest::mouseClick(find<QPushButton>("runsSend"), Qt::LeftButton);
        QVERIFY(m_page->library().link().isSending());
        m_page->library().link().stop();
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->library().link().isSending(), kPatience);
        QCOMPARE(m_page->library().waitingRuns(), 4);
    }
};

QTEST_MAIN(RunsPageTest)
#include "tst_runs_page.moc"
