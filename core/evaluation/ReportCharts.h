#pragma once

#include "core/evaluation/Figures.h"
#include "core/evaluation/Report.h"
#include "core/evaluation/ThresholdSweep.h"

#include <string>
#include <vector>

namespace negatoscope::evaluation {

/// What all parts of one report share; two classes unless `binary` is false.
struct ReportContext
{
    const ReportInput& input;
    Language language;
    Evaluation evaluation{};
    BootstrapIntervals bootstrap{};
    ThresholdSweep sweep{};
    std::vector<double> scores{}; ///< probability of the positive class; empty when undefined
    std::vector<bool> labels{};
    std::string positive{}; ///< names for display, not yet escaped
    std::string negative{};
    bool binary = true;
};

/// Each gives an inline <svg>, or "" when there is nothing to draw.
std::string rocSvg(const ReportContext& context);
/// K > 2: each class against the rest.
std::string rocOfClassesSvg(const ReportContext& context);
std::string prSvg(const ReportContext& context);
std::string histogramSvg(const ReportContext& context);
std::string reliabilitySvg(const ReportContext& context);
std::string decisionSvg(const ReportContext& context);
/// `namesClass`: the groups do not tell their class.
std::string groupsSvg(const ReportContext& context, const std::string& title,
    const std::vector<GroupFigure>& groups, bool namesClass);
std::string learningSvg(const ReportContext& context, const LearningCurve& curve);

} // namespace negatoscope::evaluation
