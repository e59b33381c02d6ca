#include "ui/evaluation/CurvesPanel.h"

#include "core/evaluation/Calibration.h"
#include "core/evaluation/Decision.h"
#include "ui/charts/FigureChart.h"
#include "ui/charts/ScoreHistogram.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Labels.h"
#include "ui/widgets/SegmentedControl.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace negatoscope::ui {

namespace {

constexpr int kBins = 10;
constexpr int kTableBins = 20;

QString number(const evaluation::Figure& figure)
{
    return figure.value ? QLocale().toString(*figure.value, 'f', 3) : QStringLiteral("–");
}

} // namespace

CurvesPanel::CurvesPanel(Cockpit& cockpit, QWidget* parent)
    : QWidget(parent)
    , m_cockpit(cockpit)
{
    build();
    OperatingPoint& point = m_cockpit.point();
    connect(m_which, &SegmentedControl::currentChanged, this, &CurvesPanel::refreshCurve);
    connect(m_binning, &SegmentedControl::currentChanged, this, &CurvesPanel::refreshCurve);
    connect(m_scaling, &SegmentedControl::currentChanged, this, [this](int index) {
        if (!m_refreshing) {
            m_cockpit.setCalibration(static_cast<training::CalibrationKind>(index));
        }
    });
    connect(m_chart, &FigureChart::pointChosen, this, [this](int /*line*/, int index) {
        if (index < m_thresholds.size()) {
            m_cockpit.point().setThreshold(m_thresholds.at(index));
        }
    });
    connect(m_histogram, &ScoreHistogram::thresholdChanged, this, [this](double threshold) {
        if (!m_refreshing) {
            m_cockpit.point().setThreshold(threshold);
        }
    });
    connect(&point, &OperatingPoint::scoresChanged, this, &CurvesPanel::refreshCurve);
    connect(&point, &OperatingPoint::thresholdChanged, this, &CurvesPanel::refreshThreshold);
    connect(&m_cockpit, &Cockpit::intervalsChanged, this, &CurvesPanel::refreshCurve);
    connect(&m_cockpit, &Cockpit::calibrationChanged, this, &CurvesPanel::refreshCurve);
    refreshCurve();
}

void CurvesPanel::build()
{
    m_which = new SegmentedControl;
    m_which->setObjectName(QStringLiteral("curveSegments"));
    for (const QString& name :
        {tr("ROC"), tr("PR"), tr("Scores"), tr("Calibration"), tr("Decision")}) {
        m_which->addSegment(name);
    }
    m_tableButton = new IconButton(QStringLiteral("table"), tr("Curve as a table (T)"));
    m_tableButton->setObjectName(QStringLiteral("curveTableButton"));
    m_tableButton->setCheckable(true);
    connect(m_tableButton, &QToolButton::toggled, this, &CurvesPanel::setTableShown);
    auto* exporting = new IconButton(
        QStringLiteral("export"), tr("Export this curve as SVG, PDF, PNG or CSV (Ctrl+Shift+E)"));
    exporting->setObjectName(QStringLiteral("curveExportButton"));
    connect(exporting, &QToolButton::clicked, this, &CurvesPanel::exportShown);
    auto* tools = new QHBoxLayout;
    tools->setSpacing(2);
    tools->addStretch(1);
    tools->addWidget(m_tableButton);
    tools->addWidget(exporting);

    m_chart = new FigureChart;
    m_chart->setObjectName(QStringLiteral("curveChart"));
    m_histogram = new ScoreHistogram;
    m_histogram->setObjectName(QStringLiteral("curveHistogram"));
    m_histogramTable = new FigureChart;
    m_histogramTable->setObjectName(QStringLiteral("curveHistogramTable"));
    m_histogramTable->setTableShown(true);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_chart);
    m_pages->addWidget(m_histogram);
    m_pages->addWidget(m_histogramTable);
    m_note = new TextLabel({}, FontRole::Small, Token::Text2);
    m_note->setObjectName(QStringLiteral("curveNote"));
    m_note->setWordWrap(true);
    m_note->setMinimumWidth(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_which);
    layout->addLayout(tools);
    layout->addWidget(m_pages, 1);
    layout->addWidget(buildCalibration());
    layout->addWidget(m_note);
}

