#pragma once

#include "core/model/ModelConfig.h"

#include <QString>
#include <QUndoCommand>

#include <functional>

namespace negatoscope::ui {

class LabDraft;

/// Which part of the draft an edit touched, so that views refresh no more than they must.
enum class DraftChange {
    Parameters, ///< values of the training form or the freeze depth
    LayerValue, ///< an option or the switch of one layer; number and order are the same
    Stack,      ///< layers were added, removed or moved
    Everything  ///< another configuration: preset, paste, settings of a run
};

/// What an edit is about: edits of the same target within one gesture are one step.
struct EditTarget
{
    QString key;     ///< empty: never merged
    int gesture = 0; ///< one slider drag, one visit to a field
    bool operator==(const EditTarget&) const = default;
};

/// One edit of the draft: the configuration before and after it. A ModelConfig is a small value,
/// so that both are kept whole and an undo is exact whatever the edit was.
///
/// Edits with the same target and gesture merge into one step, as long as nothing came between.
class ConfigCommand final : public QUndoCommand
{
public:
    /// Says the text of an edit between two configurations; called again after a merge.
    using Describe =
        std::function<QString(const model::ModelConfig& before, const model::ModelConfig& after)>;

    ConfigCommand(LabDraft& draft, model::ModelConfig after, DraftChange change, Describe describe,
        EditTarget target = {});

    int id() const override;
    bool mergeWith(const QUndoCommand* other) override;
    void undo() override;
    void redo() override;

private:
    LabDraft& m_draft;
    model::ModelConfig m_before;
    model::ModelConfig m_after;
    DraftChange m_change;
    Describe m_describe;
    EditTarget m_target;
};

} // namespace negatoscope::ui
