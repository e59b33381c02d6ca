#include "ui/data/DataPage.h"

#include "ui/data/FacetPanel.h"
#include "ui/data/FilmDelegate.h"
#include "ui/data/FilmImage.h"
#include "ui/data/FilmModel.h"
#include "ui/data/Inspector.h"
#include "ui/data/NetworkStrip.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/shell/Background.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QListView>
#include <QLocale>
#include <QScrollBar>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kSmallestFilm = 64;
constexpr int kLargestFilm = 220;
constexpr int kUsualFilm = 105;

} // namespace

DataPage::DataPage(AppState& state, QWidget* parent)
    : Page(parent)
    , m_state(state)
    , m_thumbnails(new ThumbnailStore(this))
    , m_model(new FilmModel(*m_thumbnails, this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(8, 8, 8, 8);
    outer->setSpacing(8);
    m_notice = new InlineNotice(Tone::Error, this);
    m_notice->setObjectName(QStringLiteral("dataNotice"));
    m_notice->hide();
    outer->addWidget(m_notice);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(buildEmpty());
    m_content = buildContent();
    m_stack->addWidget(m_content);
    outer->addWidget(m_stack, 1);

    connect(m_model, &FilmModel::filtered, this, &DataPage::onFiltered);
    connect(&m_state, &AppState::manifestChanged, this, &DataPage::onManifest);
    connect(&m_state, &AppState::openingStarted, this, [this] { m_notice->hide(); });
    connect(&m_state, &AppState::openingFailed, this, &DataPage::onOpeningFailed);
    connect(
        &Theme::instance(), &Theme::changed, this, [this] { setFilmSize(m_delegate->filmSize()); });
    onManifest();
}

QWidget* DataPage::buildEmpty()
{
    auto* page = new QWidget(m_stack);
    auto* layout = new QHBoxLayout(page);
    layout->addStretch(1);
    m_empty = new EmptyState(QStringLiteral("folder"), tr("No films yet"),
        tr("Drop a folder with one sub-folder per class, or start with drawn chests. Nothing "
           "leaves this computer."),
        page);
    m_empty->setObjectName(QStringLiteral("dataEmpty"));
    m_empty->setMinimumWidth(420);
    m_empty->setMaximumHeight(320);
    Button* open = m_empty->addAction(tr("Open folder…"), true, QStringLiteral("folder"));
    open->setObjectName(QStringLiteral("openFolderButton"));
    connect(open, &Button::clicked, &m_state, &AppState::folderChoiceRequested);
    Button* demo = m_empty->addAction(tr("Phantom demo"), false, QStringLiteral("phantom"));
    connect(demo, &Button::clicked, &m_state, &AppState::phantomDemoRequested);
    layout->addWidget(m_empty, 2);
    layout->addStretch(1);
    return page;
}

QWidget* DataPage::buildContent()
{
    auto* page = new QWidget(m_stack);
    auto* columns = new QHBoxLayout(page);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(8);
    m_facets = new FacetPanel(*m_model, page);
    m_facets->setFixedWidth(214);
    columns->addWidget(m_facets);
    auto* centre = new QVBoxLayout;
    centre->setSpacing(8);
    m_split = new SplitCard(m_state, page);
    centre->addWidget(m_split);
    centre->addWidget(buildGrid(), 1);
    m_strip = new NetworkStrip(m_state, page);
    centre->addWidget(m_strip);
    columns->addLayout(centre, 1);
    m_inspector = new Inspector(m_state, *m_thumbnails, page);
    m_inspector->setFixedWidth(288);
    columns->addWidget(m_inspector);
    return page;
}

QWidget* DataPage::buildGrid()
{
    auto* card = new Card(QString(), m_stack);
    card->setObjectName(QStringLiteral("gridCard"));
    m_filterButton = new Button(tr("Filters"), ButtonKind::Ghost, QStringLiteral("filter"), card);
    m_filterButton->hide();
    connect(m_filterButton, &Button::clicked, this,
        [this] { m_facets->setVisible(!m_facets->isVisible()); });
    card->addToTitle(m_filterButton);
    m_count = new TextLabel({}, FontRole::Card, Token::Text, card);
    m_count->setObjectName(QStringLiteral("filmCount"));
    card->addToTitle(m_count);
    m_countDetail = new ElideLabel({}, FontRole::Small, Token::Text2, card);
    card->addToTitle(m_countDetail);
    card->addToTitleEnd(new ElideLabel(tr("Sort"), FontRole::Small, Token::Text2, card));
    auto* sort = new QComboBox(card);
    sort->setObjectName(QStringLiteral("sortBox"));
    sort->setAccessibleName(tr("Sort"));
    sort->addItems({tr("shuffled"), tr("by name"), tr("by patient")});
    connect(sort, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_model->setOrder(index == 0   ? FilmModel::Order::Shuffled
                          : index == 1 ? FilmModel::Order::ByName
                                       : FilmModel::Order::ByPatient);
    });
    card->addToTitleEnd(sort);
    m_sizeSlider = new QSlider(Qt::Horizontal, card);
    m_sizeSlider->setObjectName(QStringLiteral("filmSizeSlider"));
    m_sizeSlider->setAccessibleName(tr("Size of the films"));
    m_sizeSlider->setRange(kSmallestFilm, kLargestFilm);
    m_sizeSlider->setFixedWidth(84);
    card->addToTitleEnd(m_sizeSlider);

    m_grid = new QListView(card);
    m_grid->setObjectName(QStringLiteral("filmGrid"));
    m_grid->setAccessibleName(tr("Films"));
    // Wrapped rows of equal cells: laid out by arithmetic. IconMode would place 100,000 items
    // one by one.
    m_grid->setViewMode(QListView::ListMode);
    m_grid->setFlow(QListView::LeftToRight);
    m_grid->setWrapping(true);
    m_grid->setResizeMode(QListView::Adjust);
    m_grid->setUniformItemSizes(true);
    m_grid->setLayoutMode(QListView::SinglePass);
    m_grid->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_grid->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_grid->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_grid->setSelectionMode(QAbstractItemView::SingleSelection);
    m_grid->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_grid->setMinimumHeight(120);
    m_delegate = new FilmDelegate(m_grid);
    m_grid->setItemDelegate(m_delegate);
    m_grid->setModel(m_model);
    connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &DataPage::onCurrentFilm);
    connect(m_grid, &QListView::activated, this, [this](const QModelIndex& index) {
        m_state.openFilm(index.data(FilmModel::PathRole).toString());
    });
    connect(m_sizeSlider, &QSlider::valueChanged, this, &DataPage::setFilmSize);
    card->body()->addWidget(m_grid, 1);
    m_sizeSlider->setValue(
        m_state.settings().value(QStringLiteral("filmSize"), kUsualFilm).toInt());
    setFilmSize(m_sizeSlider->value());
    return card;
}

