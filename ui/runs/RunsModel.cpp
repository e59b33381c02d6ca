#include "ui/runs/RunsModel.h"

#include "core/base/Text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace negatoscope::ui {

namespace {

constexpr int kMostChosen = 4;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool isPercent(RunsModel::Result result)
{
    return result == RunsModel::Accuracy || result == RunsModel::Sensitivity ||
           result == RunsModel::Specificity;
}

QString numberText(double value, bool percent)
{
    if (std::isnan(value)) {
        return QStringLiteral("–");
    }
    return percent ? QLocale().toString(100.0 * value, 'f', 1) : QLocale().toString(value, 'f', 3);
}

/// One run's number, or mean ± deviation of several.
QString meanText(const QList<StoredRunPtr>& runs,
    const std::function<double(const StoredRun&)>& valueOf, bool percent)
{
    const MeanAndDeviation mean = meanOf(runs, valueOf);
    if (runs.size() == 1 || std::isnan(mean.mean)) {
        return numberText(mean.mean, percent);
    }
    return QStringLiteral("%1 ± %2").arg(
        numberText(mean.mean, percent), numberText(mean.deviation, percent));
}

QString timeText(double seconds)
{
    const int whole = static_cast<int>(seconds + 0.5);
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString csvField(const QString& text)
{
    return QString::fromStdString(base::csvField(text.toStdString()));
}

} // namespace

double resultValue(const StoredRun& run, RunsModel::Result result)
{
    switch (result) {
    case RunsModel::LossBest:
        return metricValue(run, "val_loss", MetricKind::Best);
    case RunsModel::LossLast:
        return metricValue(run, "val_loss", MetricKind::Last);
    case RunsModel::AucBest:
        return metricValue(run, "val_auc", MetricKind::Best);
    case RunsModel::AucLast:
        return metricValue(run, "val_auc", MetricKind::Last);
    case RunsModel::Accuracy:
        return figureValue(run, "val_accuracy");
    case RunsModel::Sensitivity:
        return figureValue(run, "val_sensitivity");
    case RunsModel::Specificity:
        return figureValue(run, "val_specificity");
    case RunsModel::BestEpoch:
        return run.row.bestEpoch + 1;
    case RunsModel::Time:
        return run.row.seconds;
    case RunsModel::Test:
        return figureValue(run, "test_auc");
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
    connect(&m_library, &RunsLibrary::historiesLoaded, this, [this](const QStringList& ids) {
        for (const QString& id : ids) {
            if (const int row = rowOf(id); row >= 0) {
                const QModelIndex cell = index(row, resultColumn(Curve));
                Q_EMIT dataChanged(cell, cell);
            }
        }
    });
    connect(&m_library.link(), &MlflowLink::changed, this, &RunsModel::linkChanged);
    rebuild();
}

int RunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid()
               ? 0
               : FirstSetting + settingCount() + ResultCount + static_cast<int>(m_added.size());
}

void RunsModel::linkChanged()
{
    // Only what is sent right now changes its text; the rest follows from the store.
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(
            index(0, resultColumn(Server)), index(rowCount() - 1, resultColumn(Server)));
    }
}

void RunsModel::rebuildSettings()
{
    std::vector<const std::vector<int>*> codes;
    for (const Row& row : std::as_const(m_rows)) {
        for (const StoredRunPtr& run : row.runs) {
            if (run->isWhole) {
                codes.push_back(&run->codes);
            }
        }
    }
    const tracking::SettingCodes& settings = m_library.settings();
    m_settings = settings.keysOf(codes, m_onlyDifferences);
    if (m_grouped) {
        std::erase_if(
            m_settings, [&settings](std::size_t key) { return settings.key(key) == "seed"; });
    }
    m_usual.clear();
    for (const std::size_t key : m_settings) {
        std::unordered_map<int, int> counts;
        int usual = tracking::SettingCodes::kAbsent;
        int most = 0;
        for (const Row& row : std::as_const(m_rows)) {
            const int code = tracking::SettingCodes::codeOf(row.runs.front()->codes, key);
            if (const int count = ++counts[code]; count > most) {
                most = count;
                usual = code;
            }
        }
        m_usual.push_back(usual);
    }
}

void RunsModel::dropUnknownChosen()
{
    QStringList kept;
    for (const QString& id : std::as_const(m_chosen)) {
        if (m_library.find(id)) {
            kept.append(id);
        }
    }
    m_chosen = kept;
}

void RunsModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    std::unordered_map<std::string, qsizetype> groups;
    for (const StoredRunPtr& run : m_library.runs()) {
        if (!m_filter.isEmpty() && !m_filter.passes(*run, m_library.settings())) {
            continue;
        }
        if (m_grouped && run->isWhole) {
            const auto [place, isNew] = groups.try_emplace(run->groupKey, m_rows.size());
            if (!isNew) {
                m_rows[place->second].runs.append(run);
                continue;
            }
        }
        m_rows.append({{run}});
    }
    rebuildSettings();
    const QStringList before = m_chosen;
    dropUnknownChosen();
    sortRows();
    endResetModel();
    if (before != m_chosen) {
        Q_EMIT chosenChanged();
    }
}

double RunsModel::valueOf(const StoredRun& run, int column) const
{
    const int result = column - FirstSetting - settingCount();
    if (result < ResultCount) {
        return resultValue(run, static_cast<Result>(result));
    }
    const MetricColumn& added = m_added.at(result - ResultCount);
    return metricValue(run, added.metric, added.kind);
}

QVariant RunsModel::sortValue(const Row& row, int column) const
{
    const StoredRun& first = *row.runs.front();
    if (column == Name || column == Chosen) {
        return first.row.number;
    }
    if (column >= resultColumn(Curve)) {
        if (column == resultColumn(Server)) {
            return serverText(first);
        }
        return meanOf(row.runs, [&](const StoredRun& run) { return valueOf(run, column); }).mean;
    }
    const nlohmann::json& value = m_library.settings().valueOf(
        first.codes, m_settings[static_cast<std::size_t>(column - FirstSetting)]);
    if (value.is_null()) {
        return {};
    }
    return value.is_number() ? QVariant(value.get<double>()) : QVariant(settingValueText(value));
}

void RunsModel::sortRows()
{
    struct Key
    {
        QVariant value;
        qsizetype place;
    };
    std::vector<Key> keys;
    keys.reserve(static_cast<std::size_t>(m_rows.size()));
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        keys.push_back({sortValue(m_rows.at(i), m_sortColumn), i});
    }
    std::stable_sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) {
        // Pinned runs stay on top, whatever the column.
        const bool pinnedA = m_rows.at(a.place).runs.front()->row.starred;
        const bool pinnedB = m_rows.at(b.place).runs.front()->row.starred;
        if (pinnedA != pinnedB) {
            return pinnedA;
        }
        const bool numbers =
            a.value.typeId() != QMetaType::QString && b.value.typeId() != QMetaType::QString;
        if (numbers) {
            // What has no number comes last in both directions.
            const double u = a.value.isValid() ? a.value.toDouble() : kNan;
            const double v = b.value.isValid() ? b.value.toDouble() : kNan;
            if (std::isnan(u) || std::isnan(v)) {
                return !std::isnan(u) && std::isnan(v);
            }
            return m_sortOrder == Qt::AscendingOrder ? u < v : u > v;
        }
        const int order = QString::localeAwareCompare(a.value.toString(), b.value.toString());
        return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
    });
    QList<Row> sorted;
    sorted.reserve(m_rows.size());
    m_places.clear();
    for (const Key& key : keys) {
        for (const StoredRunPtr& run : m_rows.at(key.place).runs) {
            m_places.insert(QString::fromStdString(run->row.id), static_cast<int>(sorted.size()));
        }
        sorted.append(std::move(m_rows[key.place]));
    }
    m_rows.swap(sorted);
}

void RunsModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount()) {
        return;
    }
    Q_EMIT layoutAboutToBeChanged();
    // Selected runs stay selected, wherever their rows go.
    const QModelIndexList before = persistentIndexList();
    QStringList ids;
    for (const QModelIndex& index : before) {
        ids.append(index.data(IdRole).toString());
    }
    m_sortColumn = column;
    m_sortOrder = order;
    sortRows();
    for (qsizetype i = 0; i < before.size(); ++i) {
        changePersistentIndex(before.at(i), index(rowOf(ids.at(i)), before.at(i).column()));
    }
    Q_EMIT layoutChanged();
}

void RunsModel::setFilter(const QString& text)
{
    if (text != m_filter.text()) {
        m_filter = RunFilter(text);
        rebuild();
    }
}

