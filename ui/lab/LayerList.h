#pragma once

#include "core/training/RunRecord.h"

#include <QList>
#include <QPointer>
#include <QWidget>

#include <memory>

class QVBoxLayout;

namespace negatoscope::ui {

class LabDraft;
class LayerCard;
class StackCard;
class ValueEditor;

/// The head from top to bottom: pooling, the added layers, the classifier. A layer is dragged by
/// its grip; the insertion line shows where it would go and Esc lets it go. It also asks planHead
/// what the stack means and shows its objection on the card it is about.
class LayerList final : public QWidget
{
    Q_OBJECT

public:
    explicit LayerList(LabDraft& draft, QWidget* parent = nullptr);

    int selectedLayer() const { return m_selected; }
    void select(int layer, bool focus);
    QString stackError() const { return m_stackError; } ///< empty: the stack can be trained
    QString fieldError() const; ///< a value typed into a card that cannot be used
    qlonglong trainableHeadWeights() const { return m_headWeights; }
    void setReference(const std::shared_ptr<const training::RunRecord>& run);
    void setCompact(bool compact);
    /// Where a layer dropped at this height would be inserted, 0 … movable layers.
    int insertionIndexAt(int y) const;

Q_SIGNALS:
    void planChanged(); ///< errors or weight counts
    void layerOptionsRequested(int layer);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    void refresh();
    void plan();
    void connectCard(LayerCard& card);
    void endDrag(bool dropped);
    StackCard* cardForStackError() const;
    void clearCardErrors();
    void addFixedCards();

    LabDraft& m_draft;
    QVBoxLayout* m_layout = nullptr;
    StackCard* m_pooling = nullptr;
    ValueEditor* m_poolingEditor = nullptr;
    QList<LayerCard*> m_cards;
    StackCard* m_appended = nullptr; ///< the dense layer that planHead adds
    QPointer<QWidget> m_ghost;       ///< the picture under the pointer while dragging
    int m_selected = -1;
    bool m_focusSelected = false;
    int m_dragged = -1;
    int m_insertion = -1;
    QString m_stackError;
    qlonglong m_headWeights = 0;
    std::shared_ptr<const training::RunRecord> m_reference;
    bool m_compact = false;
};

} // namespace negatoscope::ui
