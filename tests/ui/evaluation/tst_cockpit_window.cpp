// The real window with the real trainer: draws films, trains on them, moves the threshold, and
// holds matrix, tiles and thumbnails against core/evaluation.
#include "core/dataset/Scan.h"
#include "core/evaluation/Figures.h"
#include "core/explain/CoverBrush.h"
#include "core/model/ConfigSchema.h"
#include "core/phantom/PhantomFiles.h"
#include "core/phantom/PhantomSet.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/commands/LabDraft.h"
#include "ui/evaluation/Cockpit.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/evaluation/FigureTile.h"
#include "ui/evaluation/FilmBelt.h"
#include "ui/evaluation/FilmStrip.h"
#include "ui/evaluation/OperatingPoint.h"
#include "ui/evaluation/ResultCard.h"
#include "ui/lab/LabPage.h"
#include "ui/reader/ReadingEngine.h"
#include "ui/shell/AppState.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/MetricTile.h"
#include "ui/widgets/SegmentedControl.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace negatoscope;

class CockpitWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trainsAndFollowsTheThreshold()
    {
        const QTemporaryDir folder;
        const std::filesystem::path films = folder.filePath(QStringLiteral("films")).toStdString();
        phantom::PhantomPlan plan;
        plan.count = 120;
        plan.seed = 5;
        plan.side = 96;
        QVERIFY(phantom::writePhantoms(plan, films, 0).has_value());
        ui::AppState state(folder.filePath(QStringLiteral("settings.ini")));
        state.setWorkspaceFolder(folder.filePath(QStringLiteral("workspace")));
        ui::Theme::instance().install(*qApp);
        ui::MainWindow window(state);
        window.resize(1440, 900);
        window.show();
        const auto scanned = dataset::scanFolder(films);
        QVERIFY(scanned && *scanned);
        state.setManifest(std::make_shared<const dataset::Manifest>(**scanned));
        state.goTo(QStringLiteral("lab"));
        auto* page = window.findChild<ui::LabPage*>();
        QVERIFY(page != nullptr);
        ui::LabDraft& draft = page->draft();
        QVERIFY(draft.setParameter("epochs", 3));
        QVERIFY(draft.setParameter("weights", "phantom"));
        QVERIFY(draft.setParameter("img_size", 96));
        page->train();
        QTRY_COMPARE_WITH_TIMEOUT(state.runs().size(), 1, 120'000);
        const ui::RunPtr run = state.shownRun();
        QVERIFY(!run->validation.labels.empty());
        ui::OperatingPoint& point = page->operatingPoint();
        QCOMPARE(point.scores().films, run->validation.films);
        for (const double threshold : {0.5, 0.2, 0.8}) {
            auto* edit = window.findChild<QLineEdit*>(QStringLiteral("thresholdEdit"));
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, QString::number(100.0 * threshold));
            QTest::keyClick(edit, Qt::Key_Return);
            checkAgainstCore(window, point, threshold);
        }
        checkBaseline(window, *page);
        checkMarkers(window, *page, point);
        checkReader(window, state, *page);
        checkStrip(window, point);
    }

