#include "core/model/ConfigSchema.h"
#include "tests/support/SharedFiles.h"
#include "ui/charts/ConfusionMatrixView.h"
#include "ui/commands/LabDraft.h"
#include "ui/lab/LabController.h"
#include "ui/lab/LabPage.h"
#include "ui/lab/LiveMode.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Language.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

using namespace negatoscope;

namespace {

/// Notes when the matrix is painted.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(QWidget& widget) { widget.installEventFilter(this); }
    void start()
    {
        m_clock.start();
        firstMs = lastMs = -1.0;
    }
    void arm() { m_armed = true; }
    double firstMs = -1.0; ///< key press → first paint after arm()
    double lastMs = -1.0;  ///< key press → latest paint

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            lastMs = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
            if (m_armed) {
                firstMs = firstMs < 0.0 ? lastMs : firstMs;
                m_armed = false;
            }
        }
        return false;
    }

private:
    QElapsedTimer m_clock;
    bool m_armed = false;
};

double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(q * static_cast<double>(values.size() - 1)));
}

} // namespace

/// The real window in live mode on the real films: 50 edits of the head, each from the key press
/// to the painted matrix of the tenth epoch. Prints the figures; asserts that each edit arrived.
class LiveWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiftyEdits()
    {
        SKIP_WITHOUT_SHARED(films, "data/chest_xray_224");
        SKIP_WITHOUT_SHARED(weights, "models/teachable_machine");
        QTemporaryDir folder;
        ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("en"));
        ui::Theme::instance().install(*qApp);
        ui::AppState state(folder.filePath(QStringLiteral("settings.ini")));
        state.setWorkspaceFolder(folder.filePath(QStringLiteral("workspace")));
        ui::MainWindow window(state);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        state.openFolder(QString::fromStdString(films.string()));
        QTRY_VERIFY_WITH_TIMEOUT(state.manifest() != nullptr, 120'000);
        auto& lab = *qobject_cast<ui::LabPage*>(window.page(QStringLiteral("lab")));
        window.showPage(QStringLiteral("lab"));
        model::ModelConfig config = *model::presetConfig("notebook");
        config.weights = weights.string();
        config.epochs = 10;
        lab.draft().replace(config, QStringLiteral("preset Notebook"));
        lab.train();
        QTRY_COMPARE_WITH_TIMEOUT(state.runs().size(), 1, 300'000);
        QTest::qWait(2000); // thumbnails

        lab.liveMode().setOn(true);
        auto* matrix =
            window.findChild<ui::ConfusionMatrixView*>(QStringLiteral("confusionMatrix"));
        auto* rate = window.findChild<QLineEdit*>(QStringLiteral("layer0_rateEdit"));
        auto* units = window.findChild<QLineEdit*>(QStringLiteral("layer1_unitsEdit"));
        QVERIFY(matrix != nullptr && rate != nullptr && units != nullptr);
        PaintWatch paint(*matrix);
        QElapsedTimer sinceKey;
        double firstEpochMs = -1.0;
        connect(&lab.controller(), &ui::LabController::epochDone, this, [&](int epoch) {
            if (epoch == 0) {
                firstEpochMs = static_cast<double>(sinceKey.nsecsElapsed()) / 1e6;
                paint.arm();
            }
        });
        std::vector<double> painted;
        std::vector<double> firstEpoch;
        std::vector<double> firstPaint;
        for (int edit = 0; edit < 50; ++edit) {
            QLineEdit* field = edit % 2 == 0 ? rate : units;
            field->setFocus();
            QTest::qWait(20);
            paint.start();
            sinceKey.start();
            QTest::keyClick(field, (edit / 2) % 2 == 0 ? Qt::Key_Up : Qt::Key_Down);
            // Polled as often as the event loop turns: a paint that follows is noted by its own
            // time.
            QTRY_VERIFY_WITH_TIMEOUT(lab.liveMode().result() != nullptr, 60'000);
            matrix->update();
            const double before = paint.lastMs;
            QTRY_VERIFY_WITH_TIMEOUT(paint.lastMs > before, 5000);
            QVERIFY(state.shownRun()->config == lab.draft().config());
            painted.push_back(paint.lastMs);
            firstEpoch.push_back(firstEpochMs);
            firstPaint.push_back(paint.firstMs);
        }
        const auto line = [](const char* what, const std::vector<double>& ms) {
            qInfo("live %-46s median %.0f ms, p95 %.0f ms, max %.0f ms", what, quantile(ms, 0.5),
                quantile(ms, 0.95), quantile(ms, 1.0));
        };
        line("key press -> first epoch arrives", firstEpoch);
        line("key press -> matrix of the first epoch painted", firstPaint);
        line("key press -> matrix of 10 epochs painted", painted);
        // The last one is worth keeping: with its weights.
        QTest::keyClick(&window, Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(state.runs().size(), 2, 30'000);
        QVERIFY(std::filesystem::exists(state.shownRun()->folder / "best.safetensors"));
        qInfo("live 120 ms of each are the quiet time after the edit");
    }
};

QTEST_MAIN(LiveWindowTest)
#include "tst_live_window.moc"
