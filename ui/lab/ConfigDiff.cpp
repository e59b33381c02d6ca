#include "ui/lab/ConfigDiff.h"

#include "core/model/ConfigSchema.h"
#include "ui/commands/FreezeDepth.h"
#include "ui/commands/ValueText.h"

#include <QCoreApplication>

namespace negatoscope::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ConfigDiff)
};

QString changeText(const QString& what, const QString& from, const QString& to)
{
    return Words::tr("%1 %2 → %3", "what, from, to").arg(what, from, to);
}

bool sameTypes(const std::vector<model::LayerSpec>& a, const std::vector<model::LayerSpec>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const auto& x, const auto& y) { return x.type == y.type; });
}

QString stackText(const std::vector<model::LayerSpec>& layers)
{
    QStringList titles;
    for (const model::LayerSpec& layer : layers) {
        titles << layerSpecTitle(layer);
    }
    return titles.isEmpty() ? Words::tr("no layers") : titles.join(QStringLiteral(", "));
}

void addLayerDifferences(
    const model::LayerSpec& before, const model::LayerSpec& after, QStringList& lines)
{
    const QString name = layerName(after);
    if (before.enabled != after.enabled) {
        lines << (after.enabled ? Words::tr("%1 enabled").arg(name)
                                : Words::tr("%1 disabled").arg(name));
    }
    const model::LayerRow* row = model::findLayer(after.type);
    if (row == nullptr) {
        return;
    }
    for (const model::ParameterRow& argument : row->arguments) {
        const nlohmann::json had = before.options.value(argument.key, argument.defaultValue);
        const nlohmann::json has = after.options.value(argument.key, argument.defaultValue);
        if (had != has) {
            const QString what = argument.key == row->countKey
                                     ? name
                                     : name + QLatin1Char(' ') + schemaText(argument.label);
            lines << changeText(what, valueText(argument, had), valueText(argument, has));
        }
    }
}

} // namespace

QStringList configDifferences(const model::ModelConfig& before, const model::ModelConfig& after)
{
    QStringList lines;
    const QString frozenBefore = freezeLabel(freezeDepth(before));
    const QString frozenAfter = freezeLabel(freezeDepth(after));
    if (frozenBefore != frozenAfter) {
        lines << changeText(Words::tr("frozen"), frozenBefore, frozenAfter);
    }
    for (const model::ParameterRow& row : model::parameterRows()) {
        const bool applies = !row.applies || row.applies(before) || row.applies(after);
        const bool freeze = row.key == "strategy" || row.key == "fixed_layers";
        if (!applies || (freeze && frozenBefore != frozenAfter) || row.key == "added_layers") {
            continue;
        }
        const nlohmann::json had = row.get(before);
        const nlohmann::json has = row.get(after);
        if (had != has) {
            lines << changeText(schemaText(row.label), valueText(row, had), valueText(row, has));
        }
    }
    if (!sameTypes(before.addedLayers, after.addedLayers)) {
        lines << changeText(
            Words::tr("layers"), stackText(before.addedLayers), stackText(after.addedLayers));
        return lines;
    }
    for (std::size_t layer = 0; layer < after.addedLayers.size(); ++layer) {
        addLayerDifferences(before.addedLayers[layer], after.addedLayers[layer], lines);
    }
    return lines;
}

} // namespace negatoscope::ui
