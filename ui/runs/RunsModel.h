#pragma once

#include "ui/runs/RunValues.h"
#include "ui/runs/RunsLibrary.h"

#include <QAbstractTableModel>

namespace negatoscope::ui {

/// The table of runs: a column for each setting that differs (or for every setting), the same
/// results for all, and what the user has added of any metric. With seeds grouped, runs that differ
/// in their seed alone are one row: mean ± sd. Sorting and searching happen here, so that the rows
/// of the view are those of the model.
class RunsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Chosen,
        Name,
        FirstSetting ///< then the settings, the results in the order of Result, added columns
    };
    enum Result {
        Curve,
        LossBest,
        LossLast,
        AucBest,
        AucLast,
        Accuracy,
        Sensitivity,
        Specificity,
        BestEpoch,
        Time,
        Test,
        Server,
        ResultCount
    };
    enum Role {
        IdRole = Qt::UserRole, ///< of a group: the first of its runs
        SortRole,
        DiffersRole, ///< the value is not the most frequent one of its column
        MarkerRole,  ///< 0…3: the run's colour in the charts; none when it is not chosen
        CurveRole,   ///< QList<double>
        StarredRole,
        BestRole,
        FailureRole,
        TagsRole ///< QStringList
    };

    explicit RunsModel(RunsLibrary& library, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    void sort(int column, Qt::SortOrder order) override;

    /// Words, and comparisons joined by spaces: "lr > 1e-4 starred lesson4 auc >= 0.99".
    void setFilter(const QString& text);
    void setOnlyDifferences(bool only);
    void setGrouped(bool grouped);
    bool isGrouped() const { return m_grouped; }

    int settingCount() const { return static_cast<int>(m_settings.size()); }
    int resultColumn(Result result) const { return FirstSetting + settingCount() + result; }
    /// Columns after the results: any metric's best, lowest, highest or last value.
    const QList<MetricColumn>& addedColumns() const { return m_added; }
    void setAddedColumns(const QList<MetricColumn>& columns);
    QStringList idsAt(int row) const;      ///< several for a group
    int rowOf(const QString& id) const;    ///< −1 when it is not shown
    QList<StoredRunPtr> shownRuns() const; ///< in the order of the rows
    /// At most four, in the order in which they were chosen.
    QStringList chosen() const { return m_chosen; }
    void setChosen(const QStringList& ids);
    bool isFiltered() const { return !m_filter.isEmpty(); }
    QString csv() const; ///< the table as it is shown, RFC 4180

Q_SIGNALS:
    void chosenChanged();

private:
    struct Row
    {
        QList<StoredRunPtr> runs; ///< one, or the seeds of a group
    };
    void rebuild();
    void sortRows();
    void rebuildSettings();
    void dropUnknownChosen();
    QString settingOf(const StoredRun& run, int setting) const;
    double valueOf(const StoredRun& run, int column) const;
    QString addedText(const Row& row, int added) const;
    QString serverText(const StoredRun& run) const;
    void linkChanged();
    QVariant sortValue(const Row& row, int column) const;
    QString resultText(const Row& row, Result result) const;
    QVariant nameData(const Row& row, int role) const;

    RunsLibrary& m_library;
    QList<Row> m_rows;
    std::vector<std::size_t> m_settings; ///< keys of the library's settings
    std::vector<int> m_usual;            ///< code of the most frequent value of each
    QList<MetricColumn> m_added;
    QHash<QString, int> m_places; ///< row of each run
    QStringList m_chosen;
    RunFilter m_filter;
    bool m_onlyDifferences = true;
    bool m_grouped = false;
    int m_sortColumn = Name;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

/// Best and last value of a metric, or a figure of the best epoch; NaN where there is none.
double resultValue(const StoredRun& run, RunsModel::Result result);

} // namespace negatoscope::ui
