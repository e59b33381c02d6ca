// The evaluation cockpit in the Lab, driven by keys and mouse; everything it shows is held against
// core/evaluation.
#include "core/evaluation/Figures.h"
#include "core/model/ConfigSchema.h"
#include "tests/support/SharedFiles.h"
#include "tests/ui/lab/LabFixture.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/charts/FigureChart.h"
#include "ui/charts/ScoreHistogram.h"
#include "ui/commands/LabDraft.h"
#include "ui/evaluation/Cockpit.h"
#include "ui/evaluation/ComparisonPanel.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/evaluation/CurvesPanel.h"
#include "ui/evaluation/EpochScrubber.h"
#include "ui/evaluation/FigureTile.h"
#include "ui/evaluation/FilmBelt.h"
#include "ui/evaluation/FilmStrip.h"
#include "ui/evaluation/GroupsPanel.h"
#include "ui/evaluation/OperatingPoint.h"
#include "ui/evaluation/PrevalencePanel.h"
#include "ui/evaluation/ResultCard.h"
#include "ui/evaluation/ScoresOpener.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/LogSlider.h"
#include "ui/widgets/MetricTile.h"
#include "ui/widgets/SegmentedControl.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

#include <fstream>
#include <set>

using namespace negatoscope;
using test::FakeTrainer;
using test::Lab;
using test::madeUpManifest;
using training::CalibrationKind;
using ui::CurvesPanel;
using ui::MatrixCell;

namespace {

enum View { kOverview, kCurves, kFigures, kGroups, kCompare };

/// Trains `epochs` epochs; `folder` becomes the run's, so that what is decided can be kept there.
void train(Lab& lab, int epochs = 3)
{
    const auto before = lab.state.runs().size();
    QVERIFY(lab.page->draft().setParameter("epochs", epochs));
    lab.page->train();
    QTRY_COMPARE(lab.state.runs().size(), before + 1);
}

void open(Lab& lab, int validation = 60)
{
    lab.state.setManifest(madeUpManifest(validation));
    lab.page->draft().replace(*model::presetConfig("notebook"), QStringLiteral("preset Notebook"));
    lab.page->show();
    QVERIFY(QTest::qWaitForWindowActive(lab.page.get()));
    train(lab);
}

void show(Lab& lab, View view)
{
    lab.find<ui::SegmentedControl>("viewSegments")->setCurrentIndex(view);
}

session::TrainFunction trainerInto(const std::filesystem::path& folder)
{
    return [folder](const training::TrainingRequest& request, const training::StopRequest& stop,
               const training::TrainingCallback& callback) {
        training::RunRecord run = FakeTrainer{.batches = 2, .batchMs = 1}(request, stop, callback);
        run.folder = folder;
        return run;
    };
}

/// What the window shows against what core says of the same scores and threshold.
void compareWithCore(const Lab& lab)
{
    const ui::OperatingPoint& point = lab.page->operatingPoint();
    const evaluation::Evaluation core = evaluation::evaluate(point.scores(), point.threshold());
    const auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
    for (int truth = 0; truth < 2; ++truth) {
        for (int call = 0; call < 2; ++call) {
            QCOMPARE(matrix->count(truth, call), core.confusion.at(truth, call));
        }
    }
    const auto name = [&lab](const char* tile) {
        return lab.find<ui::MetricTile>(tile)->accessibleName();
    };
    if (core.atThreshold.sensitivity.value) {
        const QString value =
            QLocale().toString(100.0 * *core.atThreshold.sensitivity.value, 'f', 1);
        QVERIFY2(name("sensitivityTile").contains(value), qPrintable(name("sensitivityTile")));
    }
    if (core.atThreshold.ppv.value) {
        QVERIFY(name("ppvTile").contains(
            QLocale().toString(100.0 * *core.atThreshold.ppv.value, 'f', 1)));
    }
    const auto* belt = lab.page->findChild<ui::FilmBelt*>();
    const std::vector<int> called = evaluation::calledClasses(point.scores(), point.threshold());
    for (const bool truth : {false, true}) {
        for (const bool call : {false, true}) {
            const auto shown = belt->films(truth, call);
            std::set<std::size_t> expected;
            for (std::size_t film = 0; film < called.size(); ++film) {
                if ((point.scores().labels[film] == 1) == truth && (called[film] == 1) == call) {
                    expected.insert(film);
                }
            }
            QCOMPARE(std::set<std::size_t>(shown.begin(), shown.end()), expected);
        }
    }
}

} // namespace

class CockpitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingFollowsTheThreshold()
    {
        Lab lab;
        open(lab);
        compareWithCore(lab);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        auto* edit = lab.find<QLineEdit>("thresholdEdit");
        for (const char* text : {"5", "31.5", "64", "99.9", "0", "100"}) {
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, QString::fromLatin1(text));
            QTest::keyClick(edit, Qt::Key_Return);
            QCOMPARE(point.threshold(), QByteArray(text).toDouble() / 100.0);
            compareWithCore(lab);
        }
        point.setThreshold(0.5);
        lab.page->setFocus();
        QTest::keyClick(lab.page.get(), Qt::Key_Up, Qt::ControlModifier);
        QVERIFY(std::abs(point.threshold() - 0.51) < 1e-12);
        QTest::keyClick(lab.page.get(), Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(std::abs(point.threshold() - 0.509) < 1e-12);
        auto* histogram = lab.find<ui::ScoreHistogram>("scoreHistogram");
        histogram->setFocus();
        QTest::keyClick(histogram, Qt::Key_Left);
        QVERIFY(std::abs(point.threshold() - 0.499) < 1e-12);
        compareWithCore(lab);
    }

    void rulesChooseOnValidation()
    {
        Lab lab;
        open(lab);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        const evaluation::ThresholdSweep sweep(point.scores());
        lab.find<QPushButton>("thresholdYoudenButton")->click();
        QCOMPARE(point.threshold(), *evaluation::youdenThreshold(sweep).value);
        lab.find<QPushButton>("thresholdSensitivityButton")->click();
        QCOMPARE(point.threshold(), *evaluation::sensitivityThreshold(sweep, 0.95).value);
        lab.find<ui::LogSlider>("costSlider")->setFocus();
        QTest::keyClick(lab.find<ui::LogSlider>("costSlider"), Qt::Key_End);
        ui::Cockpit& cockpit = lab.page->findChild<ui::ResultCard*>()->cockpit();
        QCOMPARE(cockpit.costRatio(), 100.0);
        lab.find<QAction>("ruleCost")->trigger();
        QCOMPARE(point.threshold(),
            *evaluation::costThreshold(sweep, 100.0, 1.0, cockpit.prevalence()).value);
        lab.find<QPushButton>("thresholdHalfButton")->click();
        QCOMPARE(point.threshold(), 0.5);
    }

    void aCellPicksItsFilms()
    {
        Lab lab;
        open(lab);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
        auto* strip = lab.find<ui::FilmStrip>("filmStrip");
        QVERIFY(!strip->isVisible());
        QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect(1, 0).center().toPoint());
        QVERIFY(strip->isVisible());
        const evaluation::ConfusionMatrix core = point.matrix();
        QCOMPARE(strip->films().size(), static_cast<std::size_t>(core.at(1, 0)));
        QTest::mouseClick(
            matrix, Qt::LeftButton, Qt::ControlModifier, matrix->cellRect(0, 1).center().toPoint());
        QCOMPARE(strip->films().size(), static_cast<std::size_t>(core.at(1, 0) + core.at(0, 1)));
        // Nearest to the threshold first.
        double last = 0.0;
        for (const std::size_t film : strip->films()) {
            const double away = std::abs(point.scores().probability(film, 1) - point.threshold());
            QVERIFY(away >= last);
            last = away;
        }
        QSignalSpy lists(&lab.state, &ui::AppState::filmsRequested);
        matrix->setFocus();
        QTest::keyClick(matrix, Qt::Key_Return);
        QCOMPARE(lists.count(), 1);
        QCOMPARE(lists.last().at(0).toStringList().size(), strip->films().size());
        strip->setFocus();
        QTest::keyClick(strip, Qt::Key_Right, Qt::ShiftModifier); // two are selected
        QCOMPARE(strip->selectedPaths().size(), 2);
        QTest::keyClick(strip, Qt::Key_Return);
        QCOMPARE(lists.last().at(0).toStringList(), strip->selectedPaths());
        QVERIFY(lists.last().at(0).toStringList().front().startsWith(
            QStringLiteral("/films/made_up/val/")));
        QTest::keyClick(strip, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(strip->selectedPaths().size(), strip->films().size());
        point.setThreshold(0.9); // the picked cells keep following
        QCOMPARE(strip->films().size(), point.filmsOf(point.picked()).size());
        QTest::keyClick(strip, Qt::Key_Escape);
        QVERIFY(!strip->isVisible() && point.picked().isEmpty());
    }

    void theMatrixLeavesTheWindow()
    {
        Lab lab;
        open(lab);
        auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
        const evaluation::ConfusionMatrix core = lab.page->operatingPoint().matrix();
        QCOMPARE(matrix->csv(),
            QStringLiteral("truth,called NORMAL,called PNEUMONIA\nNORMAL,%1,%2\nPNEUMONIA,%3,%4\n")
                .arg(core.at(0, 0))
                .arg(core.at(0, 1))
                .arg(core.at(1, 0))
                .arg(core.at(1, 1)));
        ui::ExportableFigure figure;
        figure.title = QStringLiteral("Matrix");
        figure.csv = matrix->csv();
        figure.draw = [matrix](QPainter& painter, const QRectF& area) {
            matrix->render(painter, area, true);
        };
        const auto bytes = [&figure](ui::FigureFormat format) {
            return ui::figureBytes(figure, format);
        };
        QVERIFY(bytes(ui::FigureFormat::Svg).contains("<svg"));
        QVERIFY(bytes(ui::FigureFormat::Svg).contains("not for diagnosis"));
        QVERIFY(bytes(ui::FigureFormat::Pdf).startsWith("%PDF"));
        QVERIFY(bytes(ui::FigureFormat::Png).startsWith("\x89PNG"));
        QCOMPARE(bytes(ui::FigureFormat::Csv), matrix->csv().toUtf8());
    }

    void curvesAreDraggedAndHaveTables()
    {
        Lab lab;
        open(lab);
        show(lab, kCurves);
        auto* which = lab.find<ui::SegmentedControl>("curveSegments");
        auto* chart = lab.find<ui::FigureChart>("curveChart");
        ui::OperatingPoint& point = lab.page->operatingPoint();
        const std::vector<double> scores = point.scores().positiveScores();
        const std::vector<bool> labels = point.scores().positiveLabels();
        for (const int curve :
            {CurvesPanel::Roc, CurvesPanel::PrecisionRecall, CurvesPanel::Decision}) {
            which->setCurrentIndex(curve);
            const ui::ChartLine line = chart->data().lines.at(chart->data().draggable);
            const auto middle = line.points.size() / 2;
            QTest::mouseClick(
                chart, Qt::LeftButton, {}, chart->toPixel(line.points.at(middle)).toPoint());
            const evaluation::CountFigures at = point.figures();
            if (curve == CurvesPanel::Roc) {
                QCOMPARE(line.points.size(),
                    static_cast<qsizetype>(evaluation::rocCurve(scores, labels).size()));
                QVERIFY(std::abs(*at.sensitivity.value - chart->operatingPoint()->y()) < 1e-12);
            }
            const QString sentence =
                chart->data().sentence(chart->data().draggable, static_cast<int>(middle));
            QVERIFY(sentence.contains(QStringLiteral("PNEUMONIA")));
            const double before = point.threshold();
            chart->setFocus();
            QTest::keyClick(chart, Qt::Key_Right);
            QTest::keyClick(chart, Qt::Key_Right);
            QVERIFY(point.threshold() != before);
        }
        for (int curve = 0; curve <= CurvesPanel::Decision; ++curve) {
            which->setCurrentIndex(curve);
            auto* shown = curve == CurvesPanel::Histogram
                              ? lab.find<ui::FigureChart>("curveHistogramTable")
                              : chart;
            QVERIFY(!shown->data().table.rows.isEmpty());
            QCOMPARE(shown->csv().count(QLatin1Char('\n')), shown->data().table.rows.size() + 1);
            QVERIFY(!shown->accessibleName().isEmpty());
        }
        which->setCurrentIndex(CurvesPanel::Roc);
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_T);
        QVERIFY(chart->isTableShown());
    }

    void figuresStandBesideWhatTheyMustBeat()
    {
        Lab lab;
        open(lab);
        show(lab, kFigures);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        point.setThreshold(0.37);
        const evaluation::Evaluation core = evaluation::evaluate(point.scores(), 0.37);
        const auto value = [&lab](const char* name) {
            return lab.find<ui::FigureTile>(name)->valueText();
        };
        QCOMPARE(value("accuracyFigure"), ui::percentText(*core.accuracy.value));
        QCOMPARE(value("balancedAccuracyFigure"), ui::percentText(*core.balancedAccuracy.value));
        QCOMPARE(value("npvFigure"), ui::percentText(*core.atThreshold.npv.value));
        QCOMPARE(value("mccFigure"), QLocale().toString(*core.mcc.value, 'f', 3));
        QCOMPARE(value("aucFigure"), QLocale().toString(*core.auc.value, 'f', 3));
        QCOMPARE(value("apFigure"), QLocale().toString(*core.averagePrecision.value, 'f', 3));
        QCOMPARE(lab.find<ui::FigureTile>("accuracyFigure")->alwaysText(),
            ui::percentText(*core.alwaysPositive.accuracy.value));
        // The bootstrap follows in the background.
        QTRY_VERIFY(lab.page->findChild<ui::ResultCard*>()->cockpit().intervals().has_value());
        QVERIFY(lab.find<ui::FigureTile>("mccFigure")
                    ->accessibleName()
                    .contains(QStringLiteral("interval")));
    }

    void calibrationIsSwitchedAndKept()
    {
        const QTemporaryDir folder;
        Lab lab(trainerInto(folder.path().toStdString()));
        open(lab, 120);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        ui::Cockpit& cockpit = lab.page->findChild<ui::ResultCard*>()->cockpit();
        point.setThreshold(0.5);
        const auto cells = point.matrix().cells;
        const auto auc = [&point] {
            return *evaluation::rocAuc(
                point.scores().positiveScores(), point.scores().positiveLabels())
                        .value;
        };
        const double before = auc();
        const auto plain = point.scores().positiveScores();
        show(lab, kCurves);
        lab.find<ui::SegmentedControl>("curveSegments")->setCurrentIndex(CurvesPanel::Calibration);
        auto* scaling = lab.find<ui::SegmentedControl>("scalingSegments");
        scaling->setCurrentIndex(static_cast<int>(CalibrationKind::Temperature));
        QVERIFY(cockpit.calibration() == CalibrationKind::Temperature);
        QVERIFY(point.scores().positiveScores() != plain);
        QCOMPARE(point.threshold(), 0.5);
        QCOMPARE(point.matrix().cells, cells);
        QCOMPARE(auc(), before);
        scaling->setCurrentIndex(static_cast<int>(CalibrationKind::Platt));
        QVERIFY(point.threshold() != 0.5);
        QCOMPARE(point.matrix().cells, cells); // the threshold moved along
        QCOMPARE(auc(), before);
        QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("operating.json"))));
        const auto kept = [&folder] {
            return training::readOperatingNotes(folder.path().toStdString());
        };
        QTRY_VERIFY(kept().has_value() && kept()->calibration == CalibrationKind::Platt);
        scaling->setCurrentIndex(static_cast<int>(CalibrationKind::None));
        QVERIFY(std::abs(point.threshold() - 0.5) < 1e-12);
        QCOMPARE(point.scores().positiveScores(), plain);
    }

    void testLooksAreCountedInTheRun()
    {
        const QTemporaryDir folder;
        Lab lab(trainerInto(folder.path().toStdString()));
        open(lab);
        lab.find<ui::SegmentedControl>("setSegments")->setCurrentIndex(1);
        QVERIFY(lab.page->operatingPoint().set() == ui::OperatingPoint::Set::Validation);
        lab.find<QPushButton>("openTestButton")->click();
        QVERIFY(lab.page->operatingPoint().set() == ui::OperatingPoint::Set::Test);
        const auto looks = [&folder] {
            const auto notes = training::readOperatingNotes(folder.path().toStdString());
            return notes ? notes->testLooks : -1;
        };
        QTRY_COMPARE(looks(), 1);
    }

    void theScrubberPlaysTheTraining()
    {
        Lab lab;
        open(lab);
        auto* scrubber = lab.find<ui::EpochScrubber>("epochScrubber");
        QCOMPARE(scrubber->epoch(), 3);
        QSignalSpy moved(scrubber, &ui::EpochScrubber::epochEdited);
        scrubber->setFocus();
        QTest::keyClick(scrubber, Qt::Key_Space);
        QVERIFY(scrubber->isPlaying());
        QCOMPARE(scrubber->epoch(), 1);
        compareWithCore(lab);
        QTRY_VERIFY(!scrubber->isPlaying());
        QCOMPARE(scrubber->epoch(), 3);
        QCOMPARE(moved.count(), 3);
        compareWithCore(lab);
    }

    void twoRunsAreCompared()
    {
        Lab lab;
        open(lab);
        QVERIFY(lab.page->draft().setParameter("seed", 43));
        train(lab, 5);
        show(lab, kCompare);
        auto* verdict = lab.find<ui::TextLabel>("comparisonVerdict");
        QTRY_VERIFY(verdict->text().contains(QStringLiteral("McNemar")));
        const auto core = evaluation::compare(
            lab.state.runs().back()->validation, 0.5, lab.state.runs().front()->validation, 0.5);
        QVERIFY(core.has_value());
        QVERIFY2(verdict->text().contains(QStringLiteral("only B on %1").arg(core->mcNemar.c)),
            qPrintable(verdict->text()));
        QVERIFY(verdict->text().contains(QLocale().toString(*core->aucA.value, 'f', 3)));
        QCOMPARE(
            lab.find<QTableWidget>("flipsTable")->rowCount(), static_cast<int>(core->flips.size()));
        QVERIFY(verdict->text().contains(QStringLiteral("seed")));
    }

    void seedsTellTheNoise()
    {
        Lab lab;
        open(lab);
        QVERIFY(lab.page->draft().setParameter("seed", 7));
        train(lab);
        const auto groups = ui::aucsBySeed(lab.state.runs());
        QCOMPARE(groups.size(), std::size_t{1});
        QCOMPARE(groups.front().size(), std::size_t{2});
    }

    void groupsComeFromNamesAndTables()
    {
        Lab lab;
        open(lab);
        show(lab, kGroups);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("sites.csv"));
        std::ofstream table(path.toStdString());
        table << "file,site\n";
        const auto& scores = lab.page->operatingPoint().scores();
        for (std::size_t film = 0; film < scores.size(); ++film) {
            table << scores.films[film] << (film % 2 == 0 ? ",North\n" : ",South\n");
        }
        table.close();
        auto* panel = lab.page->findChild<ui::GroupsPanel*>();
        panel->openColumns(path);
        auto* shown = lab.find<QTableWidget>("groupsTable");
        QTRY_COMPARE(shown->rowCount(), 4); // two classes × two sites
        std::vector<std::string> sites;
        for (std::size_t film = 0; film < scores.size(); ++film) {
            sites.push_back(film % 2 == 0 ? "North" : "South");
        }
        const auto core =
            evaluation::groupFigures(scores, lab.page->operatingPoint().threshold(), sites);
        for (int row = 0; row < 4; ++row) {
            QCOMPARE(shown->item(row, 1)->text(),
                QString::number(core[static_cast<std::size_t>(row)].films));
            QCOMPARE(shown->item(row, 2)->text(),
                ui::percentText(*core[static_cast<std::size_t>(row)].recall.value));
        }
        QVERIFY(lab.find<ui::TextLabel>("groupsNote")->text().contains(QStringLiteral("too few")));
    }

    void prevalenceSpeaks()
    {
        Lab lab;
        open(lab);
        auto* panel = lab.page->findChild<ui::PrevalencePanel*>();
        auto* slider = lab.find<ui::LogSlider>("prevalenceSlider");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        ui::Cockpit& cockpit = lab.page->findChild<ui::ResultCard*>()->cockpit();
        QCOMPARE(cockpit.prevalence(), 0.001);
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(cockpit.prevalence(), 0.99);
        cockpit.setPrevalence(0.05);
        const auto figures = lab.page->operatingPoint().figures();
        const double ppv = *evaluation::ppvAtPrevalence(
            *figures.sensitivity.value, *figures.specificity.value, 0.05)
                                .value;
        QVERIFY2(panel->sentence().contains(
                     QStringLiteral("Of 100 called PNEUMONIA, %1 have it").arg(qRound(100 * ppv))),
            qPrintable(panel->sentence()));
        QVERIFY(panel->costSentence().contains(QStringLiteral("Net benefit")));
    }

    void scoresOfAFileAreShownLikeARun()
    {
        SKIP_WITHOUT_SHARED(path, "reference/reference_test_scores.csv");
        Lab lab;
        lab.page->show();
        ui::openScores(lab.state, QString::fromStdString(path.string()));
        QTRY_COMPARE(lab.state.runs().size(), 2);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        QVERIFY(point.set() == ui::OperatingPoint::Set::File);
        compareWithCore(lab);
        // science.md 1: sensitivity 0.992, specificity 0.739 of 390 and 234 films.
        auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
        QCOMPARE(matrix->count(1, 1), 387);
        QCOMPARE(matrix->count(0, 0), 173);
        show(lab, kFigures);
        const auto value = [&lab](const char* name) {
            return lab.find<ui::FigureTile>(name)->valueText();
        };
        QCOMPARE(value("aucFigure"), QStringLiteral("0.975"));
        QCOMPARE(value("accuracyFigure"), QStringLiteral("89.7\u202f%"));
        QCOMPARE(value("sensitivityFigure"), QStringLiteral("99.2\u202f%"));
        QCOMPARE(value("specificityFigure"), QStringLiteral("73.9\u202f%"));
        QCOMPARE(value("apFigure"), QStringLiteral("0.984"));
        QCOMPARE(value("mccFigure"), QStringLiteral("0.787"));
        QCOMPARE(lab.find<ui::FigureTile>("accuracyFigure")->alwaysText(),
            QStringLiteral("62.5\u202f%"));
        show(lab, kCompare);
        auto* verdict = lab.find<ui::TextLabel>("comparisonVerdict");
        QTRY_VERIFY(verdict->text().contains(QStringLiteral("z = 5.034"))); // science.md 3.4
        QVERIFY(
            verdict->text().contains(QStringLiteral("Only A is right on 85 films, only B on 2")));
        QCOMPARE(lab.find<QTableWidget>("flipsTable")->rowCount(), 87);
    }

    void threeClasses()
    {
        Lab lab;
        lab.page->show();
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("three.csv"));
        std::ofstream(path.toStdString())
            << "file,label,score_bacteria,score_normal,score_virus\n"
               "a,virus,0.1,0.2,0.7\nb,normal,0.3,0.6,0.1\nc,bacteria,0.5,0.3,0.2\n"
               "d,normal,0.1,0.4,0.5\ne,bacteria,0.2,0.7,0.1\n";
        ui::openScores(lab.state, path);
        QTRY_COMPARE(lab.state.runs().size(), 1);
        auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
        QCOMPARE(matrix->classCount(), 3);
        QCOMPARE(matrix->count(1, 2), 1);
        auto* strip = lab.find<ui::FilmStrip>("filmStrip");
        QVERIFY(strip->isVisible());
        QCOMPARE(strip->films().size(), std::size_t{2}); // the errors
        show(lab, kFigures);
        QCOMPARE(
            lab.find<ui::FigureTile>("accuracyFigure")->valueText(), ui::percentText(3.0 / 5.0));
        show(lab, kCurves);
        auto* chart = lab.find<ui::FigureChart>("curveChart");
        QCOMPARE(chart->data().lines.size(), 3); // each class against the rest
        const auto& scores = lab.page->operatingPoint().scores();
        QVERIFY(chart->data().words.at(1).contains(
            QLocale().toString(*evaluation::evaluate(scores, 0.5).aucOfClass[0].value, 'f', 3)));
        lab.find<ui::SegmentedControl>("curveSegments")->setCurrentIndex(CurvesPanel::Decision);
        QVERIFY(chart->data().lines.isEmpty()); // needs two classes, and says so
        QVERIFY(chart->accessibleDescription().contains(QStringLiteral("two classes")));
    }

    void screenReadersFindEveryCellAndFilm()
    {
        Lab lab;
        open(lab);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        auto* matrix = lab.find<ui::ConfusionMatrixView>("confusionMatrix");
        QAccessibleInterface* cells = QAccessible::queryAccessibleInterface(matrix);
        QVERIFY(cells != nullptr);
        QCOMPARE(cells->childCount(), 4);
        QAccessibleInterface* missed = cells->child(2); // PNEUMONIA called NORMAL
        QVERIFY(missed->text(QAccessible::Name).startsWith(matrix->cellSentence(1, 0)));
        QCOMPARE(cells->indexOfChild(missed), 2);
        QVERIFY(missed->parent() == cells);
        const QRect box = matrix->cellRect(1, 0).toAlignedRect();
        QCOMPARE(missed->rect(), QRect(matrix->mapToGlobal(box.topLeft()), box.size()));
        const QPoint middle = missed->rect().center();
        QVERIFY(cells->childAt(middle.x(), middle.y()) == missed);
        matrix->setFocus();
        QTest::keyClick(matrix, Qt::Key_Down);
        QVERIFY(missed->state().focused && !missed->state().selected);
        QVERIFY(cells->focusChild() == missed);
        auto* belt = lab.page->findChild<ui::FilmBelt*>();
        QAccessibleInterface* films = QAccessible::queryAccessibleInterface(belt);
        QVERIFY(films->childCount() > 4);
        QAccessibleInterface* last = films->child(films->childCount() - 1);
        QVERIFY2(last->text(QAccessible::Name).contains(QStringLiteral("score")),
            qPrintable(last->text(QAccessible::Name)));
        QVERIFY(QRect(belt->mapToGlobal(QPoint()), belt->size()).contains(last->rect()));
        missed->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(point.picked(), QList<MatrixCell>({{1, 0}}));
        QVERIFY(missed->state().selected);
        auto* strip = lab.find<ui::FilmStrip>("filmStrip");
        QAccessibleInterface* picked = QAccessible::queryAccessibleInterface(strip);
        QCOMPARE(static_cast<std::size_t>(picked->childCount()), strip->films().size());
        QSignalSpy lists(&lab.state, &ui::AppState::filmsRequested);
        picked->child(1)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(lists.count(), 1);
        QVERIFY(lists.last().at(0).toStringList().front().endsWith(
            QString::fromStdString(point.scores().films[strip->films()[1]])));
        QCOMPARE(films->childCount(), 1); // the strip stands in the belt's place
    }

    void twoRunsAreCalledAsChosen()
    {
        Lab lab;
        open(lab);
        ui::OperatingPoint& point = lab.page->operatingPoint();
        ui::Cockpit& cockpit = lab.page->findChild<ui::ResultCard*>()->cockpit();
        const ui::RunPtr first = lab.state.runs().front();
        point.setThreshold(0.3);
        cockpit.setCalibration(CalibrationKind::None);
        show(lab, kCurves);
        lab.find<ui::SegmentedControl>("curveSegments")->setCurrentIndex(CurvesPanel::Calibration);
        lab.find<ui::SegmentedControl>("scalingSegments")
            ->setCurrentIndex(static_cast<int>(CalibrationKind::Temperature));
        QVERIFY(cockpit.calibration() == CalibrationKind::Temperature);
        QVERIFY(std::abs(cockpit.plainThreshold() - 0.3) < 1e-9); // of the network's own scores
        QVERIFY(lab.page->draft().setParameter("seed", 43));
        train(lab, 5);
        point.setThreshold(0.6);
        QVERIFY(std::abs(cockpit.plainThresholdOf(QString::fromStdString(first->id)) - 0.3) < 1e-9);
        show(lab, kCompare);
        auto* verdict = lab.find<ui::TextLabel>("comparisonVerdict");
        const auto core =
            evaluation::compare(lab.state.runs().back()->validation, 0.6, first->validation, 0.3);
        QTRY_VERIFY(verdict->text().contains(QStringLiteral("A called at 60.0")));
        QVERIFY2(verdict->text().contains(QStringLiteral("only B on %1").arg(core->mcNemar.c)),
            qPrintable(verdict->text()));
    }

    void nothingIsNameless()
    {
        Lab lab;
        open(lab);
        QStringList nameless;
        for (const View view : {kOverview, kCurves, kFigures, kGroups, kCompare}) {
            show(lab, view);
            for (const QWidget* widget : lab.page->findChildren<QWidget*>()) {
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                const bool named = !widget->accessibleName().isEmpty() ||
                                   (button != nullptr && !button->text().isEmpty());
                if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisible() && !named) {
                    nameless << QStringLiteral("%1 '%2'").arg(
                        QString::fromLatin1(widget->metaObject()->className()),
                        widget->objectName());
                }
            }
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }
};

QTEST_MAIN(CockpitTest)
#include "tst_cockpit.moc"
