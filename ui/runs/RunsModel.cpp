#include "ui/runs/RunsModel.h"

#include "core/model/ConfigSchema.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

namespace negatoscope::ui {

namespace {

constexpr int kMostChosen = 4;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Extremes
{
    double lowest = kNan;
    double highest = kNan;
    double last = kNan;
};

Extremes extremesOf(const StoredRun& run, const char* metric)
{
    Extremes found;
    for (const training::EpochRecord& epoch : run.history) {
        const auto value = epoch.metrics.find(metric);
        if (value == epoch.metrics.end() || !std::isfinite(value->second)) {
            continue;
        }
        found.last = value->second;
        found.lowest = std::isnan(found.lowest) ? found.last : std::min(found.lowest, found.last);
        found.highest =
            std::isnan(found.highest) ? found.last : std::max(found.highest, found.last);
    }
    return found;
}

double figure(const StoredRun& run, const char* name)
{
    const auto found = run.row.figures.find(name);
    return found == run.row.figures.end() ? kNan : found->second;
}

QString valueText(const nlohmann::json& value)
{
    if (value.is_null()) {
        return QStringLiteral("–");
    }
    if (value.is_boolean()) {
        return value.get<bool>() ? RunsModel::tr("on") : RunsModel::tr("off");
    }
    if (value.is_number_float()) {
        return QLocale().toString(value.get<double>(), 'g', 4);
    }
    if (value.is_number_integer()) {
        return QString::number(value.get<qlonglong>());
    }
    if (value.is_string()) {
        return QString::fromStdString(value.get<std::string>());
    }
    return QString::fromStdString(value.dump());
}

QString settingOf(const StoredRun& run, const std::string& key)
{
    const auto found = run.row.settings.find(key);
    return found == run.row.settings.end() ? QStringLiteral("–") : valueText(*found);
}

/// "learning_rate" → the schema's word; "added_layers.1.units" → "Layer 2: units".
QString settingTitle(const std::string& key)
{
    for (const model::ParameterRow& row : model::parameterRows()) {
        if (row.key == key) {
            return QCoreApplication::translate("ConfigSchema", row.label.c_str());
        }
    }
    static const QRegularExpression layer(QStringLiteral("^added_layers\\.(\\d+)\\.(.+)$"));
    const auto match = layer.match(QString::fromStdString(key));
    if (match.hasMatch()) {
        return RunsModel::tr("Layer %1: %2")
            .arg(match.captured(1).toInt() + 1)
            .arg(match.captured(2));
    }
    return QString::fromStdString(key);
}

bool isPercent(RunsModel::Result result)
{
    return result == RunsModel::Accuracy || result == RunsModel::Sensitivity ||
           result == RunsModel::Specificity;
}

QString numberText(double value, RunsModel::Result result)
{
    if (std::isnan(value)) {
        return QStringLiteral("–");
    }
    return isPercent(result) ? QLocale().toString(100.0 * value, 'f', 1)
                             : QLocale().toString(value, 'f', 3);
}

QString timeText(double seconds)
{
    const int whole = static_cast<int>(seconds + 0.5);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

/// The number that a word of the filter speaks of; NaN when it is none.
double namedFigure(const StoredRun& run, const QString& name)
{
    static const QHash<QString, std::string> kNames{{QStringLiteral("auc"), "val_auc"},
        {QStringLiteral("loss"), "val_loss"}, {QStringLiteral("accuracy"), "val_accuracy"},
        {QStringLiteral("sensitivity"), "val_sensitivity"},
        {QStringLiteral("specificity"), "val_specificity"}};
    const std::string key = kNames.value(name, name.toStdString());
    if (const auto found = run.row.figures.find(key); found != run.row.figures.end()) {
        return found->second;
    }
    const std::string setting = name == QLatin1String("lr") ? "learning_rate" : name.toStdString();
    const auto found = run.row.settings.find(setting);
    return found != run.row.settings.end() && found->is_number() ? found->get<double>() : kNan;
}

bool compares(double value, const QString& relation, double limit)
{
    if (std::isnan(value)) {
        return false;
    }
    if (relation == QLatin1String(">")) {
        return value > limit;
    }
    if (relation == QLatin1String("<")) {
        return value < limit;
    }
    if (relation == QLatin1String(">=")) {
        return value >= limit;
    }
    if (relation == QLatin1String("<=")) {
        return value <= limit;
    }
    return std::abs(value - limit) <= 1e-9 * std::max(1.0, std::abs(limit));
}

QString syncText(const StoredRun& run)
{
    if (!run.row.origin.empty()) {
        return RunsModel::tr("imported");
    }
    if (!run.sync) {
        return RunsModel::tr("waits");
    }
    switch (*run.sync) {
    case tracking::SyncState::Synced:
        return RunsModel::tr("sent");
    case tracking::SyncState::Failed:
        return RunsModel::tr("failed");
    case tracking::SyncState::Uploading:
        return RunsModel::tr("begun");
    case tracking::SyncState::Waiting:
        break;
    }
    return RunsModel::tr("waits");
}

} // namespace

double figureOf(const StoredRun& run, RunsModel::Result result)
{
    switch (result) {
    case RunsModel::LossBest:
        return extremesOf(run, "val_loss").lowest;
    case RunsModel::LossLast:
        return extremesOf(run, "val_loss").last;
    case RunsModel::AucBest:
        return extremesOf(run, "val_auc").highest;
    case RunsModel::AucLast:
        return extremesOf(run, "val_auc").last;
    case RunsModel::Accuracy:
        return figure(run, "val_accuracy");
    case RunsModel::Sensitivity:
        return figure(run, "val_sensitivity");
    case RunsModel::Specificity:
        return figure(run, "val_specificity");
    case RunsModel::BestEpoch:
        return run.row.bestEpoch + 1;
    case RunsModel::Time:
        return run.row.seconds;
    case RunsModel::Test:
        return figure(run, "test_auc");
    case RunsModel::Curve:
    case RunsModel::Server:
    case RunsModel::ResultCount:
        break;
    }
    return kNan;
}

RunsModel::RunsModel(RunsLibrary& library, QObject* parent)
    : QAbstractTableModel(parent)
    , m_library(library)
{
    connect(&m_library, &RunsLibrary::changed, this, &RunsModel::rebuild);
    rebuild();
}

int RunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : FirstSetting + settingCount() + ResultCount;
}

bool RunsModel::passes(const StoredRun& run) const
{
    static const QRegularExpression comparison(
        QStringLiteral("([\\w.]+)\\s*(>=|<=|>|<|=)\\s*([-+.\\deE]+)"));
    QString rest = m_filter.toLower();
    for (auto it = comparison.globalMatch(rest); it.hasNext();) {
        const auto match = it.next();
        bool isNumber = false;
        const double limit = match.captured(3).toDouble(&isNumber);
        if (!isNumber || !compares(namedFigure(run, match.captured(1)), match.captured(2), limit)) {
            return false;
        }
    }
    rest.remove(comparison);
    QString text = runTitle(run.row) + QLatin1Char(' ') + QString::fromStdString(run.row.note) +
                   QLatin1Char(' ') + QString::number(run.row.number) + QLatin1Char(' ') +
                   QString::fromStdString(run.row.origin);
    for (const std::string& tag : run.row.tags) {
        text += QLatin1Char(' ') + QString::fromStdString(tag);
    }
    for (const QString& word : rest.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const bool pinned = word == QLatin1String("starred") || word == QLatin1String("pinned");
        if (pinned ? !run.row.starred : !text.contains(word, Qt::CaseInsensitive)) {
            return false;
        }
    }
    return true;
}

void RunsModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    std::vector<tracking::RunRow> shown;
    QHash<QString, qsizetype> groups;
    for (const StoredRunPtr& run : m_library.runs()) {
        if (!passes(*run)) {
            continue;
        }
        shown.push_back(run->row);
        nlohmann::json settings = run->row.settings;
        settings.erase("seed");
        const QString key = m_grouped
                                ? QString::fromStdString(run->row.dataFingerprint + settings.dump())
                                : QString::fromStdString(run->row.id);
        const auto found = groups.constFind(key);
        if (found != groups.constEnd()) {
            m_rows[*found].runs.append(run);
        } else {
            groups.insert(key, m_rows.size());
            m_rows.append({{run}});
        }
    }
    m_settings.clear();
    if (m_onlyDifferences) {
        m_settings = tracking::differingSettings(shown);
    } else {
        for (const tracking::RunRow& row : shown) {
            for (const auto& [key, value] : row.settings.items()) {
                if (std::find(m_settings.begin(), m_settings.end(), key) == m_settings.end()) {
                    m_settings.push_back(key);
                }
            }
        }
    }
    if (m_grouped) {
        std::erase(m_settings, "seed");
    }
    m_usual.clear();
    for (const std::string& key : m_settings) {
        QHash<QString, int> counts;
        QString usual;
        for (const Row& row : std::as_const(m_rows)) {
            const QString text = settingOf(*row.runs.front(), key);
            if (++counts[text] > counts.value(usual)) {
                usual = text;
            }
        }
        m_usual.append(usual);
    }
    QStringList kept;
    for (const QString& id : std::as_const(m_chosen)) {
        if (m_library.find(id)) {
            kept.append(id);
        }
    }
    const bool changed = kept != m_chosen;
    m_chosen = kept;
    sortRows();
    endResetModel();
    if (changed) {
        Q_EMIT chosenChanged();
    }
}

