#include "ui/commands/ConfigCommand.h"

#include "ui/commands/LabDraft.h"

#include <utility>

namespace negatoscope::ui {

namespace {
constexpr int kConfigCommandId = 1;
}

ConfigCommand::ConfigCommand(LabDraft& draft, model::ModelConfig after, DraftChange change,
    Describe describe, EditTarget target)
    : m_draft(draft)
    , m_before(draft.config())
    , m_after(std::move(after))
    , m_change(change)
    , m_describe(std::move(describe))
    , m_target(std::move(target))
{
    setText(m_describe(m_before, m_after));
}

int ConfigCommand::id() const
{
    return kConfigCommandId;
}

bool ConfigCommand::mergeWith(const QUndoCommand* other)
{
    // QUndoStack only offers commands with the same id(): all of them are ConfigCommands.
    const auto* later = static_cast<const ConfigCommand*>(other);
    if (m_target.key.isEmpty() || !(m_target == later->m_target)) {
        return false;
    }
    m_after = later->m_after;
    setText(m_describe(m_before, m_after));
    setObsolete(m_before == m_after); // dragged there and back
    return true;
}

void ConfigCommand::undo()
{
    m_draft.apply(m_before, m_change);
}

void ConfigCommand::redo()
{
    m_draft.apply(m_after, m_change);
}

} // namespace negatoscope::ui
