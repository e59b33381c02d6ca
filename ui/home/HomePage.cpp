#include "ui/home/HomePage.h"

#include "ui/shell/AppState.h"
#include "ui/shell/EducationMark.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

Card* makeStart(const QString& iconName, const QString& title, const QString& text, Button* button,
    QWidget* parent)
{
    auto* card = new Card(QString(), parent);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* icon = new QLabel(card);
    const auto tint = [icon, iconName] {
        icon->setPixmap(Theme::instance().pixmap(
            iconName, Theme::instance().px(28), Token::AccentText, icon->devicePixelRatioF()));
    };
    tint();
    QObject::connect(&Theme::instance(), &Theme::changed, icon, tint);
    row->addWidget(icon, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(new ElideLabel(title, FontRole::Card, Token::Text, card));
    auto* label = new TextLabel(text, FontRole::Body, Token::Text2, card);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop);
    words->addWidget(label, 1);
    words->addWidget(button, 0, Qt::AlignLeft);
    row->addLayout(words, 1);
    card->body()->addLayout(row);
    return card;
}

} // namespace

HomePage::HomePage(AppState& state, QWidget* parent)
    : Page(parent)
    , m_state(state)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 22, 24, 16);
    outer->setSpacing(14);
    outer->addWidget(new TextLabel(tr("Where to begin"), FontRole::Page, Token::Text, this));

    auto* phantom = new Button(tr("Start"), ButtonKind::Primary, QStringLiteral("play"), this);
    phantom->setObjectName(QStringLiteral("phantomDemoButton"));
    phantom->setAccessibleName(tr("Start the phantom demo"));
    connect(phantom, &Button::clicked, &m_state, &AppState::phantomDemoRequested);
    auto* folder =
        new Button(tr("Open folder…"), ButtonKind::Secondary, QStringLiteral("folder"), this);
    folder->setObjectName(QStringLiteral("homeOpenFolderButton"));
    connect(folder, &Button::clicked, &m_state, &AppState::folderChoiceRequested);
    auto* reader =
        new Button(tr("To the Reader"), ButtonKind::Secondary, QStringLiteral("reader"), this);
    connect(reader, &Button::clicked, this, [this] { m_state.goTo(QStringLiteral("reader")); });

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(makeStart(QStringLiteral("phantom"), tr("Drawn chests"),
                       tr("Films computed on this computer, with or without an opacity. Nothing to "
                          "download; ready to train in a minute."),
                       phantom, this),
        1);
    row->addWidget(makeStart(QStringLiteral("folder"), tr("Your films"),
                       tr("A folder with one sub-folder per class, or train, val and test. Or drop "
                          "it on this window."),
                       folder, this),
        1);
    row->addWidget(
        makeStart(QStringLiteral("reader"), tr("One film"),
            tr("Look at a film, and at what a trained model says about it."), reader, this),
        1);
    outer->addLayout(row);

    m_recentCard = new Card(tr("Opened before"), this);
    m_recentList = new QVBoxLayout;
    m_recentList->setSpacing(2);
    m_recentCard->body()->addLayout(m_recentList);
    outer->addWidget(m_recentCard);
    outer->addStretch(1);
    auto* notice = new TextLabel(EducationMark::fullNotice(), FontRole::Small, Token::Text3, this);
    notice->setWordWrap(true);
    outer->addWidget(notice);
    connect(&m_state, &AppState::manifestChanged, this, &HomePage::refreshRecent);
    refreshRecent();
}

void HomePage::refreshRecent()
{
    while (QLayoutItem* item = m_recentList->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const QStringList folders = m_state.recentFolders();
    m_recentCard->setVisible(!folders.isEmpty());
    for (const QString& folder : folders) {
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
}

} // namespace negatoscope::ui
