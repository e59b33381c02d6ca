// Letters that tell left from right: found where they were drawn, mostly.
#include "core/explain/Markers.h"
#include "core/phantom/PhantomFiles.h"

#include <opencv2/imgcodecs.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace negatoscope;
using explain::MarkerSeen;

class MarkersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheLettersThatWereDrawn()
    {
        const QTemporaryDir folder;
        phantom::PhantomPlan plan;
        plan.count = 80;
        plan.seed = 3;
        const auto requests = phantom::planPhantoms(plan);
        std::vector<std::filesystem::path> films(requests.size());
        std::vector<char> drawn(requests.size());
        phantom::forEachPhantom(requests, 0, [&](std::size_t i, phantom::Phantom&& film) {
            drawn[i] = film.marker != phantom::Marker::None ? 1 : 0;
            films[i] = folder.filePath(QString::number(i) + ".png").toStdString();
            cv::imwrite(films[i].string(), film.film);
        });
        films.push_back(folder.filePath("nowhere.png").toStdString());
        const auto seen = explain::seenMarkers(films);
        QVERIFY(seen.has_value());
        QCOMPARE(seen->size(), films.size());
        QVERIFY(seen->back() == MarkerSeen::Unreadable);
        int with = 0;
        int without = 0;
        int found = 0;
        int mistaken = 0;
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            const bool yes = (*seen)[i] == MarkerSeen::Yes;
            (drawn[i] != 0 ? with : without) += 1;
            found += drawn[i] != 0 && yes ? 1 : 0;
            mistaken += drawn[i] == 0 && yes ? 1 : 0;
        }
        QVERIFY(with > 30 && without > 10);
        QVERIFY2(10 * found >= 8 * with, qPrintable(QString("%1 of %2").arg(found).arg(with)));
        QVERIFY2(10 * mistaken <= 3 * without,
            qPrintable(QString("%1 of %2 by mistake").arg(mistaken).arg(without)));
    }

    void stops()
    {
        std::stop_source stop;
        stop.request_stop();
        const std::vector<std::filesystem::path> films{"a.png", "b.png"};
        QVERIFY(!explain::seenMarkers(films, 1, stop.get_token()).has_value());
    }
};

QTEST_GUILESS_MAIN(MarkersTest)
#include "tst_markers.moc"
