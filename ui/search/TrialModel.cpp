#include "ui/search/TrialModel.h"

#include <QLocale>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kFixedColumns = 4; // place, trial, figure, epochs

} // namespace

QString trialValueText(const nlohmann::json& value)
{
    if (value.is_string())
        return QString::fromStdString(value.get<std::string>());
    if (value.is_boolean())
        return value.get<bool>() ? TrialModel::tr("yes") : TrialModel::tr("no");
    if (value.is_number_integer())
        return QLocale().toString(value.get<qlonglong>());
    if (value.is_number())
        return QLocale().toString(value.get<double>(), 'g', 3);
    return QString::fromStdString(value.dump()).left(20);
}

void TrialModel::reset(std::vector<std::string> paths, const search::Objective& objective)
{
    beginResetModel();
    m_paths = std::move(paths);
    m_objective = objective;
    m_trials.clear();
    endResetModel();
}

bool TrialModel::isBefore(const search::Trial& a, const search::Trial& b) const
{
    if (a.objective.has_value() != b.objective.has_value())
        return a.objective.has_value();
    if (!a.objective)
        return a.number < b.number;
    const bool wholeA = a.outcome == search::TrialOutcome::Completed;
    const bool wholeB = b.outcome == search::TrialOutcome::Completed;
    if (wholeA != wholeB)
        return wholeA;
    return m_objective.oriented(*a.objective) > m_objective.oriented(*b.objective);
}

void TrialModel::add(const search::Trial& trial)
{
    const auto place = std::find_if(m_trials.begin(), m_trials.end(),
        [&](const search::Trial& other) { return isBefore(trial, other); });
    const int row = static_cast<int>(place - m_trials.begin());
    beginInsertRows({}, row, row);
    m_trials.insert(place, trial);
    endInsertRows();
}

const search::Trial& TrialModel::trialAt(int row) const
{
    return m_trials[static_cast<std::size_t>(row)];
}

int TrialModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_trials.size());
}

int TrialModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : kFixedColumns + static_cast<int>(m_paths.size());
}

QVariant TrialModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const search::Trial& trial = trialAt(index.row());
    if (role == Qt::ToolTipRole && !trial.failure.empty())
        return QString::fromStdString(trial.failure);
    if (role == Qt::TextAlignmentRole && index.column() < kFixedColumns)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case 0:
        return index.row() + 1;
    case 1:
        return trial.number;
    case 2:
        return trial.objective ? QLocale().toString(*trial.objective, 'f', 4) : tr("failed");
    case 3:
        return trial.outcome == search::TrialOutcome::StoppedEarly
                   ? tr("%1, stopped").arg(trial.epochs)
                   : QString::number(trial.epochs);
    default:
        break;
    }
    const std::string& path = m_paths[static_cast<std::size_t>(index.column() - kFixedColumns)];
    return trial.values.contains(path) ? trialValueText(nlohmann::json(trial.values[path]))
                                       : QStringLiteral("–");
}

QVariant TrialModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case 0:
        return tr("Place");
    case 1:
        return tr("Trial");
    case 2:
        return QString::fromStdString(m_objective.name);
    case 3:
        return tr("Epochs");
    default:
        return QString::fromStdString(m_paths[static_cast<std::size_t>(section - kFixedColumns)]);
    }
}

} // namespace negatoscope::ui