QWidget* CurvesPanel::buildCalibration()
{
    m_binning = new SegmentedControl;
    m_binning->setObjectName(QStringLiteral("binningSegments"));
    m_binning->addSegment(tr("Equal width"));
    m_binning->addSegment(tr("Equal films"));
    m_scaling = new SegmentedControl;
    m_scaling->setObjectName(QStringLiteral("scalingSegments"));
    m_scaling->addSegment(tr("As trained"));
    m_scaling->addSegment(tr("Temperature"));
    m_scaling->addSegment(tr("Platt"));
    m_calibrationRow = new QWidget;
    auto* layout = new QVBoxLayout(m_calibrationRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_binning);
    layout->addWidget(m_scaling);
    return m_calibrationRow;
}

void CurvesPanel::setTableShown(bool shown)
{
    m_chart->setTableShown(shown);
    m_tableButton->setChecked(shown);
    const bool histogram = m_which->currentIndex() == Histogram;
    m_pages->setCurrentWidget(
        histogram ? (shown ? static_cast<QWidget*>(m_histogramTable) : m_histogram) : m_chart);
}

void CurvesPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refreshCurve();
}

void CurvesPanel::refreshCurve()
{
    if (!isVisible()) {
        return; // drawn when it is shown
    }
    const OperatingPoint& point = m_cockpit.point();
    const auto curve = static_cast<Curve>(m_which->currentIndex());
    m_calibrationRow->setVisible(curve == Calibration);
    setTableShown(m_tableButton->isChecked());
    m_thresholds.clear();
    if (!point.isBinary() && !point.isEmpty() && curve == Roc) {
        m_chart->setData(rocOfClassesChart(point));
        m_note->clear();
        return;
    }
    if (!point.isBinary()) {
        const QString reason = point.isEmpty()
                                   ? tr("Curves appear after the first epoch.")
                                   : tr("These curves need two classes; the figures and the "
                                        "matrix are for any number.");
        m_chart->clear(reason);
        m_histogram->clear();
        m_note->clear();
        return;
    }
    ThresholdCurve drawn;
    switch (curve) {
    case Roc:
        drawn = rocCurveChart(point, m_cockpit.intervals());
        break;
    case PrecisionRecall:
        drawn = precisionRecallChart(point, m_cockpit.intervals());
        break;
    case Calibration:
        drawn.chart = calibrationChart(point,
            m_binning->currentIndex() == 0 ? evaluation::Binning::EqualWidthRightClosed
                                           : evaluation::Binning::EqualMass,
            kBins);
        break;
    case Decision:
        drawn = decisionCurveChart(point);
        break;
    case Histogram: {
        const std::vector<double> scores = point.scores().positiveScores();
        const std::vector<bool> labels = point.scores().positiveLabels();
        m_histogram->setScores(QList<double>(scores.begin(), scores.end()),
            QList<bool>(labels.begin(), labels.end()),
            point.className(1 - point.scores().positiveClass),
            point.className(point.scores().positiveClass));
        drawn.chart.title = tr("Scores of both classes");
        drawn.chart.table = histogramTable(point, kTableBins);
        m_histogramTable->setData(drawn.chart);
        break;
    }
    }
    m_thresholds = drawn.thresholds;
    if (drawn.chart.lines.isEmpty() && curve != Histogram) {
        m_chart->clear(undefinedText(
            evaluation::rocAuc(point.scores().positiveScores(), point.scores().positiveLabels())
                .undefined));
    } else {
        m_chart->setData(drawn.chart);
    }
    refreshCalibration();
    refreshThreshold();
}

QPointF CurvesPanel::operatingPlace() const
{
    const OperatingPoint& point = m_cockpit.point();
    const evaluation::CountFigures figures = point.figures();
    const double sensitivity = figures.sensitivity.value.value_or(0.0);
    const double specificity = figures.specificity.value.value_or(1.0);
    switch (m_which->currentIndex()) {
    case Roc:
        return {1.0 - specificity, sensitivity};
    case PrecisionRecall:
        return {sensitivity, figures.ppv.value.value_or(1.0)};
    default:
        return {point.threshold(),
            evaluation::netBenefit(figures.counts, std::min(point.threshold(), 0.999))
                .value.value_or(0.0)};
    }
}

