#include "ui/lab/ModelEditor.h"

#include "core/model/ConfigSchema.h"
#include "ui/commands/FreezeDepth.h"
#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/BackboneCard.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/FittingScrollArea.h"
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

struct Preset
{
    const char* name;
    const char* title;
    const char* reason;
};

constexpr Preset kPresets[] = {
    {"notebook", QT_TRANSLATE_NOOP("Preset", "Notebook"),
        QT_TRANSLATE_NOOP("Preset", "The dictionary of the course notebook, as it is.")},
    {"instant", QT_TRANSLATE_NOOP("Preset", "Instant"),
        QT_TRANSLATE_NOOP("Preset", "Frozen backbone: a result in seconds.")},
    {"quick", QT_TRANSLATE_NOOP("Preset", "Quick"),
        QT_TRANSLATE_NOOP("Preset", "The last blocks adapt to the films: minutes.")},
    {"best", QT_TRANSLATE_NOOP("Preset", "Best"),
        QT_TRANSLATE_NOOP("Preset", "More views and epochs: the most accurate, and the slowest.")},
};

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
    presets->setMenu(presetMenu());
    auto* titleRow = new QHBoxLayout;
    titleRow->setSpacing(6);
    titleRow->addWidget(m_title);
    titleRow->addStretch(1);
    titleRow->addWidget(presets);

    auto* area = new FittingScrollArea(kLeastListHeight);
    area->setContent(m_layers);

    auto* add = new Button(tr("Add layer"), ButtonKind::Link, QStringLiteral("plus"));
    add->setObjectName(QStringLiteral("addLayerButton"));
    add->setMenu(layerMenu());
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
    for (const Preset& preset : kPresets) {
        const QString title = QCoreApplication::translate("Preset", preset.title);
        QAction* action = menu->addAction(title);
        action->setObjectName(QStringLiteral("preset_%1").arg(QLatin1String(preset.name)));
        action->setToolTip(QCoreApplication::translate("Preset", preset.reason));
        connect(action, &QAction::triggered, this,
            [this, title, name = QString::fromLatin1(preset.name)] { applyPreset(name, title); });
    }
    menu->addSeparator();
    const Theme& theme = Theme::instance();
    QAction* copyAction = menu->addAction(
        theme.icon(QStringLiteral("copy"), 16, Token::Text2), tr("Copy as notebook text"));
    copyAction->setObjectName(QStringLiteral("copyConfigAction"));
    connect(copyAction, &QAction::triggered, this, &ModelEditor::copy);
    QAction* pasteAction = menu->addAction(
        theme.icon(QStringLiteral("export"), 16, Token::Text2), tr("Paste notebook text"));
    pasteAction->setObjectName(QStringLiteral("pasteConfigAction"));
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

void ModelEditor::addLayer(const std::string& type)
{
    // Below the selected layer, else at the end, above the classifier.
    const int selected = m_layers->selectedLayer();
    const int movable = m_draft.movableLayers();
    const int position = selected >= 0 && selected < movable ? selected + 1 : movable;
    m_draft.addLayer(type, position);
    m_layers->select(position, true);
}

void ModelEditor::applyPreset(const QString& name, const QString& title)
{
    const auto preset = model::presetConfig(name.toStdString());
    if (preset) {
        m_draft.replace(*preset, tr("preset %1").arg(title));
    } else {
        Q_EMIT pasteRefused(lineSentence(preset.error()));
    }
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