void DataPage::setFilmSize(int pixels)
{
    m_delegate->setFilmSize(pixels);
    m_grid->setGridSize(m_delegate->cellSize());
    m_grid->verticalScrollBar()->setSingleStep(m_delegate->cellSize().height() / 3);
    m_state.settings().setValue(QStringLiteral("filmSize"), pixels);
}

void DataPage::onManifest()
{
    const ManifestPtr manifest = m_state.manifest();
    m_inspector->setReport(manifest, nullptr); // before the model chooses the first film
    m_model->setManifest(manifest);
    m_stack->setCurrentIndex(manifest == nullptr ? 0 : 1);
    m_notice->hide();
    m_split->setReport(manifest, nullptr);
    if (manifest == nullptr) {
        return;
    }
    const int ticket = ++m_reportTicket;
    runInBackground<ReportPtr>(
        m_state.workers(), this,
        [manifest]() -> ReportPtr { return shareLarge(dataset::makeReport(*manifest)); },
        [this, manifest, ticket](ReportPtr report) {
            if (ticket == m_reportTicket) {
                m_split->setReport(manifest, report);
                m_inspector->setReport(manifest, report);
                if (m_grid->currentIndex().isValid()) {
                    onCurrentFilm(m_grid->currentIndex());
                }
            }
        });
    m_state.setStatusText(tr("%Ln films read", nullptr, static_cast<int>(manifest->items.size())));
}

void DataPage::onFiltered()
{
    const QLocale locale;
    const int films = m_model->rowCount();
    m_count->setText(tr("%1 films").arg(locale.toString(films)));
    m_countDetail->setText(tr("of %1 patients").arg(locale.toString(m_model->patientCount())));
    if (films > 0 && !m_grid->currentIndex().isValid()) {
        m_grid->setCurrentIndex(m_model->index(0));
    } else if (films == 0) {
        onCurrentFilm({});
    }
}

void DataPage::onCurrentFilm(const QModelIndex& index)
{
    m_inspector->setFilm(index.isValid() ? index.data(FilmModel::IndexRole).toInt() : -1);
    m_strip->setFilm(index.isValid() ? index.data(FilmModel::PathRole).toString() : QString());
}

void DataPage::onOpeningFailed(const base::Error& error)
{
    const QStringList lines = sentenceOf(error).split(QLatin1Char('\n'));
    m_notice->setContent(
        Tone::Error, tr("The folder was not opened: %1").arg(lines.value(0)), lines.value(1));
    m_notice->clearActions();
    connect(m_notice->addAction(tr("Choose another folder…"), true), &Button::clicked, &m_state,
        &AppState::folderChoiceRequested);
    m_notice->show();
}

void DataPage::setCompact(bool compact)
{
    if (compact == m_compact) {
        return;
    }
    m_compact = compact;
    m_facets->setVisible(!compact);
    m_filterButton->setVisible(compact);
    m_inspector->setFixedWidth(compact ? 248 : 288);
}

} // namespace negatoscope::ui
