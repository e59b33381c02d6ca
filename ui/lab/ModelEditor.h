#pragma once

#include "core/training/RunRecord.h"

#include <QList>
#include <QWidget>

#include <memory>

class QAction;
class QMenu;

namespace negatoscope::ui {

class BackboneCard;
class Button;
class LabDraft;
struct LabPreset;
class LayerList;
class TextLabel;

/// The model half of the left column: backbone, pooling, layers, "Add layer", the total, and the
/// menu of presets with copy and paste as notebook text.
class ModelEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit ModelEditor(LabDraft& draft, QWidget* parent = nullptr);
    BackboneCard& backbone() { return *m_backbone; }
    LayerList& layers() { return *m_layers; }
    QString error() const; ///< why this model cannot be trained; empty = it can
    void setReference(const std::shared_ptr<const training::RunRecord>& run);
    void setCompact(bool compact);
    QList<QAction*> commands() const; ///< presets, copy and paste, "add layer": for the palette

public Q_SLOTS:
    void paste(); ///< the clipboard's notebook text or JSON becomes the draft, undoable
    void copy();

Q_SIGNALS:
    void errorChanged();
    void backboneOptionsRequested();
    void layerOptionsRequested(int layer);
    void pasteRefused(const QString& sentence); ///< the clipboard holds no configuration
    void announced(const QString& text);

private:
    QMenu* presetMenu();
    QMenu* layerMenu();
    void applyPreset(const LabPreset& preset);
    void addLayer(const std::string& type);
    void refreshTotal();

    LabDraft& m_draft;
    BackboneCard* m_backbone = nullptr;
    LayerList* m_layers = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_total = nullptr;
    QMenu* m_presets = nullptr;
    QMenu* m_layerMenu = nullptr;
};

} // namespace negatoscope::ui
