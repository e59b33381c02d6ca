#pragma once

#include "core/model/ModelConfig.h"

#include <QStringList>

namespace negatoscope::ui {

/// What differs between two configurations, one readable line each: "Dropout 0.30 → 0.50",
/// "Class balance off → on". Empty when they mean the same.
QStringList configDifferences(const model::ModelConfig& before, const model::ModelConfig& after);

} // namespace negatoscope::ui
