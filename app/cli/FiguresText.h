#pragma once

#include "app/cli/Output.h"

#include <nlohmann/json.hpp>

#include <string>

namespace negatoscope::cli {

/// evaluationJson as lines for people: figures with intervals, then the confusion matrix.
void sayFigures(Output& output, const std::string& title, const nlohmann::json& figures);

} // namespace negatoscope::cli
