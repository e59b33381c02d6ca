#include "tests/support/SharedFiles.h"
#include "tests/support/StallWatchdog.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/LabController.h"
#include "ui/lab/LabPage.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Language.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"

#include "core/model/ConfigSchema.h"
#include "core/model/Runtime.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <memory>

using namespace negatoscope;

namespace {

/// Says which receiver an event kept the window waiting for longest.
class TracedApplication final : public QApplication
{
public:
    using QApplication::QApplication;

    struct Handled
    {
        double ms = 0.0;
        QString what;
    };

    bool notify(QObject* receiver, QEvent* event) override
    {
        const QByteArray type = receiver->metaObject()->className();
        const QString name = receiver->objectName();
        const int kind = event->type();
        QElapsedTimer clock;
        clock.start();
        ++m_depth;
        const bool handled = QApplication::notify(receiver, event);
        --m_depth;
        const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        if (m_depth == 0 && ms > 8.0) {
            m_slow.append({ms,
                QStringLiteral("%1 %2 event %3").arg(QString::fromLatin1(type), name).arg(kind)});
        }
        return handled;
    }

    QString slowest()
    {
        std::sort(m_slow.begin(), m_slow.end(),
            [](const Handled& a, const Handled& b) { return a.ms > b.ms; });
        QStringList lines;
        for (const Handled& handled : m_slow.mid(0, 6)) {
            lines << QStringLiteral("    %1 ms %2").arg(handled.ms, 0, 'f', 1).arg(handled.what);
        }
        m_slow.clear();
        return lines.join(QLatin1Char('\n'));
    }

private:
    QList<Handled> m_slow;
    int m_depth = 0;
};

} // namespace

/// How long the real window stands still while films are cached, a network is trained and 100,000
/// films are opened and scrolled. Prints the figures; they depend on the machine and its load, so
/// that only gross stalls fail. Needs the chest films of ../shared for the first two.
class StallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void whileCachingAndTraining();
    void whileBrowsingAHundredThousandFilms();

private:
    void report(const char* what, testing::StallWatchdog& watchdog);
    void makeManyFilms(const QString& folder);

    QTemporaryDir m_temporary;
    std::unique_ptr<ui::AppState> m_state;
    std::unique_ptr<ui::MainWindow> m_window;
};

void StallsTest::initTestCase()
{
    QVERIFY(m_temporary.isValid());
    ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
    ui::Theme::instance().install(*qApp);
}

void StallsTest::init()
{
    m_state = std::make_unique<ui::AppState>(m_temporary.filePath(QStringLiteral("settings.ini")));
    m_state->setWorkspaceFolder(m_temporary.filePath(QStringLiteral("workspace")));
    m_window = std::make_unique<ui::MainWindow>(*m_state);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QTest::qWait(200);
}

void StallsTest::cleanup()
{
    m_window.reset();
    m_state.reset();
}

void StallsTest::report(const char* what, testing::StallWatchdog& watchdog)
{
    const auto figures = watchdog.figures();
    const QString slow = static_cast<TracedApplication*>(qApp)->slowest();
    qInfo("stalls %-46s %s%s%s", what, qPrintable(testing::toText(figures)),
        slow.isEmpty() ? "" : "\n", qPrintable(slow));
    QVERIFY(figures.samples > 0);
    QVERIFY2(figures.maxMs < 1000.0, "the window stood still for a second");
    watchdog.reset();
}

