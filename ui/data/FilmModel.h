#pragma once

#include "ui/data/FilmTable.h"
#include "ui/data/ThumbnailStore.h"
#include "ui/shell/AppState.h"

#include <QAbstractListModel>
#include <QThreadPool>

namespace negatoscope::ui {

/// The films of the open data set that pass the filter. Up to 2,000 films are filtered at once;
/// for more the rows are made on a worker and swapped in when they are ready, so that 100,000
/// films never stop the window: `filtered` says when. Thread: GUI only.
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
    using Order = FilmOrder;

    explicit FilmModel(ThumbnailStore& thumbnails, QObject* parent = nullptr);
    ~FilmModel() override; ///< waits for the worker

    /// Empties the model; the films follow.
    void setManifest(const ManifestPtr& manifest);
    void setFilter(const FilmFilter& filter);
    const FilmFilter& filter() const { return m_filter; }
    void setOrder(Order order);

    // Of what is shown, as of the last `filtered`
    ManifestPtr manifest() const { return m_table->manifest; }
    const std::vector<QString>& kinds() const { return m_table->kinds; }
    const FacetCounts& counts() const { return m_selection->counts; }
    int patientCount() const { return m_selection->patients; }
    int rowOf(std::size_t item) const;     ///< −1 when it is filtered out
    int itemOf(const QString& path) const; ///< −1 when it is not in this data set
    ThumbnailStore& thumbnails() const { return m_thumbnails; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void filtered(); ///< rows and counts are new

private:
    struct Answer
    {
        FilmTablePtr table;
        FilmSelectionPtr selection;
    };
    void apply();
    void show(const Answer& answer);

    ThumbnailStore& m_thumbnails;
    QThreadPool m_worker;
    ManifestPtr m_wanted; ///< the data set that is, or soon will be, shown
    FilmTablePtr m_table;
    FilmSelectionPtr m_selection;
    FilmFilter m_filter;
    Order m_order = Order::Shuffled;
    int m_ticket = 0; ///< answers to an older question are thrown away
};

} // namespace negatoscope::ui
