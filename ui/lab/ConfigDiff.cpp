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

void addLayerEdits(const model::LayerSpec& before, const model::LayerSpec& after, std::size_t layer,
    std::vector<ConfigEdit>& edits)
{
    const QString name = layerName(after);
    if (before.enabled != after.enabled) {
        edits.push_back(
            {after.enabled ? Words::tr("%1 enabled").arg(name) : Words::tr("%1 disabled").arg(name),
                [layer, enabled = before.enabled](model::ModelConfig& config) {
                    if (layer < config.addedLayers.size()) {
                        config.addedLayers[layer].enabled = enabled;
                    }
                }});
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
            edits.push_back({changeText(what, valueText(argument, had), valueText(argument, has)),
                [layer, key = argument.key, had](model::ModelConfig& config) {
                    if (layer < config.addedLayers.size()) {
                        config.addedLayers[layer].options[key] = had;
                    }
                }});
        }
    }
}

void addStackEdits(const model::ModelConfig& before, const model::ModelConfig& after,
    std::vector<ConfigEdit>& edits)
{
    if (!sameTypes(before.addedLayers, after.addedLayers)) {
        edits.push_back({changeText(Words::tr("layers"), stackText(before.addedLayers),
                             stackText(after.addedLayers)),
            [layers = before.addedLayers](model::ModelConfig& config) {
                config.addedLayers = layers;
            }});
        return;
    }
    for (std::size_t layer = 0; layer < after.addedLayers.size(); ++layer) {
        addLayerEdits(before.addedLayers[layer], after.addedLayers[layer], layer, edits);
    }
}

} // namespace

std::vector<ConfigEdit> configEdits(
    const model::ModelConfig& before, const model::ModelConfig& after)
{
    std::vector<ConfigEdit> edits;
    const QString frozenBefore = freezeLabel(freezeDepth(before));
    const QString frozenAfter = freezeLabel(freezeDepth(after));
    if (frozenBefore != frozenAfter) {
        edits.push_back({changeText(Words::tr("frozen"), frozenBefore, frozenAfter),
            [strategy = before.strategy, layers = before.fixedLayers](model::ModelConfig& config) {
                config.strategy = strategy;
                config.fixedLayers = layers;
            }});
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
            edits.push_back(
                {changeText(schemaText(row.label), valueText(row, had), valueText(row, has)),
                    [&row, had](model::ModelConfig& config) {
                        // A value that a configuration had is a legal one.
                        static_cast<void>(row.set(config, had));
                    }});
        }
    }
    addStackEdits(before, after, edits);
    return edits;
}

QStringList configDifferences(const model::ModelConfig& before, const model::ModelConfig& after)
{
    QStringList lines;
    for (const ConfigEdit& edit : configEdits(before, after)) {
        lines << edit.text;
    }
    return lines;
}

} // namespace negatoscope::ui
