#include "tests/ui/lab/LabFixture.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/runs/CurveOverlay.h"
#include "ui/runs/RunsLibrary.h"
#include "ui/runs/RunsModel.h"
#include "ui/runs/RunsPage.h"
#include "ui/runs/RunsTable.h"
#include "ui/widgets/Labels.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QUndoStack>
#include <QtTest>

using namespace negatoscope;
using ui::RunsModel;

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
        QTRY_COMPARE(model().rowCount(), 4);
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
        QTRY_COMPARE(stored(id).name, std::string("été"));
        trigger("runsPin");
        QTRY_VERIFY(stored(id).starred);
        m_page->library().setNote(id, "seen in the lecture");
        QTRY_COMPARE(stored(id).note, std::string("seen in the lecture"));
        for (int i = 0; i < 3; ++i)
            m_state->undoStack().undo();
        QTRY_VERIFY_WITH_TIMEOUT(stored(id).note.empty() && !stored(id).starred, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(stored(id).name != "été", 20000);
    }

    void deletingGoesToTheBinAndComesBack()
    {
        select(1);
        const QString id = model().idsAt(1).front();
        QSignalSpy said(m_state.get(), &ui::AppState::announced);
        QTest::keyClick(find<ui::RunsTable>("runsTable"), Qt::Key_Delete);
        QTRY_COMPARE(model().rowCount(), 3);
        QTRY_COMPARE(said.size(), 1);
        QVERIFY(stored(id).deletedAtMs > 0);
        m_state->undoStack().undo();
        QTRY_COMPARE(model().rowCount(), 4);
    }

    void theBestRunHasAReason()
    {
        m_page->library().chooseBest(m_ids[2], "steadier");
        QTRY_COMPARE(stored(m_ids[2]).bestReason, std::string("steadier"));
        m_page->library().chooseBest(m_ids[0], "simpler");
        QTRY_COMPARE(stored(m_ids[0]).bestReason, std::string("simpler"));
        QVERIFY(stored(m_ids[2]).bestReason.empty());
        m_state->undoStack().undo();
        QTRY_COMPARE(stored(m_ids[2]).bestReason, std::string("steadier"));
    }

    void chosenRunsAreOverlaidWithTheirMatrices()
    {
        // The two newest are chosen at the start.
        QCOMPARE(model().chosen(), (QStringList{m_ids[3], m_ids[2]}));
        const auto* curves = find<ui::CurveOverlay>("runsCurves");
        QCOMPARE(curves->curves().size(), 2);
        QCOMPARE(curves->curves().front().points.size(), 3);
        auto* first = find<ui::ConfusionMatrixView>("runsMatrix0");
        QTRY_COMPARE(first->classCount(), 2);
        qlonglong films = 0;
        for (int truth = 0; truth < 2; ++truth)
            for (int call = 0; call < 2; ++call)
                films += first->count(truth, call);
        QCOMPARE(films, 60);
        QTRY_VERIFY(!find<ui::TextLabel>("runsChange")->text().isEmpty());
        auto* table = find<ui::RunsTable>("runsTable");
        table->setCurrentIndex(model().index(3, RunsModel::Name));
        QTest::keyClick(table, Qt::Key_Space);
        QCOMPARE(curves->curves().size(), 3);
        QTRY_VERIFY(find<ui::ConfusionMatrixView>("runsMatrix2")->isVisible());
    }

    void aStoredRunOpensInTheLab()
    {
        QSignalSpy pages(m_state.get(), &ui::AppState::pageRequested);
        auto* table = find<ui::RunsTable>("runsTable");
        table->setCurrentIndex(model().index(2, RunsModel::Name));
        const QString id = model().idsAt(2).front();
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY(m_state->shownRun() != nullptr);
        QCOMPARE(m_state->shownRun()->id, id.toStdString());
        QCOMPARE(m_state->shownRun()->validationLogits.size(), std::size_t{3});
        QCOMPARE(pages.size(), 1);
    }

    void settingsAreTakenOverAndCopied()
    {
        select(0);
        QSignalSpy asked(m_state.get(), &ui::AppState::settingsRequested);
        trigger("runsAgain");
        QTRY_COMPARE(asked.size(), 1);
        trigger("runsNotebook");
        QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith("params = {"));
        const auto config =
            model::configFromText(QGuiApplication::clipboard()->text().toStdString());
        QVERIFY(config.has_value());
        QCOMPARE(config->optimizer.learningRate, 1e-4);
        trigger("runsCommand");
        QTRY_VERIFY(QGuiApplication::clipboard()->text().contains("negatoscope-cli train"));
        QVERIFY(QGuiApplication::clipboard()->text().contains("/films/made_up"));
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
        QTRY_VERIFY(answer->text().contains("does not answer"));
        QTest::mouseClick(dialog->findChild<QPushButton*>("serverSave"), Qt::LeftButton);
        QTRY_VERIFY(find<ui::TextLabel>("runsServer")->text().contains("4"));
        m_state->settings().sync();
        QFile file(m_folder->filePath("settings.ini"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("secretsecret"));
        // Nobody is there: the runs keep waiting, and say why.
        QTest::mouseClick(find<QPushButton>("runsSend"), Qt::LeftButton);
        QVERIFY(m_page->library().isSyncing());
        m_page->library().stopSync();
        QTRY_VERIFY(!m_page->library().isSyncing());
        QCOMPARE(m_page->library().waitingRuns(), 4);
    }
};

QTEST_MAIN(RunsPageTest)
#include "tst_runs_page.moc"
