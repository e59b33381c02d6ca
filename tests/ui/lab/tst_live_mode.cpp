#include "LabFixture.h"
#include "core/model/ConfigSchema.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/LineChart.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/LiveMode.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Labels.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <atomic>
#include <filesystem>

using namespace negatoscope;
using test::FakeTrainer;
using test::Lab;
using test::madeUpManifest;

namespace {

std::atomic<int> g_started{0};
std::atomic<int> g_cancelled{0};

/// The fake trainer, counted.
training::RunRecord counted(const FakeTrainer& trainer, const training::TrainingRequest& request,
    const training::StopRequest& stop, const training::TrainingCallback& callback)
{
    ++g_started;
    training::RunRecord run = trainer(request, stop, callback);
    g_cancelled += run.outcome == training::OutcomeKind::Cancelled ? 1 : 0;
    return run;
}

session::TrainFunction countedTrainer(const FakeTrainer& trainer = {})
{
    g_started = 0;
    g_cancelled = 0;
    return [trainer](const auto& request, const auto& stop, const auto& callback) {
        return counted(trainer, request, stop, callback);
    };
}

/// The page with films, the notebook's stack of three epochs, and one kept run.
void openWithRun(Lab& lab)
{
    lab.state.setManifest(madeUpManifest());
    model::ModelConfig config = *model::presetConfig("notebook");
    config.epochs = 3;
    lab.page->draft().replace(config, QStringLiteral("preset Notebook"));
    lab.page->show();
    QVERIFY(QTest::qWaitForWindowActive(lab.page.get()));
    lab.page->train();
    QTRY_COMPARE(lab.state.runs().size(), 1);
    QTRY_VERIFY(!lab.page->controller().isRunning());
}

} // namespace

