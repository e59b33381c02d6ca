#include "app/EditMeasure.h"
#include "core/model/Runtime.h"
#include "core/phantom/PhantomFiles.h"
#include "tests/support/SharedFiles.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/LabPage.h"
#include "ui/lab/LiveMode.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Language.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace negatoscope;

/// The real window in live mode: 50 edits of the head, each from the key press to the painted
/// matrix of the tenth epoch. Prints the figures; asserts that each edit arrived. On drawn films,
/// or on those of ../shared where NEGATOSCOPE_LIVE_FILMS is set.
class LiveWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiftyEdits()
    {
        QTemporaryDir folder;
        QString films = folder.filePath(QStringLiteral("films"));
        QString weights = QStringLiteral("phantom");
        if (qEnvironmentVariableIsSet("NEGATOSCOPE_LIVE_FILMS")) {
            SKIP_WITHOUT_SHARED(shared, "data/chest_xray_224");
            SKIP_WITHOUT_SHARED(model, "models/teachable_machine");
            films = QString::fromStdString(shared.string());
            weights = QString::fromStdString(model.string());
        } else {
            phantom::PhantomPlan plan;
            plan.count = 120;
            QVERIFY(phantom::writePhantoms(plan, films.toStdString(), 0));
        }
        ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
        ui::Theme::instance().install(*qApp);
        ui::AppState state(folder.filePath(QStringLiteral("settings.ini")));
        state.setWorkspaceFolder(folder.filePath(QStringLiteral("workspace")));
        ui::MainWindow window(state);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));

        constexpr int kEdits = 50;
        constexpr int kEpochs = 10;
        app::EditMeasure measure(state, window);
        QSignalSpy finished(&measure, &app::EditMeasure::finished);
        measure.start(films, weights, kEpochs, kEdits);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 240'000);
        QCOMPARE(finished.first().first().toString(), QString());
        QCOMPARE(measure.edits().size(), kEdits);
        for (const app::EditMeasure::Edit& edit : measure.edits()) {
            QVERIFY(edit.firstEpoch > 0.0 && edit.painted >= edit.firstEpoch);
        }
        const QJsonObject figures = QJsonDocument::fromJson(measure.toJson()).object();
        for (const char* name : {"first_epoch_ms", "first_painted_ms", "painted_ms"}) {
            const QJsonObject figure = figures.value(QLatin1String(name)).toObject();
            qInfo("live key press -> %-17s median %.0f ms, p95 %.0f ms, max %.0f ms", name,
                figure.value(QLatin1String("median")).toDouble(),
                figure.value(QLatin1String("p95")).toDouble(),
                figure.value(QLatin1String("max")).toDouble());
        }

        // The last one is worth keeping: with its weights.
        auto& lab = *qobject_cast<ui::LabPage*>(window.page(QStringLiteral("lab")));
        QVERIFY(state.shownRun()->config == lab.draft().config());
        QTest::keyClick(&window, Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(state.runs().size(), 2, 30'000);
        QVERIFY(std::filesystem::exists(state.shownRun()->folder / "best.safetensors"));
    }
};

int main(int argc, char** argv)
{
    model::initRuntime(0); // as the program does
    QApplication application(argc, argv);
    LiveWindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_live_window.moc"
