#include "ui/lab/EditorColumn.h"

#include "core/model/ConfigSchema.h"
#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/ModelEditor.h"
#include "ui/lab/TrainPanel.h"
#include "ui/lab/TrainingForm.h"
#include "ui/shell/Theme.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QGridLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kStandardWidth = 316;
constexpr int kCompactWidth = 266;

} // namespace

EditorColumn::EditorColumn(
    LabDraft& draft, LabController& controller, LiveMode& live, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_layout(new QVBoxLayout(this))
    , m_model(new ModelEditor(draft))
    , m_training(new TrainingForm(draft))
    , m_trainPanel(new TrainPanel(controller, live))
{
    setObjectName(QStringLiteral("editorColumn"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    arrangeStandard();
    // Where no text field takes the keys: the whole configuration as notebook text.
    const auto addKey = [this](QKeySequence::StandardKey key, void (ModelEditor::*slot)()) {
        auto* shortcut = new QShortcut(QKeySequence(key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, m_model, slot);
    };
    addKey(QKeySequence::Copy, &ModelEditor::copy);
    addKey(QKeySequence::Paste, &ModelEditor::paste);
    connect(&m_draft, &LabDraft::changed, this, &EditorColumn::refreshSummary);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        setFixedWidth(Theme::instance().px(m_compact ? kCompactWidth : kStandardWidth));
    });
}

void EditorColumn::clearArrangement()
{
    // The three parts live on; only the cards around them are made anew.
    for (QWidget* part : std::initializer_list<QWidget*>{m_model, m_training, m_trainPanel}) {
        part->setParent(this);
        part->hide();
    }
    if (m_arrangement != nullptr) {
        m_layout->removeWidget(m_arrangement);
        m_arrangement->hide();
        m_arrangement->deleteLater();
    }
    m_summary = nullptr;
    m_arrangement = new QWidget;
    m_layout->addWidget(m_arrangement);
}

void EditorColumn::arrangeStandard()
{
    clearArrangement();
    auto* layout = new QVBoxLayout(m_arrangement);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* modelCard = new Card;
    modelCard->body()->addWidget(m_model);
    modelCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    auto* trainingCard = new Card;
    trainingCard->body()->setSpacing(8);
    trainingCard->body()->addWidget(m_training, 1);
    trainingCard->body()->addWidget(m_trainPanel);
    layout->addWidget(modelCard, 1);
    layout->addWidget(trainingCard, 0);
    m_model->show();
    m_training->show();
    m_trainPanel->show();
    setFixedWidth(Theme::instance().px(kStandardWidth));
}

void EditorColumn::arrangeCompact()
{
    clearArrangement();
    auto* layout = new QVBoxLayout(m_arrangement);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card;
    auto* tabs = new SegmentedControl;
    tabs->setObjectName(QStringLiteral("editorTabs"));
    tabs->addSegment(tr("Model"));
    tabs->addSegment(tr("Training"));
    auto* pages = new QStackedWidget;
    pages->addWidget(m_model);
    pages->addWidget(m_training);
    m_summary = new QWidget;
    auto* summaryLayout = new QGridLayout(m_summary);
    summaryLayout->setContentsMargins(0, 0, 0, 0);
    summaryLayout->setVerticalSpacing(4);
    summaryLayout->setColumnStretch(0, 1);
    card->body()->setSpacing(8);
    card->body()->addWidget(tabs);
    card->body()->addWidget(pages, 1);
    card->body()->addWidget(new Separator);
    card->body()->addWidget(m_summary);
    card->body()->addWidget(m_trainPanel);
    layout->addWidget(card);
    connect(tabs, &SegmentedControl::currentChanged, this, [this, pages](int index) {
        m_tab = index;
        pages->setCurrentIndex(index);
        m_summary->setVisible(index == 0);
    });
    tabs->setCurrentIndex(m_tab);
    pages->setCurrentIndex(m_tab);
    m_summary->setVisible(m_tab == 0);
    m_trainPanel->show();
    setFixedWidth(Theme::instance().px(kCompactWidth));
    refreshSummary();
}

void EditorColumn::setCompact(bool compact)
{
    if (compact == m_compact) {
        return;
    }
    m_compact = compact;
    m_model->setCompact(compact);
    m_training->setCompact(compact);
    if (compact) {
        arrangeCompact();
    } else {
        arrangeStandard();
    }
}

void EditorColumn::refreshSummary()
{
    if (m_summary == nullptr) {
        return;
    }
    auto* grid = static_cast<QGridLayout*>(m_summary->layout());
    int line = 0;
    for (const char* key : {"learning_rate", "epochs", "equilibrate"}) {
        const model::ParameterRow* row = model::findParameter(key);
        if (row == nullptr) {
            continue;
        }
        auto* name = m_summary->findChild<ElideLabel*>(QStringLiteral("summaryName%1").arg(line));
        auto* value = m_summary->findChild<TextLabel*>(QStringLiteral("summaryValue%1").arg(line));
        if (name == nullptr) {
            name = new ElideLabel({}, FontRole::Body, Token::Text2);
            name->setObjectName(QStringLiteral("summaryName%1").arg(line));
            value = new TextLabel({}, FontRole::Strong);
            value->setObjectName(QStringLiteral("summaryValue%1").arg(line));
            grid->addWidget(name, line, 0);
            grid->addWidget(value, line, 1, Qt::AlignRight);
        }
        name->setText(schemaText(row->label));
        value->setText(valueText(*row, row->get(m_draft.config())));
        ++line;
    }
}

} // namespace negatoscope::ui
