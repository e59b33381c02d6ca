#pragma once

#include "core/model/ConfigSchema.h"

#include <QWidget>

#include <string>
#include <vector>

namespace negatoscope::ui {

class Field;
class LabDraft;
class TextLabel;
class ValueEditor;

/// One parameter of the dictionary in the form: label, control, the dot of "changed from the
/// default", the caption of "run 14 had 0.30", the sentence of an error. Edits go to the draft as
/// commands. The dot, Ctrl+R or the menu of a right-click resets.
class ParameterField final : public QWidget
{
    Q_OBJECT

public:
    ParameterField(const model::ParameterRow& row, LabDraft& draft, QWidget* parent = nullptr);
    const model::ParameterRow& row() const { return m_row; }
    bool hasError() const { return !m_error.isEmpty(); }
    QString error() const { return m_error; }
    bool isChanged() const;
    /// The configuration of the shown run, or null: "run 14 had 0.30" where it differs.
    void setReference(const model::ModelConfig* reference, const QString& runName);
    QWidget* control() const;

Q_SIGNALS:
    void errorChanged();

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void reset();
    void setError(const QString& sentence);

    const model::ParameterRow& m_row;
    LabDraft& m_draft;
    ValueEditor* m_editor = nullptr;
    Field* m_field = nullptr;
    TextLabel* m_value = nullptr; ///< beside a slider
    QString m_error;
};

/// The rows in the order of the table that pass a filter, e.g. the ten of the short form.
std::vector<const model::ParameterRow*> rowsWithKeys(const std::vector<std::string>& keys);

} // namespace negatoscope::ui
