#include "ui/commands/LabDraft.h"

#include "core/model/ConfigSchema.h"
#include "ui/commands/FreezeDepth.h"
#include "ui/commands/ValueText.h"

#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace negatoscope::ui {

namespace {

base::Result<model::ModelConfig> validated(const model::ModelConfig& config)
{
    return model::configFromJson(nlohmann::json(model::toJson(config)));
}

} // namespace

LabDraft::LabDraft(QUndoStack& stack, QObject* parent)
    : QObject(parent)
    , m_stack(stack)
{
    if (const auto preset = model::presetConfig("instant")) {
        m_config = *preset;
        m_config.weights = "phantom"; // built in: works without any file or connection
    }
}

void LabDraft::setClassCount(int count)
{
    if (count >= 2 && count != m_classCount) {
        m_classCount = count;
        Q_EMIT changed(DraftChange::Stack);
    }
}

void LabDraft::apply(const model::ModelConfig& config, DraftChange change)
{
    m_config = config;
    Q_EMIT changed(change);
}

void LabDraft::push(model::ModelConfig after, DraftChange change, ConfigCommand::Describe describe,
    const QString& mergeKey)
{
    if (after == m_config) {
        return;
    }
    m_stack.push(new ConfigCommand(
        *this, std::move(after), change, std::move(describe), {mergeKey, m_gesture}));
}

void LabDraft::push(model::ModelConfig after, DraftChange change, const QString& text)
{
    push(std::move(after), change,
        [text](const model::ModelConfig&, const model::ModelConfig&) { return text; });
}

base::Result<void> LabDraft::setParameter(const std::string& key, const nlohmann::json& value)
{
    const model::ParameterRow* row = model::findParameter(key);
    if (row == nullptr) {
        return base::failure(
            base::ErrorCode::InvalidConfiguration, "there is no such parameter", key);
    }
    model::ModelConfig after = m_config;
    if (const auto set = row->set(after, value); !set) {
        return base::failure(set);
    }
    if (const auto valid = validated(after); !valid) {
        return base::failure(valid);
    }
    push(
        std::move(after), DraftChange::Parameters,
        [row](const model::ModelConfig& before, const model::ModelConfig& now) {
            return tr("%1 %2 → %3", "an edit: what, from, to")
                .arg(schemaText(row->label), valueText(*row, row->get(before)),
                    valueText(*row, row->get(now)));
        },
        QStringLiteral("parameter/") + QString::fromStdString(key));
    return {};
}

base::Result<void> LabDraft::resetParameter(const std::string& key)
{
    const model::ParameterRow* row = model::findParameter(key);
    return setParameter(key, row != nullptr ? row->defaultValue : nlohmann::json());
}

void LabDraft::setFrozenGroups(int groups)
{
    model::ModelConfig after = m_config;
    freezeGroups(after, groups);
    push(
        std::move(after), DraftChange::Parameters,
        [](const model::ModelConfig&, const model::ModelConfig& now) {
            return freezeCommandText(now);
        },
        QStringLiteral("freeze"));
}

void LabDraft::replace(const model::ModelConfig& config, const QString& text)
{
    push(config, DraftChange::Everything, text);
}

void LabDraft::addLayer(const std::string& type, int position)
{
    const model::LayerRow* row = model::findLayer(type);
    if (row == nullptr) {
        return;
    }
    model::ModelConfig after = m_config;
    const int index = std::clamp(position, 0, movableLayers());
    model::LayerSpec spec = model::defaultLayer(row->type);
    const QString title = layerSpecTitle(spec);
    after.addedLayers.insert(after.addedLayers.begin() + index, std::move(spec));
    push(std::move(after), DraftChange::Stack, tr("add %1").arg(title));
}

void LabDraft::removeLayer(int layer)
{
    if (!isMovable(layer)) {
        return;
    }
    model::ModelConfig after = m_config;
    after.addedLayers.erase(after.addedLayers.begin() + layer);
    push(std::move(after), DraftChange::Stack, tr("remove %1").arg(layerTitle(layer)));
}

void LabDraft::duplicateLayer(int layer)
{
    if (!isMovable(layer)) {
        return;
    }
    model::ModelConfig after = m_config;
    const model::LayerSpec copy = after.addedLayers[static_cast<std::size_t>(layer)];
    after.addedLayers.insert(after.addedLayers.begin() + layer + 1, copy);
    push(std::move(after), DraftChange::Stack, tr("duplicate %1").arg(layerTitle(layer)));
}

