#include "ui/reader/ReaderPage.h"

#include "ui/data/FilmDelegate.h"
#include "ui/data/FilmImage.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/reader/EvidencePanel.h"
#include "ui/reader/FilmSource.h"
#include "ui/reader/GuardPanel.h"
#include "ui/reader/NeighbourStrip.h"
#include "ui/reader/PredictionPanel.h"
#include "ui/reader/ReadFirstPanel.h"
#include "ui/reader/ReadingSession.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"
#include "ui/widgets/SegmentedControl.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

namespace negatoscope::ui {

ReaderPage::ReaderPage(AppState& state, QWidget* parent)
    : Page(parent)
    , m_state(state)
    , m_engine(new ReadingEngine(this))
    , m_otherEngine(new ReadingEngine(this))
    , m_source(new FilmSource(this))
    , m_session(new ReadingSession(this))
    , m_thumbnails(new ThumbnailStore(this))
    , m_films(new FilmModel(*m_thumbnails, this))
{
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(8, 8, 8, 8);
    columns->setSpacing(8);
    columns->addWidget(buildList());
    columns->addWidget(buildViewer(), 1);
    columns->addWidget(buildPanel());
    buildShortcuts();
    connectEngine();
    m_films->setOrder(FilmModel::Order::Shuffled);
    m_viewer->setMessage(tr("Drop a film here, or open one with Ctrl+Shift+O."));
    setReadFirst(m_state.settings().value(QStringLiteral("reader/readFirst"), false).toBool());
    onManifest();
    onShownRun();
}

ReaderPage::~ReaderPage()
{
    m_exportStop.request_stop();
}

QWidget* ReaderPage::buildList()
{
    m_listCard = new Card(tr("Films"), this);
    m_listCard->setObjectName(QStringLiteral("readerList"));
    m_listCard->setFixedWidth(150);
    m_position = new TextLabel({}, FontRole::Label, Token::Text3, m_listCard);
    m_position->setObjectName(QStringLiteral("readerPosition"));
    m_listCard->addToTitleEnd(m_position);
    m_list = new QListView(m_listCard);
    m_list->setObjectName(QStringLiteral("readerFilms"));
    m_list->setAccessibleName(tr("Films"));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_delegate = new FilmDelegate(m_list);
    m_delegate->setFilmSize(96);
    m_list->setItemDelegate(m_delegate);
    m_list->setModel(m_films);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& index) {
            if (index.isValid()) {
                openFilm(index.data(FilmModel::PathRole).toString());
            }
        });
    m_listCard->body()->addWidget(m_list, 1);
    m_allFilms = new Button(tr("All films"), ButtonKind::Ghost, {}, m_listCard);
    m_allFilms->setObjectName(QStringLiteral("allFilmsButton"));
    m_allFilms->hide();
    connect(m_allFilms, &Button::clicked, this, [this] { showFilms({}, {}); });
    m_listCard->body()->addWidget(m_allFilms);
    return m_listCard;
}

QWidget* ReaderPage::buildTools(QWidget* parent)
{
    m_tools = new SegmentedControl(parent);
    m_tools->setObjectName(QStringLiteral("readerTools"));
    m_tools->setAccessibleName(tr("What dragging does"));
    m_tools->addSegment(tr("Window"), QStringLiteral("contrast"));
    m_tools->addSegment(tr("Move"), QStringLiteral("zoom"));
    m_tools->addSegment(tr("Cover"), QStringLiteral("brush"));
    m_tools->addSegment(tr("Box"), QStringLiteral("target"));
    connect(m_tools, &SegmentedControl::currentChanged, this, [this](int index) {
        const auto tool = static_cast<FilmViewer::Tool>(index);
        m_viewer->setTool(tool);
        m_second->setTool(tool == FilmViewer::Tool::Window ? tool : FilmViewer::Tool::Pan);
    });
    return m_tools;
}

