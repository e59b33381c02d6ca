#include "LabFixture.h"
#include "core/model/ConfigSchema.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/LineChart.h"
#include "ui/commands/LabDraft.h"
#include "ui/evaluation/EpochScrubber.h"
#include "ui/evaluation/OperatingPoint.h"
#include "ui/lab/FreezeBar.h"
#include "ui/lab/LayerCard.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"
#include "ui/widgets/SegmentedControl.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QTimer>
#include <QUndoStack>

using namespace negatoscope;
using test::FakeTrainer;
using test::Lab;
using test::madeUpManifest;
using ui::LabController;

namespace {

/// The page with films and the notebook's stack, shown and ready.
void open(Lab& lab, int validation = 60)
{
    lab.state.setManifest(madeUpManifest(validation));
    lab.page->draft().replace(*model::presetConfig("notebook"), QStringLiteral("preset Notebook"));
    lab.page->show();
    QVERIFY(QTest::qWaitForWindowActive(lab.page.get()));
}

void setEpochs(Lab& lab, int epochs)
{
    QVERIFY(lab.page->draft().setParameter("epochs", epochs));
}

qlonglong matrixSum(const ui::ConfusionMatrixView& matrix)
{
    qlonglong sum = 0;
    for (int truth = 0; truth < matrix.classCount(); ++truth) {
        for (int call = 0; call < matrix.classCount(); ++call) {
            sum += matrix.count(truth, call);
        }
    }
    return sum;
}

} // namespace

class TestLabPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void needsFilms()
    {
        Lab lab;
        auto* train = lab.find<QPushButton>("trainButton");
        QVERIFY(train != nullptr && !train->isEnabled());
        QVERIFY(!train->toolTip().isEmpty()); // says why
        lab.state.setManifest(madeUpManifest());
        QVERIFY(train->isEnabled());
        auto oneClass = std::make_shared<dataset::Manifest>(*madeUpManifest());
        for (dataset::FilmItem& item : oneClass->items) {
            item.label = 1;
        }
        lab.state.setManifest(oneClass);
        QVERIFY(!train->isEnabled());
    }

    void fieldsEditTheDraft()
    {
        Lab lab;
        open(lab);
        auto* epochs = lab.find<QLineEdit>("epochsEdit");
        QVERIFY(epochs != nullptr);
        epochs->setFocus();
        epochs->selectAll();
        QTest::keyClicks(epochs, QStringLiteral("7"));
        QTest::keyClick(epochs, Qt::Key_Return);
        QCOMPARE(lab.page->draft().config().epochs, 7);
        QTest::keyClick(epochs, Qt::Key_Up);
        QCOMPARE(lab.page->draft().config().epochs, 8);
        lab.state.undoStack().undo();
        QCOMPARE(lab.page->draft().config().epochs, 20);
        QCOMPARE(epochs->text(), QStringLiteral("20"));

        auto* balance = lab.find<QComboBox>("equilibrateEdit");
        QVERIFY(balance != nullptr);
        balance->setCurrentIndex(2);
        Q_EMIT balance->activated(2);
        QVERIFY(lab.page->draft().config().balance == dataset::Balance::Oversample);
    }

    void aWrongValueStaysAndDisablesTrain()
    {
        Lab lab;
        open(lab);
        auto* rate = lab.find<QLineEdit>("layer0_rateEdit");
        auto* train = lab.find<QPushButton>("trainButton");
        QVERIFY(rate != nullptr);
        rate->setFocus();
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("1.4"));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(rate->text(), QStringLiteral("1.4"));
        QVERIFY(!train->isEnabled());
        QVERIFY(!lab.find<ui::LayerCard>("layerCard0")->error().isEmpty());
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("0.4"));
        QTest::keyClick(rate, Qt::Key_Return);
        QVERIFY(train->isEnabled());
        QCOMPARE(lab.state.undoStack().undoText(), QStringLiteral("Dropout 0.30 → 0.40"));
    }

    void aLayerIsDraggedByItsGrip()
    {
        Lab lab;
        open(lab);
        auto* first = lab.find<ui::LayerCard>("layerCard0");
        auto* second = lab.find<ui::LayerCard>("layerCard1");
        const QPoint grip(10, first->height() / 2);
        const int down = second->geometry().bottom() - first->geometry().top() - 4;
        QTest::mousePress(first, Qt::LeftButton, {}, grip);
        QTest::mouseMove(first, grip + QPoint(0, 30));
        QTest::mouseMove(first, QPoint(grip.x(), down));
        QTest::mouseRelease(first, Qt::LeftButton, {}, QPoint(grip.x(), down));
        QCOMPARE(lab.page->draft().config().addedLayers[0].type, std::string("dense"));
        QCOMPARE(lab.state.undoStack().undoText(), QStringLiteral("move Dropout below Dense"));
        lab.state.undoStack().undo();
        QCOMPARE(lab.page->draft().config().addedLayers[0].type, std::string("dropout"));
    }

    void layersAreEditedByKeys()
    {
        Lab lab;
        open(lab);
        ui::LabDraft& draft = lab.page->draft();
        lab.find<ui::LayerCard>("layerCard0")->setFocus();
        QTest::keyClick(lab.page->focusWidget(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(draft.config().addedLayers[1].type, std::string("dropout"));
        // The moved layer keeps the focus.
        auto* moved = qobject_cast<ui::LayerCard*>(lab.page->focusWidget());
        QVERIFY(moved != nullptr);
        QCOMPARE(moved->layer(), 1);
        QTest::keyClick(moved, Qt::Key_Space);
        QVERIFY(!draft.config().addedLayers[1].enabled);
        QTest::keyClick(lab.page->focusWidget(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(draft.layerCount(), 5);
        QTest::keyClick(lab.page->focusWidget(), Qt::Key_Delete);
        QCOMPARE(draft.layerCount(), 4);
    }

    void theFreezeHandleMoves()
    {
        Lab lab;
        open(lab);
        auto* bar = lab.find<ui::FreezeBar>("freezeBar");
        QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(2, 20));
        QVERIFY(lab.page->draft().config().strategy == model::Strategy::FullTuning);
        QTest::keyClick(bar, Qt::Key_End);
        QVERIFY(lab.page->draft().config().strategy == model::Strategy::NoTuning);
        QTest::keyClick(bar, Qt::Key_Left);
        QVERIFY(lab.page->draft().config().strategy == model::Strategy::FineTuning);
    }

    void anIllegalStackDisablesTrainWithTheReason()
    {
        Lab lab;
        open(lab);
        auto* train = lab.find<QPushButton>("trainButton");
        lab.page->draft().addLayer("conv2d", 0); // behind the pooling there is no picture
        QVERIFY(!train->isEnabled());
        QVERIFY(!lab.find<ui::LayerCard>("layerCard0")->error().isEmpty());
        QVERIFY2(train->toolTip().contains(lab.find<ui::LayerCard>("layerCard0")->error()),
            qPrintable(train->toolTip()));
        lab.state.undoStack().undo();
        QVERIFY(train->isEnabled());
    }

    void trainingDrawsCurvesAndMatrix()
    {
        Lab lab;
        open(lab);
        setEpochs(lab, 4);
        auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
        lab.find<QPushButton>("trainButton")->click();
        QVERIFY(lab.page->controller().isRunning());
        QVERIFY(lab.state.job().has_value());
        QVERIFY(!lab.find<QPushButton>("trainButton")->isVisible());
        QTRY_VERIFY(!lab.page->controller().isRunning());
        QVERIFY(!lab.state.job().has_value());
        QCOMPARE(lab.state.runs().size(), 1);
        for (const char* name : {"lossChart", "accuracyChart"}) {
            auto* chart = lab.find<ui::LineChart>(name);
            QCOMPARE(chart->points(ui::SeriesKind::Train).size(), 4);
            QCOMPARE(chart->points(ui::SeriesKind::Validation).size(), 4);
        }
        QCOMPARE(matrixSum(*matrix), 60);
        QVERIFY(lab.find<QPushButton>("trainButton")->text().contains(QLatin1Char('2')));
        QCOMPARE(lab.find<ui::EpochScrubber>("epochScrubber")->epoch(), 4);
    }

    void thresholdAndEpochMoveTheMatrix()
    {
        Lab lab;
        open(lab);
        setEpochs(lab, 3);
        lab.page->train();
        QTRY_COMPARE(lab.state.runs().size(), 1);
        auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
        qlonglong called = -1;
        for (int step = 0; step <= 100; ++step) {
            lab.page->operatingPoint().setThreshold(step / 100.0);
            QCOMPARE(matrixSum(*matrix), 60);
            const qlonglong positive = matrix->count(0, 1) + matrix->count(1, 1);
            QVERIFY(called < 0 || positive <= called);
            called = positive;
        }
        lab.page->operatingPoint().setThreshold(0.5);
        const std::vector<double> last = lab.page->operatingPoint().scores().probabilities;
        auto* scrubber = lab.find<ui::EpochScrubber>("epochScrubber");
        scrubber->setFocus();
        QTest::keyClick(scrubber, Qt::Key_Home);
        QCOMPARE(scrubber->epoch(), 1);
        QVERIFY(lab.page->operatingPoint().scores().probabilities != last);
        QCOMPARE(matrixSum(*matrix), 60);
    }

    void stopAndKeepKeeps()
    {
        Lab lab(FakeTrainer{.batches = 10, .batchMs = 5});
        open(lab);
        setEpochs(lab, 1000);
        lab.page->train();
        QTRY_VERIFY(!lab.page->controller().live().history.empty());
        lab.find<QPushButton>("stopKeepButton")->click();
        QVERIFY(lab.page->controller().phase() == LabController::Phase::Stopping);
        QTRY_COMPARE(lab.state.runs().size(), 1);
        QVERIFY(lab.state.shownRun()->outcome == training::OutcomeKind::Stopped);
        QCOMPARE(lab.page->controller().runNumber(), 2);
    }

    void cancelKeepsNothing()
    {
        Lab lab(FakeTrainer{.batches = 10, .batchMs = 5});
        open(lab);
        setEpochs(lab, 1000);
        lab.page->train();
        QTRY_VERIFY(!lab.page->controller().live().history.empty());
        lab.state.requestCancel(); // as the job bar does
        QTRY_VERIFY(!lab.page->controller().isRunning());
        QVERIFY(lab.state.runs().isEmpty());
        QCOMPARE(lab.page->controller().runNumber(), 1);
        QVERIFY(lab.find<QPushButton>("trainButton")->isEnabled());
    }

    void editsDuringTrainingBelongToTheNextRun()
    {
        Lab lab(FakeTrainer{.batches = 10, .batchMs = 3});
        open(lab);
        setEpochs(lab, 3);
        lab.page->train();
        setEpochs(lab, 5);
        QTRY_COMPARE(lab.state.runs().size(), 1);
        QCOMPARE(lab.state.shownRun()->config.epochs, 3);
        auto* badge = lab.find<ui::Badge>("runEditsBadge");
        QVERIFY(!badge->isHidden());
        QVERIFY(badge->text().startsWith(QLatin1Char('1')));
        lab.page->train();
        QTRY_COMPARE(lab.state.runs().size(), 2);
        QVERIFY(!lab.find<ui::InlineNotice>("changesStrip")->isHidden());
    }

    void aFailedRunSaysWhy()
    {
        Lab lab([](const training::TrainingRequest& request, const training::StopRequest&,
                    const training::TrainingCallback&) {
            training::RunRecord run;
            run.id = request.runId;
            run.name = request.runName;
            run.outcome = training::OutcomeKind::Failed;
            run.error = base::Error{
                base::ErrorCode::DiskFull, "the disk is full", "runs", "free some space"};
            return run;
        });
        open(lab);
        lab.page->train();
        QTRY_VERIFY(!lab.page->controller().isRunning());
        auto* notice = lab.find<ui::InlineNotice>("runNotice");
        QVERIFY(!notice->isHidden());
        QVERIFY(notice->text().contains(QStringLiteral("the disk is full")));
        QVERIFY(lab.state.runs().isEmpty());
    }

    void theTestSetIsSealedUntilAskedFor()
    {
        Lab lab;
        open(lab);
        setEpochs(lab, 2);
        lab.page->train();
        QTRY_COMPARE(lab.state.runs().size(), 1);
        auto* segments = lab.find<ui::SegmentedControl>("setSegments");
        segments->setCurrentIndex(1);
        QVERIFY(lab.page->operatingPoint().set() == ui::OperatingPoint::Set::Validation);
        auto* open = lab.find<QPushButton>("openTestButton");
        QVERIFY(open->isVisible());
        open->click();
        QVERIFY(lab.page->operatingPoint().set() == ui::OperatingPoint::Set::Test);
        QCOMPARE(matrixSum(*lab.find<ui::ConfusionMatrixView>("confusionMatrix")), 20);
        // Counted once; going away and back is the same look.
        segments->setCurrentIndex(0);
        segments->setCurrentIndex(1);
        QVERIFY(lab.page->operatingPoint().set() == ui::OperatingPoint::Set::Test);
        lab.state.settings().beginGroup(QStringLiteral("looks"));
        const QStringList keys = lab.state.settings().childKeys();
        QCOMPARE(keys.size(), 1);
        QCOMPARE(lab.state.settings().value(keys.front()).toInt(), 1);
        lab.state.settings().endGroup();
    }

    void theWindowLivesWhileTraining()
    {
        Lab lab(FakeTrainer{.batches = 20, .batchMs = 5});
        open(lab);
        setEpochs(lab, 5);
        int ticks = 0;
        QTimer watchdog;
        connect(&watchdog, &QTimer::timeout, this, [&ticks] { ++ticks; });
        watchdog.start(5);
        lab.page->train();
        QTRY_VERIFY(!lab.page->controller().isRunning());
        // 500 ms of work that would have blocked the window give about a hundred ticks; a blocked
        // window gives none.
        QVERIFY2(ticks > 10, qPrintable(QString::number(ticks)));
    }

    void compactLayoutFits()
    {
        Lab lab;
        open(lab);
        lab.page->setCompact(true);
        QVERIFY(lab.find<ui::SegmentedControl>("editorTabs") != nullptr);
        // 1180×700 less rail, header and job bar; the new layout settles in the event loop.
        const QSize most(1180 - 48, 700 - 44 - 34);
        QTRY_VERIFY2(lab.page->minimumSizeHint().boundedTo(most) == lab.page->minimumSizeHint(),
            qPrintable(QStringLiteral("%1×%2")
                           .arg(lab.page->minimumSizeHint().width())
                           .arg(lab.page->minimumSizeHint().height())));
        lab.page->setCompact(false);
        QTRY_VERIFY(lab.find<QPushButton>("trainButton")->isVisible());
    }

    void controlsHaveNames()
    {
        Lab lab;
        open(lab);
        QStringList nameless;
        for (const QWidget* widget : lab.page->findChildren<QWidget*>()) {
            const bool focusable =
                (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisible();
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() ||
                               (button != nullptr && !button->text().isEmpty());
            if (focusable && !named) {
                nameless << QStringLiteral("%1 '%2'").arg(
                    QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
            }
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }
};

QTEST_MAIN(TestLabPage)
#include "tst_lab_page.moc"
