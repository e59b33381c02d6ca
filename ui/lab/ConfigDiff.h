#pragma once

#include "core/model/ModelConfig.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace negatoscope::ui {

/// One difference between two configurations: a readable line and the way back.
struct ConfigEdit
{
    QString text; ///< "Dropout 0.30 → 0.50", "Class balance off → on"
    std::function<void(model::ModelConfig& config)> revert; ///< as it was before, this alone
};

/// What differs, in the order of the form. Empty when they mean the same.
std::vector<ConfigEdit> configEdits(
    const model::ModelConfig& before, const model::ModelConfig& after);
/// The lines alone.
QStringList configDifferences(const model::ModelConfig& before, const model::ModelConfig& after);

} // namespace negatoscope::ui
