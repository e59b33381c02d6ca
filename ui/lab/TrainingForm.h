#pragma once

#include "core/training/RunRecord.h"

#include <QList>
#include <QWidget>

#include <memory>

namespace negatoscope::ui {

class Button;
class LabDraft;
class ParameterField;
class TextLabel;

/// The training half of the left column, made from the rows of the configuration table that a
/// lesson needs; "More" asks for all of them.
class TrainingForm final : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingForm(LabDraft& draft, QWidget* parent = nullptr);
    QString error() const; ///< of a field that cannot be used; empty = none
    void setReference(const std::shared_ptr<const training::RunRecord>& run);
    void setCompact(bool compact);

Q_SIGNALS:
    void errorChanged();
    void moreRequested();
    void repeatChosen(int seeds); ///< how often one press of Train trains

private:
    void refreshChanged();
    void resetAll();

    LabDraft& m_draft;
    QList<ParameterField*> m_fields;
    TextLabel* m_title = nullptr;
    TextLabel* m_changed = nullptr;
    Button* m_reset = nullptr;
    std::shared_ptr<const training::RunRecord> m_reference;
};

} // namespace negatoscope::ui