void LabDraft::moveLayer(int from, int to)
{
    if (!isMovable(from) || !isMovable(to) || from == to) {
        return;
    }
    model::ModelConfig after = m_config;
    auto first = after.addedLayers.begin();
    if (from < to) {
        std::rotate(first + from, first + from + 1, first + to + 1);
    } else {
        std::rotate(first + to, first + from, first + from + 1);
    }
    const QString moved = layerName(m_config.addedLayers[static_cast<std::size_t>(from)]);
    const QString passed = layerName(m_config.addedLayers[static_cast<std::size_t>(to)]);
    push(std::move(after), DraftChange::Stack,
        from < to ? tr("move %1 below %2").arg(moved, passed)
                  : tr("move %1 above %2").arg(moved, passed));
}

void LabDraft::resetLayer(int layer)
{
    if (!isMovable(layer)) {
        return;
    }
    model::ModelConfig after = m_config;
    model::LayerSpec& spec = after.addedLayers[static_cast<std::size_t>(layer)];
    spec.options = model::defaultLayer(spec.type).options;
    push(std::move(after), DraftChange::LayerValue, tr("reset %1").arg(layerName(spec)));
}

void LabDraft::setLayerEnabled(int layer, bool enabled)
{
    if (!isMovable(layer)) {
        return;
    }
    model::ModelConfig after = m_config;
    after.addedLayers[static_cast<std::size_t>(layer)].enabled = enabled;
    const QString title = layerTitle(layer);
    push(std::move(after), DraftChange::LayerValue,
        enabled ? tr("enable %1").arg(title) : tr("disable %1").arg(title));
}

base::Result<void> LabDraft::setLayerOption(
    int layer, const std::string& key, const nlohmann::json& value)
{
    if (layer < 0 || layer >= layerCount()) {
        return base::failure(base::ErrorCode::InvalidUsage, "there is no such layer");
    }
    const auto index = static_cast<std::size_t>(layer);
    const model::LayerRow* row = model::findLayer(m_config.addedLayers[index].type);
    const model::ParameterRow* argument = row == nullptr ? nullptr : findArgument(*row, key);
    if (argument == nullptr) {
        return base::failure(
            base::ErrorCode::InvalidConfiguration, "the layer has no such option", key);
    }
    model::ModelConfig after = m_config;
    after.addedLayers[index].options[key] = value;
    if (const auto valid = validated(after); !valid) {
        return base::failure(valid);
    }
    push(
        std::move(after), DraftChange::LayerValue,
        [row, argument, index, key](
            const model::ModelConfig& before, const model::ModelConfig& now) {
            const auto text = [&](const model::ModelConfig& config) {
                return valueText(*argument,
                    config.addedLayers[index].options.value(key, argument->defaultValue));
            };
            const QString name = schemaText(row->label);
            return key == row->countKey
                       ? tr("%1 %2 → %3", "an edit: what, from, to")
                             .arg(name, text(before), text(now))
                       : tr("%1: %2 %3 → %4", "an edit: layer, option, from, to")
                             .arg(name, schemaText(argument->label), text(before), text(now));
        },
        QStringLiteral("layer/%1/%2").arg(layer).arg(QString::fromStdString(key)));
    return {};
}

int LabDraft::classifierLayer() const
{
    // A disabled layer at the very end may still be dragged; the classifier is the last enabled
    // one only if nothing follows it.
    if (m_config.addedLayers.empty()) {
        return -1;
    }
    const model::LayerSpec& last = m_config.addedLayers.back();
    if (last.type != "dense" || !last.enabled) {
        return -1;
    }
    const auto units = last.options.find("units");
    if (units == last.options.end() || !units->is_number_integer()) {
        return -1;
    }
    const int count = units->get<int>();
    const bool sigmoid = last.options.value("activation", nlohmann::json()) == "sigmoid";
    const bool gives = count == m_classCount || (count == 1 && m_classCount == 2 && sigmoid);
    return gives ? layerCount() - 1 : -1;
}

int LabDraft::movableLayers() const
{
    return classifierLayer() < 0 ? layerCount() : layerCount() - 1;
}

QString LabDraft::layerTitle(int layer) const
{
    return layerSpecTitle(m_config.addedLayers[static_cast<std::size_t>(layer)]);
}

} // namespace negatoscope::ui
