#include "ui/data/FilmModel.h"

#include "ui/data/FilmImage.h"
#include "ui/shell/Background.h"

#include <utility>

namespace negatoscope::ui {

namespace {

/// So many films are looked through in well under a frame.
constexpr std::size_t kFilmsAtOnce = 2000;

} // namespace

FilmModel::FilmModel(ThumbnailStore& thumbnails, QObject* parent)
    : QAbstractListModel(parent)
    , m_thumbnails(thumbnails)
    , m_table(makeFilmTable(nullptr))
    , m_selection(std::make_shared<FilmSelection>())
{
    m_worker.setMaxThreadCount(1);
    connect(&m_thumbnails, &ThumbnailStore::ready, this, [this](const QString& path) {
        const int item = itemOf(path);
        const int row = item < 0 ? -1 : rowOf(static_cast<std::size_t>(item));
        if (row >= 0) {
            Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
        }
    });
}

FilmModel::~FilmModel()
{
    m_worker.clear();
    m_worker.waitForDone();
}

void FilmModel::setManifest(const ManifestPtr& manifest)
{
    m_thumbnails.clear();
    m_filter = {};
    m_wanted = manifest;
    if (manifest == nullptr || manifest->items.size() > kFilmsAtOnce) {
        show({makeFilmTable(nullptr), std::make_shared<FilmSelection>()});
    }
    apply();
}

void FilmModel::setFilter(const FilmFilter& filter)
{
    m_filter = filter;
    apply();
}

void FilmModel::setOrder(Order order)
{
    m_order = order;
    apply();
}

void FilmModel::apply()
{
    const int ticket = ++m_ticket;
    const auto work = [known = m_table, manifest = m_wanted, filter = m_filter,
                          order = m_order]() -> Answer {
        const FilmTablePtr table = known->manifest == manifest ? known : makeFilmTable(manifest);
        return {table, selectFilms(*table, filter, order)};
    };
    if (m_wanted == nullptr || m_wanted->items.size() <= kFilmsAtOnce) {
        show(work());
        return;
    }
    m_worker.clear(); // questions that nobody waits for any more
    runInBackground<Answer>(m_worker, this, work, [this, ticket](const Answer& answer) {
        if (ticket == m_ticket) {
            show(answer);
        }
    });
}

void FilmModel::show(const Answer& answer)
{
    beginResetModel();
    releaseInBackground(std::exchange(m_table, answer.table));
    releaseInBackground(std::exchange(m_selection, answer.selection));
    endResetModel();
    Q_EMIT filtered();
}

int FilmModel::rowOf(std::size_t item) const
{
    return item < m_selection->rowOfItem.size() ? m_selection->rowOfItem[item] : -1;
}

int FilmModel::itemOf(const QString& path) const
{
    return m_table->itemOfPath.value(path, -1);
}

int FilmModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_selection->items.size());
}

QVariant FilmModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= static_cast<int>(m_selection->items.size())) {
        return {};
    }
    const int number = m_selection->items[static_cast<std::size_t>(index.row())];
    const dataset::FilmItem& item = m_table->manifest->items[static_cast<std::size_t>(number)];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return displayName(item.name);
    case Qt::AccessibleTextRole: {
        const QString cls =
            item.label >= 0
                ? QString::fromStdString(
                      m_table->manifest->classNames[static_cast<std::size_t>(item.label)])
                : tr("no label");
        return QStringLiteral("%1, %2, %3")
            .arg(displayName(item.name), cls, splitLabel(item.split));
    }
    case IndexRole:
        return number;
    case PathRole:
        return pathText(item.path);
    case ClassRole:
        return item.label;
    case SplitRole:
        return static_cast<int>(item.split);
    case PatientKnownRole:
        return item.patientKnown;
    case CaptionRole:
        return item.patientKnown ? displayName(item.patient)
                                       .replace(QLatin1String("bacteria:"), QLatin1String("bact. "))
                                       .replace(QLatin1Char(':'), QLatin1Char(' '))
                                 : displayName(item.path.stem().string());
    default:
        return {};
    }
}

} // namespace negatoscope::ui
