#pragma once

#include "core/model/ConfigSchema.h"
#include "ui/widgets/FloatingPanel.h"

#include <QList>
#include <QString>

#include <vector>

class QGridLayout;
class QVBoxLayout;

namespace negatoscope::ui {

class LabDraft;
class ParameterField;
class TextLabel;

/// A panel that slides over the page beside the left column: every row of the configuration table
/// that was asked for, by group, or all options of one layer. Esc or the cross closes it.
class SettingsPanel final : public FloatingPanel
{
    Q_OBJECT

public:
    SettingsPanel(LabDraft& draft, QWidget* parent);
    /// Rows that do not apply to the draft (a schedule's options without that schedule) are hidden.
    void showParameters(const QString& title, const std::vector<const model::ParameterRow*>& rows);
    void showLayer(int layer);
    const QList<ParameterField*>& fields() const { return m_fields; }
    QString error() const; ///< of a field that cannot be used
    void closePanel();

Q_SIGNALS:
    void errorChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void clearContent();
    QGridLayout* addGroup(const QString& name);
    void updateApplicable();
    void present(const QString& title);

    LabDraft& m_draft;
    TextLabel* m_title = nullptr;
    QVBoxLayout* m_content = nullptr;
    QWidget* m_contentWidget = nullptr;
    QList<ParameterField*> m_fields;
    int m_layer = -1;
};

} // namespace negatoscope::ui
