#include "ui/lab/TrainingForm.h"

#include "ui/commands/LabDraft.h"
#include "ui/commands/ValueText.h"
#include "ui/lab/FittingScrollArea.h"
#include "ui/lab/ParameterField.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Labels.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kLeastFormHeight = 120;

/// The first spans the width; the others stand in two columns.
const std::vector<std::string>& shortFormKeys()
{
    static const std::vector<std::string> keys{"learning_rate", "optimizer", "batch_size", "epochs",
        "loss", "equilibrate", "data_augmentation", "seed"};
    return keys;
}

} // namespace

TrainingForm::TrainingForm(LabDraft& draft, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_title(new TextLabel(tr("Training"), FontRole::Card))
    , m_changed(new TextLabel({}, FontRole::Body, Token::AccentText))
    , m_reset(new Button(tr("Reset"), ButtonKind::Ghost))
{
    m_changed->setObjectName(QStringLiteral("changedLabel"));
    m_reset->setObjectName(QStringLiteral("resetFormButton"));
    m_reset->setButtonSize(ButtonSize::Small);
    m_reset->setToolTip(tr("All fields of this card back to their defaults"));
    connect(m_reset, &QPushButton::clicked, this, &TrainingForm::resetAll);
    auto* more = new Button(tr("More"), ButtonKind::Ghost, QStringLiteral("settings"));
    more->setObjectName(QStringLiteral("moreSettingsButton"));
    more->setButtonSize(ButtonSize::Small);
    more->setToolTip(tr("More settings: schedule, weight decay, early stopping, augmentation…"));
    connect(more, &QPushButton::clicked, this, &TrainingForm::moreRequested);

    auto* titleRow = new QHBoxLayout;
    titleRow->setSpacing(4);
    titleRow->addWidget(m_title);
    titleRow->addStretch(1);
    titleRow->addWidget(m_changed);
    titleRow->addWidget(m_reset);
    titleRow->addWidget(more);

    auto* form = new QWidget;
    auto* grid = new QGridLayout(form);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    int cell = 0;
    for (const model::ParameterRow* row : rowsWithKeys(shortFormKeys())) {
        auto* field = new ParameterField(*row, draft);
        connect(field, &ParameterField::errorChanged, this, &TrainingForm::errorChanged);
        m_fields.append(field);
        if (row->key == "learning_rate") {
            grid->addWidget(field, 0, 0, 1, 2);
            cell = 2;
            continue;
        }
        grid->addWidget(field, cell / 2, cell % 2, Qt::AlignTop);
        ++cell;
    }
    auto* repeat = new QComboBox;
    repeat->setObjectName(QStringLiteral("repeatBox"));
    for (const int seeds : {1, 3, 5}) {
        repeat->addItem(seeds == 1 ? tr("1 seed") : tr("%1 seeds").arg(seeds), seeds);
    }
    repeat->setToolTip(
        tr("Trains the same configuration again with the seeds that follow: how much "
           "of a difference is only luck?"));
    connect(repeat, &QComboBox::activated, this,
        [this, repeat](int index) { Q_EMIT repeatChosen(repeat->itemData(index).toInt()); });
    grid->addWidget(new Field(tr("Repeat"), repeat), cell / 2, cell % 2, Qt::AlignTop);
    auto* area = new FittingScrollArea(kLeastFormHeight);
    area->setContent(form);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(titleRow);
    layout->addWidget(area, 1);
    layout->addStretch(0);
    connect(&m_draft, &LabDraft::changed, this, [this](DraftChange change) {
        if (change == DraftChange::Parameters || change == DraftChange::Everything) {
            refreshChanged();
        }
    });
    refreshChanged();
}

void TrainingForm::refreshChanged()
{
    int changed = 0;
    for (const ParameterField* field : m_fields) {
        changed += field->isChanged() ? 1 : 0;
    }
    m_changed->setText(tr("%n changed", nullptr, changed));
    m_changed->setVisible(changed > 0);
    m_reset->setVisible(changed > 0);
    setReference(m_reference);
}

void TrainingForm::resetAll()
{
    model::ModelConfig config = m_draft.config();
    for (const ParameterField* field : m_fields) {
        // A default is always a legal value of its own row.
        static_cast<void>(field->row().set(config, field->row().defaultValue));
    }
    m_draft.replace(config, tr("reset the training settings"));
}

QString TrainingForm::error() const
{
    for (const ParameterField* field : m_fields) {
        if (field->hasError()) {
            return QStringLiteral("%1: %2").arg(schemaText(field->row().label), field->error());
        }
    }
    return {};
}

void TrainingForm::setReference(const std::shared_ptr<const training::RunRecord>& run)
{
    m_reference = run;
    for (ParameterField* field : m_fields) {
        field->setReference(run != nullptr ? &run->config : nullptr,
            run != nullptr ? QString::fromStdString(run->name) : QString());
    }
}

void TrainingForm::setCompact(bool compact)
{
    m_title->setVisible(!compact);
}

} // namespace negatoscope::ui
