#include "ui/lab/LayerList.h"

#include "core/model/ConfigSchema.h"
#include "core/model/LayerStack.h"
#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/ErrorText.h"
#include "ui/lab/LayerCard.h"
#include "ui/lab/ValueEditor.h"
#include "ui/shell/Theme.h"

#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace negatoscope::ui {

namespace {

constexpr int kGap = 4;

QString weightsText(std::int64_t count)
{
    return QLocale().toString(static_cast<qlonglong>(count));
}

} // namespace

LayerList::LayerList(LabDraft& draft, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("layerList"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGap);
    addFixedCards();
    connect(&m_draft, &LabDraft::changed, this, [this](DraftChange change) {
        if (change == DraftChange::Stack || change == DraftChange::Everything) {
            rebuild();
        } else {
            refresh();
        }
    });
    rebuild();
}

void LayerList::addFixedCards()
{
    class PoolingCard final : public StackCard
    {
    public:
        PoolingCard(ValueEditor* editor, const QString& name)
            : StackCard(QStringLiteral("pool"), name)
        {
            addField(editor);
        }
    };
    if (const model::ParameterRow* row = model::findParameter("pooling")) {
        m_poolingEditor = new ValueEditor(*row);
        m_poolingEditor->setFixedWidth(86);
        auto* card = new PoolingCard(m_poolingEditor, tr("Pooling"));
        card->setObjectName(QStringLiteral("poolingCard"));
        card->setAccessibleName(tr("Pooling"));
        card->setToolTip(schemaText(row->effect));
        connect(m_poolingEditor, &ValueEditor::edited, this, [this](const nlohmann::json& value) {
            m_draft.beginGesture();
            const auto set = m_draft.setParameter("pooling", value);
            m_pooling->setError(set ? QString() : lineSentence(set.error()));
        });
        m_pooling = card;
        m_layout->addWidget(card);
    }
    m_appended = new StackCard(QStringLiteral("softmax"), {});
    m_appended->setObjectName(QStringLiteral("appendedCard"));
    m_appended->setToolTip(
        tr("Added by the program: the stack does not end in one value per class"));
    m_layout->addWidget(m_appended);
}

void LayerList::rebuild()
{
    const bool hadFocus =
        m_focusSelected || (focusWidget() != nullptr && focusWidget()->hasFocus());
    const int selected = m_selected;
    for (LayerCard* card : m_cards) {
        card->disconnect(this); // hiding moves the focus, and with it the selection
        card->setObjectName({});
    }
    for (LayerCard* card : m_cards) {
        m_layout->removeWidget(card);
        card->hide();
        card->deleteLater(); // it may be the sender of what led here
    }
    m_cards.clear();
    const int first = m_pooling != nullptr ? 1 : 0;
    QWidget* previous = m_pooling;
    for (int layer = 0; layer < m_draft.layerCount(); ++layer) {
        auto* card = new LayerCard(m_draft, layer, this);
        card->setCompact(m_compact);
        connectCard(*card);
        m_layout->insertWidget(first + layer, card);
        if (previous != nullptr) {
            QWidget::setTabOrder(previous, card);
        }
        previous = card;
        card->show();
        m_cards.append(card);
    }
    m_selected = std::min(selected, m_draft.layerCount() - 1);
    refresh();
    if (hadFocus && m_selected >= 0) {
        m_cards[m_selected]->setFocus(Qt::OtherFocusReason);
    }
    m_focusSelected = false;
}

void LayerList::connectCard(LayerCard& card)
{
    connect(&card, &LayerCard::selected, this, [this](int layer) { select(layer, false); });
    connect(&card, &LayerCard::optionsRequested, this, &LayerList::layerOptionsRequested);
    connect(&card, &LayerCard::errorChanged, this, &LayerList::planChanged);
    connect(&card, &LayerCard::dragStarted, this, [this, &card](int layer) {
        m_dragged = layer;
        m_insertion = layer;
        auto* ghost = new QLabel(window());
        ghost->setPixmap(card.grab());
        ghost->setAttribute(Qt::WA_TransparentForMouseEvents);
        ghost->show();
        m_ghost = ghost;
        card.setFocus(Qt::MouseFocusReason);
    });
    connect(&card, &LayerCard::dragMoved, this, [this](const QPoint& position) {
        m_insertion = insertionIndexAt(mapFromGlobal(position).y());
        if (m_ghost != nullptr) {
            m_ghost->move(window()->mapFromGlobal(position) + QPoint(8, 8));
            m_ghost->raise();
        }
        update();
    });
    connect(&card, &LayerCard::dragEnded, this, &LayerList::endDrag);
}

void LayerList::endDrag(bool dropped)
{
    if (m_ghost != nullptr) {
        m_ghost->deleteLater();
    }
    const int from = m_dragged;
    const int insertion = m_insertion;
    m_dragged = -1;
    m_insertion = -1;
    update();
    if (dropped && from >= 0) {
        // Taking the layer out moves what is below it up by one.
        const int to = insertion > from ? insertion - 1 : insertion;
        if (to != from) {
            m_selected = to;
            m_focusSelected = true;
            m_draft.moveLayer(from, to);
        }
    }
}

int LayerList::insertionIndexAt(int y) const
{
    const int movable = m_draft.movableLayers();
    for (int layer = 0; layer < movable; ++layer) {
        if (y < m_cards[layer]->geometry().center().y()) {
            return layer;
        }
    }
    return movable;
}