private:
    static void checkAgainstCore(
        const ui::MainWindow& window, const ui::OperatingPoint& point, double threshold)
    {
        QCOMPARE(point.threshold(), threshold);
        const evaluation::Evaluation core = evaluation::evaluate(point.scores(), threshold);
        const auto* matrix =
            window.findChild<ui::ConfusionMatrixView*>(QStringLiteral("confusionMatrix"));
        const auto* belt = window.findChild<ui::FilmBelt*>();
        for (int truth = 0; truth < 2; ++truth) {
            for (int call = 0; call < 2; ++call) {
                QCOMPARE(matrix->count(truth, call), core.confusion.at(truth, call));
                QCOMPARE(static_cast<std::int64_t>(belt->films(truth == 1, call == 1).size()),
                    core.confusion.at(truth, call));
            }
        }
        const auto* tile = window.findChild<ui::MetricTile*>(QStringLiteral("specificityTile"));
        QVERIFY(tile->accessibleName().contains(
            QLocale().toString(100.0 * *core.atThreshold.specificity.value, 'f', 1)));
    }

    /// The 8×8-pixel baseline arrives in the background and is core's.
    static void checkBaseline(const ui::MainWindow& window, ui::LabPage& page)
    {
        ui::Cockpit& cockpit = page.findChild<ui::ResultCard*>()->cockpit();
        QTRY_VERIFY_WITH_TIMEOUT(cockpit.baseline() != nullptr, 20'000);
        window.findChild<ui::SegmentedControl*>(QStringLiteral("viewSegments"))->setCurrentIndex(2);
        const evaluation::Evaluation pixels = evaluation::evaluate(*cockpit.baseline(), 0.5);
        QCOMPARE(window.findChild<ui::FigureTile*>(QStringLiteral("accuracyFigure"))->pixelsText(),
            ui::percentText(*pixels.accuracy.value));
        window.findChild<ui::SegmentedControl*>(QStringLiteral("viewSegments"))->setCurrentIndex(0);
    }

    /// Films with and without a marker letter are those that core finds, and mostly those that were
    /// drawn so.
    static void checkMarkers(
        const ui::MainWindow& window, const ui::LabPage& page, const ui::OperatingPoint& point)
    {
        auto* views = window.findChild<ui::SegmentedControl*>(QStringLiteral("viewSegments"));
        views->setCurrentIndex(3);
        auto* groupings = window.findChild<QComboBox*>(QStringLiteral("groupingBox"));
        groupings->setCurrentIndex(groupings->findText(QStringLiteral("Marker letter")));
        const auto* cockpit = &page.findChild<ui::ResultCard*>()->cockpit();
        QTRY_COMPARE_WITH_TIMEOUT(cockpit->markers().size(), point.scores().size(), 60'000);
        std::vector<std::string> groups;
        for (const std::string& film : point.scores().films) {
            const auto read = image::decodeFilm(cockpit->state().manifest()->root / film);
            groups.emplace_back(explain::findMarker(*read) ? "with a marker" : "without a marker");
        }
        const auto core = evaluation::groupFigures(point.scores(), point.threshold(), groups);
        auto* table = window.findChild<QTableWidget*>(QStringLiteral("groupsTable"));
        QTRY_COMPARE(table->rowCount(), static_cast<int>(core.size()));
        for (std::size_t row = 0; row < core.size(); ++row) {
            QVERIFY(table->item(static_cast<int>(row), 0)
                        ->text()
                        .contains(QString::fromStdString(core[row].group)));
            QCOMPARE(
                table->item(static_cast<int>(row), 1)->text(), QString::number(core[row].films));
        }
        views->setCurrentIndex(0);
    }

    /// The Reader calls films by the threshold and the temperature that were chosen in the Lab.
    static void checkReader(const ui::MainWindow& window, ui::AppState& state, ui::LabPage& page)
    {
        ui::Cockpit& cockpit = page.findChild<ui::ResultCard*>()->cockpit();
        ui::OperatingPoint& point = page.operatingPoint();
        auto* reader = window.findChild<ui::ReadingEngine*>();
        QVERIFY(reader != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(reader->hasModel(), 60'000);
        cockpit.setCalibration(training::CalibrationKind::Temperature);
        const bool scaled = cockpit.calibration() == training::CalibrationKind::Temperature;
        point.setThreshold(0.25);
        QTRY_VERIFY_WITH_TIMEOUT(
            reader->hasModel() && reader->model()->threshold() == 0.25, 60'000);
        QCOMPARE(reader->model()->notes.calibration, cockpit.calibration());
        const std::size_t film = 0;
        state.openFilm(
            QString::fromStdString((state.manifest()->root / point.scores().films[film]).string()));
        QTRY_VERIFY_WITH_TIMEOUT(reader->reading() != nullptr, 60'000);
        QCOMPARE(reader->reading()->threshold, 0.25);
        QVERIFY(
            std::abs(reader->reading()->shownScore() - point.scores().probability(film, 1)) < 1e-3);
        QVERIFY(scaled || !cockpit.obstacleOf(training::CalibrationKind::Temperature).isEmpty());
        cockpit.setCalibration(training::CalibrationKind::None);
        state.goTo(QStringLiteral("lab"));
    }

    static void checkStrip(const ui::MainWindow& window, ui::OperatingPoint& point)
    {
        auto* matrix =
            window.findChild<ui::ConfusionMatrixView*>(QStringLiteral("confusionMatrix"));
        QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect(1, 1).center().toPoint());
        const auto* strip = window.findChild<ui::FilmStrip*>(QStringLiteral("filmStrip"));
        QVERIFY(strip->isVisible());
        QCOMPARE(strip->films().size(), static_cast<std::size_t>(point.matrix().at(1, 1)));
    }
};

QTEST_MAIN(CockpitWindowTest)
#include "tst_cockpit_window.moc"
