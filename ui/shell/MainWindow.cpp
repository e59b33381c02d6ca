#include "ui/shell/MainWindow.h"

#include "ui/data/DataPage.h"
#include "ui/evaluation/ScoresOpener.h"
#include "ui/home/HomePage.h"
#include "ui/home/PhantomDemo.h"
#include "ui/lab/LabPage.h"
#include "ui/reader/ReaderPage.h"
#include "ui/runs/RunsPage.h"
#include "ui/search/SearchPage.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/EducationMark.h"
#include "ui/shell/HeaderBar.h"
#include "ui/shell/JobBar.h"
#include "ui/shell/NavigationRail.h"
#include "ui/shell/Page.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Notices.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QUndoStack>

namespace negatoscope::ui {

namespace {

constexpr QSize kSmallest(1180, 700);
constexpr QSize kStandard(1440, 900);
constexpr QSize kCompactBelow(1360, 800);
constexpr qreal kPresentFactor = 1.3;

QString filmFilter()
{
    return MainWindow::tr("Films") +
           QStringLiteral(" (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp);;") +
           MainWindow::tr("All files") + QStringLiteral(" (*)");
}

} // namespace

MainWindow::MainWindow(AppState& state, QWidget* parent)
    : QMainWindow(parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Negatoscope"));
    setMinimumSize(kSmallest);
    setAcceptDrops(true);

    auto* central = new QWidget(this);
    central->setObjectName(QStringLiteral("page"));
    auto* columns = new QHBoxLayout(central);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    m_rail = new NavigationRail(central);
    columns->addWidget(m_rail);
    auto* rows = new QVBoxLayout;
    rows->setSpacing(0);
    m_header = new HeaderBar(m_state, central);
    rows->addWidget(m_header);
    m_stack = new QStackedWidget(central);
    m_stack->setObjectName(QStringLiteral("pageStack"));
    rows->addWidget(m_stack, 1);
    m_jobBar = new JobBar(m_state, central);
    rows->addWidget(m_jobBar);
    columns->addLayout(rows, 1);
    setCentralWidget(central);
    m_toast = new Toast(m_stack);
    m_palette = new CommandPalette(central);

    restoreLook();
    buildPages();
    buildActions();
    buildMenus();
    connectState();
    resize(kStandard);
    restoreGeometry(m_state.settings().value(QStringLiteral("geometry")).toByteArray());
    showPage(m_pageOrder.first());
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPages()
{
    addPage(
        QStringLiteral("home"), QStringLiteral("home"), tr("Home"), new HomePage(m_state, m_stack));
    addPage(
        QStringLiteral("data"), QStringLiteral("data"), tr("Data"), new DataPage(m_state, m_stack));
    auto* lab = new LabPage(m_state, m_stack);
    addPage(QStringLiteral("lab"), QStringLiteral("lab"), tr("Lab"), lab);
    auto* runs = new RunsPage(m_state, m_stack);
    addPage(QStringLiteral("runs"), QStringLiteral("runs"), tr("Runs"), runs);
    runs->followTraining(lab->controller());
    addPage(QStringLiteral("search"), QStringLiteral("search"), tr("Search"),
        new SearchPage(m_state, {}, m_stack));
    addPage(QStringLiteral("reader"), QStringLiteral("reader"), tr("Reader"),
        new ReaderPage(m_state, m_stack));
}

void MainWindow::addPage(
    const QString& id, const QString& iconName, const QString& title, QWidget* page)
{
    page->setObjectName(id + QStringLiteral("Page"));
    page->setAccessibleName(title);
    m_stack->addWidget(page);
    m_pages.insert(id, page);
    m_titles.insert(id, title);
    m_pageOrder.append(id);
    m_rail->addPage(id, iconName, title);
}

QAction* MainWindow::addCommand(const QString& name, const QString& text, const QKeySequence& keys)
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    addAction(action);
    m_actions.insert(name, action);
    return action;
}

void MainWindow::buildActions()
{
    connect(
        addCommand(QStringLiteral("openFolder"), tr("Open folder…"), QKeySequence(tr("Ctrl+O"))),
        &QAction::triggered, this, &MainWindow::chooseFolder);
    connect(addCommand(QStringLiteral("openFilm"), tr("Open film…"),
                QKeySequence(QStringLiteral("Ctrl+Shift+O"))),
        &QAction::triggered, this, &MainWindow::chooseFilm);
    connect(addCommand(QStringLiteral("openScores"), tr("Open scores…"),
                QKeySequence(QStringLiteral("Ctrl+Alt+O"))),
        &QAction::triggered, this, &MainWindow::chooseScores);
    for (int i = 0; i < static_cast<int>(m_pageOrder.size()); ++i) {
        const QString id = m_pageOrder.at(i);
        connect(addCommand(id + QStringLiteral("Page"), m_titles.value(id),
                    QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1))),
            &QAction::triggered, this, [this, id] { showPage(id); });
    }
    QAction* undo = m_state.undoStack().createUndoAction(this, tr("Undo"));
    QAction* redo = m_state.undoStack().createRedoAction(this, tr("Redo"));
    undo->setObjectName(QStringLiteral("undo"));
    redo->setObjectName(QStringLiteral("redo"));
    undo->setShortcut(QKeySequence(QStringLiteral("Ctrl+Z")));
    redo->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+Z")));
    for (QAction* action : {undo, redo}) {
        addAction(action);
        m_actions.insert(action->objectName(), action);
    }
    connect(addCommand(QStringLiteral("toggleTheme"), tr("Light or dark"),
                QKeySequence(QStringLiteral("Ctrl+Shift+L"))),
        &QAction::triggered, this, &MainWindow::toggleTheme);
    QAction* present =
        addCommand(QStringLiteral("present"), tr("Present"), QKeySequence(QStringLiteral("F11")));
    connect(present, &QAction::triggered, this, [this] { setPresenting(!m_presenting); });
    connect(addCommand(QStringLiteral("stopAndKeep"), tr("Stop && keep"),
                QKeySequence(QStringLiteral("Ctrl+."))),
        &QAction::triggered, &m_state, &AppState::requestStopAndKeep);
    connect(addCommand(QStringLiteral("cancelJob"), tr("Cancel"),
                QKeySequence(QStringLiteral("Ctrl+Shift+."))),
        &QAction::triggered, &m_state, &AppState::requestCancel);
    connect(addCommand(
                QStringLiteral("nextPanel"), tr("Next panel"), QKeySequence(QStringLiteral("F6"))),
        &QAction::triggered, this, [this] { focusNextPanel(1); });
    connect(addCommand(QStringLiteral("previousPanel"), tr("Previous panel"),
                QKeySequence(QStringLiteral("Shift+F6"))),
        &QAction::triggered, this, [this] { focusNextPanel(-1); });
    connect(addCommand(QStringLiteral("palette"), tr("Search or run a command"),
                QKeySequence(QStringLiteral("Ctrl+K"))),
        &QAction::triggered, this, &MainWindow::openPalette);
    connect(addCommand(QStringLiteral("quit"), tr("Quit"), QKeySequence(QStringLiteral("Ctrl+Q"))),
        &QAction::triggered, this, &MainWindow::close);

    m_header->setCommandAction(m_actions.value(QStringLiteral("palette")));
    m_header->addAction(undo, QStringLiteral("undo"));
    m_header->addAction(redo, QStringLiteral("redo"));
    m_header->addAction(m_actions.value(QStringLiteral("toggleTheme")), QStringLiteral("moon"));
    m_header->addAction(present, QStringLiteral("projector"));
    connect(m_header, &HeaderBar::educationNoticeRequested, this, &MainWindow::showEducationNotice);
}

