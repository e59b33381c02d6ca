#include "ui/evaluation/FiguresPanel.h"

#include "core/evaluation/Diagnosis.h"
#include "core/evaluation/Wording.h"
#include "ui/evaluation/CurveCharts.h"
#include "ui/evaluation/FigureTile.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/Notices.h"

#include <QGridLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace negatoscope::ui {

namespace {

constexpr int kFindingsDelayMs = 150;

/// The interval of a figure that has none of its own, from the bootstrap.
evaluation::Figure withInterval(
    evaluation::Figure figure, const std::optional<evaluation::Interval>& interval)
{
    if (figure.value && interval) {
        figure.interval = interval;
    }
    return figure;
}

} // namespace

FiguresPanel::FiguresPanel(Cockpit& cockpit, QWidget* parent)
    : QWidget(parent)
    , m_cockpit(cockpit)
    , m_findings(new InlineNotice(Tone::Warn))
    , m_note(new TextLabel({}, FontRole::Small, Token::Text2))
{
    m_note->setObjectName(QStringLiteral("figuresNote"));
    m_findings->setObjectName(QStringLiteral("findingsNotice"));
    m_findings->hide();
    auto* grid = new QGridLayout;
    grid->setSpacing(4);
    addTile(grid, "sensitivity", tr("Sensitivity"), true, 0.0);
    addTile(grid, "specificity", tr("Specificity"), true, 0.0);
    addTile(grid, "ppv", tr("PPV in this set"), true, 0.0);
    addTile(grid, "npv", tr("NPV in this set"), true, 0.0);
    addTile(grid, "accuracy", tr("Accuracy"), true, 0.0);
    addTile(grid, "balancedAccuracy", tr("Balanced accuracy"), true, 0.0);
    addTile(grid, "f1", tr("F1"), false, 0.0);
    addTile(grid, "mcc", tr("MCC"), false, -1.0);
    addTile(grid, "auc", tr("AUC"), false, 0.0);
    addTile(grid, "ap", tr("Average precision"), false, 0.0);
    m_note->setWordWrap(true);
    m_note->setMinimumWidth(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(grid);
    layout->addWidget(m_findings);
    layout->addWidget(m_note);
    layout->addStretch(1);
    OperatingPoint& point = m_cockpit.point();
    connect(&point, &OperatingPoint::scoresChanged, this, &FiguresPanel::refreshScores);
    connect(&point, &OperatingPoint::thresholdChanged, this, &FiguresPanel::refreshFigures);
    connect(&m_cockpit, &Cockpit::intervalsChanged, this, &FiguresPanel::refreshFigures);
    connect(&m_cockpit, &Cockpit::baselineChanged, this, &FiguresPanel::refreshBaseline);
    connect(&m_cockpit, &Cockpit::stressChanged, this, &FiguresPanel::refreshFigures);
    m_findingsTimer.setSingleShot(true);
    m_findingsTimer.setInterval(kFindingsDelayMs);
    connect(&m_findingsTimer, &QTimer::timeout, this, &FiguresPanel::refreshFindings);
    refreshScores();
}

void FiguresPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refreshScores();
}

void FiguresPanel::refreshBaseline()
{
    const evaluation::Scores* pixels = m_cockpit.baseline();
    m_pixels = pixels != nullptr ? evaluation::evaluate(*pixels, 0.5) : evaluation::Evaluation();
    refreshFigures();
}

FigureTile* FiguresPanel::addTile(
    QGridLayout* grid, const char* name, const QString& title, bool percent, double lowest)
{
    auto* tile = new FigureTile(
        title, percent ? FigureTile::Unit::Percent : FigureTile::Unit::Number, lowest);
    tile->setObjectName(QLatin1String(name) + QStringLiteral("Figure"));
    const auto index = static_cast<int>(m_tiles.size());
    grid->addWidget(tile, index / 2, index % 2);
    m_tiles.insert(QLatin1String(name), tile);
    return tile;
}

void FiguresPanel::refreshScores()
{
    const OperatingPoint& point = m_cockpit.point();
    if (point.isEmpty()) {
        for (FigureTile* tile : std::as_const(m_tiles)) {
            tile->clear();
        }
        m_findings->hide();
        return;
    }
    const evaluation::Scores& scores = point.scores();
    if (!isVisible()) {
        return; // drawn when it is shown
    }
    if (point.isBinary()) {
        m_auc = evaluation::aucWithLogitDeLong(scores.positiveScores(), scores.positiveLabels());
        m_averagePrecision =
            evaluation::averagePrecision(scores.positiveScores(), scores.positiveLabels());
    }
    refreshBaseline();
}

