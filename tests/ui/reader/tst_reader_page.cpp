// A whole sitting in the real window, offscreen, on DICOM and JPEG films drawn for it: the human
// first, then the model, then doubt.
#include "core/explain/Overlay.h"
#include "core/model/Classifier.h"
#include "core/phantom/Phantom.h"
#include "tests/core/image/DicomFiles.h"
#include "ui/reader/EvidencePanel.h"
#include "ui/reader/FilmViewer.h"
#include "ui/reader/ReadFirstPanel.h"
#include "ui/reader/ReaderPage.h"
#include "ui/reader/ReadingSession.h"
#include "ui/reader/SessionDialog.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Language.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"

#include <opencv2/imgcodecs.hpp>

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace negatoscope;

class ReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void readsFirstThenShowsTheModel();
    void mapsAreThoseOfCore();
    void theMapLiesWhereTheOpacityIs();
    void coversAndUndoes();
    void scramblesTheModel();
    void showsDicomWithoutThePatient();
    void saysWhatAFilmIsNot();
    void stepsThroughAListOfItsOwn();
    void keepsTwoFilmsSideBySide();
    void exportsWithTheEducationMark();
    void measuresTheSitting();
    void drawsLargeFilmsFromTheFittingPlane();

private:
    template <typename T>
    T* find(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    void openFilms();
    void openModel();
    void waitForMap();
    ui::ReaderPage* page() const
    {
        return qobject_cast<ui::ReaderPage*>(m_window->page(QStringLiteral("reader")));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<ui::AppState> m_state;
    std::unique_ptr<ui::MainWindow> m_window;
    int m_run = 0;
};

void ReaderTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
    ui::Theme::instance().install(*qApp);
    // Half of the films are DICOM, half JPEG, in two classes.
    for (const char* cls : {"NORMAL", "PNEUMONIA"}) {
        const bool ill = cls[0] == 'P';
        QDir().mkpath(m_folder.filePath(QStringLiteral("films/") + QLatin1String(cls)));
        for (int i = 0; i < 4; ++i) {
            const auto drawn = phantom::makePhantom({.seed = static_cast<std::uint64_t>(i),
                .side = 160,
                .kind = ill ? phantom::OpacityKind::Lobar : phantom::OpacityKind::None});
            const QString base =
                m_folder.filePath(QStringLiteral("films/%1/film%2").arg(QLatin1String(cls)).arg(i));
            if (i % 2 == 0) {
                cv::Mat deep;
                drawn.film.convertTo(deep, CV_16U, 4095.0 / 255.0);
                testing::DicomOptions options;
                options.window = std::pair{2048.0, 3000.0};
                testing::writeBytes(
                    (base + QStringLiteral(".dcm")).toStdString(), testing::dicomOf(deep, options));
            } else {
                cv::imwrite((base + QStringLiteral(".jpeg")).toStdString(), drawn.film);
            }
        }
    }
    model::ModelConfig config;
    config.weights = "random";
    config.preprocessing.width = 96;
    config.preprocessing.height = 96;
    config.pooling = model::Pooling::Max;
    auto network = model::Network::build(config, 2);
    QVERIFY(network);
    const model::Classifier classifier{
        std::move(*network), config, {"NORMAL", "PNEUMONIA"}, 1, 0.5, "test run"};
    QVERIFY(model::saveClassifier(
        classifier, m_folder.filePath(QStringLiteral("run")).toStdString(), "best.safetensors"));
}