void MainWindow::buildMenus()
{
    auto* menu = new QMenu(this);
    const auto add = [this, menu](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            menu->addAction(m_actions.value(QLatin1String(name)));
        }
        menu->addSeparator();
    };
    add({"openFolder", "openFilm", "openScores"});
    for (const QString& id : std::as_const(m_pageOrder)) {
        menu->addAction(m_actions.value(id + QStringLiteral("Page")));
    }
    menu->addSeparator();
    add({"undo", "redo"});
    add({"stopAndKeep", "cancelJob"});
    add({"palette", "toggleTheme", "present", "nextPanel", "previousPanel"});
    add({"quit"});
    m_rail->setMainMenu(menu);

    auto* help = new QMenu(this);
    connect(help->addAction(tr("About Negatoscope")), &QAction::triggered, this,
        &MainWindow::showEducationNotice);
    m_rail->addBottomButton(QStringLiteral("help"), tr("Help"), help);
    m_rail->addBottomButton(QStringLiteral("settings"), tr("Settings"), buildSettingsMenu());
}

QMenu* MainWindow::buildSettingsMenu()
{
    auto* menu = new QMenu(this);
    menu->addAction(m_actions.value(QStringLiteral("toggleTheme")));
    menu->addSection(tr("Text size"));
    for (const int percent : {100, 115, 130, 150}) {
        const QString text = tr("%1 %", "text size").arg(percent);
        connect(menu->addAction(text), &QAction::triggered, this,
            [this, percent] { setFontFactor(percent / 100.0); });
    }
    menu->addSection(tr("Language (at the next start)"));
    const std::initializer_list<std::pair<QString, QString>> languages{
        {QStringLiteral("en"), QStringLiteral("English")},
        {QStringLiteral("fr"), QStringLiteral("Français")}};
    for (const auto& [code, name] : languages) {
        connect(menu->addAction(name), &QAction::triggered, this, [this, language = code] {
            m_state.settings().setValue(QStringLiteral("language"), language);
            m_state.announce(tr("The language changes at the next start"));
        });
    }
    return menu;
}