void FiguresPanel::refreshFigures()
{
    const OperatingPoint& point = m_cockpit.point();
    if (point.isEmpty() || !isVisible()) {
        return;
    }
    const evaluation::Scores& scores = point.scores();
    evaluation::CountFigures now = point.figures();
    evaluation::Figure accuracy = now.accuracy;
    evaluation::Figure balanced = now.balancedAccuracy;
    evaluation::Figure mcc = now.mcc;
    if (!point.isBinary()) { // the call is the largest score: nothing moves with the threshold
        const evaluation::Evaluation all = evaluation::evaluate(scores, point.threshold());
        now = all.atThreshold;
        accuracy = all.accuracy;
        balanced = all.balancedAccuracy;
        mcc = all.mcc;
        m_auc = all.auc;
        m_averagePrecision = all.averagePrecision;
    }
    const auto intervals = m_cockpit.intervals().value_or(evaluation::BootstrapIntervals());
    const evaluation::CountFigures always = evaluation::alwaysPositive(now.counts);
    const evaluation::Evaluation& base = m_pixels;
    const QString alwaysName = tr("always %1").arg(point.className(scores.positiveClass));
    const auto set = [&](const char* name, const evaluation::Figure& value,
                         const evaluation::Figure& reference, const evaluation::Figure& pixel) {
        FigureTile* tile = m_tiles.value(QLatin1String(name));
        tile->setFigure(value);
        tile->setReferences(alwaysName, reference, pixel);
    };
    const evaluation::Figure half = evaluation::Figure::of(0.5); // constant scores
    set("sensitivity", now.sensitivity, always.sensitivity, base.atThreshold.sensitivity);
    set("specificity", now.specificity, always.specificity, base.atThreshold.specificity);
    set("ppv", now.ppv, always.ppv, base.atThreshold.ppv);
    set("npv", now.npv, always.npv, base.atThreshold.npv);
    set("accuracy", accuracy, always.accuracy, base.accuracy);
    set("balancedAccuracy", withInterval(balanced, intervals.balancedAccuracy),
        always.balancedAccuracy, base.balancedAccuracy);
    set("f1", withInterval(now.f1, intervals.f1), always.f1, base.atThreshold.f1);
    set("mcc", withInterval(mcc, intervals.mcc), always.mcc, base.mcc);
    set("auc", withInterval(m_auc, intervals.auc), half, base.auc);
    set("ap", withInterval(m_averagePrecision, intervals.averagePrecision), always.prevalence,
        base.averagePrecision);
    const QString stress =
        point.set() == OperatingPoint::Set::Validation ? m_cockpit.stressSentence() : QString();
    m_note->setText(
        (stress.isEmpty() ? QString() : stress + QLatin1Char('\n')) +
        (point.isBinary() ? QString()
                          : tr("Calls are the class with the largest score; sensitivity, "
                               "specificity, PPV, NPV and F1 are of %1 against the rest. ")
                                .arg(point.className(scores.positiveClass))) +
        (m_cockpit.baseline() != nullptr
                ? tr("8×8 pixels: a logistic regression on thumbnails of 64 pixels, fitted on the "
                     "training films, called at 50 %.")
                : tr("8×8 pixels: the baseline needs the open data set; it is computed when a run "
                     "is finished.")));
    m_findingsTimer.start();
}

void FiguresPanel::refreshFindings()
{
    const OperatingPoint& point = m_cockpit.point();
    if (point.isEmpty()) {
        m_findings->hide();
        return;
    }
    const bool test = point.set() == OperatingPoint::Set::Test;
    const auto found = evaluation::diagnose(
        point.scores(), point.threshold(), test ? &m_cockpit.validation() : nullptr);
    const auto language = evaluation::languageOf(QLocale().name().toStdString());
    QStringList sentences;
    for (const evaluation::Finding& finding : found) {
        sentences << QString::fromStdString(evaluation::sentence(finding, language));
    }
    m_findings->setVisible(!sentences.isEmpty());
    if (!sentences.isEmpty()) {
        m_findings->setContent(
            Tone::Warn, tr("What these figures give away"), sentences.join(QLatin1Char('\n')));
    }
}

} // namespace negatoscope::ui
