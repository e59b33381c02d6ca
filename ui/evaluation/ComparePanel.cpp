#include "ui/evaluation/ComparePanel.h"

#include "ui/evaluation/ComparisonPanel.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace negatoscope::ui {

ComparePanel::ComparePanel(Cockpit& cockpit, QWidget* parent)
    : QWidget(parent)
    , m_cockpit(cockpit)
    , m_elsewhere(new InlineNotice(Tone::Neutral))
    , m_choice(new QComboBox)
    , m_comparison(new ComparisonPanel(cockpit.state()))
{
    m_elsewhere->setObjectName(QStringLiteral("elsewhereNotice"));
    m_choice->setObjectName(QStringLiteral("compareWithBox"));
    m_choice->setAccessibleName(tr("Run to compare with"));
    m_choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_choice->setMinimumWidth(0);
    auto* row = new QHBoxLayout;
    row->addWidget(new TextLabel(tr("Against"), FontRole::Strong));
    row->addWidget(m_choice, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_elsewhere);
    layout->addLayout(row);
    layout->addWidget(m_comparison, 1);
    connect(m_choice, &QComboBox::activated, this, &ComparePanel::refresh);
    connect(&m_cockpit, &Cockpit::runChanged, this, &ComparePanel::fillChoices);
    connect(&m_cockpit, &Cockpit::lockChanged, this, &ComparePanel::refresh);
    connect(&m_cockpit, &Cockpit::stressChanged, this, &ComparePanel::refreshElsewhere);
    connect(&m_cockpit.point(), &OperatingPoint::thresholdChanged, this, &ComparePanel::refresh);
}

void ComparePanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_cockpit.requestStress();
    fillChoices();
}

void ComparePanel::fillChoices()
{
    if (!isVisible()) {
        return;
    }
    const QString chosen = m_choice->currentData().toString();
    m_choice->clear();
    for (const RunPtr& run : m_cockpit.state().runs()) {
        const QString id = QString::fromStdString(run->id);
        if (id != m_cockpit.runId()) {
            m_choice->addItem(QString::fromStdString(run->name), id);
        }
    }
    const int found = m_choice->findData(chosen);
    m_choice->setCurrentIndex(found >= 0 ? found : m_choice->count() - 1);
    m_choice->setEnabled(m_choice->count() > 0);
    refresh();
}

RunPtr ComparePanel::other() const
{
    const std::string id = m_choice->currentData().toString().toStdString();
    for (const RunPtr& run : m_cockpit.state().runs()) {
        if (run->id == id && !id.empty()) {
            return run;
        }
    }
    return nullptr;
}

void ComparePanel::refresh()
{
    if (!isVisible()) {
        return;
    }
    refreshElsewhere();
    RunComparisonInput input;
    for (const RunPtr& run : m_cockpit.state().runs()) {
        if (run->id == m_cockpit.runId().toStdString()) {
            input.a = run;
        }
    }
    input.b = other();
    input.thresholdA = input.thresholdB = m_cockpit.point().threshold();
    input.onTest = m_cockpit.point().set() == OperatingPoint::Set::Test;
    input.siblings = m_cockpit.state().runs();
    m_comparison->setRuns(input);
}

QString ComparePanel::elsewhere() const
{
    const evaluation::Scores* stressed = m_cockpit.stressScores();
    if (m_cockpit.isMeasuringStress()) {
        return tr("Being measured on the same films strongly changed…");
    }
    if (stressed == nullptr) {
        const QString obstacle = m_cockpit.stressObstacle();
        return tr("This run was not measured on changed films, so nothing is known beyond "
                  "validation.") +
               (obstacle.isEmpty() ? QString() : QLatin1Char(' ') + obstacle + QLatin1Char('.'));
    }
    const evaluation::Scores& plain = m_cockpit.validation();
    const evaluation::StressFigures figures =
        evaluation::stressFigures(plain, *stressed, m_cockpit.point().threshold());
    const evaluation::Figure auc =
        evaluation::rocAuc(plain.positiveScores(), plain.positiveLabels());
    if (!figures.auc.value || !figures.flips.value || !auc.value) {
        return tr("Undefined: %1.").arg(undefinedText(figures.auc.undefined));
    }
    const auto number = [](double value) {
        return QLocale().toString(value, 'f', 3);
    };
    return tr("AUC %1 on validation, %2 on the same films strongly changed (other exposure, "
              "position, noise). %3 of the calls flip.")
        .arg(number(*auc.value), number(*figures.auc.value), percentText(*figures.flips.value));
}

void ComparePanel::refreshElsewhere()
{
    m_elsewhere->setContent(m_cockpit.stressScores() != nullptr ? Tone::Info : Tone::Neutral,
        tr("Will it hold elsewhere?"), elsewhere(), QStringLiteral("shield"));
}

} // namespace negatoscope::ui
