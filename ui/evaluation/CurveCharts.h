#pragma once

#include "core/evaluation/Figures.h"
#include "ui/charts/ChartData.h"
#include "ui/evaluation/OperatingPoint.h"

#include <optional>

namespace negatoscope::ui {

/// "97.7 %", one decimal, in the locale's writing.
QString percentText(double share, int decimals = 1);

/// A curve and the decision threshold at each point of its draggable line.
struct ThresholdCurve
{
    ChartData chart;
    QList<double> thresholds;
};

/// Why no curve can be drawn ("no film of the positive class"), in the window's language.
QString undefinedText(evaluation::Undefined reason);

/// Sensitivity over 1 − specificity; the bootstrap's band and interval where they are there
/// already, DeLong's interval at once. Two classes; empty lines when undefined, as all of these.
ThresholdCurve rocCurveChart(
    const OperatingPoint& point, const std::optional<evaluation::BootstrapIntervals>& intervals);

/// More than two classes: one ROC curve per class, that class against the rest.
ChartData rocOfClassesChart(const OperatingPoint& point);

/// Precision over recall.
ThresholdCurve precisionRecallChart(
    const OperatingPoint& point, const std::optional<evaluation::BootstrapIntervals>& intervals);

/// Share of the positive class among films of like score, with Wilson's bars.
ChartData calibrationChart(const OperatingPoint& point, evaluation::Binning binning, int bins);

/// Net benefit over the threshold probability, of the model, of calling all and of calling none.
ThresholdCurve decisionCurveChart(const OperatingPoint& point);

/// The counts behind the histogram of the two classes.
ChartTable histogramTable(const OperatingPoint& point, int bins);

/// What the threshold means, in a sentence.
QString thresholdSentence(const OperatingPoint& point, double threshold);

} // namespace negatoscope::ui
