#include "ui/runs/RunValues.h"

#include "core/model/ConfigSchema.h"
#include "ui/runs/RunsLibrary.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace negatoscope::ui {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(RunValues)
};

struct KindName
{
    MetricKind kind;
    const char* id;
    const char* words;
};
constexpr KindName kKinds[] = {
    {MetricKind::Best, "best", QT_TRANSLATE_NOOP("RunValues", "best")},
    {MetricKind::Lowest, "lowest", QT_TRANSLATE_NOOP("RunValues", "lowest")},
    {MetricKind::Highest, "highest", QT_TRANSLATE_NOOP("RunValues", "highest")},
    {MetricKind::Last, "last", QT_TRANSLATE_NOOP("RunValues", "last")},
};

const KindName& nameOf(MetricKind kind)
{
    return *std::find_if(std::begin(kKinds), std::end(kKinds),
        [kind](const KindName& name) { return name.kind == kind; });
}

/// A number of a setting; words and other values in the order of their texts.
class SettingScale
{
public:
    SettingScale(
        const tracking::SettingCodes& settings, std::size_t key, const QList<StoredRunPtr>& runs)
    {
        bool numbers = true;
        for (const StoredRunPtr& run : runs) {
            const nlohmann::json& value = settings.valueOf(run->codes, key);
            numbers = numbers && (value.is_number() || value.is_null());
            places[settingValueText(value)] = 0.0;
        }
        isNumber = numbers;
        double place = 0.0;
        for (auto& [text, at] : places) {
            at = place++;
            texts.append(text);
        }
    }
    bool isNumber = false;
    QStringList texts;
    std::map<QString, double> places;
};

RunAxis settingAxis(const RunsLibrary& library, std::size_t key, const QList<StoredRunPtr>& runs)
{
    const tracking::SettingCodes& settings = library.settings();
    const auto scale = std::make_shared<const SettingScale>(settings, key, runs);
    RunAxis axis;
    axis.id = QStringLiteral("setting:") + QString::fromStdString(settings.key(key));
    axis.title = settingTitle(settings.key(key));
    axis.valueOf = [&settings, key, scale](const StoredRun& run) {
        const nlohmann::json& value = settings.valueOf(run.codes, key);
        if (scale->isNumber) {
            return value.is_number() ? value.get<double>() : kNan;
        }
        const auto place = scale->places.find(settingValueText(value));
        return place == scale->places.end() ? kNan : place->second;
    };
    axis.text = [scale](double value) {
        if (scale->isNumber) {
            return QLocale().toString(value, 'g', 3);
        }
        return scale->texts.value(qRound(value));
    };
    if (scale->isNumber) {
        double low = std::numeric_limits<double>::infinity();
        double high = 0.0;
        for (const StoredRunPtr& run : runs) {
            const double value = axis.valueOf(*run);
            low = std::isnan(value) ? low : std::min(low, value);
            high = std::isnan(value) ? high : std::max(high, value);
        }
        axis.isLogarithmic = low > 0.0 && high / low >= 20.0; // rates, not layers
    }
    return axis;
}

RunAxis resultAxis(const QString& id, const QString& title,
    std::function<double(const StoredRun&)> valueOf, bool smaller = false)
{
    RunAxis axis{id, title, std::move(valueOf), {}, false, true, smaller};
    axis.text = [](double value) {
        return QLocale().toString(value, 'g', 4);
    };
    return axis;
}

