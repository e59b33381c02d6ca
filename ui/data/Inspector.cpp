#include "ui/data/Inspector.h"

#include "ui/data/FilmImage.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Badge.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include "core/base/Error.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kListedFiles = 200;

QString number(std::size_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

FilmPreview::FilmPreview(ThumbnailStore& thumbnails, QWidget* parent)
    : QWidget(parent)
    , m_thumbnails(thumbnails)
{
    setAccessibleName(tr("Film"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_thumbnails, &ThumbnailStore::ready, this, [this](const QString& path) {
        if (path == m_path) {
            update();
        }
    });
}

void FilmPreview::setPath(const QString& path)
{
    m_path = path;
    update();
}

QSize FilmPreview::sizeHint() const
{
    return {260, 190};
}

void FilmPreview::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(theme.color(Token::FilmEdge), 1));
    painter.setBrush(theme.color(Token::Film));
    painter.drawRoundedRect(frame, 5, 5);
    if (const QImage* picture = m_path.isEmpty() ? nullptr : m_thumbnails.find(m_path)) {
        const QSizeF size =
            QSizeF(picture->size()).scaled(frame.size() - QSizeF(4, 4), Qt::KeepAspectRatio);
        painter.drawImage(
            QRectF(frame.center() - QPointF(size.width() / 2, size.height() / 2), size), *picture);
    }
}

Inspector::Inspector(AppState& state, ThumbnailStore& thumbnails, QWidget* parent)
    : Card(QString(), parent)
    , m_state(state)
{
    setObjectName(QStringLiteral("inspector"));
    setAccessibleName(tr("Selected film"));
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget(scroll);
    inside->setObjectName(QStringLiteral("scrollBody"));
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_preview = new FilmPreview(thumbnails, inside);
    column->addWidget(m_preview);
    m_name = new ElideLabel({}, FontRole::Card, Token::Text, inside);
    m_name->setElideMode(Qt::ElideMiddle);
    column->addWidget(m_name);
    auto* badges = new QHBoxLayout;
    badges->setSpacing(6);
    m_class = new Badge({}, Tone::Normal, {}, inside);
    m_split = new Badge({}, Tone::Neutral, {}, inside);
    badges->addWidget(m_class);
    badges->addWidget(m_split);
    badges->addStretch(1);
    column->addLayout(badges);
    m_notice = new InlineNotice(Tone::Warn, inside);
    m_notice->hide();
    column->addWidget(m_notice);
    m_factsBox = new QWidget(inside);
    auto* facts = new QGridLayout(m_factsBox);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setVerticalSpacing(6);
    addFact(facts, tr("Size"), &m_size);
    addFact(facts, tr("Format"), &m_format);
    addFact(facts, tr("Patient"), &m_patient);
    addFact(facts, tr("Copies elsewhere"), &m_same);
    column->addWidget(m_factsBox);
    auto* head = new QHBoxLayout;
    head->addWidget(new ElideLabel(tr("Folder report"), FontRole::Card, Token::Text, inside), 1);
    auto* copy = new Button(tr("Copy"), ButtonKind::Ghost, QStringLiteral("copy"), inside);
    copy->setAccessibleName(tr("Copy the folder report"));
    connect(copy, &Button::clicked, this, &Inspector::copyReport);
    head->addWidget(copy);
    column->addLayout(head);
    auto* report = new QGridLayout;
    report->setVerticalSpacing(4);
    addFact(report, tr("Read"), &m_read);
    addFact(report, tr("Could not be read"), &m_failed);
    addFact(report, tr("Identical copies"), &m_copies);
    addFact(report, tr("Colour films"), &m_colour);
    addFact(report, tr("Sizes"), &m_sizes);
    column->addLayout(report);
    m_unreadable = new QListWidget(inside);
    m_unreadable->setObjectName(QStringLiteral("unreadableList"));
    m_unreadable->setAccessibleName(tr("Films that could not be read"));
    m_unreadable->setWordWrap(true);
    m_unreadable->setMinimumHeight(90);
    m_unreadable->hide();
    column->addWidget(m_unreadable, 1);
    column->addStretch(1);
    scroll->setWidget(inside);
    body()->addWidget(scroll, 1);
    m_open =
        new Button(tr("Open in Reader"), ButtonKind::Secondary, QStringLiteral("reader"), this);
    m_open->setObjectName(QStringLiteral("openInReaderButton"));
    connect(m_open, &Button::clicked, this, [this] {
        if (m_item >= 0) {
            m_state.openFilm(pathText(m_manifest->items[static_cast<std::size_t>(m_item)].path));
        }
    });
    body()->addWidget(m_open);
    setFilm(-1);
}

