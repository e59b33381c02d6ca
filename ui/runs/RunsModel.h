#pragma once

#include "ui/runs/RunsLibrary.h"

#include <QAbstractTableModel>

namespace negatoscope::ui {

/// The table of runs: a column for each setting that differs (or for every setting), and the same
/// results for all. With seeds grouped, runs that differ in their seed alone are one row: mean ±
/// sd. Sorting and searching happen here, so that the rows of the view are those of the model.
class RunsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Chosen,
        Name,
        FirstSetting ///< then the settings, then the results in the order of Result
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
        FailureRole
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
    QStringList idsAt(int row) const; ///< several for a group
    /// At most four, in the order in which they were chosen.
    QStringList chosen() const { return m_chosen; }
    void setChosen(const QStringList& ids);
    bool isFiltered() const { return !m_filter.isEmpty(); }

Q_SIGNALS:
    void chosenChanged();

private:
    struct Row
    {
        QList<StoredRunPtr> runs; ///< one, or the seeds of a group
    };
    void rebuild();
    void sortRows();
    bool passes(const StoredRun& run) const;
    QVariant settingText(const Row& row, int setting) const;
    QVariant sortValue(const Row& row, int column) const;
    QString resultText(const Row& row, Result result) const;
    QVariant nameData(const Row& row, int role) const;

    RunsLibrary& m_library;
    QList<Row> m_rows;
    std::vector<std::string> m_settings;
    QList<QString> m_usual; ///< the most frequent value of each setting
    QStringList m_chosen;
    QString m_filter;
    bool m_onlyDifferences = true;
    bool m_grouped = false;
    int m_sortColumn = Name;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

/// Best and last value of a metric, or a figure of the best epoch; NaN where there is none.
double figureOf(const StoredRun& run, RunsModel::Result result);

} // namespace negatoscope::ui
