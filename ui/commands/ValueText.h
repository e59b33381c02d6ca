#pragma once

#include "core/model/ConfigSchema.h"
#include "ui/widgets/NumberText.h"

#include <QString>

namespace negatoscope::ui {

/// A text of the configuration table (label, effect) in the language of the window.
QString schemaText(const std::string& text);

/// A choice as people write it: "adamw" → "AdamW", "categorical_crossentropy" → "Cross-entropy".
QString choiceText(const std::string& choice);

/// A value of a row for labels and command texts: "0.30", "1e-3", "AdamW", "on".
QString valueText(const model::ParameterRow& row, const nlohmann::json& value);

const model::ParameterRow* findArgument(const model::LayerRow& row, const std::string& key);

QString layerName(const model::LayerSpec& spec);      ///< "Dense"
QString layerSpecTitle(const model::LayerSpec& spec); ///< "Dense 128"

} // namespace negatoscope::ui
