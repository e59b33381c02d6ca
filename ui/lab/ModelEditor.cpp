#include "ui/lab/ModelEditor.h"

#include "core/model/ConfigSchema.h"
#include "ui/commands/FreezeDepth.h"
#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/BackboneCard.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/FittingScrollArea.h"
#include "ui/lab/LabPresets.h"
#include "ui/lab/LayerList.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kLeastListHeight = 90;

} // namespace

ModelEditor::ModelEditor(LabDraft& draft, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_backbone(new BackboneCard(draft))
    , m_layers(new LayerList(draft))
    , m_title(new TextLabel(tr("Model"), FontRole::Card))
    , m_total(new TextLabel({}, FontRole::Body, Token::Text2))
{
    m_total->setObjectName(QStringLiteral("trainableTotalLabel"));
    auto* presets = new Button(tr("Presets"), ButtonKind::Ghost, QStringLiteral("flag"));
    presets->setObjectName(QStringLiteral("presetsButton"));
    m_presets = presetMenu();
    presets->setMenu(m_presets);
    auto* titleRow = new QHBoxLayout;
    titleRow->setSpacing(6);
    titleRow->addWidget(m_title);
    titleRow->addStretch(1);
    titleRow->addWidget(presets);

    auto* area = new FittingScrollArea(kLeastListHeight);
    area->setContent(m_layers);

    auto* add = new Button(tr("Add layer"), ButtonKind::Link, QStringLiteral("plus"));
    add->setObjectName(QStringLiteral("addLayerButton"));
    m_layerMenu = layerMenu();
    add->setMenu(m_layerMenu);
    auto* footer = new QHBoxLayout;
    footer->addWidget(add);
    footer->addStretch(1);
    footer->addWidget(m_total);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(titleRow);
    layout->addWidget(m_backbone);
    layout->addWidget(area, 1);
    layout->addLayout(footer);

    connect(
        m_backbone, &BackboneCard::optionsRequested, this, &ModelEditor::backboneOptionsRequested);
    connect(m_layers, &LayerList::layerOptionsRequested, this, &ModelEditor::layerOptionsRequested);
    connect(m_layers, &LayerList::planChanged, this, [this] {
        refreshTotal();
        Q_EMIT errorChanged();
    });
    refreshTotal();
}

QMenu* ModelEditor::presetMenu()
{
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    bool lessons = false;
    for (const LabPreset& preset : labPresets()) {
        if (preset.bad && !lessons) {
            menu->addSection(tr("Fails in a way worth seeing"));
            lessons = true;
        }
        // The sentence stands where a shortcut would.
        QAction* action = menu->addAction(preset.title + QLatin1Char('\t') + preset.reason);
        action->setObjectName(QStringLiteral("preset_") + preset.id);
        action->setToolTip(preset.reason);
        connect(action, &QAction::triggered, this, [this, preset] { applyPreset(preset); });
    }
    menu->addSeparator();
    const Theme& theme = Theme::instance();
    QAction* copyAction = menu->addAction(
        theme.icon(QStringLiteral("copy"), 16, Token::Text2), tr("Copy as notebook text"));
    copyAction->setObjectName(QStringLiteral("copyConfigAction"));
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut); // shown; the column has the key
    connect(copyAction, &QAction::triggered, this, &ModelEditor::copy);
    QAction* pasteAction = menu->addAction(
        theme.icon(QStringLiteral("export"), 16, Token::Text2), tr("Paste notebook text"));
    pasteAction->setObjectName(QStringLiteral("pasteConfigAction"));
    pasteAction->setShortcut(QKeySequence::Paste);
    pasteAction->setShortcutContext(Qt::WidgetShortcut);
    connect(pasteAction, &QAction::triggered, this, &ModelEditor::paste);
    return menu;
}

QMenu* ModelEditor::layerMenu()
{
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    for (const model::LayerRow& row : model::layerRows()) {
        QAction* action = menu->addAction(
            Theme::instance().icon(
                row.icon.empty() ? QStringLiteral("dense") : QString::fromStdString(row.icon), 16,
                Token::Text2),
            schemaText(row.label));
        action->setObjectName(QStringLiteral("addLayer_%1").arg(QString::fromStdString(row.type)));
        action->setToolTip(schemaText(row.effect));
        connect(action, &QAction::triggered, this, [this, type = row.type] { addLayer(type); });
    }
    return menu;
}

QList<QAction*> ModelEditor::commands() const
{
    return m_presets->actions() + m_layerMenu->actions();
}

void ModelEditor::addLayer(const std::string& type)
{
    // Below the selected layer, else at the end, above the classifier.
    const int selected = m_layers->selectedLayer();
    const int movable = m_draft.movableLayers();
    const int position = selected >= 0 && selected < movable ? selected + 1 : movable;
    m_draft.addLayer(type, position);
    m_layers->select(position, true);
}

void ModelEditor::applyPreset(const LabPreset& preset)
{
    const auto config = presetOver(preset.id, m_draft.config(), m_draft.classCount());
    if (!config) {
        Q_EMIT pasteRefused(lineSentence(config.error()));
        return;
    }
    m_draft.replace(*config, tr("preset %1").arg(preset.title));
    Q_EMIT announced(tr("%1: %2", "preset, its sentence").arg(preset.title, preset.reason));
}

void ModelEditor::copy()
{
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(model::toNotebookText(m_draft.config())));
    Q_EMIT announced(tr("Copied as notebook text"));
}

void ModelEditor::paste()
{
    const QString text = QGuiApplication::clipboard()->text();
    const auto config = model::configFromText(text.toStdString());
    if (!config) {
        Q_EMIT pasteRefused(lineSentence(config.error()));
        return;
    }
    m_draft.replace(*config, tr("paste notebook text"));
}

void ModelEditor::refreshTotal()
{
    const qlonglong total =
        freezeDepth(m_draft.config()).trained + m_layers->trainableHeadWeights();
    m_total->setText(m_layers->stackError().isEmpty()
                         ? tr("%1 trainable", "weights").arg(QLocale().toString(total))
                         : QString());
}

QString ModelEditor::error() const
{
    const QString stack = m_layers->stackError();
    return stack.isEmpty() ? m_layers->fieldError() : stack;
}

void ModelEditor::setReference(const std::shared_ptr<const training::RunRecord>& run)
{
    m_layers->setReference(run);
}

void ModelEditor::setCompact(bool compact)
{
    m_title->setVisible(!compact);
    m_backbone->setCompact(compact);
    m_layers->setCompact(compact);
}

} // namespace negatoscope::ui
