#pragma once

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"
#include "ui/commands/ConfigCommand.h"

#include <QObject>
#include <QString>

class QUndoStack;

namespace negatoscope::ui {

/// The one editable configuration of the Lab. Every change is a command on the undo stack with a
/// text that names the thing and the value ("Dropout 0.30 → 0.50", "move Dropout below Dense").
/// An edit that makes an invalid value is refused with the reason and leaves no command; a layer
/// stack whose shapes do not fit is a legal draft (the Lab says so and does not train it).
///
/// Layer indices are positions in ModelConfig::addedLayers. Thread: GUI only.
class LabDraft final : public QObject
{
    Q_OBJECT

public:
    /// The stack must outlive the draft. Starts with the preset "instant" on the
    /// built-in phantom weights.
    explicit LabDraft(QUndoStack& stack, QObject* parent = nullptr);

    const model::ModelConfig& config() const { return m_config; }
    QUndoStack& undoStack() const { return m_stack; }

    /// Classes of the open data set; the last dense layer is fixed to it.
    int classCount() const { return m_classCount; }
    void setClassCount(int count);

    /// Edits of one target within one gesture merge. A slider begins one when it is grabbed, a
    /// field when it gets the focus.
    void beginGesture() { ++m_gesture; }

    // The training form
    base::Result<void> setParameter(const std::string& key, const nlohmann::json& value);
    base::Result<void> resetParameter(const std::string& key);
    /// Freezes the first `groups` of the 19 (stem, block 0 … 16, Conv_1); see FreezeDepth.h.
    void setFrozenGroups(int groups);
    /// Another configuration as a whole, e.g. "preset Quick".
    void replace(const model::ModelConfig& config, const QString& text);

    // The layer stack
    void addLayer(const std::string& type, int position);
    void removeLayer(int layer);
    void duplicateLayer(int layer);
    void moveLayer(int from, int to); ///< `to` is the index that the layer will have
    void resetLayer(int layer);
    void setLayerEnabled(int layer, bool enabled);
    base::Result<void> setLayerOption(
        int layer, const std::string& key, const nlohmann::json& value);

    int layerCount() const { return static_cast<int>(m_config.addedLayers.size()); }
    /// Index of the dense layer at the end that gives the classes, -1 if it will be appended. It
    /// cannot be moved, removed or disabled.
    int classifierLayer() const;
    /// Number of layers that can be moved: those before the classifier.
    int movableLayers() const;
    /// "Dense 128", "Dropout 0.30", "Flatten".
    QString layerTitle(int layer) const;

Q_SIGNALS:
    void changed(negatoscope::ui::DraftChange change);

private:
    friend class ConfigCommand;
    void apply(const model::ModelConfig& config, DraftChange change);
    void push(model::ModelConfig after, DraftChange change, ConfigCommand::Describe describe,
        const QString& mergeKey = {});
    void push(model::ModelConfig after, DraftChange change, const QString& text);
    bool isMovable(int layer) const { return layer >= 0 && layer < movableLayers(); }

    QUndoStack& m_stack;
    model::ModelConfig m_config;
    int m_classCount = 2;
    int m_gesture = 0;
};

} // namespace negatoscope::ui
