#include "app/ScreenshotTour.h"

#include "ui/reader/ReaderPage.h"
#include "ui/shell/AppState.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/SegmentedControl.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QImage>

namespace negatoscope::app {

namespace {

constexpr int kPollMs = 100;
constexpr int kThumbnailsMs = 2500;
constexpr int kTrainingLimitMs = 900'000;
constexpr int kSmallestFile = 0; ///< QImage's "quality" of a PNG: most compression

/// Without alpha and in 64 steps a channel, which nobody sees: a smaller file.
void savePicture(const QImage& picture, const QString& path)
{
    QImage small = picture.convertToFormat(QImage::Format_RGB888);
    for (int y = 0; y < small.height(); ++y) {
        uchar* line = small.scanLine(y);
        for (int i = 0; i < 3 * small.width(); ++i) {
            line[i] = static_cast<uchar>(qMin(255, (line[i] + 2) & ~3));
        }
    }
    small.save(path, "PNG", kSmallestFile);
}

} // namespace

ScreenshotTour::ScreenshotTour(ui::AppState& state, ui::MainWindow& window)
    : m_state(state)
    , m_window(window)
{
    m_timer.setInterval(kPollMs);
    connect(&m_timer, &QTimer::timeout, this, &ScreenshotTour::poll);
}

void ScreenshotTour::addPicture(const QString& page)
{
    for (const auto mode : {ui::Theme::Mode::Light, ui::Theme::Mode::Dark}) {
        m_steps.push_back({[mode] { ui::Theme::instance().setMode(mode); }, {}, 400});
        m_steps.push_back(
            {[this, page, mode] {
                 const QString name =
                     page + (mode == ui::Theme::Mode::Dark ? QStringLiteral("_dark.png")
                                                           : QStringLiteral("_light.png"));
                 savePicture(m_window.grab().toImage(), QDir(m_folder).filePath(name));
             },
                {}, 0});
    }
}

void ScreenshotTour::chooseSegment(const char* control, int index)
{
    m_steps.push_back({[this, control, index] {
                           m_window.findChild<ui::SegmentedControl*>(QLatin1String(control))
                               ->setCurrentIndex(index);
                       },
        {}, 400});
}

void ScreenshotTour::addRunsPictures()
{
    chooseSegment("runsView", 1);
    chooseSegment("runsCompareView", 1);
    addPicture(QStringLiteral("runs_scatter"));
    chooseSegment("runsView", 2);
    addPicture(QStringLiteral("runs_parallel"));
    chooseSegment("runsView", 0);
    chooseSegment("runsCompareView", 0);
    addDialogPicture("runsPromote", "promoteDialog");
    addDialogPicture("runsServerSettings", "serverDialog");
}

void ScreenshotTour::addDialogPicture(const char* action, const char* dialog)
{
    for (const auto mode : {ui::Theme::Mode::Light, ui::Theme::Mode::Dark}) {
        m_steps.push_back({[this, action, mode] {
                               ui::Theme::instance().setMode(mode);
                               m_window.findChild<QAction*>(QLatin1String(action))->trigger();
                           },
            {}, 400});
        m_steps.push_back({[this, dialog, mode] {
                               auto* shown = m_window.findChild<QDialog*>(QLatin1String(dialog));
                               const QString name =
                                   QLatin1String(dialog) + (mode == ui::Theme::Mode::Dark
                                                                   ? QStringLiteral("_dark.png")
                                                                   : QStringLiteral("_light.png"));
                               savePicture(shown->grab().toImage(), QDir(m_folder).filePath(name));
                               shown->reject();
                           },
            {}, 200});
    }
}

void ScreenshotTour::addCockpitPictures()
{
    constexpr const char* kViews[] = {"curves", "figures", "groups", "compare"};
    constexpr const char* kCurves[] = {"roc", "pr", "scores", "calibration", "decision"};
    chooseSegment("viewSegments", 1);
    for (int curve = 0; curve < 5; ++curve) {
        chooseSegment("curveSegments", curve);
        addPicture(QStringLiteral("lab_%1_%2")
                       .arg(QLatin1String(kViews[0]), QLatin1String(kCurves[curve])));
    }
    for (int view = 2; view <= 4; ++view) {
        chooseSegment("viewSegments", view);
        addPicture(QStringLiteral("lab_%1").arg(QLatin1String(kViews[view - 1])));
    }
    chooseSegment("viewSegments", 0);
}

void ScreenshotTour::start(
    const QString& folder, const QString& data, const QString& model, bool train)
{
    m_folder = folder;
    QDir().mkpath(folder);
    auto* reader = qobject_cast<ui::ReaderPage*>(m_window.page(QStringLiteral("reader")));
    const auto show = [this](const QString& page) {
        m_steps.push_back({[this, page] { m_window.showPage(page); }, {}, 500});
    };
    show(QStringLiteral("home"));
    addPicture(QStringLiteral("home"));
    if (!data.isEmpty()) {
        show(QStringLiteral("data"));
        addPicture(QStringLiteral("data_empty"));
        m_steps.push_back({[this, data] { m_state.openFolder(data); },
            [this] { return !m_state.isOpening(); }, kThumbnailsMs});
        addPicture(QStringLiteral("data"));
    }
    show(QStringLiteral("lab"));
    addPicture(train ? QStringLiteral("lab_before") : QStringLiteral("lab"));
    if (train) {
        m_steps.push_back(
            {[this] { QMetaObject::invokeMethod(m_window.page(QStringLiteral("lab")), "train"); },
                [this] {
                    return m_state.shownRun() != nullptr ||
                           (m_state.job() && m_state.job()->fraction > 0.5);
                },
                300, kTrainingLimitMs});
        addPicture(QStringLiteral("lab_running"));
        m_steps.push_back({[] {}, [this] { return !m_state.job(); }, 1500, kTrainingLimitMs});
        addPicture(QStringLiteral("lab"));
        addCockpitPictures();
    }
    show(QStringLiteral("runs"));
    m_steps.push_back({[] {}, {}, kThumbnailsMs}); // the list is read
    addPicture(QStringLiteral("runs"));
    addRunsPictures();
    show(QStringLiteral("search"));
    addPicture(train ? QStringLiteral("search_before") : QStringLiteral("search"));
    if (train) {
        m_steps.push_back({[this] {
                               QMetaObject::invokeMethod(
                                   m_window.page(QStringLiteral("search")), "startOrPause");
                           },
            [this] { return !m_state.job(); }, 1500, kTrainingLimitMs});
        addPicture(QStringLiteral("search"));
    }
    m_steps.push_back({[this, reader, model] {
                           m_window.showPage(QStringLiteral("reader"));
                           if (!model.isEmpty()) {
                               reader->openModel(model);
                           }
                           reader->step(1);
                       },
        {}, kThumbnailsMs});
    addPicture(QStringLiteral("reader"));
    next();
}

void ScreenshotTour::next()
{
    if (m_index >= m_steps.size()) {
        QApplication::quit();
        return;
    }
    m_waitedMs = 0;
    m_steps[m_index].act();
    m_timer.start();
}

void ScreenshotTour::poll()
{
    m_waitedMs += kPollMs;
    Step& step = m_steps[m_index];
    if (step.ready && !step.ready() && m_waitedMs < step.limitMs) {
        return;
    }
    step.ready = {};
    step.settleMs -= kPollMs;
    if (step.settleMs < 0) {
        m_timer.stop();
        ++m_index;
        next();
    }
}

} // namespace negatoscope::app