void StallsTest::whileCachingAndTraining()
{
    SKIP_WITHOUT_SHARED(films, "data/chest_xray_224");
    testing::StallWatchdog watchdog;
    m_state->openFolder(QString::fromStdString(films.string()));
    QTRY_VERIFY_WITH_TIMEOUT(!m_state->isOpening() && m_state->manifest() != nullptr, 120'000);
    QTest::qWait(1500); // reports and thumbnails follow
    report("opening 5,216 films", watchdog);

    m_window->showPage(QStringLiteral("lab"));
    auto* lab = qobject_cast<ui::LabPage*>(m_window->page(QStringLiteral("lab")));
    model::ModelConfig config = *model::presetConfig("notebook");
    config.weights = "phantom";
    lab->draft().replace(config, QStringLiteral("preset Notebook"));
    QTest::qWait(500);
    watchdog.reset();
    lab->train();
    QTRY_VERIFY_WITH_TIMEOUT(
        lab->controller().phase() != ui::LabController::Phase::Preparing, 300'000);
    report("while the features are cached", watchdog);
    QTRY_VERIFY_WITH_TIMEOUT(!lab->controller().isRunning(), 300'000);
    QTest::qWait(500);
    report("while the head is trained (20 epochs)", watchdog);
    lab->train();
    QTRY_VERIFY_WITH_TIMEOUT(!lab->controller().isRunning(), 300'000);
    QTest::qWait(500);
    report("the same, features cached", watchdog);

    lab->draft().setFrozenGroups(17);
    QVERIFY(lab->draft().setParameter("epochs", 1));
    lab->train();
    QTRY_VERIFY_WITH_TIMEOUT(!lab->controller().live().batches.empty(), 300'000);
    QTest::qWait(10'000);
    lab->controller().stopAndKeep();
    QTRY_VERIFY_WITH_TIMEOUT(!lab->controller().isRunning(), 300'000);
    QTest::qWait(500);
    report("while blocks 16 and Conv_1 are cached and trained", watchdog);
}

/// 100,000 names of 5,000 different films: links cost no space.
void StallsTest::makeManyFilms(const QString& folder)
{
    constexpr int kDifferent = 5000;
    constexpr int kFilms = 100'000;
    const std::filesystem::path root(folder.toStdString());
    std::filesystem::create_directories(root / "NORMAL");
    std::filesystem::create_directories(root / "PNEUMONIA");
    QImage film(24, 24, QImage::Format_Grayscale8);
    for (int i = 0; i < kFilms; ++i) {
        const int original = i % kDifferent;
        const bool ill = original % 4 != 0;
        const auto name = [&](int number) {
            return root / (ill ? "PNEUMONIA" : "NORMAL") /
                   ((ill ? "person" : "IM-") + std::to_string(number) +
                       (ill ? "_bacteria_1.png" : "-0001.png"));
        };
        if (i >= kDifferent) {
            std::filesystem::create_hard_link(name(original), name(i));
            continue;
        }
        for (int y = 0; y < film.height(); ++y) {
            for (int x = 0; x < film.width(); ++x) {
                film.scanLine(y)[x] = static_cast<uchar>((x * (i % 61) + y * (i % 97) + i) % 256);
            }
        }
        QVERIFY(film.save(QString::fromStdString(name(i).string()), "PNG"));
    }
}

void StallsTest::whileBrowsingAHundredThousandFilms()
{
    const QString folder = m_temporary.filePath(QStringLiteral("many"));
    makeManyFilms(folder);
    testing::StallWatchdog watchdog;
    static_cast<TracedApplication*>(qApp)->slowest();
    m_state->openFolder(folder);
    QTRY_VERIFY_WITH_TIMEOUT(!m_state->isOpening() && m_state->manifest() != nullptr, 300'000);
    auto* grid = m_window->findChild<QListView*>(QStringLiteral("filmGrid"));
    QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), 100'000, 60'000);
    QTest::qWait(3000); // the report of the folder
    report("opening 100,000 films", watchdog);

    QScrollBar* bar = grid->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    for (int step = 0; step <= 300; ++step) {
        bar->setValue(bar->maximum() / 300 * step);
        QTest::qWait(16);
    }
    report("scrolling 100,000 films", watchdog);

    auto* search = m_window->findChild<QLineEdit*>(QStringLiteral("filmSearch"));
    for (const QChar letter : QStringLiteral("person99999")) {
        QTest::keyClick(search, letter.toLatin1());
        QTest::qWait(60);
    }
    QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), 1, 10'000);
    search->clear();
    QTRY_COMPARE_WITH_TIMEOUT(grid->model()->rowCount(), 100'000, 10'000);
    report("searching 100,000 films", watchdog);

    m_window->showPage(QStringLiteral("lab"));
    QTest::qWait(300);
    m_window->showPage(QStringLiteral("reader"));
    QTest::qWait(300);
    m_window->showPage(QStringLiteral("home"));
    QTest::qWait(300);
    report("changing pages with 100,000 films open", watchdog);
    m_state->setManifest(nullptr);
    QTest::qWait(1000);
    report("closing 100,000 films", watchdog);
}

int main(int argc, char** argv)
{
    model::initRuntime(0); // as the program does
    TracedApplication application(argc, argv);
    StallsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_stalls.moc"