QWidget* ReaderPage::buildViewer()
{
    auto* card = new Card(QString(), this);
    card->setObjectName(QStringLiteral("viewerCard"));
    auto* top = new QHBoxLayout;
    top->setSpacing(6);
    m_mode = new SegmentedControl(card);
    m_mode->setObjectName(QStringLiteral("readerMode"));
    m_mode->setAccessibleName(tr("When the model speaks"));
    m_mode->addSegment(tr("Read first, then AI"));
    m_mode->addSegment(tr("AI at once"));
    connect(m_mode, &SegmentedControl::currentChanged, this,
        [this](int index) { setReadFirst(index == 0); });
    top->addWidget(m_mode);
    top->addStretch(1);
    m_compare = new Button(tr("Side by side"), ButtonKind::Ghost, QStringLiteral("columns"), card);
    m_compare->setObjectName(QStringLiteral("compareButton"));
    m_compare->setCheckable(true);
    m_compare->setToolTip(
        tr("Keeps this film, read by this or another run, beside the next ones (C)"));
    connect(m_compare, &Button::toggled, this, &ReaderPage::setCompared);
    top->addWidget(m_compare);
    auto* exporting = new Button(tr("Export"), ButtonKind::Ghost, QStringLiteral("export"), card);
    exporting->setObjectName(QStringLiteral("exportFilmButton"));
    connect(exporting, &Button::clicked, this, &ReaderPage::chooseExport);
    top->addWidget(exporting);
    m_next = new Button(tr("Next film"), ButtonKind::Primary, QStringLiteral("chevron-r"), card);
    m_next->setObjectName(QStringLiteral("nextFilmButton"));
    connect(m_next, &Button::clicked, this, [this] { step(1); });
    top->addWidget(m_next);
    card->body()->addLayout(top);

    m_viewer = new FilmViewer(card);
    m_second = new FilmViewer(card);
    m_second->setObjectName(QStringLiteral("secondViewer"));
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(buildTools(card));
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
    m_windows = new QComboBox(card);
    m_windows->setObjectName(QStringLiteral("dicomWindows"));
    m_windows->setAccessibleName(tr("Stored windows of the DICOM film"));
    m_windows->hide();
    connect(m_windows, &QComboBox::activated, this, [this](int index) {
        const QVariantList view = m_windows->itemData(index).toList();
        m_source->requestView(
            m_film, {static_cast<image::DicomView::Kind>(view.at(0).toInt()), view.at(1).toInt()});
    });
    row->addWidget(m_windows);
    row->addStretch(1);
    auto* open = new Button(tr("Open film…"), ButtonKind::Ghost, QStringLiteral("image"), card);
    open->setObjectName(QStringLiteral("openFilmButton"));
    connect(open, &Button::clicked, this, [this] {
        const QStringList files = QFileDialog::getOpenFileNames(this, tr("Open films"));
        if (files.size() == 1) {
            openFilm(files.first());
        } else if (!files.isEmpty()) {
            showFilms(files, {});
        }
    });
    row->addWidget(open);
    card->body()->addLayout(row);

    auto* films = new QHBoxLayout;
    films->setSpacing(6);
    films->addWidget(m_viewer, 1);
    m_secondColumn = new QWidget(card);
    auto* second = new QVBoxLayout(m_secondColumn);
    second->setContentsMargins(0, 0, 0, 0);
    m_secondTitle = new TextLabel({}, FontRole::Small, Token::Text2, m_secondColumn);
    m_secondTitle->setObjectName(QStringLiteral("secondTitle"));
    m_secondTitle->setWordWrap(true);
    second->addWidget(m_secondTitle);
    second->addWidget(m_second, 1);
    m_secondColumn->hide();
    films->addWidget(m_secondColumn, 1);
    card->body()->addLayout(films, 1);
    return card;
}

QWidget* ReaderPage::buildPanel()
{
    m_panelArea = new QScrollArea(this);
    m_panelArea->setObjectName(QStringLiteral("readerPanels"));
    m_panelArea->setWidgetResizable(true);
    m_panelArea->setFrameShape(QFrame::NoFrame);
    m_panelArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_panelArea->setFixedWidth(358);
    auto* content = new QWidget(m_panelArea);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(8);
    m_readFirst = new ReadFirstPanel(content);
    column->addWidget(m_readFirst);
    m_notes = new InlineNotice(Tone::Warn, content);
    m_notes->setObjectName(QStringLiteral("filmNotes"));
    m_notes->hide();
    column->addWidget(m_notes);
    m_panel = new PredictionPanel(*m_engine, content);
    column->addWidget(m_panel);
    m_guard = new GuardPanel(content);
    column->addWidget(m_guard);
    m_evidence = new EvidencePanel(*m_engine, content);
    column->addWidget(m_evidence);
    m_neighbourCard = new Card(tr("Most alike in training"), content);
    m_neighbourCard->setObjectName(QStringLiteral("neighbourCard"));
    m_neighbourSummary = new TextLabel({}, FontRole::Small, Token::Text2, m_neighbourCard);
    m_neighbourSummary->setObjectName(QStringLiteral("neighbourSummary"));
    m_neighbourCard->addToTitleEnd(m_neighbourSummary);
    m_neighbours = new NeighbourStrip(*m_thumbnails, m_neighbourCard);
    m_neighbourCard->body()->addWidget(m_neighbours);
    column->addWidget(m_neighbourCard);
    column->addStretch(1);
    m_panelArea->setWidget(content);
    return m_panelArea;
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
    add(QKeySequence(Qt::Key_N), [this] { step(1); });
    add(QKeySequence(Qt::Key_I), [this] { m_viewer->invert(); });
    add(QKeySequence(Qt::Key_R), [this] {
        m_viewer->resetWindow();
        m_viewer->fit();
    });
    add(QKeySequence(Qt::Key_H), [this] { m_evidence->toggleShown(); });
    add(QKeySequence(Qt::Key_C), [this] { m_compare->toggle(); });
    add(QKeySequence(Qt::Key_W), [this] { m_tools->setCurrentIndex(0); });
    add(QKeySequence(Qt::Key_Z), [this] { m_tools->setCurrentIndex(1); });
    add(QKeySequence(Qt::Key_P), [this] { m_tools->setCurrentIndex(2); });
    add(QKeySequence(Qt::Key_B), [this] {
        m_tools->setCurrentIndex(3);
        m_viewer->setFocus();
    });
    for (int i = 0; i < 4; ++i) {
        add(QKeySequence(Qt::Key_1 + i), [this, i] { m_readFirst->chooseClass(i); });
    }
    for (int i = 5; i <= 9; ++i) {
        add(QKeySequence(Qt::Key_0 + i), [this, i] { m_readFirst->setConfidence(10 * i); });
    }
    add(QKeySequence(Qt::Key_Return), [this] { m_readFirst->reveal(); });
    add(QKeySequence(Qt::Key_Enter), [this] { m_readFirst->reveal(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_B),
        [this] { m_listCard->setVisible(!m_listCard->isVisible()); });
}

void ReaderPage::setCompact(bool compact)
{
    m_compact = compact;
    m_listCard->setVisible(!compact);
    m_panelArea->setFixedWidth(compact ? 328 : 358);
}

} // namespace negatoscope::ui
