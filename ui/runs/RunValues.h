#pragma once

#include "ui/runs/StoredRun.h"

#include <QList>
#include <QString>

#include <functional>

namespace negatoscope::ui {

class RunsLibrary;

/// What of a metric's epochs is meant. Best is the lowest loss, and the highest value of all else.
enum class MetricKind { Best, Lowest, Highest, Last };

/// A column that the user has added: "val_auc", Lowest.
struct MetricColumn
{
    std::string metric;
    MetricKind kind = MetricKind::Best;
    bool operator==(const MetricColumn&) const = default;
};

/// NaN where there is none.
double metricValue(const StoredRun& run, const std::string& metric, MetricKind kind);
/// A figure of the best epoch: "val_sensitivity"; NaN where there is none.
double figureValue(const StoredRun& run, const std::string& name);
bool smallerIsBetter(const std::string& metric);

/// "on", "0.001", "–".
QString settingValueText(const nlohmann::json& value);
/// "learning_rate" → the schema's word; "added_layers.1.units" → "Layer 2: units".
QString settingTitle(const std::string& key);
/// "val_auc" → "Validation AUC"; a name that is not known stays as it is.
QString metricTitle(const std::string& metric);
/// "Loss, validation: lowest".
QString metricColumnTitle(const MetricColumn& column);
/// "runs/columns" of the settings, and back.
QString metricColumnName(const MetricColumn& column);
std::optional<MetricColumn> metricColumnFromName(const QString& name);

/// Mean and deviation (n − 1; 0 for one value); NaN when any value is.
struct MeanAndDeviation
{
    double mean = 0.0;
    double deviation = 0.0;
};
MeanAndDeviation meanOf(
    const QList<StoredRunPtr>& runs, const std::function<double(const StoredRun&)>& valueOf);

/// Something of every run that can be drawn along an axis.
struct RunAxis
{
    QString id{}; ///< "setting:learning_rate", "metric:val_auc:best"
    QString title{};
    std::function<double(const StoredRun&)> valueOf{}; ///< NaN = none; words by their order
    std::function<QString(double)> text{};
    bool isLogarithmic = false;
    bool isResult = false;
    bool smallerIsBetter = false;
};
/// Settings that differ between these runs, then results.
QList<RunAxis> runAxes(const RunsLibrary& library, const QList<StoredRunPtr>& runs);

/// The words of the filter: "lr > 1e-4 pinned lecture".
class RunFilter
{
public:
    explicit RunFilter(const QString& text = {});
    bool isEmpty() const { return m_text.isEmpty(); }
    const QString& text() const { return m_text; }
    bool passes(const StoredRun& run, const tracking::SettingCodes& settings) const;

private:
    struct Comparison
    {
        std::string name;
        QString relation;
        double limit = 0.0;
        bool isNumber = false;
    };
    QString m_text;
    QList<Comparison> m_comparisons;
    QStringList m_words;
};

} // namespace negatoscope::ui