void MainWindow::connectState()
{
    connect(m_rail, &NavigationRail::pageRequested, this, &MainWindow::showPage);
    connect(&m_state, &AppState::pageRequested, this, &MainWindow::showPage);
    connect(&m_state, &AppState::folderChoiceRequested, this, &MainWindow::chooseFolder);
    connect(
        &m_state, &AppState::announced, this, [this](const QString& text, const QString& iconName) {
            if (!m_presenting) {
                m_toast->showMessage(text, iconName);
            }
        });
    // A folder that opens is looked at on the Data page; its errors stand there too.
    connect(
        &m_state, &AppState::openingStarted, this, [this] { showPage(QStringLiteral("data")); });
    connect(&m_state, &AppState::jobChanged, this, [this] {
        m_rail->setBusyPage(m_state.job() ? m_state.job()->page : QString());
        if (m_closing && !m_state.job()) {
            close();
        }
    });
    auto* demo = new PhantomDemo(m_state, this);
    connect(&m_state, &AppState::phantomDemoRequested, demo, &PhantomDemo::start);
}

void MainWindow::restoreLook()
{
    QSettings& settings = m_state.settings();
    const QString theme = settings.value(QStringLiteral("theme")).toString();
    if (!theme.isEmpty()) {
        Theme::instance().setMode(
            theme == QLatin1String("dark") ? Theme::Mode::Dark : Theme::Mode::Light);
    }
    Theme::instance().setFontFactor(settings.value(QStringLiteral("fontFactor"), 1.0).toDouble());
}

void MainWindow::showPage(const QString& id)
{
    QWidget* page = m_pages.value(id);
    if (page == nullptr) {
        return;
    }
    m_currentPage = id;
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(id);
    m_header->setPageTitle(m_titles.value(id));
}

void MainWindow::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Open a folder of films"), m_state.recentFolders().value(0));
    if (!folder.isEmpty()) {
        m_state.openFolder(folder);
    }
}

void MainWindow::chooseFilm()
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open a film"), QString(), filmFilter());
    if (!file.isEmpty()) {
        m_state.openFilm(file);
    }
}

void MainWindow::chooseScores()
{
    auto* dialog = new QFileDialog(this, tr("Open a file of scores"));
    dialog->setObjectName(QStringLiteral("openScoresDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters({tr("Scores (*.csv)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString& path) { openScores(m_state, path); });
    dialog->open();
}

void MainWindow::setPresenting(bool presenting)
{
    if (presenting == m_presenting) {
        return;
    }
    m_presenting = presenting;
    if (presenting) {
        m_factorBefore = Theme::instance().fontFactor();
        Theme::instance().setFontFactor(kPresentFactor);
        showFullScreen();
    } else {
        Theme::instance().setFontFactor(m_factorBefore);
        showNormal();
    }
}

void MainWindow::toggleTheme()
{
    Theme& theme = Theme::instance();
    theme.setMode(theme.isDark() ? Theme::Mode::Light : Theme::Mode::Dark);
    m_state.settings().setValue(
        QStringLiteral("theme"), theme.isDark() ? QStringLiteral("dark") : QStringLiteral("light"));
}

void MainWindow::setFontFactor(qreal factor)
{
    Theme::instance().setFontFactor(factor);
    m_state.settings().setValue(QStringLiteral("fontFactor"), factor);
}