/// The number that a word of the filter speaks of; NaN when it is none.
double namedValue(
    const StoredRun& run, const tracking::SettingCodes& settings, const std::string& name)
{
    static const std::map<std::string, std::string> kNames{{"auc", "val_auc"}, {"loss", "val_loss"},
        {"accuracy", "val_accuracy"}, {"sensitivity", "val_sensitivity"},
        {"specificity", "val_specificity"}, {"lr", "learning_rate"}};
    const auto known = kNames.find(name);
    const std::string key = known == kNames.end() ? name : known->second;
    if (key == "number") {
        return run.row.number;
    }
    if (const auto found = run.row.figures.find(key); found != run.row.figures.end()) {
        return found->second;
    }
    const auto setting = settings.find(key);
    if (!setting) {
        return kNan;
    }
    const nlohmann::json& value = settings.valueOf(run.codes, *setting);
    return value.is_number() ? value.get<double>() : kNan;
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

} // namespace

bool smallerIsBetter(const std::string& metric)
{
    return metric.ends_with("loss") || metric.ends_with("brier") || metric.ends_with("ece15");
}

double metricValue(const StoredRun& run, const std::string& metric, MetricKind kind)
{
    const auto found = run.row.ranges.find(metric);
    if (found == run.row.ranges.end()) {
        return kNan;
    }
    const tracking::MetricRange& range = found->second;
    switch (kind) {
    case MetricKind::Lowest:
        return range.lowest;
    case MetricKind::Highest:
        return range.highest;
    case MetricKind::Last:
        return range.last;
    case MetricKind::Best:
        break;
    }
    return smallerIsBetter(metric) ? range.lowest : range.highest;
}

double figureValue(const StoredRun& run, const std::string& name)
{
    const auto found = run.row.figures.find(name);
    return found == run.row.figures.end() ? kNan : found->second;
}

