#include "ui/data/FacetPanel.h"
#include "ui/reader/FilmViewer.h"
#include "ui/reader/ReaderPage.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Language.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Page.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Notices.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

using namespace negatoscope;

/// The real window, offscreen, driven by object names.
class WindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void opensFolderAndCounts();
    void filtersBySearchAndFacet();
    void movesByKeyboard();
    void saysWhyAFolderWasNotOpened();
    void listsUnreadableFilms();
    void opensFilmInReader();
    void changesThemeAndRemembersIt();
    void splitsAgainAndUndoes();
    void forgetsStepsOfTheFolderBefore();
    void drawsTheDemoByOneClick();
    void fitsTheSmallestWindow_data();
    void fitsTheSmallestWindow();
    void namesEveryControl();

private:
    template <typename T>
    T* find(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    void makeFilms(const QString& folder);
    void openFilms();

    QTemporaryDir m_temporary;
    std::unique_ptr<ui::AppState> m_state;
    std::unique_ptr<ui::MainWindow> m_window;
    int m_run = 0;
};

void WindowTest::makeFilms(const QString& folder)
{
    const QStringList classes{QStringLiteral("NORMAL"), QStringLiteral("PNEUMONIA")};
    int number = 0;
    for (const QString& cls : classes) {
        QDir().mkpath(folder + '/' + cls);
        for (int i = 0; i < 12; ++i) {
            QImage film(40, 32, QImage::Format_Grayscale8);
            for (int y = 0; y < film.height(); ++y) {
                for (int x = 0; x < film.width(); ++x) {
                    film.scanLine(y)[x] = static_cast<uchar>((x * 5 + y * 3 + ++number) % 256);
                }
            }
            const QString name = cls == QLatin1String("NORMAL")
                                     ? QStringLiteral("IM-%1-0001.png").arg(100 + i)
                                     : QStringLiteral("person%1_bacteria_1.png").arg(i + 1);
            QVERIFY(film.save(folder + '/' + cls + '/' + name));
        }
    }
    QFile broken(folder + QStringLiteral("/NORMAL/broken.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("not a film");
}

void WindowTest::initTestCase()
{
    QVERIFY(m_temporary.isValid());
    ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
    ui::Theme::instance().install(*qApp);
    makeFilms(m_temporary.filePath(QStringLiteral("films")));
}

void WindowTest::init()
{
    m_state = std::make_unique<ui::AppState>(
        m_temporary.filePath(QStringLiteral("settings%1.ini").arg(++m_run)));
    m_state->setWorkspaceFolder(m_temporary.filePath(QStringLiteral("workspace")));
    ui::Theme::instance().setMode(ui::Theme::Mode::Light);
    m_window = std::make_unique<ui::MainWindow>(*m_state);
    m_window->resize(1440, 900);
    m_window->show();
}

void WindowTest::cleanup()
{
    m_window.reset();
    m_state.reset();
    ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
}

void WindowTest::openFilms()
{
    m_window->openPaths({m_temporary.filePath(QStringLiteral("films"))});
    QTRY_VERIFY_WITH_TIMEOUT(m_state->manifest() != nullptr, 20000);
}

void WindowTest::opensFolderAndCounts()
{
    openFilms();
    QCOMPARE(m_window->currentPage(), QStringLiteral("data"));
    QCOMPARE(find<QListView>("filmGrid")->model()->rowCount(), 24);
    QCOMPARE(find<QLabel>("filmCount")->text(), QStringLiteral("24 films"));
    QCOMPARE(m_state->recentFolders().size(), 1);
}

void WindowTest::filtersBySearchAndFacet()
{
    openFilms();
    const QAbstractItemModel* model = find<QListView>("filmGrid")->model();
    auto* search = find<QLineEdit>("filmSearch");
    QTest::keyClicks(search, QStringLiteral("IM-100"));
    QCOMPARE(model->rowCount(), 1);
    search->clear();
    QCOMPARE(model->rowCount(), 24);
    auto* facet = find<ui::FacetRow>("classFacet1");
    QVERIFY(facet != nullptr);
    QTest::mouseClick(facet, Qt::LeftButton);
    QCOMPARE(model->rowCount(), 12);
    QTest::mouseClick(find<QAbstractButton>("clearFiltersButton"), Qt::LeftButton);
    QCOMPARE(model->rowCount(), 24);
}

void WindowTest::movesByKeyboard()
{
    openFilms();
    auto* grid = find<QListView>("filmGrid");
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(0, 0));
    QTest::keyClick(grid, Qt::Key_Right);
    QCOMPARE(grid->currentIndex().row(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QTRY_COMPARE(m_window->currentPage(), QStringLiteral("home"));
    QTest::keyClick(m_window.get(), Qt::Key_6, Qt::ControlModifier);
    QTRY_COMPARE(m_window->currentPage(), QStringLiteral("reader"));
}

void WindowTest::saysWhyAFolderWasNotOpened()
{
    m_state->openFolder(m_temporary.filePath(QStringLiteral("nothing here")));
    auto* notice = find<ui::InlineNotice>("dataNotice");
    QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), 20000);
    QVERIFY(notice->text().contains(QStringLiteral("nothing here")));
    QVERIFY(!m_state->isOpening());
}

void WindowTest::listsUnreadableFilms()
{
    openFilms();
    auto* list = m_window->findChild<QAbstractItemView*>(QStringLiteral("unreadableList"));
    QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 1, 20000);
    QVERIFY(list->model()->index(0, 0).data().toString().startsWith(
        QStringLiteral("NORMAL/broken.png")));
}

