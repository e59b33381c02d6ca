#include "ui/lab/SettingsPanel.h"

#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/ParameterField.h"
#include "ui/lab/ValueEditor.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Labels.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {
constexpr int kColumns = 2;
}

SettingsPanel::SettingsPanel(LabDraft& draft, QWidget* parent)
    : FloatingPanel(parent)
    , m_draft(draft)
    , m_title(new TextLabel({}, FontRole::Card))
{
    setObjectName(QStringLiteral("settingsPanel"));
    hide();
    auto* close = new IconButton(QStringLiteral("close"), tr("Close"));
    close->setObjectName(QStringLiteral("settingsPanelCloseButton"));
    connect(close, &QToolButton::clicked, this, &SettingsPanel::closePanel);
    auto* titleRow = new QHBoxLayout;
    titleRow->addWidget(m_title, 1);
    titleRow->addWidget(close);

    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    m_contentWidget = new QWidget;
    m_contentWidget->setAutoFillBackground(false);
    m_content = new QVBoxLayout(m_contentWidget);
    m_content->setContentsMargins(0, 0, 8, 0);
    m_content->setSpacing(10);
    area->setWidget(m_contentWidget);
    m_contentWidget->setAutoFillBackground(false); // setWidget() switches it on

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 8, 12);
    layout->setSpacing(8);
    layout->addLayout(titleRow);
    layout->addWidget(area, 1);
    connect(&m_draft, &LabDraft::changed, this, [this](DraftChange change) {
        const bool otherStack = change == DraftChange::Stack || change == DraftChange::Everything;
        if (m_layer >= 0 && otherStack) {
            closePanel(); // the layer may be another one, or gone
        } else if (isVisible()) {
            updateApplicable();
        }
    });
}

void SettingsPanel::clearContent()
{
    m_fields.clear();
    m_layer = -1;
    while (QLayoutItem* item = m_content->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

QGridLayout* SettingsPanel::addGroup(const QString& name)
{
    auto* group = new QWidget;
    auto* layout = new QVBoxLayout(group);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    if (!name.isEmpty()) {
        layout->addWidget(new TextLabel(name, FontRole::Strong));
    }
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    for (int column = 0; column < kColumns; ++column) {
        grid->setColumnStretch(column, 1);
    }
    layout->addLayout(grid);
    m_content->addWidget(group);
    return grid;
}

void SettingsPanel::showParameters(
    const QString& title, const std::vector<const model::ParameterRow*>& rows)
{
    clearContent();
    std::string group;
    QGridLayout* grid = nullptr;
    int cell = 0;
    for (const model::ParameterRow* row : rows) {
        if (grid == nullptr || row->group != group) {
            group = row->group;
            grid = addGroup(schemaText(group));
            cell = 0;
        }
        auto* field = new ParameterField(*row, m_draft);
        connect(field, &ParameterField::errorChanged, this, &SettingsPanel::errorChanged);
        grid->addWidget(field, cell / kColumns, cell % kColumns, Qt::AlignTop);
        m_fields.append(field);
        ++cell;
    }
    m_content->addStretch(1);
    updateApplicable();
    present(title);
}

void SettingsPanel::showLayer(int layer)
{
    clearContent();
    const model::LayerSpec& spec = m_draft.config().addedLayers[static_cast<std::size_t>(layer)];
    const model::LayerRow* row = model::findLayer(spec.type);
    if (row == nullptr) {
        return;
    }
    auto* effect = new TextLabel(schemaText(row->effect), FontRole::Small, Token::Text2);
    effect->setWordWrap(true);
    m_content->addWidget(effect);
    QGridLayout* grid = addGroup({});
    int cell = 0;
    for (const model::ParameterRow& argument : row->arguments) {
        auto* editor = new ValueEditor(argument);
        auto* field = new Field(schemaText(argument.label), editor);
        const nlohmann::json value = spec.options.value(argument.key, argument.defaultValue);
        editor->setValue(value);
        field->setChanged(value != argument.defaultValue,
            tr("Default %1").arg(valueText(argument, argument.defaultValue)));
        connect(editor, &ValueEditor::gestureStarted, this, [this] { m_draft.beginGesture(); });
        connect(editor, &ValueEditor::rejected, field, &Field::setError);
        connect(editor, &ValueEditor::edited, field,
            [this, field, layer, &argument](const nlohmann::json& edited) {
                const auto set = m_draft.setLayerOption(layer, argument.key, edited);
                field->setError(set ? QString() : fieldSentence(set.error()));
                field->setChanged(edited != argument.defaultValue,
                    tr("Default %1").arg(valueText(argument, argument.defaultValue)));
            });
        grid->addWidget(field, cell / kColumns, cell % kColumns, Qt::AlignTop);
        ++cell;
    }
    m_content->addStretch(1);
    m_layer = layer;
    present(tr("Layer %1: %2").arg(layer + 1).arg(layerName(spec)));
}

void SettingsPanel::present(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
    show();
    raise();
    m_contentWidget->setFocusPolicy(Qt::NoFocus);
    if (QWidget* first = m_contentWidget->nextInFocusChain()) {
        first->setFocus(Qt::OtherFocusReason);
    }
}

void SettingsPanel::updateApplicable()
{
    for (ParameterField* field : m_fields) {
        const auto& applies = field->row().applies;
        field->setEnabled(!applies || applies(m_draft.config()));
    }
}

QString SettingsPanel::error() const
{
    for (const ParameterField* field : m_fields) {
        if (field->hasError()) {
            return QStringLiteral("%1: %2").arg(schemaText(field->row().label), field->error());
        }
    }
    return {};
}

void SettingsPanel::closePanel()
{
    hide();
    clearContent();
    Q_EMIT errorChanged();
}

void SettingsPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        closePanel();
        return;
    }
    FloatingPanel::keyPressEvent(event);
}

} // namespace negatoscope::ui
