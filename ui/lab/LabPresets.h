#pragma once

#include "core/base/Result.h"
#include "core/model/ModelConfig.h"

#include <QString>

#include <vector>

namespace negatoscope::ui {

/// A configuration to start from, with one sentence why.
struct LabPreset
{
    QString id;     ///< "quick", "steps_too_large"
    QString title;  ///< "Quick"
    QString reason; ///< what it is good for, or what its failure teaches
    bool bad = false;
};

/// Four good ones, then those that fail in a way worth seeing. In the language of the window.
std::vector<LabPreset> labPresets();

/// The preset's configuration for so many classes. Backbone width and weights stay those of
/// `current`, because they are what is on this computer (but a lesson about an untrained backbone
/// takes random weights).
base::Result<model::ModelConfig> presetOver(
    const QString& id, const model::ModelConfig& current, int classCount);

} // namespace negatoscope::ui
