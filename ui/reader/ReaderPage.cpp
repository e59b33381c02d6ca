#include "ui/reader/ReaderPage.h"

#include "core/image/Film.h"
#include "ui/data/FilmDelegate.h"
#include "ui/data/FilmImage.h"
#include "ui/data/FilmModel.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/reader/PredictionPanel.h"
#include "ui/reader/ReadingEngine.h"
#include "ui/shell/Background.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QListView>
#include <QLocale>
#include <QShortcut>
#include <QVBoxLayout>

#include <opencv2/core/mat.hpp>

namespace negatoscope::ui {

namespace {

struct Decoded
{
    std::shared_ptr<const ViewerFilm> film;
    std::optional<base::Error> error;
};

/// A grey film that was stored with three equal channels can be windowed like any other.
bool isGrey(const cv::Mat& pixels)
{
    for (int y = 0; pixels.type() == CV_8UC3 && y < pixels.rows; ++y) {
        const auto* line = pixels.ptr<cv::Vec3b>(y);
        for (int x = 0; x < pixels.cols; ++x) {
            if (line[x][0] != line[x][1] || line[x][1] != line[x][2]) {
                return false;
            }
        }
    }
    return pixels.type() == CV_8UC3;
}

Decoded decode(const std::filesystem::path& path)
{
    const auto info = image::probeFilm(path);
    const bool colour = info && info->channels >= 3;
    const auto decoded = image::decodeFilm(path, colour ? image::Colour::Rgb : image::Colour::Grey);
    if (!decoded) {
        return {nullptr, decoded.error()};
    }
    const cv::Mat& pixels = decoded->pixels;
    auto film = std::make_shared<ViewerFilm>();
    film->name = displayName(path.filename().string());
    film->width = pixels.cols;
    film->height = pixels.rows;
    if (pixels.channels() > 1 && !isGrey(pixels)) {
        film->colour = toImage(pixels);
        return {film, std::nullopt};
    }
    film->levels = pixels.depth() == CV_16U ? 65536 : 256;
    film->grey.reserve(pixels.total());
    for (int y = 0; y < pixels.rows; ++y) {
        for (int x = 0; x < pixels.cols; ++x) {
            film->grey.push_back(pixels.channels() == 3 ? pixels.at<cv::Vec3b>(y, x)[0]
                                 : film->levels == 256  ? pixels.at<uchar>(y, x)
                                                        : pixels.at<std::uint16_t>(y, x));
        }
    }
    return {film, std::nullopt};
}

} // namespace

ReaderPage::ReaderPage(AppState& state, QWidget* parent)
    : Page(parent)
    , m_state(state)
    , m_engine(new ReadingEngine(this))
    , m_thumbnails(new ThumbnailStore(this))
    , m_films(new FilmModel(*m_thumbnails, this))
{
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(8, 8, 8, 8);
    columns->setSpacing(8);
    columns->addWidget(buildList());
    columns->addWidget(buildViewer(), 1);
    m_panel = new PredictionPanel(*m_engine, this);
    m_panel->setFixedWidth(350);
    columns->addWidget(m_panel);
    buildShortcuts();

    connect(m_panel, &PredictionPanel::modelChoiceRequested, this, &ReaderPage::chooseModel);
    connect(m_panel, &PredictionPanel::trainRequested, this,
        [this] { m_state.goTo(QStringLiteral("lab")); });
    connect(&m_state, &AppState::manifestChanged, this,
        [this] { m_films->setManifest(m_state.manifest()); });
    connect(m_films, &FilmModel::filtered, this, &ReaderPage::onFilms);
    connect(&m_state, &AppState::shownRunChanged, this, &ReaderPage::onShownRun);
    connect(&m_state, &AppState::filmRequested, this, &ReaderPage::openFilm);
    m_films->setOrder(FilmModel::Order::Shuffled);
    m_viewer->setMessage(tr("Drop a film here, or open one with Ctrl+Shift+O."));
    m_films->setManifest(m_state.manifest());
    onShownRun();
}

QWidget* ReaderPage::buildList()
{
    m_listCard = new Card(tr("Films"), this);
    m_listCard->setObjectName(QStringLiteral("readerList"));
    m_listCard->setFixedWidth(150);
    m_position = new TextLabel({}, FontRole::Label, Token::Text3, m_listCard);
    m_listCard->addToTitleEnd(m_position);
    m_list = new QListView(m_listCard);
    m_list->setObjectName(QStringLiteral("readerFilms"));
    m_list->setAccessibleName(tr("Films"));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    auto* delegate = new FilmDelegate(m_list);
    delegate->setFilmSize(96);
    m_list->setItemDelegate(delegate);
    m_list->setModel(m_films);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& index) {
            if (index.isValid()) {
                openFilm(index.data(FilmModel::PathRole).toString());
            }
        });
    m_listCard->body()->addWidget(m_list, 1);
    return m_listCard;
}

QWidget* ReaderPage::buildTools(QWidget* parent)
{
    m_tools = new SegmentedControl(parent);
    m_tools->setObjectName(QStringLiteral("readerTools"));
    m_tools->setAccessibleName(tr("What dragging does"));
    m_tools->addSegment(tr("Window"), QStringLiteral("contrast"));
    m_tools->addSegment(tr("Move"), QStringLiteral("zoom"));
    connect(m_tools, &SegmentedControl::currentChanged, this, [this](int index) {
        m_viewer->setTool(index == 0 ? FilmViewer::Tool::Window : FilmViewer::Tool::Pan);
    });
    return m_tools;
}