void Inspector::addFact(QGridLayout* grid, const QString& name, ElideLabel** value)
{
    const int row = grid->rowCount();
    auto* label = new ElideLabel(name, FontRole::Small, Token::Text2, this);
    *value = new ElideLabel({}, FontRole::Small, Token::Text, this);
    (*value)->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    (*value)->setWeight(QFont::Medium);
    grid->addWidget(label, row, 0);
    grid->addWidget(*value, row, 1);
    grid->setColumnStretch(1, 1);
}

void Inspector::setReport(const ManifestPtr& manifest, const ReportPtr& report)
{
    m_manifest = manifest;
    m_report = report;
    refreshReport();
}

void Inspector::refreshReport()
{
    if (m_report == nullptr) {
        return;
    }
    m_read->setText(number(m_manifest->items.size()));
    m_failed->setText(number(m_manifest->unreadable.size()));
    std::size_t copies = 0;
    for (const auto& group : m_report->exactDuplicates) {
        copies += group.size() - 1;
    }
    m_copies->setText(number(copies));
    m_colour->setText(number(m_report->colourFilms));
    if (m_report->sizes.size() == 1) {
        const auto& size = m_report->sizes.begin()->first;
        m_sizes->setText(QStringLiteral("%1 × %2").arg(size.first).arg(size.second));
    } else {
        m_sizes->setText(tr("%n different", nullptr, static_cast<int>(m_report->sizes.size())));
    }
    m_unreadable->clear();
    m_unreadable->setVisible(!m_manifest->unreadable.empty());
    int listed = 0;
    for (const dataset::UnreadableFilm& film : m_manifest->unreadable) {
        if (++listed > kListedFiles) {
            break;
        }
        m_unreadable->addItem(
            displayName(film.name) + QLatin1Char('\n') + displayName(film.reason.what));
    }
}

void Inspector::setFilm(int item)
{
    m_item = item;
    const bool some = item >= 0 && m_manifest != nullptr;
    m_factsBox->setVisible(some);
    m_class->setVisible(some);
    m_split->setVisible(some);
    m_open->setEnabled(some);
    m_open->setToolTip(some ? QString() : tr("Choose a film first"));
    m_notice->hide();
    if (!some) {
        m_preview->setPath({});
        m_name->setText(tr("No film chosen"));
        return;
    }
    const dataset::FilmItem& film = m_manifest->items[static_cast<std::size_t>(item)];
    m_preview->setPath(pathText(film.path));
    m_name->setText(displayName(film.path.filename().string()));
    m_class->setVisible(film.label >= 0);
    if (film.label >= 0) {
        m_class->setText(displayName(m_manifest->classNames[static_cast<std::size_t>(film.label)]));
        m_class->setTone(Theme::classToken(film.label, m_manifest->positiveClass) == Token::Pneu
                             ? Tone::Pneumonia
                             : Tone::Normal);
    }
    m_split->setText(splitLabel(film.split));
    m_size->setText(tr("%1 × %2 px").arg(film.info.width).arg(film.info.height));
    m_format->setText((film.info.channels >= 3 ? tr("%1, %2 bit, colour") : tr("%1, %2 bit, grey"))
                          .arg(QString::fromStdString(film.info.format))
                          .arg(film.info.bitsPerChannel));
    m_patient->setText(film.patientKnown ? displayName(film.patient) : tr("unknown"));
    const bool copy = film.duplicateOf >= 0;
    m_same->setText(
        copy ? displayName(m_manifest->items[static_cast<std::size_t>(film.duplicateOf)].name)
             : tr("none"));
    if (!film.patientKnown) {
        m_notice->setContent(Tone::Warn, tr("No patient number in the name"),
            tr("Kept as a patient of its own. Two such films of one patient could land in two "
               "splits."));
        m_notice->show();
    }
}

QString Inspector::reportText() const
{
    QStringList lines{tr("Read") + QStringLiteral("\t") + m_read->text(),
        tr("Could not be read") + QStringLiteral("\t") + m_failed->text(),
        tr("Identical copies") + QStringLiteral("\t") + m_copies->text(),
        tr("Colour films") + QStringLiteral("\t") + m_colour->text()};
    if (m_manifest != nullptr) {
        for (const dataset::UnreadableFilm& film : m_manifest->unreadable) {
            lines += displayName(film.name) + QLatin1Char('\t') +
                     displayName(base::toSentence(film.reason));
        }
        for (const std::string& note : m_manifest->notes) {
            lines += displayName(note);
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void Inspector::copyReport() const
{
    QGuiApplication::clipboard()->setText(reportText());
    m_state.announce(tr("Folder report copied"), QStringLiteral("copy"));
}

} // namespace negatoscope::ui