void WindowTest::opensFilmInReader()
{
    openFilms();
    QTest::mouseClick(find<QAbstractButton>("openInReaderButton"), Qt::LeftButton);
    QCOMPARE(m_window->currentPage(), QStringLiteral("reader"));
    auto* viewer = find<ui::FilmViewer>("filmViewer");
    QTRY_VERIFY_WITH_TIMEOUT(viewer->hasFilm(), 20000);
    auto* page = qobject_cast<ui::ReaderPage*>(m_window->page(QStringLiteral("reader")));
    const QString first = page->filmPath();
    const double window = viewer->windowWidth();
    QTest::mousePress(viewer, Qt::RightButton, {}, QPoint(100, 100));
    QMouseEvent move(QEvent::MouseMove, QPointF(60, 100), viewer->mapToGlobal(QPointF(60, 100)),
        Qt::NoButton, Qt::RightButton, Qt::NoModifier);
    QCoreApplication::sendEvent(viewer, &move);
    QVERIFY(viewer->windowWidth() < window);
    QTest::keyClick(viewer, Qt::Key_I);
    QTRY_VERIFY(viewer->isInverted());
    page->step(1);
    QVERIFY(page->filmPath() != first);
}

void WindowTest::changesThemeAndRemembersIt()
{
    QTest::mouseClick(find<QToolButton>("toggleThemeButton"), Qt::LeftButton);
    QVERIFY(ui::Theme::instance().isDark());
    QCOMPARE(m_state->settings().value(QStringLiteral("theme")).toString(), QStringLiteral("dark"));
}

void WindowTest::splitsAgainAndUndoes()
{
    openFilms();
    const ui::ManifestPtr before = m_state->manifest();
    QTest::mouseClick(find<QAbstractButton>("splitAgainButton"), Qt::LeftButton);
    auto* split = find<QAbstractButton>("splitButton");
    QVERIFY(split != nullptr);
    QTest::mouseClick(split, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_state->manifest() != before, 20000);
    QCOMPARE(m_state->manifest()->items.size(), before->items.size());
    QTest::mouseClick(find<QToolButton>("undoButton"), Qt::LeftButton);
    QCOMPARE(m_state->manifest(), before);
}

void WindowTest::forgetsStepsOfTheFolderBefore()
{
    openFilms();
    QTest::mouseClick(find<QAbstractButton>("splitAgainButton"), Qt::LeftButton);
    QTest::mouseClick(find<QAbstractButton>("splitButton"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_state->undoStack().canUndo(), 20000);
    const ui::ManifestPtr before = m_state->manifest();
    m_window->openPaths({m_temporary.filePath(QStringLiteral("films"))});
    QTRY_VERIFY_WITH_TIMEOUT(m_state->manifest() != before, 20000);
    QVERIFY(!m_state->undoStack().canUndo());
}

void WindowTest::drawsTheDemoByOneClick()
{
    QCOMPARE(m_window->currentPage(), QStringLiteral("home"));
    auto* train = m_window->page(QStringLiteral("lab"))
                      ->findChild<QAbstractButton*>(QStringLiteral("trainButton"));
    QVERIFY(train != nullptr && !train->isEnabled());
    auto* demo = find<QAbstractButton>("phantomDemoButton");
    QVERIFY(demo->isVisible());
    QTest::mouseClick(demo, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_state->manifest() != nullptr, 60000);
    QCOMPARE(m_state->manifest()->items.size(), std::size_t(480));
    for (const auto split :
        {dataset::Split::Train, dataset::Split::Validation, dataset::Split::Test}) {
        QVERIFY(!m_state->manifest()->indicesOf(split).empty());
    }
    QVERIFY(train->isEnabled());
}

void WindowTest::fitsTheSmallestWindow_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("language");
    for (const char* language : {"en", "fr"}) {
        for (const char* page : {"home", "data", "lab", "reader"}) {
            QTest::addRow("%s in %s", page, language)
                << QString::fromLatin1(page) << QString::fromLatin1(language);
        }
    }
}

void WindowTest::fitsTheSmallestWindow()
{
    QFETCH(QString, page);
    QFETCH(QString, language);
    ui::installLanguage(*QCoreApplication::instance(), language);
    m_window = std::make_unique<ui::MainWindow>(*m_state);
    m_window->show();
    m_window->resize(1180, 700);
    openFilms();
    m_window->showPage(page);
    QCoreApplication::processEvents();
    const QSize smallest = m_window->page(page)->minimumSizeHint() + QSize(48, 44 + 34);
    QVERIFY2(smallest.width() <= 1180 && smallest.height() <= 700,
        qPrintable(QStringLiteral("%1 needs %2 × %3")
                       .arg(page)
                       .arg(smallest.width())
                       .arg(smallest.height())));
    QCOMPARE(m_window->size(), QSize(1180, 700));
}

void WindowTest::namesEveryControl()
{
    openFilms();
    QStringList nameless;
    const QList<QWidget*> widgets = m_window->findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        const bool control = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                             qobject_cast<const QComboBox*>(widget) != nullptr ||
                             qobject_cast<const QSlider*>(widget) != nullptr ||
                             qobject_cast<const QLineEdit*>(widget) != nullptr ||
                             qobject_cast<const QAbstractItemView*>(widget) != nullptr;
        const QString type = QString::fromLatin1(widget->metaObject()->className());
        const bool inner = widget->objectName().startsWith(QLatin1String("qt_")) ||
                           type == QLatin1String("QComboBoxListView") ||
                           type == QLatin1String("QLineEditIconButton") ||
                           type == QLatin1String("QTableCornerButton") ||
                           type == QLatin1String("QHeaderView");
        if (control && !inner && widget->accessibleName().isEmpty()) {
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (button == nullptr || button->text().isEmpty()) {
                nameless += type + QLatin1Char('#') + widget->objectName();
            }
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
}

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