/// Live mode: what an edit starts, stops, shows and keeps.
class TestLiveMode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEditTrainsAgain()
    {
        Lab lab(countedTrainer());
        openWithRun(lab);
        const ui::RunPtr first = lab.state.shownRun();
        QTest::keyClick(lab.page.get(), Qt::Key_L, Qt::ControlModifier);
        QVERIFY(lab.page->liveMode().isOn());
        QVERIFY(lab.find<QPushButton>("liveSwitch")->isChecked());
        QTest::qWait(200);
        QCOMPARE(g_started.load(), 1); // nothing was edited
        auto* rate = lab.find<QLineEdit>("layer0_rateEdit");
        rate->setFocus();
        QTest::keyClick(rate, Qt::Key_Up);
        QTRY_VERIFY(lab.page->liveMode().result() != nullptr);
        QCOMPARE(g_started.load(), 2);
        const ui::RunPtr live = lab.state.shownRun();
        QVERIFY(live->folder.empty());
        QVERIFY(live->config == lab.page->draft().config());
        QCOMPARE(lab.state.runs().size(), 1); // it passes
        QVERIFY(!lab.find<ui::Badge>("runStateBadge")->isHidden());
        // The result before is the ghost.
        auto* chart = lab.find<ui::LineChart>("lossChart");
        QCOMPARE(chart->points(ui::SeriesKind::Validation).size(), 3);
        QCOMPARE(chart->points(ui::SeriesKind::Ghost).size(), 3);
        QCOMPARE(lab.page->controller().resultBefore(), first);
    }

    void editsInARowAreOne()
    {
        Lab lab(countedTrainer());
        openWithRun(lab);
        lab.page->liveMode().setOn(true);
        QSignalSpy shown(&lab.page->controller(), &ui::LabController::started);
        auto* rate = lab.find<QLineEdit>("layer0_rateEdit");
        rate->setFocus();
        for (int i = 0; i < 10; ++i) {
            QTest::keyClick(rate, Qt::Key_Up);
            QTest::qWait(20);
        }
        QTRY_VERIFY(lab.page->liveMode().result() != nullptr);
        QCOMPARE(shown.size(), 1); // those that began to compute in between were never seen
        QVERIFY(lab.state.shownRun()->config == lab.page->draft().config());
    }

    /// An edit computes at once and is shown after the quiet time; Train does not wait for it.
    void trainTakesOverFromWhatIsHeld()
    {
        Lab lab(countedTrainer({.batches = 30, .batchMs = 5}));
        openWithRun(lab);
        lab.page->liveMode().setOn(true);
        QVERIFY(lab.page->draft().setParameter("learning_rate", 0.01));
        QTRY_VERIFY(lab.page->controller().isHolding());
        QVERIFY(!lab.page->controller().isRunning());
        lab.page->train();
        QTRY_COMPARE(lab.state.runs().size(), 2);
        QVERIFY(!lab.page->controller().isHolding());
        QVERIFY(lab.state.shownRun()->config == lab.page->draft().config());
        QCOMPARE(QString::fromStdString(lab.state.shownRun()->name), QStringLiteral("Run 2"));
        QTest::qWait(250);
        QCOMPARE(lab.state.runs().size(), 2);
        QVERIFY(!lab.page->controller().isRunning());
    }

    void anEditCancelsTheMiniRun()
    {
        Lab lab(countedTrainer({.batches = 30, .batchMs = 5}));
        openWithRun(lab);
        lab.page->liveMode().setOn(true);
        auto* rate = lab.find<QLineEdit>("layer0_rateEdit");
        rate->setFocus();
        QTest::keyClick(rate, Qt::Key_Up);
        QTRY_VERIFY(lab.page->controller().isPassing());
        QTRY_VERIFY(!lab.page->controller().live().batches.empty());
        QTest::keyClick(rate, Qt::Key_Up);
        QTRY_COMPARE(g_started.load(), 3);
        QCOMPARE(g_cancelled.load(), 1);
        QTRY_VERIFY(lab.page->liveMode().result() != nullptr);
        QVERIFY(lab.state.shownRun()->config == lab.page->draft().config());
    }

    void whatIsNotComputedYetIsSaid()
    {
        Lab lab(countedTrainer());
        lab.state.setManifest(madeUpManifest());
        lab.page->show();
        lab.page->liveMode().setOn(true);
        QVERIFY(lab.page->liveMode().obstacle().contains(QStringLiteral("Train once")));
        openWithRun(lab);
        QVERIFY(lab.page->liveMode().obstacle().isEmpty());
        const int started = g_started;
        lab.page->draft().setFrozenGroups(16);
        QTest::qWait(250);
        QCOMPARE(g_started.load(), started);
        QVERIFY(lab.page->liveMode().obstacle().contains(QStringLiteral("freeze depth")));
        QVERIFY(lab.find<ui::ElideLabel>("trainCaption")
                    ->text()
                    .contains(QStringLiteral("freeze depth")));
        QVERIFY(lab.find<QPushButton>("trainButton")->isVisible());
        lab.state.undoStack().undo();
        QVERIFY(lab.page->liveMode().obstacle().isEmpty());
    }

    void aResultIsKeptByOneKey()
    {
        Lab lab(countedTrainer());
        openWithRun(lab);
        // The fake trainer has no weights to write.
        lab.page->liveMode().setSave(
            [](training::RunRecord& run, const std::filesystem::path& folder) {
                run.folder = folder;
                return training::writeRun(run, folder);
            });
        lab.page->liveMode().setOn(true);
        QVERIFY(lab.page->draft().setParameter("learning_rate", 0.01));
        QTRY_VERIFY(lab.page->liveMode().result() != nullptr);
        QVERIFY(lab.find<QPushButton>("keepLiveButton")->isVisible());
        QTest::keyClick(lab.page.get(), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(lab.state.runs().size(), 2);
        const ui::RunPtr kept = lab.state.shownRun();
        QCOMPARE(QString::fromStdString(kept->name), QStringLiteral("Run 2"));
        QVERIFY(std::filesystem::exists(kept->folder / "history.csv"));
        QCOMPARE(lab.page->controller().runNumber(), 3);
        QVERIFY(lab.page->liveMode().result() == nullptr); // once
    }

    void switchedOffItStops()
    {
        Lab lab(countedTrainer({.batches = 30, .batchMs = 5}));
        openWithRun(lab);
        lab.page->liveMode().setOn(true);
        QVERIFY(lab.page->draft().setParameter("seed", 7));
        QTRY_VERIFY(lab.page->controller().isPassing());
        lab.find<QPushButton>("liveSwitch")->click();
        QTRY_VERIFY(!lab.page->controller().isRunning());
        const int started = g_started;
        QVERIFY(lab.page->draft().setParameter("seed", 8));
        QTest::qWait(250);
        QCOMPARE(g_started.load(), started);
        QCOMPARE(lab.state.runs().size(), 1);
    }

    void anImpossibleStackWaits()
    {
        Lab lab(countedTrainer());
        openWithRun(lab);
        lab.page->liveMode().setOn(true);
        const int started = g_started;
        lab.page->draft().addLayer("conv2d", 0);
        QTest::qWait(250);
        QCOMPARE(g_started.load(), started);
        QVERIFY(!lab.page->liveMode().obstacle().isEmpty());
        lab.state.undoStack().undo();
        QTest::qWait(250);
        QCOMPARE(g_started.load(), started); // what is shown is the draft again
    }
};

QTEST_MAIN(TestLiveMode)
#include "tst_live_mode.moc"