void LayerList::paintEvent(QPaintEvent* event)
{
    QWidget::paintEvent(event);
    if (m_dragged < 0 || m_insertion < 0 || m_cards.isEmpty()) {
        return;
    }
    int y = 0;
    if (m_insertion < m_cards.size()) {
        y = m_cards[m_insertion]->y() - kGap / 2;
    } else {
        y = m_cards.last()->geometry().bottom() + kGap / 2;
    }
    QPainter painter(this);
    painter.fillRect(QRect(0, y - 1, width(), 2), Theme::instance().color(Token::Accent));
}

void LayerList::select(int layer, bool focus)
{
    m_selected = layer;
    for (LayerCard* card : m_cards) {
        card->setSelected(card->layer() == layer);
    }
    if (focus && layer >= 0 && layer < m_cards.size()) {
        m_cards[layer]->setFocus(Qt::OtherFocusReason);
    }
}

void LayerList::setCompact(bool compact)
{
    m_compact = compact;
    for (LayerCard* card : m_cards) {
        card->setCompact(compact);
    }
    if (m_pooling != nullptr) {
        m_pooling->setCompact(compact);
    }
    m_appended->setCompact(compact);
}

void LayerList::setReference(const std::shared_ptr<const training::RunRecord>& run)
{
    m_reference = run;
    refresh();
}

void LayerList::refresh()
{
    if (m_poolingEditor != nullptr) {
        m_poolingEditor->setValue(m_poolingEditor->row().get(m_draft.config()));
    }
    const std::vector<model::LayerSpec>* had =
        m_reference != nullptr ? &m_reference->config.addedLayers : nullptr;
    // Layers are compared by position: only where both stacks have the same length is that fair.
    const bool comparable =
        had != nullptr && had->size() == static_cast<std::size_t>(m_cards.size());
    for (LayerCard* card : m_cards) {
        card->refresh();
        card->setReference(comparable ? &(*had)[static_cast<std::size_t>(card->layer())] : nullptr,
            m_reference != nullptr ? QString::fromStdString(m_reference->name) : QString());
        card->setSelected(card->layer() == m_selected);
    }
    plan();
}

void LayerList::clearCardErrors()
{
    for (LayerCard* card : m_cards) {
        card->setError({});
        card->setPlan(nullptr);
    }
    if (m_pooling != nullptr) {
        m_pooling->setError({});
    }
    m_appended->setError({});
}

void LayerList::plan()
{
    clearCardErrors();
    m_stackError.clear();
    m_headWeights = 0;
    m_appended->setVisible(m_draft.classifierLayer() < 0);
    m_appended->setName(tr("Dense · %1").arg(choiceText(m_draft.config().classifierActivation)));
    m_appended->setCaption(tr("fixed to %1 classes").arg(m_draft.classCount()));
    if (m_pooling != nullptr) {
        m_pooling->setCaption({});
    }
    const auto planned = model::planHead(m_draft.config(), m_draft.classCount());
    if (!planned) {
        m_stackError = lineSentence(planned.error());
        cardForStackError()->setError(m_stackError);
        Q_EMIT planChanged();
        return;
    }
    for (const model::PlannedLayer& layer : *planned) {
        m_headWeights += layer.trainableParameters;
        if (layer.source >= 0 && layer.source < m_cards.size()) {
            m_cards[layer.source]->setPlan(&layer);
        } else if (layer.spec.type == "dense") {
            m_appended->setCaption(tr("%1 weights · fixed to %2 classes")
                                       .arg(weightsText(layer.parameters))
                                       .arg(m_draft.classCount()));
        } else if (m_pooling != nullptr && &layer == &planned->front()) {
            m_pooling->setCaption(layer.output.size() == 1
                                      ? tr("%1 values").arg(weightsText(layer.output[0]))
                                      : QString::fromStdString(model::toText(layer.output)));
        }
    }
    Q_EMIT planChanged();
}

StackCard* LayerList::cardForStackError() const
{
    // The first layer without which the stack up to there is legal: the objection is about the
    // shortest legal-so-far stack's next layer. What only the end of the stack objects to (no flat
    // input for the classes) is shown at the end.
    model::ModelConfig shortened = m_draft.config();
    const std::vector<model::LayerSpec> all = shortened.addedLayers;
    const auto flatten = model::LayerSpec{"flatten", nlohmann::json::object(), true};
    for (std::size_t count = 1; count <= all.size(); ++count) {
        shortened.addedLayers.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
        if (model::planHead(shortened, m_draft.classCount())) {
            continue;
        }
        shortened.addedLayers.push_back(flatten);
        if (!model::planHead(shortened, m_draft.classCount())) {
            return m_cards[static_cast<qsizetype>(count) - 1];
        }
    }
    if (m_appended->isVisibleTo(this)) {
        return m_appended;
    }
    return m_cards.isEmpty() ? m_appended : static_cast<StackCard*>(m_cards.last());
}

QString LayerList::fieldError() const
{
    for (const LayerCard* card : m_cards) {
        if (!card->error().isEmpty() && m_stackError.isEmpty()) {
            return tr("Layer %1: %2").arg(card->layer() + 1).arg(card->error());
        }
    }
    return {};
}

} // namespace negatoscope::ui
