#include "ui/evaluation/SealedPanel.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/NumberEdit.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace negatoscope::ui {

SealedPanel::SealedPanel(QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, FontRole::Card))
    , m_threshold(new TextLabel({}, FontRole::Strong))
    , m_looks(new TextLabel({}, FontRole::Strong))
    , m_open(new Button({}, ButtonKind::Secondary, QStringLiteral("unlock")))
{
    m_title->setWordWrap(true);
    auto* text = new TextLabel(tr("Each look makes the number a little less honest, so looks are "
                                  "counted and printed in the report."),
        FontRole::Body, Token::Text2);
    text->setWordWrap(true);

    m_guessEdit = new NumberEdit({.integer = true,
        .logarithmic = false,
        .nullable = false,
        .minimum = 0.0,
        .maximum = 100.0,
        .decimals = 0});
    m_guessEdit->setObjectName(QStringLiteral("testGuessEdit"));
    m_guessEdit->setAccessibleName(tr("My guess for accuracy, in percent"));
    m_guessEdit->setFixedWidth(56);
    m_guessEdit->setNumber(m_guess);
    connect(m_guessEdit, &NumberEdit::numberEdited, this,
        [this](const std::optional<double>& number) { m_guess = number.value_or(m_guess); });

    auto* box = new Inset;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setColumnStretch(0, 1);
    const auto addRow = [grid](const QString& label, QWidget* value) {
        const int row = grid->rowCount();
        grid->addWidget(new TextLabel(label, FontRole::Body, Token::Text2), row, 0);
        grid->addWidget(value, row, 1, Qt::AlignRight);
    };
    addRow(tr("Threshold"), m_threshold);
    addRow(tr("Looks so far"), m_looks);
    addRow(tr("My guess for accuracy, %"), m_guessEdit);

    auto* keep = new Button(tr("Keep sealed"), ButtonKind::Secondary);
    keep->setObjectName(QStringLiteral("keepSealedButton"));
    m_open->setObjectName(QStringLiteral("openTestButton"));
    m_open->setAccessibleName(tr("Open the test set"));
    connect(keep, &QPushButton::clicked, this, &SealedPanel::keptSealed);
    connect(m_open, &QPushButton::clicked, this, &SealedPanel::opened);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(keep);
    buttons->addWidget(m_open);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_title);
    layout->addWidget(text);
    layout->addWidget(box);
    layout->addLayout(buttons);
    layout->addStretch(1);
}

void SealedPanel::setQuestion(const QString& runName, double threshold, int looks, int looksOfRun)
{
    m_title->setText(tr("Open the test set for %1?").arg(runName.toLower()));
    m_threshold->setText(
        tr("%1 %, fixed on validation").arg(QLocale().toString(100.0 * threshold, 'f', 0)));
    m_looks->setText(looks == 0 ? QString::number(looks)
                                //: looks at the test set in all, by this run
                                : tr("%1, by this run %2").arg(looks).arg(looksOfRun));
    m_open->setText(tr("Open, look %1").arg(looks + 1));
}

} // namespace negatoscope::ui