QVariant RunsModel::sortValue(const Row& row, int column) const
{
    const StoredRun& first = *row.runs.front();
    if (column == Name || column == Chosen) {
        return first.row.number;
    }
    const int result = column - FirstSetting - settingCount();
    if (result >= 0) {
        if (result == Server) {
            return syncText(first);
        }
        double sum = 0.0;
        for (const StoredRunPtr& run : row.runs) {
            sum += figureOf(*run, static_cast<Result>(result));
        }
        return sum / static_cast<double>(row.runs.size());
    }
    const auto& settings = first.row.settings;
    const auto found = settings.find(m_settings[static_cast<std::size_t>(column - FirstSetting)]);
    if (found == settings.end()) {
        return {};
    }
    return found->is_number() ? QVariant(found->get<double>()) : QVariant(valueText(*found));
}

void RunsModel::sortRows()
{
    std::stable_sort(m_rows.begin(), m_rows.end(), [this](const Row& a, const Row& b) {
        // Pinned runs stay on top, whatever the column.
        const bool pinnedA = a.runs.front()->row.starred;
        const bool pinnedB = b.runs.front()->row.starred;
        if (pinnedA != pinnedB) {
            return pinnedA;
        }
        const QVariant x = sortValue(a, m_sortColumn);
        const QVariant y = sortValue(b, m_sortColumn);
        const bool numbers = x.typeId() != QMetaType::QString && y.typeId() != QMetaType::QString;
        if (numbers) {
            // What has no number comes last in both directions.
            const double u = x.isValid() ? x.toDouble() : kNan;
            const double v = y.isValid() ? y.toDouble() : kNan;
            if (std::isnan(u) || std::isnan(v)) {
                return !std::isnan(u) && std::isnan(v);
            }
            return m_sortOrder == Qt::AscendingOrder ? u < v : u > v;
        }
        const int order = QString::localeAwareCompare(x.toString(), y.toString());
        return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
    });
}

void RunsModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount()) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged();
    m_sortColumn = column;
    m_sortOrder = order;
    sortRows();
    Q_EMIT layoutChanged();
}

void RunsModel::setFilter(const QString& text)
{
    if (text != m_filter) {
        m_filter = text;
        rebuild();
    }
}

void RunsModel::setOnlyDifferences(bool only)
{
    if (only != m_onlyDifferences) {
        m_onlyDifferences = only;
        rebuild();
    }
}

void RunsModel::setGrouped(bool grouped)
{
    if (grouped != m_grouped) {
        m_grouped = grouped;
        rebuild();
    }
}

QStringList RunsModel::idsAt(int row) const
{
    QStringList ids;
    if (row >= 0 && row < m_rows.size()) {
        for (const StoredRunPtr& run : m_rows.at(row).runs) {
            ids.append(QString::fromStdString(run->row.id));
        }
    }
    return ids;
}

void RunsModel::setChosen(const QStringList& ids)
{
    const QStringList wanted = ids.mid(0, kMostChosen);
    if (wanted == m_chosen) {
        return;
    }
    m_chosen = wanted;
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
    Q_EMIT chosenChanged();
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == Chosen) {
        flags |= Qt::ItemIsUserCheckable;
    }
    if (index.column() == Name && index.isValid() && m_rows.at(index.row()).runs.size() == 1) {
        flags |= Qt::ItemIsEditable;
    }
    return flags;
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QStringList ids = idsAt(index.row());
    if (ids.isEmpty()) {
        return false;
    }
    if (role == Qt::EditRole && index.column() == Name) {
        m_library.rename(ids.front(), value.toString().trimmed());
        return true;
    }
    if (role != Qt::CheckStateRole || index.column() != Chosen) {
        return false;
    }
    QStringList chosen = m_chosen;
    if (chosen.removeAll(ids.front()) == 0) {
        if (chosen.size() == kMostChosen) {
            chosen.removeFirst();
        }
        chosen.append(ids.front());
    }
    setChosen(chosen);
    return true;
}

QString RunsModel::resultText(const Row& row, Result result) const
{
    const StoredRun& first = *row.runs.front();
    switch (result) {
    case Curve:
    case ResultCount:
        return {};
    case BestEpoch:
        return row.runs.size() > 1 || first.row.bestEpoch < 0
                   ? QStringLiteral("–")
                   : QStringLiteral("%1 / %2").arg(first.row.bestEpoch + 1).arg(first.row.epochs);
    case Time:
        return timeText(first.row.seconds);
    case Server:
        return syncText(first);
    default:
        break;
    }
    double sum = 0.0;
    double squares = 0.0;
    for (const StoredRunPtr& run : row.runs) {
        const double value = figureOf(*run, result);
        sum += value;
        squares += value * value;
    }
    const auto n = static_cast<double>(row.runs.size());
    const double mean = sum / n;
    if (row.runs.size() == 1 || std::isnan(mean)) {
        return numberText(mean, result);
    }
    const double deviation = std::sqrt(std::max(0.0, (squares - n * mean * mean) / (n - 1.0)));
    return QStringLiteral("%1 ± %2").arg(numberText(mean, result), numberText(deviation, result));
}