void ReaderTest::init()
{
    m_state =
        std::make_unique<ui::AppState>(path(qPrintable(QStringLiteral("settings%1").arg(++m_run))));
    m_state->setWorkspaceFolder(path("workspace"));
    m_window = std::make_unique<ui::MainWindow>(*m_state);
    m_window->resize(1440, 900);
    m_window->show();
    m_window->showPage(QStringLiteral("reader"));
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void ReaderTest::cleanup()
{
    m_window.reset();
    m_state.reset();
}

void ReaderTest::openFilms()
{
    m_window->openPaths({path("films")});
    QTRY_VERIFY_WITH_TIMEOUT(m_state->manifest() != nullptr, 20000);
    m_window->showPage(QStringLiteral("reader"));
}

void ReaderTest::openModel()
{
    page()->openModel(path("run"));
}

void ReaderTest::waitForMap()
{
    QTRY_VERIFY_WITH_TIMEOUT(find<ui::FilmViewer>("filmViewer")->showsEvidence(), 30000);
}

void ReaderTest::readsFirstThenShowsTheModel()
{
    openFilms();
    openModel();
    page()->setReadFirst(true);
    page()->step(1);
    auto* viewer = find<ui::FilmViewer>("filmViewer");
    QTRY_VERIFY_WITH_TIMEOUT(viewer->hasFilm(), 20000);
    viewer->setFocus();
    auto* score = find<QLabel>("readerScore");
    QTRY_VERIFY_WITH_TIMEOUT(!score->text().isEmpty(), 30000);
    // The model has answered, and nothing of it is there.
    QVERIFY(page()->isWaiting());
    for (const char* name : {"predictionPanel", "guardPanel", "evidencePanel", "neighbourCard"}) {
        QVERIFY2(!find<QWidget>(name)->isVisible(), name);
    }
    QTest::qWait(300);
    QVERIFY(!viewer->showsEvidence());
    QVERIFY(!viewer->accessibleDescription().contains(QStringLiteral("film0")));
    // Two keys and Enter, with a box by keyboard.
    QTest::keyClick(viewer, Qt::Key_B);
    QTest::keyClick(viewer, Qt::Key_Right);
    const QRectF box = viewer->box();
    QVERIFY(!box.isEmpty());
    QTest::keyClick(viewer, Qt::Key_Down);
    QVERIFY(viewer->box().top() > box.top());
    QTest::keyClick(viewer, Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(viewer->box().width() > box.width());
    QTest::keyClick(viewer, Qt::Key_2);
    QTest::keyClick(viewer, Qt::Key_8);
    QTest::keyClick(viewer, Qt::Key_Return);
    QVERIFY(!page()->isWaiting());
    QVERIFY(find<QWidget>("predictionPanel")->isVisible());
    QVERIFY(find<QWidget>("evidencePanel")->isVisible());
    waitForMap();
    QCOMPARE(page()->session().entries().size(), std::size_t{1});
    const ui::SessionEntry entry = page()->session().entries().front();
    QCOMPARE(entry.reader, QStringLiteral("PNEUMONIA"));
    QCOMPARE(entry.confidence, 80);
    QVERIFY(!entry.box.isEmpty());
    QVERIFY(!entry.label.isEmpty());
    QVERIFY(!entry.model.isEmpty());
    // A changed mind is kept beside the first answer.
    QTest::keyClick(viewer, Qt::Key_1);
    QCOMPARE(page()->session().entries().front().after, QStringLiteral("NORMAL"));
    QCOMPARE(page()->session().entries().front().reader, QStringLiteral("PNEUMONIA"));
    // The next film waits again; the one before is shown as it was answered.
    find<ui::FilmViewer>("filmViewer")->setTool(ui::FilmViewer::Tool::Window);
    const QString first = page()->filmPath();
    page()->step(1);
    QTRY_VERIFY_WITH_TIMEOUT(page()->isWaiting(), 20000);
    page()->step(-1);
    QCOMPARE(page()->filmPath(), first);
    QVERIFY(!page()->isWaiting());
}

void ReaderTest::mapsAreThoseOfCore()
{
    openModel();
    page()->openFilm(path("films/PNEUMONIA/film1.jpeg"));
    waitForMap();
    const auto classifier = model::loadClassifier(path("run").toStdString());
    QVERIFY(classifier);
    const auto input = explain::readFilmInput(
        path("films/PNEUMONIA/film1.jpeg").toStdString(), classifier->config.preprocessing);
    QVERIFY(input);
    auto* panel = m_window->findChild<ui::EvidencePanel*>();
    auto* method = find<QComboBox>("mapMethod");
    for (int i = 0; i < 3; ++i) {
        method->setCurrentIndex(i);
        const auto wanted = static_cast<explain::HeatMapMethod>(method->itemData(i).toInt());
        const auto core = explain::heatMap(classifier->network, input->values, 1, wanted);
        QVERIFY(core);
        QTRY_VERIFY_WITH_TIMEOUT(panel->view().cells.size() == core->cells.size() &&
                                     cv::norm(panel->view().cells, core->cells, cv::NORM_INF) <=
                                         1e-3 * (cv::norm(core->cells, cv::NORM_L1) + 1e-9),
            20000);
    }
    method->setCurrentIndex(3);
    QTRY_COMPARE_WITH_TIMEOUT(panel->view().cells.cols, 14, 30000);
    method->setCurrentIndex(0);
    // The covering test ends in a word.
    QTRY_VERIFY_WITH_TIMEOUT(
        find<QLabel>("mapAgreement")->text().contains(QStringLiteral("ρ")) ||
            find<QLabel>("mapAgreement")->text().contains(QStringLiteral("test")),
        30000);
    QVERIFY(
        find<QLabel>("mapCaption")->text().contains(QStringLiteral("not where the disease is")));
    find<QCheckBox>("mapShown")->setChecked(false);
    QVERIFY(!find<ui::FilmViewer>("filmViewer")->showsEvidence());
}

/// A map whose only bright cell lies over a phantom's opacity is drawn over that opacity, pixel by
/// pixel, through stretch, letterbox and crop.
void ReaderTest::theMapLiesWhereTheOpacityIs()
{
    const auto drawn =
        phantom::makePhantom({.seed = 5, .side = 320, .kind = phantom::OpacityKind::Round});
    cv::Mat wide = cv::Mat::zeros(320, 420, CV_8UC1);
    drawn.mask.copyTo(wide(cv::Rect(50, 0, 320, 320)));
    auto film = std::make_shared<ui::ViewerFilm>();
    film->width = wide.cols;
    film->height = wide.rows;
    film->planes.push_back({wide.cols, wide.rows, std::vector<std::uint16_t>(wide.total(), 0)});
    ui::FilmViewer viewer;
    viewer.resize(840, 640);
    viewer.setFilm(film);
    for (const auto policy :
        {image::ResizePolicy::Stretch, image::ResizePolicy::Letterbox, image::ResizePolicy::Crop}) {
        image::Preprocessing preprocessing;
        preprocessing.policy = policy;
        preprocessing.interpolation = image::Interpolation::Area;
        ui::EvidenceView view;
        view.cells = image::resizeToInput({wide, {}}, preprocessing);
        view.preprocessing = preprocessing;
        view.opacity = 1.0;
        viewer.setEvidence(view);
        QImage picture(wide.cols, wide.rows, QImage::Format_RGB32);
        picture.fill(Qt::black);
        QPainter painter(&picture);
        viewer.paintFilm(painter, QRectF(0, 0, wide.cols, wide.rows), true);
        painter.end();
        // What the crop left out was never seen.
        const cv::Mat evidence =
            explain::evidenceOnFilm(view.cells, wide.cols, wide.rows, preprocessing);
        int both = 0;
        int either = 0;
        for (int y = 0; y < wide.rows; ++y) {
            for (int x = 0; x < wide.cols; ++x) {
                if (std::isnan(evidence.at<float>(y, x))) {
                    continue;
                }
                const bool painted = qRed(picture.pixel(x, y)) > 121; // half of the orange's red
                const bool opacity = wide.at<uchar>(y, x) > 0;
                both += painted && opacity ? 1 : 0;
                either += painted || opacity ? 1 : 0;
            }
        }
        const double overlap = static_cast<double>(both) / either;
        qInfo() << "overlap" << overlap;
        QVERIFY(overlap > 0.9);
    }
}

void ReaderTest::coversAndUndoes()
{
    openModel();
    page()->openFilm(path("films/PNEUMONIA/film1.jpeg"));
    waitForMap();
    auto* viewer = find<ui::FilmViewer>("filmViewer");
    auto* covered = find<QLabel>("coveredScore");
    QVERIFY(!covered->isVisible());
    viewer->setTool(ui::FilmViewer::Tool::Cover);
    const QPoint middle = viewer->rect().center();
    QTest::mousePress(viewer, Qt::LeftButton, {}, middle);
    for (int i = 1; i <= 5; ++i) {
        const QPointF at = middle + QPoint(10 * i, 0);
        QMouseEvent move(QEvent::MouseMove, at, viewer->mapToGlobal(at), Qt::NoButton,
            Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewer, &move);
    }
    QTest::mouseRelease(viewer, Qt::LeftButton, {}, middle + QPoint(50, 0));
    QTRY_VERIFY_WITH_TIMEOUT(covered->text().contains(QStringLiteral("Covered")), 20000);
    QTRY_VERIFY_WITH_TIMEOUT(find<QAbstractButton>("uncoverButton")->isEnabled(), 20000);
    QCOMPARE(m_state->undoStack().count(), 1);
    m_state->undoStack().undo();
    QVERIFY(!covered->isVisible());
    m_state->undoStack().redo();
    QTRY_VERIFY_WITH_TIMEOUT(covered->isVisible(), 20000);
    QTest::mouseClick(find<QAbstractButton>("uncoverButton"), Qt::LeftButton);
    QVERIFY(!covered->isVisible());
    m_state->undoStack().undo();
    QTRY_VERIFY_WITH_TIMEOUT(covered->isVisible(), 20000);
}

void ReaderTest::scramblesTheModel()
{
    openModel();
    page()->openFilm(path("films/PNEUMONIA/film1.jpeg"));
    waitForMap();
    auto* panel = m_window->findChild<ui::EvidencePanel*>();
    const cv::Mat before = panel->view().cells.clone();
    auto* scramble = find<QComboBox>("mapScramble");
    scramble->setCurrentIndex(3);
    QTRY_VERIFY_WITH_TIMEOUT(cv::norm(panel->view().cells, before, cv::NORM_INF) > 0.0, 30000);
    QVERIFY(find<QLabel>("mapCaption")->text().contains(QStringLiteral("learned")));
    scramble->setCurrentIndex(0);
    QTRY_VERIFY_WITH_TIMEOUT(cv::norm(panel->view().cells, before, cv::NORM_INF) == 0.0, 30000);
}

void ReaderTest::showsDicomWithoutThePatient()
{
    openModel();
    page()->openFilm(path("films/PNEUMONIA/film0.dcm"));
    auto* viewer = find<ui::FilmViewer>("filmViewer");
    QTRY_VERIFY_WITH_TIMEOUT(viewer->hasFilm(), 20000);
    QCOMPARE(viewer->film()->levels, 65536);
    auto* windows = find<QComboBox>("dicomWindows");
    QVERIFY(windows->isVisible());
    QCOMPARE(windows->count(), 3); // automatic, the stored one, the whole range
    waitForMap();
    const auto widgets = m_window->findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        const auto* label = qobject_cast<const QLabel*>(widget);
        QVERIFY(label == nullptr || !label->text().contains(QStringLiteral("SECRET")));
        QVERIFY(!widget->toolTip().contains(QStringLiteral("SECRET")));
        QVERIFY(!widget->accessibleDescription().contains(QStringLiteral("SECRET")));
    }
    const std::uint16_t automatic = viewer->film()->planes.front().values[12000];
    windows->setCurrentIndex(2);
    Q_EMIT windows->activated(2);
    QTRY_VERIFY_WITH_TIMEOUT(
        viewer->film()->planes.front().values[12000] != automatic || automatic == 0, 20000);
}

void ReaderTest::saysWhatAFilmIsNot()
{
    testing::writeBytes(
        path("empty.dcm").toStdString(), testing::ByteVector(400, static_cast<std::byte>(0)));
    page()->openFilm(path("empty.dcm"));
    auto* viewer = find<ui::FilmViewer>("filmViewer");
    QTRY_VERIFY_WITH_TIMEOUT(
        !viewer->hasFilm() && viewer->accessibleDescription().contains(QStringLiteral("DICOM")),
        20000);
}

void ReaderTest::stepsThroughAListOfItsOwn()
{
    const QStringList films{path("films/PNEUMONIA/film1.jpeg"), path("films/NORMAL/film0.dcm"),
        path("films/NORMAL/film3.jpeg")};
    m_state->openFilms(films, QStringLiteral("false negatives"));
    QCOMPARE(find<QListView>("readerFilms")->model()->rowCount(), 3);
    auto* viewer = find<ui::FilmViewer>("filmViewer");
    QTRY_COMPARE(page()->filmPath(), films.first());
    QTRY_VERIFY_WITH_TIMEOUT(viewer->hasFilm(), 20000);
    m_window->activateWindow();
    viewer->setFocus();
    QTRY_VERIFY(viewer->hasFocus());
    QTest::keyClick(viewer, Qt::Key_Right);
    QTest::keyClick(viewer, Qt::Key_Right);
    QTRY_COMPARE(page()->filmPath(), films.last());
    openFilms();
    QCOMPARE(find<QListView>("readerFilms")->model()->rowCount(), 8);
}

void ReaderTest::keepsTwoFilmsSideBySide()
{
    openFilms();
    openModel();
    page()->step(1);
    waitForMap();
    find<QAbstractButton>("compareButton")->setChecked(true);
    auto* second = find<ui::FilmViewer>("secondViewer");
    QVERIFY(second->isVisible() && second->hasFilm() && second->showsEvidence());
    const auto kept = second->film();
    page()->step(1);
    QTRY_VERIFY_WITH_TIMEOUT(find<ui::FilmViewer>("filmViewer")->film() != kept, 20000);
    QCOMPARE(second->film(), kept);
    QVERIFY(!find<QLabel>("secondTitle")->text().isEmpty());
}

void ReaderTest::exportsWithTheEducationMark()
{
    openFilms();
    openModel();
    page()->openFilm(path("films/NORMAL/film2.dcm"));
    waitForMap();
    for (const char* name : {"out.png", "out.svg", "out.pdf"}) {
        page()->exportTo(path(name));
        QVERIFY2(QFileInfo(path(name)).size() > 1000, name);
    }
    QFile svg(path("out.svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    const QByteArray text = svg.readAll();
    QVERIFY(text.contains("Education only"));
    QVERIFY(!text.contains("SECRET"));
    QVERIFY(!text.contains("film2.dcm")); // a DICOM file's name often is the patient's
    QCOMPARE(QImage(path("out.png")).width(), 1600);
    page()->exportTo(path("out.xyz"));
    QVERIFY(!QFileInfo::exists(path("out.xyz")));
    page()->exportScoresTo(path("out.csv"));
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(path("out.csv")), 30000);
    QFile csv(path("out.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(csv.readAll().count('\n'), 9); // a head and eight films
}

void ReaderTest::measuresTheSitting()
{
    ui::ReadingSession session;
    const auto add = [&](const char* label, const char* reader, const char* model,
                         const char* after) {
        ui::SessionEntry entry;
        entry.film = QString::number(session.entries().size());
        entry.name = entry.film;
        entry.label = QLatin1String(label);
        entry.reader = QLatin1String(reader);
        entry.model = QLatin1String(model);
        entry.after = QLatin1String(after);
        session.put(entry);
    };
    add("ILL", "ILL", "ILL", "ILL");
    add("ILL", "WELL", "ILL", "ILL");  // better
    add("ILL", "ILL", "WELL", "WELL"); // worse
    add("WELL", "WELL", "ILL", "ILL"); // worse
    add("WELL", "WELL", "WELL", "WELL");
    add("", "WELL", "WELL", "WELL"); // no label: counts nowhere
    const ui::SessionSummary summary = session.summary(QStringLiteral("ILL"));
    QCOMPARE(summary.labelled, 5);
    QCOMPARE(summary.changedForBetter, 1);
    QCOMPARE(summary.changedForWorse, 2);
    QCOMPARE(*summary.reader.sensitivity.value, 2.0 / 3.0);
    QCOMPARE(*summary.reader.specificity.value, 1.0);
    QCOMPARE(*summary.model.specificity.value, 0.5);
    QCOMPARE(*summary.after.sensitivity.value, 2.0 / 3.0);
    QVERIFY(!session.summary(QStringLiteral("OTHER")).reader.sensitivity.isDefined());
    QVERIFY(session.csv().startsWith(QStringLiteral("file,label,reader,confidence,box,model")));
    QCOMPARE(session.csv().count(QLatin1Char('\n')), 7);
    ui::SessionDialog dialog(session, QStringLiteral("ILL"));
    QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("sessionSummary"))
                ->text()
                .contains(QStringLiteral("2 times for the worse")));
}

void ReaderTest::drawsLargeFilmsFromTheFittingPlane()
{
    // A film of 3000×2000 with one white quarter: what is drawn small is the mean of what is there.
    cv::Mat large(2000, 3000, CV_8UC1, cv::Scalar(0));
    large(cv::Rect(1500, 1000, 1500, 1000)).setTo(255);
    cv::imwrite(path("large.png").toStdString(), large);
    const ui::ViewerAnswer answer = ui::decodeForViewer(path("large.png"));
    QVERIFY(answer.film != nullptr);
    QVERIFY(answer.film->planes.size() >= 3);
    ui::FilmViewer viewer;
    viewer.resize(600, 400);
    viewer.setFilm(answer.film);
    const QImage picture = viewer.grab().toImage();
    QVERIFY(qRed(picture.pixel(150, 100)) < 10);
    QVERIFY(qRed(picture.pixel(450, 300)) > 245);
    QVERIFY(qRed(picture.pixel(450, 100)) < 10);
    // One to one, the film's pixels are the screen's.
    viewer.showActualSize();
    QCOMPARE(viewer.zoom() * viewer.devicePixelRatioF(), 1.0);
    const QPointF corner = viewer.toScreen(QPointF(1500, 1000));
    QCOMPARE(corner, QPointF(300, 200));
}

QTEST_MAIN(ReaderTest)
#include "tst_reader_page.moc"