void RunsModel::setAddedColumns(const QList<MetricColumn>& columns)
{
    if (columns != m_added) {
        beginResetModel();
        m_added = columns;
        m_sortColumn = std::min(m_sortColumn, columnCount() - 1);
        endResetModel();
    }
}

int RunsModel::rowOf(const QString& id) const
{
    return m_places.value(id, -1);
}

QList<StoredRunPtr> RunsModel::shownRuns() const
{
    QList<StoredRunPtr> runs;
    for (const Row& row : m_rows) {
        runs.append(row.runs);
    }
    return runs;
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
        return serverText(first);
    default:
        break;
    }
    return meanText(
        row.runs, [result](const StoredRun& run) { return resultValue(run, result); },
        isPercent(result));
}

QString RunsModel::addedText(const Row& row, int added) const
{
    const MetricColumn& column = m_added.at(added);
    return meanText(
        row.runs,
        [&column](const StoredRun& run) { return metricValue(run, column.metric, column.kind); },
        false);
}

QString RunsModel::serverText(const StoredRun& run) const
{
    if (!run.row.origin.empty()) {
        return tr("imported");
    }
    if (m_library.link().isSending() &&
        m_library.link().sendingRun() == QLatin1String(run.row.id.c_str())) {
        return tr("sending…");
    }
    if (!m_library.link().server().isSet()) {
        return tr("offline");
    }
    if (!run.sync) {
        return tr("waits");
    }
    switch (*run.sync) {
    case tracking::SyncState::Synced:
        return tr("sent");
    case tracking::SyncState::Failed:
        return tr("failed");
    case tracking::SyncState::Uploading:
        return tr("begun");
    case tracking::SyncState::Waiting:
        break;
    }
    return tr("waits");
}

QString RunsModel::settingOf(const StoredRun& run, int setting) const
{
    return settingValueText(
        m_library.settings().valueOf(run.codes, m_settings[static_cast<std::size_t>(setting)]));
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
        QStringList tags;
        for (const std::string& tag : first.tags) {
            tags.append(QString::fromStdString(tag));
        }
        if (!tags.isEmpty()) {
            text += QLatin1Char('\n') + tr("Tags: %1").arg(tags.join(QStringLiteral(", ")));
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
    case TagsRole: {
        QStringList tags;
        for (const std::string& tag : first.row.tags) {
            tags.append(QString::fromStdString(tag));
        }
        return tags;
    }
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
        const auto place = static_cast<std::size_t>(setting);
        if (role == DiffersRole) {
            return tracking::SettingCodes::codeOf(first.codes, m_settings[place]) != m_usual[place];
        }
        return role == Qt::DisplayRole ? QVariant(settingOf(first, setting)) : QVariant();
    }
    if (setting - settingCount() >= ResultCount) {
        if (role == Qt::DisplayRole) {
            return addedText(row, setting - settingCount() - ResultCount);
        }
        return role == Qt::TextAlignmentRole ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                             : QVariant();
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
        if (const HistoryPtr history = m_library.history(id)) {
            for (const training::EpochRecord& epoch : *history) {
                const auto loss = epoch.metrics.find("val_loss");
                points.append(loss == epoch.metrics.end() ? kNan : loss->second);
            }
        }
        return points;
    }
    return {};
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole &&
        ((section >= resultColumn(LossBest) && section <= resultColumn(Specificity)) ||
            section >= resultColumn(ResultCount))) {
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
        return settingTitle(
            m_library.settings().key(m_settings[static_cast<std::size_t>(setting)]));
    }
    if (section >= resultColumn(ResultCount)) {
        return metricColumnTitle(m_added.at(section - resultColumn(ResultCount)));
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

QString RunsModel::csv() const
{
    QString text;
    QStringList fields;
    for (int column = Name; column < columnCount(); ++column) {
        if (column != resultColumn(Curve)) {
            fields.append(csvField(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()));
        }
    }
    text = fields.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    for (int row = 0; row < rowCount(); ++row) {
        fields.clear();
        for (int column = Name; column < columnCount(); ++column) {
            if (column != resultColumn(Curve)) {
                fields.append(csvField(index(row, column).data().toString()));
            }
        }
        text += fields.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return text;
}

} // namespace negatoscope::ui
