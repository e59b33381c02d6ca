#include "ui/data/SplitDialog.h"

#include "core/dataset/Scan.h"
#include "ui/shell/Background.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Labels.h"

#include <QHBoxLayout>
#include <QSpinBox>
#include <QUndoCommand>
#include <QUndoStack>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

class SplitCommand final : public QUndoCommand
{
public:
    SplitCommand(AppState& state, ManifestPtr before, ManifestPtr after)
        : QUndoCommand(SplitDialog::tr("split by patient"))
        , m_state(state)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {}
    void undo() override { m_state.setManifest(m_before); }
    void redo() override { m_state.setManifest(m_after); }

private:
    AppState& m_state;
    ManifestPtr m_before;
    ManifestPtr m_after;
};

QSpinBox* percentBox(int value, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setRange(5, 45);
    box->setValue(value);
    box->setSuffix(QStringLiteral("\u202f%"));
    return box;
}

} // namespace

void pushSplitCommand(AppState& state, const ManifestPtr& before, const ManifestPtr& after)
{
    state.undoStack().push(new SplitCommand(state, before, after));
}

SplitDialog::SplitDialog(AppState& state, QWidget* parent)
    : QDialog(parent)
    , m_state(state)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("splitDialog"));
    setWindowTitle(tr("Split again"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(18, 14, 18, 14);
    outer->setSpacing(12);
    auto* text = new TextLabel(
        tr("All films of one patient stay together, so the network cannot recognise a patient it "
           "has seen. Class and kind keep their shares; identical films stay together."),
        FontRole::Body, Token::Text2, this);
    text->setWordWrap(true);
    text->setMinimumWidth(360);
    outer->addWidget(text);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    m_validation = percentBox(15, this);
    m_test = percentBox(15, this);
    m_seed = new QSpinBox(this);
    m_seed->setRange(0, 1'000'000);
    m_seed->setValue(42);
    row->addWidget(new Field(tr("Validation"), m_validation, this));
    m_testField = new Field(tr("Test"), m_test, this);
    row->addWidget(m_testField);
    row->addWidget(new Field(tr("Seed"), m_seed, this));
    outer->addLayout(row);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto* cancel = new Button(tr("Keep the split"), ButtonKind::Secondary, {}, this);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    m_split = new Button(tr("Split"), ButtonKind::Primary, QStringLiteral("split"), this);
    m_split->setObjectName(QStringLiteral("splitButton"));
    m_split->setDefault(true);
    connect(m_split, &Button::clicked, this, &QDialog::accept);
    buttons->addWidget(cancel);
    buttons->addWidget(m_split);
    outer->addLayout(buttons);
    for (QSpinBox* box : {m_validation, m_test}) {
        connect(box, &QSpinBox::valueChanged, this, &SplitDialog::check);
    }
}

void SplitDialog::check()
{
    const bool fits = m_validation->value() + m_test->value() <= 80;
    m_split->setEnabled(fits);
    m_testField->setError(fits ? QString() : tr("leave 20 % or more for training"));
}

void SplitDialog::accept()
{
    const ManifestPtr before = m_state.manifest();
    if (before != nullptr) {
        dataset::SplitRatios ratios;
        ratios.validation = m_validation->value() / 100.0;
        ratios.test = m_test->value() / 100.0;
        ratios.train = 1.0 - ratios.validation - ratios.test;
        const auto seed = static_cast<std::uint64_t>(m_seed->value());
        AppState& state = m_state;
        runInBackground<ManifestPtr>(
            m_state.workers(), &m_state,
            [before, ratios, seed]() -> ManifestPtr {
                dataset::Manifest after = *before;
                dataset::splitByPatient(after, ratios, seed);
                after.splitFromFolders = false;
                return shareLarge(std::move(after));
            },
            [&state, before](ManifestPtr after) {
                if (state.manifest() == before) {
                    pushSplitCommand(state, before, after);
                }
            });
    }
    QDialog::accept();
}

} // namespace negatoscope::ui
