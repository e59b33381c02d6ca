#include "ui/home/HomePage.h"

#include "ui/home/RunTile.h"
#include "ui/home/StartCard.h"
#include "ui/shell/AppState.h"
#include "ui/shell/Background.h"
#include "ui/shell/EducationMark.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kTiles = 6;
constexpr int kColumns = 3;
constexpr int kFolders = 4; ///< the newest of those opened before

} // namespace

HomePage::HomePage(AppState& state, QWidget* parent)
    : Page(parent)
    , m_state(state)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(18, 16, 18, 10);
    outer->setSpacing(14);
    outer->addWidget(buildStarts());
    outer->addWidget(buildRuns(), 1);
    m_recentCard = new Card(tr("Opened before"), this);
    m_recentList = new QVBoxLayout;
    m_recentList->setSpacing(2);
    m_recentCard->body()->addLayout(m_recentList);
    outer->addWidget(m_recentCard);
    auto* notice = new TextLabel(EducationMark::fullNotice(), FontRole::Small, Token::Text3, this);
    notice->setWordWrap(true);
    outer->addWidget(notice);
    connect(&m_state, &AppState::manifestChanged, this, &HomePage::refreshFolders);
    connect(&m_state, &AppState::storedRunsChanged, this, &HomePage::reloadRuns);
    refreshFolders();
    reloadRuns();
}

QWidget* HomePage::buildStarts()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto* phantom = new StartCard(QStringLiteral("phantom"), true, box);
    phantom->setObjectName(QStringLiteral("phantomDemoButton"));
    phantom->setWords(tr("Start with the phantom demo"),
        tr("Drawn chests with a known shadow. No patient data, no internet; ready to train in "
           "seconds."));
    connect(phantom, &StartCard::clicked, &m_state, &AppState::phantomDemoRequested);
    auto* folder = new StartCard(QStringLiteral("folder"), false, box);
    folder->setObjectName(QStringLiteral("homeOpenFolderButton"));
    folder->setWords(tr("Open a folder of X-rays…"),
        tr("One sub-folder per class, or train, val and test. JPEG, PNG, TIFF or DICOM; nothing "
           "is copied."));
    connect(folder, &StartCard::clicked, &m_state, &AppState::folderChoiceRequested);
    m_third = new StartCard(QStringLiteral("play"), false, box);
    m_third->setObjectName(QStringLiteral("homeContinueButton"));
    connect(m_third, &StartCard::clicked, this, &HomePage::beginThird);
    for (StartCard* card : {phantom, folder, m_third}) {
        row->addWidget(card, 1);
    }
    return box;
}

QWidget* HomePage::buildRuns()
{
    m_runsBox = new QWidget(this);
    auto* column = new QVBoxLayout(m_runsBox);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(tr("Recent runs"), FontRole::Page, Token::Text, m_runsBox));
    head->addStretch(1);
    m_allRuns =
        new Button(tr("All runs"), ButtonKind::Ghost, QStringLiteral("chevron-r"), m_runsBox);
    m_allRuns->setObjectName(QStringLiteral("homeAllRuns"));
    connect(m_allRuns, &Button::clicked, this, [this] { m_state.goTo(QStringLiteral("runs")); });
    head->addWidget(m_allRuns);
    column->addLayout(head);
    m_noRuns = new EmptyState(QStringLiteral("runs"), tr("No run yet"),
        tr("Every training that ends is kept and appears here."), m_runsBox);
    m_noRuns->setObjectName(QStringLiteral("homeNoRuns"));
    column->addWidget(m_noRuns, 1);
    m_tiles = new QGridLayout;
    m_tiles->setSpacing(12);
    column->addLayout(m_tiles, 1);
    return m_runsBox;
}

void HomePage::beginThird()
{
    const QStringList folders = m_state.recentFolders();
    if (folders.isEmpty()) {
        m_state.goTo(QStringLiteral("reader"));
    } else if (m_state.manifest() != nullptr) {
        m_state.goTo(QStringLiteral("lab"));
    } else {
        m_state.openFolder(folders.front());
    }
}

void HomePage::refreshFolders()
{
    while (QLayoutItem* item = m_recentList->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const QStringList folders = m_state.recentFolders();
    m_recentCard->setVisible(!folders.isEmpty());
    for (const QString& folder : folders.mid(0, kFolders)) {
        auto* row = new QWidget(m_recentCard);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        auto* open =
            new Button(QFileInfo(folder).fileName().replace('&', "&&"), ButtonKind::Link, {}, row);
        connect(open, &Button::clicked, this, [this, folder] { m_state.openFolder(folder); });
        layout->addWidget(open);
        layout->addWidget(
            new ElideLabel(QDir::toNativeSeparators(folder), FontRole::Small, Token::Text3, row),
            1);
        m_recentList->addWidget(row);
    }
    m_third->setIconName(folders.isEmpty() ? QStringLiteral("reader") : QStringLiteral("play"));
    if (folders.isEmpty()) {
        m_third->setWords(
            tr("Read one film"), tr("Look at a film, and at what a trained model says about it."));
    } else {
        m_third->setWords(tr("Continue: %1").arg(QFileInfo(folders.front()).fileName()),
            m_state.manifest() != nullptr ? tr("The films are open. On to the Lab.")
                                          : tr("The folder that was open last."));
    }
}

void HomePage::reloadRuns()
{
    const int ticket = ++m_ticket;
    using Answer = base::Result<RecentRuns>;
    runInBackground<Answer>(
        m_state.workers(), this,
        [folder = std::filesystem::path(m_state.workspaceFolder().toStdU16String())] {
            return recentRuns(folder, kTiles);
        },
        [this, ticket](const Answer& runs) {
            if (ticket != m_ticket) {
                return;
            }
            showRuns(runs ? *runs : std::make_shared<const QList<RecentRun>>());
            if (!runs) {
                m_noRuns->setContent(tr("The runs cannot be read"), sentenceOf(runs.error()));
            }
        });
}

void HomePage::showRuns(const RecentRuns& runs)
{
    while (QLayoutItem* item = m_tiles->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const RecentRun& run : *runs) {
        auto* tile = new RunTile(run, m_runsBox);
        connect(
            tile, &RunTile::clicked, this, [this, id = run.id] { m_state.requestStoredRun(id); });
        const int index = m_tiles->count();
        m_tiles->addWidget(tile, index / kColumns, index % kColumns);
    }
    for (int column = 0; column < kColumns; ++column) {
        m_tiles->setColumnStretch(column, 1);
    }
    m_noRuns->setContent(
        tr("No run yet"), tr("Every training that ends is kept and appears here."));
    m_noRuns->setVisible(runs->isEmpty());
    m_allRuns->setVisible(!runs->isEmpty());
    placeTiles();
}

void HomePage::setCompact(bool compact)
{
    m_compact = compact;
    placeTiles();
}

void HomePage::placeTiles()
{
    for (int i = 0; i < m_tiles->count(); ++i) {
        m_tiles->itemAt(i)->widget()->setVisible(i < (m_compact ? kColumns : kTiles));
    }
}

} // namespace negatoscope::ui
