#include "ui/data/FilmDelegate.h"
#include "ui/data/FilmModel.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/shell/Theme.h"

#include <QElapsedTimer>
#include <QListView>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace negatoscope;

/// The film grid with 100,000 films: filters, lays out and scrolls without stalling the event loop.
class FilmGridTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void filtersAHundredThousandFilms();
    void countsFacetsUnderTheOtherFilters();
    void scrollsAHundredThousandFilms();
    void forgetsThumbnailsThatScrolledAway();

private:
    std::shared_ptr<const dataset::Manifest> m_manifest;
};

void FilmGridTest::initTestCase()
{
    ui::Theme::instance().install(*qApp);
    constexpr int kFilms = 100'000;
    auto manifest = std::make_shared<dataset::Manifest>();
    manifest->root = "/nowhere";
    manifest->classNames = {"NORMAL", "PNEUMONIA"};
    manifest->positiveClass = 1;
    manifest->items.resize(kFilms);
    for (int i = 0; i < kFilms; ++i) {
        dataset::FilmItem& item = manifest->items[static_cast<std::size_t>(i)];
        item.name = "PNEUMONIA/person" + std::to_string(i) + ".jpeg";
        item.path = manifest->root / item.name;
        item.label = i % 4 == 0 ? 0 : 1;
        item.split = dataset::kSplits[static_cast<std::size_t>(i % 3)];
        item.patient = "p" + std::to_string(i / 2);
        item.patientKnown = true;
    }
    m_manifest = manifest;
}

void FilmGridTest::filtersAHundredThousandFilms()
{
    ui::ThumbnailStore store;
    ui::FilmModel model(store);
    QElapsedTimer clock;
    clock.start();
    model.setManifest(m_manifest);
    QTRY_COMPARE(model.rowCount(), 100'000);
    const qint64 opened = clock.restart();
    ui::FilmFilter filter;
    filter.text = QStringLiteral("person99999");
    model.setFilter(filter);
    QTRY_COMPARE(model.rowCount(), 1);
    const qint64 searched = clock.restart();
    filter.text.clear();
    filter.hiddenClasses.insert(1);
    model.setFilter(filter);
    QTRY_COMPARE(model.rowCount(), 25'000);
    qInfo("open %lld ms, search %lld ms, facet %lld ms", static_cast<long long>(opened),
        static_cast<long long>(searched), static_cast<long long>(clock.elapsed()));
}

void FilmGridTest::countsFacetsUnderTheOtherFilters()
{
    ui::ThumbnailStore store;
    ui::FilmModel model(store);
    model.setManifest(m_manifest);
    ui::FilmFilter filter;
    filter.hiddenClasses.insert(1);
    model.setFilter(filter);
    QTRY_COMPARE(model.rowCount(), 25'000);
    // The class facet still says what ticking PNEUMONIA would bring; the splits follow the class.
    QCOMPARE(model.counts().classes.value(1), 75'000);
    QCOMPARE(model.counts().classes.value(0), 25'000);
    int sum = 0;
    for (const int count : model.counts().splits) {
        sum += count;
    }
    QCOMPARE(sum, 25'000);
}

void FilmGridTest::scrollsAHundredThousandFilms()
{
    ui::ThumbnailStore store;
    ui::FilmModel model(store);
    QListView view;
    view.setFlow(QListView::LeftToRight);
    view.setWrapping(true);
    view.setResizeMode(QListView::Adjust);
    view.setUniformItemSizes(true);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    ui::FilmDelegate delegate;
    view.setItemDelegate(&delegate);
    view.setGridSize(delegate.cellSize());
    view.resize(900, 500);
    view.setModel(&model);
    view.show();

    // The longest time between two ticks of a 5-ms timer is how long the window stood still.
    QElapsedTimer clock;
    clock.start();
    qint64 last = 0;
    qint64 longest = 0;
    QTimer watchdog;
    connect(&watchdog, &QTimer::timeout, this, [&] {
        longest = std::max(longest, clock.elapsed() - last);
        last = clock.elapsed();
    });
    watchdog.start(5);
    model.setManifest(m_manifest);
    QTRY_COMPARE(model.rowCount(), 100'000);
    QTest::qWait(300);
    const qint64 opening = longest;
    longest = 0;
    QVERIFY(view.verticalScrollBar()->maximum() > 100'000 / 8 * 100);
    for (int step = 0; step <= 60; ++step) {
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 60 * step);
        QTest::qWait(16);
    }
    qInfo("100,000 films: longest pause %lld ms while opening, %lld ms while scrolling",
        static_cast<long long>(opening), static_cast<long long>(longest));
    QVERIFY(view.indexAt(QPoint(40, 40)).isValid());
}

void FilmGridTest::forgetsThumbnailsThatScrolledAway()
{
    // None of the files exists, so every answer is "failed". How many films the decoding threads
    // take while the list grows is theirs to say; that it stays short and that the newest is not
    // among the forgotten ones is promised.
    ui::ThumbnailStore store;
    for (int i = 0; i < 5000; ++i) {
        store.find(QStringLiteral("/nowhere/%1.png").arg(i));
        QVERIFY(store.waiting() <= ui::ThumbnailStore::kLongestQueue);
    }
    QTRY_VERIFY(store.failed(QStringLiteral("/nowhere/4999.png")));
    QTRY_COMPARE(store.waiting(), 0);

    // A film that was forgotten is tried when it is asked for again.
    for (int i = 0; i < 5000; i += 500) {
        const QString path = QStringLiteral("/nowhere/%1.png").arg(i);
        store.find(path);
        QTRY_VERIFY(store.failed(path));
    }
}

QTEST_MAIN(FilmGridTest)
#include "tst_film_grid.moc"
