#pragma once

#include "core/search/Study.h"

#include <QAbstractTableModel>

#include <vector>

namespace negatoscope::ui {

/// The leaderboard: trials of the search, best first, failed ones last; a column per setting that
/// varies.
class TrialModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void reset(std::vector<std::string> paths, const search::Objective& objective);
    void add(const search::Trial& trial);
    const search::Trial& trialAt(int row) const;
    const std::vector<search::Trial>& trials() const { return m_trials; } ///< best first

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isBefore(const search::Trial& a, const search::Trial& b) const;

    std::vector<std::string> m_paths;
    search::Objective m_objective;
    std::vector<search::Trial> m_trials;
};

/// One value of a trial for a table or an axis.
QString trialValueText(const nlohmann::json& value);

} // namespace negatoscope::ui