void MainWindow::openPalette()
{
    QList<PaletteEntry> entries;
    const auto add = [&entries](QAction* action, const QString& place, auto&& before) {
        // A sentence behind a tab stands in the column of the keys, in menus too.
        const QString text = action->text().section(QLatin1Char('\t'), 0, 0).remove('&');
        if (text.isEmpty() || !action->isEnabled()) {
            return;
        }
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        entries.append({text, keys.isEmpty() ? place : keys,
            action->property("iconName").toString(), [action, before] {
                before();
                action->trigger();
            }});
    };
    const auto addPage = [&](const QString& id) {
        const auto* page = qobject_cast<Page*>(m_pages.value(id));
        for (QAction* action : page != nullptr ? page->commands() : QList<QAction*>()) {
            add(action, m_titles.value(id), [this, id] { showPage(id); });
        }
    };
    addPage(m_currentPage);
    for (QAction* action : actions()) {
        if (action != m_actions.value(QStringLiteral("palette"))) {
            add(action, {}, [] {});
        }
    }
    for (const QString& id : std::as_const(m_pageOrder)) {
        if (id != m_currentPage) {
            addPage(id);
        }
    }
    for (const RunPtr& run : m_state.runs()) {
        entries.append({tr("Show %1").arg(QString::fromStdString(run->name)), m_titles.value("lab"),
            QStringLiteral("lab"), [this, run] {
                m_state.setShownRun(run);
                showPage(QStringLiteral("lab"));
            }});
    }
    const QStringList folders = m_state.recentFolders();
    for (const QString& folder : folders) {
        entries.append({tr("Open %1").arg(QFileInfo(folder).fileName()),
            QDir::toNativeSeparators(folder), QStringLiteral("folder"), [this, folder] {
                m_state.openFolder(folder);
            }});
    }
    m_palette->open(entries);
}

void MainWindow::showEducationNotice()
{
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Negatoscope"));
    box->setTextFormat(Qt::PlainText);
    box->setText(QStringLiteral("Negatoscope ") + QStringLiteral(NEGATOSCOPE_VERSION) +
                 QStringLiteral("\n") + EducationMark::fullNotice());
    box->setInformativeText(
        tr("A teaching laboratory for chest X-ray classifiers. Free software under the GNU General "
           "Public License, version 3 or later. Films never leave this computer."));
    box->setStandardButtons(QMessageBox::Ok);
    box->open();
}

void MainWindow::focusNextPanel(int step)
{
    QList<QWidget*> panels{m_rail, m_header};
    const QList<QWidget*> cards = m_stack->currentWidget()->findChildren<QWidget*>();
    for (QWidget* widget : cards) {
        if (widget->isVisible() && qobject_cast<Card*>(widget) != nullptr) {
            panels.append(widget);
        }
    }
    panels.append(m_jobBar);
    int current = -1;
    for (int i = 0; i < static_cast<int>(panels.size()); ++i) {
        if (focusWidget() != nullptr && panels.at(i)->isAncestorOf(focusWidget())) {
            current = i;
        }
    }
    const int count = static_cast<int>(panels.size());
    for (int tried = 1; tried <= count; ++tried) {
        const int next = ((current + step * tried) % count + count) % count;
        const QList<QWidget*> children = panels.at(next)->findChildren<QWidget*>();
        for (QWidget* child : children) {
            if (child->isVisible() && child->isEnabled() &&
                (child->focusPolicy() & Qt::TabFocus) != 0) {
                child->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const bool compact = width() < kCompactBelow.width() || height() < kCompactBelow.height();
    m_rail->setCompact(compact);
    m_header->setCompact(compact);
    m_jobBar->setCompact(compact);
    for (QWidget* widget : std::as_const(m_pages)) {
        if (auto* page = qobject_cast<Page*>(widget)) {
            page->setCompact(compact);
        }
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    // A run under way is kept before the window goes; asking a second time does not wait.
    if (!m_closing && m_state.job() && m_state.job()->canStopAndKeep) {
        m_closing = true;
        event->ignore();
        m_state.announce(tr("Keeping the run, then closing. Close again to leave at once."),
            QStringLiteral("hourglass"));
        m_state.requestStopAndKeep();
        return;
    }
    if (!m_presenting) {
        m_state.settings().setValue(QStringLiteral("geometry"), saveGeometry());
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList paths;
    const QList<QUrl> urls = event->mimeData()->urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile()) {
            paths.append(url.toLocalFile());
        }
    }
    if (!paths.isEmpty()) {
        event->acceptProposedAction();
        openPaths(paths);
    }
}

void MainWindow::openPaths(const QStringList& paths)
{
    if (QFileInfo(paths.first()).isDir()) {
        m_state.openFolder(paths.first());
    } else if (paths.first().endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) {
        openScores(m_state, paths.first());
    } else if (paths.size() > 1) {
        m_state.openFilms(paths, {});
    } else {
        m_state.openFilm(paths.first());
    }
}

} // namespace negatoscope::ui
