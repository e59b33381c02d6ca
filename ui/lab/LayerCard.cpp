#include "ui/lab/LayerCard.h"

#include "core/model/ConfigSchema.h"
#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/ValueEditor.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>

namespace negatoscope::ui {

namespace {

constexpr int kNumberWidth = 50;
constexpr int kChoiceWidth = 72;

/// Layers that only act while training.
bool isOffWhenPredicting(const std::string& type)
{
    return type == "dropout" || type == "gaussian_noise" || type == "gaussian_dropout" ||
           type == "alpha_dropout";
}

QString iconOf(const model::LayerSpec& spec)
{
    const model::LayerRow* row = model::findLayer(spec.type);
    return row != nullptr && !row->icon.empty() ? QString::fromStdString(row->icon)
                                                : QStringLiteral("dense");
}

QString shapeCaption(const model::PlannedLayer& plan)
{
    if (plan.parameters > 0) {
        return QObject::tr("%1 weights")
            .arg(QLocale().toString(static_cast<qlonglong>(plan.parameters)));
    }
    if (isOffWhenPredicting(plan.spec.type)) {
        return QObject::tr("off when predicting");
    }
    return plan.output.size() == 1
               ? QObject::tr("%1 values")
                     .arg(QLocale().toString(static_cast<qlonglong>(plan.output[0])))
               : QString::fromStdString(model::toText(plan.output));
}

} // namespace

LayerCard::LayerCard(LabDraft& draft, int layer, QWidget* parent)
    : StackCard(iconOf(draft.config().addedLayers[static_cast<std::size_t>(layer)]), {}, parent)
    , m_draft(draft)
    , m_layer(layer)
{
    setObjectName(QStringLiteral("layerCard%1").arg(layer));
    setFocusPolicy(Qt::StrongFocus);
    setGripVisible(!isClassifier());
    const model::LayerRow* row = model::findLayer(spec().type);
    if (row != nullptr) {
        setAccessibleDescription(schemaText(row->effect));
        setToolTip(schemaText(row->effect));
    }
    if (row != nullptr) {
        if (const model::ParameterRow* activation = findArgument(*row, "activation");
            activation != nullptr && !isClassifier()) {
            addEditor(*activation, kChoiceWidth);
        }
        if (const model::ParameterRow* count = findArgument(*row, row->countKey);
            count != nullptr && !isClassifier()) {
            addEditor(*count, kNumberWidth);
        }
    }
    if (isClassifier()) {
        auto* classes =
            new TextLabel(QString::number(draft.classCount()), FontRole::Strong, Token::Text2);
        addField(classes);
    }
    auto* more = new IconButton(QStringLiteral("more"), tr("More for this layer"));
    more->setObjectName(QStringLiteral("layerMenuButton%1").arg(layer));
    connect(more, &QToolButton::clicked, this,
        [this, more] { showMenu(more->mapToGlobal(QPoint(0, more->height()))); });
    addField(more);
    more->installEventFilter(this);
    refresh();
}

const model::LayerSpec& LayerCard::spec() const
{
    return m_draft.config().addedLayers[static_cast<std::size_t>(m_layer)];
}

bool LayerCard::isClassifier() const
{
    return m_layer == m_draft.classifierLayer();
}

void LayerCard::addEditor(const model::ParameterRow& argument, int width)
{
    auto* editor = new ValueEditor(argument);
    editor->setFixedWidth(width);
    editor->control()->setObjectName(
        QStringLiteral("layer%1_%2Edit").arg(m_layer).arg(QString::fromStdString(argument.key)));
    editor->control()->installEventFilter(this);
    connect(editor, &ValueEditor::gestureStarted, this, [this] { m_draft.beginGesture(); });
    connect(editor, &ValueEditor::edited, this, [this, &argument](const nlohmann::json& value) {
        const auto set = m_draft.setLayerOption(m_layer, argument.key, value);
        m_valueError = set ? QString() : fieldSentence(set.error());
        setError(m_valueError);
        Q_EMIT errorChanged();
    });
    connect(editor, &ValueEditor::rejected, this, [this](const QString& sentence) {
        m_valueError = sentence;
        setError(sentence);
        Q_EMIT errorChanged();
    });
    addField(editor);
    m_editors.append(editor);
}

void LayerCard::setCompact(bool compact)
{
    StackCard::setCompact(compact);
    if (m_editors.size() > 1) {
        m_editors.first()->setVisible(!compact); // the activation; "All options" has it
    }
}

void LayerCard::refresh()
{
    const model::LayerSpec& layer = spec();
    QString name = layerName(layer);
    if (isClassifier()) {
        const auto activation = layer.options.find("activation");
        if (activation != layer.options.end() && activation->is_string()) {
            name += QStringLiteral(" · ") + choiceText(activation->get<std::string>());
        }
    }
    setName(name);
    setStruck(!layer.enabled);
    for (ValueEditor* editor : m_editors) {
        const std::string& key = editor->row().key;
        editor->setValue(layer.options.value(key, editor->row().defaultValue));
    }
    m_valueError.clear();
    setAccessibleName(tr("Layer %1: %2").arg(m_layer + 1).arg(m_draft.layerTitle(m_layer)));
    updateCaption();
}

void LayerCard::setPlan(const model::PlannedLayer* plan)
{
    m_planCaption = plan != nullptr ? shapeCaption(*plan) : QString();
    if (plan != nullptr && isClassifier()) {
        m_planCaption = tr("%1 weights · fixed to %2 classes")
                            .arg(QLocale().toString(static_cast<qlonglong>(plan->parameters)))
                            .arg(m_draft.classCount());
    } else if (plan != nullptr && plan->parameters > 0 && m_editors.size() > 1) {
        // Two fields leave room for the number alone.
        m_planCaption = QLocale().toString(static_cast<qlonglong>(plan->parameters));
    }
    updateCaption();
}

void LayerCard::setReference(const model::LayerSpec* reference, const QString& runName)
{
    m_referenceCaption.clear();
    const model::LayerSpec& layer = spec();
    if (reference != nullptr && reference->type == layer.type && *reference != layer) {
        for (const ValueEditor* editor : m_editors) {
            const std::string& key = editor->row().key;
            const auto had = reference->options.find(key);
            if (had != reference->options.end() &&
                *had != layer.options.value(key, nlohmann::json())) {
                m_referenceCaption =
                    tr("%1 had %2", "run name, value").arg(runName, valueText(editor->row(), *had));
            }
        }
        if (m_referenceCaption.isEmpty()) {
            m_referenceCaption = tr("edited since %1").arg(runName);
        }
    }
    setChangedDot(!m_referenceCaption.isEmpty());
    updateCaption();
}

void LayerCard::updateCaption()
{
    if (!spec().enabled) {
        setCaption(tr("disabled · 0 weights"));
    } else {
        setCaption(m_referenceCaption.isEmpty() ? m_planCaption : m_referenceCaption);
    }
}

void LayerCard::showMenu(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Theme& theme = Theme::instance();
    const auto add = [&](const char* icon, const QString& text, const QKeySequence& keys) {
        QAction* action =
            menu->addAction(theme.icon(QString::fromLatin1(icon), 16, Token::Text2), text);
        action->setShortcut(keys);
        return action;
    };
    QAction* options = add("settings", tr("All options…"), {});
    connect(options, &QAction::triggered, this, [this] { Q_EMIT optionsRequested(m_layer); });
    if (!isClassifier()) {
        menu->addSeparator();
        connect(add("copy", tr("Duplicate"), QKeySequence(Qt::CTRL | Qt::Key_D)),
            &QAction::triggered, this, [this] { m_draft.duplicateLayer(m_layer); });
        connect(add(spec().enabled ? "eye-off" : "eye",
                    spec().enabled ? tr("Disable") : tr("Enable"), QKeySequence(Qt::Key_Space)),
            &QAction::triggered, this,
            [this] { m_draft.setLayerEnabled(m_layer, !spec().enabled); });
        connect(add("undo", tr("Reset"), {}), &QAction::triggered, this,
            [this] { m_draft.resetLayer(m_layer); });
        connect(add("trash", tr("Delete"), QKeySequence(Qt::Key_Delete)), &QAction::triggered, this,
            [this] { m_draft.removeLayer(m_layer); });
    }
    menu->popup(position);
}

void LayerCard::contextMenuEvent(QContextMenuEvent* event)
{
    showMenu(event->globalPos());
}

bool LayerCard::handleKey(QKeyEvent& event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::AltModifier &&
        (event.key() == Qt::Key_Up || event.key() == Qt::Key_Down)) {
        const int target = m_layer + (event.key() == Qt::Key_Up ? -1 : 1);
        Q_EMIT selected(target);
        m_draft.moveLayer(m_layer, target);
        return true;
    }
    if (modifiers == Qt::ControlModifier && event.key() == Qt::Key_D) {
        m_draft.duplicateLayer(m_layer);
        return true;
    }
    return false;
}