void CurvesPanel::refreshThreshold()
{
    const OperatingPoint& point = m_cockpit.point();
    if (!point.isBinary() || !isVisible()) {
        return;
    }
    const int curve = m_which->currentIndex();
    if (curve == Histogram) {
        m_refreshing = true;
        m_histogram->setThreshold(point.threshold());
        m_refreshing = false;
    } else if (curve != Calibration && !m_chart->data().lines.isEmpty()) {
        m_chart->setOperatingPoint(operatingPlace(), thresholdSentence(point, point.threshold()));
    } else {
        m_chart->setOperatingPoint(std::nullopt);
    }
    refreshNote();
}

void CurvesPanel::refreshCalibration()
{
    if (m_which->currentIndex() != Calibration) {
        return;
    }
    m_refreshing = true;
    for (int kind = 0; kind < m_scaling->count(); ++kind) {
        const QString obstacle = m_cockpit.obstacleOf(static_cast<training::CalibrationKind>(kind));
        m_scaling->setSegmentEnabled(kind, obstacle.isEmpty(), obstacle);
    }
    m_scaling->setCurrentIndex(static_cast<int>(m_cockpit.calibration()));
    m_refreshing = false;
}

QString CurvesPanel::calibrationNote() const
{
    const evaluation::Scores& scores = m_cockpit.point().scores();
    const std::vector<double> p = scores.positiveScores();
    const std::vector<bool> labels = scores.positiveLabels();
    const evaluation::MurphyParts parts = evaluation::murphy(p, labels);
    QString text =
        tr("ECE %1 in equal widths, %2 in equal films (15 bins). Brier %3 = reliability %4 − "
           "resolution %5 + uncertainty %6.")
            .arg(number(evaluation::calibrationError(p, labels).expected),
                number(evaluation::calibrationError(p, labels, 15, evaluation::Binning::EqualMass)
                           .expected),
                number(evaluation::brier(p, labels)), number(parts.reliability),
                number(parts.resolution), number(parts.uncertainty));
    const training::OperatingNotes& notes = m_cockpit.notes();
    if (notes.calibration == training::CalibrationKind::Temperature) {
        text += QLatin1Char('\n') +
                tr("Temperature %1, fitted on validation: ranking and the calls stay as they were.")
                    .arg(QLocale().toString(notes.temperature, 'f', 3));
    } else if (notes.calibration == training::CalibrationKind::Platt) {
        text += QLatin1Char('\n') +
                tr("Platt: slope %1, intercept %2, fitted on validation; the threshold moves "
                   "along, so the calls stay as they were.")
                    .arg(QLocale().toString(notes.slope, 'f', 3),
                        QLocale().toString(notes.intercept, 'f', 3));
    }
    return text;
}

void CurvesPanel::refreshNote()
{
    const OperatingPoint& point = m_cockpit.point();
    m_note->setText(m_which->currentIndex() == Calibration
                        ? calibrationNote()
                        : thresholdSentence(point, point.threshold()));
}

ExportableFigure CurvesPanel::figure() const
{
    static constexpr std::array kNames{
        "roc", "precision_recall", "scores", "calibration", "decision"};
    const int which = m_which->currentIndex();
    ExportableFigure figure;
    figure.name = QString::fromLatin1(kNames[static_cast<std::size_t>(which)]);
    const FigureChart* chart = which == Histogram ? m_histogramTable : m_chart;
    figure.title = QStringLiteral("%1 · %2 · %3")
                       .arg(chart->data().title, m_cockpit.runName(), m_cockpit.point().setName());
    figure.csv = chart->csv();
    if (which == Histogram) {
        figure.draw = [histogram = m_histogram](QPainter& painter, const QRectF& area) {
            histogram->render(painter, area, true);
        };
    } else {
        figure.draw = [chart](QPainter& painter, const QRectF& area) {
            chart->render(painter, area, true);
        };
    }
    return figure;
}

void CurvesPanel::exportShown()
{
    exportFigure(
        this, m_cockpit.state().workers(), figure(), [this](const QString& sentence, bool ok) {
            m_cockpit.state().announce(
                sentence, ok ? QStringLiteral("check") : QStringLiteral("warn"));
        });
}

} // namespace negatoscope::ui