QVariant RunsModel::settingText(const Row& row, int setting) const
{
    return settingOf(*row.runs.front(), m_settings[static_cast<std::size_t>(setting)]);
}

QVariant RunsModel::nameData(const Row& row, int role) const
{
    const tracking::RunRow& first = row.runs.front()->row;
    switch (role) {
    case Qt::DisplayRole:
        return row.runs.size() == 1
                   ? runTitle(first)
                   : tr("%n seed(s) of %1", nullptr, static_cast<int>(row.runs.size()))
                         .arg(runTitle(first));
    case Qt::EditRole:
        return QString::fromStdString(first.name);
    case Qt::ToolTipRole: {
        QString text = tr("Run %1").arg(first.number);
        if (!first.origin.empty()) {
            text += QLatin1Char('\n') + QString::fromStdString(first.origin);
        }
        if (!first.note.empty()) {
            text += QLatin1Char('\n') + QString::fromStdString(first.note);
        }
        if (!first.bestReason.empty()) {
            text +=
                QLatin1Char('\n') + tr("Best: %1").arg(QString::fromStdString(first.bestReason));
        }
        return text;
    }
    default:
        return {};
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const Row& row = m_rows.at(index.row());
    const StoredRun& first = *row.runs.front();
    const QString id = QString::fromStdString(first.row.id);
    switch (role) {
    case IdRole:
        return id;
    case SortRole:
        return sortValue(row, index.column());
    case StarredRole:
        return first.row.starred;
    case BestRole:
        return !first.row.bestReason.empty();
    case FailureRole:
        return QString::fromStdString(first.row.failure);
    case MarkerRole:
        return m_chosen.contains(id) ? QVariant(static_cast<int>(m_chosen.indexOf(id)))
                                     : QVariant();
    default:
        break;
    }
    if (index.column() == Chosen) {
        return role == Qt::CheckStateRole
                   ? QVariant(m_chosen.contains(id) ? Qt::Checked : Qt::Unchecked)
                   : QVariant();
    }
    if (index.column() == Name) {
        return nameData(row, role);
    }
    const int setting = index.column() - FirstSetting;
    if (setting < settingCount()) {
        if (role == DiffersRole) {
            return settingText(row, setting).toString() != m_usual.value(setting);
        }
        return role == Qt::DisplayRole ? settingText(row, setting) : QVariant();
    }
    const auto result = static_cast<Result>(setting - settingCount());
    if (role == Qt::DisplayRole) {
        return resultText(row, result);
    }
    if (role == Qt::TextAlignmentRole && result >= LossBest && result <= Specificity) {
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && result == Server) {
        return first.syncDetail;
    }
    if (role == CurveRole && result == Curve) {
        QVariantList points;
        for (const training::EpochRecord& epoch : first.history) {
            const auto loss = epoch.metrics.find("val_loss");
            points.append(loss == epoch.metrics.end() ? kNan : loss->second);
        }
        return points;
    }
    return {};
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole &&
        section >= resultColumn(LossBest) && section <= resultColumn(Specificity)) {
        return QVariant(Qt::AlignRight | Qt::AlignVCenter); // above its numbers
    }
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    if (section == Chosen) {
        return role == Qt::ToolTipRole ? tr("Chosen for the comparison below, at most four")
                                       : QString();
    }
    if (section == Name) {
        return tr("Run");
    }
    const int setting = section - FirstSetting;
    if (setting < settingCount()) {
        return settingTitle(m_settings[static_cast<std::size_t>(setting)]);
    }
    switch (static_cast<Result>(setting - settingCount())) {
    case Curve:
        return tr("Val. loss");
    case LossBest:
        return tr("Loss best");
    case LossLast:
        return tr("Loss last");
    case AucBest:
        return tr("AUC best");
    case AucLast:
        return tr("AUC last");
    case Accuracy:
        return tr("Accuracy");
    case Sensitivity:
        return tr("Sens.");
    case Specificity:
        return tr("Spec.");
    case BestEpoch:
        return tr("Best at");
    case Time:
        return tr("Time");
    case Test:
        return tr("Test AUC");
    case Server:
        return QStringLiteral("MLflow");
    case ResultCount:
        break;
    }
    return {};
}

} // namespace negatoscope::ui
