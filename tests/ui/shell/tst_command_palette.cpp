#include "ui/shell/AppState.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/Language.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"

#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace negatoscope;
using ui::fuzzyScore;

/// Ctrl+K in the real window.
class CommandPaletteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
        ui::Theme::instance().install(*qApp);
    }

    void init()
    {
        m_state = std::make_unique<ui::AppState>(m_folder.filePath(QStringLiteral("settings.ini")));
        m_state->setWorkspaceFolder(m_folder.filePath(QStringLiteral("workspace")));
        m_window = std::make_unique<ui::MainWindow>(*m_state);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_state.reset();
    }

    void lettersInOrderFit()
    {
        QVERIFY(fuzzyScore(QStringLiteral("fob"), QStringLiteral("Freeze one block more")) > 0);
        QVERIFY(fuzzyScore(QStringLiteral("bof"), QStringLiteral("Freeze one block more")) < 0);
        QCOMPARE(fuzzyScore({}, QStringLiteral("anything")), 0);
        // Starts of words beat letters inside, whole words beat both, accents do not matter.
        const QString open = QStringLiteral("op fi");
        QVERIFY(fuzzyScore(open, QStringLiteral("Open film…")) >
                fuzzyScore(open, QStringLiteral("Stop after the first epoch")));
        QVERIFY(fuzzyScore(QStringLiteral("freeze"), QStringLiteral("Freeze the whole network")) >
                fuzzyScore(QStringLiteral("freeze"), QStringLiteral("Far reaching zebra freezer")));
        QVERIFY(fuzzyScore(QStringLiteral("defi"), QStringLiteral("Défi")) > 0);
    }

    void runsWhatWasTyped()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto* palette = find<ui::CommandPalette>("commandPalette");
        QTRY_VERIFY(palette->isVisible());
        auto* search = find<QLineEdit>("paletteSearch");
        QTRY_VERIFY(search->hasFocus());
        auto* list = find<QListView>("paletteList");
        QVERIFY(list->model()->rowCount() > 20);
        QTest::keyClicks(search, QStringLiteral("reader"));
        QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Reader"));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QTRY_COMPARE(m_window->currentPage(), QStringLiteral("reader"));
    }

    void commandsOfAPageGoThere()
    {
        find<QToolButton>("commandField")->click();
        auto* search = find<QLineEdit>("paletteSearch");
        QTest::keyClicks(search, QStringLiteral("best epoch"));
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(m_window->currentPage(), QStringLiteral("lab"));
    }

    void movesAndCloses()
    {
        m_window->openPalette();
        auto* search = find<QLineEdit>("paletteSearch");
        auto* list = find<QListView>("paletteList");
        QTest::keyClick(search, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 1);
        QTest::keyClick(search, Qt::Key_Up);
        QTest::keyClick(search, Qt::Key_Up); // around the end
        QCOMPARE(list->currentIndex().row(), list->model()->rowCount() - 1);
        QTest::keyClick(search, Qt::Key_Tab);
        QCOMPARE(search->text(), list->currentIndex().data().toString());
        QTest::keyClicks(search, QStringLiteral("zzzz"));
        QCOMPARE(list->model()->rowCount(), 0);
        QTest::keyClick(search, Qt::Key_Return); // nothing to run
        m_window->openPalette();
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(!find<ui::CommandPalette>("commandPalette")->isVisible());
    }

private:
    template <typename T>
    T* find(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }

    QTemporaryDir m_folder;
    std::unique_ptr<ui::AppState> m_state;
    std::unique_ptr<ui::MainWindow> m_window;
};

QTEST_MAIN(CommandPaletteTest)
#include "tst_command_palette.moc"