QString settingValueText(const nlohmann::json& value)
{
    if (value.is_null()) {
        return QStringLiteral("–");
    }
    if (value.is_boolean()) {
        return value.get<bool>() ? Words::tr("on") : Words::tr("off");
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
    return QString::fromStdString(
        value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

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
        return Words::tr("Layer %1: %2").arg(match.captured(1).toInt() + 1).arg(match.captured(2));
    }
    return QString::fromStdString(key);
}

QString metricTitle(const std::string& metric)
{
    static const std::map<std::string, const char*> kTitles{
        {"loss", QT_TRANSLATE_NOOP("RunValues", "Loss, training")},
        {"accuracy", QT_TRANSLATE_NOOP("RunValues", "Accuracy, training")},
        {"auc", QT_TRANSLATE_NOOP("RunValues", "AUC, training")},
        {"val_loss", QT_TRANSLATE_NOOP("RunValues", "Loss, validation")},
        {"val_accuracy", QT_TRANSLATE_NOOP("RunValues", "Accuracy, validation")},
        {"val_auc", QT_TRANSLATE_NOOP("RunValues", "AUC, validation")},
        {"val_sensitivity", QT_TRANSLATE_NOOP("RunValues", "Sensitivity, validation")},
        {"val_specificity", QT_TRANSLATE_NOOP("RunValues", "Specificity, validation")},
        {"learning_rate", QT_TRANSLATE_NOOP("RunValues", "Learning rate")}};
    const auto found = kTitles.find(metric);
    return found == kTitles.end() ? QString::fromStdString(metric) : Words::tr(found->second);
}

QString metricColumnTitle(const MetricColumn& column)
{
    return Words::tr("%1: %2").arg(
        metricTitle(column.metric), Words::tr(nameOf(column.kind).words));
}

QString metricColumnName(const MetricColumn& column)
{
    return QString::fromStdString(column.metric) + QLatin1Char(':') +
           QLatin1String(nameOf(column.kind).id);
}

std::optional<MetricColumn> metricColumnFromName(const QString& name)
{
    const qsizetype colon = name.lastIndexOf(QLatin1Char(':'));
    for (const KindName& kind : kKinds) {
        if (colon > 0 && name.mid(colon + 1) == QLatin1String(kind.id)) {
            return MetricColumn{name.left(colon).toStdString(), kind.kind};
        }
    }
    return std::nullopt;
}

MeanAndDeviation meanOf(
    const QList<StoredRunPtr>& runs, const std::function<double(const StoredRun&)>& valueOf)
{
    MeanAndDeviation result;
    const auto n = static_cast<double>(runs.size());
    for (const StoredRunPtr& run : runs) {
        result.mean += valueOf(*run) / n;
    }
    double squares = 0.0;
    for (const StoredRunPtr& run : runs) {
        squares += std::pow(valueOf(*run) - result.mean, 2);
    }
    result.deviation = runs.size() > 1 ? std::sqrt(squares / (n - 1.0)) : 0.0;
    return result;
}

QList<RunAxis> runAxes(const RunsLibrary& library, const QList<StoredRunPtr>& runs)
{
    QList<RunAxis> axes;
    std::vector<const std::vector<int>*> codes;
    for (const StoredRunPtr& run : runs) {
        if (run->isWhole) {
            codes.push_back(&run->codes);
        }
    }
    for (const std::size_t key : library.settings().keysOf(codes, true)) {
        axes.append(settingAxis(library, key, runs));
    }
    for (const char* metric : {"val_loss", "val_accuracy", "val_auc", "loss", "accuracy"}) {
        for (const MetricKind kind : {MetricKind::Best, MetricKind::Last}) {
            const MetricColumn column{metric, kind};
            const bool known =
                std::any_of(runs.begin(), runs.end(), [&column](const StoredRunPtr& run) {
                    return run->row.ranges.count(column.metric) > 0;
                });
            if (known) {
                axes.append(resultAxis(
                    QStringLiteral("metric:") + metricColumnName(column), metricColumnTitle(column),
                    [column](const StoredRun& run) {
                        return metricValue(run, column.metric, column.kind);
                    },
                    smallerIsBetter(column.metric)));
            }
        }
    }
    for (const char* figure : {"val_sensitivity", "val_specificity"}) {
        axes.append(resultAxis(QStringLiteral("figure:") + QLatin1String(figure),
            metricTitle(figure),
            [name = std::string(figure)](const StoredRun& run) { return figureValue(run, name); }));
    }
    axes.append(resultAxis(
        QStringLiteral("seconds"), Words::tr("Seconds"),
        [](const StoredRun& run) { return run.row.seconds; }, true));
    axes.append(resultAxis(
        QStringLiteral("epochs"), Words::tr("Epochs trained"),
        [](const StoredRun& run) { return static_cast<double>(run.row.epochs); }, true));
    return axes;
}

RunFilter::RunFilter(const QString& text)
    : m_text(text)
{
    static const QRegularExpression comparison(
        QStringLiteral("([\\w.]+)\\s*(>=|<=|>|<|=)\\s*([-+.\\deE]+)"));
    QString rest = text.toLower();
    for (auto it = comparison.globalMatch(rest); it.hasNext();) {
        const auto match = it.next();
        Comparison one{match.captured(1).toStdString(), match.captured(2)};
        one.limit = match.captured(3).toDouble(&one.isNumber);
        m_comparisons.append(one);
    }
    rest.remove(comparison);
    m_words = rest.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

bool RunFilter::passes(const StoredRun& run, const tracking::SettingCodes& settings) const
{
    for (const Comparison& one : m_comparisons) {
        if (!one.isNumber ||
            !compares(namedValue(run, settings, one.name), one.relation, one.limit)) {
            return false;
        }
    }
    if (m_words.isEmpty()) {
        return true;
    }
    QString text = runTitle(run.row) + QLatin1Char(' ') + QString::fromStdString(run.row.note) +
                   QLatin1Char(' ') + QString::number(run.row.number) + QLatin1Char(' ') +
                   QString::fromStdString(run.row.origin);
    for (const std::string& tag : run.row.tags) {
        text += QLatin1Char(' ') + QString::fromStdString(tag);
    }
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        const bool pinned = word == QLatin1String("starred") || word == QLatin1String("pinned");
        return pinned ? run.row.starred : text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace negatoscope::ui
