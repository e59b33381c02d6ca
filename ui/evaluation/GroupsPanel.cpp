#include "ui/evaluation/GroupsPanel.h"

#include "core/base/Text.h"
#include "core/evaluation/Thirds.h"
#include "ui/data/FilmImage.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/evaluation/ReadFilms.h"
#include "ui/shell/Background.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace negatoscope::ui {

namespace {

enum Column { kGroup, kFilms, kRate, kInterval, kColumns };
constexpr int kLow = Qt::UserRole;
constexpr int kHigh = Qt::UserRole + 1;
constexpr int kValue = Qt::UserRole + 2;
constexpr int kToken = Qt::UserRole + 3;

/// The interval as a bar from 0 to 100 % with a ring at the value.
class IntervalDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant value = index.data(kValue);
        if (!value.isValid()) {
            return;
        }
        const Theme& theme = Theme::instance();
        const QRectF box = QRectF(option.rect).adjusted(6, 0, -6, 0);
        const double y = box.bottom() - 5.0;
        const auto x = [&box](double share) {
            return box.left() + share * box.width();
        };
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme.color(Token::Field), 2, Qt::SolidLine, Qt::RoundCap));
        painter->drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        const QColor colour = theme.color(static_cast<Token>(index.data(kToken).toInt()));
        painter->setPen(QPen(colour, 3, Qt::SolidLine, Qt::RoundCap));
        painter->drawLine(QPointF(x(index.data(kLow).toDouble()), y),
            QPointF(x(index.data(kHigh).toDouble()), y));
        painter->setPen(QPen(theme.color(Token::Text), 1.5));
        painter->setBrush(theme.color(Token::Surface));
        painter->drawEllipse(QPointF(x(value.toDouble()), y), 3.0, 3.0);
        painter->restore();
    }
};

} // namespace

GroupsPanel::GroupsPanel(Cockpit& cockpit, QWidget* parent)
    : QWidget(parent)
    , m_cockpit(cockpit)
{
    build();
    fillChoices();
    OperatingPoint& point = m_cockpit.point();
    connect(m_choice, &QComboBox::currentIndexChanged, this, &GroupsPanel::refresh);
    connect(&m_cockpit, &Cockpit::markersChanged, this, &GroupsPanel::refresh);
    connect(m_table, &QTableWidget::cellActivated, this, &GroupsPanel::openGroup);
    connect(&point, &OperatingPoint::scoresChanged, this, [this] {
        if (m_columns != nullptr && m_cockpit.point().scores().films != m_columnsFilms) {
            openColumns(m_columnsPath);
        }
        refresh();
    });
    connect(&point, &OperatingPoint::thresholdChanged, this, &GroupsPanel::refresh);
    connect(&m_cockpit, &Cockpit::baselineChanged, this, &GroupsPanel::refresh);
    refresh();
}

void GroupsPanel::build()
{
    m_choice = new QComboBox;
    m_choice->setObjectName(QStringLiteral("groupingBox"));
    m_choice->setAccessibleName(tr("Group the films by"));
    m_choice->setMinimumWidth(0);
    m_choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* file = new Button(tr("CSV column…"), ButtonKind::Ghost, QStringLiteral("folder"));
    file->setObjectName(QStringLiteral("groupingFileButton"));
    file->setButtonSize(ButtonSize::Small);
    file->setToolTip(tr("Group by any column of a CSV file whose first column is the file name"));
    connect(file, &QPushButton::clicked, this, &GroupsPanel::chooseFile);
    auto* head = new QHBoxLayout;
    head->addWidget(m_choice, 1);
    head->addWidget(file);
    m_table = new QTableWidget(0, kColumns);
    m_table->setObjectName(QStringLiteral("groupsTable"));
    m_table->setAccessibleName(tr("Figures by group"));
    m_table->setHorizontalHeaderLabels(
        {tr("Group"), tr("Films"), tr("Right"), tr("95 % interval")});
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::instance().px(34));
    m_table->horizontalHeader()->setSectionResizeMode(kGroup, QHeaderView::Stretch);
    for (const int column : {kFilms, kRate}) {
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    m_table->setColumnWidth(kInterval, Theme::instance().px(108));
    m_table->setItemDelegateForColumn(kInterval, new IntervalDelegate(m_table));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_note = new TextLabel({}, FontRole::Small, Token::Text2);
    m_note->setObjectName(QStringLiteral("groupsNote"));
    m_note->setWordWrap(true);
    m_note->setMinimumWidth(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_note);
}

