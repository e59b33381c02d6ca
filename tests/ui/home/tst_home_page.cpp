#include "tests/ui/lab/LabFixture.h"
#include "ui/home/HomePage.h"
#include "ui/home/RunTile.h"
#include "ui/shell/MainWindow.h"

#include "core/evaluation/Confusion.h"
#include "core/tracking/RunStore.h"

#include <QtTest>

using namespace negatoscope;

/// The first page in the real window, over a workspace with runs.
class HomePageTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<ui::AppState> m_state;
    std::unique_ptr<ui::MainWindow> m_window;

    std::filesystem::path workspace() const { return m_folder.filePath("work").toStdString(); }
    QList<ui::RunTile*> tiles() const
    {
        return m_window->page(QStringLiteral("home"))->findChildren<ui::RunTile*>();
    }

    training::RunRecord addRun(const std::string& id, int epochs)
    {
        training::TrainingRequest request;
        request.config = model::presetConfig("notebook").value();
        request.config.epochs = epochs;
        request.data = *test::madeUpManifest();
        request.runId = id;
        test::FakeTrainer trainer;
        trainer.batches = 1;
        trainer.batchMs = 0;
        training::RunRecord run = trainer(request, {}, [](const training::TrainingEvent&) {});
        run.folder = workspace() / "runs" / id;
        run.environment = {{"data_root", "/films/made_up"}};
        run.history.back().finishedAtMs = QDateTime::currentMSecsSinceEpoch();
        const bool kept =
            training::writeRun(run, run.folder) && tracking::enterRun(workspace(), run);
        return kept ? run : training::RunRecord();
    }

private Q_SLOTS:
    void init()
    {
        m_state = std::make_unique<ui::AppState>(m_folder.filePath("settings.ini"));
        m_state->setWorkspaceFolder(QString::fromStdString(workspace().string()));
        m_window = std::make_unique<ui::MainWindow>(*m_state);
        m_window->resize(1440, 900);
        m_window->show();
    }
    void cleanup()
    {
        m_window.reset();
        m_state.reset();
    }

    void saysThatThereIsNoRun()
    {
        auto* words = m_window->findChild<QWidget*>(QStringLiteral("homeNoRuns"));
        QTRY_VERIFY(words->isVisible());
        QVERIFY(tiles().isEmpty());
    }

    void showsTheNewestRunsAndOpensOne()
    {
        for (int i = 0; i < 7; ++i) {
            addRun("run-" + std::to_string(i), 2 + i);
        }
        Q_EMIT m_state->storedRunsChanged();
        QTRY_COMPARE_WITH_TIMEOUT(tiles().size(), 6, 20000);
        QCOMPARE(tiles().front()->id(), QStringLiteral("run-6"));
        for (const ui::RunTile* tile : tiles()) {
            QVERIFY(tile->isVisible());
            QVERIFY(!tile->accessibleName().isEmpty());
        }
        QTest::keyClick(tiles().at(1), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(m_state->shownRun() != nullptr, 20000);
        QCOMPARE(m_state->shownRun()->id, std::string("run-5"));
        QTRY_COMPARE(m_window->currentPage(), QStringLiteral("lab"));
    }

    void aSmallWindowKeepsOneRow()
    {
        QTRY_COMPARE_WITH_TIMEOUT(tiles().size(), 6, 20000);
        m_window->resize(1280, 720);
        const auto visible = [this] {
            const auto all = tiles();
            return std::count_if(
                all.begin(), all.end(), [](const ui::RunTile* tile) { return tile->isVisible(); });
        };
        QTRY_COMPARE(visible(), 3);
    }

    void aTileTellsWhatTheRunHolds()
    {
        const training::RunRecord run = addRun("run-9", 4);
        const auto shown = ui::recentRuns(workspace(), 1);
        QVERIFY(shown && (*shown)->size() == 1);
        const ui::RecentRun& tile = (*shown)->front();
        QCOMPARE(tile.id, QStringLiteral("run-9"));
        QCOMPARE(tile.validationLoss.size(), qsizetype(4));
        const auto matrix = evaluation::confusionMatrix(run.validation, 0.5);
        QCOMPARE(tile.counts, QList<qlonglong>(matrix.cells.begin(), matrix.cells.end()));
    }
};

QTEST_MAIN(HomePageTest)
#include "tst_home_page.moc"
