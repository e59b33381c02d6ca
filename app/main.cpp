#include "app/EditMeasure.h"
#include "app/ScreenshotTour.h"
#include "core/model/Runtime.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Language.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QEvent>
#include <QTextStream>
#include <QTimer>

using namespace negatoscope;

namespace {

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        QStringLiteral("A teaching laboratory for chest X-ray classifiers."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("path"), QStringLiteral("Folder of films, or a film, to open."));
    parser.addOptions({
        {QStringLiteral("lang"), QStringLiteral("Language: en, fr."), QStringLiteral("code")},
        {QStringLiteral("theme"), QStringLiteral("light or dark."), QStringLiteral("name")},
        {QStringLiteral("size"), QStringLiteral("Window size."), QStringLiteral("WxH")},
        {QStringLiteral("workspace"), QStringLiteral("Folder for runs and caches."),
            QStringLiteral("folder")},
        {QStringLiteral("settings"), QStringLiteral("Settings file instead of the user's."),
            QStringLiteral("file")},
        {QStringLiteral("demo"), QStringLiteral("Open the drawn chests.")},
        {QStringLiteral("screenshot"),
            QStringLiteral("Walk through the pages, save a picture of each, and quit."),
            QStringLiteral("folder")},
        {QStringLiteral("model"), QStringLiteral("Model that the Reader opens."),
            QStringLiteral("path")},
        {QStringLiteral("train"),
            QStringLiteral("With --screenshot: train once, so that the Lab shows a run.")},
        {QStringLiteral("measure-edits"),
            QStringLiteral("Train the path's films once, edit the head so many times in live mode, "
                           "print how long each edit took as JSON, and quit."),
            QStringLiteral("count")},
        {QStringLiteral("weights"), QStringLiteral("With --measure-edits: the backbone's weights."),
            QStringLiteral("path"), QStringLiteral("phantom")},
        {QStringLiteral("exit-when-usable"),
            QStringLiteral(
                "Quit as soon as the window has been drawn and answers: to measure the start.")},
    });
}

/// Quits once the window has been painted and the event loop has nothing left to do.
class QuitWhenUsable final : public QObject
{
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            QTimer::singleShot(0, qApp, &QCoreApplication::quit);
        }
        return false;
    }
};

/// Runs the measurement and prints it; the exit code is the program's.
void measureEdits(app::EditMeasure& measure, const QCommandLineParser& parser)
{
    constexpr int kEpochs = 10;
    QObject::connect(&measure, &app::EditMeasure::finished, &measure, [&](const QString& error) {
        QTextStream(error.isEmpty() ? stdout : stderr)
            << (error.isEmpty() ? QString::fromUtf8(measure.toJson()) : error) << Qt::endl;
        QApplication::exit(error.isEmpty() ? 0 : 1);
    });
    measure.start(parser.positionalArguments().value(0), parser.value(QStringLiteral("weights")),
        kEpochs, parser.value(QStringLiteral("measure-edits")).toInt());
}

QSize sizeOption(const QString& text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts.at(0).toInt(), parts.at(1).toInt()) : QSize();
}

} // namespace

int main(int argc, char** argv)
{
    model::initRuntime(0); // before anything is allocated
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Negatoscope"));
    QApplication::setOrganizationName(QStringLiteral("Negatoscope"));
    QApplication::setApplicationVersion(QStringLiteral(NEGATOSCOPE_VERSION));
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);

    ui::AppState state(parser.value(QStringLiteral("settings")));
    if (parser.isSet(QStringLiteral("workspace"))) {
        state.setWorkspaceFolder(parser.value(QStringLiteral("workspace")));
    }
    if (parser.isSet(QStringLiteral("theme"))) {
        state.settings().setValue(QStringLiteral("theme"), parser.value(QStringLiteral("theme")));
    }
    const QString language = parser.isSet(QStringLiteral("lang"))
                                 ? parser.value(QStringLiteral("lang"))
                                 : state.settings().value(QStringLiteral("language")).toString();
    ui::installLanguage(application, language);
    ui::Theme::instance().install(application);
    QApplication::setWindowIcon(
        ui::Theme::instance().icon(QStringLiteral("logo"), 64, ui::Token::Accent));

    ui::MainWindow window(state);
    if (const QSize size = sizeOption(parser.value(QStringLiteral("size"))); !size.isEmpty()) {
        window.resize(size);
    }
    QuitWhenUsable quitWhenUsable;
    if (parser.isSet(QStringLiteral("exit-when-usable"))) {
        window.installEventFilter(&quitWhenUsable);
    }
    window.show();
    const QString path = parser.positionalArguments().value(0);
    app::ScreenshotTour tour(state, window);
    app::EditMeasure measure(state, window);
    if (parser.isSet(QStringLiteral("screenshot"))) {
        tour.start(parser.value(QStringLiteral("screenshot")), path,
            parser.value(QStringLiteral("model")), parser.isSet(QStringLiteral("train")));
    } else if (parser.isSet(QStringLiteral("measure-edits"))) {
        measureEdits(measure, parser);
    } else if (parser.isSet(QStringLiteral("demo"))) {
        Q_EMIT state.phantomDemoRequested();
    } else if (!path.isEmpty()) {
        window.openPaths({path});
    }
    return QApplication::exec();
}