void LayerCard::keyPressEvent(QKeyEvent* event)
{
    if (handleKey(*event)) {
        return;
    }
    switch (event->key()) {
    case Qt::Key_Escape:
        if (m_dragging) {
            m_dragging = false;
            Q_EMIT dragEnded(false);
            return;
        }
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        m_draft.removeLayer(m_layer);
        return;
    case Qt::Key_Space:
        m_draft.setLayerEnabled(m_layer, !spec().enabled);
        return;
    case Qt::Key_Up:
        focusPreviousChild();
        return;
    case Qt::Key_Down:
        focusNextChild();
        return;
    default:
        break;
    }
    StackCard::keyPressEvent(event);
}

void LayerCard::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_pressed = event->position().toPoint();
        m_pressedGrip = !isClassifier() && m_pressed.x() < gripRect().right() + 4.0;
    }
}

void LayerCard::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_pressedGrip || !event->buttons().testFlag(Qt::LeftButton)) {
        return;
    }
    const QPoint position = event->position().toPoint();
    if (!m_dragging &&
        (position - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_dragging = true;
        Q_EMIT dragStarted(m_layer);
    }
    if (m_dragging) {
        Q_EMIT dragMoved(event->globalPosition().toPoint());
    }
}

void LayerCard::mouseReleaseEvent(QMouseEvent* event)
{
    m_pressedGrip = false;
    if (m_dragging && event->button() == Qt::LeftButton) {
        m_dragging = false;
        Q_EMIT dragEnded(true);
    }
}

void LayerCard::focusInEvent(QFocusEvent* event)
{
    StackCard::focusInEvent(event);
    Q_EMIT selected(m_layer);
    update();
}

void LayerCard::focusOutEvent(QFocusEvent* event)
{
    StackCard::focusOutEvent(event);
    update();
}

bool LayerCard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        Q_EMIT selected(m_layer);
    } else if (event->type() == QEvent::KeyPress && handleKey(*static_cast<QKeyEvent*>(event))) {
        return true;
    }
    return StackCard::eventFilter(watched, event);
}

} // namespace negatoscope::ui