void GroupsPanel::fillChoices()
{
    const QSignalBlocker quiet(m_choice);
    const int current = std::max(0, m_choice->currentIndex());
    m_choice->clear();
    m_choice->addItems({tr("Kind (bacterial, viral)"), tr("Prefix of the file name"),
        tr("Marker letter"), tr("Brightness"), tr("Size of the film")});
    if (m_columns != nullptr) {
        for (const std::string& name : m_columns->names) {
            m_choice->addItem(tr("Column %1").arg(QString::fromStdString(base::printable(name))));
        }
    }
    m_choice->setCurrentIndex(std::min(current, m_choice->count() - 1));
}

void GroupsPanel::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("Table of films"));
    dialog->setObjectName(QStringLiteral("groupingFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters({tr("Tables (*.csv *.tsv *.txt)")});
    connect(dialog, &QFileDialog::fileSelected, this, &GroupsPanel::openColumns);
    dialog->open();
}

void GroupsPanel::openColumns(const QString& path)
{
    using Read = std::shared_ptr<const base::Result<evaluation::FilmColumns>>;
    m_columnsPath = path;
    m_columnsFilms = m_cockpit.point().scores().films;
    runInBackground<Read>(
        m_cockpit.state().workers(), this,
        [path, films = m_columnsFilms] {
            return std::make_shared<const base::Result<evaluation::FilmColumns>>(
                evaluation::readFilmColumns(std::filesystem::path(path.toStdU16String()), films));
        },
        [this, path](const Read& read) {
            if (path != m_columnsPath) {
                return;
            }
            if (!*read) {
                m_cockpit.state().announce(sentenceOf(read->error()), QStringLiteral("warn"));
                return;
            }
            const bool first = m_columns == nullptr;
            m_columns = std::make_shared<const evaluation::FilmColumns>(**read);
            fillChoices();
            if (first) {
                m_choice->setCurrentIndex(FirstColumn);
            }
            refresh();
        });
}

std::vector<std::string> GroupsPanel::groups() const
{
    const evaluation::Scores& scores = m_cockpit.point().scores();
    const auto word = [](const QString& text) {
        return text.toStdString();
    };
    switch (const int choice = m_choice->currentIndex()) {
    case Kind:
        return scores.kinds;
    case Prefix:
        return evaluation::namePrefixes(scores);
    case Marker: {
        std::vector<std::string> groups;
        for (const explain::MarkerSeen seen : m_cockpit.markers()) {
            groups.push_back(word(seen == explain::MarkerSeen::Yes  ? tr("with a marker")
                                  : seen == explain::MarkerSeen::No ? tr("without a marker")
                                                                    : QString()));
        }
        return groups;
    }
    case Brightness:
        return evaluation::thirds(
            m_cockpit.brightness(), {word(tr("1 · darkest third")), word(tr("2 · middle third")),
                                        word(tr("3 · brightest third"))});
    case Size:
        return evaluation::thirds(
            m_cockpit.filmPixels(), {word(tr("1 · smallest third")), word(tr("2 · middle third")),
                                        word(tr("3 · largest third"))});
    default: {
        const auto column = static_cast<std::size_t>(choice - FirstColumn);
        return m_columns != nullptr && choice >= FirstColumn && column < m_columns->values.size()
                   ? m_columns->values[column]
                   : std::vector<std::string>();
    }
    }
}

void GroupsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void GroupsPanel::refresh()
{
    if (!isVisible()) {
        return; // drawn when it is shown
    }
    const OperatingPoint& point = m_cockpit.point();
    if (m_choice->currentIndex() == Marker) {
        m_cockpit.requestMarkers();
    }
    m_groupOfFilm = groups();
    m_shown.clear();
    if (!point.isEmpty() && m_groupOfFilm.size() == point.scores().size()) {
        m_shown = evaluation::groupFigures(point.scores(), point.threshold(), m_groupOfFilm);
    }
    m_table->setRowCount(static_cast<int>(m_shown.size()));
    for (std::size_t row = 0; row < m_shown.size(); ++row) {
        fillRow(static_cast<int>(row), m_shown[row]);
    }
    m_note->setText(noteText(m_shown.size()));
}

void GroupsPanel::fillRow(int row, const evaluation::GroupFigure& group)
{
    const OperatingPoint& point = m_cockpit.point();
    const QString name = QString::fromStdString(base::printable(group.group));
    const QString cls = point.className(group.label);
    const auto item = [&](int column, const QString& text, Qt::Alignment alignment) {
        auto* made = m_table->item(row, column);
        if (made == nullptr) {
            made = new QTableWidgetItem;
            m_table->setItem(row, column, made);
        }
        made->setText(text);
        made->setTextAlignment(alignment | Qt::AlignVCenter);
        return made;
    };
    item(kGroup,
        name.compare(cls, Qt::CaseInsensitive) == 0 ? cls
                                                    : QStringLiteral("%1 · %2").arg(cls, name),
        Qt::AlignLeft)
        ->setToolTip(tr("Enter opens these films in the Reader"));
    item(kFilms, QLocale().toString(static_cast<qlonglong>(group.films)), Qt::AlignRight);
    item(kRate, group.recall.value ? percentText(*group.recall.value) : QStringLiteral("–"),
        Qt::AlignRight);
    QTableWidgetItem* interval = item(kInterval, {}, Qt::AlignHCenter);
    interval->setData(kValue, QVariant());
    if (group.recall.value && group.recall.interval) {
        const double low = group.recall.interval->low;
        const double high = group.recall.interval->high;
        interval->setText(
            group.tooFew ? tr("too few")
                         : QStringLiteral("%1 – %2").arg(QLocale().toString(100.0 * low, 'f', 1),
                               QLocale().toString(100.0 * high, 'f', 1)));
        interval->setData(kLow, low);
        interval->setData(kHigh, high);
        interval->setData(kValue, *group.recall.value);
        const Token token = point.isBinary()
                                ? Theme::classToken(group.label, point.scores().positiveClass)
                                : Token::Val;
        interval->setData(kToken, static_cast<int>(token));
    }
}

QString GroupsPanel::noteText(std::size_t rows) const
{
    if (m_cockpit.point().isEmpty()) {
        return tr("Groups appear after the first epoch.");
    }
    if (rows > 0) {
        QString text = m_choice->currentIndex() == Marker
                           ? tr("A marker is the brightest letter-like mark near the edge, found "
                                "by the program: it can be wrong.") +
                                 QLatin1Char(' ')
                           : QString();
        text += tr("Right = called as it is: sensitivity for %1, specificity for the other "
                   "class.")
                    .arg(m_cockpit.point().className(m_cockpit.point().scores().positiveClass));
        const bool few = std::any_of(m_shown.begin(), m_shown.end(),
            [](const evaluation::GroupFigure& group) { return group.tooFew; });
        if (few) {
            text += QLatin1Char(' ') + tr("Fewer than %1 films are too few to read a rate from.")
                                           .arg(evaluation::kFewFilms);
        }
        return text;
    }
    switch (m_choice->currentIndex()) {
    case Kind:
        return tr("The film names do not tell kinds such as bacteria and virus.");
    case Prefix:
        return tr("The film names have no prefix.");
    case Marker:
        return m_cockpit.isLookingForMarkers()
                   ? tr("Looking for marker letters on the films…")
                   : tr("Marker letters are looked for on the films of a finished run on the open "
                        "data set.");
    case Brightness:
        return tr("Brightness is measured in the background once a run on the open data set is "
                  "finished.");
    case Size:
        return tr("All films have the same size, or it is not known: nothing to divide.");
    default:
        return tr("No film has a value in this column.");
    }
}

void GroupsPanel::openGroup(int row)
{
    const ManifestPtr manifest = m_cockpit.state().manifest();
    if (row < 0 || static_cast<std::size_t>(row) >= m_shown.size() || manifest == nullptr) {
        return;
    }
    const evaluation::GroupFigure& group = m_shown[static_cast<std::size_t>(row)];
    const evaluation::Scores& scores = m_cockpit.point().scores();
    QStringList paths;
    for (std::size_t film = 0; film < scores.size(); ++film) {
        if (scores.labels[film] == group.label && m_groupOfFilm[film] == group.group) {
            paths << pathText(manifest->root / scores.films[film]);
        }
    }
    readFilms(m_cockpit.state(), paths, 0, QString::fromStdString(base::printable(group.group)));
}

QString GroupsPanel::csv() const
{
    std::string text = "class,group,films,right,rate,low,high\n";
    for (const evaluation::GroupFigure& group : m_shown) {
        const auto number = [](const std::optional<double>& value) {
            return value ? base::formatNumber(*value, 9) : std::string();
        };
        const auto interval = group.recall.interval;
        text += base::csvField(m_cockpit.point().className(group.label).toStdString()) + "," +
                base::csvField(group.group) + "," + std::to_string(group.films) + "," +
                std::to_string(group.correct) + "," + number(group.recall.value) + "," +
                number(interval ? std::optional(interval->low) : std::nullopt) + "," +
                number(interval ? std::optional(interval->high) : std::nullopt) + "\n";
    }
    return QString::fromStdString(text);
}

} // namespace negatoscope::ui
