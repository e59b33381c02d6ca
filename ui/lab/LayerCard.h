#pragma once

#include "core/model/ConfigSchema.h"
#include "core/model/LayerStack.h"
#include "ui/lab/StackCard.h"

#include <QList>

namespace negatoscope::ui {

class LabDraft;
class ValueEditor;

/// One layer of the draft. Keys while it (or a field in it) has the focus: Alt+↑/↓ move, Ctrl+D
/// duplicate, Del remove, Space disable. The classifier at the end has no grip and only its value
/// as text.
class LayerCard final : public StackCard
{
    Q_OBJECT

public:
    LayerCard(LabDraft& draft, int layer, QWidget* parent = nullptr);
    int layer() const { return m_layer; }
    bool isClassifier() const;
    void refresh();
    void setCompact(bool compact) override;
    /// What planHead says about this layer; null when the stack is illegal.
    void setPlan(const model::PlannedLayer* plan);
    /// The same layer in the shown run, to say "run 14 had 0.30"; null when it has none there.
    void setReference(const model::LayerSpec* spec, const QString& runName);

Q_SIGNALS:
    void selected(int layer);
    void optionsRequested(int layer);
    void dragStarted(int layer);
    void dragMoved(const QPoint& globalPosition);
    void dragEnded(bool dropped);
    void errorChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    const model::LayerSpec& spec() const;
    void addEditor(const model::ParameterRow& argument, int width);
    void showMenu(const QPoint& position);
    void updateCaption();
    bool handleKey(QKeyEvent& event);

    LabDraft& m_draft;
    int m_layer;
    QList<ValueEditor*> m_editors;
    QString m_planCaption;
    QString m_referenceCaption;
    QString m_valueError;
    QPoint m_pressed;
    bool m_pressedGrip = false;
    bool m_dragging = false;
};

} // namespace negatoscope::ui
