#include "ui/data/FilmModel.h"

#include "ui/data/FilmImage.h"

#include <algorithm>
#include <random>
#include <unordered_map>

namespace negatoscope::ui {

FilmModel::FilmModel(ThumbnailStore& thumbnails, QObject* parent)
    : QAbstractListModel(parent)
    , m_thumbnails(thumbnails)
{
    connect(&m_thumbnails, &ThumbnailStore::ready, this, [this] {
        // The view paints only what is visible; one signal over all rows costs nothing more.
        if (!m_visible.empty()) {
            Q_EMIT dataChanged(
                index(0), index(static_cast<int>(m_visible.size()) - 1), {Qt::DecorationRole});
        }
    });
}

void FilmModel::setManifest(const ManifestPtr& manifest)
{
    m_thumbnails.clear();
    beginResetModel();
    m_manifest = manifest;
    m_rows.clear();
    m_filmsOfPatient.clear();
    m_isDuplicate.clear();
    m_visible.clear();
    if (manifest != nullptr) {
        std::unordered_map<std::string, int> patients;
        m_rows.reserve(manifest->items.size());
        m_isDuplicate.assign(manifest->items.size(), 0);
        for (std::size_t i = 0; i < manifest->items.size(); ++i) {
            const dataset::FilmItem& item = manifest->items[i];
            const auto [found, isNew] =
                patients.try_emplace(item.patient, static_cast<int>(patients.size()));
            if (isNew) {
                m_filmsOfPatient.push_back(0);
            }
            ++m_filmsOfPatient[static_cast<std::size_t>(found->second)];
            m_rows.push_back({displayName(item.name + '\n' + item.patient).toLower(),
                QString::fromStdString(item.kind), found->second});
            if (item.duplicateOf >= 0) {
                m_isDuplicate[i] = 1;
                m_isDuplicate[static_cast<std::size_t>(item.duplicateOf)] = 1;
            }
        }
    }
    endResetModel();
    m_filter = {};
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
    beginResetModel();
    sortVisible();
    endResetModel();
    Q_EMIT filtered();
}

void FilmModel::apply()
{
    beginResetModel();
    m_visible.clear();
    m_counts = {};
    const QString needle = m_filter.text.trimmed().toLower();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const dataset::FilmItem& item = m_manifest->items[i];
        const Row& row = m_rows[i];
        if (!needle.isEmpty() && !row.searchText.contains(needle)) {
            continue;
        }
        const int split = static_cast<int>(item.split);
        const bool several = m_filmsOfPatient[static_cast<std::size_t>(row.patient)] > 1;
        const bool duplicate = m_isDuplicate[i] != 0;
        // One bit per group that rejects the film.
        const std::array<bool, 5> rejected{m_filter.hiddenClasses.contains(item.label),
            m_filter.hiddenSplits.contains(split), m_filter.hiddenKinds.contains(row.kind),
            several ? m_filter.hideSeveral : m_filter.hideSingles,
            (m_filter.onlyDuplicates || m_filter.onlyUnknownPatients) &&
                !(m_filter.onlyDuplicates && duplicate) &&
                !(m_filter.onlyUnknownPatients && !item.patientKnown)};
        const auto rejections = std::count(rejected.begin(), rejected.end(), true);
        const auto counted = [&](std::size_t group) {
            return rejections == 0 || (rejections == 1 && rejected[group]);
        };
        if (counted(0)) {
            ++m_counts.classes[item.label];
        }
        if (counted(1)) {
            ++m_counts.splits[split];
        }
        if (counted(2)) {
            ++m_counts.kinds[row.kind];
        }
        if (counted(3)) {
            ++(several ? m_counts.several : m_counts.singles);
        }
        if (counted(4)) {
            m_counts.duplicates += duplicate ? 1 : 0;
            m_counts.unknownPatients += item.patientKnown ? 0 : 1;
        }
        if (rejections == 0) {
            m_visible.push_back(static_cast<int>(i));
        }
    }
    sortVisible();
    endResetModel();
    Q_EMIT filtered();
}

void FilmModel::sortVisible()
{
    std::sort(m_visible.begin(), m_visible.end());
    if (m_order == Order::ByPatient) {
        std::stable_sort(m_visible.begin(), m_visible.end(), [this](int a, int b) {
            return m_rows[static_cast<std::size_t>(a)].patient <
                   m_rows[static_cast<std::size_t>(b)].patient;
        });
    } else if (m_order == Order::Shuffled) {
        // Always the same order: a lesson must find its films again.
        std::mt19937 engine(7);
        for (std::size_t i = m_visible.size(); i > 1; --i) {
            std::swap(m_visible[i - 1], m_visible[engine() % i]);
        }
    }
}

int FilmModel::patientCount() const
{
    QSet<int> patients;
    for (const int item : m_visible) {
        patients.insert(m_rows[static_cast<std::size_t>(item)].patient);
    }
    return static_cast<int>(patients.size());
}

int FilmModel::rowOf(std::size_t item) const
{
    const auto found = std::find(m_visible.begin(), m_visible.end(), static_cast<int>(item));
    return found == m_visible.end() ? -1 : static_cast<int>(found - m_visible.begin());
}

int FilmModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_visible.size());
}

QVariant FilmModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= static_cast<int>(m_visible.size())) {
        return {};
    }
    const int number = m_visible[static_cast<std::size_t>(index.row())];
    const dataset::FilmItem& item = m_manifest->items[static_cast<std::size_t>(number)];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return displayName(item.name);
    case Qt::AccessibleTextRole: {
        const QString cls = item.label >= 0
                                ? QString::fromStdString(
                                      m_manifest->classNames[static_cast<std::size_t>(item.label)])
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