QWidget* ReaderPage::buildViewer()
{
    auto* card = new Card(QString(), this);
    card->setObjectName(QStringLiteral("viewerCard"));
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(buildTools(card));
    m_viewer = new FilmViewer(card);
    const auto addTool = [&](const QString& icon, const QString& name, auto slot) {
        auto* button = new IconButton(icon, name, card);
        button->setIconPixels(18);
        connect(button, &IconButton::clicked, m_viewer, slot);
        row->addWidget(button);
    };
    addTool(QStringLiteral("fit"), tr("Fit the film"), &FilmViewer::fit);
    addTool(QStringLiteral("loupe"), tr("One to one"), &FilmViewer::showActualSize);
    addTool(QStringLiteral("moon"), tr("Invert (I)"), &FilmViewer::invert);
    addTool(QStringLiteral("undo"), tr("Reset the window (R)"), &FilmViewer::resetWindow);
    row->addStretch(1);
    auto* open = new Button(tr("Open film…"), ButtonKind::Ghost, QStringLiteral("image"), card);
    open->setObjectName(QStringLiteral("openFilmButton"));
    connect(open, &Button::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Open a film"));
        if (!file.isEmpty()) {
            openFilm(file);
        }
    });
    row->addWidget(open);
    m_next = new Button(tr("Next film"), ButtonKind::Primary, QStringLiteral("chevron-r"), card);
    m_next->setObjectName(QStringLiteral("nextFilmButton"));
    connect(m_next, &Button::clicked, this, [this] { step(1); });
    row->addWidget(m_next);
    card->body()->addLayout(row);
    card->body()->addWidget(m_viewer, 1);
    return card;
}

void ReaderPage::buildShortcuts()
{
    const auto add = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(QKeySequence(Qt::Key_Right), [this] { step(1); });
    add(QKeySequence(Qt::Key_Left), [this] { step(-1); });
    add(QKeySequence(Qt::Key_I), [this] { m_viewer->invert(); });
    add(QKeySequence(Qt::Key_R), [this] {
        m_viewer->resetWindow();
        m_viewer->fit();
    });
    add(QKeySequence(Qt::Key_W), [this] { m_tools->setCurrentIndex(0); });
    add(QKeySequence(Qt::Key_Z), [this] { m_tools->setCurrentIndex(1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_B),
        [this] { m_listCard->setVisible(!m_listCard->isVisible()); });
}

void ReaderPage::onFilms()
{
    m_next->setEnabled(m_films->rowCount() > 0);
    m_next->setToolTip(m_films->rowCount() > 0 ? QString() : tr("Needs an open folder of films"));
    showInList();
    refreshPosition();
}

/// The shown film is chosen in the list and its label stands beside the reading, as soon as the
/// data set has it.
void ReaderPage::showInList()
{
    QString label;
    if (const int item = m_films->itemOf(m_film); item >= 0) {
        const dataset::Manifest& manifest = *m_films->manifest();
        const int cls = manifest.items[static_cast<std::size_t>(item)].label;
        if (cls >= 0) {
            label = displayName(manifest.classNames[static_cast<std::size_t>(cls)]);
        }
        const int row = m_films->rowOf(static_cast<std::size_t>(item));
        if (row >= 0 && m_list->currentIndex().row() != row) {
            m_list->setCurrentIndex(m_films->index(row));
        }
    }
    m_panel->setLabel(label);
}

void ReaderPage::onShownRun()
{
    const RunPtr run = m_state.shownRun();
    if (run != nullptr && !run->folder.empty()) {
        m_engine->loadModel(pathText(run->folder), displayName(run->name));
    }
}

void ReaderPage::openFilm(const QString& path)
{
    if (path.isEmpty() || path == m_film) {
        return;
    }
    m_film = path;
    const int ticket = ++m_ticket;
    m_panel->clearReading();
    showInList();
    refreshPosition();
    runInBackground<Decoded>(
        m_state.workers(), this, [file = pathOf(path)] { return decode(file); },
        [this, ticket, path](Decoded decoded) {
            if (ticket != m_ticket) {
                return;
            }
            if (decoded.error) {
                m_viewer->setMessage(sentenceOf(*decoded.error));
                m_panel->showFilmError(*decoded.error);
                m_engine->read({});
                return;
            }
            m_viewer->setFilm(decoded.film);
            m_engine->read(path);
        });
}

void ReaderPage::step(int films)
{
    const int count = m_films->rowCount();
    if (count == 0) {
        return;
    }
    const QModelIndex current = m_list->currentIndex();
    const int row = current.isValid() ? std::clamp(current.row() + films, 0, count - 1) : 0;
    m_list->setCurrentIndex(m_films->index(row));
}

void ReaderPage::refreshPosition()
{
    const QLocale locale;
    const int count = m_films->rowCount();
    const int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() + 1 : 0;
    m_position->setText(
        QStringLiteral("%1 / %2").arg(locale.toString(row), locale.toString(count)));
}

void ReaderPage::chooseModel()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a model"), {},
        tr("Models") + QStringLiteral(" (model.json *.keras *.h5 *.safetensors);;") +
            tr("All files") + QStringLiteral(" (*)"));
    if (!file.isEmpty()) {
        openModel(file);
    }
}

void ReaderPage::openModel(const QString& path)
{
    const QFileInfo info(path);
    // A model.json names its folder: our run, or a Teachable Machine export.
    const bool folder = info.isFile() && (info.fileName() == QLatin1String("model.json") ||
                                             info.suffix() == QLatin1String("safetensors"));
    const QString target = folder ? info.absolutePath() : info.absoluteFilePath();
    m_engine->loadModel(target, QFileInfo(target).fileName());
}

void ReaderPage::setCompact(bool compact)
{
    m_listCard->setVisible(!compact);
    m_panel->setFixedWidth(compact ? 320 : 350);
}

} // namespace negatoscope::ui
