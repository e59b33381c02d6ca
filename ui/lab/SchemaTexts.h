#pragma once

#include <span>

namespace negatoscope::ui {

/// Every text of the configuration table (labels, effects, groups), as it is known to translators
/// under the context "ConfigSchema".
std::span<const char* const> schemaTexts();

} // namespace negatoscope::ui
