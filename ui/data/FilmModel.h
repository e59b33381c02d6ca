#pragma once

#include "ui/data/ThumbnailStore.h"
#include "ui/shell/AppState.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

#include <array>
#include <vector>

namespace negatoscope::ui {

/// What the facets and the search field let through. An empty set lets nothing of its group
/// through; `worth` only narrows when something is chosen.
struct FilmFilter
{
    QString text; ///< part of the name or the patient key, any case
    QSet<int> hiddenClasses;
    QSet<int> hiddenSplits; ///< dataset::Split as int
    QSet<QString> hiddenKinds;
    bool hideSingles = false; ///< patients with one film
    bool hideSeveral = false; ///< patients with several
    bool onlyDuplicates = false;
    bool onlyUnknownPatients = false;
};

/// Films per facet, each counted under the filters of the other groups.
struct FacetCounts
{
    QHash<int, int> classes;
    QHash<int, int> splits;
    QHash<QString, int> kinds;
    int singles = 0;
    int several = 0;
    int duplicates = 0;
    int unknownPatients = 0;
};

/// The films of the open data set that pass the filter. 100,000 films are filtered in one pass
/// over plain arrays; a proxy model would keep two maps of that size.
class FilmModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IndexRole = Qt::UserRole + 1, ///< into Manifest::items
        PathRole,
        ClassRole,
        SplitRole,
        PatientKnownRole,
        CaptionRole
    };
    enum class Order { ByName, ByPatient, Shuffled };

    explicit FilmModel(ThumbnailStore& thumbnails, QObject* parent = nullptr);

    void setManifest(const ManifestPtr& manifest);
    ManifestPtr manifest() const { return m_manifest; }
    void setFilter(const FilmFilter& filter);
    const FilmFilter& filter() const { return m_filter; }
    void setOrder(Order order);
    const FacetCounts& counts() const { return m_counts; }
    int patientCount() const;          ///< among the films shown
    int rowOf(std::size_t item) const; ///< −1 when it is filtered out
    ThumbnailStore& thumbnails() const { return m_thumbnails; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void filtered(); ///< rows and counts are new

private:
    struct Row
    {
        QString searchText;
        QString kind;
        int patient = 0; ///< dense number
    };
    void apply();
    void sortVisible();

    ThumbnailStore& m_thumbnails;
    ManifestPtr m_manifest;
    std::vector<Row> m_rows;
    std::vector<int> m_filmsOfPatient;
    std::vector<char> m_isDuplicate; ///< first or later copy
    std::vector<int> m_visible;
    FilmFilter m_filter;
    FacetCounts m_counts;
    Order m_order = Order::Shuffled;
};

} // namespace negatoscope::ui
