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
    if (!m_cockpit.storedStress()) {
        m_cockpit.requestStress();
    }
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
    input.a = shown();
    input.b = other();
    // Scores as the networks gave them, each called as was chosen for its run.
    input.thresholdA = m_cockpit.plainThreshold();
    input.thresholdB = m_cockpit.plainThresholdOf(m_choice->currentData().toString());
    input.onTest = m_cockpit.point().set() == OperatingPoint::Set::Test;
    input.siblings = m_cockpit.state().runs();
    m_comparison->setRuns(input);
}

RunPtr ComparePanel::shown() const
{
    const std::string id = m_cockpit.runId().toStdString();
    for (const RunPtr& run : m_cockpit.state().runs()) {
        if (run->id == id) {
            return run;
        }
    }
    return nullptr;
}

QString ComparePanel::losesElsewhere() const
{
    const RunPtr a = shown();
    const RunPtr b = other();
    if (a == nullptr || b == nullptr || !a->stress || !b->stress) {
        return {};
    }
    const auto auc = [](const RunPtr& run) {
        return evaluation::rocAuc(
            run->validation.positiveScores(), run->validation.positiveLabels());
    };
    if (!a->validation.hasPositiveClass() || !b->validation.hasPositiveClass()) {
        return {};
    }
    const evaluation::Figure ofA = auc(a);
    const evaluation::Figure ofB = auc(b);
    if (!ofA.value || !ofB.value) {
        return {};
    }
    for (const bool first : {true, false}) {
        const auto& winner = first ? a : b;
        const auto& loser = first ? b : a;
        if (evaluation::winsOnlyOnValidation(first ? *ofA.value : *ofB.value,
                first ? *ofB.value : *ofA.value, winner->stress->auc, loser->stress->auc)) {
            return tr("%1 wins on validation and loses on changed films (AUC %2 against %3): a "
                      "doubtful choice for films from elsewhere.")
                .arg(QString::fromStdString(winner->name),
                    QLocale().toString(winner->stress->auc, 'f', 3),
                    QLocale().toString(loser->stress->auc, 'f', 3));
        }
    }
    return {};
}

QString ComparePanel::elsewhere() const
{
    if (m_cockpit.isMeasuringStress()) {
        return tr("Being measured on the same films strongly changed…");
    }
    const evaluation::Scores& plain = m_cockpit.validation();
    const evaluation::Figure auc =
        plain.hasPositiveClass()
            ? evaluation::rocAuc(plain.positiveScores(), plain.positiveLabels())
            : evaluation::Figure::none(evaluation::Undefined::NoPositiveClass);
    evaluation::Figure stressed;
    evaluation::Figure flips;
    if (const auto& stored = m_cockpit.storedStress()) {
        stressed = evaluation::Figure::of(stored->auc);
        flips = evaluation::Figure::of(stored->flips);
    } else if (const evaluation::Scores* scores = m_cockpit.stressScores()) {
        const evaluation::StressFigures figures =
            evaluation::stressFigures(plain, *scores, m_cockpit.point().threshold());
        stressed = figures.auc;
        flips = figures.flips;
    } else {
        const QString obstacle = m_cockpit.stressObstacle();
        return tr("This run was not measured on changed films, so nothing is known beyond "
                  "validation.") +
               (obstacle.isEmpty() ? QString() : QLatin1Char(' ') + obstacle + QLatin1Char('.'));
    }
    if (!stressed.value || !flips.value || !auc.value) {
        return tr("Undefined: %1.").arg(undefinedText(auc.undefined));
    }
    const auto number = [](double value) {
        return QLocale().toString(value, 'f', 3);
    };
    const QString text =
        tr("AUC %1 on validation, %2 on the same films strongly changed (other exposure, "
           "position, noise). %3 of the calls flip.")
            .arg(number(*auc.value), number(*stressed.value), percentText(*flips.value));
    const QString loses = losesElsewhere();
    return loses.isEmpty() ? text : text + QLatin1Char(' ') + loses;
}

void ComparePanel::refreshElsewhere()
{
    const bool known = m_cockpit.storedStress() || m_cockpit.stressScores() != nullptr;
    const Tone tone = !losesElsewhere().isEmpty() ? Tone::Warn : known ? Tone::Info : Tone::Neutral;
    m_elsewhere->setContent(
        tone, tr("Will it hold elsewhere?"), elsewhere(), QStringLiteral("shield"));
}

} // namespace negatoscope::ui
