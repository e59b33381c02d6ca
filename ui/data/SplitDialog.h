#pragma once

#include "ui/shell/AppState.h"

#include <QDialog>

class QSpinBox;

namespace negatoscope::ui {

class Button;
class Field;

/// Splits the open films again by patient, with ratios and a seed, as one undoable step. The work
/// is done on a worker thread.
class SplitDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit SplitDialog(AppState& state, QWidget* parent = nullptr);

public Q_SLOTS:
    void accept() override;

private:
    void check();

    AppState& m_state;
    QSpinBox* m_validation = nullptr;
    QSpinBox* m_test = nullptr;
    QSpinBox* m_seed = nullptr;
    Field* m_testField = nullptr;
    Button* m_split = nullptr;
};

/// Replaces the data set by the same films in another split. For undo and redo.
void pushSplitCommand(AppState& state, const ManifestPtr& before, const ManifestPtr& after);

} // namespace negatoscope::ui
