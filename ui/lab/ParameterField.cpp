#include "ui/lab/ParameterField.h"

#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/ValueEditor.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/LogSlider.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QShortcut>
#include <QVBoxLayout>

namespace negatoscope::ui {

ParameterField::ParameterField(const model::ParameterRow& row, LabDraft& draft, QWidget* parent)
    : QWidget(parent)
    , m_row(row)
    , m_draft(draft)
    , m_editor(new ValueEditor(row))
{
    m_field = new Field(schemaText(row.label), m_editor);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_field);
    setToolTip(schemaText(row.effect));
    connect(m_field, &Field::resetRequested, this, &ParameterField::reset);
    auto* resetKey = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_R), this);
    resetKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(resetKey, &QShortcut::activated, this, &ParameterField::reset);

    if (qobject_cast<LogSlider*>(m_editor->control()) != nullptr) {
        // The number of a slider stands at the right end of its label row.
        m_value = new TextLabel({}, FontRole::Strong, Token::Text, this);
        m_value->setAlignment(Qt::AlignRight | Qt::AlignTop);
        m_value->setAttribute(Qt::WA_TransparentForMouseEvents);
        m_value->setObjectName(QString::fromStdString(row.key) + QStringLiteral("Value"));
    }
    connect(m_editor, &ValueEditor::gestureStarted, this, [this] { m_draft.beginGesture(); });
    connect(m_editor, &ValueEditor::rejected, this, &ParameterField::setError);
    connect(m_editor, &ValueEditor::edited, this, [this](const nlohmann::json& value) {
        const auto set = m_draft.setParameter(m_row.key, value);
        setError(set ? QString() : fieldSentence(set.error()));
    });
    connect(&m_draft, &LabDraft::changed, this, [this](DraftChange change) {
        if (change == DraftChange::Parameters || change == DraftChange::Everything) {
            refresh();
        }
    });
    refresh();
}

QWidget* ParameterField::control() const
{
    return m_editor->control();
}

bool ParameterField::isChanged() const
{
    return m_row.get(m_draft.config()) != m_row.defaultValue;
}

void ParameterField::refresh()
{
    const nlohmann::json value = m_row.get(m_draft.config());
    m_editor->setValue(value);
    setError({});
    m_field->setChanged(isChanged(),
        tr("Default %1. Click to reset (Ctrl+R).").arg(valueText(m_row, m_row.defaultValue)));
    if (m_value != nullptr) {
        m_value->setText(valueText(m_row, value));
        m_value->adjustSize();
        m_value->setGeometry(0, 0, width(), m_value->sizeHint().height());
    }
}

void ParameterField::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_value != nullptr) {
        m_value->setGeometry(0, 0, width(), m_value->sizeHint().height());
    }
}

void ParameterField::setError(const QString& sentence)
{
    if (sentence == m_error) {
        return;
    }
    m_error = sentence;
    m_field->setError(sentence);
    Q_EMIT errorChanged();
}

void ParameterField::setReference(const model::ModelConfig* reference, const QString& runName)
{
    QString text;
    if (reference != nullptr) {
        const nlohmann::json had = m_row.get(*reference);
        if (had != m_row.get(m_draft.config())) {
            text = tr("%1 had %2", "run name, value").arg(runName, valueText(m_row, had));
        }
    }
    m_field->setEditedText(text);
}

void ParameterField::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* reset = menu->addAction(tr("Reset to %1").arg(valueText(m_row, m_row.defaultValue)));
    reset->setEnabled(isChanged());
    connect(reset, &QAction::triggered, this, &ParameterField::reset);
    menu->popup(event->globalPos());
}

void ParameterField::reset()
{
    m_draft.beginGesture();
    const auto set = m_draft.resetParameter(m_row.key);
    setError(set ? QString() : fieldSentence(set.error()));
}

std::vector<const model::ParameterRow*> rowsWithKeys(const std::vector<std::string>& keys)
{
    std::vector<const model::ParameterRow*> rows;
    for (const std::string& key : keys) {
        if (const model::ParameterRow* row = model::findParameter(key)) {
            rows.push_back(row);
        }
    }
    return rows;
}

} // namespace negatoscope::ui
